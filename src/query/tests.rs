//! Tables and properties of the filter language.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::fold::{contains, fold, starts, words};
use super::{Fault, Key, MAX_CHARS, MAX_TERMS, Query, Subject};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn parse(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn nda() -> Subject<'static> {
    Subject {
        id: "nda-7k2m9qxt",
        title: "Gjensidig taushetserklæring med Åse Ødegård AS",
        kind: "nda",
        workspace: "hr",
        status: "active",
        signing: "signed",
        lifecycle: Some("active"),
        flags: vec!["not-renewing"],
        parties: vec!["Northwind AS", "Ødegård Bygg AS"],
        owner: Some("kari@northwind.example"),
        tags: vec!["GDPR", "it drift"],
        language: "nb-NO",
        start: Some(day("2026-01-01")),
        end: Some(day("2026-12-31")),
        notice_by: Some(day("2026-09-30")),
        value: Some((Decimal::new(12_000_000, 2), "NOK")),
        custom: vec![("cost_center", "1200"), ("budget.line", "Drift og vedlikehold")],
    }
}

fn passes(query: &str) -> bool {
    parse(query).passes(&nda(), day("2026-08-15"), Some("kari@northwind.example"))
}

#[test]
fn these_filters_hold() {
    for query in [
        "",
        "status:active",
        "status:draft,ACTIVE",
        "signing:signed",
        "lifecycle:active",
        "flag:not-renewing",
        "-flag:archived",
        "-status:draft",
        "kind:NDA",
        "kind:n*",
        "tag:gdpr",
        "tag:\"IT drift\"",
        "tag:it*",
        "workspace:hr",
        "owner:me",
        "owner:kari",
        "-owner:none",
        "id:nda-7k2m9qxt",
        "id:7k2m",
        "id:nda-7",
        "id:7k*",
        "party:odegard",
        "party:ØDEGÅRD",
        "party:\"ødegård bygg\"",
        "party:O\u{308}degard",
        "-party:acme",
        "title:taushetserklaering",
        "title:TAUSHETSERKLÆRING",
        "title:åse",
        "language:nb",
        "language:nb-NO",
        "currency:nok",
        "value:120000",
        "value:>100000",
        "value:>=120000NOK",
        "value:>=120k",
        "value:<0.2m",
        "value:100000..150000nok",
        "value:NOK",
        "value:..120000",
        "value:>119_999.99",
        "-value:none",
        "end:2026-12-31",
        "end:2026",
        "end:2026-12",
        "end:<2027-01-01",
        "end:<2027",
        "end:<=2026",
        "end:>=2026",
        "end:>2025",
        "end:2026-01-01..2026-12-31",
        "end:2026..2027",
        "end:..2027",
        "end:2026-12..",
        "end:<5mo",
        "notice:<60d",
        "notice:<=46d",
        "notice:>1mo",
        "notice:today..8w",
        "start:<-30d",
        "start:<today",
        "start:<2026-06,>2027",
        "-notice:none",
        "field:cost_center",
        "field:cost_center=1200",
        "field:COST_CENTER=12*",
        "field:budget.line=\"og vedlikehold\"",
        "field:cost_center=7,1200",
        "-field:project",
        "-field:cost_center=7",
        "status:active kind:nda -tag:legal",
    ] {
        assert!(passes(query), "{query}");
    }
}

#[test]
fn these_filters_do_not_hold() {
    for query in [
        "status:draft",
        "-status:active",
        "status:signed",
        "flag:archived",
        "kind:nd",
        "kind:msa,sow",
        "tag:gdp",
        "tag:it",
        "workspace:h",
        "owner:none",
        "-owner:me",
        "id:k2m9",
        "id:9qxt",
        "party:acme",
        "title:acme",
        "language:en",
        "language:n",
        "currency:EUR",
        "value:>120000",
        "value:>=120000EUR",
        "value:<120000",
        "value:none",
        "value:EUR",
        "value:1..119999.99",
        "end:2027",
        "end:2026-11",
        "end:<2026",
        "end:<2026-12-31",
        "end:>2026",
        "end:<4mo",
        "end:2025-01-01..2026-12-30",
        "notice:<46d",
        "notice:none",
        "start:<5mo",
        "start:>today",
        "notice:-60d..-1d",
        "field:project",
        "field:cost_center=7",
        "-field:cost_center",
        "status:active kind:msa",
    ] {
        assert!(!passes(query), "{query}");
    }
}

