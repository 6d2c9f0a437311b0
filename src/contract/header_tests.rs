use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};

use super::{Form, Header, Link, edit, parse, value_for, write};
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::id::ContractId;
use crate::contract::key_path::KeyPath;
use crate::contract::money::{Currency, Per, Value};
use crate::contract::obligation::Obligation;
use crate::contract::party::{Party, RuleClause, Signatory, SigningRule};
use crate::contract::span::{Span, Unit};
use crate::contract::term::{Boundary, LateNotice, Notice, NoticeCounting, RenewsBy, Term};
use crate::contract::toml_change::EditError;

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/front-matter").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn stem(file: &Path) -> &str {
    file.file_stem().unwrap().to_str().unwrap()
}

#[test]
fn good_files_are_read_and_written_back() {
    let files = fixtures("good");
    assert!(files.len() >= 8);
    for file in files {
        let document = Document::parse("contract.md", &std::fs::read(&file).unwrap())
            .unwrap_or_else(|problems| panic!("{}: {problems:#?}", file.display()));
        let again = parse("contract.md", &write(document.header()), 2).unwrap();
        assert_eq!(&again, document.header(), "{}", file.display());
        assert_eq!(edit(document.front_matter(), &[]).unwrap(), document.front_matter(), "{}", file.display());
    }
}

#[test]
fn bad_files_are_refused_for_their_one_defect() {
    let expected = fixtures("").into_iter().find(|file| file.ends_with("expected.toml")).unwrap();
    let expected: toml::Table = toml::from_str(&std::fs::read_to_string(expected).unwrap()).unwrap();
    let files = fixtures("bad");
    assert!(files.len() >= 40);
    assert_eq!(files.iter().map(|file| stem(file)).collect::<Vec<_>>(), {
        let mut names: Vec<_> = expected.keys().map(String::as_str).collect();
        names.sort_by_key(|name| format!("{name}.md"));
        names
    });
    for file in &files {
        let expected = &expected[stem(file)];
        let word = |key: &str| expected.get(key).and_then(toml::Value::as_str);
        let problems = Document::parse("contract.md", &std::fs::read(file).unwrap()).unwrap_err();
        assert_eq!(problems.len(), 1, "{}: {problems:#?}", stem(file));
        let problem = &problems[0];
        assert_eq!(i64::try_from(problem.line).unwrap(), expected["line"].as_integer().unwrap(), "{problem}");
        assert_eq!(Some(problem.code), word("code"), "{problem}");
        assert_eq!(problem.key.as_deref(), word("key"), "{problem}");
        assert_eq!(problem.nearest.as_deref(), word("nearest"), "{problem}");
        assert!(!problem.to_string().chars().any(char::is_control), "{problem:?}");
    }
}

#[test]
fn terms_that_contradict_themselves_are_read_and_told() {
    let files = fixtures("contradictory");
    assert_eq!(files.len(), 3);
    for file in &files {
        let document = Document::parse("contract.md", &std::fs::read(file).unwrap()).unwrap();
        let faults = crate::contract::contradiction::contradictions(&document.header().term);
        assert_eq!(faults.len(), 1, "{}: {faults:?}", stem(file));
        assert_eq!(faults[0].keys.len(), 2, "{}: {faults:?}", stem(file));
    }
}

#[test]
fn every_fault_is_reported_in_one_go() {
    let toml = "id = 7\ntitel = \"x\"\nkind = \"nda\"\n[[party]]\nname = \"A\"\n[term]\nlenght = \"1 year\"\nnotice = \"soon\"\n";
    let found: Vec<_> = parse("contract.md", toml, 2)
        .unwrap_err()
        .into_iter()
        .map(|problem| (problem.line, problem.column, problem.code, problem.key.unwrap()))
        .collect();
    let expected = [
        (2, 1, "missing-key", "title"),
        (2, 1, "wrong-type", "id"),
        (3, 1, "unknown-key", "titel"),
        (8, 1, "unknown-key", "term.lenght"),
        (9, 1, "bad-span", "term.notice"),
    ];
    assert_eq!(found, expected.map(|(line, column, code, key)| (line, column, code, key.to_owned())));
}

