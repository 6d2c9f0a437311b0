//! What is wrong with a commit, and what mends it.

use crate::error::Result;
use crate::ops::proving::verify::past::Past;
use crate::signature::verdict::Verdict;
use crate::store::{Difference, Entry};

/// One thing wrong with a commit.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The path it is about; none for the commit as a whole.
    pub path: Option<String>,
    /// Its verdict, while it is not mended.
    pub verdict: Verdict,
    /// The sentence.
    pub finding: String,
    /// Whether it is mended.
    pub mended: Mended,
}

/// Whether a fault is one still.
#[derive(Debug, Clone)]
pub enum Mended {
    /// It was put right.
    Yes,
    /// Nothing puts it right.
    Never,
    /// It is, once nothing of this is left at HEAD: what the commit brought is gone or was written anew, and what it took
    /// away is back. Where it brought nothing, nothing puts it right.
    Without(Vec<(String, Option<Entry>)>),
}

impl Mended {
    /// By the going of some changes.
    pub fn without<'c>(changes: impl IntoIterator<Item = &'c Difference>) -> Self {
        Self::Without(changes.into_iter().map(|change| (change.path.clone(), change.new)).collect())
    }

    /// Asks HEAD.
    pub fn at_head(&self, past: &Past<'_>) -> Result<bool> {
        let Self::Without(brought) = self else { return Ok(matches!(self, Self::Yes)) };
        // A name that is no text would be looked for in vain, as if it were gone.
        if brought.iter().any(|(path, _)| path.contains(char::REPLACEMENT_CHARACTER)) {
            return Ok(false);
        }
        for (path, brought) in brought {
            let there = past.at_head(path)?;
            let gone = match brought {
                Some(brought) => there != Some(*brought),
                None => there.is_some(),
            };
            if !gone {
                return Ok(false);
            }
        }
        Ok(!brought.is_empty())
    }
}
