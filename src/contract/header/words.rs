//! The fixed words of the front matter, for reading and writing.

use super::Form;
use crate::contract::money::Per;
use crate::contract::term::{Boundary, LateNotice, NoticeCounting, RenewsBy};

pub(super) const FORMS: &[(&str, Form)] =
    &[("any", Form::Any), ("written", Form::Written), ("qualified", Form::Qualified)];

pub(super) const RENEWS_BY: &[(&str, RenewsBy)] = &[("silence", RenewsBy::Silence), ("option", RenewsBy::Option)];

pub(super) const BOUNDARIES: &[(&str, Boundary)] = &[
    ("end of month", Boundary::Month),
    ("end of quarter", Boundary::Quarter),
    ("end of half-year", Boundary::HalfYear),
    ("end of year", Boundary::Year),
];

pub(super) const LATE_NOTICE: &[(&str, LateNotice)] =
    &[("next period", LateNotice::NextPeriod), ("refused", LateNotice::Refused)];

pub(super) const COUNTINGS: &[(&str, NoticeCounting)] = &[
    ("earlier", NoticeCounting::Earlier),
    ("from_end", NoticeCounting::FromEnd),
    ("clear_days", NoticeCounting::ClearDays),
];

pub(super) const PERS: &[(&str, Per)] =
    &[("once", Per::Once), ("month", Per::Month), ("quarter", Per::Quarter), ("year", Per::Year)];

/// The word a value is written as.
pub(super) fn word_of<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    words.iter().find(|(_, listed)| listed == value).map_or("", |(word, _)| word)
}
