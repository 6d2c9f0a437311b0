//! The name of a contract: its kind and eight random characters, fixed for ever in its front matter.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Crockford's base32 in lower case: no `i`, `l`, `o` or `u`, so that an id can be read aloud.
pub const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A contract's identity, such as `nda-7k2m9qxt`: `[a-z]+`, a dash, eight characters of [`ALPHABET`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ContractId(String);

/// The text is no contract id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a contract id: expected a kind in lower-case letters, `-` and 8 characters such as `7k2m9qxt`")]
pub struct IdError(String);

impl ContractId {
    /// Builds an id from a kind (`[a-z]+`) and 40 random bits.
    ///
    /// # Errors
    /// When `kind` is not one or more lower-case ASCII letters.
    pub fn new(kind: &str, random: [u8; 5]) -> Result<Self, IdError> {
        let bits = random.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        let suffix: String =
            (0..8).rev().map(|place| char::from(ALPHABET[((bits >> (place * 5)) & 31) as usize])).collect();
        format!("{kind}-{suffix}").parse()
    }

    /// The id a folder's name suggests where nothing in the folder says one: `kind` and the name's last eight
    /// characters, or eight zeroes where those are no suffix.
    #[must_use]
    pub fn by_name(kind: &'static str, folder: &str) -> Self {
        let suffix = folder.rsplit_once('-').map_or("", |(_, suffix)| suffix);
        format!("{kind}-{suffix}").parse().unwrap_or_else(|_| Self(format!("{kind}-00000000")))
    }

    /// What stands before the dash.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.0.split_once('-').map_or("", |(kind, _)| kind)
    }

    /// The eight characters after the dash; a contract's folder ends in them.
    #[must_use]
    pub fn suffix(&self) -> &str {
        self.0.split_once('-').map_or("", |(_, suffix)| suffix)
    }

    /// The whole id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ContractId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let good = text.split_once('-').is_some_and(|(kind, suffix)| {
            !kind.is_empty()
                && kind.len() <= 40
                && kind.bytes().all(|b| b.is_ascii_lowercase())
                && suffix.len() == 8
                && suffix.bytes().all(|b| ALPHABET.contains(&b))
        });
        if good { Ok(Self(text.to_owned())) } else { Err(IdError(text.chars().take(80).collect())) }
    }
}

impl fmt::Display for ContractId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ContractId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ContractId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::ContractId;

    #[test]
    fn forty_bits_become_eight_characters() {
        assert_eq!(ContractId::new("nda", [0; 5]).unwrap().as_str(), "nda-00000000");
        assert_eq!(ContractId::new("nda", [255; 5]).unwrap().as_str(), "nda-zzzzzzzz");
        assert_eq!(ContractId::new("nda", [0, 0, 0, 0, 33]).unwrap().as_str(), "nda-00000011");
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for wrong in [
            "",
            "nda",
            "nda-",
            "-7k2m9qxt",
            "NDA-7k2m9qxt",
            "nda-7k2m9qxl",
            "nda-7k2m9qx",
            "n_a-7k2m9qxt",
            "nda-7k2m9qxt ",
            "nda-7K2M9QXT",
            "nda--7k2m9qxt",
            "é-7k2m9qxt",
        ] {
            assert!(wrong.parse::<ContractId>().is_err(), "{wrong}");
        }
        let id: ContractId = "nda-7k2m9qxt".parse().unwrap();
        assert_eq!((id.kind(), id.suffix()), ("nda", "7k2m9qxt"));
    }
}
