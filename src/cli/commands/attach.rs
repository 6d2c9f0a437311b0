//! `clm attach`: annexes, and evidence.

use std::path::PathBuf;

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::drafting::attach::{self, AttachRequest};

/// Arguments of `clm attach`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "An annex is part of the agreement: it is signed with it, and can be attached or removed only while the text may change. With --evidence a file is kept beside the contract at any time: a scan, a letter, an original. Names are made safe (Price List.pdf becomes price-list.pdf); nothing is overwritten.\n\nExamples:\n  clm attach msa-0c3v5b8n \"Price List.pdf\"\n  clm attach msa-0c3v5b8n letter.eml --evidence --as notice-2026-11-20.eml\n  clm attach msa-0c3v5b8n --remove price-list.pdf"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// Files to attach
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Keep them in files/, beside the agreement, instead of in annexes/
    #[arg(long, conflicts_with = "remove")]
    pub evidence: bool,
    /// Another name for the one file
    #[arg(long = "as", value_name = "NAME", conflicts_with = "remove")]
    pub name: Option<String>,
    /// Take an annex off a draft
    #[arg(long, value_name = "NAME", conflicts_with = "files")]
    pub remove: Vec<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let usage = |message: &str, hint: &str| Err(Error::new(Kind::Usage, "missing-answer", message).hint(hint));
    if args.files.is_empty() && args.remove.is_empty() {
        return usage("no file was named", "clm attach CONTRACT FILE, or --remove NAME");
    }
    if args.name.is_some() && args.files.len() != 1 {
        return usage("--as names one file", "attach the files one by one");
    }
    let (session, place, actor) = context.act_on(&args.contract, &args.key)?;
    let manner = context.manner();
    let report = if args.remove.is_empty() {
        let files: Vec<PathBuf> = args.files.iter().map(|path| context.resolve(path)).collect();
        let request = AttachRequest { files: &files, evidence: args.evidence, name: args.name.as_deref() };
        attach::attach(&session, &actor, &place, &request, &manner)?
    } else {
        attach::remove(&session, &actor, &place, &args.remove, &manner)?
    };
    context.show(&report)?;
    Ok(0)
}
