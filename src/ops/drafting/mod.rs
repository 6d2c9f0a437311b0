//! The desk: working on drafts and notes, by clm or any other editor, and what speaks against a text.

pub mod altered;
pub mod aside;
pub mod attach;
pub mod check;
pub mod comment;
pub mod desk;
pub mod diff;
pub mod draft;
pub mod edit;
pub mod examine;
pub mod move_to;
pub mod personal;
pub mod restore;
pub mod save;
pub mod set;
pub mod tag;
