//! A line of commits as raw objects: read, changed in any way git itself would not allow, and written again up to a new tip.

use git2::{ObjectType, Oid, Repository};
use ssh_key::{HashAlg, LineEnding, PrivateKey};

use crate::case::Case;

/// A commit in its parts, so that each can be what it must not be.
#[derive(Clone, PartialEq)]
pub struct Commit {
    pub tree: Oid,
    /// Further parents beside the one before it in the line.
    pub others: Vec<Oid>,
    pub author: String,
    pub committer: String,
    /// Headers between committer and signature, and after it.
    pub before: Vec<String>,
    pub after: Vec<String>,
    pub armour: Option<String>,
    pub message: String,
}

/// What becomes of the signatures of commits that were rewritten.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Resign {
    /// They stay, and fit no more.
    Kept,
    Stripped,
    /// Made anew by somebody who is no member.
    Stranger,
    /// Made anew by the owner: an insider.
    Owner,
}

/// The history of a case, ready to be rewritten.
pub struct Line {
    pub repo: Repository,
    owner: PrivateKey,
    stranger: PrivateKey,
    pub commits: Vec<Commit>,
}

impl Line {
    pub fn of(case: &Case) -> Self {
        let repo = Repository::open(case.home.firm("")).unwrap();
        let key = |name: &str| PrivateKey::from_openssh(case.home.read(name)).unwrap();
        let list = case.home.git(&["rev-list", "--reverse", "HEAD"]).succeeds().out;
        let commits = list.lines().map(|id| read(&repo, Oid::from_str(id).unwrap())).collect();
        Self { repo, owner: key(".ssh/id_ed25519"), stranger: key("stranger"), commits }
    }

    /// Writes a line, and what comes from the commit `from` on with other signatures. Answers its tip.
    pub fn write(&self, commits: &[Commit], from: usize, resign: Resign) -> Oid {
        let mut parent = None;
        for (at, commit) in commits.iter().enumerate() {
            let mut commit = commit.clone();
            match resign {
                Resign::Stripped if at >= from => commit.armour = None,
                Resign::Stranger if at >= from => self.sign(&mut commit, parent, &self.stranger),
                Resign::Owner if at >= from => self.sign(&mut commit, parent, &self.owner),
                _ => {}
            }
            parent = Some(self.repo.odb().unwrap().write(ObjectType::Commit, raw(&commit, parent).as_bytes()).unwrap());
        }
        parent.unwrap()
    }

    /// Signs a commit as it stands as a stranger would.
    pub fn by_stranger(&self, commit: &mut Commit, parent: Option<Oid>) {
        self.sign(commit, parent, &self.stranger);
    }

    fn sign(&self, commit: &mut Commit, parent: Option<Oid>, key: &PrivateKey) {
        commit.armour = None;
        let payload = raw(commit, parent);
        commit.armour =
            Some(key.sign("git", HashAlg::Sha512, payload.as_bytes()).unwrap().to_pem(LineEnding::LF).unwrap());
    }
}

fn read(repo: &Repository, id: Oid) -> Commit {
    let odb = repo.odb().unwrap();
    let object = odb.read(id).unwrap();
    let text = std::str::from_utf8(object.data()).unwrap();
    let (header, message) = text.split_once("\n\n").unwrap();
    let value = |key: &str| header.lines().find_map(|line| line.strip_prefix(key)).unwrap().to_owned();
    let armour = header.split_once("\ngpgsig ").map(|(_, armour)| armour.replace("\n ", "\n") + "\n");
    Commit {
        tree: Oid::from_str(&value("tree ")).unwrap(),
        others: Vec::new(),
        author: value("author "),
        committer: value("committer "),
        before: Vec::new(),
        after: Vec::new(),
        armour,
        message: message.to_owned(),
    }
}

/// The bytes of a commit.
pub fn raw(commit: &Commit, parent: Option<Oid>) -> String {
    let mut text = format!("tree {}\n", commit.tree);
    for parent in parent.iter().chain(&commit.others) {
        text += &format!("parent {parent}\n");
    }
    text += &format!("author {}\ncommitter {}\n", commit.author, commit.committer);
    commit.before.iter().for_each(|line| text += &format!("{line}\n"));
    if let Some(armour) = &commit.armour {
        text += &format!("gpgsig {}\n", armour.trim_end().replace('\n', "\n "));
    }
    commit.after.iter().for_each(|line| text += &format!("{line}\n"));
    text + "\n" + &commit.message
}
