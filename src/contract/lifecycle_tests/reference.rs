//! A slow model of a contract's life, day by day and without cleverness, and the engine held against it.
//!
//! The model shares no code with the engine: months are stepped one by one, periods are counted up from the first,
//! ends are found by asking of every day whether the contract still runs.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::{Config, TestRunner};

use super::fixture::{Case, THEM, US, done, id, notice};
use crate::contract::act::Deed;
use crate::contract::deadline::{What, earliest};
use crate::contract::lifecycle::{Amendment, Flag, Lifecycle};
use crate::contract::obligation::Obligation;
use crate::contract::span::{Span, Unit};
use crate::contract::term::{Boundary, LateNotice, Notice, NoticeCounting, RenewsBy, Term};

/// Cases in the normal run; the long test does more.
const CASES: u32 = 3000;
/// Days the model looks ahead.
const AHEAD: u32 = 6000;

// ---- the model ----

fn tomorrow(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap()
}

fn yesterday(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap()
}

fn clamp(year: i32, month: u32, day: u32) -> NaiveDate {
    (1..=day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day)).unwrap()
}

fn months_on(day: NaiveDate, months: u32) -> NaiveDate {
    let (mut year, mut month) = (day.year(), day.month());
    for _ in 0..months {
        month += 1;
        if month == 13 {
            (year, month) = (year + 1, 1);
        }
    }
    clamp(year, month, day.day())
}

fn months_back(day: NaiveDate, months: u32) -> NaiveDate {
    let (mut year, mut month) = (day.year(), day.month());
    for _ in 0..months {
        month -= 1;
        if month == 0 {
            (year, month) = (year - 1, 12);
        }
    }
    clamp(year, month, day.day())
}

/// Months and days of a span.
fn parts(span: Span) -> (u32, u32) {
    match span.unit {
        Unit::Day => (0, span.count),
        Unit::Week => (0, 7 * span.count),
        Unit::Month => (span.count, 0),
        Unit::Year => (12 * span.count, 0),
    }
}

fn on(mut day: NaiveDate, span: Span, times: u32) -> NaiveDate {
    let (months, days) = parts(span);
    day = months_on(day, months * times);
    for _ in 0..days * times {
        day = tomorrow(day);
    }
    day
}

fn back(mut day: NaiveDate, span: Span) -> NaiveDate {
    let (months, days) = parts(span);
    day = months_back(day, months);
    for _ in 0..days {
        day = yesterday(day);
    }
    day
}

/// One table in force, with the start it keeps.
#[derive(Clone, Debug)]
struct Table {
    term: Term,
    start: NaiveDate,
}

impl Table {
    fn first(&self) -> Option<Span> {
        self.term.length.or(if self.term.evergreen { None } else { self.term.renews })
    }

    fn start_of(&self, number: u32) -> NaiveDate {
        if number == 1 {
            return self.start;
        }
        let further = number - 2;
        if let Some(end) = self.term.end {
            return if further == 0 { tomorrow(end) } else { on(tomorrow(end), self.term.renews.unwrap(), further) };
        }
        let first = self.first().unwrap();
        let Some(renews) = self.term.renews else { return on(self.start, first, 1) };
        match (parts(first), parts(renews)) {
            ((one, 0), (other, 0)) => months_on(self.start, one + other * further),
            _ => on(on(self.start, first, 1), renews, further),
        }
    }

    fn end_of(&self, number: u32) -> NaiveDate {
        yesterday(self.start_of(number + 1))
    }

    fn number_at(&self, day: NaiveDate) -> u32 {
        let mut number = 1;
        while self.term.renews.is_some() && self.start_of(number + 1) <= day {
            number += 1;
        }
        number
    }

    fn limit(&self) -> Option<u32> {
        match (self.term.renews, self.term.max_renewals) {
            (None, _) => Some(1),
            (Some(_), max) => max.map(|max| max + 1),
        }
    }

