//! The everyday acts on the desk: move, archive, attach, comment, undo.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::PathBuf;

use support::{Answer, Home};

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned()
}

fn path(home: &Home, id: &str) -> String {
    home.in_firm(&["show", id, "--json"]).succeeds().json()["items"][0]["path"].as_str().unwrap().to_owned()
}

fn listed(home: &Home, query: &[&str]) -> Vec<String> {
    let words: Vec<&str> = ["list", "--json"].iter().chain(query).copied().collect();
    let items = home.in_firm(&words).succeeds().json()["items"].clone();
    items.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// A second member, Kari, with the key `kari`.
fn kari(home: &Home, role: &str) {
    home.new_key("kari", "");
    let words = ["member", "add", "kari@northwind.example", "--name", "Kari", "--pub", "kari.pub", "--role", role];
    home.in_firm(&words).succeeds();
}

fn as_kari(home: &Home, words: &[&str]) -> Answer {
    let all: Vec<&str> = words.iter().chain(&["--key", "kari"]).copied().collect();
    home.in_firm(&all)
}

/// Imports a lease that ended in 2021. Answers its id.
fn old_lease(home: &Home) -> String {
    home.write("lease.md", "# Lease\n\nThe landlord lets the premises.\n");
    let words = [
        "import",
        "lease.md",
        "--party",
        "Northwind AS",
        "--party",
        "Fjord AS",
        "--on",
        "2019-12-20",
        "--start",
        "2020-01-01",
        "--term",
        "1 year",
        "--json",
    ];
    home.in_firm(&words).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn contracts_move_to_any_folder_and_a_signed_one_stays_signed() {
    let home = Home::with_firm();
    home.in_firm(&["workspace", "add", "sales"]).succeeds();
    let signed = home.signed_by_both();
    let draft = home.draft();
    let name = path(&home, &signed).rsplit('/').next().unwrap().to_owned();
    home.in_firm(&["search", "confidential"]).succeeds();
    home.in_firm(&["move", &signed, &draft, "sales/contracts/2026/acme"]).succeeds().says("sales/contracts/2026/acme/");
    assert_eq!(home.git(&["log", "-1", "--format=%s"]).succeeds().out, "move: 2 contracts\n");
    assert_eq!(path(&home, &signed), format!("sales/contracts/2026/acme/{name}"));
    assert!(!home.firm("legal/contracts").exists(), "folders left empty go");
    assert_eq!(listed(&home, &["workspace:sales"]).len(), 2);
    assert!(home.in_firm(&["search", "confidential", "--json"]).succeeds().out.contains("sales/contracts/2026/acme"));
    home.in_firm(&["verify", &signed]).succeeds().says("valid");
    home.in_firm(&["move", &signed, "legal"]).succeeds().says(&format!("legal/contracts/2026/acme/{name}"));
    home.in_firm(&["move", &signed, "deep/er/and/deep/er"]).succeeds();
    home.in_firm(&["move", &signed, "deep/er/and/deep/er"]).succeeds().says("nothing to move");
    let here = path(&home, &signed);
    let below = home.firm(&here);
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    home.run(command.current_dir(below.parent().unwrap()).args(["move", &signed, "../."])).succeeds();
    assert_eq!(path(&home, &signed), format!("legal/contracts/deep/er/and/deep/{name}"));
    home.in_firm(&["verify", "--all"]).succeeds();
    home.in_firm(&["log", &signed]).succeeds().says(" → legal/contracts/deep/er/and/deep/");
    home.repository_is_sound();
}

#[test]
fn a_contract_is_moved_nowhere_it_could_do_harm() {
    let home = Home::with_firm();
    home.in_firm(&["workspace", "add", "sales"]).succeeds();
    let (id, other) = (home.draft(), home.draft());
    let folder = path(&home, &other);
    let before = head(&home);
    for target in ["..", "../../etc", "/etc", "/", "legal", "2026/Acme", "a b", "a//b", ".git", "a/.b", "-x", "å", ""]
    {
        let answer = home.in_firm(&["move", &id, "--", target]);
        assert!(answer.code == 2 || target == "legal", "{target}: {answer:?}");
    }
    for part in ["annexes", "acts/x", "2026/signatures", "files"] {
        home.in_firm(&["move", &id, part]).exits(2).says("part of a contract");
    }
    home.in_firm(&["move", &id, "2026/Acme"]).exits(2).says("2026/acme");
    home.in_firm(&["move", &id, "sale/contracts/x"]).exits(3).says("did you mean sales");
    home.in_firm(&["move", &id, &folder]).exits(4).says("a contract's own folder");
    home.in_firm(&["move", &id, &format!("{folder}/inside")]).exits(4).says("a contract's own folder");
    home.in_firm(&["move", "nda-zzzzzzzz", "x"]).exits(3);
    home.in_firm(&["move", &id]).exits(2);
    // Something of that name lies there already, recorded or not.
    let name = path(&home, &id).rsplit('/').next().unwrap().to_owned();
    fs::create_dir_all(home.firm("legal/contracts/taken").join(&name)).unwrap();
    home.in_firm(&["move", &id, "taken"]).exits(4).says("exists already");
    fs::remove_dir_all(home.firm("legal/contracts/taken")).unwrap();
    std::os::unix::fs::symlink(home.path(""), home.firm("legal/contracts/link")).unwrap();
    assert_ne!(home.in_firm(&["move", &id, "link"]).code, 0);
    fs::remove_file(home.firm("legal/contracts/link")).unwrap();
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn a_move_waits_for_unsaved_work_and_for_rights() {
    let home = Home::with_firm();
    kari(&home, "viewer");
    let id = home.draft();
    let place = home.firm(&path(&home, &id));
    let text = fs::read_to_string(place.join("contract.md")).unwrap();
    fs::write(place.join("contract.md"), format!("{text}more\n")).unwrap();
    home.in_firm(&["move", &id, "x"]).exits(8).says("clm save");
    fs::write(place.join("contract.md"), text).unwrap();
    fs::create_dir(place.join("files")).unwrap();
    fs::write(place.join("files/scan.pdf"), "%PDF").unwrap();
    home.in_firm(&["move", &id, "x"]).exits(8).says("left behind");
    fs::remove_dir_all(place.join("files")).unwrap();
    as_kari(&home, &["move", &id, "x"]).exits(4);
    fs::write(place.join("contract.md~"), "backup").unwrap();
    home.in_firm(&["move", &id, "x"]).succeeds().says("stays where it is");
    assert!(place.join("contract.md~").exists());
    fs::remove_file(place.join("contract.md~")).unwrap();
    home.repository_is_sound();
}

#[test]
fn git_mv_and_a_plain_commit_move_a_contract_as_well() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let old = path(&home, &id);
    let new = format!("legal/contracts/customers/{}", old.rsplit('/').next().unwrap());
    fs::create_dir_all(home.firm("legal/contracts/customers")).unwrap();
    home.git(&["mv", &old, &new]).succeeds();
    home.git(&["commit", "-q", "--no-gpg-sign", "-m", "tidy up"]).succeeds();
    assert_eq!(path(&home, &id), new);
    home.in_firm(&["verify", &id]).succeeds().says("valid");
    home.in_firm(&["undo", &id]).exits(4).says("git revert");
    home.repository_is_sound();
}

#[test]
fn what_is_over_leaves_every_list_and_comes_back() {
    let home = Home::with_firm();
    let over = old_lease(&home);
    let alive = home.signed_by_both();
    home.in_firm(&["search", "landlord"]).succeeds().says(&over);
    home.in_firm(&["archive", &alive]).exits(4).says("is active").says("clm notice");
    home.in_firm(&["archive", &over]).succeeds().says("ended");
    home.in_firm(&["archive", &over]).succeeds().says("archived already");
    assert_eq!(listed(&home, &[]), std::slice::from_ref(&alive));
    assert_eq!(listed(&home, &["flag:archived"]), std::slice::from_ref(&over));
    assert_eq!(listed(&home, &["--all"]).len(), 2);
    assert!(!home.in_firm(&["search", "landlord", "--json"]).succeeds().out.contains(&over));
    assert!(!home.in_firm(&["search", "landlord", "kind:contract", "--json"]).succeeds().out.contains(&over));
    home.in_firm(&["search", "landlord", "--all"]).succeeds().says(&over);
    home.in_firm(&["search", "landlord", "flag:archived"]).succeeds().says(&over);
    let status = home.in_firm(&["status", "--json"]).succeeds().json();
    assert!(!status["counts"].to_string().contains("ended"), "{status}");
    home.in_firm(&["show", &over]).succeeds().says("archived");
    home.in_firm(&["verify", &over]).succeeds().says("paper");
    home.in_firm(&["unarchive", &over]).succeeds();
    home.in_firm(&["unarchive", &over]).succeeds().says("nothing to do");
    assert_eq!(listed(&home, &[]).len(), 2);
    home.repository_is_sound();
}

#[test]
fn an_archived_draft_that_is_signed_is_listed_again() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["archive", &id]).succeeds();
    assert!(listed(&home, &[]).is_empty());
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    assert_eq!(listed(&home, &[]), std::slice::from_ref(&id));
    home.in_firm(&["show", &id]).succeeds().says("It was archived, but it is pending");
    home.in_firm(&["archive", &id]).exits(4).says("clm void");
}

