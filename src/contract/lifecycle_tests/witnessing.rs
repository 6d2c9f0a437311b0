//! Places filled by others: witnessed signatures and mandates.

use super::fixture::{Case, THEM, US, address, day, send, yearly};
use crate::contract::act::Execution;
use crate::contract::lifecycle::{Elsewhere, Flag, Instead, Signing, StatementAct, seats};
use crate::contract::party::SigningRule;

const SENT: &str = "2026-11-01";

/// Somebody of ours witnesses, on `recorded`, that `name` of Acme AS signed on paper on `on`.
fn witness(case: &mut Case, recorded: &str, by: &str, name: &str, on: &str) {
    case.state(recorded, StatementAct::Witness, US, by);
    case.last().arrived = day(on);
    case.last().instead = Some(Instead {
        party: THEM.to_owned(),
        name: name.to_owned(),
        email: Some(address(name)),
        elsewhere: Some(Elsewhere { how: Execution::Paper, on: day(on) }),
    });
}

/// `by` of Acme AS signs under a mandate of `name`.
fn mandate(case: &mut Case, on: &str, by: &str, name: &str) {
    case.sign(on, THEM, by);
    case.last().instead =
        Some(Instead { party: THEM.to_owned(), name: name.to_owned(), email: Some(address(name)), elsewhere: None });
}

fn case() -> Case {
    let mut case = Case::new(yearly()).signatories(0, &[("Kari", 1)]).signatories(1, &[("Ola", 1), ("Per", 1)]);
    case.act(SENT, send("r1", Some("2026-11-10")));
    case.sign(SENT, US, "Kari");
    case.sign("2026-11-02", THEM, "Ola");
    case
}

#[test]
fn a_witnessed_signature_fills_the_place_it_names_on_its_day() {
    let mut case = case();
    witness(&mut case, "2026-11-20", "Kari", "Per", "2026-11-05");
    let standing = case.on("2026-11-20");
    assert_eq!((standing.signing, standing.signed_on), (Signing::Signed, Some(day("2026-11-05"))), "{standing:?}");
    assert_eq!(standing.flags, [Flag::Witnessed]);
}

#[test]
fn what_is_not_exactly_so_fills_nothing() {
    type Change = fn(&mut Instead);
    let changes: [(&str, Change); 4] = [
        ("another name", |instead| instead.name = "Eve".to_owned()),
        ("another address", |instead| instead.email = Some("eve@example.org".to_owned())),
        ("no address", |instead| instead.email = None),
        ("another party", |instead| instead.party = US.to_owned()),
    ];
    for (name, change) in changes {
        let mut case = case();
        witness(&mut case, "2026-11-05", "Kari", "Per", "2026-11-05");
        case.last().instead.iter_mut().for_each(change);
        let standing = case.on("2026-11-06");
        assert_eq!(standing.signing, Signing::Pending, "{name}");
        assert!(standing.findings.iter().any(|finding| finding.contains("fills no place")), "{name}: {standing:?}");
    }
    let mut untrusted = case();
    witness(&mut untrusted, "2026-11-05", "Kari", "Per", "2026-11-05");
    untrusted.last().trusted = false;
    assert_eq!(untrusted.on("2026-11-06").signing, Signing::Pending);
}

#[test]
fn paper_signed_too_late_or_before_its_turn_does_not_count() {
    let mut late = case();
    witness(&mut late, "2026-11-12", "Kari", "Per", "2026-11-11");
    assert_eq!(late.on("2026-11-12").flags, [Flag::Uncounted]);
    let mut ordered = Case::new(yearly()).signatories(0, &[("Kari", 1)]).signatories(1, &[("Per", 2)]);
    ordered.act(SENT, send("r1", None));
    ordered.sign("2026-11-05", US, "Kari");
    let mut early = ordered.clone();
    witness(&mut early, "2026-11-06", "Kari", "Per", "2026-11-03");
    assert_eq!(
        (early.on("2026-11-06").signing, early.on("2026-11-06").flags),
        (Signing::Pending, vec![Flag::Uncounted])
    );
    // The day before may be the same moment in another zone.
    witness(&mut ordered, "2026-11-06", "Kari", "Per", "2026-11-04");
    assert_eq!(ordered.on("2026-11-06").signing, Signing::Signed);
}

