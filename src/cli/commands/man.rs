//! `clm man`: the manual.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::super::context::Context;
use super::super::manual::{self, Page};
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::report::script::{PageReport, PagesReport};

/// Arguments of `clm man`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm man due\n  clm man exit-codes\n\nInto a pipe the page's roff source is printed."
)]
pub struct Args {
    /// A command, or a topic: config dates environment events exit-codes files json queries signing states templates
    #[arg(value_name = "PAGE")]
    pub page: Vec<String>,
    /// Print a topic as plain text, also into a pipe
    #[arg(long, conflicts_with = "out")]
    pub text: bool,
    /// Write all pages into DIR instead
    #[arg(long, value_name = "DIR", conflicts_with = "page")]
    pub out: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When there is no such page, or it cannot be written.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let failed =
        |error: std::io::Error| Error::new(Kind::Failed, "manual", format!("cannot write the manual: {error}"));
    if let Some(dir) = &args.out {
        let pages = manual::pages().map_err(failed)?;
        if !context.globals.dry_run {
            write(&context.resolve(dir), &pages).map_err(failed)?;
        }
        context.show(&PagesReport { items: pages.into_iter().map(|page| page.file).collect() })?;
        return Ok(0);
    }
    let name = args.page.join(" ");
    let wanted = (!name.is_empty()).then_some(name.as_str());
    let page = manual::page(wanted).map_err(failed)?.ok_or_else(|| {
        Error::new(Kind::NotFound, "no-such-page", format!("the manual has no page `{name}`")).hint(hint(&name))
    })?;
    let text = manual::topics::text(name.trim_start_matches("clm-"));
    let without_man = context.world.terminal.stdout && !context.globals.json;
    let for_a_person = context.world.terminal.stdout && !context.globals.json && !context.globals.no_pager;
    if !args.text && for_a_person && read_in_pager(&page.source).is_some() {
        return Ok(0);
    }
    if let Some(text) = text.filter(|_| (args.text && !context.globals.json) || without_man) {
        context.out(&text)?;
        return Ok(0);
    }
    context.show(&PageReport { page: page.file, source: page.source })?;
    Ok(0)
}

/// The page that was probably meant.
fn hint(name: &str) -> String {
    let all =
        "`clm --help` names the commands; topics: ".to_owned() + &manual::topics::names().collect::<Vec<_>>().join(" ");
    match nearest(&name.replace(' ', "-"), manual::names()) {
        Some(near) => format!("did you mean `clm man {near}`? {all}"),
        None => all,
    }
}

fn write(dir: &Path, pages: &[Page]) -> std::io::Result<()> {
    std::fs::create_dir_all(dir)?;
    pages.iter().try_for_each(|page| std::fs::write(dir.join(&page.file), &page.source))
}

/// Shows a page through `man`, where it is installed; none when it could not be shown.
fn read_in_pager(source: &str) -> Option<()> {
    use std::io::Write as _;
    let mut man = Command::new("man").args(["-l", "-"]).stdin(Stdio::piped()).spawn().ok()?;
    man.stdin.take()?.write_all(source.as_bytes()).ok()?;
    man.wait().ok()?.success().then_some(())
}
