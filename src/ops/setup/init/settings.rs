//! Git's settings in a new repository: so that `git verify-commit` agrees, and that the founder is found again.

use super::ALLOWED_SIGNERS;
use crate::error::Result;
use crate::ops::session::actor::{self, Actor, KeyChoice};
use crate::store::Store;

/// Writes them. `commit.gpgsign` stays what the user made it.
///
/// The path of the allowed signers is relative: git starts ssh-keygen at the top of the work tree, wherever it was
/// called from, and a repository that was moved, or a second work tree, keeps working.
pub(in crate::ops) fn write(store: &Store, key: &KeyChoice<'_>, actor: &Actor) -> Result<()> {
    store.set_setting("gpg.format", "ssh")?;
    store.set_setting("gpg.ssh.allowedSignersFile", ALLOWED_SIGNERS)?;
    for (name, value) in [("user.name", actor.name()), ("user.email", actor.email())] {
        if Store::user_setting(name)?.as_deref() != Some(value) {
            store.set_setting(name, value)?;
        }
    }
    let usual = Store::user_setting("user.signingkey")?.map(|usual| actor::placed(&usual, key));
    let chosen = key.key.map(|chosen| actor::placed(chosen, key));
    if let Some(chosen) = chosen.filter(|chosen| usual.as_ref() != Some(chosen)) {
        store.set_setting("user.signingkey", &chosen)?;
    }
    Ok(())
}
