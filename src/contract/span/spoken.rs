//! Lengths of time as people write them in the five languages: `three (3) months`, `tre måneder`, `drei Monate`.
//!
//! **Owns** the words of numbers and units. **Refuses to know** where such words stand. **Invariants**: total on any text;
//! a text is read wholly or not at all; a number written twice must be the same number; what is not counted in calendar
//! days, such as working days, is refused by name, never read as days.

use unicode_normalization::UnicodeNormalization;

use super::{Span, Unit};

/// Why a text is not read as a length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpokenError {
    /// It is none, or not one that is certain.
    #[error("it is no length of time")]
    Unknown,
    /// A number is written in words and in digits, and they differ.
    #[error("it says both {0} and {1}")]
    Disagrees(u32, u32),
    /// It counts days of work.
    #[error("it counts working days, which are no length of time in a calendar")]
    WorkingDays,
}

/// Units in every form they are written in, lower case. One list for all languages: no word means two things.
const UNITS: &[(Unit, &str)] = &[
    (Unit::Day, "day days dag dager dagers dage dages dagar dagars tag tage tagen tages"),
    (Unit::Week, "week weeks wk wks uke uker ukers vecka veckor veckors uge uger ugers woche wochen"),
    (Unit::Month, "month months mo mos mth mths måned måneder måneders maaned maaneder mnd mndr md mdr"),
    (Unit::Month, "månad månader månaders mån monat monate monaten monats mon"),
    (Unit::Year, "year years yr yrs år års aar aars jahr jahre jahren jahres"),
];

/// What stands before a unit and changes nothing, alone or as its beginning: `calendar days`, `kalenderdager`.
const CALENDAR: &[&str] = &["calendar", "kalender"];

/// Days that are not counted in the calendar.
const WORKING: &[&str] = &[
    "business",
    "working",
    "arbeidsdag",
    "arbetsdag",
    "arbejdsdag",
    "virkedag",
    "vardag",
    "hverdag",
    "bankdag",
    "arbeitstag",
    "werktag",
    "bankarbeitstag",
    "geschäftstag",
];

/// From 0 in the order of the numbers, one list a language; `|` between spellings.
const UP_TO_NINETEEN: &[&str] = &[
    "zero one|a|an two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "null en|én|ett|ei|ein to tre fire fem seks sju|syv åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
    "noll en|ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton|aderton nitton",
    "nul en|én|et|ét to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
    "null ein|eine|einen|einem|einer|eines|eins zwei drei vier fünf|fuenf sechs sieben acht neun zehn elf zwölf|zwoelf dreizehn vierzehn fünfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn",
];

/// From 20 by tens to 100.
const TENS: &[&str] = &[
    "twenty thirty forty|fourty fifty sixty seventy eighty ninety hundred|onehundred",
    "tjue|tyve tretti|tredve førti femti seksti sytti åtti nitti hundre|etthundre",
    "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra|etthundra",
    "tyve tredive fyrre|fyrretyve halvtreds tres halvfjerds firs halvfems hundrede|ethundrede",
    "zwanzig dreißig|dreissig vierzig fünfzig|fuenfzig sechzig siebzig achtzig neunzig hundert|einhundert",
];

/// What stands between unit and ten where the unit comes first: `fireogtyve`, `vierundzwanzig`.
const JOINTS: &[&str] = &["", "og", "", "og", "und"];

impl Span {
    /// Reads a length of time in words, figures or both.
    ///
    /// # Errors
    /// Why it is not read.
    pub fn spoken(text: &str) -> Result<Self, SpokenError> {
        if text.len() > 200 {
            return Err(SpokenError::Unknown);
        }
        let text: String = text.nfc().flat_map(char::to_lowercase).collect();
        let words = words(&text);
        if words.iter().any(|word| WORKING.iter().any(|working| word.starts_with(working))) {
            return Err(SpokenError::WorkingDays);
        }
        let (last, before) = words.split_last().ok_or(SpokenError::Unknown)?;
        let (unit, stuck) = unit(last).ok_or(SpokenError::Unknown)?;
        let before = match before {
            [before @ .., word] if stuck.is_none() && CALENDAR.contains(&word.as_str()) => before,
            before => before,
        };
        let count = match stuck {
            Some(digits) if before.is_empty() => digits,
            Some(_) => return Err(SpokenError::Unknown),
            None => count(before)?,
        };
        match count {
            1..=9999 => Ok(Self { count, unit }),
            _ => Err(SpokenError::Unknown),
        }
    }
}

