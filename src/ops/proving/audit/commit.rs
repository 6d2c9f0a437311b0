//! One commit judged.

use std::collections::BTreeMap;

use super::belonging;
use super::change::Changes;
use super::fault::{Fault, Mended};
use super::frozen;
use super::grammar;
use super::line::{Line, Met};
use super::need;
use super::rights;
use crate::error::Result;
use crate::ops::dossier::departed;
use crate::ops::dossier::part::Part;
use crate::ops::proving::signer;
use crate::ops::proving::verify::past::Past;
use crate::ops::session::Session;
use crate::ops::session::signature::{self, Signature};
use crate::policy::{self, PlainEdits, Policy};
use crate::report::audit::AuditItem;
use crate::signature::key::PublicKey;
use crate::signature::verdict::Verdict;
use crate::store::{CommitId, Logged};

/// Where commits are judged, one after another.
pub struct Bench<'a, 's> {
    pub(super) session: &'s Session,
    pub(super) past: &'a Past<'s>,
    line: &'a Line,
    /// The losses of append-only files, by the commit that lost them; whether each is back.
    losses: BTreeMap<CommitId, Vec<(String, bool)>>,
    /// The commits that took a workspace out into a repository of its own.
    departures: BTreeMap<CommitId, String>,
    signed: usize,
    plain: usize,
}

impl<'a, 's> Bench<'a, 's> {
    /// The bench of one history.
    pub fn new(session: &'s Session, past: &'a Past<'s>, line: &'a Line) -> Result<Self> {
        let mut losses: BTreeMap<CommitId, Vec<(String, bool)>> = BTreeMap::new();
        for passage in past.passages() {
            for (commit, path) in &passage.dropped {
                losses.entry(*commit).or_default().push((path.clone(), !passage.present.is_empty()));
            }
        }
        let departures = departed::departures(session)?;
        Ok(Self { session, past, line, losses, departures, signed: 0, plain: 0 })
    }

    /// How many commits were signed by a member, and how many were plain edits the policy takes.
    pub const fn counted(&self) -> (usize, usize) {
        (self.signed, self.plain)
    }

    /// The commit whose policy a commit is judged by; none where lines meet that each made a policy of their own.
    fn ruled_by(&self, commit: &Logged) -> Option<CommitId> {
        let first = || commit.parents.first().copied().unwrap_or(commit.commit);
        self.past.ruling(commit.commit).unwrap_or_else(|| Some(first()))
    }

    pub(super) fn is_founding(&self, commit: &Logged) -> bool {
        commit.commit == self.line.root()
    }

    /// Judges one commit and tells what is wrong with it.
    pub fn judge(&mut self, commit: &Logged, items: &mut Vec<AuditItem>) -> Result<()> {
        let mut changes = Changes::of(self.session, commit)?;
        let mut faults: Vec<Fault> = grammar::faults(self.session, &changes.own)?;
        if let Some(workspace) = self.departures.get(&commit.commit) {
            changes = changes.but_for(workspace);
        }
        let whole = |finding: String| of_commit(Verdict::Invalid, finding, &changes);
        if commit.parents.is_empty() && !self.is_founding(commit) && !self.past.is_shallow() {
            faults.push(whole("it is a second beginning: another history was merged into this one".to_owned()));
        }
        match self.ruled_by(commit) {
            Some(ruling) => match self.past.policy_at(ruling)? {
                Some(policy) => self.by_policy(commit, &policy, &changes, &mut faults)?,
                None if self.past.is_shallow() => {}
                None => faults.push(whole("no policy that counts ruled where it stands".to_owned())),
            },
            None => faults.push(Fault { mended: Mended::Never, ..whole(TWO_POLICIES.to_owned()) }),
        }
        faults.extend(self.older_policy(commit, &changes)?);
        for change in &changes.own {
            if let Some(finding) = belonging::stray((self.session, self.past), commit, change)? {
                let mended = Mended::without([change]);
                faults.push(Fault { path: Some(change.path.clone()), verdict: Verdict::Broken, finding, mended });
            }
        }
        for (path, back) in self.losses.get(&commit.commit).into_iter().flatten() {
            let sentence = if *back { "was dropped here, and is back" } else { "was dropped or changed here" };
            faults.push(Fault {
                path: Some(path.clone()),
                verdict: Verdict::Broken,
                finding: sentence.to_owned(),
                mended: if *back { Mended::Yes } else { Mended::Never },
            });
        }
        for fault in faults {
            let healed = fault.mended.at_head(self.past)?;
            items.push(AuditItem {
                commit: Some(commit.commit.to_string()),
                at: Some(commit.time.to_rfc3339()),
                by: Some(commit.committer.email.clone()),
                path: fault.path,
                verdict: if healed { "healed" } else { fault.verdict.word() }.to_owned(),
                finding: fault.finding,
            });
        }
        Ok(())
    }

