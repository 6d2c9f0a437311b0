//! Contracts counted by a facet.

use serde::Serialize;

/// How many contracts have which value.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// `status`, `kind` …
    pub by: String,
    /// How many contracts were counted. With several values a contract counts for each, so the values may add up to more.
    pub contracts: usize,
    /// The largest first; those without a value last.
    pub values: Vec<CountItem>,
}

/// One value.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct CountItem {
    /// The value; null for contracts without one.
    pub value: Option<String>,
    /// How many contracts have it.
    pub count: usize,
}
