//! The page of a command: what clap knows of it, its examples, its exit codes, and where to read on.

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{Page, markup};
use crate::cli::examples::parts;
use crate::error::EXIT_CODES;

/// Topics that belong to commands.
const TOPICS: [(&str, &[&str]); 17] = [
    ("clm-due", &["dates", "queries"]),
    ("clm-calendar", &["dates", "queries"]),
    ("clm-list", &["queries", "states"]),
    ("clm-search", &["queries"]),
    ("clm-show", &["states", "dates"]),
    ("clm-status", &["states", "dates"]),
    ("clm-sign", &["signing", "states"]),
    ("clm-receive", &["signing"]),
    ("clm-executed", &["signing", "states"]),
    ("clm-verify", &["signing", "states"]),
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
    man.render_synopsis_section(&mut bytes)?;
    man.render_description_section(&mut bytes)?;
    let help = command.get_after_long_help().or_else(|| command.get_after_help());
    let parts = help.map(|help| parts(&help.to_string())).unwrap_or_default();
    let mut rest = Roff::new();
    parts.notes.iter().for_each(|note| {
        rest.control("PP", []).text([roman(note.clone())]);
    });
    rest.to_writer(&mut bytes)?;
    if !parts.examples.is_empty() {
        let mut examples = Roff::new();
        examples.control("SH", ["EXAMPLES"]);
        let lines: Vec<String> = parts.examples.iter().map(|line| format!("    {line}")).collect();
        markup::verbatim(&lines.iter().map(String::as_str).collect::<Vec<_>>(), &mut examples);
        examples.to_writer(&mut bytes)?;
    }
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
    let own = topics.iter().map(|topic| format!("clm-{topic}(7)"));
    let usual = ["clm-exit-codes(7)".to_owned(), "clm-json(7)".to_owned()];
    let all: Vec<String> = above.into_iter().chain(own).chain(usual).collect();
    roff.text([roman(all.join(", "))]);
}
