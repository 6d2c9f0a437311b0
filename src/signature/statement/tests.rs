use chrono::{DateTime, Utc};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::{Nonce, Signer, Statement, StatementError, file_name};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::StatementAct;
use crate::contract::revision::Subject;
use crate::signature::namespace::STATEMENT;
use crate::signature::sshsig::verify;
use crate::signature::testing::Hand;

/// A statement by the hand with seed 7, with every optional key but `reason`.
pub(super) fn full() -> Statement {
    let subject = |name: &str, text: &str| Subject { name: name.to_owned(), digest: Digest::of(text.as_bytes()) };
    Statement {
        subjects: vec![subject("contract.md", "text"), subject("annexes/price-list.md", "annex")],
        act: StatementAct::Sign,
        contract: "nda-7k2m9qxt".parse().unwrap(),
        title: "Mutual NDA with Acme AS".to_owned(),
        signer: Signer {
            name: "Kari Nordmann-Åsen".to_owned(),
            email: "kari@acme.example".parse().unwrap(),
            party: "Acme AS".to_owned(),
            capacity: Some("CEO".to_owned()),
            key: Hand::new(7).public().fingerprint(),
        },
        consent: "I have read “Mutual NDA with Acme AS” and sign it for Acme AS.".to_owned(),
        claimed: "2026-11-24T13:37:00Z".parse::<DateTime<Utc>>().unwrap(),
        after: vec![Digest::of(b"b"), Digest::of(b"a")],
        commit: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
        nonce: Nonce([0xa5; 16]),
        send: Some(Digest::of(b"send")),
        shown: Some(Digest::of(b"shown")),
        code_hmac: Some("0f".repeat(32).parse().unwrap()),
        reason: None,
        instead: None,
    }
}

fn bytes() -> Vec<u8> {
    full().to_bytes().unwrap()
}

fn text() -> String {
    String::from_utf8(bytes()).unwrap()
}

fn parse(text: &str) -> Result<Statement, StatementError> {
    Statement::parse(text.as_bytes())
}

#[test]
fn the_bytes_are_the_documented_ones() {
    let expected = format!(
        r#"{{
  "_type": "https://in-toto.io/Statement/v1",
  "predicate": {{
    "act": "decline",
    "after": [],
    "claimed": "2026-11-24T13:37:00Z",
    "consent": "I have read “Mutual NDA with Acme AS” and sign it for Acme AS.",
    "contract": {{
      "id": "nda-7k2m9qxt",
      "title": "Mutual NDA with Acme AS"
    }},
    "nonce": "a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5",
    "reason": "Price too high",
    "signer": {{
      "email": "kari@acme.example",
      "key": "{}",
      "name": "Kari Nordmann-Åsen",
      "party": "Acme AS"
    }}
  }},
  "predicateType": "urn:clm:statement:v1",
  "subject": [
    {{
      "digest": {{
        "sha256": "{}"
      }},
      "name": "contract.md"
    }}
  ]
}}
"#,
        Hand::new(7).public().fingerprint(),
        Digest::of(b"text").hex(),
    );
    let mut least = full();
    least.subjects.truncate(1);
    least.act = StatementAct::Decline;
    least.reason = Some("Price too high".to_owned());
    least.after.clear();
    (least.commit, least.send, least.shown, least.code_hmac, least.signer.capacity) = (None, None, None, None, None);
    assert_eq!(String::from_utf8(least.to_bytes().unwrap()).unwrap(), expected);
    assert_eq!(parse(&expected), Ok(least));
}

#[test]
fn what_is_written_is_read_back_sorted() {
    let read = Statement::parse(&bytes()).unwrap();
    assert_eq!(read.subjects[0].name, "annexes/price-list.md");
    assert_eq!(read.revision(), full().revision());
    assert!(read.after[0] < read.after[1]);
    assert_eq!(read.to_bytes().unwrap(), bytes());
    let mut sorted = full();
    sorted.subjects.reverse();
    sorted.after.sort_unstable();
    assert_eq!(read, sorted);
}

