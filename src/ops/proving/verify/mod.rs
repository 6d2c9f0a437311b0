//! `verify`: signatures and untouched texts, proved from the object database and the whole history.
//!
//! Nothing here rests on a cache. A statement is judged by the policy at the place where it entered history; an act
//! counts only if it entered in a commit signed by its author; what history had and HEAD lacks is broken.

mod acts;
mod authority;
mod authorship;
mod commands;
mod evidence;
pub(in crate::ops) mod past;
mod proven;
pub(super) mod signature;
mod split;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::contract::lifecycle::{self, Approvals, Facts, Signing, Standing};
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::approval;
use crate::ops::dossier::judge::{self, Judgement};
use crate::ops::session::resolve::Place;
use crate::ops::session::{Session, dossier_of};
use crate::report::verify::{VerifyItem, VerifyReport};
use crate::signature::verdict::{Verdict, exit_code};
use past::Past;
pub use proven::{Proven, prove};

/// A signature may be claimed this much later than our clock, as another clock may go ahead of it.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(5);

/// Verifies some contracts, or all of the repository.
///
/// # Errors
/// When the repository cannot be read. A bad verdict is an answer, not an error.
pub fn verify(session: &Session, places: Option<&[Place]>, with_commands: bool) -> Result<VerifyReport> {
    let past = Past::read(session)?;
    let dossiers = match places {
        Some(places) => named(session, &past, places)?,
        None => all(session, &past)?,
    };
    let mut items = Vec::with_capacity(dossiers.len());
    for dossier in &dossiers {
        items.push(contract(session, &past, dossier, with_commands)?);
    }
    if places.is_none() {
        tell_twins(&dossiers, &mut items);
    }
    let faults = past.fault_of_policy().into_iter().chain(past.fault_of_split());
    let findings = faults.map(ToOwned::to_owned).collect();
    Ok(VerifyReport { commit: session.head.to_string(), items, findings, all: places.is_none() })
}

/// The exit code of a report: 5 beats 6. When all were asked for, contracts that merely wait are taken for what they are.
#[must_use]
pub fn exit(report: &VerifyReport) -> u8 {
    let verdict = |item: &VerifyItem| Verdict::of_word(&item.verdict).unwrap_or(Verdict::Broken);
    let counts = |verdict: &Verdict| !report.all || *verdict != Verdict::Incomplete;
    let policy = report.findings.iter().map(|_| Verdict::Invalid);
    exit_code(report.items.iter().map(verdict).filter(counts).chain(policy))
}

fn named(session: &Session, past: &Past<'_>, places: &[Place]) -> Result<Vec<Dossier>> {
    let read = |place: &Place| match session.dossier_in(&place.folder)? {
        Some(dossier) => past.named(dossier),
        None => Ok(gone(&place.folder, &place.id)),
    };
    places.iter().map(read).collect()
}

/// The contracts of HEAD, and those that history had and HEAD has not any more.
fn all(session: &Session, past: &Past<'_>) -> Result<Vec<Dossier>> {
    let mut snapshot = session.snapshot()?;
    let mut dossiers = Vec::new();
    for folder in snapshot.contracts()? {
        dossiers.extend(dossier_of(&mut snapshot, &folder.path)?.map(|found| past.named(found)).transpose()?);
    }
    let present: Vec<(String, ContractId)> =
        dossiers.iter().map(|dossier| (dossier.folder.clone(), dossier.id.clone())).collect();
    dossiers.extend(past.vanished(&present)?.map(|lost| gone(&lost.folder, &lost.id)));
    dossiers.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(dossiers)
}

/// What is left of a contract that is not there any more.
fn gone(folder: &str, id: &ContractId) -> Dossier {
    Dossier { id: id.clone(), ..Dossier::read(folder, &[]) }
}

/// Two folders with one id: each is judged, and each says where the other is.
fn tell_twins(dossiers: &[Dossier], items: &mut [VerifyItem]) {
    let mut folders: BTreeMap<&ContractId, Vec<&str>> = BTreeMap::new();
    for dossier in dossiers {
        folders.entry(&dossier.id).or_default().push(&dossier.folder);
    }
    for (dossier, item) in dossiers.iter().zip(items) {
        let others = folders.get(&dossier.id).into_iter().flatten().filter(|folder| **folder != dossier.folder);
        item.findings.extend(others.map(|folder| format!("{}: {folder} has the same id", dossier.folder)));
    }
}

