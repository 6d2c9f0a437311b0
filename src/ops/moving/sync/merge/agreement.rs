//! One contract that both sides may have worked on.
//!
//! Evidence, originals and notes come together without a question. The text is chosen so that no send or signature of
//! either side loses what it names: what was frozen stands, and an edit made meanwhile is laid beside it.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::{Choice, Three, evidence_differs, plainly};
use super::{Plan, Side, Table, What, side, taken};
use crate::contract::lifecycle::Signing;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::dossier::part::Part;
use crate::ops::proving::audit::text;
use crate::store::{Entry, ObjectId};

/// The text files of an agreement as they shall stand, by name.
type Texts = BTreeMap<String, What>;

impl Table<'_> {
    /// Brings one contract of the base, or a new one, together.
    pub fn agreement(&self, folder: &str, plan: &mut Plan) -> Result<()> {
        let here = self.place(folder, plan);
        let names: Vec<&str> = names(&self.theirs, folder).collect();
        for name in &names {
            match Part::of(name) {
                Some(Part::Text) => {}
                part => self.one(folder, &here, name, part, plan)?,
            }
        }
        if names.iter().any(|name| Part::of(name) == Some(Part::Text)) || names.iter().any(|name| is_evidence(name)) {
            self.text(folder, &here, plan)?;
        }
        Ok(())
    }

    fn three(&self, path: &str) -> Result<Three> {
        let before = self.before(path)?;
        Ok([before, self.ours.at(path, before), self.theirs.at(path, before)])
    }

    /// A file that is not of the text.
    fn one(&self, folder: &str, here: &str, name: &str, part: Option<Part>, plan: &mut Plan) -> Result<()> {
        let (path, to) = (format!("{folder}/{name}"), format!("{here}/{name}"));
        let three = self.three(&path)?;
        let choice = match (part, plainly(&path, three)?) {
            // What was once recorded stays; a loss is for the history to tell.
            (Some(Part::Evidence), Some(Choice::Take(What::Gone))) => Choice::Keep,
            (_, Some(choice)) => choice,
            (Some(Part::Evidence), None) => return Err(evidence_differs(&to)),
            (Some(Part::Record), None) => self.by_key(&to, three, plan)?,
            (_, None) => {
                let beside = beside(name, three[2].map(|entry| entry.id));
                plan.note(&to, format!("is another file there: theirs is kept as {beside}"));
                plan.puts.insert(format!("{here}/{beside}"), taken(&path, three[2])?);
                Choice::Keep
            }
        };
        match choice {
            Choice::Keep => {}
            Choice::Take(what) => drop(plan.puts.insert(to, what)),
            Choice::Ask(conflict) => plan.conflicts.push(*conflict),
        }
        Ok(())
    }

    /// The text as a whole.
    fn text(&self, folder: &str, here: &str, plan: &mut Plan) -> Result<()> {
        let is_text = |name: &&str| Part::of(name) == Some(Part::Text);
        let changed: BTreeSet<&str> =
            names(&self.theirs, folder).chain(names(&self.ours, folder)).filter(is_text).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let (mut ours, mut theirs, mut merged, mut asked) = (Texts::new(), Texts::new(), Texts::new(), Vec::new());
        let id = self.id(here)?;
        for name in changed {
            let path = format!("{folder}/{name}");
            let three = self.three(&path)?;
            ours.insert(name.to_owned(), taken(&path, three[1])?);
            theirs.insert(name.to_owned(), taken(&path, three[2])?);
            let choice = match plainly(&path, three)? {
                Some(choice) => choice,
                None => self.by_clause((&path, &format!("{here}/{name}")), id.as_deref(), three)?,
            };
            match choice {
                Choice::Keep => drop(merged.insert(name.to_owned(), taken(&path, three[1])?)),
                Choice::Take(what) => drop(merged.insert(name.to_owned(), what)),
                Choice::Ask(conflict) => asked.push(*conflict),
            }
        }
        let alone = !self.ours.touched(folder) || !self.theirs.touched(folder);
        if alone && asked.is_empty() {
            return Self::settle(here, (&merged, &ours), plan);
        }
        let states = [&self.ours, &self.theirs].map(|side| self.state(side, folder));
        let [mine, other] = states.into_iter().collect::<Result<Vec<_>>>()?.try_into().unwrap_or([None, None]);
        let is_frozen = |state: Option<Signing>| state.is_some_and(|state| !text::is_free(state));
        let broken = [mine, other].contains(&Some(Signing::Broken));
        let stands = |texts: &Texts| -> Result<bool> {
            Ok(broken || !matches!(self.standing(folder, texts)?, None | Some(Signing::Broken)))
        };
        let own = merged != ours && merged != theirs;
        let frozen = is_frozen(mine) || is_frozen(other);
        if asked.is_empty() && !(own && frozen) && stands(&merged)? {
            return Self::settle(here, (&merged, &ours), plan);
        }
        if !frozen && !asked.is_empty() {
            plan.conflicts.extend(asked);
            return Ok(());
        }
        // What was sent or signed stands; the other wording is laid beside it.
        let mut sides = [(is_frozen(mine), &ours, &theirs), (is_frozen(other), &theirs, &ours)];
        sides.sort_by_key(|(frozen, ..)| !frozen);
        for (_, winner, loser) in sides {
            if stands(winner)? {
                self.lay_beside(folder, here, (winner, loser), plan)?;
                return Self::settle(here, (winner, &ours), plan);
            }
        }
        Err(both_frozen(here))
    }

    /// Puts the chosen text where it differs from ours.
    fn settle(here: &str, (chosen, ours): (&Texts, &Texts), plan: &mut Plan) -> Result<()> {
        for (name, what) in chosen {
            if ours.get(name) != Some(what) {
                plan.puts.insert(format!("{here}/{name}"), what.clone());
            }
        }
        Ok(())
    }

    /// Keeps the wording that does not stand, where somebody had changed it.
    fn lay_beside(&self, folder: &str, here: &str, (winner, loser): (&Texts, &Texts), plan: &mut Plan) -> Result<()> {
        for (name, what) in loser {
            let was = taken(name, self.before(&format!("{folder}/{name}"))?)?;
            if let What::Blob(id) = what
                && winner.get(name) != Some(what)
                && *what != was
            {
                let base = name.rsplit('/').next().unwrap_or(name);
                let beside = format!("files/proposals/{}-{base}", short(*id));
                let says = format!(
                    "was frozen on one side and edited on the other: the frozen text stands, the edit is {beside}"
                );
                plan.note(&format!("{here}/{name}"), says);
                plan.puts.insert(format!("{here}/{beside}"), what.clone());
            }
        }
        Ok(())
    }

    /// The contract's id, as far as our side or theirs can tell it.
    fn id(&self, here: &str) -> Result<Option<String>> {
        Ok(self.meeting.session.dossier_in(here)?.map(|dossier| dossier.id.to_string()))
    }

    fn state(&self, side: &Side, folder: &str) -> Result<Option<Signing>> {
        text::state(self.meeting.session, self.policy, side.commit, side.folder(folder))
    }

    /// The state in which the contract would be with a text and the evidence of both sides.
    fn standing(&self, folder: &str, texts: &Texts) -> Result<Option<Signing>> {
        let mut files: BTreeMap<String, Entry> = BTreeMap::new();
        for side in [&self.theirs, &self.ours] {
            files.extend(side::files(&mut self.snapshot(side)?, side.folder(folder))?);
        }
        let mut read = Vec::new();
        for (name, entry) in files.iter().filter(|(name, _)| !texts.contains_key(*name)) {
            let bytes = if Part::of(name) == Some(Part::Attached) { Vec::new() } else { self.blob(entry.id)? };
            read.push((name.clone(), bytes));
        }
        for (name, what) in texts {
            match what {
                What::Blob(id) => read.push((name.clone(), self.blob(*id)?)),
                What::Bytes(bytes) => read.push((name.clone(), bytes.clone())),
                What::Gone => {}
            }
        }
        let dossier = Dossier::read(self.ours.folder(folder), &read);
        Ok(text::state_of(self.meeting.session, self.policy, &dossier))
    }
}

