//! `clm send`: freeze the text and write a page for each signatory of the other side.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::contract::language::Language;
use crate::error::Result;
use crate::ops::agreeing::send::{self, SendRequest};

/// The languages of a page.
const LANGUAGES: &[(Language, &str, &str)] = &[
    (Language::English, "en", "English"),
    (Language::Norwegian, "nb", "Norwegian"),
    (Language::Swedish, "sv", "Swedish"),
    (Language::Danish, "da", "Danish"),
    (Language::German, "de", "German"),
];

/// Arguments of `clm send`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Each page is one file: mail it, share it or put it on any web server. It holds the agreement and takes a signature, comments, a change asked for or a refusal; what comes back is for `clm receive`. Beside it lies a script that signs with ssh-keygen alone. `clm man agreeing` tells the whole way.\n\nExamples:\n  clm send nda-7k2m9qxt -o ../out\n  clm send nda-7k2m9qxt --party Acme --lang nb --until 2026-12-20 --code -o ../out\n  clm send nda-7k2m9qxt --again -o ../out"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// Only the signatories of this party, by name or the beginning of it; may be given again
    #[arg(long = "party", value_name = "PARTY")]
    pub parties: Vec<String>,
    /// The language of the page's own words; the contract's when absent
    #[arg(long, value_name = "LANGUAGE", value_parser = args::one_of(LANGUAGES))]
    pub lang: Option<Language>,
    /// The last day to sign; 14 days from today when absent
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub until: Option<NaiveDate>,
    /// Ask each signatory for a code that you tell them by another way; printed once, kept nowhere
    #[arg(long)]
    pub code: bool,
    /// Write the pages of what was sent anew, with the present last day and turns; with --code new codes
    #[arg(long, conflicts_with_all = ["lang", "until"])]
    pub again: bool,
    /// The folder for the pages; made when it is not there
    #[arg(short = 'o', long = "out", value_name = "DIR")]
    pub out: PathBuf,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let folder = context.resolve(&args.out);
    let request = SendRequest {
        parties: &args.parties,
        language: args.lang,
        until: args.until,
        code: args.code,
        folder: &folder,
        named: &args.out,
    };
    let answer = if args.again {
        let session = context.session()?;
        let place = session.resolve(&args.contract, context.folder())?;
        send::again(&session, &place, &request, context.globals.dry_run)?
    } else {
        let (session, place, actor) = context.act_on(&args.contract, &args.key)?;
        send::send(&session, &actor, &place, &request, &context.manner())?
    };
    // Told even where the answer cannot be shown, and never on stdout: what is kept of an answer must not hold them.
    for (who, code) in &answer.codes {
        context.tell_once(&format!("code for {who}: {code}"));
    }
    if !answer.codes.is_empty() {
        context
            .note("tell each their code by telephone or in person; it is kept nowhere, and `clm receive` asks for it");
    }
    context.show(&answer.report)?;
    Ok(0)
}