    fn notice(&self, number: u32, party: &str) -> Span {
        let written = self.term.renewal_notice.as_ref().filter(|_| number > 1).or(self.term.notice.as_ref());
        match written.unwrap() {
            Notice::Everyone(span) => *span,
            Notice::ByParty(table) => table.iter().find(|(name, _)| name == party).unwrap().1,
        }
    }

    /// Methods A and B; the pinned one twice.
    fn last_days(&self, number: u32, party: &str) -> [NaiveDate; 2] {
        let (notice, end) = (self.notice(number, party), self.end_of(number));
        let (a, b) = (back(end, notice), yesterday(back(tomorrow(end), notice)));
        match self.term.notice_counting {
            NoticeCounting::Earlier => [a, b],
            NoticeCounting::FromEnd => [a, a],
            NoticeCounting::ClearDays => [b, b],
        }
    }

    fn ours(&self, number: u32) -> NaiveDate {
        let [a, b] = self.last_days(number, US);
        let mut day = a.min(b);
        for _ in 0..self.term.delivery_days {
            day = yesterday(day);
        }
        day
    }

    fn round(&self, mut day: NaiveDate) -> NaiveDate {
        let months: &[u32] = match self.term.notice_ends {
            None => return day,
            Some(Boundary::Month) => &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            Some(Boundary::Quarter) => &[3, 6, 9, 12],
            Some(Boundary::HalfYear) => &[6, 12],
            Some(Boundary::Year) => &[12],
        };
        while !(months.contains(&day.month()) && tomorrow(day).day() == 1) {
            day = tomorrow(day);
        }
        day
    }

    fn natural(&self, used: u32) -> Option<NaiveDate> {
        if self.term.evergreen {
            return None;
        }
        let last = if self.term.renews_by == RenewsBy::Option { Some(1 + used) } else { self.limit() };
        last.map(|number| self.end_of(number))
    }

    /// The ends a notice brings by the one and the other counting; `None` for no effect.
    fn ends(&self, party: &str, received: NaiveDate) -> [Option<NaiveDate>; 2] {
        if self.term.evergreen {
            let mut end = on(received.max(yesterday(self.start)), self.notice(1, party), 1);
            if self.term.length.is_some() {
                end = end.max(self.end_of(1));
            }
            return [Some(self.round(end)); 2];
        }
        [0, 1].map(|method| {
            let mut number = self.number_at(received);
            let late = received > self.last_days(number, party)[method];
            let within = self.last_days(number, party)[method] >= self.start_of(number);
            if late && within && self.term.late_notice == LateNotice::Refused {
                return None;
            }
            while received > self.last_days(number, party)[method] {
                number += 1;
            }
            Some(self.round(self.end_of(number)))
        })
    }
}

/// The whole contract.
struct Model<'a> {
    case: &'a Case,
    base: Table,
    /// The end by acts: planned with, and the earlier reading.
    cut: Option<NaiveDate>,
    early: Option<NaiveDate>,
    stopped: bool,
}

impl<'a> Model<'a> {
    fn new(case: &'a Case, signed_on: NaiveDate) -> Self {
        let start = case.header.term.start.unwrap_or(signed_on);
        let base = Table { term: case.header.term.clone(), start };
        let mut model = Self { case, base, cut: None, early: None, stopped: false };
        for act in &case.acts {
            match &act.deed {
                Deed::Notice { party, received, .. } => model.notice(party, *received),
                Deed::Terminate { on, .. } => model.cut(Some(*on), Some(*on)),
                _ => {}
            }
        }
        if let Some((_, start)) = &case.superseded {
            model.cut(Some(yesterday(*start)), Some(yesterday(*start)));
        }
        model
    }

    fn cut(&mut self, planned: Option<NaiveDate>, early: Option<NaiveDate>) {
        self.stopped |= planned.is_some();
        self.cut = [self.cut, planned].into_iter().flatten().min();
        self.early = [self.early, early].into_iter().flatten().min();
    }

