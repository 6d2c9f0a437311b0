//! Reads `[term]`. What contradicts itself is read all the same: it is for [`crate::contract::contradiction`] to say, so
//! that a text that is in history already has a state and a place in every list.

use super::keys::TERM;
use super::read::must_be_party;
use super::words::{BOUNDARIES, COUNTINGS, LATE_NOTICE, RENEWS_BY};
use crate::contract::name::calendar_name;
use crate::contract::party::Party;
use crate::contract::span::Span;
use crate::contract::term::{Notice, Term};
use crate::contract::toml_read::Fields;
use crate::contract::toml_schema::names;

pub(super) fn term(fields: &Fields<'_, '_>, parties: &[Party]) -> Term {
    let fields = fields.clone().only(&names(TERM));
    let span = |key| fields.read(key, "bad-span", str::parse::<Span>);
    Term {
        start: fields.date("start"),
        length: span("length"),
        end: fields.date("end"),
        renews: span("renews"),
        renews_by: fields.word("renews_by", RENEWS_BY).unwrap_or_default(),
        max_renewals: fields.integer("max_renewals", 0..=9999),
        notice: notice(&fields, "notice", parties),
        renewal_notice: notice(&fields, "renewal_notice", parties),
        notice_ends: fields.word("notice_ends", BOUNDARIES),
        evergreen: fields.flag("evergreen").unwrap_or_default(),
        late_notice: fields.word("late_notice", LATE_NOTICE).unwrap_or_default(),
        notice_counting: fields.word("notice_counting", COUNTINGS).unwrap_or_default(),
        delivery_days: fields.integer("delivery_days", 0..=365).unwrap_or_default(),
        survives: span("survives"),
        calendar: fields.read("calendar", "bad-calendar", calendar_name),
    }
}

fn notice(fields: &Fields<'_, '_>, key: &str, parties: &[Party]) -> Option<Notice> {
    if !fields.is_table(key) {
        return fields.read(key, "bad-span", str::parse::<Span>).map(Notice::Everyone);
    }
    let table = fields.table(key)?;
    let names = table.keys_as_written();
    if names.is_empty() {
        fields.problem(key, "empty", format!("`{}` names no party", fields.path_of(key)));
    }
    let mut by_party = Vec::new();
    for name in names {
        must_be_party(&table, name, name, parties);
        if let Some(span) = table.read(name, "bad-span", str::parse::<Span>) {
            by_party.push((name.to_owned(), span));
        }
    }
    Some(Notice::ByParty(by_party))
}
