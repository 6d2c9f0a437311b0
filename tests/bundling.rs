//! A bundle proves itself: to a stranger with ssh-keygen and sha256sum, and to `clm verify` outside any repository; whatever
//! is changed in it is noticed, and nothing of ours travels with it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use std::fs;
use std::io::{Cursor, Write as _};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use clm::ops::proving::container;
use clm::signature::bundle::{Files, judge};
use support::{Answer, Home};

/// The fingerprint of a public key file in the home.
fn fingerprint(home: &Home, name: &str) -> String {
    let said = home.run(home.command("ssh-keygen").args(["-l", "-f", name])).succeeds().out;
    said.split_whitespace().nth(1).unwrap().to_owned()
}

fn maker(home: &Home) -> String {
    fingerprint(home, ".ssh/id_ed25519.pub")
}

fn bundle(home: &Home, id: &str, file: &str, extra: &[&str]) -> Answer {
    let path = home.path(file);
    let words = [&["bundle", id, "-o", path.to_str().unwrap()], extra].concat();
    home.in_firm(&words)
}

/// Verifies a bundle in a folder that lies in no repository.
fn verify(home: &Home, file: &str, trusted: &[&str]) -> Answer {
    let elsewhere = home.path("elsewhere");
    fs::create_dir_all(&elsewhere).unwrap();
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    command.current_dir(elsewhere).arg("verify").arg(home.path(file));
    for key in trusted {
        command.args(["--trust", key]);
    }
    home.run(&mut command)
}

fn files(home: &Home, file: &str) -> Files {
    let read = container::read(&fs::read(home.path(file)).unwrap()).unwrap();
    assert!(read.as_written);
    read.files
}

/// Unpacks with another reader than ours.
fn unpack(home: &Home, file: &str, folder: &str) -> PathBuf {
    let bytes = fs::read(home.path(file)).unwrap();
    let folder = home.path(folder);
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().extract(&folder).unwrap();
    folder
}

/// A contract signed by both, with everything of ours around it that must not leave the house.
fn signed_with_secrets(home: &Home) -> String {
    let id = home.signed_by_both();
    home.new_key("zelda", "");
    let member = ["member", "add", "zelda@northwind.example", "--name", "Zelda Zebrowski", "--pub", "zelda.pub"];
    home.in_firm(&[&member[..], &["--role", "manager"]].concat()).succeeds();
    home.in_firm(&["tag", &id, "--add", "tagsecret"]).succeeds();
    home.in_firm(&["comment", &id, "commentsecret about their price"]).succeeds();
    home.in_firm(&["set", &id, "custom.cost_centre=customsecret"]).succeeds();
    home.in_firm(&["reminder", "add", &id, "--on", "2026-12-24", "--what", "Remindersecret"]).succeeds();
    home.write("filesecret.txt", "lettersecret\n");
    home.in_firm(&["attach", &id, "filesecret.txt", "--evidence"]).succeeds();
    id
}

const SECRETS: &[&str] = &[
    "Zelda",
    "Zebrowski",
    "zelda@",
    "tagsecret",
    "commentsecret",
    "customsecret",
    "Remindersecret",
    "remindersecret",
    "filesecret",
    "lettersecret",
    "record.toml",
    "policy.toml",
    "acts/",
    "files/",
];

/// The `sh` blocks of a page, one after another.
fn blocks(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match line {
            "```sh" => {
                inside = true;
                found.push(String::new());
            }
            "```" => inside = false,
            line if inside => *found.last_mut().unwrap() += &format!("{line}\n"),
            _ => {}
        }
    }
    found
}

/// A folder with these programs and nothing else.
fn only(home: &Home, programs: &[&str]) -> PathBuf {
    let folder = home.path("few");
    fs::create_dir_all(&folder).unwrap();
    for name in programs {
        let folders = std::env::var_os("PATH").unwrap();
        let found = std::env::split_paths(&folders).map(|path| path.join(name)).find(|path| path.is_file()).unwrap();
        let _ = symlink(found, folder.join(name));
    }
    folder
}

