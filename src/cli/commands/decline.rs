//! `clm decline`: somebody refuses to sign.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::contract::act::Basis;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::decline::{self, ToldRequest};
use crate::ops::agreeing::sign::Shown;

/// How one knows that it was them.
const BASES: &[(Basis, &str, &str)] = &[
    (Basis::InPerson, "in-person", "Told in person or on video"),
    (Basis::KnownKey, "known-key", "Signed with a key known from before"),
    (Basis::Phone, "phone", "Told over a known telephone number"),
    (Basis::Mail, "mail", "Came from the known mailbox"),
    (Basis::Code, "code", "Proved by a spoken code"),
];

/// Arguments of `clm decline`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Without --name you refuse yourself, for a party you sign for, and your key signs the refusal. With --name you record what somebody told you. The reason is needed.\n\nExamples:\n  clm decline nda-7k2m9qxt -m \"The liability is not capped\"\n  clm decline nda-7k2m9qxt --for Acme --name \"Bo Acme\" --basis mail --evidence mail.eml -m \"Too dear\""
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The party that refuses; our own organisation when absent
    #[arg(long = "for", value_name = "PARTY")]
    pub party: Option<String>,
    /// Who of that party told you
    #[arg(long, value_name = "NAME", requires = "party")]
    pub name: Option<String>,
    /// With --name: the day they told you; today when absent
    #[arg(long, value_name = "DATE", value_parser = args::date, requires = "name")]
    pub on: Option<NaiveDate>,
    /// With --name: how you know that it was them
    #[arg(long, value_name = "BASIS", value_parser = args::one_of(BASES), requires = "name")]
    pub basis: Option<Basis>,
    /// With --name: a file that shows it; kept in files/
    #[arg(long, value_name = "FILE", requires = "name")]
    pub evidence: Vec<PathBuf>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let report = match (&args.party, &args.name) {
        (Some(party), Some(name)) => {
            let basis = basis(args, context, name)?;
            let evidence: Vec<PathBuf> = args.evidence.iter().map(|path| context.resolve(path)).collect();
            let (session, place, actor) = context.act_on(&args.contract, &args.key)?;
            let request = ToldRequest { party, name, on: args.on, basis, evidence: &evidence };
            decline::told(&session, &actor, &place, &request, &context.manner())?
        }
        (party, _) => {
            let (session, place, actor) = context.act_on(&args.contract, &args.key)?;
            let agree = &mut |shown: &Shown| agree(context, shown);
            decline::decline(&session, &actor, &place, party.as_deref(), agree, &context.manner())?
        }
    };
    context.show(&report)?;
    Ok(0)
}

/// How it is known that it was them: by flag, or asked.
fn basis(args: &Args, context: &Context<'_>, name: &str) -> Result<Basis> {
    if let Some(basis) = args.basis {
        return Ok(basis);
    }
    let Some(prompt) = context.prompt() else {
        return Err(Error::new(Kind::Usage, "missing-answer", format!("how you know that it was {name} was not said"))
            .hint("give --basis in-person, known-key, phone, mail or code"));
    };
    let words: Vec<String> = BASES.iter().map(|(_, _, about)| (*about).to_owned()).collect();
    let chosen = prompt.choose(&format!("How do you know that it was {name}"), &words, 0)?;
    Ok(BASES.get(chosen).map_or(Basis::Mail, |(basis, ..)| *basis))
}

fn agree(context: &Context<'_>, shown: &Shown) -> Result<bool> {
    context.note(&shown.title);
    context.note(&shown.consent);
    match context.prompt() {
        Some(prompt) if !context.globals.yes && !context.globals.dry_run => prompt.confirm("Decline", false),
        _ => Ok(true),
    }
}
