//! Questions: what is found, due, listed; each answered by a fresh process.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::Stopped;
use crate::bed::Bed;
use crate::pairs::{FEW, PAIRS, compare};

/// Planted in one contract of ten thousand, one of a hundred, two of three.
const WORDS: &[(&str, &str)] = &[("needleword", "rare"), ("midterm", "mid"), ("commonterm", "common")];

/// Start-up, search, due and lists.
pub fn measure(bed: &Bed) -> Result<(), Stopped> {
    let version = || -> Command {
        let mut command = bed.command(Path::new("git"));
        command.arg("--version");
        command
    };
    let against_git = |told: &str, target: Option<f64>, arguments: &[&str]| {
        compare(told, target, PAIRS, |_| bed.time(bed.clm(arguments)), |_| bed.time(version()))
    };
    println!(
        "first due --days 30 (caches cold): {:.1} ms",
        bed.time(bed.clm(&["due", "--days", "30"]))?.as_secs_f64() * 1e3
    );
    println!("first search (index cold): {:.1} ms", bed.time(bed.clm(&["search", "agreement"]))?.as_secs_f64() * 1e3);
    println!("due in 30 days: {} items", items(bed, &["due", "--days", "30", "--json"])?);
    against_git("clm --version / git --version", Some(1.5), &["--version"])?;
    against_git("clm due --days 30 / git --version", Some(3.0), &["due", "--days", "30"])?;
    against_git("clm list / git --version", None, &["list"])?;
    against_git("clm list status:active / git --version", None, &["list", "status:active"])?;
    against_git("clm show ID / git --version", None, &["show", &bed.contracts[bed.contracts.len() / 2].0])?;
    for (told, words) in [("show ''", ["show", ""]), ("list party:", ["list", "party:"])] {
        let told = format!("completion of {told} / git --version");
        compare(&told, None, PAIRS, |_| bed.time(bed.completion(&words)), |_| bed.time(version()))?;
    }
    for (word, frequency) in WORDS {
        against_ripgrep(bed, word, frequency)?;
    }
    compare(
        "clm status / git status",
        None,
        PAIRS,
        |_| bed.time(bed.clm(&["status"])),
        |_| bed.time(bed.git("copy", &["status", "--short"])),
    )
}

/// The whole repository proved and checked, and its past searched, against git's own way to the same.
pub fn measure_whole(bed: &Bed) -> Result<(), Stopped> {
    compare(
        "clm search --history WORD / git log -S WORD",
        None,
        FEW,
        |_| bed.time(bed.clm(&["search", "--history", "needleword"])),
        |_| bed.time(bed.git("copy", &["log", "--format=%h", "-S", "needleword", "--", "*/contract.md"])),
    )?;
    compare(
        "clm check --all / git fsck",
        None,
        FEW,
        |_| bed.time_whatever(bed.clm(&["check", "--all"])),
        |_| bed.time(bed.git("copy", &["fsck", "--no-dangling", "--no-progress"])),
    )?;
    compare(
        "clm verify --all / git fsck",
        None,
        FEW,
        |_| bed.time(bed.clm(&["verify", "--all"])),
        |_| bed.time(bed.git("copy", &["fsck", "--no-dangling", "--no-progress"])),
    )
}

fn against_ripgrep(bed: &Bed, word: &str, frequency: &str) -> Result<(), Stopped> {
    if items(bed, &["search", word, "--json"])? == 0 {
        return Err(format!("`{word}` is not found, so its search is no measure").into());
    }
    if bed.command(Path::new("rg")).arg("--version").output().is_err() {
        println!("ripgrep is not installed: search of a {frequency} word is not compared");
        return Ok(());
    }
    let rg = |glob: &[&str]| {
        let mut command = bed.command(Path::new("rg"));
        command.arg("-il").args(glob).arg(word).arg("firm");
        command
    };
    let search = |_| bed.time(bed.clm(&["search", word]));
    let told = format!("clm search, {frequency} word / rg -il");
    compare(&told, Some(0.05), PAIRS, search, |_| bed.time(rg(&[])))?;
    // Import keeps each original beside the agreement; read without them, ripgrep has half the work.
    let told = format!("clm search, {frequency} word / rg -il -g contract.md");
    compare(&told, None, PAIRS, search, |_| bed.time(rg(&["-g", "contract.md"])))
}

fn items(bed: &Bed, arguments: &[&str]) -> Result<usize, Stopped> {
    let answer: Value = serde_json::from_slice(&bed.said(bed.clm(arguments))?)?;
    Ok(answer["items"].as_array().map_or(0, Vec::len))
}
