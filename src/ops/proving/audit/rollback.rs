//! History that lost what was verified before: rewritten, or rolled back to an older state.

use std::collections::HashSet;

use crate::error::Result;
use crate::ops::session::Session;
use crate::report::audit::AuditItem;
use crate::signature::verdict::Verdict;
use crate::store::{About, CommitId};

use super::memory::Known;
use super::of_all;

/// How many lost commits are named.
const NAMED: usize = 20;

/// The commit up to which the history is known, where it still holds it; otherwise what is missing, among `items`.
pub fn look(session: &Session, known: &Known, items: &mut Vec<AuditItem>) -> Result<Option<CommitId>> {
    // A commit whose object went cannot be looked up from HEAD's ancestors either.
    if session.store.is_ancestor(known.commit, session.head).unwrap_or(false) {
        return Ok(Some(known.commit));
    }
    let short = known.commit.short();
    let day = known.at.with_timezone(&session.organisation.time_zone).date_naive();
    items.push(of_all(
        Verdict::Broken,
        format!(
            "this history was rewritten or rolled back: on {day} you verified it up to {short} ({} commits), and it no longer \
             holds that commit",
            known.commits
        ),
    ));
    missing(session, known.commit, items)?;
    Ok(None)
}

/// The commits behind one that HEAD does not have, each named among `items` as far as they are here.
pub fn missing(session: &Session, commit: CommitId, items: &mut Vec<AuditItem>) -> Result<()> {
    let Ok(before) = session.store.log(Some(commit), About::All, usize::MAX) else {
        items.push(of_all(
            Verdict::Broken,
            "what is missing cannot be named: this clone never had it, or lost it".to_owned(),
        ));
        return Ok(());
    };
    let now: HashSet<CommitId> =
        session.store.log(Some(session.head), About::All, usize::MAX)?.iter().map(|logged| logged.commit).collect();
    let lost: Vec<_> = before.iter().filter(|logged| !now.contains(&logged.commit)).collect();
    for logged in lost.iter().take(NAMED) {
        items.push(AuditItem {
            commit: Some(logged.commit.to_string()),
            at: Some(logged.time.to_rfc3339()),
            by: Some(logged.committer.email.clone()),
            path: None,
            verdict: Verdict::Broken.word().to_owned(),
            finding: format!("missing: {}", logged.subject),
        });
    }
    if lost.len() > NAMED {
        items.push(of_all(Verdict::Broken, format!("and {} more commits are missing", lost.len() - NAMED)));
    }
    Ok(())
}
