//! Reading commits, differences, history and the work tree.

use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::lab::{FOLDER, Lab, keygen, message, noon, person, scribble, ssh_sign};
use crate::store::{About, EditKind, Kind, Store, StoreError};

const ACT: &str = "acts/2026-11-24-send-01234567.toml";

fn edits(lab: &Lab, folder: &str) -> Vec<(String, EditKind)> {
    let from = if folder.is_empty() { lab.store().edited_all() } else { lab.store().edited(folder) };
    from.unwrap().into_iter().map(|edit| (edit.path, edit.kind)).collect()
}

#[test]
fn a_contract_is_found_by_its_text_or_by_its_folder() {
    let lab = Lab::new();
    for path in [
        "hr/contracts/a/b/c/deep/contract.md",
        "hr/contracts/lost-00000000/acts/x.toml",
        "hr/contracts/plain/acts/x.toml",
        "hr/contracts/deepest-00000001/annexes/contract.md",
        "hr/contracts/outer-00000002/contract.md",
        "hr/contracts/outer-00000002/inner-00000003/contract.md",
        "hr/contracts/outer-00000002/annexes/inner-00000004/contract.md",
        "hr/templates/contract.md",
    ] {
        lab.put(path, path).unwrap();
    }
    let store = lab.store();
    let mut snapshot = store.snapshot().unwrap();
    let paths: Vec<String> = snapshot.contracts().unwrap().into_iter().map(|folder| folder.path).collect();
    let outer = "hr/contracts/outer-00000002";
    let expected =
        ["hr/contracts/a/b/c/deep", "hr/contracts/lost-00000000", outer, &format!("{outer}/inner-00000003"), FOLDER];
    assert_eq!(paths, expected);
    for path in expected {
        assert_eq!(snapshot.contract_at(path).unwrap().unwrap().path, path);
    }
    assert_eq!(snapshot.contract_at("hr/contracts/plain").unwrap(), None);
}

#[test]
fn contents_are_sorted_into_their_places_and_oddities_are_findings() {
    let lab = Lab::new();
    for file in ["annexes/b.md", "annexes/a.md", "signatures/s.json", ACT, "record.toml", "files/scan.pdf", "odd.txt"] {
        lab.put(&format!("{FOLDER}/{file}"), file).unwrap();
    }
    symlink("/etc/passwd", lab.root.join(FOLDER).join("annexes/link.md")).unwrap();
    lab.write(&format!("{FOLDER}/acts/Loud.toml"), "x");
    lab.write(&format!("{FOLDER}/acts/run.sh"), "x");
    let run = lab.root.join(FOLDER).join("acts/run.sh");
    std::fs::set_permissions(run, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::write(lab.root.join(FOLDER).join("annexes/vast.md"), vec![0; (16 << 20) + 1]).unwrap();
    lab.git(&["add", "."]);
    lab.git(&["commit", "-qm", "odd"]);
    let store = lab.store();
    let mut snapshot = store.snapshot().unwrap();
    let folder = snapshot.contract_at(FOLDER).unwrap().unwrap();
    let contents = snapshot.contents(&folder).unwrap();
    let names = |blobs: &[crate::store::Blob]| blobs.iter().map(|blob| blob.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&contents.annexes), ["annexes/a.md", "annexes/b.md"]);
    assert_eq!(names(&contents.signatures), ["signatures/s.json"]);
    assert_eq!(names(&contents.acts), [ACT]);
    assert_eq!(contents.record.unwrap().bytes, b"record.toml");
    assert_eq!((contents.files[0].name.as_str(), contents.files[0].size), ("files/scan.pdf", 14));
    assert_eq!(contents.others[0].name, "odd.txt");
    let mut findings: Vec<_> = contents.findings.iter().map(|f| f.path.rsplit('/').next().unwrap()).collect();
    findings.sort_unstable();
    assert_eq!(findings, ["Loud.toml", "link.md", "run.sh", "vast.md"]);
    let sum = snapshot.sha256(contents.files[0].id).unwrap();
    assert_eq!(sum, *<sha2::Sha256 as sha2::Digest>::digest(b"files/scan.pdf"));
}

