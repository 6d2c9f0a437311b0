//! Names and places in a clm tree: which names may be written, and which folder of which contract a path lies in.

use super::error::StoreError;
use crate::contract::id::ALPHABET;

/// The longest name or path component that is written.
const NAME_LIMIT: usize = 200;

/// The subfolders of a contract whose files are only ever added.
const APPEND_ONLY: [&str; 2] = ["signatures", "acts"];

/// The subfolders of a contract; no other contract lies below them.
pub(super) const PARTS: [&str; 4] = ["annexes", "signatures", "acts", "files"];

/// Checks that `path` may be written by clm.
///
/// # Errors
/// [`StoreError::UnsafePath`] with the rule it breaks.
pub fn check(path: &str) -> Result<(), StoreError> {
    fault(path).map_or(Ok(()), |why| Err(StoreError::UnsafePath { path: path.chars().take(NAME_LIMIT).collect(), why }))
}

/// The rule `path` breaks, if any.
pub(super) fn fault(path: &str) -> Option<&'static str> {
    if path == ".gitattributes" {
        return None;
    }
    if path.len() > 4_000 {
        return Some("the path is longer than 4000 bytes");
    }
    path.strip_prefix(".clm/").unwrap_or(path).split('/').find_map(name_fault)
}

/// The rule a single name breaks, if any.
pub(super) fn name_fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("a name is empty");
    }
    if name.len() > NAME_LIMIT {
        return Some("a name is longer than 200 bytes");
    }
    if name.starts_with('.') {
        return Some("a name starts with a dot");
    }
    if name.ends_with('.') {
        return Some("a name ends with a dot");
    }
    if name.starts_with('-') {
        return Some("a name starts with a dash");
    }
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    if !name.bytes().all(plain) {
        return Some("names are lower-case ASCII letters, digits, `-`, `_` and `.`");
    }
    None
}

/// Whether a folder's name ends in `-` and the eight characters of a contract id.
#[must_use]
pub fn id_suffix(name: &str) -> Option<&str> {
    let (head, suffix) = name.rsplit_once('-')?;
    (!head.is_empty() && suffix.len() == 8 && suffix.bytes().all(|b| ALPHABET.contains(&b))).then_some(suffix)
}

/// As [`id_suffix`], of the last folder of a path: what a contract is known by wherever its folder was moved.
#[must_use]
pub fn folder_suffix(folder: &str) -> Option<&str> {
    id_suffix(folder.rsplit('/').next()?)
}

/// Whether the path is below `<workspace>/contracts/`.
#[must_use]
pub fn below_contracts(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next().is_some_and(|workspace| !workspace.is_empty())
        && parts.next() == Some("contracts")
        && parts.next().is_some()
}

/// Whether a file at that path may never be changed or removed: `…/signatures/…` or `…/acts/…` of a contract.
#[must_use]
pub fn append_only(path: &str) -> bool {
    below_contracts(path)
        && path.rsplit('/').skip(1).any(|folder| APPEND_ONLY.contains(&folder))
        && path.split('/').nth(2).is_some_and(|first| !APPEND_ONLY.contains(&first))
}

/// `prefix/name`, or `name` at the top.
pub(super) fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::{append_only, check, id_suffix};

    #[test]
    fn only_plain_names_are_written() {
        for good in ["clm.toml", ".gitattributes", ".clm/policy.toml", "sales/contracts/2026-11/a-7k2m9qxt/contract.md"]
        {
            assert!(check(good).is_ok(), "{good}");
        }
        let long = "a".repeat(201);
        for wrong in [
            "",
            "/a",
            "a/",
            "a//b",
            "../a",
            "a/../b",
            "a/./b",
            ".git/config",
            "a/.git/x",
            ".clm",
            ".clm/.x",
            "A",
            "a b",
            "a\nb",
            "a\\b",
            "é",
            "git~1",
            "a/.gitattributes",
            "con:",
            "a.",
            "-x",
            &long,
        ] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_suffix_of_a_folder_is_eight_crockford_characters() {
        assert_eq!(id_suffix("acme-nda-7k2m9qxt"), Some("7k2m9qxt"));
        for wrong in ["7k2m9qxt", "-7k2m9qxt", "a-7k2m9qx", "a-7k2m9qxl", "a-7K2M9QXT", "a7k2m9qxt"] {
            assert_eq!(id_suffix(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn evidence_is_append_only_wherever_its_folder_lies() {
        assert!(append_only("sales/contracts/x-7k2m9qxt/acts/a.toml"));
        assert!(append_only("sales/contracts/2026/11/x-7k2m9qxt/signatures/a.json"));
        for free in ["sales/templates/acts/a.toml", "sales/contracts/x-7k2m9qxt/acts", "sales/contracts/x/files/a"] {
            assert!(!append_only(free), "{free}");
        }
    }
}
