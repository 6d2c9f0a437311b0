//! Which commit is meant to be undone: the one that was named, or the last of its kind that still counts.

use std::collections::HashSet;

use super::Meant;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Catalogue;
use crate::ops::recording::recorder::UNDOES;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::store::{About, CommitId, Item, Logged};

/// What is to be undone, as asked.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// The actor's last act.
    Last,
    /// The actor's last undoing.
    Redo,
    /// A commit, an act's digest or file, or a contract, whose last act is meant; a path is seen from the folder.
    Named(&'a str, &'a std::path::Path),
}

/// So many commits are looked at first; most people undo what they did just now.
const FIRST: usize = 64;

/// Finds the commit.
///
/// # Errors
/// When nothing is called so, or there is nothing to undo.
pub fn find(session: &Session, actor: &Actor, wanted: Wanted<'_>) -> Result<Meant> {
    let own = |logged: &Logged| logged.author.email == actor.email() && logged.parents.len() == 1;
    match wanted {
        Wanted::Last => {
            let counts = |logged: &Logged| own(logged) && act(logged).is_some_and(|word| !is_undoing(word));
            let found = last(session, About::All, &counts)?;
            found
                .map(|logged| Meant::new(logged, false))
                .ok_or_else(|| nothing("you have done nothing that could be undone"))
        }
        Wanted::Redo => {
            let found = last(session, About::All, &|logged| own(logged) && act(logged) == Some("undo"))?;
            found
                .map(|logged| Meant::new(logged, false))
                .ok_or_else(|| nothing("you have undone nothing that could be done again"))
        }
        Wanted::Named(name, from) => named(session, name, from),
    }
}

fn nothing(why: &str) -> Error {
    Error::new(Kind::NotFound, "nothing-to-undo", why)
        .hint("`clm log` shows what was done; `clm undo COMMIT` names one")
}

/// The act a commit says it records.
pub fn act(logged: &Logged) -> Option<&str> {
    logged.trailers.iter().find(|(key, _)| key == "Clm-Act").map(|(_, value)| value.as_str())
}

/// Whether that is the word of an undoing, or of one undone.
pub fn is_undoing(act: &str) -> bool {
    matches!(act, "undo" | "redo")
}

/// The commits a commit takes back.
pub fn undoes(logged: &Logged) -> impl Iterator<Item = CommitId> {
    let named = logged.trailers.iter().filter(|(key, _)| key == UNDOES);
    named.filter_map(|(_, value)| value.parse().ok())
}

/// The newest commit that counts: it fits, and no later one that counts took it back.
fn last(session: &Session, about: About<'_>, fits: &dyn Fn(&Logged) -> bool) -> Result<Option<Logged>> {
    last_after(session, None, about, fits)
}

/// As [`last`], of the commits that came after one.
fn last_after(
    session: &Session,
    first: Option<CommitId>,
    about: About<'_>,
    fits: &dyn Fn(&Logged) -> bool,
) -> Result<Option<Logged>> {
    let mut limit = FIRST;
    loop {
        let log = session.store.log(Some(session.head), about, limit)?;
        let whole = log.len() < limit;
        let mut taken_back = HashSet::new();
        for logged in log {
            if first == Some(logged.commit) {
                return Ok(None);
            }
            if taken_back.contains(&logged.commit) {
                continue;
            }
            taken_back.extend(undoes(&logged));
            if fits(&logged) {
                return Ok(Some(logged));
            }
        }
        if whole {
            return Ok(None);
        }
        limit = usize::MAX;
    }
}

/// The commit that took `commit` back, if one that counts did.
pub fn taken_back_by(session: &Session, commit: CommitId) -> Result<Option<Logged>> {
    let names = |logged: &Logged| undoes(logged).any(|named| named == commit);
    last_after(session, Some(commit), About::All, &names)
}

fn named(session: &Session, name: &str, from: &std::path::Path) -> Result<Meant> {
    let contract = match session.resolve(name, from) {
        Ok(place) => Some(place),
        Err(error) if error.code == "no-such-contract" => None,
        Err(error) => return Err(error),
    };
    let file = from.join(name);
    let act_file = file.extension().is_some_and(|ending| ending == "toml").then(|| digits(name)).flatten();
    let commit = by_digits(session, act_file.unwrap_or(name))?;
    match (contract, commit) {
        (Some(_), Some(commit)) if act_file.is_some() => Ok(Meant::new(commit, true)),
        (Some(_), Some(_)) => Err(Error::new(
            Kind::NotFound,
            "ambiguous",
            format!("`{name}` is the start of a contract's name and of a commit's"),
        )
        .hint("type a few more characters")),
        (None, Some(commit)) => Ok(Meant::new(commit, true)),
        (Some(place), None) => of_contract(session, &place),
        (None, None) => Err(Error::new(
            Kind::NotFound,
            "no-such-act",
            format!(
                "no contract, commit or act is called `{}`",
                crate::contract::problem::quoted(name).trim_matches('`')
            ),
        )
        .hint("`clm log` shows the commits, `clm list` the contracts")
        .about(name)),
    }
}

/// The eight digits in the name of an act's file.
fn digits(name: &str) -> Option<&str> {
    name.rsplit('/').next()?.strip_suffix(".toml")?.rsplit('-').next()
}

/// The last thing that happened to a contract, whoever did it.
fn of_contract(session: &Session, place: &Place) -> Result<Meant> {
    let counts = |logged: &Logged| !act(logged).is_some_and(is_undoing);
    let found = last(session, About::Contract(place.id.suffix()), &counts)?;
    let alone = |logged: &Logged| logged.trailers.iter().filter(|(key, _)| key == "Clm-Contract").count() <= 1;
    // Who names one contract may not know what else was done with it.
    found
        .map(|logged| Meant::new(logged.clone(), alone(&logged)))
        .ok_or_else(|| nothing("nothing is left to undo there"))
}

/// The commit with a name that begins so, or that brought the act whose digest begins so.
fn by_digits(session: &Session, digits: &str) -> Result<Option<Logged>> {
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if !hexadecimal || !(6..=40).contains(&digits.len()) {
        return Ok(None);
    }
    if let Ok(commit) = session.store.resolve(digits)
        && session.store.is_ancestor(commit, session.head)?
    {
        return Ok(Some(session.store.logged(commit)?));
    }
    brought(session, digits)
}

/// The commit that brought an act.
fn brought(session: &Session, digits: &str) -> Result<Option<Logged>> {
    for entry in Catalogue::open(session)?.all()? {
        let Some(act) = entry.acts.iter().find(|act| act.digest.short(64).starts_with(digits)) else { continue };
        let name = crate::contract::act::file_name(act);
        let history = session.store.history_of(Some(session.head), None)?;
        let passage = history.items.iter().find(|(Item { name: other, .. }, _)| *other == name);
        let commit = passage.and_then(|(_, passage)| passage.entered.last()).map(|(commit, _)| *commit);
        return commit.map(|commit| session.store.logged(commit)).transpose().map_err(Into::into);
    }
    Ok(None)
}
