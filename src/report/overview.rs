//! The whole stock in numbers, each with the ids behind it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

/// `clm.report/1`.
#[derive(Serialize, Clone, Debug)]
pub struct OverviewReport {
    /// Whose contracts.
    pub organisation: String,
    /// The commit everything was read from; null where several repositories were asked, each at its own.
    pub commit: Option<String>,
    /// The day it was asked for.
    pub today: NaiveDate,
    /// The last day of the coming 24 months.
    pub until: NaiveDate,
    /// The query that chose the contracts, as typed.
    pub query: String,
    /// How many contracts were looked at.
    pub contracts: usize,
    /// Contracts by status, workspace, kind and owner.
    pub counts: Vec<CountTable>,
    /// What contracts in force are worth, by party and by currency.
    pub values: Vec<ValueTable>,
    /// Notice, renewal, option and end dates of the coming 24 months.
    pub months: Vec<MonthItem>,
    /// What is bound, and what renews in silence.
    pub commitments: Option<Commitments>,
    /// From draft to signature.
    pub cycle: Option<Cycle>,
    /// Contracts that lack something.
    pub gaps: Vec<GapItem>,
    /// For each id above the repositories it lies in, where several were asked.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub found_in: BTreeMap<String, Vec<String>>,
    /// Whether people asked for the rule of each contract.
    #[serde(skip)]
    pub explain: bool,
}

/// Contracts by one facet.
#[derive(Serialize, Clone, Debug)]
pub struct CountTable {
    /// `status workspace kind owner`.
    pub by: String,
    /// The largest first; those without a value last.
    pub values: Vec<CountRow>,
}

/// One value of a facet.
#[derive(Serialize, Clone, Debug)]
pub struct CountRow {
    /// Null for contracts without one.
    pub value: Option<String>,
    /// How many.
    pub count: usize,
    /// Which.
    pub ids: Vec<String>,
}

/// Values by party or by currency.
#[derive(Serialize, Clone, Debug)]
pub struct ValueTable {
    /// `party currency`.
    pub by: String,
    /// How it was counted.
    pub rule: String,
    /// Never summed across currencies.
    pub rows: Vec<ValueRow>,
    /// Contracts in force without a value.
    pub without: Vec<String>,
}

/// One party and currency.
#[derive(Serialize, Clone, Debug)]
pub struct ValueRow {
    /// Null when by currency only.
    pub party: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// Recurring amounts, of a year; null when too large to add.
    pub per_year: Option<String>,
    /// Amounts due once, for the whole contract.
    pub once: Option<String>,
    /// Which contracts.
    pub ids: Vec<String>,
}

/// One month.
#[derive(Serialize, Clone, Debug)]
pub struct MonthItem {
    /// `2026-12`.
    pub month: String,
    /// Sorted by date.
    pub items: Vec<DatedItem>,
}

/// One date of one contract.
#[derive(Serialize, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DatedItem {
    /// When.
    pub date: NaiveDate,
    /// As in `due`.
    pub what: String,
    /// Contract id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Which obligation or reminder.
    pub subject: Option<String>,
    /// Which repository it lies in, where several were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}

/// Money that is bound.
#[derive(Serialize, Clone, Debug)]
pub struct Commitments {
    /// The rules everything below follows.
    pub rules: Vec<String>,
    /// By currency.
    pub totals: Vec<MoneyRow>,
    /// What each assumption would save.
    pub assumed: Vec<Assumed>,
    /// Contract by contract.
    pub items: Vec<CommitmentItem>,
    /// Contracts in force about which nothing can be said, and why.
    pub unclear: Vec<UnclearItem>,
}

/// Money of one currency.
#[derive(Serialize, Clone, Debug)]
pub struct MoneyRow {
    /// ISO 4217.
    pub currency: String,
    /// From today to the next possible end, if notice is given today; null when too large to add.
    pub bound: Option<String>,
    /// What the next silent renewal adds if nobody acts.
    pub renewing: Option<String>,
    /// In the coming 24 months if nobody ever acts.
    pub coming: Option<String>,
    /// Amounts due once; not spread over days.
    pub once: Option<String>,
    /// Which contracts.
    pub ids: Vec<String>,
}

/// One `--assume`.
#[derive(Serialize, Clone, Debug)]
pub struct Assumed {
    /// `not-renewing`.
    pub what: String,
    /// Of which contracts.
    pub query: String,
    /// By currency.
    pub saves: Vec<SavedRow>,
    /// All that the query chose.
    pub ids: Vec<String>,
}

/// What is saved in one currency.
#[derive(Serialize, Clone, Debug)]
pub struct SavedRow {
    /// ISO 4217.
    pub currency: String,
    /// In the coming 24 months.
    pub amount: Option<String>,
    /// Which contracts.
    pub ids: Vec<String>,
}

/// One contract's commitment.
#[derive(Serialize, Clone, Debug)]
pub struct CommitmentItem {
    /// Contract id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// ISO 4217.
    pub currency: String,
    /// As written.
    pub amount: String,
    /// `once month quarter year`.
    pub per: String,
    /// The last day it binds if notice is given today.
    pub bound_until: NaiveDate,
    /// What falls due to that day.
    pub bound: Option<String>,
    /// Our last day to keep it from renewing.
    pub act_by: Option<NaiveDate>,
    /// The last day once it has renewed.
    pub renewed_until: Option<NaiveDate>,
    /// What the renewal adds.
    pub renewing: Option<String>,
    /// In the coming 24 months if nobody acts.
    pub coming: Option<String>,
    /// In the coming 24 months if notice is given today: this much less.
    pub saves: Option<String>,
    /// The rule and each step.
    pub why: Vec<String>,
    /// Which repository it lies in, where several were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}

/// A contract about which nothing can be said.
#[derive(Serialize, Clone, Debug)]
pub struct UnclearItem {
    /// Contract id.
    pub id: String,
    /// A sentence.
    pub why: String,
    /// Which repository it lies in, where several were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}

/// Days from draft to signature.
#[derive(Serialize, Clone, Debug)]
pub struct Cycle {
    /// How it was counted.
    pub rule: String,
    /// All, by kind, by template.
    pub rows: Vec<CycleRow>,
    /// Signed before they came into the repository.
    pub before: Vec<String>,
}

/// One group.
#[derive(Serialize, Clone, Debug)]
pub struct CycleRow {
    /// `all kind template`.
    pub by: String,
    /// Which kind or template.
    pub value: Option<String>,
    /// How many contracts.
    pub contracts: usize,
    /// Half were signed within so many days.
    pub median_days: i64,
    /// Nine of ten were.
    pub p90_days: i64,
    /// Which.
    pub ids: Vec<String>,
    /// How long each took, in the same order.
    #[serde(skip)]
    pub days: Vec<i64>,
}

/// Contracts that lack something.
#[derive(Serialize, Clone, Debug)]
pub struct GapItem {
    /// `owner end notice`.
    pub lacks: String,
    /// Which.
    pub ids: Vec<String>,
}

/// `clm.page/1`: a page was written.
#[derive(Serialize, Clone, Debug)]
pub struct PageReport {
    /// Where.
    pub path: String,
    /// How large.
    pub bytes: u64,
    /// About how many contracts.
    pub contracts: usize,
}
