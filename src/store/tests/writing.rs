//! Changes land whole, and leave everybody else's work alone.

use std::os::unix::fs::symlink;
use std::time::Duration;

use super::lab::{FOLDER, Lab, keygen, message, scribble, ssh_sign};
use crate::store::{Store, StoreError};

#[test]
fn the_first_commit_makes_a_clean_repository_on_main() {
    let lab = Lab::new();
    lab.assert_clean();
    assert_eq!(lab.git(&["symbolic-ref", "HEAD"]), "refs/heads/main\n");
    assert_eq!(
        lab.git(&["log", "--format=%s|%an|%ae|%aI|%(trailers:key=Clm-Act,valueonly)"]).trim(),
        "new: the first|Ida Holm|ida@northwind.example|2026-11-24T12:00:00+01:00|test"
    );
    assert_eq!(lab.git(&["reflog", "--format=%gs"]), "commit: new: the first\n");
    let hooks = std::fs::read_dir(lab.root.join(".git/hooks")).into_iter().flatten().flatten();
    assert!(hooks.into_iter().all(|hook| hook.file_name() == "README.sample"), "no templates");
}

#[test]
fn a_repository_is_founded_once_and_found_from_within() {
    let lab = Lab::new();
    assert!(matches!(Store::init(&lab.root), Err(StoreError::Exists(_))));
    let found = Store::discover(&lab.root.join("sales/contracts")).unwrap();
    assert_eq!(found.root().unwrap().canonicalize().unwrap(), lab.root.canonicalize().unwrap());
    let bare = Lab::empty();
    assert!(matches!(Store::discover(&bare.root), Err(StoreError::NotFound(_))));
    bare.git(&["init", "-q"]);
    assert!(matches!(Store::discover(&bare.root), Err(StoreError::NotFound(_))), "git, but not clm");
    Store::init(&bare.root).unwrap();
}

#[test]
fn git_verifies_what_was_signed() {
    let lab = Lab::new();
    let key = keygen(lab.dir.path());
    let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    let signers = lab.dir.path().join("signers");
    std::fs::write(&signers, format!("ida@northwind.example namespaces=\"git\" {public}")).unwrap();
    let store = lab.store();
    let mut change = store.change().unwrap();
    change.put("clm.toml", "format = 1\n# more\n").unwrap();
    change.commit(&message("sign: it"), &|bytes| ssh_sign(&key, bytes)).unwrap();
    lab.git(&["config", "gpg.ssh.allowedSignersFile", signers.to_str().unwrap()]);
    let said = lab.git(&["verify-commit", "HEAD"]);
    assert!(said.contains("Good \"git\" signature for ida@northwind.example"), "{said}");
    lab.assert_clean();
}

#[test]
fn each_kind_of_change_leaves_git_content() {
    for version in ["2", "3", "4"] {
        let lab = Lab::new();
        lab.git(&["update-index", "--index-version", version]);
        lab.git(&["status"]);
        lab.put(&format!("{FOLDER}/acts/2026-11-24-submit-0123abcd.toml"), "act\n").unwrap();
        lab.assert_clean();
        lab.put(&format!("{FOLDER}/contract.md"), "changed\n").unwrap();
        lab.assert_clean();
        lab.put("hr/contracts/2026-11/b-00000000/contract.md", "new folder\n").unwrap();
        lab.put("a/contracts/x-00000001/contract.md", "first of all\n").unwrap();
        lab.assert_clean();
        let store = lab.store();
        let mut change = store.change().unwrap();
        change.rename(FOLDER, "sales/contracts/moved-7k2m9qxt").unwrap();
        change.put("sales/contracts/moved-7k2m9qxt/record.toml", "tags = []\n").unwrap();
        change.remove("sales/templates/nda.md").unwrap();
        change.commit(&message("move: it"), &scribble).unwrap();
        lab.assert_clean();
        assert!(!lab.root.join(FOLDER).exists() && !lab.root.join("sales/templates").exists());
        assert_eq!(lab.read("sales/contracts/moved-7k2m9qxt/contract.md").unwrap(), "changed\n");
        lab.git(&["commit", "-q", "--allow-empty", "-m", "git goes on"]);
        lab.assert_clean();
        assert_eq!(lab.git(&["ls-files", "--debug"]).matches("size: 0").count(), 0, "version {version}");
    }
}