/// Runs a page's blocks in a folder as a stranger would, stopping at the first that fails.
fn run_blocks(home: &Home, page: &str, folder: &Path, programs: &[&str]) -> Answer {
    let mut command = Command::new("/bin/sh");
    let script = blocks(page).concat();
    command.env_clear().env("PATH", only(home, programs)).env("HOME", home.path("nowhere"));
    home.run(command.args(["-e", "-c", &script]).current_dir(folder))
}

const STRANGER: &[&str] = &["sed", "sha256sum", "ssh-keygen", "sort", "find"];

#[test]
fn a_stranger_checks_a_bundle_without_clm() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    bundle(&home, &id, "nda.zip", &[]).succeeds().says("valid").says(&maker(&home));
    let folder = unpack(&home, "nda.zip", "unpacked");
    let page = fs::read_to_string(folder.join("VERIFY.md")).unwrap();
    assert_eq!(blocks(&page).len(), 5, "{page}");
    let answer = run_blocks(&home, &page, &folder, STRANGER).succeeds();
    let count = |words: &str| answer.out.matches(words).count();
    let listed = files(&home, "nda.zip").len() - 2;
    assert_eq!(count("Good \"clm-manifest-v1\" signature for signer@northwind.example"), 1, "{}", answer.out);
    assert_eq!(count("Good \"clm-statement-v1\" signature"), 2, "{}", answer.out);
    // Each file once, each statement's text once more, and the question about other files.
    assert_eq!(count(": OK"), listed + 2 + 1, "{}", answer.out);
    for (path, change) in [
        ("contract.md", "shall not"),
        ("manifest.json", " "),
        ("certificate.html", "x"),
        ("allowed_signers", "x"),
        ("more.txt", "x"),
    ] {
        let folder = unpack(&home, "nda.zip", &format!("changed-{path}"));
        let mut file = fs::OpenOptions::new().create(true).append(true).open(folder.join(path)).unwrap();
        file.write_all(change.as_bytes()).unwrap();
        let answer = run_blocks(&home, &page, &folder, STRANGER);
        assert_ne!(answer.code, 0, "{path}: {}", answer.out);
    }
    for (path, _) in files(&home, "nda.zip").iter().filter(|(path, _)| path.starts_with("signatures/")) {
        let folder = unpack(&home, "nda.zip", &path.replace('/', "-"));
        let text = fs::read_to_string(folder.join(path)).unwrap();
        fs::write(folder.join(path), text.replacen(['a', 'A'], "b", 1)).unwrap();
        assert_ne!(run_blocks(&home, &page, &folder, STRANGER).code, 0, "{path}");
    }
}

#[test]
fn nothing_of_ours_is_in_it() {
    let home = Home::with_firm();
    let id = signed_with_secrets(&home);
    bundle(&home, &id, "nda.zip", &[]).succeeds();
    let archive = fs::read(home.path("nda.zip")).unwrap();
    let home_path = home.path("").to_string_lossy().into_owned();
    let mut files = files(&home, "nda.zip");
    files.insert("the archive".to_owned(), archive);
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for secret in SECRETS.iter().copied().chain([home_path.as_str(), "legal/contracts"]) {
            assert!(!name.contains(secret) && !text.contains(secret), "{name} tells `{secret}`");
        }
    }
    // The search finds what is there: with the history all of it is.
    bundle(&home, &id, "audit.zip", &["--with-history"]).succeeds().says("for an auditor");
    let audit = self::files(&home, "audit.zip");
    let told: String =
        audit.iter().map(|(name, bytes)| format!("{name}\n{}\n", String::from_utf8_lossy(bytes))).collect();
    for secret in SECRETS {
        assert!(told.contains(secret), "{secret}");
    }
    for path in files.keys().filter(|path| *path != "the archive") {
        assert!(audit.contains_key(path), "{path}");
    }
    assert!(String::from_utf8_lossy(&audit["history/README.md"]).starts_with("# INTERNAL"));
    verify(&home, "audit.zip", &[&maker(&home)]).succeeds();
}

