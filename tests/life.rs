//! The life of a contract, told through the binary: drafted, signed by two parties, found, due, proved without clm.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use support::Home;

#[test]
fn a_contract_is_drafted_signed_by_two_parties_found_due_and_verified() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    home.repository_is_sound();

    let verdict = home.in_firm(&["verify", &id, "--json"]).succeeds().json();
    assert_eq!(verdict["items"][0]["verdict"], "valid");
    assert_eq!(verdict["items"][0]["signatures"].as_array().unwrap().len(), 2);
    home.in_firm(&["verify", "--all"]).succeeds();

    let found = home.in_firm(&["search", "confidential information", "status:active", "--json"]).succeeds().json();
    assert_eq!(found["items"][0]["id"], id.as_str());
    assert!(!found["items"][0]["snippets"].as_array().unwrap().is_empty());

    let due = home.in_firm(&["due", "--days", "800", "--json"]).succeeds().json();
    assert!(due["items"].as_array().unwrap().iter().any(|item| item["what"] == "end"), "{due}");
    home.in_firm(&["due", "--days", "800", "--explain"]).succeeds().says(&id);
}

#[test]
fn every_act_is_a_commit_that_git_and_ssh_keygen_agree_on() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let commits = home.git(&["rev-list", "HEAD"]).succeeds().out;
    assert!(commits.lines().count() >= 4, "{commits}");
    for commit in commits.lines() {
        home.git(&["verify-commit", commit]).succeeds().says("Good \"git\" signature");
    }
    let subject = home.git(&["log", "-1", "--format=%s%n%(trailers)"]).succeeds().out;
    assert!(subject.starts_with("receive: Mutual NDA with Acme AS"), "{subject}");
    for trailer in
        [format!("Clm-Contract: {id}"), "Clm-Act: receive".to_owned(), "Clm-Actor: signer@northwind.example".to_owned()]
    {
        assert!(subject.contains(&trailer), "{subject}");
    }
}

#[test]
fn our_statement_is_checked_by_ssh_keygen_alone() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let shown = home.in_firm(&["verify", &id, "--json"]).succeeds().json();
    let ours =
        shown["items"][0]["signatures"].as_array().unwrap().iter().find(|s| s["email"] == "signer@northwind.example");
    let file = home.firm(ours.unwrap()["file"].as_str().unwrap());
    let check = "ssh-keygen -Y verify -f .clm/allowed_signers -I signer@northwind.example -n clm-statement-v1 -s \"$1.sig\" < \"$1\"";
    let mut command = home.command("sh");
    home.run(command.current_dir(home.firm("")).args(["-c", check, "sh"]).arg(&file))
        .succeeds()
        .says("Good \"clm-statement-v1\"");
}

#[test]
fn the_printed_commands_let_a_stranger_check_every_signature() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let verdict = home.in_firm(&["verify", &id, "--commands", "--json"]).succeeds().json();
    let commands = verdict["items"][0]["commands"].as_array().unwrap();
    let script: Vec<&str> = commands.iter().map(|line| line.as_str().unwrap()).collect();
    let script = format!("set -e\n{}", script.join("\n"));
    let mut shell = home.command("sh");
    let answer = home.run(shell.current_dir(home.firm("")).args(["-c", &script])).succeeds();
    assert_eq!(answer.out.matches("Good \"clm-statement-v1\"").count(), 2, "{script}\n{}", answer.out);
    home.repository_is_sound();
}

#[test]
fn a_waiting_contract_is_incomplete_and_names_who_is_missing() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["verify", &id]).exits(6).says("Acme AS");
    home.in_firm(&["verify", "--all"]).succeeds();
}

#[test]
fn a_signature_without_a_basis_is_intact_but_not_trusted() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    let id = home.draft();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.prepare_for_acme(&id).succeeds();
    home.sign_elsewhere("acme", "acme.json");
    home.in_firm(&["receive", "acme.json", "--no-input"]).exits(2).says("--basis");
    home.repository_is_sound();
    let before = home.git(&["rev-parse", "HEAD"]).succeeds().out;
    fs::write(home.path("acme.json"), home.read("acme.json").replace("Director", "Managing")).unwrap();
    home.in_firm(&["receive", "acme.json", "--basis", "mail"]).exits(5);
    assert_eq!(home.git(&["rev-parse", "HEAD"]).succeeds().out, before);
}

#[test]
fn work_in_progress_elsewhere_survives_every_act() {
    let home = Home::with_firm();
    home.write("firm/notes.txt", "staged\n");
    home.git(&["add", "notes.txt"]).succeeds();
    home.write("firm/notes.txt", "staged\nand more\n");
    home.write("firm/loose.txt", "untracked\n");
    home.signed_by_both();
    let status = home.git(&["status", "--porcelain"]).succeeds().out;
    assert_eq!(status, "AM notes.txt\n?? loose.txt\n");
    assert_eq!(home.read("firm/notes.txt"), "staged\nand more\n");
}
