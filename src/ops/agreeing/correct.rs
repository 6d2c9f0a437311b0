//! Corrections: our transcription of what was executed elsewhere may be put right; what was signed here never.
//!
//! **Owns** which frozen text may still change, and the `correct` act that explains the change: from the revision that
//! was wrong to the one that is right, in the commit that brings it. **Invariant**: without that act the changed text is
//! broken, whoever changed it.

use std::collections::BTreeMap;

use crate::contract::act::Deed;
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::header::{self, Header};
use crate::contract::lifecycle::{Flag, Signing, Standing};
use crate::contract::revision::{Subject, revision};
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, recording::deed};
use crate::policy::Right;
use crate::store::Change;

/// So many changed keys are told in a commit.
const MOST_TOLD: usize = 30;

/// How a text may change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leave {
    /// It is a draft.
    Draft,
    /// It is our transcription: the change needs a `correct` act.
    Correction,
}

impl Leave {
    /// Whether and how the text of a contract may change.
    ///
    /// # Errors
    /// When it is frozen and no transcription.
    pub fn of(place: &Place, dossier: &Dossier, standing: &Standing) -> Result<Self> {
        if is_transcription(dossier, standing) {
            return Ok(Self::Correction);
        }
        draft::must_be_changeable(place, standing).map(|()| Self::Draft)
    }

    /// The right a member needs.
    #[must_use]
    pub fn right(self) -> Right {
        match self {
            Self::Draft => Right::Edit,
            Self::Correction => Right::Record,
        }
    }

    /// The act of the commit: `correct` for a correction, else `usual`.
    #[must_use]
    pub fn act(self, usual: &'static str) -> &'static str {
        if self == Self::Correction { "correct" } else { usual }
    }
}

/// Whether the text is our transcription of something executed elsewhere, and nobody signed it here.
#[must_use]
pub fn is_transcription(dossier: &Dossier, standing: &Standing) -> bool {
    standing.signing == Signing::Signed && standing.flags.contains(&Flag::Executed) && dossier.statements.is_empty()
}

/// Puts the `correct` act from the dossier's revision to that of `subjects` into a change; none where they are the same.
///
/// # Errors
/// When the person's words cannot stand in an act.
pub fn put(
    session: &Session,
    actor: &Actor,
    dossier: &Dossier,
    subjects: &[Subject],
    (change, manner): (&mut Change<'_>, &Manner<'_>),
) -> Result<()> {
    let to = revision(subjects);
    if to == dossier.revision {
        return Ok(());
    }
    let reason = manner.words.map(str::trim).filter(|words| !words.is_empty()).map(ToOwned::to_owned);
    let deed = Deed::Correct { from: dossier.revision, to, reason };
    deed::put(session, actor, dossier, &deed, change).map(drop)
}

/// The files of the agreement with another `contract.md`.
#[must_use]
pub fn with_text(dossier: &Dossier, text: &[u8]) -> Vec<Subject> {
    let mut subjects = dossier.subjects.clone();
    for subject in subjects.iter_mut().filter(|subject| subject.name == "contract.md") {
        subject.digest = Digest::of(text);
    }
    subjects
}

/// What a correction changes, a line each, below the person's own words: `term.end: 2026-12-31 → 2027-12-31`.
#[must_use]
pub fn told(words: Option<&str>, old: &Document, new: &Document) -> String {
    let (before, after) = (flat(old.header()), flat(new.header()));
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed: Vec<&String> = keys.into_iter().filter(|key| before.get(*key) != after.get(*key)).collect();
    let value = |side: &BTreeMap<String, String>, key: &String| side.get(key).cloned().unwrap_or("nothing".to_owned());
    let line = |key: &&String| format!("{key}: {} → {}", value(&before, key), value(&after, key));
    let mut lines: Vec<String> = changed.iter().take(MOST_TOLD).map(line).collect();
    if changed.len() > MOST_TOLD {
        lines.push(format!("and {} keys more", changed.len().saturating_sub(MOST_TOLD)));
    }
    if old.body() != new.body() {
        lines.push("the text".to_owned());
    }
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    words
        .map(ToOwned::to_owned)
        .into_iter()
        .chain((!lines.is_empty()).then(|| lines.join("\n")))
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// A header's facts by their full paths, each on one line.
#[must_use]
pub fn flat(header: &Header) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Ok(table) = toml::from_str::<toml::Table>(&header::write(header)) {
        flatten("", &toml::Value::Table(table), &mut found);
    }
    found
}

fn flatten(path: &str, value: &toml::Value, found: &mut BTreeMap<String, String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| flatten(&below(key), value, found)),
        toml::Value::Array(list) if list.iter().any(toml::Value::is_table) => {
            list.iter().enumerate().for_each(|(n, value)| flatten(&below(&n.to_string()), value, found));
        }
        toml::Value::String(text) => drop(found.insert(path.to_owned(), text.replace(char::is_control, " "))),
        other => drop(found.insert(path.to_owned(), other.to_string())),
    }
}
