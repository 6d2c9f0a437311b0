//! What speaks against a text that was executed elsewhere: it is kept as it is, and said.

use std::collections::BTreeSet;

use crate::contract::deception::{self, Finding, Severity, What};
use crate::contract::document::Document;

/// Of how many kinds of character a sentence speaks.
const MOST_NAMED: usize = 6;

/// Sentences about hidden or deceptive text; one of each a file. Lines are those of the file called `shown`, which lacks
/// `added` lines of the agreement made of it.
pub(super) fn about(shown: &str, document: &Document, added: usize) -> Vec<String> {
    let mut said = Vec::new();
    let body_line = document.body_line().saturating_sub(1);
    // Lines that end in CR LF hide nothing, and what is signed already is not made to end in LF any more.
    let grave = |finding: &Finding| finding.severity == Severity::Refuse && finding.code != "crlf";
    let found: Vec<Finding> = deception::inspect("", document.body(), What::Body).into_iter().filter(grave).collect();
    if let Some(first) = found.first() {
        let line = first.line.saturating_add(body_line).saturating_sub(added);
        said.push(deceptive(&format!("{shown}:{line}:{}", first.column), first, &found));
    }
    let in_terms: Vec<Finding> =
        deception::inspect("", document.front_matter(), What::Header).into_iter().filter(grave).collect();
    if let Some(first) = in_terms.first() {
        said.push(deceptive(&format!("{shown}: the terms"), first, &in_terms));
    }
    said
}

fn deceptive(place: &str, first: &Finding, found: &[Finding]) -> String {
    let points: BTreeSet<String> = found.iter().filter_map(Finding::code_point).collect();
    let named: Vec<String> = points.iter().take(MOST_NAMED).cloned().collect();
    let dots = if points.len() > MOST_NAMED { ", …" } else { "" };
    // One point alone is in the message already.
    let points = if named.len() < 2 { String::new() } else { format!(" ({}{dots})", named.join(", ")) };
    let places = if found.len() == 1 { "1 such place".to_owned() } else { format!("{} such places", found.len()) };
    let message = first.message.trim_end_matches('.');
    format!("{place}: {message}; {places} in it{points}: freezing or signing such a text is refused")
}

#[cfg(test)]
mod tests {
    use super::about;
    use crate::contract::document::Document;

    const HEAD: &str = "id = \"nda-7k2m9qxt\"\ntitle = \"T\"\nkind = \"nda\"\n[[party]]\nname = \"A\"\n";

    fn said(body: &str) -> Vec<String> {
        let document = Document::parse("x", &Document::compose(HEAD, body)).unwrap();
        about("x.txt", &document, document.body_line() - 1)
    }

    #[test]
    fn lines_are_those_of_the_file_and_code_points_are_named() {
        let said = said("one\ntw\u{200b}o\u{202e}\n");
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("x.txt:2:3: "), "{said:?}");
        assert!(said[0].contains("2 such places in it (U+200B, U+202E)"), "{said:?}");
    }

    #[test]
    fn an_honest_text_gets_no_word() {
        assert_eq!(said("§ 1 Kjøp\r\n\r\nAvtale – «her».\r\n"), Vec::<String>::new());
    }
}