/// The names of what a side changed in a folder of the base.
fn names<'s>(side: &'s Side, folder: &str) -> impl Iterator<Item = &'s str> {
    let from = format!("{folder}/");
    let below = side.changes.range(from.clone()..).map(|(path, _)| path.as_str());
    let cut = from.len();
    below.take_while(move |path| path.starts_with(&from)).filter_map(move |path| path.get(cut..))
}

fn is_evidence(name: &str) -> bool {
    Part::of(name) == Some(Part::Evidence)
}

fn short(id: ObjectId) -> String {
    id.to_string().chars().take(8).collect()
}

/// A name beside `name` for another file that was called so.
fn beside(name: &str, id: Option<ObjectId>) -> String {
    let mark = id.map(short).unwrap_or_default();
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty() && !stem.ends_with('/')) {
        Some((stem, ending)) if !ending.contains('/') => format!("{stem}-{mark}.{ending}"),
        _ => format!("{name}-{mark}"),
    }
}

fn both_frozen(here: &str) -> Error {
    Error::new(
        Kind::Busy,
        "both-frozen",
        format!("{here} was sent or signed with one text here and with another there, and only one can stand"),
    )
    .hint("`clm reopen` gives yours up, and `clm sync` then takes theirs; or let them reopen theirs and sync first")
    .about(here)
}
