//! Whether the policy lets a member change a path as a commit changed it: making something new, changing what is known,
//! and moving it are not the same right.
//!
//! **Invariants**: what a path takes is [`need`]'s to say; whose a contract is counts as it was before the commit, and
//! where it is new as the commit itself names its owner.

use std::collections::HashMap;

use super::need::{self, How};
use crate::contract::act::{Act, Deed};
use crate::contract::document;
use crate::error::Result;
use crate::ops::dossier::part::Part;
use crate::ops::recording::deed;
use crate::ops::session::Session;
use crate::ops::setup::init::ALLOWED_SIGNERS;
use crate::policy::{self, Decision, Member, Policy, Question, Refusal, Right, Thing};
use crate::store::path::folder_suffix;
use crate::store::{CommitId, Difference, Logged};

/// What a commit changes, with an eye for contracts that only lie elsewhere now.
pub struct Permits<'a> {
    session: &'a Session,
    commit: &'a Logged,
    changes: &'a [Difference],
    /// Where contracts lay of which the commit takes something away, by the eight characters their folders end in.
    left: HashMap<&'a str, &'a str>,
}

/// A path before the commit: whether it, or its contract, was there, and where its record is read to say whose it was.
struct Before {
    how: How,
    record: (CommitId, String),
}

impl<'a> Permits<'a> {
    /// Of the changes of a commit's own.
    pub fn of(session: &'a Session, commit: &'a Logged, changes: &'a [Difference]) -> Self {
        let left = changes.iter().filter(|change| change.old.is_some()).filter_map(|change| {
            let (folder, _) = need::contract(&change.path)?;
            Some((folder_suffix(folder)?, folder))
        });
        Self { session, commit, changes, left: left.collect() }
    }

    /// Why the policy does not let a member make a change, or with `moved` move what lies there.
    pub fn refusal(
        &self,
        policy: &Policy,
        member: &Member,
        (change, moved): (&Difference, bool),
    ) -> Result<Option<String>> {
        let path = change.path.as_str();
        // The list of signers is made from the policy, also by those who may change only the grants of a workspace.
        if path == ALLOWED_SIGNERS && !policy.administered(member).is_empty() && self.is_generated()? {
            return Ok(None);
        }
        let before = self.before(path)?;
        let mut first = None;
        for right in if moved { need::MOVING } else { need::rights(path, before.how) } {
            let question = Question::usual(*right, need::place(policy, path)).on(Thing::of_path(path));
            let mut decision = policy.decide(member, &question);
            if matches!(&decision, Decision::Refuse { reasons } if reasons.iter().any(is_not_own)) {
                // Whose it was costs a look into the past, and matters only where something is given about own contracts.
                let (commit, folder) = &before.record;
                let owner = deed::owner_at(self.session, *commit, folder)?;
                decision = policy.decide(member, &question.owned_by(owner.as_deref()));
            }
            match decision {
                Decision::Permit { .. } if *right == Right::Archive && !self.only_retires(change)? => {}
                Decision::Permit { .. } if *right == Right::Record && !moved && !self.records(path)? => {}
                Decision::Permit { .. } => return Ok(None),
                Decision::Refuse { reasons } => first = first.or_else(|| reasons.first().map(ToString::to_string)),
            }
        }
        Ok(first)
    }

    fn before(&self, path: &str) -> Result<Before> {
        let store = &self.session.store;
        // Of a contract all files count as one; anything else stands by itself, and is nobody's own.
        let place = need::contract(path).map_or(path, |(folder, _)| folder);
        for parent in &self.commit.parents {
            if store.snapshot_at(Some(*parent))?.find(place)?.is_some() {
                return Ok(Before { how: How::Known, record: (*parent, place.to_owned()) });
            }
        }
        let from = folder_suffix(place).and_then(|suffix| self.left.get(suffix)).zip(self.commit.parents.first());
        if let Some((from, parent)) = from {
            // Into another workspace it comes as something new.
            let how = if need::workspace(from) == need::workspace(path) { How::Known } else { How::New };
            return Ok(Before { how, record: (*parent, (*from).to_owned()) });
        }
        Ok(Before { how: How::New, record: (self.commit.commit, place.to_owned()) })
    }

