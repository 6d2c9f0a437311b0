//! What a home looks like: heads and what they changed, files written elsewhere, what is left lying about.

use std::fs;
use std::path::{Path, PathBuf};

use crate::stage::Lab;
use crate::table::Case;

/// What a command is to move, as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    pub parts: Vec<Part>,
}

/// One repository, or one file or folder outside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub name: String,
    /// The commit, where it is a repository that has one.
    pub head: Option<String>,
    /// What it holds beyond what it held before, with names that chance makes masked.
    pub holds: Vec<String>,
}

/// How a state compares with those before and after a command that nothing disturbed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stand {
    Before,
    After,
    /// Each part is as before or as after, but not all alike.
    Between,
}

impl State {
    /// The state, as it differs from `before`.
    pub fn of(lab: &Lab, case: &Case, before: Option<&Self>) -> Self {
        let old = |name: &str| before.and_then(|state| state.parts.iter().find(|part| part.name == name));
        let repositories = case.repositories().map(|name| {
            let head = head(lab, name);
            let holds = changed(lab, name, old(name).and_then(|part| part.head.as_deref()), head.as_deref());
            Part { name: name.to_owned(), head, holds }
        });
        let outputs = case.outputs.split_whitespace().map(|name| {
            let mut holds = Vec::new();
            listing(&lab.home.path(name), &lab.home.path(name), &mut holds);
            // What lies in a maildir's `tmp` was not delivered.
            holds.retain(|name| !name.starts_with("tmp/"));
            holds.sort();
            holds.dedup();
            Part { name: name.to_owned(), head: None, holds }
        });
        Self { parts: repositories.chain(outputs).collect() }
    }

    /// Where it stands between the two.
    pub fn stand(&self, before: &Self, after: &Self) -> Result<Stand, String> {
        let mut found = Vec::new();
        for ((now, before), after) in self.parts.iter().zip(&before.parts).zip(&after.parts) {
            let is_before = now.head == before.head && (now.head.is_some() || now.holds == before.holds);
            let moves = before.head != after.head || before.holds != after.holds;
            let some = now.holds.iter().all(|name| after.holds.contains(name) && name.ends_with(" written"));
            found.push(match (is_before, now.holds == after.holds) {
                _ if !moves && is_before => continue,
                (true, _) => Stand::Before,
                (false, true) => Stand::After,
                // Of several files some, each of them whole.
                _ if now.head.is_none() && some => Stand::Between,
                _ => return Err(format!("a third state of {}: {:?}, not {:?}", now.name, now.holds, after.holds)),
            });
        }
        Ok(match (found.contains(&Stand::Before), found.contains(&Stand::After)) {
            _ if found.contains(&Stand::Between) => Stand::Between,
            (true, true) => Stand::Between,
            (false, true) => Stand::After,
            _ => Stand::Before,
        })
    }
}

fn head(lab: &Lab, folder: &str) -> Option<String> {
    if !lab.home.path(folder).exists() {
        return None;
    }
    let answer = lab.git(folder, &["rev-parse", "-q", "--verify", "refs/heads/main"]);
    (answer.code == 0).then(|| answer.out.trim().to_owned())
}

/// How many commits there are beyond `old`, and which paths they changed.
fn changed(lab: &Lab, folder: &str, old: Option<&str>, new: Option<&str>) -> Vec<String> {
    let Some(new) = new.filter(|new| Some(*new) != old) else { return Vec::new() };
    let empty = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    let range = old.map_or_else(|| new.to_owned(), |old| format!("{old}..{new}"));
    let count = lab.git(folder, &["rev-list", "--count", &range]).succeeds().out;
    let diff = lab.git(folder, &["diff", "--no-renames", "--name-status", old.unwrap_or(empty), new]).succeeds().out;
    let mut lines: Vec<String> = diff.lines().map(masked).collect();
    lines.sort();
    lines.insert(0, format!("{} commits", count.trim()));
    lines
}

/// Every file below a folder with its size, or the file itself. The length of what holds an address is chance.
fn listing(top: &Path, path: &Path, found: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            listing(top, &entry.unwrap().path(), found);
        }
    } else if path.to_string_lossy().ends_with(".clm-new") {
        // Not in place yet; `left_over` sees whether it stays.
    } else if let Ok(about) = path.metadata() {
        let name = path.strip_prefix(top).unwrap_or(path).to_string_lossy();
        let whole = if about.len() == 0 { "empty" } else { "written" };
        // A mail's name is chance, and a letter may be told twice rather than never.
        let name = if name.starts_with("new/") { "new/*".to_owned() } else { masked(&name) };
        found.push(format!("{name} {whole}"));
    }
}

/// A path without what chance makes of it.
fn masked(path: &str) -> String {
    let part = |part: &str| {
        let (stem, ends) = part.split_once('.').map_or((part, ""), |(stem, ends)| (stem, ends));
        if stem.len() >= 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return format!("*.{ends}");
        }
        match stem.rsplit_once('-') {
            Some((kept, chance)) if chance.len() >= 8 => format!("{kept}-*.{ends}"),
            _ => part.to_owned(),
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Temporary files, locks and journals anywhere in the home.
pub fn left_over(lab: &Lab) -> Vec<String> {
    let top = lab.home.path("");
    let mut found = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        // Whoever reads a maildir clears its `tmp`, as its rules say; what git leaves among the objects `git gc` clears.
        if folder == top.join("mail/tmp") || folder.ends_with(".git/objects") || folder.ends_with("remote.git/objects")
        {
            continue;
        }
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let below = path.strip_prefix(&top).unwrap().to_string_lossy().into_owned();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let suspect = name.ends_with(".lock")
                || [".tmp", "tmp_", ".clm-", "incoming-", "tmp_objdir"].iter().any(|begin| name.starts_with(begin))
                || name.contains("clm-new")
                || below.contains(".git/clm/act")
                || below.starts_with("tmp/");
            if suspect {
                found.push(masked(&below));
            } else if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Statements at HEAD without their signature.
pub fn unsigned(lab: &Lab, folder: &str) -> Vec<String> {
    let answer = lab.git(folder, &["ls-tree", "-r", "--name-only", "HEAD"]);
    let paths: Vec<&str> = answer.out.lines().collect();
    let is_statement = |path: &&str| path.contains("/signatures/") && path.ends_with(".json");
    let lacks = |path: &&str| !paths.contains(&format!("{path}.sig").as_str());
    paths.iter().copied().filter(is_statement).filter(lacks).map(ToOwned::to_owned).collect()
}

/// What the user has not recorded: the file from the home, and its bytes.
pub type Unsaved = Vec<(PathBuf, Vec<u8>)>;

/// Puts unsaved work of all sorts into the work tree: a new file, a staged one, an edit of another contract.
pub fn leave_unsaved(lab: &Lab, folder: &str) -> Unsaved {
    let mut found = Vec::new();
    let mut put = |name: &str, text: &str| {
        let path = lab.home.write(&format!("{folder}/{name}"), text);
        found.push((path, text.as_bytes().to_vec()));
    };
    put("notes.txt", "mine\n");
    put("own.txt", "staged\n");
    lab.git(folder, &["add", "own.txt"]).succeeds();
    if let Some(id) = lab.names.get("OTHER") {
        let end = id.rsplit('-').next().unwrap();
        let mut path = lab.shell(&format!("ls {folder}/legal/contracts/*/*-{end}/contract.md")).succeeds().out;
        path.truncate(path.trim_end().len());
        let text = lab.home.read(&path) + "\nNot recorded yet.\n";
        found.push((lab.home.write(&path, &text), text.into_bytes()));
    }
    found
}
