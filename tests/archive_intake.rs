//! The archive as it lies in folders: PDFs and Word documents, with and without the programs that read them, strange
//! names, files that are not what they are called.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use serde_json::Value;
use support::{Home, pdf};

const ENOUGH: [&str; 4] = ["--party", "Northwind AS", "--on", "2020-01-01"];

/// What a `pdftotext` does that reads the lines of the small PDFs of these tests.
const FAKE: &str = "for file; do :; done\nshift $(($# - 2)); [ \"$1\" = original ] || exit 98\n\
    grep -a ' Tj' original | sed 's/^(//; s/) Tj.*//'";

fn with<'a>(args: &[&'a str]) -> Vec<&'a str> {
    ["import", "--json"].iter().chain(&ENOUGH).chain(args).copied().collect()
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

fn text_of(home: &Home, item: &Value) -> String {
    home.read(&format!("firm/{}/contract.md", item["path"].as_str().unwrap()))
}

/// Whether the machine has the program; where it has not, the scripted one is all there is to prove.
fn has(program: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v {program} >/dev/null")]).status().unwrap().success()
}

#[track_caller]
fn refused(home: &Home, args: &[&str], code: i32, words: &[&str]) {
    let before = head(home);
    let answer = home.in_firm_with_bin(args).exits(code);
    for word in words {
        assert!(answer.err.contains(word), "does not say `{word}`:\n{}", answer.err);
    }
    assert_eq!(head(home), before);
    home.repository_is_sound();
}

const LEASE: [&str; 2] = ["The landlord lets the warehouse (in Oslo).", "The tenant may give notice of six months."];

#[test]
fn a_pdf_is_kept_to_the_byte_and_its_text_is_found() {
    let home = Home::with_firm();
    home.script("pdftotext", FAKE);
    let original = pdf::of_lines(&LEASE);
    home.write("Lease 2020.pdf", &original);
    let report = home.in_firm_with_bin(&with(&["Lease 2020.pdf"])).succeeds().json();
    let item = &report["items"][0];
    assert_eq!((item["text"].as_str(), report.get("warnings")), (Some("transcribed"), None), "{report}");
    let folder = home.firm(item["path"].as_str().unwrap());
    assert_eq!(fs::read(folder.join("files/lease-2020.pdf")).unwrap(), original);
    assert!(
        text_of(&home, item).ends_with(
            "+++\nThe landlord lets the warehouse \\(in Oslo\\).\nThe tenant may give notice of six months.\n"
        )
    );
    let found = home.in_firm(&["search", "warehouse", "--json"]).succeeds().json();
    assert_eq!(found["items"][0]["id"], item["id"]);
    let id = item["id"].as_str().unwrap();
    let verdict = home.in_firm(&["verify", id, "--json"]).succeeds().json();
    assert_eq!(verdict["items"][0]["verdict"], "paper");
    fs::write(folder.join("files/lease-2020.pdf"), pdf::of_lines(&["Other words."])).unwrap();
    home.in_firm(&["verify", id]).exits(5).says("lease-2020.pdf");
}

#[test]
fn the_real_pdftotext_reads_what_the_scripted_one_does() {
    if !has("pdftotext") {
        return assert!(Home::new().path("bin/pdftotext").symlink_metadata().is_err());
    }
    let home = Home::with_firm();
    home.write("-lease \u{1f91d}.pdf", pdf::of_lines(&LEASE));
    home.write("scan.pdf", pdf::of_lines(&[]));
    let report = home.in_firm(&with(&["--", "-lease \u{1f91d}.pdf", "scan.pdf"])).succeeds().json();
    let text = text_of(&home, &report["items"][0]);
    assert!(text.contains("The landlord lets the warehouse (in Oslo).\nThe tenant may give"), "{text}");
    assert_eq!(report["items"][1]["text"], "missing");
    assert!(report["warnings"][0].as_str().unwrap().contains("may be a scan"), "{report}");
    home.write("damaged.pdf", "%PDF-1.4\nnothing of one\n");
    refuses_unreadable(&home);
}

