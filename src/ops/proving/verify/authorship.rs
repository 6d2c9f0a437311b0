//! Who wrote which text, for all contracts of a history in one walk: an approval by one of them is of their own contract.
//!
//! **Owns** the changes of `contract.md` and annexes, by contract and author. **Refuses to know** what an approval needs.
//! **Invariants**: a move changes no text; a merge changes one only where it differs from each of its parents.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::error::Result;
use crate::ops::dossier::approval;
use crate::ops::session::Session;
use crate::store::path::folder_suffix;
use crate::store::{CommitId, Logged, ObjectId};

/// The authors of a history.
pub struct Authorship {
    /// By the eight characters a contract's folder ends in.
    by_contract: HashMap<String, Vec<(CommitId, String)>>,
}

impl Authorship {
    /// Looks at all `commits` of a history.
    pub fn read(session: &Session, commits: &[Logged], shallow: bool) -> Result<Self> {
        let mut by_contract: HashMap<String, Vec<(CommitId, String)>> = HashMap::new();
        for logged in commits {
            let mut changed = match texts(session, logged.parents.first().copied(), logged.commit) {
                // Where history is missing nothing is proved anyway.
                Err(_) if shallow => continue,
                found => found?,
            };
            for parent in logged.parents.iter().skip(1) {
                let other = match texts(session, Some(*parent), logged.commit) {
                    Err(_) if shallow => continue,
                    found => found?,
                };
                changed.retain(|suffix| other.contains(suffix));
            }
            if changed.is_empty() {
                continue;
            }
            let author = approval::author(session, logged);
            for suffix in changed {
                by_contract.entry(suffix).or_default().push((logged.commit, author.clone()));
            }
        }
        Ok(Self { by_contract })
    }

    /// Who wrote any part of a contract's text.
    pub fn of(&self, suffix: &str) -> impl Iterator<Item = &String> {
        self.by_contract.get(suffix).into_iter().flatten().map(|(_, author)| author)
    }

    /// Who had written any part of a contract's text when a commit was made.
    pub fn until(&self, session: &Session, suffix: &str, by: CommitId) -> Result<BTreeSet<String>> {
        let mut authors = BTreeSet::new();
        for (commit, author) in self.by_contract.get(suffix).into_iter().flatten() {
            if !authors.contains(author) && session.store.is_ancestor(*commit, by)? {
                authors.insert(author.clone());
            }
        }
        Ok(authors)
    }

    /// Whether somebody had written any part of a contract's text when a commit was made.
    pub fn had_written(&self, session: &Session, suffix: &str, who: &str, by: CommitId) -> Result<bool> {
        for (commit, _) in self.by_contract.get(suffix).into_iter().flatten().filter(|(_, author)| author == who) {
            if session.store.is_ancestor(*commit, by)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The contracts whose text differs between two commits.
fn texts(session: &Session, from: Option<CommitId>, to: CommitId) -> Result<BTreeSet<String>> {
    type Files = BTreeSet<(String, ObjectId)>;
    let mut sides: BTreeMap<String, (Files, Files)> = BTreeMap::new();
    for difference in session.store.changed(from, Some(to))? {
        let Some((suffix, file)) = part_of_text(&difference.path) else { continue };
        let (old, new) = sides.entry(suffix.to_owned()).or_default();
        old.extend(difference.old.map(|entry| (file.to_owned(), entry.id)));
        new.extend(difference.new.map(|entry| (file.to_owned(), entry.id)));
    }
    // What went altogether has no author; what only lies elsewhere has the same text.
    let changed = sides.into_iter().filter(|(_, (old, new))| old != new && !new.is_empty());
    Ok(changed.map(|(suffix, _)| suffix).collect())
}

/// The contract a path is of, and the path in its folder, where it is part of the text.
fn part_of_text(path: &str) -> Option<(&str, &str)> {
    let at = path.strip_suffix("/contract.md").map(str::len).or_else(|| path.find("/annexes/"))?;
    let (folder, file) = path.split_at_checked(at)?;
    Some((folder_suffix(folder)?, file))
}

#[cfg(test)]
mod tests {
    use super::part_of_text;

    #[test]
    fn the_text_is_the_agreement_and_its_annexes() {
        for (path, expected) in [
            ("a/contracts/x-7k2m9qxt/contract.md", Some(("7k2m9qxt", "/contract.md"))),
            ("a/contracts/2026/x-7k2m9qxt/annexes/b/c.md", Some(("7k2m9qxt", "/annexes/b/c.md"))),
            ("a/contracts/x-7k2m9qxt/record.toml", None),
            ("a/contracts/x-7k2m9qxt/acts/a.toml", None),
            ("a/templates/contract.md", None),
            ("contract.md", None),
        ] {
            assert_eq!(part_of_text(path), expected, "{path}");
        }
    }
}
