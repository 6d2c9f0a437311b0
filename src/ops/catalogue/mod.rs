//! All contracts of a repository at HEAD, as derived facts: what `list`, `due`, `status` and every name rest on.
//!
//! A cache in `.git/clm/`: deleting it loses nothing, it belongs to one commit and catches up by tree difference, and no
//! verdict rests on it. Its rows are sorted by the earliest day on which a contract can appear in `due`, so that a
//! question about the coming month reads only the contracts that answer it.

mod build;
mod decode;
mod entry;
mod file;
mod kept;
mod links;
mod news;
mod proof;
mod sealed;
mod sketch;

use std::cell::OnceCell;
use std::rc::Rc;

use chrono::NaiveDate;

use crate::contract::id::ContractId;
use crate::contract::lifecycle::Standing;
use crate::error::Result;
use crate::ops::session::Session;
pub use build::Fresh;
pub use entry::Entry;
use file::CacheFile;
pub use links::{How, Linked};
pub use sketch::Sketch;

/// A contract's name and place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its id.
    pub id: ContractId,
    /// Its folder.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// Where its entry lies in the cache file; nowhere when it changed since.
    pub(in crate::ops::catalogue) at: Option<(u64, u32)>,
}

/// The contracts of the session's HEAD.
pub struct Catalogue<'s> {
    session: &'s Session,
    fresh: Rc<Fresh>,
    names: OnceCell<Vec<Name>>,
    /// The cache made anew, where an entry turned out to be damaged.
    mended: OnceCell<CacheFile>,
}

impl<'s> Catalogue<'s> {
    /// Opens the cache and brings it up to the session's HEAD; the second time in one session it is at hand.
    ///
    /// # Errors
    /// When HEAD cannot be read. A missing or damaged cache is made anew.
    pub fn open(session: &'s Session) -> Result<Self> {
        let fresh = match session.catalogue.get() {
            Some(fresh) => Rc::clone(fresh),
            None => {
                let fresh = Rc::new(build::fresh(session)?);
                Rc::clone(session.catalogue.get_or_init(|| fresh))
            }
        };
        Ok(Self { session, fresh, names: OnceCell::new(), mended: OnceCell::new() })
    }

    /// The catalogue as far as it can be had at once: the cache, with what changed since where that is told quickly. Without
    /// a cache it is made for up to `small` contracts; nothing for more.
    ///
    /// # Errors
    /// When HEAD cannot be read.
    pub fn at_hand(session: &'s Session, small: usize) -> Result<Option<Self>> {
        if let Some(fresh) = build::at_hand(session) {
            return Ok(Some(Self { session, fresh: Rc::new(fresh), names: OnceCell::new(), mended: OnceCell::new() }));
        }
        if session.snapshot()?.contracts()?.len() > small {
            return Ok(None);
        }
        Self::open(session).map(Some)
    }

