//! Links on a terminal (OSC 8): woven into an answer after it was laid out, so that no width is ever counted with them.

use std::collections::HashMap;
use std::fmt::Write as _;

/// `text` with every name that stands alone in it linking to its address. The names are of `a-z`, `0-9` and `-`.
#[must_use]
pub fn weave(text: &str, links: &HashMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('\u{1b}') {
            let left = after_escape(after);
            out.push_str(taken(rest, left));
            rest = left;
            continue;
        }
        let word = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        if word == 0 {
            let next = rest.find(|c| is_of_name(c) || c == '\u{1b}').unwrap_or(rest.len());
            out.push_str(rest.get(..next).unwrap_or_default());
            rest = rest.get(next..).unwrap_or_default();
            continue;
        }
        let (name, left) = rest.split_at_checked(word).unwrap_or((rest, ""));
        match links.get(name) {
            Some(address) => out.push_str(&linked(name, address)),
            None => out.push_str(name),
        }
        rest = left;
    }
    out
}

/// What follows an escape sequence of which the escape character is taken off already: colours and links.
#[must_use]
pub fn after_escape(text: &str) -> &str {
    let end = match text.chars().next() {
        Some('[') => {
            let found = text.char_indices().skip(1).find(|(_, c)| matches!(c, '\u{40}'..='\u{7e}'));
            found.map(|(at, c)| at.saturating_add(c.len_utf8()))
        }
        Some(']') => text.find("\u{1b}\\").map(|at| at.saturating_add(2)),
        _ => Some(0),
    };
    text.get(end.unwrap_or(text.len())..).unwrap_or_default()
}

fn taken<'t>(whole: &'t str, left: &str) -> &'t str {
    whole.get(..whole.len().saturating_sub(left.len())).unwrap_or(whole)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

fn linked(name: &str, address: &str) -> String {
    format!("\u{1b}]8;;{address}\u{1b}\\{name}\u{1b}]8;;\u{1b}\\")
}

/// `file://host/path`, every byte that is not plain escaped, so that nothing in a path can act on a terminal.
#[must_use]
pub fn file_address(host: &str, path: &[u8]) -> String {
    let mut address = String::from("file://");
    address.extend(host.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')));
    for byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                address.push(char::from(*byte))
            }
            // Writing to a String cannot fail.
            _ => drop(write!(address, "%{byte:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::{after_escape, file_address, weave};

    const TO: &str = "\u{1b}]8;;file://h/x\u{1b}\\nda-7k2m9qxt\u{1b}]8;;\u{1b}\\";

    fn woven(text: &str) -> String {
        weave(text, &[("nda-7k2m9qxt".to_owned(), "file://h/x".to_owned())].into())
    }

    #[test]
    fn whole_names_link_and_nothing_else_changes() {
        assert_eq!(woven("nda-7k2m9qxt  draft\n"), format!("{TO}  draft\n"));
        assert_eq!(woven("\u{1b}[36mnda-7k2m9qxt\u{1b}[0m Æ nda-7k2m9qxt"), format!("\u{1b}[36m{TO}\u{1b}[0m Æ {TO}"));
        for other in
            ["nda-7k2m9qx", "nda-7k2m9qxt0", "x-nda-7k2m9qxt", "", "ÆØÅ\u{1b}", "\u{1b}[", "\u{1b}]8;;nda-7k2m9qxt"]
        {
            assert_eq!(woven(other), other);
        }
    }

    #[test]
    fn escapes_are_left_behind_as_a_whole() {
        assert_eq!(after_escape("[1;31mx"), "x");
        assert_eq!(after_escape("]8;;file://h\u{1b}\\x"), "x");
        assert_eq!((after_escape("[1"), after_escape("]8"), after_escape("")), ("", "", ""));
    }

    #[test]
    fn an_address_is_plain_whatever_the_path() {
        assert_eq!(
            file_address("my-host.lan", b"/a b/\xc3\xa6\x1b;%/c.md"),
            "file://my-host.lan/a%20b/%C3%A6%1B%3B%25/c.md"
        );
        assert_eq!(file_address("h\u{1b}\\/x", b"/"), "file://hx/");
    }
}