#[test]
fn an_annex_is_part_of_the_agreement_and_evidence_never_is() {
    let home = Home::with_firm();
    let id = home.draft();
    let revision = |home: &Home| home.in_firm(&["show", &id, "--json"]).json()["items"][0]["revision"].clone();
    let first = revision(&home);
    let bytes = [0_u8, 255, 13, 10, 13, 0];
    let file = home.write("Price List.PDF", bytes);
    home.in_firm(&["attach", &id, file.to_str().unwrap()]).succeeds().says("annexes/price-list.pdf");
    assert_ne!(revision(&home), first);
    assert_eq!(fs::read(home.firm(&path(&home, &id)).join("annexes/price-list.pdf")).unwrap(), bytes);
    home.in_firm(&["attach", &id, file.to_str().unwrap()]).succeeds().says("the same bytes");
    home.write("price-list.pdf", "other");
    home.in_firm(&["attach", &id, "price-list.pdf"]).exits(4).says("--as NAME");
    home.in_firm(&["attach", &id, "price-list.pdf", "--as", "more-prices.pdf"]).succeeds();
    home.in_firm(&["attach", &id, "--remove", "more-price.pdf"]).exits(3).says("did you mean");
    home.in_firm(&["attach", &id, "--remove", "more-prices.pdf"]).succeeds();
    home.in_firm(&["attach", &id, "--remove", "nothing.pdf"]).exits(3).says("annexes/price-list.pdf");
    let attached = revision(&home);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["attach", &id, "price-list.pdf", "--as", "late.pdf"]).exits(4).says("--evidence");
    home.in_firm(&["attach", &id, "--remove", "price-list.pdf"]).exits(4);
    home.in_firm(&["attach", &id, "price-list.pdf", "--evidence"]).succeeds();
    home.in_firm(&["attach", &id, "--remove", "files/price-list.pdf"]).exits(4);
    assert_eq!(revision(&home), attached);
    let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json()["items"][0]["attachments"].clone();
    assert_eq!(shown[0]["file"], "annexes/price-list.pdf");
    assert_eq!((shown[1]["file"].as_str(), shown[1]["size"].as_u64()), (Some("files/price-list.pdf"), Some(5)));
    assert!(shown[1]["digest"].as_str().unwrap().starts_with("sha256:d9298a10d1b0"), "{shown}");
    home.in_firm(&["show", &id]).succeeds().says("annexes/price-list.pdf, 6 bytes, sha256:");
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn only_regular_files_with_something_in_them_are_attached() {
    let home = Home::with_firm();
    let id = home.draft();
    let before = head(&home);
    home.write("empty.pdf", "");
    home.write("good.pdf", "x");
    std::os::unix::fs::symlink(home.path("good.pdf"), home.path("link.pdf")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(home.path("pipe")).status().unwrap().success());
    for (file, words) in [
        ("empty.pdf", "is empty"),
        ("link.pdf", "symbolic link"),
        ("pipe", "pipe, socket or device"),
        ("/dev/zero", "pipe, socket or device"),
        (".ssh", "is a folder"),
        ("nothing.pdf", "cannot be read"),
    ] {
        home.in_firm(&["attach", &id, file]).exits(7).says(words);
        home.in_firm(&["attach", &id, "good.pdf", file, "--evidence"]).exits(7).says(words);
    }
    for name in ["../x", "A.pdf", ".x", "a/b", "-x", ""] {
        let flag = format!("--as={name}");
        home.in_firm(&["attach", &id, "good.pdf", &flag]).exits(2);
    }
    home.write("a/good.pdf", "y");
    home.in_firm(&["attach", &id, "good.pdf", "a/good.pdf"]).exits(4);
    home.in_firm(&["attach", &id, "good.pdf", "a/good.pdf", "--as", "one"]).exits(2);
    home.in_firm(&["attach", &id]).exits(2);
    assert_eq!(head(&home), before);
    fs::write(home.path("large.bin"), vec![7_u8; 10 * 1024 * 1024 + 1]).unwrap();
    home.in_firm(&["attach", &id, "large.bin", "--evidence"]).succeeds().says("for ever");
    fs::write(home.path("larger.bin"), vec![7_u8; 16 * 1024 * 1024 + 1]).unwrap();
    home.in_firm(&["attach", &id, "larger.bin"]).exits(7).says("larger than 16 MB");
    home.repository_is_sound();
}

