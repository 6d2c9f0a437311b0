//! The repository on disk.
//!
//! **Owns** everything that touches git: reading commits, the one door for writing, history, the lock and the journal.
//! **Refuses to know** what a contract says, who may do what, and whether a signature is good: it hands out bytes and
//! takes bytes. **Invariants**: exit 0 means durable; a crash leaves the old state or the new one and the next command
//! needs no manual repair; what a user has changed or staged elsewhere is never swept in or lost; no link is followed
//! and no program a repository names is run; every object is checked against its name when read.

mod account;
mod ancestors;
mod build;
mod cached_trees;
mod change;
mod commit_text;
mod database;
mod difference;
mod durable;
mod error;
mod fault;
mod files;
mod first_seen;
mod forward;
mod history;
mod id;
mod index;
mod index_entry;
mod journal;
mod land;
mod lock;
mod log;
mod loose;
mod meeting;
mod object;
mod open;
mod original;
pub mod path;
mod raw;
mod recover;
mod reflog;
mod repeat;
mod served;
mod setting;
mod snapshot;
mod tree;
mod turns;
mod worktree;

#[cfg(test)]
mod tests;

pub use account::Account;
pub use change::{Altered, Change, WAIT};
pub use commit_text::Message;
pub use difference::{ChangedContract, Difference};
pub use error::StoreError;
pub use history::{History, Item, Passage};
pub use id::{CommitId, ObjectId, ObjectIdError};
pub use lock::Lock;
pub use log::{About, Logged};
pub use object::{FILE_LIMIT, TEXT_LIMIT};
pub use open::{Head, Store};
pub use original::{ORIGIN, Original};
pub use raw::{Person, Signed};
pub use repeat::{Going, Repeated};
pub use snapshot::{Attached, Blob, Contents, Finding, Folder, Listed, Snapshot};
pub use tree::{Entry, Kind};
pub use turns::Turn;
pub use worktree::{EditKind, Edited};
