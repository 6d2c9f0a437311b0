//! Whether acts, statements and their signatures lie with the contract they are about. Moves within a contract are free;
//! what was carried into another contract is hidden from the one it speaks of.

use crate::contract::act::Act;
use crate::contract::document::Document;
use crate::contract::id::ContractId;
use crate::error::Result;
use crate::ops::proving::verify::past::Past;
use crate::ops::session::Session;
use crate::signature::statement::Statement;
use crate::store::path::folder_suffix;
use crate::store::{Difference, Item, Logged, Snapshot, path};

use super::need;

/// Why a change puts evidence where it does not belong.
pub fn stray((session, past): (&Session, &Past<'_>), commit: &Logged, change: &Difference) -> Result<Option<String>> {
    let Some(new) = change.new.filter(|_| path::append_only(&change.path)) else { return Ok(None) };
    let Some((folder, file)) = need::contract(&change.path) else { return Ok(None) };
    let mut snapshot = session.store.snapshot_at(Some(commit.commit))?;
    let bytes = snapshot.blob(new.id)?;
    let about = match file.starts_with("acts/") {
        true => Act::parse(&change.path, &bytes).ok().map(|act| act.contract),
        false => Statement::parse(&bytes).ok().map(|statement| statement.contract),
    };
    let entered = past.entry(&Item::at(file, new.id)).filter(|(first, _)| *first != commit.commit);
    let there = entered.map(|(_, path)| need::contract(path).map_or(path.as_str(), |(folder, _)| folder));
    // Folders may be called anything; a signature by itself names no contract, and belongs where it was first.
    let Some(of) = about.as_ref().map(ContractId::suffix).or(there.and_then(folder_suffix)) else { return Ok(None) };
    if folder_suffix(folder).is_none_or(|here| here == of)
        || stated(&mut snapshot, folder)?.is_some_and(|id| id.suffix() == of)
    {
        return Ok(None);
    }
    Ok(Some(match (entered.zip(there), about) {
        (Some(((first, _), there)), _) => format!("it belongs to {there}, where it was recorded in {}", first.short()),
        (None, Some(id)) => format!("it is about {id}, and lies with another contract"),
        (None, None) => return Ok(None),
    }))
}

/// The id that the agreement in a folder states.
fn stated(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Option<ContractId>> {
    let path = format!("{folder}/contract.md");
    let bytes = snapshot.read(&path)?;
    Ok(bytes.and_then(|bytes| Document::parse(&path, &bytes).ok()).map(|document| document.header().id.clone()))
}