#[test]
fn a_file_laid_into_the_folder_by_hand_is_attached_in_place() {
    let home = Home::with_firm();
    let id = home.draft();
    let place = home.firm(&path(&home, &id));
    for (part, flag) in [("annexes", None), ("files", Some("--evidence"))] {
        let file = place.join(part).join("a.pdf");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "%PDF").unwrap();
        let words: Vec<&str> = ["attach", &id, file.to_str().unwrap()].into_iter().chain(flag).collect();
        home.in_firm(&words).succeeds();
        home.repository_is_sound();
    }
}

#[test]
fn comments_are_kept_with_their_clause_in_any_state() {
    let home = Home::with_firm();
    kari(&home, "viewer");
    let id = home.draft();
    home.in_firm(&["comment", &id, "Ask for 60 days", "--on", "2.1"]).succeeds().says("on §2.1");
    as_kari(&home, &["comment", &id, "--on", "§ 1", "-m", "Two\nlines"]).succeeds();
    home.in_firm(&["comment", &id, "x", "--on", "§99"]).exits(3).says("§1");
    home.in_firm(&["comment", &id, "x", "--on", "2.1.9"]).exits(3).says("did you mean §2.1?");
    home.in_firm(&["comment", &id, "  "]).exits(2);
    home.in_firm(&["comment", &id]).exits(2).says("-m");
    home.in_firm(&["comment", &id, "x", "-m", "y"]).exits(2);
    home.in_firm(&["comment", &id, "a\u{1b}[2Jb"]).exits(7);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["comment", &id, "After signing"]).succeeds();
    let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json()["items"][0]["comments"].clone();
    assert_eq!(shown.as_array().unwrap().len(), 3);
    assert_eq!((shown[1]["by"].as_str(), shown[1]["clause"].as_str()), (Some("kari@northwind.example"), Some("§1")));
    assert_eq!(shown[1]["text"], "Two\nlines");
    home.in_firm(&["show", &id]).succeeds().says("on §2.1: Ask for 60 days");
    home.in_firm(&["log", &id]).succeeds().says("After signing");
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn the_log_says_what_set_and_tag_changed() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["set", &id, "governing_law=Denmark", "custom.cost=4711"]).succeeds();
    home.in_firm(&["log", &id]).succeeds().says("governing_law: Norway → Denmark").says("custom.cost: set to 4711");
    home.in_firm(&["tag", &id, "--add", "b", "--add", "a"]).succeeds();
    home.in_firm(&["tag", &id, "--remove", "a", "--add", "b", "--add", "c"]).succeeds();
    home.in_firm(&["log", &id]).succeeds().says("added b, a").says("added c; removed a");
}

