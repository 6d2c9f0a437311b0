//! Completion: the words that could stand where the cursor is, with what they mean.
//!
//! A shell's script calls `clm -- WORD…` with `CLM_COMPLETE` set to its name, the last word being the one to complete.
//! **Owns** the scripts, which argument is completed from where, and each shell's lines. **Invariants**: nothing is ever
//! said on stderr and nothing fails: without a repository there are simply fewer candidates; the catalogue is read and
//! history is not, so that an answer takes milliseconds; text from a repository carries no control character.

mod attach;
mod filters;
mod source;

use std::ffi::OsString;
use std::sync::Arc;

use clap_complete::engine::{CompletionCandidate, complete};

use crate::render::visible;
use crate::world::World;
use source::Source;

/// Longer help is cut: it shares a line with the value.
const LONGEST_HELP: usize = 70;

/// The script that asks clm for completions, for a shell.
#[must_use]
pub fn script(shell: clap_complete::Shell) -> &'static str {
    match shell {
        clap_complete::Shell::Zsh => include_str!("scripts/clm.zsh"),
        clap_complete::Shell::Fish => include_str!("scripts/clm.fish"),
        clap_complete::Shell::PowerShell => include_str!("scripts/clm.powershell"),
        clap_complete::Shell::Elvish => include_str!("scripts/clm.elvish"),
        // Bash, and whatever shell clap_complete learns next.
        _ => include_str!("scripts/clm.bash"),
    }
}

/// What to print when a shell's script asked; none when this is an ordinary run.
#[must_use]
pub fn asked(world: &World) -> Option<String> {
    let shell = world.text("CLM_COMPLETE")?;
    let mut words: Vec<OsString> = match world.args.as_slice() {
        [_, dashes, words @ ..] if dashes == "--" && !words.is_empty() => words.to_vec(),
        _ => return None,
    };
    if shell == "bash" {
        words = words.into_iter().map(unquoted).collect();
    }
    let index = world.text("CLM_COMPLETE_INDEX").and_then(|text| text.parse::<usize>().ok());
    if index.is_some_and(|index| index == words.len()) {
        words.push(OsString::new());
    }
    let found = candidates(world, words);
    Some(found.iter().map(|candidate| line(shell, candidate)).collect())
}

/// The words that fit, options only where one was begun.
fn candidates(world: &World, words: Vec<OsString>) -> Vec<CompletionCandidate> {
    let current = words.last().cloned().unwrap_or_default();
    let source = Arc::new(Source::new(world, &words));
    let mut tree = attach::attached(&super::args::tree(), &source);
    let index = words.len().saturating_sub(1);
    let mut found = complete(&mut tree, words, index, Some(&world.folder)).unwrap_or_default();
    if !current.to_string_lossy().starts_with('-') {
        found.retain(|candidate| !candidate.get_value().to_string_lossy().starts_with('-'));
    }
    found
}

/// A word as bash keeps it, quotes and backslashes and all, as the program would get it.
fn unquoted(word: OsString) -> OsString {
    let Some(text) = word.to_str() else { return word };
    if !text.contains(['\'', '"', '\\']) {
        return word;
    }
    let closings = ["", "'", "\""];
    let parsed = closings.iter().find_map(|closing| shlex::split(&format!("{text}{closing}")));
    match parsed.as_deref() {
        Some([only]) => only.into(),
        _ => word,
    }
}

/// One candidate as a shell's script reads it.
fn line(shell: &str, candidate: &CompletionCandidate) -> String {
    let value = visible::line(&candidate.get_value().to_string_lossy());
    let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
    let help = shortened(&visible::line(help.lines().next().unwrap_or_default()));
    match (shell, help.is_empty()) {
        ("zsh", empty) => {
            let value = value.replace('\\', "\\\\").replace(':', "\\:");
            if empty { format!("{value}\n") } else { format!("{value}:{}\n", help.replace('\\', "\\\\")) }
        }
        ("bash", true) => format!("{}\n", escaped(&value)),
        ("bash", false) => format!("{}\t{help}\n", escaped(&value)),
        (_, true) => format!("{value}\n"),
        (_, false) => format!("{value}\t{help}\n"),
    }
}

/// As bash has to read it: the other shells quote by themselves.
fn escaped(value: &str) -> String {
    let special = |c: char| " \"'&|;<>()$`\\*?[]#!{}".contains(c);
    value.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

fn shortened(help: &str) -> String {
    match help.char_indices().nth(LONGEST_HELP) {
        None => help.to_owned(),
        Some((at, _)) => format!("{}…", help.get(..at).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::{line, shortened, unquoted};
    use clap_complete::engine::CompletionCandidate;

    #[test]
    fn a_line_is_what_the_shell_reads() {
        let candidate = CompletionCandidate::new("status:active").help(Some("Now\u{202e}: or \\ never\nmore".into()));
        assert_eq!(line("zsh", &candidate), "status\\:active:Now\\\\u{202e}: or \\\\ never\n");
        assert_eq!(line("fish", &candidate), "status:active\tNow\\u{202e}: or \\ never\n");
        assert_eq!(line("bash", &CompletionCandidate::new("party:\"A & B\"")), "party:\\\"A\\ \\&\\ B\\\"\n");
        assert_eq!(shortened(&"é".repeat(80)).chars().count(), 71);
    }

    #[test]
    fn quotes_are_taken_off_also_an_open_one() {
        for (typed, meant) in
            [("\"my dir\"", "my dir"), ("'a", "a"), ("\"a b", "a b"), ("a\\ b", "a b"), ("plain", "plain")]
        {
            assert_eq!(unquoted(typed.into()), meant, "{typed}");
        }
    }
}
