//! Who may do what, and why: grants, teams, the reader's own rights, one question explained, proposals.

use serde::Serialize;

/// `clm.grants/1`.
#[derive(Serialize, Clone, Debug)]
pub struct GrantsReport {
    /// How many owners a change of the policy takes.
    pub owners: u64,
    /// Members' own lines, then grants.
    pub items: Vec<GrantItem>,
}

/// One line that gives something.
#[derive(Serialize, Clone, Debug)]
pub struct GrantItem {
    /// An address, or `team:NAME`.
    pub to: String,
    /// Roles, then rights.
    pub gives: Vec<String>,
    /// Workspaces, `*` for all.
    pub workspaces: Vec<String>,
    /// Kinds of things; empty for what roles and rights usually are about.
    pub kinds: Vec<String>,
    /// `all` or `own`.
    pub whose: String,
    /// The line of `.clm/policy.toml`.
    pub line: usize,
}

/// `clm.teams/1`.
#[derive(Serialize, Clone, Debug)]
pub struct TeamsReport {
    /// In the order of the policy.
    pub items: Vec<TeamItem>,
}

/// One team.
#[derive(Serialize, Clone, Debug)]
pub struct TeamItem {
    /// Its name.
    pub name: String,
    /// Addresses.
    pub members: Vec<String>,
    /// What is granted to it, in words.
    pub grants: Vec<String>,
}

/// `clm.whoami/1`.
#[derive(Serialize, Clone, Debug)]
pub struct WhoamiReport {
    /// Full name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Fingerprint of the key that would be used.
    pub key: String,
    /// Whether the key is good now.
    pub good: bool,
    /// Roles of the member's own line.
    pub roles: Vec<String>,
    /// Workspaces of the member's own line.
    pub workspaces: Vec<String>,
    /// Teams.
    pub teams: Vec<String>,
    /// Parties.
    pub signs_for: Vec<String>,
    /// With `--can`: each right in each workspace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can: Option<Vec<CanItem>>,
    /// With `--can`: whether the server refuses what is not allowed, as far as can be seen; absent without a remote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
}

/// One right to one kind of thing in one workspace.
#[derive(Serialize, Clone, Debug)]
pub struct CanItem {
    /// The workspace; `*` for what concerns all of the repository.
    pub workspace: String,
    /// `contract`, `template`, `clause` or `policy`.
    pub kind: String,
    /// The right.
    pub right: String,
    /// `all`, `own` or `none`.
    pub whose: String,
    /// The line that gives it.
    pub line: Option<usize>,
    /// Why, or why not.
    pub because: String,
    /// What holds against one who does not ask clm.
    pub enforced: String,
}

/// `clm.explain/1`.
#[derive(Serialize, Clone, Debug)]
pub struct ExplainReport {
    /// The member asked about.
    pub member: String,
    /// The right.
    pub right: String,
    /// To what kind of thing.
    pub kind: String,
    /// The path or contract as meant.
    pub path: String,
    /// The workspace; null for what concerns all of the repository.
    pub workspace: Option<String>,
    /// Whose contract it is.
    pub owner: Option<String>,
    /// The answer.
    pub allowed: bool,
    /// Why, or every reason why not.
    pub because: Vec<String>,
    /// The lines of the policy that speak of the member.
    pub lines: Vec<LineItem>,
    /// What holds against one who does not ask clm.
    pub enforced: String,
    /// Commands that make sense now.
    pub next: Vec<String>,
}

/// One line of the policy.
#[derive(Serialize, Clone, Debug)]
pub struct LineItem {
    /// Its number.
    pub line: usize,
    /// As it stands there.
    pub text: String,
    /// What it gives, in words.
    pub gives: String,
    /// Whether it decides.
    pub decides: bool,
}

/// `clm.proposals/1`.
#[derive(Serialize, Clone, Debug)]
pub struct ProposalsReport {
    /// By digest.
    pub items: Vec<ProposalItem>,
    /// Whether one was asked for, with its text.
    #[serde(skip)]
    pub detail: bool,
}

/// One proposed policy.
#[derive(Serialize, Clone, Debug)]
pub struct ProposalItem {
    /// The first characters of the digest.
    pub id: String,
    /// `sha256:…` of the proposed bytes.
    pub digest: String,
    /// `open`, `ready`, `stale` or `applied`.
    pub state: String,
    /// Why it is open or stale.
    pub why: Option<String>,
    /// The version it would be.
    pub version: u64,
    /// Owners who signed it.
    pub signed: Vec<String>,
    /// How many it takes.
    pub needed: u64,
    /// What it would change.
    pub changes: Vec<String>,
    /// Where it lies.
    pub path: String,
}
