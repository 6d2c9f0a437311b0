//! Whether the library can be drawn from, and whether contracts hold what their templates assert.

use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::paper::template::{self, Versions};
use crate::ops::session::Session;
use crate::report::check::CheckItem;
use crate::store::Snapshot;

/// Findings about all templates and clauses, in the work tree where they differ from what is recorded.
pub fn all(session: &Session) -> Result<Vec<CheckItem>> {
    Ok(template::check(session, &[], None)?.items)
}

/// Whether the other side's file that a draft was made of is still there as it came.
pub fn original(snapshot: &mut Snapshot<'_>, dossier: &Dossier) -> Result<Option<CheckItem>> {
    let Some(origin) = &dossier.record.origin else { return Ok(None) };
    let file = format!("{}/files/{}", dossier.folder, origin.file);
    let message = match snapshot.read(&file)? {
        Some(bytes) if Digest::of(&bytes) == origin.digest => return Ok(None),
        Some(_) => "it is not the file any more that the draft was made of, as record.toml has its digest",
        None => "the file that the draft was made of is gone",
    };
    Ok(Some(CheckItem {
        file,
        line: 0,
        column: 0,
        severity: "error".to_owned(),
        code: "original".to_owned(),
        message: message.to_owned(),
        id: Some(dossier.id.to_string()),
        recordable: true,
    }))
}

/// Assertions of the template a contract was drawn from, as it was then, that its present text does not hold.
pub fn asserted(versions: &mut Versions<'_>, dossier: &Dossier) -> Result<Vec<CheckItem>> {
    let (Some(origin), Ok(document)) = (&dossier.record.template, &dossier.document) else { return Ok(Vec::new()) };
    let id = dossier.id.to_string();
    let file = format!("{}/contract.md", dossier.folder);
    let Some(template) = versions.recorded(origin)? else {
        return Ok(vec![CheckItem {
            file: format!("{}/record.toml", dossier.folder),
            line: 0,
            column: 0,
            severity: "warning".to_owned(),
            code: "unknown-template".to_owned(),
            message: format!(
                "no commit has the text of {} it was drawn from, so its assertions are not judged",
                origin.name
            ),
            id: Some(id),
            recordable: true,
        }]);
    };
    let mut items = template::failures(template, &file, document);
    items.iter_mut().for_each(|item| item.id = Some(id.clone()));
    Ok(items)
}
