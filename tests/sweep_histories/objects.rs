//! Git objects as the model reads them: whole trees flattened, commits line by line, signatures byte by byte. Nothing of
//! `src` is used.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use git2::{Oid, Repository};
use sha2::{Digest as _, Sha512};

/// Every file of a commit, by path: git's mode and the blob.
pub type Files = BTreeMap<String, (u32, Oid)>;

/// Who sealed a commit.
#[derive(Clone, PartialEq, Debug)]
pub enum Seal {
    /// Nobody.
    None,
    /// A signature that does not hold.
    Bad,
    /// It is no commit that clm or git would write.
    Strange,
    /// Whoever has this key.
    Key([u8; 32]),
}

/// A commit, read.
pub struct Commit {
    pub id: Oid,
    pub parents: Vec<Oid>,
    pub email: String,
    pub time: i64,
    pub files: Rc<Files>,
    pub seal: Seal,
}

/// All ancestors of a commit, parents before children.
pub fn history(repo: &Repository, head: Oid) -> Vec<Commit> {
    let (mut done, mut order, mut trees) = (HashMap::new(), Vec::new(), HashMap::new());
    let mut stack = vec![(head, false)];
    while let Some((id, ready)) = stack.pop() {
        if ready {
            order.push(id);
        } else if done.insert(id, ()).is_none() {
            stack.push((id, true));
            stack.extend(parents(&raw(repo, id)).into_iter().map(|parent| (parent, false)));
        }
    }
    order.into_iter().map(|id| commit(repo, id, &mut trees)).collect()
}

fn raw(repo: &Repository, id: Oid) -> Vec<u8> {
    repo.odb().unwrap().read(id).unwrap().data().to_vec()
}

pub fn blob(repo: &Repository, id: Oid) -> Vec<u8> {
    raw(repo, id)
}

fn header(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw).into_owned();
    text.split_once("\n\n").map(|(header, _)| header.to_owned()).unwrap_or(text)
}

fn parents(raw: &[u8]) -> Vec<Oid> {
    header(raw).lines().filter_map(|line| line.strip_prefix("parent ")).map(|hex| hex.parse().unwrap()).collect()
}

fn commit(repo: &Repository, id: Oid, trees: &mut HashMap<Oid, Rc<Files>>) -> Commit {
    let bytes = raw(repo, id);
    let header = header(&bytes);
    let field = |key: &str| header.lines().find_map(|line| line.strip_prefix(key)).unwrap().to_owned();
    let (tree, committer): (Oid, String) = (field("tree ").parse().unwrap(), field("committer "));
    let (who, when) = committer.split_once("> ").unwrap();
    let files = trees.entry(tree).or_insert_with(|| {
        let mut files = Files::new();
        flatten(repo, tree, "", &mut files);
        Rc::new(files)
    });
    Commit {
        id,
        parents: parents(&bytes),
        email: who.split_once('<').unwrap().1.to_owned(),
        time: when.split(' ').next().unwrap().parse().unwrap(),
        files: Rc::clone(files),
        seal: seal(&bytes),
    }
}

fn flatten(repo: &Repository, tree: Oid, prefix: &str, files: &mut Files) {
    let bytes = raw(repo, tree);
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let zero = rest.iter().position(|byte| *byte == 0).unwrap();
        let (mode, name) = std::str::from_utf8(&rest[..zero]).unwrap().split_once(' ').unwrap();
        let mode = u32::from_str_radix(mode, 8).unwrap();
        let id = Oid::from_bytes(&rest[zero + 1..zero + 21]).unwrap();
        let path = format!("{prefix}{name}");
        if mode == 0o40000 {
            flatten(repo, id, &format!("{path}/"), files);
        } else {
            files.insert(path, (mode, id));
        }
        rest = &rest[zero + 21..];
    }
}

/// One tree, parents, author, committer, at most one signature, and nothing else.
fn seal(raw: &[u8]) -> Seal {
    let Ok(text) = std::str::from_utf8(raw) else { return Seal::Strange };
    let Some((header, message)) = text.split_once("\n\n") else { return Seal::Strange };
    if text.contains('\0') {
        return Seal::Strange;
    }
    let (mut state, mut unsigned, mut armour) = (0, String::new(), None::<String>);
    for line in header.split('\n') {
        let next = match line.split_once(' ').map_or(line, |(key, _)| key) {
            "tree" if state == 0 => 1,
            "parent" if state == 1 => 1,
            "author" if state == 1 => 2,
            "committer" if state == 2 => 3,
            "gpgsig" if state == 3 => 4,
            "" if state == 4 => 4,
            _ => return Seal::Strange,
        };
        state = next;
        if state == 4 {
            let piece = line.strip_prefix("gpgsig ").or_else(|| line.strip_prefix(' ')).unwrap();
            armour.get_or_insert_default().push_str(&format!("{piece}\n"));
        } else {
            unsigned.push_str(&format!("{line}\n"));
        }
    }
    match armour {
        None if state == 3 => Seal::None,
        None => Seal::Strange,
        Some(armour) => {
            signed("git", format!("{unsigned}\n{message}").as_bytes(), &armour).map_or(Seal::Bad, Seal::Key)
        }
    }
}

/// The key that made an SSH signature over a message, where it holds.
pub fn signed(namespace: &str, message: &[u8], armour: &str) -> Option<[u8; 32]> {
    let lines: Vec<&str> = armour.lines().collect();
    let (first, rest) = lines.split_first()?;
    let (last, body) = rest.split_last()?;
    if *first != "-----BEGIN SSH SIGNATURE-----" || *last != "-----END SSH SIGNATURE-----" || !armour.ends_with('\n') {
        return None;
    }
    let whole =
        body.iter().rev().skip(1).all(|line| line.len() == 70) && body.last().is_some_and(|line| line.len() <= 70);
    let bytes = STANDARD.decode(body.concat()).ok().filter(|_| whole)?;
    let mut rest = bytes.strip_prefix(b"SSHSIG\0\0\0\x01")?;
    let mut next = || {
        let size = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let found = rest.get(4..4 + size)?;
        rest = &rest[4 + size..];
        Some(found)
    };
    let (key, named, reserved, hash, signature) = (next()?, next()?, next()?, next()?, next()?);
    let framed = |bytes: &[u8], size: usize| -> Option<Vec<u8>> {
        let inner = bytes.strip_prefix(b"\0\0\0\x0bssh-ed25519")?;
        let length = u32::try_from(size).ok()?.to_be_bytes();
        inner.strip_prefix(&length).filter(|inner| inner.len() == size).map(<[u8]>::to_vec)
    };
    let key: [u8; 32] = framed(key, 32)?.try_into().ok()?;
    let signature: [u8; 64] = framed(signature, 64)?.try_into().ok()?;
    if named != namespace.as_bytes() || !reserved.is_empty() || hash != b"sha512" || !rest.is_empty() {
        return None;
    }
    let verifier = ed25519_dalek::VerifyingKey::from_bytes(&key).ok()?;
    let covered = covered(namespace, message);
    verifier.verify_strict(&covered, &ed25519_dalek::Signature::from_bytes(&signature)).ok().map(|()| key)
}

/// The bytes an SSH signature is made over.
pub fn covered(namespace: &str, message: &[u8]) -> Vec<u8> {
    let mut bytes = b"SSHSIG".to_vec();
    for part in [namespace.as_bytes(), b"", b"sha512", &Sha512::digest(message)] {
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap().to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}
