//! `clm resolve`: two wordings of one clause, shown and settled.

use std::path::PathBuf;

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::machine::whole_file;
use crate::ops::moving::sync::{self, Way};

/// Arguments of `clm resolve`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Without a choice it shows what waits, clause by clause. What you choose is written by the next `clm sync`; both wordings stay in the history.\n\nExamples:\n  clm resolve\n  clm resolve nda-7k2m9qxt --theirs\n  clm resolve nda-7k2m9qxt --draft both.md\n  clm resolve nda-7k2m9qxt --file both.md"
)]
pub struct Args {
    /// A contract, or the path of a file; all when absent
    #[arg(value_name = "WHAT")]
    pub what: Option<String>,
    /// Our text stands
    #[arg(long, requires = "what", group = "way")]
    pub ours: bool,
    /// Their text stands
    #[arg(long, requires = "what", group = "way")]
    pub theirs: bool,
    /// The text in FILE stands
    #[arg(long, value_name = "FILE", requires = "what", group = "way")]
    pub file: Option<PathBuf>,
    /// Write both wordings into FILE, between marks, to be edited
    #[arg(long, value_name = "FILE", requires = "what", group = "way")]
    pub draft: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let name = args.what.as_deref();
    let way = match (args.ours, args.theirs, &args.file) {
        (true, ..) => Some(Way::Ours),
        (_, true, _) => Some(Way::Theirs),
        (.., Some(file)) => {
            let path = context.resolve(file);
            let bytes = std::fs::read(&path).map_err(|fault| cannot("read", &path, &fault))?;
            Some(Way::Text(bytes))
        }
        _ => None,
    };
    if let (Some(name), Some(draft)) = (name, &args.draft) {
        let (text, path) = (sync::draft(&session, name)?, context.resolve(draft));
        whole_file::create(&path, text.as_bytes(), 0o666).map_err(|fault| cannot("write", &path, &fault))?;
        context.note(&format!("edit {}, then: clm resolve {name} --file {}", path.display(), draft.display()));
        return Ok(0);
    }
    let report = match (name, way) {
        (Some(name), Some(way)) => {
            let (settled, rest) = sync::resolve(&session, name, &way, context.globals.dry_run)?;
            settled.iter().for_each(|path| context.note(&format!("settled: {path}")));
            if rest.items.is_empty() {
                context.note("nothing else waits; `clm sync` joins both sides now");
                return Ok(0);
            }
            rest
        }
        (name, _) => sync::show(&session, name)?,
    };
    context.show(&report)?;
    Ok(0)
}

fn cannot(what: &str, path: &std::path::Path, fault: &std::io::Error) -> Error {
    Error::new(Kind::Failed, "file", format!("cannot {what} {}: {fault}", path.display()))
        .hint("name another file")
        .about(path.display().to_string())
}
