//! What was already told: the cursor behind `due --since-last`.
//!
//! **Owns** the file that remembers it, in the user's own state folder: it is about what this person was told, not about
//! the contracts. An item is known by contract, kind, subject and day, so that two clones of one repository share a
//! cursor, and an item whose day moves is told again. **Invariants**: told is only what was printed before the cursor is
//! kept; nothing is ever taken back, so neither a job that slept for years nor a clock that goes back tells twice; a
//! cursor that cannot be read forgets, because telling twice is better than not at all.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate};

use crate::contract::digest::Digest;
use crate::contract::name::is_safe_name;
use crate::error::{Error, Kind, Result};
use crate::ops::machine::whole_file;
use crate::report::due::DueItem;

/// First line of a cursor this build understands.
const FORMAT: &str = "clm-told 1";

/// Items dated this many years back are forgotten; nobody tells of them any more.
const YEARS_KEPT: i32 = 10;

/// What one reader, or one job, was told so far. Holds the lock on it: two jobs with one cursor take turns.
#[derive(Debug)]
pub struct Cursor {
    path: PathBuf,
    /// The first and the last day it was asked on; nothing before the first time.
    asked: Option<(NaiveDate, NaiveDate)>,
    told: BTreeMap<String, Option<NaiveDate>>,
    /// Whether it may be kept; else it is only looked at.
    keeps: bool,
    _lock: Option<File>,
}

impl Cursor {
    /// The cursor called `name` in the state folder; a new one where there is none. Waits for another job that holds it.
    ///
    /// # Errors
    /// When the name is none, or the folder cannot be written.
    pub fn open(folder: &Path, name: &str) -> Result<Self> {
        if !is_safe_name(name) {
            let message = format!("`{name}` cannot name a cursor");
            return Err(Error::new(Kind::Usage, "bad-cursor", message).hint("lower-case letters, digits and `-`"));
        }
        std::fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))?;
        let path = folder.join(name);
        let lock_path = folder.join(format!("{name}.lock"));
        let lock = File::options().create(true).truncate(false).write(true).open(&lock_path);
        let lock = lock.map_err(|error| cannot("open", &lock_path, &error))?;
        lock.lock().map_err(|error| cannot("lock", &lock_path, &error))?;
        Ok(Self { keeps: true, _lock: Some(lock), ..Self::read_from(path)? })
    }

    /// As [`Self::open`], to look only: nothing is written, nobody waits, and [`Self::keep`] keeps nothing.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn look(folder: &Path, name: &str) -> Result<Self> {
        Self::read_from(folder.join(name))
    }

    /// One of several that belong together, under the lock of the cursor that stands for all of them.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn beside(&self, name: &str) -> Result<Self> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        Ok(Self { keeps: self.keeps, ..Self::read_from(folder.join(name))? })
    }

    fn read_from(path: PathBuf) -> Result<Self> {
        use std::io::ErrorKind::{InvalidData, NotADirectory, NotFound};
        let (asked, told) = match std::fs::read_to_string(&path) {
            Ok(text) => read(&text),
            Err(error) if matches!(error.kind(), NotFound | NotADirectory | InvalidData) => (None, BTreeMap::new()),
            Err(error) => return Err(cannot("read", &path, &error)),
        };
        Ok(Self { path, asked, told, keeps: false, _lock: None })
    }

    /// The last day it was asked on. A clock that went back does not lead to a time before the cursor.
    #[must_use]
    pub fn last(&self) -> Option<NaiveDate> {
        self.asked.map(|(first, last)| last.max(first))
    }

    /// Whether an item was told already.
    #[must_use]
    pub fn knows(&self, item: &DueItem) -> bool {
        self.told.contains_key(&mark(item))
    }

    /// Remembers that these were told on `today`, durably. To be called once the answer is out.
    ///
    /// # Errors
    /// When the cursor cannot be written; then they will be told again.
    pub fn keep(mut self, items: &[DueItem], today: NaiveDate) -> Result<()> {
        if !self.keeps {
            return Ok(());
        }
        self.told.extend(items.iter().map(|item| (mark(item), item.date)));
        self.told.retain(|_, date| date.is_none_or(|date| date.year() > today.year() - YEARS_KEPT));
        let first = self.asked.map_or(today, |(first, _)| first);
        let mut text = format!("{FORMAT}\n{first} {today}\n");
        for (mark, date) in &self.told {
            text.push_str(&format!("{mark} {}\n", date.map_or_else(|| "-".to_owned(), |date| date.to_string())));
        }
        whole_file::replace(&self.path, text.as_bytes(), 0o600).map_err(|error| {
            cannot("write", &self.path, &error).hint("what was just printed will be told again by the next run")
        })
    }
}

