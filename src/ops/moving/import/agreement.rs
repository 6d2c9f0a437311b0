//! The `contract.md` of an imported file: terms in front, the file's bytes behind, not one of them changed.
//!
//! A file that brings good front matter of its own keeps it; row and flags only fill in what it does not say.

use super::facts::{Facts, Set};
use super::fault::{Faults, Sort};
use super::originals::Source;
use super::task::Task;
use crate::contract::document::{self, Document};
use crate::contract::header;
use crate::contract::id::ContractId;
use crate::contract::key_path::KeyPath;
use crate::contract::language;
use crate::contract::problem::Problem;
use toml_edit::Value;

type Change = (KeyPath, Option<Value>);

/// What a contract is when nobody says what kind.
const KIND: &str = "contract";

/// Makes the agreement; nothing, and faults, when it cannot be. `random` becomes the id of one that has none.
pub(super) fn make(
    task: &Task,
    facts: &Facts,
    text: &str,
    random: [u8; 5],
    source: Source,
    (faults, notes): (&mut Faults, &mut Vec<String>),
) -> Option<Document> {
    let heading = if source == Source::Itself { heading(&task.at, text) } else { None };
    let maker = Maker { task, facts, random, heading };
    // What a program took out of a page is no word of whoever keeps the archive: it brings no terms along.
    let own = if source == Source::Itself { maker.own_front_matter(text, notes) } else { None };
    match own {
        Some((front, table)) => maker.filled_in(text, front, &table, faults),
        None => maker.put_in_front(text, faults, notes),
    }
}

struct Maker<'m> {
    task: &'m Task,
    facts: &'m Facts,
    random: [u8; 5],
    heading: Option<String>,
}

impl Maker<'_> {
    /// The front matter a file brings along, when it is one of ours: every key known and good, though some may be
    /// missing. What looks like front matter and is none is said.
    fn own_front_matter<'t>(&self, text: &'t str, notes: &mut Vec<String>) -> Option<(&'t str, toml::Table)> {
        if !text.starts_with("+++\n") && !text.starts_with("+++\r\n") {
            return None;
        }
        let problems = match document::split(&self.task.shown, text.as_bytes()) {
            Err(problems) => problems,
            Ok(split) => match header::parse(&self.task.shown, split.front_matter(), 2) {
                Err(problems) if problems.iter().any(|problem| problem.code != "missing-key") => problems,
                _ => return Some((split.front_matter(), toml::from_str(split.front_matter()).ok()?)),
            },
        };
        let why = problems.first().map(ToString::to_string).unwrap_or_default();
        notes.push(format!("{why}; what stands between its `+++` lines is kept as text, not taken for terms"));
        None
    }

    /// New front matter before the whole text.
    fn put_in_front(&self, text: &str, faults: &mut Faults, notes: &mut Vec<String>) -> Option<Document> {
        let mut changes: Vec<Change> = self.identity(&toml::Table::new());
        changes.extend(self.language(text, notes));
        changes.extend(self.facts.sets.iter().map(|set| (set.path.clone(), Some(set.value.clone()))));
        let front = self.edited("", &changes, faults)?;
        let header = header::parse("", &front, 2).map_err(|problems| self.report(&problems, faults)).ok()?;
        self.document(&Document::compose(&header::write(&header), text), faults)
    }

    /// The text with what its own front matter does not say.
    fn filled_in(&self, text: &str, front: &str, own: &toml::Table, faults: &mut Faults) -> Option<Document> {
        let mut changes: Vec<Change> = self.identity(own);
        let before = faults.count();
        for set in &self.facts.sets {
            match self.said(own, set) {
                None => changes.push((set.path.clone(), Some(set.value.clone()))),
                Some(said) if set.explicit && !same(said, set) => {
                    let what = format!("the file's own front matter says `{}`", plain(said));
                    faults.invalid(&self.task.place_of(&set.name), &what);
                }
                Some(_) => {}
            }
        }
        if faults.count() > before {
            return None;
        }
        if changes.is_empty() {
            return self.document(text.as_bytes(), faults);
        }
        let new = self.edited(front, &changes, faults)?;
        let start = text.find('\n')?.checked_add(1)?;
        let end = start.checked_add(front.len())?;
        let whole = [text.get(..start)?, &new, text.get(end..)?].concat();
        self.document(whole.as_bytes(), faults)
    }

    /// What a file's own front matter says where `set` would speak: the same key, its other spelling, or the parties.
    fn said<'o>(&self, own: &'o toml::Table, set: &Set) -> Option<&'o toml::Value> {
        let keys: Vec<&str> = set.path.segments().iter().map(|segment| segment.text.as_str()).collect();
        let look = |keys: &[&str]| {
            let (first, rest) = keys.split_first()?;
            rest.iter().try_fold(own.get(*first)?, |value, key| match value {
                toml::Value::Array(list) => list.get(key.parse::<usize>().ok()?),
                other => other.get(*key),
            })
        };
        let other = match keys.as_slice() {
            ["party", ..] => own.get("party"),
            ["term", "length"] if !set.explicit => look(&["term", "end"]),
            ["term", "end"] if !set.explicit => look(&["term", "length"]),
            _ => None,
        };
        look(&keys).or(other)
    }

    /// Id, title and kind where neither the file nor anybody else says them.
    fn identity(&self, own: &toml::Table) -> Vec<Change> {
        let said = |key: &str| {
            let text = own.get(key).and_then(toml::Value::as_str);
            text.or_else(|| self.facts.says(key).and_then(|set| set.value.as_str()))
        };
        let kind = said("kind").unwrap_or(KIND);
        let id = ContractId::new(kind, self.random).or_else(|_| ContractId::new(KIND, self.random));
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        let usual = [
            ("id", id),
            ("title", self.heading.clone().unwrap_or_else(|| title(&self.task.at))),
            ("kind", KIND.to_owned()),
        ];
        let unsaid = usual.into_iter().filter(|(key, _)| said(key).is_none());
        unsaid.map(|(key, text)| (KeyPath::of(key, &[]), Some(Value::from(text)))).collect()
    }

    /// The language of a text nobody said the language of, where it is plain and not the usual one.
    fn language(&self, text: &str, notes: &mut Vec<String>) -> Option<Change> {
        let found = language::guess(text).filter(|found| *found != "en" && self.facts.says("language").is_none())?;
        notes.push(format!(
            "{}: its language is taken for `{found}`; a column or flag `language` says otherwise",
            self.task.shown
        ));
        Some((KeyPath::of("language", &[]), Some(Value::from(found))))
    }

    fn edited(&self, front: &str, changes: &[Change], faults: &mut Faults) -> Option<String> {
        header::edit(front, changes).map_err(|why| faults.invalid(&self.task.place(), &why.to_string())).ok()
    }

    /// Reads what was made: nothing is recorded that could not be read again.
    fn document(&self, bytes: &[u8], faults: &mut Faults) -> Option<Document> {
        Document::parse(&self.task.shown, bytes).map_err(|problems| self.report(&problems, faults)).ok()
    }

    /// Problems of the terms, each at the column or flag it came from.
    fn report(&self, problems: &[Problem], faults: &mut Faults) {
        for problem in problems {
            let key = problem.key.as_deref().unwrap_or_default();
            if problem.code == "missing-key" && key == "party" {
                let what = "no party is named: give `--party NAME` or a column `parties`";
                faults.add(Sort::Missing, &self.task.place(), what);
                continue;
            }
            let set = self.facts.sets.iter().find(|set| set.path.to_string() == key);
            let place = set.map_or_else(|| self.task.place(), |set| self.task.place_of(&set.name));
            let near = problem.nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            faults.invalid(&place, &format!("{}{near}", problem.message));
        }
    }
}

