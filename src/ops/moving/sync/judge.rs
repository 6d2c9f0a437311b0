//! Whether what came, or is about to go, stands before the history's own policy; and what this user saw of a remote before.
//!
//! **Invariants**: nothing of another repository moves a branch before its whole history was judged; what a remote once
//! showed and no longer holds is a rollback, whoever asks; only a history without a fault is remembered.

use std::path::{Path, PathBuf};

use crate::contract::digest::Digest;
use crate::error::{Error, Kind, Result};
use crate::ops::machine::git::Url;
use crate::ops::proving::audit::{self, AuditRequest, memory, memory::Known};
use crate::ops::session::Session;
use crate::report::audit::{AuditItem, AuditReport};

/// So many findings are told.
const TOLD: usize = 20;

/// What is remembered of one remote, in the user's own state.
pub struct Remembered {
    folder: Option<PathBuf>,
}

impl Remembered {
    /// Of the remote at `url`; nothing is remembered without a folder for it.
    #[must_use]
    pub fn of(state: Option<&Path>, url: &Url) -> Self {
        let name = Digest::of(url.as_str().as_bytes()).hex();
        Self { folder: state.map(|state| state.join("remotes").join(name)) }
    }

    /// The newest history that was seen there, of the repository that began with `root`.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn seen(&self, root: &str) -> Result<Option<Known>> {
        self.folder.as_ref().map_or(Ok(None), |folder| memory::recall(folder, root))
    }

    /// Remembers what was found good there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, known: &Known) -> Result<()> {
        self.folder.as_ref().map_or(Ok(()), |folder| memory::keep(folder, &known.root, known))
    }
}

/// Judges a history since what is known of it.
///
/// # Errors
/// When anything in it does not stand; each finding is a line.
pub fn judge(session: &Session, known: Option<&Known>, trust: &[String], whose: Whose<'_>) -> Result<AuditReport> {
    let report = audit::audit(session, AuditRequest { known, trust, anew: false })?;
    match audit::exit(&report) {
        0 => Ok(report),
        code => Err(refusal(&report, code, whose)),
    }
}

/// Whose history is judged.
#[derive(Clone, Copy)]
pub enum Whose<'a> {
    /// Another repository's.
    Theirs(&'a str),
    /// Ours, which is about to go there.
    Ours(&'a str),
}

fn refusal(report: &AuditReport, code: u8, whose: Whose<'_>) -> Error {
    let kind = if code == 5 { Kind::VerificationFailed } else { Kind::VerificationIncomplete };
    let bad: Vec<&AuditItem> = report.items.iter().filter(|item| item.verdict != "healed").collect();
    let rest = bad.len().saturating_sub(TOLD);
    let lines = bad.iter().take(TOLD).map(|item| line(item));
    let lines = lines.chain((rest > 0).then(|| format!("and {rest} more findings")));
    let (code, message, hint) = match whose {
        Whose::Theirs(remote) => (
            "history",
            format!("what {remote} holds does not stand: {}; nothing was taken", lead(&bad)),
            "show these lines to an owner; whoever pushed it mends it there, and your clone stays as it is meanwhile",
        ),
        Whose::Ours(remote) => (
            "own-history",
            format!("what you would give to {remote} does not stand, and everybody would refuse it: {}", lead(&bad)),
            "`clm verify --history` says more; undo what is named, or ask an owner for the right",
        ),
    };
    Error::new(kind, code, message).details(lines).hint(hint)
}

/// The first finding, which is the reason.
fn lead(bad: &[&AuditItem]) -> String {
    bad.first().map(|item| item.finding.clone()).unwrap_or_default()
}

fn line(item: &AuditItem) -> String {
    let commit = item.commit_in_short().map(|commit| format!("{commit} "));
    let by = item.by.as_ref().map(|by| format!("by {by}: ")).unwrap_or_default();
    let path = item.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
    format!("{}{by}{path}{}", commit.unwrap_or_default(), item.finding)
}
