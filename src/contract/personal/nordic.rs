//! National identity numbers of Norway, Sweden, Denmark and Finland.

use super::checksum::{digits, is_day, luhn, pair, shaped, weighted};
use super::words::near;
use super::{Kind, Match, Place};

const NORWEGIAN_FIRST: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const NORWEGIAN_SECOND: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const DANISH: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const FINNISH: &str = "0123456789ABCDEFHJKLMNPRSTUVWXY";
const SWEDISH_WORDS: [&str; 6] =
    ["personnummer", "personnr", "pnr", "samordningsnummer", "personal identity", "person no"];
const DANISH_WORDS: [&str; 5] = ["cpr", "personnummer", "personnr", "personal identification", "civil registration"];

/// Eleven digits, whole or `DDMMYY NNNNN`, with both check digits.
pub(super) fn norwegian(place: Place<'_>) -> Match {
    let shapes = ["00000000000", "000000 00000", "000000-00000"];
    let (length, digits) = read(place, &shapes)?;
    let (day, month) = (pair(&digits, 0)?, pair(&digits, 2)?);
    let both = weighted(&digits, &NORWEGIAN_FIRST).is_multiple_of(11)
        && weighted(&digits, &NORWEGIAN_SECOND).is_multiple_of(11);
    if !both {
        return None;
    }
    if is_day(day, month) {
        return Some((Kind::NorwegianBirth, length));
    }
    is_day(day.checked_sub(40)?, month).then_some((Kind::NorwegianD, length))
}

/// `YYMMDD-NNNN` or `YYYYMMDD-NNNN`. Without the sign they are found only beside a word: patents, files and moments are
/// numbered alike.
pub(super) fn swedish(place: Place<'_>) -> Match {
    swedish_either(place).filter(|(kind, _)| *kind == Kind::Swedish)
}

/// The same with 60 in the day. Asked after the Danish number, because a Danish one may pass for it.
pub(super) fn swedish_coordination(place: Place<'_>) -> Match {
    swedish_either(place)
}

fn swedish_either(place: Place<'_>) -> Match {
    let shapes = ["000000-0000", "000000+0000", "00000000-0000", "00000000+0000", "000000000000", "0000000000"];
    let (length, all) = read(place, &shapes)?;
    let bare = place.rest().get(..length)?.bytes().all(|byte| byte.is_ascii_digit());
    let short = match all.len() {
        12 if matches!(pair(&all, 0)?, 18..=20) => all.get(2..)?,
        10 => all.as_slice(),
        _ => return None,
    };
    let (month, day) = (pair(short, 2)?, pair(short, 4)?);
    let kind = if is_day(day, month) {
        Kind::Swedish
    } else if is_day(day.checked_sub(60)?, month) {
        Kind::SwedishCoordination
    } else {
        return None;
    };
    (luhn(short) && (!bare || near(place, length, &SWEDISH_WORDS))).then_some((kind, length))
}

/// `DDMMYY-NNNN`. Since 2007 numbers are given out that fail modulus 11; these, and ten digits without the sign, are
/// found only beside a word.
pub(super) fn danish(place: Place<'_>) -> Match {
    let shapes = ["000000-0000", "000000 0000", "0000000000"];
    let (length, digits) = read(place, &shapes)?;
    if !is_day(pair(&digits, 0)?, pair(&digits, 2)?) {
        return None;
    }
    let signed = place.rest().get(..length)?.contains('-');
    let proved = signed && weighted(&digits, &DANISH).is_multiple_of(11);
    (proved || near(place, length, &DANISH_WORDS)).then_some((Kind::Danish, length))
}

/// `DDMMYYCNNNQ`, where C tells the century and Q is checked. Numbers from 900 on are made up for tests.
pub(super) fn finnish(place: Place<'_>) -> Match {
    let rest = place.rest();
    let day = shaped(rest, "000000")?;
    let mut tail = rest.get(day..)?.chars();
    let century = tail.next()?;
    if !"+-YXWVUABCDEF".contains(century) {
        return None;
    }
    let number = shaped(tail.as_str(), "000").and_then(|length| tail.as_str().get(..length))?;
    let check = tail.nth(3)?;
    let length = day.checked_add(5)?;
    let date = digits(rest.get(..day)?)?;
    let individual: usize = number.parse().ok()?;
    let whole: usize = format!("{}{number}", rest.get(..day)?).parse().ok()?;
    let good = is_day(pair(&date, 0)?, pair(&date, 2)?)
        && (2..900).contains(&individual)
        && FINNISH.chars().nth(whole % 31) == Some(check)
        && place.ends(length);
    good.then_some((Kind::Finnish, length))
}

/// The digits of the first shape the number has and ends with.
fn read(place: Place<'_>, shapes: &[&str]) -> Option<(usize, Vec<u32>)> {
    let fits = |shape: &&str| shaped(place.rest(), shape).filter(|length| place.ends(*length));
    let length = shapes.iter().find_map(fits)?;
    Some((length, digits(place.rest().get(..length)?)?))
}
