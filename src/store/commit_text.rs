//! The text of a commit: what it says, who says it, and the signature as a header. Whatever could forge another header or
//! trailer is refused.

use chrono::{DateTime, FixedOffset};

use super::error::StoreError;
use super::raw::Person;

/// What a commit says.
#[derive(Clone, Debug)]
pub struct Message<'m> {
    /// The first line, then, after an empty line, any body.
    pub text: &'m str,
    /// `Key: value` lines at the end.
    pub trailers: &'m [(&'m str, &'m str)],
    /// Author and committer.
    pub author: &'m Person,
    /// When, with offset.
    pub time: DateTime<FixedOffset>,
}

/// The message with its trailers, ended by LF.
pub(super) fn message_text(message: &Message<'_>) -> Result<String, StoreError> {
    let text = message.text.trim();
    if text.is_empty() || text.contains('\0') {
        return Err(StoreError::CommitText("message"));
    }
    let mut whole = format!("{text}\n");
    for (number, (key, value)) in message.trailers.iter().enumerate() {
        let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !plain || value.trim().is_empty() || value.contains(|c: char| c.is_control()) {
            return Err(StoreError::CommitText("trailer"));
        }
        whole.push_str(&format!("{}{key}: {}\n", if number == 0 { "\n" } else { "" }, value.trim()));
    }
    Ok(whole)
}

/// Author or committer as the header writes it.
pub(super) fn person_line(message: &Message<'_>) -> Result<String, StoreError> {
    let (name, email) = (message.author.name.trim(), message.author.email.trim());
    let bad = |text: &str| text.is_empty() || text.contains(|c: char| matches!(c, '<' | '>') || c.is_control());
    if bad(name) {
        return Err(StoreError::CommitText("author's name"));
    }
    if bad(email) || email.contains(' ') {
        return Err(StoreError::CommitText("author's address"));
    }
    if message.time.timestamp() < 0 {
        return Err(StoreError::CommitText("time"));
    }
    Ok(format!("{name} <{email}> {} {}", message.time.timestamp(), message.time.format("%z")))
}

/// The armour as a commit header: continuation lines begin with a space.
pub(super) fn gpgsig(armour: &str) -> Result<String, StoreError> {
    let armour = armour.trim_end();
    let good = armour.starts_with("-----BEGIN ") && armour.lines().all(|line| !line.is_empty() && line.is_ascii());
    if !good || armour.contains(['\r', '\0']) {
        return Err(StoreError::CommitText("signature"));
    }
    Ok(format!("gpgsig {}\n", armour.replace('\n', "\n ")))
}
