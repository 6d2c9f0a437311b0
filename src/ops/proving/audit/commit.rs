//! One commit judged.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;
use super::right::Changes;
use super::signer;
use super::{approved, belonging, change, need, text};
use crate::contract::act::{Act, Deed};
use crate::error::{Error, Result};
use crate::ops::dossier::Dossier;
use crate::ops::dossier::part::Part;
use crate::ops::proving::verify::past::Past;
use crate::ops::recording::deed;
use crate::ops::session::signature::{self, Signature};
use crate::ops::session::{Session, dossier_of};
use crate::policy::{self, Member, PlainEdits, Policy};
use crate::report::audit::AuditItem;
use crate::signature::key::PublicKey;
use crate::signature::verdict::Verdict;
use crate::store::{CommitId, Difference, Entry, FILE_LIMIT, Item, Kind, Logged, TEXT_LIMIT, path};

/// Where commits are judged, one after another.
pub struct Bench<'a, 's> {
    session: &'s Session,
    past: &'a Past<'s>,
    line: &'a Line,
    /// The losses of append-only files, by the commit that lost them.
    losses: BTreeMap<CommitId, Vec<(String, bool)>>,
    signed: usize,
    plain: usize,
}

/// What is wrong with a commit: the path, the verdict, the sentence.
type Fault = (Option<String>, Verdict, String);

impl<'a, 's> Bench<'a, 's> {
    /// The bench of one history.
    pub fn new(session: &'s Session, past: &'a Past<'s>, line: &'a Line) -> Self {
        let mut losses: BTreeMap<CommitId, Vec<(String, bool)>> = BTreeMap::new();
        for passage in past.passages() {
            for (commit, path) in &passage.dropped {
                losses.entry(*commit).or_default().push((path.clone(), !passage.present.is_empty()));
            }
        }
        Self { session, past, line, losses, signed: 0, plain: 0 }
    }

    /// How many commits were signed by a member, and how many were plain edits the policy takes.
    pub const fn counted(&self) -> (usize, usize) {
        (self.signed, self.plain)
    }

    /// Judges one commit and tells what is wrong with it.
    pub fn judge(&mut self, commit: &Logged, items: &mut Vec<AuditItem>) -> Result<()> {
        let mut faults: Vec<Fault> = Vec::new();
        let changes = change::own(self.session, commit)?;
        grammar(self.session, &changes, &mut faults)?;
        if commit.parents.is_empty() && commit.commit != self.line.root() && !self.past.is_shallow() {
            let sentence = "it is a second beginning: another history was merged into this one".to_owned();
            faults.push((None, Verdict::Invalid, sentence));
        }
        match self.line.ruled_by(commit) {
            Some(ruling) => match self.past.policy_at(ruling)? {
                Some(policy) => self.by_policy(commit, &policy, &changes, &mut faults)?,
                None if self.past.is_shallow() => {}
                None => faults.push((None, Verdict::Invalid, "no policy that counts ruled where it stands".to_owned())),
            },
            None => faults.push((None, Verdict::Invalid, TWO_POLICIES.to_owned())),
        }
        self.keeps_policy(commit, &changes, &mut faults)?;
        for change in &changes {
            let stray = belonging::stray((self.session, self.past), commit, change)?;
            faults.extend(stray.map(|why| (Some(change.path.clone()), Verdict::Broken, why)));
        }
        for (path, back) in self.losses.get(&commit.commit).into_iter().flatten() {
            let sentence = if *back { "was dropped here, and is back" } else { "was dropped or changed here" };
            let verdict = if *back { HEALED } else { Verdict::Broken };
            faults.push((Some(path.clone()), verdict, sentence.to_owned()));
        }
        for (path, verdict, finding) in faults {
            let healed = verdict == HEALED || self.is_healed(&changes, path.as_deref())?;
            items.push(AuditItem {
                commit: Some(commit.commit.to_string()),
                at: Some(commit.time.to_rfc3339()),
                by: Some(commit.committer.email.clone()),
                path,
                verdict: if healed { "healed" } else { verdict.word() }.to_owned(),
                finding,
            });
        }
        Ok(())
    }

    fn by_policy(
        &mut self,
        commit: &Logged,
        policy: &Policy,
        changes: &[Difference],
        faults: &mut Vec<Fault>,
    ) -> Result<()> {
        self.frozen_text(commit, policy, changes, faults)?;
        let key = match signature::of(&self.session.store, commit.commit) {
            Signature::None => return self.unsigned(commit, policy, changes, faults),
            Signature::Malformed(defect) | Signature::Defective(defect) => {
                faults.push((None, Verdict::Invalid, format!("its signature is no good: {defect}")));
                return Ok(());
            }
            Signature::By(key) => key,
        };
        let after = commit.parents.iter().filter_map(|parent| self.session.store.logged(*parent).ok());
        let after = after.map(|parent| parent.time.to_utc()).max();
        let member = match signer::member(policy, &key, commit, after) {
            Ok(member) => member,
            Err(why) => {
                faults.push((None, Verdict::Invalid, why));
                return Ok(());
            }
        };
        self.signed += 1;
        self.rights(commit, policy, member, changes, faults)?;
        for newer in self.line.met(commit.commit) {
            self.by_newer(commit, &key, *newer, changes, faults)?;
        }
        Ok(())
    }

