//! Acts: one signed commit by clm, against `git add` and `git commit -S` of one changed file in a copy.

use std::fs;
use std::io::Write as _;
use std::time::Duration;

use serde_json::Value;

use crate::Stopped;
use crate::bed::Bed;
use crate::pairs::{PAIRS, compare};

/// Tags, signatures, and the search that has to catch up with an act.
pub fn measure(bed: &Bed) -> Result<(), Stopped> {
    let id = |pair: usize| bed.contracts[pair * 37 % bed.contracts.len()].0.as_str();
    // A kept repository may hold the tags of an earlier run, and a tag that is there already is no act.
    let tag = |pair: usize, run: &str| bed.clm(&["tag", id(pair), "--add", &format!("t{pair}-{run}")]);
    let run = format!("{}", std::process::id());
    compare(
        "clm tag / git add + git commit -S",
        Some(0.6),
        PAIRS,
        |pair| bed.time(tag(pair, &run)),
        |pair| commit_by_git(bed, pair),
    )?;
    let drafts: Vec<String> = (0..PAIRS).map(|_| draft(bed)).collect::<Result<_, _>>()?;
    compare(
        "clm sign / git add + git commit -S",
        Some(0.6),
        PAIRS,
        |pair| bed.time(bed.clm(&["sign", &drafts[pair], "--yes", "--no-input"])),
        |pair| commit_by_git(bed, pair),
    )?;
    compare(
        "clm search after one act / the same search again",
        None,
        PAIRS,
        |pair| {
            bed.said(tag(pair, &format!("{run}-s")))?;
            bed.time(bed.clm(&["search", "midterm"]))
        },
        |_| bed.time(bed.clm(&["search", "midterm"])),
    )
}

fn draft(bed: &Bed) -> Result<String, Stopped> {
    let made = bed.said(bed.clm(&["new", "--template", "nda", "--party", "Acme AS", "--no-input", "--json"]))?;
    let made: Value = serde_json::from_slice(&made)?;
    Ok(made["items"][0]["id"].as_str().ok_or("no id")?.to_owned())
}

/// Changes our notes on a contract, which is what `clm tag` changes, and records it with git.
fn commit_by_git(bed: &Bed, pair: usize) -> Result<Duration, Stopped> {
    let path = &bed.contracts[pair * 37 % bed.contracts.len()].1;
    let folder = path.trim_end_matches("/contract.md");
    let file = format!("{folder}/record.toml");
    fs::OpenOptions::new().append(true).create(true).open(bed.path("copy").join(&file))?.write_all(b"# changed\n")?;
    let added = bed.time(bed.git("copy", &["add", &file]))?;
    Ok(added + bed.time(bed.git("copy", &["commit", "--quiet", "-S", "-m", "tag: one contract"]))?)
}
