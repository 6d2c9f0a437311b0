//! Contracts that an agreement names and that live in another repository since a workspace moved out.

use crate::error::Result;
use crate::ops::catalogue::Catalogue;
use crate::ops::dossier::{Dossier, departed};
use crate::ops::session::Session;
use crate::report::check::CheckItem;

/// One warning for each of them.
pub fn of(session: &Session, dossier: &Dossier) -> Result<Vec<CheckItem>> {
    let Some(header) = dossier.header() else { return Ok(Vec::new()) };
    let named = [
        ("amends", &header.amends),
        ("renews", &header.renews),
        ("supersedes", &header.supersedes),
        ("under", &header.under),
    ];
    let mut items = Vec::new();
    for (how, link) in named.into_iter().filter_map(|(how, link)| Some((how, link.as_ref()?))) {
        if Catalogue::open(session)?.exactly(link.id.as_str()).is_some() {
            continue;
        }
        let Some(elsewhere) = departed::elsewhere(session, &link.id)? else { continue };
        items.push(CheckItem {
            file: format!("{}/contract.md", dossier.folder),
            line: 0,
            column: 0,
            severity: "warning".to_owned(),
            code: "elsewhere".to_owned(),
            message: format!("[{how}] names {}, which {elsewhere}", link.id),
            id: Some(dossier.id.to_string()),
            recordable: true,
        });
    }
    Ok(items)
}