/// The words, brackets as words of their own; hyphens and the marks of abbreviation and genitive fall away.
fn words(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len());
    let (mut before, mut rest) = (' ', text.chars());
    while let Some(character) = rest.next() {
        let within = || before.is_alphanumeric() && rest.clone().next().is_some_and(char::is_alphanumeric);
        match character {
            '(' | '[' => spaced.push_str(" ( "),
            ')' | ']' => spaced.push_str(" ) "),
            '-' | '\u{2010}' | '\u{2011}' if within() => spaced.push(' '),
            other => spaced.push(other),
        }
        before = character;
    }
    let bare = |word: &str| word.trim_end_matches(['.', '\'', '’']).to_owned();
    spaced.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

/// The unit, and the figures stuck to it as in `12mnd`.
fn unit(word: &str) -> Option<(Unit, Option<u32>)> {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let figures = word.strip_suffix(letters).unwrap_or_default();
    let digits = if figures.is_empty() { None } else { Some(number(figures)?) };
    let bare = CALENDAR.iter().find_map(|prefix| letters.strip_prefix(prefix)).unwrap_or(letters);
    let known = UNITS.iter().find(|(_, forms)| forms.split(' ').any(|form| form == bare))?;
    Some((known.0, digits))
}

/// A number in figures, in words, or in both with one of them in brackets.
fn count(words: &[String]) -> Result<u32, SpokenError> {
    let read = |words: &[String]| spelled(words).ok_or(SpokenError::Unknown);
    let Some(open) = words.iter().position(|word| word == "(") else { return read(words) };
    let (outside, rest) = words.split_at(open);
    match rest {
        [_, inside @ .., close] if close == ")" && !inside.is_empty() => match (read(outside)?, read(inside)?) {
            (one, other) if one == other => Ok(one),
            (one, other) => Err(SpokenError::Disagrees(one, other)),
        },
        _ => Err(SpokenError::Unknown),
    }
}

/// A number in one word, or `twenty four` in two: words side by side are otherwise two numbers.
fn spelled(words: &[String]) -> Option<u32> {
    match words {
        [word] => number(word),
        [ten, unit] if !words.concat().contains(|c: char| c.is_ascii_digit()) => match (number(ten)?, number(unit)?) {
            (ten @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90), unit @ 1..=9) => Some(ten.saturating_add(unit)),
            (1, 100) => Some(100),
            _ => None,
        },
        _ => None,
    }
}

/// A number as one word, figures or letters: `24`, `twentyfour`, `tjuefire`, `vierundzwanzig`.
fn number(word: &str) -> Option<u32> {
    if !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok().filter(|_| !word.starts_with('0'));
    }
    let languages = UP_TO_NINETEEN.iter().zip(TENS).zip(JOINTS);
    languages.into_iter().find_map(|((units, tens), joint)| in_language(word, units, tens, joint))
}

fn in_language(word: &str, units: &str, tens: &str, joint: &str) -> Option<u32> {
    let of = |list: &str, word: &str| list.split(' ').position(|forms| forms.split('|').any(|form| form == word));
    let unit = |word: &str| of(units, word).and_then(|place| u32::try_from(place).ok());
    if let Some(unit) = unit(word) {
        return Some(unit);
    }
    for (ten, form) in (2_u32..).zip(tens.split(' ')).flat_map(|(ten, forms)| forms.split('|').map(move |f| (ten, f))) {
        let small = |rest: &str| unit(rest).filter(|unit| (1..=9).contains(unit) && ten < 10);
        let after = word.strip_prefix(form).map(|rest| if rest.is_empty() { Some(0) } else { small(rest) });
        let before = (!joint.is_empty()).then(|| word.strip_suffix(form)?.strip_suffix(joint).and_then(small));
        if let Some(unit) = after.flatten().or(before.flatten()) {
            return Some(ten * 10 + unit);
        }
    }
    None
}

#[cfg(test)]
#[path = "spoken_tests.rs"]
mod tests;
