//! What a clone or a meeting of two clones brought, for people; conflicts clause by clause.

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, visible, words};
use crate::report::sync::{CloneReport, ConflictItem, ConflictReport, SyncReport};

impl Schema for CloneReport {
    const SCHEMA: &'static str = "clm.clone/1";
}

impl Schema for SyncReport {
    const SCHEMA: &'static str = "clm.sync/1";
}

impl Schema for ConflictReport {
    const SCHEMA: &'static str = "clm.conflicts/1";
}

impl Draw for CloneReport {
    fn human(&self, look: &Look) -> String {
        let mut out = format!(
            "cloned {} into {}: {} verified, nothing wrong\n",
            visible::line(&self.remote),
            paint(look, Label::Name, &visible::line(&self.path)),
            words::count(self.commits, "commit")
        );
        for healed in &self.healed {
            out.push_str(&format!("  healed: {}\n", visible::line(healed)));
        }
        out.push_str(&format!("founded by {}\n", words::list(&self.founders)));
        if !self.trusted {
            out.push_str("you see this key for the first time: compare it with what its owner tells you\n");
        }
        match &self.member {
            Some(member) => out.push_str(&format!("you are {} here\n", visible::line(member))),
            None => out.push_str("no key of yours is a member's here: you can read, and an owner can add you\n"),
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        vec![vec![self.path.clone(), self.branch.clone(), self.commit.clone(), self.founders.join(" ")]]
    }

    fn next(&self) -> Vec<String> {
        vec![format!("clm -C {} status", self.path), format!("clm -C {} sync", self.path)]
    }
}

impl Draw for SyncReport {
    fn human(&self, look: &Look) -> String {
        let mut out = String::new();
        let count = |n: usize| words::count(n, "commit");
        let (remote, would) = (visible::line(&self.remote), if self.dry_run { "would have " } else { "" });
        if !self.conflicts.is_empty() {
            let files = self.files_in_conflict();
            out.push_str(&format!("{} came from {remote} and wait: {}\n\n", count(self.came), files_in_words(files)));
            self.conflicts.iter().for_each(|conflict| out.push_str(&drawn(look, conflict)));
            return out;
        }
        if self.came == 0 && self.went == 0 {
            out.push_str(&format!("{remote} has what you have\n"));
        } else {
            out.push_str(&format!("{would}taken {} from {remote}, given {}\n", count(self.came), count(self.went)));
        }
        for item in &self.items {
            out.push_str(&format!("  {}: {}\n", visible::line(&item.path), visible::line(&item.says)));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let items = self.items.iter().map(|item| vec!["decided".to_owned(), item.path.clone(), item.says.clone()]);
        items.chain(self.conflicts.iter().map(record)).collect()
    }

    fn next(&self) -> Vec<String> {
        next(&self.conflicts)
    }
}

impl SyncReport {
    fn files_in_conflict(&self) -> usize {
        let mut paths: Vec<&str> = self.conflicts.iter().map(|conflict| conflict.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths.len()
    }
}

impl Draw for ConflictReport {
    fn human(&self, look: &Look) -> String {
        self.items.iter().map(|conflict| drawn(look, conflict)).collect()
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        Some("nothing waits to be settled".to_owned())
    }

    fn next(&self) -> Vec<String> {
        next(&self.items)
    }
}

fn files_in_words(files: usize) -> String {
    let verb = if files == 1 { "was" } else { "were" };
    format!("{} {verb} changed differently on both sides", words::count(files, "text"))
}

fn next(conflicts: &[ConflictItem]) -> Vec<String> {
    let Some(first) = conflicts.first() else { return Vec::new() };
    let name = first.id.as_deref().unwrap_or(&first.path);
    ["--ours", "--theirs", "--draft FILE", "--file FILE"].map(|way| format!("clm resolve {name} {way}")).to_vec()
}

fn record(conflict: &ConflictItem) -> Vec<String> {
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    let ConflictItem { id, path, place, base, ours, theirs } = conflict;
    vec!["conflict".to_owned(), word(id), path.clone(), place.clone(), word(base), word(ours), word(theirs)]
}

fn drawn(look: &Look, conflict: &ConflictItem) -> String {
    let name = conflict.id.as_deref().unwrap_or(&conflict.path);
    let head = format!("{}  {}", visible::line(name), visible::line(&conflict.place));
    let mut out = format!("{}\n", paint(look, Label::Name, &head));
    for (whose, text) in [("was", &conflict.base), ("ours", &conflict.ours), ("theirs", &conflict.theirs)] {
        match text.as_deref() {
            Some(text) if !text.trim().is_empty() => {
                for line in text.trim_end().lines() {
                    out.push_str(&format!("  {whose:6} {}\n", visible::line(line)));
                }
            }
            Some(_) => out.push_str(&format!("  {whose:6} (nothing)\n")),
            None => out.push_str(&format!("  {whose:6} (no text)\n")),
        }
    }
    out.push('\n');
    out
}
