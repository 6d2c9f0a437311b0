//! The verdicts of `verify`, their words and how they add up.

use std::fmt;

use crate::contract::act::Execution;

/// What `verify` says about a contract or a signature, from best to worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// All that is required was signed, intact, by known signers.
    Valid,
    /// Executed on paper, evidence intact.
    Paper,
    /// Executed on another platform, evidence intact.
    External,
    /// Intact, but somebody is missing; also declined, void and lapsed.
    Incomplete,
    /// Intact, but a signer is not known on any ground.
    Untrusted,
    /// A signature, statement or act is defective.
    Invalid,
    /// Signed bytes or append-only history were changed.
    Broken,
}

impl Verdict {
    /// The verdict a word in an answer stands for.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let all =
            [Self::Valid, Self::Paper, Self::External, Self::Incomplete, Self::Untrusted, Self::Invalid, Self::Broken];
        all.into_iter().find(|verdict| verdict.word() == word)
    }

    /// That of what was executed, or signed by one person, in such a way.
    #[must_use]
    pub const fn of_execution(how: Execution) -> Self {
        match how {
            Execution::Paper => Self::Paper,
            Execution::External => Self::External,
        }
    }

    /// The word in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Paper => "paper",
            Self::External => "external",
            Self::Incomplete => "incomplete",
            Self::Untrusted => "untrusted",
            Self::Invalid => "invalid",
            Self::Broken => "broken",
        }
    }

    /// The exit code of `verify`: 0 good, 6 intact but not enough, 5 verification failed.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Valid | Self::Paper | Self::External => 0,
            Self::Incomplete | Self::Untrusted => 6,
            Self::Invalid | Self::Broken => 5,
        }
    }
}

/// The worst of several verdicts; none of none.
pub fn worst(verdicts: impl IntoIterator<Item = Verdict>) -> Option<Verdict> {
    verdicts.into_iter().max()
}

/// The exit code of several verdicts together: 5 beats 6, 6 beats 0, and nothing to verify is 0.
pub fn exit_code(verdicts: impl IntoIterator<Item = Verdict>) -> u8 {
    worst(verdicts).map_or(0, Verdict::exit_code)
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, exit_code, worst};

    const ALL: [Verdict; 7] = [
        Verdict::Valid,
        Verdict::Paper,
        Verdict::External,
        Verdict::Incomplete,
        Verdict::Untrusted,
        Verdict::Invalid,
        Verdict::Broken,
    ];

    #[test]
    fn five_beats_six_and_six_beats_nought() {
        for a in ALL {
            for b in ALL {
                let codes = [a.exit_code(), b.exit_code()];
                let expected = [5, 6, 0].into_iter().find(|code| codes.contains(code)).unwrap();
                assert_eq!(exit_code([a, b]), expected, "{a} and {b}");
            }
        }
        assert_eq!(exit_code([]), 0);
        assert_eq!(worst([Verdict::Valid, Verdict::Untrusted, Verdict::Paper]), Some(Verdict::Untrusted));
    }

    #[test]
    fn every_verdict_has_its_own_word() {
        let words: std::collections::BTreeSet<_> = ALL.iter().map(|verdict| verdict.word()).collect();
        assert_eq!(words.len(), ALL.len());
    }
}
