//! The engine held against the slow model on generated terms, acts and days, and against terms that make no sense.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::{Config, TestRunner};

use super::fixture::{Case, THEM, US, done, id, notice, rule};
use super::model::{Model, Table, clamp, on};
use crate::contract::act::Deed;
use crate::contract::business_day::Calendars;
use crate::contract::deadline::What;
use crate::contract::lifecycle::{Amendment, Flag, Lifecycle};
use crate::contract::obligation::Obligation;
use crate::contract::reminder_rule::Rule;
use crate::contract::span::{Span, Unit};
use crate::contract::term::{Boundary, LateNotice, Notice, NoticeCounting, RenewsBy, Term};

/// Cases in the normal run; the long test does more.
const CASES: u32 = 3000;

fn dates() -> impl Strategy<Value = NaiveDate> {
    // Month ends, leap days and first days come often: there the two countings differ.
    let any_day = (738_000_i32..740_200).prop_map(|ordinal| NaiveDate::from_num_days_from_ce_opt(ordinal).unwrap());
    let ends = (2021_i32..2027, 1_u32..13, 28_u32..32).prop_map(|(year, month, day)| clamp(year, month, day));
    let firsts = (2021_i32..2027, 1_u32..13).prop_map(|(year, month)| clamp(year, month, 1));
    prop_oneof![any_day, ends, firsts]
}

fn span(most: u32) -> impl Strategy<Value = Span> {
    prop_oneof![
        3 => (1..=most).prop_map(|count| Span { count, unit: Unit::Month }),
        1 => (1..=most * 28).prop_map(|count| Span { count, unit: Unit::Day }),
        1 => (1..=most * 4).prop_map(|count| Span { count, unit: Unit::Week }),
    ]
}

fn long_span() -> impl Strategy<Value = Span> {
    prop_oneof![
        3 => (4_u32..30).prop_map(|count| Span { count, unit: Unit::Month }),
        1 => (1_u32..3).prop_map(|count| Span { count, unit: Unit::Year }),
        1 => (130_u32..500).prop_map(|count| Span { count, unit: Unit::Day }),
    ]
}

/// Terms that contradict nothing: every notice is shorter than every period.
fn term() -> impl Strategy<Value = Term> {
    let shape = (dates(), long_span(), prop::option::of(long_span()), 0_u8..6, prop::option::of(0_u32..4));
    let notices = (span(3), span(4), prop::option::of(span(2)), any::<bool>(), prop::option::of(0_usize..4));
    let rules = (any::<bool>(), 0_u8..3, 0_u32..20, prop::bool::weighted(0.25));
    (shape, notices, rules).prop_map(|(shape, notices, rules)| {
        let (start, length, renews, kind, max_renewals) = shape;
        let (ours, theirs, renewal, by_party, boundary) = notices;
        let table = Notice::ByParty(vec![(US.to_owned(), ours), (THEM.to_owned(), theirs)]);
        let boundaries = [Boundary::Month, Boundary::Quarter, Boundary::HalfYear, Boundary::Year];
        let mut term = Term {
            start: Some(start),
            length: Some(length),
            renews,
            notice: Some(if by_party { table } else { Notice::Everyone(ours) }),
            notice_ends: boundary.map(|index| boundaries[index]),
            late_notice: if rules.0 { LateNotice::Refused } else { LateNotice::NextPeriod },
            notice_counting: [NoticeCounting::Earlier, NoticeCounting::FromEnd, NoticeCounting::ClearDays]
                [rules.1 as usize],
            delivery_days: rules.2,
            calendar: rules.3.then(|| "no".to_owned()),
            ..Term::default()
        };
        match (kind, renews) {
            (0, _) => (term.renews, term.evergreen, term.length) = (None, true, None),
            (1, _) => (term.renews, term.evergreen) = (None, true),
            (2, Some(_)) => term.renews_by = RenewsBy::Option,
            (3, Some(_)) => term.length = None,
            (4, _) => (term.end, term.length) = (Some(on(start, length, 1)), None),
            _ => {}
        }
        if term.renews.is_some() {
            (term.max_renewals, term.renewal_notice) = (max_renewals, renewal.map(Notice::Everyone));
        }
        term
    })
}

/// A day close to the last day for notice of a period, where the two countings may disagree.
fn near_the_last_day(case: &Case, signed_on: NaiveDate, party: &str, near: (u32, i64)) -> Option<NaiveDate> {
    let term = case.header.term.clone();
    let table = Table { start: term.start.unwrap_or(signed_on), term, business: None };
    let number = if table.term.renews.is_some() { near.0 } else { 1 };
    let counted = !table.term.evergreen;
    counted.then(|| table.last_days(number, party)[0] + chrono::TimeDelta::days(near.1))
}