#[test]
fn a_flood_of_faults_ends() {
    let toml: String = (0..20_000).map(|number| format!("k{number} = 1\n")).collect();
    assert!(parse("contract.md", &toml, 2).unwrap_err().len() <= 100);
    for hostile in ["[", "{a=", "a.", "[[a]]\n", "a=[{b=", "\"\"\"", "[a.", "'"] {
        assert!(parse("contract.md", &hostile.repeat(200_000 / hostile.len()), 2).is_err());
    }
}

const SOURCE: &str = r#"# Ours
id = "nda-7k2m9qxt"   # for ever
title = 'NDA'         # short
kind = "nda"

[[party]]             # us
name = "Northwind AS"

[[party]]
name = "Acme AS"

  [[party.signatory]]
  name = "Kari Nordmann"   # asked on Monday
  email = "kari@acme.example"

[term]
# as agreed
length = "12 months"
notice = { "Acme AS" = "1 month" } # theirs
"#;

fn edited(source: &str, assignments: &[&str]) -> Result<String, EditError> {
    let mut changes = Vec::new();
    for assignment in assignments {
        let (path, text) = KeyPath::assignment(assignment).unwrap();
        let value = value_for(&path, text)?;
        changes.push((path, value));
    }
    edit(source, &changes)
}

/// The lines of `new` that `old` lacks, and the lines of `old` that `new` lacks.
fn difference(old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    let missing = |from: &str, other: &str| {
        from.lines().filter(|line| !other.lines().any(|o| o == *line)).map(str::to_owned).collect::<Vec<_>>()
    };
    (missing(new, old), missing(old, new))
}

#[test]
fn edits_change_one_line_and_keep_its_comment() {
    for (assignment, added, removed) in [
        ("title=Mutual NDA", &["title = \"Mutual NDA\"         # short"][..], &["title = 'NDA'         # short"][..]),
        ("title=NDA", &[], &[]),
        ("language=nb", &["language = \"nb\""], &[]),
        ("term.length=2 years", &["length = \"2 years\""], &["length = \"12 months\""]),
        ("term.start=2026-12-01", &["start = 2026-12-01"], &[]),
        ("term.evergreen=true", &["evergreen = true"], &[]),
        ("term.delivery_days=3", &["delivery_days = 3"], &[]),
        ("term.length=", &[], &["# as agreed", "length = \"12 months\""]),
        ("party.1.role=supplier", &["role = \"supplier\""], &[]),
        ("party.\"Acme AS\".signatory.\"kari@acme.example\".order=2", &["order = 2"], &[]),
        ("party.'Acme AS'.signatory.'Kari Nordmann'.groups=board, chairs", &["groups = [\"board\", \"chairs\"]"], &[]),
        ("value.amount=120000.00", &["[value]", "amount = \"120000.00\""], &[]),
        ("party.2.name=Third AS", &["name = \"Third AS\""], &[]),
        (
            "term.notice.\"Northwind AS\"=2 months",
            &["notice = { \"Acme AS\" = \"1 month\", \"Northwind AS\" = \"2 months\" } # theirs"],
            &["notice = { \"Acme AS\" = \"1 month\" } # theirs"],
        ),
        (
            "term.notice=3 months",
            &["notice = \"3 months\" # theirs"],
            &["notice = { \"Acme AS\" = \"1 month\" } # theirs"],
        ),
        ("value=", &[], &[]),
        ("value.per=", &[], &[]),
    ] {
        let new = edited(SOURCE, &[assignment]).unwrap();
        let (new_lines, gone) = difference(SOURCE, &new);
        assert_eq!(
            (new_lines.as_slice(), gone.as_slice()),
            (
                added.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>().as_slice(),
                removed.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>().as_slice(),
            ),
            "{assignment}\n{new}"
        );
        let crlf = edited(&SOURCE.replace('\n', "\r\n"), &[assignment]).unwrap();
        assert_eq!(crlf, new.replace('\n', "\r\n"), "{assignment}");
    }
}

