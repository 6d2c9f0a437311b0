//! `status:<TAB>`: the filter language of `list`, `search` and `due`.

use super::source::Source;
use crate::ops::finding::complete::{Candidate, Wanted};
use crate::query::Key;

/// What can be compared with a day or an amount.
const HINTS: [(&str, &[&str]); 4] = [
    ("start", &["start:<today", "start:>today"]),
    ("end", &["end:<60d", "end:<1y"]),
    ("notice", &["notice:<30d", "notice:<60d"]),
    ("value", &["value:>100000"]),
];

/// Filters, then their values. A minus in front stays.
pub(super) fn complete(source: &Source, current: &str) -> Vec<Candidate> {
    let (minus, word) = current.strip_prefix('-').map_or(("", current), |word| ("-", word));
    if let Some(begun) = current.strip_prefix('@') {
        return saved(source, begun);
    }
    let found: Vec<Candidate> = match word.split_once(':') {
        None => Key::names()
            .filter(|name| name.starts_with(word))
            .map(|name| Candidate::bare(&format!("{name}:")))
            .collect(),
        Some((name, begun)) => Key::named(name).map(|key| values(source, key, begun)).unwrap_or_default(),
    };
    found.into_iter().map(|one| Candidate { value: format!("{minus}{}", one.value), ..one }).collect()
}

/// `@renewals`: what the person or the repository saved.
fn saved(source: &Source, begun: &str) -> Vec<Candidate> {
    let mut found = source.saved.clone();
    found.extend(source.candidates(Wanted::Saved));
    found.sort_by(|a, b| a.value.cmp(&b.value));
    found.dedup_by(|a, b| a.value == b.value);
    let fitting = found.into_iter().filter(|one| one.value.starts_with(begun));
    fitting.map(|one| Candidate { value: format!("@{}", one.value), ..one }).collect()
}

fn values(source: &Source, key: Key, begun: &str) -> Vec<Candidate> {
    let hints = HINTS.iter().find(|(name, _)| *name == key.name()).map_or([].as_slice(), |(_, hints)| hints);
    if !hints.is_empty() {
        let typed = format!("{}:{begun}", key.name());
        return hints.iter().filter(|hint| hint.starts_with(&typed)).map(|hint| Candidate::bare(hint)).collect();
    }
    let known = match key {
        Key::Party => source.candidates(Wanted::Parties),
        Key::Kind => source.candidates(Wanted::Kinds),
        Key::Tag => source.candidates(Wanted::Tags),
        Key::Workspace => source.candidates(Wanted::Workspaces),
        Key::Owner => {
            let mut members = source.candidates(Wanted::Members);
            members.insert(0, Candidate { value: "me".to_owned(), help: Some("you".to_owned()) });
            members
        }
        Key::Id => source.candidates(Wanted::Contracts(begun)),
        Key::Language => ["da", "de", "en", "nb", "sv"].map(Candidate::bare).to_vec(),
        _ => key.values().iter().map(|word| Candidate::bare(word)).collect(),
    };
    let begun = begun.trim_start_matches('"').to_lowercase();
    let fitting = known.into_iter().filter(|one| one.value.to_lowercase().starts_with(&begun));
    fitting.map(|one| Candidate { value: format!("{}:{}", key.name(), quoted(&one.value)), ..one }).collect()
}

/// A value with a blank in it is one only between quotes.
fn quoted(value: &str) -> String {
    if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value.to_owned() }
}
