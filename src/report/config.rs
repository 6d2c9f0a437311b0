//! Settings with their origins, and the files they may stand in.

use serde::Serialize;

/// `clm.config/1`: settings.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ConfigReport {
    /// One entry a setting.
    pub items: Vec<ConfigItem>,
    /// Whether the origins are to be shown to people.
    #[serde(skip)]
    pub origin: bool,
    /// Whether only the value is to be shown to people.
    #[serde(skip)]
    pub bare: bool,
}

/// One setting.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ConfigItem {
    /// Full name, such as `due.days`.
    pub key: String,
    /// The value that counts; `null` when nobody set it and it has no default.
    pub value: Option<ConfigValue>,
    /// `flag`, `environment`, `repository`, `user`, `system` or `default`.
    pub origin: String,
    /// The file or variable; empty for a default.
    pub place: String,
    /// What it is for.
    pub about: String,
}

/// A value as it is.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
#[serde(untagged)]
pub enum ConfigValue {
    /// Text.
    Text(String),
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(u32),
    /// A program with its arguments.
    Words(Vec<String>),
}

/// `clm.config-files/1`: where settings may stand, strongest first.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ConfigFilesReport {
    /// One entry a file.
    pub items: Vec<ConfigFile>,
}

/// One file.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ConfigFile {
    /// `repository`, `user` or `system`.
    pub origin: String,
    /// Where it lies, or would.
    pub path: String,
    /// Whether it is there.
    pub exists: bool,
}

/// `clm.config-change/1`: a setting changed in a person's own file.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ConfigChangeReport {
    /// The file.
    pub path: String,
    /// What was set or removed; several after an edit.
    pub items: Vec<ConfigItem>,
    /// True when `--dry-run` kept it from happening.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// The sentence for people.
    pub subject: String,
}
