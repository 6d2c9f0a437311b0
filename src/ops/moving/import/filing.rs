//! Where imported contracts are filed: by month, and no month grows beyond what a tree should hold.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::contract::id::ContractId;
use crate::contract::name::folder_name;
use crate::error::Result;
use crate::store::Snapshot;

/// So many entries a month's folder gets; the next go to `<month>-2`.
const MOST_ENTRIES: usize = 250;

/// The shelves of the repository, and how full they are.
pub(super) struct Shelves<'s> {
    snapshot: Snapshot<'s>,
    /// By workspace and month: the shelf that is being filled, and its entries.
    open: HashMap<String, (usize, usize)>,
}

impl<'s> Shelves<'s> {
    /// The shelves at HEAD.
    pub fn new(snapshot: Snapshot<'s>) -> Self {
        Self { snapshot, open: HashMap::new() }
    }

    /// The folder for one contract more.
    pub fn folder(
        &mut self,
        workspace: &str,
        named: Option<&str>,
        day: NaiveDate,
        (title, id): (&str, &ContractId),
    ) -> Result<String> {
        let name = folder_name(title, id);
        if let Some(folder) = named {
            return Ok(format!("{workspace}/contracts/{folder}/{name}"));
        }
        let month = format!("{workspace}/contracts/{}", day.format("%Y-%m"));
        let (mut number, mut entries) = match self.open.get(&month) {
            Some(open) => *open,
            None => (1, self.snapshot.list(&month)?.len()),
        };
        while entries >= MOST_ENTRIES {
            number = number.saturating_add(1);
            entries = self.snapshot.list(&shelf(&month, number))?.len();
        }
        let folder = format!("{}/{name}", shelf(&month, number));
        self.open.insert(month, (number, entries.saturating_add(1)));
        Ok(folder)
    }
}

fn shelf(month: &str, number: usize) -> String {
    if number == 1 { month.to_owned() } else { format!("{month}-{number}") }
}
