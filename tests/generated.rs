//! `man/` and `completions/` are what the binary prints. To renew them after a change of commands or help:
//! `cargo run -- man --out man && for s in bash zsh fish powershell elvish; do cargo run -- completions $s > completions/clm.$s; done`

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap_complete::Shell;
use clm::cli::{commands::completions, manual};

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn the_committed_man_pages_are_the_binarys() {
    let pages = manual::pages().unwrap();
    for page in &pages {
        let committed = fs::read_to_string(root("man").join(&page.file)).unwrap_or_default();
        assert!(committed == page.source, "man/{} is not what the binary prints; see the top of this test", page.file);
    }
    let known: BTreeSet<String> = pages.into_iter().map(|page| page.file).collect();
    let found = fs::read_dir(root("man")).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    let left_over: Vec<String> = found.filter(|file| !known.contains(file)).collect();
    assert!(left_over.is_empty(), "man/ has pages of no command: {left_over:?}");
}

#[test]
fn the_committed_completions_are_the_binarys() {
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
        let file = format!("completions/clm.{shell}");
        let committed = fs::read_to_string(root(&file)).unwrap_or_default();
        assert!(
            committed == completions::script(shell),
            "{file} is not what the binary prints; see the top of this test"
        );
    }
}
