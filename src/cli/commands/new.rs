//! `clm new`: a draft from a template or from their paper; or many from a template and a CSV.

use std::path::{Path, PathBuf};

use super::super::args::{self, Key};
use super::super::context::Context;
use super::ask;
use super::revise::{Revised, Work, revise};
use crate::error::{Error, Kind, Result};
use crate::ops;
use crate::ops::moving::import::Named;
use crate::ops::paper::new::{BatchRequest, Drawn, NewRequest, PaperRequest, Questions};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::render::visible;

/// Arguments of `clm new`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm new --template nda --party \"Acme AS\"\n  clm new --template consulting -w sales --party \"Acme AS\" --set fee=\"1450.00 NOK\" --edit\n  clm new --template consulting --batch people.csv --no-input\n  clm new --from their-nda.md --kind nda --party \"Acme AS\""
)]
pub struct Args {
    /// Template to draw from; `clm template list` names them
    #[arg(short, long, value_name = "TEMPLATE")]
    pub template: Option<String>,
    /// Start from their paper instead: a Markdown or plain text file, kept byte for byte; --set then sets header keys
    #[arg(long, value_name = "FILE", conflicts_with_all = ["template", "batch", "clauses"])]
    pub from: Option<PathBuf>,
    /// Kind of contract their paper is, such as nda; `other` when not given
    #[arg(long, value_name = "KIND", requires = "from")]
    pub kind: Option<String>,
    /// Draw a contract a row of a CSV, all or none: columns are fields of the template, party, title, owner and tag
    #[arg(long, value_name = "CSV", conflicts_with_all = ["edit", "title"])]
    pub batch: Option<PathBuf>,
    /// Workspace to file the contract in
    #[arg(short, long, value_name = "WORKSPACE")]
    pub workspace: Option<String>,
    /// The counterparty; once for each further party
    #[arg(short, long = "party", value_name = "NAME")]
    pub parties: Vec<String>,
    /// Answer to a field of the template
    #[arg(short, long = "set", value_name = "FIELD=VALUE", value_parser = args::assignment)]
    pub set: Vec<(String, String)>,
    /// Answers from a TOML file
    #[arg(long, value_name = "FILE")]
    pub set_file: Option<PathBuf>,
    /// Draw a fallback instead of a clause; `clm clause list` names them
    #[arg(long = "clause", value_name = "CLAUSE=FALLBACK", value_parser = args::assignment)]
    pub clauses: Vec<(String, String)>,
    /// Title of the contract instead of the template's
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Tag to give it
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Member who answers for it, instead of you
    #[arg(long, value_name = "ADDRESS")]
    pub owner: Option<String>,
    /// Folder below the workspace's contracts/, instead of the month
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<String>,
    /// Open it in your editor before it is recorded
    #[arg(short, long)]
    pub edit: bool,
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
    if let Some(file) = &args.from {
        return from_paper(args, context, &session, file);
    }
    let template = template(args, context, &session)?;
    let mut set = args.set_file.as_deref().map(|path| from_file(context, path)).transpose()?.unwrap_or_default();
    set.extend(args.set.iter().cloned());
    let mut questions = Questions::open(&session, (&template, args.workspace.as_deref()), &args.parties, &set)?;
    questions.prefer(&args.clauses)?;
    let request = request(args);
    if let Some(file) = &args.batch {
        let file = named(context, file);
        let actor = context.actor(&session, args.key.named())?;
        let request = BatchRequest { file: &file, all: request };
        context.show(&ops::paper::new::batch(&session, &actor, &questions, &request, &context.manner())?)?;
        return Ok(0);
    }
    match context.prompt() {
        Some(prompt) => ask::unanswered(prompt, &mut questions)?,
        None => questions.must_be_complete()?,
    }
    let actor = context.actor(&session, args.key.named())?;
    ops::paper::new::may(&session, &actor, &questions.found().workspace, &request)?;
    let drawn = questions.draw(&session, args.title.as_deref())?;
    finish(args, context, (&session, &actor), &drawn, &request)
}

