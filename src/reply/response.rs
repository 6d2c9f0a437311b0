//! A response: comments on clauses, and changes of wording asked for, as the page wrote and signed them.
//!
//! **Owns** its shape and limits. **Invariants**: one spelling (sorted keys, two-space indent, LF, a final newline), so
//! that a response is known by its digest; no text in it holds characters that are not seen.

use chrono::{DateTime, NaiveDateTime, Timelike as _, Utc};
use serde::{Deserialize, Serialize};

use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::contract::visible::{hidden_in, hidden_in_prose};
use crate::signature::key::is_fingerprint;
use crate::signature::principal::Principal;
use crate::signature::statement::{CodeHmac, Nonce};

/// `_type` of every response.
const RESPONSE_TYPE: &str = "urn:clm:response:v1";
/// The largest response, in bytes.
const LARGEST: usize = 512 << 10;
/// Most comments, and most changes, of one response.
const MOST: usize = 200;
/// Longest name, capacity and clause, in characters.
const NAME: usize = 200;
/// Longest comment or reason.
const WORDS: usize = 10_000;
/// Longest new wording.
const WORDING: usize = 100_000;
/// How times are written.
const TIME: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Words about an agreement, read and not checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Response {
    /// Changes of wording asked for.
    pub changes: Vec<Change>,
    /// Comments.
    pub comments: Vec<Remark>,
    /// The contract.
    pub contract: ContractId,
    /// The revision that was read.
    pub revision: Digest,
    /// Digest of the act that sent the page.
    pub send: Digest,
    /// Digest of the rendering that was shown.
    pub shown: Digest,
    /// When, as they claim.
    pub claimed: DateTime<Utc>,
    /// Proves that they knew the spoken code.
    pub code_hmac: Option<CodeHmac>,
    /// Who speaks.
    pub signer: Respondent,
}

/// A change of wording asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// First and last line of contract.md that it replaces, from 1, inside.
    pub lines: (usize, usize),
    /// The wording proposed; nothing where the block is to go.
    pub now: String,
    /// Digest of the wording it replaces.
    pub was: Digest,
    /// Why; may be empty.
    pub why: String,
}

/// A comment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// The clause, as the page called it.
    pub clause: Option<String>,
    /// The words.
    pub text: String,
}

/// The person who speaks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Respondent {
    /// Full name.
    pub name: String,
    /// Their address.
    pub email: Principal,
    /// Legal name of the party.
    pub party: String,
    /// Such as CEO.
    pub capacity: Option<String>,
    /// Fingerprint of the signing key.
    pub key: String,
}

/// Why some text is no response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResponseError {
    /// Longer than any response.
    #[error("the response has {0} bytes; at most {LARGEST} are read")]
    TooLarge(usize),
    /// Not JSON, or not with these keys.
    #[error("line {line}: {message}")]
    Shape {
        /// Counted from 1.
        line: usize,
        /// What the reader says.
        message: String,
    },
    /// The same meaning in another spelling.
    #[error("line {0} is not spelled as a page spells it")]
    NotCanonical(usize),
    /// A value that cannot be.
    #[error("`{key}` {fault}")]
    Value {
        /// Its key.
        key: &'static str,
        /// What is wrong with it.
        fault: String,
    },
    /// Neither a comment nor a change.
    #[error("it says nothing: neither a comment nor a change")]
    Nothing,
}

