//! One version of a contract against another: unsaved, commits, revisions, sent and signed, our own paper, hostile bodies.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use serde_json::Value;
use support::Home;

fn edit(home: &Home, id: &str, from: &str, to: &str) {
    let path = home.folder_of(id).join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn diff(home: &Home, args: &[&str]) -> Value {
    let all: Vec<&str> = ["diff", "--json"].iter().chain(args).copied().collect();
    home.in_firm(&all).succeeds().json()["items"][0].clone()
}

fn clauses(item: &Value) -> Vec<String> {
    item["hunks"].as_array().unwrap().iter().map(|hunk| hunk["clause"].as_str().unwrap_or("-").to_owned()).collect()
}

#[test]
fn unsaved_changes_are_told_by_term_and_clause() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["diff"]).succeeds().says("no contract has unsaved changes");
    home.in_firm(&["diff", &id, "--exit-code"]).succeeds().says("the files and what is recorded do not differ");
    edit(&home, &id, "notice = \"1 month\"", "notice = \"3 months\"");
    edit(&home, &id, "reasonable care", "the utmost care");
    home.in_firm(&["diff", &id])
        .succeeds()
        .says("notice: 1 month → 3 months")
        .says("§3.1.2 Duties of the Recipient")
        .says("[-reasonable-]{+the utmost+} care");
    let all = home.in_firm(&["diff"]).succeeds();
    assert_eq!(all.out, home.in_firm(&["diff", &id]).succeeds().out);
    home.in_firm(&["diff", &id, "--exit-code", "--lines"])
        .exits(10)
        .says("-   reasonable care;\n+   the utmost care;\n");
    let beside = home.in_firm(&["diff", &id, "--side-by-side"]).succeeds();
    assert!(beside.out.contains("[-reasonable-]") && beside.out.contains(" │ "), "{}", beside.out);
    let colour = home.in_firm(&["diff", &id, "--color", "always"]).succeeds();
    assert!(colour.out.contains("\u{1b}[9m") && !colour.out.contains("[-"), "struck through, not by colour alone");
    home.in_firm(&["diff", &id, "--plain"]).succeeds().says(&format!("term\t{id}\tterm.notice\t1 month\t3 months\n"));
    let item = diff(&home, &[&id]);
    assert_eq!((&item["different"], &item["new"]["commit"]), (&true.into(), &Value::Null));
    assert_eq!(item["hunks"][0]["new"], "   the utmost care;\n");
}

#[test]
fn commits_revisions_and_other_contracts_are_named_as_typed() {
    let home = Home::with_firm();
    let id = home.draft();
    let first = diff(&home, &[&id])["new"]["revision"].as_str().unwrap().to_owned();
    home.in_firm(&["set", &id, "governing_law=Sweden"]).succeeds();
    home.in_firm(&["tag", &id, "--add", "x"]).succeeds();
    for version in ["HEAD~2", "main~2", &first, &first[7..17]] {
        let item = diff(&home, &[&id, version]);
        assert_eq!(item["terms"][0]["old"], "Norway", "{version}");
        assert_eq!(item["old"]["revision"], Value::String(first.clone()), "{version}");
    }
    let other = home.draft();
    let item = diff(&home, &[&id, &other]);
    let keys: Vec<&str> = item["terms"].as_array().unwrap().iter().map(|term| term["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["governing_law", "id"]);
    for (version, code) in [("HEAD~4", 3), ("HEAD~99", 3), ("nothing", 3), ("0000000", 3), ("", 3), ("../x", 3)] {
        home.in_firm(&["diff", &id, version]).exits(code).says("hint:");
    }
    home.in_firm(&["diff", &id, "HEAD", "--template"]).exits(2);
    home.in_firm(&["diff", &id, "--words", "--lines"]).exits(2);
    home.in_firm(&["diff", "--template"]).exits(2).says("clm diff CONTRACT --template");
    home.repository_is_sound();
}

#[test]
fn a_contract_that_moved_is_compared_with_itself() {
    let home = Home::with_firm();
    let id = home.draft();
    let old = home.folder_of(&id);
    let below = old.strip_prefix(home.firm("")).unwrap().to_string_lossy().into_owned();
    let new = below.replace("contracts/2026-11", "contracts/customers");
    fs::create_dir_all(home.firm(&new).parent().unwrap()).unwrap();
    home.git(&["mv", &below, &new]).succeeds();
    home.in_firm(&["save"]).succeeds();
    home.in_firm(&["set", &id, "governing_law=Sweden"]).succeeds();
    assert_eq!(diff(&home, &[&id, "HEAD~2"])["terms"][0]["new"], "Sweden");
}

#[test]
fn what_was_signed_is_held_against_an_edit() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["diff", &id, "--signed"]).exits(3).says("nobody has signed it");
    home.in_firm(&["diff", &id, "--sent"]).exits(3).says("never sent");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["diff", &id, "--signed", "--exit-code"]).succeeds();
    edit(&home, &id, "reasonable care", "no care");
    home.git(&["commit", "-qam", "sneaked in"]).succeeds();
    home.in_firm(&["diff", &id, "--signed", "--exit-code"]).exits(10).says("[-reasonable-]{+no+} care");
}

