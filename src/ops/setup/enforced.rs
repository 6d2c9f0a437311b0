//! What each permission is worth against one who does not ask clm, said plainly: by whom it is enforced, and whether the
//! server is among them. What cannot be seen from here is not guessed.

use std::path::Path;

use crate::ops::machine::git::{Url, shown};
use crate::ops::moving::server::look;
use crate::ops::session::Session;
use crate::policy::{PlainEdits, Policy, Right, Thing};
use crate::store::Store;

/// One sentence: what enforces a right, and what does not.
#[must_use]
pub fn by(policy: &Policy, right: Right, thing: Thing) -> String {
    match (right, thing) {
        (Right::Read, _) => {
            "nothing: who has a clone reads all of it; what others may not read belongs in a repository \
                             of its own (clm workspace split)"
                .to_owned()
        }
        (Right::Administer, _) if policy.owners() > 1 => {
            format!("signatures: a policy that {} owners did not sign does not count in any clone", policy.owners())
        }
        (Right::Administer, _) => {
            "signatures: a policy whose commit no owner signed does not count in any clone".to_owned()
        }
        (Right::Sign, _) => "signatures: without it `verify` trusts no signature of theirs, in any clone".to_owned(),
        (Right::Draft | Right::Edit, Thing::Contract) if policy.plain_edits() == PlainEdits::Warn => {
            "every member's `sync` for signed commits; an unsigned edit of a draft is anybody's while the policy says \
             plain_edits = \"warn\"; text that was sent or signed is held by its signatures"
                .to_owned()
        }
        (Right::Draft | Right::Edit, Thing::Contract) => {
            "every member's `sync`, which takes no commit of whoever may not; text that was sent or signed is held by its \
             signatures"
                .to_owned()
        }
        (_, Thing::Contract) => "signatures: without it `verify` counts no such act of theirs, in any clone".to_owned(),
        _ => "every member's `sync`, which takes no commit of whoever may not".to_owned(),
    }
}

/// The remote that `sync` meets without being told another.
const REMOTE: &str = "origin";

/// One sentence about the server, as far as it can be seen from here; none where the clone has no remote.
#[must_use]
pub fn server(session: &Session) -> Option<String> {
    let address = session.store.setting("remote.origin.url").ok().flatten()?;
    let Ok(url) = Url::read(&address, session.folder()) else {
        return Some(format!("{REMOTE}: its address is none that clm speaks to, so that nothing is known of it"));
    };
    let place = shown(url.as_str());
    let path = url.as_str().strip_prefix("file://").unwrap_or(url.as_str());
    if !path.starts_with('/') {
        return Some(format!(
            "{REMOTE} ({place}): from here it cannot be seen whether its hook refuses what the policy does not allow; where it \
             lies, `clm doctor --server` tells, and `clm hook install --server` sees to it"
        ));
    }
    Some(match Store::bare(Path::new(path)) {
        Ok(Some(store)) if look::refuses(&store) => {
            format!("{REMOTE} ({place}): its hook refuses every push that the policy does not allow")
        }
        Ok(Some(_)) => format!(
            "{REMOTE} ({place}): it takes every push unjudged, and only the members' own clm refuses what came; `clm hook \
             install --server {path}` changes that"
        ),
        Ok(None) | Err(_) => format!("{REMOTE} ({place}): there is no bare repository that could refuse anything"),
    })
}
