//! `clm reminder`: days and rules by which contracts remind their owners.

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::contract::deadline::What;
use crate::contract::reminder_rule::Rule;
use crate::contract::span::Span;
use crate::error::{Error, Kind, Result};
use crate::ops::living::reminder::{self, Wanted};

/// What `clm reminder` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// Be reminded of a contract on a day, or so long before dates of it
    #[command(
        after_help = "Rules for many contracts stand in clm.toml as [[reminders]] with before, what and, where wanted, kind, workspace, tag.\n\n\
                      Examples:\n  clm reminder add lease-7k2m9qxt --on 2027-01-10 --what \"Ask Ola about the roof\"\n  \
                      clm reminder add lease-7k2m9qxt --before \"60 days\" --of notice,end"
    )]
    Add(Add),
    /// List reminders and rules: those about a contract, or all
    #[command(after_help = "Examples:\n  clm reminder list\n  clm reminder list lease-7k2m9qxt --json")]
    List {
        /// The contract: id, unique prefix, folder or path; all when left out
        #[arg(value_name = "CONTRACT")]
        contract: Option<String>,
    },
    /// Take a reminder or a contract's own rule away
    #[command(after_help = "Examples:\n  clm reminder remove lease-7k2m9qxt ask-ola-about-the-roof\n  \
                      clm reminder remove lease-7k2m9qxt 60-days-before-notice-end")]
    Remove {
        /// The contract: id, unique prefix, folder or path
        #[arg(value_name = "CONTRACT")]
        contract: String,
        /// Its name, as `clm reminder list` shows it
        #[arg(value_name = "NAME")]
        name: String,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
    },
}

/// Arguments of `clm reminder add`.
#[derive(clap::Args, Debug)]
pub struct Add {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The day to be reminded on; needs --what
    #[arg(long, value_name = "DATE", value_parser = args::date, conflicts_with_all = ["before", "of"])]
    pub on: Option<NaiveDate>,
    /// With --on: of what, in a sentence
    #[arg(long, value_name = "TEXT", requires = "on")]
    pub what: Option<String>,
    /// With --on: what `done` and `remove` call it; made from the sentence when left out
    #[arg(long, value_name = "NAME", requires = "on")]
    pub name: Option<String>,
    /// So long before the dates --of names, such as "60 days" or "2 months"
    #[arg(long, value_name = "SPAN", value_parser = span)]
    pub before: Option<Span>,
    /// With --before: notice, end, renewal, option, start, sign-by, obligation [default: notice,option,end]
    #[arg(long, value_name = "KIND", value_delimiter = ',', requires = "before", value_parser = Rule::kind_of)]
    pub of: Vec<What>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(action: &Action, context: &Context<'_>) -> Result<u8> {
    match action {
        Action::Add(add) => return run_add(add, context),
        Action::List { contract } => {
            let session = context.session()?;
            let place = contract.as_ref().map(|name| session.resolve(name, context.folder())).transpose()?;
            context.show(&reminder::list(&session, place.as_ref())?)?;
        }
        Action::Remove { contract, name, key } => {
            let session = context.session()?;
            let actor = context.actor(&session, key.named())?;
            let place = session.resolve(contract, context.folder())?;
            context.show(&reminder::remove(&session, &actor, &place, name, &context.manner())?)?;
        }
    }
    Ok(0)
}

fn run_add(add: &Add, context: &Context<'_>) -> Result<u8> {
    let usual = [What::Notice, What::Option, What::End];
    let wanted = match (add.on, add.what.as_deref(), add.before) {
        (Some(on), Some(what), _) => Wanted::Day { on, what, name: add.name.as_deref() },
        (None, _, Some(before)) => Wanted::Before { before, of: if add.of.is_empty() { &usual } else { &add.of } },
        _ => {
            return Err(Error::new(Kind::Usage, "missing-answer", "when, and of what?")
                .hint("clm reminder add CONTRACT --on DATE --what TEXT, or --before \"60 days\""));
        }
    };
    let session = context.session()?;
    let actor = context.actor(&session, add.key.named())?;
    let place = session.resolve(&add.contract, context.folder())?;
    context.show(&reminder::add(&session, &actor, &place, &wanted, &context.manner())?)?;
    Ok(0)
}

fn span(text: &str) -> std::result::Result<Span, String> {
    text.parse().map_err(|fault: crate::contract::span::SpanError| fault.to_string())
}
