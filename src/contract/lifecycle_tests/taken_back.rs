//! What was recorded by mistake and taken back: `undo` names an act, and neither state nor `due` knows of it any more.

use super::fixture::{Case, THEM, US, day, done, notice, terminate, yearly};
use crate::contract::act::Deed;
use crate::contract::obligation::Obligation;
use crate::contract::term::{RenewsBy, Term};

fn with_fee() -> Case {
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.header.obligations = vec![Obligation {
        id: "fee".to_owned(),
        who: None,
        what: "Pay".to_owned(),
        due: day("2026-02-01"),
        every: None,
    }];
    case
}

#[test]
fn an_undone_act_leaves_no_trace() {
    let deeds: [(&str, Deed); 5] = [
        ("notice", notice(US, "2026-03-01")),
        ("their notice", notice(THEM, "2026-12-01")),
        ("terminate", terminate("2026-06-30")),
        ("done", done("fee", None, "2026-01-20")),
        ("done by day", done("fee", Some("2026-02-01"), "2026-01-20")),
    ];
    for (name, deed) in deeds {
        let mut case = with_fee();
        let (before, due) = (case.on("2026-12-15"), case.due("2026-12-15", Some("2028-12-31")));
        let act = case.act("2026-12-02", deed);
        let between = (case.on("2026-12-15"), case.due("2026-12-15", Some("2028-12-31")));
        assert_ne!((&before, &due), (&between.0, &between.1), "{name}: the act does something");
        let undo = case.act("2026-12-03", Deed::Undo { act });
        assert_eq!(case.on("2026-12-15"), before, "{name}");
        assert_eq!(case.due("2026-12-15", Some("2028-12-31")), due, "{name}");
        case.act("2026-12-04", Deed::Undo { act: undo });
        assert_eq!(case.on("2026-12-15"), between.0, "{name}: undoing the undo brings it back");
    }
}

#[test]
fn an_option_taken_back_is_open_again() {
    let mut case = Case::executed(Term { renews_by: RenewsBy::Option, ..yearly() }, "2025-12-01");
    let act = case.act("2026-09-01", done("option", Some("2026-09-30"), "2026-09-01"));
    assert_eq!(case.on("2026-09-02").end, Some(day("2027-12-31")));
    case.act("2026-09-02", Deed::Undo { act });
    assert_eq!(case.on("2026-09-03").end, Some(day("2026-12-31")));
    assert!(case.lines("2026-09-03", 40).contains(&"option 2026-09-30".to_owned()));
}

#[test]
fn an_act_that_is_not_there_cannot_be_undone() {
    let mut case = with_fee();
    let before = case.on("2026-06-01");
    case.act("2026-03-01", Deed::Undo { act: super::fixture::revision("nothing") });
    let after = case.on("2026-06-01");
    assert_eq!((after.end, after.flags, after.notice_by), (before.end, before.flags, before.notice_by));
}