/// A contract judged with its whole past.
struct Case<'a> {
    dossier: &'a Dossier,
    judged: Vec<Judgement>,
    acts: Vec<Act>,
    /// What approvals the policy asks for, and whose do not count.
    approvals: Approvals,
    /// The acts that were neither taken back nor cancelled.
    live: BTreeSet<Digest>,
    /// The weakest way in which a signature that counts was made elsewhere.
    witnessed: Option<Verdict>,
    findings: Vec<(Verdict, String)>,
}

fn contract(session: &Session, past: &Past<'_>, dossier: &Dossier, with_commands: bool) -> Result<VerifyItem> {
    let (case, standing) = Case::look(session, past, dossier)?;
    Ok(case.item(&standing, with_commands))
}

/// Statements and acts are named by their digests; a file under another's name was exchanged.
fn names(dossier: &Dossier, findings: &mut Vec<(Verdict, String)>) {
    let wrong = |file: &str, digits: String| !file.contains(&format!("-{digits}."));
    let statements = dossier.statements.iter().map(|one| (&one.file, one.digest, one.digest.short(12)));
    let acts = dossier.acts.iter().map(|one| (&one.file, one.act.digest, one.act.digest.short(8)));
    for (file, digest, digits) in statements.chain(acts) {
        if wrong(file, digits) {
            findings.push((Verdict::Invalid, format!("{file} is not the file its name says: its digest is {digest}")));
        }
    }
}

impl<'a> Case<'a> {
    /// Everything about one contract that can be found wrong, and what it comes to.
    fn look(session: &Session, past: &Past<'_>, dossier: &'a Dossier) -> Result<(Self, Option<Standing>)> {
        let mut findings = Vec::new();
        let acts = acts::entered(session, past, dossier, &mut findings)?;
        let judged = past.judge(dossier, &acts)?;
        names(dossier, &mut findings);
        if past.is_shallow() {
            findings.push((
                Verdict::Untrusted,
                "this clone lacks part of the history: fetch it with `git fetch --unshallow`".to_owned(),
            ));
        }
        let lost = past.lost_of(dossier)?;
        let approved = acts.iter().any(|act| matches!(act.deed, Deed::Submit { .. } | Deed::Approve { .. }));
        let mut approvals = approval::asked(&session.policy, dossier);
        if approved {
            approvals.own.extend(past.authorship()?.of(dossier.id.suffix()).cloned());
        }
        let mut case = Case { dossier, judged, acts, approvals, live: BTreeSet::new(), witnessed: None, findings };
        let standing = case.standing(session, &lost);
        case.look_at_signatures(session);
        case.look_at_text(&standing, &lost);
        case.look_at_work_tree(session, &standing)?;
        evidence::check(session, dossier, (&case.acts, &case.judged), &mut case.findings)?;
        Ok((case, standing))
    }
}

