//! Finding and being told: questions, all answered from the catalogue.

pub mod ahead;
pub mod calendar;
pub mod complete;
pub mod count;
pub mod due;
pub mod everywhere;
pub mod filter;
pub mod list;
pub mod log;
pub mod meant;
pub mod overview;
pub mod remind;
pub mod search;
pub mod show;
pub mod signatories;
pub mod status;
pub mod terms;
