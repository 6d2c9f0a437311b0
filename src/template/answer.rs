//! Answers: what a person types, read into what the field asks for, with its whole reason when it is not.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::field::{Field, Kind};
use crate::contract::deception::forbidden_in_line;

/// Answers by field name.
pub type Answers = BTreeMap<String, Answer>;

/// One answer, of the type its field asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Text, a choice or an e-mail address.
    Text(String),
    /// A civil date.
    Date(NaiveDate),
    /// An exact amount, its scale as written, and an ISO 4217 code.
    Money {
        /// Not negative.
        amount: Decimal,
        /// Three capital letters.
        currency: String,
    },
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A length of time.
    Duration {
        /// 1 to 9999.
        count: u32,
        /// Of what.
        unit: Unit,
    },
}

/// What a duration counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// Why a text is no answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AnswerError {
    /// The template asks nothing of that name.
    #[error("the template has no field `{name}`")]
    NoSuchField {
        /// As given, shortened.
        name: String,
        /// The field probably meant.
        nearest: Option<String>,
    },
    /// The text does not answer the question.
    #[error("`{field}`: {reason}")]
    Unfit {
        /// Which field.
        field: String,
        /// What is wrong and what is expected.
        reason: String,
    },
}

/// Longer answers are refused; a longer text belongs into the body or an annex.
const LONGEST: usize = 20_000;

impl Field {
    /// Reads an answer to this field. White space around it is dropped.
    ///
    /// # Errors
    /// [`AnswerError::Unfit`] with the reason.
    pub fn answer(&self, text: &str) -> Result<Answer, AnswerError> {
        let unfit = |reason| AnswerError::Unfit { field: self.name.clone(), reason };
        let text = text.trim();
        self.line(text).map_err(unfit)?;
        let answer = self.typed(text).map_err(unfit)?;
        self.within(&answer).map_err(unfit)?;
        Ok(answer)
    }

    fn line(&self, text: &str) -> Result<(), String> {
        if text.is_empty() {
            return Err("the answer is empty".to_owned());
        }
        if text.len() > LONGEST {
            return Err(format!("the answer has more than {LONGEST} bytes"));
        }
        let forbidden = |c: &char| forbidden_in_line(*c) && !(self.multiline && *c == '\n');
        if let Some(character) = text.chars().find(forbidden) {
            let code = u32::from(character);
            return Err(format!("the character U+{code:04X} may not stand in it"));
        }
        if super::blank::pretends(text) {
            return Err("it looks like a blank that is still to be filled".to_owned());
        }
        Ok(())
    }

    fn typed(&self, text: &str) -> Result<Answer, String> {
        match &self.kind {
            Kind::Text => Ok(Answer::Text(text.to_owned())),
            Kind::Date => date(text),
            Kind::Money => money(text, self.currency.as_deref()),
            Kind::Integer => integer(text),
            Kind::Boolean => boolean(text),
            Kind::Choice => self.choice(text),
            Kind::Duration => duration(text),
            Kind::Email => email(text),
        }
    }

    fn choice(&self, text: &str) -> Result<Answer, String> {
        let chosen = self.choices.iter().find(|choice| choice.eq_ignore_ascii_case(text));
        chosen
            .map(|choice| Answer::Text(choice.clone()))
            .ok_or_else(|| format!("it is none of: {}", self.choices.join(", ")))
    }

    fn within(&self, answer: &Answer) -> Result<(), String> {
        let (value, what) = match answer {
            Answer::Text(text) => (Decimal::from(text.chars().count()), " characters"),
            Answer::Integer(number) => (Decimal::from(*number), ""),
            Answer::Money { amount, .. } => (*amount, ""),
            Answer::Duration { count, .. } => (Decimal::from(*count), ""),
            Answer::Date(_) | Answer::Boolean(_) => return Ok(()),
        };
        match (self.min, self.max) {
            (Some(min), _) if value < Decimal::from(min) => Err(format!("it is less than {min}{what}")),
            (_, Some(max)) if value > Decimal::from(max) => Err(format!("it is more than {max}{what}")),
            _ => Ok(()),
        }
    }
}

fn date(text: &str) -> Result<Answer, String> {
    let good = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = good.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
    date.map(Answer::Date).ok_or_else(|| "it is no date such as 2026-12-01".to_owned())
}

fn integer(text: &str) -> Result<Answer, String> {
    text.parse().map(Answer::Integer).map_err(|_| "it is no whole number".to_owned())
}

fn boolean(text: &str) -> Result<Answer, String> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "y" | "ja" | "j" => Ok(Answer::Boolean(true)),
        "no" | "false" | "n" | "nei" | "nej" | "nein" => Ok(Answer::Boolean(false)),
        _ => Err("it is neither yes nor no".to_owned()),
    }
}

/// `120000.00 NOK`, `NOK 120000`, or the amount alone where the field has a currency.
fn money(text: &str, usual: Option<&str>) -> Result<Answer, String> {
    let wrong = || "it is no amount such as `120000.00 NOK` (digits, a point, a currency code)".to_owned();
    let parts: Vec<&str> = text.split_whitespace().collect();
    let code = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_uppercase());
    let (amount, currency) = match (parts.as_slice(), usual) {
        ([amount, currency], _) if code(currency) => (*amount, *currency),
        ([currency, amount], _) if code(currency) => (*amount, *currency),
        ([amount], Some(currency)) => (*amount, currency),
        _ => return Err(wrong()),
    };
    let (whole, fraction) = amount.split_once('.').map_or((amount, None), |(whole, rest)| (whole, Some(rest)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || whole.len() > 18 || !fraction.is_none_or(|f| digits(f) && f.len() <= 4) {
        return Err(wrong());
    }
    let amount = Decimal::from_str(amount).map_err(|_| wrong())?;
    Ok(Answer::Money { amount, currency: currency.to_owned() })
}

fn duration(text: &str) -> Result<Answer, String> {
    let wrong = || "it is no period such as `12 months` (days, weeks, months or years)".to_owned();
    let (count, unit) = text.split_once(char::is_whitespace).ok_or_else(wrong)?;
    let unit = match unit.trim().to_lowercase().as_str() {
        "day" | "days" | "dag" | "dager" | "dagar" | "dage" | "tag" | "tage" | "tagen" => Unit::Day,
        "week" | "weeks" | "uke" | "uker" | "vecka" | "veckor" | "uge" | "uger" | "woche" | "wochen" => Unit::Week,
        "month" | "months" | "måned" | "måneder" | "månad" | "månader" | "monat" | "monate" | "monaten" => {
            Unit::Month
        }
        "year" | "years" | "år" | "jahr" | "jahre" | "jahren" => Unit::Year,
        _ => return Err(wrong()),
    };
    let count = count.parse::<u32>().ok().filter(|count| (1..=9999).contains(count)).ok_or_else(wrong)?;
    Ok(Answer::Duration { count, unit })
}

fn email(text: &str) -> Result<Answer, String> {
    let good = text.split_once('@').is_some_and(|(local, host)| {
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '\'');
        !local.is_empty() && local.chars().all(fine) && host.contains('.') && host.split('.').all(label)
    });
    if good && text.len() <= 254 {
        Ok(Answer::Text(text.to_lowercase()))
    } else {
        Err("it is no e-mail address".to_owned())
    }
}

fn label(label: &str) -> bool {
    !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !label.starts_with('-')
}
