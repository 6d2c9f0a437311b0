//! The armour around a signature: one accepted spelling, the one `ssh-keygen -Y sign` writes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::defect::Defect;

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// ssh-keygen's line length; the format's description suggests 76.
const WIDTH: usize = 70;
/// No ed25519 signature comes near it.
const LARGEST: usize = 16 * 1024;

/// Writes the canonical armour: lines of 70, LF, a final newline.
pub(super) fn write(blob: &[u8]) -> String {
    let encoded = STANDARD.encode(blob);
    let mut text = String::with_capacity(encoded.len() + encoded.len() / WIDTH + 64);
    text.push_str(BEGIN);
    text.push('\n');
    for (place, character) in encoded.chars().enumerate() {
        if place > 0 && place % WIDTH == 0 {
            text.push('\n');
        }
        text.push(character);
    }
    text.push('\n');
    text.push_str(END);
    text.push('\n');
    text
}

/// The contents of a canonical armour.
///
/// # Errors
/// The first way in which the armour is not what [`write`] makes.
pub(super) fn read(armour: &[u8]) -> Result<Vec<u8>, Defect> {
    let text = text(armour)?;
    if text.contains('\r') {
        return Err(Defect::CarriageReturn);
    }
    let blob = contents(text)?;
    if write(&blob) == text {
        return Ok(blob);
    }
    if !text.starts_with(BEGIN) || !text.trim_end_matches('\n').ends_with(END) {
        return Err(Defect::TextAround);
    }
    if !text.ends_with('\n') {
        return Err(Defect::NoFinalNewline);
    }
    Err(if text.ends_with("\n\n") { Defect::TextAround } else { Defect::Rewrapped })
}

/// The contents of an armour that may have travelled: CR LF, another wrap, blank lines around it, no final newline.
///
/// # Errors
/// When there is text around the armour, more than one, or it is damaged.
pub(super) fn read_travelled(armour: &[u8]) -> Result<Vec<u8>, Defect> {
    contents(&text(armour)?.replace("\r\n", "\n"))
}

fn text(armour: &[u8]) -> Result<&str, Defect> {
    if armour.len() > LARGEST {
        return Err(Defect::TooLarge(armour.len()));
    }
    std::str::from_utf8(armour).map_err(|_| Defect::Base64)
}

/// Finds the one armour, alone but for white space, and decodes it.
fn contents(text: &str) -> Result<Vec<u8>, Defect> {
    if text.matches(BEGIN).count() > 1 {
        return Err(Defect::SeveralArmours);
    }
    let (before, rest) = text.split_once(BEGIN).ok_or(Defect::NoArmour)?;
    let (body, after) = rest.split_once(END).ok_or(Defect::Truncated)?;
    let blank = |part: &str| part.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
    if !blank(before) || !blank(after) {
        return Err(Defect::TextAround);
    }
    let encoded: String = body.chars().filter(|character| *character != '\n').collect();
    let blob = STANDARD.decode(&encoded).map_err(|_| Defect::Base64)?;
    if blob.is_empty() { Err(Defect::Truncated) } else { Ok(blob) }
}
