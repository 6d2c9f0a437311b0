//! Whether all is well, and what mends what is not.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use serde_json::Value;
use support::{Answer, Home};

fn item(answer: &Answer, check: &str) -> Value {
    let report = answer.json();
    let items = report["items"].as_array().unwrap();
    items.iter().find(|item| item["check"] == check).cloned().unwrap_or_else(|| panic!("no {check}: {report}"))
}

fn verdict(home: &Home, check: &str) -> String {
    let answer = home.in_firm(&["doctor", "--json"]);
    let found = item(&answer, check);
    let verdict = found["verdict"].as_str().unwrap().to_owned();
    assert_eq!(answer.code, i32::from(answer.out.contains("\"verdict\": \"fail\"")), "{}", answer.out);
    assert_eq!(verdict == "ok", found["repair"].is_null(), "{found}: what is not well has a repair");
    verdict
}

#[test]
fn a_fresh_repository_is_well() {
    let home = Home::with_firm();
    home.draft();
    for check in ["git", "ssh-keygen", "configuration", "events", "repository", "time-zone", "git-settings", "identity"]
    {
        assert_eq!(verdict(&home, check), "ok", "{check}");
    }
    for check in
        ["allowed-signers", "attributes", "saved-queries", "duplicate-ids", "names", "unsaved", "leftovers", "caches"]
    {
        assert_eq!(verdict(&home, check), "ok", "{check}");
    }
    assert_eq!((verdict(&home, "loose-objects"), verdict(&home, "network")), ("ok".into(), "ok".into()));
    // The clock of a test is set.
    assert_eq!(verdict(&home, "clock"), "warn");
    home.clm(&["doctor"]).succeeds().says("no clm repository");
    home.repository_is_sound();
}

#[test]
fn what_is_wrong_is_named_with_the_command_that_mends_it() {
    let home = Home::with_firm();
    let id = home.draft();
    home.git(&["config", "--unset", "gpg.format"]).succeeds();
    assert_eq!(verdict(&home, "git-settings"), "warn");
    let path = home.folder_of(&id).join("contract.md");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text + "\nMore.\n").unwrap();
    assert_eq!(verdict(&home, "unsaved"), "warn");
    home.in_firm(&["restore", &id]).succeeds();
    std::fs::write(home.firm(".git/index.lock"), "").unwrap();
    assert_eq!(verdict(&home, "leftovers"), "warn");
    std::fs::remove_file(home.firm(".git/index.lock")).unwrap();
    home.write("firm/.gitattributes", "* text=auto\n");
    home.git(&["commit", "-qam", "attributes"]).succeeds();
    assert_eq!(verdict(&home, "attributes"), "fail");
    home.write("firm/.gitattributes", "* -text\n");
    home.git(&["commit", "-qam", "attributes"]).succeeds();
    assert_eq!(verdict(&home, "attributes"), "ok");
    home.write(".config/clm/config.toml", "[events]\non-sgin = \"true\"\n");
    home.in_firm(&["doctor"]).succeeds().says("on-sign");
    std::fs::remove_file(home.path(".config/clm/config.toml")).unwrap();
    std::fs::remove_file(home.path(".ssh/id_ed25519")).unwrap();
    std::fs::remove_file(home.path(".ssh/id_ed25519.pub")).unwrap();
    assert_ne!(verdict(&home, "identity"), "ok");
    home.new_key(".ssh/id_ed25519", "");
    assert_eq!(verdict(&home, "identity"), "warn", "a key of nobody");
    home.write("firm/.clm/policy.toml", "format = 9\n");
    home.git(&["commit", "-qam", "policy"]).succeeds();
    home.in_firm(&["doctor"]).exits(1).says("policy");
}

#[test]
fn allowed_signers_that_are_out_of_step_are_generated_again() {
    let home = Home::with_firm();
    let good = home.read("firm/.clm/allowed_signers");
    home.write("firm/.clm/allowed_signers", "eve@evil.example ssh-ed25519 AAAA\n");
    home.git(&["commit", "-qam", "tamper"]).succeeds();
    assert_eq!(verdict(&home, "allowed-signers"), "fail");
    home.in_firm(&["doctor", "--fix", "--dry-run"]).exits(1);
    home.in_firm(&["doctor", "--fix"]).succeeds().says("mended");
    assert_eq!(home.read("firm/.clm/allowed_signers"), good);
    home.git(&["verify-commit", "HEAD"]).succeeds();
    home.repository_is_sound();
}

/// Copies a contract's folder beside it, as people do, and records it with git.
fn copied(home: &Home, id: &str) -> String {
    let folder = home.folder_of(id);
    let copy = folder.with_file_name(format!("copy-{}", id.rsplit('-').next().unwrap()));
    let done = std::process::Command::new("cp").arg("-r").arg(&folder).arg(&copy).status().unwrap();
    assert!(done.success());
    home.git(&["add", "-A"]).succeeds();
    home.git(&["commit", "-qm", "a copy"]).succeeds();
    copy.strip_prefix(home.firm("")).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_copied_draft_gets_an_id_of_its_own() {
    let home = Home::with_firm();
    let id = home.draft();
    let kept = home.folder_of(&id);
    let copy = copied(&home, &id);
    let answer = home.in_firm(&["doctor", "--json"]).exits(1);
    let found = item(&answer, "duplicate-ids");
    let message = found["message"].as_str().unwrap();
    assert!(message.contains(&id) && message.contains(&copy), "{message}");
    home.in_firm(&["doctor", "--fix", "--dry-run"]).exits(1).says("mended");
    assert!(home.firm(&copy).exists());
    home.in_firm(&["doctor", "--fix"]).succeeds().says("an id of its own");
    assert!(kept.join("contract.md").exists() && !home.firm(&copy).exists());
    let listed = home.in_firm(&["list", "--json"]).succeeds().json();
    let ids: Vec<&str> = listed["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert!(ids.len() == 2 && ids[0] != ids[1] && ids.contains(&id.as_str()), "{ids:?}");
    home.git(&["verify-commit", "HEAD"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_copy_that_carries_signatures_is_explained_and_left_alone() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let copy = copied(&home, &id);
    let before = home.git(&["rev-parse", "HEAD"]).out;
    let answer = home.in_firm(&["doctor", "--fix", "--json"]).exits(1);
    let found = item(&answer, "duplicate-ids");
    assert!(found["message"].as_str().unwrap().contains("cannot be given another"), "{found}");
    assert!(found["repair"].as_str().unwrap().contains(&copy), "{found}");
    assert_eq!(home.git(&["rev-parse", "HEAD"]).out, before);
}
