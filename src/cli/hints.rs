//! What is said once: how the hints are turned off, after the first of them.

use std::fs;
use std::path::PathBuf;

use super::context::Context;

/// The line after the first hint this person ever sees, and never again; nothing where that cannot be remembered.
pub fn first(context: &Context<'_>) -> Option<&'static str> {
    let mark = mark(context)?;
    if context.globals.dry_run || mark.exists() {
        return None;
    }
    fs::create_dir_all(mark.parent()?).and_then(|()| fs::write(&mark, "")).ok()?;
    Some("such lines name what can be done now; `clm config set hints false` turns them off")
}

fn mark(context: &Context<'_>) -> Option<PathBuf> {
    Some(context.world.user_state()?.join("hints-explained"))
}