/// A title from the file's name: without its ending, hidden characters and runs of spaces.
pub(in crate::ops) fn title(path: &std::path::Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let title = seen(&stem);
    if title.is_empty() { "Contract".to_owned() } else { title }
}

/// What Markdown calls itself: the heading its text begins with; none where it begins with anything else.
fn heading(path: &std::path::Path, text: &str) -> Option<String> {
    let markdown = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("md"));
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().find(|line| !line.trim().is_empty()).filter(|_| markdown)?;
    let words = first.strip_prefix("# ")?.trim().trim_end_matches('#').trim();
    let title = seen(words.trim_matches(['*', '_', '`']));
    (!title.is_empty()).then_some(title)
}

/// The words of a title as they are seen: no hidden characters, no runs of spaces, at most 300 characters.
fn seen(words: &str) -> String {
    let seen: String = words.chars().map(|c| if crate::contract::visible::is_hidden(c) { ' ' } else { c }).collect();
    let title: String = seen.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect();
    title.trim().to_owned()
}

fn same(said: &toml::Value, set: &Set) -> bool {
    match said {
        // A party is among those the file names, in whatever order.
        toml::Value::Array(parties) => {
            let name = set.value.as_str();
            parties.iter().any(|party| party.get("name").and_then(toml::Value::as_str) == name)
        }
        other => {
            let given = set.value.as_str().map_or_else(|| set.value.to_string().trim().to_owned(), ToOwned::to_owned);
            plain(other) == given
        }
    }
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(parties) => {
            let names = parties.iter().filter_map(|party| party.get("name").and_then(toml::Value::as_str));
            names.collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{heading, title};

    #[test]
    fn markdown_calls_itself_by_the_heading_it_begins_with() {
        for (file, text, expected) in [
            ("lease.md", "# Office lease\n\nText.\n", Some("Office lease")),
            ("lease.MD", "\u{feff}\r\n# **Office\u{202e}  lease** #\r\n", Some("Office lease")),
            ("lease.txt", "# Office lease\n", None),
            ("lease.md", "Between us.\n\n# Office lease\n", None),
            ("lease.md", "## Part one\n", None),
            ("lease.md", "#\n", None),
            ("lease.md", "# \u{200b}\n", None),
            ("lease.md", "", None),
        ] {
            assert_eq!(heading(file.as_ref(), text).as_deref(), expected, "{file} {text:?}");
        }
    }

    #[test]
    fn a_file_name_becomes_a_title() {
        for (name, expected) in [
            ("/x/Lease 2019.md", "Lease 2019"),
            ("a\n\u{202e}b\u{200b} .txt", "a b"),
            (".hidden", ".hidden"),
            ("\u{200b}.md", "Contract"),
            ("--yes.md", "--yes"),
            ("🤝.md", "🤝"),
        ] {
            assert_eq!(title(name.as_ref()), expected, "{name:?}");
        }
        assert_eq!(title("é".repeat(400).as_ref()).chars().count(), 300);
    }
}
