//! Keys made, used and refused, against the real `ssh-keygen` and `ssh-agent`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use zeroize::Zeroizing;

use super::{KeyringError, Signer, create, open};
use crate::signature::allowed_signers::{Entry, generate};
use crate::signature::defect::Defect;
use crate::signature::key::PublicKey;
use crate::signature::namespace::{COMMIT, STATEMENT};
use crate::signature::sshsig::{canonical, verify};

const MESSAGE: &[u8] = b"{\n  \"act\": \"sign\"\n}\n";
const PASSPHRASE: &str = "correct horse \u{e5}";

/// A folder of its own in which the OpenSSH programs run.
struct Lab(TempDir);

impl Lab {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn named(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Runs a program hermetically, in this folder.
    fn run(&self, program: &str, arguments: &[&str], input: &[u8], environment: &[(&str, &str)]) -> Output {
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

    fn keygen(&self, arguments: &[&str]) {
        let output = self.run("ssh-keygen", arguments, b"", &[]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// A key made by ssh-keygen.
    fn key(&self, name: &str, kind: &str, passphrase: &str) -> PathBuf {
        self.keygen(&["-q", "-t", kind, "-N", passphrase, "-C", "kari@acme laptop", "-f", name]);
        self.path(name)
    }

    fn public(&self, name: &str) -> PublicKey {
        fs::read_to_string(self.path(&format!("{name}.pub"))).unwrap().parse().unwrap()
    }

    /// Whether `ssh-keygen -Y verify` takes an armour for Kari's, by an allowed-signers file of ours.
    fn keygen_accepts(&self, key: PublicKey, namespace: &str, message: &[u8], armour: &str) -> bool {
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
struct Agent {
    child: Child,
    socket: PathBuf,
}

impl Agent {
    fn start(lab: &Lab) -> Self {
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

    fn add(&self, lab: &Lab, name: &str) {
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

fn nobody(path: &Path) -> Option<Zeroizing<String>> {
    panic!("asked for the passphrase of {}", path.display())
}

fn fault(result: Result<Box<dyn Signer>, KeyringError>) -> KeyringError {
    match result {
        Ok(_) => panic!("opened"),
        Err(error) => error,
    }
}

/// Our check and ssh-keygen's agree that the signer signs, for this message and purpose alone.
fn assert_signs(lab: &Lab, signer: &dyn Signer) {
    let armour = signer.sign(STATEMENT, MESSAGE).unwrap();
    assert_eq!(verify(STATEMENT, MESSAGE, armour.as_bytes()), Ok(*signer.public()));
    assert!(lab.keygen_accepts(*signer.public(), STATEMENT, MESSAGE, &armour));
    assert!(!lab.keygen_accepts(*signer.public(), COMMIT, MESSAGE, &armour));
    assert!(!lab.keygen_accepts(*signer.public(), STATEMENT, b"other", &armour));
}

#[test]
fn a_plain_key_file_signs_and_ssh_keygen_agrees() {
    let lab = Lab::new();
    lab.key("id", "ed25519", "");
    for name in ["id", "id.pub"] {
        let signer = open(&lab.named(name), None, &mut nobody).unwrap();
        assert_eq!(*signer.public(), lab.public("id"));
        assert_signs(&lab, signer.as_ref());
    }
    let printed = lab.run("ssh-keygen", &["-l", "-f", "id.pub"], b"", &[]);
    assert!(String::from_utf8(printed.stdout).unwrap().contains(&lab.public("id").fingerprint()));
}

#[test]
fn what_ssh_keygen_signs_is_read_to_the_byte() {
    let lab = Lab::new();
    lab.key("id", "ed25519", "");
    let signer = open(&lab.named("id"), None, &mut nobody).unwrap();
    for namespace in [STATEMENT, COMMIT] {
        for message in [MESSAGE, b"", b"\0\r\n\xff"] {
            let output = lab.run("ssh-keygen", &["-q", "-Y", "sign", "-f", "id", "-n", namespace], message, &[]);
            let theirs = String::from_utf8(output.stdout).unwrap();
            assert_eq!(verify(namespace, message, theirs.as_bytes()), Ok(lab.public("id")));
            assert_eq!(signer.sign(namespace, message).unwrap(), theirs, "ed25519 signs the same way everywhere");
            assert_eq!(canonical(theirs.replace('\n', "\r\n").as_bytes()), Ok(theirs));
        }
    }
    let output =
        lab.run("ssh-keygen", &["-q", "-Y", "sign", "-f", "id", "-n", STATEMENT, "-O", "hashalg=sha256"], MESSAGE, &[]);
    assert!(output.status.success());
    assert_eq!(verify(STATEMENT, MESSAGE, &output.stdout), Err(Defect::HashSha256));
}

#[test]
fn a_window_means_the_same_to_ssh_keygen_and_to_us() {
    let lab = Lab::new();
    lab.key("id", "ed25519", "");
    let armour = open(&lab.named("id"), None, &mut nobody).unwrap().sign(STATEMENT, MESSAGE).unwrap();
    fs::write(lab.path("armour"), armour).unwrap();
    let entry = Entry {
        principal: "kari@acme.example".parse().unwrap(),
        namespaces: vec![STATEMENT.to_owned()],
        from: Some("2026-01-02T03:04:05Z".parse().unwrap()),
        until: Some("2026-06-30T12:00:00Z".parse().unwrap()),
        key: lab.public("id"),
    };
    fs::write(lab.path("allowed"), generate("", std::slice::from_ref(&entry)).unwrap()).unwrap();
    for (time, good) in [
        ("2026-01-02T03:04:04Z", false),
        ("2026-01-02T03:04:05Z", true),
        ("2026-06-30T12:00:00Z", true),
        ("2026-06-30T12:00:01Z", false),
    ] {
        let option = format!("verify-time={}", time.replace(['-', ':', 'T'], ""));
        let arguments = [
            "-Y",
            "verify",
            "-f",
            "allowed",
            "-I",
            "kari@acme.example",
            "-n",
            STATEMENT,
            "-s",
            "armour",
            "-O",
            &option,
        ];
        assert_eq!(lab.run("ssh-keygen", &arguments, MESSAGE, &[]).status.success(), good, "{time}");
        assert_eq!(entry.permits(&entry.principal, STATEMENT, time.parse().unwrap()), good, "{time}");
    }
}

#[test]
fn other_key_types_are_refused_by_name() {
    let lab = Lab::new();
    for (kind, name) in [("rsa", "ssh-rsa"), ("ecdsa", "ecdsa-sha2-nistp256")] {
        lab.key(kind, kind, "");
        for file in [kind.to_owned(), format!("{kind}.pub")] {
            match fault(open(&lab.named(&file), None, &mut nobody)) {
                KeyringError::OtherType(found) => assert_eq!(found, name),
                other => panic!("{other}"),
            }
        }
        let output = lab.run("ssh-keygen", &["-q", "-Y", "sign", "-f", kind, "-n", STATEMENT], MESSAGE, &[]);
        assert_eq!(verify(STATEMENT, MESSAGE, &output.stdout), Err(Defect::KeyType(name.to_owned())));
    }
    let security = "key::sk-ssh-ed25519@openssh.com AAAA";
    assert!(matches!(fault(open(security, None, &mut nobody)), KeyringError::SecurityKey(_)));
}

#[test]
fn an_encrypted_key_asks_for_its_passphrase() {
    let lab = Lab::new();
    lab.key("id", "ed25519", PASSPHRASE);
    let mut asked = Vec::new();
    let mut answers = vec![PASSPHRASE, "wrong"];
    let mut ask = |path: &Path| {
        asked.push(path.to_owned());
        answers.pop().map(|answer| Zeroizing::new(answer.to_owned()))
    };
    let signer = open(&lab.named("id"), None, &mut ask).unwrap();
    assert_signs(&lab, signer.as_ref());
    assert_eq!(asked, [lab.path("id"), lab.path("id")], "once wrong, once right");
    assert!(matches!(fault(open(&lab.named("id"), None, &mut |_| None)), KeyringError::PassphraseNeeded(_)));
    let mut tries = 0;
    let mut wrong = |_: &Path| {
        tries += 1;
        Some(Zeroizing::new(String::from("wrong")))
    };
    let error = fault(open(&lab.named("id"), None, &mut wrong));
    assert!(matches!(error, KeyringError::WrongPassphrase(_)));
    assert_eq!(tries, 3);
}

#[test]
fn a_key_that_others_can_read_is_not_used() {
    let lab = Lab::new();
    let path = lab.key("id", "ed25519", "");
    for mode in [0o640, 0o604, 0o620, 0o666, 0o611] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        for name in ["id", "id.pub"] {
            match fault(open(&lab.named(name), None, &mut nobody)) {
                KeyringError::OpenToOthers { mode: found, .. } => assert_eq!(found, mode),
                other => panic!("{other}"),
            }
        }
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(open(&lab.named("id"), None, &mut nobody).is_ok());
}

fn private(lab: &Lab, name: &str, text: &[u8]) -> String {
    fs::write(lab.path(name), text).unwrap();
    fs::set_permissions(lab.path(name), fs::Permissions::from_mode(0o600)).unwrap();
    lab.named(name)
}

#[test]
fn damaged_and_foreign_files_are_refused() {
    let lab = Lab::new();
    let text = fs::read_to_string(lab.key("id", "ed25519", "")).unwrap();
    lab.keygen(&["-q", "-t", "rsa", "-m", "PEM", "-N", "", "-f", "pem"]);
    let pem = fs::read(lab.path("pem")).unwrap();
    let cases = [
        text.as_bytes()[..150].to_vec(),
        text.replacen("AAAA", "AAAB", 1).into_bytes(),
        pem,
        b"PuTTY-User-Key-File-3: ssh-ed25519\n".to_vec(),
        Vec::new(),
        b"hello\n".to_vec(),
        b"\xff\xfe\x00".to_vec(),
        vec![b'x'; 100_000],
    ];
    for (number, case) in cases.iter().enumerate() {
        let error = fault(open(&private(&lab, "bad", case), None, &mut nobody));
        assert!(matches!(error, KeyringError::NotAKey { .. }), "case {number}: {error}");
    }
    assert!(matches!(fault(open(&lab.named("absent"), None, &mut nobody)), KeyringError::NotFound(_)));
    assert!(matches!(fault(open(&lab.named(""), None, &mut nobody)), KeyringError::NotAKey { .. }), "a folder");
}

#[test]
fn files_that_are_no_pair_are_refused() {
    let lab = Lab::new();
    lab.key("one", "ed25519", "");
    lab.key("two", "ed25519", "");
    fs::copy(lab.path("one.pub"), lab.path("two.pub")).unwrap();
    assert!(matches!(fault(open(&lab.named("two.pub"), None, &mut nobody)), KeyringError::NotAPair(_)));
}

#[test]
fn the_agent_signs_for_files_and_literals() {
    let lab = Lab::new();
    lab.key("id", "ed25519", "");
    lab.key("other", "ed25519", "");
    lab.key("rsa", "rsa", "");
    let agent = Agent::start(&lab);
    for name in ["other", "rsa", "id"] {
        agent.add(&lab, name);
    }
    let (public, socket) = (lab.public("id"), Some(agent.socket.as_path()));
    fs::rename(lab.path("id"), lab.path("away")).unwrap();
    for named in [lab.named("id.pub"), format!("key::{public}"), format!("{public} kari@acme laptop")] {
        let signer = open(&named, socket, &mut nobody).unwrap();
        assert_eq!(*signer.public(), public);
        assert_signs(&lab, signer.as_ref());
        assert!(matches!(fault(open(&named, None, &mut nobody)), KeyringError::NoAgent(_)));
    }
    let absent = crate::signature::testing::Hand::new(9).public();
    assert!(matches!(fault(open(&format!("key::{absent}"), socket, &mut nobody)), KeyringError::NotInAgent(_)));
    assert!(matches!(fault(open("key::nonsense", socket, &mut nobody)), KeyringError::PublicKey(_)));

    let signer = open(&format!("key::{public}"), socket, &mut nobody).unwrap();
    let environment = [("SSH_AUTH_SOCK", agent.socket.to_str().unwrap())];
    assert!(lab.run("ssh-add", &["-q", "-D"], b"", &environment).status.success());
    assert!(matches!(signer.sign(STATEMENT, MESSAGE), Err(KeyringError::AgentRefused)));
    drop(agent);
    assert!(matches!(signer.sign(STATEMENT, MESSAGE), Err(KeyringError::Agent(_))));
}

#[test]
fn an_encrypted_key_in_the_agent_needs_no_passphrase() {
    let lab = Lab::new();
    lab.key("id", "ed25519", "");
    let agent = Agent::start(&lab);
    agent.add(&lab, "id");
    lab.keygen(&["-q", "-p", "-P", "", "-N", PASSPHRASE, "-f", "id"]);
    for name in ["id", "id.pub"] {
        let signer = open(&lab.named(name), Some(&agent.socket), &mut nobody).unwrap();
        assert_signs(&lab, signer.as_ref());
    }
    let mut asked = false;
    let mut ask = |_: &Path| {
        asked = true;
        Some(Zeroizing::new(PASSPHRASE.to_owned()))
    };
    assert!(open(&lab.named("id"), Some(&lab.path("no.sock")), &mut ask).is_ok(), "a dead agent is passed over");
    assert!(asked);
}

/// An agent that answers every request with the same bytes.
fn fake_agent(lab: &Lab, answers: Vec<Vec<u8>>) -> PathBuf {
    let socket = lab.path("fake.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    std::thread::spawn(move || {
        for answer in answers {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let mut length = [0; 4];
            let _ = stream.read_exact(&mut length);
            let mut request = vec![0; u32::from_be_bytes(length) as usize];
            let _ = stream.read_exact(&mut request);
            let _ = stream.write_all(&answer);
        }
    });
    socket
}

fn framed(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 1).unwrap().to_be_bytes();
    [&length[..], &[kind], body].concat()
}

#[test]
fn a_lying_agent_gets_nothing_accepted() {
    use crate::signature::wire::put_string;
    let hand = crate::signature::testing::Hand::new(1);
    let listed = {
        let mut body = 1_u32.to_be_bytes().to_vec();
        put_string(&mut body, &hand.public().blob());
        put_string(&mut body, b"comment");
        framed(12, &body)
    };
    let signed = |kind: &[u8], signature: &[u8]| {
        let (mut inner, mut body) = (Vec::new(), Vec::new());
        put_string(&mut inner, kind);
        put_string(&mut inner, signature);
        put_string(&mut body, &inner);
        framed(14, &body)
    };
    let other = crate::signature::testing::Hand::new(2);
    let by_other = other.raw(&crate::signature::sshsig::signed_data(STATEMENT, MESSAGE));
    for (answer, bad_signature) in [
        (signed(b"ssh-ed25519", &by_other), true),
        (signed(b"ssh-ed25519", &[0; 64]), true),
        (signed(b"ssh-ed25519", &[0; 63]), false),
        (signed(b"ssh-rsa", &[0; 64]), false),
        (framed(14, b""), false),
        (framed(14, &[255; 8]), false),
        (vec![255, 255, 255, 255, 14], false),
        (vec![0, 0, 0, 0], false),
    ] {
        let lab = Lab::new();
        let socket = fake_agent(&lab, vec![listed.clone(), answer]);
        let signer = open(&format!("key::{}", hand.public()), Some(&socket), &mut nobody).unwrap();
        match signer.sign(STATEMENT, MESSAGE) {
            Err(KeyringError::BadSignature(_)) => assert!(bad_signature),
            Err(KeyringError::AgentAnswer) => assert!(!bad_signature),
            other => panic!("{other:?}"),
        }
    }
    for answer in [vec![], framed(5, b""), framed(12, &[255; 4]), framed(12, &[0, 0, 0, 1, 0])] {
        let lab = Lab::new();
        let socket = fake_agent(&lab, vec![answer]);
        assert!(open(&format!("key::{}", hand.public()), Some(&socket), &mut nobody).is_err());
    }
}

#[test]
fn a_new_pair_is_one_that_ssh_keygen_reads() {
    let lab = Lab::new();
    for (name, passphrase) in [("plain", None), ("locked", Some(PASSPHRASE)), ("folder/empty", Some(""))] {
        let public = create(&lab.path(name), "kari@acme new", passphrase).unwrap();
        let mode = |name: &str| fs::metadata(lab.path(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(name), 0o600);
        assert_eq!(fs::read_to_string(lab.path(&format!("{name}.pub"))).unwrap(), format!("{public} kari@acme new\n"));
        let secret = passphrase.unwrap_or_default();
        let printed = lab.run("ssh-keygen", &["-y", "-P", secret, "-f", name], b"", &[]);
        assert_eq!(String::from_utf8(printed.stdout).unwrap().trim_end(), format!("{public} kari@acme new"));
        let wrong = lab.run("ssh-keygen", &["-y", "-P", "wrong", "-f", name], b"", &[]);
        assert_eq!(wrong.status.success(), secret.is_empty());
        let signer = open(&lab.named(name), None, &mut |_| Some(Zeroizing::new(secret.to_owned()))).unwrap();
        assert_eq!(*signer.public(), public);
        assert_signs(&lab, signer.as_ref());
    }
    assert_ne!(lab.public("plain"), lab.public("locked"));
}

#[test]
fn a_key_is_never_overwritten() {
    let lab = Lab::new();
    create(&lab.path("id"), "", None).unwrap();
    let before = (fs::read(lab.path("id")).unwrap(), fs::read(lab.path("id.pub")).unwrap());
    assert!(matches!(create(&lab.path("id"), "", None), Err(KeyringError::Exists(_))));
    fs::remove_file(lab.path("id.pub")).unwrap();
    assert!(matches!(create(&lab.path("id"), "", None), Err(KeyringError::Exists(_))));
    assert!(!lab.path("id.pub").exists());
    assert_eq!(fs::read(lab.path("id")).unwrap(), before.0);
    fs::write(lab.path("new.pub"), before.1).unwrap();
    assert!(matches!(create(&lab.path("new"), "", None), Err(KeyringError::Exists(_))));
    assert!(!lab.path("new").exists());
    assert!(matches!(create(&lab.path("x"), "a\nb", None), Err(KeyringError::Comment)));
    assert!(matches!(create(Path::new("/proc/no/such"), "", None), Err(KeyringError::Write { .. })));
}
