//! Programs that hang, fail, write nothing or something else: each a script of a line.

use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use super::{BROWSERS, Format, Limits, fetched, make};
use crate::error::{Error, Kind};

const SHORT: Limits = Limits { time: Duration::from_secs(2), output: 1 << 10, memory: None };
const PAGE: &str = "<!doctype html><p>A page</p>";
/// Finds the file a browser was told to write.
const OUT: &str = "for a; do case $a in --print-to-pdf=*) out=${a#*=};; esac; done";

fn bin(folder: &Path, programs: &[(&str, &str)]) -> OsString {
    for (name, script) in programs {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    std::env::join_paths([folder, Path::new("/bin")]).unwrap()
}

fn refused(format: Format, programs: &[(&str, &str)]) -> Error {
    let folder = tempfile::tempdir().unwrap();
    let search = bin(folder.path(), programs);
    // What is installed in /bin is hidden by programs of ours, so that the test says the same on every machine.
    make(PAGE, format, &search, SHORT, "print it by hand").unwrap_err()
}

#[test]
fn a_program_that_does_not_do_its_work_leaves_nothing() {
    let fails = "exit 1";
    for (script, words) in [
        ("exec sleep 60".to_owned(), "longer than 2 seconds"),
        ("exit 21".to_owned(), "exit code 21"),
        ("echo no such font >&2; exit 1".to_owned(), "exit code 1: no such font"),
        ("echo 'FATAL: No usable sandbox! see x' >&2; exit 1".to_owned(), "its sandbox does not work"),
        ("kill -9 $$".to_owned(), "stopped by a signal"),
        ("exit 0".to_owned(), "it wrote no PDF"),
        (format!("{OUT}; : > $out"), "is no whole PDF"),
        (format!("{OUT}; echo '<html>an error page</html>' > $out"), "is no whole PDF"),
        (format!("{OUT}; echo '%PDF-1.7 cut off' > $out"), "is no whole PDF"),
        (format!("{OUT}; printf '%%PDF-1.7' > other; ln -s other $out"), "is no file"),
        (format!("{OUT}; ln -s /etc/passwd $out"), "is no file"),
        (format!("{OUT}; mkdir $out"), "is no file"),
        ("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done".to_owned(), "and was stopped"),
    ] {
        let error = refused(Format::Pdf, &[("chromium", &script), ("weasyprint", fails)]);
        assert_eq!((error.kind, error.code), (Kind::Helper, "engine-failed"), "{script}");
        assert!(error.message.contains(words), "{script}: {}", error.message);
        assert!(error.message.contains("weasyprint: it failed"), "the other one was asked: {}", error.message);
        assert!(error.hint.unwrap().contains("print it by hand"));
    }
    for script in ["exit 0", "for a; do case $a in --output=*) echo PK > ${a#*=};; esac; done"] {
        let error = refused(Format::Docx, &[("pandoc", script)]);
        assert_eq!((error.kind, error.code), (Kind::Helper, "engine-failed"), "{}", error.message);
    }
}

#[test]
fn without_any_program_the_way_out_is_named() {
    for (format, names) in [(Format::Pdf, "chromium, "), (Format::Pdf, "weasyprint"), (Format::Docx, "pandoc")] {
        let error = make(PAGE, format, "".as_ref(), SHORT, "print it by hand").unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::Helper, "no-engine"));
        assert!(error.message.contains(names), "{}", error.message);
        assert!(error.hint.unwrap().contains("print it by hand"));
    }
}

#[test]
fn the_first_program_that_can_is_taken_and_works_on_nothing_but_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let good = "set -- $(ls); [ \"$*\" = page.html ] && [ \"$HOME\" = \"$PWD\" ] || exit 7; \
                { printf '%%PDF-1.7\\n'; cat page.html; printf '%%%%EOF\\n'; } > page.pdf";
    let browsers: Vec<(&str, &str)> = BROWSERS.iter().map(|name| (*name, "exit 3")).collect();
    let search = bin(folder.path(), &[&browsers[..], &[("weasyprint", good)]].concat());
    let made = make(PAGE, Format::Pdf, &search, SHORT, "").unwrap();
    assert_eq!(made.engine, "weasyprint");
    assert_eq!(made.bytes, format!("%PDF-1.7\n{PAGE}%%EOF\n").into_bytes());
}

#[test]
fn a_page_that_could_fetch_is_handed_to_no_program() {
    for page in ["<p><IMG src=x>", "<link rel=x>", "<style>@import url(x)</style>", "<svg>"] {
        let error = make(page, Format::Pdf, "".as_ref(), SHORT, "").unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::Failed, "page"), "{page}");
    }
    assert_eq!(fetched("<p>&lt;img src=x&gt;</p>"), None);
}