#[test]
fn staged_and_unstaged_work_elsewhere_survives() {
    for version in ["2", "4"] {
        let lab = Lab::new();
        lab.git(&["update-index", "--index-version", version]);
        lab.write("sales/templates/nda.md", "staged\n");
        lab.git(&["add", "."]);
        lab.write("sales/templates/nda.md", "unstaged\n");
        lab.write("notes.txt", "untracked\n");
        lab.write("added.txt", "added\n");
        lab.git(&["add", "added.txt"]);
        lab.git(&["rm", "-q", "--cached", "clm.toml"]);
        let before = lab.git(&["status", "--porcelain"]);
        lab.put(&format!("{FOLDER}/record.toml"), "owner = \"ida\"\n").unwrap();
        lab.put("zoo/contracts/b-00000000/contract.md", "x\n").unwrap();
        assert_eq!(lab.git(&["status", "--porcelain"]), before, "version {version}");
        assert_eq!(lab.git(&["show", ":sales/templates/nda.md"]), "staged\n");
        assert_eq!(lab.at_head("sales/templates/nda.md").unwrap(), "template\n");
        assert_eq!(lab.at_head("added.txt"), None);
        lab.assert_sound();
        lab.git(&["commit", "-q", "-m", "mine"]);
        assert_eq!(lab.at_head(&format!("{FOLDER}/record.toml")).unwrap(), "owner = \"ida\"\n");
        assert_eq!(lab.at_head("added.txt").unwrap(), "added\n");
    }
}

#[test]
fn unsaved_work_on_the_very_path_is_never_overwritten() {
    let lab = Lab::new();
    let contract = format!("{FOLDER}/contract.md");
    lab.write(&contract, "mine\n");
    assert!(matches!(lab.put(&contract, "yours\n"), Err(StoreError::InTheWay(path)) if path == contract));
    lab.put(&contract, "mine\n").unwrap();
    lab.assert_clean();
    lab.write("hr/x.md", "untracked\n");
    assert!(matches!(lab.put("hr/x.md", "other\n"), Err(StoreError::InTheWay(_))));
    lab.write("clm.toml", "staged\n");
    lab.git(&["add", "clm.toml"]);
    std::fs::write(lab.root.join("clm.toml"), "format = 1\n").unwrap();
    assert!(matches!(lab.put("clm.toml", "other\n"), Err(StoreError::Staged(_))));
    assert_eq!(lab.git(&["show", ":clm.toml"]), "staged\n");
    std::fs::remove_file(lab.root.join("sales/templates/nda.md")).unwrap();
    assert!(matches!(lab.put("sales/templates/nda.md", "other\n"), Err(StoreError::InTheWay(_))));
    let store = lab.store();
    let mut change = store.change().unwrap();
    change.put("new.md", "x").unwrap();
    change.put("hr/x.md", "other\n").unwrap();
    assert!(matches!(change.dry_run(), Err(StoreError::InTheWay(_))));
    assert!(!lab.root.join("new.md").exists());
    lab.assert_sound();
}

#[test]
fn saving_what_is_in_the_work_tree_takes_staged_and_intended_files() {
    let lab = Lab::new();
    lab.write("hr/a.md", "a\n");
    lab.write("hr/b.md", "b\n");
    lab.git(&["add", "hr/a.md"]);
    lab.git(&["add", "-N", "hr/b.md"]);
    let store = lab.store();
    let mut change = store.change().unwrap();
    change.put("hr/a.md", "a\n").unwrap();
    change.put("hr/b.md", "b\n").unwrap();
    change.commit(&message("save"), &scribble).unwrap();
    lab.assert_clean();
}

