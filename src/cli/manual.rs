//! Man pages from the command tree, and a page for each topic from the tables the code itself uses.

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::config::{KEYS, Key, Reach};
use crate::contract::problem::nearest;
use crate::error::EXIT_CODES;
use crate::world::VARIABLES;

/// One page: its file name without folder (`clm-due.1`) and its roff source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Such as `clm-due.1`.
    pub file: String,
    /// The roff source.
    pub source: String,
}

/// Every page: the program, each command at any depth, each topic; sorted by file name.
///
/// # Errors
/// When roff cannot be written to memory, which is a fault of ours.
pub fn pages() -> std::io::Result<Vec<Page>> {
    let mut pages = Vec::new();
    command(&super::args::tree(), "clm", &mut pages)?;
    pages.push(topic("clm-exit-codes.7", "EXIT CODES", "exit-codes - what clm's exit codes mean", &exit_codes()));
    pages.push(topic(
        "clm-templates.7",
        "TEMPLATES",
        "templates - templates, clauses and what they assert",
        &templates(),
    ));
    pages.push(topic("clm-environment.7", "ENVIRONMENT", "environment - the variables clm reads", &environment()));
    pages.push(topic("clm-config.7", "CONFIG", "config - the settings clm knows, and who may set them", &settings()));
    pages.push(topic("clm-events.7", "EVENTS", "events - how other programs hear of every act", &events()));
    pages.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(pages)
}

/// The page called `name`: `due`, `member add`, `exit-codes`, or the program's own for none.
///
/// # Errors
/// As [`pages`].
pub fn page(name: Option<&str>) -> std::io::Result<Option<Page>> {
    let typed = name.unwrap_or("clm").trim().replace(' ', "-");
    let stem = if typed == "clm" || typed.starts_with("clm-") { typed } else { format!("clm-{typed}") };
    Ok(pages()?.into_iter().find(|page| page.file.rsplit_once('.').is_some_and(|(file, _)| file == stem)))
}

/// The name of every page as one asks for it.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.get_or_init(page_names).iter().map(String::as_str)
}

fn page_names() -> Vec<String> {
    let pages = pages().unwrap_or_default();
    let stem = |page: &Page| page.file.rsplit_once('.').map(|(stem, _)| stem.trim_start_matches("clm-").to_owned());
    pages.iter().filter_map(stem).filter(|name| name != "clm").collect()
}

static NAMES: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();

/// The page that was probably meant, as one types it.
#[must_use]
pub fn nearest_page(typed: &str) -> Option<String> {
    nearest(&typed.replace(' ', "-"), names())
}

fn command(command: &clap::Command, name: &str, pages: &mut Vec<Page>) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let man = Man::new(command.clone()).title(name.to_uppercase()).date("").source("clm").manual("clm manual");
    man.render(&mut bytes)?;
    exit_status().to_writer(&mut bytes)?;
    pages.push(Page { file: format!("{name}.1"), source: String::from_utf8_lossy(&bytes).into_owned() });
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        self::command(sub, &format!("{name}-{}", sub.get_name()), pages)?;
    }
    Ok(())
}

fn exit_status() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    roff.text([roman("0 when done; every other code is a failure, see "), bold("clm-exit-codes"), roman("(7).")]);
    roff
}

fn topic(file: &str, title: &str, name: &str, rows: &[(String, String)]) -> Page {
    let mut roff = Roff::new();
    roff.control("TH", [&format!("CLM {title}"), "7", "", "", "clm manual"]);
    roff.control("SH", ["NAME"]).text([roman(format!("clm {name}"))]);
    roff.control("SH", [title]);
    for (term, meaning) in rows {
        roff.control("TP", []).text([bold(term.clone())]).text([roman(meaning.clone())]);
    }
    Page { file: file.to_owned(), source: roff.to_roff() }
}

fn exit_codes() -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> =
        EXIT_CODES.iter().map(|(code, meaning)| (code.to_string(), (*meaning).to_owned())).collect();
    rows.push(("other".to_owned(), "a failure of a later version: treat an unknown code as failure".to_owned()));
    rows
}

