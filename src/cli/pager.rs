//! The pager: which one, and a long answer shown through it.
//!
//! A repository never names it: `core.pager` counts only from the user's own git configuration.

use std::io::{ErrorKind, Write as _};
use std::process::{Child, Command, Stdio};

use unicode_width::UnicodeWidthStr as _;

use super::context::Context;
use super::streams::Streams;
use crate::ops;

/// What the shell must see to it, as git decides it.
const FOR_SHELL: &[char] =
    &['|', '&', ';', '<', '>', '(', ')', '$', '`', '\\', '"', '\'', '\t', '\n', '*', '?', '[', '#', '~', '=', '%'];

/// Shows `text` through the pager where it is longer than the screen; false when it is still to be written.
pub fn shown(context: &Context<'_>, text: &str) -> bool {
    if !is_wanted(context) || !is_longer_than_screen(context, text) {
        return false;
    }
    let Some(pager) = chosen(context) else { return false };
    match through(context, &pager, text) {
        Ok(()) => true,
        Err(what) => {
            context.warn(&format!("the pager `{pager}` {what}; `clm config set pager PAGER` names another"));
            false
        }
    }
}

/// Whether this command may page at all, however long its answer.
pub fn is_wanted(context: &Context<'_>) -> bool {
    let world = context.world;
    world.terminal.stdout
        && matches!(context.streams, Streams::Process)
        && !context.globals.no_pager
        && !context.globals.json
        && !context.globals.plain
        && world.text("TERM").is_some_and(|term| term != "dumb")
}

/// Whether a person will meet the text in a pager.
pub fn is_longer_than_screen(context: &Context<'_>, text: &str) -> bool {
    let terminal = context.world.terminal;
    let (Some(height), Some(width)) = (terminal.height, terminal.width) else { return false };
    let width = usize::from(width.max(1));
    let rows = |line: &str| without_escapes(line).width().div_ceil(width).max(1);
    // One row is left for the prompt.
    text.lines().map(rows).sum::<usize>() >= usize::from(height)
}

/// A line without colours and links.
fn without_escapes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = crate::render::link::after_escape(after);
    }
    out.push_str(rest);
    out
}

/// `CLM_PAGER`, the setting `pager`, `GIT_PAGER`, `core.pager`, `PAGER`, `less`; none for `cat`.
fn chosen(context: &Context<'_>) -> Option<String> {
    let world = context.world;
    let named = |name: &str| world.text(name).map(ToOwned::to_owned);
    let own = context.settings().text("pager").map(ToOwned::to_owned);
    let of_git = || ops::setup::config::of_git("core.pager").ok().flatten();
    let pager = own.or_else(|| named("GIT_PAGER")).or_else(of_git).or_else(|| named("PAGER"));
    let pager = pager.unwrap_or_else(|| "less".to_owned());
    (!matches!(pager.trim(), "" | "cat")).then_some(pager)
}

fn command(context: &Context<'_>, pager: &str) -> Command {
    let mut command = match shlex::split(pager).as_deref() {
        Some([program, arguments @ ..]) if !pager.contains(FOR_SHELL) => {
            let mut command = Command::new(program);
            command.args(arguments);
            command
        }
        _ => {
            let mut command = Command::new("sh");
            command.arg("-c").arg(pager);
            command
        }
    };
    for (name, usual) in [("LESS", "FRX"), ("LV", "-c")] {
        if context.world.variable(name).is_none() {
            command.env(name, usual);
        }
    }
    command
}

/// Feeds the pager; an error says in words why nothing was shown.
fn through(context: &Context<'_>, pager: &str, text: &str) -> Result<(), String> {
    let failed = |fault: std::io::Error| match fault.kind() {
        ErrorKind::NotFound => "was not found".to_owned(),
        _ => format!("could not be started: {fault}"),
    };
    let mut child: Child = command(context, pager).stdin(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A reader who leaves early has read enough.
        drop(stdin.write_all(text.as_bytes()));
    }
    match child.wait().map(|status| status.code()) {
        Ok(Some(127)) => Err("was not found".to_owned()),
        Ok(Some(126)) => Err("could not be started".to_owned()),
        _ => Ok(()),
    }
}
