//! `clm report`: the whole stock in numbers.

use std::path::{Path, PathBuf};

use super::super::args;
use super::super::context::Context;
use super::super::everywhere::{self, Answer, Asked, Everywhere};
use crate::error::{Error, Kind, Result};
use crate::ops::finding::overview::{self, OverviewRequest, Part};
use crate::ops::machine::whole_file;
use crate::render::page::{self, Several};
use crate::report::overview::{OverviewReport, PageReport};

/// Arguments of `clm report`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm report\n  clm report --by party,currency status:active\n  clm report --by commitment --assume not-renewing:tag:saas --explain\n  clm report --html report.html\n  clm report --as-of 2026-12-31 --json"
)]
pub struct Args {
    /// Words and filters that choose contracts
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Only these parts: status, workspace, kind, owner, party, currency, month, commitment, cycle, gaps
    #[arg(long, value_name = "PART", value_parser = args::one_of(Part::ALL), value_delimiter = ',', hide_possible_values = true)]
    pub by: Vec<Part>,
    /// What it would save if the contracts of a query did not renew: not-renewing:QUERY; may be repeated
    #[arg(long, value_name = "WHAT:QUERY", value_parser = assumption)]
    pub assume: Vec<String>,
    /// Say for each contract which rule its commitment follows
    #[arg(long)]
    pub explain: bool,
    /// Write one self-contained page to FILE
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Whether all that are listed are asked
    #[command(flatten)]
    pub everywhere: Everywhere,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let question = |at: &Asked<'_>| {
        let query = at.query(&args.query)?;
        let assumed =
            args.assume.iter().map(|text| at.query(std::slice::from_ref(text))).collect::<Result<Vec<_>>>()?;
        let asked = format!("{query} {}", assumed.join(" "));
        let me = at.reader(asked.trim());
        let (me, explain) = (me.as_deref(), args.explain);
        let request = OverviewRequest { query: &query, me, parts: &args.by, not_renewing: &assumed, explain };
        overview::overview(at.session, &request)
    };
    let answer = everywhere::ask(context, args.everywhere, question, overview::joined)?;
    let code = answer.exit(0);
    match &args.html {
        Some(file) => {
            let written = write(context, file, &answer)?;
            answer.map(|_| written).show(context)?;
        }
        None => answer.show(context)?,
    }
    Ok(code)
}

fn write(context: &Context<'_>, file: &Path, answer: &Answer<OverviewReport>) -> Result<PageReport> {
    let report = &answer.report;
    let several = answer.repositories().map(|repositories| Several { repositories, failed: answer.failed() });
    let path = context.resolve(file);
    let told = |what: &str, error: &std::io::Error| {
        Error::new(Kind::Failed, "page", format!("cannot {what} {}: {error}", path.display()))
            .hint("choose another file: `clm report --html FILE`")
            .about(path.display().to_string())
    };
    match std::fs::read(&path) {
        Ok(bytes) if !page::is_one(&bytes) => {
            let message = format!("{} is no report of clm: it is not overwritten", path.display());
            return Err(Error::new(Kind::Refused, "not-a-report", message)
                .hint("choose another file, or move that one away")
                .about(path.display().to_string()));
        }
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(told("overwrite", &error)),
    }
    let text = page::page(report, several.as_ref());
    let answer = PageReport { path: path.display().to_string(), bytes: text.len() as u64, contracts: report.contracts };
    if !context.globals.dry_run {
        whole_file::replace(&path, text.as_bytes(), 0o644).map_err(|error| told("write", &error))?;
    }
    Ok(answer)
}

/// Reads `not-renewing:QUERY`; answers the query.
fn assumption(text: &str) -> std::result::Result<String, String> {
    match text.split_once(':') {
        Some(("not-renewing", query)) if !query.trim().is_empty() => Ok(query.trim().to_owned()),
        _ => Err("expected not-renewing:QUERY, such as not-renewing:tag:saas".to_owned()),
    }
}
