//! What a contract is, what people did to it, and what follows on a given day.
//!
//! **Owns** the agreement file and its header, the acts, our own record, periods and terms, deadlines, and the derived
//! states. **Refuses to know** today, disks, git, keys, and who may do what: every function here is pure, and a day is
//! always an argument. **Invariants**: parsing is strict and names its place; nothing derived is ever stored; a period
//! is counted from its anchor, never from the previous period; nothing panics on stored data.

pub mod accrual;
pub mod act;
pub mod business_day;
pub mod calendar;
pub mod commitment;
pub mod compare;
pub mod contradiction;
pub mod deadline;
pub mod deception;
pub mod digest;
pub mod document;
pub mod email;
pub mod header;
pub mod id;
pub mod key_path;
pub mod language;
pub mod lifecycle;
#[cfg(test)]
mod lifecycle_tests;
pub mod money;
pub mod name;
pub mod notice;
pub mod obligation;
pub mod organisation;
pub mod outline;
pub mod party;
pub mod period;
pub mod personal;
pub mod plan;
pub mod problem;
pub mod reconcile;
pub mod record;
pub mod reminder_rule;
pub mod revision;
pub mod span;
pub mod term;
pub mod toml_change;
pub mod toml_read;
pub mod toml_schema;
pub mod toml_write;
pub mod untouched;
pub mod visible;
