//! Tests on amounts: `value:>100000`, `value:>=100000NOK`, `value:10k..50k`, `value:NOK`, `value:none`.

use rust_decimal::Decimal;

use super::error::{At, Fault, short};
use super::lex::{Comparison, Part, comparison};

/// A test on what a contract is worth. Amounts of different currencies are not converted: without a currency the bare
/// number is compared.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AmountTest {
    nothing: bool,
    from: Option<(Decimal, Edge)>,
    until: Option<(Decimal, Edge)>,
    currency: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Edge {
    Inside,
    Outside,
}

impl AmountTest {
    /// Whether an amount passes.
    #[must_use]
    pub fn holds(&self, value: Option<(Decimal, &str)>) -> bool {
        let Some((amount, currency)) = value else { return self.nothing };
        !self.nothing
            && self.currency.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(currency))
            && self.from.is_none_or(|(from, edge)| amount > from || (edge == Edge::Inside && amount == from))
            && self.until.is_none_or(|(until, edge)| amount < until || (edge == Edge::Inside && amount == until))
    }

    pub(super) fn parse(filter: &'static str, part: &Part) -> Result<Self, At> {
        let bad = || {
            At::new(Fault::BadValue { filter, value: short(&part.text) }, part.at)
                .hint("write value:>100000, value:>=100000.50NOK, value:10k..50kEUR or value:none, without thousands separators")
        };
        if part.text.eq_ignore_ascii_case("none") {
            return Ok(Self { nothing: true, ..Self::default() });
        }
        let (how, text) = comparison(&part.text);
        if let Some((from, until)) = text.split_once("..") {
            let test = Self::range(from, until).filter(|_| how == Comparison::Equal).ok_or_else(bad)?;
            let inverted = test.from.zip(test.until).is_some_and(|((from, _), (until, _))| until < from);
            let turned = || At::new(Fault::EmptyRange(short(&part.text)), part.at);
            return if inverted { Err(turned().hint("write the smaller amount first: LEAST..MOST")) } else { Ok(test) };
        }
        let (number, currency) = split_currency(text).ok_or_else(bad)?;
        let test = Self { currency, ..Self::default() };
        if number.is_empty() {
            return if how == Comparison::Equal && test.currency.is_some() { Ok(test) } else { Err(bad()) };
        }
        let number = amount(number).ok_or_else(bad)?;
        Ok(test.compared(how, number))
    }

    fn range(from: &str, until: &str) -> Option<Self> {
        let (from, own) = split_currency(from)?;
        let (until, other) = split_currency(until)?;
        if own.is_some() && other.is_some() && own != other {
            return None;
        }
        let read = |text: &str| if text.is_empty() { Some(None) } else { amount(text).map(Some) };
        let (from, until) = (read(from)?, read(until)?);
        if from.is_none() && until.is_none() {
            return None;
        }
        let inside = |number: Option<Decimal>| number.map(|number| (number, Edge::Inside));
        Some(Self { nothing: false, from: inside(from), until: inside(until), currency: own.or(other) })
    }

    fn compared(mut self, how: Comparison, number: Decimal) -> Self {
        match how {
            Comparison::Equal => {
                self.from = Some((number, Edge::Inside));
                self.until = Some((number, Edge::Inside));
            }
            Comparison::Less => self.until = Some((number, Edge::Outside)),
            Comparison::LessOrEqual => self.until = Some((number, Edge::Inside)),
            Comparison::Greater => self.from = Some((number, Edge::Outside)),
            Comparison::GreaterOrEqual => self.from = Some((number, Edge::Inside)),
        }
        self
    }
}

/// `100000NOK` and `NOK100000` alike: the number's text and the upper-case code.
fn split_currency(text: &str) -> Option<(&str, Option<String>)> {
    let text = text.trim();
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    let (head, tail) = (text.get(..3), text.len().checked_sub(3).and_then(|at| text.split_at_checked(at)));
    if let Some((number, code)) = tail
        && is_code(code)
    {
        return Some((number.trim_end(), Some(code.to_ascii_uppercase())));
    }
    if let Some(code) = head
        && is_code(code)
    {
        return Some((text.get(3..)?.trim_start(), Some(code.to_ascii_uppercase())));
    }
    Some((text, None))
}

/// `100000`, `100_000`, `100000.50`, `100k`, `1.5m`. Exact: more digits than a decimal holds are refused.
fn amount(text: &str) -> Option<Decimal> {
    let (digits, factor) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (text.get(..at)?, 1_000),
        Some((at, 'm' | 'M')) => (text.get(..at)?, 1_000_000),
        _ => (text, 1),
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
    if !plain || !digits.starts_with(|char: char| char.is_ascii_digit()) {
        return None;
    }
    Decimal::from_str_exact(&digits.replace('_', "")).ok()?.checked_mul(Decimal::from(factor))
}
