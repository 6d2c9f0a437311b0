//! The clause a place in a body belongs to: a light look backwards for the nearest heading or numbered paragraph.
//!
//! Kept apart so that it can give way to the outline of the contract room.

/// How far back is looked, in bytes.
const REACH: usize = 64 * 1024;

/// What a line at the head of a clause says.
#[derive(Default)]
struct Head<'a> {
    number: Option<&'a str>,
    title: Option<&'a str>,
    is_heading: bool,
}

/// The clause around the byte `at`, such as `§3.2 Confidentiality`: number as far as there is one, and the title of the
/// clause or of the heading it stands under.
pub(super) fn clause_at(body: &str, at: usize) -> Option<String> {
    let mut number: Option<&str> = None;
    let end = line_end(body, at);
    let mut before = body.get(..end)?;
    let floor = end.saturating_sub(REACH);
    loop {
        let start = before.rfind('\n').map_or(0, |place| place.saturating_add(1));
        if let Some(head) = head(before.get(start..).unwrap_or_default()) {
            let fits = head.is_heading || number.is_none();
            match (number, head.title) {
                (None, Some(title)) => return Some(named(head.number, title)),
                (Some(own), Some(title)) if fits => return Some(named(Some(own), title)),
                (None, None) => number = head.number,
                _ => {}
            }
        }
        if start <= floor || start == 0 {
            return number.map(|number| format!("§{number}"));
        }
        before = before.get(..start.saturating_sub(1))?;
    }
}

fn named(number: Option<&str>, title: &str) -> String {
    let title: String = title.chars().take(80).collect();
    match number {
        Some(number) => format!("§{number} {title}"),
        None => title,
    }
}

fn line_end(body: &str, at: usize) -> usize {
    let rest = body.as_bytes().get(at..).unwrap_or_default();
    at.saturating_add(memchr::memchr(b'\n', rest).unwrap_or(rest.len())).min(body.len())
}

/// Reads a line as the head of a clause: `## 3. Term`, `3.2 The parties …`, `**3.2** …`, `§ 3.2`.
fn head(line: &str) -> Option<Head<'_>> {
    let line = line.trim();
    if let Some(heading) = line.strip_prefix('#') {
        let heading = heading.trim_start_matches('#').trim_end_matches('#');
        let text = heading.strip_prefix(' ')?.trim();
        let (number, rest) = split_number(text);
        let title = Some(rest.trim_matches(['*', '_', ' '])).filter(|title| !title.is_empty());
        return (number.is_some() || title.is_some()).then_some(Head { number, title, is_heading: true });
    }
    let (number, _) = split_number(line);
    number.map(|number| Head { number: Some(number), title: None, is_heading: false })
}

/// Takes `3.2`, `3.`, `§ 3.2`, `**3.2**` or `3)` off the beginning of a line. A bare number needs a mark behind it, so that
/// a line that begins with `12 months` is no clause.
fn split_number(line: &str) -> (Option<&str>, &str) {
    let none = (None, line);
    let text = line.trim_start_matches(['*', '_']);
    let signed = text.strip_prefix('§').map(str::trim_start);
    let text = signed.unwrap_or(text);
    let length = text.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(length).unwrap_or(("", text));
    let number = digits.trim_end_matches('.');
    let well_formed = !number.is_empty() && number.len() <= 12 && !number.starts_with('.') && !number.contains("..");
    let marked = signed.is_some() || digits.contains('.') || rest.starts_with(')');
    let rest = rest.trim_start_matches([')', '*', '_', ':']);
    if well_formed && marked && (rest.is_empty() || rest.starts_with(char::is_whitespace)) {
        (Some(number), rest.trim_start())
    } else {
        none
    }
}

#[cfg(test)]
mod tests {
    use super::clause_at;

    const BODY: &str = "# Agreement\n\nPreamble here.\n\n## 3. Confidentiality\n\nFirst words.\n\n3.1 Each party shall keep it.\n\
                        12 months after that it ends.\n\n**3.2** The other one.\n\n## Law\n\nNorway rules.\n\n1986. was a year\n";

    #[test]
    fn the_nearest_heading_or_number_names_the_clause() {
        for (word, clause) in [
            ("Preamble", Some("Agreement")),
            ("First", Some("§3 Confidentiality")),
            ("keep", Some("§3.1 Confidentiality")),
            ("months", Some("§3.1 Confidentiality")),
            ("other", Some("§3.2 Confidentiality")),
            ("Norway", Some("Law")),
            ("Confidentiality", Some("§3 Confidentiality")),
        ] {
            let at = BODY.find(word).unwrap();
            assert_eq!(clause_at(BODY, at).as_deref(), clause, "{word}");
        }
    }

    #[test]
    fn bodies_without_clauses_have_none() {
        for body in ["", "plain text", "12 months", "3.5.", "#no heading", "..", "1..2 x"] {
            assert!(clause_at(body, body.len()).is_none_or(|clause| clause == "§3.5"), "{body}");
        }
        assert_eq!(clause_at("§ 7 Tavshet\nord", 14).as_deref(), Some("§7"));
        assert_eq!(clause_at("æøå", 1), None);
    }
}
