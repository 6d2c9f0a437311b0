//! The template a contract was drawn from: which version it was, and whether it is still the present one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use super::parsed;
use crate::contract::digest::Digest;
use crate::contract::name::is_safe_name;
use crate::contract::record::TemplateOrigin;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::paper::clause;
use crate::ops::paper::{Place, Sort};
use crate::ops::session::Session;
use crate::store::{About, CommitId, Snapshot};
use crate::template::{Clauses, Template, split_name};

/// So many commits of a template and its clauses are looked through for an old version.
const MOST: usize = 2000;

/// What has become of a contract's template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// As it was.
    Current,
    /// Changed since, it or a clause it includes.
    Outdated {
        /// The version it has now.
        now: u32,
    },
    /// Nothing is drawn from it any more.
    Retired {
        /// Why.
        reason: String,
    },
    /// Its file is gone or cannot be read.
    Gone,
}

impl Standing {
    /// The word in answers.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Outdated { .. } => "outdated",
            Self::Retired { .. } => "retired",
            Self::Gone => "gone",
        }
    }

    /// A sentence about a contract drawn from it; none while it is the present one.
    #[must_use]
    pub fn sentence(&self, origin: &TemplateOrigin) -> Option<String> {
        let (name, version) = (&origin.name, version(origin));
        match self {
            Self::Current => None,
            Self::Outdated { now } if origin.version == Some(*now) => {
                Some(format!("the template {name} ({version}) or a clause of it was changed since this was drawn"))
            }
            Self::Outdated { now } => {
                Some(format!("drawn from {name}, {version}; the template is at version {now} now"))
            }
            Self::Retired { reason } => Some(format!("the template {name} is retired: {reason}")),
            Self::Gone => Some(format!("the template {name} is not there any more, or cannot be read")),
        }
    }
}

fn version(origin: &TemplateOrigin) -> String {
    origin.version.map_or_else(|| "an earlier version".to_owned(), |version| format!("version {version}"))
}

/// Templates by name and by digest; each is read once.
pub struct Versions<'s> {
    session: &'s Session,
    now: BTreeMap<String, Option<(Template, Clauses)>>,
    recorded: BTreeMap<Digest, Option<Template>>,
    past: BTreeMap<String, Past>,
}

impl<'s> Versions<'s> {
    /// Nothing read yet.
    #[must_use]
    pub const fn of(session: &'s Session) -> Self {
        Self { session, now: BTreeMap::new(), recorded: BTreeMap::new(), past: BTreeMap::new() }
    }

    /// What has become of the template since.
    ///
    /// # Errors
    /// When the repository cannot be read.
    pub fn standing(&mut self, origin: &TemplateOrigin) -> Result<Standing> {
        let Some((template, clauses)) = self.present(&origin.name)? else { return Ok(Standing::Gone) };
        if let Some(reason) = &template.about().retired {
            return Ok(Standing::Retired { reason: reason.clone() });
        }
        if digest(template, clauses, origin) == Some(origin.digest) {
            return Ok(Standing::Current);
        }
        Ok(Standing::Outdated { now: u32::try_from(template.about().version).unwrap_or(u32::MAX) })
    }

    /// The template as it was when the contract was drawn, sought in history where it was changed since; none where no
    /// commit has it.
    ///
    /// # Errors
    /// When the repository cannot be read.
    pub fn recorded(&mut self, origin: &TemplateOrigin) -> Result<Option<&Template>> {
        if !self.recorded.contains_key(&origin.digest) {
            let present = self.present(&origin.name)?;
            let same = present.filter(|(template, clauses)| digest(template, clauses, origin) == Some(origin.digest));
            let found = match same {
                Some((template, _)) => Some(template.clone()),
                None => self.sought(origin)?,
            };
            self.recorded.insert(origin.digest, found);
        }
        Ok(self.recorded.get(&origin.digest).and_then(Option::as_ref))
    }

