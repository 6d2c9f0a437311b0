//! A statement that came back, recorded: the two files of the signature, the act that vouches for its key, and what it
//! came in.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::asked::Ground;
use super::check::Checked;
use super::{Request, keep};
use crate::contract::act::{Basis, Deed};
use crate::contract::lifecycle::Signing;
use crate::error::Result;
use crate::ops::agreeing::sign::paths;
use crate::ops::living::evidence;
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::deed;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::actor::Actor;
use crate::report::act::ActReport;
use crate::signature::statement::Statement;

/// Records it.
///
/// # Errors
/// When the evidence cannot be read, or the store refuses.
pub(super) fn record(
    ground: &Ground<'_>,
    actor: &Actor,
    (checked, statement): (&Checked, &Statement),
    (request, basis): (&Request<'_>, Basis),
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let super::Ground { session, dossier, .. } = ground;
    let mut change = session.change()?;
    let mut kept = BTreeMap::new();
    keep(dossier, checked, request.mail, &mut change, &mut kept)?;
    mandate(ground, request.mandate, &mut change, &mut kept)?;
    let deed = Deed::Receive {
        statement: checked.digest(),
        key: checked.key.to_string(),
        basis,
        on: request.day(session),
        note: manner.words.map(ToOwned::to_owned).filter(|words| !words.trim().is_empty()),
        evidence: kept,
    };
    let (path, signature) = paths(&dossier.folder, &statement.signer.name, checked.digest());
    change.put(&path, checked.bytes.clone())?;
    change.put(&signature, checked.armour.clone().into_bytes())?;
    deed::put(session, actor, dossier, &deed, &mut change)?;
    let entry = Entry {
        act: "receive",
        subject: recorder::naming(&dossier.title(), &dossier.id),
        contracts: vec![dossier.id.clone()],
    };
    let before = ground.entry.standing(&session.organisation, session.today).findings;
    let report = recorder::record(session, actor, change, &entry, vec![item(dossier, "receive")], manner)?;
    let mut report = afterwards(session, report, dossier)?;
    report.warnings.extend(late(ground, request));
    report.warnings.extend(uncounted(ground, &report, &before)?);
    Ok(report)
}

fn mandate(
    ground: &Ground<'_>,
    files: &[PathBuf],
    change: &mut crate::store::Change<'_>,
    kept: &mut BTreeMap<String, crate::contract::digest::Digest>,
) -> Result<()> {
    for file in files {
        let (name, bytes) = crate::ops::agreeing::executed::read(file)?;
        evidence::put(ground.dossier, &name, bytes, change, kept)?;
    }
    Ok(())
}

/// A signature after the sign-by date is kept and does not count: said, not refused.
fn late(ground: &Ground<'_>, request: &Request<'_>) -> Option<String> {
    let standing = ground.entry.standing(&ground.session.organisation, ground.session.today);
    let on = request.day(ground.session);
    let last = standing.sign_by.filter(|last| on > *last)?;
    let again = if standing.signing == Signing::Lapsed { "; `clm extend` sets a later one" } else { "" };
    Some(format!("it arrived after the sign-by date {last}: it is kept and does not count{again}"))
}

/// What the recorded signature made of the contract that was not so before: why it does not count, for instance.
fn uncounted(ground: &Ground<'_>, report: &ActReport, before: &[String]) -> Result<Vec<String>> {
    if report.commit.is_none() {
        return Ok(Vec::new());
    }
    let after = ground.session.again()?;
    let catalogue = crate::ops::catalogue::Catalogue::open(&after)?;
    let Some(entry) = catalogue.in_folder(&ground.dossier.folder)? else { return Ok(Vec::new()) };
    let findings = entry.standing(&after.organisation, after.today).findings;
    let new = findings.into_iter().filter(|finding| !before.contains(finding));
    Ok(new.filter(|finding| !finding.contains("after the last day to sign")).collect())
}
