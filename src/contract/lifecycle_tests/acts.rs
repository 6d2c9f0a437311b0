//! What acts make of a contract whoever signed it: reopening, undoing, correcting, losing, archiving.

use super::fixture::{Case, SENT, THEM, US, day, in_state, receive, reopen, revision, send, void, yearly};
use crate::contract::act::Deed;
use crate::contract::digest::Digest;
use crate::contract::lifecycle::{Flag, Lifecycle, Signing};
use crate::contract::term::Term;

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
