//! Who signed, in which state, and in time.

use super::fixture::{
    Case, SENT, THEM, US, day, decline, done, executed, in_state, notice, receive, reopen, revision, send, terminate,
    void, yearly,
};
use crate::contract::act::Deed;
use crate::contract::digest::Digest;
use crate::contract::lifecycle::{Flag, Lifecycle, Signing, StatementAct};
use crate::contract::party::SigningRule;

#[test]
fn every_state_meets_every_act() {
    use Signing::{Approved, Broken, Declined, Draft, Lapsed, Pending, Review, Signed, Void};
    let columns: [&str; 18] = [
        "submit",
        "approve",
        "reject",
        "send",
        "extend",
        "reopen",
        "void",
        "decline",
        "receive",
        "executed",
        "correct",
        "notice",
        "terminate",
        "done",
        "comment",
        "archive",
        "unarchive",
        "undo",
    ];
    #[rustfmt::skip]
    let table: [(Signing, [Signing; 18]); 9] = [
        (Draft,    [Review, Approved, Draft, Pending, Draft, Draft, Void, Declined, Draft, Signed, Draft, Draft, Draft, Draft, Draft, Draft, Draft, Draft]),
        (Review,   [Review, Approved, Draft, Pending, Review, Draft, Void, Declined, Review, Signed, Review, Review, Review, Review, Review, Review, Review, Draft]),
        (Approved, [Approved, Approved, Draft, Pending, Approved, Draft, Void, Declined, Approved, Signed, Approved, Approved, Approved, Approved, Approved, Approved, Approved, Review]),
        (Pending,  [Pending, Pending, Pending, Pending, Pending, Draft, Void, Declined, Pending, Signed, Pending, Pending, Pending, Pending, Pending, Pending, Pending, Draft]),
        (Lapsed,   [Lapsed, Lapsed, Lapsed, Pending, Pending, Draft, Void, Declined, Lapsed, Signed, Lapsed, Lapsed, Lapsed, Lapsed, Lapsed, Lapsed, Lapsed, Draft]),
        (Signed,   [Signed; 18]),
        (Declined, [Declined, Declined, Declined, Declined, Declined, Draft, Void, Declined, Declined, Signed, Declined, Declined, Declined, Declined, Declined, Declined, Declined, Pending]),
        (Void,     [Void, Void, Void, Void, Void, Draft, Void, Void, Void, Signed, Void, Void, Void, Void, Void, Void, Void, Pending]),
        (Broken,   [Broken; 18]),
    ];
    for (state, expected) in table {
        let (case, last) = in_state(state);
        assert_eq!(case.on("2026-11-10").signing, state, "as built");
        for (column, expected) in columns.iter().zip(expected) {
            let mut case = case.clone();
            case.act("2026-11-09", deed(column, last));
            assert_eq!(case.on("2026-11-10").signing, expected, "{state:?} × {column}");
        }
    }
}

fn deed(name: &str, last: Digest) -> Deed {
    let r1 = revision("r1");
    match name {
        "submit" => Deed::Submit { revision: r1 },
        "approve" => Deed::Approve { revision: r1, note: None },
        "reject" => Deed::Reject { revision: r1, reason: "no".to_owned() },
        "send" => send("r1", Some("2026-12-31")),
        "extend" => Deed::Extend { until: day("2026-12-31") },
        "reopen" => reopen("r1"),
        "void" => void(),
        "decline" => decline(THEM),
        "receive" => receive(Digest::of(b"statement"), "2026-11-09"),
        "executed" => executed("r1", "2026-11-09"),
        "correct" => Deed::Correct { from: revision("r0"), to: r1, reason: None },
        "notice" => notice(THEM, "2026-11-09"),
        "terminate" => terminate("2026-11-09"),
        "done" => done("x", None, "2026-11-09"),
        "comment" => Deed::Comment { text: "hm".to_owned(), clause: None, from: None },
        "archive" => Deed::Archive,
        "unarchive" => Deed::Unarchive,
        "undo" => Deed::Undo { act: last },
        other => panic!("{other}"),
    }
}

