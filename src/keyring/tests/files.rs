//! Keys in files: plain, encrypted, of other kinds, damaged.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use zeroize::Zeroizing;

use super::{Lab, MESSAGE, PASSPHRASE, assert_signs, fault, nobody};
use crate::keyring::{KeyringError, open};
use crate::signature::allowed_signers::{Entry, generate};
use crate::signature::defect::Defect;
use crate::signature::namespace::{COMMIT, STATEMENT};
use crate::signature::sshsig::{canonical, verify};

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
