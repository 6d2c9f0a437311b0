//! What row and flags say of one contract, read by type.

use chrono::NaiveDate;
use toml_edit::Value;

use super::column::Column;
use super::fault::Faults;
use super::sum;
use super::task::{CONSTANTS, Given, Task};
use crate::contract::act::Way;
use crate::contract::email::is_email;
use crate::contract::header;
use crate::contract::key_path::KeyPath;
use crate::contract::name::is_safe_path;
use crate::contract::problem::{nearest, quoted};
use crate::contract::record::{custom_value, is_tag};
use crate::contract::span::{Span, SpokenError};

/// A key of the front matter and its value.
#[derive(Debug)]
pub(super) struct Set {
    /// The key.
    pub path: KeyPath,
    /// Its value.
    pub value: Value,
    /// The column or `--flag` it came from.
    pub name: String,
    /// From the contract's own row: it may not contradict the file. A flag's value only fills in.
    pub explicit: bool,
}

/// What is said of one contract.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The workspace, if named.
    pub workspace: Option<String>,
    /// The folder below `contracts/`, if named.
    pub folder: Option<String>,
    /// The day it was executed, if named.
    pub on: Option<NaiveDate>,
    /// Whether a day of execution or a first day was given at all, readable or not.
    pub dated: bool,
    /// How it was executed, if named.
    pub by: Option<Way>,
    /// Who answers for it, if named.
    pub owner: Option<String>,
    /// Sorted.
    pub tags: Vec<String>,
    /// Our own fields.
    pub custom: Vec<(KeyPath, Value)>,
    /// Keys of the front matter, parties first.
    pub sets: Vec<Set>,
}

impl Facts {
    /// What a row says of the key at `path`.
    pub fn says(&self, path: &str) -> Option<&Set> {
        self.sets.iter().find(|set| set.path.to_string() == path)
    }
}

/// Names of folders inside a contract, which no folder of contracts may have.
pub(super) const INNER: [&str; 4] = ["annexes", "signatures", "acts", "files"];

/// Joins the row and the flags; a cell makes a flag of the same meaning void, but tags add up.
pub(super) fn read(task: &Task, defaults: &[Given], workspaces: &[&str], faults: &mut Faults) -> Facts {
    let facts = Facts { dated: task.misdated, ..Facts::default() };
    let mut reading = Reading { task, workspaces, faults, facts, parties: Vec::new() };
    for cell in &task.cells {
        reading.take(cell, true);
    }
    let is_void = |given: &Given| {
        given.column != Column::Tags && task.cells.iter().any(|cell| cell.column.stands_for(&given.column))
    };
    for given in defaults.iter().filter(|given| !is_void(given)) {
        reading.take(given, false);
    }
    reading.finish()
}

/// Keys below `[term]` that hold a length of time.
const LENGTHS: [&str; 5] = ["length", "renews", "notice", "renewal_notice", "survives"];

fn is_start(column: &Column) -> bool {
    matches!(column, Column::Key(path) if path.to_string() == "term.start")
}

struct Reading<'r> {
    task: &'r Task,
    workspaces: &'r [&'r str],
    faults: &'r mut Faults,
    facts: Facts,
    parties: Vec<(String, String, bool)>,
}

