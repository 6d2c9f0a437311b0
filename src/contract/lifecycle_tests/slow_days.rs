//! Norwegian business days by another way than the engine's: Easter by Gauss's rule, one day after the other.

use chrono::{Datelike, NaiveDate};

/// Easter Sunday by Gauss, with his two exceptions.
fn easter(year: i32) -> NaiveDate {
    let (a, b, c, k) = (year % 19, year % 4, year % 7, year / 100);
    let (p, q) = ((13 + 8 * k) / 25, k / 4);
    let (m, n) = ((15 - p + k - q) % 30, (4 + k - q) % 7);
    let d = (19 * a + m) % 30;
    let e = (2 * b + 4 * c + 6 * d + n) % 7;
    let april = |day: i32| NaiveDate::from_ymd_opt(year, 4, u32::try_from(day).unwrap()).unwrap();
    if d == 29 && e == 6 {
        return april(19);
    }
    if d == 28 && e == 6 && (11 * m + 11) % 30 < 19 {
        return april(18);
    }
    if d + e > 9 {
        april(d + e - 9)
    } else {
        NaiveDate::from_ymd_opt(year, 3, u32::try_from(22 + d + e).unwrap()).unwrap()
    }
}

fn is_open(day: NaiveDate) -> bool {
    // 2024-01-01 was a Monday.
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let weekend = (day - monday).num_days().rem_euclid(7) >= 5;
    let fixed = [(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)].contains(&(day.month(), day.day()));
    let moving = [-3, -2, 0, 1, 39, 49, 50].contains(&(day - easter(day.year())).num_days());
    !weekend && !fixed && !moving
}

pub fn back_to_open(mut day: NaiveDate) -> NaiveDate {
    while !is_open(day) {
        day = day.pred_opt().unwrap();
    }
    day
}

pub fn on_to_open(mut day: NaiveDate) -> NaiveDate {
    while !is_open(day) {
        day = day.succ_opt().unwrap();
    }
    day
}

#[test]
fn both_rules_give_the_same_easter() {
    for year in 1583..=9999 {
        assert_eq!(Some(easter(year)), crate::contract::business_day::easter(year), "{year}");
    }
}
