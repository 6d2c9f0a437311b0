//! The files of one contract, read: its original, what shows its execution besides, and the text to keep of it.

use super::fault::Sort;
use super::format::Format;
use super::prepare::{Outcome, Shared};
use super::task::Task;
use super::text::{self, Kept};
use super::transcript::{Transcript, stand_in};
use crate::contract::digest::Digest;
use crate::ops::agreeing::executed::{free_name, safe_name};

/// A file that is kept in `files/`.
pub(super) struct Original {
    /// Its name there.
    pub name: String,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Its exact bytes.
    pub bytes: Vec<u8>,
}

/// Where the text of a contract is from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    /// It is the original itself.
    Itself,
    /// A program took it out of the original.
    Taken,
    /// There is none.
    None,
}

impl Source {
    /// The word scripts read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Itself => "original",
            Self::Taken => "transcribed",
            Self::None => "missing",
        }
    }
}

/// Reads the original; faults are the task's.
pub(super) fn read(task: &Task, outcome: &mut Outcome) -> Option<Original> {
    match text::read(&task.at, Kept::AsOriginal) {
        Ok(bytes) => Some(Original { name: safe_name(&task.at), digest: Digest::of(&bytes), bytes }),
        Err(why) => {
            outcome.faults.invalid(&task.place_of_file(), &why);
            None
        }
    }
}

/// Reads what is kept beside the original, each under a name of its own.
pub(super) fn beside(task: &Task, original: &Original, outcome: &mut Outcome) -> Vec<Original> {
    let mut kept: Vec<Original> = Vec::with_capacity(task.beside.len());
    for (shown, at) in &task.beside {
        let place = format!("{}: {shown}", task.place());
        let bytes = match text::read(at, Kept::AsOriginal) {
            Ok(bytes) if bytes.is_empty() => {
                outcome.faults.invalid(&place, "it is empty");
                continue;
            }
            Ok(bytes) => bytes,
            Err(why) => {
                outcome.faults.invalid(&place, &why);
                continue;
            }
        };
        let digest = Digest::of(&bytes);
        if digest == original.digest || kept.iter().any(|other| other.digest == digest) {
            outcome.notes.push(format!("{place}: the same bytes as another file of this contract; kept once"));
            continue;
        }
        let taken = |name: &String| *name == original.name || kept.iter().any(|other| other.name == *name);
        kept.push(Original { name: free_name(safe_name(at), &taken), digest, bytes });
    }
    kept
}

/// The text of the contract; none, and a fault, when there can be none.
pub(super) fn text(
    task: &Task,
    original: &mut Original,
    shared: &Shared<'_>,
    outcome: &mut Outcome,
) -> Option<(String, Source)> {
    let place = task.place_of_file();
    let format = match Format::of(&task.at, &original.bytes) {
        Ok(format) => format,
        Err(why) => {
            outcome.faults.invalid(&place, &why);
            return None;
        }
    };
    if format == Format::Text {
        let text = text::checked(&original.bytes).map(|text| (text.to_owned(), Source::Itself));
        return text.map_err(|why| outcome.faults.invalid(&place, &why)).ok();
    }
    if let Some(ending) = format.ending().filter(|ending| !original.name.ends_with(&format!(".{ending}"))) {
        original.name = format!("{}.{ending}", original.name);
        let what = format!("by its content it is {}; kept as files/{}", format.word(), original.name);
        outcome.notes.push(format!("{place}: {what}"));
    }
    let why = match shared.transcriber.text(format, &original.bytes) {
        Transcript::Text(text) => match text::checked(text.as_bytes()) {
            Ok(_) => return Some((text, Source::Taken)),
            Err(why) => format!("its text cannot be kept: {why}"),
        },
        Transcript::Without(why) => why,
        Transcript::Unreadable(why) if shared.keep_unreadable => why,
        Transcript::Unreadable(why) => {
            outcome.faults.invalid(&place, &format!("{why}; --keep-unreadable takes it without its text"));
            return None;
        }
    };
    if shared.require_text {
        outcome.faults.add(Sort::Textless, &place, &why);
        return None;
    }
    outcome.textless = Some(why);
    Some((stand_in(&original.name), Source::None))
}
