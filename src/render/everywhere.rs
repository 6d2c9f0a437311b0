//! Several repositories in one answer: the column, the word and the field that tell them apart.

use super::json::Schema;
use super::style::{Label, paint};
use super::table::{self, Field};
use super::{Draw, Link, Look};
use crate::report::everywhere::Joined;

impl<R: Schema> Schema for Joined<R> {
    const SCHEMA: &'static str = R::SCHEMA;
}

impl<R: Draw> Draw for Joined<R> {
    fn human(&self, look: &Look) -> String {
        self.report.human(look)
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.report.plain()
    }

    fn empty(&self) -> Option<String> {
        self.report.empty()
    }

    fn links(&self) -> Vec<Link> {
        self.report.links()
    }

    fn next(&self) -> Vec<String> {
        self.report.next()
    }
}

/// Puts the column `REPOSITORY` in front, where any row has one.
pub(super) fn column<'a>(
    heads: &mut Vec<&str>,
    rows: &mut [Vec<Field>],
    names: impl Iterator<Item = &'a Option<String>> + Clone,
) {
    if !names.clone().any(Option::is_some) {
        return;
    }
    heads.insert(0, "REPOSITORY");
    for (row, name) in rows.iter_mut().zip(names) {
        row.insert(0, table::labelled(Label::Dim, name.as_deref().unwrap_or_default()));
    }
}

/// `hr  `, to stand before an id in a line; nothing where only one repository was asked.
pub(super) fn word(look: &Look, name: &Option<String>) -> String {
    // A name of a repository is of letters, digits, `-` and `_`: the reader chose it.
    name.as_deref().map(|name| format!("{}  ", paint(look, Label::Dim, name))).unwrap_or_default()
}

/// The record with the repository as its last field, where several were asked.
pub(super) fn field(mut record: Vec<String>, name: &Option<String>) -> Vec<String> {
    record.extend(name.clone());
    record
}
