//! Lengths of time in words, in five languages, and those that are not read.

use proptest::prelude::{any, proptest};

use super::{JOINTS, SpokenError, TENS, UNITS, UP_TO_NINETEEN, in_language, number};
use crate::contract::span::Span;

#[test]
fn lengths_in_five_languages() {
    for (meant, texts) in [
        (
            "3 months",
            &[
                "3 months",
                "three months",
                "three (3) months",
                "3 (three) months",
                "Three (3) Months'",
                "3-month",
                "three-month",
                "3 calendar months",
                "3 mos.",
                "tre måneder",
                "tre (3) måneder",
                "3 mnd",
                "3 mnd.",
                "3mnd",
                "Tre måneders",
                "tre kalendermåneder",
                "tre månader",
                "3 mån",
                "tre månaders",
                "tre (3) månader",
                "3 mdr.",
                "tre maaneder",
                "drei Monate",
                "drei (3) Monaten",
                "3 Monate",
                "3 Kalendermonate",
                "drei [3] Monate",
                "tre ma\u{30a}neder",
                "3\u{a0}måneder",
                "  3   months ",
                "DREI MONATE",
            ][..],
        ),
        (
            "1 month",
            &[
                "one month",
                "a month",
                "1 month",
                "en måned",
                "én måned",
                "1 måned",
                "en månad",
                "ein Monat",
                "eines Monats",
                "einen (1) Monat",
            ],
        ),
        (
            "1 year",
            &[
                "one (1) year",
                "a year",
                "ett år",
                "et år",
                "1 år",
                "ett (1) år",
                "1 yr",
                "ein Jahr",
                "eines Jahres",
                "einem Jahr",
                "et aar",
            ],
        ),
        ("2 years", &["two years", "to år", "två år", "två (2) år", "zwei Jahre", "zwei (2) Jahren"]),
        (
            "24 months",
            &[
                "twenty-four (24) months",
                "twenty four months",
                "tjuefire måneder",
                "tjugofyra månader",
                "fireogtyve måneder",
                "vierundzwanzig Monate",
            ],
        ),
        (
            "36 months",
            &[
                "thirty-six months",
                "trettiseks måneder",
                "trettiosex månader",
                "seksogtredive måneder",
                "sechsunddreißig Monate",
                "sechsunddreissig Monate",
            ],
        ),
        (
            "30 days",
            &[
                "thirty (30) days",
                "30 calendar days",
                "tretti dager",
                "30 kalenderdager",
                "trettio dagar",
                "tredive dage",
                "30 dage",
                "dreißig Tage",
                "30 Kalendertage",
            ],
        ),
        ("90 days", &["ninety days", "nitti dager", "nittio dagar", "halvfems dage", "neunzig Tage", "90 dagers"]),
        ("60 days", &["sixty days", "seksti dager", "sextio dagar", "tres dage", "sechzig Tagen"]),
        ("14 days", &["fourteen days", "fjorten dager", "fjorton dagar", "fjorten dage", "vierzehn Tage"]),
        ("6 weeks", &["six weeks", "seks uker", "sex veckor", "seks uger", "sechs Wochen", "6 wks"]),
        (
            "100 days",
            &[
                "hundred days",
                "hundre dager",
                "etthundra dagar",
                "hundrede dage",
                "einhundert Tage",
                "one hundred days",
            ],
        ),
    ] {
        for text in texts {
            assert_eq!(Span::spoken(text).map(|span| span.to_string()).as_deref(), Ok(meant), "{text}");
        }
    }
}

#[test]
fn what_is_not_certain_is_not_read() {
    for text in [
        "",
        "months",
        "three",
        "3",
        "()",
        "(3) months",
        "three () months",
        "three (3 months",
        "three 3) months",
        "three (3) (3) months",
        "3 4 months",
        "about 3 months",
        "3 months or more",
        "3 to 6 months",
        "1.5 years",
        "1,5 år",
        "half a year",
        "et halvt år",
        "ett kvartal",
        "one quarter",
        "0 days",
        "null dager",
        "00 days",
        "10000 days",
        "-3 months x",
        "three months notice",
        "tre måneders oppsigelse",
        "3 kroner",
        "twentyten days",
        "twentyzero days",
        "hundredone days",
        "ogtyve måneder",
        "undzwanzig Monate",
        "3 calendar",
        "calendar months",
        "three three months",
        "３ months",
        "3 months 2 days",
        "3m 2",
        "-3 months",
        "3-6 months",
        "20-3 months",
        "fem ti dager",
        "five or ten days",
        "two to three months",
    ] {
        assert_eq!(Span::spoken(text), Err(SpokenError::Unknown), "{text}");
    }
    assert_eq!(Span::spoken(&"3 ".repeat(200)), Err(SpokenError::Unknown));
}

#[test]
fn two_numbers_must_be_one() {
    for (text, one, other) in [
        ("three (4) months", 3, 4),
        ("tre (6) måneder", 3, 6),
        ("12 (zehn) Monate", 12, 10),
        ("thirty (13) days", 30, 13),
    ] {
        assert_eq!(Span::spoken(text), Err(SpokenError::Disagrees(one, other)), "{text}");
    }
}

#[test]
fn working_days_are_no_days() {
    for text in [
        "30 business days",
        "ten working days",
        "10 virkedager",
        "10 arbeidsdager",
        "tio arbetsdagar",
        "10 bankdagar",
        "10 arbejdsdage",
        "10 hverdage",
        "zehn Werktage",
        "10 Arbeitstage",
        "5 Bankarbeitstagen",
        "ti (10) virkedager",
    ] {
        assert_eq!(Span::spoken(text), Err(SpokenError::WorkingDays), "{text}");
    }
}

#[test]
fn no_word_means_two_things() {
    let languages = || UP_TO_NINETEEN.iter().zip(TENS).zip(JOINTS);
    for list in [UP_TO_NINETEEN, TENS] {
        let forms = list.iter().flat_map(|list| list.split([' ', '|']));
        for form in forms {
            let mut read: Vec<u32> =
                languages().filter_map(|((units, tens), joint)| in_language(form, units, tens, joint)).collect();
            read.dedup();
            assert_eq!(read.len(), 1, "{form}: {read:?}");
        }
    }
    for list in UP_TO_NINETEEN {
        assert_eq!(list.split(' ').count(), 20, "{list}");
    }
    for list in TENS {
        assert_eq!(list.split(' ').count(), 9, "{list}");
    }
    let forms = || UNITS.iter().flat_map(|(unit, forms)| forms.split(' ').map(move |form| (*unit, form)));
    for (unit, form) in forms() {
        assert!(forms().all(|(other, same)| same != form || other == unit), "{form}");
    }
    assert_eq!(number("neunundneunzig"), Some(99));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = Span::spoken(&text);
    }

    #[test]
    fn what_we_write_is_read_back(count in 1_u32..10_000, unit in 0_usize..5) {
        let span = Span { count, unit: UNITS[unit].0 };
        proptest::prop_assert_eq!(Span::spoken(&span.to_string()), Ok(span));
    }
}