    fn notice(&mut self, party: &str, received: NaiveDate) {
        let table = self.table(received);
        let renews_by_itself = table.term.renews.is_some() && table.term.renews_by == RenewsBy::Silence;
        if !renews_by_itself && !table.term.evergreen {
            self.stopped = true;
            return;
        }
        let [one, other] = table.ends(party, received);
        let planned = if one.is_none() || other.is_none() { None } else { one.max(other) };
        self.cut(planned, [one, other].into_iter().flatten().min());
    }

    fn table(&self, day: NaiveDate) -> Table {
        let mut found = self.base.clone();
        let mut amendments: Vec<&Amendment> = self.case.amendments.iter().filter(|a| a.effective <= day).collect();
        amendments.sort_by_key(|a| a.effective);
        for amendment in amendments {
            if let Some(term) = &amendment.term {
                found = Table { term: term.clone(), start: term.start.unwrap_or(found.start) };
            }
        }
        found
    }

    fn used(&self, table: &Table, perhaps: bool) -> u32 {
        let used_in = |number: u32| {
            self.case.acts.iter().any(|act| match &act.deed {
                Deed::Done { what, on, .. } if what == "option" => {
                    let [a, b] = table.last_days(number, US);
                    table.number_at(*on) == number && *on <= if perhaps { a.max(b) } else { a.min(b) }
                }
                _ => false,
            })
        };
        let mut used = 0;
        while table.limit().is_none_or(|limit| used + 1 < limit) && used_in(used + 1) {
            used += 1;
        }
        used
    }

    fn natural(&self, day: NaiveDate) -> Option<NaiveDate> {
        let table = self.table(day);
        let used = if table.term.renews_by == RenewsBy::Option { self.used(&table, true) } else { 0 };
        table.natural(used)
    }

    fn over(&self, day: NaiveDate) -> bool {
        self.cut.is_some_and(|cut| cut < day) || self.natural(day).is_some_and(|end| end < day)
    }

    /// Days on which the answer to `over` can change otherwise than by the calendar.
    fn last_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        let mut day = today;
        if self.over(today) {
            while self.over(day) {
                day = yesterday(day);
            }
            return Some(day);
        }
        for _ in 0..AHEAD {
            if self.over(tomorrow(day)) {
                return Some(day);
            }
            day = tomorrow(day);
        }
        None
    }

    /// The last day of the period that runs today, whatever terms it runs into.
    fn period_end(&self, today: NaiveDate) -> Option<NaiveDate> {
        let mut day = today;
        loop {
            let table = self.table(day);
            if table.term.evergreen {
                return None;
            }
            let end = table.end_of(table.number_at(day));
            if day >= end {
                return Some(end).filter(|end| day == *end);
            }
            day = tomorrow(day);
        }
    }

    fn silent(&self, table: &Table) -> bool {
        table.term.renews.is_some() && table.term.renews_by == RenewsBy::Silence
    }

    fn goes_on(&self, table: &Table, number: u32, last: Option<NaiveDate>) -> bool {
        table.limit().is_none_or(|limit| number < limit) && last.is_none_or(|last| table.end_of(number) < last)
    }

    /// What is due by the terms, for a contract without amendments.
    fn due(&self, today: NaiveDate) -> Vec<(What, NaiveDate)> {
        let (table, last) = (self.table(today), self.last_day(today));
        let mut due = Vec::new();
        let over = self.over(today);
        if !over {
            due.extend(last.map(|last| (What::End, last)));
            due.extend(Some((What::Start, table.start)).filter(|(_, d)| *d >= today && last.is_none_or(|l| *d <= l)));
        }
        if !over && !table.term.evergreen {
            let number = table.number_at(today);
            due.extend(Some((What::Renewal, today)).filter(|_| number > 1 && table.start_of(number) == today));
            due.extend(
                Some((What::Renewal, tomorrow(table.end_of(number)))).filter(|_| self.goes_on(&table, number, last)),
            );
        }
        if !over && !self.stopped && self.silent(&table) {
            let mut number = table.number_at(today);
            while self.goes_on(&table, number, last) {
                let ours = table.ours(number);
                if ours >= today || number == table.number_at(today) {
                    due.push((What::Notice, ours));
                }
                if ours >= today {
                    break;
                }
                number += 1;
            }
        }
        if table.term.evergreen && table.term.length.is_some() && !over && !self.stopped && today <= table.end_of(1) {
            due.push((What::Notice, self.lock_in(&table)));
        }
        due.sort_by_key(|(what, day)| (*day, *what));
        due
    }

    fn lock_in(&self, table: &Table) -> NaiveDate {
        let (end, notice) = (table.round(table.end_of(1)), table.notice(1, US));
        let (a, b) = (back(end, notice), yesterday(back(tomorrow(end), notice)));
        let mut day = match table.term.notice_counting {
            NoticeCounting::Earlier => a.min(b),
            NoticeCounting::FromEnd => a,
            NoticeCounting::ClearDays => b,
        };
        for _ in 0..table.term.delivery_days {
            day = yesterday(day);
        }
        day
    }
}

