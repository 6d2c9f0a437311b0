//! Counting what was listed or found by one of its facets.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;

use crate::ops::catalogue::Entry;
use crate::report::contract::ContractItem;
use crate::report::count::{CountItem, Counts};

/// What to count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The one plain word.
    Status,
    /// The kind.
    Kind,
    /// The workspace.
    Workspace,
    /// Each party once.
    Party,
    /// Each tag once.
    Tag,
    /// Who answers for it.
    Owner,
    /// The language of the text.
    Language,
    /// The year of the first day.
    Year,
}

impl By {
    /// All of them, each with the word one asks for it by and what it counts.
    pub const ALL: &[(Self, &str, &str)] = &[
        (Self::Status, "status", "By status"),
        (Self::Kind, "kind", "By kind"),
        (Self::Workspace, "workspace", "By workspace"),
        (Self::Party, "party", "By party; a contract counts for each of its parties"),
        (Self::Tag, "tag", "By tag; a contract counts for each of its tags"),
        (Self::Owner, "owner", "By owner"),
        (Self::Language, "language", "By language"),
        (Self::Year, "year", "By the year of the first day"),
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(by, ..)| *by == self).map_or("", |(_, word, _)| word)
    }

    /// The values a contract has; a contract has each of them once.
    fn values(self, entry: &Entry, item: &ContractItem) -> BTreeSet<String> {
        let one = |text: &str| BTreeSet::from([text.to_owned()]);
        match self {
            Self::Status => one(&item.status),
            Self::Kind => one(&item.kind),
            Self::Workspace => one(&item.workspace),
            Self::Party => item.parties.iter().cloned().collect(),
            Self::Tag => item.tags.iter().cloned().collect(),
            Self::Owner => item.owner.iter().cloned().collect(),
            Self::Language => one(entry.language()),
            Self::Year => item.start.iter().map(|day| day.year().to_string()).collect(),
        }
    }
}

/// Counts in the making.
#[derive(Debug)]
pub struct Counter {
    by: By,
    contracts: usize,
    values: BTreeMap<Option<String>, usize>,
}

impl Counter {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(by: By) -> Self {
        Self { by, contracts: 0, values: BTreeMap::new() }
    }

    /// Counts one contract: once for each of its values, or once for having none.
    pub fn add(&mut self, entry: &Entry, item: &ContractItem) {
        self.contracts += 1;
        let values = self.by.values(entry, item);
        if values.is_empty() {
            *self.values.entry(None).or_default() += 1;
        }
        for value in values {
            *self.values.entry(Some(value)).or_default() += 1;
        }
    }

    /// The counts, the largest first, those without a value last.
    #[must_use]
    pub fn finish(self) -> Counts {
        Counts { by: self.by.word().to_owned(), contracts: self.contracts, values: sorted(self.values) }
    }
}

fn sorted(values: BTreeMap<Option<String>, usize>) -> Vec<CountItem> {
    let mut values: Vec<CountItem> = values.into_iter().map(|(value, count)| CountItem { value, count }).collect();
    values.sort_by(|a, b| {
        let order = |item: &CountItem| (item.value.is_none(), std::cmp::Reverse(item.count));
        order(a).cmp(&order(b)).then_with(|| a.value.cmp(&b.value))
    });
    values
}

/// The counts of several repositories, added up by value; none where none were asked for.
#[must_use]
pub fn joined(all: impl Iterator<Item = Counts>) -> Option<Counts> {
    let mut sum: BTreeMap<Option<String>, usize> = BTreeMap::new();
    let (mut by, mut contracts) = (None, 0_usize);
    for counts in all {
        by.get_or_insert(counts.by);
        contracts = contracts.saturating_add(counts.contracts);
        for item in counts.values {
            let count = sum.entry(item.value).or_default();
            *count = count.saturating_add(item.count);
        }
    }
    Some(Counts { by: by?, contracts, values: sorted(sum) })
}