#[test]
fn states_are_tested_in_order() {
    let mut case = Case::new(yearly());
    case.act(SENT, send("r1", Some("2026-11-05")));
    assert_eq!(case.on("2026-11-05").signing, Signing::Pending, "the last day is inside");
    assert_eq!(case.on("2026-11-06").signing, Signing::Lapsed);
    case.act("2026-11-07", decline(THEM));
    assert_eq!(case.on("2026-11-10").signing, Signing::Declined, "before lapsed");
    case.act("2026-11-08", void());
    assert_eq!(case.on("2026-11-10").signing, Signing::Void, "before declined");
    case.act("2026-11-09", executed("r1", "2026-11-02"));
    assert_eq!(case.on("2026-11-10").signing, Signing::Signed, "before void");
    case.lost.push("acts/2026-11-01-send-0011aabb.toml".to_owned());
    let standing = case.on("2026-11-10");
    assert_eq!((standing.signing, standing.status()), (Signing::Broken, "broken"), "before signed");
    assert_eq!(standing.lifecycle, Some(Lifecycle::Active), "its dates are kept");
    assert!(standing.findings.iter().any(|f| f.contains("acts/2026-11-01-send-0011aabb.toml")), "{standing:?}");
}

#[test]
fn fourteen_days_to_sign_unless_said_otherwise_and_extending_brings_it_back() {
    let mut case = Case::new(yearly());
    case.act(SENT, send("r1", None));
    assert_eq!(case.on("2026-11-15").sign_by, Some(day("2026-11-15")));
    assert_eq!(case.on("2026-11-16").signing, Signing::Lapsed);
    case.sign("2026-11-10", US, "Kari");
    case.sign("2026-11-20", THEM, "Ola");
    let late = case.on("2026-11-21");
    assert_eq!(late.signing, Signing::Lapsed);
    assert_eq!(late.flags, [Flag::Uncounted]);
    assert_eq!(late.missing, ["Acme AS: one signature in its name"]);
    case.act("2026-11-21", Deed::Extend { until: day("2026-11-30") });
    let extended = case.on("2026-11-21");
    assert_eq!((extended.signing, extended.signed_on), (Signing::Signed, Some(day("2026-11-20"))));
    assert!(extended.flags.is_empty() || extended.flags == [Flag::Executed], "{extended:?}");
}

#[test]
fn a_signature_on_the_last_day_is_in_time_by_day_of_arrival() {
    for (arrived, expected) in [("2026-11-15", Signing::Signed), ("2026-11-16", Signing::Lapsed)] {
        let mut case = Case::new(yearly());
        case.act(SENT, send("r1", None));
        case.sign(SENT, US, "Kari");
        case.sign("2026-11-02", THEM, "Ola");
        case.last().arrived = day(arrived);
        assert_eq!(case.on("2026-11-20").signing, expected, "{arrived}");
    }
}

#[test]
fn the_day_of_sending_is_a_day_where_the_organisation_is() {
    let mut case = Case::new(yearly());
    case.zone = chrono_tz::Pacific::Auckland;
    case.act(SENT, send("r1", None));
    case.acts[0].at = "2026-11-01T20:00:00+00:00".parse().unwrap();
    assert_eq!(case.on("2026-11-02").sign_by, Some(day("2026-11-16")));
}

#[test]
fn the_first_signature_freezes_the_text_too() {
    let mut case = Case::new(yearly());
    case.sign(SENT, US, "Kari");
    let standing = case.on(SENT);
    assert_eq!((standing.signing, standing.sign_by), (Signing::Pending, Some(day("2026-11-15"))));
    case.revision = revision("r2");
    assert_eq!(case.on(SENT).signing, Signing::Broken);
}

#[test]
fn only_trusted_signatures_of_signatories_on_this_revision_count() {
    type Change = fn(&mut Case);
    let cases: [(&str, Change, Signing); 9] = [
        ("as it should be", |_| {}, Signing::Signed),
        ("not trusted", |case| case.last().trusted = false, Signing::Pending),
        ("a stranger", |case| case.last().email = "eve@example.org".to_owned(), Signing::Pending),
        ("no such party", |case| case.last().party = "Acme Ltd".to_owned(), Signing::Pending),
        ("in our name", |case| case.last().party = US.to_owned(), Signing::Pending),
        ("the key of the other party", |case| case.last().key = "SHA256:Kari".to_owned(), Signing::Pending),
        ("a witness", |case| case.last().act = StatementAct::Witness, Signing::Pending),
        ("a refusal", |case| case.last().act = StatementAct::Decline, Signing::Declined),
        ("another revision", |case| case.last().revision = revision("r0"), Signing::Broken),
    ];
    for (name, change, expected) in cases {
        let mut case = Case::new(yearly()).signatories(0, &[("Kari", 1)]).signatories(1, &[("Ola", 1)]);
        case.act(SENT, send("r1", None));
        case.sign(SENT, US, "Kari");
        case.sign(SENT, THEM, "Ola");
        change(&mut case);
        let standing = case.on("2026-11-02");
        assert_eq!(standing.signing, expected, "{name}: {standing:?}");
        let whole = expected == Signing::Signed;
        assert_eq!(standing.missing.is_empty(), whole, "{name}");
        if !whole && name != "a witness" {
            assert!(!standing.findings.is_empty(), "{name} is told");
        }
    }
}

