//! What lies in a file somebody sent: a reply, a text with replies in it, a mail, or a statement of its own.

use super::armour::{self, ArmourError};
use super::mail;
use super::read::{self, Reply, ReplyError};

/// The largest file looked into, in bytes: a mail with attachments.
pub const LARGEST_FILE: usize = 32 << 20;

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opened {
    /// Replies; `from` is whom the mail says it is from, where it was one.
    Replies {
        /// Each once, in their order; at least one.
        replies: Vec<Reply>,
        /// Whether a mail carried them.
        mail: bool,
        /// Its sender, as it says.
        from: Option<String>,
    },
    /// A statement as `sign --prepare` writes it; the signature lies beside it.
    Statement,
    /// An SSH signature without what it signs.
    Signature,
}

/// Why nothing can be taken from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// No bytes.
    #[error("it is empty")]
    Empty,
    /// More than is read.
    #[error("it has {0} bytes; at most {LARGEST_FILE} are read")]
    TooLarge(usize),
    /// Nothing like a reply in it.
    #[error("there is no reply in it: neither a reply file nor a `-----BEGIN CLM REPLY-----` line")]
    Nothing,
    /// A reply file that cannot be read.
    #[error(transparent)]
    Reply(ReplyError),
    /// A text form that cannot be read.
    #[error(transparent)]
    Armour(ArmourError),
}

/// Looks into a file.
///
/// # Errors
/// When there is nothing in it that can be taken, with the reason.
pub fn open(bytes: &[u8]) -> Result<Opened, OpenError> {
    if bytes.trim_ascii().is_empty() {
        return Err(OpenError::Empty);
    }
    if bytes.len() > LARGEST_FILE {
        return Err(OpenError::TooLarge(bytes.len()));
    }
    if bytes.trim_ascii_start().starts_with(b"{") || read::is_other_encoding(bytes) && !wide_or_marked(bytes) {
        return object(bytes);
    }
    if mail::is_mail(bytes) {
        let (replies, from) = mail::open(bytes)?;
        return Ok(Opened::Replies { replies, mail: true, from });
    }
    text(&decoded(bytes))
}

/// A JSON object: a reply, or a statement on its own.
fn object(bytes: &[u8]) -> Result<Opened, OpenError> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default());
    if head.contains("\"_type\"") && head.contains("in-toto.io") {
        return Ok(Opened::Statement);
    }
    let reply = Reply::parse(bytes).map_err(OpenError::Reply)?;
    Ok(Opened::Replies { replies: vec![reply], mail: false, from: None })
}

fn text(text: &str) -> Result<Opened, OpenError> {
    if !armour::is_in(text) {
        let signature = text.trim_start().starts_with("-----BEGIN SSH SIGNATURE");
        return if signature { Ok(Opened::Signature) } else { Err(OpenError::Nothing) };
    }
    let mut replies = Vec::new();
    for bytes in armour::find(text).map_err(OpenError::Armour)? {
        add(&mut replies, Reply::parse(&bytes).map_err(OpenError::Reply)?);
    }
    Ok(Opened::Replies { replies, mail: false, from: None })
}

/// Adds a reply that is not there yet, however its file is laid out.
pub(super) fn add(replies: &mut Vec<Reply>, reply: Reply) {
    let same = |other: &Reply| {
        (&other.said, &other.key, other.signature.trim()) == (&reply.said, &reply.key, reply.signature.trim())
    };
    if !replies.iter().any(same) {
        replies.push(reply);
    }
}

/// Text that an editor saved with a mark or in two bytes a character; a reply file in that shape is refused as such.
fn wide_or_marked(bytes: &[u8]) -> bool {
    let text = decoded(bytes);
    !text.trim_start().starts_with('{') && (armour::is_in(&text) || mail::is_mail(text.as_bytes()))
}

/// The text of a file: UTF-8, or UTF-16 with its mark.
fn decoded(bytes: &[u8]) -> String {
    let units = |join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            bytes.chunks_exact(2).filter_map(|pair| Some(join(pair.try_into().ok()?))).skip(1).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned(),
    }
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
