//! The periods a contract runs in, each counted from the anchor: period n is found without the periods before it.
//!
//! **Owns** where period n starts and ends and which one a day lies in. **Refuses to know** notices, acts and whether a
//! period is ever reached. **Invariants**: a period ends the day before the next one starts; the start of period n is
//! `start + length + (n − 2) × renews`, or `(end + 1 day) + (n − 2) × renews` where the agreement names the end.

use chrono::NaiveDate;

use super::calendar::{next, plus, plus_both, previous};
use super::span::Span;

/// One period; both days are inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// From 1.
    pub number: u32,
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
}

/// How long the first period is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum First {
    /// `length`, or `renews` where it stands alone.
    Length(Span),
    /// `end`: its last day.
    End(NaiveDate),
}

/// All periods of a term, reached or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Periods {
    /// First day of period 1.
    pub start: NaiveDate,
    /// The first period.
    pub first: First,
    /// The length of every further period; without it there is one period only.
    pub renews: Option<Span>,
}

impl Periods {
    /// First day of period `number`; for a single period also the day after it. `None` where there is no such period,
    /// or past the year 9999.
    #[must_use]
    pub fn starts(&self, number: u32) -> Option<NaiveDate> {
        match (number, self.first, self.renews) {
            (0, _, _) => None,
            (1, _, _) => Some(self.start),
            (2, First::Length(length), _) => plus(self.start, length, 1),
            (2, First::End(end), _) => next(end),
            (_, First::Length(length), Some(renews)) => plus_both(self.start, length, renews, number - 2),
            (_, First::End(end), Some(renews)) => plus(next(end)?, renews, number - 2),
            (_, _, None) => None,
        }
    }

    /// Period `number`, if there is one and it ends by the year 9999.
    #[must_use]
    pub fn period(&self, number: u32) -> Option<Period> {
        if number > 1 && self.renews.is_none() {
            return None;
        }
        let start = self.starts(number)?;
        let end = match (number, self.first) {
            (1, First::End(end)) => end,
            _ => previous(self.starts(number.checked_add(1)?)?)?,
        };
        Some(Period { number, start, end })
    }

    /// The period `day` lies in: a binary search of some twenty steps however long the job has not run. `None` before
    /// the start, after the only period, or where the period runs past the year 9999.
    #[must_use]
    pub fn at(&self, day: NaiveDate) -> Option<Period> {
        let days = u32::try_from(day.signed_duration_since(self.start).num_days()).ok()?;
        let started = |number: u32| self.starts(number).is_some_and(|start| start <= day);
        // Every period has at least one day, so period `days + 2` starts after `day`.
        let (mut low, mut high) = (1_u32, days.checked_add(2)?);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if started(middle) { low = middle } else { high = middle }
        }
        self.period(low)
    }

    /// The period `day` lies in, or the first one for a day before the start.
    #[must_use]
    pub fn at_or_first(&self, day: NaiveDate) -> Option<Period> {
        if day < self.start { self.period(1) } else { self.at(day) }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{First, Period, Periods};
    use crate::contract::span::{Span, Unit};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn months(count: u32) -> Span {
        Span { count, unit: Unit::Month }
    }

    fn starts(periods: Periods, numbers: std::ops::RangeInclusive<u32>) -> Vec<String> {
        numbers.map(|number| periods.starts(number).unwrap().to_string()).collect()
    }

    #[test]
    fn periods_do_not_drift_at_month_ends_and_leap_days() {
        let monthly = Periods { start: day("2024-01-31"), first: First::Length(months(1)), renews: Some(months(1)) };
        assert_eq!(starts(monthly, 1..=5), ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]);
        let yearly = Periods { start: day("2024-02-29"), first: First::Length(months(12)), renews: Some(months(12)) };
        assert_eq!(starts(yearly, 1..=5), ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]);
    }

    #[test]
    fn a_named_end_is_the_anchor_of_what_follows() {
        let periods =
            Periods { start: day("2026-02-10"), first: First::End(day("2026-08-30")), renews: Some(months(1)) };
        assert_eq!(starts(periods, 1..=5), ["2026-02-10", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30"]);
        assert_eq!(periods.period(2), Some(Period { number: 2, start: day("2026-08-31"), end: day("2026-09-29") }));
    }

    #[test]
    fn a_single_period_is_over_when_it_is_over() {
        let single = Periods { start: day("2026-01-01"), first: First::Length(months(12)), renews: None };
        assert_eq!(single.at(day("2026-12-31")).map(|p| p.number), Some(1));
        assert_eq!(single.at(day("2027-01-01")), None);
        assert_eq!(single.at(day("2025-12-31")), None);
        assert_eq!(single.at_or_first(day("2025-12-31")).map(|p| p.number), Some(1));
        assert_eq!(single.period(2), None);
    }

    #[test]
    fn the_calendar_ends_in_the_year_9999() {
        let periods = Periods { start: day("9997-06-01"), first: First::Length(months(12)), renews: Some(months(12)) };
        assert_eq!(periods.at(day("9999-01-01")).map(|p| p.number), Some(2));
        assert_eq!(periods.at(day("9999-12-31")), None, "its end cannot be written");
        let last = Periods { start: day("9999-01-01"), first: First::End(day("9999-12-31")), renews: None };
        assert_eq!(last.at(day("9999-12-31")).map(|p| p.end), Some(day("9999-12-31")));
    }

    #[test]
    fn a_job_that_did_not_run_for_years_finds_the_period_at_once() {
        let daily = Periods {
            start: day("0001-01-01"),
            first: First::Length(Span { count: 1, unit: Unit::Day }),
            renews: Some(Span { count: 1, unit: Unit::Day }),
        };
        assert_eq!(daily.at(day("9998-12-31")).map(|p| p.number), Some(3_651_694));
    }

    proptest! {
        #[test]
        fn the_period_found_holds_the_day(start in 700_000_i32..760_000, after in 0_i32..20_000, length in 1_u32..40, renews in 1_u32..40, units in 0..16) {
            let unit = |which: i32| [Unit::Day, Unit::Week, Unit::Month, Unit::Year][which as usize % 4];
            let start = NaiveDate::from_num_days_from_ce_opt(start).unwrap();
            let periods = Periods {
                start,
                first: First::Length(Span { count: length, unit: unit(units) }),
                renews: Some(Span { count: renews, unit: unit(units / 4) }),
            };
            let day = start + chrono::Days::new(after as u64);
            let found = periods.at(day).unwrap();
            prop_assert!(found.start <= day && day <= found.end);
            prop_assert_eq!(periods.period(found.number + 1).map(|p| p.start), found.end.succ_opt());
        }
    }
}
