//! Approval before sending and signing: who is asked by the policy's rules, in which order, and everything that does not
//! count: one's own contract, an earlier text, somebody who was not asked, an act that another's commit brought.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;

use clm::contract::digest::Digest;
use support::{Answer, Home};

const OWNER: &str = "signer@northwind.example";
const BO: &str = "bo@northwind.example";
const LISE: &str = "lise@northwind.example";
const CFO: &str = "cfo@northwind.example";

/// Any 1 of legal, then the finance director, for everything worth more than a limit.
const LARGE: &str = "[[approval]]\nname = \"large\"\nabove = [\"100000 NOK\"]\n\n[[approval.by]]\nof = [\"legal\"]\nneed = \"any 1\"\n\n[[approval.by]]\nof = [\"cfo@northwind.example\"]\nneed = \"all\"\norder = 2\n";
/// Any 1 of legal for every NDA.
const NDA: &str = "[[approval]]\nkinds = [\"nda\"]\nof = [\"legal\"]\nneed = \"any 1\"\n";

/// A firm with a drafter, a lawyer, a finance director who may otherwise only read, and these rules.
fn firm(rules: &str) -> Home {
    let home = Home::with_firm();
    for (name, role) in [("bo", "drafter"), ("lise", "legal"), ("cfo", "viewer")] {
        home.new_key(name, "");
        let (email, key) = (format!("{name}@northwind.example"), format!("{name}.pub"));
        home.in_firm(&["member", "add", &email, "--name", name, "--pub", &key, "--role", role]).succeeds();
    }
    set_rules(&home, rules);
    home
}

/// Appends rules to the policy, in a commit the owner signs.
fn set_rules(home: &Home, rules: &str) {
    let path = home.firm(".clm/policy.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n{rules}")).unwrap();
    commit_as(home, ".ssh/id_ed25519");
}

