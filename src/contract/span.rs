//! Lengths of time as contracts write them: `3 months`, `90 days`, `2 years`. A month is a month, not 30 days.

mod spoken;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::problem::quoted;
pub use spoken::SpokenError;

/// What a [`Span`] counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Unit {
    /// Calendar days.
    Day,
    /// Seven calendar days.
    Week,
    /// Calendar months, clamped to the month's last day.
    Month,
    /// Twelve calendar months.
    Year,
}

/// A positive length of time in one unit, written `12 months`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Span {
    /// How many; at least 1 and at most 9999.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// The text is no length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a length of time: expected a number from 1 to 9999 and day(s), week(s), month(s) or year(s), such as `3 months`", quoted(.0))]
pub struct SpanError(String);

impl Unit {
    /// The unit's name for one of it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl FromStr for Span {
    type Err = SpanError;

    /// Reads a number, one space and a unit, in the singular or the plural whatever the number.
    fn from_str(text: &str) -> Result<Self, SpanError> {
        let refused = || SpanError(text.chars().take(80).collect());
        let (count, unit) = text.split_once(' ').ok_or_else(refused)?;
        let unit = match unit {
            "day" | "days" => Unit::Day,
            "week" | "weeks" => Unit::Week,
            "month" | "months" => Unit::Month,
            "year" | "years" => Unit::Year,
            _ => return Err(refused()),
        };
        let is_plain = !count.starts_with('0') && count.len() <= 4 && count.bytes().all(|byte| byte.is_ascii_digit());
        match count.parse() {
            Ok(count @ 1..=9999) if is_plain => Ok(Self { count, unit }),
            _ => Err(refused()),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.count, self.unit.word())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, Unit};

    #[test]
    fn spans_are_read_and_written() {
        for (text, count, unit) in [
            ("1 day", 1, Unit::Day),
            ("2 weeks", 2, Unit::Week),
            ("12 months", 12, Unit::Month),
            ("9999 years", 9999, Unit::Year),
        ] {
            let span = Span { count, unit };
            assert_eq!(text.parse(), Ok(span));
            assert_eq!(span.to_string(), text);
        }
        assert_eq!("1 months".parse::<Span>().unwrap().to_string(), "1 month");
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for wrong in [
            "",
            "3",
            "months",
            "3months",
            "3  months",
            " 3 months",
            "3 months ",
            "0 days",
            "-1 days",
            "+1 days",
            "03 months",
            "10000 days",
            "1.5 years",
            "3 Months",
            "3 mnd",
            "3\u{a0}months",
            "３ months",
            "three months",
            "1 year 2 months",
            "99999999999999999999 days",
        ] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }
}
