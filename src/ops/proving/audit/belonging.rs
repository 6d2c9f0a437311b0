//! Whether acts, statements and their signatures lie with the contract they are about. Moves within a contract are free;
//! what was carried into another contract is hidden from the one it speaks of.

use crate::contract::act::Act;
use crate::error::Result;
use crate::ops::proving::verify::past::Past;
use crate::ops::session::Session;
use crate::signature::statement::Statement;
use crate::store::path::id_suffix;
use crate::store::{Difference, Item, Logged, path};

use super::need;

/// Why a change puts evidence where it does not belong.
pub fn stray((session, past): (&Session, &Past<'_>), commit: &Logged, change: &Difference) -> Result<Option<String>> {
    let Some(new) = change.new.filter(|_| path::append_only(&change.path)) else { return Ok(None) };
    let Some((folder, file)) = need::contract(&change.path) else { return Ok(None) };
    let Some(here) = suffix(folder) else { return Ok(None) };
    let name = file.rsplit('/').next().unwrap_or(file).to_owned();
    let entered = past.entry(&Item { name, blob: new.id });
    if let Some((first, path)) = entered.filter(|(first, _)| *first != commit.commit) {
        let there = need::contract(path).map_or(path.as_str(), |(folder, _)| folder);
        let moved = suffix(there) != Some(here);
        return Ok(moved.then(|| format!("it belongs to {there}, where it was recorded in {}", first.short())));
    }
    let bytes = session.store.snapshot_at(Some(commit.commit))?.blob(new.id)?;
    let about = match file.starts_with("acts/") {
        true => Act::parse(&change.path, &bytes).ok().map(|act| act.contract),
        false => Statement::parse(&bytes).ok().map(|statement| statement.contract),
    };
    let other = about.filter(|id| id.suffix() != here);
    Ok(other.map(|id| format!("it is about {id}, and lies with another contract")))
}

fn suffix(folder: &str) -> Option<&str> {
    id_suffix(folder.rsplit('/').next()?)
}
