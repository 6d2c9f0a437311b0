//! What a policy says of the statements in one workspace, in the light of what is known today of stolen keys.

use chrono::{DateTime, Utc};

use super::decision::Question;
use super::right::Right;
use super::{Member, Policy};
use crate::signature::key::PublicKey;
use crate::signature::principal::Principal;
use crate::signature::verdict::{Keyholder, Members};

/// The policy where a statement entered history, and the workspace it entered.
#[derive(Clone, Copy)]
pub struct Ruling<'p> {
    /// The policy there.
    pub policy: &'p Policy,
    /// The workspace; none where that cannot be told.
    pub workspace: Option<&'p str>,
    /// The policy of today, which alone knows of keys that were stolen before.
    pub present: &'p Policy,
}

impl Ruling<'_> {
    fn may_sign(&self, member: &Member) -> bool {
        let known = self.workspace.filter(|name| self.policy.workspaces().iter().any(|known| known.name == *name));
        let gifts = || self.policy.gifts(member);
        match known {
            // Own contracts: whose it was is not known here, and the grant is about some of them.
            Some(workspace) => gifts().iter().any(|gift| {
                let asked = Question::usual(Right::Sign, Some(workspace));
                gift.covers(asked.right, asked.thing) && gift.reaches(asked.workspace)
            }),
            None => gifts().iter().any(|gift| gift.covers(Right::Sign, Right::Sign.usual())),
        }
    }
}

impl Members for Ruling<'_> {
    fn keyholder(&self, key: &PublicKey) -> Option<Keyholder> {
        let (member, _) = self.policy.holder(key)?;
        let mut holder = self.policy.keyholder(key)?;
        if !self.may_sign(member) {
            holder.signs_for.clear();
        }
        holder.until = [holder.until, self.present.revoked_since(key)].into_iter().flatten().min();
        Some(holder)
    }

    fn may_record(&self, email: &Principal, workspace: &str) -> bool {
        self.policy.may_record(email, workspace)
    }

    fn is_member(&self, email: &Principal) -> bool {
        self.policy.is_member(email)
    }
}

impl Policy {
    /// Since when a key may be in other hands.
    #[must_use]
    pub fn revoked_since(&self, key: &PublicKey) -> Option<DateTime<Utc>> {
        self.holder(key).and_then(|(_, held)| held.until.filter(|_| held.revoked))
    }
}