    /// The entry of a name of this catalogue.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn of_name(&self, name: &Name) -> Result<Entry> {
        self.entry(name)
    }

    /// A few words of every contract, in one reading.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn sketches(&self) -> Result<Vec<Sketch>> {
        let mut sketches: Vec<Sketch> = self.fresh.base.several(&self.old_places())?;
        sketches.extend(self.fresh.news.entries.iter().map(Sketch::of));
        Ok(sketches)
    }

    /// How many contracts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        if self.fresh.news.folders.is_empty() { self.fresh.base.count() } else { self.names().len() }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All names, in the order of folders.
    pub fn names(&self) -> &[Name] {
        self.names.get_or_init(|| {
            let mut names = self.fresh.base.names();
            if !self.fresh.news.folders.is_empty() {
                names.retain(|name| !self.fresh.news.folders.contains(&name.folder));
                names.extend(self.fresh.news.entries.iter().map(Name::of));
                names.sort_by(|a, b| a.folder.cmp(&b.folder));
            }
            names
        })
    }

    /// The contract called exactly so, without a look at all the others.
    pub fn exactly(&self, id: &str) -> Option<Name> {
        let id: ContractId = id.parse().ok()?;
        let new = self.fresh.news.entries.iter().find(|entry| entry.id == id).map(Name::of);
        let old = || self.fresh.base.with_id(&id).filter(|name| !self.fresh.news.folders.contains(&name.folder));
        new.or_else(old)
    }

    /// All contracts, in the order of folders.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn all(&self) -> Result<Vec<Entry>> {
        let mut entries = self.several(&self.old_places())?;
        if !self.fresh.news.entries.is_empty() {
            entries.extend(self.fresh.news.entries.iter().cloned());
            entries.sort_by(|a, b| a.folder.cmp(&b.folder));
        }
        Ok(entries)
    }

    /// All contracts with their states on the session's day, in the order of folders.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn judged(&self) -> Result<Vec<(Entry, Standing)>> {
        let (organisation, today) = (&self.session.organisation, self.session.today);
        let judged = |entry: Entry| {
            let standing = entry.standing(organisation, today);
            (entry, standing)
        };
        let places = self.old_places();
        let mut all = self.fresh.base.several_with(&places, &judged).or_else(|_| {
            let one_by_one = places.iter().map(|at| self.at(*at).map(judged));
            one_by_one.collect::<Result<_>>()
        })?;
        if !self.fresh.news.entries.is_empty() {
            all.extend(self.fresh.news.entries.iter().cloned().map(judged));
            all.sort_by(|(a, _), (b, _)| a.folder.cmp(&b.folder));
        }
        Ok(all)
    }

    /// Where the entries lie that are still right, in the order of folders.
    fn old_places(&self) -> Vec<(u64, u32)> {
        self.fresh.base.places_outside(&self.fresh.news.folders)
    }

    fn entry(&self, name: &Name) -> Result<Entry> {
        let new = self.fresh.news.entries.iter().find(|entry| entry.folder == name.folder);
        match (name.at, new) {
            (None, Some(new)) => Ok(new.clone()),
            (at, _) => self.at(at.unwrap_or_default()),
        }
    }

    /// The entries at these places of the cache, read at once; one by one where that fails.
    fn several(&self, places: &[(u64, u32)]) -> Result<Vec<Entry>> {
        self.fresh.base.several(places).or_else(|_| places.iter().map(|at| self.at(*at)).collect())
    }

    /// The entry at a place of the cache; where it is damaged the cache is made anew, and the same contract read from that.
    fn at(&self, at: (u64, u32)) -> Result<Entry> {
        self.fresh.base.entry(at).or_else(|fault| {
            let folder = self.fresh.base.names().into_iter().find(|name| name.at == Some(at)).map(|name| name.folder);
            let found = folder.and_then(|folder| self.mended().ok()?.in_folder(&folder)?.at);
            found.map_or(Err(fault), |at| self.mended()?.entry(at))
        })
    }

    fn mended(&self) -> Result<&CacheFile> {
        if let Some(known) = self.mended.get() {
            return Ok(known);
        }
        let made = build::anew(self.session)?.base;
        Ok(self.mended.get_or_init(|| made))
    }

    /// The contracts that can have something due until `day`; those that have nothing may be among them.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn due_until(&self, day: NaiveDate) -> Result<Vec<Entry>> {
        if !self.fresh.base.reaches_back_to(self.session.today) {
            return self.all();
        }
        let mut entries = Vec::new();
        for at in self.fresh.base.rows_until(day) {
            let entry = self.at(at)?;
            if !self.fresh.news.folders.contains(&entry.folder) {
                entries.push(entry);
            }
        }
        entries.extend(self.fresh.news.entries.iter().cloned());
        Ok(entries)
    }

    /// The contracts that lie in the archive today.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn archived(&self) -> Result<Vec<Entry>> {
        let mut entries = self.several(&self.fresh.base.archived())?;
        entries.retain(|entry| !self.fresh.news.folders.contains(&entry.folder));
        entries.extend(self.fresh.news.entries.iter().filter(|entry| entry.was_archived()).cloned());
        let (organisation, today) = (&self.session.organisation, self.session.today);
        entries.retain(|entry| Entry::is_archived(&entry.standing(organisation, today)));
        Ok(entries)
    }

    /// One contract by its folder.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn in_folder(&self, folder: &str) -> Result<Option<Entry>> {
        if self.fresh.news.folders.contains(folder) {
            return Ok(self.fresh.news.entries.iter().find(|entry| entry.folder == folder).cloned());
        }
        self.fresh.base.in_folder(folder).map(|name| self.entry(&name)).transpose()
    }
}

impl Name {
    fn of(entry: &Entry) -> Self {
        Self { id: entry.id.clone(), folder: entry.folder.clone(), title: entry.title.clone(), at: None }
    }
}
