//! The page of a command: what clap knows of it, its examples, its exit codes, and where to read on.

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{Page, markup};
use crate::cli::examples::parts;
use crate::error::EXIT_CODES;

/// Paragraphs on each command.
const DESCRIPTIONS: &str = include_str!("commands.md");

/// Topics that belong to commands.
const TOPICS: [(&str, &[&str]); 19] = [
    ("clm-due", &["dates", "queries"]),
    ("clm-calendar", &["dates", "queries"]),
    ("clm-list", &["queries", "states"]),
    ("clm-search", &["queries"]),
    ("clm-show", &["states", "dates"]),
    ("clm-status", &["states", "dates"]),
    ("clm-sign", &["signing", "states"]),
    ("clm-receive", &["signing"]),
    ("clm-witness", &["signing", "states"]),
    ("clm-executed", &["signing", "states"]),
    ("clm-verify", &["signing", "states"]),
    ("clm-bundle", &["signing"]),
    ("clm-new", &["templates", "files"]),
    ("clm-template", &["templates"]),
    ("clm-set", &["files", "dates"]),
    ("clm-check", &["files", "templates"]),
    ("clm-save", &["files", "states"]),
    ("clm-diff", &["templates", "files"]),
    ("clm-init", &["files"]),
];

/// Adds the pages of a command and all below it.
pub(super) fn pages(command: &Command, name: &str, pages: &mut Vec<Page>) -> std::io::Result<()> {
    pages.push(page(command, name)?);
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        self::pages(sub, &format!("{name}-{}", sub.get_name()), pages)?;
    }
    Ok(())
}

fn page(command: &Command, name: &str) -> std::io::Result<Page> {
    let mut bytes = Vec::new();
    let man = Man::new(command.clone()).title(name.to_uppercase()).date("").source("clm").manual("clm manual");
    man.render_title(&mut bytes)?;
    man.render_name_section(&mut bytes)?;
    words(command, name).to_writer(&mut bytes)?;
    man.render_options_section(&mut bytes)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut bytes)?;
    }
    let mut end = Roff::new();
    exit_status(command, name, &mut end);
    see_also(name, &mut end);
    end.to_writer(&mut bytes)?;
    Ok(Page { file: format!("{name}.1"), source: String::from_utf8_lossy(&bytes).into_owned() })
}

/// How it is called, what it does, and its examples.
fn words(command: &Command, name: &str) -> Roff {
    let said = |text: Option<&clap::builder::StyledStr>| text.map(|text| parts(&text.to_string())).unwrap_or_default();
    let about = said(command.get_long_about().or_else(|| command.get_about()));
    let help = said(command.get_after_long_help().or_else(|| command.get_after_help()));
    let mut roff = Roff::new();
    let usage = command.clone().render_usage().to_string();
    roff.control("SH", ["SYNOPSIS"]).text([roman(usage.trim_start_matches("Usage: "))]);
    roff.control("SH", ["DESCRIPTION"]);
    let notes: Vec<String> = match described(name) {
        Some(words) => {
            markup::write(words, &mut roff);
            help.notes
        }
        None => about.notes.iter().map(|note| format!("{note}.")).chain(help.notes).collect(),
    };
    for note in notes {
        roff.control("PP", []);
        let lines: Vec<&str> = note.lines().collect();
        for block in lines.chunk_by(|one, next| one.starts_with(' ') == next.starts_with(' ')) {
            match block.first() {
                Some(first) if first.starts_with(' ') => markup::verbatim(block, &mut roff),
                _ => drop(roff.text([roman(block.join(" "))])),
            }
        }
    }
    let examples: Vec<String> = about.examples.iter().chain(&help.examples).map(|line| format!("    {line}")).collect();
    if !examples.is_empty() {
        roff.control("SH", ["EXAMPLES"]);
        markup::verbatim(&examples.iter().map(String::as_str).collect::<Vec<_>>(), &mut roff);
    }
    roff
}

/// What is said of a command beyond its one line of help.
fn described(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix("clm-").unwrap_or(name);
    let (_, after) = DESCRIPTIONS.split_once(&format!("## {name}\n"))?;
    Some(after.split_once("\n## ").map_or(after, |(words, _)| words))
}

/// The codes this command can answer with.
fn exit_status(command: &Command, name: &str, roff: &mut Roff) {
    let has = |id: &str| command.get_arguments().any(|arg| arg.get_id() == id);
    let value = |wanted: &str| {
        let is = |arg: &clap::Arg| arg.get_value_names().is_some_and(|names| names.iter().any(|name| name == wanted));
        command.get_arguments().any(is)
    };
    let mut codes: Vec<u8> = vec![0, 1, 2];
    let outside = ["clm-man", "clm-completions", "clm-demo", "clm-init", "clm-key"];
    if !outside.iter().any(|one| name.starts_with(one)) {
        codes.push(11);
    }
    if value("CONTRACT") || value("TEMPLATE") || value("WORKSPACE") || name == "clm-man" {
        codes.push(3);
    }
    if has("key") && !name.starts_with("clm-key") {
        codes.extend([4, 7, 8]);
    }
    match name {
        "clm-verify" => codes.extend([5, 6]),
        "clm-bundle" => codes.push(5),
        "clm-check" => codes.push(7),
        "clm-edit" => codes.push(9),
        _ => {}
    }
    if has("exit_code") {
        codes.push(10);
    }
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in EXIT_CODES.iter().filter(|(code, _)| codes.contains(code)) {
        roff.control("TP", []).text([bold(code.to_string())]).text([roman(meaning.replace('`', ""))]);
    }
    roff.control("PP", []).text([roman("Every other code is a failure, see "), bold("clm-exit-codes"), roman("(7).")]);
}

fn see_also(name: &str, roff: &mut Roff) {
    roff.control("SH", ["SEE ALSO"]);
    let topics = TOPICS.iter().find(|(command, _)| *command == name).map_or([].as_slice(), |(_, topics)| topics);
    let above = name.rsplit_once('-').map(|(above, _)| format!("{above}(1)"));
    let all: Vec<&str> = super::topics::names().collect();
    let topics = if name == "clm" { all.as_slice() } else { topics };
    let own = topics.iter().map(|topic| format!("clm-{topic}(7)"));
    let usual = ["clm-exit-codes(7)".to_owned(), "clm-json(7)".to_owned()];
    let usual = usual.into_iter().filter(|_| name != "clm");
    let pages: Vec<String> = above.into_iter().chain(own).chain(usual).collect();
    roff.text([roman(pages.join(", "))]);
}
