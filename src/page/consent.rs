//! The sentences a signer agrees to. They stand in the signed statement, so they promise no more than there is: a simple
//! electronic signature. Name and capacity stand beside them in the statement and are not repeated.

use crate::contract::language::Language;

/// What a person who signs agrees to, as one line.
#[must_use]
pub fn consent(language: Language, title: &str, contract: &str, party: &str) -> String {
    match language {
        Language::English => format!(
            "I have read “{title}” ({contract}) and agree to it on behalf of {party}. This is a simple electronic signature."
        ),
        Language::Norwegian => format!(
            "Jeg har lest «{title}» ({contract}) og godtar avtalen på vegne av {party}. Dette er en enkel elektronisk signatur."
        ),
        Language::Swedish => format!(
            "Jag har läst ”{title}” ({contract}) och godtar avtalet för {party}. Detta är en enkel elektronisk underskrift."
        ),
        Language::Danish => format!(
            "Jeg har læst »{title}« ({contract}) og accepterer aftalen på vegne af {party}. Dette er en simpel elektronisk underskrift."
        ),
        Language::German => format!(
            "Ich habe „{title}“ ({contract}) gelesen und stimme dem Vertrag im Namen von {party} zu. Dies ist eine einfache elektronische Signatur."
        ),
    }
}

/// What a person who declines says, as one line.
#[must_use]
pub fn refusal(language: Language, title: &str, contract: &str, party: &str) -> String {
    match language {
        Language::English => format!("I decline to sign “{title}” ({contract}) on behalf of {party}."),
        Language::Norwegian => format!("Jeg avslår å signere «{title}» ({contract}) på vegne av {party}."),
        Language::Swedish => format!("Jag avböjer att underteckna ”{title}” ({contract}) för {party}."),
        Language::Danish => format!("Jeg afviser at underskrive »{title}« ({contract}) på vegne af {party}."),
        Language::German => format!("Ich lehne es ab, „{title}“ ({contract}) im Namen von {party} zu unterschreiben."),
    }
}

/// What somebody adds who signs for another; the statement names the evidence.
#[must_use]
pub fn under_mandate(language: Language, name: &str) -> String {
    match language {
        Language::English => format!("I do so under a mandate of {name}, as the evidence named here shows."),
        Language::Norwegian => format!("Jeg gjør det etter fullmakt fra {name}, som vedlegget nevnt her viser."),
        Language::Swedish => format!("Jag gör det enligt fullmakt från {name}, som handlingen nämnd här visar."),
        Language::Danish => format!("Jeg gør det efter fuldmagt fra {name}, som bilaget nævnt her viser."),
        Language::German => format!("Ich handle mit Vollmacht von {name}, wie der hier genannte Beleg zeigt."),
    }
}

#[cfg(test)]
mod tests {
    use super::{consent, refusal, under_mandate};
    use crate::contract::language::LANGUAGES;
    use crate::signature::text;

    #[test]
    fn each_language_has_sentences_that_can_stand_in_a_statement() {
        let mut said = std::collections::BTreeSet::new();
        for (code, language) in LANGUAGES {
            for make in [consent, refusal] {
                let sentence = make(*language, "Mutual NDA", "nda-7k2m9qxt", "Acme AS");
                for word in ["Mutual NDA", "nda-7k2m9qxt", "Acme AS"] {
                    assert!(sentence.contains(word), "{code}: {sentence}");
                }
                assert_eq!(text::check(&sentence, 4000), Ok(()), "{code}");
                assert!(said.insert(sentence), "{code}: said in another language already");
            }
        }
    }

    #[test]
    fn a_mandate_names_who_gave_it() {
        for (code, language) in LANGUAGES {
            let sentence = under_mandate(*language, "Kari Nordmann");
            assert!(sentence.contains("Kari Nordmann"), "{code}: {sentence}");
            assert_eq!(text::check(&sentence, 4000), Ok(()), "{code}");
        }
    }

    #[test]
    fn none_promises_more_than_a_simple_electronic_signature() {
        for (code, language) in LANGUAGES {
            let sentence = consent(*language, "", "", "").to_lowercase();
            assert!(
                ["simple", "enkel", "simpel", "einfache"].iter().any(|word| sentence.contains(word)),
                "{code}: {sentence}"
            );
        }
    }
}
