//! Our transcription of what was executed elsewhere is put right by an act that says so; anything else breaks it.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::Home;

/// A lease of paper, imported; its id and folder.
fn imported(home: &Home) -> (String, PathBuf) {
    home.write("lease.md", "# Lease\n\nThe tenant pays monthly.\n");
    let flags =
        ["--party", "Northwind AS", "--party", "Acme AS", "--start", "2024-01-01", "--end", "2026-12-31", "--json"];
    let report = home.in_firm(&[&["import", "lease.md", "--by", "oneflow"], &flags[..]].concat()).succeeds().json();
    let item = &report["items"][0];
    (item["id"].as_str().unwrap().to_owned(), home.firm(item["path"].as_str().unwrap()))
}

fn verdict(home: &Home, id: &str) -> String {
    let answer = home.in_firm(&["verify", id, "--json"]);
    answer.json()["items"][0]["verdict"].as_str().unwrap().to_owned()
}

fn corrections(folder: &Path) -> Vec<String> {
    let names =
        fs::read_dir(folder.join("acts")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<String> = names.filter(|name| name.contains("-correct-")).collect();
    found.sort();
    found
}

#[test]
fn set_corrects_and_says_what_it_changed() {
    let home = Home::with_firm();
    let (id, folder) = imported(&home);
    home.in_firm(&["set", &id, "term.end=2027-12-31", "-m", "as the scan says"]).succeeds().says("correct: Lease");
    let act = fs::read_to_string(folder.join("acts").join(&corrections(&folder)[0])).unwrap();
    assert!(act.contains("from = \"sha256:") && act.contains("reason = \"as the scan says\""), "{act}");
    assert_eq!(verdict(&home, &id), "external");
    let log = home.in_firm(&["log", &id, "--json"]).succeeds().json();
    assert_eq!(log["items"][0]["act"], "correct");
    assert_eq!(log["items"][0]["message"], "as the scan says\n\nterm.end: 2026-12-31 → 2027-12-31");
    let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json();
    assert_eq!(
        (shown["items"][0]["end"].as_str(), shown["items"][0]["status"].as_str()),
        (Some("2027-12-31"), Some("active"))
    );
    // Nothing to change is no act, our own fields are none either, and a second correction follows the first.
    home.in_firm(&["set", &id, "term.end=2027-12-31"]).succeeds().says("nothing to change");
    home.in_firm(&["set", &id, "custom.matter=7"]).succeeds().says("set: Lease");
    home.in_firm(&["set", &id, "term.notice=3 months", "--dry-run"]).succeeds();
    assert_eq!(corrections(&folder).len(), 1);
    home.in_firm(&["set", &id, "term.notice=3 months"]).succeeds();
    assert_eq!((corrections(&folder).len(), verdict(&home, &id).as_str()), (2, "external"));
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn edit_and_save_correct_too() {
    let home = Home::with_firm();
    let (id, folder) = imported(&home);
    home.write("editor", "#!/bin/sh\nsed -i 's/pays monthly/pays every quarter/' \"$1\"\n");
    fs::set_permissions(home.path("editor"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut edit = home.command(env!("CARGO_BIN_EXE_clm"));
    let editor = home.path("editor");
    home.run(edit.env("EDITOR", &editor).args(["-C", "firm", "edit", &id])).succeeds().says("correct: Lease");
    assert_eq!((corrections(&folder).len(), verdict(&home, &id).as_str()), (1, "external"));
    let text = fs::read_to_string(folder.join("contract.md")).unwrap();
    assert!(text.ends_with("pays every quarter.\n"), "{text}");
    fs::write(folder.join("contract.md"), text.replace("every quarter", "yearly")).unwrap();
    assert_eq!(verdict(&home, &id), "broken", "an edit that nobody recorded");
    home.in_firm(&["save"]).exits(4).says(&format!("`clm save {id} -m WHY` records it as a correction"));
    home.in_firm(&["save", &id, "-m", "read again"]).succeeds().says("correct: Lease");
    assert_eq!((corrections(&folder).len(), verdict(&home, &id).as_str()), (2, "external"));
    home.in_firm(&["log", &id]).succeeds().says("the text");
    fs::create_dir_all(folder.join("annexes")).unwrap();
    fs::write(folder.join("annexes/plan.md"), "The plan.\n").unwrap();
    home.in_firm(&["save", "-m", "it had a plan"]).succeeds();
    assert_eq!((corrections(&folder).len(), verdict(&home, &id).as_str()), (3, "external"));
    home.repository_is_sound();
}

#[test]
fn an_edit_by_hand_without_the_act_is_broken_and_so_is_a_forged_act() {
    let home = Home::with_firm();
    let (id, folder) = imported(&home);
    home.in_firm(&["set", &id, "term.end=2036-12-31"]).succeeds();
    let act = corrections(&folder).remove(0);
    let bytes = fs::read(folder.join("acts").join(&act)).unwrap();
    let other = Home::with_firm();
    let (id, folder) = imported(&other);
    let present = revision(&other, &id);
    let text = fs::read_to_string(folder.join("contract.md")).unwrap();
    fs::write(folder.join("contract.md"), text.replace("2026-12-31", "2036-12-31")).unwrap();
    other.git(&["commit", "-qam", "by hand"]).succeeds();
    other.in_firm(&["verify", &id]).exits(5).says("no act explains it");
    other.in_firm(&["set", &id, "term.end=2037-12-31"]).exits(4).says("broken");
    let forged = String::from_utf8(bytes).unwrap();
    let forged: String = forged
        .lines()
        .map(|line| match line.split_once(" = ").map(|(key, _)| key) {
            Some("contract") => format!("contract = \"{id}\"\n"),
            Some("from") => format!("from = \"{present}\"\n"),
            Some("to") => format!("to = \"{}\"\n", revision(&other, &id)),
            Some("after") => "after = []\n".to_owned(),
            _ => format!("{line}\n"),
        })
        .collect();
    other.write("forged.toml", &forged);
    let digest = other.run(other.command("sha256sum").arg("forged.toml")).succeeds().out;
    let name = format!(
        "firm/{}/acts/2026-11-24-correct-{}.toml",
        folder.strip_prefix(other.firm("")).unwrap().display(),
        &digest[..8]
    );
    other.write(&name, &forged);
    other.git(&["add", "-A"]).succeeds();
    other.git(&["commit", "-qm", "act"]).succeeds();
    other.in_firm(&["verify", &id]).exits(5).says("unsigned commit");
}

fn revision(home: &Home, id: &str) -> String {
    home.in_firm(&["verify", id, "--json"]).json()["items"][0]["revision"].as_str().unwrap().to_owned()
}

#[test]
fn what_was_signed_here_is_not_corrected() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    home.in_firm(&["set", &id, "term.notice=3 months"]).exits(4).says("a signed text is never edited");
    home.in_firm(&["edit", &id]).exits(4);
    // Half signed here, then executed on paper: our signature stands on these bytes, and they stay.
    let id = home.draft();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.write("scan.pdf", "%PDF-1.4 scan");
    home.in_firm(&["executed", &id, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
    home.in_firm(&["set", &id, "term.notice=3 months"]).exits(4);
    home.in_firm(&["verify", &id]).succeeds();
    home.repository_is_sound();
}

#[test]
fn who_may_not_record_may_not_correct() {
    let home = Home::with_firm();
    let (id, folder) = imported(&home);
    home.new_key("jonas", "");
    let who = ["member", "add", "jonas@northwind.example", "--name", "Jonas Berg", "--role", "drafter"];
    home.in_firm(&[&who[..], &["--workspace", "legal", "--pub", "jonas.pub"]].concat()).succeeds();
    home.in_firm(&["set", &id, "term.end=2027-12-31", "--key", "jonas"]).exits(4).says("may not import");
    home.in_firm(&["set", &id, "custom.matter=7", "--key", "jonas"]).succeeds();
    let text = fs::read_to_string(folder.join("contract.md")).unwrap();
    fs::write(folder.join("contract.md"), text.replace("monthly", "never")).unwrap();
    home.in_firm(&["save", "-m", "mine", "--key", "jonas"]).exits(4).says("may not import");
    home.in_firm(&["restore", &id]).succeeds();
    for wrong in ["term.end=2023-01-01", "term.ende=2027-01-01", "id=lease-7k2m9qxt", "term.length=2 years"] {
        home.in_firm(&["set", &id, wrong]).exits(7);
    }
    home.in_firm(&["verify", &id]).succeeds();
    assert!(corrections(&folder).is_empty());
}

#[test]
fn a_service_and_all_its_files_are_recorded() {
    let home = Home::with_firm();
    let id = home.draft();
    home.write("one/signed.pdf", "%PDF-1.4 signed");
    home.write("two/signed.pdf", "%PDF-1.4 audit trail");
    let by = |how: &str| {
        let args = [
            "executed",
            &id,
            "--on",
            "2026-11-20",
            "--by",
            how,
            "--evidence",
            "one/signed.pdf",
            "--evidence",
            "two/signed.pdf",
        ];
        home.in_firm(&args)
    };
    by("onefow").exits(2).says("did you mean `Oneflow`?");
    by("external:\u{202e}x").exits(2);
    by("OneFlow").succeeds();
    let folder = home.folder_of(&id);
    let acts: Vec<String> =
        fs::read_dir(folder.join("acts")).unwrap().map(|e| fs::read_to_string(e.unwrap().path()).unwrap()).collect();
    let act = acts.iter().find(|act| act.contains("\"executed\"")).unwrap();
    for line in
        ["how = \"external\"", "platform = \"Oneflow\"", "\"signed.pdf\" = \"sha256:", "\"signed-2.pdf\" = \"sha256:"]
    {
        assert!(act.contains(line), "{line}\n{act}");
    }
    assert_eq!(verdict(&home, &id), "external");
    fs::remove_file(folder.join("files/signed-2.pdf")).unwrap();
    home.git(&["commit", "-qam", "lost"]).succeeds();
    home.in_firm(&["verify", &id]).exits(5).says("signed-2.pdf");
}
