//! Front matter that is not TOML, or TOML that no contract has: refused with a place, and the file is left alone.
//!
//! Expects `invalid/**/*.toml` and `valid/**/*.toml`. Valid files hold keys no contract has, so they are refused too,
//! but never as a fault of syntax.

use std::fs;
use std::path::{Path, PathBuf};

use clm::contract::document::Document;

use crate::Stopped;
use crate::binary::Home;
use crate::tally::Tally;

/// Faults that say "this is not TOML".
const SYNTAX: &[&str] = &["syntax", "nul", "not-utf-8", "unclosed-front-matter"];

pub fn sweep(folder: &Path, tally: &mut Tally) -> Result<(), Stopped> {
    let (invalid, valid) = (read(&folder.join("invalid"))?, read(&folder.join("valid"))?);
    for (told, bytes) in &invalid {
        is_refused_with_a_place(told, bytes, tally);
    }
    for (told, bytes) in &valid {
        let faults = Document::parse("contract.md", bytes).map_or_else(|problems| problems, |_| Vec::new());
        let misread = faults.iter().find(|problem| SYNTAX.contains(&problem.code));
        tally.check(misread.is_none(), || format!("{told}: valid TOML, yet {misread:?}"));
    }
    through_the_binary(&invalid, tally)
}

fn is_refused_with_a_place(told: &str, bytes: &[u8], tally: &mut Tally) {
    match Document::parse("contract.md", bytes) {
        Ok(_) => tally.check(false, || format!("{told}: taken as a contract")),
        Err(problems) => {
            let placed = problems.iter().all(|problem| problem.line > 0 && problem.column > 0) && !problems.is_empty();
            tally.check(placed, || format!("{told}: no place: {problems:?}"));
            if !problems.iter().any(|problem| SYNTAX.contains(&problem.code)) {
                // TOML 1.1 in a collection for 1.0, or a number clm never came to read because its key is unknown.
                tally.note(&format!("{told}: refused, but not as a fault of syntax"));
            }
        }
    }
}

/// Each file takes the place of a draft, as an editor would leave it.
fn through_the_binary(invalid: &[(String, Vec<u8>)], tally: &mut Tally) -> Result<(), Stopped> {
    let home = Home::with_firm()?;
    let (_, contract) = home.draft()?;
    let file = home.firm(&contract).join("contract.md");
    for (told, bytes) in invalid {
        fs::write(&file, bytes)?;
        let before = home.state()?;
        let answer = home.clm(&["save", &contract, "--no-input"])?;
        let placed = String::from_utf8_lossy(&answer.err).contains("contract.md:");
        tally.check(answer.ended(&[7]) && answer.is_plain() && placed, || format!("{told}: {}", answer.told()));
        let kept = fs::read(&file)? == *bytes && home.state()? == before;
        tally.check(kept, || format!("{told}: something was written"));
    }
    Ok(())
}

fn wrapped(toml: &[u8]) -> Vec<u8> {
    let end: &[u8] = if toml.ends_with(b"\n") { b"" } else { b"\n" };
    [b"+++\n", toml, end, b"+++\nThe agreement.\n"].concat()
}

/// Every TOML file below a folder as front matter, with its name for the failures.
fn read(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Stopped> {
    let read = |path: PathBuf| Ok((path.display().to_string(), wrapped(&fs::read(&path)?)));
    files(folder)?.into_iter().map(read).collect()
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Stopped> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
