//! `clm config edit`: the person's own file in their editor, until it can be read.

use super::super::super::context::Context;
use super::super::super::editor::Sheet;
use super::super::super::settings;
use super::{not_text, own_path};
use crate::error::{Error, Result};
use crate::ops;
use crate::report::check::CheckItem;
use crate::report::config::ConfigChangeReport;

/// What a new file begins with.
const NEW: &str = "# Settings of clm; `clm config list` names the keys, `clm man config` explains them.\n";

/// Runs the command.
///
/// # Errors
/// When the editor fails, or nobody is there to mend what cannot be read; the text is then kept and named.
pub fn run(context: &Context<'_>) -> Result<()> {
    let path = own_path(context)?;
    let old = settings::bytes(&path)?;
    let begin = old.clone().unwrap_or_else(|| NEW.as_bytes().to_vec());
    let sheet = Sheet::named(context, "config.toml")?;
    let (mut last, mut faults) = (begin.clone(), Vec::new());
    loop {
        let text = match sheet.edit(&last, &faults) {
            Ok(text) => text,
            Err(error) => return Err(kept(sheet, error)),
        };
        if text == begin || text.iter().all(u8::is_ascii_whitespace) {
            return answer(context, &path, "nothing was changed");
        }
        let gave_up = !faults.is_empty() && text == last;
        let Err(error) = settings::read(&path, &text) else {
            let text = String::from_utf8(text).map_err(|_| not_text(&path))?;
            if !context.globals.dry_run {
                ops::setup::config::replace(&path, &text)?;
            }
            return answer(context, &path, if context.globals.dry_run { "would write" } else { "written" });
        };
        if gave_up || context.prompt().is_none() {
            return Err(kept(sheet, error));
        }
        faults = error.details.iter().map(|detail| remark(detail)).collect();
        last = text;
    }
}

fn answer(context: &Context<'_>, path: &std::path::Path, subject: &str) -> Result<()> {
    let (path, subject) = (path.display().to_string(), subject.to_owned());
    context.show(&ConfigChangeReport { path, items: Vec::new(), dry_run: context.globals.dry_run, subject })
}

fn kept(sheet: Sheet, error: Error) -> Error {
    let place = sheet.abandon();
    error.hint(format!("mend the places named above; your text is kept in {}", place.display()))
}

/// The detail names its line already.
fn remark(detail: &str) -> CheckItem {
    CheckItem {
        file: String::new(),
        line: 0,
        column: 0,
        severity: "error".to_owned(),
        code: "configuration".to_owned(),
        message: detail.to_owned(),
        id: None,
        recordable: false,
    }
}
