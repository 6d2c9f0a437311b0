//! `clm report`: the whole stock in numbers.

use std::path::{Path, PathBuf};

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::{
    self,
    overview::{self, OverviewRequest, Part},
};
use crate::render::page;
use crate::report::overview::{OverviewReport, PageReport};

/// A part of the report.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// Contracts by status
    Status,
    /// Contracts by workspace
    Workspace,
    /// Contracts by kind
    Kind,
    /// Contracts by owner
    Owner,
    /// Value by party and currency
    Party,
    /// Value by currency
    Currency,
    /// Dates of the coming 24 months
    Month,
    /// Money that is bound or renews in silence
    Commitment,
    /// Days from draft to signature
    Cycle,
    /// Contracts without owner, end or notice
    Gaps,
}

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
    #[arg(long, value_name = "PART", value_enum, value_delimiter = ',', hide_possible_values = true)]
    pub by: Vec<By>,
    /// What it would save if the contracts of a query did not renew: not-renewing:QUERY; may be repeated
    #[arg(long, value_name = "WHAT:QUERY", value_parser = assumption)]
    pub assume: Vec<String>,
    /// Say for each contract which rule its commitment follows
    #[arg(long)]
    pub explain: bool,
    /// Write one self-contained page to FILE
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let query = context.query(&args.query)?;
    let assumed =
        args.assume.iter().map(|text| context.query(std::slice::from_ref(text))).collect::<Result<Vec<_>>>()?;
    let asked = format!("{query} {}", assumed.join(" "));
    let me = ops::actor::reader(&session, &context.key_choice(None), asked.trim());
    let parts: Vec<Part> = args.by.iter().map(|by| by.part()).collect();
    let (me, explain) = (me.as_deref(), args.explain);
    let request = OverviewRequest { query: &query, me, parts: &parts, not_renewing: &assumed, explain };
    let report = overview::overview(&session, &request)?;
    match &args.html {
        Some(file) => context.show(&write(context, file, &report)?)?,
        None => context.show(&report)?,
    }
    Ok(0)
}

fn write(context: &Context<'_>, file: &Path, report: &OverviewReport) -> Result<PageReport> {
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
    let text = page::page(report);
    let answer = PageReport { path: path.display().to_string(), bytes: text.len() as u64, contracts: report.contracts };
    if !context.globals.dry_run {
        replace(&path, &text).map_err(|error| told("write", &error))?;
    }
    Ok(answer)
}

/// Whole or not at all; readable as any file the user makes.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().permissions(std::fs::Permissions::from_mode(0o644)).tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    std::fs::File::open(folder)?.sync_all()
}

/// Reads `not-renewing:QUERY`; answers the query.
fn assumption(text: &str) -> std::result::Result<String, String> {
    match text.split_once(':') {
        Some(("not-renewing", query)) if !query.trim().is_empty() => Ok(query.trim().to_owned()),
        _ => Err("expected not-renewing:QUERY, such as not-renewing:tag:saas".to_owned()),
    }
}

impl By {
    fn part(self) -> Part {
        match self {
            Self::Status => Part::Status,
            Self::Workspace => Part::Workspace,
            Self::Kind => Part::Kind,
            Self::Owner => Part::Owner,
            Self::Party => Part::Party,
            Self::Currency => Part::Currency,
            Self::Month => Part::Month,
            Self::Commitment => Part::Commitment,
            Self::Cycle => Part::Cycle,
            Self::Gaps => Part::Gaps,
        }
    }
}
