//! Which acts count: those that entered history in a commit signed by their author, who might do such a thing there.

use super::past::Past;
use crate::contract::act::{Act, Deed};
use crate::error::Result;
use crate::ops::dossier::{ActFile, Dossier};
use crate::ops::recording::deed;
use crate::ops::session::Session;
use crate::ops::session::signature::{self, Signature};
use crate::policy::MemberKey;
use crate::signature::verdict::Verdict;

/// The acts of a contract that count; the others become findings.
pub fn entered(
    session: &Session,
    past: &Past<'_>,
    dossier: &Dossier,
    findings: &mut Vec<(Verdict, String)>,
) -> Result<Vec<Act>> {
    let mut acts = Vec::with_capacity(dossier.acts.len());
    for file in &dossier.acts {
        match flaw(session, past, dossier, file)? {
            None => acts.push(file.act.clone()),
            // Where history is missing, what cannot be found is not a fault of the act.
            Some(flaw) => {
                let verdict = if past.is_shallow() { Verdict::Untrusted } else { Verdict::Invalid };
                findings.push((verdict, format!("{}: {flaw}", file.file)));
            }
        }
    }
    Ok(acts)
}

/// Why an act does not count.
fn flaw(session: &Session, past: &Past<'_>, dossier: &Dossier, file: &ActFile) -> Result<Option<String>> {
    let Some((commit, path)) = past.entered(dossier, &file.file)? else {
        return Ok(Some("the place where it entered history was not found".to_owned()));
    };
    let Some(policy) = past.policy_before(commit)? else {
        return Ok(Some(format!("no readable policy ruled where it entered history ({})", commit.short())));
    };
    let key = match signature::of(&session.store, commit) {
        Signature::By(key) => key,
        Signature::None => {
            return Ok(Some(format!("it entered history in the unsigned commit {}", commit.short())));
        }
        Signature::Malformed(fault) => return Ok(Some(format!("it entered history in {}: {fault}", commit.short()))),
        Signature::Defective(defect) => {
            return Ok(Some(format!("the commit {} that brought it: {defect}", commit.short())));
        }
    };
    let holder = policy.holder(&key);
    let author = holder.map(|(member, _)| member.email.as_str());
    let by = file.act.by.as_str();
    if let Some((_, held)) = holder.filter(|(_, held)| !was_good(held, file, session)) {
        let window = held.until.map_or_else(|| format!("from {}", held.from), |until| format!("until {until}"));
        return Ok(Some(format!(
            "the commit {} that brought it is signed by a key that was good only {window}",
            commit.short()
        )));
    }
    let revoked = session.policy.revoked_since(&key).filter(|since| file.act.at.to_utc() > *since);
    if let Some(since) = revoked {
        return Ok(Some(format!(
            "the commit {} that brought it is signed by a key that may be in other hands since {since}",
            commit.short()
        )));
    }
    let refused = || {
        let (member, _) = holder?;
        let owner = || deed::owner_before(session, commit, &path);
        deed::refusal(&policy, member, (dossier, &file.act), &path, owner)
            .map(|reason| format!("who recorded it in {} had no right to: {reason}", commit.short()))
    };
    Ok(match author {
        Some(author) if author == by => match refused() {
            None if matches!(file.act.deed, Deed::Approve { .. }) => {
                // By the text that was there to be approved: what they wrote of it later is another text.
                let wrote = past.authorship()?.had_written(session, dossier.id.suffix(), by, commit)?;
                wrote.then(|| format!("{by} wrote some of the text, and nobody approves a contract of their own"))
            }
            refused => refused,
        },
        Some(author) => {
            Some(format!("it says it is by {by}, but {author} signed the commit {} that brought it", commit.short()))
        }
        None => Some(format!("the commit {} that brought it is signed by no member's key", commit.short())),
    })
}

/// Whether a key was good when the act says it was done. A key that had ended where the act entered history, and has now,
/// may have been used after its end with an older date.
fn was_good(held: &MemberKey, file: &ActFile, session: &Session) -> bool {
    held.is_good(file.act.at.to_utc()) && held.until.is_none_or(|until| session.now.to_utc() <= until)
}
