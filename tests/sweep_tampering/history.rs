//! Changes of history, each judged by `verify --history` for somebody who never verified and for somebody who did, and by
//! `verify --all`.
//!
//! Whoever holds no member's key is always found out. An insider who signs a whole rewritten history anew makes another
//! lawful history: that is told by the memory of whoever verified the true one, and those rows say so.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::case::Case;
use crate::git_table::{DEEDS, Ends};
use crate::history_table::REWRITINGS;
use crate::rewriting::{Line, Resign, raw};
use crate::support::sweep;

struct Bench {
    case: Case,
    line: Line,
    /// What the machine of somebody who verified the true history remembers.
    memory: Vec<(PathBuf, Vec<u8>)>,
    /// Places of the commits that are rewritten, with what they brought.
    targets: Vec<(usize, &'static str)>,
}

enum Change {
    Git(usize),
    /// A rewriting of a target, and whose signatures the rest gets.
    Commit(usize, usize, Resign),
}

impl Bench {
    fn new() -> Self {
        let mut case = Case::new();
        for key in ["stranger", "dag"] {
            case.home.new_key(key, "");
        }
        case.home.in_firm(&["comment", &case.id, "-m", "A word."]).succeeds();
        let add = ["member", "add", "dag@northwind.example", "--name", "Dag", "--pub", "dag.pub", "--role", "drafter"];
        case.home.in_firm(&add).succeeds();
        case.home.in_firm(&["comment", &case.id, "-m", "Another word."]).succeeds();
        case.home.in_firm(&["tag", &case.id, "--add", "blue"]).succeeds();
        case.head = case.home.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
        case.home.in_firm(&["verify", "--history"]).succeeds();
        let clones = case.home.path(".local/state/clm/clones");
        let memory = crate::case::files(&clones).into_iter().map(|path| (path.clone(), fs::read(path).unwrap()));
        let memory: Vec<_> = memory.collect();
        assert_eq!(memory.len(), 1);
        let line = Line::of(&case);
        let last = |words: &str| {
            let at = line.commits.iter().rposition(|commit| commit.message.starts_with(words));
            at.unwrap_or_else(|| panic!("no commit `{words}`"))
        };
        let targets = vec![
            (0, "the beginning"),
            (last("sign: ") - 2, "the draft"),
            (last("sign: "), "the signing"),
            (last("receive: "), "the receipt"),
            (last("member"), "the policy"),
            (last("comment: "), "an act"),
            (line.commits.len() - 1, "the tip"),
        ];
        Self { case, line, memory, targets }
    }

    /// All changes: what git is told, each rewriting of each target by somebody without a key, and one by an insider.
    fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = (0..DEEDS.len()).map(Change::Git).collect();
        for rewriting in 0..REWRITINGS.len() {
            for target in 0..self.targets.len() {
                let resign = [Resign::Kept, Resign::Stripped, Resign::Stranger][(rewriting + target) % 3];
                changes.push(Change::Commit(rewriting, target, resign));
            }
            changes.push(Change::Commit(rewriting, rewriting % self.targets.len(), Resign::Owner));
        }
        changes
    }

    fn remember(&self) {
        for (path, bytes) in &self.memory {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    /// Makes a change; answers what it is and what it has to end in.
    fn make(&self, change: &Change) -> (String, Ends) {
        match *change {
            Change::Git(at) => {
                let (name, deed, ends) = DEEDS[at];
                deed(&self.case);
                (name.to_owned(), ends)
            }
            Change::Commit(rewriting, target, resign) => {
                let (name, change) = REWRITINGS[rewriting];
                let (at, what) = self.targets[target];
                let told = format!("{what}: {name}, {resign:?}");
                let mut commits = self.line.commits.clone();
                change(&self.line, &self.case, &mut commits, at);
                let same = commits.len() == self.line.commits.len()
                    && commits.iter().zip(&self.line.commits).all(|(a, b)| raw(a, None) == raw(b, None));
                assert!(!same, "{told}: nothing was changed");
                // What was done to a signature is left as it was done.
                let from = if name.contains("signature") { at + 1 } else { at };
                let tip = self.line.write(&commits, from, resign).to_string();
                self.case.home.git(&["update-ref", "refs/heads/main", &tip]).succeeds();
                self.case.home.git(&["reset", "-q", "--hard", &tip]).succeeds();
                (told, if resign == Resign::Owner { INSIDER } else { (5, 5, -1) })
            }
        }
    }

    fn back(&self) {
        let git = |args: &[&str]| self.case.home.git(args);
        for name in ["info/grafts", "shallow", "MERGE_HEAD"] {
            let _ = fs::remove_file(self.case.home.firm(".git").join(name));
        }
        for name in git(&["for-each-ref", "--format=%(refname)"]).out.lines() {
            if name != "refs/heads/main" {
                git(&["update-ref", "-d", name]);
            }
        }
        git(&["symbolic-ref", "HEAD", "refs/heads/main"]).succeeds();
        self.case.back();
    }
}

/// What the history of an insider ends in: found out by whoever verified the true one.
const INSIDER: Ends = (-1, 5, -1);

/// `-1` in an end: not promised. A contract may well be intact in a history that is not.
fn meets(found: Ends, expected: Ends) -> bool {
    let one = |found: i32, expected: i32| expected == found || (expected == -1 && matches!(found, 0 | 5 | 6));
    one(found.0, expected.0) && one(found.1, expected.1) && one(found.2, expected.2)
}

#[test]
fn no_change_of_history_is_called_valid() {
    let bench = Bench::new();
    let changes = bench.changes();
    let (mut wrong, mut seen) = (Vec::new(), BTreeMap::new());
    let mut ran = 0;
    for number in sweep::cases(24, changes.len()) {
        let (told, expected) = bench.make(&changes[number]);
        bench.case.forget();
        let fresh = bench.case.home.in_firm(&["verify", "--history"]);
        bench.remember();
        let known = bench.case.home.in_firm(&["verify", "--history"]);
        let all = bench.case.home.in_firm(&["verify", "--all"]);
        let found = (fresh.code, known.code, all.code);
        if !meets(found, expected) {
            println!("{told}: {found:?} and not {expected:?}");
            wrong.push(format!("{told}: {found:?} and not {expected:?}\n{}{}", fresh.out, fresh.err));
        }
        *seen.entry(found).or_insert(0) += 1;
        ran += 1;
        bench.back();
    }
    bench.remember();
    bench.case.home.in_firm(&["verify", "--history"]).succeeds();
    assert!(wrong.is_empty(), "{} of {ran}:\n{}", wrong.len(), wrong.join("\n"));
    println!(
        "tampering: {ran} of {} changes of history, by exit codes (never verified, verified before, --all): {seen:?}",
        changes.len()
    );
}