fn case() -> impl Strategy<Value = (Case, NaiveDate)> {
    let acts = (
        prop::collection::vec((any::<bool>(), dates(), prop::option::of((1_u32..4, -2_i64..5))), 0..3),
        prop::option::weighted(0.2, dates()),
        prop::option::weighted(0.2, dates()),
        prop::collection::vec(dates(), 0..3),
    );
    let amendments = prop::collection::vec((dates(), term(), any::<bool>()), 0..3);
    let usual = prop::bool::weighted(0.25);
    (term(), (any::<bool>(), usual), dates(), acts, amendments, dates(), 0_u64..2000).prop_map(
        |(term, (starts, usual), signed_on, acts, amendments, today, later)| {
            let mut term = term;
            if !starts && term.end.is_none() {
                term.start = None;
            }
            let mut case = Case::executed(term, &signed_on.to_string());
            case.calendars = Calendars::with_usual(usual.then(|| "no".to_owned()));
            for (ours, received, near) in acts.0 {
                let party = if ours { US } else { THEM };
                let received =
                    near.and_then(|near| near_the_last_day(&case, signed_on, party, near)).unwrap_or(received);
                case.act(&received.to_string(), notice(party, &received.to_string()));
            }
            if let Some(day) = acts.1 {
                case.act(&day.to_string(), super::fixture::terminate(&day.to_string()));
            }
            case.superseded = acts.2.map(|day| (id('9'), day));
            for day in acts.3 {
                case.act(&day.to_string(), done("option", None, &day.to_string()));
            }
            for (index, (effective, mut term, keeps)) in amendments.into_iter().enumerate() {
                if case.amendments.iter().any(|other| other.effective == effective) {
                    continue;
                }
                if keeps || term.end.is_none() {
                    (term.start, term.end) = (None, None);
                    term.length =
                        term.length.or(Some(Span { count: 18, unit: Unit::Month })).filter(|_| !term.evergreen);
                }
                let id = id(['2', '3', '4'][index]);
                case.amendments.push(Amendment { id, effective, term: Some(term) });
            }
            (case, today + chrono::Days::new(later))
        },
    )
}

type Checked = Result<(), proptest::test_runner::TestCaseError>;

fn signed_on(case: &Case) -> NaiveDate {
    match case.acts[0].deed {
        Deed::Executed { on, .. } => on,
        _ => unreachable!(),
    }
}

fn agrees((case, today): (Case, NaiveDate)) -> Checked {
    let model = Model::new(&case, signed_on(&case));
    let standing = case.at(today);
    let (table, over) = (model.table(today), model.over(today));
    let started = today >= table.start.min(model.base.start);
    let lifecycle = match (over, started) {
        (true, _) => Lifecycle::Ended,
        (false, false) => Lifecycle::Awaiting,
        (false, true) => Lifecycle::Active,
    };
    prop_assert_eq!(standing.lifecycle, Some(lifecycle), "{:?}", standing.findings);
    prop_assert_eq!(standing.start, Some(table.start));
    let last = model.last_day(today);
    let renews = !over && model.silent(&table) && last.is_none_or(|last| model.cut != Some(last));
    let end = if renews { [model.period_end(today), last].into_iter().flatten().min() } else { last };
    prop_assert_eq!(standing.end, end, "{:?}", model.cut);
    let counted = lifecycle == Lifecycle::Active && table.start <= today;
    let number = match (counted, table.term.evergreen) {
        (false, _) => None,
        (true, false) => Some(table.number_at(today)),
        (true, true) => Some(1).filter(|_| table.term.length.is_some() && today <= table.end_of(1)),
    };
    prop_assert_eq!(standing.period, number);
    prop_assert_eq!(standing.flags.contains(&Flag::NotRenewing), !over && model.stopped);
    if case.amendments.is_empty() {
        let sure = if table.term.renews_by == RenewsBy::Option { model.used(&table, false) } else { 0 };
        let early = [last, model.early, table.natural(sure)].into_iter().flatten().min();
        prop_assert_eq!(standing.flags.contains(&Flag::Disputed), early != last, "{:?} {:?}", early, last);
        let items = case.due_at(today, None);
        let dated: Vec<(What, NaiveDate)> =
            items.iter().filter(|item| item.what != What::Option).map(|item| (item.what, item.date.unwrap())).collect();
        prop_assert_eq!(dated, model.due(today));
        prop_assert!(items.iter().all(|item| !item.why.is_empty() && item.why.iter().all(|s| s.len() > 10)));
    }
    Ok(())
}

fn never_earlier(
    (case, today): (Case, NaiveDate),
    every: Option<Span>,
    dealt: Option<u64>,
    rules: Vec<(Span, Vec<What>)>,
) -> Checked {
    let mut case = case;
    let rules = rules.into_iter();
    case.rules = rules.map(|(before, what)| Rule { before, ..rule("1 day", &what) }).collect();
    let due = case.header.term.start.unwrap_or(today);
    case.header.obligations = vec![Obligation { id: "fee".to_owned(), who: None, what: "Pay".to_owned(), due, every }];
    if let Some(days) = dealt {
        let on = (due + chrono::Days::new(days)).to_string();
        case.act(&on, done("fee", None, &on));
    }
    let first = |day: NaiveDate| case.earliest(day);
    let bound = first(today);
    for ahead in [0, 1, 2, 27, 31, 90, 200, 366, 400, 731, 1100, 2000, 4000] {
        let day = today + chrono::Days::new(ahead);
        for item in case.due_at(day, Some(day + chrono::Days::new(500))) {
            let date = item.date.unwrap_or(day);
            prop_assert!(bound.is_some_and(|bound| bound <= date), "{:?} on {}: {:?}", bound, day, item);
        }
        prop_assert!(first(day).is_none_or(|later| bound.is_some_and(|bound| bound <= later)), "monotone");
    }
    Ok(())
}

