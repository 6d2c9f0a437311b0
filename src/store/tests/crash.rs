//! A crash at any point leaves the old state or the new one, and the next command needs no help.

use super::lab::{FOLDER, Lab, message, scribble};
use crate::store::{CommitId, StoreError, fault};

fn act(lab: &Lab) -> Result<CommitId, StoreError> {
    let store = lab.store();
    let mut change = store.change()?;
    change.put(&format!("{FOLDER}/contract.md"), "new text\n")?;
    change.put(&format!("{FOLDER}/acts/2026-11-24-send-01234567.toml"), "act\n")?;
    change.remove("sales/templates/nda.md")?;
    change.commit(&message("act"), &scribble)
}

fn is_old(lab: &Lab) -> bool {
    lab.read("sales/templates/nda.md").is_some()
}

/// Crashes at every point in turn; `then` looks at what is left. Returns how many points there are.
fn sweep(version: &str, then: impl Fn(&Lab, &'static str)) -> usize {
    for count in 0.. {
        let lab = Lab::new();
        lab.git(&["update-index", "--index-version", version]);
        lab.write("hr/staged.md", "staged\n");
        lab.git(&["add", "hr/staged.md"]);
        fault::crash_at(Some(count));
        let outcome = act(&lab);
        fault::crash_at(None);
        match outcome {
            Err(StoreError::Crash(at)) => then(&lab, at),
            done => {
                done.unwrap();
                return count;
            }
        }
    }
    0
}

fn assert_whole(lab: &Lab, at: &str) {
    let old = is_old(lab);
    let head = if old { None } else { Some("new text\n".to_owned()) };
    if let Some(text) = head {
        assert_eq!(lab.at_head(&format!("{FOLDER}/contract.md")), Some(text), "{at}");
    }
    assert_eq!(lab.at_head("sales/templates/nda.md").is_some(), old, "{at}");
    assert_eq!(lab.git(&["status", "--porcelain"]), "A  hr/staged.md\n", "{at}");
    lab.assert_sound();
}

#[test]
fn the_next_reader_finds_the_old_state_or_the_new() {
    for version in ["2", "4"] {
        let points = sweep(version, |lab, at| {
            lab.store();
            assert_whole(lab, at);
            let moved = matches!(at, "branch moved" | "index moved" | "settled");
            assert_eq!(is_old(lab), !moved, "{at}");
            lab.store();
            assert_whole(lab, at);
        });
        assert!(points >= 12, "{points}");
    }
}

#[test]
fn the_next_writer_needs_no_help() {
    sweep("2", |lab, at| {
        lab.put("after.md", "x\n").unwrap();
        assert_whole(lab, at);
        if is_old(lab) {
            act(lab).unwrap();
        }
        assert_whole(lab, at);
        lab.git(&["commit", "-qm", "git goes on"]);
        lab.assert_clean();
    });
}

#[test]
fn a_crash_while_mending_is_mended() {
    sweep("2", |lab, at| {
        // The journal comes back, as it may after a power cut: mending again changes nothing.
        let scratch = lab.root.join(".git/clm/act");
        let kept = lab.dir.path().join("kept");
        let copied = lab.command("cp", &["-a", scratch.to_str().unwrap(), kept.to_str().unwrap()]).status().unwrap();
        assert!(copied.success());
        lab.store();
        assert_whole(lab, at);
        std::fs::rename(&kept, &scratch).unwrap();
        lab.store();
        assert_whole(lab, at);
    });
}

#[test]
fn whoever_has_moved_on_is_left_alone() {
    sweep("2", |lab, at| {
        lab.write(&format!("{FOLDER}/contract.md"), "edited after the crash\n");
        lab.store();
        assert_eq!(lab.read(&format!("{FOLDER}/contract.md")).unwrap(), "edited after the crash\n", "{at}");
        let status = lab.git(&["status", "--porcelain"]);
        assert_eq!(status, format!("A  hr/staged.md\n M {FOLDER}/contract.md\n"), "{at}");
        lab.assert_sound();
    });
}

/// Set in the child that is killed: the repository it shall write to.
const CHILD: &str = "CLM_CRASH_CHILD";

#[test]
#[ignore = "runs under strace; by hand or nightly"]
#[expect(clippy::disallowed_methods, reason = "the child learns where to write from its environment")]
fn the_child_that_is_killed() {
    if let Ok(root) = std::env::var(CHILD) {
        let store = crate::store::Store::discover(std::path::Path::new(&root)).unwrap();
        let mut change = store.change().unwrap();
        change.put(&format!("{FOLDER}/contract.md"), "new text\n").unwrap();
        change.put(&format!("{FOLDER}/acts/2026-11-24-send-01234567.toml"), "act\n").unwrap();
        change.remove("sales/templates/nda.md").unwrap();
        change.commit(&message("act"), &scribble).unwrap();
    }
}

/// The calls that write. Strace counts each call, in each thread, on its own.
const CALLS: [&str; 14] = [
    "write",
    "openat",
    "rename",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "rmdir",
    "fsync",
    "ftruncate",
    "fchmod",
    "flock",
];

/// Kills or fails the child at its `count`-th such call. Returns whether the point was reached.
fn inject(lab: &Lab, how: &str, call: &str, count: usize) -> bool {
    let log = lab.dir.path().join("strace");
    let done = lab
        .command("strace", &["-f", "-qq", "-o", log.to_str().unwrap()])
        .args(["-e", &format!("trace={call}"), "-e", &format!("inject={call}:{how}:when={count}")])
        .arg(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--test-threads=1", "store::tests::crash::the_child_that_is_killed"])
        .env(CHILD, &lab.root)
        .output()
        .unwrap();
    let text = std::fs::read_to_string(&log).unwrap_or_default();
    assert!(done.status.success() || text.contains("INJECTED") || text.contains("killed"), "{done:?}");
    !done.status.success() || text.contains("INJECTED")
}

#[test]
#[ignore = "runs under strace; by hand or nightly"]
fn killed_or_failed_at_any_call_the_next_command_finds_a_whole_state() {
    for how in ["signal=SIGKILL", "error=ENOSPC", "error=EIO"] {
        let (mut points, mut fresh) = (0, 0);
        for call in CALLS {
            // The very first files opened are the program's own libraries.
            for count in if call == "openat" { 25.. } else { 1.. } {
                let lab = Lab::new();
                lab.write("hr/staged.md", "staged\n");
                lab.git(&["add", "hr/staged.md"]);
                if !inject(&lab, how, call, count) {
                    break;
                }
                let at = format!("{how} at {call} {count}");
                points += 1;
                lab.store();
                assert_whole(&lab, &at);
                lab.put("after.md", "x\n").unwrap();
                assert_whole(&lab, &format!("{at}, then a change"));
                fresh += usize::from(!is_old(&lab));
            }
        }
        println!("{how}: {points} points, {fresh} with the new state");
        assert!(points > 60, "{how}: {points}");
    }
}
