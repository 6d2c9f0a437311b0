//! `export`: a contract as a file for people, whole or not at all, whatever the programs of the machine do.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, clippy::disallowed_methods)]

mod support;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use clm::contract::digest::Digest;
use support::{Answer, Home};

/// What a browser does that prints as it is told.
const PRINTS: &str = "for a; do case $a in --print-to-pdf=*) out=${a#*=};; esac; done\n\
    { echo %PDF-1.7; cat page.html; echo %%EOF; } > $out";

/// The names in the home, so that nothing is left beside what was asked for.
fn names(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.path("")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Refused with `code`, in words that name the way out, and nothing was written anywhere.
#[track_caller]
fn refused(home: &Home, answer: impl Fn() -> Answer, code: i32, words: &[&str]) {
    // The folder of scripts is made by asking for it.
    fs::create_dir_all(home.path("bin")).unwrap();
    let before = names(home);
    let answer = answer().exits(code);
    for word in words {
        assert!(answer.err.contains(word), "does not say `{word}`:\n{}", answer.err);
    }
    assert!(answer.err.contains("hint: "), "no way out:\n{}", answer.err);
    assert_eq!(answer.out, "");
    assert_eq!(names(home), before);
}

#[test]
fn markdown_is_the_agreement_byte_for_byte() {
    let home = Home::with_firm();
    let id = home.draft();
    let text = fs::read_to_string(home.folder_of(&id).join("contract.md")).unwrap();
    assert_eq!(home.in_firm(&["export", &id, "--format", "md"]).succeeds().out, text);
    assert_eq!(home.in_firm(&["export", &id, "--format", "md", "-o", "-"]).succeeds().out, text);
    let told = home.in_firm(&["export", &id, "-o", "nda.md", "--json"]).succeeds().json();
    assert_eq!(home.read("nda.md"), text);
    assert_eq!(told["schema"], "clm.export/1");
    assert_eq!(told["sha256"], Digest::of(text.as_bytes()).hex());
    assert_eq!((&told["format"], &told["status"], &told["bytes"]), (&"md".into(), &"draft".into(), &text.len().into()));
    // What is recorded is exported, and that is said.
    let contract = home.folder_of(&id).join("contract.md");
    fs::write(&contract, format!("{text}More.\n")).unwrap();
    let answer = home.in_firm(&["export", &id, "--format", "md"]).succeeds().says("contract.md (changed)");
    assert_eq!(answer.out, text);
    home.in_firm(&["save", &id]).succeeds();
    assert_eq!(home.in_firm(&["export", &id, "--format", "md", "--at", "HEAD~1"]).succeeds().out, text);
}

#[test]
fn the_page_tells_who_signed_and_carries_the_fingerprints() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let verified = home.in_firm(&["verify", &id, "--json"]).succeeds().json();
    home.in_firm(&["export", &id, "-o", "nda.html"]).succeeds().says("valid");
    let page = home.read("nda.html");
    let revision = verified["items"][0]["revision"].as_str().unwrap();
    assert!(page.contains(revision), "the revision is missing");
    let signatures = verified["items"][0]["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 2);
    for signature in signatures {
        for field in ["name", "party", "key"] {
            assert!(page.contains(signature[field].as_str().unwrap()), "{field} of {signature}");
        }
    }
    assert!(page.contains("default-src 'none'"), "no content security policy");
    for loading in ["<script", "<img", "<link", "<iframe", "@import"] {
        assert!(!page.contains(loading), "{loading}");
    }
    // The same bytes wherever and whenever it is asked for.
    let mut elsewhere = home.command(env!("CARGO_BIN_EXE_clm"));
    elsewhere.env("TZ", "Pacific/Auckland").env("LC_ALL", "de_DE.UTF-8").env("COLUMNS", "40");
    let again = home.run(elsewhere.args(["-C", "firm", "export", &id, "--format", "html"])).succeeds();
    assert_eq!(again.out, page);
    // In another language the text is the same and the words around it are not.
    let german = home.in_firm(&["export", &id, "--format", "html", "--lang", "de"]).succeeds().out;
    assert!(german.contains("lang=\"de\"") && german.contains(revision) && german != page);
    home.in_firm(&["export", &id, "--format", "html", "--lang", "xx"]).exits(2).says("en, nb, sv, da, de");
    home.repository_is_sound();
}

#[test]
fn a_page_half_signed_says_whose_signature_is_missing() {
    let home = Home::with_firm();
    let id = home.draft();
    let draft = home.in_firm(&["export", &id, "--format", "html"]).succeeds();
    assert!(!draft.err.contains("signed"), "a draft is a draft: {}", draft.err);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    let half = home.in_firm(&["export", &id, "--format", "html"]).succeeds().says("not signed by everybody");
    assert!(half.out.contains("A Signer") && half.out.contains("Acme AS"));
    assert_eq!(half.out.matches("SHA256:").count(), 1, "one key has signed");
    home.write("scan.pdf", "%PDF-1.4 scan");
    let id = home.draft();
    home.in_firm(&["executed", &id, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
    let paper = home.in_firm(&["export", &id, "--format", "html"]).succeeds().out;
    assert!(paper.contains("2026-11-20") && !paper.contains("SHA256:"), "{paper}");
}

#[test]
fn what_cannot_be_written_or_was_not_said_is_refused() {
    let home = Home::with_firm();
    let id = home.draft();
    home.write("there.html", "mine");
    home.write("there.pdf", "mine");
    std::os::unix::fs::symlink("nowhere", home.path("link.html")).unwrap();
    for file in ["there.html", "there.pdf", "link.html", "firm"] {
        let args = ["export", &id, "--format", "html", "-o", file];
        refused(&home, || home.in_firm(&args), 4, &["there already"]);
    }
    assert_eq!(home.read("there.html"), "mine");
    for args in [&["export", &id][..], &["export", &id, "-o", "x.odt"], &["export", &id, "-o", "-"]] {
        refused(&home, || home.in_firm(args), 2, &["kind of file"]);
    }
    for args in
        [&["export", &id, "--format", "html", "--plain"][..], &["export", &id, "--format", "md", "-o", "-", "--plain"]]
    {
        refused(&home, || home.in_firm(args), 2, &["stdout"]);
    }
    refused(&home, || home.in_firm(&["export", &id, "-o", "gone/x.html"]), 1, &["gone/x.html"]);
    refused(&home, || home.in_firm(&["export", "nda-zzzzzzzz", "-o", "x.html"]), 3, &["clm list"]);
    home.in_firm(&["export", &id, "--format", "doc"]).exits(2);
    home.in_firm(&["export", &id, "-o", "x.html", "--dry-run"]).succeeds().says("would write: ");
    assert!(!home.path("x.html").exists());
}

#[test]
fn what_is_broken_is_not_copied_as_if_it_were_agreed() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let contract = home.folder_of(&id).join("contract.md");
    let text = fs::read_to_string(&contract).unwrap();
    fs::write(&contract, text.replace("24 months", "99 months")).unwrap();
    refused(&home, || home.in_firm(&["export", &id, "-o", "x.html"]), 5, &["broken", "clm verify"]);
    home.git(&["commit", "-qam", "tamper", "--no-gpg-sign"]).succeeds();
    for format in ["md", "html", "pdf", "docx"] {
        refused(&home, || home.in_firm(&["export", &id, "--format", format]), 5, &["broken", "clm verify"]);
    }
    let then = home.in_firm(&["export", &id, "--format", "md", "--at", "HEAD~1"]).succeeds();
    assert_eq!(then.out, text);
}

#[test]
fn without_a_program_the_way_out_is_named() {
    let home = Home::with_firm();
    let id = home.draft();
    for (format, program) in [("pdf", "chromium"), ("pdf", "weasyprint"), ("docx", "pandoc")] {
        let file = format!("nda.{format}");
        let ask = || home.in_firm_with_bin(&["export", &id, "-o", &file]);
        refused(&home, ask, 9, &[program, "--format html"]);
    }
    let error = home.in_firm_with_bin(&["export", &id, "-o", "nda.pdf", "--json"]).exits(9).error();
    assert_eq!((&error["code"], &error["exit"]), (&"no-engine".into(), &9.into()));
}

#[test]
fn a_program_that_fails_or_lies_leaves_nothing() {
    let home = Home::with_firm();
    let id = home.draft();
    for (script, words) in [
        ("exit 1", "exit code 1"),
        ("exit 0", "it wrote no PDF"),
        ("kill -9 $$", "stopped by a signal"),
        ("for a; do case $a in --print-to-pdf=*) echo '%PDF-1.7' > ${a#*=};; esac; done", "no whole PDF"),
        ("for a; do case $a in --print-to-pdf=*) ln -s /etc/passwd ${a#*=};; esac; done", "no file"),
    ] {
        home.script("chromium", script);
        let ask = || home.in_firm_with_bin(&["export", &id, "-o", "nda.pdf"]);
        refused(&home, ask, 9, &["chromium: ", words, "--format html"]);
    }
    // The next one that is there is asked.
    home.script("weasyprint", "{ echo %PDF-1.7; cat \"$1\"; echo %%EOF; } > \"$2\"");
    let told = home.in_firm_with_bin(&["export", &id, "-o", "nda.pdf", "--json"]).succeeds().json();
    assert_eq!(told["engine"], "weasyprint");
    assert!(home.read("nda.pdf").starts_with("%PDF-1.7\n<!"));
}

#[test]
fn a_program_in_the_repository_is_never_run() {
    let home = Home::with_firm();
    let id = home.draft();
    home.script("chromium", "touch \"${0%/*}/../was-run\"; exit 1");
    fs::create_dir_all(home.firm("bin")).unwrap();
    fs::copy(home.path("bin/chromium"), home.firm("bin/chromium")).unwrap();
    for search in ["bin", ".", "", ":bin:./bin"] {
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command.current_dir(home.firm("")).env("PATH", search);
        let answer = home.run(command.args(["export", &id, "-o", "nda.pdf"])).exits(9);
        assert!(answer.err.contains("no program"), "{search}: {}", answer.err);
    }
    assert!(!home.firm("was-run").exists() && !home.path("was-run").exists());
}

#[test]
fn pdf_and_word_carry_the_page_to_stdout_and_into_files() {
    let home = Home::with_firm();
    let id = home.draft();
    home.script("chromium", PRINTS);
    let out = home.in_firm_with_bin(&["export", &id, "--format", "pdf"]).succeeds().out;
    assert!(out.starts_with("%PDF-1.7\n<!") && out.contains(&id) && out.trim_end().ends_with("%%EOF"), "{out}");
    let mut archive = zip::ZipWriter::new(fs::File::create(home.path("made.docx")).unwrap());
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"<w/>").unwrap();
    archive.finish().unwrap();
    let made = home.path("made.docx");
    home.script(
        "pandoc",
        &format!("for a; do case $a in --output=*) cp '{}' \"${{a#*=}}\";; esac; done", made.display()),
    );
    home.in_firm_with_bin(&["export", &id, "-o", "nda.docx"]).succeeds().says("by pandoc");
    assert_eq!(fs::read(home.path("nda.docx")).unwrap(), fs::read(made).unwrap());
}

fn installed(program: &str) -> bool {
    let search = std::env::var_os("PATH").unwrap_or_default();
    let there = std::env::split_paths(&search).any(|folder| folder.is_absolute() && folder.join(program).is_file());
    if !there {
        eprintln!("NOT TESTED: {program} is not installed, so nothing was printed by it");
    }
    there
}

fn text_of(file: &Path) -> String {
    let read = std::process::Command::new("pdftotext").arg(file).arg("-").output().unwrap();
    String::from_utf8(read.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn real_programs_print_the_real_page() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let browser =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].iter().any(|name| installed(name));
    if browser || installed("weasyprint") {
        home.in_firm(&["export", &id, "-o", "nda.pdf"]).succeeds();
        if installed("pdftotext") {
            let text = text_of(&home.path("nda.pdf"));
            for words in ["Acme AS", "Northwind AS", "A Signer", "B Signer", id.as_str()] {
                assert!(text.contains(words), "{words}: {text}");
            }
        }
    }
    if installed("pandoc") {
        home.in_firm(&["export", &id, "-o", "nda.docx"]).succeeds();
        let mut back = std::process::Command::new("pandoc");
        let text = back.args(["-f", "docx", "-t", "plain"]).arg(home.path("nda.docx")).output().unwrap().stdout;
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("Northwind AS") && text.contains("B Signer"), "{text}");
    }
}