#[test]
fn the_encoding_has_no_second_spelling() {
    let line = |line| Err(StatementError::NotCanonical { line });
    let good = text();
    assert_eq!(parse(&format!("\u{feff}{good}")), Err(StatementError::ByteOrderMark));
    assert_eq!(parse(&good.replace('\n', "\r\n")), Err(StatementError::CarriageReturn { line: 1 }));
    assert_eq!(parse(&good.replacen("\"act\"", "\r\"act\"", 1)), Err(StatementError::CarriageReturn { line: 4 }));
    assert_eq!(parse(good.trim_end()), line(43));
    assert!(parse(&format!("{good}\n")).is_err());
    assert_eq!(parse(&good.replace("  ", "    ")), line(2));
    assert_eq!(parse(&good.replacen("\": ", "\":", 1)), line(2));
    assert!(parse(&good.replace("Å", "\\u00c5")).is_err());
    assert_eq!(parse(&good.replace("https://in-toto.io/", "https:\\/\\/in-toto.io\\/")), line(2));
    assert_eq!(parse(&good.replace('\n', "")), line(1));
    assert_eq!(
        Statement::parse(&good.as_bytes().iter().map(|b| b ^ 0x80).collect::<Vec<_>>()),
        Err(StatementError::NotUtf8)
    );
}

#[test]
fn keys_are_known_sorted_and_written_once() {
    let good = text();
    let twice = good.replacen("    \"act\": \"sign\",\n", "    \"act\": \"decline\",\n    \"act\": \"sign\",\n", 1);
    assert_eq!(parse(&twice), Err(StatementError::DuplicateKey { path: "predicate.act".to_owned() }));
    let escaped =
        good.replacen("    \"act\": \"sign\",\n", "    \"act\": \"sign\",\n    \"\\u0061ct\": \"sign\",\n", 1);
    assert_eq!(parse(&escaped), Err(StatementError::DuplicateKey { path: "predicate.act".to_owned() }));
    let unknown = good.replacen("\"capacity\"", "\"capacitty\"", 1);
    assert_eq!(
        parse(&unknown),
        Err(StatementError::UnknownKey {
            path: "predicate.signer.capacitty".to_owned(),
            nearest: Some("capacity".to_owned())
        })
    );
    let extra = good.replacen("{\n", "{\n  \"Zone\": \"no\",\n", 1);
    assert_eq!(parse(&extra), Err(StatementError::UnknownKey { path: "Zone".to_owned(), nearest: None }));
    let unsorted = good.replacen("      \"id\": \"nda-7k2m9qxt\",\n", "", 1).replacen(
        "\"title\": \"Mutual NDA with Acme AS\"\n",
        "\"title\": \"Mutual NDA with Acme AS\",\n      \"id\": \"nda-7k2m9qxt\"\n",
        1,
    );
    assert_eq!(parse(&unsorted), Err(StatementError::Unsorted { path: "predicate.contract.id".to_owned() }));
    let hidden = good.replacen("{\n", "{\n  \"A\\u202e\": \"no\",\n", 1);
    assert_eq!(parse(&hidden), Err(StatementError::UnknownKey { path: "A\\u{202e}".to_owned(), nearest: None }));
}

#[test]
fn every_key_but_the_optional_ones_is_needed() {
    let good = text();
    for (key, path) in [
        ("_type", "_type"),
        ("act", "predicate.act"),
        ("claimed", "predicate.claimed"),
        ("consent", "predicate.consent"),
        ("id", "predicate.contract.id"),
        ("nonce", "predicate.nonce"),
        ("email", "predicate.signer.email"),
        ("name", "predicate.signer.name"),
        ("sha256", "subject[0].digest.sha256"),
    ] {
        let start = good.find(&format!("\"{key}\":")).unwrap();
        let end = start + good[start..].find('\n').unwrap() + 1;
        let mut without = good.clone();
        without.replace_range(start..end, "");
        let without = without.replace(",\n      }", "\n      }").replace("{\n        \n", "{\n");
        assert_eq!(parse(&without), Err(StatementError::Missing { path: path.to_owned() }), "{key}: {without}");
    }
}

