//! README.md stays true: its `console` blocks are typed into one shell, in their order, in a temporary home, and what
//! the page shows as answers must be what is printed.
//!
//! The rules of the page:
//! - A line that begins with `$ ` is typed; it must exit with 0. The lines below it are its answer, or part of it.
//! - An id on the page (`nda-7k2m9qxt`) stands for the one that the first answer showing it really printed: when a shown
//!   answer holds an id nobody has seen yet, it is the first contract id of the real answer. Its eight characters alone
//!   (`*-7k2m9qxt`) stand for the real eight.
//! - Dates on the page are those of the tests' clock.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use clm::contract::id::ContractId;
use clm::error::EXIT_CODES;
use support::Home;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// A line typed on the page, and the answer shown below it.
struct Typed {
    line: String,
    shown: Vec<String>,
}

fn console_blocks(page: &str) -> Vec<Typed> {
    let mut all: Vec<Typed> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => match line.strip_prefix("$ ") {
                Some(typed) => all.push(Typed { line: typed.to_owned(), shown: Vec::new() }),
                None => all.last_mut().unwrap().shown.push(line.to_owned()),
            },
        }
    }
    all
}

/// One shell for the whole page, so that `cd` and variables hold.
struct Shell {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

const MARK: &str = "--end-of-answer--";

impl Shell {
    fn open(home: &Home) -> Self {
        let programs = home.path("bin");
        fs::create_dir(&programs).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_clm"), programs.join("clm")).unwrap();
        let path = std::env::join_paths(
            [programs].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        let mut child =
            home.command("sh").env("PATH", path.unwrap()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut shell = Self { child, input, output };
        shell.types("exec 2>&1");
        shell
    }

    /// Types a line; answers what came back and the exit code.
    fn types(&mut self, line: &str) -> (String, String) {
        // The line reads nothing from the shell's own input.
        writeln!(self.input, "{{ {line}\n}} </dev/null; echo; echo {MARK} $?").unwrap();
        let mut said = String::new();
        for answer in (&mut self.output).lines() {
            let answer = answer.unwrap();
            if let Some(code) = answer.strip_prefix(MARK) {
                return (said, code.trim().to_owned());
            }
            said.push_str(&answer);
            said.push('\n');
        }
        panic!("the shell ended at `{line}`: {said}");
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Ids of the page and the real ones.
#[derive(Default)]
struct Ids(BTreeMap<String, String>);

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
}

fn ids_in(text: &str) -> Vec<ContractId> {
    words(text).filter_map(|word| word.parse().ok()).collect()
}

impl Ids {
    /// `text` of the page as it reads in this run.
    fn real(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (shown, real)| {
            let suffix = |id: &str| id.split_once('-').unwrap().1.to_owned();
            text.replace(shown, real).replace(&suffix(shown), &suffix(real))
        })
    }

    fn learn(&mut self, shown: &[String], said: &str) {
        let new = shown.iter().flat_map(|line| ids_in(line)).find(|id| !self.0.contains_key(id.as_str()));
        if let Some(id) = new {
            let real = ids_in(said).into_iter().next().unwrap_or_else(|| panic!("no id in the answer: {said}"));
            assert_eq!(real.kind(), id.kind());
            self.0.insert(id.as_str().to_owned(), real.as_str().to_owned());
        }
    }
}

#[test]
fn every_console_block_of_the_readme_is_true() {
    let home = Home::new();
    let mut shell = Shell::open(&home);
    let mut ids = Ids::default();
    let typed = console_blocks(&page());
    assert!(typed.len() >= 20, "{} lines", typed.len());
    for Typed { line, shown } in typed {
        let real_line = ids.real(&line);
        let (said, code) = shell.types(&real_line);
        assert_eq!(code, "0", "$ {real_line}\n{said}");
        ids.learn(&shown, &said);
        for expected in &shown {
            let expected = ids.real(expected);
            assert!(said.lines().any(|line| line == expected), "$ {real_line}\nshown: {expected}\nreal:\n{said}");
        }
    }
    home.repository_is_sound();
}

#[test]
fn the_exit_codes_on_the_page_are_those_of_the_code() {
    let rows: Vec<String> = EXIT_CODES.iter().map(|(code, meaning)| format!("| {code} | {meaning} |")).collect();
    let table: Vec<String> = page()
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| exit"))
        .map(ToOwned::to_owned)
        .collect();
    assert_eq!(table, rows);
}

#[test]
fn the_page_claims_no_more_than_a_simple_signature() {
    let text = page();
    assert!(text.contains("simple electronic signature"));
    for boast in ["legally binding", "tamper-proof", "unforgeable", "military", "seamless", "powerful"] {
        assert!(!text.to_lowercase().contains(boast), "{boast}");
    }
}