    fn by_policy(
        &mut self,
        commit: &Logged,
        policy: &Policy,
        changes: &Changes,
        faults: &mut Vec<Fault>,
    ) -> Result<()> {
        faults.extend(frozen::faults(self.session, commit, policy, changes)?);
        let key = match signature::of(&self.session.store, commit.commit) {
            Signature::None => return self.unsigned(commit, policy, changes, faults),
            Signature::Malformed(defect) | Signature::Defective(defect) => {
                let sentence = format!("its signature is no good: {defect}");
                faults.push(of_commit(Verdict::Invalid, sentence, changes));
                return Ok(());
            }
            Signature::By(key) => key,
        };
        let member = match signer::member(policy, &key, commit, signer::after(&self.session.store, commit)) {
            Ok(member) => member,
            Err(why) => {
                faults.push(of_commit(Verdict::Invalid, why, changes));
                return Ok(());
            }
        };
        self.signed += 1;
        rights::judge(self, commit, (policy, member), changes, faults)?;
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
        Met { newer, .. }: Met,
        changes: &Changes,
        faults: &mut Vec<Fault>,
    ) -> Result<()> {
        let Some(policy) = self.past.policy_at(newer)? else { return Ok(()) };
        let Some((member, held)) = policy.holder(key) else {
            let sentence =
                format!("{} was no member any more where it came in, after {}", key.fingerprint(), newer.short());
            faults.push(of_commit(Verdict::Invalid, sentence, changes));
            return Ok(());
        };
        let came = self.session.store.logged(newer)?.time.to_utc();
        if held.until.is_some_and(|until| until <= came) {
            let sentence = format!(
                "the key of {} had ended where it came in, after {}, and nothing proves that it was made before",
                member.email,
                newer.short()
            );
            faults.push(of_commit(Verdict::Untrusted, sentence, changes));
        }
        rights::judge(self, commit, (&policy, member), changes, faults)
    }

    /// A merge carries the policy of the line that rules, or a new one of its own.
    fn older_policy(&self, commit: &Logged, changes: &Changes) -> Result<Option<Fault>> {
        let Some(ruling) = self.ruled_by(commit).filter(|_| commit.parents.len() > 1) else { return Ok(None) };
        if changes.own.iter().any(|change| change.path == policy::FILE) {
            return Ok(None);
        }
        let at =
            |commit| Ok::<_, crate::error::Error>(self.session.store.snapshot_at(Some(commit))?.find(policy::FILE)?);
        let own = at(commit.commit)?;
        Ok((at(ruling)? != own).then(|| Fault {
            path: Some(policy::FILE.to_owned()),
            verdict: Verdict::Invalid,
            finding: "it brings an older policy back in place of the newer one".to_owned(),
            mended: Mended::Without(vec![(policy::FILE.to_owned(), own)]),
        }))
    }

    /// A plain edit by another tool: of drafts only, and only where the policy takes it, and every newer one that it came
    /// under. A merge that carries nothing of its own is nobody's edit.
    fn unsigned(&mut self, commit: &Logged, policy: &Policy, changes: &Changes, faults: &mut Vec<Fault>) -> Result<()> {
        self.plain += 1;
        if commit.parents.len() > 1 && changes.own.is_empty() {
            return Ok(());
        }
        let mut closed = policy.plain_edits() == PlainEdits::Refuse;
        for met in self.line.met(commit.commit) {
            let newer = self.past.policy_at(met.newer)?;
            closed |= newer.is_some_and(|policy| policy.plain_edits() == PlainEdits::Refuse);
        }
        for change in &changes.own {
            let part = need::contract(&change.path).and_then(|(_, name)| Part::of(name));
            if part == Some(Part::Text) && !closed {
                continue;
            }
            let why = if closed { "and the policy takes no plain edits" } else { "and only drafts may be edited so" };
            faults.push(Fault {
                path: Some(change.path.clone()),
                verdict: Verdict::Invalid,
                finding: format!("the commit is not signed, {why}"),
                mended: Mended::without([change]),
            });
        }
        Ok(())
    }
}

/// A fault of a commit as a whole.
fn of_commit(verdict: Verdict, finding: String, changes: &Changes) -> Fault {
    Fault { path: None, verdict, finding, mended: Mended::without(&changes.own) }
}

const TWO_POLICIES: &str = "it merges two lines that each changed the policy, so that no policy rules it: let an owner make \
                            one change after the other";
