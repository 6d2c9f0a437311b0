//! Keys made, used and refused, against the real `ssh-keygen` and `ssh-agent`.

mod agent;
mod files;
mod making;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use zeroize::Zeroizing;

use super::{KeyringError, Signer};
use crate::signature::allowed_signers::{Entry, generate};
use crate::signature::key::PublicKey;
use crate::signature::namespace::{COMMIT, STATEMENT};
use crate::signature::sshsig::verify;

pub(super) const MESSAGE: &[u8] = b"{\n  \"act\": \"sign\"\n}\n";
pub(super) const PASSPHRASE: &str = "correct horse \u{e5}";

/// A folder of its own in which the OpenSSH programs run.
pub(super) struct Lab(TempDir);

impl Lab {
    pub(super) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn named(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Runs a program hermetically, in this folder.
    pub(super) fn run(&self, program: &str, arguments: &[&str], input: &[u8], environment: &[(&str, &str)]) -> Output {
        let mut child = Command::new(program)
            .args(arguments)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", self.0.path())
            .envs(environment.iter().copied())
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    pub(super) fn keygen(&self, arguments: &[&str]) {
        let output = self.run("ssh-keygen", arguments, b"", &[]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// A key made by ssh-keygen.
    pub(super) fn key(&self, name: &str, kind: &str, passphrase: &str) -> PathBuf {
        self.keygen(&["-q", "-t", kind, "-N", passphrase, "-C", "kari@acme laptop", "-f", name]);
        self.path(name)
    }

    pub(super) fn public(&self, name: &str) -> PublicKey {
        fs::read_to_string(self.path(&format!("{name}.pub"))).unwrap().parse().unwrap()
    }

    /// Whether `ssh-keygen -Y verify` takes an armour for Kari's, by an allowed-signers file of ours.
    pub(super) fn keygen_accepts(&self, key: PublicKey, namespace: &str, message: &[u8], armour: &str) -> bool {
        let entry = Entry {
            principal: "kari@acme.example".parse().unwrap(),
            namespaces: vec![COMMIT.to_owned(), STATEMENT.to_owned()],
            from: Some("2020-01-01T00:00:00Z".parse().unwrap()),
            until: None,
            key,
        };
        fs::write(self.path("allowed"), generate("for a test", &[entry]).unwrap()).unwrap();
        fs::write(self.path("armour"), armour).unwrap();
        let arguments = ["-Y", "verify", "-f", "allowed", "-I", "kari@acme.example", "-n", namespace, "-s", "armour"];
        self.run("ssh-keygen", &arguments, message, &[]).status.success()
    }
}

/// An ssh-agent of the test's own, ended with it.
pub(super) struct Agent {
    child: Child,
    socket: PathBuf,
}

impl Agent {
    pub(super) fn start(lab: &Lab) -> Self {
        let socket = lab.path("agent.sock");
        let child = Command::new("ssh-agent")
            .args(["-D", "-a", socket.to_str().unwrap()])
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", lab.0.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while !socket.exists() {
            assert!(start.elapsed() < Duration::from_secs(20), "ssh-agent does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { child, socket }
    }

    pub(super) fn add(&self, lab: &Lab, name: &str) {
        let socket = [("SSH_AUTH_SOCK", self.socket.to_str().unwrap())];
        let output = lab.run("ssh-add", &["-q", name], b"", &socket);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn nobody(path: &Path) -> Option<Zeroizing<String>> {
    panic!("asked for the passphrase of {}", path.display())
}

pub(super) fn fault(result: Result<Box<dyn Signer>, KeyringError>) -> KeyringError {
    match result {
        Ok(_) => panic!("opened"),
        Err(error) => error,
    }
}

/// Our check and ssh-keygen's agree that the signer signs, for this message and purpose alone.
pub(super) fn assert_signs(lab: &Lab, signer: &dyn Signer) {
    let armour = signer.sign(STATEMENT, MESSAGE).unwrap();
    assert_eq!(verify(STATEMENT, MESSAGE, armour.as_bytes()), Ok(*signer.public()));
    assert!(lab.keygen_accepts(*signer.public(), STATEMENT, MESSAGE, &armour));
    assert!(!lab.keygen_accepts(*signer.public(), COMMIT, MESSAGE, &armour));
    assert!(!lab.keygen_accepts(*signer.public(), STATEMENT, b"other", &armour));
}
