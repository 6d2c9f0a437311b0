//! What is odd, and what no verdict rests on: the good repository and bundle are still called good, and what was tampered with
//! is not.

use std::fs;
use std::process::Stdio;

use crate::office::{Ask, OF_BUNDLE, OF_REPOSITORY, Office, TAMPERINGS, folder_for};
use crate::support::Answer;

/// Makes something odd; after any tampering.
type Oddity = fn(&Office);

fn junk_below(folder: &std::path::Path, with: &dyn Fn(&std::path::Path)) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { junk_below(&path, with) } else { with(&path) }
    }
}

fn put(office: &Office, name: &str, bytes: &str) {
    let path = office.home.firm(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// What lies in the repository, or beside it, and is trusted by no verdict.
const ODDITIES: &[(&str, Oddity)] = &[
    ("nothing", |_| {}),
    ("caches of junk", |o| {
        o.home.in_firm(&["list"]).succeeds();
        junk_below(&o.home.firm(".git/clm"), &|path| fs::write(path, "junk").unwrap());
    }),
    ("caches that are folders", |o| {
        o.home.in_firm(&["search", "secret"]).succeeds();
        junk_below(&o.home.firm(".git/clm"), &folder_for);
    }),
    ("no caches", |o| {
        let _ = fs::remove_dir_all(o.home.firm(".git/clm"));
    }),
    ("an index of junk", |o| put(o, ".git/index", "junk")),
    ("an empty index", |o| put(o, ".git/index", "")),
    ("no index", |o| fs::remove_file(o.home.firm(".git/index")).unwrap()),
    ("git's settings in a folder", |o| folder_for(&o.home.firm(".git/config"))),
    ("other allowed signers in the work tree", |o| put(o, ".clm/allowed_signers", "junk\n")),
    ("another policy in the work tree", |o| put(o, ".clm/policy.toml", "junk\n")),
    ("no clm.toml in the work tree", |o| fs::remove_file(o.home.firm("clm.toml")).unwrap()),
    ("a replaced commit", |o| {
        let first = o.git(&["rev-list", "--max-parents=0", "HEAD"]);
        o.git(&["replace", "HEAD", &first]);
    }),
    ("a graft", |o| {
        let head = o.git(&["rev-parse", "HEAD"]);
        put(o, ".git/info/grafts", &format!("{head}\n"));
    }),
    ("attributes that rewrite", |o| {
        put(o, ".git/info/attributes", "* text eol=crlf ident working-tree-encoding=UTF-16\n")
    }),
    ("hooks that fail", |o| put(o, ".git/hooks/post-checkout", "#!/bin/sh\nexit 1\n")),
    ("a lock that somebody left", |o| put(o, ".git/index.lock", "")),
    ("references of junk", |o| put(o, ".git/refs/heads/junk", "junk\n")),
    ("objects nobody names, cut short", |o| put(o, ".git/objects/11/11111111111111111111111111111111111111", "x")),
];

/// What a process may lack or have around it.
const SURROUNDINGS: &[(&str, &str)] = &[
    ("no programs", "PATH=/nowhere exec \"$@\""),
    ("no ssh-keygen and no git", "PATH=\"$HOME/bin\" exec \"$@\""),
    ("no home", "unset HOME; exec \"$@\""),
    ("a home that is not there", "HOME=\"$HOME/none\"; export HOME; exec \"$@\""),
    ("a clock far ahead", "CLM_NOW=2126-01-01T00:00:00Z exec \"$@\""),
    ("a locale nobody has", "LC_ALL=xx_XX.EBCDIC LANG=junk exec \"$@\""),
    ("no locale", "unset LC_ALL LANG; exec \"$@\""),
    ("a time zone nobody has", "TZ=Nowhere/Atall exec \"$@\""),
    ("a terminal nobody has", "TERM=junk COLUMNS=-1 LINES=x exec \"$@\""),
    ("nowhere to complain", "exec \"$@\" 2>&-"),
    ("a full disk to complain to", "exec \"$@\" 2>/dev/full"),
    ("nobody to ask", "exec \"$@\" <&-"),
    // Rust hands such a process /dev/null: whoever closes the stream wants the exit code alone, and gets the right one.
    ("nobody to answer", "exec \"$@\" >&-"),
    ("nothing open", "exec \"$@\" <&- >&- 2>&-"),
    (
        "git told to look elsewhere",
        "GIT_DIR=/nowhere GIT_WORK_TREE=/nowhere GIT_INDEX_FILE=/x GIT_OBJECT_DIRECTORY=/x exec \"$@\"",
    ),
    (
        "git told of other settings",
        "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=gpg.ssh.allowedSignersFile GIT_CONFIG_VALUE_0=/x exec \"$@\"",
    ),
];

const ALL: [Ask; 5] = [Ask::Named, Ask::All, Ask::History, Ask::Zip, Ask::Folder];

fn well(told: &str, ask: Ask, answer: &Answer) {
    assert_eq!(answer.code, 0, "{told}, {ask:?}, untouched: {answer:?}");
}

fn ill(told: &str, ask: Ask, answer: &Answer) {
    assert_eq!(answer.code, 5, "{told}, {ask:?}, tampered with: {answer:?}");
    assert!(!answer.err.contains("panicked"), "{told}, {ask:?}: {answer:?}");
}

#[test]
fn what_no_verdict_rests_on_changes_none() {
    let office = Office::new();
    for (number, (told, make)) in ODDITIES.iter().enumerate() {
        make(&office);
        for ask in OF_REPOSITORY {
            well(told, *ask, &office.home.run(&mut office.question(*ask, false)));
        }
        office.back();
        office.tamper(number);
        make(&office);
        for ask in OF_REPOSITORY {
            ill(told, *ask, &office.home.run(&mut office.question(*ask, false)));
        }
        office.back();
    }
    println!("never valid: {} oddities that change no verdict", ODDITIES.len());
}

#[test]
fn surroundings_change_no_verdict() {
    let office = Office::new();
    fs::create_dir(office.home.path("bin")).unwrap();
    for (number, (told, script)) in SURROUNDINGS.iter().enumerate() {
        for (at, ask) in ALL.into_iter().enumerate() {
            well(told, ask, &office.in_shell(script, ask, (number + at).is_multiple_of(2)));
        }
        office.back();
        office.tamper(number);
        for (at, ask) in ALL.into_iter().enumerate() {
            ill(told, ask, &office.in_shell(script, ask, (number + at).is_multiple_of(2)));
        }
        office.back();
    }
    println!("never valid: {} surroundings that change no verdict", SURROUNDINGS.len());
}

/// A clock that is not set, set to junk, or far behind: what was signed "later" is not valid yet, and nothing is by luck.
#[test]
fn a_wrong_clock_makes_nothing_valid() {
    let office = Office::new();
    for ask in OF_REPOSITORY {
        let behind = office.in_shell("CLM_NOW=1970-01-01T00:00:00Z exec \"$@\"", *ask, false);
        // Who made a commit does not depend on today; whether a signature is still to come does.
        let expected = if *ask == Ask::History { 0 } else { 6 };
        assert_eq!(behind.code, expected, "{ask:?}: {behind:?}");
        office.back();
        let unset = office.in_shell("unset CLM_NOW; exec \"$@\"", *ask, false);
        office.back();
        let empty = office.in_shell("CLM_NOW= exec \"$@\"", *ask, false);
        assert_eq!(empty.code, unset.code, "{ask:?}, an empty clock is none: {empty:?}");
        office.back();
        for junk in ["junk", "2026-11-24", "99999-01-01T00:00:00Z", "2026-02-30T00:00:00Z"] {
            let answer = office.in_shell(&format!("CLM_NOW='{junk}' exec \"$@\""), *ask, false);
            assert_eq!(answer.code, 2, "{ask:?}, CLM_NOW={junk:?}: {answer:?}");
        }
        office.tamper(0);
        ill("no clock", *ask, &office.in_shell("unset CLM_NOW; exec \"$@\"", *ask, false));
        office.back();
    }
    assert_eq!((OF_REPOSITORY.len() + OF_BUNDLE.len(), TAMPERINGS), (5, 4));
    let mut closed = office.question(Ask::All, true);
    closed.stdin(Stdio::null());
    well("at the end", Ask::All, &office.home.run(&mut closed));
}
