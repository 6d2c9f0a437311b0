//! Examples of commands: where they stand in help, and those that stand nowhere else.
//!
//! A command writes its examples into `after_help`, under a line `Examples:`. Help shows them before the usage, because
//! they are what most people came for; manual pages give them a section of their own.

use clap::Command;

/// Examples beyond those a command has itself, by its path.
const FURTHER: &[(&str, &[&str])] = &[
    ("check", &["clm check --json | jq '.items[] | select(.severity == \"error\")'"]),
    ("clause", &["clm clause list", "clm clause show liability --fallback uncapped"]),
    ("clause list", &["clm clause list", "clm clause list -w sales --json"]),
    ("completions", &["clm completions zsh > ~/.zfunc/_clm"]),
    ("config edit", &["clm config edit", "CLM_EDITOR=nano clm config edit"]),
    ("config get", &["clm config get due.days", "clm config get query.renewals --origin"]),
    ("config list", &["clm config list", "clm config list --origin"]),
    ("config path", &["clm config path", "clm config path --plain"]),
    (
        "config set",
        &["clm config set query.renewals \"notice:<60d status:active\"", "clm config set --shared due.days 60"],
    ),
    ("config unset", &["clm config unset due.days", "clm config unset --shared due.days"]),
    ("demo", &["clm demo ../demo --json"]),
    ("edit", &["clm -C ~/firm edit nda"]),
    ("executed", &["clm executed lease-4kd92mzq --on 2026-11-20 --by external --evidence receipt.pdf"]),
    ("hook", &["clm hook install --server /srv/git/firm.git", "clm doctor --server /srv/git/firm.git"]),
    ("import", &["clm import archive/*.md --party \"Northwind AS\" --party \"Acme AS\" --on 2020-01-31 --dry-run"]),
    ("init", &["clm init hr --org \"Northwind AS\" --name \"Astrid Lund\" --email astrid@northwind.example"]),
    ("key", &["clm key list", "clm key new"]),
    (
        "key add",
        &[
            "clm key add bo@northwind.example --pub laptop.pub",
            "clm key add ida@northwind.example --pub \"ssh-ed25519 AAAA…\"",
        ],
    ),
    ("key list", &["clm key list", "clm key list --json"]),
    ("key new", &["clm key new", "clm key new ~/.ssh/contracts --comment astrid@northwind.example"]),
    (
        "key revoke",
        &["clm key revoke bo@northwind.example --since 2026-11-20 -m \"laptop stolen\"", "clm key revoke SHA256:…"],
    ),
    (
        "key rotate",
        &[
            "clm key rotate bo@northwind.example --pub new.pub",
            "clm key rotate ida@northwind.example --pub new.pub -m \"new laptop\"",
        ],
    ),
    ("member", &["clm member list", "clm member add kari@northwind.example --name \"Kari Nordmann\" --pub kari.pub"]),
    (
        "member add",
        &[
            "clm member add kari@northwind.example --name \"Kari Nordmann\" --pub kari.pub",
            "clm member add ola@northwind.example --name \"Ola Nordmann\" --pub ola.pub --role signatory --signs-for \"Northwind AS\"",
        ],
    ),
    ("member list", &["clm member list", "clm member list --plain | cut -f1"]),
    (
        "member remove",
        &["clm member remove bo@northwind.example", "clm member remove bo@northwind.example -m \"left on 1 May\""],
    ),
    (
        "member set",
        &[
            "clm member set bo@northwind.example --role manager -w sales",
            "clm member set ida@northwind.example --role signatory --signs-for \"Northwind AS\"",
        ],
    ),
    ("policy", &["clm policy grants", "clm policy list"]),
    ("policy apply", &["clm policy apply 3f9c2a7d10be", "clm policy apply 3f9c2a7d10be --dry-run"]),
    ("policy drop", &["clm policy drop 3f9c2a7d10be", "clm policy drop 3f9c2a7d10be -m \"made anew\""]),
    ("policy grants", &["clm policy grants", "clm policy grants --plain | cut -f1,2"]),
    ("policy list", &["clm policy list", "clm policy list --all --json"]),
    ("policy owners", &["clm policy owners 2", "clm policy owners 1 --dry-run"]),
    ("policy show", &["clm policy show 3f9c2a7d10be", "clm policy show 3f9c --json"]),
    ("policy sign", &["clm policy sign 3f9c2a7d10be", "clm policy sign 3f9c --key ~/.ssh/contracts --yes"]),
    ("receive", &["clm receive acme.json --basis phone -m \"fingerprint read out by Bo Acme\""]),
    (
        "reminder",
        &["clm reminder list", "clm reminder add lease-7k2m9qxt --on 2027-01-10 --what \"Ask Ola about the roof\""],
    ),
    ("restore", &["clm restore nda-7k2m9qxt --dry-run"]),
    ("search", &["clm search 'terminat* OR oppsigelse' --limit 50"]),
    ("tag", &["clm list --plain party:acme | clm tag - --add key-supplier"]),
    ("team", &["clm team list", "clm team add sales --member bo@northwind.example --member ida@northwind.example"]),
    ("team add", &["clm team add sales --member bo@northwind.example", "clm team add board"]),
    ("team list", &["clm team list", "clm team list --json"]),
    ("team remove", &["clm team remove sales", "clm team remove sales --dry-run"]),
    (
        "team set",
        &["clm team set sales --add ola@northwind.example", "clm team set sales --remove bo@northwind.example"],
    ),
    ("template", &["clm template list", "clm template show nda"]),
    ("template list", &["clm template list", "clm template list -w hr"]),
    ("template show", &["clm template show nda", "clm template show hr/consulting --json"]),
    ("timer", &["clm timer print", "clm timer print --cron --command remind"]),
    ("workspace", &["clm workspace list", "clm workspace add sales --title \"Sales\""]),
    ("workspace add", &["clm workspace add sales", "clm workspace add hr --title \"People\""]),
    ("workspace split", &["clm workspace split hr ../hr-contracts", "clm workspace split hr ../hr-contracts --leave"]),
    ("workspace list", &["clm workspace list", "clm workspace list --json"]),
];