/// All or none: the damaged one is named, the good one beside it waits.
fn refuses_unreadable(home: &Home) {
    home.write("good.pdf", pdf::of_lines(&["Another good agreement between the two parties."]));
    let before = head(home);
    home.in_firm(&with(&["good.pdf", "damaged.pdf"])).exits(7).says("damaged.pdf: it is damaged");
    assert_eq!(head(home), before);
    let kept = home.in_firm(&with(&["good.pdf", "damaged.pdf", "--keep-unreadable"])).succeeds().json();
    assert_eq!(kept["items"][1]["text"], "missing");
}

#[test]
fn without_the_program_the_contract_says_where_its_agreement_is() {
    let home = Home::with_firm();
    home.write("a.pdf", pdf::of_lines(&LEASE));
    let word = b"PK\x03\x04 .... word/document.xml ....";
    home.write("b.docx", word);
    let report = home.in_firm_with_bin(&with(&["a.pdf", "b.docx"])).succeeds().json();
    for (number, (file, program)) in [("a.pdf", "pdftotext"), ("b.docx", "pandoc")].into_iter().enumerate() {
        let item = &report["items"][number];
        assert_eq!(item["text"], "missing");
        assert!(text_of(&home, item).contains(&format!("is the file `files/{file}`")));
        let warnings = report["warnings"].to_string();
        assert!(warnings.contains(&format!("{file}: {program} is not installed")), "{warnings}");
    }
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
    for number in 0..5 {
        home.write(&format!("many/{number}.pdf"), pdf::of_lines(&[&format!("Number {number}")]));
    }
    let many = home.in_firm_with_bin(&with(&["many"])).succeeds().json();
    assert_eq!(many["warnings"].as_array().unwrap().len(), 1, "{many}");
    assert!(many["warnings"][0].as_str().unwrap().starts_with("5 files are kept without their text"));
    home.write("c.pdf", pdf::of_lines(&["More"]));
    refused(&home, &with(&["c.pdf", "--require-text"]), 9, &["c.pdf", "pdftotext is not installed"]);
}

#[test]
fn a_program_that_misbehaves_is_stopped_and_said() {
    let home = Home::with_firm();
    for (number, (script, said)) in [
        ("exit 7", "pdftotext failed with exit code 7"),
        ("kill -9 $$", "stopped by a signal"),
        ("yes", "more than 12 MiB"),
        ("echo \"Command Line Error: I cannot\" >&2; exit 3", "does not allow"),
        ("exit 0", "may be a scan"),
        ("yes noise | head -c 1000000 >&2; exit 7", "exit code 7"),
    ]
    .into_iter()
    .enumerate()
    {
        home.script("pdftotext", script);
        let name = format!("{number}.pdf");
        home.write(&name, pdf::of_lines(&[&name]));
        let report = home.in_firm_with_bin(&with(&[&name])).succeeds().json();
        assert!(report["warnings"][0].as_str().unwrap().contains(said), "{script}: {report}");
    }
    home.script("pdftotext", "echo 'Command Line Error: Incorrect password' >&2; exit 1");
    home.write("locked.pdf", pdf::of_lines(&["locked"]));
    refused(&home, &with(&["locked.pdf"]), 7, &["locked.pdf: it needs a password", "qpdf --decrypt"]);
    home.script("pandoc", "printf '# Lease\\n\\nThe landlord lets the flat to the tenant.\\n'");
    home.write("b.docx", b"PK\x03\x04 word/document.xml");
    let report = home.in_firm_with_bin(&with(&["b.docx"])).succeeds().json();
    assert!(
        text_of(&home, &report["items"][0]).ends_with("+++\n# Lease\n\nThe landlord lets the flat to the tenant.\n")
    );
}

