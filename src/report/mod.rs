//! Plain answers as data: what an operation found, ready to be drawn or serialised.
//!
//! **Owns** the JSON shapes scripts rely on (`DESIGN` section 7): field names, order, ISO dates, money as a string with
//! its currency. **Refuses to know** drawing, and where the facts came from. **Invariants**: a shape only grows within
//! a schema number; a field that can be unknown is `null`, never left out.

pub mod access;
pub mod act;
pub mod audit;
pub mod bundle;
pub mod calendar;
pub mod check;
pub mod clause;
pub mod config;
pub mod contract;
pub mod count;
pub mod demo;
pub mod diff;
pub mod doctor;
pub mod due;
pub mod event;
pub mod everywhere;
pub mod export;
pub mod fault;
pub mod feed;
pub mod history;
pub mod hook;
pub mod import;
pub mod letter;
pub mod member;
pub mod overview;
pub mod reminder;
pub mod script;
pub mod search;
pub mod status;
pub mod sync;
pub mod timer;
pub mod verify;
pub mod watch;
