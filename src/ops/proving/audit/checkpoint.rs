//! A checkpoint: what a history held on a day, in a signed note to hand on. Whoever has one can tell later, without
//! trusting anybody, whether the history still holds all of it.
//!
//! **Owns** the note's one spelling and its strict reader. **Invariants**: a note that is read is written back to the same
//! bytes; only a signature over exactly these bytes, made for checkpoints, is believed; the digest over the evidence is
//! SHA-256 of its bytes, so that it does not rest on git's names.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::session::Session;
use crate::signature::key::PublicKey;
use crate::signature::namespace;
use crate::signature::principal::Principal;
use crate::signature::sshsig;
use crate::store::path::append_only;
use crate::store::{CommitId, Kind};

/// The largest note that is read.
pub const LARGEST: u64 = 16 << 10;

const FIRST: &str = "clm checkpoint v1";
const ARMOUR: &str = "-----BEGIN SSH SIGNATURE-----";
const MOMENT: &str = "%Y-%m-%dT%H:%M:%SZ";

/// What a history held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// The first commit.
    pub root: CommitId,
    /// The newest one.
    pub head: CommitId,
    /// How many there were.
    pub commits: usize,
    /// How many acts, statements and signatures lay at the newest one, each counted once.
    pub evidence: usize,
    /// Over their digests and names.
    pub digest: Digest,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The member who made it.
    pub by: Principal,
}

/// Why a note is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It is no note, or not in its one spelling.
    #[error("it is no checkpoint as clm writes them: {0}")]
    Form(&'static str),
    /// The signature does not hold.
    #[error("its signature is no good: {0}")]
    Signature(String),
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { root, head, commits, evidence, digest, at, by } = self;
        writeln!(f, "{FIRST}\nroot {root}\nhead {head}\ncommits {commits}\nevidence {evidence} {}", digest.hex())?;
        writeln!(f, "at {}\nby {by}", at.format(MOMENT))
    }
}

impl Checkpoint {
    /// Reads a signed note, and answers whose key signed it; whether that is a member's is for the policy to say.
    ///
    /// # Errors
    /// When it is not exactly what [`Checkpoint`] writes, with a signature that holds.
    pub fn parse(bytes: &[u8]) -> std::result::Result<(Self, PublicKey), Flaw> {
        let text = std::str::from_utf8(bytes).map_err(|_| Flaw::Form("it is not UTF-8"))?;
        let end = text.find(ARMOUR).ok_or(Flaw::Form("it is not signed"))?;
        let (note, armour) = text.split_at_checked(end).ok_or(Flaw::Form("it is not signed"))?;
        let checkpoint = Self::read(note).ok_or(Flaw::Form("a line is missing, or says something else"))?;
        if checkpoint.to_string() != note {
            return Err(Flaw::Form("it is not in its one spelling"));
        }
        let key = sshsig::verify(namespace::CHECKPOINT, note.as_bytes(), armour.as_bytes());
        key.map(|key| (checkpoint, key)).map_err(|defect| Flaw::Signature(defect.to_string()))
    }

    fn read(note: &str) -> Option<Self> {
        let mut lines = note.lines();
        let mut field = |name: &str| lines.next()?.strip_prefix(name);
        field(FIRST)?;
        let (root, head) = (field("root ")?.parse().ok()?, field("head ")?.parse().ok()?);
        let commits = field("commits ")?.parse().ok()?;
        let (evidence, digest) = field("evidence ")?.split_once(' ')?;
        let (evidence, digest) = (evidence.parse().ok()?, Digest::from_hex(digest).ok()?);
        let at = NaiveDateTime::parse_from_str(field("at ")?, MOMENT).ok()?.and_utc();
        let by = field("by ")?.parse().ok()?;
        Some(Self { root, head, commits, evidence, digest, at, by })
    }
}