/// Examples first, then how the command is called, then its options.
const LAYOUT: &str = "{about}{after-help}\n\n{usage-heading} {usage}\n\n{all-args}";

/// The tree with all examples in their place.
#[must_use]
pub fn arranged(command: Command) -> Command {
    command.mut_subcommands(|sub| below(sub, ""))
}

fn below(command: Command, path: &str) -> Command {
    let path = format!("{path} {}", command.get_name()).trim_start().to_owned();
    let command = command.mut_subcommands(|sub| below(sub, &path));
    let short = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let long = command.get_after_long_help().map(ToString::to_string);
    let command = command.after_help(text(&short, &path)).help_template(LAYOUT);
    match long {
        Some(long) => command.after_long_help(text(&long, &path)),
        None => command,
    }
}

/// What stands beside the options in a command's help.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Commands, with their words.
    pub examples: Vec<String>,
    /// Paragraphs; indented lines in them are lines of their own.
    pub notes: Vec<String>,
}

/// Takes the examples out of a help text.
#[must_use]
pub fn parts(help: &str) -> Parts {
    let mut parts = Parts::default();
    let (mut paragraph, mut example) = (Vec::new(), false);
    for line in help.lines() {
        if line.trim() == "Examples:" {
            example = true;
        } else if example && line.starts_with("  ") {
            parts.examples.push(line.trim().to_owned());
        } else if line.trim().is_empty() {
            end(&mut paragraph, &mut parts.notes);
        } else {
            example = false;
            paragraph.push(line.trim_end());
        }
    }
    end(&mut paragraph, &mut parts.notes);
    parts
}

/// Lines of a paragraph flow; an indented one, such as a line of an example file, stays a line of its own.
fn end(paragraph: &mut Vec<&str>, notes: &mut Vec<String>) {
    let mut note = String::new();
    let mut before = false;
    for line in paragraph.drain(..) {
        let indented = line.starts_with("  ");
        let gap = if indented || before { "\n" } else { " " };
        note.push_str(if note.is_empty() { "" } else { gap });
        note.push_str(if indented { line } else { line.trim() });
        before = indented;
    }
    if !note.is_empty() {
        notes.push(note);
    }
}

fn text(help: &str, path: &str) -> String {
    let mut parts = parts(help);
    let further = FURTHER.iter().find(|(known, _)| *known == path).map_or([].as_slice(), |(_, further)| further);
    for one in further {
        if !parts.examples.iter().any(|known| known == one) {
            parts.examples.push((*one).to_owned());
        }
    }
    let mut text = String::new();
    if !parts.examples.is_empty() {
        text.push_str("Examples:");
        parts.examples.iter().for_each(|example| text.push_str(&format!("\n  {example}")));
    }
    for note in parts.notes {
        text.push_str(if text.is_empty() { "" } else { "\n\n" });
        text.push_str(&note);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Parts, parts};

    #[test]
    fn examples_and_notes_are_told_apart() {
        let help = "One note\nof two lines.\n\nExamples:\n  clm a\n  clm b   # why\n\nAnother.";
        let expected = Parts {
            examples: vec!["clm a".into(), "clm b   # why".into()],
            notes: vec!["One note of two lines.".into(), "Another.".into()],
        };
        assert_eq!(parts(help), expected);
        assert_eq!(parts(""), Parts::default());
        let keys = parts("Keys:\n  one two\n  three\nOurs, at\nany time:\n  four");
        assert_eq!(keys.notes, ["Keys:\n  one two\n  three\nOurs, at any time:\n  four"]);
    }

    #[test]
    fn every_command_has_two_examples_and_they_parse() {
        fn look(command: &clap::Command, path: &str) {
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help" && !sub.is_hide_set()) {
                let path = format!("{path} {}", sub.get_name());
                let help = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
                let examples = parts(&help).examples;
                assert!(examples.len() >= 2, "{path} has fewer than two examples");
                for example in examples.iter().filter(|example| example.starts_with("clm ")) {
                    let first = example.split(['|', ';', '#', '>', '&']).next().unwrap_or_default();
                    let Some(words) = shlex::split(first) else { continue };
                    let words: Vec<std::ffi::OsString> = words.into_iter().map(Into::into).collect();
                    let parsed = crate::cli::args::parse(&words);
                    assert!(parsed.is_ok(), "{example}: {:?}", parsed.err().map(|error| error.to_string()));
                }
                look(sub, &path);
            }
        }
        look(&crate::cli::args::tree(), "clm");
    }
}