#[test]
fn each_everyday_act_is_undone_and_done_again() {
    let home = Home::with_firm();
    home.write("scan.pdf", "%PDF");
    let id = home.draft();
    for words in [
        vec!["set", &id, "governing_law=Denmark"],
        vec!["tag", &id, "--add", "urgent"],
        vec!["move", &id, "elsewhere"],
        vec!["attach", &id, "scan.pdf"],
        vec!["attach", &id, "scan.pdf", "--evidence"],
        vec!["comment", &id, "words"],
        vec!["archive", &id],
        vec!["executed", &id, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"],
    ] {
        let facts = |home: &Home| {
            let mut shown = home.in_firm(&["show", &id, "--json"]).succeeds().json()["items"][0].clone();
            // What was evidence of an execution stays.
            if words[0] == "executed" {
                ["files", "attachments"].iter().for_each(|key| shown[key] = serde_json::Value::Null);
            }
            shown
        };
        let before = facts(&home);
        home.in_firm(&words).succeeds();
        let after = facts(&home);
        assert_ne!(before, after, "{words:?}");
        home.in_firm(&["undo"]).exits(2).says("--yes");
        home.in_firm(&["undo", "--yes", "-n"]).succeeds().says("would record: undo: ");
        assert_eq!(facts(&home), after);
        home.in_firm(&["undo", "--yes"]).succeeds().says("undo: ");
        assert_eq!(facts(&home), before, "{words:?}");
        home.in_firm(&["undo", "--redo", "--yes"]).succeeds().says("redo: ");
        let again = facts(&home);
        assert_eq!(again, after, "{words:?}");
        home.in_firm(&["undo", &id]).succeeds();
        assert_eq!(facts(&home), before, "{words:?}");
        home.in_firm(&["verify", "--all"]).succeeds();
        home.repository_is_sound();
    }
    home.git(&["verify-commit", "HEAD"]).succeeds();
}

#[test]
fn the_log_marks_what_was_undone_and_believes_no_trailer() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["tag", &id, "--add", "blue"]).succeeds();
    home.in_firm(&["undo", "--yes"]).succeeds();
    let log = |args: &[&str]| {
        let told = home.in_firm(&[&["log", "--json"], args].concat()).succeeds().json();
        let mark = |item: &serde_json::Value| {
            let by = item["undone_by"].as_str().map(ToOwned::to_owned);
            (item["act"].as_str().unwrap().to_owned(), item["commit"].as_str().unwrap().to_owned(), by)
        };
        told["items"].as_array().unwrap().iter().map(mark).collect::<Vec<_>>()
    };
    for about in [&[][..], &[id.as_str()]] {
        let items = log(about);
        assert_eq!((items[0].0.as_str(), &items[0].2), ("undo", &None), "{items:?}");
        assert_eq!((items[1].0.as_str(), &items[1].2), ("tag", &Some(items[0].1.clone())), "{items:?}");
        assert!(items[2..].iter().all(|item| item.2.is_none()), "{items:?}");
    }
    home.in_firm(&["log"]).succeeds().says("(undone by ");
    let plain = home.in_firm(&["log", &id, "--plain"]).succeeds().out;
    let fields: Vec<&str> = plain.lines().nth(1).unwrap().split('\t').collect();
    assert_eq!(fields.last().copied(), Some(log(&[])[0].1.as_str()), "{plain}");
    // Done again: the undoing is undone, and what it took back counts.
    home.in_firm(&["undo", "--redo", "--yes"]).succeeds();
    let items = log(&[]);
    let acts: Vec<(&str, bool)> = items.iter().map(|item| (item.0.as_str(), item.2.is_some())).collect();
    assert_eq!(acts[..3], [("redo", false), ("undo", true), ("tag", false)]);
    // Anybody can write a trailer; only a member's signature makes it an undoing.
    let draft = &items[3].1;
    let forged = format!("undo: new\n\nClm-Act: undo\nClm-Undoes: {draft}\nClm-Actor: signer@northwind.example\n");
    home.git(&["commit", "-q", "--allow-empty", "--no-gpg-sign", "-m", &forged]).succeeds();
    assert!(log(&[]).iter().filter(|item| item.1 == *draft).all(|item| item.2.is_none()));
}

