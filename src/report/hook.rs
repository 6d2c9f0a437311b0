//! `hook install`: what was written where.

use serde::Serialize;

/// `clm.hook/1`.
#[derive(Serialize, Clone, Debug)]
pub struct HookReport {
    /// The bare repository.
    pub repository: String,
    /// The hook's file.
    pub hook: String,
    /// The program the hook asks.
    pub program: String,
    /// Where a hook that was there before is kept.
    pub kept: Option<String>,
    /// The one branch that can be pushed.
    pub branch: String,
    /// Fingerprints of keys that must have founded the repository.
    pub trust: Vec<String>,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Git settings that were changed.
    pub items: Vec<HookSetting>,
}

/// One git setting.
#[derive(Serialize, Clone, Debug)]
pub struct HookSetting {
    /// Its name.
    pub name: String,
    /// What it is now.
    pub value: String,
    /// What it was.
    pub before: Option<String>,
}
