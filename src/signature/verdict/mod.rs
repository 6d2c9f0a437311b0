//! From parsed to checked. [`Envelope`] is what lies in a file; [`Verified`] is what survived [`check`], and nothing else
//! makes one. A verified signature is intact; whether its signer is known is its [`Trust`].

mod envelope;
mod outcome;
mod rules;

pub use envelope::{Envelope, Flaw};
pub use outcome::{Verdict, exit_code, worst};
pub use rules::{Introduction, Keyholder, Members, Place, check, check_in_order};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::key::PublicKey;
use super::principal::Principal;
use super::statement::Statement;
use crate::contract::act::Basis;
use crate::contract::digest::Digest;
use crate::contract::lifecycle::{Elsewhere, Instead, StatementFact};

/// A statement whose signature is intact and says what it says in the name of the key that made it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    statement: Statement,
    digest: Digest,
    key: PublicKey,
    trust: Trust,
    received: Option<NaiveDate>,
}

/// On which ground the signer is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trust {
    /// A member, by a key that the policy lists as good.
    Member {
        /// The member.
        email: Principal,
    },
    /// A stranger whose key somebody vouched for in a `receive` act.
    Known {
        /// How they knew.
        basis: Basis,
    },
    /// Nobody says who that is, or what is said does not suffice.
    Untrusted {
        /// Why.
        reason: Doubt,
    },
}

/// Why an intact signature is not trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// Neither policy nor `receive` act know the key.
    #[error("nobody vouched for the key {0}")]
    UnknownKey(String),
    /// A `receive` act without a basis.
    #[error("it was received without saying how the signer is known")]
    NoBasis,
    /// The `receive` act speaks of another key.
    #[error("the act that received it speaks of another key ({0})")]
    OtherKeyReceived(String),
    /// The address belongs to a member, the key does not.
    #[error("`{0}` is a member, but the key is none of theirs")]
    NotTheMembersKey(Principal),
    /// The policy does not let the member sign for the party.
    #[error("`{email}` may not sign for `{party}`")]
    PartyNotGranted {
        /// The member.
        email: Principal,
        /// The party signed for.
        party: String,
    },
    /// Somebody witnesses whom the policy does not let record what happened elsewhere.
    #[error("`{0}` may not witness signatures here")]
    MayNotWitness(Principal),
    /// A stranger witnesses.
    #[error("only a member witnesses signatures, and `{0}` is none")]
    WitnessNoMember(Principal),
    /// Claimed before the key was good.
    #[error("the key was good only from {}", time(.0))]
    BeforeKey(DateTime<Utc>),
    /// Claimed after the key's end.
    #[error("the key was good only until {}", time(.0))]
    AfterKey(DateTime<Utc>),
    /// The key has ended and nothing proves that the signature is older.
    #[error("the key ended on {} and nothing proves that the signature was made before", time(.0))]
    TimeNotProven(DateTime<Utc>),
    /// The key spoke for another party or person earlier.
    #[error("the same key signed earlier as `{email}` for `{party}`")]
    KeySpokeForAnother {
        /// The earlier address.
        email: Principal,
        /// The earlier party.
        party: String,
    },
}

fn time(time: &DateTime<Utc>) -> String {
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Verified {
    /// What was said.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Digest of the statement's bytes; with [`Self::key`] the identity of the signature.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// The key that signed.
    #[must_use]
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// On which ground the signer is known.
    #[must_use]
    pub const fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Whether the signer is known on some ground.
    #[must_use]
    pub const fn is_trusted(&self) -> bool {
        !matches!(self.trust, Trust::Untrusted { .. })
    }

    /// What the states of a contract depend on. `zone` turns a member's claimed time into a day.
    #[must_use]
    pub fn fact(&self, zone: Tz) -> StatementFact {
        let claimed_day = self.statement.claimed.with_timezone(&zone).date_naive();
        let signer = &self.statement.signer;
        let witnessed = self.statement.instead.as_ref().and_then(|instead| instead.witnessed());
        let elsewhere = witnessed.map(|witnessed| Elsewhere { how: witnessed.how, on: witnessed.on });
        StatementFact {
            digest: self.digest,
            act: self.statement.act,
            revision: self.statement.revision(),
            party: signer.party.clone(),
            name: signer.name.clone(),
            email: signer.email.to_string(),
            key: self.key.fingerprint(),
            claimed: self.statement.claimed,
            arrived: elsewhere.as_ref().map(|elsewhere| elsewhere.on).or(self.received).unwrap_or(claimed_day),
            after: self.statement.after.clone(),
            trusted: self.is_trusted(),
            instead: self.statement.instead.as_ref().map(|instead| Instead {
                party: instead.witnessed().map_or_else(|| signer.party.clone(), |witnessed| witnessed.party.clone()),
                name: instead.name().to_owned(),
                email: instead.email().map(ToString::to_string),
                elsewhere,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
