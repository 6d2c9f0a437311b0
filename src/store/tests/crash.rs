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
