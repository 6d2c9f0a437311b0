//! Names of git objects, so that no other room needs to name libgit2.

use std::fmt;
use std::str::FromStr;

/// The SHA-1 name of a blob or tree, written as 40 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId([u8; 20]);

/// The name of a commit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CommitId(pub(super) ObjectId);

/// The text is not 40 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a git object: expected 40 lower-case hexadecimal digits")]
pub struct ObjectIdError;

impl ObjectId {
    /// From the raw 20 bytes of a tree entry.
    pub(super) fn from_raw(raw: &[u8]) -> Option<Self> {
        raw.try_into().ok().map(Self)
    }

    /// The raw 20 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// As libgit2 has it.
    pub(super) fn oid(self) -> git2::Oid {
        git2::Oid::from_bytes(&self.0).unwrap_or(git2::Oid::ZERO_SHA1)
    }
}

impl CommitId {
    /// The same name as that of an object.
    #[must_use]
    pub fn object(self) -> ObjectId {
        self.0
    }

    /// The first ten digits, by which people are told of a commit.
    #[must_use]
    pub fn short(self) -> String {
        self.to_string().chars().take(10).collect()
    }
}

impl From<git2::Oid> for ObjectId {
    fn from(oid: git2::Oid) -> Self {
        Self::from_raw(oid.as_bytes()).unwrap_or(Self([0; 20]))
    }
}

impl FromStr for ObjectId {
    type Err = ObjectIdError;

    fn from_str(text: &str) -> Result<Self, ObjectIdError> {
        let text = text.as_bytes();
        if text.len() != 40 {
            return Err(ObjectIdError);
        }
        let mut raw = [0; 20];
        for (byte, pair) in raw.iter_mut().zip(text.chunks_exact(2)) {
            *byte = pair.iter().try_fold(0_u8, |sum, digit| Some((sum << 4) | nibble(*digit)?)).ok_or(ObjectIdError)?;
        }
        Ok(Self(raw))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl FromStr for CommitId {
    type Err = ObjectIdError;

    fn from_str(text: &str) -> Result<Self, ObjectIdError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::ObjectId;

    #[test]
    fn one_object_has_one_spelling() {
        let hex = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
        assert_eq!(hex.parse::<ObjectId>().unwrap().to_string(), hex);
        for wrong in [&hex[1..], &hex.to_uppercase(), "", "zz9de29bb2d1d6434b8b29ae775ad8c2e48c5391"] {
            assert!(wrong.parse::<ObjectId>().is_err(), "{wrong}");
        }
    }
}
