//! Acts that would take something off the lists, and that nobody's key vouches for.
//!
//! Whoever can push can put a file into `acts/`. What such an act would hide, a deadline, a notice, a whole contract, must
//! not be missed because of it: it is set aside until `verify` has nothing against it, and the contract is flagged. Acts
//! that only add to the lists are taken as they are; `verify` judges all of them. **Invariant**: setting aside never makes
//! less due than before.

use std::collections::HashMap;

use super::entry::Entry;
use super::links;
use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::disowned;
use crate::ops::recording::deed;
use crate::ops::session::Session;
use crate::ops::session::signature;
use crate::policy::{Member, MemberKey, Policy};
use crate::store::{CommitId, History};

/// Where acts came from, as far as a history tells.
pub(super) struct Proof<'s> {
    session: &'s Session,
    /// By the path of today.
    entered: HashMap<String, (CommitId, String)>,
    /// By commit, the member who signed it and the window of the key; read once each.
    signers: HashMap<CommitId, Option<Signer>>,
    /// Where history is missing, nothing can be said against an act.
    blind: bool,
}

#[derive(Clone)]
struct Signer {
    member: Member,
    key: MemberKey,
}

impl<'s> Proof<'s> {
    /// The places where the acts of a history entered.
    pub fn of(session: &'s Session, history: &History) -> Self {
        let mut entered = HashMap::new();
        for (item, passage) in history.items.iter().filter(|(item, _)| item.name.ends_with(".toml")) {
            let Some(first) = passage.entered.last() else { continue };
            let suffix = format!("/{}", item.name);
            let here = passage.present.iter().filter(|path| path.ends_with(&suffix));
            entered.extend(here.map(|path| (path.clone(), first.clone())));
        }
        Self { session, entered, signers: HashMap::new(), blind: history.shallow }
    }

    /// Sets the acts of an entry aside that would hide something and are not proved. `before` is what was known of the
    /// contract before this history began.
    pub fn apply(&mut self, entry: &mut Entry, dossier: &Dossier, before: Option<&Entry>) {
        if self.blind {
            return;
        }
        let linked = links::has_link(entry);
        let executed = entry.acts.iter().filter(|act| matches!(act.deed, Deed::Executed { .. })).count();
        // A second execution beside signatures or another one could move the dates; the only one there is, is kept.
        let another = executed > 1 || !entry.statements.is_empty();
        let (kept, aside): (Vec<Act>, Vec<Act>) = std::mem::take(&mut entry.acts).into_iter().partition(|act| {
            let hides = linked || hides(&act.deed) || (another && matches!(act.deed, Deed::Executed { .. }));
            !hides || self.is_proved(dossier, act, before)
        });
        (entry.acts, entry.unproved) = (kept, aside);
    }

    fn is_proved(&mut self, dossier: &Dossier, act: &Act, before: Option<&Entry>) -> bool {
        let file = dossier.acts.iter().find(|file| file.act.digest == act.digest).map(|file| &file.file);
        let path = file.map(|file| format!("{}/{file}", dossier.folder)).unwrap_or_default();
        let Some((commit, path)) = self.entered.get(&path).cloned() else {
            let known = |acts: &[Act], digest: Digest| acts.iter().any(|act| act.digest == digest);
            return before.is_some_and(|before| known(&before.acts, act.digest));
        };
        let session = self.session;
        let signer = self.signers.entry(commit).or_insert_with(|| signer(session, commit));
        let Some(signer) = signer.as_ref() else { return false };
        let refused = |policy: &Policy| {
            let member = policy.member(&act.by);
            let owner = || deed::owner_before(session, commit, &path);
            member.is_none_or(|member| deed::refusal(policy, member, (dossier, act), &path, owner).is_some())
        };
        // Roles change: what the present policy would not allow is looked up in the one that ruled.
        signer.member.email.as_str() == act.by
            && signer.key.is_good(act.at.to_utc())
            && (!refused(&session.policy) || disowned::ruling(session, commit).is_some_and(|policy| !refused(&policy)))
    }
}

fn signer(session: &Session, commit: CommitId) -> Option<Signer> {
    let key = signature::of(&session.store, commit).key()?;
    let (member, key) = session.policy.holder(&key)?;
    Some(Signer { member: member.clone(), key: key.clone() })
}

/// Whether an act can take something off the lists.
fn hides(deed: &Deed) -> bool {
    match deed {
        Deed::Extend { .. }
        | Deed::Reopen { .. }
        | Deed::Void { .. }
        | Deed::Decline { .. }
        | Deed::Correct { .. }
        | Deed::Notice { .. }
        | Deed::Terminate { .. }
        | Deed::Done { .. }
        | Deed::Archive
        | Deed::Approve { .. }
        | Deed::Undo { .. } => true,
        Deed::Submit { .. }
        | Deed::Reject { .. }
        | Deed::Send { .. }
        | Deed::Receive { .. }
        | Deed::Executed { .. }
        | Deed::Comment { .. }
        | Deed::Unarchive => false,
    }
}