#[test]
fn an_auditor_checks_the_history_with_git() {
    let home = Home::with_firm();
    let id = signed_with_secrets(&home);
    bundle(&home, &id, "audit.zip", &["--with-history"]).succeeds();
    let folder = unpack(&home, "audit.zip", "audit");
    let page = fs::read_to_string(folder.join("history/README.md")).unwrap();
    let programs = [STRANGER, &["git", "mktemp", "cp"]].concat();
    let answer = run_blocks(&home, &page, &folder, &programs).succeeds();
    let said = format!("{}{}", answer.out, answer.err);
    let commits = fs::read_to_string(folder.join("history/commits.txt")).unwrap();
    let signed = commits.lines().filter(|line| line.contains(" signed ")).count();
    assert!(signed >= 8, "{commits}");
    assert_eq!(said.matches("Good \"git\" signature for signer@northwind.example").count(), signed, "{said}");
    let object = walk(&folder.join("history/objects")).into_iter().next().unwrap();
    let mut bytes = fs::read(&object).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&object, bytes).unwrap();
    verify(&home, "audit", &[&maker(&home)]).exits(5).says("history/objects");
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn what_a_verdict_rests_on_is_said() {
    let home = Home::with_firm();
    let id = signed_with_secrets(&home);
    let path = home.path("nda.zip");
    home.in_firm(&["bundle", &id, "-o", path.to_str().unwrap(), "--key", "zelda"]).succeeds();
    let (ours, theirs, zelda) = (maker(&home), fingerprint(&home, "acme.pub"), fingerprint(&home, "zelda.pub"));
    home.new_key("mallory", "");
    let mallory = fingerprint(&home, "mallory.pub");
    let answer = verify(&home, "nda.zip", &[&zelda]).succeeds().says("valid").says("the key you trust");
    assert!(!answer.out.contains("own claim"), "{}", answer.out);
    verify(&home, "nda.zip", &[]).exits(6).says("untrusted").says("own claim").says(&zelda);
    verify(&home, "nda.zip", &[&ours]).exits(6).says("own claim").says(&theirs);
    verify(&home, "nda.zip", &[&ours, &theirs]).succeeds().says("valid");
    verify(&home, "nda.zip", &[&mallory]).exits(6).says("signed neither");
    verify(&home, "nda.zip", &["SHA256:short"]).exits(2).says("43 characters");
    let report = home.clm(&["verify", "nda.zip", "--trust", &zelda, "--json"]).succeeds().json();
    let item = &report["items"][0];
    assert_eq!((item["verdict"].as_str(), item["status"].as_str()), (Some("valid"), Some("signed")));
    assert_eq!(item["id"], id);
    assert_eq!(item["bundle"]["made_by"], "Zelda Zebrowski <zelda@northwind.example>");
    assert_eq!(item["bundle"]["trusted"], true);
    assert_eq!(item["signatures"][0]["basis"], "member");
    assert_eq!(item["signatures"][1]["basis"], "in-person");
    home.clm(&["verify", "none.zip"]).exits(3).says("none.zip");
    home.clm(&["verify", "nda.zip", "nda.zip"]).exits(2).says("on its own");
    home.clm(&["verify", "nda.zip", "--commands"]).exits(2).says("VERIFY.md");
    home.in_firm(&["verify", &id, "--trust", &zelda]).exits(2).says("none was named");
}