#[test]
fn replaced_objects_and_grafts_do_not_lie_to_us() {
    let lab = Lab::new();
    lab.put("a.md", "true\n").unwrap();
    lab.write("false", "false\n");
    let fake = lab.git(&["hash-object", "-w", "false"]);
    let real = lab.git(&["rev-parse", "HEAD:a.md"]);
    lab.git(&["replace", real.trim(), fake.trim()]);
    assert_eq!(lab.git(&["show", "HEAD:a.md"]), "false\n");
    lab.git(&["replace", "--graft", "HEAD"]);
    std::fs::write(lab.root.join(".git/info/grafts"), lab.git(&["rev-parse", "HEAD"])).unwrap();
    let store = lab.store();
    assert_eq!(store.snapshot().unwrap().read("a.md").unwrap().unwrap(), b"true\n");
    assert_eq!(store.log(None, About::All, 9).unwrap().len(), 2);
}

#[test]
fn a_difference_names_what_changed_and_no_more() {
    let lab = Lab::new();
    let store = lab.store();
    let from = store.head().unwrap().commit;
    lab.put("clm.toml", "format = 1\n# x\n").unwrap();
    let mut change = store.change().unwrap();
    change.rename(FOLDER, "hr/contracts/acme-nda-7k2m9qxt").unwrap();
    change.commit(&message("move"), &scribble).unwrap();
    lab.put("sales/contracts/b-00000000/contract.md", "b").unwrap();
    let to = store.head().unwrap().commit;
    let paths: Vec<_> =
        store.changed(from, to).unwrap().into_iter().map(|d| (d.path, d.old.is_some(), d.new.is_some())).collect();
    let expected = [
        ("clm.toml", true, true),
        ("hr/contracts/acme-nda-7k2m9qxt/contract.md", false, true),
        ("sales/contracts/2026-11/acme-nda-7k2m9qxt/contract.md", true, false),
        ("sales/contracts/b-00000000/contract.md", false, true),
    ];
    assert_eq!(paths, expected.map(|(path, old, new)| (path.to_owned(), old, new)));
    let contracts = store.changed_contracts(from, to).unwrap();
    assert_eq!(
        contracts.iter().map(|c| c.path.as_str()).collect::<Vec<_>>(),
        ["hr/contracts/acme-nda-7k2m9qxt", FOLDER, "sales/contracts/b-00000000"]
    );
    assert_eq!(contracts[0].new, contracts[1].old);
    assert_eq!(store.changed_contracts(None, to).unwrap().len(), 2);
    assert!(store.changed(to, to).unwrap().is_empty());
    assert_eq!(
        store.log(None, About::Contract("7k2m9qxt"), 9).unwrap().iter().map(|l| l.subject.as_str()).collect::<Vec<_>>(),
        ["move", "new: the first"]
    );
    assert_eq!(store.log(None, About::Path("clm.toml"), 9).unwrap().len(), 2);
    assert_eq!(store.log(None, About::All, 3).unwrap().len(), 3);
}

