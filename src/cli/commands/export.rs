//! `clm export`: a contract as a file for people.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::super::args;
use super::super::context::Context;
use crate::contract::language::{LANGUAGES, Language};
use crate::error::{Error, Kind, Result};
use crate::ops::machine::whole_file;
use crate::ops::proving::export::{self, ExportRequest, Exported, Format};

/// Arguments of `clm export`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "The page holds the key terms, the text, the annexes and the fingerprints, with every signature and its verdict. What is recorded is exported; --at COMMIT takes what was recorded then. Nothing is overwritten.\n\nExamples:\n  clm export nda-7k2m9qxt -o nda.html\n  clm export nda-7k2m9qxt -o nda.pdf\n  clm export nda-7k2m9qxt --format docx -o for-their-lawyer.docx\n  clm export nda-7k2m9qxt --format md | pandoc -f markdown -o nda.odt"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// What kind of file: md, html, pdf or docx; what FILE ends in when absent
    #[arg(long, value_name = "FORMAT", value_parser = args::one_of(Format::ALL), hide_possible_values = true)]
    pub format: Option<Format>,
    /// Where to; `-`, or nothing, for stdout
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The language of the words around the text: en, nb, sv, da or de; the contract's own when absent
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<Language>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let file = args.output.as_deref().filter(|file| *file != Path::new("-"));
    let format = format(args.format, file)?;
    if file.is_none() {
        may_go_to_stdout(context, format)?;
    }
    let path = file.map(|file| context.resolve(file));
    // Asked before the work, and once more by the disk.
    if let Some(path) = path.as_deref().filter(|path| path.symlink_metadata().is_ok()) {
        return Err(exists(path));
    }
    let session = context.session()?;
    let place = session.resolve(&args.contract, context.folder())?;
    let search = context.world.variable("PATH").unwrap_or(OsStr::new(""));
    let Exported { bytes, mut report, warnings } =
        export::export(&session, &place, &ExportRequest { format, language: args.lang, search })?;
    for warning in warnings {
        context.warn(&warning);
    }
    let Some(path) = path else {
        context.streams.out_bytes(&bytes)?;
        return Ok(0);
    };
    if !context.globals.dry_run {
        whole_file::create(&path, &bytes, 0o644).map_err(|error| unwritten(&path, &error))?;
    }
    report.dry_run = context.globals.dry_run;
    report.path = Some(path.display().to_string());
    context.show(&report)?;
    Ok(0)
}

fn format(asked: Option<Format>, file: Option<&Path>) -> Result<Format> {
    let named = || Format::of_name(&file?.file_name()?.to_string_lossy());
    asked.or_else(named).ok_or_else(|| {
        Error::new(Kind::Usage, "missing-answer", "what kind of file is not said")
            .hint("--format md, html, pdf or docx; or let FILE of -o end in one of them")
    })
}

/// stdout takes one thing: the file. A terminal shows text only.
fn may_go_to_stdout(context: &Context<'_>, format: Format) -> Result<()> {
    let usage = |message: String| {
        Err(Error::new(Kind::Usage, "missing-answer", message)
            .hint(format!("-o FILE.{} names a file", format.ending())))
    };
    if context.globals.json || context.globals.plain {
        return usage("stdout cannot hold both the file and what is told of it".to_owned());
    }
    if context.world.terminal.stdout && !format.is_text() {
        return usage(format!("a terminal cannot show {}", format.ending()));
    }
    Ok(())
}

fn unwritten(path: &Path, error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::AlreadyExists {
        return exists(path);
    }
    Error::new(Kind::Failed, "output", format!("{} cannot be written: {error}", path.display()))
        .hint("choose another file: -o FILE")
        .about(path.display().to_string())
}

fn exists(path: &Path) -> Error {
    Error::new(Kind::Refused, "exists", format!("{} is there already: it is not overwritten", path.display()))
        .hint("choose another file, or move that one away")
        .about(path.display().to_string())
}

/// Reads one of the languages there are words for.
fn language(text: &str) -> std::result::Result<Language, String> {
    LANGUAGES.iter().find(|(code, _)| *code == text).map(|(_, language)| *language).ok_or_else(|| {
        let codes: Vec<&str> = LANGUAGES.iter().map(|(code, _)| *code).collect();
        format!("expected one of {}", codes.join(", "))
    })
}
