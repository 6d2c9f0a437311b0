//! The languages whose inflections are known: one row each.

use frostem::{Algorithm, Stemmer};

/// How words of one language are reduced to their stems.
#[derive(PartialEq, Eq, Debug)]
pub struct Language {
    /// Name of the row, and of the index field that holds the stems.
    pub code: &'static str,
    /// Primary BCP 47 subtags that mean this language.
    tags: &'static [&'static str],
    algorithm: Algorithm,
}

/// All rows. Stems are taken of folded words, on both sides, so that accents may be left out.
pub const LANGUAGES: &[Language] = &[
    Language { code: "en", tags: &["en"], algorithm: Algorithm::English },
    Language { code: "nb", tags: &["nb", "no", "nn"], algorithm: Algorithm::Norwegian },
    Language { code: "sv", tags: &["sv"], algorithm: Algorithm::Swedish },
    Language { code: "da", tags: &["da"], algorithm: Algorithm::Danish },
    Language { code: "de", tags: &["de"], algorithm: Algorithm::German },
];

impl Language {
    /// The row for a contract's `language`; an empty one means English, an unknown one has no row.
    #[must_use]
    pub fn of(tag: &str) -> Option<&'static Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.is_empty() {
            return Self::coded("en");
        }
        LANGUAGES.iter().find(|row| row.tags.iter().any(|own| own.eq_ignore_ascii_case(primary)))
    }

    /// The row of this code.
    #[must_use]
    pub fn coded(code: &str) -> Option<&'static Self> {
        LANGUAGES.iter().find(|row| row.code == code)
    }

    /// The stem of a folded word.
    #[must_use]
    pub fn stem(&self, folded: &str) -> String {
        Stemmer::new(self.algorithm).stem(folded).into_owned()
    }

    pub(super) fn stemmer(&self) -> Stemmer {
        Stemmer::new(self.algorithm)
    }
}
