//! Our text against the wording the other side asks for, hunks counted so that each can be taken over by its number.

use std::collections::BTreeMap;

use super::sides::{self, Side};
use super::texts;
use crate::error::Result;
use crate::ops::agreeing::proposal;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::report::diff::ContractDiff;

pub(super) fn diff(session: &Session, place: &Place, name: Option<&str>) -> Result<ContractDiff> {
    let dossier = session.dossier(place)?;
    let held = proposal::hold(session, place, &dossier, name)?;
    let side = |what: String, text: Vec<u8>| {
        let files = BTreeMap::from([(sides::TEXT.to_owned(), text)]);
        Side { what, commit: Some(session.head.to_string()), files }
    };
    let from = &held.proposal.from;
    let theirs = format!("asked for by {} for {}, {}", from.name, from.party, proposal::short(&held.proposal.name));
    let (asked, left) = held.changes;
    let (old, new) = (side("ours".to_owned(), held.ours), side(theirs, held.theirs));
    let mut report = super::empty(place, &old, &new);
    // Both sides are the agreement with its annexes, of which these are the texts alone: their digests would mislead.
    (report.old.revision, report.new.revision) = (Some(dossier.revision.to_string()), None);
    texts(&mut report, &old, &new);
    report.hunks.iter_mut().zip(1..).for_each(|(hunk, number)| hunk.number = Some(number));
    if left < asked {
        let gone = asked.saturating_sub(left);
        report.notes.push(format!("{gone} of {asked} changes are about words our text does not have any more"));
    }
    Ok(report.settled())
}