#[test]
fn a_contract_without_the_fact_passes_only_none() {
    let bare = Subject { id: "nda-00000000", status: "draft", signing: "draft", ..Subject::default() };
    let holds = |query: &str| parse(query).passes(&bare, day("2026-08-15"), None);
    for query in [
        "end:none",
        "value:none",
        "owner:none",
        "tag:none",
        "party:none",
        "lifecycle:none",
        "flag:none",
        "notice:none,<60d",
    ] {
        assert!(holds(query), "{query}");
    }
    for query in
        ["end:<2099", "end:>1900", "value:>=0", "value:NOK", "owner:me", "owner:a", "tag:a", "currency:NOK", "field:x"]
    {
        assert!(!holds(query), "{query}");
    }
}

#[test]
fn within_means_from_today_on() {
    let ended = Subject { end: Some(day("2026-08-14")), ..Subject::default() };
    let ends_today = Subject { end: Some(day("2026-08-15")), ..Subject::default() };
    let today = day("2026-08-15");
    assert!(!parse("end:<3mo").passes(&ended, today, None));
    assert!(parse("end:<3mo").passes(&ends_today, today, None));
    assert!(parse("end:<today").passes(&ended, today, None));
    assert!(parse("end:>-30d").passes(&ended, today, None));
    assert!(parse("end:<=0d").passes(&ended, today, None), "no length of time: a plain comparison");
    let month_end = Subject { end: Some(day("2027-02-28")), ..Subject::default() };
    assert!(parse("end:1mo").passes(&month_end, day("2027-01-31"), None), "a month is clamped");
}

#[test]
fn free_words_are_kept_as_typed() {
    let query = parse("Oppsigelse \"force  majeure\" avtal* -ekskl \"right to\"* a OR \"b c\" 3.2 §");
    let shown: Vec<String> = query
        .words()
        .iter()
        .map(|clause| {
            let one = |text: &super::Text| {
                let quote = if text.quoted { "\"" } else { "" };
                format!("{quote}{}{quote}{}", text.text, if text.prefix { "*" } else { "" })
            };
            let sign = if clause.excluded { "-" } else { "" };
            format!("{sign}{}", clause.any.iter().map(one).collect::<Vec<_>>().join("|"))
        })
        .collect();
    assert_eq!(shown, ["Oppsigelse", "\"force  majeure\"", "avtal*", "-ekskl", "\"right to\"*", "a|\"b c\"", "3.2"]);
    assert!(query.filters().is_empty());
}

#[test]
fn nothing_to_look_for_is_an_empty_query() {
    for query in ["", "   ", "-", "--", "*", "§ % &", "\"\"", "\"…\"", "\u{0}\u{1b}\u{7f}", "\u{202e}\u{feff}", "\n\t"]
    {
        assert!(parse(query).is_empty(), "{query:?}");
    }
    assert_eq!(parse("https://example.com").words().len(), 1);
    assert_eq!(parse("12:30").words().len(), 1);
    assert_eq!(parse("terms-or-conditions or goods").words().len(), 3, "only OR in capitals joins");
}

#[test]
fn errors_point_at_the_character_and_help() {
    let table: &[(&str, usize, &str)] = &[
        ("acme stauts:active", 6, "status"),
        ("æøå prty:x", 5, "party"),
        ("type:nda", 1, "kind"),
        ("counterparty:acme", 1, "party"),
        ("xyzzy:1", 1, "filters are"),
        ("-xyzzy:1", 2, "filters are"),
        ("status:actve", 8, "status:active"),
        ("status:active,darft", 15, "status:draft"),
        ("flag:q", 6, "values are"),
        ("party:", 7, "party:none"),
        ("party: acme", 7, "without a space"),
        ("tag:,,", 5, "tag:none"),
        ("end:soon", 5, "end:<60d"),
        ("end:2026-02-30", 5, "end:2027-01-31"),
        ("end:2026-1-1", 5, ""),
        ("end:2026-13", 5, ""),
        ("end:20261231", 5, ""),
        ("end:<", 5, ""),
        ("end:..", 5, ""),
        ("end:99999d", 5, ""),
        ("end:2026-01-01-01", 5, ""),
        ("value:much", 7, "thousands"),
        ("value:100,000", 7, "thousands"),
        ("value:-5", 7, ""),
        ("value:>NOK", 7, ""),
        ("value:>1..2", 7, ""),
        ("value:1NOK..2EUR", 7, ""),
        ("value:1.2.3", 7, ""),
        ("value:99999999999999999999999999999999999", 7, ""),
        ("value:79228162514264337593543950335m", 7, ""),
        ("field:=x", 7, "cost_center"),
        ("field:a,b", 7, "cost_center"),
        ("say \"hello", 5, "close it"),
        ("party:\"acme", 7, "close it"),
        ("OR acme", 1, "commas"),
        ("acme OR", 6, "commas"),
        ("acme OR OR b", 9, "commas"),
        ("acme OR -b", 6, "commas"),
        ("acme OR kind:nda", 6, "commas"),
        ("kind:nda OR acme", 10, "commas"),
    ];
    for (query, character, hint) in table {
        let error = Query::parse(query).expect_err(query);
        assert_eq!(error.character, *character, "{query}: {error}");
        assert!(error.hint.clone().unwrap_or_default().contains(hint), "{query}: {error:?}");
        assert!(query.is_char_boundary(error.byte), "{query}");
        assert!(!error.to_string().is_empty());
    }
    assert!(matches!(Query::parse("end:2027..2026").unwrap_err().fault, Fault::EmptyRange(_)));
    assert!(matches!(Query::parse("value:2..1").unwrap_err().fault, Fault::EmptyRange(_)));
}

