//! Whether a query's free words hold for one text, without an index: the same folding, spellings, stems and compounds.

use super::language::Language;
use super::scan::Finder;
use crate::query::Query;

/// The free words of a query, ready for many texts of one language.
pub struct Matcher {
    clauses: Vec<(bool, Finder)>,
}

impl Matcher {
    /// Prepares a query for texts of one language, given as a BCP 47 tag.
    #[must_use]
    pub fn new(query: &Query, language: &str) -> Self {
        let language = Language::of(language);
        let clause = |clause: &crate::query::TextClause| (clause.excluded, Finder::of(&clause.any, language));
        Self { clauses: query.words().iter().map(clause).collect() }
    }

    /// Whether every clause holds for the text.
    #[must_use]
    pub fn holds(&self, text: &str) -> bool {
        self.clauses.iter().all(|(excluded, finder)| finder.stands_in(text) != *excluded)
    }
}
