//! The words of states, flags and kinds of item, as they stand in JSON and tables.

use super::{Flag, StatementAct};

impl Flag {
    /// The flag as written in JSON and filters.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotRenewing => "not-renewing",
            Self::Disputed => "disputed",
            Self::Terminated => "terminated",
            Self::Superseded => "superseded",
            Self::Executed => "executed",
            Self::Witnessed => "witnessed",
            Self::Archived => "archived",
            Self::Uncounted => "uncounted",
            Self::Unproved => "unproved",
        }
    }
}

impl StatementAct {
    /// The act as written in a statement.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Decline => "decline",
            Self::Witness => "witness",
        }
    }
}
