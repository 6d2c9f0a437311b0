//! What the shell makes of text that was written to mislead it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::{comment, document, quoted};

fn sh(script: &str) -> Vec<u8> {
    let mut shell = Command::new("sh").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = shell.wait_with_output().unwrap();
    assert!(output.status.success(), "{script}");
    output.stdout
}

const HOSTILE: [&str; 10] = [
    "plain\n",
    "no end of line",
    "$HOME `id` $(id) ${x:?} \\ \\n \\$\n",
    "it's 'quoted' \"twice\"\n",
    "CLM\nEND\nEOF\n'EOF'\nEND-0123456789abcdef0123456789abcdef\n",
    "æøå ß € 😀\n",
    "a\r\nb\rc\n",
    "tab\there\n\n\n",
    "@@TITLE@@ @@\n",
    "%s %d %% \\0\n",
];

#[test]
fn the_shell_prints_every_text_byte_for_byte() {
    for text in HOSTILE {
        let script = format!("text() {{\n{}\n}}\ntext\n", document(text));
        assert_eq!(sh(&script), text.as_bytes(), "{text:?}");
    }
    assert_eq!(document(""), "");
}

#[test]
fn the_shell_takes_every_word_as_it_is() {
    for text in HOSTILE {
        assert_eq!(sh(&format!("word={}\nprintf '%s' \"$word\"\n", quoted(text))), text.as_bytes(), "{text:?}");
    }
}

#[test]
fn a_comment_stays_one() {
    assert_eq!(sh(&format!("# {}\n", comment("a\nid\r\nid"))), b"");
}
