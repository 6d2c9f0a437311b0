//! Members, workspaces, keys and templates as lists.

use serde::Serialize;

/// `clm.members/1`.
#[derive(Serialize, Clone, Debug)]
pub struct MembersReport {
    /// In the order of the policy.
    pub items: Vec<MemberItem>,
}

/// One member.
#[derive(Serialize, Clone, Debug)]
pub struct MemberItem {
    /// Full name.
    pub name: String,
    /// The address members are known by.
    pub email: String,
    /// Such as `owner`.
    pub roles: Vec<String>,
    /// Workspaces, `*` for all.
    pub workspaces: Vec<String>,
    /// Parties the member may sign for.
    pub signs_for: Vec<String>,
    /// Fingerprints of keys that are good now.
    pub keys: Vec<String>,
}

/// `clm.workspaces/1`.
#[derive(Serialize, Clone, Debug)]
pub struct WorkspacesReport {
    /// By name.
    pub items: Vec<WorkspaceItem>,
}

/// One workspace.
#[derive(Serialize, Clone, Debug)]
pub struct WorkspaceItem {
    /// Folder name.
    pub name: String,
    /// What people call it.
    pub title: Option<String>,
    /// How many contracts.
    pub contracts: usize,
    /// Names of its templates.
    pub templates: Vec<String>,
    /// Whether `new` uses it without `-w`.
    pub default: bool,
}

/// `clm.keys/1`.
#[derive(Serialize, Clone, Debug)]
pub struct KeysReport {
    /// Keys found on this machine, the one clm would use first.
    pub items: Vec<KeyItem>,
    /// What was found and cannot be used, as sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
}

/// `clm.key/1`: a new key pair.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct NewKeyReport {
    /// `SHA256:…`; null for a dry run.
    pub fingerprint: Option<String>,
    /// The public key line; null for a dry run.
    pub public: Option<String>,
    /// The private key.
    pub path: String,
    /// The public key.
    pub public_path: String,
    /// True when `--dry-run` kept it from being made.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// Commands that make sense now.
    pub next: Vec<String>,
}

/// One key.
#[derive(Serialize, Clone, Debug)]
pub struct KeyItem {
    /// `SHA256:…`.
    pub fingerprint: String,
    /// Path, or `ssh-agent`.
    pub source: String,
    /// The member it belongs to in this repository.
    pub member: Option<String>,
    /// The public key line.
    pub public: String,
}

/// `clm.templates/1`.
#[derive(Serialize, Clone, Debug)]
pub struct TemplatesReport {
    /// By workspace and name.
    pub items: Vec<TemplateItem>,
    /// Template files that cannot be read, as sentences with file and line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// Whether one was asked for, with what it asks.
    #[serde(skip)]
    pub detail: bool,
}

/// One template.
#[derive(Serialize, Clone, Debug)]
pub struct TemplateItem {
    /// `nda`.
    pub name: String,
    /// Workspace it belongs to.
    pub workspace: String,
    /// One line.
    pub title: String,
    /// Kind of contract it draws.
    pub kind: String,
    /// Primary language.
    pub language: String,
    /// Counts up.
    pub version: u32,
    /// Its file.
    pub path: String,
    /// When to use it.
    pub description: String,
    /// For which law it was written.
    pub jurisdiction: String,
    /// Why nothing is drawn from it any more; null while it is in use.
    pub retired: Option<String>,
    /// Since when.
    pub retired_on: Option<chrono::NaiveDate>,
    /// The questions it asks.
    pub fields: Vec<FieldItem>,
}

/// One question of a template.
#[derive(Serialize, Clone, Debug)]
pub struct FieldItem {
    /// For `--set name=value`.
    pub name: String,
    /// The question.
    pub label: String,
    /// `text date money integer boolean choice duration email`.
    pub kind: String,
    /// Whether a draft cannot be made without it.
    pub required: bool,
    /// Default, as text.
    pub default: Option<String>,
    /// For `choice`.
    pub choices: Vec<String>,
}