#[test]
fn the_certificate_tells_who_and_when_and_how() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    bundle(&home, &id, "nda.zip", &[]).succeeds();
    let files = files(&home, "nda.zip");
    let page = String::from_utf8(files["certificate.html"].clone()).unwrap();
    let ours = maker(&home);
    for words in [
        "A Signer",
        "B Signer",
        "Director",
        "Northwind AS",
        "Acme AS",
        "met in person",
        "a member of the maker",
        "Claimed time",
        "Received",
        "2026-11-24",
        &ours,
        &fingerprint(&home, "acme.pub"),
        "default-src 'none'",
        "simple electronic signature",
    ] {
        assert!(page.contains(words), "{words}");
    }
    for active in ["<script", "javascript:", "http://", "https://", " onclick", " style="] {
        assert!(!page.contains(active), "{active}");
    }
    let agreement = String::from_utf8(files["agreement.html"].clone()).unwrap();
    assert!(agreement.contains("B Signer") && !agreement.contains("<script"), "{agreement}");
    assert!(!page.contains("ualified electronic"));
}

#[test]
fn the_same_contract_makes_the_same_bundle() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    bundle(&home, &id, "one.zip", &[]).succeeds();
    bundle(&home, &id, "two.zip", &[]).succeeds();
    let (one, two) = (files(&home, "one.zip"), files(&home, "two.zip"));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    let differs: Vec<&String> = one.keys().filter(|path| one[*path] != two[*path]).collect();
    assert_eq!(differs, ["manifest.json", "manifest.json.sig"], "a minute passed");
    for name in ["three.zip", "four.zip"] {
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command.env("CLM_NOW", "2026-11-25T08:00:00Z").args(["-C", "firm", "bundle", &id, "--with-history", "-o"]);
        home.run(command.arg(home.path(name))).succeeds();
    }
    assert!(fs::read(home.path("three.zip")).unwrap() == fs::read(home.path("four.zip")).unwrap(), "to the byte");
}

#[test]
fn only_what_proves_something_is_bundled() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    let id = home.draft();
    bundle(&home, &id, "x.zip", &[]).exits(4).says("draft");
    bundle(&home, &id, "x.zip", &["--incomplete"]).exits(4).says("nobody was asked");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    bundle(&home, &id, "x.zip", &[]).exits(4).says("pending").says("Acme AS").says("--incomplete");
    assert!(!home.path("x.zip").exists());
    bundle(&home, &id, "half.zip", &["--incomplete"]).succeeds().says("incomplete").says("missing: Acme AS");
    verify(&home, "half.zip", &[&maker(&home)]).exits(6).says("incomplete (pending)").says("missing: Acme AS");
    let half = files(&home, "half.zip");
    assert!(String::from_utf8_lossy(&half["certificate.html"]).contains("This is not a complete agreement"));
    home.prepare_for_acme(&id).succeeds();
    home.sign_elsewhere("acme", "acme.json");
    home.in_firm(&["receive", "acme.json", "acme.json.sig", "--basis", "mail"]).succeeds();
    bundle(&home, &id, "n.zip", &["--dry-run"]).succeeds().says("would write");
    assert!(!home.path("n.zip").exists());
    bundle(&home, &id, "half.zip", &[]).exits(4).says("there already");
    bundle(&home, &id, "no/such/folder/x.zip", &[]).exits(1).says("a folder that is there");
    home.new_key("vera", "");
    home.in_firm(&[
        "member",
        "add",
        "vera@northwind.example",
        "--name",
        "Vera",
        "--pub",
        "vera.pub",
        "--role",
        "viewer",
    ])
    .succeeds();
    bundle(&home, &id, "x.zip", &["--key", "vera"]).exits(4).says("record");
    bundle(&home, &id, "whole.zip", &[]).succeeds();
    let contract = home.folder_of(&id).join("contract.md");
    let text = fs::read_to_string(&contract).unwrap();
    fs::write(&contract, format!("{text}\nAnd more.\n")).unwrap();
    bundle(&home, &id, "x.zip", &["--incomplete"]).exits(5).says("contract.md");
    assert!(!home.path("x.zip").exists());
    home.in_firm(&["restore", &id]).succeeds();
    home.repository_is_sound();
}

