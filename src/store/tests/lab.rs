//! A temporary repository with its own home, a key, and the real `git` beside it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::{DateTime, FixedOffset};

use crate::store::{CommitId, Message, Person, Store, StoreError};

pub(super) struct Lab {
    pub(super) dir: tempfile::TempDir,
    pub(super) root: PathBuf,
}

pub(super) fn person() -> Person {
    Person { name: "Ida Holm".into(), email: "ida@northwind.example".into() }
}

pub(super) fn noon() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-24T12:00:00+01:00").unwrap()
}

/// A signature in form only, for tests that do not check it.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a signer")]
pub(super) fn scribble(_: &[u8]) -> Result<String, std::io::Error> {
    Ok("-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n".into())
}

pub(super) const FOLDER: &str = "sales/contracts/2026-11/acme-nda-7k2m9qxt";

impl Lab {
    /// A clm repository with one contract.
    pub(super) fn new() -> Self {
        let lab = Self::empty();
        let store = Store::init(&lab.root).unwrap();
        let mut change = store.change().unwrap();
        change.put("clm.toml", "format = 1\n").unwrap();
        change.put(".gitattributes", "* -text\n").unwrap();
        change.put(&format!("{FOLDER}/contract.md"), "+++\nid = \"nda-7k2m9qxt\"\n+++\ntext\n").unwrap();
        change.put("sales/templates/nda.md", "template\n").unwrap();
        change.commit(&message("new: the first"), &scribble).unwrap();
        lab
    }

    /// An empty folder with a key beside it.
    pub(super) fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("repo");
        std::fs::create_dir_all(&root).unwrap();
        std::fs::create_dir_all(dir.path().join("home")).unwrap();
        Self { dir, root }
    }

    pub(super) fn store(&self) -> Store {
        Store::discover(&self.root).unwrap()
    }

    pub(super) fn put(&self, path: &str, text: &str) -> Result<CommitId, StoreError> {
        let store = self.store();
        let mut change = store.change()?;
        change.put(path, text)?;
        change.commit(&message(&format!("put: {path}")), &scribble)
    }

    pub(super) fn command(&self, program: &str, args: &[&str]) -> Command {
        let home = self.dir.path().join("home");
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.root).stdin(Stdio::null()).env_clear();
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", home).env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ola").env(format!("GIT_{who}_EMAIL"), "ola@acme.example");
        }
        command
    }

    /// Runs git, which must succeed, and returns what it printed.
    #[track_caller]
    pub(super) fn git(&self, args: &[&str]) -> String {
        let (good, text) = self.try_git(args);
        assert!(good, "git {args:?}: {text}");
        text
    }

    pub(super) fn try_git(&self, args: &[&str]) -> (bool, String) {
        let done = self.command("git", args).output().unwrap();
        let text = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        (done.status.success(), text)
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(super) fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.root.join(path)).ok()
    }

    pub(super) fn at_head(&self, path: &str) -> Option<String> {
        let (good, text) = self.try_git(&["show", &format!("HEAD:{path}")]);
        good.then_some(text)
    }

    /// Nothing staged, nothing edited, nothing left over, and git finds no fault with anything.
    #[track_caller]
    pub(super) fn assert_clean(&self) {
        assert_eq!(self.git(&["status", "--porcelain"]), "");
        self.assert_sound();
    }

    #[track_caller]
    pub(super) fn assert_sound(&self) {
        let fsck = self.git(&["fsck", "--strict", "--no-dangling"]);
        assert!(!fsck.contains("error") && !fsck.contains("missing"), "{fsck}");
        // The cached trees must say what the entries say.
        let (index, cached) = (self.root.join(".git/index"), self.dir.path().join("index-copy"));
        std::fs::copy(&index, &cached).unwrap();
        let with = |args: &[&str]| self.command("git", args).env("GIT_INDEX_FILE", &cached).output().unwrap();
        let trusted = with(&["write-tree"]).stdout;
        with(&["read-tree", "--empty"]);
        let entries = self.git(&["ls-files", "-s"]);
        let mut child = self.command("git", &["update-index", "--index-info"]);
        let mut child = child.env("GIT_INDEX_FILE", &cached).stdin(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), entries.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        assert_eq!(trusted, with(&["write-tree"]).stdout, "the index's cached trees are wrong");
        assert!(!self.root.join(".git/clm/act").exists());
        assert!(!self.root.join(".git/index.lock").exists());
    }
}

pub(super) fn message(text: &str) -> Message<'_> {
    static WHO: std::sync::LazyLock<Person> = std::sync::LazyLock::new(person);
    Message { text, trailers: &[("Clm-Act", "test")], author: &WHO, time: noon() }
}

/// A key pair made by ssh-keygen, and a signer that runs it.
pub(super) fn keygen(folder: &Path) -> PathBuf {
    let key = folder.join("key");
    let done = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"]).arg(&key).status();
    assert!(done.unwrap().success());
    key
}

pub(super) fn ssh_sign(key: &Path, bytes: &[u8]) -> Result<String, std::io::Error> {
    let mut child = Command::new("ssh-keygen")
        .args(["-Y", "sign", "-n", "git", "-f"])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), bytes)?;
    Ok(String::from_utf8(child.wait_with_output()?.stdout).unwrap())
}