    fn present(&mut self, name: &str) -> Result<Option<&(Template, Clauses)>> {
        if !self.now.contains_key(name) {
            let found = match place(name) {
                Some(place) => read(&mut self.session.snapshot()?, &place)?,
                None => None,
            };
            self.now.insert(name.to_owned(), found);
        }
        Ok(self.now.get(name).and_then(Option::as_ref))
    }

    /// Looks through the commits of the template and its clauses, newest first.
    fn sought(&mut self, origin: &TemplateOrigin) -> Result<Option<Template>> {
        let Some(place) = place(&origin.name) else { return Ok(None) };
        let session = self.session;
        let past = match self.past.entry(origin.name.clone()) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(free) => free.insert(Past::of(session, &place)?),
        };
        // Without fallbacks the digest says which commit; with them each has to be drawn so.
        let commits = match past.digests.get(&origin.digest) {
            Some(commit) => std::slice::from_ref(commit),
            None if origin.fallbacks.is_empty() => &[],
            None => past.commits.as_slice(),
        };
        for commit in commits {
            let found = read(&mut session.store.snapshot_at(Some(*commit))?, &place)?;
            let same =
                |(template, clauses): &(Template, Clauses)| digest(template, clauses, origin) == Some(origin.digest);
            if let Some((template, _)) = found.filter(same) {
                return Ok(Some(template));
            }
        }
        Ok(None)
    }
}

/// The commits that touched a template or the clauses beside it.
struct Past {
    commits: Vec<CommitId>,
    /// By the digest a contract drawn then without fallbacks has noted.
    digests: BTreeMap<Digest, CommitId>,
}

impl Past {
    fn of(session: &Session, place: &Place) -> Result<Self> {
        let store = &session.store;
        let clauses = format!("{}/{}", place.workspace, Sort::Clause.folder());
        let mut past = Self { commits: Vec::new(), digests: BTreeMap::new() };
        for path in [place.path(), clauses] {
            let logged = store.log(Some(session.head), About::Path(&path), MOST)?;
            past.commits.extend(logged.into_iter().map(|logged| logged.commit));
        }
        for commit in &past.commits {
            let found = read(&mut store.snapshot_at(Some(*commit))?, place)?;
            if let Some(digest) = found.and_then(|(template, clauses)| template.digest(&clauses).ok()) {
                past.digests.insert(digest, *commit);
            }
        }
        Ok(past)
    }
}

fn place(full: &str) -> Option<Place> {
    let (workspace, name) = full.split_once('/')?;
    let safe = is_safe_name(workspace) && is_safe_name(name);
    safe.then(|| Place { sort: Sort::Template, workspace: workspace.to_owned(), name: name.to_owned() })
}

fn read(snapshot: &mut Snapshot<'_>, place: &Place) -> Result<Option<(Template, Clauses)>> {
    let path = place.path();
    let Some(bytes) = snapshot.read(&path)? else { return Ok(None) };
    let Ok(template) = parsed(place, &path, &bytes) else { return Ok(None) };
    Ok(Some((template, clause::of(snapshot, &place.workspace)?)))
}

/// The digest a contract with this origin would note now; none when it cannot be drawn so any more.
fn digest(template: &Template, clauses: &Clauses, origin: &TemplateOrigin) -> Option<Digest> {
    if origin.fallbacks.is_empty() {
        return template.digest(clauses).ok();
    }
    let mut clauses = clauses.clone();
    for stem in &origin.fallbacks {
        let (name, variant) = split_name(stem);
        clauses.prefer(name, variant?).ok()?;
    }
    template.digest(&clauses).ok()
}

/// What a person should know of a draft's template before it is submitted or signed; none when all is well.
///
/// # Errors
/// When the repository cannot be read.
pub fn warning(session: &Session, dossier: &Dossier) -> Result<Option<String>> {
    let Some(origin) = &dossier.record.template else { return Ok(None) };
    Ok(Versions::of(session).standing(origin)?.sentence(origin))
}
