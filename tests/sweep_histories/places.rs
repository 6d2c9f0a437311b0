//! What the model knows of paths: whose place each is, what it takes to change it, and when a text is frozen.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Oid, Repository};
use sha2::{Digest as _, Sha256};

use super::objects::{Files, blob};

pub const MOVING: &[&str] = &["draft", "edit", "import", "sign-for"];

/// What a change of a path takes, by whether it or its contract was there before: the kind of thing, and the rights of which
/// any will do. Nobody here retires a template, which `archive` would be enough for.
pub fn need(path: &str, known: bool) -> (&'static str, &'static [&'static str]) {
    let mut parts = path.split('/');
    let (first, second) = (parts.next().unwrap(), parts.next());
    if first.starts_with('.') || (first.ends_with(".toml")) {
        return ("policy", &["administer"]);
    }
    let paper: &[&str] = if known { &["edit"] } else { &["draft"] };
    match second {
        Some("templates") => return ("template", paper),
        Some("clauses") => return ("clause", paper),
        _ => {}
    }
    let rights: &[&str] = match contract(path).map(|(_, name)| name) {
        Some(name) if name.starts_with("acts/") || name.starts_with("signatures/") => &["sign-for", "import"],
        Some(name) if is_text(name) && known => &["edit", "import"],
        Some("record.toml") if known => &["edit", "import", "manage"],
        Some(name) if name.starts_with("files/") && known => &["edit", "import", "manage", "send", "sign-for"],
        Some(name) if is_text(name) || name == "record.toml" || name.starts_with("files/") => &["draft", "import"],
        _ => &["draft", "edit"],
    };
    ("contract", rights)
}

pub fn right_of(act: &str) -> &'static str {
    match act {
        "submit" => "edit",
        "approve" | "reject" => "approve",
        "send" | "extend" | "reopen" | "void" => "send",
        "receive" | "executed" | "correct" | "decline" => "import",
        "comment" => "comment",
        "archive" | "unarchive" => "archive",
        _ => "manage",
    }
}

/// An act file that can be read.
pub fn act(repo: &Repository, id: Oid) -> Option<toml::Table> {
    let table: toml::Table = toml::from_str(&String::from_utf8(blob(repo, id)).ok()?).ok()?;
    ["act", "contract", "by", "at", "after"].iter().all(|key| table.contains_key(*key)).then_some(table)
}

pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// Whether evidence of this name with these bytes lies anywhere.
pub fn has(files: &Files, path: &str, id: Oid) -> bool {
    files.iter().any(|(other, (mode, other_id))| {
        *other_id == id && *mode == 0o100644 && evidence(other) && name(other) == name(path)
    })
}

/// The contract a path lies in, by the outermost folder below the second that ends in an id, and what it is there.
pub fn contract(path: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = path.split('/').collect();
    let crockford = |c: char| c.is_ascii_digit() || (c.is_ascii_lowercase() && !matches!(c, 'i' | 'l' | 'o' | 'u'));
    let named = |part: &str| {
        part.rsplit_once('-').is_some_and(|(head, id)| !head.is_empty() && id.len() == 8 && id.chars().all(crockford))
    };
    let place = (2..parts.len() - 1).find(|place| named(parts[*place]))?;
    let cut = parts[..=place].join("/").len();
    Some((&path[..cut], &path[cut + 1..]))
}

pub fn is_text(name: &str) -> bool {
    name == "contract.md" || name.starts_with("annexes/")
}

/// Whether what lies there is only ever added.
pub fn evidence(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let kept = |part: &str| matches!(part, "acts" | "signatures");
    parts.len() > 4
        && parts[1] == "contracts"
        && !kept(parts[2])
        && parts[3..parts.len() - 1].iter().any(|part| kept(part))
}

/// The texts of all contracts: by folder, the blobs by name.
pub fn texts(files: &Files) -> BTreeMap<String, BTreeMap<String, Oid>> {
    let mut texts: BTreeMap<String, BTreeMap<String, Oid>> = BTreeMap::new();
    for (path, (_, id)) in files {
        if let Some((folder, name)) =
            contract(path).filter(|(folder, name)| folder.split('/').nth(1) == Some("contracts") && is_text(name))
        {
            texts.entry(folder.to_owned()).or_default().insert(name.to_owned(), *id);
        }
    }
    texts
}

/// Whether a text was sent or withdrawn, and not reopened since. One that was changed since is free to be mended.
pub fn is_frozen(repo: &Repository, files: &Files, folder: &str, text: &BTreeMap<String, Oid>) -> bool {
    let sum = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let lines: String = text.iter().map(|(name, id)| format!("{}  {name}\n", sum(&blob(repo, *id)))).collect();
    let revision = format!("sha256:{}", sum(lines.as_bytes()));
    let acts = files.iter().filter(|(path, _)| path.starts_with(&format!("{folder}/acts/")));
    let mut acts: Vec<(String, String, toml::Table)> = acts
        .filter_map(|(_, (_, id))| Some((format!("sha256:{}", sum(&blob(repo, *id))), act(repo, *id)?)))
        .map(|(digest, act)| (act["at"].to_string(), digest, act))
        .collect();
    acts.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
    let (mut sent, mut stops): (Vec<(String, String)>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut all, mut given_up): (Vec<String>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
    for (_, digest, act) in acts {
        let names = act.get("revision").and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        match act["act"].as_str().unwrap() {
            "send" => {
                all.push(names.clone());
                sent.push((digest, names));
            }
            "void" => stops.push(digest),
            "reopen" => {
                let after: Vec<&str> = act["after"].as_array().unwrap().iter().filter_map(|one| one.as_str()).collect();
                sent.retain(|(digest, revision)| *revision != names || !after.contains(&digest.as_str()));
                stops.retain(|digest| !after.contains(&digest.as_str()));
                given_up.insert(names);
            }
            _ => {}
        }
    }
    let broken = all.iter().any(|sent| *sent != revision && !given_up.contains(sent));
    !broken && (!stops.is_empty() || sent.iter().any(|(_, sent)| *sent == revision))
}

/// Names as clm writes them.
pub fn is_plain(path: &str) -> bool {
    let plain = |name: &str| {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        (1..=200).contains(&name.len())
            && name.chars().all(good)
            && !name.starts_with(['.', '-'])
            && !name.ends_with('.')
    };
    path == ".gitattributes" || path.strip_prefix(".clm/").unwrap_or(path).split('/').all(plain)
}