    /// Whether the list of signers in the commit is the one that its policy makes.
    fn is_generated(&self) -> Result<bool> {
        let mut snapshot = self.session.store.snapshot_at(Some(self.commit.commit))?;
        let (text, signers) = (snapshot.read(policy::FILE)?, snapshot.read(ALLOWED_SIGNERS)?);
        let policy = text.and_then(|text| Policy::parse(&String::from_utf8(text).ok()?).ok());
        let made = policy.and_then(|policy| policy.allowed_signers().ok()).map(String::into_bytes);
        Ok(made.is_some() && made == signers)
    }

    /// Whether what is written there goes with an act that the right to record is for: what is brought in, corrected, or
    /// taken back. Drafting is another right.
    fn records(&self, path: &str) -> Result<bool> {
        let Some((folder, name)) = need::contract(path) else { return Ok(true) };
        if !matches!(Part::of(name), Some(Part::Text | Part::Record)) {
            return Ok(true);
        }
        let snapshot = self.session.store.snapshot_at(Some(self.commit.commit))?;
        for change in self.changes {
            let Some((_, new)) = need::contract(&change.path)
                .filter(|(other, name)| *other == folder && name.starts_with("acts/"))
                .zip(change.new)
            else {
                continue;
            };
            let act = Act::parse(&change.path, &snapshot.blob(new.id)?);
            if act.is_ok_and(|act| matches!(act.deed, Deed::Executed { .. } | Deed::Correct { .. } | Deed::Undo { .. }))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a template's mark of being retired is all that changed.
    fn only_retires(&self, change: &Difference) -> Result<bool> {
        let (Some(old), Some(new)) = (change.old, change.new) else { return Ok(false) };
        let snapshot = self.session.store.snapshot_at(Some(self.commit.commit))?;
        let (old, new) = (snapshot.blob(old.id)?, snapshot.blob(new.id)?);
        let unmarked = unmarked(&old);
        Ok(unmarked.is_some() && unmarked == self::unmarked(&new))
    }
}

const fn is_not_own(reason: &Refusal) -> bool {
    matches!(reason, Refusal::NotOwn { .. })
}

/// A template without its mark of being retired: what its head says, and its body.
fn unmarked(bytes: &[u8]) -> Option<(toml::Table, String)> {
    let split = document::split("template", bytes).ok()?;
    let mut head: toml::Table = split.front_matter().parse().ok()?;
    if let Some(toml::Value::Table(about)) = head.get_mut("template") {
        about.remove("retired");
        about.remove("retired_on");
    }
    Some((head, split.body().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::unmarked;

    #[test]
    fn a_mark_is_all_that_may_differ() {
        let of = |head: &str, body: &str| unmarked(format!("+++\n{head}+++\n{body}").as_bytes());
        let plain = of("title = \"a\"\n[template]\ntitle = \"t\"\n", "x\n");
        assert!(plain.is_some());
        let marked =
            of("title = \"a\"\n[template]\ntitle = \"t\"\nretired = \"old\"\nretired_on = 2026-11-24\n", "x\n");
        assert_eq!(plain, marked);
        for other in [
            of("title = \"a\"\n[template]\ntitle = \"t\"\nretired = \"old\"\n", "y\n"),
            of("title = \"b\"\n[template]\ntitle = \"t\"\nretired = \"old\"\n", "x\n"),
            of("title = \"a\"\nretired = \"old\"\n[template]\ntitle = \"t\"\n", "x\n"),
            unmarked(b"no head\n"),
        ] {
            assert_ne!(plain, other);
        }
    }
}
