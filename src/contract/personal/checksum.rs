//! The check sums, each over digits that were already read.

/// The digits of a text without its separators; none when anything else stands in it.
pub(super) fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().filter(|c| !is_separator(*c)).map(|c| c.to_digit(10)).collect()
}

/// What people put between the groups of a number.
pub(super) fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '+')
}

/// The weighted sum of the digits; digits without a weight do not count.
pub(super) fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit.saturating_mul(*weight)).fold(0, u32::saturating_add)
}

/// Modulus 10 (Luhn) over all digits, the check digit last.
pub(super) fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let doubled = if place % 2 == 1 { digit.saturating_mul(2) } else { *digit };
            if doubled > 9 { doubled.saturating_sub(9) } else { doubled }
        })
        .fold(0, u32::saturating_add);
    sum.is_multiple_of(10)
}

/// ISO 7064 MOD 11,10, the check digit last.
pub(super) fn mod_11_10(digits: &[u32]) -> bool {
    let Some((check, digits)) = digits.split_last() else { return false };
    let mut product = 10_u32;
    for digit in digits {
        let sum = digit.saturating_add(product) % 10;
        product = (if sum == 0 { 10 } else { sum }).saturating_mul(2) % 11;
    }
    11_u32.saturating_sub(product) % 10 == *check
}

/// ISO 7064 MOD 97-10 over letters and digits, the country and its check digits moved to the end.
pub(super) fn mod_97(number: &str) -> bool {
    let (head, tail) = number.split_at_checked(4).unwrap_or_default();
    let mut remainder = 0_u32;
    for c in tail.chars().chain(head.chars()) {
        let Some(value) = c.to_digit(36) else { return false };
        let shift = if value > 9 { 100 } else { 10 };
        remainder = remainder.saturating_mul(shift).saturating_add(value) % 97;
    }
    remainder == 1
}

/// Whether day and month can be, in a leap year if need be.
pub(super) fn is_day(day: u32, month: u32) -> bool {
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => return false,
    };
    (1..=longest).contains(&day)
}

/// The number two digits make.
pub(super) fn pair(digits: &[u32], at: usize) -> Option<u32> {
    let tens = digits.get(at)?;
    Some(tens.saturating_mul(10).saturating_add(*digits.get(at.saturating_add(1))?))
}

/// The length of the text at its beginning that has this shape: `0` is a digit, a blank is an ordinary or a no-break
/// space, anything else is itself.
pub(super) fn shaped(text: &str, shape: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    for wanted in shape.chars() {
        let (_, found) = chars.next()?;
        let fits = match wanted {
            '0' => found.is_ascii_digit(),
            ' ' => matches!(found, ' ' | '\u{a0}' | '\u{202f}'),
            other => found == other,
        };
        if !fits {
            return None;
        }
    }
    Some(chars.next().map_or(text.len(), |(at, _)| at))
}