#[test]
fn repeated_undo_goes_further_back_until_nothing_is_left() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["tag", &id, "--add", "one"]).succeeds();
    home.in_firm(&["tag", &id, "--add", "two"]).succeeds();
    for subject in ["undo: tag", "undo: tag", "undo: new"] {
        home.in_firm(&["undo", "--yes"]).succeeds().says(subject);
    }
    assert!(listed(&home, &["--all"]).is_empty());
    assert!(!home.firm("legal/contracts").exists());
    home.in_firm(&["undo", "--yes"]).exits(3).says("clm log");
    for _ in 0..3 {
        home.in_firm(&["undo", "--redo", "--yes"]).succeeds();
    }
    home.in_firm(&["undo", "--redo", "--yes"]).exits(3);
    let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["tags"], serde_json::json!(["one", "two"]));
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn what_was_signed_or_received_is_not_undone() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let before = head(&home);
    home.in_firm(&["undo", &id]).exits(4).says("not undone").says("clm reopen").says("clm void");
    home.in_firm(&["undo", "--yes"]).exits(4);
    let sign = home.git(&["log", "--format=%H", "--grep=^sign:"]).succeeds().out.trim().to_owned();
    home.in_firm(&["undo", &sign]).exits(4).says("not undone");
    let new = home.git(&["log", "--format=%H", "--grep=^new:"]).succeeds().out.trim().to_owned();
    home.in_firm(&["undo", &new]).exits(4).says("signed or acted on");
    assert_eq!(head(&home), before);
}

