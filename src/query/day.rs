//! Tests on days: `end:<2027-01-01`, `end:2026-01-01..2026-12-31`, `notice:<60d`.
//!
//! A whole year or month stands for all its days. A length of time counts from today, `-30d` backwards. `<60d` and
//! `<=60d` mean "within": from today on, because nobody asking what ends within three months means what ended long ago.

use chrono::{Days, Months, NaiveDate};

use super::error::{At, Fault, short};
use super::lex::{Comparison, Part, comparison};

/// A day, as written or counted from today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Point {
    /// That day.
    Day(NaiveDate),
    /// So many days from today; negative in the past.
    Days(i32),
    /// So many months from today, clamped to the month's last day; negative in the past.
    Months(i32),
}

/// A test on one day of a contract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayTest {
    /// The contract has no such day.
    None,
    /// Between these points, both inside; an absent point is open.
    Between(Option<Bound>, Option<Bound>),
}

/// A point moved by some days: what turns `<` into `<=`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bound {
    point: Point,
    moved: i8,
}

impl DayTest {
    /// Whether the day passes, seen from today.
    #[must_use]
    pub fn holds(&self, day: Option<NaiveDate>, today: NaiveDate) -> bool {
        match (self, day) {
            (Self::None, None) => true,
            (Self::None, Some(_)) | (Self::Between(..), None) => false,
            (Self::Between(from, until), Some(day)) => {
                from.is_none_or(|bound| day >= bound.on(today)) && until.is_none_or(|bound| day <= bound.on(today))
            }
        }
    }

    pub(super) fn parse(filter: &'static str, part: &Part) -> Result<Self, At> {
        let bad = || {
            At::new(Fault::BadValue { filter, value: short(&part.text) }, part.at).hint(format!(
                "write {filter}:2027-01-31, {filter}:<2027, {filter}:2026-01-01..2026-12-31, {filter}:<60d or {filter}:none"
            ))
        };
        if part.text.eq_ignore_ascii_case("none") {
            return Ok(Self::None);
        }
        if let Some((from, until)) = part.text.split_once("..") {
            let from = open(from).map(|text| Period::parse(text).ok_or_else(bad)).transpose()?;
            let until = open(until).map(|text| Period::parse(text).ok_or_else(bad)).transpose()?;
            if from.is_none() && until.is_none() {
                return Err(bad());
            }
            let turned = || At::new(Fault::EmptyRange(short(&part.text)), part.at);
            return Self::range(from, until).ok_or_else(|| turned().hint("write the earlier day first: FROM..UNTIL"));
        }
        let (how, text) = comparison(&part.text);
        let period = Period::parse(text).ok_or_else(bad)?;
        Ok(Self::compared(how, period))
    }

    fn range(from: Option<Period>, until: Option<Period>) -> Option<Self> {
        let (first, last) = (from.map(|period| period.first), until.map(|period| period.last));
        let inverted = match (first, last) {
            (Some(Point::Day(first)), Some(Point::Day(last))) => last < first,
            (Some(Point::Days(first)), Some(Point::Days(last))) => last < first,
            (Some(Point::Months(first)), Some(Point::Months(last))) => last < first,
            _ => false,
        };
        (!inverted).then_some(Self::Between(first.map(Bound::at), last.map(Bound::at)))
    }

    fn compared(how: Comparison, period: Period) -> Self {
        let within = period.first.is_ahead().then_some(Bound::at(Point::Days(0)));
        match how {
            Comparison::Equal => Self::Between(Some(Bound::at(period.first)), Some(Bound::at(period.last))),
            Comparison::Less => Self::Between(within, Some(Bound { point: period.first, moved: -1 })),
            Comparison::LessOrEqual => Self::Between(within, Some(Bound::at(period.last))),
            Comparison::Greater => Self::Between(Some(Bound { point: period.last, moved: 1 }), None),
            Comparison::GreaterOrEqual => Self::Between(Some(Bound::at(period.first)), None),
        }
    }
}

fn open(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

impl Bound {
    fn at(point: Point) -> Self {
        Self { point, moved: 0 }
    }

    fn on(self, today: NaiveDate) -> NaiveDate {
        moved(self.point.on(today), i64::from(self.moved))
    }
}

impl Point {
    /// The day meant, seen from today; at the ends of the calendar it stays there.
    #[must_use]
    pub fn on(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Days(days) => moved(today, i64::from(days)),
            Self::Months(months) if months < 0 => {
                today.checked_sub_months(Months::new(months.unsigned_abs())).unwrap_or(NaiveDate::MIN)
            }
            Self::Months(months) => {
                today.checked_add_months(Months::new(months.unsigned_abs())).unwrap_or(NaiveDate::MAX)
            }
        }
    }

    /// A length of time from today into the future, such as `60d`; `0d` and named days are not.
    fn is_ahead(self) -> bool {
        matches!(self, Self::Days(count) | Self::Months(count) if count > 0)
    }
}

fn moved(day: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        day.checked_sub_days(distance).unwrap_or(NaiveDate::MIN)
    } else {
        day.checked_add_days(distance).unwrap_or(NaiveDate::MAX)
    }
}

/// First and last day of what one point names: a year has many days, a date has one.
#[derive(Clone, Copy)]
struct Period {
    first: Point,
    last: Point,
}

impl Period {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let one = |point| Some(Self { first: point, last: point });
        match text.to_ascii_lowercase().as_str() {
            "today" => return one(Point::Days(0)),
            "tomorrow" => return one(Point::Days(1)),
            "yesterday" => return one(Point::Days(-1)),
            _ => {}
        }
        if let Some(point) = offset(text) {
            return one(point);
        }
        calendar(text)
    }
}

/// `60d`, `8w`, `3mo`, `1y`, `-30d`, also with the words written out.
fn offset(text: &str) -> Option<Point> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|char: char| !char.is_ascii_digit())?;
    let (digits, unit) = digits.split_at_checked(end)?;
    let count: i32 = digits.parse().ok().filter(|count| *count <= 9999)?;
    let count = count.checked_mul(sign)?;
    match unit.trim().to_ascii_lowercase().as_str() {
        "d" | "day" | "days" => Some(Point::Days(count)),
        "w" | "week" | "weeks" => count.checked_mul(7).map(Point::Days),
        "m" | "mo" | "month" | "months" => Some(Point::Months(count)),
        "y" | "year" | "years" => count.checked_mul(12).map(Point::Months),
        _ => None,
    }
}

/// `2026-12-31`, `2026-12` or `2026`; nothing else, so that no day is guessed.
fn calendar(text: &str) -> Option<Period> {
    let mut numbers = text.split('-');
    let year: i32 = number(numbers.next()?, 4)?;
    let Some(month) = numbers.next() else {
        return days(NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
    };
    let first = NaiveDate::from_ymd_opt(year, u32::try_from(number(month, 2)?).ok()?, 1)?;
    let Some(day) = numbers.next() else {
        return days(first, first.checked_add_months(Months::new(1))?.pred_opt()?);
    };
    let day = chrono::Datelike::with_day(&first, u32::try_from(number(day, 2)?).ok()?)?;
    if numbers.next().is_some() { None } else { days(day, day) }
}

fn days(first: NaiveDate, last: NaiveDate) -> Option<Period> {
    Some(Period { first: Point::Day(first), last: Point::Day(last) })
}

fn number(text: &str, digits: usize) -> Option<i32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}
