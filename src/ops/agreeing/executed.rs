//! `executed`: a contract was executed on paper or on another platform; its evidence is kept and named by digest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::contract::act::{Deed, Way};
use crate::contract::digest::Digest;
use crate::contract::name::{is_safe_name, slug};
use crate::error::{Error, Kind, Result};
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::deed;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, drafting::examine};
use crate::policy::Right;
use crate::report::act::ActReport;

/// How and when it was executed, and what shows it.
#[derive(Debug, Clone)]
pub struct ExecutedRequest<'a> {
    /// The day.
    pub on: NaiveDate,
    /// On paper, or elsewhere and where.
    pub way: Way,
    /// Files that show it.
    pub evidence: &'a [PathBuf],
}

/// Records the execution.
///
/// # Errors
/// When the text is not fit, the state or the policy does not allow it, or the evidence cannot be read.
pub fn executed(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &ExecutedRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    actor.must_have_on(session, Right::Record, &dossier)?;
    draft::must_be_saved(session, place)?;
    draft::readable(&dossier)?;
    let standing = draft::standing(session, place)?;
    use crate::contract::lifecycle::Signing;
    if !matches!(
        standing.signing,
        Signing::Draft | Signing::Review | Signing::Approved | Signing::Pending | Signing::Lapsed
    ) {
        return Err(Error::new(
            Kind::Refused,
            "not-executable",
            format!("{} is {}", place.id, standing.signing.word()),
        )
        .hint(format!("`clm show {}` says how it came to that", place.id))
        .about(place.id.to_string()));
    }
    if request.on > session.now.date_naive() {
        return Err(Error::new(Kind::Usage, "future-date", format!("{} is still to come", request.on))
            .hint("--on is the day it was executed; a later start belongs into [term]"));
    }
    examine::must_be_signable(&dossier, &session.organisation.calendars)?;
    let mut change = session.change()?;
    let mut evidence = BTreeMap::new();
    for path in request.evidence {
        let (name, bytes) = read(path)?;
        let taken = |name: &String| evidence.contains_key(name) || dossier.files.contains(&format!("files/{name}"));
        let name = free_name(name, &taken);
        evidence.insert(name.clone(), Digest::of(&bytes));
        change.put(&format!("{}/files/{name}", dossier.folder), bytes)?;
    }
    let Way { how, platform } = request.way.clone();
    let deed = Deed::Executed { revision: dossier.revision, on: request.on, how, platform, evidence };
    deed::put(session, actor, &dossier, &deed, &mut change)?;
    let entry = Entry {
        act: "executed",
        subject: recorder::naming(&dossier.title(), &dossier.id),
        contracts: vec![dossier.id.clone()],
    };
    let report = recorder::record(session, actor, change, &entry, vec![item(&dossier, "executed")], manner)?;
    afterwards(session, report, &dossier)
}

/// A file of evidence under a name that is safe in the tree.
pub(in crate::ops) fn read(path: &Path) -> Result<(String, Vec<u8>)> {
    let bytes = std::fs::read(path).map_err(|fault| {
        Error::new(Kind::InvalidContent, "evidence", format!("the evidence {} cannot be read: {fault}", path.display()))
            .hint("--evidence takes a file")
    })?;
    if bytes.is_empty() {
        return Err(Error::new(Kind::InvalidContent, "evidence", format!("the evidence {} is empty", path.display()))
            .hint("give the scan, or the file the platform issued"));
    }
    Ok((safe_name(path), bytes))
}

/// The file's own name, made safe: `Signed NDA (1).pdf` becomes `signed-nda-1.pdf`.
#[must_use]
pub fn safe_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    if is_safe_name(&name) && !name.starts_with('-') && !name.ends_with('.') {
        return name;
    }
    let stem = slug(&path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default());
    let extension =
        path.extension().map(|extension| slug(&extension.to_string_lossy())).filter(|text| text != "contract");
    extension.map_or(stem.clone(), |extension| format!("{stem}.{extension}"))
}

/// The name, numbered where it is taken: `scan.pdf`, `scan-2.pdf`.
#[must_use]
pub fn free_name(name: String, taken: &dyn Fn(&String) -> bool) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) => (stem.to_owned(), format!(".{extension}")),
        None => (name.clone(), String::new()),
    };
    let numbered = (2_usize..).map(|number| format!("{stem}-{number}{extension}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{free_name, safe_name};

    #[test]
    fn a_taken_name_is_numbered() {
        let taken = |name: &String| ["scan.pdf", "scan-2.pdf", "x"].contains(&name.as_str());
        assert_eq!(free_name("scan.pdf".to_owned(), &taken), "scan-3.pdf");
        assert_eq!(free_name("x".to_owned(), &taken), "x-2");
        assert_eq!(free_name("free.pdf".to_owned(), &taken), "free.pdf");
    }

    #[test]
    fn a_file_keeps_a_name_people_recognise() {
        assert_eq!(safe_name(Path::new("/tmp/scan.pdf")), "scan.pdf");
        assert_eq!(safe_name(Path::new("Signed NDA (1).PDF")), "signed-nda-1.pdf");
        assert_eq!(safe_name(Path::new("-rf.txt")), "rf.txt");
        assert_eq!(safe_name(Path::new("x.")), "x");
        assert_eq!(safe_name(Path::new("Kjøpsavtale – Ås.txt")), "kjopsavtale-as.txt");
    }
}
