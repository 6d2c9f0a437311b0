//! `set`: single keys without an editor: terms of a draft or of a transcription, and our own fields at any time.

use crate::contract::contradiction::contradictions;
use crate::contract::document::Document;
use crate::contract::header;
use crate::contract::key_path::KeyPath;
use crate::contract::lifecycle::Standing;
use crate::contract::plan::governing;
use crate::contract::problem::{nearest, quoted};
use crate::contract::record::{self, Change};
use crate::contract::toml_change::EditError;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::correct::{self, Leave};
use crate::ops::dossier::Dossier;
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::altered, drafting::draft, drafting::examine};
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::report::check::CheckItem;

/// Our own fields, which may change in any state.
const OURS: [&str; 4] = ["owner", "tags", "custom", "personal_data"];

type HeaderChange = (KeyPath, Option<toml_edit::Value>);

/// What was asked, sorted by the file it goes to.
#[derive(Default)]
struct Asked {
    header: Vec<HeaderChange>,
    record: Vec<Change>,
}

/// Sets keys of a contract in one commit.
///
/// # Errors
/// When a key is unknown, a value does not fit or contradicts another, the text is frozen, or the policy says no.
pub fn set(
    session: &Session,
    actor: &Actor,
    place: &Place,
    changes: &[(String, String)],
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    let asked = sorted(session, &dossier, changes)?;
    let standing = draft::standing(session, place)?;
    let corrects = !asked.header.is_empty() && correct::is_transcription(&dossier, &standing);
    let right = if corrects { Leave::Correction.right() } else { Right::Edit };
    actor.must_have_on(session, right, &dossier)?;
    let mut change = session.change()?;
    let (mut title, mut lines) = (dossier.title(), Vec::new());
    let (mut act, mut nothing) = ("set", true);
    if !asked.header.is_empty() {
        let (leave, document) = changed_text(session, place, &dossier, &standing, &asked.header)?;
        title = document.header().title.clone();
        if let Some(old) = dossier.document.as_ref().ok().filter(|old| old.bytes() != document.bytes()) {
            lines.extend(altered::between(old.front_matter(), document.front_matter()));
            change.put(&format!("{}/contract.md", dossier.folder), document.bytes())?;
            nothing = false;
            if leave == Leave::Correction {
                let subjects = correct::with_text(&dossier, document.bytes());
                correct::put(session, actor, &dossier, &subjects, (&mut change, manner))?;
                act = leave.act(act);
            }
        }
    }
    let text = record::edit(&dossier.record_text, &asked.record)?;
    if text != dossier.record_text {
        lines.extend(altered::between(&dossier.record_text, &text));
        change.put(&format!("{}/record.toml", dossier.folder), text)?;
        nothing = false;
    }
    if nothing {
        return Ok(draft::nothing("nothing to change: the values are as asked"));
    }
    let contracts = vec![dossier.id.clone()];
    let entry = Entry { act, subject: recorder::naming(&title, &dossier.id), contracts };
    let (account, items) = (Account { lines, ..Account::default() }, vec![item(&dossier, act)]);
    draft::settle(session, recorder::record_telling(session, actor, change, &entry, items, manner, &account)?)
}

fn sorted(session: &Session, dossier: &Dossier, changes: &[(String, String)]) -> Result<Asked> {
    let mut asked = Asked::default();
    for (key, value) in changes {
        let path: KeyPath =
            key.parse().map_err(|fault: crate::contract::key_path::KeyPathError| wrong(fault.to_string()))?;
        let (first, rest) =
            path.segments().split_first().map_or(("", 0), |(first, rest)| (first.text.as_str(), rest.len()));
        match (first, rest) {
            ("owner", 0) => asked.record.push(Change::Owner(owner(session, value)?)),
            ("tags", 0) => asked.record.extend(tags(dossier, value)),
            ("custom", 1..) => {
                let below = below_custom(&path);
                let value = record::custom_value(&below, value)?;
                asked.record.push(Change::Custom(below, value));
            }
            ("personal_data", 1) if path.segments().get(1).is_some_and(|key| key.text == "accepted") => {
                let reason = value.trim();
                asked.record.push(Change::PersonalData((!reason.is_empty()).then(|| reason.to_owned())));
            }
            ("custom", 0) => {
                return Err(wrong("`custom` holds our own fields: name one, such as `custom.cost_centre`".to_owned()));
            }
            ("id", 0) => {
                return Err(wrong(
                    "`id` is fixed for ever: it is what everything else calls the contract by".to_owned(),
                ));
            }
            _ => {
                let value = header::value_for(&path, value).map_err(|fault| unknown(fault, first))?;
                asked.header.push((path, value));
            }
        }
    }
    Ok(asked)
}

fn wrong(message: String) -> Error {
    Error::new(Kind::InvalidContent, "key", message).hint("`clm man set` names the keys")
}

