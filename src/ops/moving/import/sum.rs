//! A sum of money written into one cell, as people write it: `120000 NOK per year`.

use crate::contract::money::{Currency, Per};

/// Keys below `[value]` and what each is to hold.
pub(super) type Parts = Vec<(&'static str, String)>;

/// The amount, the currency and, where it is said, how often; nothing where no currency stands beside the amount, which is
/// then read as the bare amount it is.
pub(super) fn parts(text: &str) -> Option<Parts> {
    let (mut amount, mut currency, mut per) = (String::new(), None::<String>, None);
    for word in text.split_whitespace() {
        let often = word.trim_start_matches('/').to_lowercase();
        if word.chars().all(|c| c.is_ascii_digit() || c == '.') && (currency.is_none() || amount.is_empty()) {
            amount.push_str(word);
        } else if word.parse::<Currency>().is_ok() && currency.is_none() {
            currency = Some(word.to_owned());
        } else if let Some(known) = Per::ALL.iter().find(|per| per.word() == often) {
            per = Some(known.word().to_owned());
        } else if !matches!(often.as_str(), "per" | "a" | "") {
            return None;
        }
    }
    let currency = currency.filter(|_| !amount.is_empty())?;
    let mut parts = vec![("amount", amount), ("currency", currency)];
    parts.extend(per.map(|per| ("per", per)));
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn said(text: &str) -> Option<String> {
        let parts = parts(text)?;
        Some(parts.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn sums_as_people_write_them() {
        for (text, expected) in [
            ("120000 NOK per year", "amount=120000 currency=NOK per=year"),
            ("NOK 120000.50 / month", "amount=120000.50 currency=NOK per=month"),
            ("5000 EUR", "amount=5000 currency=EUR"),
            ("1 250 000 SEK once", "amount=1250000 currency=SEK per=once"),
        ] {
            assert_eq!(said(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn everything_else_is_read_as_before() {
        for text in
            ["", "120000", "NOK", "1,5 NOK", "120000 kroner", "100 NOK 200", "100 NOK EUR", "-5 NOK", "5 NOK each"]
        {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
