//! `undo`: what was done is taken back by a further commit, also after a push.
//!
//! An act is taken back by an `undo` act that names it; what has no act by the inverse of its commit, where nothing it
//! touched has changed since. **Invariants**: history is never rewritten; no act's file is deleted; what was signed or
//! received stays; nothing becomes broken that was not.

mod acts;
mod contract;
mod effect;
mod find;
mod house;

use chrono::{DateTime, FixedOffset};

use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Catalogue;
use crate::ops::drafting::draft;
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::report::act::{ActItem, ActReport};
use crate::store::{Change, CommitId, Logged, Snapshot, StoreError};
use effect::Effect;
pub use find::{Wanted, find};

/// The commit that is to be undone.
#[derive(Debug, Clone)]
pub struct Meant {
    logged: Logged,
    exactly: bool,
}

impl Meant {
    fn new(logged: Logged, named: bool) -> Self {
        Self { logged, exactly: named }
    }

    /// Whether the person named this very thing, so that nothing is left to ask.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.exactly
    }

    /// Whether it is an undoing, which is to be done again.
    #[must_use]
    pub fn is_redo(&self) -> bool {
        find::act(&self.logged) == Some("undo")
    }

    /// What was done.
    fn subject(&self) -> &str {
        let subject = self.logged.subject.as_str();
        if self.is_redo() { subject.trim_start_matches("undo: ") } else { subject }
    }

    /// `tag: Mutual NDA with Acme AS (nda-7k2m9qxt), 5 minutes ago, by A Signer <signer@northwind.example>`.
    #[must_use]
    pub fn in_words(&self, session: &Session) -> String {
        let Logged { author, time, .. } = &self.logged;
        let undone = if self.is_redo() { "undone " } else { "" };
        format!("{}, {undone}{}, by {} <{}>", self.subject(), age(*time, session.now), author.name, author.email)
    }
}

fn age(then: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let past = now - then;
    let count = |n: i64, noun: &str| if n == 1 { format!("1 {noun} ago") } else { format!("{n} {noun}s ago") };
    match (past.num_days(), past.num_hours(), past.num_minutes()) {
        (1.., _, _) => count(past.num_days(), "day"),
        (_, 1.., _) => count(past.num_hours(), "hour"),
        (_, _, 1..) => count(past.num_minutes(), "minute"),
        _ => "just now".to_owned(),
    }
}

/// What an undoing is made of while it is worked out.
struct Undoing<'a> {
    session: &'a Session,
    actor: &'a Actor,
    catalogue: &'a Catalogue<'a>,
    snapshot: Snapshot<'a>,
    change: Change<'a>,
    items: Vec<ActItem>,
    contracts: Vec<ContractId>,
    warnings: Vec<String>,
}

/// Takes a commit back.
///
/// # Errors
/// When it is a merge, the first commit or none of clm's; when it was signed or received, or taken back already; when
/// something it touched has changed since; when the policy does not allow it.
pub fn undo(session: &Session, actor: &Actor, meant: &Meant, manner: &Manner<'_>) -> Result<ActReport> {
    let logged = &meant.logged;
    must_be_on_a_branch(session)?;
    let parent = must_be_ours(session, logged)?;
    let effect = Effect::read(session, parent, logged.commit)?;
    let catalogue = Catalogue::open(session)?;
    let change = house::begin(session, actor, &effect, &original(session, logged)?)?;
    let mut undoing = Undoing {
        session,
        actor,
        catalogue: &catalogue,
        snapshot: session.snapshot()?,
        change,
        items: Vec::new(),
        contracts: Vec::new(),
        warnings: Vec::new(),
    };
    house::take_back(&mut undoing, &effect)?;
    for touched in &effect.contracts {
        contract::take_back(&mut undoing, touched)?;
    }
    let Undoing { change, mut items, contracts, warnings, .. } = undoing;
    let word = if meant.is_redo() { "redo" } else { "undo" };
    items.iter_mut().for_each(|item| word.clone_into(&mut item.act));
    let line = format!("takes back {} of {}", logged.commit.short(), logged.author.email);
    let account = Account { lines: vec![line], undoes: vec![logged.commit] };
    let entry = Entry { act: word, subject: meant.subject().to_owned(), contracts };
    let report = recorder::record_telling(session, actor, change, &entry, items, manner, &account)?;
    let mut report = draft::settle(session, report)?;
    report.warnings.extend(warnings);
    Ok(report)
}

fn must_be_on_a_branch(session: &Session) -> Result<()> {
    match session.store.head()?.branch {
        Some(_) => Ok(()),
        None => Err(StoreError::Detached.into()),
    }
}

/// The parent of a commit that clm made and nobody took back.
fn must_be_ours(session: &Session, logged: &Logged) -> Result<CommitId> {
    let name = logged.commit.short();
    let refused = |code, message: String, hint: String| {
        Err(Error::new(Kind::Refused, code, message).hint(hint).about(logged.commit.to_string()))
    };
    let parent = match logged.parents.as_slice() {
        [parent] => *parent,
        [] => return refused("first-commit", format!("{name} founded the repository"), founded()),
        _ => {
            let message = format!("{name} is a merge: it joins what several people did");
            return refused(
                "merge",
                message,
                "undo what it brought, commit by commit: `clm log` shows them".to_owned(),
            );
        }
    };
    match find::act(logged) {
        Some("init") => return refused("first-commit", format!("{name} founded the repository"), founded()),
        Some(_) => {}
        None => {
            let message = format!("{name} ({}) was not made by clm", logged.subject);
            return refused(
                "plain-commit",
                message,
                format!("`git revert {name}` takes it back; `clm log` shows the rest"),
            );
        }
    }
    if let Some(later) = find::taken_back_by(session, logged.commit)? {
        let message = format!("{name} was taken back already, by {}", later.author.email);
        return refused("undone", message, format!("`clm undo {}` does it again", later.commit.short()));
    }
    Ok(parent)
}

fn founded() -> String {
    "there is nothing before it; remove the folder if it was a mistake".to_owned()
}

/// The act that was done first, through undoing and doing again.
fn original(session: &Session, logged: &Logged) -> Result<String> {
    let mut logged = logged.clone();
    for _ in 0..64 {
        let word = find::act(&logged).unwrap_or_default().to_owned();
        let taken_back = find::undoes(&logged).next();
        match taken_back.filter(|_| find::is_undoing(&word)) {
            Some(commit) => logged = session.store.logged(commit)?,
            None => return Ok(word),
        }
    }
    Ok(String::new())
}

/// Something that was touched is not what it was made to be.
fn changed_since(path: &str, what: &str) -> Error {
    Error::new(Kind::Busy, "changed-since", format!("{path} {what} since"))
        .hint("undo what came later first (`clm log` shows it), or set it right with a new change")
        .about(path)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::age;

    #[test]
    fn an_age_is_told_in_the_largest_unit_that_fits() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        for (then, words) in [
            ("2026-11-24T11:59:30Z", "just now"),
            ("2026-11-24T12:30:00Z", "just now"),
            ("2026-11-24T11:59:00Z", "1 minute ago"),
            ("2026-11-24T09:00:00+01:00", "4 hours ago"),
            ("2026-11-23T11:00:00Z", "1 day ago"),
            ("2025-11-24T12:00:00Z", "365 days ago"),
        ] {
            assert_eq!(age(at(then), at("2026-11-24T12:00:00Z")), words, "{then}");
        }
    }
}
