//! The reply file: one JSON object of pure ASCII that holds what was signed, the signature, and the key.
//!
//! **Owns** its keys and limits. **Invariants**: an unknown or repeated key, a byte outside ASCII or anything after the
//! object is refused; what was signed is handed on to the byte.

use serde::Deserialize;

use crate::contract::digest::Digest;

/// `type` of every reply.
pub const REPLY_TYPE: &str = "urn:clm:reply:v1";
/// The largest reply, in bytes: a response with long texts, escaped.
pub const LARGEST: usize = 1 << 20;

/// A reply, read and not checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    /// The exact bytes of the file.
    pub bytes: Vec<u8>,
    /// The OpenSSH key line that is said to have signed.
    pub key: String,
    /// The armour of the signature.
    pub signature: String,
    /// What was signed.
    pub said: Said,
}

/// What was signed, as exact text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// A statement: they sign or decline.
    Statement(String),
    /// A response: comments, and changes asked for.
    Response(String),
}

impl Said {
    /// Digest of the signed text, by which the same words are known again whatever carried them.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match self {
            Self::Statement(text) | Self::Response(text) => Digest::of(text.as_bytes()),
        }
    }
}

/// Why some bytes are no reply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplyError {
    /// Longer than any reply.
    #[error("it has {0} bytes; a reply has at most {LARGEST}")]
    TooLarge(usize),
    /// A byte order mark, or two bytes a character.
    #[error("a program on the way saved it in another encoding; a reply is plain ASCII")]
    Encoding,
    /// A character that a page never writes.
    #[error("byte {0} is not ASCII: a program on the way re-encoded it")]
    NotAscii(usize),
    /// It stops in the middle.
    #[error("it is cut short")]
    Truncated,
    /// Not JSON, or not with these keys.
    #[error("line {line}, column {column}: {message}")]
    Shape {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What the reader says.
        message: String,
    },
    /// Another type or version.
    #[error("its type is `{}`; this clm reads `{REPLY_TYPE}`", .0.escape_default())]
    Type(String),
    /// Neither statement nor response, or both.
    #[error("it must hold either a `statement` or a `response`")]
    Either,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    key: String,
    #[serde(default)]
    response: Option<String>,
    signature: String,
    #[serde(default)]
    statement: Option<String>,
    r#type: String,
}

impl Reply {
    /// Reads the bytes of a reply file; white space around the object is allowed.
    ///
    /// # Errors
    /// The first thing that keeps it from being a reply.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReplyError> {
        if bytes.len() > LARGEST {
            return Err(ReplyError::TooLarge(bytes.len()));
        }
        if is_other_encoding(bytes) {
            return Err(ReplyError::Encoding);
        }
        if let Some(place) = bytes.iter().position(|byte| !byte.is_ascii() || *byte == 0) {
            return Err(ReplyError::NotAscii(place));
        }
        let file: File = serde_json::from_slice(bytes).map_err(|error| shape(&error))?;
        if file.r#type != REPLY_TYPE {
            return Err(ReplyError::Type(file.r#type.chars().take(60).collect()));
        }
        let said = match (file.statement, file.response) {
            (Some(text), None) => Said::Statement(text),
            (None, Some(text)) => Said::Response(text),
            _ => return Err(ReplyError::Either),
        };
        Ok(Self { bytes: bytes.to_vec(), key: file.key, signature: file.signature, said })
    }
}

/// A byte order mark of UTF-8 or UTF-16, or UTF-16 without one.
pub(super) fn is_other_encoding(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    marks.iter().any(|mark| bytes.starts_with(mark)) || bytes.starts_with(b"{\0") || bytes.starts_with(b"\0{")
}

fn shape(error: &serde_json::Error) -> ReplyError {
    if error.is_eof() {
        return ReplyError::Truncated;
    }
    // serde_json ends its sentences with the place, which stands in front here.
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words);
    let message = message.chars().take(200).collect::<String>().escape_debug().to_string();
    ReplyError::Shape { line: error.line(), column: error.column(), message }
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, Reply, ReplyError, Said};

    fn file(body: &str) -> Result<Reply, ReplyError> {
        Reply::parse(body.as_bytes())
    }

    const GOOD: &str = r#"{"key":"k","signature":"s","statement":"{\u00e6}\n","type":"urn:clm:reply:v1"}"#;

    #[test]
    fn a_reply_is_read_to_the_byte() {
        let reply = file(GOOD).unwrap();
        assert_eq!(reply.said, Said::Statement("{æ}\n".to_owned()));
        assert_eq!((reply.key.as_str(), reply.signature.as_str(), reply.bytes), ("k", "s", GOOD.into()));
        let pretty =
            "\r\n{ \"type\": \"urn:clm:reply:v1\",\r\n \"response\": \"r\", \"key\": \"\", \"signature\": \"\" }\n";
        assert_eq!(file(pretty).unwrap().said, Said::Response("r".to_owned()));
    }

    #[test]
    fn whatever_else_is_refused_with_a_sentence() {
        let long = format!("{{\"key\":\"{}\"", "x".repeat(LARGEST));
        let mut cases: Vec<(String, &str)> = vec![
            (GOOD.replace("\"k\"", "\"k\",\"key\":\"l\""), "duplicate field"),
            (GOOD.replace("\"k\"", "\"k\",\"keys\":\"l\""), "unknown field"),
            (GOOD.replace("\"k\"", "\"k\",\"response\":\"l\""), "either"),
            (GOOD.replace("\"statement\"", "\"note\""), "unknown field"),
            (GOOD.replace("\"signature\":\"s\",", ""), "missing field"),
            (GOOD.replace("\"s\"", "7"), "invalid type"),
            (GOOD.replace("v1", "v2"), "its type is `urn:clm:reply:v2`"),
            (GOOD.replace("\\u00e6", "æ"), "not ASCII"),
            (format!("\u{feff}{GOOD}"), "encoding"),
            (format!("{GOOD}x"), "trailing"),
            (format!("{GOOD}{GOOD}"), "trailing"),
            (format!("[{GOOD}]"), "invalid"),
            (GOOD.replace("\\n", "\n"), "control character"),
            (long, "at most"),
            (String::new(), "cut short"),
            ("null".to_owned(), "invalid type"),
        ];
        cases.extend((1..GOOD.len()).map(|end| (GOOD[..end].to_owned(), "cut short")));
        for (text, words) in cases {
            let error = file(&text).unwrap_err().to_string();
            assert!(error.contains(words), "{error} lacks `{words}`: {}", text.chars().take(90).collect::<String>());
        }
        let wide: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Reply::parse(&wide), Err(ReplyError::Encoding));
    }
}
