//! `clm verify`: signatures and untouched texts, proved; of a bundle anywhere, outside any repository.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops;
use crate::ops::machine::whole_file;
use crate::ops::proving::audit::against::{self, Kept};
use crate::ops::proving::audit::checkpoint::{Checkpoint, Flaw, LARGEST};
use crate::ops::proving::audit::{self, AuditRequest, memory};
use crate::ops::proving::bundle;
use crate::report::verify::VerifyReport;
use crate::signature::key::is_fingerprint;
use crate::signature::namespace;

/// Arguments of `clm verify`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm verify nda-7k2m9qxt\n  clm verify --all\n  clm verify nda-7k2m9qxt --commands\n  \
                  clm verify nda.zip --trust SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE\n  clm verify --history\n  clm \
                  verify --history --checkpoint northwind.checkpoint\n  clm verify --history --against northwind.checkpoint"
)]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin. Or one bundle: FILE.zip, or the folder it
    /// was unpacked into
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Every contract of the repository
    #[arg(long, conflicts_with = "contracts")]
    pub all: bool,
    /// Every commit: who made it, and whether they might; history that lost what you verified before is told
    #[arg(long, conflicts_with_all = ["contracts", "all", "commands"])]
    pub history: bool,
    /// With --history: judge every commit anew, also what you verified before
    #[arg(long, requires = "history", conflicts_with_all = ["contracts", "all"])]
    pub anew: bool,
    /// With --history, where nothing is wrong: write a signed checkpoint of it, to hand on; never over a file that is there
    #[arg(long, value_name = "FILE", requires = "history", conflicts_with_all = ["contracts", "all"])]
    pub checkpoint: Option<PathBuf>,
    /// With --history: whether it still holds all that a checkpoint names; of several, whether they are of one history
    #[arg(long, value_name = "FILE", requires = "history", conflicts_with_all = ["contracts", "all"])]
    pub against: Vec<PathBuf>,
    /// Whose key signs the checkpoint
    #[command(flatten)]
    pub key: Key,
    /// Also print what a stranger runs to check it without clm
    #[arg(long)]
    pub commands: bool,
    /// A key you know from elsewhere: of a bundle its maker's or a signer's, with --history one that founded the repository
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint)]
    pub trust: Vec<String>,
}

/// Reads a fingerprint.
///
/// # Errors
/// A sentence that says what was expected.
pub fn fingerprint(text: &str) -> std::result::Result<String, String> {
    if is_fingerprint(text) {
        return Ok(text.to_owned());
    }
    Err("expected SHA256: and 43 characters, as `ssh-keygen -l -f FILE.pub` prints them".to_owned())
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    if args.history {
        return history(args, context);
    }
    if let Some(report) = of_bundle(args, context)? {
        context.show(&report)?;
        return Ok(ops::proving::verify::exit(&report));
    }
    let session = context.session()?;
    let names = context.names(&args.contracts)?;
    if names.is_empty() && !args.all {
        return Err(Error::new(Kind::Usage, "missing-answer", "nothing to verify was named")
            .hint("name contracts, or give --all for every contract of the repository"));
    }
    let contracts = if args.all { None } else { Some(session.resolve_all(&names, context.folder())?) };
    let report = ops::proving::verify::verify(&session, contracts.as_deref(), args.commands)?;
    context.show(&report)?;
    Ok(ops::proving::verify::exit(&report))
}

