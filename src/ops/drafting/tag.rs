//! `tag`: tags added and removed, in any state; they are our notes, never part of the agreement.

use crate::contract::record::{self, Change};
use crate::error::{Error, Kind, Result};
use crate::ops::drafting::draft;
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::ActReport;

/// Adds and removes tags of some contracts in one commit.
///
/// # Errors
/// When the policy does not allow it, a tag is none, or a record cannot be read.
pub fn tag(
    session: &Session,
    actor: &Actor,
    places: &[Place],
    add: &[String],
    remove: &[String],
    manner: &Manner<'_>,
) -> Result<ActReport> {
    if let Some(both) = add.iter().find(|tag| remove.contains(tag)) {
        return Err(Error::new(Kind::Usage, "contradiction", format!("`{both}` is to be added and removed at once"))
            .hint("decide for one"));
    }
    let added = add.iter().cloned().map(Change::AddTag);
    let changes: Vec<Change> = added.chain(remove.iter().cloned().map(Change::RemoveTag)).collect();
    let mut change = session.change()?;
    let (mut named, mut items, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for place in places {
        let dossier = session.dossier(place)?;
        actor.must_have_on(session, Right::Edit, &dossier)?;
        let text = record::edit(&dossier.record_text, &changes)
            .map_err(|fault| Error::from(fault).about(place.id.as_str()))?;
        if text == dossier.record_text {
            continue;
        }
        let what = altered(&dossier.record.tags, add, remove);
        lines.push(if places.len() == 1 { what } else { format!("{}: {what}", dossier.id) });
        change.put(&format!("{}/record.toml", dossier.folder), text)?;
        items.push(item(&dossier, "tag"));
        named.push((dossier.title(), dossier.id.clone()));
    }
    if items.is_empty() {
        return Ok(draft::nothing("nothing to change: the tags are as asked"));
    }
    let entry =
        Entry { act: "tag", subject: draft::naming(&named), contracts: named.into_iter().map(|(_, id)| id).collect() };
    let account = Account { lines, ..Account::default() };
    draft::settle(session, recorder::record_telling(session, actor, change, &entry, items, manner, &account)?)
}

/// What became of a contract's tags, in words: `added urgent; removed draft`.
fn altered(before: &[String], add: &[String], remove: &[String]) -> String {
    let list = |word: &str, tags: Vec<&String>| {
        let names: Vec<&str> = tags.into_iter().map(String::as_str).collect();
        (!names.is_empty()).then(|| format!("{word} {}", names.join(", ")))
    };
    let added = list("added", add.iter().filter(|tag| !before.contains(tag)).collect());
    let removed = list("removed", remove.iter().filter(|tag| before.contains(tag)).collect());
    [added, removed].into_iter().flatten().collect::<Vec<_>>().join("; ")
}
