//! Objects written by hand: whatever a person with an editor for git's database could write.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey};
use git2::{ObjectType, Oid, Repository};

use super::objects::{Files, covered};

/// How a commit is sealed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hand {
    /// By a key.
    Key(usize),
    /// Not at all.
    None,
    /// By a key, for another message.
    Spoilt(usize),
    /// By a key, with a header beside the signature that no commit of clm's has.
    Odd(usize, usize),
}

/// What else a commit says.
pub struct Sheet<'a> {
    pub parents: &'a [Oid],
    pub email: &'a str,
    pub time: i64,
    pub subject: &'a str,
    pub hand: Hand,
}

pub struct Forge {
    pub repo: Repository,
    keys: Vec<SigningKey>,
}

impl Forge {
    pub fn new(folder: &Path) -> Self {
        let keys = (0..16_u8).map(|place| SigningKey::from_bytes(&[place + 1; 32])).collect();
        let repo = Repository::init(folder).unwrap();
        std::fs::create_dir(folder.join(".clm")).unwrap();
        for mark in ["clm.toml", ".clm/policy.toml"] {
            std::fs::write(folder.join(mark), "").unwrap();
        }
        Self { repo, keys }
    }

    /// The line of a public key.
    pub fn public(&self, key: usize) -> String {
        format!("ssh-ed25519 {}", STANDARD.encode(self.key_blob(key)))
    }

    fn key_blob(&self, key: usize) -> Vec<u8> {
        framed(&[b"ssh-ed25519", self.keys[key].verifying_key().as_bytes()])
    }

    pub fn blob(&self, bytes: impl AsRef<[u8]>) -> Oid {
        self.write(ObjectType::Blob, bytes.as_ref())
    }

    fn write(&self, kind: ObjectType, bytes: &[u8]) -> Oid {
        self.repo.odb().unwrap().write(kind, bytes).unwrap()
    }

    pub fn tree(&self, files: &Files) -> Oid {
        self.level(files.iter().map(|(path, entry)| (path.as_str(), *entry)).collect())
    }

    fn level(&self, files: Vec<(&str, (u32, Oid))>) -> Oid {
        let mut entries: Vec<(String, u32, Oid)> = Vec::new();
        let mut folders = BTreeMap::<&str, Vec<_>>::new();
        for (path, entry) in files {
            match path.split_once('/') {
                Some((folder, name)) => folders.entry(folder).or_default().push((name, entry)),
                None => entries.push((path.to_owned(), entry.0, entry.1)),
            }
        }
        entries.extend(folders.into_iter().map(|(folder, inside)| (folder.to_owned(), 0o40000, self.level(inside))));
        // Git sorts folders as if their names ended in a slash.
        entries.sort_by_key(|(name, mode, _)| if *mode == 0o40000 { format!("{name}/") } else { name.clone() });
        let mut raw = Vec::new();
        for (name, mode, id) in entries {
            raw.extend_from_slice(format!("{mode:o} {name}\0").as_bytes());
            raw.extend_from_slice(id.as_bytes());
        }
        self.write(ObjectType::Tree, &raw)
    }

    pub fn commit(&self, files: &Files, sheet: &Sheet<'_>) -> Oid {
        let Sheet { parents, email, time, subject, hand } = *sheet;
        let parents: String = parents.iter().map(|parent| format!("parent {parent}\n")).collect();
        let who = format!("By Hand <{email}> {time} +0000");
        let header = format!("tree {}\n{parents}author {who}\ncommitter {who}\n", self.tree(files));
        let unsigned = format!("{header}\n{subject}\n");
        let gpgsig = |key: usize, covered: &str| {
            let armour = self.armour(key, "git", covered.as_bytes());
            format!("gpgsig {}\n", armour.trim_end().replace('\n', "\n "))
        };
        let raw = match hand {
            Hand::None => unsigned,
            Hand::Key(key) => format!("{header}{}\n{subject}\n", gpgsig(key, &unsigned)),
            Hand::Spoilt(key) => format!("{header}{}\n{subject}\n", gpgsig(key, &format!("{unsigned}!"))),
            Hand::Odd(key, which) => {
                let signature = gpgsig(key, &unsigned);
                match which % 4 {
                    0 => format!("{header}encoding latin1\n{signature}\n{subject}\n"),
                    1 => format!("{header}{signature}{signature}\n{subject}\n"),
                    2 => format!("{header}{signature}mergetag x\n\n{subject}\n"),
                    _ => format!("{header}{signature}\n{subject}\0\n"),
                }
            }
        };
        self.write(ObjectType::Commit, raw.as_bytes())
    }

    /// An SSH signature as `ssh-keygen -Y sign` writes it.
    pub fn armour(&self, key: usize, namespace: &str, message: &[u8]) -> String {
        let signature = self.keys[key].sign(&covered(namespace, message)).to_bytes();
        let mut bytes = b"SSHSIG\0\0\0\x01".to_vec();
        let parts = [&self.key_blob(key), namespace.as_bytes(), b"", b"sha512", &framed(&[b"ssh-ed25519", &signature])];
        bytes.extend(framed(&parts));
        let encoded = STANDARD.encode(bytes);
        let lines: Vec<&str> = encoded.as_bytes().chunks(70).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
    }
}

fn framed(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap().to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}
