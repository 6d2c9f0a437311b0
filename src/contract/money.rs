//! What a contract is worth: an exact amount in an ISO 4217 currency, never a float.

use rust_decimal::Decimal;

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
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Value {
    /// Not negative; its written scale is kept (`120000.00`).
    pub amount: Decimal,
    /// Of which currency.
    pub currency: Currency,
    /// How often.
    pub per: Per,
}
