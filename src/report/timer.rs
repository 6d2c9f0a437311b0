//! `timer print`: files and lines for a machine's own scheduler.

use serde::Serialize;

/// `clm.timer/1`.
#[derive(Serialize, Clone, Debug)]
pub struct TimerReport {
    /// What is run.
    pub command: Vec<String>,
    /// Files to be written, or lines to be pasted.
    pub items: Vec<TimerItem>,
}

/// One file, or one line of a crontab.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct TimerItem {
    /// `systemd` or `cron`.
    pub form: String,
    /// The file; null for a line of a crontab.
    pub file: Option<String>,
    /// Its text.
    pub text: String,
}