type Told = (Option<(NaiveDate, NaiveDate)>, BTreeMap<String, Option<NaiveDate>>);

/// Lines that cannot be read are forgotten, and what they stood for is told again.
fn read(text: &str) -> Told {
    let mut lines = text.lines();
    if lines.next() != Some(FORMAT) {
        return (None, BTreeMap::new());
    }
    let asked = lines.next().and_then(|days| days.split_once(' '));
    let asked = asked.and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    let line = |line: &str| {
        let (mark, date) = line.split_once(' ')?;
        let date = if date == "-" { None } else { Some(date.parse().ok()?) };
        (mark.len() == 32).then(|| (mark.to_owned(), date))
    };
    (asked, lines.filter_map(line).collect())
}

/// What an item is known by.
fn mark(item: &DueItem) -> String {
    let date = item.date.map(|date| date.to_string()).unwrap_or_default();
    let subject = item.subject.as_deref().unwrap_or_default();
    Digest::of([item.id.as_str(), &item.what, subject, &date].join("\0").as_bytes()).short(32)
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::new(Kind::Failed, "cursor", format!("cannot {what} {}: {error}", path.display()))
        .hint("the cursor lies in $XDG_STATE_HOME/clm/told, or ~/.local/state/clm/told; is it writable?")
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Cursor, read};
    use crate::report::due::DueItem;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn item(id: &str, what: &str, date: Option<&str>) -> DueItem {
        DueItem {
            id: id.into(),
            title: "NDA".into(),
            what: what.into(),
            date: date.map(day),
            days: None,
            why: Vec::new(),
            subject: None,
            owner: None,
            repository: None,
        }
    }

    #[test]
    fn an_item_is_told_once_until_its_day_moves() {
        let folder = tempfile::tempdir().unwrap();
        let first = item("nda-7k2m9qxt", "notice", Some("2026-12-01"));
        let unknown = item("nda-7k2m9qxt", "unknown", None);
        let cursor = Cursor::open(folder.path(), "due").unwrap();
        assert!(!cursor.knows(&first) && cursor.last().is_none());
        cursor.keep(&[first.clone(), unknown.clone()], day("2026-11-24")).unwrap();

        let cursor = Cursor::open(folder.path(), "due").unwrap();
        assert_eq!(cursor.last(), Some(day("2026-11-24")));
        assert!(cursor.knows(&first) && cursor.knows(&unknown));
        assert!(!cursor.knows(&item("nda-7k2m9qxt", "notice", Some("2026-12-02"))), "it moved");
        assert!(!cursor.knows(&item("nda-7k2m9qxt", "end", Some("2026-12-01"))), "another kind");
        drop(cursor);
        assert!(!Cursor::open(folder.path(), "other").unwrap().knows(&first), "another reader");
    }

    #[test]
    fn what_was_not_kept_is_told_again() {
        let folder = tempfile::tempdir().unwrap();
        let it = item("nda-7k2m9qxt", "end", Some("2026-12-01"));
        drop(Cursor::open(folder.path(), "due").unwrap());
        assert!(!Cursor::open(folder.path(), "due").unwrap().knows(&it));
    }

    #[test]
    fn a_clock_that_goes_back_takes_nothing_back() {
        let folder = tempfile::tempdir().unwrap();
        let it = item("nda-7k2m9qxt", "end", Some("2026-12-01"));
        Cursor::open(folder.path(), "due").unwrap().keep(std::slice::from_ref(&it), day("2026-11-24")).unwrap();
        Cursor::open(folder.path(), "due").unwrap().keep(&[], day("2020-01-01")).unwrap();
        assert!(Cursor::open(folder.path(), "due").unwrap().knows(&it));
    }

    #[test]
    fn a_damaged_cursor_forgets_and_never_fails() {
        for text in ["", "clm-told 2\nx", "\u{0}", "clm-told 1", "clm-told 1\nsoon\nzz\n\nabc def\n"] {
            assert_eq!(read(text), (None, std::collections::BTreeMap::new()), "{text:?}");
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("due"), b"\xff\xfe").unwrap();
        assert!(Cursor::open(folder.path(), "due").unwrap().last().is_none());
    }

    #[test]
    fn a_name_is_no_path() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["../due", "", "a/b", ".due", "A b"] {
            assert!(Cursor::open(folder.path(), name).is_err(), "{name}");
        }
    }
}
