//! One file an act or a question; the only place where rooms meet.
//!
//! **Owns** the order in which rooms are asked, and what their small faults mean to a person: kind, code, hint.
//! **Refuses to know** clap, terminals and layout: a request comes in as plain values, a report goes out. **Invariants**:
//! what is decided is decided on bytes from the object database; nothing is written before everything was checked; one
//! act is one commit.

pub mod actor;
pub mod ahead;
pub mod altered;
pub mod archive;
pub mod aside;
pub mod attach;
pub mod built_in;
pub mod calendar;
pub mod catalogue;
pub mod check;
pub mod clause;
pub mod comment;
pub mod complete;
pub mod config;
pub mod correct;
pub mod count;
pub mod deed;
pub mod desk;
pub mod diff;
pub mod disowned;
pub mod doctor;
pub mod dossier;
pub mod draft;
pub mod due;
pub mod edit;
pub mod examine;
pub mod executed;
pub mod faults;
pub mod filter;
pub mod heard;
pub mod heritage;
pub mod import;
pub mod init;
pub mod judge;
pub mod key;
pub mod links;
pub mod list;
pub mod living;
pub mod log;
pub mod meant;
pub mod member;
pub mod move_to;
pub mod new;
pub mod outside;
pub mod overview;
pub mod paper;
pub mod part;
pub mod personal;
pub mod policy_change;
pub mod receive;
pub mod recorder;
pub mod remind;
pub mod reminder;
pub mod resolve;
pub mod restore;
pub mod save;
pub mod search;
pub mod session;
pub mod set;
pub mod show;
pub mod sign;
pub mod status;
pub mod tag;
pub mod template;
pub mod terms;
pub mod undo;
pub mod verify;
pub mod workspace;

use crate::error::{Error, Kind, Result};

/// Random bytes for ids and nonces.
///
/// # Errors
/// When the system gives none.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|fault| Error::new(Kind::Failed, "random", format!("the system gives no random bytes: {fault}")))?;
    Ok(bytes)
}
