//! `[template.require]`: what must hold of every contract drawn from a template, whoever edits it afterwards.
//!
//! Each assertion is sound rather than complete: what it reports is wrong, what it cannot tell it lets pass.

mod defined;
mod judge;
mod read;

pub use judge::Failure;

/// The assertions of a template; the default asks nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Require {
    /// Headings that must be in the text, compared without case and without their number.
    pub clauses: Vec<String>,
    /// At least so many parties, each of them named in the text.
    pub parties: Option<u32>,
    /// No notice is longer than what it is given in.
    pub notice_within_term: bool,
    /// Every field the template declares is used somewhere in it.
    pub no_unused_fields: bool,
    /// Every term the text defines is used.
    pub defined_terms: bool,
    /// `messages`: the organisation's own words, by assertion.
    messages: Vec<(String, String)>,
    /// Line of `[template.require]` in the template, from 1; 0 where there is none.
    pub line: usize,
}

/// The assertions by their keys.
const ASSERTIONS: [&str; 5] = ["clauses", "parties", "notice_within_term", "no_unused_fields", "defined_terms"];

impl Require {
    /// A fault of the assertion `key` with the organisation's words behind it.
    #[must_use]
    pub fn worded(&self, key: &str, fault: String) -> String {
        match self.messages.iter().find(|(name, _)| name == key) {
            Some((_, own)) => format!("{fault}: {own}"),
            None => fault,
        }
    }
}
