//! Terms a text defines, and whether it uses them.
//!
//! A definition is a quoted phrase with a capital that is bold (`**"Services"**`, `"**Services**"`) or alone at the end of
//! brackets (`(the "Buyer")`), as paper in English and the Nordic languages writes it. A term counts as used when its
//! words, each shortened against inflection, stand anywhere more often than it is defined: rather once too often than an
//! alarm over `Partene` for `Part`.

use std::collections::BTreeSet;

/// Longer phrases are quotations.
const LONGEST: usize = 60;
const QUOTES: [(char, char); 5] = [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“'), ('”', '”')];

/// More terms than these are not looked at: a text that defines them is no agreement.
const MOST: usize = 300;

/// Each term defined and never used, with its byte, in the order of the text; one defined twice is told of once.
pub(super) fn unused(body: &str) -> Vec<(usize, String)> {
    let definitions = definitions(body);
    let defined: Vec<Vec<String>> = definitions.iter().map(|(_, term)| words(term).collect()).collect();
    let text: Vec<String> = words(body).collect();
    let mut seen = BTreeSet::new();
    let mut unused = Vec::new();
    for ((at, term), words) in definitions.iter().zip(&defined) {
        if seen.len() == MOST || !seen.insert(term) {
            continue;
        }
        let stems: Vec<String> = words.iter().map(|word| stem(word)).collect();
        let same = |window: &[String]| window.iter().zip(&stems).all(|(word, stem)| word.starts_with(stem.as_str()));
        let there = text.windows(stems.len().max(1)).filter(|window| same(window)).count();
        let definitions = defined.iter().filter(|other| other.len() >= stems.len() && same(other)).count();
        if there <= definitions {
            unused.push((*at, term.clone()));
        }
    }
    unused
}

fn definitions(body: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in body.split_inclusive('\n') {
        let mut from = 0;
        while let Some((open, inner_at, inner, after)) = line.get(from..).and_then(|rest| quoted(rest)) {
            let before = line.get(..from + open).unwrap_or_default();
            let behind = line.get(from + after..).unwrap_or_default();
            if let Some(term) = term(before, inner, behind) {
                found.push((line_start + from + inner_at, term.to_owned()));
            }
            from += after;
        }
        line_start += line.len();
    }
    found
}

/// The first quoted phrase: where it opens, where and what its inside is, where it is over.
fn quoted(text: &str) -> Option<(usize, usize, &str, usize)> {
    let (open, close) = text.char_indices().find_map(|(at, c)| {
        QUOTES.iter().find(|(opening, _)| *opening == c).map(|(opening, closing)| ((at, opening.len_utf8()), *closing))
    })?;
    let inside = open.0 + open.1;
    let rest = text.get(inside..)?;
    let length = rest.find(close)?;
    Some((open.0, inside, rest.get(..length)?, inside + length + close.len_utf8()))
}

/// The term, when what stands around the quotes makes it a definition.
fn term<'t>(before: &str, inner: &'t str, behind: &str) -> Option<&'t str> {
    let bold_outside = before.ends_with("**") && behind.starts_with("**");
    let bold_inside = inner.strip_prefix("**").and_then(|inner| inner.strip_suffix("**"));
    let bracketed = behind.starts_with(')') && before.rfind('(') > before.rfind(')');
    let term = bold_inside.unwrap_or(inner).trim();
    let good = term.chars().count() <= LONGEST
        && term.starts_with(char::is_uppercase)
        && !term.contains(['[', ']', '.', ';', ',', '*', '{']);
    (good && (bold_outside || bold_inside.is_some() || bracketed)).then_some(term)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Two thirds of a word, three letters at least: what inflection leaves alone.
fn stem(word: &str) -> String {
    let letters = word.chars().count();
    word.chars().take((letters * 2 / 3).max(3.min(letters))).collect()
}

#[cfg(test)]
mod tests {
    use super::unused;

    fn terms(body: &str) -> Vec<String> {
        unused(body).into_iter().map(|(_, term)| term).collect()
    }

    #[test]
    fn a_term_defined_and_left_alone_is_found() {
        for body in [
            "**\"Services\"** means work.",
            "\"**Services**\" means work.",
            "Acme AS (the \"Services\") agrees.",
            "Acme AS (heretter «Services») er enig.",
            "“**Services**” means work.\n\n“**Services**” again.",
        ] {
            assert_eq!(terms(body), ["Services"], "{body}");
        }
        let (at, _) = unused("x\n**\"Ytelsen\"** er noe.")[0];
        assert_eq!(at, 5);
    }

    #[test]
    fn of_a_text_of_nothing_but_definitions_a_part_is_looked_at() {
        let many: String = (0..60_000).map(|number| format!("**\"Term{number}\"** ")).collect();
        assert_eq!(terms(&many).len(), super::MOST);
    }

    #[test]
    fn what_may_be_a_use_or_no_definition_raises_no_alarm() {
        for body in [
            "**\"Services\"** means work. A service is work.",
            "(the \"Confidential Information\") is kept. No confidential information leaks.",
            "Oppdragstaker («Part») og oppdragsgiver. Partene er enige.",
            "«**Konfidensiell informasjon**» er alt. All konfidensiell informasjonen slettes.",
            "He said \"Never\" and left.",
            "**Services** means work.",
            "A 19\" rack and a 21\" rack (both).",
            "(the \"purpose\") and (\"A sentence. Another.\") and (\"[[fill: X]]\")",
            "\"unclosed",
            "",
        ] {
            assert_eq!(terms(body), [""; 0], "{body}");
        }
    }
}
