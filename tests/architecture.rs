//! Holds the map in `src/lib.rs` true: which room may name which room and which package, how large a room may grow,
//! and that nothing reads the clock, the environment or prints outside its place.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Room, the rooms it may name, the guarded packages it may name.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("error", &[], &[]),
    ("disk", &[], &["tempfile"]),
    ("world", &[], &["terminal_size"]),
    ("contract", &[], &["toml", "toml_edit", "pulldown_cmark", "chrono_tz"]),
    ("signature", &["contract"], &["ed25519_dalek", "ssh_key", "base64", "serde_json", "chrono_tz"]),
    ("policy", &["contract", "signature"], &["toml", "toml_edit"]),
    ("template", &["contract"], &["toml", "toml_edit", "minijinja"]),
    ("config", &["contract"], &["toml_edit"]),
    ("query", &["contract"], &[]),
    ("page", &["contract", "signature"], &["pulldown_cmark", "serde_json", "base64"]),
    ("reply", &["contract", "signature"], &["serde_json", "base64", "mail_parser", "hmac"]),
    ("keyring", &["signature", "disk"], &["ssh_key", "ed25519_dalek", "base64", "tempfile"]),
    ("store", &["contract", "disk"], &["git2", "tempfile", "serde_json"]),
    ("search", &["contract", "query", "disk"], &["tantivy", "tempfile"]),
    ("report", &[], &[]),
    ("render", &["report"], &["comfy_table", "anstyle", "serde_json", "icalendar", "lettre"]),
    (
        "ops",
        &[
            "config",
            "contract",
            "signature",
            "policy",
            "template",
            "query",
            "page",
            "reply",
            "keyring",
            "store",
            "search",
            "report",
            "error",
            "disk",
        ],
        &["toml", "toml_edit", "csv", "serde_json", "tempfile", "chrono_tz", "zip", "base64"],
    ),
    (
        "cli",
        &[
            "config",
            "contract",
            "report",
            "render",
            "ops",
            "error",
            "world",
            "query",
            "template",
            "keyring",
            "signature",
            "disk",
        ],
        &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "dialoguer",
            "indicatif",
            "ctrlc",
            "lettre",
            "serde_json",
            "tempfile",
            "toml",
        ],
    ),
];

/// Packages only some rooms may name; all others (serde, chrono, thiserror …) are free.
const GUARDED: &[&str] = &[
    "anstyle",
    "base64",
    "chrono_tz",
    "clap",
    "clap_complete",
    "clap_mangen",
    "comfy_table",
    "csv",
    "ctrlc",
    "dialoguer",
    "ed25519_dalek",
    "git2",
    "hmac",
    "icalendar",
    "indicatif",
    "lettre",
    "mail_parser",
    "minijinja",
    "pulldown_cmark",
    "serde_json",
    "ssh_key",
    "tantivy",
    "tempfile",
    "terminal_size",
    "toml",
    "toml_edit",
    "zip",
];

/// Words that would bring ambient state or printing in by the back door, and the only places they may stand.
const AMBIENT: &[(&str, &[&str])] = &[
    ("Utc::now", &["world"]),
    ("Local::now", &["world"]),
    ("SystemTime::now", &["world"]),
    ("env::var", &["world"]),
    ("println!", &[]),
    ("eprintln!", &[]),
    ("process::exit", &[]),
];

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The path below `src`, and the room it lies in.
fn place(path: &Path) -> (String, String) {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    (below.to_string_lossy().into_owned(), first.trim_end_matches(".rs").to_owned())
}

fn is_test_file(name: &str) -> bool {
    name.contains("tests") || name.ends_with("_test.rs")
}

/// The lines of a file that are code of the product: no comments, nothing from the inline tests on.
fn product_lines(text: &str) -> Vec<(usize, &str)> {
    let code = text.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]" || line.starts_with(' '));
    code.filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(n, line)| (n + 1, line)).collect()
}

/// Every `crate::x`, also in braces: `use crate::{contract, store::Store}`.
fn rooms_named(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let list = rest.strip_prefix('{').map_or(rest, |inner| inner);
        let names: Vec<&str> = if list.len() == rest.len() { vec![list] } else { list.split(", ").collect() };
        for name in names {
            let word: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rooms.push(word);
        }
    }
    rooms
}

fn packages_named(line: &str) -> Vec<&'static str> {
    let starts = |package: &str| {
        line.match_indices(&format!("{package}::")).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
        })
    };
    GUARDED.iter().copied().filter(|package| starts(package)).collect()
}

#[test]
fn arrows_between_rooms_point_one_way() {
    let mut wrong = Vec::new();
    for path in sources() {
        let (name, room) = place(&path);
        if matches!(room.as_str(), "lib" | "main") || is_test_file(&name) {
            continue;
        }
        let Some((_, rooms, packages)) = ROOMS.iter().find(|(known, _, _)| *known == room) else {
            wrong.push(format!("{name}: the room `{room}` is not on the map"));
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in product_lines(&text) {
            for named in rooms_named(line) {
                if named != room
                    && ROOMS.iter().any(|(known, _, _)| *known == named)
                    && !rooms.contains(&named.as_str())
                {
                    wrong.push(format!("{name}:{number}: `{room}` may not name the room `{named}`"));
                }
            }
            for package in packages_named(line) {
                if !packages.contains(&package) {
                    wrong.push(format!("{name}:{number}: `{room}` may not name the package `{package}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ambient_state_and_printing_have_one_place() {
    let mut wrong = Vec::new();
    for path in sources() {
        let (name, room) = place(&path);
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in product_lines(&text) {
            for (word, places) in AMBIENT {
                if line.contains(word) && !places.contains(&room.as_str()) && !is_test_file(&name) {
                    wrong.push(format!("{name}:{number}: `{word}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rooms_stay_small_enough_to_hold_in_the_head() {
    let mut wrong = Vec::new();
    for path in sources() {
        let (name, _) = place(&path);
        let text = fs::read_to_string(&path).unwrap();
        let lines = product_lines(&text).len();
        if lines > 400 && !is_test_file(&name) {
            wrong.push(format!("{name}: {lines} lines"));
        }
        for banned in ["util", "helper", "common", "misc"] {
            if name.contains(banned) {
                wrong.push(format!("{name}: a name that says nothing"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_opens_with_what_it_is_and_the_map_names_it() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let mut openings: BTreeMap<String, bool> = BTreeMap::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let name = place(&path).0;
        if !is_test_file(&name) {
            openings.insert(name, text.starts_with("//!"));
        }
    }
    let silent: Vec<&String> = openings.iter().filter(|(_, opens)| !**opens).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "no opening comment: {silent:?}");
    for (room, _, _) in ROOMS {
        assert!(map.contains(&format!("[`{room}`]")), "src/lib.rs does not tell of `{room}`");
    }
}
