//! What a contract is worth: an exact amount in an ISO 4217 currency, never a float.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::problem::quoted;

mod currencies;

/// An ISO 4217 currency code of three upper-case letters that is on the standard's list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Currency(pub(crate) [u8; 3]);

/// How often the amount falls due.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// For the whole contract.
    #[default]
    Once,
    /// Every month.
    Month,
    /// Every quarter.
    Quarter,
    /// Every year.
    Year,
}

/// `[value]` in the header.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Value {
    /// Not negative; its written scale is kept (`120000.00`).
    pub amount: Decimal,
    /// Of which currency.
    pub currency: Currency,
    /// How often.
    pub per: Per,
}

/// What is wrong with an amount or a currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not digits with at most one point.
    #[error("{} is not an amount: expected digits with a point before decimals, such as `120000.00`", quoted(.0))]
    Amount(String),
    /// Not a code of the list.
    #[error("{} is not an ISO 4217 currency code such as `NOK`", quoted(.0))]
    Currency(String),
    /// More decimals than the currency has.
    #[error("{amount} has more decimals than {currency} has: {currency} is counted with {decimals}")]
    TooFine {
        /// As written.
        amount: Decimal,
        /// Of which currency.
        currency: Currency,
        /// How many the currency has.
        decimals: u32,
    },
}

/// Reads an amount: up to 18 digits, then at most 8 decimals after a point; no sign, exponent, grouping or leading zero.
///
/// # Errors
/// [`MoneyError::Amount`] for anything else.
pub fn amount(text: &str) -> Result<Decimal, MoneyError> {
    let refused = || MoneyError::Amount(text.chars().take(80).collect());
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, decimals)| (whole, Some(decimals)));
    let is_digits = |digits: &str, most: usize| {
        (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_plain = is_digits(whole, 18)
        && (whole == "0" || !whole.starts_with('0'))
        && decimals.is_none_or(|decimals| is_digits(decimals, 8));
    if !is_plain {
        return Err(refused());
    }
    Decimal::from_str_exact(text).map_err(|_| refused())
}

impl Value {
    /// The amount together with its currency.
    ///
    /// # Errors
    /// [`MoneyError::TooFine`] when the amount has more decimals than the currency's minor unit.
    pub fn new(amount: Decimal, currency: Currency, per: Per) -> Result<Self, MoneyError> {
        match currency.decimals() {
            Some(decimals) if amount.scale() > decimals => Err(MoneyError::TooFine { amount, currency, decimals }),
            _ => Ok(Self { amount, currency, per }),
        }
    }
}

impl Per {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Once, Self::Month, Self::Quarter, Self::Year];

    /// As written in the header.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl Currency {
    /// The code, such as `NOK`.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Decimals of the minor unit; `None` where the standard gives none (precious metals, drawing rights).
    #[must_use]
    pub fn decimals(&self) -> Option<u32> {
        currencies::minor_unit(self.code()).flatten()
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let refused = || MoneyError::Currency(text.chars().take(80).collect());
        currencies::minor_unit(text).ok_or_else(refused)?;
        text.as_bytes().try_into().map(Self).map_err(|_| refused())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Currency, MoneyError, Per, Value, amount};

    #[test]
    fn amounts_keep_their_written_scale() {
        for text in ["0", "0.50", "120000.00", "999999999999999999.99"] {
            assert_eq!(amount(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for wrong in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1_000",
            "1 000",
            "1,000.00",
            "1,50",
            "007",
            "00",
            "1.2.3",
            "NaN",
            "0x10",
            "１",
            "1000000000000000000",
            "1.123456789",
            " 1",
            "1\n",
        ] {
            assert!(amount(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn currencies_are_those_of_the_standard() {
        for (code, decimals) in
            [("NOK", Some(2)), ("JPY", Some(0)), ("KWD", Some(3)), ("CLF", Some(4)), ("XAU", None), ("EUR", Some(2))]
        {
            assert_eq!(code.parse::<Currency>().unwrap().decimals(), decimals, "{code}");
        }
        for wrong in ["", "NO", "NOKK", "nok", "KR", "XXX", "XTS", "BTC", "ØRE", "N0K", "NOK "] {
            assert!(wrong.parse::<Currency>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_amount_is_finer_than_its_currency() {
        let value = |text, code: &str| Value::new(amount(text).unwrap(), code.parse().unwrap(), Per::Once);
        assert!(value("1.50", "NOK").is_ok());
        assert!(value("1.500", "KWD").is_ok());
        assert!(matches!(value("1.505", "NOK"), Err(MoneyError::TooFine { decimals: 2, .. })));
        assert!(value("1.0", "JPY").is_err());
    }
}
