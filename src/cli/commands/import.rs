//! `clm import`: contracts that already exist.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use super::super::progress::Bar;
use crate::contract::act::Way;
use crate::error::{Error, Kind, Result};
use crate::ops::moving::import::{self, ImportRequest, Named};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::report::import::ImportReport;

/// So many warnings are told one by one.
const MOST_WARNINGS: usize = 20;

/// The long help's end: what a CSV may hold, and a mapping.
const HELP: &str = "A PDF's text is taken out by `pdftotext`, that of a .docx by `pandoc`, where they are installed. Without them, or from a \
scan, the contract is imported all the same and says that its agreement is in files/; `clm edit` adds a text later. A folder \
is taken with all .md, .txt, .pdf and .docx files below it; hidden files and links are left out.

The CSV has a header row and one contract a row, in UTF-8, with `,` or `;` between cells. Columns: file (relative \
to the CSV, or the name of a FILE), evidence (further files, `;` between), title, kind, language, workspace, folder, parties \
(`;` between) or `party 1`, `party 2` …, on, by, start, end, term, renews, notice, governing_law, value, currency, per, owner, \
tags (`;` between), any header key such as term.notice_ends, and custom.NAME. An empty cell says nothing; a flag holds where a \
row says nothing. Days are written 2024-01-31, amounts 1200.50, lengths `24 months`.