#[test]
fn an_untrusted_refusal_or_one_by_a_stranger_refuses_nothing() {
    for stranger in [false, true] {
        let mut case = Case::new(yearly()).signatories(1, &[("Ola", 1)]);
        case.act(SENT, send("r1", None));
        case.state(SENT, StatementAct::Decline, THEM, if stranger { "Eve" } else { "Ola" });
        case.last().trusted = stranger;
        assert_eq!(case.on(SENT).signing, Signing::Pending);
    }
}

#[test]
fn an_address_is_compared_without_case_and_one_key_signs_for_one_person() {
    let mut case = Case::new(yearly()).signatories(1, &[("Ola", 1), ("Per", 1)]);
    case.sign(SENT, US, "Kari");
    case.sign(SENT, THEM, "Ola");
    case.last().email = "OLA@Example.org".to_owned();
    case.sign(SENT, THEM, "Per");
    assert_eq!(case.on(SENT).signing, Signing::Signed);
    case.last().key = "SHA256:Ola".to_owned();
    let standing = case.on(SENT);
    assert_eq!(standing.signing, Signing::Pending);
    assert_eq!(standing.missing, ["Acme AS: Per <per@example.org>"]);
}

#[test]
fn a_later_order_waits_across_parties() {
    let ordered = || Case::new(yearly()).signatories(0, &[("Kari", 2)]).signatories(1, &[("Ola", 1), ("Per", 1)]);
    let mut case = ordered();
    case.sign(SENT, THEM, "Ola");
    case.sign(SENT, THEM, "Per");
    case.sign(SENT, US, "Kari");
    assert_eq!(case.on(SENT).signing, Signing::Signed);

    let mut blind = case.clone();
    blind.last().after.pop();
    let standing = blind.on(SENT);
    assert_eq!(standing.signing, Signing::Pending, "Kari had not seen Per's");
    assert_eq!(standing.flags, [Flag::Uncounted]);
    assert_eq!(standing.missing, ["Northwind AS: Kari <kari@example.org>"]);
    blind.sign("2026-11-03", US, "Kari");
    let again = blind.on("2026-11-03");
    assert_eq!((again.signing, again.signed_on), (Signing::Signed, Some(day("2026-11-03"))));
    assert_eq!(again.flags, []);

    let mut first = ordered();
    first.sign(SENT, US, "Kari");
    first.sign(SENT, THEM, "Ola");
    first.sign(SENT, THEM, "Per");
    assert_eq!(first.on(SENT).signing, Signing::Pending, "before its turn");

    let mut through = ordered();
    through.sign(SENT, THEM, "Ola");
    through.sign(SENT, THEM, "Per");
    through.sign(SENT, US, "Kari");
    let ola = through.statements[0].digest;
    through.last().after.retain(|digest| *digest != ola);
    assert_eq!(through.on(SENT).signing, Signing::Signed, "Per had seen Ola's, and Kari Per's");
}

#[test]
fn any_two_are_enough_and_the_second_completes() {
    let mut case = Case::new(yearly()).signatories(1, &[("Ola", 1), ("Per", 1), ("Liv", 1)]);
    case.header.parties[1].signing = SigningRule::Any(2);
    case.sign(SENT, US, "Kari");
    case.sign("2026-11-02", THEM, "Liv");
    assert_eq!(case.on("2026-11-02").missing, ["Acme AS: any 1 of Ola <ola@example.org>, Per <per@example.org>"]);
    case.sign("2026-11-03", THEM, "Ola");
    case.sign("2026-11-05", THEM, "Per");
    assert_eq!(case.on("2026-11-05").signed_on, Some(day("2026-11-03")));
}
