//! What a recurring amount comes to between two days.
//!
//! **Owns** the rule of proration. Steps of a month, a quarter or a year are counted from the first day of the contract,
//! never one after the other. Up to a day the amount is that of every whole step, and of the step begun its share by
//! days, rounded half to even to the currency's minor unit. Between two days it is the difference of both, so that parts
//! always add up to the whole. **Refuses to know** terms and today. **Invariants**: no floats; never negative; never
//! less for a later day; `None` where it cannot be written.

use chrono::{Datelike as _, Months, NaiveDate};
use rust_decimal::Decimal;

use super::money::{Per, Value};

/// Decimals where a currency has no minor unit.
const FINEST: u32 = 8;

/// Months of a step; `None` for an amount that is due once.
#[must_use]
pub fn months(per: Per) -> Option<u32> {
    match per {
        Per::Once => None,
        Per::Month => Some(1),
        Per::Quarter => Some(3),
        Per::Year => Some(12),
    }
}

/// The amount of a year; `None` for one that is due once, or past counting.
#[must_use]
pub fn per_year(value: &Value) -> Option<Decimal> {
    value.amount.checked_mul(Decimal::from(12 / months(value.per)?))
}

/// What falls on the days from `from` to `to`, both inside, of a contract whose first day is `start`.
#[must_use]
pub fn between(value: &Value, start: NaiveDate, from: NaiveDate, to: NaiveDate) -> Option<Decimal> {
    let from = from.max(start);
    if to < from {
        return Some(Decimal::ZERO);
    }
    before(value, start, to.succ_opt()?)?.checked_sub(before(value, start, from)?)
}

/// What falls on the days from `start` to the eve of `day`.
fn before(value: &Value, start: NaiveDate, day: NaiveDate) -> Option<Decimal> {
    let step = months(value.per)?;
    if day <= start {
        return Some(Decimal::ZERO);
    }
    let apart = (day.year() - start.year()) * 12 + day.month0().cast_signed() - start.month0().cast_signed();
    let mut whole = u32::try_from(apart).ok()? / step;
    let at = |steps: u32| start.checked_add_months(Months::new(steps.checked_mul(step)?));
    if at(whole)? > day {
        whole = whole.checked_sub(1)?;
    }
    let (from, to) = (at(whole)?, at(whole.checked_add(1)?)?);
    let (begun, length) = ((day - from).num_days(), (to - from).num_days());
    let part = value.amount.checked_mul(Decimal::from(begun))?.checked_div(Decimal::from(length))?;
    let decimals = value.currency.decimals().unwrap_or(FINEST);
    value.amount.checked_mul(Decimal::from(whole))?.checked_add(part.round_dp(decimals))
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::{between, per_year};
    use crate::contract::money::{Per, Value, amount};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn value(text: &str, per: Per) -> Value {
        Value::new(amount(text).unwrap(), "NOK".parse().unwrap(), per).unwrap()
    }

    #[test]
    fn whole_steps_cost_whole_amounts_and_the_rest_by_days() {
        let cases = [
            ("120000.00", Per::Year, "2026-01-01", "2026-01-01", "2026-12-31", "120000.00"),
            ("120000.00", Per::Year, "2024-02-29", "2024-02-29", "2028-02-28", "480000.00"),
            ("100.00", Per::Month, "2026-01-31", "2026-02-28", "2026-03-30", "100.00"),
            ("365.00", Per::Year, "2026-01-01", "2026-03-01", "2026-03-01", "1.00"),
            ("366.00", Per::Year, "2027-03-01", "2028-02-29", "2028-02-29", "1.00"),
            ("300.00", Per::Quarter, "2026-01-01", "2026-01-01", "2026-09-30", "900.00"),
            ("300.00", Per::Quarter, "2026-01-01", "2025-01-01", "2025-12-31", "0"),
            ("999999999999999999.99", Per::Year, "2026-01-01", "2026-01-01", "2026-12-31", "999999999999999999.99"),
            ("12.00", Per::Month, "9999-01-01", "9999-01-01", "9999-12-31", "144.00"),
        ];
        for (text, per, start, from, to, expected) in cases {
            let found = between(&value(text, per), day(start), day(from), day(to));
            assert_eq!(found, Some(expected.parse().unwrap()), "{text} {per:?} {from} {to}");
        }
    }

    #[test]
    fn an_amount_due_once_has_no_year() {
        let once = value("10.00", Per::Once);
        assert_eq!(per_year(&once), None);
        assert_eq!(between(&once, day("2026-01-01"), day("2026-01-01"), day("2026-12-31")), None);
        assert_eq!(per_year(&value("10.00", Per::Quarter)), Some("40.00".parse().unwrap()));
    }

    proptest! {
        #[test]
        fn parts_add_up_and_nothing_is_ever_less(
            cents in 0_i64..10_000_000_000, per in 0_usize..3, start in 0_u64..20_000, first in 0_u64..3_000, second in 0_u64..3_000
        ) {
            let per = [Per::Month, Per::Quarter, Per::Year][per];
            let value = Value::new(Decimal::new(cents, 2), "NOK".parse().unwrap(), per).unwrap();
            let start = day("1990-01-01") + Days::new(start);
            let (middle, end) = (start + Days::new(first), start + Days::new(first + second));
            let part = between(&value, start, start, middle).unwrap();
            let rest = between(&value, start, middle + Days::new(1), end).unwrap();
            prop_assert!(part >= Decimal::ZERO && rest >= Decimal::ZERO);
            prop_assert_eq!(part + rest, between(&value, start, start, end).unwrap());
        }
    }
}
