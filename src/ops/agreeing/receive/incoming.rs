//! What was handed over: reply files, pasted text, mails, and statements with the signature that lies beside them.

use std::rc::Rc;

use crate::error::{Error, Kind, Result};
use crate::reply::{OpenError, Opened, Reply, open};

/// A file as it was given, with what it is called in messages.
#[derive(Debug, Clone)]
pub struct Given {
    /// Its name, or `standard input`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// One thing to judge: signed words and how they came.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The file it was found in.
    pub name: String,
    /// What was found.
    pub what: What,
    /// The mail that carried it, whole.
    pub mail: Option<Rc<Vec<u8>>>,
    /// Whom that mail says it is from.
    pub from: Option<String>,
}

/// The shapes in which signed words come.
#[derive(Debug, Clone)]
pub enum What {
    /// A reply of a page.
    Reply(Box<Reply>),
    /// A statement prepared by `sign --prepare`, and the signature beside it.
    Signed {
        /// The statement's exact bytes.
        statement: Vec<u8>,
        /// The signature over them.
        signature: Vec<u8>,
    },
}

/// Looks into one file. `beside` finds the signature of a statement: the next file, or the one beside it.
///
/// # Errors
/// When there is nothing to take in it, or the signature is missing.
pub fn look_into(given: &Given, beside: &dyn Fn() -> Result<Vec<u8>>) -> Result<Vec<Incoming>> {
    let one = |what, mail, from| Incoming { name: given.name.clone(), what, mail, from };
    match open(&given.bytes).map_err(|fault| unreadable(&given.name, &fault))? {
        Opened::Replies { replies, mail, from } => {
            let whole = mail.then(|| Rc::new(given.bytes.clone()));
            let each = replies.into_iter();
            Ok(each.map(|reply| one(What::Reply(Box::new(reply)), whole.clone(), from.clone())).collect())
        }
        Opened::Statement => {
            let what = What::Signed { statement: given.bytes.clone(), signature: beside()? };
            Ok(vec![one(what, None, None)])
        }
        Opened::Signature => {
            let message = format!("{}: a signature says nothing without the statement it was made over", given.name);
            Err(Error::new(Kind::Usage, "signature-alone", message)
                .hint("give the statement first: `clm receive STATEMENT STATEMENT.sig`")
                .about(given.name.clone()))
        }
    }
}

/// Whether a file is the signature of the statement given before it.
#[must_use]
pub fn is_signature(bytes: &[u8]) -> bool {
    matches!(open(bytes), Ok(Opened::Signature))
}

fn unreadable(name: &str, fault: &OpenError) -> Error {
    let hint = match fault {
        OpenError::Empty | OpenError::Nothing => {
            "give the reply file their page made, the text they pasted, or the whole mail saved as .eml"
        }
        OpenError::TooLarge(_) => "give the reply file alone: it lies among the mail's attachments",
        OpenError::Reply(_) | OpenError::Armour(_) => {
            "ask them to send the reply file their page made as an attachment, unopened; nothing was recorded"
        }
    };
    Error::new(Kind::InvalidContent, "no-reply", format!("{name}: {fault}")).hint(hint).about(name)
}
