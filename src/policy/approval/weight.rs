//! What a contract weighs against a threshold: what its first length costs, a year at least where it is paid again and
//! again. Splitting a price into months does not carry it below a threshold.

use rust_decimal::Decimal;

use crate::contract::header::Header;
use crate::contract::money::{Currency, Per};
use crate::contract::span::{Span, Unit};

/// Whether a contract is worth more than the threshold of its currency. What no threshold compares with is above, and so
/// is what is too large to be counted; a contract that states no value is not.
pub(super) fn exceeds(header: &Header, above: &[(Decimal, Currency)]) -> bool {
    let Some(value) = &header.value else { return false };
    let Some((limit, _)) = above.iter().find(|(_, currency)| *currency == value.currency) else { return true };
    value.amount.checked_mul(Decimal::from(times(header, value.per))).is_none_or(|total| total > *limit)
}

/// How often it is paid within its first length, begun payments included.
fn times(header: &Header, per: Per) -> u32 {
    let months = match per {
        Per::Once => return 1,
        Per::Month => 1,
        Per::Quarter => 3,
        Per::Year => 12,
    };
    first_months(header).max(12).div_ceil(months)
}

/// Months of the first length, rounded up; 0 where none is stated.
fn first_months(header: &Header) -> u32 {
    let term = &header.term;
    let by_dates = || {
        let days = u32::try_from((term.end? - term.start?).num_days()).ok()?;
        // 30.4375 days a month, rounded up, as nobody pays less for a short one.
        Some(days.saturating_mul(16).div_ceil(487))
    };
    term.length.map(in_months).or_else(by_dates).or_else(|| term.renews.map(in_months)).unwrap_or_default()
}

fn in_months(span: Span) -> u32 {
    match span.unit {
        Unit::Day => span.count.div_ceil(30),
        Unit::Week => span.count.saturating_mul(7).div_ceil(30),
        Unit::Month => span.count,
        Unit::Year => span.count.saturating_mul(12),
    }
}
