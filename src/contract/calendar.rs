//! Arithmetic on civil dates: spans added from an anchor, clamped to the month's last day, checked at both ends.
//!
//! **Owns** what `start + 3 × 1 month` means. **Refuses to know** terms, notices and today. **Invariants**: months are
//! summed before clamping, never one after the other; every result lies in the years 1 to 9999 or is `None`.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::span::{Span, Unit};
use super::term::Boundary;

/// The last year a contract can reach; ISO dates have four digits.
pub const LAST_YEAR: i32 = 9999;

/// A number of days or of months, which do not convert into each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Amount {
    /// Days; a week is seven.
    Days(u64),
    /// Months; a year is twelve.
    Months(u64),
}

impl Amount {
    /// `times` × `span`; `None` when that is past counting.
    pub(crate) fn of(span: Span, times: u32) -> Option<Self> {
        let count = u64::from(span.count).checked_mul(u64::from(times))?;
        match span.unit {
            Unit::Day => Some(Self::Days(count)),
            Unit::Week => count.checked_mul(7).map(Self::Days),
            Unit::Month => Some(Self::Months(count)),
            Unit::Year => count.checked_mul(12).map(Self::Months),
        }
    }

    fn after(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => within(date.checked_add_days(Days::new(days))?),
            Self::Months(months) => within(date.checked_add_months(Months::new(u32::try_from(months).ok()?))?),
        }
    }

    fn before(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => within(date.checked_sub_days(Days::new(days))?),
            Self::Months(months) => within(date.checked_sub_months(Months::new(u32::try_from(months).ok()?))?),
        }
    }

    /// The fewest days this can be on any calendar (a lower bound).
    pub(crate) fn fewest_days(self) -> u64 {
        const SHORTEST: [u64; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
        self.days_by(&SHORTEST, 365)
    }

    /// The most days this can be on any calendar (an upper bound).
    pub(crate) fn most_days(self) -> u64 {
        const LONGEST: [u64; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];
        self.days_by(&LONGEST, 366)
    }

    fn days_by(self, months_of_a_year: &[u64; 12], year: u64) -> u64 {
        match self {
            Self::Days(days) => days,
            Self::Months(months) => {
                let rest = usize::try_from(months % 12).ok().and_then(|rest| months_of_a_year.get(rest).copied());
                (months / 12).saturating_mul(year).saturating_add(rest.unwrap_or(0))
            }
        }
    }
}

fn within(date: NaiveDate) -> Option<NaiveDate> {
    (1..=LAST_YEAR).contains(&date.year()).then_some(date)
}

/// `anchor` + `times` × `span`, clamped to the month's last day once; `None` outside the years 1 to 9999.
#[must_use]
pub fn plus(anchor: NaiveDate, span: Span, times: u32) -> Option<NaiveDate> {
    Amount::of(span, times)?.after(anchor)
}

/// `anchor` + `first` + `times` × `again`. Months of both are summed before clamping; where one counts days and the
/// other months, `first` is added first, as the sum is written.
#[must_use]
pub fn plus_both(anchor: NaiveDate, first: Span, again: Span, times: u32) -> Option<NaiveDate> {
    match (Amount::of(first, 1)?, Amount::of(again, times)?) {
        (Amount::Months(one), Amount::Months(other)) => Amount::Months(one.checked_add(other)?).after(anchor),
        (one, other) => other.after(one.after(anchor)?),
    }
}

/// `anchor` − `span`, clamped to the month's last day; `None` outside the years 1 to 9999.
#[must_use]
pub fn minus(anchor: NaiveDate, span: Span) -> Option<NaiveDate> {
    Amount::of(span, 1)?.before(anchor)
}

/// So many days earlier.
#[must_use]
pub fn days_before(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    Amount::Days(u64::from(days)).before(date)
}

/// So many days later.
#[must_use]
pub fn days_after(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    Amount::Days(u64::from(days)).after(date)
}

/// The day before; `None` before year 1.
#[must_use]
pub fn previous(date: NaiveDate) -> Option<NaiveDate> {
    days_before(date, 1)
}

/// The day after; `None` past year 9999.
#[must_use]
pub fn next(date: NaiveDate) -> Option<NaiveDate> {
    days_after(date, 1)
}

/// The last day of the month, quarter, half-year or year that `date` lies in.
#[must_use]
pub fn end_of(date: NaiveDate, boundary: Boundary) -> Option<NaiveDate> {
    let months = match boundary {
        Boundary::Month => 1,
        Boundary::Quarter => 3,
        Boundary::HalfYear => 6,
        Boundary::Year => 12,
    };
    let last_month = (date.month0() / months + 1) * months;
    let first_of_last = NaiveDate::from_ymd_opt(date.year(), last_month, 1)?;
    first_of_last.checked_add_months(Months::new(1))?.pred_opt()
}

