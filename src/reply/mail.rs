//! A whole mail as a mail client saves it: its parts that hold replies, and whom it says it is from.
//!
//! **Invariant**: what a mail says of itself proves nothing; `from` is for a person to compare.

use mail_parser::{Message, MessageParser, PartType};

use super::armour;
use super::open::OpenError;
use super::read::{REPLY_TYPE, Reply};

/// Mails forwarded inside each other are followed so deep.
const DEEPEST: usize = 4;
/// Lines that are looked at to tell a mail from other text.
const HEAD: usize = 200;

/// Whether bytes begin as a mail does: a header line, and one that every mail has.
pub(super) fn is_mail(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let mut lines = head.trim_start_matches('\u{feff}').lines().take(HEAD);
    let Some(first) = lines.next() else { return false };
    let named = |line: &str| line.split_once(':').map(|(name, _)| name.to_ascii_lowercase());
    let is_name = |name: &String| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !first.starts_with("From ") && !named(first).as_ref().is_some_and(is_name) {
        return false;
    }
    let usual = ["from", "mime-version", "received", "content-type", "return-path", "delivered-to"];
    let headers = std::iter::once(first).chain(lines.take_while(|line| !line.trim().is_empty()));
    headers.filter_map(named).any(|name| usual.contains(&name.as_str()))
}

/// The replies in a mail, each once, and the address it says it is from.
pub(super) fn open(bytes: &[u8]) -> Result<(Vec<Reply>, Option<String>), OpenError> {
    // The line mailbox files put before each mail is no header.
    let bytes = if bytes.starts_with(b"From ") {
        bytes
            .iter()
            .position(|byte| *byte == b'\n')
            .and_then(|end| bytes.get(end..))
            .unwrap_or_default()
            .trim_ascii_start()
    } else {
        bytes
    };
    let message = MessageParser::default().parse(bytes).ok_or(OpenError::Nothing)?;
    let from = message.from().and_then(|from| from.first()).and_then(|one| one.address()).map(str::to_lowercase);
    let mut gathered = Gathered::default();
    gathered.message(&message, 0);
    match (gathered.replies.is_empty(), gathered.fault) {
        (false, _) => Ok((gathered.replies, from)),
        (true, Some(fault)) => Err(fault),
        (true, None) => Err(OpenError::Nothing),
    }
}

/// What was found so far. One part of a mail is often a damaged copy of another: it counts only where none is intact.
#[derive(Default)]
struct Gathered {
    replies: Vec<Reply>,
    fault: Option<OpenError>,
}

impl Gathered {
    fn message(&mut self, message: &Message<'_>, depth: usize) {
        for part in &message.parts {
            match &part.body {
                PartType::Text(text) | PartType::Html(text) => self.text(text),
                PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                    self.text(&String::from_utf8_lossy(bytes));
                }
                PartType::Message(inner) if depth < DEEPEST => self.message(inner, depth.saturating_add(1)),
                PartType::Message(_) | PartType::Multipart(_) => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') && text.contains(REPLY_TYPE) {
            self.take(Reply::parse(text.trim_start_matches('\u{feff}').as_bytes()).map_err(OpenError::Reply));
        } else if armour::is_in(text) {
            match armour::find(text) {
                Ok(found) => {
                    found.iter().for_each(|bytes| self.take(Reply::parse(bytes).map_err(OpenError::Reply)));
                }
                Err(fault) => self.take(Err(OpenError::Armour(fault))),
            }
        }
    }

    fn take(&mut self, read: Result<Reply, OpenError>) {
        match read {
            Ok(reply) => super::open::add(&mut self.replies, reply),
            Err(fault) => {
                self.fault.get_or_insert(fault);
            }
        }
    }
}