impl Reading<'_> {
    fn take(&mut self, given: &Given, explicit: bool) {
        let text = given.text.as_str();
        self.facts.dated |= given.column == Column::On || is_start(&given.column);
        match &given.column {
            Column::File | Column::Evidence => {}
            Column::Workspace => self.workspace(given),
            Column::Folder => self.folder(given),
            Column::Parties => {
                let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
                self.parties.extend(names.map(|name| (name.to_owned(), given.name.clone(), explicit)));
            }
            Column::Party(_) if text.contains(';') => {
                self.wrong(given, "names several parties: name each by itself, or all in a column `parties`");
            }
            Column::Party(_) => self.parties.push((text.to_owned(), given.name.clone(), explicit)),
            Column::On => self.facts.on = self.day(given),
            Column::By => self.facts.by = self.how(given),
            Column::Owner if is_email(text) => self.facts.owner = Some(text.to_owned()),
            Column::Owner => self.wrong(given, "is not one lower-case e-mail address"),
            Column::Tags => text.split(';').map(str::trim).for_each(|tag| self.tag(given, tag)),
            Column::Key(path) if given.column.is_amount() && sum::parts(text).is_some() => {
                for (key, text) in sum::parts(text).unwrap_or_default() {
                    let path = if key == "amount" { path.clone() } else { KeyPath::of("value", &[key]) };
                    let (value, name) = (Value::from(text), given.name.clone());
                    self.facts.sets.retain(|set| set.path != path);
                    self.facts.sets.push(Set { path, value, name, explicit });
                }
            }
            Column::Key(path) => match header::value_for(path, &self.length(given, path)) {
                Ok(Some(value)) => {
                    let (path, name) = (path.clone(), given.name.clone());
                    self.facts.sets.push(Set { path, value, name, explicit });
                }
                Ok(None) => {}
                Err(why) => self.faults.invalid(&self.task.place_of(&given.name), &why.to_string()),
            },
            Column::Custom(path) => match custom_value(path, text) {
                Ok(Some(value)) => self.facts.custom.push((path.clone(), value)),
                Ok(None) => {}
                Err(why) => self.faults.invalid(&self.task.place_of(&given.name), &why.to_string()),
            },
        }
    }

    /// A length of time in our words where the key holds one and the text says one, in whatever language; else the text.
    fn length(&mut self, given: &Given, path: &KeyPath) -> String {
        let [first, key, ..] = path.segments() else { return given.text.clone() };
        if first.text != "term" || !LENGTHS.contains(&key.text.as_str()) || given.text.parse::<Span>().is_ok() {
            return given.text.clone();
        }
        match Span::spoken(&given.text) {
            Ok(span) => span.to_string(),
            // What is none may still be what the key takes, or is refused with the key's own words.
            Err(SpokenError::Unknown) => given.text.clone(),
            Err(why) => {
                self.wrong(given, &format!("is not read as a length of time: {why}"));
                String::new()
            }
        }
    }

    fn wrong(&mut self, given: &Given, what: &str) {
        self.faults.invalid(&self.task.place_of(&given.name), &format!("{} {what}", quoted(&given.text)));
    }

    fn workspace(&mut self, given: &Given) {
        if self.workspaces.contains(&given.text.as_str()) {
            self.facts.workspace = Some(given.text.clone());
            return;
        }
        match nearest(&given.text, self.workspaces.iter().copied()) {
            Some(near) => self.wrong(given, &format!("is no workspace; did you mean `{near}`?")),
            None => self.wrong(given, &format!("is no workspace: there are {}", self.workspaces.join(", "))),
        }
    }

    fn folder(&mut self, given: &Given) {
        let folder = given.text.trim_matches('/');
        let good = |name: &str| !name.starts_with('-') && !name.ends_with('.') && !INNER.contains(&name);
        if is_safe_path(folder) && folder.split('/').all(good) {
            self.facts.folder = Some(folder.to_owned());
        } else {
            self.wrong(given, "is no folder: names are lower-case letters, digits, `-`, `_` and `.`, with `/` between");
        }
    }

    fn day(&mut self, given: &Given) -> Option<NaiveDate> {
        let day = NaiveDate::parse_from_str(&given.text, "%Y-%m-%d").ok().filter(|day| day.to_string() == given.text);
        if day.is_none() {
            self.wrong(given, "is not a day such as 2026-12-01");
        }
        day
    }

    fn how(&mut self, given: &Given) -> Option<Way> {
        let way = Way::of(&given.text);
        way.map_err(|why| self.faults.invalid(&self.task.place_of(&given.name), &why)).ok()
    }

    fn tag(&mut self, given: &Given, tag: &str) {
        if tag.is_empty() || self.facts.tags.iter().any(|known| known == tag) {
            return;
        }
        if is_tag(tag) {
            self.facts.tags.push(tag.to_owned());
        } else {
            self.wrong(given, "holds what is not a tag: 1 to 60 visible characters without a comma");
        }
    }

    fn finish(self) -> Facts {
        let mut facts = self.facts;
        facts.tags.sort_unstable();
        // The same currency for all says nothing of a contract without an amount.
        if facts.says("value.amount").is_none() {
            facts.sets.retain(|set| !(set.name.contains(CONSTANTS) && set.path.to_string().starts_with("value.")));
        }
        let mut sets: Vec<Set> = Vec::with_capacity(self.parties.len().saturating_add(facts.sets.len()));
        for (number, (party, name, explicit)) in self.parties.into_iter().enumerate() {
            let Ok(path) = format!("party.{number}.name").parse() else { continue };
            sets.push(Set { path, value: Value::from(party), name, explicit });
        }
        sets.append(&mut facts.sets);
        facts.sets = sets;
        facts
    }
}
