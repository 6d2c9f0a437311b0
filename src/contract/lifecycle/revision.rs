//! One revision put before the signatories: until when it may be signed, who stopped it, which signatures count.
//!
//! **Owns** the sign-by date and the order between signatures and refusals. **Refuses to know** approvals, reopening and
//! other revisions. **Invariants**: whichever comes first, full signing or a refusal, wins; what comes after is a
//! finding.

use chrono::NaiveDate;

use super::order::Event;
use super::signatures::{Asking, Count, count, place_of};
use super::waits::Sent;
use super::{Facts, Signing, StatementAct, StatementFact};
use crate::contract::act::{Act, Deed};
use crate::contract::calendar::days_after;
use crate::contract::digest::Digest;

/// Days to sign when `send` names no date.
pub const DAYS_TO_SIGN: u32 = 14;

/// How one revision stands with its signatories.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The last day to sign, once it was sent or signed by somebody.
    pub sign_by: Option<NaiveDate>,
    /// Declined or void, unless fully signed before.
    pub stopped: Option<Signing>,
    /// The signatures.
    pub count: Count,
    /// Sentences about what lost.
    pub findings: Vec<String>,
}

/// Reads `live` events, in order, for `revision`.
pub(crate) fn read(facts: &Facts<'_>, live: &[Event<'_>], revision: Digest) -> Asked {
    let mut findings = Vec::new();
    let sign_by = sign_by(facts, live, revision, &mut findings);
    let stop = live.iter().enumerate().find_map(|(index, event)| Some((index, stops(facts, event, revision)?)));
    let signatures: Vec<(usize, &StatementFact)> = live
        .iter()
        .enumerate()
        .filter_map(|(index, event)| match event {
            Event::Statement(statement) if statement.agrees() && statement.revision == revision => {
                Some((index, *statement))
            }
            _ => None,
        })
        .collect();
    let until = stop.as_ref().map_or(usize::MAX, |(index, _)| *index);
    let in_time: Vec<&StatementFact> = signatures.iter().filter(|(at, _)| *at < until).map(|(_, s)| *s).collect();
    let asking = Asking { sign_by, begun: begun(facts, live, revision), sent: &sent(facts, live, revision) };
    let count = count(&facts.header.parties, &in_time, asking);
    findings.extend(count.refused.iter().cloned());
    let void = live.iter().filter_map(|event| stops(facts, event, revision)).any(|(state, _)| state == Signing::Void);
    let stopped = stop.map(|(_, (state, what))| {
        if count.complete.is_some() {
            findings.push(format!("{what} came after everybody had signed and changes nothing."));
        } else {
            findings.push(format!("{what}."));
            let late = signatures.iter().filter(|(at, _)| *at > until);
            findings.extend(late.map(|(_, s)| {
                format!("The signature of {} <{}> came after that and does not count.", s.name, s.email)
            }));
        }
        if void { Signing::Void } else { state }
    });
    Asked { sign_by, stopped, count, findings }
}

fn sign_by(facts: &Facts<'_>, live: &[Event<'_>], present: Digest, findings: &mut Vec<String>) -> Option<NaiveDate> {
    let mut sign_by = None;
    let usual = |day: NaiveDate| days_after(day, DAYS_TO_SIGN).or(Some(day));
    for event in live {
        match event {
            Event::Act(act) => match &act.deed {
                Deed::Send { revision, until, .. } if *revision == present => {
                    sign_by = until.or_else(|| usual(day_of(facts, act)));
                }
                Deed::Extend { until } if sign_by.is_some() => sign_by = Some(*until),
                Deed::Extend { until } => {
                    findings
                        .push(format!("The time to sign was extended to {until}, but nothing was sent before that."));
                }
                _ => {}
            },
            Event::Statement(statement) => {
                let counts = statement.agrees() && statement.trusted && statement.revision == present;
                if counts && sign_by.is_none() {
                    // Paper may be old when it is recorded; the time to sign runs from the day the text froze.
                    let recorded = || statement.claimed.with_timezone(&facts.zone).date_naive();
                    sign_by = usual(statement.elsewhere().map_or(statement.arrived, |_| recorded()));
                }
            }
        }
    }
    sign_by
}

/// The day the signing of a revision began: it was sent, or somebody signed it.
fn begun(facts: &Facts<'_>, live: &[Event<'_>], revision: Digest) -> Option<NaiveDate> {
    let day = |event: &Event<'_>| match event {
        Event::Act(act) => {
            matches!(&act.deed, Deed::Send { revision: sent, .. } if *sent == revision).then(|| day_of(facts, act))
        }
        Event::Statement(statement) => {
            let signs = statement.act == StatementAct::Sign && statement.trusted && statement.revision == revision;
            signs.then_some(statement.arrived)
        }
    };
    live.iter().filter_map(day).min()
}

/// The pages of a revision that count: of several for one signatory the latest.
pub(crate) fn sent(facts: &Facts<'_>, live: &[Event<'_>], revision: Digest) -> Vec<Sent> {
    let mut sent: Vec<Sent> = Vec::new();
    for event in live {
        let Event::Act(act) = event else { continue };
        let Deed::Send { revision: of, pages, .. } = &act.deed else { continue };
        if *of != revision {
            continue;
        }
        for page in pages {
            sent.retain(|older| !older.is_for(&page.party, page.name.as_deref(), page.email.as_deref()));
            sent.push(Sent { send: act.digest, on: day_of(facts, act), page: page.clone() });
        }
    }
    sent
}

/// The day of an act where the organisation is.
pub(crate) fn day_of(facts: &Facts<'_>, act: &Act) -> NaiveDate {
    act.at.with_timezone(&facts.zone).date_naive()
}

/// Whether an event ends the signing of `revision`, and how to say it.
fn stops(facts: &Facts<'_>, event: &Event<'_>, revision: Digest) -> Option<(Signing, String)> {
    match event {
        Event::Act(Act { deed: Deed::Void { reason }, by, .. }) => {
            Some((Signing::Void, format!("{by} withdrew the contract: {reason}")))
        }
        Event::Act(Act { deed: Deed::Decline { party, reason, told }, .. }) => {
            let known = facts.header.parties.iter().any(|known| known.name == *party);
            let who = told.as_ref().map(|told| format!(" ({}, told on {})", told.name, told.on)).unwrap_or_default();
            known.then(|| (Signing::Declined, format!("{party}{who} declined: {reason}")))
        }
        Event::Statement(statement) => {
            let refuses = statement.act == StatementAct::Decline && statement.trusted && statement.revision == revision;
            let place = refuses.then(|| place_of(&facts.header.parties, statement)).flatten();
            place.map(|_| (Signing::Declined, format!("{} declined for {}", statement.name, statement.party)))
        }
        Event::Act(_) => None,
    }
}
