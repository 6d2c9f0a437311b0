//! Two changes of one file made one, by meaning: texts by clause, our notes by key.
//!
//! **Owns** what two people's edits of one base add up to. **Refuses to know** commits, folders and who may edit.
//! **Invariants**: total on any text; what only one side changed is taken; what both changed alike is taken once; what
//! both changed differently is a [`Clash`] with all three wordings and never decided here; swapping the sides swaps the
//! answer and nothing else.

mod align;
mod keys;
mod text;

pub use keys::{KeyClash, Later, merge_keys};
pub use text::{Clash, Woven, weave};