impl Case<'_> {
    fn standing(&mut self, session: &Session, lost: &[String]) -> Option<Standing> {
        let statements = judge::facts(&self.judged, session.organisation.time_zone);
        let facts = Facts { lost, ..judge::alone(session, self.dossier, &self.acts, &statements)? };
        self.live = lifecycle::live(&facts);
        let elsewhere =
            lifecycle::seats(&facts).into_iter().filter_map(|seat| seat.filled?.elsewhere().map(|one| one.how));
        self.witnessed = elsewhere.map(Verdict::of_execution).max();
        Some(lifecycle::standing(&facts, &session.organisation.name, &self.approvals, session.today))
    }

    fn look_at_signatures(&mut self, session: &Session) {
        let latest = session.now.to_utc() + CLOCKS_DIFFER;
        for one in &self.judged {
            if let Err(fault) = &one.result {
                self.findings.push((Verdict::Invalid, format!("{}: {fault}", one.file)));
            }
            let claimed = one.result.as_ref().ok().map(|verified| verified.statement().claimed);
            if let Some(claimed) = claimed.filter(|claimed| *claimed > latest) {
                let sentence = format!("{}: it claims to be signed at {claimed}, which is still to come", one.file);
                self.findings.push((Verdict::Untrusted, sentence));
            }
        }
        for problem in &self.dossier.problems {
            self.findings.push((Verdict::Invalid, problem.to_string()));
        }
        for stray in &self.dossier.strays {
            self.findings.push((Verdict::Valid, format!("{stray} belongs to another contract and counts there")));
        }
    }

    /// What the signatures are about is not what is there: named file by file.
    fn look_at_text(&mut self, standing: &Option<Standing>, lost: &[String]) {
        let sealed = !lost.is_empty()
            || !self.dossier.statements.is_empty()
            || self.acts.iter().any(|act| matches!(act.deed, Deed::Executed { .. } | Deed::Send { .. }));
        match (standing, &self.dossier.document) {
            (None, Err(problems)) => {
                let verdict = if sealed { Verdict::Broken } else { Verdict::Incomplete };
                self.findings.extend(problems.iter().map(|problem| (verdict, problem.to_string())));
                let gone = |file: &String| format!("Broken: history had {file}, and it is gone or changed.");
                self.findings.extend(lost.iter().map(|file| (Verdict::Broken, gone(file))));
            }
            (Some(standing), _) if standing.signing == Signing::Broken => {
                self.findings.extend(standing.findings.iter().map(|finding| (Verdict::Broken, finding.clone())));
            }
            _ => return,
        }
        for one in &self.judged {
            let Ok(verified) = &one.result else { continue };
            for subject in &verified.statement().subjects {
                let present = self.dossier.subjects.iter().find(|present| present.name == subject.name);
                let what = match present {
                    Some(present) if present.digest == subject.digest => continue,
                    Some(present) => format!("is {}", present.digest),
                    None => "is missing".to_owned(),
                };
                let sentence = format!(
                    "{}/{}: signed as {} in {}, {what}",
                    self.dossier.folder, subject.name, subject.digest, one.file
                );
                self.findings.push((Verdict::Broken, sentence));
            }
        }
    }

    fn look_at_work_tree(&mut self, session: &Session, standing: &Option<Standing>) -> Result<()> {
        let free = standing
            .as_ref()
            .is_some_and(|standing| matches!(standing.signing, Signing::Draft | Signing::Review | Signing::Approved));
        let verdict = if free { Verdict::Valid } else { Verdict::Broken };
        for file in session.edited_in(&self.dossier.folder)? {
            self.findings.push((verdict, format!("{file} in the work tree differs from what is recorded")));
        }
        Ok(())
    }

    fn item(self, standing: &Option<Standing>, with_commands: bool) -> VerifyItem {
        let base = self.verdict(standing);
        let verdict = self.findings.iter().map(|(verdict, _)| *verdict).chain([base]).max().unwrap_or(base);
        let mut findings: Vec<String> = self.findings.iter().map(|(_, sentence)| sentence.clone()).collect();
        if let Some(standing) = standing.as_ref().filter(|standing| standing.signing != Signing::Broken) {
            findings.extend(standing.missing.iter().map(|who| format!("missing: {who}")));
            findings.extend(standing.findings.iter().cloned());
        }
        findings.dedup();
        let status =
            standing.as_ref().map_or(if verdict == Verdict::Broken { "broken" } else { "draft" }, Standing::status);
        let commands = if with_commands { commands::lines(self.dossier, &self.judged) } else { Vec::new() };
        VerifyItem {
            id: self.dossier.id.to_string(),
            title: self.dossier.title(),
            verdict: verdict.word().to_owned(),
            status: status.to_owned(),
            revision: self.dossier.revision.to_string(),
            signatures: self.judged.iter().map(|one| signature::item(self.dossier, one)).collect(),
            findings,
            commands,
            bundle: None,
        }
        .in_order()
    }

    /// The verdict before anything was found to be wrong.
    fn verdict(&self, standing: &Option<Standing>) -> Verdict {
        let Some(standing) = standing else { return Verdict::Incomplete };
        match standing.signing {
            Signing::Broken => Verdict::Broken,
            Signing::Signed => self.executed().or(self.witnessed).unwrap_or(Verdict::Valid),
            _ if self.judged.iter().any(|one| one.result.as_ref().is_ok_and(|v| !v.is_trusted())) => Verdict::Untrusted,
            _ => Verdict::Incomplete,
        }
    }

    /// How it was executed, where not by signatures here.
    fn executed(&self) -> Option<Verdict> {
        let mut live = self.acts.iter().filter(|act| self.live.contains(&act.digest));
        live.find_map(|act| match &act.deed {
            Deed::Executed { how, .. } => Some(Verdict::of_execution(*how)),
            _ => None,
        })
    }
}

impl VerifyItem {
    /// Signatures in the order in which they were claimed.
    fn in_order(mut self) -> Self {
        self.signatures.sort_by(|a, b| (&a.claimed, &a.file).cmp(&(&b.claimed, &b.file)));
        self
    }
}
