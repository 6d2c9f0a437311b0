//! `clm sign`: a signature of our own, or a statement prepared for someone else.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::sign::{self, MandateRequest, Shown, SignRequest, Signatory};
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::report::act::PreparedReport;

use std::path::{Path, PathBuf};

/// Arguments of `clm sign`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm sign nda-7k2m9qxt\n  clm sign nda-7k2m9qxt --for \"Acme AS\" --name \"B Signer\" --email b@acme.example --as Director --pub acme.pub --prepare acme.json\n  clm sign nda-7k2m9qxt --on-behalf-of \"Kari Nordmann\" --mandate power-of-attorney.pdf"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path; without one, what waits for you is offered
    #[arg(value_name = "CONTRACT")]
    pub contract: Option<String>,
    /// Party to sign for; our own organisation when absent
    #[arg(long = "for", value_name = "PARTY")]
    pub party: Option<String>,
    /// What you sign as, such as CEO
    #[arg(long = "as", value_name = "CAPACITY")]
    pub capacity: Option<String>,
    /// Sign for somebody of the party who gave a mandate: the name, or the e-mail, as the contract has it
    #[arg(long = "on-behalf-of", value_name = "NAME", requires = "mandate")]
    pub behalf: Option<String>,
    /// The mandate, kept in files/; once for each file; with --prepare it must lie there already
    #[arg(long, value_name = "FILE", requires = "behalf")]
    pub mandate: Vec<PathBuf>,
    /// Write the statement to FILE for signing elsewhere, and record nothing
    #[arg(long, value_name = "FILE", requires_all = ["public", "name", "email"])]
    pub prepare: Option<PathBuf>,
    /// With --prepare: public key file of the person who will sign
    #[arg(long = "pub", value_name = "FILE", requires = "prepare")]
    pub public: Option<PathBuf>,
    /// With --prepare: name of the person who will sign
    #[arg(long, value_name = "NAME", requires = "prepare")]
    pub name: Option<String>,
    /// With --prepare: e-mail of the person who will sign
    #[arg(long, value_name = "ADDRESS", requires = "prepare")]
    pub email: Option<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let place = match &args.contract {
        Some(name) => session.resolve(name, context.folder())?,
        None => super::choose::waiting(context, &session, "Sign which contract")?,
    };
    let files: Vec<PathBuf> = args.mandate.iter().map(|path| context.resolve(path)).collect();
    let mandate = args.behalf.as_deref().map(|of| MandateRequest { of, files: &files });
    let request = SignRequest { party: args.party.as_deref(), capacity: args.capacity.as_deref(), mandate };
    if let Some(file) = &args.prepare {
        return prepare(args, context, &session, &place, &request, file);
    }
    let actor = context.actor(&session, args.key.named())?;
    let report = sign::sign(&session, &actor, &place, &request, &mut |shown| agree(context, shown), &context.manner())?;
    context.show(&report)?;
    Ok(0)
}

/// Shows what is signed, and asks where there is somebody to ask. In a script the contract named on the command line is
/// the answer, as it is for `git commit -S` and `ssh-keygen -Y sign`: what protects a key is its passphrase or its agent,
/// and the consent sentence is part of the statement either way.
pub(super) fn agree(context: &Context<'_>, shown: &Shown) -> Result<bool> {
    context.note(&shown.title);
    for term in &shown.key_terms {
        context.note(&format!("  {term}"));
    }
    context.note(&format!("  {}", shown.revision));
    context.note(&shown.consent);
    match context.prompt() {
        Some(prompt) if !context.globals.yes && !context.globals.dry_run => {
            if let Some(caution) = &shown.caution {
                context.warn(caution);
            }
            prompt.confirm("Sign", false)
        }
        _ => Ok(true),
    }
}

fn prepare(
    args: &Args,
    context: &Context<'_>,
    session: &Session,
    place: &Place,
    request: &SignRequest<'_>,
    file: &Path,
) -> Result<u8> {
    let public = read(context, args.public.as_deref().unwrap_or(Path::new("")))?;
    let who = Signatory {
        name: args.name.as_deref().unwrap_or_default(),
        email: args.email.as_deref().unwrap_or_default(),
        public: &public,
    };
    let prepared = sign::prepare(session, place, request, &who)?;
    let path = context.resolve(file);
    if !context.globals.dry_run {
        write_new(&path, &prepared.bytes)?;
    }
    let report = PreparedReport {
        id: place.id.to_string(),
        file: file.display().to_string(),
        key: prepared.key,
        consent: prepared.consent,
        next: vec![
            format!("ssh-keygen -Y sign -f KEY -n clm-statement-v1 {}", file.display()),
            format!("clm receive {0} {0}.sig --basis BASIS", file.display()),
        ],
    };
    context.show(&report)?;
    context.note(&format!("send them {} with what it speaks of: {}/contract.md", file.display(), place.folder));
    Ok(0)
}

fn read(context: &Context<'_>, path: &Path) -> Result<String> {
    std::fs::read_to_string(context.resolve(path)).map_err(|fault| {
        Error::new(Kind::InvalidContent, "public-key", format!("{} cannot be read: {fault}", path.display()))
            .hint("--pub takes the public key file of the person who will sign")
    })
}

/// Never overwrites: a statement that was sent to somebody must not change under their hands.
fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    crate::ops::machine::whole_file::create(path, bytes, 0o666).map_err(|fault| {
        Error::new(Kind::Failed, "prepare", format!("{} cannot be written: {fault}", path.display()))
            .hint("choose another file name for --prepare, or move the old file away")
    })
}
