//! The topics of the manual: pages about clm as a whole, written by hand, with tables from the code itself.

use clap_mangen::roff::Roff;

use super::{Page, markup};
use crate::config::{KEYS, Key, Reach};
use crate::error::EXIT_CODES;
use crate::world::VARIABLES;

/// One topic: its name and its source.
struct Topic {
    name: &'static str,
    source: &'static str,
}

const TOPICS: [Topic; 14] = [
    Topic { name: "agreeing", source: include_str!("topics/agreeing.md") },
    Topic { name: "config", source: include_str!("topics/config.md") },
    Topic { name: "dates", source: include_str!("topics/dates.md") },
    Topic { name: "environment", source: include_str!("topics/environment.md") },
    Topic { name: "events", source: include_str!("topics/events.md") },
    Topic { name: "exit-codes", source: include_str!("topics/exit-codes.md") },
    Topic { name: "files", source: include_str!("topics/files.md") },
    Topic { name: "json", source: include_str!("topics/json.md") },
    Topic { name: "policy", source: include_str!("topics/policy.md") },
    Topic { name: "queries", source: include_str!("topics/queries.md") },
    Topic { name: "repositories", source: include_str!("topics/repositories.md") },
    Topic { name: "signing", source: include_str!("topics/signing.md") },
    Topic { name: "states", source: include_str!("topics/states.md") },
    Topic { name: "templates", source: include_str!("topics/templates.md") },
];

/// Names of all topics.
pub fn names() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().map(|topic| topic.name)
}

/// A topic as text for reading as it is.
#[must_use]
pub fn text(name: &str) -> Option<String> {
    TOPICS.iter().find(|topic| topic.name == name).map(|topic| filled(topic.source))
}

/// Every topic as a page of section 7.
pub(super) fn pages() -> Vec<Page> {
    TOPICS.iter().map(page).collect()
}

fn page(topic: &Topic) -> Page {
    let short = topic.source.lines().next().and_then(|line| line.split_once(" - ")).map_or("", |(_, short)| short);
    let mut roff = Roff::new();
    roff.control("TH", [&format!("CLM-{}", topic.name.to_uppercase()), "7", "", "clm", "clm manual"]);
    roff.control("SH", ["NAME"]);
    roff.text([clap_mangen::roff::roman(format!("clm-{} - {short}", topic.name))]);
    markup::write(&filled(topic.source), &mut roff);
    Page { file: format!("clm-{}.7", topic.name), source: roff.to_roff() }
}

/// The tables that the code itself goes by, put in their places.
fn filled(source: &str) -> String {
    let entry = |term: &str, meaning: &str| format!("{term}\n:   {meaning}\n");
    let codes: String = EXIT_CODES.iter().map(|(code, meaning)| entry(&code.to_string(), meaning)).collect();
    let variables: String = VARIABLES.iter().map(|(name, meaning)| entry(name, meaning)).collect();
    let settings: String = KEYS.iter().map(|key| entry(key.name, &setting(key))).collect();
    source
        .replace("{{exit-codes}}\n\n", &codes)
        .replace("{{environment}}\n", &variables)
        .replace("{{settings}}\n", &settings)
}

/// A setting in sentences: what it does, what it is by itself, and who may set it.
fn setting(key: &Key) -> String {
    let default = if key.default.is_empty() { String::new() } else { format!(" By itself: {}.", key.default) };
    let variable = key.variable.map(|name| format!(" {name} outranks it.")).unwrap_or_default();
    let reach = match key.reach {
        Reach::Anywhere => " A repository may set it.".to_owned(),
        Reach::Person(reason) => format!(" Not in a repository: {reason}."),
    };
    format!("{}.{default}{variable}{reach}", key.about)
}
