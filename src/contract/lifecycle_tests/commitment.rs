//! How long contracts bind, against what a notice really recorded does.

use chrono::{Days, NaiveDate};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::fixture::{Case, US, all, day, executed, notice, span, yearly};
use crate::contract::commitment::{Commitment, commitment};
use crate::contract::term::{Boundary, LateNotice, RenewsBy, Term};

fn held(case: &Case, today: NaiveDate) -> Option<Commitment> {
    commitment(&case.facts(), US, &case.at(today), today).unwrap()
}

fn words(case: &Case, today: &str) -> String {
    let text = |day: Option<NaiveDate>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    held(case, day(today)).map_or_else(
        || "none".to_owned(),
        |held| format!("{} {} {}", held.bound_until, text(held.act_by), text(held.renewed_until)),
    )
}

#[test]
fn the_ways_of_going_on() {
    let signed = |term: Term| Case::executed(term, "2026-01-01");
    let capped = Term { max_renewals: Some(1), ..yearly() };
    let single = Term { renews: None, notice: None, ..yearly() };
    let option = Term { renews_by: RenewsBy::Option, ..yearly() };
    let refused = Term { late_notice: LateNotice::Refused, ..yearly() };
    let open = Term {
        start: Some(day("2026-01-01")),
        evergreen: true,
        notice: all("1 month"),
        notice_ends: Some(Boundary::Month),
        ..Term::default()
    };
    let mailed = Term { delivery_days: 5, ..yearly() };
    let snapped = Term { start: Some(day("2026-01-16")), notice_ends: Some(Boundary::Month), ..yearly() };
    for (term, today, expected) in [
        (yearly(), "2026-09-30", "2026-12-31 2026-09-30 2027-12-31"),
        (yearly(), "2026-10-01", "2027-12-31 2027-09-30 2028-12-31"),
        (yearly(), "2025-06-01", "2026-12-31 2026-09-30 2027-12-31"),
        (capped.clone(), "2026-09-30", "2026-12-31 2026-09-30 2027-12-31"),
        (capped.clone(), "2026-10-01", "2027-12-31 - -"),
        (capped, "2028-01-01", "none"),
        (single, "2026-06-01", "2026-12-31 - -"),
        (option, "2026-06-01", "2026-12-31 - -"),
        (refused, "2026-10-01", "2027-12-31 2027-09-30 2028-12-31"),
        (open, "2026-06-15", "2026-07-31 - -"),
        (mailed.clone(), "2026-09-25", "2026-12-31 2026-09-25 2027-12-31"),
        (mailed, "2026-09-26", "2027-12-31 2027-09-25 2028-12-31"),
        (snapped, "2026-06-01", "2027-01-31 2026-10-15 2028-01-31"),
    ] {
        assert_eq!(words(&signed(term.clone()), today), expected, "{today} {term:?}");
    }
}

#[test]
fn a_draft_binds_nobody_and_missing_terms_are_said() {
    assert_eq!(held(&Case::new(yearly()), day("2026-06-01")), None);
    let silent = Case::executed(Term { notice: None, ..yearly() }, "2026-01-01");
    let today = day("2026-06-01");
    let why = commitment(&silent.facts(), US, &silent.at(today), today).unwrap_err();
    assert!(why.contains("notice"), "{why}");
}

proptest! {
    #[test]
    fn it_binds_to_where_a_notice_given_today_ends_it(
        length in 1_u32..30, renews in 1_u32..30, months in 0_u32..6, days in 1_u64..2_000, capped in 0_u32..4, ends in 0_usize..3
    ) {
        let start = day("2024-01-31");
        let term = Term {
            start: Some(start),
            length: Some(span(&format!("{length} months"))),
            renews: Some(span(&format!("{renews} months"))),
            max_renewals: (capped > 0).then_some(capped),
            notice: all(&format!("{} days", months * 7 + 1)),
            notice_ends: [None, Some(Boundary::Month), Some(Boundary::Quarter)][ends],
            ..Term::default()
        };
        let today = start + Days::new(days);
        let mut case = Case::new(term);
        case.act("2024-01-31", executed("r1", "2024-01-31"));
        let Ok(Some(held)) = commitment(&case.facts(), US, &case.at(today), today) else { return Ok(()) };
        prop_assert!(held.bound_until >= today);
        if let (Some(act_by), Some(renewed)) = (held.act_by, held.renewed_until) {
            prop_assert!(today <= act_by && act_by <= held.bound_until && held.bound_until <= renewed, "{held:?}");
        }
        // The last period ends by the terms, which a notice past it does not change.
        if held.last == Some(held.bound_until) {
            return Ok(());
        }
        case.act(&today.to_string(), notice(US, &today.to_string()));
        prop_assert_eq!(case.at(today).end, Some(held.bound_until));
    }
}
