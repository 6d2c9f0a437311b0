//! `bundle`: one contract with its signatures as an archive that proves itself to a stranger.
//!
//! What goes in is what the other side may see: the agreement, the statements, the evidence they rest on. Our acts, notes,
//! drafts and file names stay here, unless the history is asked for. The finished bundle is judged, as a stranger would
//! judge it, before it is written.

mod certificate;
mod evidence;
mod gather;
mod guide;
mod history;
mod open;
mod signers;

use std::path::Path;

use chrono::{DateTime, Timelike as _, Utc};

use super::verify::{self, Proven};
use super::{agreement, container};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::Signing;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::machine::whole_file;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::page::article::Annex;
use crate::policy::Right;
use crate::report::bundle::BundleReport;
use crate::signature::bundle::{
    ANNEXES, Agreement, Files, Listed, MANIFEST, MANIFEST_SIGNATURE, MOST_BYTES, MOST_FILES, Made, Manifest, judge,
};
use crate::signature::namespace;
use crate::signature::verdict::Verdict;
use gather::Gathered;
pub use open::{is_bundle, verify as verify_file};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct BundleRequest<'a> {
    /// Where to write; nothing may be there.
    pub path: &'a Path,
    /// The same as it was typed.
    pub shown: &'a str,
    /// Whether our own acts, notes and commits go in.
    pub with_history: bool,
    /// Whether a contract that waits, or that nobody can vouch for wholly, is bundled as what it is.
    pub incomplete: bool,
    /// Say what would be written.
    pub dry_run: bool,
}

/// Makes the bundle of a contract.
///
/// # Errors
/// When the contract is not intact or not complete, the member may not, or the file cannot be written.
pub fn bundle(session: &Session, actor: &Actor, place: &Place, request: &BundleRequest<'_>) -> Result<BundleReport> {
    let dossier = session.dossier(place)?;
    actor.must_have(session, Right::Record, Some(dossier.workspace()))?;
    free(request)?;
    let proven = verify::prove(session, &dossier)?;
    fit(&dossier, &proven, request.incomplete)?;
    let made = Made {
        at: whole_second(session.now.to_utc()),
        clm: env!("CARGO_PKG_VERSION").to_owned(),
        email: actor.email().to_owned(),
        key: actor.public().fingerprint(),
        name: actor.name().to_owned(),
    };
    let gathered = gather::gather(session, actor, &dossier, &proven, &made)?;
    let files = complete(session, actor, (&dossier, &proven), gathered, made, request)?;
    let archive = container::write(&files).ok_or_else(|| too_large(&dossier))?;
    if !request.dry_run {
        let written = whole_file::replace(request.path, &archive, 0o644);
        written.map_err(|fault| {
            Error::new(Kind::Failed, "disk", format!("{} cannot be written: {fault}", request.shown))
                .hint("name a file in a folder that is there with -o")
        })?;
    }
    Ok(BundleReport {
        id: dossier.id.to_string(),
        title: dossier.title(),
        file: request.shown.to_owned(),
        sha256: Digest::of(&archive).hex(),
        bytes: u64::try_from(archive.len()).unwrap_or(u64::MAX),
        files: files.len(),
        verdict: proven.verdict.word().to_owned(),
        status: signing(&proven).word().to_owned(),
        missing: proven.standing.map(|standing| standing.missing).unwrap_or_default(),
        history: request.with_history,
        key: actor.public().fingerprint(),
        dry_run: request.dry_run,
    })
}

/// Never over a file that is there: a bundle somebody has must not change under their hands.
fn free(request: &BundleRequest<'_>) -> Result<()> {
    if request.path.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Error::new(Kind::Refused, "exists", format!("{} is there already", request.shown))
        .hint("choose another file name for -o, or move the old file away"))
}

/// Whether there is something to prove, and whether it holds.
fn fit(dossier: &Dossier, proven: &Proven, incomplete: bool) -> Result<()> {
    let id = &dossier.id;
    let signing = signing(proven);
    if proven.verdict.exit_code() == 5 {
        let message = format!("{id} is {}: a bundle of it would prove nothing", proven.verdict);
        return Err(Error::new(Kind::VerificationFailed, "not-intact", message)
            .details(proven.item.findings.iter().cloned())
            .hint(format!("`clm verify {id}` says what is wrong"))
            .about(id.to_string()));
    }
    if matches!(signing, Signing::Draft | Signing::Review | Signing::Approved) {
        let message = format!("{id} is {}: nobody was asked to sign that text yet", signing.word());
        return Err(Error::new(Kind::Refused, "nothing-to-prove", message)
            .hint(format!("`clm send {id}` or `clm sign {id}` freezes it"))
            .about(id.to_string()));
    }
    if proven.verdict.exit_code() != 0 && !incomplete {
        let message =
            format!("{id} is {} ({}): a bundle of it would not prove an agreement", signing.word(), proven.verdict);
        return Err(Error::new(Kind::Refused, "not-complete", message)
            .details(proven.item.findings.iter().cloned())
            .hint("--incomplete bundles what there is, marked as such on every page")
            .about(id.to_string()));
    }
    Ok(())
}