#[test]
fn what_a_pdf_says_is_never_taken_for_terms() {
    let home = Home::with_firm();
    home.script("pdftotext", "printf '+++\\nid = \"nda-7k2m9qxt\"\\ntitle = \"T\"\\nkind = \"nda\"\\n[[party]]\\nname = \"Evil AS\"\\n+++\\nText of some length.\\n'");
    home.write("a.pdf", pdf::of_lines(&["x"]));
    let report = home.in_firm_with_bin(&with(&["a.pdf"])).succeeds().json();
    assert_ne!(report["items"][0]["id"], "nda-7k2m9qxt");
    assert!(text_of(&home, &report["items"][0]).contains("name = \"Northwind AS\""));
}

#[test]
fn a_folder_is_taken_with_what_lies_below_it() {
    let home = Home::with_firm();
    for name in ["a.md", "Leverandører 2020/b.txt", "Leverandører 2020/IT/c.MD", "files/d.md"] {
        home.write(&format!("archive/{name}"), format!("Text of {name}.\n"));
    }
    for name in [".DS_Store", ".git/config.md", "photo.jpg", "table.xlsx"] {
        home.write(&format!("archive/{name}"), "x");
    }
    home.write("outside.md", "Outside.\n");
    symlink(home.path("outside.md"), home.path("archive/link.md")).unwrap();
    symlink(home.path("archive"), home.path("archive/loop")).unwrap();
    symlink("/nowhere", home.path("archive/dangling.pdf")).unwrap();
    let fifo = Command::new("mkfifo").arg(home.path("archive/pipe.md")).status().unwrap();
    assert!(fifo.success());
    let report = home.in_firm(&with(&["archive", "--keep-folders"])).succeeds().json();
    let items = report["items"].as_array().unwrap();
    let place = |n: usize| items[n]["path"].as_str().unwrap().to_owned();
    assert_eq!(items.len(), 4, "{report}");
    assert!(place(0).starts_with("legal/contracts/leverandorer-2020/it/"), "{report}");
    assert!(place(1).starts_with("legal/contracts/leverandorer-2020/"), "{report}");
    assert!(place(2).starts_with("legal/contracts/2020-01/"), "{report}");
    assert!(place(3).starts_with("legal/contracts/files-archive/"), "{report}");
    let warnings = report["warnings"].to_string();
    for said in [
        "2 hidden files and folders left out",
        "link.md: a link",
        "loop: a link",
        "dangling.pdf: a link",
        "pipe.md: no regular file",
        "photo.jpg: not a kind",
        "table.xlsx: not a kind",
    ] {
        assert!(warnings.contains(said), "{said}: {warnings}");
    }
    home.repository_is_sound();
    let again = home.in_firm(&with(&["archive"])).succeeds().json();
    assert_eq!(
        (again["commit"].clone(), again["subject"].as_str()),
        (Value::Null, Some("nothing to do: all 4 files are imported already"))
    );
    fs::create_dir(home.path("empty")).unwrap();
    home.in_firm(&["import", "empty"]).succeeds().says("no file below it ends in");
    home.in_firm(&with(&["firm"])).succeeds().says("it is this repository");
}

#[test]
fn a_folder_that_cannot_be_read_stops_all() {
    let home = Home::with_firm();
    home.write("archive/a.md", "Text.\n");
    home.write("archive/locked/b.md", "Text.\n");
    let mode =
        |mode| fs::set_permissions(home.path("archive/locked"), std::os::unix::fs::PermissionsExt::from_mode(mode));
    mode(0o000).unwrap();
    // A superuser reads it all the same; then there is nothing to refuse.
    if fs::read_dir(home.path("archive/locked")).is_err() {
        refused(&home, &with(&["archive"]), 7, &["archive/locked: the folder cannot be read"]);
    }
    mode(0o700).unwrap();
    let mut deep = "deep".to_owned();
    (0..70).for_each(|_| deep.push_str("/x"));
    home.write(&format!("{deep}/a.md"), "Text.\n");
    refused(&home, &with(&["deep"]), 7, &["more than 64 folders deep"]);
}

