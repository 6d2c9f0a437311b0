//! Bank accounts: IBAN, and the Norwegian account number.

use super::checksum::{digits, mod_97, shaped, weighted};
use super::words::near;
use super::{Kind, Match, Place};

const WEIGHTS: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const WORDS: [&str; 8] = ["konto", "bankkonto", "kontonr", "kontonummer", "lønnskonto", "account", "bank", "bankgiro"];

/// Countries and the length of their IBAN (SWIFT's registry).
const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 \
                       EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 \
                       KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 \
                       PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 \
                       VA22 VG24 XK20";

/// An international account number, whole or in groups.
pub(super) fn iban(place: Place<'_>) -> Match {
    let country = place.rest().get(..2).filter(|country| country.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    let wanted: usize = LENGTHS.split(' ').find_map(|one| one.strip_prefix(country))?.parse().ok()?;
    let mut number = String::new();
    let mut spaced = false;
    for (at, c) in place.rest().char_indices() {
        if c.is_ascii_digit() || c.is_ascii_uppercase() {
            number.push(c);
            spaced = false;
        } else if !spaced && matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-') && number.len() >= 4 {
            spaced = true;
        } else {
            return None;
        }
        if number.len() == wanted {
            let length = at.saturating_add(1);
            let numbered = number.get(2..4)?.bytes().all(|byte| byte.is_ascii_digit());
            return (numbered && mod_97(&number) && place.ends(length)).then_some((Kind::Iban, length));
        }
    }
    None
}

/// `NNNN.NN.NNNNN`; with spaces or in one piece beside a word only.
pub(super) fn norwegian(place: Place<'_>) -> Match {
    let fits = |shape: &&str| shaped(place.rest(), shape).filter(|length| place.ends(*length));
    let length = ["0000.00.00000", "0000 00 00000", "00000000000"].iter().find_map(fits)?;
    let number = place.rest().get(..length)?;
    let digits = digits(number)?;
    let good = digits.iter().any(|digit| *digit != 0) && weighted(&digits, &WEIGHTS).is_multiple_of(11);
    (good && (number.contains('.') || near(place, length, &WORDS))).then_some((Kind::NorwegianAccount, length))
}
