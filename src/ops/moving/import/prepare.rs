//! One task made ready: read, checked, composed; nothing is written. Tasks do not know of each other.

use chrono::NaiveDate;

use super::agreement;
use super::caution;
use super::facts::{self, Facts};
use super::fault::{Faults, Sort};
use super::originals::{self, Original, Source};
use super::task::{Given, Task};
use super::transcript::Transcriber;
use crate::contract::act::{Execution, Way};
use crate::contract::contradiction::contradictions_from;
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::organisation::Organisation;
use crate::contract::record::{self, Change};
use crate::contract::toml_write::Writer;
use crate::ops::drafting::personal;

/// What all tasks of an import share.
pub(super) struct Shared<'s> {
    /// What flags say.
    pub defaults: &'s [Given],
    /// Names of workspaces.
    pub workspaces: &'s [&'s str],
    /// Whose repository it is.
    pub organisation: &'s Organisation,
    /// Today, which no execution may be after.
    pub today: NaiveDate,
    /// Who answers for what nobody else is named for.
    pub actor: &'s str,
    /// Whether a file with this digest is an original already.
    pub known: &'s (dyn Fn(&Digest) -> bool + Sync),
    /// The programs that take text out of files.
    pub transcriber: &'s Transcriber,
    /// A file without text is a fault.
    pub require_text: bool,
    /// A file that no program can open is kept all the same.
    pub keep_unreadable: bool,
}

/// A contract ready to be filed.
pub(super) struct Prepared {
    /// The agreement.
    pub document: Document,
    /// The original, and what else shows the execution.
    pub files: Vec<Original>,
    /// Where the text is from.
    pub source: Source,
    /// The workspace, if named.
    pub workspace: Option<String>,
    /// The folder, if named.
    pub folder: Option<String>,
    /// The day it was executed.
    pub on: NaiveDate,
    /// How.
    pub way: Way,
    /// Who will answer for it.
    pub owner: String,
    /// The text of `record.toml`.
    pub record: String,
}

/// What became of a task.
#[derive(Default)]
pub(super) struct Outcome {
    /// Digest of the file's bytes, if they could be read.
    pub digest: Option<Digest>,
    /// Ready; none when it has faults or is there already.
    pub prepared: Option<Prepared>,
    /// What is said of it, when it is there already.
    pub facts: Option<Facts>,
    /// Why it has no text.
    pub textless: Option<String>,
    /// What is wrong.
    pub faults: Faults,
    /// What is worth knowing.
    pub notes: Vec<String>,
}

/// Makes one task ready.
pub(super) fn prepare(task: &Task, random: [u8; 5], shared: &Shared<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(mut original) = originals::read(task, &mut outcome) else { return outcome };
    outcome.digest = Some(original.digest);
    if (shared.known)(&original.digest) {
        if task.is_row() {
            outcome.facts = Some(facts::read(task, &[], shared.workspaces, &mut outcome.faults));
        }
        return outcome;
    }
    let facts = facts::read(task, shared.defaults, shared.workspaces, &mut outcome.faults);
    let Some((text, source)) = originals::text(task, &mut original, shared, &mut outcome) else { return outcome };
    let beside = originals::beside(task, &original, &mut outcome);
    let told = (&mut outcome.faults, &mut outcome.notes);
    let Some(document) = agreement::make(task, &facts, &text, random, source, told) else {
        if !facts.dated && (source != Source::Itself || !text.starts_with("+++")) {
            undated(task, &mut outcome.faults);
        }
        return outcome;
    };
    let on = executed_on(task, &facts, &document, shared.today, &mut outcome.faults);
    let record = record(task, &facts, shared.actor, &mut outcome.faults);
    contradictions(task, &document, on, &mut outcome.faults);
    let (Some(on), Some(record), 0) = (on, record, outcome.faults.count()) else { return outcome };
    let added = document.bytes().split(|byte| *byte == b'\n').count().saturating_sub(text.split('\n').count());
    let place = place_in_text(task, source);
    outcome.notes.extend(caution::about(&place, &document, added));
    outcome.notes.extend(personal::coming_in(shared.organisation, &place, &document, added));
    let way = facts.by.unwrap_or(Way { how: Execution::Paper, platform: None });
    let owner = facts.owner.unwrap_or_else(|| shared.actor.to_owned());
    let (workspace, folder) = (facts.workspace, facts.folder);
    let files = std::iter::once(original).chain(beside).collect();
    outcome.prepared = Some(Prepared { document, files, source, workspace, folder, on, way, owner, record });
    outcome
}

/// How a place in the text is called: of a file whose text was taken out, the lines are not its own.
fn place_in_text(task: &Task, source: Source) -> String {
    if source == Source::Itself { task.shown.clone() } else { format!("{} (its text)", task.shown) }
}

/// Terms that cannot all be true are no terms to plan by: whoever brings them in decides which one holds.
fn contradictions(task: &Task, document: &Document, on: Option<NaiveDate>, faults: &mut Faults) {
    let term = &document.header().term;
    for fault in contradictions_from(term, term.start.or(on)) {
        faults.invalid(&task.place(), &format!("[term] contradicts itself: {}", fault.why));
    }
}

/// The day named, else the first of the term; not in the future.
fn executed_on(
    task: &Task,
    facts: &Facts,
    document: &Document,
    today: NaiveDate,
    faults: &mut Faults,
) -> Option<NaiveDate> {
    let start = document.header().term.start;
    match facts.on.or(start) {
        Some(day) if day <= today => Some(day),
        Some(day) if facts.on.is_some() => {
            faults.invalid(&task.place(), &format!("it was executed on {day}, which is still to come"));
            None
        }
        Some(day) => {
            let what = format!("it starts on {day}, which is still to come: give the day it was executed, `on`");
            faults.add(Sort::Missing, &task.place(), &what);
            None
        }
        None => {
            if !facts.dated {
                undated(task, faults);
            }
            None
        }
    }
}

fn undated(task: &Task, faults: &mut Faults) {
    let what = "the day it was executed is unknown: give `--on DATE`, or a column `on` or `start`";
    faults.add(Sort::Missing, &task.place(), what);
}

/// The text of `record.toml`.
fn record(task: &Task, facts: &Facts, actor: &str, faults: &mut Faults) -> Option<String> {
    let mut writer = Writer::default();
    writer.text("owner", facts.owner.as_deref().unwrap_or(actor));
    if !facts.tags.is_empty() {
        writer.texts("tags", &facts.tags);
    }
    let changes: Vec<Change> =
        facts.custom.iter().map(|(path, value)| Change::Custom(path.clone(), Some(value.clone()))).collect();
    // Also without any change: what is not a good record is refused before it is written.
    record::edit(&writer.finish(), &changes).map_err(|why| faults.invalid(&task.place(), &why.to_string())).ok()
}