#[test]
fn what_was_executed_on_paper_rests_on_its_scan() {
    let home = Home::with_firm();
    home.write("Scan from Zelda.pdf", "%PDF-1.4 signed in ink\n");
    let id = home.draft();
    let executed = ["executed", &id, "--on", "2026-11-20", "--by", "paper", "--evidence", "Scan from Zelda.pdf"];
    home.in_firm(&executed).succeeds();
    bundle(&home, &id, "nda.zip", &[]).succeeds().says("paper");
    verify(&home, "nda.zip", &[&maker(&home)]).succeeds().says("paper");
    verify(&home, "nda.zip", &[]).exits(6).says("how it was executed");
    let files = files(&home, "nda.zip");
    let scan = files.keys().find(|path| path.starts_with("evidence/execution-")).unwrap();
    assert_eq!(files[scan], b"%PDF-1.4 signed in ink\n");
    for (path, bytes) in &files {
        let told = format!("{path} {}", String::from_utf8_lossy(bytes)).to_lowercase();
        assert!(!told.contains("zelda"), "{path}");
    }
    assert!(String::from_utf8_lossy(&files["certificate.html"]).contains("It was executed on paper"));
    let folder = unpack(&home, "nda.zip", "unpacked");
    let page = fs::read_to_string(folder.join("VERIFY.md")).unwrap();
    run_blocks(&home, &page, &folder, STRANGER).succeeds();
    fs::write(folder.join(scan), "%PDF-1.4 signed in jest\n").unwrap();
    verify(&home, "unpacked", &[&maker(&home)]).exits(5).says("evidence/execution-");
}

#[test]
fn a_key_that_was_retired_later_still_proves() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    home.new_key("zelda", "");
    let zelda =
        ["member", "add", "zelda@northwind.example", "--name", "Zelda", "--pub", "zelda.pub", "--role", "owner"];
    home.in_firm(&zelda).succeeds();
    let policy = fs::read_to_string(home.firm(".clm/policy.toml")).unwrap();
    let first = policy.find("[[member.key]]").unwrap();
    let end = first + policy[first..].find("\nfrom").unwrap() + 1;
    let ended = format!("{}until = 2026-11-24T09:00:00Z\n{}", &policy[..end], &policy[end..]);
    let version: u64 = policy.lines().find_map(|line| line.strip_prefix("version = ")).unwrap().parse().unwrap();
    let ended = ended.replacen(&format!("version = {version}"), &format!("version = {}", version + 1), 1);
    fs::write(home.firm(".clm/policy.toml"), ended).unwrap();
    home.git(&["commit", "-qam", "retire"]).succeeds();
    let path = home.path("nda.zip");
    home.in_firm(&["bundle", &id, "-o", path.to_str().unwrap(), "--key", "zelda"]).succeeds();
    verify(&home, "nda.zip", &[&fingerprint(&home, "zelda.pub")]).succeeds();
    let signers = String::from_utf8(files(&home, "nda.zip")["allowed_signers"].clone()).unwrap();
    assert!(signers.contains("valid-before=\"20261124090000Z\""), "{signers}");
    let folder = unpack(&home, "nda.zip", "unpacked");
    let page = fs::read_to_string(folder.join("VERIFY.md")).unwrap();
    run_blocks(&home, &page, &folder, STRANGER).succeeds();
}

#[test]
fn every_changed_byte_is_noticed() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    bundle(&home, &id, "nda.zip", &[]).succeeds();
    let (good, trusted) = (files(&home, "nda.zip"), [maker(&home)]);
    let now = "2026-11-30T00:00:00Z".parse().unwrap();
    assert_eq!(judge(&good, &trusted, now).verdict.word(), "valid");
    for (path, bytes) in &good {
        // Every byte of what is small; a page is judged by its digest alone, whichever byte it is.
        let step = if bytes.len() <= 2_500 { 1 } else { 97 };
        for place in (0..bytes.len()).step_by(step) {
            let mut changed = good.clone();
            changed.get_mut(path).unwrap()[place] ^= 1 << (place % 8);
            let judged = judge(&changed, &trusted, now);
            assert_eq!(judged.verdict.exit_code(), 5, "{path}, byte {place}");
        }
    }
    let archive = fs::read(home.path("nda.zip")).unwrap();
    let stride = archive.len() / 120;
    let ends = (archive.len() - 30..archive.len()).chain(0..40);
    for place in (0..archive.len()).step_by(stride).chain(ends) {
        let mut changed = archive.clone();
        changed[place] ^= 0x20;
        home.write("changed.zip", changed);
        let answer = verify(&home, "changed.zip", &[&trusted[0]]);
        let noticed = answer.code == 5 || answer.out.contains("is not, to the byte");
        assert!(noticed, "byte {place}: {} {}", answer.code, answer.out);
    }
}