// ---- what is generated ----

fn dates() -> impl Strategy<Value = NaiveDate> {
    // Month ends and leap days come often.
    let any_day = (738_000_i32..740_200).prop_map(|ordinal| NaiveDate::from_num_days_from_ce_opt(ordinal).unwrap());
    let ends = (2021_i32..2027, 1_u32..13, 28_u32..32).prop_map(|(year, month, day)| clamp(year, month, day));
    prop_oneof![any_day, ends]
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
    let rules = (any::<bool>(), 0_u8..3, 0_u32..20);
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

fn case() -> impl Strategy<Value = (Case, NaiveDate)> {
    let acts = (
        prop::collection::vec((any::<bool>(), dates()), 0..3),
        prop::option::weighted(0.2, dates()),
        prop::option::weighted(0.2, dates()),
        prop::collection::vec(dates(), 0..3),
    );
    let amendments = prop::collection::vec((dates(), term(), any::<bool>()), 0..3);
    (term(), any::<bool>(), dates(), acts, amendments, dates(), 0_u64..2000).prop_map(
        |(term, starts, signed_on, acts, amendments, today, later)| {
            let mut term = term;
            if !starts && term.end.is_none() {
                term.start = None;
            }
            let mut case = Case::executed(term, &signed_on.to_string());
            for (ours, received) in acts.0 {
                case.act(&received.to_string(), notice(if ours { US } else { THEM }, &received.to_string()));
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

// ---- the comparison ----

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

fn never_earlier((case, today): (Case, NaiveDate), every: Option<Span>, dealt: Option<u64>) -> Checked {
    let mut case = case;
    let due = case.header.term.start.unwrap_or(today);
    case.header.obligations = vec![Obligation { id: "fee".to_owned(), who: None, what: "Pay".to_owned(), due, every }];
    if let Some(days) = dealt {
        let on = (due + chrono::Days::new(days)).to_string();
        case.act(&on, done("fee", None, &on));
    }
    let first = |day: NaiveDate| earliest(&case.facts(), US, &case.at(day), &[], day);
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
    let strategy = (case(), prop::option::of(span(12)), prop::option::of(0_u64..900));
    run(CASES / 5, &strategy, |(case, every, dealt)| never_earlier(case, every, dealt));
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
            Deed::Notice { party: US.to_owned(), sent: None, received: days.3, reason: None },
            Deed::Done { what: "option".to_owned(), due: Some(days.4), on: days.3, note: None },
        ] {
            case.act("2026-01-01", deed);
        }
        let standing = case.at(days.2);
        prop_assert!(standing.lifecycle.is_some());
        let until = days.2.checked_add_days(chrono::Days::new(400));
        for item in case.due_at(days.2, until) {
            prop_assert_eq!(item.date.is_none(), item.what == What::Unknown);
        }
        let _ = earliest(&case.facts(), US, &standing, &[], days.2);
    }
}