    /// A commit that came in from the side has to stand before the policy it came under.
    fn by_newer(
        &self,
        commit: &Logged,
        key: &PublicKey,
        newer: CommitId,
        changes: &[Difference],
        faults: &mut Vec<Fault>,
    ) -> Result<()> {
        let Some(policy) = self.past.policy_at(newer)? else { return Ok(()) };
        let Some((member, held)) = policy.holder(key) else {
            let sentence =
                format!("{} was no member any more where it came in, after {}", key.fingerprint(), newer.short());
            faults.push((None, Verdict::Invalid, sentence));
            return Ok(());
        };
        let came = self.session.store.logged(newer)?.time.to_utc();
        if held.until.is_some_and(|until| until <= came) {
            let sentence = format!(
                "the key of {} had ended where it came in, after {}, and nothing proves that it was made before",
                member.email,
                newer.short()
            );
            faults.push((None, Verdict::Untrusted, sentence));
        }
        self.rights(commit, &policy, member, changes, faults)
    }

    /// A merge carries the policy of the line that rules, or a new one of its own.
    fn keeps_policy(&self, commit: &Logged, changes: &[Difference], faults: &mut Vec<Fault>) -> Result<()> {
        let Some(ruling) = self.line.ruled_by(commit).filter(|_| commit.parents.len() > 1) else { return Ok(()) };
        if changes.iter().any(|change| change.path == policy::FILE) {
            return Ok(());
        }
        let at = |commit| Ok::<_, Error>(self.session.store.snapshot_at(Some(commit))?.find(policy::FILE)?);
        if at(ruling)? != at(commit.commit)? {
            let sentence = "it brings an older policy back in place of the newer one".to_owned();
            faults.push((Some(policy::FILE.to_owned()), Verdict::Invalid, sentence));
        }
        Ok(())
    }

    /// A plain edit by another tool: of drafts only, and only where the policy takes it. A merge that carries nothing of
    /// its own is nobody's edit.
    fn unsigned(
        &mut self,
        commit: &Logged,
        policy: &Policy,
        changes: &[Difference],
        faults: &mut Vec<Fault>,
    ) -> Result<()> {
        self.plain += 1;
        if commit.parents.len() > 1 && changes.is_empty() {
            return Ok(());
        }
        let closed = policy.plain_edits() == PlainEdits::Refuse;
        for change in changes {
            let part = need::contract(&change.path).and_then(|(_, name)| Part::of(name));
            if part == Some(Part::Text) && !closed {
                continue;
            }
            let why = if closed { "and the policy takes no plain edits" } else { "and only drafts may be edited so" };
            faults.push((Some(change.path.clone()), Verdict::Invalid, format!("the commit is not signed, {why}")));
        }
        Ok(())
    }

