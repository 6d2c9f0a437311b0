//! `restore`: the recorded bytes come back into work tree and index; what stood there is kept aside, never lost.

use crate::error::{Error, Kind, Result};
use crate::ops::dossier::part::{Part, within};
use crate::ops::drafting::desk::{self, Unsaved};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::aside, drafting::draft};
use crate::report::act::{ActItem, ActReport};
use crate::store::{EditKind, Edited};

/// Brings back what is recorded of some contracts. Nothing is committed.
///
/// # Errors
/// When a changed file cannot be kept aside, or the disk refuses.
pub fn restore(session: &Session, places: &[Place], manner: &Manner<'_>) -> Result<ActReport> {
    let mut report = ActReport { dry_run: manner.dry_run, ..ActReport::default() };
    let mut paths = Vec::new();
    for place in places {
        let unsaved = desk::of(session, &place.folder)?;
        let files: Vec<&Edited> = unsaved.files.iter().filter(|file| is_restored(file, &unsaved)).collect();
        if files.is_empty() {
            continue;
        }
        for file in &files {
            if !manner.dry_run {
                report.warnings.extend(set_aside(session, place, file)?);
            }
            paths.push(file.path.clone());
        }
        report.items.push(ActItem {
            id: place.id.to_string(),
            act: "restore".to_owned(),
            status: Some(draft::standing(session, place)?.status().to_owned()),
            path: place.folder.clone(),
            next: vec![format!("clm show {}", place.id)],
        });
    }
    if paths.is_empty() {
        return Ok(draft::nothing("nothing to restore: the files are as recorded"));
    }
    let files = if paths.len() == 1 { "1 file".to_owned() } else { format!("{} files", paths.len()) };
    report.subject = format!("restore: {files} as recorded");
    if !manner.dry_run {
        session.store.restore(&paths.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    Ok(report)
}

/// A new scan in `files/` is no change of anything recorded and stays.
fn is_restored(file: &Edited, unsaved: &Unsaved) -> bool {
    let part = within(&file.path, &unsaved.folder).and_then(Part::of);
    !(part == Some(Part::Attached) && file.kind == EditKind::Added)
}

/// Keeps the user's version of a file; says where.
fn set_aside(session: &Session, place: &Place, file: &Edited) -> Result<Option<String>> {
    if file.kind == EditKind::Deleted {
        return Ok(None);
    }
    let Some(bytes) = session.store.work_file(&file.path)? else {
        let message = format!("{} is no regular file of at most 64 MiB and cannot be kept aside", file.path);
        return Err(Error::new(Kind::InvalidContent, "unsafe-file", message)
            .hint("move it out of the repository, then repeat the command")
            .about(file.path.clone()));
    };
    let name = within(&file.path, &place.folder).unwrap_or("contract.md");
    let kept = match name {
        "contract.md" => format!("{}.md", place.id),
        other => format!("{}-{}", place.id, other.replace('/', "-")),
    };
    let path = aside::keep(session, &kept, &bytes)?;
    Ok(Some(format!("your version of {name} is kept in {}", aside::shown(session, &path))))
}
