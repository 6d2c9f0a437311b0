//! Who signed, and what acts make of it.

use super::fixture::{
    Case, THEM, US, day, decline, done, executed, notice, receive, reopen, revision, send, terminate, void, yearly,
};
use crate::contract::act::Deed;
use crate::contract::digest::Digest;
use crate::contract::lifecycle::{Flag, Lifecycle, Signing, StatementAct};
use crate::contract::party::SigningRule;
use crate::contract::term::Term;

const SENT: &str = "2026-11-01";

/// A contract in the state named, and the digest of the act that made it so.
fn in_state(state: Signing) -> (Case, Digest) {
    let mut case = Case::new(yearly());
    let submit = Deed::Submit { revision: revision("r1") };
    let approve = Deed::Approve { revision: revision("r1"), note: None };
    let last = match state {
        Signing::Draft => Digest::of(b"nothing"),
        Signing::Review => case.act(SENT, submit),
        Signing::Approved => {
            case.act(SENT, submit);
            case.act(SENT, approve)
        }
        Signing::Pending => case.act(SENT, send("r1", Some("2026-12-31"))),
        Signing::Lapsed => case.act(SENT, send("r1", Some("2026-11-05"))),
        Signing::Signed => {
            let sent = case.act(SENT, send("r1", None));
            case.sign(SENT, US, "Kari");
            case.sign(SENT, THEM, "Ola");
            sent
        }
        Signing::Declined => {
            case.act(SENT, send("r1", Some("2026-12-31")));
            case.act(SENT, decline(THEM))
        }
        Signing::Void => {
            case.act(SENT, send("r1", Some("2026-12-31")));
            case.act(SENT, void())
        }
        Signing::Broken => {
            let sent = case.act(SENT, send("r0", None));
            case.sign(SENT, US, "Kari");
            case.last().revision = revision("r0");
            sent
        }
    };
    (case, last)
}

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

#[test]
fn reopening_cancels_what_its_author_had_seen_and_explains_its_revision() {
    let mut case = Case::new(yearly());
    case.act(SENT, send("r1", None));
    case.sign(SENT, US, "Kari");
    case.act("2026-11-02", reopen("r1"));
    assert_eq!(case.on("2026-11-02").signing, Signing::Draft);
    case.revision = revision("r2");
    assert_eq!(case.on("2026-11-03").signing, Signing::Draft, "the old statement is explained");
    case.act("2026-11-03", send("r2", None));
    let asked = case.on("2026-11-03");
    assert_eq!((asked.signing, asked.missing.len()), (Signing::Pending, 2), "everybody is asked again");
    case.sign("2026-11-04", THEM, "Ola");
    case.last().revision = revision("r1");
    assert_eq!(case.on("2026-11-04").signing, Signing::Pending, "a signature still under way breaks nothing");
    case.revision = revision("r3");
    assert_eq!(case.on("2026-11-04").signing, Signing::Broken, "r2 was sent and nobody reopened it");
}

#[test]
fn what_a_reopening_had_not_seen_stays() {
    let mut case = Case::new(yearly());
    let sent = case.act(SENT, send("r1", None));
    case.act("2026-11-02", send("r1", Some("2026-12-24")));
    case.act_after("2026-11-03", reopen("r1"), vec![sent]);
    let standing = case.on("2026-11-03");
    assert_eq!((standing.signing, standing.sign_by), (Signing::Pending, Some(day("2026-12-24"))));
}

#[test]
fn a_fully_signed_revision_is_never_reopened() {
    let (mut case, _) = in_state(Signing::Signed);
    case.act("2026-11-05", reopen("r1"));
    let standing = case.on("2026-11-05");
    assert_eq!(standing.signing, Signing::Signed);
    assert!(standing.findings.iter().any(|f| f.contains("fully signed")), "{standing:?}");
    case.revision = revision("r2");
    let broken = case.on("2027-05-05");
    assert_eq!(broken.signing, Signing::Broken, "and never turns into a draft");
    assert_eq!((broken.lifecycle, broken.period), (Some(Lifecycle::Active), Some(2)), "its dates are kept");
    case.act("2026-11-06", reopen("r2"));
    case.act("2026-11-06", Deed::Correct { from: revision("r1"), to: revision("r2"), reason: None });
    let still = case.on("2027-05-05");
    assert_eq!(still.signing, Signing::Broken, "neither giving up the new text nor a correction mends it");
    assert_eq!(still.lifecycle, Some(Lifecycle::Active));
}

