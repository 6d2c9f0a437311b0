//! Reads `[template.require]`.

use toml_edit::{Item, Table};

use super::{ASSERTIONS, Require};
use crate::template::parse::{Reader, start};
use crate::template::place;

/// More headings than these are no check but a table of contents.
const MOST: usize = 200;

impl Reader<'_> {
    /// The assertions; none when there are none, or when they are not as they must be and have been refused.
    pub(in crate::template) fn require(&mut self, about: &Table) -> Require {
        let Some(item) = about.get("require") else { return Require::default() };
        let Some(table) = item.as_table() else {
            self.refuse(at(item), "assertions are written as a table `[template.require]`".to_owned(), None);
            return Require::default();
        };
        let known: Vec<&str> = ASSERTIONS.iter().copied().chain(["messages"]).collect();
        self.keys(table, &known, " in `[template.require]`");
        let mut require =
            Require { line: place(self.front, table.span().map_or(0, start)).0 + 1, ..Require::default() };
        if let Some(clauses) = self.strings(table, "clauses") {
            if clauses.len() > MOST || clauses.iter().any(|heading| plain(heading).is_empty()) {
                let place = table.get("clauses").map_or(0, at);
                self.refuse(place, format!("`clauses` names headings, {MOST} at most, none of them empty"), None);
            }
            require.clauses = clauses;
        }
        if let Some(Some(parties)) = self.integer(table, "parties") {
            require.parties = u32::try_from(parties).ok().filter(|parties| (1..=100).contains(parties));
            if require.parties.is_none() {
                self.refuse(table.get("parties").map_or(0, at), "`parties` is a number from 1 to 100".to_owned(), None);
            }
        }
        let mut flag = |key: &str| self.boolean(table, key).unwrap_or_default();
        require.notice_within_term = flag("notice_within_term");
        require.no_unused_fields = flag("no_unused_fields");
        require.defined_terms = flag("defined_terms");
        require.messages = self.messages(table);
        require
    }

    fn messages(&mut self, require: &Table) -> Vec<(String, String)> {
        let Some(item) = require.get("messages") else { return Vec::new() };
        let Some(table) = item.as_table_like() else {
            self.refuse(at(item), "`messages` is a table of strings, one an assertion".to_owned(), None);
            return Vec::new();
        };
        let mut messages = Vec::new();
        for (key, item) in table.iter() {
            match item.as_str() {
                _ if !ASSERTIONS.contains(&key) => {
                    let near = crate::template::nearest(key, ASSERTIONS);
                    self.refuse(at(item), format!("there is no assertion `{key}`"), near);
                }
                _ if !require.contains_key(key) => {
                    self.refuse(at(item), format!("a message for `{key}`, which is not asserted"), None);
                }
                Some(text) => messages.push((key.to_owned(), text.to_owned())),
                None => self.refuse(at(item), format!("`{key}` is to be a string"), None),
            }
        }
        messages
    }
}

fn at(item: &Item) -> usize {
    item.span().map_or(0, start)
}

/// A heading as it is compared: without case, spacing and what ends it.
pub(super) fn plain(heading: &str) -> String {
    let words: Vec<String> = heading.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches(['.', ':']).to_owned()
}