/// The files of the library, for those who write them.
const TEMPLATES: [(&str, &str); 12] = [
    (
        "WORKSPACE/templates/NAME.md",
        "A template: TOML between two lines `+++`, then Markdown. `[template]` says what it is (name, title, kind, language, \
         version, description, jurisdiction), each `[[field]]` asks one thing, `[contract]` is the header to draw. The body \
         uses `{{ field }}`, `{% if field %}`, `{% for %}`, `{% include \"clause\" %}` and the filters date, money, \
         duration, list, upper, lower.",
    ),
    (
        "WORKSPACE/clauses/NAME.md",
        "A clause: Markdown, optionally below a head with `[clause]`: title, language, description, and `use`, when to take \
         it. The head never reaches a contract.",
    ),
    (
        "WORKSPACE/clauses/NAME--FALLBACK.md",
        "What we retreat to instead of the clause NAME. Its head says `fallback_of = \"NAME\"` and `rank`, 1 for the first \
         retreat. `clm new --clause NAME=FALLBACK` draws it; the contract's record.toml keeps that it was.",
    ),
    ("[template.require]", "What must hold of everything drawn from the template; each assertion may be left out."),
    ("clauses = [\"Confidentiality\"]", "Headings the text must have, without their numbers, in any case."),
    ("parties = 2", "At least so many parties, each of them named in the text."),
    ("notice_within_term = true", "No notice is longer than the period it is given in."),
    ("no_unused_fields = true", "Every field the template declares is used in it, in a clause or in a default."),
    (
        "defined_terms = true",
        "Every term that is defined (quoted and bold, or quoted at the end of brackets) is used, in whatever inflection.",
    ),
    ("messages = { clauses = \"ask legal\" }", "The organisation's own words, told behind the fault of an assertion."),
    (
        "clm template check && clm check --all",
        "For continuous integration: the first draws every template with its defaults, once with each fallback, and judges \
         the drafts; the second judges every contract by the version of the template it was drawn from. Exit 7 when \
         something is wrong, with file, line and column. `clm new` refuses a draft that does not hold what is asserted.",
    ),
    (
        "retired = \"reason\", retired_on = DATE",
        "Written into `[template]` by `clm template retire`: nothing is drawn from it any more; `--undo` takes it back.",
    ),
];

fn templates() -> Vec<(String, String)> {
    TEMPLATES.iter().map(|(term, meaning)| ((*term).to_owned(), (*meaning).to_owned())).collect()
}

fn environment() -> Vec<(String, String)> {
    VARIABLES.iter().map(|(name, meaning)| ((*name).to_owned(), (*meaning).to_owned())).collect()
}

fn settings() -> Vec<(String, String)> {
    let row = |key: &Key| {
        let default = if key.default.is_empty() { String::new() } else { format!(" By itself: {}.", key.default) };
        let variable = key.variable.map(|name| format!(" {name} outranks it.")).unwrap_or_default();
        let reach = match key.reach {
            Reach::Anywhere => " A repository may set it.".to_owned(),
            Reach::Person(reason) => format!(" Not in a repository: {reason}."),
        };
        (key.name.to_owned(), format!("{}.{default}{variable}{reach}", key.about))
    };
    let order = (
        "order".to_owned(),
        "The strongest first: an option of the command, a CLM_* variable, clm.toml of the repository (as recorded at HEAD), \
         your own file ($XDG_CONFIG_HOME/clm/config.toml or ~/.config/clm/config.toml), /etc/clm/config.toml. `clm config \
         list --origin` shows which counts; `clm config set KEY VALUE` writes your own file, with --shared the repository's."
            .to_owned(),
    );
    std::iter::once(order).chain(KEYS.iter().map(row)).collect()
}

fn events() -> Vec<(String, String)> {
    let rows = [
        (
            "[events]",
            "A table of your own configuration: on-ACT = COMMAND for one act (on-sign, on-new, on-receive, on-import …), \
             on-any = COMMAND for all; both are run where both are set. A repository cannot name any.",
        ),
        (
            "COMMAND",
            "A list of words, or a string that is split into words as a shell would. No shell is started; for one write \
             [\"sh\", \"-c\", \"…\"]. Example: clm config set events.on-any \"curl -sS --json @- https://hooks.example/clm\".",
        ),
        (
            "stdin",
            "One JSON object, clm.event/1: act, at, commit, subject, actor {name, email}, organisation, repository, \
             contracts (ids), items (as the act answers them with --json, states after the act).",
        ),
        (
            "surroundings",
            "The repository's folder; PATH, HOME, the locale, the time zone and the desktop session of the environment, \
             nothing else; CLM_EVENT holds the act. What the program prints comes on stderr.",
        ),
        (
            "when",
            "After the act's commit is durable. --dry-run tells nobody, nor does an act that recorded nothing, nor clm \
             started by such a program. init, sync and plain git commits are not told.",
        ),
        (
            "failure",
            "The act stands and its exit code stays: a program that is missing, fails or takes longer than 30 seconds is a \
             warning that names it.",
        ),
    ];
    rows.map(|(term, meaning)| (term.to_owned(), meaning.to_owned())).to_vec()
}

#[cfg(test)]
mod tests {
    use super::{page, pages};

    #[test]
    fn every_command_and_topic_has_a_page() {
        let files: Vec<String> = pages().unwrap().into_iter().map(|page| page.file).collect();
        for file in
            ["clm.1", "clm-due.1", "clm-member-add.1", "clm-exit-codes.7", "clm-environment.7", "clm-templates.7"]
        {
            assert!(files.iter().any(|known| known == file), "{file}");
        }
        assert!(page(Some("member add")).unwrap().is_some());
        assert!(page(Some("nothing")).unwrap().is_none());
    }
}
