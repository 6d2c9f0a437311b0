//! `clm diff`: one version of a contract against another.

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::{
    self,
    drafting::diff::{Against, unsaved},
};
use crate::report::diff::{DiffReport, Layout};

/// A terminal this wide shows old and new beside each other.
const WIDE: u16 = 120;

/// Arguments of `clm diff`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm diff\n  clm diff nda-7k2m9qxt\n  clm diff nda-7k2m9qxt HEAD~3\n  clm diff nda-7k2m9qxt --template\n  clm diff nda-7k2m9qxt --proposal\n  clm diff nda-7k2m9qxt --signed --exit-code"
)]
#[command(group(clap::ArgGroup::new("against").args(["version", "template", "sent", "signed", "proposal"])))]
#[command(group(clap::ArgGroup::new("layout").args(["words", "lines", "side_by_side"])))]
pub struct Args {
    /// A contract: id, unique prefix, folder or path; all with unsaved changes when absent
    #[arg(value_name = "CONTRACT")]
    pub contract: Option<String>,
    /// Hold it against a commit (HEAD~3), a revision (the start of its digest) or another contract
    #[arg(value_name = "VERSION")]
    pub version: Option<String>,
    /// Hold it against the template it was drawn from: what was changed in our own paper
    #[arg(long)]
    pub template: bool,
    /// Hold it against what was last sent for signature
    #[arg(long)]
    pub sent: bool,
    /// Hold it against what was signed
    #[arg(long)]
    pub signed: bool,
    /// Show the wording the other side asks for, hunks numbered for `reopen --with`; the newest when none is named
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    pub proposal: Option<String>,
    /// Mark words where they stand (the default on a narrow terminal)
    #[arg(long)]
    pub words: bool,
    /// Show old lines, then new lines
    #[arg(long)]
    pub lines: bool,
    /// Show old and new beside each other (the default from 120 columns on)
    #[arg(long)]
    pub side_by_side: bool,
    /// Exit 10 when anything differs
    #[arg(long)]
    pub exit_code: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let items = match &args.contract {
        Some(name) => {
            let place = session.resolve(name, context.folder())?;
            vec![ops::drafting::diff::diff(&session, &place, args.against(context))?]
        }
        None if args.template || args.sent || args.signed || args.proposal.is_some() => {
            return Err(Error::new(Kind::Usage, "missing-answer", "which contract is to be compared?")
                .hint("name it: `clm diff CONTRACT --template`; `clm list` shows all"));
        }
        None => unsaved(&session)?,
    };
    let different = items.iter().any(|item| item.different);
    context.show(&DiffReport { items, layout: args.layout(context) })?;
    Ok(if args.exit_code && different { Kind::ConditionHolds.exit() } else { 0 })
}

impl Args {
    fn against<'a>(&'a self, context: &'a Context<'_>) -> Against<'a> {
        match (&self.version, &self.proposal) {
            (Some(version), _) => Against::Named(version, context.folder()),
            (None, Some(name)) => Against::Proposal(Some(name.as_str()).filter(|name| !name.is_empty())),
            _ if self.template => Against::Template,
            _ if self.sent => Against::Sent,
            _ if self.signed => Against::Signed,
            _ => Against::Recorded,
        }
    }

    fn layout(&self, context: &Context<'_>) -> Layout {
        let terminal = context.world.terminal;
        let wide = terminal.stdout && terminal.width.is_some_and(|width| width >= WIDE);
        match (self.lines, self.words) {
            (true, _) => Layout::Lines,
            (_, true) => Layout::Words,
            _ if self.side_by_side || wide => Layout::SideBySide,
            _ => Layout::Words,
        }
    }
}
