//! Principals: the one spelling under which a signer is known.
//!
//! A name with a wildcard, comma, quote or space in a generated `allowed_signers` would let one key sign as anyone, so
//! the grammar is narrow: one lower-case, e-mail-like ASCII token.

use std::fmt;
use std::str::FromStr;

/// The longest principal, in bytes (as for a mailbox in RFC 5321).
const LONGEST: usize = 254;

/// A signer's e-mail address: `local@domain`, lower-case ASCII letters, digits and `.`, `_`, `+`, `-`; each dot-separated
/// part begins and ends with a letter or digit (`_`, `+` and `-` may end the local part).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Principal(String);

/// The text cannot name a signer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` cannot name a signer: expected one lower-case ASCII address such as `kari@acme.example`")]
pub struct PrincipalError(String);

impl Principal {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Principal {
    type Err = PrincipalError;

    fn from_str(text: &str) -> Result<Self, PrincipalError> {
        let good = text.len() <= LONGEST
            && text.split_once('@').is_some_and(|(local, domain)| {
                local.split('.').all(is_local_part) && domain.split('.').all(is_domain_part)
            });
        if good { Ok(Self(text.to_owned())) } else { Err(PrincipalError(text.chars().take(80).collect())) }
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn is_local_part(part: &str) -> bool {
    part.bytes().next().is_some_and(is_plain)
        && part.bytes().all(|byte| is_plain(byte) || matches!(byte, b'_' | b'+' | b'-'))
}

fn is_domain_part(part: &str) -> bool {
    part.bytes().next().is_some_and(is_plain)
        && part.bytes().next_back().is_some_and(is_plain)
        && part.bytes().all(|byte| is_plain(byte) || byte == b'-')
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Principal;

    #[test]
    fn addresses_are_principals() {
        for good in ["kari@acme.example", "a.b+c_d-e@x1.co-op.example", "1@2", "ci@localhost"] {
            assert_eq!(good.parse::<Principal>().unwrap().as_str(), good);
        }
    }

    #[test]
    fn what_could_match_more_than_one_signer_is_refused() {
        let long = format!("{}@acme.example", "a".repeat(250));
        for wrong in [
            "",
            "*",
            "kari",
            "@acme.example",
            "kari@",
            "*@acme.example",
            "k?ri@acme.example",
            "!kari@acme.example",
            "#kari@acme.example",
            "-kari@acme.example",
            "kari@acme.example,eve@evil.example",
            "kari @acme.example",
            " kari@acme.example",
            "kari@acme.example ",
            "kari@acme.example\n",
            "kari\t@acme.example",
            "\"kari\"@acme.example",
            "'kari'@acme.example",
            "Kari@acme.example",
            "kari@Acme.example",
            "kari@acme@example",
            "kari@acme..example",
            ".kari@acme.example",
            "kari.@acme.example",
            "kari@-acme.example",
            "kari@acme.example.",
            "kåri@acme.example",
            "k\u{430}ri@acme.example",
            "kari@acme.example\0",
            "kari\\@acme.example",
            long.as_str(),
        ] {
            assert!(wrong.parse::<Principal>().is_err(), "{wrong:?}");
        }
    }
}
