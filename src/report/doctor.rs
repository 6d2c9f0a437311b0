//! What is well and what is not, each with the command that mends it.

use serde::Serialize;

/// `clm.doctor/1`.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct DoctorReport {
    /// One entry a check, in the order in which one would look.
    pub items: Vec<DoctorItem>,
    /// What `--fix` mended, or would mend in a dry run: subjects of commits.
    pub fixed: Vec<String>,
}

/// One check.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct DoctorItem {
    /// A stable word such as `git` or `duplicate-ids`.
    pub check: String,
    /// `ok`, `warn` or `fail`.
    pub verdict: String,
    /// What was found, in one sentence.
    pub message: String,
    /// The command that mends it.
    pub repair: Option<String>,
}

impl DoctorItem {
    /// All is well.
    #[must_use]
    pub fn ok(check: &str, message: impl Into<String>) -> Self {
        Self::new(check, "ok", message, None)
    }

    /// Work goes on, and something should be done.
    #[must_use]
    pub fn warn(check: &str, message: impl Into<String>, repair: impl Into<String>) -> Self {
        Self::new(check, "warn", message, Some(repair.into()))
    }

    /// Something does not work.
    #[must_use]
    pub fn fail(check: &str, message: impl Into<String>, repair: impl Into<String>) -> Self {
        Self::new(check, "fail", message, Some(repair.into()))
    }

    fn new(check: &str, verdict: &str, message: impl Into<String>, repair: Option<String>) -> Self {
        Self { check: check.to_owned(), verdict: verdict.to_owned(), message: message.into(), repair }
    }
}

impl DoctorReport {
    /// Whether anything does not work.
    #[must_use]
    pub fn has_failures(&self) -> bool {
        self.items.iter().any(|item| item.verdict == "fail")
    }
}
