//! `clm receive`: a statement signed elsewhere, taken back.

use super::super::context::Context;
use crate::contract::act;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::receive::{self, Checked, ReceiveRequest};

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args::{self, Key};

/// How a counterparty's key is known to be theirs.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Met in person or on video
    InPerson,
    /// The key was known from before
    KnownKey,
    /// Fingerprint read over a known telephone number
    Phone,
    /// Came from the known mailbox
    Mail,
    /// A spoken code proves who got the page
    Code,
}

/// Arguments of `clm receive`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm receive acme.json acme.json.sig --basis in-person")]
pub struct Args {
    /// The statement
    #[arg(value_name = "STATEMENT")]
    pub statement: PathBuf,
    /// Its signature; STATEMENT.sig when absent
    #[arg(value_name = "SIGNATURE")]
    pub signature: Option<PathBuf>,
    /// How you know that the key is theirs
    #[arg(long, value_enum, value_name = "BASIS")]
    pub basis: Option<Basis>,
    /// Public key file, compared with the key that signed
    #[arg(long = "pub", value_name = "FILE")]
    pub public: Option<PathBuf>,
    /// The day it arrived; today when absent
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub on: Option<NaiveDate>,
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
    let statement = read(context, &args.statement)?;
    let signature = read(context, &args.signature.clone().unwrap_or_else(|| beside(&args.statement)))?;
    let public = args.public.as_ref().map(|path| read(context, path)).transpose()?;
    let public = public.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let checked = receive::check(&statement, &signature)?;
    let basis = basis(args, context, &checked)?;
    let actor = context.actor(&session, args.key.named())?;
    let request = ReceiveRequest { statement, signature, basis, public: public.as_deref(), on: args.on };
    let report = receive::receive(&session, &actor, &request, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}

/// The signature ssh-keygen wrote beside the statement.
fn beside(statement: &std::path::Path) -> PathBuf {
    let mut name = statement.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

fn read(context: &Context<'_>, path: &std::path::Path) -> Result<Vec<u8>> {
    std::fs::read(context.resolve(path)).map_err(|fault| {
        Error::new(Kind::InvalidContent, "unreadable", format!("{} cannot be read: {fault}", path.display()))
            .hint("give the statement and the signature that `ssh-keygen -Y sign` wrote beside it")
    })
}

/// How the key is known: by flag, or asked with the fingerprint to compare.
fn basis(args: &Args, context: &Context<'_>, checked: &Checked) -> Result<act::Basis> {
    if let Some(basis) = args.basis {
        return Ok(basis.of_act());
    }
    let signer = &checked.statement.signer;
    let Some(prompt) = context.prompt() else {
        return Err(Error::new(
            Kind::Usage,
            "missing-answer",
            format!("how the key of {} is known to be theirs was not said", signer.name),
        )
        .hint("give --basis in-person, known-key, phone, mail or code"));
    };
    context.note(&format!(
        "{} <{}> signed for {} with {}",
        signer.name,
        signer.email,
        signer.party,
        checked.key.fingerprint()
    ));
    let all = [Basis::InPerson, Basis::KnownKey, Basis::Phone, Basis::Mail, Basis::Code];
    let words = [
        "met in person or on video",
        "the key was known from before",
        "fingerprint read over a known telephone number",
        "came from the known mailbox",
        "a spoken code",
    ];
    let chosen = prompt.choose("How do you know that the key is theirs", &words.map(ToOwned::to_owned), 0)?;
    Ok(all.get(chosen).copied().unwrap_or(Basis::Mail).of_act())
}

impl Basis {
    fn of_act(self) -> act::Basis {
        match self {
            Self::InPerson => act::Basis::InPerson,
            Self::KnownKey => act::Basis::KnownKey,
            Self::Phone => act::Basis::Phone,
            Self::Mail => act::Basis::Mail,
            Self::Code => act::Basis::Code,
        }
    }
}
