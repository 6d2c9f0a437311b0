//! Something is missing or damaged: exit 0 is a failure.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::broken_table::{BUNDLE, DAMAGES, FILE_DAMAGES, OBJECTS, REPOSITORY, bundle_files};
use crate::office::{Ask, OF_BUNDLE, OF_REPOSITORY, Office};
use crate::support::{Answer, sweep};

/// Nothing may hang: a question that is not answered in this time is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

/// Objects whose bytes `verify --history` has no reason to read where nothing was changed afterwards; that they are there,
/// and of what kind and size, it asks all the same.
const JUDGED_BY_NAME: &[&str] = &["the text", "a statement", "a signature"];

/// Every answer that was not a refusal, and how many there were of which exit code.
#[derive(Default)]
struct Tally {
    wrong: Vec<String>,
    seen: BTreeMap<i32, usize>,
}

impl Tally {
    fn look(&mut self, told: &str, answer: &Answer) {
        // KNOWN, and not ours to mend: git2 0.21 unwraps the kind of a packed object whose header is damaged
        // (`Odb::read_header`), and the process ends there: with 101, or 134 when it is released.
        let panicked = answer.err.contains("panicked") && !answer.err.contains("/git2-0.21.0/src/odb.rs");
        let mute = answer.code != 0 && answer.out.trim().is_empty() && answer.err.trim().is_empty();
        if matches!(answer.code, 0 | -1) || panicked || mute {
            self.wrong.push(format!("{told}: exit {}\n{}{}", answer.code, answer.out, answer.err));
        }
        *self.seen.entry(answer.code).or_default() += 1;
    }

    fn ends(self, what: &str) {
        let all: usize = self.seen.values().sum();
        assert!(self.wrong.is_empty(), "{} of {all}:\n{}", self.wrong.len(), self.wrong.join("\n"));
        println!("never valid: {all} questions about {what}, none answered with exit 0: {:?}", self.seen);
    }
}

/// The answer of a command, which is ended when it waits for something that will not come.
fn in_time(office: &Office, mut command: Command) -> Answer {
    let called = format!("{command:?}");
    // Into files: a pipe that nobody reads while waiting would be a reason of its own to wait.
    let kept = |name: &str| (office.home.path(name), fs::File::create(office.home.path(name)).unwrap());
    let ((out, stdout), (err, stderr)) = (kept("said"), kept("complained"));
    let mut child = command.stdout(stdout).stderr(stderr).spawn().unwrap();
    let begun = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if begun.elapsed() > PATIENCE => child.kill().unwrap(),
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let output = Output { status, stdout: fs::read(out).unwrap(), stderr: fs::read(err).unwrap() };
    office.home.answered(&output, &called)
}

fn asked(office: &Office, tally: &mut Tally, told: &str, ask: Ask, json: bool) {
    let answer = in_time(office, office.question(ask, json));
    tally.look(&format!("{told}, {ask:?}{}", if json { " --json" } else { "" }), &answer);
}

#[test]
fn an_object_that_is_missing_or_damaged() {
    let office = Office::new();
    control(&office);
    let mut tally = Tally::default();
    // All of them with CLM_SWEEP; otherwise what is missing, and one other damage of each part in turn.
    let whole = sweep::wanted(1, 2) > 1;
    for (row, (part, find)) in OBJECTS.iter().enumerate() {
        for (number, (damage, make)) in DAMAGES.iter().enumerate() {
            if !whole && number > 0 && number != 1 + row % (DAMAGES.len() - 1) {
                continue;
            }
            let id = find(&office);
            make(&office, &id);
            // What is missing is asked for in every way, other damage in one way in turn.
            for (at, ask) in OF_REPOSITORY.iter().enumerate() {
                // Who might make a commit does not depend on the bytes of what it brought: they are for `verify ID`.
                let by_name = *ask == Ask::History && *damage == "cut in half" && JUDGED_BY_NAME.contains(part);
                let ask = if by_name { &Ask::Named } else { ask };
                if number == 0 || at == number % OF_REPOSITORY.len() {
                    asked(&office, &mut tally, &format!("{part} {damage}"), *ask, number.is_multiple_of(2));
                }
            }
            office.back();
        }
    }
    tally.ends("objects");
}