#[test]
fn a_draft_edited_and_then_frozen_keeps_its_text() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["set", &id, "governing_law=Denmark"]).succeeds();
    let set = head(&home);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["undo", &set[..10]]).exits(4).says("may not change");
    home.in_firm(&["tag", &id, "--add", "x"]).succeeds();
    home.in_firm(&["undo", &id]).succeeds();
    home.repository_is_sound();
}

#[test]
fn what_changed_since_is_named_and_left_alone() {
    let home = Home::with_firm();
    kari(&home, "manager");
    let id = home.draft();
    home.in_firm(&["set", &id, "custom.mine=1"]).succeeds();
    let mine = head(&home);
    as_kari(&home, &["tag", &id, "--add", "theirs"]).succeeds();
    home.in_firm(&["undo", &mine]).exits(8).says("record.toml has changed since");
    // Without a name only one's own acts are meant, whoever acted last.
    home.in_firm(&["undo", "--yes"]).exits(8).says("record.toml has changed since");
    let moved = ["move", &id, "a"];
    home.in_firm(&moved).succeeds();
    let first = head(&home);
    home.in_firm(&["move", &id, "b"]).succeeds();
    home.in_firm(&["undo", &first]).exits(8).says("was moved since");
    home.in_firm(&["undo", "--yes"]).succeeds();
    home.in_firm(&["undo", "--yes"]).succeeds();
    as_kari(&home, &["undo", "--yes"]).succeeds().says("undo: tag");
    home.in_firm(&["undo", &mine]).succeeds();
    home.in_firm(&["undo", &mine]).exits(4).says("taken back already");
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn unsaved_work_keeps_an_undo_waiting() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["set", &id, "governing_law=Denmark"]).succeeds();
    let file = home.firm(&path(&home, &id)).join("contract.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}mine\n")).unwrap();
    home.in_firm(&["undo", &id]).exits(8).says("clm save");
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{text}mine\n"));
    home.in_firm(&["restore", &id]).succeeds();
    home.write("firm/notes.txt", "loose");
    home.in_firm(&["undo", &id]).succeeds();
    assert_eq!(home.read("firm/notes.txt"), "loose");
}

#[test]
fn an_act_is_named_by_its_digest_or_file_and_only_its_author_takes_words_back() {
    let home = Home::with_firm();
    kari(&home, "manager");
    let id = home.draft();
    home.in_firm(&["comment", &id, "mine"]).succeeds();
    let acts = home.firm(&path(&home, &id)).join("acts");
    let file: PathBuf = fs::read_dir(&acts).unwrap().next().unwrap().unwrap().path();
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    let digits = name.strip_suffix(".toml").unwrap().rsplit('-').next().unwrap().to_owned();
    as_kari(&home, &["undo", &digits]).exits(4).says("signer@northwind.example");
    home.in_firm(&["undo", &digits]).succeeds().says("undo: comment");
    home.in_firm(&["undo", &name]).exits(4).says("taken back already");
    assert!(file.exists(), "an act's file stays");
    let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["comments"], serde_json::json!([]));
    home.in_firm(&["undo", "0123456789abcdef"]).exits(3);
    home.in_firm(&["undo", "HEAD^"]).exits(3);
    home.repository_is_sound();
}

#[test]
fn a_whole_import_is_undone_into_the_archive_and_comes_back() {
    let home = Home::with_firm();
    home.write("one.md", "# One\n\nThe first.\n");
    home.write("two.md", "# Two\n\nThe second.\n");
    let words = [
        "import",
        "one.md",
        "two.md",
        "--party",
        "Northwind AS",
        "--party",
        "Fjord AS",
        "--on",
        "2026-01-01",
        "--start",
        "2026-01-01",
        "--term",
        "3 years",
    ];
    home.in_firm(&words).succeeds();
    let ids = listed(&home, &[]);
    assert_eq!(ids.len(), 2);
    home.in_firm(&["undo", &ids[0]]).exits(2).says("2 contracts");
    home.in_firm(&["undo", "--yes"]).succeeds().says("lies in the archive");
    assert!(listed(&home, &[]).is_empty());
    assert_eq!(listed(&home, &["flag:archived", "status:draft"]).len(), 2);
    home.in_firm(&["verify", "--all"]).succeeds();
    home.in_firm(&["undo", "--redo", "--yes"]).succeeds();
    assert_eq!(listed(&home, &["status:active"]), ids);
    home.in_firm(&["verify", "--all"]).succeeds().says("2 paper");
    home.in_firm(&words).succeeds().says("imported already");
    home.in_firm(&["undo", "--yes"]).succeeds();
    home.in_firm(&words).succeeds();
    assert_eq!(listed(&home, &["status:active"]).len(), 2);
    home.repository_is_sound();
}