#[test]
fn old_paper_recorded_first_leaves_time_to_sign() {
    let mut case = Case::new(yearly()).signatories(1, &[("Per", 1)]);
    witness(&mut case, "2026-11-20", "Kari", "Per", "2026-01-05");
    let standing = case.on("2026-11-20");
    assert_eq!((standing.signing, standing.sign_by), (Signing::Pending, Some(day("2026-12-04"))));
}

#[test]
fn a_witness_witnesses_many_and_signs_too() {
    let mut case = Case::new(yearly()).signatories(0, &[("Kari", 1)]).signatories(1, &[("Ola", 1), ("Per", 1)]);
    witness(&mut case, SENT, "Kari", "Ola", SENT);
    witness(&mut case, SENT, "Kari", "Per", SENT);
    case.sign(SENT, US, "Kari");
    assert_eq!(case.on(SENT).signing, Signing::Signed);
}

#[test]
fn a_mandate_fills_one_place_and_nobody_fills_two() {
    let mut good = case();
    mandate(&mut good, "2026-11-03", "Jo", "Per");
    assert_eq!(good.on("2026-11-03").signing, Signing::Signed);
    assert!(good.on("2026-11-03").flags.is_empty());
    // Ola signed for himself: with the same key, or with another one, he fills no second place.
    for key in ["SHA256:Ola", "SHA256:Ola's other key"] {
        let mut case = case();
        mandate(&mut case, "2026-11-03", "Ola", "Per");
        case.last().key = key.to_owned();
        let standing = case.on("2026-11-03");
        assert_eq!(standing.signing, Signing::Pending, "{key}");
        assert_eq!(standing.missing, ["Acme AS: Per <per@example.org>"], "{key}");
    }
}

#[test]
fn places_say_who_filled_them_and_who_signs_first() {
    let mut case =
        Case::new(yearly()).signatories(0, &[("Kari", 2)]).signatories(1, &[("Ola", 1), ("Per", 1), ("Jo", 3)]);
    case.header.parties[1].signing = SigningRule::Any(2);
    let told = |case: &Case| -> Vec<(String, bool, bool, usize)> {
        let facts = case.facts();
        let seats = seats(&facts);
        let name =
            |one: Option<&crate::contract::party::Signatory>| one.map(|one| one.name.clone()).unwrap_or_default();
        seats
            .iter()
            .map(|seat| (name(seat.signatory), seat.filled.is_some(), seat.is_wanted, seat.before.len()))
            .collect()
    };
    let row = |name: &str, filled, wanted, before| (name.to_owned(), filled, wanted, before);
    // Two of Acme's three: one of the first two must sign before ours, and the other two are as good as each other.
    assert_eq!(
        told(&case),
        [
            row("Kari", false, true, 1),
            row("Ola", false, true, 0),
            row("Per", false, true, 0),
            row("Jo", false, true, 2)
        ]
    );
    case.sign(SENT, THEM, "Per");
    assert_eq!(
        told(&case),
        [
            row("Kari", false, true, 0),
            row("Ola", false, true, 0),
            row("Per", true, false, 0),
            row("Jo", false, true, 1)
        ]
    );
    case.sign(SENT, THEM, "Ola");
    assert_eq!(told(&case)[3], row("Jo", false, false, 1), "the rule is met without Jo");
    case.sign(SENT, US, "Kari");
    assert_eq!(case.on(SENT).signing, Signing::Signed);
    assert!(told(&case).iter().all(|(.., before)| *before == 0));
}