    fn rights(
        &self,
        commit: &Logged,
        policy: &Policy,
        member: &Member,
        changes: &[Difference],
        faults: &mut Vec<Fault>,
    ) -> Result<()> {
        let founding = commit.commit == self.line.root();
        let all = Changes::of(self.session, commit, changes);
        for change in changes.iter().filter(|_| !founding) {
            let path = &change.path;
            let why = match self.act(commit, change)? {
                Some((act, _)) if act.by.as_str() != member.email.as_str() => {
                    Some(format!("the act says it is by {}, but {} signed the commit", act.by, member.email))
                }
                Some((act, dossier)) => {
                    let owner = || deed::owner_before(self.session, commit.commit, path);
                    match deed::refusal(policy, member, (&dossier, &act), path, owner) {
                        None => approved::own((self.session, self.past), commit, change, &act)?,
                        refused => refused,
                    }
                }
                // Who may change the policy, and how, is asked of the whole change.
                None if path == policy::FILE => self.past.fault_of_policy_in(commit.commit).map(ToOwned::to_owned),
                None => all.refusal(policy, member, (change, self.is_moved(commit, change)))?,
            };
            let early = approved::lacking((self.session, self.past), policy, commit, change)?;
            for why in [why, early].into_iter().flatten() {
                let fault = (Some(path.clone()), Verdict::Invalid, why);
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
        Ok(())
    }

    /// Whether it is evidence that was there before and only lies elsewhere now, or left its old place.
    fn is_moved(&self, commit: &Logged, change: &Difference) -> bool {
        let name = change.path.rsplit('/').next().unwrap_or_default().to_owned();
        let known = |new: Entry| self.past.first_entry(&Item { name, blob: new.id }) != Some(commit.commit);
        path::append_only(&change.path) && change.new.is_none_or(known)
    }

    /// The act a change brings, with the contract it was brought to; none where it brings none, or one that was moved.
    fn act(&self, commit: &Logged, change: &Difference) -> Result<Option<(Act, Dossier)>> {
        let Some(new) = change.new.filter(|_| path::append_only(&change.path)) else { return Ok(None) };
        let Some((folder, name)) = need::contract(&change.path).filter(|(_, name)| name.starts_with("acts/")) else {
            return Ok(None);
        };
        let item = Item { name: name.rsplit('/').next().unwrap_or(name).to_owned(), blob: new.id };
        if self.past.first_entry(&item) != Some(commit.commit) {
            return Ok(None);
        }
        let mut snapshot = self.session.store.snapshot_at(Some(commit.commit))?;
        let Ok(act) = Act::parse(&change.path, &snapshot.blob(new.id)?) else { return Ok(None) };
        // Only taking back asks what else there is; reading it all for every act would make the cost that of its square.
        match act.deed {
            Deed::Undo { .. } => Ok(dossier_of(&mut snapshot, folder)?.map(|dossier| (act, dossier))),
            _ => Ok(Some((act, Dossier::read(folder, &[])))),
        }
    }

    /// Changed or removed text of a contract that was frozen in a parent.
    fn frozen_text(
        &self,
        commit: &Logged,
        policy: &Policy,
        changes: &[Difference],
        faults: &mut Vec<Fault>,
    ) -> Result<()> {
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for change in changes {
            let Some((folder, name)) = need::contract(&change.path) else { continue };
            if Part::of(name) == Some(Part::Text) && !was_moved(change, name, changes) {
                folders.insert(folder);
            }
        }
        for folder in folders {
            if self.is_explained(commit, folder, changes)? {
                continue;
            }
            for parent in &commit.parents {
                let Some(state) = text::state(self.session, policy, *parent, folder)? else { continue };
                if text::is_free(state) {
                    continue;
                }
                let sentence = format!("its text was changed although it was {}", state.word());
                faults.push((Some(format!("{folder}/contract.md")), Verdict::Broken, sentence));
                break;
            }
        }
        Ok(())
    }

    fn is_explained(&self, commit: &Logged, folder: &str, changes: &[Difference]) -> Result<bool> {
        for change in changes {
            if need::contract(&change.path).is_some_and(|(other, _)| other == folder)
                && self.act(commit, change)?.is_some_and(|(act, _)| text::explains(&act.deed))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether nothing of a faulty change is left at HEAD: a lawful commit wrote it anew, or it is gone.
    fn is_healed(&self, changes: &[Difference], path: Option<&str>) -> Result<bool> {
        let about: Vec<&Difference> =
            changes.iter().filter(|change| path.is_none_or(|path| path == change.path)).collect();
        if about.is_empty() {
            return Ok(false);
        }
        for change in about {
            let Some(brought) = change.new else {
                // What was removed is healed when it is back.
                if self.past.at_head(&change.path)?.is_none() {
                    return Ok(false);
                }
                continue;
            };
            if self.past.at_head(&change.path)? == Some(brought) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

const TWO_POLICIES: &str = "it merges two lines that each changed the policy, so that no policy rules it: let an owner make \
                            one change after the other";

/// What was wrong and is not any more.
const HEALED: Verdict = Verdict::Valid;

/// Every path of the change may be written, and only regular files of a bearable size stand there.
fn grammar(session: &Session, changes: &[Difference], faults: &mut Vec<Fault>) -> Result<()> {
    for change in changes {
        let Some(new) = change.new else { continue };
        let kind = match new.kind {
            Kind::File => None,
            Kind::Symlink => Some("it is a symbolic link"),
            Kind::Executable => Some("it is an executable file"),
            _ => Some("it is no regular file"),
        };
        let name = path::check(&change.path).err().map(|fault| fault.to_string());
        if let Some(why) = name.or(kind.map(ToOwned::to_owned)) {
            faults.push((Some(change.path.clone()), Verdict::Invalid, why));
            continue;
        }
        let attached = need::contract(&change.path).is_some_and(|(_, name)| name.starts_with("files/"));
        let (size, limit) = (session.store.size_of(new.id)?, if attached { FILE_LIMIT } else { TEXT_LIMIT });
        if size > limit {
            let sentence = format!("it has {} MiB, and {} MiB are read at most", size >> 20, limit >> 20);
            faults.push((Some(change.path.clone()), Verdict::Invalid, sentence));
        }
    }
    Ok(())
}

/// Whether the same bytes stand in the same place of a contract elsewhere, before or after: a move.
fn was_moved(change: &Difference, name: &str, changes: &[Difference]) -> bool {
    let place = format!("/{name}");
    let same = |other: &Difference, side: fn(&Difference) -> Option<Entry>, id| {
        other.path.ends_with(&place) && side(other).is_some_and(|entry: Entry| entry.id == id)
    };
    match (change.old, change.new) {
        (Some(old), None) => changes.iter().any(|other| other.old.is_none() && same(other, |c| c.new, old.id)),
        (None, Some(new)) => changes.iter().any(|other| other.new.is_none() && same(other, |c| c.old, new.id)),
        _ => false,
    }
}