#[test]
fn an_undone_execution_leaves_its_evidence_and_a_draft_that_can_be_signed() {
    let home = Home::with_firm();
    let id = home.draft();
    home.write("scan.pdf", "%PDF wrong");
    let executed = ["executed", &id, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"];
    home.in_firm(&executed).succeeds().says("active");
    home.in_firm(&["undo", &id]).succeeds().says("draft").says("files/scan.pdf");
    home.in_firm(&["verify", "--all"]).succeeds();
    // The first scan is still the evidence of the first act: another one under its name would break it.
    home.write("scan.pdf", "%PDF right");
    home.in_firm(&["executed", &id, "--on", "2026-11-21", "--by", "external", "--evidence", "scan.pdf"]).succeeds();
    let place = home.firm(&path(&home, &id)).join("files");
    assert_eq!(fs::read_to_string(place.join("scan.pdf")).unwrap(), "%PDF wrong");
    assert_eq!(fs::read_to_string(place.join("scan-2.pdf")).unwrap(), "%PDF right");
    home.in_firm(&["verify", &id]).succeeds().says("external");
    home.repository_is_sound();
}

#[test]
fn a_workspace_is_unmade_while_nothing_lies_in_it() {
    let home = Home::with_firm();
    home.in_firm(&["workspace", "add", "sales"]).succeeds();
    let added = head(&home);
    let id = home.draft();
    home.in_firm(&["move", &id, "sales"]).succeeds();
    home.in_firm(&["undo", &added]).exits(8).says("sales holds something");
    home.in_firm(&["undo", "--yes"]).succeeds();
    home.in_firm(&["undo", &added]).succeeds();
    assert!(!home.firm("sales").exists());
    assert!(!home.in_firm(&["workspace", "list", "--json"]).succeeds().out.contains("sales"));
    home.in_firm(&["undo", "--redo", "--yes"]).succeeds();
    assert!(home.firm("sales/templates").exists());
    home.in_firm(&["verify", "--all"]).succeeds();
    kari(&home, "manager");
    home.in_firm(&["undo", "--yes"]).exits(4).says("who may do what");
    home.in_firm(&["undo", &added]).exits(8).says("has changed since");
    as_kari(&home, &["undo", &head(&home)]).exits(4);
    home.repository_is_sound();
}

#[test]
fn merges_plain_commits_and_first_commits_are_for_git() {
    let home = Home::with_firm();
    let root = head(&home);
    let id = home.draft();
    home.in_firm(&["undo", &root]).exits(4).says("founded the repository");
    home.write("firm/notes.txt", "plain");
    home.git(&["add", "notes.txt"]).succeeds();
    home.git(&["commit", "-q", "--no-gpg-sign", "-m", "a plain note"]).succeeds();
    home.in_firm(&["undo", &head(&home)]).exits(4).says("git revert");
    home.git(&["checkout", "-q", "-b", "side", "HEAD~1"]).succeeds();
    home.in_firm(&["tag", &id, "--add", "side"]).succeeds();
    home.git(&["checkout", "-q", "-"]).succeeds();
    home.git(&["merge", "-q", "--no-gpg-sign", "--no-ff", "-m", "merge side", "side"]).succeeds();
    home.in_firm(&["undo", &head(&home)]).exits(4).says("is a merge");
    home.in_firm(&["undo", "--yes"]).succeeds().says("undo: tag");
    home.git(&["checkout", "-q", "--detach"]).succeeds();
    home.in_firm(&["undo", &id]).exits(8).says("detached");
    home.git(&["init", "-q", "../empty"]).succeeds();
    home.clm(&["-C", "empty", "undo"]).exits(11);
}