/// The keys in their order, which is that of the file.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    _type: String,
    changes: Vec<FileChange>,
    claimed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code_hmac: Option<String>,
    comments: Vec<FileRemark>,
    contract: String,
    nonce: String,
    revision: String,
    send: String,
    shown: String,
    signer: FileSigner,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct FileChange {
    lines: String,
    now: String,
    was_sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct FileRemark {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clause: Option<String>,
    text: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct FileSigner {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<String>,
    email: String,
    key: String,
    name: String,
    party: String,
}

impl Response {
    /// Reads the exact text that was signed.
    ///
    /// # Errors
    /// The first thing that keeps it from being a response.
    pub fn parse(text: &str) -> Result<Self, ResponseError> {
        if text.len() > LARGEST {
            return Err(ResponseError::TooLarge(text.len()));
        }
        let file: File = serde_json::from_str(text).map_err(|error| shape(&error))?;
        // Cannot fail: texts and lists only.
        let canonical = serde_json::to_string_pretty(&file).unwrap_or_default() + "\n";
        if canonical != text {
            let same = canonical.bytes().zip(text.bytes()).take_while(|(a, b)| a == b);
            let line = same.filter(|(byte, _)| *byte == b'\n').count();
            return Err(ResponseError::NotCanonical(line.saturating_add(1)));
        }
        file.read()
    }
}

impl File {
    fn read(self) -> Result<Response, ResponseError> {
        if self._type != RESPONSE_TYPE {
            return Err(value("_type", format!("is not `{RESPONSE_TYPE}`")));
        }
        if self.changes.len() > MOST || self.comments.len() > MOST {
            return Err(value("comments", format!("or `changes` has more than {MOST} entries")));
        }
        if self.changes.is_empty() && self.comments.is_empty() {
            return Err(ResponseError::Nothing);
        }
        parsed::<Nonce>("nonce", &self.nonce)?;
        Ok(Response {
            changes: self.changes.into_iter().map(FileChange::read).collect::<Result<_, _>>()?,
            comments: self.comments.into_iter().map(FileRemark::read).collect::<Result<_, _>>()?,
            contract: parsed("contract", &self.contract)?,
            revision: digest("revision", &self.revision)?,
            send: digest("send", &self.send)?,
            shown: digest("shown", &self.shown)?,
            claimed: claimed(&self.claimed)?,
            code_hmac: self.code_hmac.as_deref().map(|hmac| parsed("code_hmac", hmac)).transpose()?,
            signer: self.signer.read()?,
        })
    }
}

impl FileChange {
    fn read(self) -> Result<Change, ResponseError> {
        let number = |text: &str| {
            let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
            text.parse::<usize>().ok().filter(|_| plain)
        };
        let lines = self.lines.split_once('-').and_then(|(first, last)| Some((number(first)?, number(last)?)));
        let lines = lines.filter(|(first, last)| first <= last);
        let why = plain(&self.why.unwrap_or_default());
        prose("now", &self.now, WORDING)?;
        prose("why", &why, WORDS)?;
        Ok(Change {
            lines: lines.ok_or_else(|| value("lines", "is not like `12-14`"))?,
            now: self.now,
            was: digest("was_sha256", &self.was_sha256)?,
            why: why.trim().to_owned(),
        })
    }
}

impl FileRemark {
    fn read(self) -> Result<Remark, ResponseError> {
        let text = plain(&self.text);
        prose("text", &text, WORDS)?;
        if text.trim().is_empty() {
            return Err(value("text", "is empty"));
        }
        self.clause.as_deref().map(|clause| line("clause", clause)).transpose()?;
        Ok(Remark { clause: self.clause, text: text.trim().to_owned() })
    }
}

impl FileSigner {
    fn read(self) -> Result<Respondent, ResponseError> {
        line("name", &self.name)?;
        line("party", &self.party)?;
        self.capacity.as_deref().map(|capacity| line("capacity", capacity)).transpose()?;
        if !is_fingerprint(&self.key) {
            return Err(value("key", "is no fingerprint such as `SHA256:…`"));
        }
        let email = parsed("email", &self.email)?;
        Ok(Respondent { name: self.name, email, party: self.party, capacity: self.capacity, key: self.key })
    }
}

fn shape(error: &serde_json::Error) -> ResponseError {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words);
    let message = message.chars().take(200).collect::<String>().escape_debug().to_string();
    ResponseError::Shape { line: error.line(), message }
}

fn value(key: &'static str, fault: impl Into<String>) -> ResponseError {
    ResponseError::Value { key, fault: fault.into() }
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(key: &'static str, text: &str) -> Result<T, ResponseError> {
    text.parse().map_err(|fault: T::Err| value(key, format!("cannot be: {fault}")))
}

/// With the name of the hash in front or without.
fn digest(key: &'static str, text: &str) -> Result<Digest, ResponseError> {
    let bare = text.strip_prefix("sha256:").unwrap_or(text);
    Digest::from_hex(bare).map_err(|_| value(key, "is no sha256 digest"))
}

fn claimed(text: &str) -> Result<DateTime<Utc>, ResponseError> {
    let time = NaiveDateTime::parse_from_str(text, TIME).ok().map(|time| time.and_utc());
    // chrono reads the leap second `:60`, too, and keeps it as nanoseconds.
    time.filter(|time| time.nanosecond() == 0 && time.format(TIME).to_string() == text)
        .ok_or_else(|| value("claimed", "is no UTC time such as `2026-11-24T13:37:00Z`"))
}

/// One line that looks like what it is.
fn line(key: &'static str, text: &str) -> Result<(), ResponseError> {
    checked(key, text, NAME, hidden_in(text))?;
    if text.trim() != text || text.is_empty() {
        return Err(value(key, "is empty, or begins or ends with a blank"));
    }
    Ok(())
}

/// What telephones put behind and between pictures in ordinary talk; the words are the same without.
fn plain(text: &str) -> String {
    text.replace(['\u{fe0f}', '\u{200d}'], "")
}

/// Text of several lines.
fn prose(key: &'static str, text: &str, most: usize) -> Result<(), ResponseError> {
    checked(key, text, most, hidden_in_prose(text))
}

fn checked(key: &'static str, text: &str, most: usize, hidden: Option<char>) -> Result<(), ResponseError> {
    if text.chars().count() > most {
        return Err(value(key, format!("has more than {most} characters")));
    }
    match hidden {
        Some(c) => Err(value(key, format!("holds U+{:04X}, a character that is not seen", u32::from(c)))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::Response;

    fn good() -> String {
        let key = format!("SHA256:{}", "A".repeat(43));
        let digest = "0".repeat(64);
        format!(
            "{{\n  \"_type\": \"urn:clm:response:v1\",\n  \"changes\": [\n    {{\n      \"lines\": \"12-14\",\n      \
             \"now\": \"Ny tekst æ\\n\",\n      \"was_sha256\": \"{digest}\",\n      \"why\": \"Fordi\"\n    }}\n  ],\n  \
             \"claimed\": \"2026-11-24T13:37:00Z\",\n  \"comments\": [\n    {{\n      \"clause\": \"§3.2\",\n      \
             \"text\": \"Hva?\"\n    }}\n  ],\n  \"contract\": \"nda-7k2m9qxt\",\n  \"nonce\": \"{}\",\n  \"revision\": \
             \"sha256:{digest}\",\n  \"send\": \"sha256:{digest}\",\n  \"shown\": \"{digest}\",\n  \"signer\": {{\n    \
             \"email\": \"kari@acme.example\",\n    \"key\": \"{key}\",\n    \"name\": \"Kari\",\n    \"party\": \"Acme \
             AS\"\n  }}\n}}\n",
            "0".repeat(32)
        )
    }

    #[test]
    fn a_response_is_read() {
        let read = Response::parse(&good()).unwrap();
        assert_eq!((read.changes[0].lines, read.changes[0].now.as_str()), ((12, 14), "Ny tekst æ\n"));
        assert_eq!(read.comments[0].clause.as_deref(), Some("§3.2"));
        let no_reason = good().replace(",\n      \"why\": \"Fordi\"", "");
        assert_eq!(Response::parse(&no_reason).unwrap().changes[0].why, "");
    }

    #[test]
    fn everything_else_is_refused() {
        let with = |old: &str, new: &str| {
            assert!(good().contains(old), "{old}");
            good().replace(old, new)
        };
        let none = "[]";
        for (text, words) in [
            (with("v1", "v2"), "_type"),
            (with("{\n  \"_type\"", "{\n\"_type\""), "spelled"),
            (with("\n}\n", "\n}"), "spelled"),
            (with("\n", "\r\n"), "spelled"),
            (with("Kari\",", "Kari\", \"name\": \"x\","), "duplicate"),
            (with("Kari\",", "Kari\", \"nome\": \"x\","), "unknown field"),
            (with("\"text\": \"Hva?\"", "\"text\": \" \""), "empty"),
            (with("Hva?", "a\\u202eb"), "expected"),
            (with("12-14", "14-12"), "lines"),
            (with("12-14", "012-14"), "lines"),
            (with("12-14", "-1-14"), "lines"),
            (with("12-14", "99999999999999999999-99999999999999999999"), "lines"),
            (with("13:37:00", "13:37:60"), "claimed"),
            (with("nda-7k2m9qxt", "../nda"), "contract"),
            (with("kari@acme.example", "kari@*"), "email"),
            (with("Acme AS", " Acme AS"), "party"),
            (with("SHA256:", "MD5:"), "key"),
            (with("sha256:", "sha512:"), "revision"),
            (with("Kari\"", &format!("{}\"", "K".repeat(201))), "name"),
        ] {
            let told = Response::parse(&text).map(drop).unwrap_err().to_string();
            assert!(told.contains(words) || words == "expected", "{told} lacks `{words}`");
        }
        assert!(Response::parse(&with("Hva?", "a\u{202e}b")).unwrap_err().to_string().contains("U+202E"));
        assert!(Response::parse(&with("Hva?", "a\\u001bb")).unwrap_err().to_string().contains("U+001B"));
        let start = good().find("\"changes\": [").unwrap();
        let end = good().find("  \"claimed\"").unwrap();
        let empty = format!("{}\"changes\": {none},\n{}", &good()[..start], &good()[end..]);
        assert!(Response::parse(&empty).is_ok(), "comments alone");
        let start = empty.find("\"comments\": [").unwrap();
        let end = empty.find("  \"contract\"").unwrap();
        let nothing = format!("{}\"comments\": {none},\n{}", &empty[..start], &empty[end..]);
        assert!(Response::parse(&nothing).unwrap_err().to_string().contains("says nothing"));
    }
}
