//! Names of contracts as people type them: an id, a unique prefix of it or of its last part, a folder's name, a path.

use std::path::{Component, Path, PathBuf};

use crate::contract::id::ContractId;
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Name};
use crate::ops::dossier::departed::{self, Departed};
use crate::ops::session::Session;

/// Where a contract lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its folder, from the top of the repository.
    pub folder: String,
    /// Its id.
    pub id: ContractId,
}

/// At most so many candidates are listed.
const MOST_CANDIDATES: usize = 10;

impl Session {
    /// The contract a name means; a path is taken as seen from `from`.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn resolve(&self, name: &str, from: &Path) -> Result<Place> {
        let catalogue = Catalogue::open(self)?;
        find(self, &catalogue, name, from)
    }

    /// The contracts several names mean, each once, in the order named.
    ///
    /// # Errors
    /// As [`Session::resolve`].
    pub fn resolve_all(&self, names: &[String], from: &Path) -> Result<Vec<Place>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let catalogue = Catalogue::open(self)?;
        let mut places: Vec<Place> = Vec::new();
        for name in names {
            let place = find(self, &catalogue, name, from)?;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        Ok(places)
    }
}

fn find(session: &Session, catalogue: &Catalogue<'_>, typed: &str, from: &Path) -> Result<Place> {
    let place = |name: &Name| Place { folder: name.folder.clone(), id: name.id.clone() };
    if let Some(exact) = catalogue.exactly(typed) {
        return Ok(place(&exact));
    }
    let names = catalogue.names();
    let path = inside(session, typed, from);
    let by_path = names.iter().find(|name| {
        let last = name.folder.rsplit('/').next().unwrap_or_default();
        last == typed || path.as_deref().is_some_and(|path| within(path, &name.folder))
    });
    if let Some(found) = by_path {
        return Ok(place(found));
    }
    let starts = |name: &&Name| {
        !typed.is_empty() && (name.id.as_str().starts_with(typed) || name.id.suffix().starts_with(typed))
    };
    let found: Vec<&Name> = names.iter().filter(starts).collect();
    match found.as_slice() {
        [only] => Ok(place(only)),
        [] => match departed::called(session, typed)? {
            Some((id, departed)) => Err(moved_out(&id, &departed)),
            None => Err(unknown(names, typed)),
        },
        several => Err(ambiguous(several, typed)),
    }
}

/// A typed path as one from the top of the repository.
fn inside(session: &Session, typed: &str, from: &Path) -> Option<String> {
    if !typed.contains('/') && !typed.contains('.') {
        return None;
    }
    let root = session.store.root()?.canonicalize().ok()?;
    let mut full = PathBuf::new();
    for part in from.join(typed).components() {
        match part {
            Component::ParentDir => drop(full.pop()),
            Component::CurDir => {}
            other => full.push(other),
        }
    }
    let full = full.canonicalize().unwrap_or(full);
    let below = full.strip_prefix(&root).ok()?.to_str()?.to_owned();
    // A path may also be given as it stands in the repository, wherever one stands.
    if below.is_empty() { Some(typed.to_owned()) } else { Some(below) }
}

fn within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Filters that are typed where a contract's name belongs.
const FILTERS: [&str; 9] = ["status", "kind", "party", "tag", "workspace", "owner", "language", "title", "flag"];

fn moved_out(id: &str, departed: &Departed) -> Error {
    Error::new(Kind::NotFound, "no-such-contract", format!("{id} {}", departed.sentence()))
        .hint(format!("work in it there: `clm -C DIR show {id}`; ask {} where it is", departed.by))
        .about(id)
}

fn unknown(names: &[Name], typed: &str) -> Error {
    let error = Error::new(Kind::NotFound, "no-such-contract", format!("no contract is called `{typed}`")).about(typed);
    let titled = titled(names, typed);
    if !titled.is_empty() {
        return error.details(titled).hint("a contract is named by its id, the start of one, a folder or a path");
    }
    let filter = typed.split_once(':').is_some_and(|(key, value)| FILTERS.contains(&key) && !value.is_empty());
    if filter || typed.starts_with('@') {
        return error.hint(format!(
            "that is a filter: `clm list {typed}` lists what it finds, and `clm list {typed} --plain | clm COMMAND -` hands \
             it on"
        ));
    }
    match nearest(typed, names.iter().map(|name| name.id.as_str())) {
        None if names.is_empty() => error.hint("no contracts yet; `clm new --template nda --party NAME` makes one"),
        Some(near) => error.hint(format!("did you mean {near}? `clm list` shows all contracts")),
        None => error.hint("`clm list` shows all contracts; an id, the start of one, a folder or a path will do"),
    }
}

/// Contracts in whose title the words stand: people remember those.
fn titled(names: &[Name], typed: &str) -> Vec<String> {
    let words = typed.trim().to_lowercase();
    if words.chars().count() < 3 {
        return Vec::new();
    }
    let found = names.iter().filter(|name| name.title.to_lowercase().contains(&words));
    found.take(MOST_CANDIDATES).map(|name| format!("{}  {}", name.id, name.title)).collect()
}

fn ambiguous(found: &[&Name], typed: &str) -> Error {
    let shown = found.iter().take(MOST_CANDIDATES).map(|name| format!("{}  {}", name.id, name.title));
    let more = found.len().saturating_sub(MOST_CANDIDATES);
    let rest = (more > 0).then(|| format!("and {more} more"));
    Error::new(Kind::NotFound, "ambiguous", format!("`{typed}` is the start of {} contracts", found.len()))
        .details(shown.chain(rest))
        .hint("type a few more characters of the id")
        .about(typed)
}
