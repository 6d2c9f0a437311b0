//! All tasks of an import, made ready side by side and then held against the repository and each other.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::differs;
use super::facts::Facts;
use super::prepare::{Outcome, Prepared, Shared, prepare};
use super::task::{Given, KEEP_FOLDERS};
use super::transcript::Transcriber;
use super::{
    Actor, Digest, Error, Faults, ImportItem, ImportRequest, Kind, Known, Phase, Progress, Result, Session, Sort, Task,
};
use crate::contract::act::Deed;
use crate::contract::id::ContractId;
use crate::ops::agreeing::executed::safe_name;
use crate::ops::random;

/// So many tasks are made ready between two words of progress.
const ROUND: usize = 256;

/// What there is to record.
#[derive(Default)]
pub(super) struct Batch<'t> {
    /// Contracts to file, with their tasks.
    pub ready: Vec<(&'t Task, Prepared)>,
    /// Files that are originals already.
    pub present: Vec<ImportItem>,
    /// What is worth knowing.
    pub notes: Vec<String>,
    /// Files without text, by the reason.
    textless: BTreeMap<String, Vec<String>>,
    /// Bytes of the originals so far, which are held until they are written.
    held: u64,
}

/// So many bytes of originals are held at once.
const MOST_HELD: u64 = 1 << 30;

/// More files than this without text for one reason are counted, not listed.
const MOST_LISTED: usize = 3;

impl<'t> Batch<'t> {
    /// Makes every task ready; faults are added to `faults`.
    pub fn prepare(
        session: &Session,
        actor: &Actor,
        (tasks, defaults): (&'t [Task], &[Given]),
        (request, known): (&ImportRequest<'_>, &[Known]),
        progress: &mut Progress<'_>,
        faults: &mut Faults,
    ) -> Result<Self> {
        let originals = originals(session, known);
        let workspaces: Vec<&str> =
            session.policy.workspaces().iter().map(|workspace| workspace.name.as_str()).collect();
        let shared = Shared {
            defaults,
            workspaces: &workspaces,
            organisation: &session.organisation,
            today: session.now.date_naive(),
            actor: actor.email(),
            known: &|digest| originals.contains_key(digest),
            transcriber: &Transcriber::find(request.search),
            require_text: request.require_text,
            keep_unreadable: request.keep_unreadable,
        };
        let mut taken = Taken::of(known);
        let mut batch = Batch::default();
        let mut seen: HashMap<Digest, &Task> = HashMap::new();
        for (round, chunk) in tasks.chunks(ROUND).enumerate() {
            progress(Phase::Reading, round.saturating_mul(ROUND), tasks.len());
            let randoms: Vec<[u8; 5]> = chunk.iter().map(|_| taken.fresh()).collect::<Result<_>>()?;
            for (task, outcome) in chunk.iter().zip(side_by_side(chunk, &randoms, &shared)?) {
                batch.take(task, outcome, (&originals, &mut seen, &mut taken), faults);
            }
        }
        progress(Phase::Reading, tasks.len(), tasks.len());
        batch.tell_textless();
        Ok(batch)
    }

    fn take(
        &mut self,
        task: &'t Task,
        outcome: Outcome,
        (originals, seen, taken): (&Originals<'_>, &mut HashMap<Digest, &'t Task>, &mut Taken),
        faults: &mut Faults,
    ) {
        faults.append(outcome.faults);
        let Some(digest) = outcome.digest else { return };
        if let Some((present, name)) = originals.get(&digest) {
            self.is_present(task, (present, name), outcome.facts.as_ref());
            return;
        }
        if let Some(twin) = seen.get(&digest) {
            self.twin(task, twin, faults);
            return;
        }
        seen.insert(digest, task);
        self.notes.extend(outcome.notes);
        if let Some(why) = outcome.textless {
            self.textless.entry(why).or_default().push(task.shown.clone());
        }
        let Some(prepared) = outcome.prepared else { return };
        self.held = prepared.files.iter().fold(self.held, |held, file| held.saturating_add(file.bytes.len() as u64));
        if self.held > MOST_HELD {
            let most = MOST_HELD >> 20;
            let what =
                format!("together they are larger than {most} MiB: import them in parts, such as a folder at a time");
            faults.invalid("the files named", &what);
            // What was read so far is not held any longer: there will be no import.
            self.ready.clear();
            return;
        }
        let id = &prepared.document.header().id;
        if taken.take(id) {
            self.ready.push((task, prepared));
        } else {
            faults.add(Sort::Taken, &task.place_of_file(), &format!("the id {id} belongs to another contract"));
        }
    }

    /// The same bytes twice: once is enough, unless the rows disagree on what they are.
    fn twin(&mut self, task: &Task, twin: &Task, faults: &mut Faults) {
        let says = |task: &Task| -> Vec<(String, String)> {
            let said = task.cells.iter().filter(|cell| cell.name != KEEP_FOLDERS);
            said.map(|cell| (cell.name.clone(), cell.text.clone())).collect()
        };
        let what = format!("the same bytes as {}", twin.place_of_file());
        if says(task) == says(twin) {
            self.notes.push(format!("{}: {what}; imported once", task.place_of_file()));
        } else {
            faults.invalid(&task.place_of_file(), &format!("{what}, with other terms: leave one of them out"));
        }
    }
}

impl Batch<'_> {
    /// A file that is the original of a contract already; where its row says otherwise, that is told.
    fn is_present(&mut self, task: &Task, (present, name): (&Known, &str), facts: Option<&Facts>) {
        let differences = facts.map(|facts| differs::between(present, facts)).unwrap_or_default();
        let differs = !differences.told.is_empty();
        let is_called = safe_name(&task.at);
        if is_called != name && !name.starts_with(&format!("{is_called}.")) {
            self.notes.push(format!("{}: the same bytes as files/{name} of {}", task.shown, present.id));
        }
        self.present.push(ImportItem {
            id: Some(present.id.to_string()),
            act: if differs { "differs" } else { "present" }.to_owned(),
            status: None,
            path: present.folder.clone(),
            next: differences.command.into_iter().collect(),
            file: task.shown.clone(),
            text: None,
            differences: differences.told,
        });
    }

    fn tell_textless(&mut self) {
        for (why, files) in std::mem::take(&mut self.textless) {
            let is_kept = "the contract says that its agreement is in files/";
            if files.len() > MOST_LISTED {
                self.notes.push(format!("{} files are kept without their text: {why}; {is_kept}", files.len()));
            } else {
                self.notes.extend(files.iter().map(|file| format!("{file}: {why}; {is_kept}")));
            }
        }
    }
}

/// Prepares a round of tasks on all processors.
fn side_by_side(tasks: &[Task], randoms: &[[u8; 5]], shared: &Shared<'_>) -> Result<Vec<Outcome>> {
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let share = tasks.len().div_ceil(workers).max(1);
    let prepare_all = |tasks: &[Task], randoms: &[[u8; 5]]| -> Vec<Outcome> {
        tasks.iter().zip(randoms).map(|(task, random)| prepare(task, *random, shared)).collect()
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = tasks
            .chunks(share)
            .zip(randoms.chunks(share))
            .map(|(tasks, randoms)| scope.spawn(move || prepare_all(tasks, randoms)))
            .collect();
        let mut outcomes = Vec::with_capacity(tasks.len());
        for worker in running {
            let done = worker.join().map_err(|_| {
                Error::new(Kind::Failed, "internal", "a worker stopped while files were read; nothing was written")
            })?;
            outcomes.extend(done);
        }
        Ok(outcomes)
    })
}