/// How many acts, statements and signatures lie in a commit, and a digest over their bytes and names. Where each lies does
/// not matter, as moves are free.
///
/// # Errors
/// When the commit cannot be read.
pub fn evidence(session: &Session, commit: CommitId) -> Result<(usize, Digest)> {
    let snapshot = session.store.snapshot_at(Some(commit))?;
    let mut lines = BTreeSet::new();
    for file in session.store.changed(None, Some(commit))? {
        let Some(entry) = file.new.filter(|entry| entry.kind == Kind::File && append_only(&file.path)) else {
            continue;
        };
        let name = file.path.rsplit('/').next().unwrap_or_default();
        lines.insert(format!("{}  {name}\n", Digest::from_bytes(snapshot.sha256(entry.id)?).hex()));
    }
    Ok((lines.len(), Digest::of(lines.iter().map(String::as_str).collect::<String>().as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::{Checkpoint, Flaw};
    use crate::signature::testing::Hand;

    fn note() -> String {
        let hex = |digit: char, many: usize| std::iter::repeat_n(digit, many).collect::<String>();
        format!(
            "clm checkpoint v1\nroot {}\nhead {}\ncommits 12\nevidence 3 {}\nat 2026-11-24T08:00:00Z\nby kari@acme.example\n",
            hex('1', 40),
            hex('2', 40),
            hex('a', 64)
        )
    }

    fn signed(note: &str, namespace: &str) -> String {
        note.to_owned() + &Hand::new(1).sign(namespace, note.as_bytes())
    }

    #[test]
    fn a_note_is_read_back_as_it_was_written() {
        let (checkpoint, _) = Checkpoint::parse(signed(&note(), "clm-checkpoint-v1").as_bytes()).unwrap();
        assert_eq!((checkpoint.commits, checkpoint.evidence, checkpoint.to_string()), (12, 3, note()));
    }

    #[test]
    fn another_spelling_is_refused_even_signed() {
        for (from, to) in [
            ("v1", "v2"),
            ("commits 12", "commits 012"),
            ("commits 12", "commits +12"),
            ("commits 12", "commits  12"),
            ("commits 12", "commits -1"),
            ("commits 12\n", ""),
            ("evidence 3", "evidence 99999999999999999999999"),
            ("aaaa", "AAAA"),
            ("2222", "222"),
            ("08:00:00Z", "08:00:00+00:00"),
            ("2026-11-24", "2026-13-24"),
            ("kari@acme", "kari @acme"),
            ("kari", "Kari"),
            ("\nby", "\r\nby"),
            ("\nby", "\n\nby"),
            ("example\n", "example\nmore 1\n"),
            ("clm", "\u{feff}clm"),
        ] {
            let changed = note().replacen(from, to, 1);
            assert_ne!(changed, note(), "{from}");
            let answer = Checkpoint::parse(signed(&changed, "clm-checkpoint-v1").as_bytes());
            assert!(matches!(answer, Err(Flaw::Form(_))), "{to:?}: {answer:?}");
        }
    }

    #[test]
    fn only_a_signature_for_checkpoints_over_these_bytes_is_believed() {
        let good = signed(&note(), "clm-checkpoint-v1");
        for wrong in [
            signed(&note(), "clm-policy-v1"),
            signed(&note(), "git"),
            good.replacen("commits 12", "commits 13", 1),
            good.replacen("2026-11-24", "2026-11-25", 1),
            format!("{good}\n"),
            format!("{good}{good}"),
        ] {
            let answer = Checkpoint::parse(wrong.as_bytes());
            assert!(matches!(answer, Err(Flaw::Signature(_))), "{wrong}: {answer:?}");
        }
        assert!(matches!(Checkpoint::parse(note().as_bytes()), Err(Flaw::Form(_))));
        assert!(matches!(Checkpoint::parse(b"\xff"), Err(Flaw::Form(_))));
        assert!(matches!(Checkpoint::parse(b""), Err(Flaw::Form(_))));
    }
}
