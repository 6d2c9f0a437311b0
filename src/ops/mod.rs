//! One file an act or a question; the only place where rooms meet.
//!
//! **Owns** the order in which rooms are asked, and what their small faults mean to a person: kind, code, hint.
//! **Refuses to know** clap, terminals and layout: a request comes in as plain values, a report goes out. **Invariants**:
//! what is decided is decided on bytes from the object database; nothing is written before everything was checked; one
//! act is one commit.

// What every operation works with: the opened repository, who acts, one contract, one commit.
pub mod actor;
pub mod deed;
pub mod disowned;
pub mod dossier;
pub mod faults;
pub mod heard;
pub mod heritage;
pub mod judge;
pub mod outside;
pub mod part;
pub mod recorder;
pub mod resolve;
pub mod session;
pub mod sheet;
pub mod whole_file;

// Founding and rules: who works here, with which keys and settings.
pub mod config;
pub mod doctor;
pub mod init;
pub mod key;
pub mod member;
pub mod policy_change;
pub mod workspace;

// Paper: templates, clauses, and drafts from them.
pub mod built_in;
pub mod clause;
pub mod new;
pub mod paper;
pub mod template;

// The desk: working on drafts and notes, by clm or any other editor.
pub mod altered;
pub mod archive;
pub mod aside;
pub mod attach;
pub mod comment;
pub mod desk;
pub mod draft;
pub mod edit;
pub mod move_to;
pub mod reminder;
pub mod restore;
pub mod save;
pub mod set;
pub mod tag;
pub mod undo;

// What speaks against a text.
pub mod check;
pub mod examine;
pub mod personal;

// Agreeing.
pub mod correct;
pub mod executed;
pub mod receive;
pub mod sign;

// Living contracts.
pub mod links;
pub mod living;

// The archive comes in.
pub mod import;

// Finding and being told: questions, all answered from the catalogue.
pub mod ahead;
pub mod calendar;
pub mod catalogue;
pub mod complete;
pub mod count;
pub mod diff;
pub mod due;
pub mod filter;
pub mod list;
pub mod log;
pub mod meant;
pub mod overview;
pub mod remind;
pub mod search;
pub mod show;
pub mod status;
pub mod terms;

// Proving.
pub mod verify;

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
