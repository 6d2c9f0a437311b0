//! What somebody probably meant by words clm does not have: a hint under a usage error.
//!
//! **Owns** the habits people bring along from other tools. **Refuses to know** what the commands do.

use std::ffi::OsString;

use clap::error::ContextKind;

/// Commands by the names other tools give them.
const COMMANDS: &[(&[&str], &str)] = &[
    (
        &["rm", "delete", "remove", "discard"],
        "`clm undo CONTRACT` takes a new draft back; `clm archive CONTRACT` takes what is over out of the lists",
    ),
    (&["ls"], "`clm list` lists contracts"),
    (&["find", "grep", "query"], "`clm search WORDS` finds by words, `clm list FILTER` by terms"),
    (
        &["mv", "rename", "file"],
        "`clm move CONTRACT FOLDER` files it elsewhere; `clm set CONTRACT title=TITLE` renames a draft",
    ),
    (
        &["cat", "view", "open", "info"],
        "`clm show CONTRACT` shows all there is to know, `clm show CONTRACT --raw` its text",
    ),
    (&["history", "blame"], "`clm log CONTRACT` tells what happened"),
    (&["calendar", "reminders", "remind"], "`clm due` lists the dates, `clm due --ics` as a calendar"),
    (
        &["commit", "add"],
        "`clm new` drafts, `clm import` brings in what exists, `clm save` records what an editor changed",
    ),
    (&["revert"], "`clm undo` takes back what was done, `clm restore` brings back the recorded text"),
    (&["export"], "`clm list --json` and `--plain` hand everything on; the contracts are files already"),
    (&["validate", "lint"], "`clm check` looks for mistakes"),
    (&["fill"], "`clm edit CONTRACT` opens the draft; what is open stands as `[[fill: name]]`"),
    (&["user", "users", "invite"], "`clm member add` adds a person, `clm member list` lists them"),
    (&["annex", "upload"], "`clm attach CONTRACT FILE` attaches"),
    (&["cancel"], "`clm notice` records a notice, `clm terminate` an end on a day"),
];

/// Words below a command that other tools have: the command, the words, the hint.
const BELOW: &[(&str, &[&str], &str)] = &[
    ("member", &["rm", "delete", "retire"], "`clm member remove ADDRESS` ends roles and keys; the name stays listed"),
    (
        "member",
        &["edit", "role", "roles"],
        "`clm member set ADDRESS --role ROLE`; `clm grant` gives more in a workspace",
    ),
    (
        "template",
        &["edit", "save", "new", "set", "update", "create"],
        "a template is a file, WORKSPACE/templates/NAME.md: change it, look with `clm template check`, and commit it with git",
    ),
    ("template", &["remove", "rm", "delete"], "`clm template retire NAME` lets nothing be drawn from it any more"),
    ("config", &["show"], "`clm config list` shows what is set, `clm config get KEY` one value"),
];

/// Flags people expect of a command: the command, the flags, the hint.
const FLAGS: &[(&str, &[&str], &str)] = &[
    (
        "amend",
        &["--set", "-s", "--clause"],
        "draw the amendment first; `clm set AMENDMENT KEY=VALUE` then changes its terms",
    ),
    ("notice", &["--on", "--date"], "what counts is the day it was received: --received DATE"),
    ("move", &["--folder", "--to", "--workspace", "-w"], "the folder comes last: `clm move CONTRACT FOLDER`"),
    ("list", &["--save"], SAVED),
    ("search", &["--save"], SAVED),
    ("log", &["--number", "--max"], "--limit N"),
];

const SAVED: &str = "`clm config set query.NAME \"QUERY\"` saves a query, `clm list @NAME` asks it";

/// Filters that are typed as flags, by the filter.
const FILTERS: &[(&str, &[&str])] = &[
    ("workspace", &["-w", "--workspace"]),
    ("status", &["--status", "-s"]),
    ("party", &["--party", "-p"]),
    ("kind", &["--kind", "-k"]),
    ("tag", &["--tag", "-t"]),
    ("owner", &["--owner"]),
    ("language", &["--language"]),
];