#[test]
fn values_have_their_grammar() {
    for (from, to, path) in [
        ("Statement/v1\"", "Statement/v0.1\"", "_type"),
        ("statement:v1\"", "statement:v2\"", "predicateType"),
        ("\"sign\"", "\"approve\"", "predicate.act"),
        ("13:37:00Z", "13:37:00+00:00", "predicate.claimed"),
        ("13:37:00Z", "13:37:00.5Z", "predicate.claimed"),
        ("2026-11-24T", "2026-11-31T", "predicate.claimed"),
        ("13:37:00Z", "13:37:60Z", "predicate.claimed"),
        ("2026-11-24T", "26-11-24T", "predicate.claimed"),
        ("0123456789abcdef0", "0123456789ABCDEF0", "predicate.commit"),
        ("0123456789abcdef0", "0123456789abcdef", "predicate.commit"),
        ("nda-7k2m9qxt", "nda-7k2m9qx", "predicate.contract.id"),
        ("a5a5a5a5", "A5a5a5a5", "predicate.nonce"),
        ("a5a5a5a5", "a5a5a5a", "predicate.nonce"),
        ("0f0f0f0f", "0f0f0f0", "predicate.code_hmac"),
        ("kari@acme.example", "*@acme.example", "predicate.signer.email"),
        ("kari@acme.example", "Kari@acme.example", "predicate.signer.email"),
        ("SHA256:", "MD5:", "predicate.signer.key"),
        ("\"Acme AS\"", "\"\"", "predicate.signer.party"),
        ("\"Acme AS\"", "\" Acme AS\"", "predicate.signer.party"),
        ("\"Acme AS\"", "\"Acme\\nAS\"", "predicate.signer.party"),
        ("\"Acme AS\"", "\"Acme\u{202e} AS\"", "predicate.signer.party"),
        ("\"Acme AS\"", "\"Acme\u{200b} AS\"", "predicate.signer.party"),
        ("-Åsen\"", "-A\u{30a}sen\"", "predicate.signer.name"),
        ("I have", "I \u{1b}[8m have", "predicate.consent"),
        ("\"contract.md\"", "\"contract.txt\"", "subject[1].name"),
        ("annexes/price-list.md", "annexes/../price-list.md", "subject[0].name"),
        ("annexes/price-list.md", "annexes/Price-list.md", "subject[0].name"),
        ("annexes/price-list.md", "annexes//a", "subject[0].name"),
        ("annexes/price-list.md", "contract.md", "subject"),
        ("annexes/price-list.md", "record.toml", "subject[0].name"),
    ] {
        let changed = text().replacen(from, to, 1);
        assert_ne!(changed, text(), "{from}");
        match parse(&changed) {
            Err(StatementError::Value { path: found, .. }) => assert_eq!(found, path, "{to}"),
            // A bare control character is not even JSON.
            Err(StatementError::NotJson { .. }) if to.contains('\u{1b}') => {}
            other => panic!("{to}: {other:?}"),
        }
    }
}

#[test]
fn lists_are_sorted_and_hold_each_entry_once() {
    let unsorted = |path: &str| {
        let message = "must be sorted, each entry once".to_owned();
        Err(StatementError::Value { path: path.to_owned(), message })
    };
    let read = Statement::parse(&bytes()).unwrap();
    let (first, second) = (read.after[0].to_string(), read.after[1].to_string());
    let swapped = text().replace(&first, "X").replace(&second, &first).replace('X', &second);
    assert_eq!(parse(&swapped), unsorted("predicate.after"));
    assert_eq!(parse(&text().replace(&first, &second)), unsorted("predicate.after"));
    assert_eq!(parse(&text().replace("contract.md", "annexes/a.md")), unsorted("subject"));
}

#[test]
fn kinds_are_checked() {
    for (from, to, path) in [
        ("\"sign\"", "null", "predicate.act"),
        ("\"a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5\"", "1", "predicate.nonce"),
        ("\"CEO\"", "null", "predicate.signer.capacity"),
        ("\"Mutual NDA with Acme AS\"\n", "[]\n", "predicate.contract.title"),
    ] {
        match parse(&text().replacen(from, to, 1)) {
            Err(StatementError::Kind { path: found, .. }) => assert_eq!(found, path),
            other => panic!("{to}: {other:?}"),
        }
    }
    assert!(matches!(parse("[]"), Err(StatementError::Kind { .. })));
}

