//! Text for other programs: completion scripts and manual pages.

use serde::Serialize;

/// `clm.completions/1`.
#[derive(Serialize, Clone, Debug)]
pub struct ScriptReport {
    /// Which shell.
    pub shell: String,
    /// The script.
    pub script: String,
}

/// `clm.man/1`.
#[derive(Serialize, Clone, Debug)]
pub struct PageReport {
    /// Such as `clm-due.1`.
    pub page: String,
    /// Its roff source.
    pub source: String,
}

/// `clm.pages/1`: pages written into a folder.
#[derive(Serialize, Clone, Debug)]
pub struct PagesReport {
    /// Their file names.
    pub items: Vec<String>,
}
