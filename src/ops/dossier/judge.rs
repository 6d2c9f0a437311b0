//! A dossier judged: which statements are intact and by whom, and what that makes of the contract on a day.
//!
//! This is the quick judgement that lists and acts are made from: keys by the policy at HEAD. `verify` judges again,
//! with the policy at the place where each statement entered history.

use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::{Facts, StatementFact};
use crate::ops::dossier::{Dossier, StatementFile};
use crate::ops::session::Session;
use crate::policy::Policy;
use crate::signature::key::PublicKey;
use crate::signature::principal::Principal;
use crate::signature::verdict::{Envelope, Introduction, Keyholder, Members, Place, Verified, check_in_order};

/// A statement file and what became of it.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// Relative to the contract's folder.
    pub file: String,
    /// Digest of the statement's bytes.
    pub digest: Digest,
    /// Intact, or what is wrong.
    pub result: Result<Verified, String>,
}

/// The `receive` act that brought a statement.
#[must_use]
pub fn introduction(acts: &[Act], statement: Digest) -> Option<Introduction> {
    acts.iter().find_map(|act| match &act.deed {
        Deed::Receive { statement: brought, key, basis, on, .. } if *brought == statement => {
            let key = PublicKey::from_line(key).ok()?;
            Some(Introduction { key, basis: Some(*basis), on: *on })
        }
        _ => None,
    })
}

/// Judges all statements of a dossier by one policy.
#[must_use]
pub fn by_policy(dossier: &Dossier, policy: &Policy) -> Vec<Judgement> {
    let acts: Vec<Act> = dossier.acts.iter().map(|file| file.act.clone()).collect();
    let introductions: Vec<(Digest, Option<Introduction>)> =
        dossier.statements.iter().map(|file| (file.digest, introduction(&acts, file.digest))).collect();
    let introduced = |digest: Digest| {
        introductions.iter().find(|(other, _)| *other == digest).and_then(|(_, introduction)| introduction.as_ref())
    };
    let today = Today(policy);
    let mut readable: Vec<(&StatementFile, &Envelope)> =
        dossier.statements.iter().filter_map(|file| Some((file, file.envelope.as_ref().ok()?))).collect();
    readable.sort_by_key(|(file, envelope)| (envelope.statement().claimed, file.digest));
    let placed: Vec<(Envelope, Place<'_>)> = readable
        .iter()
        .map(|(file, envelope)| {
            // A key that has ended since is taken at its word here; whether the time is proven is for `verify` to say.
            let existed = Some(envelope.statement().claimed);
            let workspace = dossier.workspace();
            let place = Place { members: &today, workspace, introduction: introduced(file.digest), existed };
            ((*envelope).clone(), place)
        })
        .collect();
    let checked = check_in_order(&placed);
    let mut judged: Vec<Judgement> = readable
        .iter()
        .zip(checked)
        .map(|((file, _), result)| judgement(file, result.map_err(|flaw| flaw.to_string())))
        .collect();
    let unreadable = dossier
        .statements
        .iter()
        .filter_map(|file| file.envelope.as_ref().err().map(|fault| judgement(file, Err(fault.clone()))));
    judged.extend(unreadable);
    judged
}

/// The members at HEAD, and those who left. Whoever signed or witnessed may have lost the right since, and a contract may have
/// moved; what was signed stays signed, so that nobody's leaving makes a draft of it. `verify` asks for the rights of then.
struct Today<'a>(&'a Policy);

impl Members for Today<'_> {
    fn keyholder(&self, key: &PublicKey) -> Option<Keyholder> {
        let (member, _) = self.0.holder(key)?;
        let signs_for = member.signs_for.clone();
        self.0.keyholder(key).map(|holder| Keyholder { signs_for, ..holder })
    }

    fn is_member(&self, email: &Principal) -> bool {
        self.0.is_member(email)
    }

    fn may_record(&self, email: &Principal, _workspace: &str) -> bool {
        let left = self.0.member(email.as_str()).is_some_and(|member| member.roles.is_empty());
        left || self.0.workspaces().iter().any(|workspace| self.0.may_record(email, &workspace.name))
    }
}

fn judgement(file: &StatementFile, result: Result<Verified, String>) -> Judgement {
    Judgement { file: file.file.clone(), digest: file.digest, result }
}

/// What is recorded about one contract, looked at by itself: no amendment, no successor, nothing lost. None where its text
/// cannot be read.
#[must_use]
pub fn alone<'a>(
    session: &'a Session,
    dossier: &'a Dossier,
    acts: &'a [Act],
    statements: &'a [StatementFact],
) -> Option<Facts<'a>> {
    Some(Facts {
        header: dossier.header()?,
        revision: dossier.revision,
        acts,
        statements,
        zone: session.organisation.time_zone,
        lost: &[],
        amendments: &[],
        superseded: None,
        calendars: &session.organisation.calendars,
    })
}

/// What the states depend on, of the statements that are intact.
#[must_use]
pub fn facts(judged: &[Judgement], zone: chrono_tz::Tz) -> Vec<StatementFact> {
    judged.iter().filter_map(|one| one.result.as_ref().ok()).map(|verified| verified.fact(zone)).collect()
}
