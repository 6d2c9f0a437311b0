//! What stands in the way of a split, asked before anything is made.

use super::SplitRequest;
use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::ops::session::Session;

/// Refuses what could not be finished.
pub fn must_be_ready(session: &Session, request: &SplitRequest<'_>) -> Result<()> {
    let name = request.name;
    let known: Vec<&str> = session.policy.workspaces().iter().map(|workspace| workspace.name.as_str()).collect();
    if !known.contains(&name) || session.snapshot()?.find(name)?.is_none() {
        let message = format!("there is no workspace {} here", quoted(name));
        let hint = match nearest(name, known.iter().copied().filter(|near| *near != name)) {
            Some(near) => format!("did you mean `{near}`? `clm workspace list` shows all"),
            None => "`clm workspace list` shows all".to_owned(),
        };
        return Err(Error::new(Kind::NotFound, "no-such-workspace", message).hint(hint).about(name));
    }
    if session.past {
        return Err(Error::new(Kind::Usage, "look-back", "a workspace is split off as it is now")
            .hint("repeat the command without --at"));
    }
    if session.store.history_of(Some(session.head), Some(session.head))?.shallow {
        return Err(Error::new(
            Kind::Refused,
            "shallow",
            "this clone lacks part of the history, which has to go along",
        )
        .hint("fetch it with `git fetch --unshallow`, then repeat the command"));
    }
    let edited = session.edited_in(name)?;
    if !edited.is_empty() {
        return Err(Error::new(Kind::Busy, "unsaved", format!("{name} has changes that are not recorded"))
            .details(edited)
            .hint("`clm save` records them, `clm restore ID` gives them up; then repeat the command")
            .about(name));
    }
    if !request.leave && session.organisation.default_workspace == name {
        let message = format!("{name} is where contracts go that name no workspace, so that it cannot leave");
        let hint = if known.len() == 1 {
            "it is the only workspace: the repository is its own already; --leave makes a second one"
        } else {
            "let `default_workspace` in clm.toml name another one, record that with `git commit -S clm.toml`, and repeat \
             the command; --leave makes the new repository and takes nothing out here"
        };
        return Err(Error::new(Kind::Refused, "default-workspace", message).hint(hint).about(name));
    }
    Ok(())
}
