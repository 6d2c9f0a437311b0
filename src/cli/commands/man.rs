//! `clm man`: the manual.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::super::context::Context;
use super::super::manual;
use crate::error::{Error, Kind, Result};

/// Arguments of `clm man`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm man due\n  clm man exit-codes\n\nInto a pipe the page's roff source is printed."
)]
pub struct Args {
    /// A command or a topic: exit-codes, environment
    #[arg(value_name = "PAGE")]
    pub page: Vec<String>,
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
        let dir = context.resolve(dir);
        std::fs::create_dir_all(&dir).map_err(failed)?;
        for page in manual::pages().map_err(failed)? {
            std::fs::write(dir.join(&page.file), page.source).map_err(failed)?;
        }
        return Ok(0);
    }
    let name = args.page.join(" ");
    let wanted = (!name.is_empty()).then_some(name.as_str());
    let page = manual::page(wanted).map_err(failed)?.ok_or_else(|| {
        Error::new(Kind::NotFound, "no-such-page", format!("the manual has no page `{name}`"))
            .hint("`clm --help` names the commands; topics are exit-codes and environment")
    })?;
    if context.world.terminal.stdout && read_in_pager(&page.source).is_some() {
        return Ok(0);
    }
    context.out(&page.source)?;
    Ok(0)
}

/// Shows a page through `man`, where it is installed; none when it could not be shown.
fn read_in_pager(source: &str) -> Option<()> {
    use std::io::Write as _;
    let mut man = Command::new("man").args(["-l", "-"]).stdin(Stdio::piped()).spawn().ok()?;
    man.stdin.take()?.write_all(source.as_bytes()).ok()?;
    man.wait().ok()?.success().then_some(())
}