/// An unknown key may also have been meant as one of ours.
fn unknown(fault: EditError, first: &str) -> Error {
    match fault {
        EditError::UnknownKey { key, nearest: None } => {
            let nearest = within(&key).or_else(|| nearest(first, OURS));
            let blank = nearest.is_none() && !key.contains('.');
            let error = Error::from(EditError::UnknownKey { key, nearest });
            if !blank {
                return error;
            }
            error.hint(
                "`clm set --help` names the keys; a blank in the text, such as `[[fill: scope]]`, is filled in with \
                 `clm edit`, or with any editor and `clm save`",
            )
        }
        other => other.into(),
    }
}

/// The key of a table that people know by its last word alone: `term.notice` for `notice`.
fn within(key: &str) -> Option<String> {
    let known = |whole: &String| {
        whole.parse().is_ok_and(|path| !matches!(header::value_for(&path, "-"), Err(EditError::UnknownKey { .. })))
    };
    ["term", "value"].iter().map(|table| format!("{table}.{key}")).find(known)
}

/// The path without its first step, each step quoted so that none is taken for a number.
fn below_custom(path: &KeyPath) -> KeyPath {
    let steps: Vec<&str> = path.segments().iter().skip(1).map(|step| step.text.as_str()).collect();
    match steps.split_first() {
        Some((first, rest)) => KeyPath::of(first, rest),
        None => KeyPath::of("custom", &[]),
    }
}

/// The member who is to answer for a contract; nobody for an empty text.
///
/// # Errors
/// When no member is known by that address.
pub fn owner(session: &Session, address: &str) -> Result<Option<String>> {
    if address.is_empty() {
        return Ok(None);
    }
    if session.policy.member(address).is_some() {
        return Ok(Some(address.to_owned()));
    }
    let known = session.policy.members().iter().map(|member| member.email.as_str());
    let hint = match nearest(address, known) {
        Some(near) => format!("did you mean {near}? `clm member list` shows all members"),
        None => "`clm member list` shows all members".to_owned(),
    };
    Err(Error::new(Kind::NotFound, "no-such-member", format!("{} is no member's address", quoted(address)))
        .hint(hint)
        .about(address))
}

/// Exactly the tags of a list with commas.
fn tags(dossier: &Dossier, list: &str) -> Vec<Change> {
    let wanted: Vec<&str> = list.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
    let surplus = dossier.record.tags.iter().filter(|tag| !wanted.contains(&tag.as_str()));
    let removed = surplus.map(|tag| Change::RemoveTag(tag.clone()));
    removed.chain(wanted.iter().map(|tag| Change::AddTag((*tag).to_owned()))).collect()
}

/// The agreement with its keys changed, when that is allowed and makes sense.
fn changed_text(
    session: &Session,
    place: &Place,
    dossier: &Dossier,
    standing: &Standing,
    changes: &[HeaderChange],
) -> Result<(Leave, Document)> {
    let leave = Leave::of(place, dossier, standing).map_err(|refused| {
        let still = "`owner`, `tags` and `custom.KEY` may still be set";
        let hint = refused.hint.clone().map_or_else(|| still.to_owned(), |hint| format!("{hint}; {still}"));
        refused.hint(hint)
    })?;
    draft::must_be_saved(session, place)?;
    let old = draft::readable(dossier)?;
    let file = format!("{}/contract.md", dossier.folder);
    let new = old.with_changes(&file, changes)?;
    no_new_contradiction(session, place, old, &new)?;
    let before = examine::document(&file, old);
    let known = |item: &CheckItem| before.iter().any(|old| old.code == item.code && old.message == item.message);
    let fresh: Vec<CheckItem> =
        examine::document(&file, &new).into_iter().filter(|item| examine::refuses(item) && !known(item)).collect();
    examine::refusal("the change would make the text unfit", &fresh).map_or(Ok((leave, new)), |error| {
        Err(error.hint("correct the value and repeat the command; nothing was written"))
    })
}

fn no_new_contradiction(session: &Session, place: &Place, old: &Document, new: &Document) -> Result<()> {
    let calendars = &session.organisation.calendars;
    if let Err(fault) = governing(&new.header().term, calendars)
        && governing(&old.header().term, calendars).is_ok()
    {
        return Err(Error::new(Kind::InvalidContent, "unknown-calendar", fault.why)
            .hint("name one of those, or put a calendar into calendars/NAME.toml first; `clm man dates` shows its form")
            .about(place.id.as_str()));
    }
    let known = contradictions(&old.header().term);
    let Some(fault) = contradictions(&new.header().term).into_iter().find(|fault| !known.contains(fault)) else {
        return Ok(());
    };
    let keys: Vec<String> = fault.keys.iter().map(|key| format!("term.{key}")).collect();
    Err(Error::new(Kind::InvalidContent, "contradiction", format!("[term] would contradict itself: {}", fault.why))
        .details([format!("keys: {}", keys.join(", "))])
        .hint("set the keys together, or remove one with `KEY=`")
        .about(place.id.as_str()))
}