#[test]
fn nothing_is_written_through_a_link() {
    let lab = Lab::new();
    let outside = lab.dir.path().join("outside");
    std::fs::create_dir(&outside).unwrap();
    symlink(&outside, lab.root.join("hr")).unwrap();
    assert!(matches!(lab.put("hr/x.md", "x"), Err(StoreError::UnsafePath { .. })));
    symlink(outside.join("y"), lab.root.join("link.md")).unwrap();
    assert!(matches!(lab.put("link.md", "x"), Err(StoreError::UnsafePath { .. })));
    lab.git(&["add", "link.md"]);
    lab.git(&["commit", "-qm", "link"]);
    assert!(matches!(lab.put("link.md", "x"), Err(StoreError::UnsafePath { .. })));
    assert!(matches!(lab.put("link.md/a", "x"), Err(StoreError::UnsafePath { .. })));
    assert!(matches!(lab.put("clm.toml/a", "x"), Err(StoreError::UnsafePath { .. })));
    assert!(matches!(lab.put("sales", "x"), Err(StoreError::UnsafePath { .. })));
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 0);
    lab.assert_sound();
}

#[test]
fn what_cannot_be_recorded_is_refused_without_a_trace() {
    let lab = Lab::new();
    let before = lab.git(&["rev-parse", "HEAD"]);
    assert!(matches!(lab.put("clm.toml", "format = 1\n"), Err(StoreError::Nothing)));
    let store = lab.store();
    let mut change = store.change().unwrap();
    change.remove("nowhere").unwrap();
    assert!(matches!(change.commit(&message("m"), &scribble), Err(StoreError::NoSuchPath(_))));
    let mut change = store.change().unwrap();
    change.put("a.md", "x").unwrap();
    let refused = change.commit(&message("m"), &|_| Err::<String, _>("no key"));
    assert!(matches!(refused, Err(StoreError::Sign(_))));
    let mut change = store.change().unwrap();
    change.put("a.md", "x").unwrap();
    let bad = change.commit(&message("m"), &|_| Ok::<_, std::io::Error>("-----BEGIN\n\nparent x".to_owned()));
    assert!(matches!(bad, Err(StoreError::CommitText("signature"))));
    lab.git(&["checkout", "-q", "--detach"]);
    assert!(matches!(lab.put("a.md", "x"), Err(StoreError::Detached)));
    lab.git(&["checkout", "-q", "main"]);
    assert_eq!(lab.git(&["rev-parse", "HEAD"]), before);
    lab.assert_clean();
}

#[test]
fn a_live_git_is_waited_for_and_then_reported() {
    let lab = Lab::new();
    std::fs::write(lab.root.join(".git/index.lock"), "").unwrap();
    let store = lab.store();
    let mut change = store.change().unwrap();
    change.put("a.md", "x").unwrap();
    change.wait(Duration::from_millis(20));
    assert!(matches!(change.commit(&message("m"), &scribble), Err(StoreError::Busy { .. })));
    assert!(lab.root.join(".git/index.lock").exists(), "not ours to remove");
    std::fs::remove_file(lab.root.join(".git/index.lock")).unwrap();
    lab.put("a.md", "x").unwrap();
    lab.assert_clean();
}

#[test]
fn a_decision_on_an_old_state_is_refused_only_where_it_matters() {
    let lab = Lab::new();
    let store = lab.store();
    let mut same = store.change().unwrap();
    let mut other = store.change().unwrap();
    let mut resting = store.change().unwrap();
    lab.put(&format!("{FOLDER}/contract.md"), "changed\n").unwrap();
    same.put(&format!("{FOLDER}/record.toml"), "x").unwrap();
    assert!(matches!(same.commit(&message("m"), &scribble), Err(StoreError::Moved(_))));
    resting.put("a.md", "x").unwrap();
    resting.rests_on(FOLDER);
    assert!(matches!(resting.commit(&message("m"), &scribble), Err(StoreError::Moved(_))));
    other.put("b.md", "x").unwrap();
    other.commit(&message("m"), &scribble).unwrap();
    lab.assert_clean();
    assert_eq!(lab.git(&["rev-list", "--count", "HEAD"]).trim(), "3");
}

#[test]
fn writers_at_once_lose_nothing() {
    let lab = Lab::new();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let lab = &lab;
            scope.spawn(move || {
                for number in 0..25 {
                    lab.put(&format!("sales/contracts/w{writer}/c{number}.md"), "x\n").unwrap();
                }
            });
        }
    });
    lab.assert_clean();
    assert_eq!(lab.git(&["rev-list", "--count", "HEAD"]).trim(), "101");
    assert_eq!(lab.git(&["ls-files", "sales/contracts/w*"]).lines().count(), 100);
    assert_eq!(lab.git(&["rev-list", "--merges", "HEAD"]), "");
}

