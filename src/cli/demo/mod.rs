//! `clm demo`: a throw-away repository, and a walk through a contract's life in it.
//!
//! **Owns** the story ([`story`]), the paper it begins with ([`archive`]) and the stage it is played on ([`stage`]).
//! **Refuses to know** how a command does its work: it types lines, as a person would. **Invariants**: nothing outside
//! the folder is written, no key of the user's is read; every line shown was run and its answer is the real one.

mod archive;
mod stage;
mod story;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Deserialize;

use super::context::Context;
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::render;
use crate::report::contract::ContractItem;
use crate::report::demo::{DemoReport, DemoStep};
use stage::{Answer, Stage, failed};
use story::{Chapter, Learn, Otherwise, STORY, Step};

/// Plays the whole story in `dir` and reports it; what is shown on the way goes to the context's streams.
///
/// # Errors
/// When `dir` is not empty, or a line does not answer as the story expects.
pub fn play(dir: Option<&Path>, context: &Context<'_>) -> Result<DemoReport> {
    if context.globals.dry_run {
        return Ok(rehearsal(dir, context));
    }
    let today = day(context)?;
    let dir = match dir {
        Some(dir) => stage::empty_folder(&context.resolve(dir))?,
        None => temporary()?,
    };
    let stage = Stage::set(dir, context)?;
    let names = archive::prepare(&stage.backstage, today)?;
    let mut play = Play { stage, context, names, steps: Vec::new() };
    for chapter in STORY {
        play.chapter(chapter)?;
    }
    play.report()
}

/// The day the story is played on. On a day to come ssh-keygen would find the keys not valid yet.
fn day(context: &Context<'_>) -> Result<NaiveDate> {
    let now = context.world.now.date_naive();
    match context.today() {
        Some(day) if day > now => Err(Error::new(Kind::Usage, "day-to-come", format!("{day} is still to come"))
            .hint("the demonstration is played today, or with --today on a day that has passed")),
        asked => Ok(asked.unwrap_or(now)),
    }
}

/// The lines that would be typed, with their placeholders.
fn rehearsal(dir: Option<&Path>, context: &Context<'_>) -> DemoReport {
    let of = |chapter: &'static Chapter| chapter.steps.iter().map(move |step| (chapter.title, step));
    let told = |(chapter, step): (&str, &Step)| DemoStep {
        chapter: chapter.to_owned(),
        command: step.line.to_owned(),
        repeatable: step.repeatable,
        ..DemoStep::default()
    };
    let path = dir.map(|dir| context.resolve(dir).display().to_string()).unwrap_or_default();
    DemoReport { path, dry_run: true, steps: STORY.iter().flat_map(of).map(told).collect(), ..DemoReport::default() }
}

fn temporary() -> Result<PathBuf> {
    let folder = tempfile::Builder::new().prefix("clm-demo-").tempdir();
    let folder = folder.map_err(|e| failed(format!("cannot make a temporary folder: {e}")))?.keep();
    stage::empty_folder(&folder)
}

/// The story while it is told.
struct Play<'c, 'w> {
    stage: Stage,
    context: &'c Context<'w>,
    names: BTreeMap<String, String>,
    steps: Vec<DemoStep>,
}

#[derive(Deserialize)]
struct Listed {
    items: Vec<ContractItem>,
}

#[derive(Deserialize)]
struct Verified {
    items: Vec<Proved>,
}

#[derive(Deserialize)]
struct Proved {
    signatures: Vec<Signature>,
}

#[derive(Deserialize)]
struct Signature {
    file: String,
    email: String,
}

impl Play<'_, '_> {
    fn chapter(&mut self, chapter: &Chapter) -> Result<()> {
        let look = self.context.look(self.context.world.terminal.stdout);
        self.tell(&render::demo::chapter(&look, chapter.title, chapter.about))?;
        for step in chapter.steps {
            let told = self.step(chapter.title, step)?;
            self.tell(&render::demo::step(&look, &told))?;
            self.steps.push(told);
        }
        Ok(())
    }

    /// Runs one step, checks that it answered as expected, and learns from it.
    fn step(&mut self, chapter: &str, step: &Step) -> Result<DemoStep> {
        let command = self.stage.as_typed(&stage::fill(step.line, &self.names));
        let mut told =
            DemoStep { chapter: chapter.to_owned(), command, repeatable: step.repeatable, ..DemoStep::default() };
        if let Some(program) = self.stage.missing(step) {
            told.note = Some(self.without(program, step.otherwise)?);
            return Ok(told);
        }
        let answer = self.stage.run(&told.command)?;
        if answer.exit != step.exit {
            return Err(self.derailed(&told.command, step.exit, &answer));
        }
        self.learn(step.learn, &answer)?;
        (told.exit, told.output) = (Some(answer.exit), answer.shown);
        Ok(told)
    }

