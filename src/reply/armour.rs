//! The text form of a reply: base64 between two lines, found again in whatever a mail client made of it.
//!
//! **Owns** writing and finding it. **Invariants**: quoting marks, other wraps, CR LF, quoted-printable and HTML tags
//! around the characters are no damage; a character that is none of these is, and nothing is guessed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::read::LARGEST;

/// What the first line says between its dashes.
const BEGIN: &str = "BEGIN CLM REPLY";
/// What the last line says between its dashes.
const END: &str = "END CLM REPLY";
/// Characters of base64 a line.
const WIDTH: usize = 64;
/// Most replies looked for in one text.
const MOST: usize = 50;

/// Why a text form is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArmourError {
    /// The END line is missing.
    #[error("its last line, `-----END CLM REPLY-----`, is missing: it was cut short when it was copied")]
    Truncated,
    /// A character that belongs to no base64.
    #[error("`{}` stands in it, which a program on the way put there", .0.escape_default())]
    Character(char),
    /// The base64 does not add up.
    #[error("its characters do not add up: some were lost or changed on the way")]
    Damaged,
    /// More than one text should hold.
    #[error("there are more than {MOST} replies in one text")]
    TooMany,
    /// Longer than any reply.
    #[error("it is longer than any reply ({0} characters)")]
    TooLarge(usize),
}

/// The text form of a reply file.
#[must_use]
pub fn write(bytes: &[u8]) -> String {
    let encoded = STANDARD.encode(bytes);
    let mut text = format!("-----{BEGIN}-----\n");
    for (place, character) in encoded.chars().enumerate() {
        if place > 0 && place % WIDTH == 0 {
            text.push('\n');
        }
        text.push(character);
    }
    text.push_str(&format!("\n-----{END}-----\n"));
    text
}

/// The bytes of every reply in a text, each once, in their order.
///
/// # Errors
/// What keeps the first damaged one from being read.
pub fn find(text: &str) -> Result<Vec<Vec<u8>>, ArmourError> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    for (count, rest) in text.split(BEGIN).skip(1).enumerate() {
        if count >= MOST {
            return Err(ArmourError::TooMany);
        }
        let (inside, _) = rest.split_once(END).ok_or(ArmourError::Truncated)?;
        let bytes = decode(inside)?;
        if !found.contains(&bytes) {
            found.push(bytes);
        }
    }
    Ok(found)
}

/// Whether a text speaks of a reply at all.
#[must_use]
pub fn is_in(text: &str) -> bool {
    text.contains(BEGIN)
}

fn decode(inside: &str) -> Result<Vec<u8>, ArmourError> {
    // Base64 takes four characters for three bytes; quoting and tags take some more.
    if inside.len() > LARGEST.saturating_mul(4) {
        return Err(ArmourError::TooLarge(inside.len()));
    }
    let plain = without_tags(inside);
    if let Ok(bytes) = STANDARD.decode(characters(&plain)?) {
        return Ok(bytes);
    }
    // A mail's source may have been copied: then `=` ends lines that go on.
    let source = plain.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=").replace("=3d", "=");
    STANDARD.decode(characters(&source)?).map_err(|_| ArmourError::Damaged)
}

/// The base64 without what mail clients put between.
fn characters(text: &str) -> Result<String, ArmourError> {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' | '=' => encoded.push(character),
            c if is_noise(c) => {}
            other => return Err(ArmourError::Character(other)),
        }
    }
    Ok(encoded)
}

/// White space of any sort, quoting marks, and dashes of the two lines.
fn is_noise(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '>' | '|' | '*' | '-' | '–' | '—' | '‐' | '‑' | '\u{200b}' | '\u{feff}' | '\u{ad}')
}

/// A mail pasted as HTML: its tags and entities of blanks carry no base64.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        let Some((_, after)) = tag.split_once('>') else {
            rest = tag;
            break;
        };
        rest = after;
    }
    plain.push_str(rest);
    plain.replace("&nbsp;", " ").replace("&gt;", ">").replace("&#13;", "").replace("&#10;", "\n")
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{any, proptest};

    use super::{ArmourError, find, write};

    fn read(text: &str) -> Result<Vec<Vec<u8>>, ArmourError> {
        find(text)
    }

    /// What mail clients make of a text.
    fn travelled(text: &str) -> Vec<(&'static str, String)> {
        let lines = |by: &str| text.lines().map(|line| format!("{by}{line}\n")).collect::<String>();
        let printable: String = text
            .replace('=', "=3D")
            .lines()
            .map(|line| {
                let (front, back) = line.split_at(line.len() / 2);
                if back.contains("=3D") || line.starts_with('-') {
                    format!("{line}\r\n")
                } else {
                    format!("{front}=\r\n{back}\r\n")
                }
            })
            .collect();
        vec![
            ("as it is", text.to_owned()),
            ("CRLF", text.replace('\n', "\r\n")),
            ("quoted", lines("> ")),
            ("quoted twice", lines("> >")),
            ("indented", lines("\t   ")),
            ("blank lines", text.replace('\n', "\n\n")),
            ("in one line", text.replace('\n', " ")),
            ("in narrow lines", text.replace("eHh", "e\nHh\n").replace("AA", "A\nA")),
            ("HTML lines", text.lines().map(|line| format!("<div>{line}<br></div>\n")).collect()),
            ("no-break spaces", text.replace('\n', "\u{a0}\n")),
            ("em dashes", text.replace("-----", "——-")),
            ("quoted-printable", printable),
            ("with talk", format!("Hello,\nhere it is:\n\n{text}\nRegards - K.\n")),
        ]
    }

    #[test]
    fn what_mail_clients_do_is_no_damage() {
        for length in [0_usize, 1, 2, 3, 47, 48, 49, 600, 2000] {
            let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n * 7 % 251).unwrap()).collect();
            for (name, text) in travelled(&write(&bytes)) {
                assert_eq!(read(&text), Ok(vec![bytes.clone()]), "{name}, {length} bytes: {text}");
            }
        }
    }

    #[test]
    fn several_replies_are_found_and_the_same_one_once() {
        let (one, two) = (write(b"one"), write(b"two"));
        let text = format!("{one}\n> quoted\n{two}{one}");
        assert_eq!(read(&text), Ok(vec![b"one".to_vec(), b"two".to_vec()]));
        assert_eq!(read("no reply in here"), Ok(Vec::new()));
    }

    #[test]
    fn damage_is_told() {
        let text = write(&[b'x'; 90]);
        assert_eq!(read(&text[..text.len() - 12]), Err(ArmourError::Truncated));
        assert_eq!(read(&text.replace("eHh4", "eH€4")), Err(ArmourError::Character('€')));
        assert_eq!(read(&text.replacen("eHh4", "eHh", 1)), Err(ArmourError::Damaged));
        assert_eq!(read(&write(b"x").repeat(51)), Err(ArmourError::TooMany));
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read(bytes in vec(any::<u8>(), 0..300)) {
            assert_eq!(read(&write(&bytes)), Ok(vec![bytes]));
        }

        #[test]
        fn nothing_panics(text in ".{0,200}") {
            let _ = read(&format!("BEGIN CLM REPLY{text}END CLM REPLY"));
        }
    }
}