#[test]
fn evidence_keeps_its_entry_through_moves_and_its_loss_is_seen() {
    let lab = Lab::new();
    let store = lab.store();
    let brought = lab.put(&format!("{FOLDER}/{ACT}"), "act\n").unwrap();
    lab.git(&["mv", FOLDER, "sales/contracts/elsewhere-7k2m9qxt"]);
    lab.git(&["commit", "-qm", "mv"]);
    let history = store.history(None).unwrap();
    let (item, passage) = history.items.iter().next().unwrap();
    assert_eq!((history.items.len(), item.name.as_str()), (1, ACT.strip_prefix("acts/").unwrap()));
    assert_eq!(passage.entered, [(brought, format!("{FOLDER}/{ACT}"))]);
    assert_eq!((history.lost().count(), passage.dropped.len()), (0, 0));
    let since = store.head().unwrap().commit;
    lab.git(&["rm", "-q", &format!("sales/contracts/elsewhere-7k2m9qxt/{ACT}")]);
    lab.git(&["commit", "-qm", "rm"]);
    let head = store.head().unwrap().commit.unwrap();
    for history in [store.history(None).unwrap(), store.history(since).unwrap()] {
        assert!(history.continues);
        let (_, lost) = history.lost().next().unwrap();
        assert_eq!(lost.dropped[0].0, head);
    }
    // A copy elsewhere that was there before keeps it, also for a walk that does not see the copy come.
    lab.git(&["revert", "--no-edit", "HEAD"]);
    lab.put("sales/contracts/copy-7k2m9qxt/acts/2026-11-24-send-01234567.toml", "act\n").unwrap();
    let since = store.head().unwrap().commit;
    assert!(store.history(since).unwrap().items.is_empty());
    lab.git(&["rm", "-q", &format!("sales/contracts/elsewhere-7k2m9qxt/{ACT}")]);
    lab.git(&["commit", "-qm", "rm"]);
    let copied = store.history(since).unwrap();
    assert_eq!((copied.lost().count(), copied.items.len()), (0, 0));
    let healed = store.history(None).unwrap();
    assert_eq!(healed.lost().count(), 0);
    assert_eq!(healed.items.values().next().unwrap().dropped.len(), 1);
}

#[test]
fn changed_evidence_is_lost_evidence() {
    let lab = Lab::new();
    lab.put(&format!("{FOLDER}/{ACT}"), "act\n").unwrap();
    lab.write(&format!("{FOLDER}/{ACT}"), "forged\n");
    lab.git(&["commit", "-qam", "forge"]);
    let history = lab.store().history(None).unwrap();
    assert_eq!((history.items.len(), history.lost().count()), (2, 1));
}

#[test]
fn a_merge_that_drops_evidence_is_found_out() {
    let lab = Lab::new();
    lab.git(&["checkout", "-qb", "other"]);
    lab.put(&format!("{FOLDER}/{ACT}"), "act\n").unwrap();
    lab.git(&["checkout", "-q", "main"]);
    lab.put("a.md", "a").unwrap();
    let store = lab.store();
    let since = store.head().unwrap().commit;
    lab.git(&["merge", "-q", "-s", "ours", "-m", "merge", "other"]);
    let merge = store.head().unwrap().commit.unwrap();
    for history in [store.history(None).unwrap(), store.history(since).unwrap()] {
        assert_eq!(history.lost().next().unwrap().1.dropped, [(merge, format!("{FOLDER}/{ACT}"))]);
    }
    lab.git(&["reset", "-q", "--hard", "HEAD~1"]);
    assert!(!store.history(Some(merge)).unwrap().continues, "rewritten");
    lab.git(&["merge", "-q", "-m", "merge", "other"]);
    let honest = store.history(None).unwrap();
    assert_eq!((honest.lost().count(), honest.items.values().next().unwrap().entered.len()), (0, 1));
}

#[test]
fn a_walk_up_to_a_commit_sees_what_a_whole_walk_sees_beyond_it() {
    let lab = Lab::new();
    let store = lab.store();
    let mut commits = vec![store.head().unwrap().commit.unwrap()];
    for (number, date) in ["2026-01-01", "2030-01-01", "2020-01-01", "2026-01-02", "2019-01-01"].iter().enumerate() {
        // Dates out of order, and a side branch from the very first commit.
        lab.git(&["checkout", "-qB", "side", "main~0"]);
        lab.write(&format!("{FOLDER}/acts/{number}.toml"), date);
        lab.git(&["add", "."]);
        let with = |args: &[&str]| {
            assert!(
                lab.command("git", args)
                    .env("GIT_COMMITTER_DATE", format!("{date}T00:00:00Z"))
                    .status()
                    .unwrap()
                    .success()
            )
        };
        with(&["commit", "-qm", "side"]);
        lab.git(&["checkout", "-q", "main"]);
        with(&["merge", "-q", "--no-ff", "-m", "merge", "side"]);
        commits.push(store.head().unwrap().commit.unwrap());
    }
    assert_eq!(store.history(None).unwrap().items.len(), 5);
    for (known, since) in commits.iter().enumerate() {
        let history = store.history(Some(*since)).unwrap();
        assert!(history.continues);
        let entered = history.items.values().filter(|passage| !passage.entered.is_empty()).count();
        assert_eq!(entered, 5 - known);
        assert!(store.is_ancestor(*since, *commits.last().unwrap()).unwrap());
        assert_eq!(store.is_ancestor(*commits.last().unwrap(), *since).unwrap(), known == 5);
    }
}

