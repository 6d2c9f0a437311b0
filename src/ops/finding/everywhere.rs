//! What joining the answers of several repositories needs everywhere: one day, one line of words, each once.
//!
//! How an answer is joined stands beside how it is made: `list::joined`, `due::joined`, `overview::joined` …

use chrono::NaiveDate;

/// The latest of some days: time zones differ by one at most.
#[must_use]
pub fn latest(days: impl Iterator<Item = NaiveDate>) -> NaiveDate {
    days.max().unwrap_or_default()
}

/// Words that several repositories say, each once, in the order in which they come.
#[must_use]
pub fn distinct<'a>(words: impl Iterator<Item = &'a str>, between: &str) -> String {
    let mut once: Vec<&str> = Vec::new();
    for word in words {
        if !once.contains(&word) {
            once.push(word);
        }
    }
    once.join(between)
}

/// What all say alike; nothing where they differ.
#[must_use]
pub fn alike<T: PartialEq>(mut all: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = all.next()??;
    all.all(|other| other.as_ref() == Some(&first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::{alike, distinct};

    #[test]
    fn words_stand_once_and_what_differs_is_unknown() {
        assert_eq!(distinct(["Fjord AS", "Nord AS", "Fjord AS"].into_iter(), ", "), "Fjord AS, Nord AS");
        assert_eq!(alike([Some("no"), Some("no")].into_iter()), Some("no"));
        for differing in [&[Some("no"), Some("dk")][..], &[Some("no"), None], &[None, Some("no")], &[]] {
            assert_eq!(alike(differing.iter().copied()), None, "{differing:?}");
        }
    }
}
