//! The rules that turn an envelope into something checked.

use chrono::{DateTime, NaiveDate, Utc};

use super::envelope::{Envelope, Flaw};
use super::{Doubt, Trust, Verified};
use crate::contract::act::Basis;
use crate::contract::lifecycle::StatementAct;
use crate::signature::key::PublicKey;
use crate::signature::principal::Principal;
use crate::signature::statement::Statement;

/// Who the members are, by the policy at the place where a statement entered history.
pub trait Members {
    /// The member whose key this is or was.
    fn keyholder(&self, key: &PublicKey) -> Option<Keyholder>;

    /// Whether the address belongs to a member.
    fn is_member(&self, email: &Principal) -> bool;

    /// Whether the member with this address may record what happened elsewhere, in a workspace.
    fn may_record(&self, email: &Principal, workspace: &str) -> bool;
}

/// A member as the owner of one key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keyholder {
    /// The member.
    pub email: Principal,
    /// From when the key is good, inclusive.
    pub from: DateTime<Utc>,
    /// Until when, inclusive; none while it has no end.
    pub until: Option<DateTime<Utc>>,
    /// Legal names of the parties the member may sign for.
    pub signs_for: Vec<String>,
}

/// A `receive` act: how a statement signed elsewhere came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Introduction {
    /// The key the act names.
    pub key: PublicKey,
    /// How the signer is known; without one nothing is trusted.
    pub basis: Option<Basis>,
    /// The day of receipt.
    pub on: NaiveDate,
}

/// Where and how a statement entered history.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The policy in force there.
    pub members: &'a dyn Members,
    /// The workspace the contract lay in.
    pub workspace: &'a str,
    /// The `receive` act that brought the statement, if one did.
    pub introduction: Option<&'a Introduction>,
    /// A moment at which the statement certainly existed already, from something its signer does not control. Commit
    /// dates and the claimed time are not that.
    pub existed: Option<DateTime<Utc>>,
}

/// Checks one envelope against the place where it entered history.
///
/// # Errors
/// The [`Flaw`] because of which it proves nothing.
pub fn check(envelope: &Envelope, place: &Place<'_>) -> Result<Verified, Flaw> {
    let key = envelope.signing_key()?;
    let statement = envelope.statement();
    let trust = match place.members.keyholder(&key) {
        Some(holder) => by_policy(statement, holder, place)?,
        None => by_introduction(statement, &key, place),
    };
    Ok(Verified {
        statement: statement.clone(),
        digest: envelope.digest(),
        key,
        trust,
        received: place.introduction.map(|introduction| introduction.on),
    })
}

/// Checks the envelopes of one contract, in the order in which they entered history. One key speaks for one person and
/// one party: a later statement in which it speaks for another is not trusted.
pub fn check_in_order(envelopes: &[(Envelope, Place<'_>)]) -> Vec<Result<Verified, Flaw>> {
    let mut checked: Vec<Result<Verified, Flaw>> = Vec::with_capacity(envelopes.len());
    for (envelope, place) in envelopes {
        let mut result = check(envelope, place);
        if let Ok(verified) = &mut result
            && let Some(reason) = checked.iter().flatten().find_map(|earlier| speaks_for_another(earlier, verified))
        {
            verified.trust = Trust::Untrusted { reason };
        }
        checked.push(result);
    }
    checked
}

fn speaks_for_another(earlier: &Verified, later: &Verified) -> Option<Doubt> {
    let (before, now) = (&earlier.statement.signer, &later.statement.signer);
    let same_key = earlier.key == later.key && earlier.is_trusted();
    let both_speak = speaks_for_party(&earlier.statement) && speaks_for_party(&later.statement);
    let differs = before.email != now.email || (both_speak && before.party != now.party);
    (same_key && differs)
        .then(|| Doubt::KeySpokeForAnother { email: before.email.clone(), party: before.party.clone() })
}

/// A witness says what they saw; only who signs or declines speaks for a party.
fn speaks_for_party(statement: &Statement) -> bool {
    statement.act != StatementAct::Witness
}

/// A member's key: the address must be the member's, the party granted (to witness takes the right to record instead), the
/// time inside the key's.
fn by_policy(statement: &Statement, holder: Keyholder, place: &Place<'_>) -> Result<Trust, Flaw> {
    let signer = &statement.signer;
    if signer.email != holder.email {
        return Err(Flaw::OtherPrincipal { stated: signer.email.to_string(), holder: holder.email.to_string() });
    }
    let untrusted = |reason| Ok(Trust::Untrusted { reason });
    if speaks_for_party(statement) && !holder.signs_for.contains(&signer.party) {
        return untrusted(Doubt::PartyNotGranted { email: holder.email, party: signer.party.clone() });
    }
    if !speaks_for_party(statement) && !place.members.may_record(&holder.email, place.workspace) {
        return untrusted(Doubt::MayNotWitness(holder.email));
    }
    match key_time(&holder, statement.claimed, place.existed) {
        Some(doubt) => untrusted(doubt),
        None => Ok(Trust::Member { email: holder.email }),
    }
}

/// What speaks against the key having been good. A key that had an end in the policy where the statement entered may
/// have been used after it with an older date, so the claimed time alone does not suffice there.
fn key_time(holder: &Keyholder, claimed: DateTime<Utc>, existed: Option<DateTime<Utc>>) -> Option<Doubt> {
    if claimed < holder.from {
        return Some(Doubt::BeforeKey(holder.from));
    }
    let until = holder.until?;
    if claimed > until {
        return Some(Doubt::AfterKey(until));
    }
    if existed.is_some_and(|existed| existed <= until) { None } else { Some(Doubt::TimeNotProven(until)) }
}

/// Anyone else's key: what the `receive` act says, and only for an address that is no member's.
fn by_introduction(statement: &Statement, key: &PublicKey, place: &Place<'_>) -> Trust {
    let email = &statement.signer.email;
    let reason = if place.members.is_member(email) {
        Doubt::NotTheMembersKey(email.clone())
    } else if !speaks_for_party(statement) {
        Doubt::WitnessNoMember(email.clone())
    } else {
        match place.introduction {
            None => Doubt::UnknownKey(key.fingerprint()),
            Some(introduction) if introduction.key != *key => Doubt::OtherKeyReceived(introduction.key.fingerprint()),
            Some(introduction) => match introduction.basis {
                None => Doubt::NoBasis,
                Some(basis) => return Trust::Known { basis },
            },
        }
    };
    Trust::Untrusted { reason }
}
