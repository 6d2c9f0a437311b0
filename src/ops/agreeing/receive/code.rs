//! The spoken code: whoever proves it got the page that was sent, and nobody else did.

use super::asked::{Asked, Ground};
use super::check::Checked;
use crate::error::{Error, Kind, Result};
use crate::reply::code::{Bound, Code};

/// Reads a code as somebody typed it.
///
/// # Errors
/// When it is none.
pub fn read(typed: &str) -> Result<Code> {
    typed.parse().map_err(|fault| {
        Error::new(Kind::Usage, "code", format!("that is no code: {fault}"))
            .hint("it was shown once when the page was sent, and looks like K7QM-3XPA-9ZTR-04BC")
    })
}

/// Whether a code is needed to take the reply; refuses when the reply proves none though one is demanded.
///
/// # Errors
/// When the proof is missing, or there is one of a code that nobody gave out.
pub fn is_needed(ground: &Ground<'_>, checked: &Checked, asked: Option<&Asked>) -> Result<bool> {
    let demanded = asked.is_some_and(|asked| asked.page.code);
    let (name, proof) = (checked.speaker().name, checked.proof());
    match (demanded, proof) {
        (true, Some(_)) => Ok(true),
        (false, None) => Ok(false),
        (true, None) => Err(ground.mismatch(
            "no-code",
            format!("the page sent to {name} asks for a spoken code, and this reply proves none"),
            "their page was changed, or somebody else answered: ask them by telephone whether they sent it",
        )),
        (false, Some(_)) => Err(ground.mismatch(
            "no-code-given",
            format!("it proves a code, but {name} was given none"),
            "it was not made by the page that was sent: ask them by telephone whether they sent it",
        )),
    }
}

/// Refuses unless one of the codes is the one that was proved.
///
/// # Errors
/// When none is.
pub fn must_prove(ground: &Ground<'_>, checked: &Checked, asked: &Asked, codes: &[Code]) -> Result<()> {
    let who = checked.speaker();
    let key = checked.key.fingerprint();
    let bound = |who| Bound { send: asked.send, revision: asked.revision, key: &key, who };
    // Where the contract names no address the page may bind the one the signer gave.
    let names = match &asked.page.email {
        Some(email) => vec![email.as_str()],
        None => vec![who.party, who.email],
    };
    let proved = checked
        .proof()
        .is_some_and(|proof| codes.iter().any(|code| names.iter().any(|name| code.proves(&bound(name), &proof.0))));
    if proved {
        return Ok(());
    }
    Err(ground.mismatch(
        "wrong-code",
        format!("the code is not the one that {} typed into the page", who.name),
        "type it again as it was shown when the page was sent; if it stays wrong, somebody else answered",
    ))
}
