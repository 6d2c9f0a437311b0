//! One error value at the edge: what failed, why, what to do next; and the one table from kind to exit code.
//!
//! Rules. Low rooms return their own small enums and know nothing of this file. `ops` and `cli` return [`Error`]; the
//! `From` implementations in `ops` attach kind, code and hint, because only there is the context known. A code is a
//! stable word that scripts may match on; a message may change. Every error has a hint unless nothing can be done.

use std::fmt;
use std::num::NonZeroU32;

/// What sort of failure it was; fixes the exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Disk, git, or a fault of ours.
    Failed,
    /// Wrong usage, or an answer is missing and prompting is off.
    Usage,
    /// No such contract, template or member, or an ambiguous name.
    NotFound,
    /// Refused by lifecycle or policy.
    Refused,
    /// Verification failed.
    VerificationFailed,
    /// Intact, but someone is missing or not trusted.
    VerificationIncomplete,
    /// Front matter, template, unfilled field.
    InvalidContent,
    /// Busy or in conflict: retrying or `save` helps.
    Busy,
    /// A helper program is missing or failed.
    Helper,
    /// `--exit-code`: the asked condition holds.
    ConditionHolds,
    /// No clm repository here.
    NoRepository,
    /// Interrupted at a prompt.
    Interrupted,
    /// The reader of stdout went away; said to nobody.
    OutputClosed,
}

/// Every exit code with its meaning, for the manual and its test.
pub const EXIT_CODES: &[(u8, &str)] = &[
    (0, "done; an empty result too"),
    (1, "failed: disk, git, internal"),
    (2, "usage, or an answer is missing and prompting is off"),
    (3, "no such contract, template or member, or ambiguous"),
    (4, "refused by lifecycle or policy"),
    (5, "verification failed"),
    (6, "verification incomplete: intact, but someone missing or not trusted"),
    (7, "invalid content: front matter, template, unfilled field"),
    (8, "busy or in conflict: retrying or `save` helps"),
    (9, "a helper program is missing or failed"),
    (10, "`--exit-code`: the asked condition holds"),
    (11, "no clm repository here"),
    (130, "interrupted"),
    (141, "the reader of the output went away"),
];

impl Kind {
    /// The exit code of the table.
    #[must_use]
    pub fn exit(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Refused => 4,
            Self::VerificationFailed => 5,
            Self::VerificationIncomplete => 6,
            Self::InvalidContent => 7,
            Self::Busy => 8,
            Self::Helper => 9,
            Self::ConditionHolds => 10,
            Self::NoRepository => 11,
            Self::Interrupted => 130,
            Self::OutputClosed => 141,
        }
    }
}

/// A refusal or failure as a person and a script meet it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// A stable word such as `unknown-key`.
    pub code: &'static str,
    /// What failed, and why, in one sentence.
    pub message: String,
    /// Further lines: each problem with its place, each candidate.
    pub details: Vec<String>,
    /// What to do next.
    pub hint: Option<String>,
    /// The contract, file or name it is about.
    pub subject: Option<String>,
    /// The character of the subject it points at, from 1, where the subject is a line that was typed.
    pub column: Option<NonZeroU32>,
}

impl Error {
    /// A failure of `kind`, called `code`, saying `message`.
    pub fn new(kind: Kind, code: &'static str, message: impl Into<String>) -> Self {
        Self { kind, code, message: message.into(), details: Vec::new(), hint: None, subject: None, column: None }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds further lines.
    #[must_use]
    pub fn details(mut self, details: impl IntoIterator<Item = String>) -> Self {
        self.details.extend(details);
        self
    }

    /// Adds a line that was typed, and the character in it, from 1, at which it is wrong.
    #[must_use]
    pub fn at(mut self, line: impl Into<String>, column: usize) -> Self {
        self.subject = Some(line.into());
        self.column = u32::try_from(column).ok().and_then(NonZeroU32::new);
        self
    }

    /// Adds what it is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// What operations and commands return.
pub type Result<T> = std::result::Result<T, Error>;