/// Whether `one` is longer than `other` on every calendar: 13 months than a year, 32 days than a month, but not 30
/// days than a month.
#[must_use]
pub fn always_longer(one: Span, other: Span) -> bool {
    match (Amount::of(one, 1), Amount::of(other, 1)) {
        (Some(Amount::Months(one)), Some(Amount::Months(other))) => one > other,
        (Some(one), Some(other)) => one.fewest_days() > other.most_days(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{always_longer, days_after, end_of, minus, plus, plus_both};
    use crate::contract::span::{Span, Unit};
    use crate::contract::term::Boundary;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(count: u32, unit: Unit) -> Span {
        Span { count, unit }
    }

    #[test]
    fn months_are_counted_from_the_anchor_and_clamped_once() {
        let cases = [
            ("2024-01-31", 1, Unit::Month, 1, "2024-02-29"),
            ("2024-01-31", 1, Unit::Month, 2, "2024-03-31"),
            ("2024-01-31", 1, Unit::Month, 3, "2024-04-30"),
            ("2024-01-31", 1, Unit::Month, 4, "2024-05-31"),
            ("2024-02-29", 1, Unit::Year, 1, "2025-02-28"),
            ("2024-02-29", 1, Unit::Year, 4, "2028-02-29"),
            ("2096-02-29", 4, Unit::Year, 1, "2100-02-28"),
            ("2024-02-29", 4, Unit::Week, 1, "2024-03-28"),
            ("2026-12-31", 1, Unit::Day, 1, "2027-01-01"),
            ("2026-12-31", 1, Unit::Day, 0, "2026-12-31"),
        ];
        for (anchor, count, unit, times, expected) in cases {
            assert_eq!(plus(day(anchor), span(count, unit), times), Some(day(expected)), "{anchor} {count} {unit:?}");
        }
    }

    #[test]
    fn mixed_units_are_added_as_written() {
        let month = span(1, Unit::Month);
        assert_eq!(plus_both(day("2024-01-31"), month, month, 1), Some(day("2024-03-31")), "months are summed");
        assert_eq!(plus_both(day("2024-01-30"), span(1, Unit::Day), month, 1), Some(day("2024-02-29")));
        assert_eq!(plus_both(day("2024-01-31"), month, span(10, Unit::Day), 2), Some(day("2024-03-20")));
    }

    #[test]
    fn what_lies_past_the_calendar_is_nothing() {
        assert_eq!(plus(day("9999-12-31"), span(1, Unit::Day), 1), None);
        assert_eq!(plus(day("9999-12-01"), span(1, Unit::Month), 1), None);
        assert_eq!(plus(day("2026-01-01"), span(u32::MAX, Unit::Year), u32::MAX), None);
        assert_eq!(plus(day("2026-01-01"), span(u32::MAX, Unit::Week), u32::MAX), None);
        assert_eq!(minus(day("0001-01-01"), span(1, Unit::Day)), None);
        assert_eq!(minus(day("0001-03-31"), span(3, Unit::Month)), None);
        assert_eq!(days_after(NaiveDate::MAX, 1), None);
    }

    #[test]
    fn calendar_periods_end_where_people_expect() {
        let cases = [
            ("2026-02-03", Boundary::Month, "2026-02-28"),
            ("2028-02-29", Boundary::Month, "2028-02-29"),
            ("2026-12-31", Boundary::Month, "2026-12-31"),
            ("2026-01-01", Boundary::Quarter, "2026-03-31"),
            ("2026-06-30", Boundary::Quarter, "2026-06-30"),
            ("2026-07-01", Boundary::Quarter, "2026-09-30"),
            ("2026-03-31", Boundary::HalfYear, "2026-06-30"),
            ("2026-07-01", Boundary::HalfYear, "2026-12-31"),
            ("2026-01-01", Boundary::Year, "2026-12-31"),
            ("9999-12-31", Boundary::Year, "9999-12-31"),
        ];
        for (date, boundary, expected) in cases {
            assert_eq!(end_of(day(date), boundary), Some(day(expected)), "{date} {boundary:?}");
        }
    }

    #[test]
    fn only_what_is_certainly_longer_is_longer() {
        assert!(always_longer(span(13, Unit::Month), span(1, Unit::Year)));
        assert!(!always_longer(span(12, Unit::Month), span(1, Unit::Year)));
        assert!(!always_longer(span(30, Unit::Day), span(1, Unit::Month)));
        assert!(always_longer(span(32, Unit::Day), span(1, Unit::Month)));
        assert!(!always_longer(span(1, Unit::Month), span(28, Unit::Day)));
        assert!(always_longer(span(1, Unit::Month), span(27, Unit::Day)));
        assert!(always_longer(span(53, Unit::Week), span(1, Unit::Year)));
    }

    proptest! {
        #[test]
        fn longer_counts_never_come_earlier(ordinal in 1_i32..3_000_000, count in 1_u32..500, times in 0_u32..200, unit in 0..4) {
            let unit = [Unit::Day, Unit::Week, Unit::Month, Unit::Year][unit as usize];
            let anchor = NaiveDate::from_num_days_from_ce_opt(ordinal).unwrap();
            let (one, two) = (plus(anchor, span(count, unit), times), plus(anchor, span(count, unit), times + 1));
            if let (Some(one), Some(two)) = (one, two) {
                prop_assert!(one < two);
                prop_assert!(one >= anchor);
            } else {
                prop_assert_eq!(two, None, "once past the calendar, always past it");
            }
        }

        #[test]
        fn the_end_of_a_calendar_period_is_its_own_end(ordinal in 1_i32..3_600_000, which in 0..4) {
            let boundary = [Boundary::Month, Boundary::Quarter, Boundary::HalfYear, Boundary::Year][which as usize];
            let date = NaiveDate::from_num_days_from_ce_opt(ordinal).unwrap();
            let end = end_of(date, boundary).unwrap();
            prop_assert!(end >= date);
            prop_assert_eq!(end_of(end, boundary), Some(end));
        }
    }
}
