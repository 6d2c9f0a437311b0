//! `reopen --with`: wording the other side asked for becomes ours, wholly or hunk by hunk, in one signed commit that also
//! reopens a text that was frozen.
//!
//! **Invariant**: what is taken over is what `diff --proposal` shows, in its order; nothing else of the text changes.

use super::proposal::{self, Held};
use super::reopen::Reopening;
use crate::contract::compare::Hunk;
use crate::contract::lifecycle::Signing;
use crate::error::{Error, Kind, Result};
use crate::ops::drafting::{draft, edit, examine};
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActReport, Outcome};

/// Which proposal, and which of its hunks; all of them where none is named.
#[derive(Debug, Clone, Copy)]
pub struct With<'a> {
    /// The proposal's name, or its beginning.
    pub name: &'a str,
    /// Numbers of hunks, from 1, as `diff --proposal` counts them.
    pub hunks: &'a [usize],
}

/// Takes wording over.
///
/// # Errors
/// When there is no such proposal or hunk, nothing of it is left to take, or the text may not change.
pub fn take_over(
    session: &Session,
    actor: &Actor,
    place: &Place,
    with: With<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    actor.must_have(session, Right::Draft, Some(dossier.workspace()))?;
    draft::must_be_saved(session, place)?;
    let frozen =
        !matches!(draft::standing(session, place)?.signing, Signing::Draft | Signing::Review | Signing::Approved);
    let reopening = if frozen { Some(Reopening::open(session, actor, place, manner.words)?) } else { None };
    let held = proposal::hold(session, place, &dossier, Some(with.name))?;
    let chosen = chosen(place, &held, with.hunks)?;
    let text = proposal::with_hunks(&held, &chosen);
    let path = format!("{}/contract.md", place.folder);
    if let Some(error) =
        examine::refusal("their wording cannot be recorded", &edit::faults(&path, &text, Some(&place.id)))
    {
        return Err(error.hint(format!("take over other hunks, or edit with `clm edit {}`", place.id)));
    }
    let mut change = session.change()?;
    change.put(&path, text)?;
    if let Some(reopening) = &reopening {
        reopening.put(session, actor, &mut change)?;
    }
    let act = if frozen { "reopen" } else { "edit" };
    let from = format!("{} for {}", held.proposal.from.name, held.proposal.from.party);
    let entry = Entry {
        act,
        subject: format!("{} with wording of {from}", recorder::naming(&dossier.title(), &place.id)),
        contracts: vec![place.id.clone()],
    };
    let account = Account { lines: told(&held, &chosen), ..Account::default() };
    let report = recorder::record_telling(session, actor, change, &entry, vec![item(&dossier, act)], manner, &account)?;
    let mut report = draft::settle(session, report)?;
    let mut outcome = reopening.map(|reopening| reopening.outcome(session)).unwrap_or_default();
    outcome.why.insert(0, took(&held, chosen.len()));
    report.outcome = Some(Outcome { says: says(&outcome), ..outcome });
    Ok(report)
}

fn says(outcome: &Outcome) -> String {
    if outcome.says.is_empty() { "their wording is ours".to_owned() } else { outcome.says.clone() }
}

/// The hunks named, each once, in the order of the text.
fn chosen(place: &Place, held: &Held, numbers: &[usize]) -> Result<Vec<Hunk>> {
    let hunks = proposal::hunks(held);
    let id = &place.id;
    if hunks.is_empty() {
        return Err(Error::new(Kind::Refused, "nothing-left", "our text has no words left that they ask to change")
            .hint(format!("it was taken over already, or those clauses were rewritten: `clm log {id}`"))
            .about(id.to_string()));
    }
    if let Some(wrong) = numbers.iter().find(|number| **number == 0 || **number > hunks.len()) {
        let message = format!("there is no hunk {wrong}: they ask for {} changes", hunks.len());
        return Err(Error::new(Kind::NotFound, "no-such-hunk", message)
            .hint(format!("`clm diff {id} --proposal {}` numbers them", proposal::short(&held.proposal.name)))
            .about(id.to_string()));
    }
    let wanted = |number: usize| numbers.is_empty() || numbers.contains(&number);
    Ok(hunks.into_iter().zip(1..).filter(|(_, number)| wanted(*number)).map(|(hunk, _)| hunk).collect())
}

/// One line a hunk, for the log.
fn told(held: &Held, chosen: &[Hunk]) -> Vec<String> {
    let hunk =
        |hunk: &Hunk| format!("takes over: {}", hunk.clause.as_deref().unwrap_or("the text before the first clause"));
    let from = format!("from: files/{}", held.proposal.name);
    chosen.iter().map(hunk).chain([from]).collect()
}

fn took(held: &Held, chosen: usize) -> String {
    let all = proposal::hunks(held).len();
    let (asked, left) = held.changes;
    let mut words = if chosen == all {
        format!("All they ask for is taken over, {chosen} in number.")
    } else {
        format!("{chosen} of {all} changes are taken over; tell them why the others are not.")
    };
    if left < asked {
        words.push_str(&format!(
            " {} more of their changes are about words our text does not have any more.",
            asked.saturating_sub(left)
        ));
    }
    words
}
