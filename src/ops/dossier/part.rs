//! Which part of a contract a file in its folder is; everything that reads the work tree goes by this one list.

use crate::store::{EditKind, Edited};

/// What a file in a contract's folder is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// `contract.md` and `annexes/`: what is signed.
    Text,
    /// `record.toml`: our notes.
    Record,
    /// `acts/` and `signatures/`: only ever added, and only by clm.
    Evidence,
    /// `files/`: originals, scans, letters.
    Attached,
}

impl Part {
    /// The part a path relative to the contract's folder is; none for a file that has no meaning there.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name.split_once('/') {
            None if name == "contract.md" => Some(Self::Text),
            None if name == "record.toml" => Some(Self::Record),
            Some(("annexes", _)) => Some(Self::Text),
            Some(("acts" | "signatures", _)) => Some(Self::Evidence),
            Some(("files", _)) => Some(Self::Attached),
            _ => None,
        }
    }
}

/// A file's path relative to `folder`, when it lies there.
#[must_use]
pub fn within<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// Whether a difference in the work tree stands in the way of an act: anything of the contract that was changed, and new
/// text. A stray file is nobody's business, and a scan laid into `files/` waits for the act that names it.
#[must_use]
pub fn stands_in_the_way(edited: &Edited, folder: &str) -> bool {
    match within(&edited.path, folder).and_then(Part::of) {
        None => false,
        Some(Part::Attached) => edited.kind != EditKind::Added,
        Some(Part::Text | Part::Record | Part::Evidence) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, stands_in_the_way, within};
    use crate::store::{EditKind, Edited};

    #[test]
    fn every_file_has_its_part() {
        for (name, part) in [
            ("contract.md", Some(Part::Text)),
            ("annexes/a/b.md", Some(Part::Text)),
            ("record.toml", Some(Part::Record)),
            ("acts/a.toml", Some(Part::Evidence)),
            ("signatures/a.json.sig", Some(Part::Evidence)),
            ("files/scan.pdf", Some(Part::Attached)),
            ("contract.md~", None),
            (".contract.md.swp", None),
            ("sub/contract.md", None),
            ("annexes", None),
        ] {
            assert_eq!(Part::of(name), part, "{name}");
        }
        assert_eq!(within("a/bc/d", "a/b"), None);
    }

    #[test]
    fn a_stray_file_stands_in_nobodys_way() {
        let edited = |path: &str, kind| Edited { path: format!("s/contracts/x/{path}"), kind };
        let blocks = |path: &str, kind| stands_in_the_way(&edited(path, kind), "s/contracts/x");
        assert!(blocks("contract.md", EditKind::Changed));
        assert!(blocks("annexes/new.md", EditKind::Added));
        assert!(blocks("acts/x.toml", EditKind::Deleted));
        assert!(blocks("files/scan.pdf", EditKind::Changed));
        assert!(!blocks("files/scan.pdf", EditKind::Added));
        assert!(!blocks("contract.md.orig", EditKind::Added));
        assert!(!stands_in_the_way(&edited("contract.md", EditKind::Changed), "s/contracts/xy"));
    }
}
