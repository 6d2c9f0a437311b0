//! The journal: what a change is about to do to branch, work tree and index, written before it does.
//!
//! It lies in the scratch folder `.git/clm/act` (of this work tree) beside everything else a change prepares; the
//! folder exists only while a change is under way or after a crash. The journal decides nothing on its own: what is
//! done with it rests on where the branch stands ([`super::recover`]).

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::error::{At as _, StoreError};
use super::id::{CommitId, ObjectId};
use super::{lock, path};

/// First line of a journal this build understands.
const FORMAT: &str = "clm-journal 1";

/// One file on its way from one blob to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Step {
    pub(super) path: String,
    pub(super) old: Option<ObjectId>,
    pub(super) new: Option<ObjectId>,
    /// Whether the work tree's file is written or deleted, too. Not when it already is as wanted, or left out of the
    /// work tree by a sparse checkout.
    pub(super) touch: bool,
}

/// What a change does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Journal {
    pub(super) branch: String,
    pub(super) old: Option<CommitId>,
    pub(super) new: CommitId,
    /// The reflog's words.
    pub(super) reflog: String,
    pub(super) steps: Vec<Step>,
}

impl Journal {
    pub(super) fn to_text(&self) -> String {
        let name = |id: Option<ObjectId>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let mut text = format!(
            "{FORMAT}\nbranch {}\nold {}\nnew {}\nreflog {}\n",
            self.branch,
            name(self.old.map(CommitId::object)),
            self.new,
            self.reflog.replace('\n', " ")
        );
        for step in &self.steps {
            let touch = if step.touch { "touch" } else { "keep" };
            text.push_str(&format!("{touch} {} {} {}\n", name(step.old), name(step.new), step.path));
        }
        text.push_str("end\n");
        text
    }

    /// Reads a journal; `None` when it is incomplete, of another format, or names a path clm would not write.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix("end\n")?.lines();
        if lines.next() != Some(FORMAT) {
            return None;
        }
        let mut field = |key: &str| lines.next()?.strip_prefix(key)?.strip_prefix(' ').map(ToOwned::to_owned);
        let branch = field("branch").filter(|branch| good_branch(branch))?;
        let old = some(&field("old")?)?.map(CommitId);
        let (new, reflog) = (field("new")?.parse().ok()?, field("reflog")?);
        let steps: Option<Vec<Step>> = lines.map(step).collect();
        Some(Self { branch, old, new, reflog, steps: steps? })
    }
}

/// A branch that may be named in a file name.
pub(super) fn good_branch(branch: &str) -> bool {
    branch.strip_prefix("refs/heads/").is_some_and(|name| !name.is_empty() && !name.contains(['\0', '\n', '\\']))
        && !branch.split('/').any(|part| part.is_empty() || part.starts_with('.') || part.ends_with(".lock"))
}

fn some(text: &str) -> Option<Option<ObjectId>> {
    if text == "-" { Some(None) } else { text.parse().ok().map(Some) }
}

fn step(line: &str) -> Option<Step> {
    let mut words = line.splitn(4, ' ');
    let touch = match words.next()? {
        "touch" => true,
        "keep" => false,
        _ => return None,
    };
    let (old, new) = (some(words.next()?)?, some(words.next()?)?);
    let path = words.next().filter(|path| path::fault(path).is_none() || is_foreign(path))?;
    Some(Step { path: path.to_owned(), old, new, touch })
}

/// Paths clm itself would not name, but may take over from others when it moves the branch to their commit.
pub(super) fn is_foreign(path: &str) -> bool {
    let bad = |part: &str| {
        let lower = part.to_ascii_lowercase();
        matches!(part, "" | "." | "..")
            || lower.starts_with(".git") && lower != ".gitattributes" && lower != ".gitignore"
            || lower.starts_with("git~")
    };
    !path.is_empty() && !path.contains(['\0', '\n', '\\']) && !path.split('/').any(bad)
}

/// The scratch folder of a change under way.
pub(super) struct Scratch {
    pub(super) folder: PathBuf,
}

/// Where the scratch folder of a work tree lies.
pub(super) fn scratch_of(git_dir: &Path) -> PathBuf {
    git_dir.join("clm").join("act")
}

impl Scratch {
    /// Makes the folder and notes which branch may be locked.
    pub(super) fn open(git_dir: &Path, branch: &str) -> Result<Self, StoreError> {
        let folder = scratch_of(git_dir);
        lock::private_folder(&folder)?;
        let note = folder.join("branch");
        std::fs::write(&note, branch).at(&note)?;
        Ok(Self { folder })
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes the journal in one piece and returns it for syncing.
    pub(super) fn note(&self, journal: &Journal) -> Result<(PathBuf, File), StoreError> {
        let (fresh, path) = (self.file("journal.new"), self.file("journal"));
        let mut file = File::create(&fresh).at(&fresh)?;
        file.write_all(journal.to_text().as_bytes()).at(&fresh)?;
        std::fs::rename(&fresh, &path).at(&path)?;
        Ok((path, file))
    }

    /// The change is complete.
    pub(super) fn close(self) -> Result<(), StoreError> {
        remove(&self.folder)
    }
}

/// Removes a scratch folder, the journal first: what is left then is only rubbish.
pub(super) fn remove(folder: &Path) -> Result<(), StoreError> {
    let _ = std::fs::remove_file(folder.join("journal"));
    std::fs::remove_dir_all(folder).at(folder)
}

#[cfg(test)]
mod tests {
    use super::{Journal, Step};

    #[test]
    fn a_journal_is_read_back_whole_or_not_at_all() {
        let id = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391".parse().unwrap();
        let journal = Journal {
            branch: "refs/heads/main".into(),
            old: None,
            new: super::CommitId(id),
            reflog: "sign: x".into(),
            steps: vec![
                Step { path: "a/b.md".into(), old: None, new: Some(id), touch: true },
                Step { path: "c".into(), old: Some(id), new: None, touch: false },
            ],
        };
        let text = journal.to_text();
        assert_eq!(Journal::from_text(&text), Some(journal));
        for cut in 0..text.len() {
            assert_eq!(Journal::from_text(&text[..cut]), None, "{cut}");
        }
        for (from, to) in [("a/b.md", "../b"), ("a/b.md", ".git/config"), ("heads/main", "heads/../x"), ("refs/", "")] {
            assert_eq!(Journal::from_text(&text.replace(from, to)), None, "{to}");
        }
    }
}
