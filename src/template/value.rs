//! Answers as the template language sees them.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use minijinja::value::{Object, ObjectRepr, Value};
use minijinja::{Error, ErrorKind};
use rust_decimal::Decimal;

use super::answer::{Answer, Unit};
use super::blank::marker;
use super::field::{Blank, Field};
use super::phrase;
use crate::contract::calendar::{plus, previous};
use crate::contract::span::{self, Span};

/// A value with more to it than its letters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Datum {
    /// Nobody answered.
    Blank {
        name: String,
        omit: bool,
    },
    Date(NaiveDate),
    Money {
        amount: Decimal,
        currency: String,
    },
    Duration {
        count: u32,
        unit: Unit,
    },
}

impl Object for Datum {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    /// `fee.amount` and `fee.currency`; of a blank, the blank itself.
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match (self.as_ref(), key.as_str()?) {
            (Self::Money { amount, .. }, "amount") => Some(Value::from(amount.to_string())),
            (Self::Money { currency, .. }, "currency") => Some(Value::from(currency.clone())),
            (Self::Blank { .. }, "amount" | "currency") => Some(Value::from_dyn_object(self.clone())),
            _ => None,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !matches!(self.as_ref(), Self::Blank { .. })
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_ref() {
            Self::Blank { omit: true, .. } => Ok(()),
            Self::Blank { name, omit: false } => f.write_str(&marker(name)),
            Self::Date(date) => write!(f, "{date}"),
            Self::Money { amount, currency } => write!(f, "{amount} {currency}"),
            Self::Duration { count, unit } => f.write_str(&phrase::span(*count, *unit)),
        }
    }
}

/// The value of a field: its answer, or its blank.
pub(super) fn value(field: &Field, answer: Option<&Answer>) -> Value {
    match answer {
        None => {
            let omit = field.blank == Blank::Omit;
            Value::from_object(Datum::Blank { name: field.name.clone(), omit })
        }
        Some(Answer::Text(text)) => Value::from(text.clone()),
        Some(Answer::Integer(number)) => Value::from(*number),
        Some(Answer::Boolean(yes)) => Value::from(*yes),
        Some(Answer::Date(date)) => Value::from_object(Datum::Date(*date)),
        Some(Answer::Money { amount, currency }) => {
            Value::from_object(Datum::Money { amount: *amount, currency: currency.clone() })
        }
        Some(Answer::Duration { count, unit }) => Value::from_object(Datum::Duration { count: *count, unit: *unit }),
    }
}

/// The last day of a period of the `length` (a bare number counts months) that begins on the day `start`; what is blank of
/// the two stays blank.
pub(super) fn through(start: &Value, length: &Value) -> Result<Value, Error> {
    let of = |value: &Value| value.downcast_object_ref::<Datum>().cloned();
    let months = u32::try_from(length.clone()).ok().filter(|count| (1..=9999).contains(count));
    let counted = months.map(|count| Datum::Duration { count, unit: Unit::Month });
    match (of(start), of(length).or(counted)) {
        (Some(Datum::Blank { .. }), _) => Ok(start.clone()),
        (_, Some(Datum::Blank { .. })) => Ok(length.clone()),
        (Some(Datum::Date(first)), Some(Datum::Duration { count, unit })) => {
            let unit = match unit {
                Unit::Day => span::Unit::Day,
                Unit::Week => span::Unit::Week,
                Unit::Month => span::Unit::Month,
                Unit::Year => span::Unit::Year,
            };
            let last = plus(first, Span { count, unit }, 1).and_then(previous);
            last.map(|day| Value::from_object(Datum::Date(day)))
                .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "the period runs past the year 9999"))
        }
        _ => Err(Error::new(ErrorKind::InvalidOperation, "`through` wants a date and a duration")),
    }
}