/// Lets the person look at the text when asked, and records it.
fn finish(
    args: &Args,
    context: &Context<'_>,
    (session, actor): (&Session, &Actor),
    drawn: &Drawn,
    request: &NewRequest<'_>,
) -> Result<u8> {
    let record =
        |text: &[u8]| context.show(&ops::paper::new::record(session, actor, drawn, text, request, &context.manner())?);
    if !args.edit {
        record(&drawn.bytes)?;
        return Ok(0);
    }
    let work = Work {
        name: format!("{}.md", drawn.id),
        text: &drawn.bytes,
        as_it_is: true,
        faults: &|text| drawn.faults(text),
        record: &record,
    };
    if let Revised::Emptied | Revised::Unchanged = revise(context, session, &work)? {
        context.show(&ops::drafting::draft::nothing("nothing was recorded: the text was emptied"))?;
    }
    Ok(0)
}

/// A draft from the other side's paper.
fn from_paper(args: &Args, context: &Context<'_>, session: &Session, file: &Path) -> Result<u8> {
    let file = named(context, file);
    let mut set = args.set_file.as_deref().map(|path| from_file(context, path)).transpose()?.unwrap_or_default();
    set.extend(args.set.iter().cloned());
    let actor = context.actor(session, args.key.named())?;
    let drawn = ops::paper::new::from_paper(
        session,
        &PaperRequest {
            file: &file,
            kind: args.kind.as_deref(),
            parties: &args.parties,
            set: &set,
            title: args.title.as_deref(),
            workspace: args.workspace.as_deref(),
        },
    )?;
    let request = request(args);
    ops::paper::new::may(session, &actor, drawn.workspace(), &request)?;
    finish(args, context, (session, &actor), &drawn, &request)
}

fn named(context: &Context<'_>, path: &Path) -> Named {
    Named { shown: path.to_owned(), at: context.resolve(path) }
}

fn request(args: &Args) -> NewRequest<'_> {
    NewRequest {
        title: args.title.as_deref(),
        tags: &args.tags,
        owner: args.owner.as_deref(),
        folder: args.folder.as_deref(),
    }
}

/// The template named, or chosen by a person.
fn template(args: &Args, context: &Context<'_>, session: &Session) -> Result<String> {
    if let Some(name) = &args.template {
        return Ok(name.clone());
    }
    let all = ops::paper::template::list(session, args.workspace.as_deref())?.items;
    let full = |item: &crate::report::member::TemplateItem| format!("{}/{}", item.workspace, item.name);
    let missing = || {
        Error::new(Kind::Usage, "missing-answer", "no template was named")
            .details(all.iter().map(|item| format!("{}  {}", full(item), item.title)))
            .hint("give --template NAME; `clm template show NAME` says what it asks")
    };
    let prompt = context.prompt().filter(|_| !all.is_empty()).ok_or_else(missing)?;
    let shown = |item| visible::line(&format!("{}  {}", full(item), item.title));
    let choices: Vec<String> = all.iter().map(shown).collect();
    let chosen = prompt.choose("Draw from which template", &choices, 0)?;
    all.get(chosen).map(full).ok_or_else(missing)
}

/// Answers of a TOML file: `field = value`, one level deep.
fn from_file(context: &Context<'_>, path: &Path) -> Result<Vec<(String, String)>> {
    let refused = |message: String| {
        Error::new(Kind::InvalidContent, "set-file", message)
            .hint("--set-file takes a TOML file with a line such as `fee = \"1450.00 NOK\"` for each answer")
            .about(path.display().to_string())
    };
    let bytes = std::fs::read(context.resolve(path))
        .map_err(|fault| refused(format!("{} cannot be read: {fault}", path.display())))?;
    let text = String::from_utf8(bytes).map_err(|_| refused(format!("{} is not UTF-8", path.display())))?;
    let table: toml::Table =
        text.parse().map_err(|fault: toml::de::Error| refused(format!("{}: {}", path.display(), fault.message())))?;
    table
        .into_iter()
        .map(|(name, value)| match value {
            toml::Value::String(text) => Ok((name, text)),
            toml::Value::Integer(number) => Ok((name, number.to_string())),
            toml::Value::Boolean(yes) => Ok((name, if yes { "yes" } else { "no" }.to_owned())),
            toml::Value::Datetime(date) => Ok((name, date.to_string())),
            toml::Value::Float(_) => {
                Err(refused(format!("{}: `{name}` is a broken number: write amounts in quotes", path.display())))
            }
            toml::Value::Array(_) | toml::Value::Table(_) => {
                Err(refused(format!("{}: `{name}` is no single answer", path.display())))
            }
        })
        .collect()
}