fn commit_as(home: &Home, key: &str) {
    let key = format!("user.signingkey={}", home.path(key).display());
    home.git(&["add", "-A"]).succeeds();
    home.git(&["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "by hand"]).succeeds();
}

/// Draws an NDA as Bo, who then owns it.
fn drawn(home: &Home) -> String {
    let new = ["new", "--template", "nda", "--party", "Acme AS", "--no-input", "--json", "--key", "bo"];
    home.in_firm(&new).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned()
}

fn by(home: &Home, who: &str, args: &[&str]) -> Answer {
    home.in_firm(&[args, &["--key", who]].concat())
}

fn status(home: &Home, id: &str) -> String {
    let shown = home.in_firm(&["show", id, "--json"]).succeeds().json();
    shown["items"][0]["status"].as_str().unwrap().to_owned()
}

#[test]
fn without_rules_nothing_is_required_and_one_asked_for_is_waited_for() {
    let home = firm("");
    let id = drawn(&home);
    home.in_firm(&["sign", &id, "--yes", "--dry-run"]).succeeds();
    by(&home, "bo", &["submit", &id]).succeeds().says("waits for the approval of one who may approve");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("lacks approval").says(LISE);
    by(&home, "lise", &["approve", &id, "-m", "fine"]).succeeds().says("approved by lise@northwind.example");
    home.in_firm(&["sign", &id, "--yes"]).succeeds().says("pending");
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_contract_is_approved_stage_by_stage_and_then_signed() {
    let home = firm(LARGE);
    let id = drawn(&home);
    // A small one needs nobody.
    home.in_firm(&["sign", &id, "--yes", "--dry-run"]).succeeds();
    by(&home, "bo", &["set", &id, "value.amount=250000.00", "value.currency=NOK"]).succeeds();
    let line = fs::read_to_string(home.firm(".clm/policy.toml")).unwrap();
    let line = line.lines().position(|line| line == "[[approval]]").unwrap() + 1;
    let place = format!(".clm/policy.toml:{line} (large)");
    let refused = home.in_firm(&["sign", &id, "--yes"]).exits(4).says("lacks approval");
    let refused = refused.says(&place).says(&format!("clm submit {id}")).says(CFO);
    refused.says(LISE);
    home.new_key("acme", "");
    home.prepare_for_acme(&id).exits(4).says("lacks approval");
    home.in_firm(&["show", &id]).succeeds().says("needs any 1 of legal");

    by(&home, "lise", &["approve", &id]).exits(4).says("nobody asked");
    by(&home, "cfo", &["submit", &id]).exits(4).says("may not edit");
    by(&home, "bo", &["submit", &id]).succeeds().says("review");
    by(&home, "bo", &["submit", &id]).exits(4).says("was asked for on 2026-11-24");
    home.in_firm(&["show", &id]).succeeds().says("waits for any 1 of legal: lise@northwind.example, since 2026-11-24");
    home.in_firm(&["list", "status:review"]).succeeds().says("2026-11-24  lise@northwind.example");
    home.in_firm(&["status"]).succeeds().says(LISE);
    by(&home, "cfo", &["approve", &id]).exits(4).says("others approve").says(&place);

    by(&home, "lise", &["approve", &id]).succeeds().says("waits for the approval of cfo@northwind.example");
    by(&home, "lise", &["approve", &id]).exits(4).says("has approved");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says(CFO);
    let letters = home.in_firm(&["remind", "--json"]).succeeds().json();
    let told: Vec<&str> = letters["items"].as_array().unwrap().iter().map(|one| one["to"].as_str().unwrap()).collect();
    assert_eq!(told, [CFO]);
    assert!(letters["items"][0]["message"].as_str().unwrap().contains("Waits for your approval"));
    by(&home, "cfo", &["approve", &id]).succeeds().says("approved");
    by(&home, "cfo", &["approve", &id]).exits(4).says("is approved as it stands");
    let item = &home.in_firm(&["show", &id, "--json"]).succeeds().json()["items"][0];
    assert_eq!(item["approval"]["by"], serde_json::json!([LISE, CFO]));
    assert_eq!(item["approval"]["missing"], serde_json::json!([]));
    home.in_firm(&["sign", &id, "--yes"]).succeeds().says("pending");
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn an_approval_counts_no_more_when_the_text_changes() {
    let home = firm(NDA);
    let id = drawn(&home);
    by(&home, "bo", &["submit", &id]).succeeds();
    by(&home, "lise", &["approve", &id]).succeeds().says("approved");
    // Notes of ours are no text.
    by(&home, "bo", &["tag", &id, "--add", "urgent"]).succeeds();
    assert_eq!(status(&home, &id), "approved");
    by(&home, "bo", &["set", &id, "governing_law=Sweden"]).succeeds();
    assert_eq!(status(&home, &id), "draft");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("lacks approval").says(&format!("clm submit {id}"));
    by(&home, "lise", &["approve", &id]).exits(4).says("an approval of an earlier text counts no more");
    by(&home, "bo", &["submit", &id]).succeeds();
    by(&home, "lise", &["approve", &id]).succeeds();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
}

#[test]
fn an_unsaved_text_is_neither_submitted_nor_approved() {
    let home = firm(NDA);
    let id = drawn(&home);
    by(&home, "bo", &["submit", &id]).succeeds();
    let file = home.folder_of(&id).join("contract.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\nAnd more.\n")).unwrap();
    for (who, args) in
        [("bo", &["submit", &id][..]), ("lise", &["approve", &id]), ("lise", &["reject", &id, "-m", "no"])]
    {
        by(&home, who, args).exits(8).says("changes that are not recorded");
    }
    home.in_firm(&["restore", &id]).succeeds();
    by(&home, "lise", &["approve", &id]).succeeds();
}

#[test]
fn nobody_approves_a_contract_of_their_own() {
    let home = firm(
        "[[approval]]\nof = [\"bo@northwind.example\", \"lise@northwind.example\", \"signer@northwind.example\"]\nneed = \"any 1\"\n",
    );
    // Bo wrote and owns it.
    let id = drawn(&home);
    by(&home, "bo", &["submit", &id]).succeeds();
    by(&home, "bo", &["approve", &id]).exits(4).says("bo@northwind.example owns it");
    // Giving it away changes nothing: he wrote it.
    by(&home, "bo", &["set", &id, &format!("owner={OWNER}")]).succeeds();
    by(&home, "bo", &["approve", &id]).exits(4).says("wrote some of its text");
    home.in_firm(&["approve", &id]).exits(4).says("owns it");
    // Nor does it help that another wrote last, wherever it lies; and who asked does not answer.
    by(&home, "lise", &["set", &id, "governing_law=Sweden"]).succeeds();
    by(&home, "lise", &["move", &id, "elsewhere"]).exits(0);
    home.in_firm(&["set", &id, &format!("owner={CFO}")]).succeeds();
    home.in_firm(&["submit", &id]).succeeds().says("too few are left who may approve");
    for (who, why) in [("bo", "wrote some"), ("lise", "wrote some"), (".ssh/id_ed25519", "asked for its approval")] {
        by(&home, who, &["approve", &id]).exits(4).says(why);
    }
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("nobody approves a contract of their own");
    assert_eq!(status(&home, &id), "review");
}

#[test]
fn a_rejection_has_a_reason_and_makes_it_a_draft_again() {
    let home = firm(NDA);
    let id = drawn(&home);
    by(&home, "lise", &["reject", &id, "-m", "too early"]).exits(4).says("nobody asked");
    by(&home, "bo", &["submit", &id]).succeeds();
    by(&home, "lise", &["reject", &id]).exits(2).says("needs a reason");
    by(&home, "lise", &["reject", &id, "-m", " "]).exits(2).says("needs a reason");
    by(&home, "bo", &["reject", &id, "-m", "no"]).exits(4).says("may not approve");
    by(&home, "lise", &["reject", &id, "-m", "cap the liability"]).succeeds().says("draft");
    home.in_firm(&["show", &id]).succeeds().says("rejected by lise@northwind.example: cap the liability");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("cap the liability");
    by(&home, "bo", &["submit", &id]).succeeds();
    by(&home, "lise", &["approve", &id]).succeeds();
    // What was approved can still be turned down, until it is out for signature.
    by(&home, "lise", &["reject", &id, "-m", "second thoughts"]).succeeds().says("draft");
    by(&home, "bo", &["submit", &id]).succeeds();
    by(&home, "lise", &["approve", &id]).succeeds();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    by(&home, "lise", &["reject", &id, "-m", "too late"]).exits(4).says("out for signature");
    by(&home, "lise", &["approve", &id]).exits(4);
    by(&home, "bo", &["submit", &id]).exits(4);
}

#[test]
fn an_approval_is_taken_back_by_who_gave_it() {
    let home = firm(NDA);
    let id = drawn(&home);
    by(&home, "bo", &["submit", &id]).succeeds();
    by(&home, "lise", &["approve", &id]).succeeds();
    by(&home, "lise", &["undo", &id, "--yes"]).succeeds();
    assert_eq!(status(&home, &id), "review");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says(LISE);
}

#[test]
fn who_was_not_asked_does_not_approve() {
    let home = firm("[[approval]]\nof = [\"cfo@northwind.example\"]\nneed = \"all\"\n");
    let id = drawn(&home);
    by(&home, "bo", &["submit", &id]).succeeds();
    // A lawyer may approve, but not this.
    by(&home, "lise", &["approve", &id]).exits(4).says("is not among those asked").says(CFO);
    home.new_key("eve", "");
    by(&home, "eve", &["approve", &id]).exits(4).says("belongs to no member");
    // The role of a viewer gives no right; being asked does, and as long as one is.
    by(&home, "cfo", &["approve", &id]).succeeds();
    home.in_firm(&["verify", &id]).exits(6);
    let policy = home.firm(".clm/policy.toml");
    let text = fs::read_to_string(&policy).unwrap();
    fs::write(&policy, text.replace("of = [\"cfo@northwind.example\"]", "of = [\"legal\"]")).unwrap();
    commit_as(&home, ".ssh/id_ed25519");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("all of legal").says(LISE);
}

#[test]
fn a_rule_that_cannot_be_read_is_named_with_its_line() {
    let home = firm("");
    let policy = home.firm(".clm/policy.toml");
    let text = fs::read_to_string(&policy).unwrap();
    let line = text.lines().count() + 3;
    for (rule, words) in [
        ("[[approval]]\nabove = [\"100000 XYZ\"]\nof = [\"legal\"]\nneed = \"all\"\n", "ISO 4217"),
        ("[[approval]]\nworkspaces = [\"sale\"]\nof = [\"legal\"]\nneed = \"all\"\n", "no workspace"),
        ("[[approval]]\nof = [\"lawyers\"]\nneed = \"all\"\n", "neither a role"),
    ] {
        fs::write(&policy, format!("{text}\n{rule}")).unwrap();
        commit_as(&home, ".ssh/id_ed25519");
        let answer = home.in_firm(&["list"]).exits(7).says(words).says(".clm/policy.toml:");
        let near = [line - 1, line].iter().any(|line| answer.err.contains(&format!("policy.toml:{line}:")));
        assert!(near, "line {line}: {}", answer.err);
        home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    }
}

/// Writes an approval into the contract's folder, named as clm names it.
fn forge(home: &Home, id: &str, by: &str) {
    let shown = home.in_firm(&["show", id, "--json"]).succeeds().json();
    let revision = shown["items"][0]["revision"].as_str().unwrap().to_owned();
    let text = format!(
        "act = \"approve\"\ncontract = \"{id}\"\nby = \"{by}\"\nat = 2026-11-24T09:30:00+00:00\nafter = []\nrevision = \"{revision}\"\n"
    );
    let digest = Digest::of(text.as_bytes()).short(8);
    let folder = home.folder_of(id).join("acts");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("2026-11-24-approve-{digest}.toml")), text).unwrap();
}

#[test]
fn an_approval_that_its_author_did_not_or_might_not_give_is_none() {
    let home = firm(NDA);
    let id = drawn(&home);
    by(&home, "bo", &["submit", &id]).succeeds();
    home.new_key("eve", "");
    for (author, key, words) in [
        // In the name of the lawyer, by others.
        (LISE, "bo", "bo@northwind.example signed the commit"),
        (LISE, "eve", "no member's key"),
        // By those who may not.
        (CFO, "cfo", "had no right to"),
        (BO, "bo", "had no right to"),
    ] {
        forge(&home, &id, author);
        commit_as(&home, key);
        home.in_firm(&["verify", &id]).exits(5).says(words);
        assert_eq!(status(&home, &id), "review", "{author} by {key}");
        home.in_firm(&["sign", &id, "--yes"]).exits(4).says("lacks approval");
        home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    }
    // In a commit without a signature.
    forge(&home, &id, LISE);
    home.git(&["add", "-A"]).succeeds();
    home.git(&["commit", "-qm", "plain", "--no-gpg-sign"]).succeeds();
    home.in_firm(&["verify", &id]).exits(5).says("unsigned commit");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("lacks approval");
    home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    // With the right, by the lawyer who wrote some of the text.
    by(&home, "lise", &["set", &id, "governing_law=Sweden"]).succeeds();
    by(&home, "bo", &["submit", &id]).succeeds();
    forge(&home, &id, LISE);
    commit_as(&home, "lise");
    home.in_firm(&["verify", &id]).exits(5).says("nobody approves a contract of their own");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("lacks approval");
}

#[test]
fn without_a_name_and_nobody_to_ask_a_name_is_asked_for() {
    let home = firm(NDA);
    for command in ["submit", "approve"] {
        by(&home, "lise", &[command, "--no-input"]).exits(2).says("no contract was named");
    }
    by(&home, "lise", &["approve", "nda-00000000"]).exits(3);
    let error = by(&home, "lise", &["reject", "-m", "x", "--json"]).exits(2).error();
    assert_eq!(error["code"], "missing-answer");
    let id = drawn(&home);
    by(&home, "bo", &["submit", &id, "--dry-run"]).succeeds().says("would record");
    assert_eq!(status(&home, &id), "draft");
}