#[test]
fn edits_reach_inline_and_dotted_tables() {
    let source =
        "party = [{ name = \"A\" }, { name = \"B\" }] # both\nterm.length = \"1 year\"\nvalue = {amount = \"1\"}\n";
    let new = edited(source, &["party.B.role=buyer", "term.renews=1 year", "value.currency=NOK"]).unwrap();
    assert_eq!(
        new,
        "party = [{ name = \"A\" }, { name = \"B\", role = \"buyer\" }] # both\nterm.length = \"1 year\"\n\
         term.renews = \"1 year\"\nvalue = {amount = \"1\", currency = \"NOK\"}\n"
    );
    assert_eq!(edited(source, &["party.0="]).unwrap().lines().next(), Some("party = [{ name = \"B\" }] # both"));
}

#[test]
fn edits_that_cannot_be_are_refused() {
    for wrong in [
        "titel=x",
        "term.lenght=1 year",
        "term=1 year",
        "party=Acme",
        "party.0=Acme",
        "party.5.name=x",
        "party.Acme.name=x",
        "party.\"0\".name=x",
        "title.x=1",
        "term.start=tomorrow",
        "term.start=2026-13-01",
        "term.start=2026-1-01",
        "term.max_renewals=three",
        "term.max_renewals=03",
        "term.evergreen=yes",
        "term.length.x=1",
        "party.9=",
        "party.0.signatory.0=",
    ] {
        assert!(edited(SOURCE, &[wrong]).is_err(), "{wrong}");
    }
    match edited(SOURCE, &["term.lenght=1 year"]) {
        Err(EditError::UnknownKey { nearest, .. }) => assert_eq!(nearest.as_deref(), Some("length")),
        other => panic!("{other:?}"),
    }
    match edited(SOURCE, &["party.\"Acme A/S\".role=x"]) {
        Err(EditError::NoSuchEntry { nearest, .. }) => assert_eq!(nearest.as_deref(), Some("Acme AS")),
        other => panic!("{other:?}"),
    }
    assert!(matches!(edited("a = ", &["title=x"]), Err(EditError::Syntax(_))));
    assert!(matches!(edited("term = 1", &["term.length=1 year"]), Err(EditError::Occupied { .. })));
    assert!(matches!(edited("party = 1", &["party.0.name=x"]), Err(EditError::Occupied { .. })));
}

fn line() -> impl Strategy<Value = String> {
    "[A-Za-zÆøß§«»\"'\\\\#=,.({\\[-][A-Za-z0-9 æøåß§«»\"'\\\\#=,.(){}\\[\\]-]{0,30}[A-Za-z.\"]"
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (1900..=9999_i32, 1..=365_u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap())
}

fn span() -> impl Strategy<Value = Span> {
    let unit = prop_oneof![Just(Unit::Day), Just(Unit::Week), Just(Unit::Month), Just(Unit::Year)];
    (1..=9999_u32, unit).prop_map(|(count, unit)| Span { count, unit })
}

fn id() -> impl Strategy<Value = ContractId> {
    ("[a-z]{1,10}", any::<[u8; 5]>()).prop_map(|(kind, random)| ContractId::new(&kind, random).unwrap())
}

fn link() -> impl Strategy<Value = Link> {
    (id(), option::of(any::<[u8; 4]>()), option::of(date())).prop_map(|(id, bytes, effective)| Link {
        id,
        revision: bytes.map(|bytes| Digest::of(&bytes)),
        effective,
    })
}

fn party(number: usize) -> impl Strategy<Value = Party> {
    let person = (line(), option::of(line()), 1..=999_u32, vec("[a-z]{1,8}", 0..3));
    (line(), option::of(line()), vec(person, 0..4), 0..4_u32).prop_map(move |(name, role, people, rule)| {
        let signatories: Vec<Signatory> = people
            .into_iter()
            .enumerate()
            .map(|(index, (name, title, order, groups))| {
                let email = (order % 2 == 0).then(|| format!("p{index}@acme.example"));
                Signatory { name, email, title, order, groups }
            })
            .collect();
        let everybody = u32::try_from(signatories.len()).unwrap();
        let group = signatories.first().and_then(|person| person.groups.first().cloned());
        let signing = match (rule, group) {
            (1, _) if everybody > 0 => SigningRule::Any(everybody),
            (2, Some(of)) if !matches!(of.as_str(), "all" | "any" | "and" | "of") => {
                SigningRule::Each(vec![RuleClause { count: 1, of }])
            }
            _ => SigningRule::All,
        };
        Party { name: format!("{number} {name}"), org_number: role.clone(), role, signing, signatories }
    })
}