#[test]
fn a_hostile_archive_is_refused_by_name() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    bundle(&home, &id, "nda.zip", &[]).succeeds();
    let (good, archive) = (files(&home, "nda.zip"), fs::read(home.path("nda.zip")).unwrap());
    let key = maker(&home);
    let with = |path: &str, bytes: &[u8]| {
        let mut files = good.clone();
        files.insert(path.to_owned(), bytes.to_vec());
        container::write(&files).unwrap()
    };
    let without = |path: &str| {
        let mut files = good.clone();
        files.remove(path).unwrap();
        container::write(&files).unwrap()
    };
    let statement = good.keys().find(|path| path.ends_with(".json") && path.contains("b-signer")).unwrap();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "no whole zip archive"),
        ("text", b"this is no archive, but it is called one".to_vec(), "no whole zip archive"),
        ("cut short", archive[..archive.len() - 1].to_vec(), "no whole zip archive"),
        ("bytes in front", [b"MZ", &archive[..]].concat(), "before, between or behind"),
        ("bytes behind", [&archive[..], b"\n"].concat(), "no whole zip archive"),
        ("two archives", [&archive[..], &archive[..]].concat(), "before, between or behind"),
        ("upwards", with("../../.ssh/authorized_keys", b"x"), "no such name"),
        ("from the top", with("/etc/cron.d/x", b"x"), "no such name"),
        ("hidden", with(".bashrc", b"x"), "no such name"),
        ("another letter case", with("CONTRACT.md", b"another text"), "twice"),
        ("a file more", with("annexes/new.md", b"And we pay double."), "not listed in the manifest"),
        ("an unsigned statement more", with("signatures/eve-000000000000.json", b"{}"), "not listed"),
        ("another text", with("contract.md", b"+++\n+++\nother\n"), "contract.md: listed"),
        ("no text", without("contract.md"), "contract.md: listed"),
        ("no manifest", without("manifest.json"), "nothing says what belongs"),
        ("no signature", without("manifest.json.sig"), "nobody answers"),
        ("no signers", without("allowed_signers"), "allowed_signers"),
        ("a statement gone", without(statement), "is missing"),
        ("no guide", without("VERIFY.md"), "VERIFY.md"),
        ("a link", linked(&good), "no plain file"),
    ];
    for (name, bytes, words) in cases {
        home.write("case.zip", bytes);
        let answer = verify(&home, "case.zip", &[&key]);
        assert_eq!(answer.code, 5, "{name}: {}{}", answer.out, answer.err);
        assert!(answer.out.contains(words), "{name}: {}", answer.out);
    }
    verify(&home, "nda.zip", &[&key]).succeeds();
}

