//! New keys.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use zeroize::Zeroizing;

use super::{Lab, PASSPHRASE, assert_signs};
use crate::keyring::{KeyringError, create, open};

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