#[test]
fn a_repository_that_is_damaged_or_not_whole() {
    let office = Office::new();
    let mut tally = Tally::default();
    for (number, (damage, make, asks)) in REPOSITORY.iter().enumerate() {
        for (at, ask) in asks.iter().enumerate() {
            make(&office);
            asked(&office, &mut tally, damage, *ask, (number + at).is_multiple_of(2));
            office.back();
        }
    }
    tally.ends("damaged repositories");
}

#[test]
fn a_bundle_that_is_damaged_or_not_whole() {
    let office = Office::new();
    let mut tally = Tally::default();
    for (number, (damage, make, asks)) in BUNDLE.iter().enumerate() {
        for ask in *asks {
            make(&office);
            asked(&office, &mut tally, damage, *ask, number.is_multiple_of(2));
            office.back();
        }
    }
    for (number, file) in bundle_files(&office).iter().enumerate() {
        for (damage, make) in FILE_DAMAGES {
            make(&office.home.path("nda").join(file));
            asked(&office, &mut tally, &format!("{file} {damage}"), Ask::Folder, number.is_multiple_of(2));
            office.back();
        }
    }
    tally.ends("bundles");
}

/// What the program itself lacks: a reader of its answer, memory, files, a key that is known.
#[test]
fn an_answer_that_nobody_can_read_or_that_rests_on_nothing() {
    let office = Office::new();
    let mut tally = Tally::default();
    for ask in OF_REPOSITORY.iter().chain(OF_BUNDLE) {
        for json in [false, true] {
            for (told, script) in [
                ("a full disk behind the answer", "exec \"$@\" > /dev/full"),
                ("an answer that may not grow", "trap '' XFSZ; ulimit -f 0; \"$@\" > \"$HOME/answer\""),
                // The shell stays, to tell what ended the program.
                ("no memory", "ulimit -v 1000; \"$@\"; exit $?"),
                ("little memory", "ulimit -v 12000; \"$@\"; exit $?"),
                ("no more open files", "ulimit -n 3; exec \"$@\""),
            ] {
                let answer = office.in_shell(script, *ask, json);
                let told = format!("{told}, {ask:?}, json {json}");
                // The shell tells it where the program cannot be started at all.
                tally.look(&told, &answer);
                office.back();
            }
            // The reader goes away before a word was said.
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let mut command = office.question(*ask, json);
            let output = command.stdout(writer).stderr(Stdio::piped()).output().unwrap();
            assert_eq!(output.status.code(), Some(141), "{ask:?}: a closed pipe, told to nobody");
        }
    }
    let stranger = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for args in [
        &["verify", "nda.zip"][..],
        &["verify", "nda"],
        &["verify", "nda.zip", "--trust", stranger],
        &["verify", "nda", "--trust", stranger],
        &["verify", "nda", "--trust", "junk"],
        &["verify", "nda", "--trust", &office.maker, "--trust", stranger],
        &["-C", "firm", "verify", "--history", "--trust", stranger],
        &["-C", "firm", "verify", "--history", "--anew", "--trust", stranger, "--json"],
        &["-C", "firm", "verify", "nda-00000000"],
        &["-C", "firm", "verify", "legal"],
        &["-C", "firm", "verify"],
        &["-C", "nowhere", "verify", "--all"],
        &["verify", "--all"],
        &["verify", "nowhere.zip"],
        &["-C", "firm", "verify", "--all", "--history"],
    ] {
        let mut command = office.home.command(env!("CARGO_BIN_EXE_clm"));
        tally.look(
            &format!("{args:?}"),
            &in_time(&office, {
                command.args(args);
                command
            }),
        );
    }
    control(&office);
    tally.ends("answers");
}

/// The untouched repository and bundle are good, however one asks.
fn control(office: &Office) {
    for ask in OF_REPOSITORY.iter().chain(OF_BUNDLE) {
        for json in [false, true] {
            let answer = office.home.run(&mut office.question(*ask, json));
            assert_eq!(answer.code, 0, "control, {ask:?}: {answer:?}");
        }
    }
    office.back();
}
