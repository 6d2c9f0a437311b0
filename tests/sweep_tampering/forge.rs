//! Commits made in process, thousands of them: raw objects with a good signature of the owner, written straight into the
//! object database, and thrown away again.

use std::fs;

use git2::build::TreeUpdateBuilder;
use git2::{FileMode, ObjectType, Oid, Repository};
use ssh_key::{HashAlg, LineEnding, PrivateKey};

use crate::case::{Case, SIGNER};

/// Somebody with the owner's key and write access.
pub struct Forge {
    repo: Repository,
    key: PrivateKey,
    made: u32,
}

impl Forge {
    /// Packs what is there, so that everything loose is forged.
    pub fn of(case: &Case) -> Self {
        case.home.git(&["repack", "-adq"]).succeeds();
        case.home.git(&["prune-packed", "-q"]).succeeds();
        let repo = Repository::open(case.home.firm("")).unwrap();
        let key = PrivateKey::from_openssh(case.home.read(".ssh/id_ed25519")).unwrap();
        Self { repo, key, made: 0 }
    }

    /// A commit on `parent` with the files of `like`, but these bytes at `path`.
    pub fn commit(&mut self, (parent, like): (&str, &str), path: &str, bytes: &[u8]) -> Oid {
        self.made += 1;
        if self.made.is_multiple_of(500) {
            self.tidy();
        }
        let find = |name: &str| self.repo.find_commit(Oid::from_str(name).unwrap()).unwrap();
        let tree = find(like).tree().unwrap();
        let blob = self.repo.blob(bytes).unwrap();
        let tree =
            TreeUpdateBuilder::new().upsert(path, blob, FileMode::Blob).create_updated(&self.repo, &tree).unwrap();
        let time = find(like).time().seconds() + 60;
        let who = format!("A Signer <{SIGNER}> {time} +0000");
        let header = format!("tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n");
        let message = "tamper: by hand\n";
        let payload = format!("{header}\n{message}");
        let armour = self.key.sign("git", HashAlg::Sha512, payload.as_bytes()).unwrap().to_pem(LineEnding::LF).unwrap();
        let raw = format!("{header}gpgsig {}\n\n{message}", armour.trim_end().replace('\n', "\n "));
        self.repo.odb().unwrap().write(ObjectType::Commit, raw.as_bytes()).unwrap()
    }

    /// Throws away what was forged so far.
    fn tidy(&self) {
        for entry in fs::read_dir(self.repo.path().join("objects")).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name().len() == 2 {
                fs::remove_dir_all(entry.path()).unwrap();
            }
        }
    }
}
