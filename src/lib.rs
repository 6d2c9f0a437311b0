//! clm: contracts over a local git repository, drafted, signed, found, due and provable, offline.
//!
//! # The map of the house
//!
//! Arrows point down only; `tests/architecture.rs` holds them.
//!
//! | room | what it is | may use |
//! |---|---|---|
//! | [`cli`] | arguments in, streams out; the only room that names clap and dialoguer | everything below, render last |
//! | [`ops`] | one file an act or a question; the only place where rooms meet | all rooms below but render |
//! | [`render`] | reports into tables, sentences, JSON | report |
//! | [`report`] | plain answers as data: the JSON shapes scripts rely on | nothing |
//! | [`search`] | the index of words; a cache; the only room that names tantivy | contract, query |
//! | [`store`] | snapshots, changes, history; the only room that names git2 | contract |
//! | [`keyring`] | secret keys: files and ssh-agent | signature |
//! | [`template`] | pure: approved paper, its fields, its expansion | contract |
//! | [`config`] | pure: settings in layers, who may set what | contract |
//! | [`query`] | pure: the one filter language of `list`, `search` and `due` | contract |
//! | [`page`] | pure: the agreement as HTML, and the page the other side reads, signs and answers on | signature, contract |
//! | [`reply`] | pure: what comes back from such a page, out of files, pasted text and mails | signature, contract |
//! | [`policy`] | pure: members, keys, roles, who may do what | signature, contract |
//! | [`signature`] | pure: statements, SSH signatures, verdicts | contract |
//! | [`contract`] | pure: the agreement, acts, terms, deadlines, states | nothing |
//! | [`disk`] | files put in place whole, folders gone with their maker; used wherever a crash must leave nothing | nothing |
//! | [`error`] | one error value at the edge; the table from kind to exit code | nothing |
//! | [`world`] | the process's world, read once | nothing |
//!
//! # One `clm sign`, followed through the rooms
//!
//! `main` captures the process into a [`world::World`] and calls [`run`]. `cli` parses the arguments, touching nothing,
//! and asks `ops` for a session: the store is opened, HEAD's snapshot taken, policy and organisation read. `ops::agreeing::sign`
//! resolves the name to one contract and loads its folder from the object database; it refuses when the work tree
//! differs. The signatures already there are checked, so that only verified ones count; `contract::lifecycle` says what
//! state the contract is in and `policy` whether this member may sign for this party: either may refuse, with reasons.
//! The statement over the digests of the exact bytes is built and shown; the key in `keyring` signs it, and the result
//! is verified before anything is written. A `store::Change` collects the two files and makes one signed commit, only
//! if the branch has not moved. The answer is a `report`, drawn by `render`.

pub mod cli;
pub mod config;
pub mod contract;
pub mod disk;
pub mod error;
pub mod keyring;
pub mod ops;
pub mod page;
pub mod policy;
pub mod query;
pub mod render;
pub mod reply;
pub mod report;
pub mod search;
pub mod signature;
pub mod store;
pub mod template;
pub mod world;

use std::process::ExitCode;

/// Runs one command and answers its exit code.
#[must_use]
pub fn run(world: &world::World) -> ExitCode {
    cli::run(world)
}