#[test]
fn queries_are_bounded() {
    assert_eq!(Query::parse(&"a".repeat(MAX_CHARS + 1)).unwrap_err().fault, Fault::TooLong);
    assert_eq!(Query::parse(&"é".repeat(5_000_000)).unwrap_err().character, MAX_CHARS + 1);
    assert!(Query::parse(&"a ".repeat(MAX_TERMS)).is_ok());
    assert_eq!(Query::parse(&"a ".repeat(MAX_TERMS + 1)).unwrap_err().fault, Fault::TooManyTerms);
    assert!(Query::parse("(((((((a+)+)+)+)+$ [\\w]{9999} .*.*.*").is_ok());
}

#[test]
fn every_filter_has_one_name() {
    for name in Key::names() {
        assert_eq!(Key::named(name).unwrap().name(), name);
        assert_eq!(Key::named(&name.to_uppercase()), Key::named(name));
    }
    assert!(Key::Status.values().contains(&"active"));
    assert!(Key::Party.values().is_empty());
    assert!(parse("owner:me").asks_for_me() && !parse("owner:kari").asks_for_me());
}

#[test]
fn words_can_be_looked_for_in_names() {
    let named = |query: &str| parse(query).named_in(&["nda-7k2m9qxt", "Avtale med Ødegård", "Acme AS"]);
    assert!(named("odegard acme") && named("-globex") && named("globex OR acme") && named("7k2m"));
    assert!(!named("globex") && !named("avtale -acme"));
}

#[test]
fn folding_forgets_case_accents_and_form() {
    for (text, folded) in [
        ("KJØP", "kjop"),
        ("Ære", "aere"),
        ("Å", "a"),
        ("A\u{30a}", "a"),
        ("\u{212b}", "a"),
        ("Straße", "strasse"),
        ("ﬁnal", "final"),
        ("ＡＢＣ", "abc"),
        ("İstanbul", "istanbul"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("con\u{ad}fi\u{200d}dential", "confidential"),
        ("Đorđe Łódź", "dorde lodz"),
    ] {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn words_are_runs_of_letters_and_single_ideographs() {
    let found = |text: &str| words(text).map(|(_, word)| word.to_owned()).collect::<Vec<_>>();
    assert_eq!(found("don't pay 3.2, e-mail x_y"), ["don", "t", "pay", "3", "2", "e", "mail", "x", "y"]);
    assert_eq!(found("契約abc書"), ["契", "約", "abc", "書"]);
    assert_eq!(found(" .,;- "), [""; 0]);
    assert_eq!(found(&"a".repeat(500))[0].len(), 96);
    assert_eq!(found(&"ж".repeat(500)).len(), 1);
}

proptest! {
    #[test]
    fn parsing_never_panics(text in "\\PC{0,80}|[a-z:<>=.,\"*\\- 0-9]{0,80}|(status|end|value|field|party):.{0,30}") {
        if let Err(error) = Query::parse(&text) {
            prop_assert!(text.is_char_boundary(error.byte));
            prop_assert!(error.character <= text.chars().count() + 1);
        }
    }

    #[test]
    fn any_query_can_be_asked_of_any_contract(text in "(status|end|value|field|party|start):[<>]?=?[0-9a-z.\\-*]{0,12}") {
        if let Ok(query) = Query::parse(&text) {
            for today in [NaiveDate::MIN, NaiveDate::MAX] {
                let _ = query.passes(&nda(), today, None);
            }
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn every_text_contains_itself(text in "\\PC{0,40}") {
        let folded = fold(&text);
        prop_assert!(contains(&text, &folded) && starts(&text, &folded));
    }

    #[test]
    fn words_stand_where_they_say(text in "\\PC{0,60}") {
        for (at, word) in words(&text) {
            prop_assert!(!word.is_empty() && text[at..].starts_with(word));
        }
    }
}
