//! `verify FILE.zip`: a bundle judged by what is in it and by the keys whoever asks knows; no repository is needed.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::error::{Error, Kind, Result};
use crate::ops::proving::container;
use crate::ops::proving::verify::signature::{Outcome, told};
use crate::report::verify::{BundleItem, SignatureItem, VerifyItem, VerifyReport};
use crate::signature::bundle::{Files, Judged, MANIFEST, MOST_BYTES, MOST_FILES, Said, is_place, judge};
use crate::signature::verdict::Verdict;

/// What an archive may be larger than its files.
const FRAME: u64 = 32 << 20;

/// Whether a name on the command line is that of a bundle: a zip archive, or a folder one was unpacked into.
#[must_use]
pub fn is_bundle(path: &Path) -> bool {
    let named = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    named || path.join(MANIFEST).is_file()
}

/// Judges the bundle at `path`, called `shown`. `trusted` are fingerprints known from elsewhere.
///
/// # Errors
/// When it cannot be read at all. A bad verdict is an answer, not an error.
pub fn verify(path: &Path, shown: &str, trusted: &[String], now: DateTime<Utc>) -> Result<VerifyReport> {
    let item = match read(path, shown)? {
        Ok((files, repacked)) => item(judge(&files, trusted, now), shown, repacked),
        Err(fault) => refused(shown, fault),
    };
    Ok(VerifyReport { commit: String::new(), items: vec![item], findings: Vec::new(), all: false })
}

/// The files and whether another tool packed them, or why they are not taken.
type Opened = std::result::Result<(Files, bool), String>;

fn read(path: &Path, shown: &str) -> Result<Opened> {
    let unreadable = |fault: std::io::Error| {
        let kind = if fault.kind() == std::io::ErrorKind::NotFound { Kind::NotFound } else { Kind::Failed };
        Error::new(kind, "no-such-bundle", format!("the bundle {shown} cannot be read: {fault}"))
            .hint("name the archive that `clm bundle` wrote, or the folder it was unpacked into")
            .about(shown)
    };
    let meta = path.metadata().map_err(unreadable)?;
    if meta.is_dir() {
        return folder(path).map_err(unreadable);
    }
    // A pipe or a device would have us wait, or read for ever.
    if !meta.is_file() {
        return Ok(Err("it is neither a file nor a folder".to_owned()));
    }
    if meta.len() > MOST_BYTES.saturating_add(FRAME) {
        return Ok(Err(format!("it has {} bytes; at most {} MiB of files are read", meta.len(), MOST_BYTES >> 20)));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    Ok(container::read(&bytes).map(|read| (read.files, !read.as_written)).map_err(|fault| fault.to_string()))
}

/// An unpacked bundle: plain files only, within the same bounds.
fn folder(path: &Path) -> std::io::Result<Opened> {
    let mut files = Files::new();
    let (mut left, mut folders) = (MOST_BYTES, vec![(path.to_path_buf(), String::new())]);
    while let Some((folder, prefix)) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type()?;
            if !is_place(&name) {
                return Ok(Err(format!("{name:?}: a file of a bundle has no such name")));
            } else if kind.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
                continue;
            } else if !kind.is_file() {
                return Ok(Err(format!("{name:?}: it is no plain file, but a link or something else")));
            }
            let Some(rest) = left.checked_sub(entry.metadata()?.len()).filter(|_| files.len() < MOST_FILES) else {
                return Ok(Err(format!("it holds more than {} MiB or {MOST_FILES} files", MOST_BYTES >> 20)));
            };
            left = rest;
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(Ok((files, false)))
}

/// An archive that was not even opened.
fn refused(shown: &str, fault: String) -> VerifyItem {
    VerifyItem {
        id: String::new(),
        title: shown.to_owned(),
        verdict: Verdict::Invalid.word().to_owned(),
        status: "unknown".to_owned(),
        revision: String::new(),
        signatures: Vec::new(),
        findings: vec![format!("{shown}: {fault}")],
        commands: Vec::new(),
        bundle: Some(BundleItem { file: shown.to_owned(), ..BundleItem::default() }),
    }
}

fn item(judged: Judged, shown: &str, repacked: bool) -> VerifyItem {
    let manifest = judged.manifest.as_ref();
    let made = manifest.map(|manifest| &manifest.made);
    let agreement = manifest.map(|manifest| &manifest.agreement);
    let mut findings: Vec<String> = judged.findings.iter().map(|(_, sentence)| sentence.clone()).collect();
    findings.extend(judged.missing.iter().map(|who| format!("missing: {who}")));
    if repacked {
        findings.push(format!(
            "{shown} is not, to the byte, the archive that clm writes: another tool packed it again, or what lies around \
             its files was changed"
        ));
    }
    let state = judged.signing.map(|signing| signing.word().to_owned());
    // Withdrawn or declined on a way that leaves no statement: the maker's word for the worse.
    let status = manifest.filter(|manifest| manifest.verdict == Verdict::Incomplete.word()).map(|m| m.state.clone());
    VerifyItem {
        id: agreement.map(|agreement| agreement.contract.to_string()).unwrap_or_default(),
        title: agreement.map_or_else(|| shown.to_owned(), |agreement| agreement.title.clone()),
        verdict: judged.verdict.word().to_owned(),
        status: status.or(state).unwrap_or_else(|| "unknown".to_owned()),
        revision: agreement.map(|agreement| agreement.revision.to_string()).unwrap_or_default(),
        signatures: judged.statements.iter().map(signature).collect(),
        findings,
        commands: Vec::new(),
        bundle: Some(BundleItem {
            file: shown.to_owned(),
            made_by: made.map(|made| format!("{} <{}>", made.name, made.email)),
            made_at: made.map(|made| made.at.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            key: made.map(|made| made.key.clone()),
            trusted: judged.vouched,
            files: manifest.map_or(0, |manifest| manifest.files.len()),
        }),
    }
}

fn signature(one: &Said) -> SignatureItem {
    let (verdict, findings) = match &one.result {
        Err(fault) => ("invalid", vec![fault.clone()]),
        Ok(verified) if !verified.is_trusted() => {
            ("untrusted", vec!["its signer is not known on any ground".to_owned()])
        }
        Ok(_) if !one.vouched => ("untrusted", vec!["whose key that is, is this bundle's own claim".to_owned()]),
        Ok(_) => ("valid", Vec::new()),
    };
    let basis = one.known.as_ref().map(|known| known.basis.clone());
    let outcome = Outcome { verdict: verdict.to_owned(), basis, findings };
    let mut item = told(one.file.clone(), one.digest, one.statement.as_ref(), outcome);
    if let Some(seen) = item.witnessed.as_ref().filter(|_| verdict == "valid") {
        item.verdict.clone_from(&seen.how);
    }
    item
}
