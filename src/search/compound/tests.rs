//! Splits that must be, and splits that must not.

use super::{Splitter, Vocabulary};
use crate::query::fold::{fold, words};
use crate::search::language::Language;

fn finds(code: &str, query: &str, word: &str, text: &str) -> bool {
    let language = Language::coded(code).unwrap();
    let text = fold(text);
    let own: Vocabulary<'_> = words(&text).map(|(_, word)| word).collect();
    let stem = language.stem(&fold(query));
    Splitter::of(language).unwrap().parts(&fold(word), &own).contains(&stem)
}

#[test]
fn a_part_is_found_in_its_compound() {
    let mut missed = Vec::new();
    for (code, query, word) in [
        ("nb", "avtale", "Leverandøravtalen"),
        ("nb", "leverandør", "Leverandøravtalen"),
        ("nb", "leverandører", "leverandøravtalene"),
        ("nb", "lønn", "lønnsjustering"),
        ("nb", "frist", "oppsigelsesfristen"),
        ("nb", "oppsigelse", "Oppsigelsesfrister"),
        ("nb", "avtale", "rammeavtalen"),
        ("nb", "personopplysning", "personopplysningsvern"),
        ("nb", "vern", "personopplysningsvern"),
        ("nb", "konkurranse", "konkurranseklausul"),
        ("nb", "arbeid", "arbeidsavtale"),
        ("nb", "databehandler", "databehandleravtaler"),
        ("nb", "taushet", "taushetsplikt"),
        ("nb", "arbeidsgjevar", "arbeidsgjevaransvar"),
        ("nb", "oppseiing", "oppseiingstid"),
        ("sv", "sekretess", "Sekretessavtal"),
        ("sv", "avtal", "sekretessavtalet"),
        ("sv", "uppsägning", "uppsägningstiden"),
        ("sv", "tid", "uppsägningstiden"),
        ("sv", "hyra", "hyresavtal"),
        ("sv", "skada", "skadeståndsskyldighet"),
        ("sv", "köpare", "köparförsäkring"),
        ("sv", "skatt", "mervärdesskatten"),
        ("da", "opsigelse", "opsigelsesvarslet"),
        ("da", "aftale", "samarbejdsaftalen"),
        ("da", "samarbejde", "samarbejdsaftalen"),
        ("da", "løn", "lønregulering"),
        ("da", "erstatning", "erstatningsansvaret"),
        ("de", "Kündigung", "Kündigungsfrist"),
        ("de", "Frist", "Kündigungsfristen"),
        ("de", "Vertrag", "Mietverträge"),
        ("de", "Miete", "Mietvertrag"),
        ("de", "Geheimhaltung", "Geheimhaltungsvereinbarung"),
        ("de", "Schaden", "Schadensersatzansprüche"),
        ("de", "Schadensersatz", "Schadensersatzansprüche"),
        ("de", "Versicherung", "Haftpflichtversicherungen"),
        ("de", "Arbeit", "Arbeitsvertrag"),
        ("de", "Partei", "Vertragsparteien"),
        ("de", "Vervielfältigung", "Vervielfältigungsrechte"),
        ("nb", "lønn", "lønnskvabbel"),
        ("de", "Datenschutz", "Datenschutzerklärung"),
    ] {
        if !finds(code, query, word, "") {
            missed.push(format!("{code}: {query} in {word}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_only_looks_like_a_compound_stays_whole() {
    let mut wrong = Vec::new();
    for (code, query, word) in [
        ("nb", "avtale", "avtalen"),
        ("nb", "hold", "forholdet"),
        ("nb", "tale", "avtalene"),
        ("nb", "kraft", "bankens"),
        ("nb", "last", "ballasten"),
        ("sv", "tal", "avtalen"),
        ("sv", "del", "fördelning"),
        ("da", "tale", "aftaler"),
        ("da", "hold", "forholdet"),
        ("de", "Trag", "Verträge"),
        ("de", "Art", "verartet"),
        ("de", "Ware", "waren"),
        ("de", "Bau", "vertrauen"),
        ("de", "Recht", "berechtigt"),
        ("de", "Halten", "Verhalten"),
        ("de", "Eis", "Preise"),
    ] {
        if finds(code, query, word, "") {
            wrong.push(format!("{code}: {query} in {word}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(Splitter::of(Language::coded("en").unwrap()).is_none());
}

#[test]
fn a_long_known_end_makes_a_compound_of_any_name() {
    assert!(finds("nb", "avtale", "Nordlysavtalen", ""));
    assert!(finds("de", "Vereinbarung", "Lutziusvereinbarung", ""));
    assert!(!finds("nb", "nordlys", "Nordlysavtalen", ""), "nobody knows the word");
    assert!(finds("nb", "nordlys", "Nordlysavtalen", "Prosjektet heter Nordlys."), "but here it is one");
    assert!(finds("sv", "lupapiste", "Lupapistetjänsten", "Tjänsten Lupapiste ägs av"));
    assert!(!finds("nb", "avtale", "xyzavtale", ""), "too short an unknown beginning");
}

proptest::proptest! {
    #[test]
    fn any_word_of_any_script_is_taken(word in "[a-zæøåäöüß契é\u{301}]{0,60}", code in "nb|sv|da|de") {
        let language = Language::coded(&code).unwrap();
        let folded = fold(&word);
        let parts = Splitter::of(language).unwrap().parts(&folded, &Vocabulary::new());
        proptest::prop_assert!(!parts.contains(&language.stem(&folded)));
    }
}

/// Lists the splits of the words of real texts, to be read by a person: `CARGO=… cargo test --lib splits_of_real -- --ignored
/// --nocapture`. Reads `../shared/data` when it is there.
#[test]
#[ignore = "prints for a person to judge"]
fn splits_of_real_texts() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let texts = [
        ("de", "lang-eupl/eupl-1.2.de.md"),
        ("de", "lang-openbrain/data_user_agreement.de.rst"),
        ("de", "lang-openbrain/ultimate_gdpr.de.rst"),
        ("de", "lang-snowball/german.tsv"),
        ("da", "lang-eupl/eupl-1.2.da.md"),
        ("da", "lang-snowball/danish.tsv"),
        ("sv", "lang-eupl/eupl-1.2.sv.md"),
        ("sv", "lang-lupapiste/company-contract-sv.txt"),
        ("sv", "lang-snowball/swedish.tsv"),
        ("nb", "lang-openbrain/data_user_agreement.no.rst"),
        ("nb", "lang-openbrain/ultimate_gdpr.no.rst"),
        ("nb", "lang-snowball/norwegian.tsv"),
    ];
    for (code, path) in texts {
        let Ok(text) = std::fs::read_to_string(shared.join(path)) else { continue };
        let first = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
        let list = path.ends_with(".tsv");
        let text = if list { text.lines().map(first).collect::<Vec<_>>().join("\n") } else { text };
        let folded = fold(&text);
        let all: Vocabulary<'_> = words(&folded).map(|(_, word)| word).collect();
        let own = if list { Vocabulary::new() } else { all.clone() };
        let splitter = Splitter::of(Language::coded(code).unwrap()).unwrap();
        let mut words: Vec<&str> = all.into_iter().filter(|word| word.len() >= super::SHORTEST).collect();
        words.sort_unstable();
        let split: Vec<String> = words
            .iter()
            .filter_map(|word| Some(splitter.parts(word, &own)).filter(|parts| !parts.is_empty()).map(|p| (word, p)))
            .map(|(word, parts)| format!("{word}={}", parts.join("+")))
            .collect();
        println!("## {code} {path}: {} of {} words\n{}\n", split.len(), words.len(), split.join("  "));
    }
}
