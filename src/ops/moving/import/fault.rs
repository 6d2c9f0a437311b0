//! What is wrong with the files and rows of an import: all of it collected, then refused in one go.

use std::collections::BTreeSet;

use crate::contract::problem::quoted;
use crate::error::{Error, Kind};

/// So many faults are listed; the rest are counted.
const MOST_SHOWN: usize = 50;

/// What sort of fault it is, which decides the exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    /// A file or value is not as it must be.
    Invalid,
    /// Something needed was not given.
    Missing,
    /// An id that is to be kept belongs to another contract.
    Taken,
    /// No text could be taken from a file, and one is wanted.
    Textless,
}

/// Every fault of an import so far.
#[derive(Debug, Default)]
pub(super) struct Faults {
    said: Vec<String>,
    /// What is told already: a fault of a flag holds for every file.
    told: BTreeSet<String>,
    missing: usize,
    taken: usize,
    textless: usize,
    first: Option<String>,
}

impl Faults {
    /// One fault more, at `place`: `archive.csv:3: row 3, column `start``.
    pub fn add(&mut self, sort: Sort, place: &str, what: &str) {
        match sort {
            Sort::Invalid => {}
            Sort::Missing => self.missing += 1,
            Sort::Taken => self.taken += 1,
            Sort::Textless => self.textless += 1,
        }
        self.first.get_or_insert_with(|| place.to_owned());
        self.say(format!("{place}: {what}"));
    }

    fn say(&mut self, line: String) {
        if self.told.insert(line.clone()) {
            self.said.push(line);
        }
    }

    /// A value or file that is not as it must be.
    pub fn invalid(&mut self, place: &str, what: &str) {
        self.add(Sort::Invalid, place, what);
    }

    /// Those of another, behind these.
    pub fn append(&mut self, other: Self) {
        other.said.into_iter().for_each(|line| self.say(line));
        self.missing = self.missing.saturating_add(other.missing);
        self.taken = self.taken.saturating_add(other.taken);
        self.textless = self.textless.saturating_add(other.textless);
        self.first = self.first.take().or(other.first);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.said.len()
    }

    /// The refusal, if there is anything to refuse; `by_hand` when no CSV was given, so that flags are missing.
    pub fn into_error(self, by_hand: bool) -> Option<Error> {
        let all = self.said.len();
        let (kind, code) = match all {
            0 => return None,
            _ if by_hand && self.missing == all => (Kind::Usage, "missing-answer"),
            _ if self.taken == all => (Kind::Refused, "id-taken"),
            _ if self.textless == all => (Kind::Helper, "no-text"),
            _ => (Kind::InvalidContent, "import"),
        };
        let hint = match kind {
            Kind::Usage => "give what is missing by its flag; nothing was written",
            Kind::Helper => {
                "without --require-text the originals are kept, and a text can be added later; nothing was written"
            }
            Kind::Refused => "take the line `id` out of the file for a new id; nothing was written",
            _ => "mend them and repeat the command; nothing was written",
        };
        let number = if all == 1 { "1 fault stops".to_owned() } else { format!("{all} faults stop") };
        let more = all.saturating_sub(MOST_SHOWN);
        let rest = (more > 0).then(|| format!("and {more} more"));
        let error = Error::new(kind, code, format!("{number} the import"))
            .details(self.said.into_iter().take(MOST_SHOWN).chain(rest))
            .hint(hint);
        Some(match self.first {
            Some(first) => error.about(first),
            None => error,
        })
    }
}

/// A path as messages show it: hidden characters spelt out, not cut.
pub(super) fn shown(path: &std::path::Path) -> String {
    let text = path.to_string_lossy();
    if text.chars().any(crate::contract::visible::is_hidden) {
        let parts: Vec<String> = text.chars().map(spelt).collect();
        return parts.concat();
    }
    text.into_owned()
}

fn spelt(character: char) -> String {
    if crate::contract::visible::is_hidden(character) {
        quoted(&character.to_string()).trim_matches('`').to_owned()
    } else {
        character.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{Faults, Sort, shown};
    use crate::error::Kind;

    #[test]
    fn fifty_faults_are_listed_and_the_rest_counted() {
        let mut faults = Faults::default();
        (0..73).for_each(|row| faults.invalid(&format!("a.csv: row {row}"), "no"));
        let error = faults.into_error(false).unwrap();
        assert_eq!((error.kind, error.details.len()), (Kind::InvalidContent, 51));
        assert_eq!(error.details.last().map(String::as_str), Some("and 23 more"));
    }

    #[test]
    fn what_is_only_missing_is_a_matter_of_flags_where_there_is_no_csv() {
        let missing = || {
            let mut faults = Faults::default();
            faults.add(Sort::Missing, "a.md", "no party");
            faults
        };
        assert_eq!(missing().into_error(true).unwrap().kind, Kind::Usage);
        assert_eq!(missing().into_error(false).unwrap().kind, Kind::InvalidContent);
        let mut mixed = missing();
        mixed.add(Sort::Taken, "b.md", "taken");
        assert_eq!(mixed.into_error(true).unwrap().kind, Kind::InvalidContent);
        assert!(Faults::default().into_error(true).is_none());
    }

    #[test]
    fn a_fault_of_a_flag_is_told_once() {
        let mut faults = Faults::default();
        for _ in 0..3 {
            let mut other = Faults::default();
            other.invalid("--term", "`soon` is no length of time");
            faults.append(other);
        }
        assert_eq!(faults.count(), 1);
    }

    #[test]
    fn a_path_shows_what_it_hides() {
        assert_eq!(shown("a\nb\u{202e}.md".as_ref()), "a\\u{a}b\\u{202e}.md");
        assert_eq!(shown("Kjøp `1`.md".as_ref()), "Kjøp `1`.md");
    }
}