fn history(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let kept: Vec<Kept> = args.against.iter().map(|file| kept(file, context)).collect::<Result<_>>()?;
    let writing = match &args.checkpoint {
        Some(file) => {
            Some((new_file(file, context)?, file.display().to_string(), context.actor(&session, args.key.named())?))
        }
        None => None,
    };
    let folder = context.world.state_folder().map(|folder| folder.join("clones"));
    let place = memory::place(session.store.git_dir());
    let known = match &folder {
        Some(folder) => memory::recall(folder, &place)?,
        None => None,
    };
    let request = AuditRequest { known: known.as_ref(), trust: &args.trust, anew: args.anew };
    let mut report = audit::audit(&session, request)?;
    if let Some((path, shown, actor)) = &writing {
        if audit::exit(&report) == 0 {
            let says = audit::checkpoint(&session, &report, &actor.member().email)?.to_string();
            let signed = actor.sign(namespace::CHECKPOINT, says.as_bytes())?;
            if !context.globals.dry_run {
                whole_file::create(path, (says + &signed).as_bytes(), 0o644)
                    .map_err(|fault| unwritten(shown, &fault))?;
            }
            report.checkpoint = Some(shown.clone());
        } else {
            context.warn("no checkpoint was written: it would vouch for a history in which something is wrong");
        }
    }
    let root = report.root.clone();
    report.checkpoints = against::look(&session, &root, &kept, &mut report.items)?;
    context.show(&report)?;
    let exit = audit::exit(&report);
    if let Some(folder) = folder.filter(|_| exit == 0 && !context.globals.dry_run) {
        memory::keep(&folder, &place, &audit::known(&session, &report))?;
    }
    Ok(exit)
}

/// The place of a file that is to be written, where nothing is yet.
fn new_file(file: &Path, context: &Context<'_>) -> Result<PathBuf> {
    let path = context.resolve(file);
    if path.symlink_metadata().is_ok() {
        return Err(unwritten(&file.display().to_string(), &std::io::ErrorKind::AlreadyExists.into()));
    }
    Ok(path)
}

fn unwritten(shown: &str, fault: &std::io::Error) -> Error {
    let taken = fault.kind() == std::io::ErrorKind::AlreadyExists;
    let why = if taken {
        "it is there already, and may be the only proof of what it names".to_owned()
    } else {
        fault.to_string()
    };
    let kind = if taken { Kind::Refused } else { Kind::Failed };
    Error::new(kind, "checkpoint", format!("the checkpoint was not written to {shown}: {why}"))
        .hint("choose another name with --checkpoint FILE")
        .about(shown)
}

/// Reads a checkpoint.
fn kept(file: &Path, context: &Context<'_>) -> Result<Kept> {
    let shown = file.display().to_string();
    let refused = |kind: Kind, why: String| {
        Error::new(kind, "checkpoint", format!("{shown} cannot be held against the history: {why}"))
            .hint("name a file that `clm verify --history --checkpoint FILE` wrote, as it wrote it")
            .about(&shown)
    };
    let mut bytes = Vec::new();
    let read = File::open(context.resolve(file)).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    read.map_err(|fault| match fault.kind() {
        std::io::ErrorKind::NotFound => refused(Kind::NotFound, fault.to_string()),
        _ => refused(Kind::Failed, fault.to_string()),
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(refused(Kind::InvalidContent, "it is too large to be a checkpoint".to_owned()));
    }
    let (says, key) = Checkpoint::parse(&bytes).map_err(|flaw| {
        let kind = if matches!(flaw, Flaw::Form(_)) { Kind::InvalidContent } else { Kind::VerificationFailed };
        refused(kind, flaw.to_string())
    })?;
    Ok(Kept { file: shown, says, key })
}

/// The verdict on a bundle, when one is named. No repository is looked for.
fn of_bundle(args: &Args, context: &Context<'_>) -> Result<Option<VerifyReport>> {
    let path = |name: &String| context.resolve(Path::new(name));
    let bundles = args.contracts.iter().filter(|name| bundle::is_bundle(&path(name))).count();
    match (args.contracts.as_slice(), bundles) {
        (_, 0) if args.trust.is_empty() => Ok(None),
        ([name], 1) if !args.commands => bundle::verify_file(&path(name), name, &args.trust, context.now()).map(Some),
        (_, 0) => Err(Error::new(Kind::Usage, "no-bundle", "--trust is about a bundle, and none was named")
            .hint("in a repository the policy says whose keys are good; name a FILE.zip to verify a bundle")),
        ([_], _) => Err(Error::new(Kind::Usage, "commands", "--commands is about a contract of the repository")
            .hint("VERIFY.md in the bundle has its commands")),
        _ => Err(Error::new(Kind::Usage, "several-bundles", "a bundle is verified on its own")
            .hint("name one FILE.zip at a time, and contracts in a call of their own")),
    }
}