    /// Does without a program; answers what is said about it.
    fn without(&self, program: &str, otherwise: Otherwise) -> Result<String> {
        match otherwise {
            Otherwise::LeaveOut => Ok(format!("{program} is not installed here, so this line was left out")),
            Otherwise::SignHere { key, file } => {
                let file = self.stage.backstage.join(file);
                stage::sign_here(&self.stage.backstage.join(key), &file)?;
                Ok(format!("{program} is not installed here, so clm made this signature itself"))
            }
        }
    }

    fn learn(&mut self, learn: Learn, answer: &Answer) -> Result<()> {
        match learn {
            Learn::Nothing => {}
            Learn::Contract(name) => {
                let (id, folder) = contract(&answer.shown).ok_or_else(|| failed("no contract in the answer"))?;
                self.names.insert(name.to_owned(), id);
                self.names.insert(format!("{name}_folder"), folder);
            }
            Learn::Statement { contract, email } => {
                let line = stage::fill(&format!("clm verify {{{contract}}}"), &self.names);
                let verified: Verified = self.stage.ask(&self.stage.as_typed(&line))?;
                let mut signatures = verified.items.into_iter().flat_map(|item| item.signatures);
                let ours = signatures.find(|signature| signature.email == email);
                let ours = ours.ok_or_else(|| failed(format!("no signature of {email}")))?;
                self.names.insert("statement".to_owned(), ours.file);
            }
        }
        Ok(())
    }

    fn derailed(&self, line: &str, expected: u8, answer: &Answer) -> Error {
        failed(format!("`{line}` answered {} where {expected} was expected", answer.exit))
            .details(answer.shown.lines().map(ToOwned::to_owned))
            .hint("this is a fault of clm; what was built so far is left for you to look at")
            .about(self.stage.dir.display().to_string())
    }

    /// Shows a piece of the story as it happens; programs and quiet people get no story.
    fn tell(&self, text: &str) -> Result<()> {
        let globals = &self.context.globals;
        if globals.json || globals.plain || globals.quiet { Ok(()) } else { self.context.out(text) }
    }

    fn report(self) -> Result<DemoReport> {
        let listed: Listed = self.stage.ask(&self.stage.as_typed("clm list"))?;
        let path = self.stage.dir.display().to_string();
        let next = next(self.context, &path, &self.names);
        let keys = self.stage.backstage.display().to_string();
        Ok(DemoReport { path, keys, dry_run: false, items: listed.items, steps: self.steps, next })
    }
}

/// The first word that is a contract's id, and the folder that ends in it, as a person reads them; colours put aside.
fn contract(text: &str) -> Option<(String, String)> {
    let bare = anstream::adapter::strip_str(text).to_string();
    let id: ContractId = bare.split_whitespace().find_map(|word| word.parse().ok())?;
    let folder = bare.split_whitespace().find(|word| word.contains('/') && word.ends_with(id.suffix()))?;
    Some((id.as_str().to_owned(), folder.to_owned()))
}

/// What to try now, in the repository left behind.
fn next(context: &Context<'_>, path: &str, names: &BTreeMap<String, String>) -> Vec<String> {
    let dir = shlex::try_quote(path).map_or_else(|_| path.to_owned(), std::borrow::Cow::into_owned);
    let program = program(context);
    let lines = [
        "status",
        "show {nda} --text",
        "edit {third_nda}",
        "new --template nda --party \"Your Counterparty AS\"",
        "due --days 365 --explain",
        "search 'notice OR oppsigelse'",
        "verify {nda} --commands",
    ];
    lines.iter().map(|line| format!("{program} -C {dir} {}", stage::fill(line, names))).collect()
}

/// How the program is called from here: by name where a shell finds it, else as it was called now.
fn program(context: &Context<'_>) -> String {
    let called = context.world.args.first().map(PathBuf::from).unwrap_or_default();
    if called.components().count() < 2 || stage::found(context.world, "clm") {
        return "clm".to_owned();
    }
    let full = context.world.folder.join(called).display().to_string();
    shlex::try_quote(&full).map_or_else(|_| full.clone(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::contract;

    #[test]
    fn an_id_and_its_folder_are_read_as_a_person_reads_them() {
        let shown = "\u{1b}[36mnda-7k2m9qxt\u{1b}[0m  draft  \u{1b}[2mlegal/contracts/2026-11/a-7k2m9qxt\u{1b}[0m\n";
        let (id, folder) = contract(shown).unwrap();
        assert_eq!((id.as_str(), folder.as_str()), ("nda-7k2m9qxt", "legal/contracts/2026-11/a-7k2m9qxt"));
        assert_eq!(contract("nothing here, not even nda-7k2m9qx"), None);
        assert_eq!(contract("nda-7k2m9qxt without a folder"), None);
    }
}
