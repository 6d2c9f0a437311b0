//! Which argument is completed from where: by the name its value goes by in help, so that a new command is completed
//! without a word here.

use std::ffi::OsStr;
use std::sync::Arc;

use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter as _};

use super::filters;
use super::source::{Source, value_of};
use crate::cli::manual;
use crate::config;
use crate::contract::header;
use crate::ops::finding::complete::{Candidate, Wanted};

/// What completes an argument.
#[derive(Clone, Copy)]
enum From {
    Contracts,
    Versions,
    Templates,
    Clauses,
    Workspaces,
    Members,
    Tags,
    Parties,
    Kinds,
    Query,
    Keys,
    Fields,
    Pages,
    Settings,
    Repositories,
}

/// The tree with completers on its arguments.
pub(super) fn attached(tree: &Command, source: &Arc<Source>) -> Command {
    below(tree.clone(), "", source)
}

fn below(command: Command, path: &str, source: &Arc<Source>) -> Command {
    let name = format!("{path} {}", command.get_name());
    let command = command.mut_args(|arg| argument(arg, &name, source));
    command.mut_subcommands(|sub| below(sub, &name, source))
}

fn argument(arg: Arg, command: &str, source: &Arc<Source>) -> Arg {
    let value = arg.get_value_names().and_then(<[_]>::first).map(ToString::to_string).unwrap_or_default();
    let Some(from) = from(&value, arg.get_id().as_str(), command) else {
        return match value.as_str() {
            "FILE" | "CSV" | "STATEMENT" | "SIGNATURE" | "TOML" => arg.value_hint(ValueHint::AnyPath),
            "DIR" => arg.value_hint(ValueHint::DirPath),
            _ => arg,
        };
    };
    let source = Arc::clone(source);
    arg.add(ArgValueCompleter::new(move |current: &OsStr| {
        current.to_str().map(|current| candidates(from, &source, current)).unwrap_or_default()
    }))
}

fn from(value: &str, id: &str, command: &str) -> Option<From> {
    let in_command = |name: &str| command.ends_with(name);
    Some(match (value, id) {
        ("CONTRACT", _) => From::Contracts,
        ("PATH", "path") if in_command(" explain") => From::Contracts,
        ("VERSION", _) => From::Versions,
        ("TEMPLATE", _) => From::Templates,
        ("CLAUSE", _) => From::Clauses,
        ("WORKSPACE", _) | (_, "workspace" | "workspaces") => From::Workspaces,
        ("ADDRESS" | "MEMBER" | "WHO", _) | (_, "owner") => From::Members,
        ("DIR", "repo") => From::Repositories,
        ("TAG", _) => From::Tags,
        ("PARTY", _) | (_, "parties" | "party") => From::Parties,
        ("KIND", _) => From::Kinds,
        ("QUERY", _) => From::Query,
        ("PAGE", _) => From::Pages,
        ("KEY", "key") if command.contains(" config ") => From::Settings,
        ("KEY=VALUE", _) => From::Keys,
        ("FIELD=VALUE", _) => From::Fields,
        ("NAME", "name") if in_command(" template show") || in_command(" template check") => From::Templates,
        _ => return None,
    })
}

fn candidates(from: From, source: &Source, current: &str) -> Vec<CompletionCandidate> {
    let starting = |wanted| source.candidates(wanted).into_iter().filter(|one| one.value.starts_with(current));
    let found: Vec<Candidate> = match from {
        From::Contracts => source.candidates(Wanted::Contracts(current)),
        From::Versions => {
            let commits = ["HEAD", "HEAD~1", "HEAD~2"].map(Candidate::bare);
            let commits = commits.into_iter().filter(|one| one.value.starts_with(current));
            commits.chain(source.candidates(Wanted::Contracts(current))).collect()
        }
        From::Templates => starting(Wanted::Templates).collect(),
        From::Clauses => starting(Wanted::Clauses).collect(),
        From::Workspaces => starting(Wanted::Workspaces).collect(),
        From::Members => starting(Wanted::Members).collect(),
        From::Tags => starting(Wanted::Tags).collect(),
        From::Parties => starting(Wanted::Parties).collect(),
        From::Kinds => starting(Wanted::Kinds).collect(),
        From::Query => filters::complete(source, current),
        From::Keys => keys(current),
        From::Settings => settings(source).into_iter().filter(|one| one.value.starts_with(current)).collect(),
        From::Fields => fields(source, current),
        From::Repositories => return repositories(source, current),
        From::Pages => manual::names().filter(|name| name.starts_with(current)).map(Candidate::bare).collect(),
    };
    found.into_iter().map(candidate).collect()
}

fn candidate(found: Candidate) -> CompletionCandidate {
    CompletionCandidate::new(found.value).help(found.help.map(Into::into))
}

/// Names that are listed, then folders: a path wins where both are there.
fn repositories(source: &Source, current: &str) -> Vec<CompletionCandidate> {
    let folders = PathCompleter::dir().current_dir(source.here.clone()).complete(OsStr::new(current));
    let named = source.listed.iter().filter(|one| one.value.starts_with(current)).cloned();
    named.map(candidate).chain(folders).collect()
}

/// `term.notice=`: what `set` can set.
fn keys(current: &str) -> Vec<Candidate> {
    let ours = ["owner", "tags"].into_iter().map(ToOwned::to_owned);
    let keys = header::key_names().into_iter().chain(ours).map(|key| format!("{key}="));
    keys.filter(|key| key.starts_with(current)).map(|key| Candidate::bare(&key)).collect()
}

/// Keys of the configuration, with the queries that are saved.
fn settings(source: &Source) -> Vec<Candidate> {
    let about = |key: &config::Key| Candidate {
        value: key.name.trim_end_matches('*').to_owned(),
        help: Some(key.about.to_owned()),
    };
    let saved = source.saved.iter().map(|one| Candidate { value: format!("query.{}", one.value), ..one.clone() });
    let listed = source.listed.iter();
    let listed = listed.map(|one| Candidate { value: format!("repository.{}", one.value), ..one.clone() });
    config::KEYS.iter().map(about).chain(saved).chain(listed).collect()
}

/// What the template named on the line asks.
fn fields(source: &Source, current: &str) -> Vec<Candidate> {
    let Some(template) = value_of(&source.words, "-t", "--template") else { return Vec::new() };
    let found = source.candidates(Wanted::Fields(&template)).into_iter();
    let with_sign = found.map(|one| Candidate { value: format!("{}=", one.value), ..one });
    with_sign.filter(|one| one.value.starts_with(current)).collect()
}