#[test]
fn the_signed_parts_are_what_was_signed() {
    let lab = Lab::new();
    let store = lab.store();
    let key = keygen(lab.dir.path());
    let seen = std::cell::RefCell::new(Vec::new());
    let mut change = store.change().unwrap();
    change.put("a.md", "a").unwrap();
    let commit = change.commit(&message("sign: Grüße"), &|bytes| {
        seen.replace(bytes.to_vec());
        ssh_sign(&key, bytes)
    });
    let commit = commit.unwrap();
    let signed = store.signed_parts(commit).unwrap().unwrap();
    assert_eq!(signed.payload, *seen.borrow());
    assert_eq!(signed.armour, ssh_sign(&key, &signed.payload).unwrap());
    lab.git(&["commit", "-q", "--allow-empty", "-m", "plain"]);
    assert_eq!(store.signed_parts(store.resolve("HEAD").unwrap()).unwrap(), None);
    lab.git(&["-c", "i18n.commitEncoding=latin1", "commit", "-q", "--allow-empty", "-m", "odd"]);
    assert!(matches!(store.signed_parts(store.resolve("HEAD").unwrap()), Err(StoreError::Grammar { .. })));
    let logged = store.logged(commit).unwrap();
    assert_eq!((logged.subject.as_str(), logged.time, logged.author), ("sign: Grüße", noon(), person()));
    assert_eq!(logged.trailers, [("Clm-Act".to_owned(), "test".to_owned())]);
    assert!(matches!(store.resolve("nowhere"), Err(StoreError::NoSuchCommit(_))));
}

#[test]
fn edits_are_seen_and_taken_back() {
    let lab = Lab::new();
    let contract = format!("{FOLDER}/contract.md");
    lab.put(&format!("{FOLDER}/record.toml"), "a\n").unwrap();
    assert_eq!((edits(&lab, FOLDER), edits(&lab, "")), (vec![], vec![]));
    lab.write(&contract, "edited\n");
    lab.git(&["add", &contract]);
    lab.write(&format!("{FOLDER}/annexes/new.md"), "new\n");
    std::fs::remove_file(lab.root.join(FOLDER).join("record.toml")).unwrap();
    let expected = vec![
        (format!("{FOLDER}/annexes/new.md"), EditKind::Added),
        (contract.clone(), EditKind::Changed),
        (format!("{FOLDER}/record.toml"), EditKind::Deleted),
    ];
    assert_eq!((edits(&lab, FOLDER), edits(&lab, "")), (expected.clone(), expected.clone()));
    assert_eq!(lab.store().work_file(&contract).unwrap().unwrap(), b"edited\n");
    assert!(lab.store().work_file("../x").is_err());
    let paths: Vec<&str> = expected.iter().map(|(path, _)| path.as_str()).collect();
    lab.store().restore(&paths).unwrap();
    assert_eq!(edits(&lab, FOLDER), vec![]);
    lab.assert_clean();
}

#[test]
fn converted_line_ends_are_no_edit_unless_git_does_not_convert() {
    let lab = Lab::new();
    let contract = format!("{FOLDER}/contract.md");
    let text = lab.read(&contract).unwrap().replace('\n', "\r\n");
    lab.write(&contract, &text);
    assert_eq!(edits(&lab, FOLDER), [(contract.clone(), EditKind::Changed)]);
    lab.write(&contract, &text.replace("\r\n", "\n"));
    lab.git(&["rm", "-q", ".gitattributes"]);
    lab.git(&["commit", "-qm", "convert"]);
    lab.git(&["config", "core.autocrlf", "true"]);
    lab.write(&contract, &text);
    assert_eq!(edits(&lab, FOLDER), []);
    lab.put(&contract, "next\n").unwrap();
    lab.assert_clean();
}

