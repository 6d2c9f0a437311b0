//! Temporary: what the store will offer.
#![allow(missing_docs, unused_variables, clippy::todo)]
use super::{CommitId, Person, Signed, Store, StoreError};
use chrono::{DateTime, FixedOffset};

#[derive(Clone, Debug)]
pub struct Edited {
    pub path: String,
    pub kind: Edit,
}
#[derive(Clone, Copy, Debug)]
pub enum Edit {
    Changed,
    New,
    Gone,
}
impl Edit {
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}
#[derive(Clone, Debug)]
pub struct Loss {
    pub path: String,
    pub commit: CommitId,
}
#[derive(Clone, Debug)]
pub struct Logged {
    pub commit: CommitId,
    pub time: DateTime<FixedOffset>,
    pub author: Person,
    pub subject: String,
    pub body: Option<String>,
    pub trailers: Vec<(String, String)>,
}
pub struct Past;
impl Past {
    pub fn entered(&self, path: &str) -> Option<CommitId> {
        todo!()
    }
    pub fn order(&self, commit: CommitId) -> Option<usize> {
        todo!()
    }
    pub fn lost(&self) -> &[Loss] {
        todo!()
    }
}
impl Store {
    pub fn edited(&self, folder: &str) -> Result<Vec<Edited>, StoreError> {
        todo!()
    }
    pub fn edited_all(&self) -> Result<Vec<Edited>, StoreError> {
        todo!()
    }
    pub fn restore(&self, paths: &[String]) -> Result<(), StoreError> {
        todo!()
    }
    pub fn past(&self, head: CommitId) -> Result<Past, StoreError> {
        todo!()
    }
    pub fn lost(&self, head: CommitId, since: Option<CommitId>) -> Result<Vec<Loss>, StoreError> {
        todo!()
    }
    pub fn log(&self, head: CommitId, folders: &[&str], limit: usize) -> Result<Vec<Logged>, StoreError> {
        todo!()
    }
    pub fn signed_parts(&self, commit: CommitId) -> Result<Option<Signed>, StoreError> {
        todo!()
    }
    pub fn is_ancestor(&self, old: CommitId, new: CommitId) -> Result<bool, StoreError> {
        todo!()
    }
    pub fn parents(&self, commit: CommitId) -> Result<Vec<CommitId>, StoreError> {
        todo!()
    }
}
