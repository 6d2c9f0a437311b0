//! A slow model of a contract's life, day by day and without cleverness.
//!
//! It shares no code with the engine: months are stepped one by one, periods are counted up from the first, ends are
//! found by asking of every day whether the contract still runs. Terms must contradict nothing.

use chrono::{Datelike, NaiveDate};

use super::fixture::{Case, US};
use super::slow_days::{back_to_open, on_to_open};
use crate::contract::act::Deed;
use crate::contract::deadline::What;
use crate::contract::lifecycle::Amendment;
use crate::contract::span::{Span, Unit};
use crate::contract::term::{Boundary, LateNotice, Notice, NoticeCounting, RenewsBy, Term};

/// Days the model looks ahead.
const AHEAD: u32 = 6000;

fn tomorrow(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap()
}

fn yesterday(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap()
}

pub fn clamp(year: i32, month: u32, day: u32) -> NaiveDate {
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

pub fn on(mut day: NaiveDate, span: Span, times: u32) -> NaiveDate {
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
pub struct Table {
    pub term: Term,
    pub start: NaiveDate,
    /// Whether there are business days, and whether both parties agreed to them.
    pub business: Option<bool>,
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

    pub fn end_of(&self, number: u32) -> NaiveDate {
        yesterday(self.start_of(number + 1))
    }

    pub fn number_at(&self, day: NaiveDate) -> u32 {
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
    pub fn last_days(&self, number: u32, party: &str) -> [NaiveDate; 2] {
        let (notice, end) = (self.notice(number, party), self.end_of(number));
        let (a, b) = (back(end, notice), yesterday(back(tomorrow(end), notice)));
        match self.term.notice_counting {
            NoticeCounting::Earlier => [a, b],
            NoticeCounting::FromEnd => [a, a],
            NoticeCounting::ClearDays => [b, b],
        }
    }

    /// Every last day that somebody may hold to be the right one: A and B; with business days that both agreed to each of
    /// them moved; with those of one side both moved and not.
    pub fn readings(&self, number: u32, party: &str) -> Vec<NaiveDate> {
        let plain = self.last_days(number, party).to_vec();
        let moved: Vec<NaiveDate> = plain.iter().map(|day| back_to_open(*day)).collect();
        match self.business {
            None => plain,
            Some(true) => moved,
            Some(false) => [plain, moved].concat(),
        }
    }

    fn ours(&self, number: u32) -> NaiveDate {
        self.planned(self.last_days(number, US))
    }

    /// The day planned with, of two countings.
    fn planned(&self, [a, b]: [NaiveDate; 2]) -> NaiveDate {
        let open = |day: NaiveDate| if self.business.is_some() { back_to_open(day) } else { day };
        let mut day = open(a.min(b));
        for _ in 0..self.term.delivery_days {
            day = yesterday(day);
        }
        open(day)
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

    pub fn natural(&self, used: u32) -> Option<NaiveDate> {
        if self.term.evergreen {
            return None;
        }
        let last = if self.term.renews_by == RenewsBy::Option { Some(1 + used) } else { self.limit() };
        last.map(|number| self.end_of(number))
    }

    /// The ends a notice brings by each reading; `None` for no effect.
    fn ends(&self, party: &str, received: NaiveDate) -> Vec<Option<NaiveDate>> {
        if self.term.evergreen {
            return self.ends_evergreen(party, received);
        }
        let readings = self.readings(1, party).len();
        let end = |reading: usize| {
            let last = |number: u32| self.readings(number, party)[reading];
            let mut number = self.number_at(received);
            let (late, within) = (received > last(number), last(number) >= self.start_of(number));
            if late && within && self.term.late_notice == LateNotice::Refused {
                return None;
            }
            while received > last(number) && self.limit().is_none_or(|limit| number < limit) {
                number += 1;
            }
            let end = self.round(self.end_of(number));
            Some(self.limit().map_or(end, |limit| end.min(self.end_of(limit))))
        };
        (0..readings).map(end).collect()
    }

    fn ends_evergreen(&self, party: &str, received: NaiveDate) -> Vec<Option<NaiveDate>> {
        let counted = on(received.max(yesterday(self.start)), self.notice(1, party), 1);
        let locked_in = self.term.length.is_some() && self.end_of(1) > counted;
        let end = if locked_in { self.end_of(1) } else { counted };
        if locked_in || self.term.notice_ends.is_some() {
            return vec![Some(self.round(end))];
        }
        match self.business {
            None => vec![Some(end)],
            Some(true) => vec![Some(on_to_open(end))],
            Some(false) => vec![Some(end), Some(on_to_open(end))],
        }
    }
}

/// Business days by these terms: agreed, ours only, or none.
fn business(case: &Case, term: &Term) -> Option<bool> {
    if term.calendar.is_some() { Some(true) } else { case.calendars.usual.as_ref().map(|_| false) }
}

/// The whole contract.
pub struct Model<'a> {
    case: &'a Case,
    pub base: Table,
    /// The end by acts: planned with, and the earlier reading.
    pub cut: Option<NaiveDate>,
    pub early: Option<NaiveDate>,
    pub stopped: bool,
}

impl<'a> Model<'a> {
    pub fn new(case: &'a Case, signed_on: NaiveDate) -> Self {
        let start = case.header.term.start.unwrap_or(signed_on);
        let business = business(case, &case.header.term);
        let base = Table { term: case.header.term.clone(), start, business };
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
        if table.limit().is_some_and(|limit| !table.term.evergreen && table.number_at(received) >= limit) {
            self.stopped = true;
            return;
        }
        let ends = table.ends(party, received);
        let planned = if ends.contains(&None) { None } else { ends.iter().flatten().max().copied() };
        self.cut(planned, ends.into_iter().flatten().min());
    }

    pub fn table(&self, day: NaiveDate) -> Table {
        let mut found = self.base.clone();
        let mut amendments: Vec<&Amendment> = self.case.amendments.iter().filter(|a| a.effective <= day).collect();
        amendments.sort_by_key(|a| a.effective);
        for amendment in amendments {
            if let Some(term) = &amendment.term {
                let business = business(self.case, term);
                found = Table { term: term.clone(), start: term.start.unwrap_or(found.start), business };
            }
        }
        found
    }

    pub fn used(&self, table: &Table, perhaps: bool) -> u32 {
        let used_in = |number: u32| {
            self.case.acts.iter().any(|act| match &act.deed {
                Deed::Done { what, on, .. } if what == "option" => {
                    let readings = table.readings(number, US);
                    let limit = if perhaps { readings.iter().max() } else { readings.iter().min() };
                    table.number_at(*on) == number && on <= limit.unwrap()
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

    pub fn natural(&self, day: NaiveDate) -> Option<NaiveDate> {
        let table = self.table(day);
        let used = if table.term.renews_by == RenewsBy::Option { self.used(&table, true) } else { 0 };
        table.natural(used)
    }

    pub fn over(&self, day: NaiveDate) -> bool {
        self.cut.is_some_and(|cut| cut < day) || self.natural(day).is_some_and(|end| end < day)
    }

    /// Days on which the answer to `over` can change otherwise than by the calendar.
    pub fn last_day(&self, today: NaiveDate) -> Option<NaiveDate> {
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
    pub fn period_end(&self, today: NaiveDate) -> Option<NaiveDate> {
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

    pub fn silent(&self, table: &Table) -> bool {
        table.term.renews.is_some() && table.term.renews_by == RenewsBy::Silence
    }

    fn goes_on(&self, table: &Table, number: u32, last: Option<NaiveDate>) -> bool {
        table.limit().is_none_or(|limit| number < limit) && last.is_none_or(|last| table.end_of(number) < last)
    }

    /// What is due by the terms, for a contract without amendments.
    pub fn due(&self, today: NaiveDate) -> Vec<(What, NaiveDate)> {
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
        table.planned(match table.term.notice_counting {
            NoticeCounting::Earlier => [a, b],
            NoticeCounting::FromEnd => [a, a],
            NoticeCounting::ClearDays => [b, b],
        })
    }
}
