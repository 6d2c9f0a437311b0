//! Published examples, numbers computed here by another route, and the numbers that must not alarm.

use proptest::prelude::*;

use super::{Kind, MOST, find};

fn kinds(text: &str) -> Vec<Kind> {
    find(text).into_iter().map(|found| found.kind).collect()
}

#[test]
fn published_examples_are_found() {
    for (text, kind) in [
        ("fnr 15076500565.", Kind::NorwegianBirth),
        ("150765 00565", Kind::NorwegianBirth),
        ("(811218-9876)", Kind::Swedish),
        ("19640823-3234", Kind::Swedish),
        ("pnr 196408233234", Kind::Swedish),
        ("personnummer 8112189876", Kind::Swedish),
        ("070761-4285", Kind::Danish),
        ("CPR-nr.: 0707614285", Kind::Danish),
        ("131052-308T", Kind::Finnish),
        ("86 095 742 719", Kind::GermanTax),
        ("Steuer-ID: 86095742719", Kind::GermanTax),
        ("Steuerliche Identifikationsnummer 47036892816", Kind::GermanTax),
        ("DE89 3704 0044 0532 0130 00", Kind::Iban),
        ("DE89370400440532013000", Kind::Iban),
        ("NO93 8601 1117 947", Kind::Iban),
        ("GB82 WEST 1234 5698 7654 32", Kind::Iban),
        ("8601.11.17947", Kind::NorwegianAccount),
        ("Lønn utbetales til konto 8601 11 17947.", Kind::NorwegianAccount),
        ("kontonummer: 86011117947", Kind::NorwegianAccount),
    ] {
        assert_eq!(kinds(text), [kind], "{text}");
    }
}

#[test]
fn a_find_has_its_place_and_is_masked() {
    let found = find("# Avtale\n\nÅse, født 15076500565, og 811218-9876\n");
    let told: Vec<_> = found.iter().map(|one| (one.line, one.column, one.masked.as_str())).collect();
    assert_eq!(told, [(3, 11, "15•••••••••"), (3, 27, "81••••••••")]);
}

#[test]
fn other_numbers_do_not_alarm() {
    for text in [
        "org.nr. 923 609 016",
        "Organisasjonsnummer 923609016 MVA",
        "organisationsnummer 556016-0680",
        "CVR 10150817",
        "+47 22 12 34 56",
        "+49 30 901820000",
        "0707614285",
        "NOK 1.234.567,89 og 15 076 500 565",
        "2024-01-31 12:00",
        "202401311200",
        "196408233234",
        "201410046641",
        "fnr 15076500566",
        "811218-9875",
        "131052-308U",
        "DE88 3704 0044 0532 0130 00",
        "8601.11.17948",
        "86011117947",
        "86095742719",
        "ref. 4711-811218-9876-1",
        "1.15076500565",
        "15076500565000",
        "x15076500565",
        "131052-900Y",
        "15876500565",
        "sha256:89370400440532013000811218987615076500565",
        "00000000000",
        "ISBN 978-3-16-148410-0",
        "0000.00.00000",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn a_danish_number_without_check_digit_needs_a_word() {
    assert_eq!(kinds("CPR 010180-1111"), [Kind::Danish]);
    assert_eq!(kinds("sag 010180-1111"), []);
    assert_eq!(kinds("ocpru 010180-1111"), []);
}

#[test]
fn a_d_number_carries_forty_in_the_day() {
    // The check digits of 55 07 65 005 follow from the congruences, tried one by one.
    let of = |head: &str| (0..100).map(|check| format!("{head}{check:02}")).find(|number| !find(number).is_empty());
    let number = of("550765005").or_else(|| of("550765006")).unwrap();
    assert_eq!(kinds(&number), [Kind::NorwegianD]);
    let number = (0..10_000).map(|n| format!("811278-{n:04}")).find(|n| !find(n).is_empty()).unwrap();
    assert_eq!(kinds(&number), [Kind::SwedishCoordination]);
}

#[test]
fn a_text_full_of_them_is_told_in_few_lines() {
    assert_eq!(find(&"811218-9876\n".repeat(1000)).len(), MOST);
}

proptest! {
    #[test]
    fn any_text_is_looked_at(text in "\\PC*") {
        for found in find(&text) {
            prop_assert!(text.is_char_boundary(found.at));
            prop_assert!(found.line >= 1 && found.column >= 1);
        }
    }

    #[test]
    fn no_find_survives_a_changed_digit(at in 0usize..11, by in 1u32..10) {
        let number: String = "15076500565".chars().enumerate().map(|(n, c)| {
            let digit = c.to_digit(10).unwrap();
            char::from_digit(if n == at { (digit + by) % 10 } else { digit }, 10).unwrap()
        }).collect();
        prop_assert_eq!(find(&number), []);
    }

    #[test]
    fn amounts_are_no_persons(whole in 0u64..100_000_000, cents in 0u64..100) {
        let grouped = format!("NOK {} {:03} {:03},{cents:02}", whole / 1_000_000, whole / 1000 % 1000, whole % 1000);
        prop_assert_eq!(find(&grouped), []);
    }
}
