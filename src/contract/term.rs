//! `[term]`: how long a contract runs, how it renews and how it is ended. Facts as written; what follows from them on a
//! day is computed by [`super::deadline`].

use chrono::NaiveDate;

use super::span::Span;

/// The term as the agreement states it. All fields may be absent: an unknown term is an answer, not an error.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Term {
    /// First day. Absent: the day the last required signature arrived.
    pub start: Option<NaiveDate>,
    /// Length of the first period.
    pub length: Option<Span>,
    /// Last day of the first period, inside; instead of `length`.
    pub end: Option<NaiveDate>,
    /// Length of each further period.
    pub renews: Option<Span>,
    /// Whether it renews by itself or when someone acts.
    pub renews_by: RenewsBy,
    /// How many further periods there may be at most.
    pub max_renewals: Option<u32>,
    /// How long before the end notice must be given.
    pub notice: Option<Notice>,
    /// The notice of renewed periods where it differs from the first.
    pub renewal_notice: Option<Notice>,
    /// The contract then ends at the end of such a period of the calendar.
    pub notice_ends: Option<Boundary>,
    /// Runs until notice; with `length`, after that lock-in.
    pub evergreen: bool,
    /// What notice after the deadline does.
    pub late_notice: LateNotice,
    /// Which way of counting decides our own deadline.
    pub notice_counting: NoticeCounting,
    /// Days a notice is on its way; moves our deadline earlier.
    pub delivery_days: u32,
    /// How long duties outlive the end.
    pub survives: Option<Span>,
    /// The calendar of business days both parties go by, such as `no`.
    pub calendar: Option<String>,
}

/// How a renewal comes about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub enum RenewsBy {
    /// By itself unless notice is given (the default).
    #[default]
    Silence,
    /// Only when someone uses an option to renew: `renews_by = "option"`.
    Option,
}

/// A notice period, the same for all or by party.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Notice {
    /// `notice = "3 months"`.
    Everyone(Span),
    /// `notice = { "Northwind AS" = "1 month", "Acme AS" = "6 months" }`, in the order written.
    ByParty(Vec<(String, Span)>),
}

/// Calendar periods a notice may run to the end of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Boundary {
    /// `end of month`.
    Month,
    /// `end of quarter`.
    Quarter,
    /// `end of half-year`.
    HalfYear,
    /// `end of year`.
    Year,
}

/// What a notice after the deadline does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub enum LateNotice {
    /// Ends the contract at the end of the next period: `next period` (the default).
    #[default]
    NextPeriod,
    /// Has no effect: `refused`.
    Refused,
}

/// Which counting of the last day for notice is planned with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub enum NoticeCounting {
    /// The earlier of both: `earlier` (the default).
    #[default]
    Earlier,
    /// Method A, period end minus notice: `from_end`.
    FromEnd,
    /// Method B, next start minus notice minus one day: `clear_days`.
    ClearDays,
}
