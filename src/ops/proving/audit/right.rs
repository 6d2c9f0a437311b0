//! Whether the policy lets a member change a path as a commit changed it: making something new, changing what is known,
//! and moving it are not the same right.
//!
//! **Invariants**: what a path takes is [`need`]'s to say; whose a contract is counts as it was before the commit, and
//! where it is new as the commit itself names its owner.

use std::collections::HashMap;

use super::need::{self, How};
use crate::contract::document;
use crate::contract::record::Record;
use crate::error::Result;
use crate::ops::session::Session;
use crate::policy::{Decision, Member, Policy, Question, Refusal, Right, Thing};
use crate::store::path::id_suffix;
use crate::store::{CommitId, Difference, Logged};

/// What a commit changes, with an eye for contracts that only lie elsewhere now.
pub struct Changes<'a> {
    session: &'a Session,
    commit: &'a Logged,
    /// Where contracts lay of which the commit takes something away, by the eight characters their folders end in.
    left: HashMap<&'a str, &'a str>,
}

/// A path before the commit: whether it, or its contract, was there, and whose it was.
struct Before {
    how: How,
    owner: Option<String>,
}

impl<'a> Changes<'a> {
    /// The changes of a commit's own.
    pub fn of(session: &'a Session, commit: &'a Logged, changes: &'a [Difference]) -> Self {
        let left = changes.iter().filter(|change| change.old.is_some()).filter_map(|change| {
            let (folder, _) = need::contract(&change.path)?;
            Some((suffix(folder)?, folder))
        });
        Self { session, commit, left: left.collect() }
    }

    /// Why the policy does not let a member make a change, or with `moved` move what lies there.
    pub fn refusal(
        &self,
        policy: &Policy,
        member: &Member,
        (change, moved): (&Difference, bool),
    ) -> Result<Option<String>> {
        let path = &change.path;
        let thing = Thing::of_path(path);
        // Administrators of a workspace change its grants, and the list of signers is made from the policy.
        if thing == Thing::Policy && path.starts_with(".clm/") && !policy.administered(member).is_empty() {
            return Ok(None);
        }
        let before = self.before(path)?;
        let mut first = None;
        for right in if moved { need::MOVING } else { need::rights(path, before.how) } {
            let question = Question::usual(*right, need::workspace(path)).on(thing);
            match policy.decide(member, &question.owned_by(before.owner.as_deref())) {
                Decision::Permit { .. } if *right == Right::Archive && !self.only_retires(change)? => {}
                Decision::Permit { .. } => return Ok(None),
                Decision::Refuse { reasons } => {
                    // Where the workspace is known no more, nothing can be said of it.
                    let known = reasons.iter().find(|reason| !matches!(reason, Refusal::UnknownWorkspace { .. }));
                    let Some(known) = known else { return Ok(None) };
                    first = first.or_else(|| Some(known.to_string()));
                }
            }
        }
        Ok(first)
    }

    fn before(&self, path: &str) -> Result<Before> {
        let store = &self.session.store;
        let Some((folder, _)) = need::contract(path) else {
            for parent in &self.commit.parents {
                if store.snapshot_at(Some(*parent))?.find(path)?.is_some() {
                    return Ok(Before { how: How::Known, owner: None });
                }
            }
            return Ok(Before { how: How::New, owner: None });
        };
        for parent in &self.commit.parents {
            if store.snapshot_at(Some(*parent))?.find(folder)?.is_some() {
                return Ok(Before { how: How::Known, owner: self.owner(*parent, folder)? });
            }
        }
        match suffix(folder).and_then(|suffix| self.left.get(suffix)).zip(self.commit.parents.first()) {
            Some((from, parent)) => {
                // Into another workspace it comes as something new.
                let how = if need::workspace(from) == need::workspace(path) { How::Known } else { How::New };
                Ok(Before { how, owner: self.owner(*parent, from)? })
            }
            None => Ok(Before { how: How::New, owner: self.owner(self.commit.commit, folder)? }),
        }
    }

    /// Whose the contract in a folder is, by its record in a commit.
    fn owner(&self, at: CommitId, folder: &str) -> Result<Option<String>> {
        let path = format!("{folder}/record.toml");
        let bytes = self.session.store.snapshot_at(Some(at))?.read(&path)?;
        Ok(bytes.and_then(|bytes| Record::parse("record.toml", &bytes).ok()).and_then(|record| record.owner))
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

fn suffix(folder: &str) -> Option<&str> {
    id_suffix(folder.rsplit('/').next()?)
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