fn signing(proven: &Proven) -> Signing {
    proven.standing.as_ref().map_or(Signing::Broken, |standing| standing.signing)
}

/// Adds what is written for the reader, the history and the manifest, and judges the whole.
fn complete(
    session: &Session,
    actor: &Actor,
    (dossier, proven): (&Dossier, &Proven),
    gathered: Gathered,
    made: Made,
    request: &BundleRequest<'_>,
) -> Result<Files> {
    let agreement = Agreement { contract: dossier.id.clone(), revision: dossier.revision, title: dossier.title() };
    let Gathered { mut files, signatures, execution } = gathered;
    let mut manifest = Manifest::new(agreement, made, Vec::new(), signatures);
    manifest.execution = execution;
    manifest.sign_by = proven.sign_by;
    signing(proven).word().clone_into(&mut manifest.state);
    proven.verdict.word().clone_into(&mut manifest.verdict);
    let annexes = files.iter().filter(|(path, _)| path.starts_with(ANNEXES));
    let annexes: Vec<Annex<'_>> = annexes.map(|(path, bytes)| Annex { name: path, bytes }).collect();
    files.insert("agreement.html".to_owned(), agreement::html(dossier, proven, &annexes, None)?.into_bytes());
    files.insert("certificate.html".to_owned(), certificate::html(dossier, proven, &manifest, &files).into_bytes());
    files.insert("VERIFY.md".to_owned(), guide::text(&manifest, &files, request.with_history).into_bytes());
    if request.with_history {
        files.append(&mut history::files(session, dossier)?);
    }
    let mut listed: Vec<Listed> = files.iter().map(|(path, bytes)| list(path, bytes)).collect();
    listed.sort_by(|a, b| a.path.cmp(&b.path));
    manifest.files = listed;
    let size: u64 = manifest.files.iter().map(|file| file.size).sum();
    if size > MOST_BYTES || files.len() > MOST_FILES {
        return Err(too_large(dossier));
    }
    let bytes = manifest.to_bytes().map_err(|fault| unsound(dossier, &fault.to_string()))?;
    let armour = actor.sign(namespace::MANIFEST, &bytes)?;
    files.insert(MANIFEST.to_owned(), bytes);
    files.insert(MANIFEST_SIGNATURE.to_owned(), armour.into_bytes());
    proves(dossier, actor, &files, proven.verdict, session.now.to_utc())?;
    Ok(files)
}

fn list(path: &str, bytes: &[u8]) -> Listed {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Listed { path: path.to_owned(), sha256: Digest::of(bytes).hex(), size }
}

/// A stranger who trusts the maker's key must come to the verdict that `verify` came to here.
fn proves(dossier: &Dossier, actor: &Actor, files: &Files, verdict: Verdict, now: DateTime<Utc>) -> Result<()> {
    let judged = judge(files, &[actor.public().fingerprint()], now);
    if judged.verdict == verdict {
        return Ok(());
    }
    let why: Vec<&str> = judged.findings.iter().map(|(_, sentence)| sentence.as_str()).collect();
    Err(unsound(
        dossier,
        &format!("here it is {verdict}, but on its own it would be {}: {}", judged.verdict, why.join("; ")),
    ))
}

fn unsound(dossier: &Dossier, why: &str) -> Error {
    Error::new(Kind::Failed, "unsound-bundle", format!("the bundle of {} could not be made: {why}", dossier.id))
        .hint(format!("`clm verify {} --commands` proves it from this repository", dossier.id))
        .about(dossier.id.to_string())
}

fn too_large(dossier: &Dossier) -> Error {
    let message =
        format!("the bundle of {} would hold more than {} MiB or {MOST_FILES} files", dossier.id, MOST_BYTES >> 20);
    Error::new(Kind::Refused, "too-large", message)
        .hint("leave out --with-history; large annexes are better named by their digest in the agreement")
        .about(dossier.id.to_string())
}

fn whole_second(at: DateTime<Utc>) -> DateTime<Utc> {
    at.with_nanosecond(0).unwrap_or(at)
}
