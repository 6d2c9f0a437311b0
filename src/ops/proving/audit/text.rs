//! Text that may not change: that of a contract which was sent, signed, declined or withdrawn, and is not reopened.

use crate::contract::act::Deed;
use crate::contract::lifecycle::{self, Approvals, Signing};
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::judge;
use crate::ops::session::{Session, dossier_of};
use crate::policy::Policy;
use crate::store::CommitId;

/// The state in which the contract in `folder` stood in a commit, by the policy there; none where there was no contract.
pub fn state(session: &Session, policy: &Policy, at: CommitId, folder: &str) -> Result<Option<Signing>> {
    let found = dossier_of(&mut session.store.snapshot_at(Some(at))?, folder)?;
    Ok(found.and_then(|dossier| state_of(session, policy, &dossier)))
}

/// The state of a contract that may not be recorded yet; none where its text cannot be read.
pub fn state_of(session: &Session, policy: &Policy, dossier: &Dossier) -> Option<Signing> {
    let acts: Vec<_> = dossier.acts.iter().map(|file| file.act.clone()).collect();
    let statements = judge::facts(&judge::by_policy(dossier, policy), session.organisation.time_zone);
    let facts = judge::alone(session, dossier, &acts, &statements)?;
    Some(lifecycle::standing(&facts, &session.organisation.name, &Approvals::default(), session.today).signing)
}

/// Whether the text may change in a state.
pub const fn is_free(state: Signing) -> bool {
    // Broken text is mended by changing it.
    matches!(state, Signing::Draft | Signing::Review | Signing::Approved | Signing::Broken)
}

/// Whether an act explains a new text in its own commit.
pub const fn explains(deed: &Deed) -> bool {
    matches!(deed, Deed::Reopen { .. } | Deed::Correct { .. })
}
