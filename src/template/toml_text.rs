//! Writes a header as TOML 1.0 in the style of the design: keys first, then tables, nested arrays of tables indented.

use std::fmt::Write as _;

/// A drawn header, or a part of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Drawn {
    /// A value, already TOML.
    Value(String),
    /// A key still to be filled whose value must not be a string: written as a comment, the blank in it.
    Open(String),
    Table(Vec<(String, Drawn)>),
    Tables(Vec<Vec<(String, Drawn)>>),
}

/// A basic string; the caller's text holds no control characters but line ends.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if u32::from(c) < 0x20 || u32::from(c) == 0x7f => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A bare key where it may be one.
pub(super) fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if bare { name.to_owned() } else { quote(name) }
}

/// The whole header.
pub(super) fn write(entries: &[(String, Drawn)]) -> String {
    let mut out = String::new();
    table(entries, "", 0, &mut out);
    out
}

fn table(entries: &[(String, Drawn)], path: &str, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for (name, drawn) in entries {
        match drawn {
            Drawn::Value(value) => {
                let _ = writeln!(out, "{indent}{} = {value}", key(name));
            }
            Drawn::Open(blank) => {
                let _ = writeln!(out, "{indent}# {} = {}", key(name), quote(blank));
            }
            Drawn::Table(_) | Drawn::Tables(_) => {}
        }
    }
    for (name, drawn) in entries {
        let path = if path.is_empty() { key(name) } else { format!("{path}.{}", key(name)) };
        match drawn {
            Drawn::Table(inner) => titled(&format!("{indent}[{path}]"), inner, &path, depth, out),
            Drawn::Tables(all) => {
                let nested = if path.contains('.') { depth + 1 } else { depth };
                for inner in all {
                    titled(&format!("{}[[{path}]]", "  ".repeat(nested)), inner, &path, nested, out);
                }
            }
            Drawn::Value(_) | Drawn::Open(_) => {}
        }
    }
}

/// A table below its title line. One that is nothing without a key still to be filled waits as a comment as a whole.
fn titled(title: &str, entries: &[(String, Drawn)], path: &str, depth: usize, out: &mut String) {
    let mut text = format!("{title}\n");
    table(entries, path, depth, &mut text);
    out.push('\n');
    let waits = |(name, drawn): &(String, Drawn)| {
        matches!(drawn, Drawn::Open(_)) && ["id", "due", "amount"].contains(&name.as_str())
    };
    if !entries.iter().any(waits) {
        out.push_str(&text);
        return;
    }
    for line in text.lines() {
        let line = line.trim_start();
        let _ = writeln!(out, "{}{line}", if line.starts_with('#') { "" } else { "# " });
    }
}