#[test]
fn our_own_paper_is_drawn_again_and_only_changes_of_it_are_told() {
    let home = Home::with_firm();
    let made = home.in_firm(&[
        "new",
        "--template",
        "nda",
        "--party",
        "Acme AS",
        "--set",
        "personal_data=yes",
        "--set",
        "term=36 months",
        "--set",
        "purpose=to build a bridge",
        "--set",
        "counterparty_number=923609016",
        "--no-input",
        "--json",
    ]);
    let id = made.succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned();
    let item = diff(&home, &[&id, "--template"]);
    assert_eq!((&item["different"], &item["hunks"]), (&false.into(), &Value::Array(Vec::new())), "{item}");
    edit(&home, &id, "reasonable care", "the utmost care");
    edit(&home, &id, "10.2 Neither Party", "10.2 Acme AS");
    let item = diff(&home, &[&id, "--template"]);
    assert_eq!(clauses(&item), ["§3.1.2 Duties of the Recipient", "§10.2 General"]);
    // The template moves on; the contract is held against the version it was drawn from.
    let path = home.firm("legal/templates/nda.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("version = 1", "version = 2").replace("any other remedy", "every other remedy"))
        .unwrap();
    home.git(&["commit", "-qm", "nda: second version", "--", "legal/templates/nda.md"]).succeeds();
    assert_eq!(clauses(&diff(&home, &[&id, "--template"])).len(), 2);
    home.write("lease.md", "# Lease\n\nText.\n");
    let lease = home.in_firm(&["import", "lease.md", "--party", "A", "--party", "B", "--on", "2024-01-01", "--json"]);
    let lease = lease.succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned();
    home.in_firm(&["diff", &lease, "--template"]).exits(3).says("not drawn from a template");
}

#[test]
fn annexes_are_compared_as_text_or_as_files() {
    let home = Home::with_firm();
    let id = home.draft();
    let folder = home.folder_of(&id);
    fs::create_dir(folder.join("annexes")).unwrap();
    fs::write(folder.join("annexes/prices.md"), "# Prices\n\nAn hour is 1200.\n").unwrap();
    fs::write(folder.join("annexes/plan.bin"), b"\0\x01\x02").unwrap();
    home.in_firm(&["save"]).succeeds();
    fs::write(folder.join("annexes/prices.md"), "# Prices\n\nAn hour is 1500.\n").unwrap();
    fs::write(folder.join("annexes/plan.bin"), b"\0\x01\x02\x03").unwrap();
    let item = diff(&home, &[&id]);
    assert_eq!(
        (&item["hunks"][0]["clause"], &item["hunks"][0]["file"]),
        (&"Prices".into(), &"annexes/prices.md".into())
    );
    let files = item["files"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!((&files[0]["old"]["bytes"], &files[0]["new"]["bytes"]), (&3.into(), &4.into()));
    fs::remove_file(folder.join("annexes/plan.bin")).unwrap();
    assert_eq!(diff(&home, &[&id])["files"][0]["kind"], "removed");
}

#[test]
fn every_byte_that_differs_is_told() {
    let home = Home::with_firm();
    let id = home.draft();
    let path = home.folder_of(&id).join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    for (changed, kind) in [
        (text.replacen("\n\n## 2.", "\n\n\n## 2.", 1), "layout"),
        (format!("{text} "), "layout"),
        (text.trim_end().to_owned(), "layout"),
        (text.replacen("the Purpose", "the\u{200b} Purpose", 1), "changed"),
        (text.replacen("kind = ", "kind  = ", 1), "layout"),
        (text.replacen("+++\n", "+++\n# a comment\n", 1), "added"),
        (text.replacen("e", "é", 40), "changed"),
    ] {
        fs::write(&path, &changed).unwrap();
        let answer = home.in_firm(&["diff", &id, "--json", "--exit-code"]).exits(10).json();
        let kinds: Vec<&str> =
            answer["items"][0]["hunks"].as_array().unwrap().iter().map(|hunk| hunk["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
        assert!(home.in_firm(&["diff", &id]).succeeds().out.lines().count() > 2);
    }
    fs::write(&path, text.replacen("+++\n", "+++\r\n", 1)).unwrap();
    home.in_firm(&["diff", &id, "--exit-code"]).exits(10).says("only the ends of the `+++` lines differ");
    for broken in ["", "+++", "not front matter", "+++\nid = \n+++\nx", "+++\n\u{202e}\n+++\n\u{1b}[2J"] {
        fs::write(&path, broken).unwrap();
        let answer = home.in_firm(&["diff", &id, "--exit-code"]).exits(10);
        assert!(!answer.out.contains('\u{1b}') && !answer.out.contains('\u{202e}'), "{broken:?}");
    }
    fs::write(&path, b"+++\nid = \"x\"\n+++\n\xff\xfe").unwrap();
    home.in_firm(&["diff", &id, "--exit-code"]).exits(10);
    fs::remove_file(&path).unwrap();
    home.in_firm(&["diff", &id, "--exit-code"]).exits(10).says("(removed)");
}