A table of another system is read with --map, a TOML file. Everything in it is optional:
  date = \"dd.mm.yyyy\"                        # how days are written; \"excel\" for a count of days
  decimal = \",\"                              # before the decimals of amounts
  ignore = [\"Id\"]                            # columns left out; ignore_others = true: all others
  [columns]
  \"Motpart\" = \"party 2\"                      # its heading = our column
  [compose]
  parties = \"Northwind AS; {Motpart}\"        # our column = made of its cells
  [constants]
  kind = \"supply\"                            # the same for all
  [values.\"Fornyes\"]
  \"Ja\" = \"12 months\"                         # its value = our value

All files and rows are checked before anything is written, and one fault stops all. A file that is the original of a \
contract already is left out, so that a command can be repeated; where its row says otherwise than the contract, that is \
told with the `clm set` that takes it over.

Examples:
  clm import lease.md --party \"Northwind AS\" --party \"Fjord Eiendom AS\" --start 2024-01-01 --term \"5 years\" --notice \"6 months\"
  clm import archive/ --keep-folders --csv terms.csv
  clm import archive/*.pdf --csv export.csv --map crm.toml";

/// Arguments of `clm import`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm import lease.md --party \"Northwind AS\" --party \"Fjord Eiendom AS\" --start 2024-01-01 --term \"5 years\" --notice \"6 months\"\n  clm import archive/*.pdf --csv terms.csv",
    after_long_help = HELP
)]
pub struct Args {
    /// Markdown, plain text, PDF or .docx files, or folders of them; each is kept byte for byte
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// One row a contract, with named columns (see `--help`); `file` is relative to the CSV, or names a FILE
    #[arg(long, value_name = "CSV")]
    pub csv: Option<PathBuf>,
    /// What foreign headings and values of the CSV mean (see `--help`)
    #[arg(long, value_name = "TOML")]
    pub map: Option<PathBuf>,
    /// File contracts in the sub-folders their files were found in
    #[arg(long, conflicts_with = "folder")]
    pub keep_folders: bool,
    /// Refuse a PDF or .docx no text can be taken from
    #[arg(long)]
    pub require_text: bool,
    /// Keep a PDF or .docx that is damaged or needs a password, without its text
    #[arg(long, conflicts_with = "require_text")]
    pub keep_unreadable: bool,
    /// Leave out rows whose file is not there
    #[arg(long, requires = "csv")]
    pub skip_missing: bool,
    /// Workspace to file them in
    #[arg(short, long, value_name = "WORKSPACE")]
    pub workspace: Option<String>,
    /// Kind of contract, in lower-case letters
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Title; when absent the heading a Markdown file begins with, else the file's name
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// A party; once for each
    #[arg(short, long = "party", value_name = "NAME")]
    pub parties: Vec<String>,
    /// The day it was executed; the first day of the term when absent
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub on: Option<NaiveDate>,
    /// `paper` (unless said), `external`, or the service: bankid, oneflow, docusign …; `external:NAME` for another one
    #[arg(long, visible_alias = "executed-by", value_name = "HOW", value_parser = Way::of)]
    pub by: Option<Way>,
    /// First day of the term
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub start: Option<NaiveDate>,
    /// Last day of the term, inside
    #[arg(long, value_name = "DATE", value_parser = args::date, conflicts_with = "term")]
    pub end: Option<NaiveDate>,
    /// Length of the term, such as "24 months"
    #[arg(long, value_name = "SPAN")]
    pub term: Option<String>,
    /// Length of each renewal
    #[arg(long, value_name = "SPAN")]
    pub renews: Option<String>,
    /// Notice period
    #[arg(long, value_name = "SPAN")]
    pub notice: Option<String>,
    /// Any other header key, or `custom.NAME`
    #[arg(short, long = "set", value_name = "KEY=VALUE", value_parser = args::assignment)]
    pub set: Vec<(String, String)>,
    /// Tag to give them
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Language of the text, such as nb
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
    /// Member who answers for them, instead of you
    #[arg(long, value_name = "ADDRESS")]
    pub owner: Option<String>,
    /// Folder below the workspace's contracts/, instead of the month
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let nothing = args.files.is_empty() && args.csv.is_none();
    if nothing {
        return Err(Error::new(Kind::Usage, "missing-answer", "there is nothing to import")
            .hint("name files, or a table of them with --csv"));
    }
    let session = context.session()?;
    let actor = context.actor(&session, args.key.named())?;
    let mut defaults = args.defaults();
    let report = match attempt(args, context, (&session, &actor), &defaults) {
        Err(error) if error.code == "missing-answer" && context.prompt().is_some() => {
            ask(args, context, &error, &mut defaults)?;
            attempt(args, context, (&session, &actor), &defaults)?
        }
        other => other?,
    };
    tell(context, report)?;
    Ok(0)
}

fn attempt(
    args: &Args,
    context: &Context<'_>,
    (session, actor): (&Session, &Actor),
    defaults: &[(String, String, String)],
) -> Result<ImportReport> {
    let named = |path: &Path| Named { shown: path.to_owned(), at: context.resolve(path) };
    let files: Vec<Named> = args.files.iter().map(|path| named(path)).collect();
    let csv = args.csv.as_deref().map(named);
    let map = args.map.as_deref().map(named);
    let request = ImportRequest {
        files: &files,
        csv: csv.as_ref(),
        map: map.as_ref(),
        keep_folders: args.keep_folders,
        require_text: args.require_text,
        keep_unreadable: args.keep_unreadable,
        skip_missing: args.skip_missing,
        search: context.world.variable("PATH").unwrap_or_default(),
        defaults,
    };
    let mut bar = Bar::new(context);
    import::import(session, actor, &request, &context.manner(), &mut |phase, done, all| bar.at(phase, done, all))
}

/// Asks for what every file lacks.
fn ask(args: &Args, context: &Context<'_>, error: &Error, defaults: &mut Vec<(String, String, String)>) -> Result<()> {
    let Some(prompt) = context.prompt() else { return Ok(()) };
    error.details.iter().for_each(|line| context.note(line));
    let mut add = |flag: &str, name: &str, text: String| defaults.push((flag.to_owned(), name.to_owned(), text));
    if args.parties.is_empty() {
        add("--party", "parties", prompt.text("Parties, `;` between", None, false, |_| Ok(()))?);
    }
    if args.on.is_none() && args.start.is_none() {
        add(
            "--on",
            "on",
            prompt.text("Day it was executed, such as 2024-01-31", None, false, |text| args::date(text).map(drop))?,
        );
    }
    Ok(())
}

/// Warnings on stderr, no more than anybody reads; in JSON all of them.
fn tell(context: &Context<'_>, mut report: ImportReport) -> Result<()> {
    if !context.globals.json {
        let warnings = std::mem::take(&mut report.warnings);
        warnings.iter().take(MOST_WARNINGS).for_each(|warning| context.warn(warning));
        if warnings.len() > MOST_WARNINGS {
            context.warn(&format!("{} warnings in all; --json gives every one", warnings.len()));
        }
        let present: Vec<_> = report.items.iter().filter(|item| item.act == "present").collect();
        for item in present.iter().take(MOST_WARNINGS) {
            context.note(&format!("{}: already imported as {}", item.file, item.id.as_deref().unwrap_or_default()));
        }
        if present.len() > MOST_WARNINGS {
            context.note(&format!("{} files in all are imported already", present.len()));
        }
        let differing: Vec<_> = report.items.iter().filter(|item| item.act == "differs").collect();
        for item in differing.iter().take(MOST_WARNINGS) {
            let id = item.id.as_deref().unwrap_or_default();
            context.warn(&format!("{}: already imported as {id}, but {}", item.file, item.differences.join("; ")));
            item.next.iter().for_each(|command| context.note(&format!("  {command}")));
        }
        if differing.len() > MOST_WARNINGS {
            context.warn(&format!("{} rows in all differ; --json gives every one", differing.len()));
        }
    }
    context.show(&report)
}

impl Args {
    /// Flags as defaults of all files: as typed, the column of that meaning, the value.
    fn defaults(&self) -> Vec<(String, String, String)> {
        let one = |flag: &str, text: Option<String>| {
            let column = flag.trim_start_matches("--").to_owned();
            text.map(|text| (flag.to_owned(), column, text))
        };
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let how = self.by.as_ref().map(ToString::to_string);
        let mut defaults: Vec<_> = [
            one("--workspace", self.workspace.clone()),
            one("--kind", self.kind.clone()),
            one("--title", self.title.clone()),
            one("--language", self.language.clone()),
            one("--folder", self.folder.clone()),
            one("--owner", self.owner.clone()),
            one("--on", day(self.on)),
            one("--by", how),
            one("--start", day(self.start)),
            one("--end", day(self.end)),
            one("--term", self.term.clone()),
            one("--renews", self.renews.clone()),
            one("--notice", self.notice.clone()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let parties = self.parties.iter().enumerate();
        defaults.extend(parties.map(|(n, party)| ("--party".to_owned(), format!("party {}", n + 1), party.clone())));
        defaults.extend(self.tags.iter().map(|tag| ("--tag".to_owned(), "tags".to_owned(), tag.clone())));
        defaults.extend(self.set.iter().map(|(key, value)| (format!("--set {key}"), key.clone(), value.clone())));
        defaults
    }
}
