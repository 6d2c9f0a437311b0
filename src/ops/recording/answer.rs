//! What an act answers: its contracts, what it made of them, and what can be done next.

use crate::error::Result;
use crate::ops::catalogue::Catalogue;
use crate::ops::dossier::Dossier;
use crate::ops::finding::show;
use crate::ops::session::Session;
use crate::report::act::{ActItem, ActReport};

/// An act's item before the state afterwards is known.
pub(in crate::ops) fn item(dossier: &Dossier, act: &str) -> ActItem {
    ActItem {
        id: dossier.id.to_string(),
        act: act.to_owned(),
        status: None,
        path: dossier.folder.clone(),
        next: Vec::new(),
    }
}

/// Fills in what an act made of its contract: the status, and what can be done next.
pub(in crate::ops) fn afterwards(session: &Session, mut report: ActReport, dossier: &Dossier) -> Result<ActReport> {
    if report.commit.is_none() {
        return Ok(report);
    }
    let after = session.again()?;
    if let Some(entry) = Catalogue::open(&after)?.in_folder(&dossier.folder)?
        && let Some(item) = report.items.first_mut()
    {
        let standing = entry.standing(&after.organisation, after.today);
        item.status = Some(standing.status().to_owned());
        item.next = show::next(&entry, &standing);
    }
    Ok(report)
}