fn run<S: Strategy>(cases: u32, strategy: &S, check: impl Fn(S::Value) -> Checked) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(strategy, check).unwrap();
}

#[test]
fn the_engine_agrees_with_the_slow_model() {
    run(CASES, &case(), agrees);
}

#[test]
#[ignore = "long: run with --ignored before a release"]
fn the_engine_agrees_with_the_slow_model_at_length() {
    run(100_000, &case(), agrees);
}

#[test]
fn nothing_is_ever_due_before_the_earliest_day_told() {
    let what = prop::collection::vec(prop::sample::select(Rule::KINDS.to_vec()), 1..4);
    let rules = prop::collection::vec((span(40), what), 0..3);
    let strategy = (case(), prop::option::of(span(12)), prop::option::of(0_u64..900), rules);
    run(CASES / 5, &strategy, |(case, every, dealt, rules)| never_earlier(case, every, dealt, rules));
}

/// Contracts whose periods end with a month, noticed by a month or more on a day about which the countings disagree.
fn disputed() -> impl Strategy<Value = (Case, NaiveDate)> {
    let months = |least: u32, most: u32| (least..most).prop_map(|count| Span { count, unit: Unit::Month });
    let first = (2021_i32..2027, 1_u32..13).prop_map(|(year, month)| clamp(year, month, 1));
    let parts = (first, months(4, 30), months(4, 30), months(1, 4), any::<bool>(), (1_u32..4, -1_i64..5), 0_u64..2000);
    parts.prop_map(|(start, length, renews, notice_period, refused, near, later)| {
        let term = Term {
            start: Some(start),
            length: Some(length),
            renews: Some(renews),
            notice: Some(Notice::Everyone(notice_period)),
            late_notice: if refused { LateNotice::Refused } else { LateNotice::NextPeriod },
            ..Term::default()
        };
        let mut case = Case::executed(term, "2020-12-01");
        let received = near_the_last_day(&case, start, THEM, near).unwrap();
        case.act(&received.to_string(), notice(THEM, &received.to_string()));
        (case, start + chrono::Days::new(later))
    })
}

#[test]
fn the_engine_agrees_where_the_countings_disagree() {
    run(CASES / 3, &disputed(), agrees);
}

fn wild_span() -> impl Strategy<Value = Option<Span>> {
    let units = prop_oneof![Just(Unit::Day), Just(Unit::Week), Just(Unit::Month), Just(Unit::Year)];
    prop::option::of((prop_oneof![0_u32..5, any::<u32>()], units).prop_map(|(count, unit)| Span { count, unit }))
}

fn wild_date() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        (1_i32..3_652_059).prop_map(|ordinal| NaiveDate::from_num_days_from_ce_opt(ordinal).unwrap()),
        Just(NaiveDate::MAX),
        Just(NaiveDate::MIN),
        dates(),
    ]
}

proptest! {
    #![proptest_config(Config { cases: CASES, failure_persistence: None, ..Config::default() })]
    #[test]
    fn no_terms_and_no_days_make_it_panic(
        spans in (wild_span(), wild_span(), wild_span(), wild_span(), wild_span()),
        days in (prop::option::of(wild_date()), prop::option::of(wild_date()), wild_date(), wild_date(), wild_date()),
        rules in (any::<bool>(), any::<bool>(), any::<bool>(), prop::option::of(any::<u32>()), any::<u32>()),
    ) {
        let term = Term {
            start: days.0,
            end: days.1,
            length: spans.0,
            renews: spans.1,
            notice: spans.2.map(Notice::Everyone),
            renewal_notice: spans.3.map(Notice::Everyone),
            survives: spans.4,
            evergreen: rules.0,
            renews_by: if rules.1 { RenewsBy::Option } else { RenewsBy::Silence },
            notice_ends: rules.2.then_some(Boundary::Quarter),
            max_renewals: rules.3,
            delivery_days: rules.4,
            ..Term::default()
        };
        let mut case = Case::executed(term, "2026-01-01");
        for deed in [
            Deed::Notice { party: US.to_owned(), sent: None, received: days.3, reason: None, evidence: BTreeMap::new() },
            Deed::Done { what: "option".to_owned(), due: Some(days.4), on: days.3, note: None, evidence: BTreeMap::new() },
        ] {
            case.act("2026-01-01", deed);
        }
        let standing = case.at(days.2);
        prop_assert!(standing.lifecycle.is_some());
        let until = days.2.checked_add_days(chrono::Days::new(400));
        for item in case.due_at(days.2, until) {
            prop_assert_eq!(item.date.is_none(), item.what == What::Unknown);
        }
        let _ = case.earliest(days.2);
    }
}
