//! A repository opened at HEAD, with what every operation asks first: whose it is, who its members are, what day it is.

use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::faults;
use crate::contract::organisation::Organisation;
use crate::error::{Error, Kind, Result};
use crate::policy::Policy;
use crate::store::{CommitId, Snapshot, Store};

/// Where to start, and when.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// A folder in the repository.
    pub folder: &'a Path,
    /// The process's clock.
    pub now: DateTime<Utc>,
    /// The day states are derived for; today when absent.
    pub today: Option<NaiveDate>,
}

/// The opened repository.
pub struct Session {
    /// The repository.
    pub store: Store,
    /// HEAD's commit, which everything is read from.
    pub head: CommitId,
    /// `clm.toml`.
    pub organisation: Organisation,
    /// `.clm/policy.toml`.
    pub policy: Policy,
    /// Now, in the organisation's time zone.
    pub now: DateTime<FixedOffset>,
    /// The day states are derived for.
    pub today: NaiveDate,
}

impl Session {
    /// Opens the repository `start` lies in.
    ///
    /// # Errors
    /// When there is none, it has no commit yet, or its own files are unreadable.
    pub fn open(start: &Start<'_>) -> Result<Self> {
        let store = Store::discover(start.folder)?;
        let head = store.head()?.commit.ok_or_else(|| {
            Error::new(Kind::NoRepository, "no-commit", "the repository has no commit yet")
                .hint("`clm init` founds it; an interrupted one is started again")
        })?;
        let snapshot = store.snapshot(head)?;
        let organisation = Organisation::parse("clm.toml", &needed(&snapshot, "clm.toml")?)
            .map_err(|problems| faults::invalid("clm.toml is not valid", &problems).hint(MEND))?;
        let policy = Policy::parse(".clm/policy.toml", &needed(&snapshot, ".clm/policy.toml")?)
            .map_err(|problems| faults::invalid_policy(&problems))?;
        drop(snapshot);
        let now = start.now.with_timezone(&organisation.time_zone).fixed_offset();
        let today = start.today.unwrap_or_else(|| now.date_naive());
        Ok(Self { store, head, organisation, policy, now, today })
    }

    /// HEAD's files.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        Ok(self.store.snapshot(self.head)?)
    }
}

const MEND: &str = "mend the file and commit it with git; `git log -- FILE` shows who changed it";

fn needed(snapshot: &Snapshot<'_>, path: &str) -> Result<Vec<u8>> {
    snapshot.read(path)?.ok_or_else(|| {
        Error::new(Kind::InvalidContent, "missing-file", format!("{path} is missing from the repository"))
            .hint(format!("`git log -- {path}` shows when it went; `git checkout COMMIT -- {path}` brings it back"))
            .about(path)
    })
}