/// One of the files a symbolic link, as `zip --symlinks` packs it.
fn linked(files: &Files) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "contract.md") {
        writer.start_file(name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.add_symlink("contract.md", "/etc/passwd", options).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_was_packed_again_or_unpacked_is_still_proved() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    bundle(&home, &id, "nda.zip", &[]).succeeds();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in &files(&home, "nda.zip") {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    home.write("again.zip", writer.finish().unwrap().into_inner());
    let key = maker(&home);
    verify(&home, "again.zip", &[&key]).succeeds().says("valid").says("packed it again");
    let folder = unpack(&home, "nda.zip", "unpacked");
    verify(&home, "unpacked", &[&key]).succeeds().says("valid");
    fs::remove_file(folder.join("VERIFY.md")).unwrap();
    symlink("/etc/passwd", folder.join("VERIFY.md")).unwrap();
    verify(&home, "unpacked", &[&key]).exits(5).says("no plain file");
}

#[test]
fn somebody_else_who_seals_it_anew_is_not_believed() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    bundle(&home, &id, "nda.zip", &[]).succeeds();
    home.new_key("mallory", "");
    let mut files = files(&home, "nda.zip");
    let (ours, theirs) = (maker(&home), fingerprint(&home, "mallory.pub"));
    let manifest = String::from_utf8(files["manifest.json"].clone()).unwrap();
    // The same files under another maker's name: intact, but nobody we know answers for the other side's key.
    let line = format!("signer@northwind.example namespaces=\"clm-manifest-v1\" {}\n", home.read("mallory.pub").trim());
    let line = line.rsplit_once(' ').unwrap().0.to_owned() + "\n";
    let signers = String::from_utf8(files["allowed_signers"].clone()).unwrap() + &line;
    files.insert("allowed_signers".to_owned(), signers.clone().into_bytes());
    let sum = |bytes: &[u8]| clm::contract::digest::Digest::of(bytes).hex();
    let old = manifest.lines().find(|line| line.contains("\"allowed_signers\"")).unwrap();
    let new = format!(
        "    {{\"path\":\"allowed_signers\",\"sha256\":\"{}\",\"size\":{}}},",
        sum(signers.as_bytes()),
        signers.len()
    );
    let manifest = manifest.replace(old, &new).replace(&ours, &theirs);
    home.write("manifest.json", &manifest);
    let sign = ["-Y", "sign", "-n", "clm-manifest-v1", "-f", "mallory", "manifest.json"];
    home.run(home.command("ssh-keygen").args(sign)).succeeds();
    files.insert("manifest.json".to_owned(), manifest.into_bytes());
    files.insert("manifest.json.sig".to_owned(), fs::read(home.path("manifest.json.sig")).unwrap());
    home.write("forged.zip", container::write(&files).unwrap());
    verify(&home, "forged.zip", &[&ours]).exits(6).says("untrusted").says("own claim");
    verify(&home, "forged.zip", &[]).exits(6).says("own claim").says(&theirs);
    verify(&home, "forged.zip", &[&theirs]).succeeds();
}

#[test]
fn a_witnessed_signature_rests_on_its_scan() {
    let home = Home::with_firm();
    let id = home.draft();
    home.write("scan.pdf", "%PDF-1.4 signed by Bo\n");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    let who = ["witness", &id, "--for", "Bo Paper", "--party", "Acme AS", "--as", "Director"];
    let how = ["--by", "paper", "--on", "2026-11-20", "--evidence", "scan.pdf", "--yes"];
    home.in_firm(&[&who[..], &how].concat()).succeeds();
    home.in_firm(&["verify", &id]).succeeds().says("paper");
    bundle(&home, &id, "nda.zip", &[]).succeeds().says("paper");
    verify(&home, "nda.zip", &[&maker(&home)]).succeeds().says("paper").says("witnessed by A Signer");
    verify(&home, "nda.zip", &[]).exits(6);
    let files = files(&home, "nda.zip");
    let scan = files.keys().find(|path| path.starts_with("evidence/signature-")).unwrap();
    assert_eq!(files[scan], b"%PDF-1.4 signed by Bo\n");
    let page = String::from_utf8_lossy(&files["certificate.html"]).into_owned();
    assert!(page.contains("Bo Paper, Director, for Acme AS, who signed on paper on 2026-11-20"), "{page}");
    let folder = unpack(&home, "nda.zip", "unpacked");
    let guide = fs::read_to_string(folder.join("VERIFY.md")).unwrap();
    run_blocks(&home, &guide, &folder, STRANGER).succeeds();
    fs::write(folder.join(scan), "%PDF-1.4 signed by Eve\n").unwrap();
    verify(&home, "unpacked", &[&maker(&home)]).exits(5).says("evidence/signature-");
}