#[test]
fn many_files_become_one_pack() {
    let lab = Lab::new();
    let store = lab.store();
    let mut change = store.change().unwrap();
    for number in 0..600 {
        let path = format!("hr/contracts/f{}/c-{number:08}/contract.md", number / 100);
        change.put(&path, format!("contract {number}\n").repeat(number % 40 + 1)).unwrap();
    }
    let mut heard = 0;
    change.commit_with_progress(&message("import"), &scribble, &mut |done, of| heard = of - done).unwrap();
    assert_eq!(heard, 0);
    lab.assert_clean();
    assert_eq!(std::fs::read_dir(lab.root.join(".git/objects/pack")).unwrap().count(), 2);
    assert_eq!(lab.git(&["ls-files"]).lines().count(), 604);
    lab.put("hr/contracts/f1/c-00000150/contract.md", "later\n").unwrap();
    lab.assert_clean();
}

#[test]
fn packed_refs_other_branches_and_linked_work_trees_are_at_home() {
    let lab = Lab::new();
    lab.git(&["pack-refs", "--all"]);
    lab.git(&["gc", "-q"]);
    lab.put("a.md", "a\n").unwrap();
    lab.assert_clean();
    lab.git(&["checkout", "-qb", "team/draft"]);
    lab.put("b.md", "b\n").unwrap();
    lab.assert_clean();
    assert_eq!(lab.git(&["rev-list", "--count", "main..team/draft"]).trim(), "1");
    lab.git(&["worktree", "add", "-q", "../linked", "main"]);
    let linked = Store::discover(&lab.dir.path().join("linked")).unwrap();
    let mut change = linked.change().unwrap();
    change.put("c.md", "c\n").unwrap();
    change.commit(&message("m"), &scribble).unwrap();
    assert_eq!(lab.git(&["-C", "../linked", "status", "--porcelain"]), "");
    assert_eq!(lab.git(&["show", "main:c.md"]), "c\n");
    assert_eq!(linked.cache_dir().canonicalize().unwrap(), lab.root.join(".git/clm").canonicalize().unwrap());
    lab.assert_clean();
}

#[test]
fn a_sparse_checkout_stays_sparse() {
    let lab = Lab::new();
    lab.put("hr/contracts/b-00000000/contract.md", "b\n").unwrap();
    lab.git(&["sparse-checkout", "set", "--cone", "sales"]);
    assert!(!lab.root.join("hr").exists());
    lab.put("hr/contracts/b-00000000/contract.md", "changed\n").unwrap();
    assert!(!lab.root.join("hr").exists(), "left out");
    lab.put(&format!("{FOLDER}/record.toml"), "x\n").unwrap();
    lab.assert_clean();
    lab.git(&["sparse-checkout", "disable"]);
    assert_eq!(lab.read("hr/contracts/b-00000000/contract.md").unwrap(), "changed\n");
    lab.assert_clean();
}

#[test]
fn forms_clm_does_not_write_to_are_refused_with_a_remedy() {
    let lab = Lab::new();
    lab.git(&["config", "core.splitIndex", "true"]);
    assert!(matches!(Store::discover(&lab.root), Err(StoreError::Unsupported { .. })));
    lab.git(&["update-index", "--split-index"]);
    lab.git(&["config", "--unset", "core.splitIndex"]);
    assert!(matches!(lab.put("a.md", "x"), Err(StoreError::Unsupported { .. })));
    lab.git(&["update-index", "--no-split-index"]);
    lab.put("a.md", "x").unwrap();
    lab.git(&["config", "remote.origin.promisor", "true"]);
    assert!(matches!(Store::discover(&lab.root), Err(StoreError::Unsupported { .. })));
    let other = Lab::empty();
    other.git(&["init", "-q", "--ref-format=reftable"]);
    assert!(matches!(Store::init(&other.root), Err(StoreError::Unsupported { .. })));
    let other = Lab::empty();
    other.git(&["init", "-q", "--object-format=sha256"]);
    assert!(matches!(Store::init(&other.root), Err(StoreError::Unsupported { .. })));
}
