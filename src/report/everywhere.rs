//! Answers of several repositories as one: which were asked, which could not answer, and whose each thing is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::calendar::CalendarReport;
use super::contract::ListReport;
use super::due::DueReport;
use super::fault::FaultItem;
use super::feed::Feed;
use super::overview::{CountRow, CountTable, OverviewReport};
use super::search::{HistoryReport, SearchReport};
use super::status::StatusReport;

/// One answer out of those of several repositories; the answer's own fields stand outermost.
#[derive(Serialize, Clone, Debug)]
pub struct Joined<R> {
    /// The answer.
    #[serde(flatten)]
    pub report: R,
    /// Those that answered.
    pub repositories: Vec<RepositoryItem>,
    /// Those that could not.
    pub failed: Vec<FailedItem>,
}

/// A repository that answered.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct RepositoryItem {
    /// What the reader calls it.
    pub name: String,
    /// Further names the reader lists it under.
    pub also: Vec<String>,
    /// Its folder.
    pub folder: String,
    /// Whose it is.
    pub organisation: String,
    /// The day there: the one asked for, or today in its time zone.
    pub today: NaiveDate,
    /// The commit everything was read from.
    pub commit: String,
}

/// A repository that could not answer.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct FailedItem {
    /// What the reader calls it.
    pub repository: String,
    /// Its folder, as listed.
    pub folder: String,
    /// Why, in the fields of `clm.error/1`.
    pub error: FaultItem,
}

/// What can say of each thing in it which repository it lies in.
pub trait Named {
    /// Writes the repository's name on everything that lies in it.
    fn name(&mut self, repository: &str);
}

/// The same on each of some things.
macro_rules! name_each {
    ($items:expr, $repository:expr) => {
        for item in $items {
            item.repository = Some($repository.to_owned());
        }
    };
}

impl Named for ListReport {
    fn name(&mut self, repository: &str) {
        name_each!(&mut self.items, repository);
        let ours = std::mem::take(&mut self.ours).into_values();
        self.ours = ours.map(|own| (Some(repository.to_owned()), own)).collect();
    }
}

impl Named for DueReport {
    fn name(&mut self, repository: &str) {
        name_each!(&mut self.items, repository);
    }
}

impl Named for Feed {
    fn name(&mut self, repository: &str) {
        name_each!(self.items.iter_mut().chain(&mut self.undated), repository);
    }
}

impl Named for SearchReport {
    fn name(&mut self, repository: &str) {
        name_each!(&mut self.items, repository);
    }
}

impl Named for HistoryReport {
    fn name(&mut self, repository: &str) {
        name_each!(&mut self.items, repository);
    }
}

impl Named for CalendarReport {
    fn name(&mut self, repository: &str) {
        for month in &mut self.months {
            name_each!(&mut month.items, repository);
            name_each!(&mut month.holidays, repository);
        }
    }
}

impl Named for StatusReport {
    fn name(&mut self, repository: &str) {
        // What leads on is typed wherever the reader stands.
        let there = |command: &str| match command.strip_prefix("clm ") {
            Some(rest) => format!("clm -C {repository} {rest}"),
            None => command.to_owned(),
        };
        for item in &mut self.items {
            item.next = item.next.as_deref().map(there);
        }
        for item in &mut self.unsaved {
            item.next = there(&item.next);
        }
        name_each!(&mut self.items, repository);
        name_each!(&mut self.due, repository);
        name_each!(&mut self.unsaved, repository);
    }
}

impl Named for OverviewReport {
    fn name(&mut self, repository: &str) {
        for month in &mut self.months {
            name_each!(&mut month.items, repository);
        }
        if let Some(all) = &mut self.commitments {
            name_each!(&mut all.items, repository);
            name_each!(&mut all.unclear, repository);
        }
        let found: BTreeMap<String, Vec<String>> =
            self.ids().map(|id| (id.clone(), vec![repository.to_owned()])).collect();
        self.found_in = found;
        // Where contracts are counted at all, they are counted by repository first.
        if let Some(table) = self.counts.first() {
            let ids: Vec<String> = table.values.iter().flat_map(|row| &row.ids).cloned().collect();
            let row = CountRow { value: Some(repository.to_owned()), count: ids.len(), ids };
            self.counts.insert(0, CountTable { by: "repository".to_owned(), values: vec![row] });
        }
    }
}

impl OverviewReport {
    /// Every id that stands in it, some of them more than once.
    fn ids(&self) -> impl Iterator<Item = &String> {
        let counted = self.counts.iter().flat_map(|table| &table.values).flat_map(|row| &row.ids);
        let worth =
            self.values.iter().flat_map(|table| table.rows.iter().flat_map(|row| &row.ids).chain(&table.without));
        let dated = self.months.iter().flat_map(|month| &month.items).map(|item| &item.id);
        let bound = self
            .commitments
            .iter()
            .flat_map(|all| all.items.iter().map(|item| &item.id).chain(all.unclear.iter().map(|item| &item.id)));
        let signed = self.cycle.iter().flat_map(|all| all.rows.iter().flat_map(|row| &row.ids).chain(&all.before));
        let lacking = self.gaps.iter().flat_map(|gap| &gap.ids);
        counted.chain(worth).chain(dated).chain(bound).chain(signed).chain(lacking)
    }
}