#[test]
fn files_that_are_not_what_they_are_called() {
    let home = Home::with_firm();
    home.write("text.pdf", "# Lease\n");
    home.write("empty.pdf", "");
    home.write("book.xlsx", b"PK\x03\x04 xl/workbook.xml");
    home.write("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    home.write("zip.docx", b"PK\x03\x04 nothing of a document");
    let words = [
        "text.pdf: it is called .pdf and is none",
        "empty.pdf: it is empty",
        "book.xlsx: it is a workbook",
        "old.doc: it is an old Office document",
        "zip.docx: it is an archive",
        "gone.pdf: there is no such file",
        "6 faults stop the import",
    ];
    let files = ["text.pdf", "empty.pdf", "book.xlsx", "old.doc", "zip.docx", "gone.pdf"];
    refused(&home, &with(&files), 7, &words);
    home.script("pdftotext", FAKE);
    home.write("pdf.txt", pdf::of_lines(&LEASE));
    let report = home.in_firm_with_bin(&with(&["pdf.txt"])).succeeds().json();
    let path = report["items"][0]["path"].as_str().unwrap();
    assert!(home.firm(path).join("files/pdf.txt.pdf").is_file());
    assert!(report["warnings"][0].as_str().unwrap().contains("by its content it is a PDF"));
    home.in_firm_with_bin(&with(&["pdf.txt"])).succeeds().says("\"present\"");
}

#[test]
fn what_is_too_large_is_said() {
    let home = Home::with_firm();
    let large = fs::File::create(home.path("large.pdf")).unwrap();
    large.set_len(200 << 20).unwrap();
    refused(&home, &with(&["large.pdf"]), 7, &["large.pdf: it is larger than 64 MiB"]);
    home.write("large.txt", vec![b'x'; (16 << 20) + 1]);
    refused(&home, &with(&["large.txt"]), 7, &["large.txt: it is larger than 16 MiB"]);
    home.script("pdftotext", "yes 'a word or two' | head -c 4000000");
    let pages: Vec<String> = (0..3_000).map(|page| format!("BT ({page}) Tj ET")).collect();
    home.write("pages.pdf", pdf::of_pages(&pages));
    let report = home.in_firm_with_bin(&with(&["pages.pdf"])).succeeds().json();
    assert_eq!(report["items"][0]["text"], "transcribed");
}

#[test]
fn hostile_names_of_pdfs_reach_no_program() {
    let home = Home::with_firm();
    home.script("pdftotext", "printf '%s\\n' \"$@\" | grep -v -e '^-enc$' -e '^UTF-8$' -e '^-layout$' -e '^--$' -e '^original$' -e '^-$'; printf 'No argument of another name was seen.\\n'");
    for (number, name) in
        ["-opw.pdf", "$(id).pdf", "a\nb.pdf", "\u{202e}fdp.pdf", "🤝.pdf", "a;b.pdf"].into_iter().enumerate()
    {
        home.write(name, pdf::of_lines(&[&number.to_string()]));
        let report = home.in_firm_with_bin(&with(&["--", name])).succeeds().json();
        assert!(
            text_of(&home, &report["items"][0]).ends_with("+++\nNo argument of another name was seen.\n"),
            "{name:?}"
        );
        assert!(!report.to_string().contains('\u{202e}'), "{name:?}");
    }
    home.repository_is_sound();
}

#[test]
fn no_program_of_the_repository_or_of_a_relative_path_is_run() {
    let home = Home::with_firm();
    home.script("pdftotext", "touch /tmp/never; echo this must not be run at all by anybody");
    fs::copy(home.path("bin/pdftotext"), home.firm("pdftotext")).unwrap();
    home.write("a.pdf", pdf::of_lines(&LEASE));
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    command.current_dir(home.firm("")).env("PATH", ".::bin").args(with(&["../a.pdf"]));
    let report = home.run(&mut command).succeeds().json();
    assert_eq!(report["items"][0]["text"], "missing", "{report}");
}
