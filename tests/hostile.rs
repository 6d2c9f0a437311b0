//! Strings that break programs, typed wherever a person may type: taken and shown safely, or refused with nothing done.
//!
//! `examples/sweep` does the same with the large published collections.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use clm::render::visible;
use support::{Answer, Home};

/// The strings of `fixtures/hostile-strings.txt`, their escapes read.
fn strings() -> Vec<String> {
    let lines = include_str!("../fixtures/hostile-strings.txt").lines();
    let mut strings: Vec<String> =
        lines.filter(|line| !line.starts_with("# ") && !line.is_empty()).map(unescaped).collect();
    strings.push(String::new());
    strings.push("long ".repeat(20_000));
    strings
}

fn unescaped(line: &str) -> String {
    let mut text = String::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let meant = match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => '\n',
            ('\\', Some('r')) => '\r',
            ('\\', Some('t')) => '\t',
            ('\\', Some('\\')) => '\\',
            ('\\', Some('u')) => {
                let digits: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap()
            }
            ('\\', other) => panic!("no escape: {other:?} in {line}"),
            _ => c,
        };
        text.push(meant);
    }
    text
}

/// Fails unless the process ended by itself with one of the codes, and a terminal can show both streams as they are.
#[track_caller]
fn behaves(answer: &Answer, codes: &[i32], told: &str) {
    assert!(codes.contains(&answer.code), "{told}: {answer:?}");
    assert!(!answer.err.contains("panicked"), "{told}: {answer:?}");
    assert!(answer.code == 0 || !answer.err.trim().is_empty(), "{told}: refused without a word: {answer:?}");
    let acts = |text: &str| text.chars().find(|c| !matches!(c, '\n' | '\t') && visible::acts(*c));
    assert_eq!((acts(&answer.out), acts(&answer.err)), (None, None), "{told}: {answer:?}");
}

/// The commit HEAD is at, and what git sees changed.
fn state(home: &Home) -> (String, String) {
    let head = home.git(&["rev-parse", "HEAD"]).succeeds().out;
    (head, home.git(&["status", "--porcelain", "--untracked-files=all"]).succeeds().out)
}

#[test]
fn a_hostile_string_is_written_down_safely_or_not_at_all() {
    let home = Home::with_firm();
    let id = home.draft();
    let mut refused = 0;
    for (number, string) in strings().iter().enumerate() {
        let told = format!("{:?}", string.chars().take(60).collect::<String>());
        let before = state(&home);
        let answer = match number % 5 {
            0 => {
                home.in_firm(&["new", "--template=nda", "--party=Acme AS", &format!("--title={string}"), "--no-input"])
            }
            1 => home.in_firm(&["new", "--template=nda", &format!("--party={string}"), "--no-input"]),
            2 => home.in_firm(&["tag", &id, &format!("--add={string}"), "--no-input"]),
            3 => home.in_firm(&["set", &id, "--no-input", "--", &format!("custom.note={string}")]),
            _ => home.in_firm(&["set", &id, "--no-input", "--", &format!("governing_law={string}")]),
        };
        behaves(&answer, &[0, 2, 3, 7], &told);
        if answer.code == 0 {
            assert_eq!(state(&home).1, "", "{told}: the work tree differs from what was recorded");
        } else {
            refused += 1;
            assert_eq!(state(&home), before, "{told}: refused, yet something was written");
        }
    }
    assert!((20..100).contains(&refused), "{refused} refused: either nothing is, or everything");
    for arguments in [&["list", "--all"][..], &["list", "--all", "--json"], &["show", &id], &["log"], &["check"]] {
        behaves(&home.in_firm(arguments), &[0, 7], "afterwards");
    }
    assert!(!home.path("clm-was-here").exists() && !home.firm("clm-was-here").exists(), "a shell saw a string");
    home.repository_is_sound();
}

#[test]
fn a_hostile_query_is_answered_or_refused() {
    let home = Home::with_firm();
    let _ = home.draft();
    let before = state(&home);
    for string in strings() {
        for command in ["search", "list", "show"] {
            let told = format!("{command} {:?}", string.chars().take(60).collect::<String>());
            behaves(&home.in_firm(&[command, "--no-input", "--", &string]), &[0, 2, 3, 7], &told);
        }
    }
    assert_eq!(state(&home), before, "a question changed something");
}
