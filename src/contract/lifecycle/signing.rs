//! The signing state: what acts and statements come to for the present revision.
//!
//! **Owns** drafts, sending, the sign-by date, refusal, withdrawal, reopening, and what makes a contract broken.
//! **Refuses to know** the term and its dates. **Invariants**: a fully signed revision is never reopened; a statement on
//! another revision than the present one is explained by an act or makes the contract broken; nothing is dropped without
//! a finding.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::approval::{self, Progress};
use super::order::{Event, ordered, undone};
use super::revision::{self, Asked, read};
use super::waits::{Sent, Wait};
use super::{Approvals, Facts, Flag, Signing};
use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;

/// What became of the signing.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// The state.
    pub signing: Signing,
    /// While pending or lapsed.
    pub sign_by: Option<NaiveDate>,
    /// The day the contract was fully signed or executed; for a broken one that of its signed revision.
    pub signed_on: Option<NaiveDate>,
    /// Who is missing.
    pub missing: Vec<String>,
    /// Whom it waits for, in turn; while pending or lapsed.
    pub waits: Vec<Wait>,
    /// How far its approval has come; empty once nobody approves it any more.
    pub approval: Progress,
    /// Flags about signing.
    pub flags: Vec<Flag>,
    /// Sentences.
    pub findings: Vec<String>,
    /// The acts that count: neither undone nor cancelled.
    pub live: BTreeSet<Digest>,
}

/// What is left of the events after undoing and reopening.
struct History<'a> {
    live: Vec<Event<'a>>,
    /// Revisions sent for signature, also where the sending was cancelled.
    sent: Vec<Digest>,
    reopened: BTreeSet<Digest>,
    findings: Vec<String>,
}

/// Derives the signing state on `today`.
pub(crate) fn signing(facts: &Facts<'_>, approvals: &Approvals, today: NaiveDate) -> Outcome {
    let history = history(facts);
    let corrected = corrected(&history.live);
    let mut asked = read(facts, &history.live, facts.revision);
    let executed = executed(&history.live, &corrected).filter(|_| corrected.contains(&facts.revision));
    let broken = broken(facts, &history, &corrected);
    let signed_on = [executed, asked.count.complete].into_iter().flatten().min();
    let approval = approval::count(facts, &history.live, facts.revision, approvals);
    let state = if !broken.is_empty() {
        Signing::Broken
    } else if signed_on.is_some() {
        Signing::Signed
    } else if let Some(stop) = asked.stopped {
        stop
    } else {
        waiting(&asked, &approval, today)
    };
    let mut findings = broken;
    findings.extend(history.findings.iter().cloned());
    findings.append(&mut asked.findings);
    let mut flags = Vec::new();
    if executed.is_some() && asked.count.complete.is_none() {
        flags.push(Flag::Executed);
    }
    if asked.count.witnessed {
        flags.push(Flag::Witnessed);
    }
    if asked.count.uncounted && asked.count.complete.is_none() {
        flags.push(Flag::Uncounted);
    }
    if archived(&history.live) {
        flags.push(Flag::Archived);
    }
    let signed_on = match state {
        Signing::Broken => signed_on.or_else(|| signed_before(facts, &history, &corrected)),
        _ => signed_on,
    };
    let (done, out) = (state == Signing::Signed, matches!(state, Signing::Pending | Signing::Lapsed));
    let open = out || matches!(state, Signing::Draft | Signing::Review | Signing::Approved);
    let mut approval = if open { approval } else { Progress::default() };
    findings.append(&mut approval.refused);
    Outcome {
        signing: state,
        sign_by: asked.sign_by.filter(|_| out),
        signed_on,
        missing: if done { Vec::new() } else { asked.count.missing },
        waits: if out { asked.count.waits } else { Vec::new() },
        approval,
        flags,
        findings,
        live: history.live.iter().map(Event::digest).collect(),
    }
}

/// The acts that count: neither undone nor cancelled.
pub(crate) fn live(facts: &Facts<'_>) -> BTreeSet<Digest> {
    history(facts).live.iter().map(Event::digest).collect()
}

/// The last day to sign the present revision, once it was sent or signed by somebody; also after it was signed.
pub(crate) fn sign_by(facts: &Facts<'_>) -> Option<NaiveDate> {
    read(facts, &history(facts).live, facts.revision).sign_by
}

/// The pages of the present revision that were sent and count.
pub(crate) fn pages_sent(facts: &Facts<'_>) -> Vec<Sent> {
    revision::sent(facts, &history(facts).live, facts.revision)
}

/// The events that count, in order.
pub(crate) fn events<'a>(facts: &Facts<'a>) -> Vec<Event<'a>> {
    history(facts).live
}

/// Replays the events: an undone act is gone, a reopening cancels what its author had seen.
fn history<'a>(facts: &Facts<'a>) -> History<'a> {
    let order = ordered(facts.acts, facts.statements);
    let (undone, findings) = undone(&order);
    let mut history = History { live: Vec::new(), sent: Vec::new(), reopened: BTreeSet::new(), findings };
    for event in order.into_iter().filter(|event| !undone.contains(&event.digest())) {
        match event {
            Event::Act(Act { deed: Deed::Undo { .. }, .. }) => {}
            Event::Act(Act { deed: Deed::Reopen { revision, .. }, after, .. }) => {
                reopen(facts, &mut history, *revision, after);
            }
            _ => {
                history.sent.extend(sent(&event));
                history.live.push(event);
            }
        }
    }
    history
}