#[test]
fn what_a_sparse_checkout_leaves_out_is_no_edit() {
    let lab = Lab::new();
    lab.put("hr/contracts/b-00000000/contract.md", "b\n").unwrap();
    lab.git(&["sparse-checkout", "set", "--cone", "sales"]);
    assert_eq!((edits(&lab, "hr/contracts/b-00000000"), edits(&lab, "")), (vec![], vec![]));
    lab.store().restore(&["hr/contracts/b-00000000/contract.md"]).unwrap();
    assert!(!lab.root.join("hr").exists());
    lab.assert_clean();
}

#[test]
fn the_branch_moves_on_to_what_continues_it() {
    let lab = Lab::new();
    lab.git(&["checkout", "-qb", "theirs"]);
    lab.put(&format!("{FOLDER}/{ACT}"), "act\n").unwrap();
    lab.put(&format!("{FOLDER}/contract.md"), "theirs\n").unwrap();
    lab.git(&["checkout", "-q", "main"]);
    let store = lab.store();
    let theirs = store.resolve("theirs").unwrap();
    lab.write(&format!("{FOLDER}/contract.md"), "mine\n");
    assert!(matches!(store.fast_forward(theirs, &person(), noon()), Err(StoreError::InTheWay(_))));
    store.restore(&[&format!("{FOLDER}/contract.md")]).unwrap();
    store.fast_forward(theirs, &person(), noon()).unwrap();
    assert_eq!(store.head().unwrap().commit, Some(theirs));
    lab.assert_clean();
    let first = store.resolve("HEAD~1").unwrap();
    assert!(matches!(store.fast_forward(first, &person(), noon()), Err(StoreError::Moved(_))));
}

#[test]
fn a_merge_of_ours_has_both_parents() {
    let lab = Lab::new();
    lab.git(&["checkout", "-qb", "theirs"]);
    lab.put(&format!("{FOLDER}/{ACT}"), "act\n").unwrap();
    lab.git(&["checkout", "-q", "main"]);
    lab.put("a.md", "a").unwrap();
    let store = lab.store();
    let theirs = store.resolve("theirs").unwrap();
    let blob = store.snapshot_at(Some(theirs)).unwrap().find(&format!("{FOLDER}/{ACT}")).unwrap().unwrap();
    assert_eq!(blob.kind, Kind::File);
    let mut change = store.change().unwrap();
    change.merge(theirs);
    change.put_blob(&format!("{FOLDER}/{ACT}"), blob.id).unwrap();
    change.commit(&message("sync"), &scribble).unwrap();
    assert_eq!(lab.git(&["rev-list", "--merges", "--count", "HEAD"]).trim(), "1");
    assert_eq!(store.history(None).unwrap().lost().count(), 0);
    lab.assert_clean();
}

#[test]
fn a_bare_repository_is_read_and_written_without_a_work_tree() {
    let lab = Lab::new();
    lab.git(&["clone", "-q", "--bare", ".", "../bare.git"]);
    let store = Store::discover(&lab.dir.path().join("bare.git")).unwrap();
    let mut change = store.change().unwrap();
    change.put("a.md", "a").unwrap();
    change.commit(&message("bare"), &scribble).unwrap();
    assert_eq!(lab.git(&["-C", "../bare.git", "show", "HEAD:a.md"]), "a");
    lab.git(&["-C", "../bare.git", "fsck", "--strict"]);
}

#[test]
fn a_shallow_clone_says_so() {
    let lab = Lab::new();
    lab.put(&format!("{FOLDER}/{ACT}"), "act\n").unwrap();
    let url = format!("file://{}", lab.root.display());
    lab.git(&["clone", "-q", "--depth", "1", &url, "../shallow"]);
    let store = Store::discover(&lab.dir.path().join("shallow")).unwrap();
    let history = store.history(None).unwrap();
    assert!(history.shallow);
    assert_eq!(history.lost().count(), 0);
    assert!(!lab.store().history(None).unwrap().shallow);
}
