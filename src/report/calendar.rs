//! Months with what falls on their days.

use chrono::NaiveDate;
use serde::Serialize;

use super::overview::DatedItem;

/// `clm.calendar/1`.
#[derive(Serialize, Clone, Debug)]
pub struct CalendarReport {
    /// The day it was asked for.
    pub today: NaiveDate,
    /// First day shown.
    pub from: NaiveDate,
    /// Last day shown, inside.
    pub until: NaiveDate,
    /// The calendar of business days the organisation goes by, for people.
    pub calendar: Option<String>,
    /// Month by month.
    pub months: Vec<MonthDays>,
}

/// One month.
#[derive(Serialize, Clone, Debug)]
pub struct MonthDays {
    /// `2026-12`.
    pub month: String,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// What falls on its days, sorted.
    pub items: Vec<DatedItem>,
    /// Days nobody works on beside Saturday and Sunday.
    pub holidays: Vec<HolidayItem>,
}

/// A day off.
#[derive(Serialize, Clone, Debug)]
pub struct HolidayItem {
    /// When.
    pub date: NaiveDate,
    /// What it is called.
    pub name: String,
    /// Whose day off it is, where not all repositories asked have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}