#[test]
fn size_and_depth_have_limits() {
    let large = " ".repeat(65_537);
    assert_eq!(parse(&large), Err(StatementError::TooLarge(65_537)));
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(parse(&deep), Err(StatementError::TooDeep));
    assert!(matches!(parse(&"[".repeat(60_000)), Err(StatementError::NotJson { .. })));
    for broken in ["", "{", "{}", "nul", "{\"_type\": 1}", "\u{0}"] {
        assert!(parse(broken).is_err(), "{broken}");
    }
    let mut many = full();
    many.after = (0..2000_u32).map(|n| Digest::of(&n.to_be_bytes())).collect();
    assert!(matches!(many.to_bytes(), Err(StatementError::TooLarge(_))));
}

#[test]
fn nothing_is_written_that_could_not_be_read() {
    let refused = |change: &dyn Fn(&mut Statement)| {
        let mut statement = full();
        change(&mut statement);
        assert!(statement.to_bytes().is_err());
    };
    refused(&|s| s.subjects.clear());
    refused(&|s| s.subjects.push(s.subjects[0].clone()));
    refused(&|s| s.signer.name = "Kari\nNordmann".to_owned());
    refused(&|s| s.signer.key = String::new());
    refused(&|s| s.commit = Some("HEAD".to_owned()));
    refused(&|s| s.reason = Some("only when declining".to_owned()));
    refused(&|s| s.consent = String::new());
    refused(&|s| s.claimed = DateTime::<Utc>::MAX_UTC);
    refused(&|s| s.title = "x".repeat(201));
}

#[test]
fn every_single_bit_flip_is_refused_by_the_signature() {
    let message = bytes();
    let armour = Hand::new(7).sign(STATEMENT, &message);
    assert_eq!(verify(STATEMENT, &message, armour.as_bytes()), Ok(Hand::new(7).public()));
    for place in 0..message.len() {
        for bit in 0..8 {
            let mut flipped = message.clone();
            flipped[place] ^= 1 << bit;
            assert!(verify(STATEMENT, &flipped, armour.as_bytes()).is_err(), "byte {place}, bit {bit}");
            if let Ok(other) = Statement::parse(&flipped) {
                assert_ne!(other, Statement::parse(&message).unwrap(), "byte {place}, bit {bit}");
            }
        }
    }
}

#[test]
fn file_names_come_from_the_digest() {
    let digest = Digest::of(&bytes());
    let twelve = digest.short(12);
    assert_eq!(file_name("kari-nordmann", digest), format!("kari-nordmann-{twelve}.json"));
    for (who, slug) in [("../../etc", "etc"), ("", "signer"), ("--", "signer"), ("Kari Å", "ari"), ("a/b", "a-b")] {
        assert_eq!(file_name(who, digest), format!("{slug}-{twelve}.json"));
    }
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(
        name in "[\\PC&&[^ ]]{1,20}",
        consent in "\\PC{1,80}",
        seconds in 0..4_000_000_000_i64,
        nonce in any::<[u8; 16]>(),
        after in proptest::collection::vec(any::<[u8; 8]>(), 0..4),
    ) {
        let mut statement = full();
        statement.signer.name = name;
        statement.consent = consent;
        statement.claimed = DateTime::from_timestamp(seconds, 0).unwrap();
        statement.nonce = Nonce(nonce);
        statement.after = after.iter().map(|bytes| Digest::of(bytes)).collect();
        if let Ok(bytes) = statement.to_bytes() {
            let read = Statement::parse(&bytes).unwrap();
            prop_assert_eq!(&read.signer, &statement.signer);
            prop_assert_eq!(&read.consent, &statement.consent);
            prop_assert_eq!(read.to_bytes().unwrap(), bytes);
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Statement::parse(&bytes).is_err());
    }
}
