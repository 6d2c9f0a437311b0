//! The parties of a contract and the people who sign for them.

mod rule;

pub use rule::RuleError;

/// One side of the agreement: a company or a person.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Party {
    /// The legal name, unique in the contract.
    pub name: String,
    /// Such as `supplier`; free words.
    pub role: Option<String>,
    /// Number in the company register.
    pub org_number: Option<String>,
    /// Who of the signatories must sign; `All` when nothing is said. Without signatories one signature made in the
    /// party's name is needed.
    pub signing: SigningRule,
    /// The people who sign, in the order written.
    pub signatories: Vec<Signatory>,
}

/// A person who signs for a party.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Signatory {
    /// Full name.
    pub name: String,
    /// One lower-case address; a signature fills the signatory with its party and this address.
    pub email: Option<String>,
    /// Such as `CEO`; also what `signing = "chair and any 1 of board"` counts by.
    pub title: Option<String>,
    /// Equal numbers in any order; a later number waits. Absent means 1.
    pub order: u32,
    /// Named groups this person belongs to, for `signing` rules.
    pub groups: Vec<String>,
}

impl Default for Signatory {
    fn default() -> Self {
        Self { name: String::new(), email: None, title: None, order: 1, groups: Vec::new() }
    }
}

/// Which of a party's signatories must sign, as written in `signing`.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub enum SigningRule {
    /// Every signatory (the default).
    #[default]
    All,
    /// So many of all signatories: `any 2`.
    Any(u32),
    /// Every clause must be met by different people: `chair and any 1 of board`.
    Each(Vec<RuleClause>),
}

/// One clause of a [`SigningRule::Each`]: so many people with this title or group.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct RuleClause {
    /// How many.
    pub count: u32,
    /// A title or a group, compared without case.
    pub of: String,
}
