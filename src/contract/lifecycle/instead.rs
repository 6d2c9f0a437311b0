//! Statements that fill another's place: under a mandate, or by witnessing a signature made elsewhere.
//!
//! **Owns** whose place a statement fills and the day it is taken to have been signed. **Refuses to know** evidence and keys.
//! **Invariant**: a witness whose statement does not say whose signature it is fills nothing.

use chrono::{Days, NaiveDate};

use super::{StatementAct, StatementFact};
use crate::contract::act::Execution;

/// Somebody whose place a statement fills: who gave a mandate, or whose signature was witnessed.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Instead {
    /// Legal name of their party.
    pub party: String,
    /// Their name, as the contract has it.
    pub name: String,
    /// Their address, where it is known.
    pub email: Option<String>,
    /// How and when they signed; none for a mandate.
    pub elsewhere: Option<Elsewhere>,
}

/// A signature made on paper or on another platform.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Elsewhere {
    /// On paper or elsewhere.
    pub how: Execution,
    /// The day.
    pub on: NaiveDate,
}

impl StatementFact {
    /// Whether it says that somebody agreed: its signer, or the one it witnesses.
    #[must_use]
    pub fn agrees(&self) -> bool {
        match self.act {
            StatementAct::Sign => true,
            StatementAct::Witness => self.elsewhere().is_some(),
            StatementAct::Decline => false,
        }
    }

    /// How and when the signature it witnesses was made.
    #[must_use]
    pub fn elsewhere(&self) -> Option<&Elsewhere> {
        self.instead.as_ref().and_then(|instead| instead.elsewhere.as_ref())
    }

    /// Whether it may be that the signature `earlier` was there when this one was made. What was witnessed has the day it was
    /// made, whatever its witness had seen; days of different zones may differ by one.
    pub(super) fn may_follow(&self, earlier: &Self) -> bool {
        let made = earlier.elsewhere().map_or_else(|| earlier.claimed.date_naive(), |elsewhere| elsewhere.on);
        self.elsewhere().is_none_or(|here| made <= here.on.checked_add_days(Days::new(1)).unwrap_or(here.on))
    }

    /// `The signature of Kari <kari@acme.example> for Acme AS`, with who stands in for whom.
    pub(super) fn in_words(&self) -> String {
        match &self.instead {
            None => format!("The signature of {} <{}> for {}", self.name, self.email, self.party),
            Some(Instead { party, name, elsewhere: Some(_), .. }) => {
                format!("The signature of {name} for {party}, witnessed by {} <{}>,", self.name, self.email)
            }
            Some(Instead { party, name, elsewhere: None, .. }) => {
                format!("The signature of {} <{}> under a mandate of {name} for {party}", self.name, self.email)
            }
        }
    }
}
