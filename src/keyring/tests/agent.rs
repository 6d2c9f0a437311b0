//! Keys in an agent, and agents that lie.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

use super::{Agent, Lab, MESSAGE, PASSPHRASE, assert_signs, fault, nobody};
use crate::keyring::{KeyringError, open};
use crate::signature::namespace::STATEMENT;

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
