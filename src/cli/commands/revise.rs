//! A text in the editor until it can be recorded: what `edit` and `new --edit` share.
//!
//! **Invariant**: what a person wrote is recorded, or kept in `.git/clm/edits/` and named, whatever goes wrong.

use super::super::context::Context;
use super::super::editor::Sheet;
use crate::error::{Error, Result};
use crate::ops::session::Session;
use crate::ops::{drafting::aside, drafting::examine};
use crate::report::check::CheckItem;

/// What became of a text.
pub enum Revised {
    /// As it was.
    Unchanged,
    /// Nothing is left of it.
    Emptied,
    /// This was recorded.
    Recorded,
}

/// What a text is called when it must be kept, and what speaks against recording it.
pub struct Work<'a> {
    /// Such as `nda-7k2m9qxt.md`.
    pub name: String,
    /// The text to begin with.
    pub text: &'a [u8],
    /// Whether the text is recorded even when nothing was changed.
    pub as_it_is: bool,
    /// Everything that keeps a text from being recorded.
    pub faults: &'a dyn Fn(&[u8]) -> Vec<CheckItem>,
    /// Records it.
    pub record: &'a dyn Fn(&[u8]) -> Result<()>,
}

/// Lets a person edit until the text can be recorded, or they give up.
///
/// # Errors
/// When the editor fails, the text is not fit and nobody is there to mend it, or it cannot be recorded; the text is then
/// kept and the error names the place.
pub fn revise(context: &Context<'_>, session: &Session, work: &Work<'_>) -> Result<Revised> {
    let sheet = Sheet::new(context)?;
    let mut last = work.text.to_vec();
    let mut faults = Vec::new();
    loop {
        let text = match sheet.edit(&last, &faults) {
            Ok(text) => text,
            Err(error) => {
                let left = sheet.left().filter(|text| text != work.text);
                return Err(kept(session, sheet, work, left, error));
            }
        };
        if text.iter().all(u8::is_ascii_whitespace) {
            return Ok(Revised::Emptied);
        }
        if text == work.text && !work.as_it_is {
            return Ok(Revised::Unchanged);
        }
        let gave_up = !faults.is_empty() && text == last;
        faults = (work.faults)(&text);
        let Some(error) = examine::refusal("the text cannot be recorded", &faults) else {
            return match (work.record)(&text) {
                Ok(()) => Ok(Revised::Recorded),
                Err(error) => Err(kept(session, sheet, work, Some(text), error)),
            };
        };
        if gave_up || context.prompt().is_none() {
            let error = error.hint("mend the places named above");
            return Err(kept(session, sheet, work, Some(text), error));
        }
        last = text;
    }
}

/// Keeps a text and adds to the error where.
fn kept(session: &Session, sheet: Sheet, work: &Work<'_>, text: Option<Vec<u8>>, error: Error) -> Error {
    let Some(text) = text else { return error };
    let place = match aside::keep(session, &work.name, &text) {
        Ok(path) => aside::shown(session, &path),
        Err(_) => sheet.abandon().display().to_string(),
    };
    let said = format!("your text is kept in {place}");
    let hint = match &error.hint {
        Some(hint) => format!("{hint}; {said}"),
        None => said,
    };
    error.hint(hint)
}
