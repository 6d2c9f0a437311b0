//! Counts, lists and days in words, so that no caller spells a plural.

use chrono::NaiveDate;

/// `1 contract`, `3 contracts`.
#[must_use]
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// `A`, `A and B`, `A, B and C`.
#[must_use]
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `today`, `tomorrow`, `in 8 days`, `3 days ago`.
#[must_use]
pub fn days(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        2.. => format!("in {days} days"),
        _ => format!("{} days ago", days.unsigned_abs()),
    }
}

/// `815 bytes`, `12.3 kB`, `4.0 MB`, in powers of a thousand.
#[must_use]
pub fn size(bytes: u64) -> String {
    let tenths = |unit: u64, name: &str| {
        let tenths = bytes.saturating_add(unit / 20) / (unit / 10);
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    };
    match bytes {
        1 => "1 byte".to_owned(),
        0..=999 => format!("{bytes} bytes"),
        1_000..=999_949 => tenths(1_000, "kB"),
        _ => tenths(1_000_000, "MB"),
    }
}

/// `2026-12-01 (in 8 days)`.
#[must_use]
pub fn date(date: NaiveDate, today: NaiveDate) -> String {
    format!("{date} ({})", days((date - today).num_days()))
}

#[cfg(test)]
mod tests {
    use super::{count, days, list, size};

    #[test]
    fn sizes_round_to_a_tenth_of_their_unit() {
        let sizes = [0, 1, 999, 1_000, 12_345, 999_949, 999_950, 64 << 20].map(size);
        assert_eq!(sizes.join(", "), "0 bytes, 1 byte, 999 bytes, 1.0 kB, 12.3 kB, 999.9 kB, 1.0 MB, 67.1 MB");
    }

    #[test]
    fn plurals_lists_and_days() {
        assert_eq!((count(0, "contract").as_str(), count(1, "act").as_str()), ("0 contracts", "1 act"));
        assert_eq!(list(&["A".into(), "B".into(), "C".into()]), "A, B and C");
        assert_eq!(
            [days(0), days(1), days(-1), days(8), days(-3)].join(" "),
            "today tomorrow yesterday in 8 days 3 days ago"
        );
    }
}
