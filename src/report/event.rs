//! What another program is told of an act.

use serde::Serialize;

use super::act::ActItem;

/// `clm.event/1`, one object on the stdin of what the user's configuration names.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct EventReport {
    /// `sign`, `new`, `import` …
    pub act: String,
    /// When, with offset, RFC 3339.
    pub at: String,
    /// The commit that records it.
    pub commit: String,
    /// The commit's subject.
    pub subject: String,
    /// Who acted.
    pub actor: EventActor,
    /// The organisation whose repository it is.
    pub organisation: String,
    /// The repository's folder.
    pub repository: String,
    /// Ids of the contracts it is about.
    pub contracts: Vec<String>,
    /// What the act answered for each thing it touched.
    pub items: Vec<ActItem>,
}

/// Who acted.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct EventActor {
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
}
