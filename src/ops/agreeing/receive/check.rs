//! The signature first: what was signed, by which key, before anything it says is looked at.

use super::incoming::{Incoming, What};
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::reply::{Reply, Response, Said};
use crate::signature::key::PublicKey;
use crate::signature::statement::{CodeHmac, Statement};
use crate::signature::{namespace, sshsig};

/// Words, and the key that verifiably signed them.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What they are.
    pub heard: Heard,
    /// Who signed.
    pub key: PublicKey,
    /// The signature in its one spelling.
    pub armour: String,
    /// The exact bytes that were signed.
    pub bytes: Vec<u8>,
    /// The reply file, where one carried them.
    pub reply: Option<Vec<u8>>,
}

/// The two things a page signs.
#[derive(Debug, Clone)]
pub enum Heard {
    /// They sign or decline.
    Statement(Box<Statement>),
    /// They comment, or ask for other wording.
    Response(Box<Response>),
}

/// The person who speaks.
#[derive(Debug, Clone, Copy)]
pub struct Speaker<'a> {
    /// Full name.
    pub name: &'a str,
    /// Their address.
    pub email: &'a str,
    /// The party they speak for.
    pub party: &'a str,
    /// As what.
    pub capacity: Option<&'a str>,
}

impl Checked {
    /// Who speaks.
    #[must_use]
    pub fn speaker(&self) -> Speaker<'_> {
        match &self.heard {
            Heard::Statement(statement) => {
                let one = &statement.signer;
                let (email, capacity) = (one.email.as_str(), one.capacity.as_deref());
                Speaker { name: &one.name, email, party: &one.party, capacity }
            }
            Heard::Response(response) => {
                let one = &response.signer;
                let (email, capacity) = (one.email.as_str(), one.capacity.as_deref());
                Speaker { name: &one.name, email, party: &one.party, capacity }
            }
        }
    }

    /// The contract they speak of.
    #[must_use]
    pub fn contract(&self) -> &ContractId {
        match &self.heard {
            Heard::Statement(statement) => &statement.contract,
            Heard::Response(response) => &response.contract,
        }
    }

    /// The send they answer.
    #[must_use]
    pub fn send(&self) -> Option<Digest> {
        match &self.heard {
            Heard::Statement(statement) => statement.send,
            Heard::Response(response) => Some(response.send),
        }
    }

    /// The revision they speak of.
    #[must_use]
    pub fn revision(&self) -> Digest {
        match &self.heard {
            Heard::Statement(statement) => statement.revision(),
            Heard::Response(response) => response.revision,
        }
    }

    /// The rendering they were shown.
    #[must_use]
    pub fn shown(&self) -> Option<Digest> {
        match &self.heard {
            Heard::Statement(statement) => statement.shown,
            Heard::Response(response) => Some(response.shown),
        }
    }

    /// The proof that they knew the spoken code.
    #[must_use]
    pub fn proof(&self) -> Option<CodeHmac> {
        match &self.heard {
            Heard::Statement(statement) => statement.code_hmac,
            Heard::Response(response) => response.code_hmac,
        }
    }

    /// When, as they claim.
    #[must_use]
    pub fn claimed(&self) -> chrono::DateTime<chrono::Utc> {
        match &self.heard {
            Heard::Statement(statement) => statement.claimed,
            Heard::Response(response) => response.claimed,
        }
    }

    /// Digest of what was signed.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }
}

/// Checks what was signed and its signature, before anybody is asked anything.
///
/// # Errors
/// When the words are none a page or `sign --prepare` writes, or the signature is not over them.
pub fn check(incoming: &Incoming) -> Result<Checked> {
    match &incoming.what {
        What::Signed { statement, signature } => signed(statement, signature),
        What::Reply(reply) => replied(reply),
    }
}

fn failed(code: &'static str, message: String) -> Error {
    Error::new(Kind::VerificationFailed, code, message)
        .hint("ask for the two files again as they are: any change on the way breaks the signature")
}

fn signed(statement: &[u8], signature: &[u8]) -> Result<Checked> {
    let said = Statement::parse(statement)
        .map_err(|fault| failed("statement", format!("this is no statement as clm prepared it: {fault}")))?;
    let armour =
        sshsig::canonical(signature).map_err(|defect| failed("signature", format!("the signature file: {defect}")))?;
    let key = sshsig::verify(namespace::STATEMENT, statement, armour.as_bytes())
        .map_err(|defect| failed("signature", format!("the signature does not fit the statement: {defect}")))?;
    named_key(&said.signer.key, &key)?;
    Ok(Checked { heard: Heard::Statement(Box::new(said)), key, armour, bytes: statement.to_vec(), reply: None })
}

/// The statement names the key that signed it.
fn named_key(named: &str, key: &PublicKey) -> Result<()> {
    if key.fingerprint() == named {
        return Ok(());
    }
    Err(failed("other-key", format!("it was prepared for the key {named}, but {} signed", key.fingerprint())))
}

fn replied(reply: &Reply) -> Result<Checked> {
    let failed = |code, message: String| {
        Error::new(Kind::VerificationFailed, code, message).hint(
            "it was changed after it was signed, or made by something else than our page: ask them for the file their \
             page made, and by telephone whether they sent it",
        )
    };
    let (text, purpose) = match &reply.said {
        Said::Statement(text) => (text, namespace::STATEMENT),
        Said::Response(text) => (text, namespace::RESPONSE),
    };
    let heard = match &reply.said {
        Said::Statement(text) => {
            Statement::parse(text.as_bytes()).map(|said| Heard::Statement(Box::new(said))).map_err(|fault| {
                failed("statement", format!("the reply's statement is not as a page writes it: {fault}"))
            })?
        }
        Said::Response(text) => Response::parse(text)
            .map(|said| Heard::Response(Box::new(said)))
            .map_err(|fault| failed("response", format!("the reply's words are not as a page writes them: {fault}")))?,
    };
    let armour = sshsig::canonical(reply.signature.as_bytes())
        .map_err(|defect| failed("signature", format!("the reply's signature: {defect}")))?;
    let key = sshsig::verify(purpose, text.as_bytes(), armour.as_bytes())
        .map_err(|defect| failed("signature", format!("the signature does not fit the reply: {defect}")))?;
    let listed = PublicKey::from_line(reply.key.trim_end())
        .map_err(|fault| failed("public-key", format!("the reply's key is refused: {fault}")))?;
    let named = match &heard {
        Heard::Statement(statement) => &statement.signer.key,
        Heard::Response(response) => &response.signer.key,
    };
    if listed != key || *named != key.fingerprint() {
        let message = format!("the reply names the key {named}, but {} signed it", key.fingerprint());
        return Err(failed("other-key", message));
    }
    Ok(Checked { heard, key, armour, bytes: text.as_bytes().to_vec(), reply: Some(reply.bytes.clone()) })
}
