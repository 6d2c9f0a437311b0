//! What each permission is worth against one who does not ask clm, said plainly.

use crate::policy::{Policy, Right, Thing};

/// One sentence: what enforces a right, and what does not.
#[must_use]
pub fn by(policy: &Policy, right: Right, thing: Thing) -> String {
    match (right, thing) {
        (Right::Read, _) => {
            "nothing: who has a clone reads all of it; what others may not read belongs in a repository \
                             of its own"
                .to_owned()
        }
        (Right::Administer, _) if policy.owners() > 1 => {
            format!("signatures: a policy that {} owners did not sign does not count in any clone", policy.owners())
        }
        (Right::Administer, _) => {
            "signatures: a policy whose commit no owner signed does not count in any clone".to_owned()
        }
        (Right::Sign, _) => "signatures: without it `verify` trusts no signature of theirs, in any clone".to_owned(),
        (Right::Draft | Right::Edit, Thing::Contract) => {
            "clm here; with plain git it is a commit that `log` and `verify` show, and text that was sent or signed is \
             held by its signatures"
                .to_owned()
        }
        (_, Thing::Contract) => "signatures: without it `verify` counts no such act of theirs, in any clone".to_owned(),
        _ => "clm here; with plain git it is a commit that `git log` shows".to_owned(),
    }
}
