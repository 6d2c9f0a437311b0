//! `clm.toml`: the organisation whose contracts a repository keeps.

mod file;

use super::business_day::Calendars;
use super::party::Signatory;
use super::problem::Problem;
use super::reminder_rule::Rule;

pub use file::write;

/// What `clm.toml` says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Organisation {
    /// Format version of the repository; this build reads 1.
    pub format: u32,
    /// The organisation's legal name, as it stands in contracts.
    pub name: String,
    /// Who usually signs for it.
    pub signatory: Option<Signatory>,
    /// IANA zone that turns moments into days, such as `Europe/Oslo`; `UTC` when absent.
    pub time_zone: chrono_tz::Tz,
    /// The workspace `new` and `import` use without `-w`.
    pub default_workspace: String,
    /// Why numbers that identify a person may stand in this repository; `[personal_data] accepted`.
    pub personal_data: Option<String>,
    /// The calendars of business days its repository goes by, and which of them where an agreement names none.
    pub calendars: Calendars,
    /// Reminders before dates of its contracts; `[[reminders]]`.
    pub reminders: Vec<Rule>,
}

/// The format version this build reads and writes.
pub const FORMAT: u32 = 1;

impl Organisation {
    /// Reads `clm.toml`, to be called `file` in problems.
    ///
    /// # Errors
    /// Every fault found; a format version this build does not know is the only one reported.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        file::parse(file, bytes, &[])
    }

    /// As [`Self::parse`], in a file that may hold further outermost keys, which another reader judges.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_beside(file: &str, bytes: &[u8], others: &[&'static str]) -> Result<Self, Vec<Problem>> {
        file::parse(file, bytes, others)
    }
}

#[cfg(test)]
#[path = "organisation_tests.rs"]
mod tests;
