use super::{Form, Script, Terms, fill};
use crate::contract::language::{LANGUAGES, Language};

fn all(language: Language) -> Vec<(&'static str, &'static str)> {
    [Terms::of(language).all(), Form::of(language).all(), Script::of(language).all()].concat()
}

/// The places a phrase leaves for values.
fn places(phrase: &str) -> Vec<&str> {
    let mut found: Vec<&str> =
        phrase.split('{').skip(1).map(|rest| rest.split_once('}').expect("a place is closed").0).collect();
    found.sort_unstable();
    found
}

#[test]
fn every_language_says_every_phrase_with_the_same_places() {
    let english = all(Language::English);
    for (code, language) in LANGUAGES {
        for ((name, here), (_, there)) in all(*language).into_iter().zip(&english) {
            assert!(!here.trim().is_empty() && here.trim() == here, "{code}: {name}");
            assert_eq!(places(here), places(there), "{code}: {name}");
            assert!(!here.contains(['"', '<', '>', '&']), "{code}: {name} would need escaping");
        }
    }
}

#[test]
fn sentences_are_translated() {
    for (code, language) in LANGUAGES.iter().skip(1) {
        for ((name, here), (_, english)) in all(*language).into_iter().zip(all(Language::English)) {
            assert!(here.split(' ').count() < 4 || here != english, "{code}: {name} is still English");
        }
    }
}

#[test]
fn no_phrase_promises_more_than_a_simple_electronic_signature() {
    // What the law asks for is named; that a page would give it is not.
    let theirs = "qualified";
    let promises = [
        "qualif",
        "kvalifi",
        "advanced",
        "avansert",
        "avancerad",
        "avanceret",
        "fortgeschritten",
        "legally binding",
        "juridisk bindende",
        "juridiskt bindande",
        "rechtsverbindlich",
        "guarante",
        "garant",
        "eidas",
        "secure",
        "trusted",
        "identity verified",
        "certified",
        "sertifisert",
        "certifierad",
        "certificeret",
        "zertifiziert",
    ];
    for (code, language) in LANGUAGES {
        for (name, phrase) in all(*language).into_iter().filter(|(name, _)| *name != theirs) {
            let lower = phrase.to_lowercase();
            let found = promises.iter().find(|promise| lower.contains(**promise));
            assert_eq!(found, None, "{code}: {name}: {phrase}");
        }
    }
}

#[test]
fn values_are_put_in_once_and_never_read_again() {
    assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
    assert_eq!(fill("plain", &[]), "plain");
    assert_eq!(fill("{unknown}!", &[]), "!");
}
