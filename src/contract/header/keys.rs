//! Every key of the front matter and what it holds: the one list that reading and editing both go by.

use crate::contract::toml_schema::{Schema, Shape};

pub(super) const HEADER: Schema = &[
    ("id", Shape::Text),
    ("title", Shape::Text),
    ("kind", Shape::Text),
    ("language", Shape::Text),
    ("governing_law", Shape::Text),
    ("form", Shape::Text),
    ("party", Shape::List(PARTY, &["name"])),
    ("term", Shape::Table(TERM)),
    ("value", Shape::Table(VALUE)),
    ("obligation", Shape::List(OBLIGATION, &["id"])),
    ("amends", Shape::Table(LINK)),
    ("renews", Shape::Table(LINK)),
    ("supersedes", Shape::Table(LINK)),
    ("under", Shape::Table(LINK)),
];

pub(super) const PARTY: Schema = &[
    ("name", Shape::Text),
    ("role", Shape::Text),
    ("org_number", Shape::Text),
    ("signing", Shape::Text),
    ("signatory", Shape::List(SIGNATORY, &["email", "name"])),
];

pub(super) const SIGNATORY: Schema = &[
    ("name", Shape::Text),
    ("email", Shape::Text),
    ("title", Shape::Text),
    ("order", Shape::Integer),
    ("groups", Shape::Texts),
];

pub(super) const TERM: Schema = &[
    ("start", Shape::Date),
    ("length", Shape::Text),
    ("end", Shape::Date),
    ("renews", Shape::Text),
    ("renews_by", Shape::Text),
    ("max_renewals", Shape::Integer),
    ("notice", Shape::TextByParty),
    ("renewal_notice", Shape::TextByParty),
    ("notice_ends", Shape::Text),
    ("evergreen", Shape::Flag),
    ("late_notice", Shape::Text),
    ("notice_counting", Shape::Text),
    ("delivery_days", Shape::Integer),
    ("survives", Shape::Text),
    ("calendar", Shape::Text),
];

pub(super) const VALUE: Schema = &[("amount", Shape::Text), ("currency", Shape::Text), ("per", Shape::Text)];

pub(super) const OBLIGATION: Schema =
    &[("id", Shape::Text), ("who", Shape::Text), ("what", Shape::Text), ("due", Shape::Date), ("every", Shape::Text)];

pub(super) const LINK: Schema = &[("id", Shape::Text), ("revision", Shape::Text), ("effective", Shape::Date)];

/// The paths of all keys that hold one value and do not stand in a list, but the id.
pub(super) fn names() -> Vec<String> {
    let mut names = Vec::new();
    for (key, shape) in HEADER {
        match shape {
            Shape::Table(below) => names.extend(below.iter().map(|(name, _)| format!("{key}.{name}"))),
            Shape::List(..) => {}
            _ if *key == "id" => {}
            _ => names.push((*key).to_owned()),
        }
    }
    names
}
