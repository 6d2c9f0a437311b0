//! The agreement as HTML, and the page the other side reads, signs and answers on.
//!
//! **Owns** the one rendering of an agreement that people are shown, to the byte, and the words, style and script of the
//! page around it. **Refuses to know** disk, clock, git and who may send what. **Invariants**: the same agreement gives
//! the same bytes on every machine, in the spelling browsers serialise to, so that what was shown has a digest; no page
//! loads anything, leads anywhere or runs a script whose digest it does not name.

pub mod article;
mod ask;
pub mod certificate;
mod consent;
mod escape;
mod paper;
mod print;
mod shell;
mod terms;
mod words;

pub use ask::{Ask, page};
pub use consent::{consent, refusal, under_mandate};
pub use print::{How, Mark, Print, print};