/// What is told in place of clap's guesses; none where it can say nothing better.
#[must_use]
pub fn hint(args: &[OsString], refused: &clap::Error) -> Option<String> {
    let words: Vec<&str> = args.iter().skip(1).filter_map(|word| word.to_str()).collect();
    if let Some(unknown) = said(refused, ContextKind::InvalidSubcommand) {
        let above = words.iter().position(|word| *word == unknown).and_then(|place| words.get(place.checked_sub(1)?));
        let below = above.and_then(|above| {
            BELOW.iter().find(|(command, names, _)| command == above && names.contains(&unknown.as_str()))
        });
        if let Some((_, _, hint)) = below {
            return Some((*hint).to_owned());
        }
        if above.is_some_and(|above| ["member", "template", "config", "key", "clause", "workspace"].contains(above)) {
            return None;
        }
        let found = COMMANDS.iter().find(|(names, _)| names.contains(&unknown.as_str()));
        return found.map(|(_, hint)| (*hint).to_owned());
    }
    let unknown = said(refused, ContextKind::InvalidArg)?;
    if refused.kind() != clap::error::ErrorKind::UnknownArgument {
        return None;
    }
    let flag = unknown.split(['=', ' ']).next().unwrap_or_default();
    let command = |names: &[&str]| words.iter().find(|word| names.contains(*word)).copied();
    if !flag.starts_with('-') {
        let named = command(&["new"])?;
        return Some(format!("a template is named by its flag: `clm {named} --template {flag} --party NAME`"));
    }
    if let Some((_, _, hint)) =
        FLAGS.iter().find(|(name, flags, _)| command(&[name]).is_some() && flags.contains(&flag))
    {
        return Some((*hint).to_owned());
    }
    let asks = command(&["list", "search", "due"])?;
    let (filter, _) = FILTERS.iter().find(|(_, flags)| flags.contains(&flag))?;
    Some(format!("that is a filter here, a word without dashes: `clm {asks} {filter}:VALUE`"))
}

fn said(refused: &clap::Error, kind: ContextKind) -> Option<String> {
    refused.get(kind).map(ToString::to_string)
}

/// clap's text with the hint in place of its guesses; without one, only the guess that never helps is left out.
#[must_use]
pub fn told(rendered: &str, hint: Option<&str>) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in rendered.lines() {
        let guess = line.trim_start();
        let useless = guess.starts_with("tip:") && (hint.is_some() || guess.contains("as a value, use '-- "));
        let again = line.is_empty() && lines.last().is_some_and(|last: &&str| last.is_empty());
        let elsewhere = hint.is_some() && line.starts_with("For more information");
        if !(useless || again || elsewhere) {
            lines.push(line);
        }
    }
    let mut text = lines.join("\n") + "\n";
    if let Some(hint) = hint {
        text.push_str(&format!("hint: {hint}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{hint, told};

    fn asked(line: &str) -> (Option<String>, String) {
        let words: Vec<std::ffi::OsString> = line.split(' ').map(Into::into).collect();
        let refused = crate::cli::args::parse(&words).unwrap_err();
        let hint = hint(&words, &refused);
        let text = told(&refused.render().to_string(), hint.as_deref());
        (hint, text)
    }

    #[test]
    fn habits_from_other_tools_are_answered() {
        for (line, answer) in [
            ("clm rm nda", "clm undo"),
            ("clm ls", "clm list"),
            ("clm template edit nda", "clm template check"),
            ("clm list -w sales", "workspace:VALUE"),
            ("clm due --status=active", "clm due status:VALUE"),
            ("clm list --save", "query.NAME"),
            ("clm new nda", "--template nda"),
            ("clm -C firm amend nda --set a=b", "clm set AMENDMENT"),
            ("clm notice nda --on 2026-11-24", "--received DATE"),
            ("clm move nda --folder it", "clm move CONTRACT FOLDER"),
        ] {
            let (hint, text) = asked(line);
            assert!(hint.as_ref().is_some_and(|hint| hint.contains(answer)), "{line}: {hint:?}");
            assert!(
                !text.contains("tip:") && text.ends_with(&format!("hint: {}\n", hint.unwrap_or_default())),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_only_mistyped_keeps_the_guess_that_helps() {
        let (hint, text) = asked("clm serch x");
        assert!(hint.is_none() && text.contains("tip:") && text.contains("search"), "{text}");
        let (hint, text) = asked("clm show --frobnicate");
        assert!(hint.is_none() && !text.contains("as a value"), "{text}");
        assert!(text.contains("--help") && !text.contains("\n\n\n"), "{text}");
        assert!(asked("clm workspace rm").0.is_none());
    }
}
