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
    /// Of a language that writes compounds together: the parts they are made of.
    compounds: Option<&'static str>,
    /// What may stand between two parts of a compound; nothing is first.
    links: &'static [&'static str],
    /// Endings of nouns that take a linking s before another part.
    joints: &'static [&'static str],
    /// Beginnings that make no compound of what follows.
    prefixes: &'static [&'static str],
}

/// The part lists of [`super::compound`].
macro_rules! parts {
    ($code:literal) => {
        Some(include_str!(concat!("compound/words/", $code, ".txt")))
    };
}

const NORDIC: &[&str] = &[
    "over", "under", "etter", "efter", "inter", "innen", "foran", "imot", "mellom", "mellem", "inden", "uten", "uden",
];
const GERMAN: &[&str] = &[
    "uber", "unter", "inter", "wider", "hinter", "gegen", "nicht", "zuruck", "herein", "heraus", "ander", "verein",
    "beein", "veran", "beauf", "beruck", "unver", "ander", "nachver",
];

/// All rows. Stems are taken of folded words, on both sides, so that accents may be left out.
pub const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        tags: &["en"],
        algorithm: Algorithm::English,
        compounds: None,
        links: &[],
        joints: &[],
        prefixes: &[],
    },
    Language {
        code: "nb",
        tags: &["nb", "no", "nn"],
        algorithm: Algorithm::Norwegian,
        compounds: parts!("nb"),
        links: &["", "s", "e"],
        joints: &["else", "ing", "het", "sjon", "skap"],
        prefixes: NORDIC,
    },
    Language {
        code: "sv",
        tags: &["sv"],
        algorithm: Algorithm::Swedish,
        compounds: parts!("sv"),
        links: &["", "s"],
        joints: &["ning", "ling", "ring", "het", "tion", "sion", "skap"],
        prefixes: NORDIC,
    },
    Language {
        code: "da",
        tags: &["da"],
        algorithm: Algorithm::Danish,
        compounds: parts!("da"),
        links: &["", "s", "e"],
        joints: &["else", "ing", "hed", "tion", "sion", "skab"],
        prefixes: NORDIC,
    },
    Language {
        code: "de",
        tags: &["de"],
        algorithm: Algorithm::German,
        compounds: parts!("de"),
        links: &["", "s", "es", "n", "en", "er", "e"],
        joints: &["ung", "heit", "keit", "schaft", "itat", "tion", "sion"],
        prefixes: GERMAN,
    },
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

    pub(super) fn compounds(&self) -> Option<&'static str> {
        self.compounds
    }

    pub(super) fn links(&self) -> &'static [&'static str] {
        self.links
    }

    pub(super) fn joints(&self) -> &'static [&'static str] {
        self.joints
    }

    pub(super) fn prefixes(&self) -> &'static [&'static str] {
        self.prefixes
    }

    pub(super) fn stemmer(&self) -> Stemmer {
        Stemmer::new(self.algorithm)
    }
}