/// Contracts and the name of the file there, by the digest of the file.
type Originals<'k> = HashMap<Digest, (&'k Known, &'k str)>;

/// The contracts of the repository by the digests of their originals.
fn originals<'k>(session: &Session, known: &'k [Known]) -> Originals<'k> {
    let mut originals = HashMap::new();
    for entry in known {
        // What was imported and taken back is as good as never imported.
        for act in entry.live_acts(&session.organisation) {
            if let Deed::Executed { evidence, .. } = &act.deed {
                originals.extend(evidence.iter().map(|(name, digest)| (*digest, (entry, name.as_str()))));
            }
        }
    }
    originals
}

/// Ids that are in use. The eight characters alone name a contract, too, and are drawn only once.
struct Taken {
    ids: HashSet<ContractId>,
    suffixes: HashSet<String>,
}

impl Taken {
    fn of(known: &[Known]) -> Self {
        let ids = known.iter().map(|entry| entry.id.clone()).collect();
        let suffixes = known.iter().map(|entry| entry.id.suffix().to_owned()).collect();
        Self { ids, suffixes }
    }

    /// Random bytes whose eight characters nobody has.
    fn fresh(&mut self) -> Result<[u8; 5]> {
        loop {
            let bytes = random::<5>()?;
            let Ok(id) = ContractId::new("contract", bytes) else { continue };
            if self.suffixes.insert(id.suffix().to_owned()) {
                return Ok(bytes);
            }
        }
    }

    /// Whether the id was free; it is not any more.
    fn take(&mut self, id: &ContractId) -> bool {
        self.ids.insert(id.clone())
    }
}