#[test]
fn of_concurrent_acts_the_earlier_wins_and_the_other_is_told() {
    let race = |reopened: &str| {
        let mut case = Case::new(yearly());
        let sent = case.act(SENT, send("r1", None));
        let ours = case.sign(SENT, US, "Kari");
        case.sign("2026-11-05", THEM, "Ola");
        case.act_after(reopened, reopen("r1"), vec![sent, ours]);
        case.on("2026-11-06")
    };
    assert_eq!(race("2026-11-05").signing, Signing::Signed);
    assert!(race("2026-11-05").findings.iter().any(|f| f.contains("too late")));
    let reopened = race("2026-11-04");
    assert_eq!(reopened.signing, Signing::Pending, "Ola's was not seen and stays, ours is gone");
    assert_eq!(reopened.missing, ["Northwind AS: one signature in its name"]);

    let withdrawn = |on: &str| {
        let (mut case, _) = in_state(Signing::Signed);
        case.act_after(on, void(), Vec::new());
        case.on("2026-11-06")
    };
    assert_eq!(withdrawn("2026-10-31").signing, Signing::Void);
    assert_eq!(withdrawn("2026-11-02").signing, Signing::Signed);
    assert!(withdrawn("2026-11-02").findings.iter().any(|f| f.contains("changes nothing")));
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    for state in [Signing::Approved, Signing::Signed, Signing::Declined, Signing::Void, Signing::Broken] {
        let (mut case, _) = in_state(state);
        case.act("2026-11-03", Deed::Archive);
        let standing = case.on("2026-11-10");
        case.acts.reverse();
        case.statements.reverse();
        assert_eq!(case.on("2026-11-10").flags, standing.flags);
        assert_eq!(case.on("2026-11-10").signing, standing.signing);
    }
}

#[test]
fn an_undo_can_be_undone_but_what_was_received_cannot() {
    let mut case = Case::new(yearly());
    let voided = case.act(SENT, void());
    let undo = case.act(SENT, Deed::Undo { act: voided });
    assert_eq!(case.on(SENT).signing, Signing::Draft);
    case.act(SENT, Deed::Undo { act: undo });
    assert_eq!(case.on(SENT).signing, Signing::Void);

    let (mut signed, _) = in_state(Signing::Signed);
    let ola = signed.last().digest;
    let received = signed.act(SENT, receive(ola, SENT));
    signed.act(SENT, Deed::Undo { act: ola });
    signed.act(SENT, Deed::Undo { act: received });
    signed.act(SENT, Deed::Undo { act: Digest::of(b"nowhere") });
    let standing = signed.on(SENT);
    assert_eq!((standing.signing, standing.findings.len()), (Signing::Signed, 3), "{standing:?}");
}

#[test]
fn what_was_executed_elsewhere_changes_only_by_correction() {
    let mut case = Case::executed(yearly(), "2026-01-05");
    assert_eq!(case.on("2026-11-01").flags, [Flag::Executed]);
    case.revision = revision("r2");
    assert_eq!(case.on("2026-11-01").signing, Signing::Broken);
    case.act("2026-11-01", Deed::Correct { from: revision("r1"), to: revision("r2"), reason: None });
    assert_eq!(case.on("2026-11-01").signing, Signing::Signed);
    case.revision = revision("r3");
    assert_eq!(case.on("2026-11-01").signing, Signing::Broken);
    case.act("2026-11-02", Deed::Correct { from: revision("r2"), to: revision("r3"), reason: None });
    assert_eq!(case.on("2026-11-03").signing, Signing::Signed);
}

#[test]
fn a_lost_signature_breaks_the_contract_and_keeps_its_dates() {
    let (mut case, _) = in_state(Signing::Signed);
    case.statements.pop();
    assert_eq!(case.on("2026-11-10").signing, Signing::Pending);
    case.lost.push("signatures/ola-0123456789ab.json".to_owned());
    let standing = case.on("2026-11-10");
    assert_eq!((standing.signing, standing.lifecycle), (Signing::Broken, Some(Lifecycle::Active)));
    assert_eq!(standing.notice_by, Some(day("2026-09-30")));
}

#[test]
fn archived_until_unarchived() {
    let mut case = Case::executed(Term { renews: None, ..yearly() }, "2026-01-05");
    case.act("2027-02-01", Deed::Archive);
    assert_eq!(case.on("2027-03-01").flags, [Flag::Executed, Flag::Archived]);
    assert_eq!(case.due("2027-03-01", None), []);
    case.act("2027-02-02", Deed::Unarchive);
    assert_eq!(case.on("2027-03-01").flags, [Flag::Executed]);
}

#[test]
fn an_archive_hides_nothing_that_is_alive() {
    let mut case = Case::executed(yearly(), "2026-01-05");
    let due = case.due("2026-09-01", None);
    case.act("2026-02-01", Deed::Archive);
    let standing = case.on("2026-09-01");
    assert_eq!((standing.flags.as_slice(), standing.is_at_rest()), ([Flag::Executed].as_slice(), false));
    assert!(standing.findings.iter().any(|finding| finding.contains("It was archived, but it is active")));
    assert_eq!(case.due("2026-09-01", None), due);
    let (mut case, _) = in_state(Signing::Pending);
    case.act("2026-11-03", Deed::Archive);
    assert!(!case.on("2026-11-04").flags.contains(&Flag::Archived));
    let (mut case, _) = in_state(Signing::Declined);
    case.act("2026-11-03", Deed::Archive);
    assert!(case.on("2026-11-04").flags.contains(&Flag::Archived));
}