fn term() -> impl Strategy<Value = Term> {
    let spans = (option::of(span()), option::of(span()), option::of(span()), option::of(span()));
    let days = (option::of(date()), option::of(date()), option::of(0..=999_u32), 0..=365_u32);
    (spans, days, any::<[bool; 5]>(), 0..5_usize).prop_map(
        |((length, renews, notice, survives), days, flags, boundary)| {
            let (start, end, max_renewals, delivery_days) = days;
            let boundaries = [Boundary::Month, Boundary::Quarter, Boundary::HalfYear, Boundary::Year];
            Term {
                start,
                length,
                end: end.filter(|end| length.is_none() && start.is_none_or(|start| start <= *end)),
                renews,
                renews_by: if flags[0] && renews.is_some() { RenewsBy::Option } else { RenewsBy::Silence },
                max_renewals: max_renewals.filter(|_| renews.is_some()),
                notice: notice.map(Notice::Everyone),
                renewal_notice: None,
                notice_ends: boundaries.get(boundary).copied(),
                evergreen: flags[1],
                late_notice: if flags[2] { LateNotice::Refused } else { LateNotice::NextPeriod },
                notice_counting: match (flags[3], flags[4]) {
                    (true, true) => NoticeCounting::FromEnd,
                    (true, false) => NoticeCounting::ClearDays,
                    _ => NoticeCounting::Earlier,
                },
                delivery_days,
                survives,
                calendar: flags[0].then(|| "no".to_owned()),
            }
        },
    )
}

fn header() -> impl Strategy<Value = Header> {
    let words = (id(), line(), "[a-z]{1,40}", option::of("[a-z]{2,3}"), option::of(line()));
    let forms = prop_oneof![Just(Form::Any), Just(Form::Written), Just(Form::Qualified)];
    let parties = (party(0), option::of(party(1)));
    let value = option::of((0..10_000_000_i64, 0..=2_u32));
    let obligations = vec((line(), date(), option::of(span()), any::<bool>()), 0..3);
    let links = (option::of(link()), option::of(link()), option::of(link()), option::of(link()));
    (words, forms, parties, option::of((term(), any::<bool>())), value, obligations, links).prop_map(
        |((id, title, kind, language, governing_law), form, (first, second), term, value, obligations, links)| {
            let parties: Vec<Party> = std::iter::once(first).chain(second).collect();
            let has_term = term.is_some();
            let term = term.map_or_else(Term::default, |(mut term, by_party)| {
                if let (true, Some(Notice::Everyone(span))) = (by_party, term.notice.clone()) {
                    let all = parties.iter().rev().map(|party| (party.name.clone(), span)).collect();
                    term.renewal_notice = Some(Notice::ByParty(all));
                }
                term
            });
            let nok: Currency = "NOK".parse().unwrap();
            let value = value.map(|(amount, scale)| Value {
                amount: rust_decimal::Decimal::new(amount, scale),
                currency: nok,
                per: Per::Quarter,
            });
            let obligations = obligations
                .into_iter()
                .enumerate()
                .map(|(number, (what, due, every, named))| Obligation {
                    id: format!("duty-{number}"),
                    who: named.then(|| parties[0].name.clone()),
                    what,
                    due,
                    every,
                })
                .collect();
            let other = |link: Option<Link>| link.filter(|link| link.id != id);
            let (amends, renews, supersedes, under) = links;
            let [amends, renews, supersedes, under] = [amends, renews, supersedes, under].map(other);
            Header {
                id,
                title,
                kind,
                language,
                governing_law,
                form,
                parties,
                term,
                has_term,
                value,
                obligations,
                amends,
                renews,
                supersedes,
                under,
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(header in header()) {
        let toml = write(&header);
        let again = parse("contract.md", &toml, 2).map_err(|problems| format!("{problems:#?}\n{toml}")).unwrap();
        prop_assert_eq!(again, header);
    }

    #[test]
    fn no_assignment_panics(path in "(party|term|value|title|obligation)(\\.[a-z0-9\"]{0,8}){0,4}", text in any::<String>()) {
        if let Ok(path) = path.parse::<KeyPath>() && let Ok(value) = value_for(&path, &text) {
            let _ = edit(SOURCE, &[(path, value)]);
        }
    }
}