fn reopen(facts: &Facts<'_>, history: &mut History<'_>, revision: Digest, after: &[Digest]) {
    let complete = read(facts, &history.live, revision).count.complete;
    let chain = corrected(&history.live);
    let on = complete.or_else(|| executed(&history.live, &chain).filter(|_| chain.contains(&revision)));
    if let Some(on) = on {
        history.findings.push(format!(
            "The revision {} was fully signed on {on}: reopening it came too late and counts for nothing.",
            revision.short(12)
        ));
        return;
    }
    history.reopened.insert(revision);
    // What names another revision stays: giving up one text cannot touch what was signed on another.
    let given_up = |event: &Event<'_>| names(event).is_none_or(|named| named == revision);
    history.live.retain(|event| !after.contains(&event.digest()) || !given_up(event));
}

fn sent(event: &Event<'_>) -> Option<Digest> {
    match event {
        Event::Act(Act { deed: Deed::Send { revision, .. }, .. }) => Some(*revision),
        _ => None,
    }
}

/// The revision an event speaks of.
fn names(event: &Event<'_>) -> Option<Digest> {
    match event {
        Event::Statement(statement) => Some(statement.revision),
        Event::Act(act) => match &act.deed {
            Deed::Submit { revision }
            | Deed::Approve { revision, .. }
            | Deed::Reject { revision, .. }
            | Deed::Send { revision, .. }
            | Deed::Executed { revision, .. } => Some(*revision),
            _ => None,
        },
    }
}

/// The revisions that an executed text and its corrections name; empty when nothing was executed.
fn corrected(live: &[Event<'_>]) -> BTreeSet<Digest> {
    let mut known: BTreeSet<Digest> = live.iter().filter_map(|event| executed_revision(event)).collect();
    let corrections: Vec<(Digest, Digest)> = live
        .iter()
        .filter_map(|event| match event {
            Event::Act(Act { deed: Deed::Correct { from, to, .. }, .. }) => Some((*from, *to)),
            _ => None,
        })
        .collect();
    loop {
        let before = known.len();
        known
            .extend(corrections.iter().filter(|(from, _)| known.contains(from)).map(|(_, to)| *to).collect::<Vec<_>>());
        if known.len() == before {
            return known;
        }
    }
}

fn executed_revision(event: &Event<'_>) -> Option<Digest> {
    match event {
        Event::Act(Act { deed: Deed::Executed { revision, .. }, .. }) => Some(*revision),
        _ => None,
    }
}

/// The day of the first `executed` act, if its revision is known.
fn executed(live: &[Event<'_>], chain: &BTreeSet<Digest>) -> Option<NaiveDate> {
    live.iter().find_map(|event| match event {
        Event::Act(Act { deed: Deed::Executed { revision, on, .. }, .. }) if chain.contains(revision) => Some(*on),
        _ => None,
    })
}

/// Why the contract is broken; empty when it is not.
fn broken(facts: &Facts<'_>, history: &History<'_>, corrected: &BTreeSet<Digest>) -> Vec<String> {
    let mut why: Vec<String> =
        facts.lost.iter().map(|name| format!("Broken: history had {name}, and it is gone or changed.")).collect();
    // A correction explains a transcription of something executed elsewhere, never a text that was signed here.
    let transcribed = |revision: &Digest| corrected.contains(revision) && corrected.contains(&facts.revision);
    let strange = |revision: &Digest| {
        *revision != facts.revision && !history.reopened.contains(revision) && !transcribed(revision)
    };
    let mut tell = |what: String, revision: &Digest| {
        let (named, present) = (revision.short(12), facts.revision.short(12));
        why.push(format!(
            "Broken: {what} names revision {named}, but the text is revision {present}, and no act explains it."
        ));
    };
    for statement in facts.statements {
        if strange(&statement.revision) {
            tell(format!("the statement of {} <{}>", statement.name, statement.email), &statement.revision);
        }
    }
    for revision in history.sent.iter().filter(|revision| strange(revision)) {
        tell("what was sent for signature".to_owned(), revision);
    }
    for revision in history.live.iter().filter_map(executed_revision).filter(|revision| strange(revision)) {
        tell("what was executed".to_owned(), &revision);
    }
    why
}

/// The day the signed revision of a broken contract was signed, as far as what is left can tell.
fn signed_before(facts: &Facts<'_>, history: &History<'_>, corrected: &BTreeSet<Digest>) -> Option<NaiveDate> {
    let named: BTreeSet<Digest> = facts
        .statements
        .iter()
        .filter(|statement| statement.agrees() && !history.reopened.contains(&statement.revision))
        .map(|statement| statement.revision)
        .collect();
    let complete = named.iter().filter_map(|revision| read(facts, &history.live, *revision).count.complete);
    let gone = |part: &str| facts.lost.iter().any(|name| name.contains(part));
    let arrived = facts.statements.iter().map(|statement| statement.arrived).max();
    // A signature that is gone may have been the last one: its dates are kept rather than lost.
    let supposed =
        || if gone("signatures/") || gone("-executed-") { facts.header.term.start.or(arrived) } else { None };
    executed(&history.live, corrected).or_else(|| complete.max()).or_else(supposed)
}

/// The state of a contract that nobody stopped and that is not fully signed.
fn waiting(asked: &Asked, approval: &Progress, today: NaiveDate) -> Signing {
    match asked.sign_by {
        Some(until) if today > until => Signing::Lapsed,
        Some(_) => Signing::Pending,
        None => approval.state(),
    }
}

fn archived(live: &[Event<'_>]) -> bool {
    let last = live.iter().rev().find_map(|event| match event {
        Event::Act(Act { deed: Deed::Archive, .. }) => Some(true),
        Event::Act(Act { deed: Deed::Unarchive, .. }) => Some(false),
        _ => None,
    });
    last.unwrap_or(false)
}
