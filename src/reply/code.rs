//! The spoken code: 80 random bits said over another way than the page travels, and the proof that a signer knew them.
//!
//! **Owns** the code's spelling and the HMAC over what is signed. **Refuses to know** where a code comes from and where a
//! proof lies. **Invariants**: a code is never shown but by its owner's [`fmt::Display`]; proofs are compared in constant
//! time.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::contract::digest::Digest;

/// Crockford's base32: no I, L, O, U, so that nothing is misheard as a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code.
const LENGTH: usize = 16;
/// The first line of what a proof is over.
const DOMAIN: &str = "clm-code-v1";

/// 80 bits, spoken as `K7QM-3XPA-9ZTR-04BC`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code([u8; 10]);

/// Why typed characters are no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Too few or too many characters.
    #[error("a code has 16 letters and digits, this one has {0}")]
    Length(usize),
    /// A character that no code has.
    #[error("`{}` stands in no code", .0.escape_default())]
    Character(char),
}

/// What a proof binds a code to: nothing of it can be changed without knowing the code.
#[derive(Debug, Clone, Copy)]
pub struct Bound<'a> {
    /// Digest of the act that sent the page.
    pub send: Digest,
    /// The revision of the agreement that is answered.
    pub revision: Digest,
    /// Fingerprint of the signing key, `SHA256:…`.
    pub key: &'a str,
    /// The signatory's address; the party's name where the contract gives none.
    pub who: &'a str,
}

impl Code {
    /// The code with these 80 bits.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 10]) -> Self {
        Self(bytes)
    }

    /// The proof that whoever made it knew this code.
    #[must_use]
    pub fn proof(&self, bound: &Bound<'_>) -> [u8; 32] {
        self.mac(bound).finalize().into_bytes().into()
    }

    /// Whether a proof was made with this code.
    #[must_use]
    pub fn proves(&self, bound: &Bound<'_>, proof: &[u8; 32]) -> bool {
        self.mac(bound).verify_slice(proof).is_ok()
    }

    fn mac(&self, bound: &Bound<'_>) -> Hmac<Sha256> {
        // HMAC takes keys of any length: ten bytes are padded to the block.
        let mut key = [0_u8; 64];
        key.iter_mut().zip(self.0).for_each(|(place, byte)| *place = byte);
        let mut mac = Hmac::<Sha256>::new(&key.into());
        let Bound { send, revision, key, who } = bound;
        mac.update(format!("{DOMAIN}\n{send}\n{revision}\n{key}\n{who}\n").as_bytes());
        mac
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.0.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
        for place in 0..LENGTH {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            let shift = 5_usize.saturating_mul(LENGTH.saturating_sub(1).saturating_sub(place));
            let index = usize::try_from((bits >> shift) & 31).unwrap_or_default();
            write!(f, "{}", char::from(ALPHABET.get(index).copied().unwrap_or(b'0')))?;
        }
        Ok(())
    }
}

/// A code in a log is a code given away.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl FromStr for Code {
    type Err = CodeError;

    /// As people type it: any case, blanks and dashes anywhere, `O` for nought, `I` and `L` for one.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let mut bits = 0_u128;
        let mut count = 0_usize;
        for character in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '‑' | '.'))
        {
            let meant = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = ALPHABET.iter().position(|known| char::from(*known) == meant);
            let value = value.ok_or(CodeError::Character(character))?;
            count = count.saturating_add(1);
            bits = (bits << 5) | value as u128;
        }
        if count != LENGTH {
            return Err(CodeError::Length(count));
        }
        let mut bytes = [0_u8; 10];
        bytes.iter_mut().zip(bits.to_be_bytes().into_iter().skip(6)).for_each(|(place, byte)| *place = byte);
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Bound, Code, CodeError};
    use crate::contract::digest::Digest;

    fn bound(who: &str) -> Bound<'_> {
        Bound { send: Digest::of(b"send"), revision: Digest::of(b"text"), key: "SHA256:abc", who }
    }

    proptest! {
        #[test]
        fn what_is_spoken_is_what_is_typed(bytes in any::<[u8; 10]>()) {
            let spoken = Code::from_bytes(bytes).to_string();
            assert_eq!(spoken.len(), 19);
            assert_eq!(spoken.parse::<Code>().unwrap(), Code::from_bytes(bytes));
            assert_eq!(spoken.to_lowercase().replace('-', " ").parse::<Code>().unwrap(), Code::from_bytes(bytes));
        }

        #[test]
        fn nothing_typed_panics(text in ".{0,40}") {
            let _ = text.parse::<Code>();
        }
    }

    #[test]
    fn the_spelling_is_fixed() {
        assert_eq!(Code::from_bytes([0; 10]).to_string(), "0000-0000-0000-0000");
        assert_eq!(Code::from_bytes([0xff; 10]).to_string(), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
        assert_eq!(Code::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]).to_string(), "0000-0000-0000-0001");
        assert_eq!("oooo-ooOO-0000-000l".parse::<Code>().unwrap().to_string(), "0000-0000-0000-0001");
        assert_eq!("K7QM".parse::<Code>(), Err(CodeError::Length(4)));
        assert_eq!("00000000000000000".parse::<Code>(), Err(CodeError::Length(17)));
        assert_eq!("U000-0000-0000-0000".parse::<Code>(), Err(CodeError::Character('U')));
        assert_eq!("".parse::<Code>(), Err(CodeError::Length(0)));
    }

    /// Checked against Python's `hmac`: key `bytes(range(10))`.
    #[test]
    fn the_proof_is_hmac_sha256_over_the_lines() {
        let code = Code::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let hex: String = code.proof(&bound("kari@acme.example")).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "c6482c99b337ef32fd0f6c2c51100905c6c68866197e070c37a315a0cc17e43d");
    }

    #[test]
    fn a_proof_serves_one_code_one_send_one_text_one_key_one_person() {
        let code = Code::from_bytes([7; 10]);
        let proof = code.proof(&bound("kari@acme.example"));
        assert!(code.proves(&bound("kari@acme.example"), &proof));
        assert!(!Code::from_bytes([8; 10]).proves(&bound("kari@acme.example"), &proof));
        assert!(!code.proves(&bound("ola@acme.example"), &proof));
        let whole = bound("kari@acme.example");
        assert!(!code.proves(&Bound { send: Digest::of(b"other"), ..whole }, &proof));
        assert!(!code.proves(&Bound { revision: Digest::of(b"other"), ..whole }, &proof));
        assert!(!code.proves(&Bound { key: "SHA256:abd", ..whole }, &proof));
    }

    #[test]
    fn a_code_is_not_logged() {
        assert_eq!(format!("{:?}", Code::from_bytes([7; 10])), "Code(…)");
    }
}
