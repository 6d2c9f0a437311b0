//! Histories made to exhaust whoever reads them are refused in a sentence, in bounded time and memory, and never verified.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::time::{Duration, Instant};

use git2::{ObjectType, Oid, Repository};
use support::{Answer, Home};

/// A repository whose newest commit has, beside what it had, a folder `sales` with this tree.
fn with_tree(home: &Home, make: impl FnOnce(&Repository) -> Oid) {
    let repo = Repository::open(home.firm("")).unwrap();
    let top = repo.head().unwrap().peel_to_tree().unwrap();
    let mut builder = repo.treebuilder(Some(&top)).unwrap();
    builder.insert("sales", make(&repo), 0o40000).unwrap();
    let tree = builder.write().unwrap().to_string();
    let made = home.git(&["commit-tree", "-p", "HEAD", "-m", "x", "--no-gpg-sign", &tree]).succeeds();
    home.git(&["update-ref", "HEAD", made.out.trim()]).succeeds();
}

fn tree(repo: &Repository, entries: impl Iterator<Item = (&'static str, String, Oid)>) -> Oid {
    let mut raw = Vec::new();
    for (mode, name, id) in entries {
        raw.extend_from_slice(format!("{mode} {name}\0").as_bytes());
        raw.extend_from_slice(id.as_bytes());
    }
    repo.odb().unwrap().write(ObjectType::Tree, &raw).unwrap()
}

/// Judges in two gigabytes and two minutes, which is much on any machine.
fn judged(home: &Home) -> Answer {
    let begun = Instant::now();
    let mut command = home.command("sh");
    command.args(["-c", "ulimit -v 2000000; exec \"$0\" -C firm verify --history", env!("CARGO_BIN_EXE_clm")]);
    let answer = home.run(&mut command);
    assert!(begun.elapsed() < Duration::from_secs(120), "it took {:?}", begun.elapsed());
    answer
}

#[test]
fn a_tree_of_a_million_entries_is_not_read() {
    let home = Home::with_firm();
    with_tree(&home, |repo| {
        let blob = repo.blob(b"x").unwrap();
        tree(repo, (0..1_000_000).map(|place| ("100644", format!("{place:07}"), blob)))
    });
    judged(&home).exits(1).says("35000000 bytes, more than the 16777216 allowed").says("git fsck");
}

#[test]
fn folders_ten_thousand_deep_are_not_followed() {
    let home = Home::with_firm();
    with_tree(&home, |repo| {
        let blob = repo.blob(b"x").unwrap();
        let mut inner = tree(repo, [("100644", "x".to_owned(), blob)].into_iter());
        for _ in 0..10_000 {
            inner = tree(repo, [("40000", "a".to_owned(), inner)].into_iter());
        }
        inner
    });
    judged(&home).exits(1).says("its folders nest too deep");
}

/// Ten trees, each naming the next twenty times, stand for more files than any disk holds.
#[test]
fn a_few_trees_do_not_stand_for_endless_files() {
    let home = Home::with_firm();
    with_tree(&home, |repo| {
        let blob = repo.blob(b"x").unwrap();
        let mut inner = tree(repo, [("100644", "x".to_owned(), blob)].into_iter());
        for _ in 0..10 {
            inner = tree(repo, (0..20).map(|place| ("40000", format!("a{place:02}"), inner)));
        }
        inner
    });
    judged(&home).exits(1).says("more files than clm walks through");
}
