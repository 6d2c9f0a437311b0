//! The clause library of a workspace as a template sees it: texts by name, and which fallbacks stand in for which clauses.

use std::collections::BTreeMap;

use super::clause::{Clause, file_stem, split_name};
use super::{TemplateProblem, nearest};

/// The clause files of a workspace, unread until one is included.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Clauses {
    /// Where they lie, for problems: `sales/clauses`.
    folder: String,
    /// By the file's name without its ending.
    files: BTreeMap<String, Vec<u8>>,
    /// Clause to fallback.
    chosen: BTreeMap<String, String>,
}

/// Why a fallback cannot be drawn.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ChoiceError {
    /// The template includes no clause of that name.
    #[error("the template includes no clause `{clause}`")]
    NotIncluded {
        /// As asked for.
        clause: String,
        /// The included clause probably meant.
        nearest: Option<String>,
    },
    /// The clause has no fallback of that name.
    #[error("the clause `{clause}` has no fallback `{variant}`")]
    NoFallback {
        /// The clause.
        clause: String,
        /// As asked for.
        variant: String,
        /// Those there are.
        known: Vec<String>,
        /// The one probably meant.
        nearest: Option<String>,
    },
}

/// A text as it is included.
pub(super) struct Wording {
    /// The file's name without its ending.
    pub stem: String,
    /// The file, as problems name it.
    pub file: String,
    /// The whole file with unified line ends, which the digest is made of.
    pub whole: String,
    /// What is included.
    pub body: String,
    /// Lines above it.
    pub above: usize,
}

impl Clauses {
    /// The clause files of `folder`, each under its name without the ending.
    #[must_use]
    pub fn new(folder: &str, files: BTreeMap<String, Vec<u8>>) -> Self {
        Self { folder: folder.to_owned(), files, chosen: BTreeMap::new() }
    }

    /// Names of the files, without their ending; fallbacks behind their clause.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The file of that name, as problems name it, and its bytes.
    #[must_use]
    pub fn file(&self, stem: &str) -> Option<(String, &[u8])> {
        let bytes = self.files.get(stem)?;
        Some((format!("{}/{stem}.md", self.folder), bytes))
    }

    /// Names of the fallbacks of a clause.
    #[must_use]
    pub fn fallbacks(&self, clause: &str) -> Vec<&str> {
        self.stems()
            .filter_map(|stem| match split_name(stem) {
                (name, Some(variant)) if name == clause => Some(variant),
                _ => None,
            })
            .collect()
    }

    /// The fallbacks that were chosen, by clause.
    #[must_use]
    pub fn chosen(&self) -> &BTreeMap<String, String> {
        &self.chosen
    }

    /// Draws a fallback instead of its clause from now on.
    ///
    /// # Errors
    /// When there is no such fallback, with those there are.
    pub fn prefer(&mut self, clause: &str, variant: &str) -> Result<(), ChoiceError> {
        if self.files.contains_key(&file_stem(clause, Some(variant))) {
            self.chosen.insert(clause.to_owned(), variant.to_owned());
            return Ok(());
        }
        let known: Vec<String> = self.fallbacks(clause).into_iter().map(ToOwned::to_owned).collect();
        let nearest = nearest(variant, known.iter().map(String::as_str));
        Err(ChoiceError::NoFallback { clause: clause.to_owned(), variant: variant.to_owned(), known, nearest })
    }

    /// Refuses a choice for a clause that is not among the included ones.
    ///
    /// # Errors
    /// With the included clause nearest to it.
    pub fn must_be_used(&self, included: &[&str]) -> Result<(), ChoiceError> {
        match self.chosen.keys().find(|clause| !included.contains(&clause.as_str())) {
            None => Ok(()),
            Some(clause) => Err(ChoiceError::NotIncluded {
                clause: clause.clone(),
                nearest: nearest(clause, included.iter().copied()),
            }),
        }
    }

    /// The wording that `include "name"` stands for; none where there is no such file.
    pub(super) fn wording(&self, name: &str) -> Option<Result<Wording, Vec<TemplateProblem>>> {
        let stem = file_stem(name, self.chosen.get(name).map(String::as_str));
        let (file, bytes) = self.file(&stem)?;
        Some(Clause::parse(&file, &stem, bytes).map(|clause| Wording {
            stem,
            file,
            whole: String::from_utf8_lossy(bytes).replace("\r\n", "\n"),
            above: clause.body_line.saturating_sub(1),
            body: clause.body,
        }))
    }

    /// The file's name nearest to one there is not.
    pub(super) fn nearest(&self, name: &str) -> Option<String> {
        nearest(name, self.stems())
    }
}
