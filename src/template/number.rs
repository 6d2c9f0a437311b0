//! Numbers of paragraphs that take the section from where they stand, so that one clause serves many templates.
//!
//! `#.1`, at the beginning of a paragraph or in a reference, becomes `9.1` below the heading `## 9. Liability`. The marks are set in the text of templates before anything is filled
//! in; the character they are made of may not stand in an answer.

use std::borrow::Cow;

/// Stands for the number of the section until the text is drawn: the character "substitute", refused in every answer.
const MARK: char = '\u{1a}';

/// Marks `#.` before a digit.
pub(super) fn mark(text: &str) -> Cow<'_, str> {
    if !text.contains("#.") {
        return Cow::Borrowed(text);
    }
    let mut marked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("#.") {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default());
        let numbers = after.get(1..).is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
        let alone = !before.ends_with(|c: char| c.is_alphanumeric() || c == '#' || c == '{');
        marked.push_str(before);
        marked.push(if numbers && alone { MARK } else { '#' });
        rest = after;
    }
    marked.push_str(rest);
    Cow::Owned(marked)
}

/// Puts the number of the section above in the place of each mark.
///
/// # Errors
/// The line (from 1) of a mark with no numbered heading above it.
pub(super) fn settle(text: &str) -> Result<String, usize> {
    if !text.contains(MARK) {
        return Ok(text.to_owned());
    }
    let mut section = None;
    let mut settled = String::with_capacity(text.len());
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if let Some(number) = heading(line) {
            section = Some(number);
        }
        match section {
            Some(number) => settled.push_str(&line.replace(MARK, number)),
            None if line.contains(MARK) => return Err(at.saturating_add(1)),
            None => settled.push_str(line),
        }
    }
    Ok(settled)
}

/// `9` of `## 9. Liability`.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let depth = line.len() - text.len();
    let (number, _) = text.strip_prefix(' ')?.split_once('.')?;
    ((1..=6).contains(&depth) && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{mark, settle};

    #[test]
    fn a_paragraph_takes_the_number_of_the_section_above() {
        let text = "# Title\n\n## 9. Liability\n\n#.1 One; see clause #.2.\n\n#.2 Two.\n\n## 10. Law\n\n#.1 Three.\n";
        let settled = settle(&mark(text)).unwrap();
        assert_eq!(
            settled,
            "# Title\n\n## 9. Liability\n\n9.1 One; see clause 9.2.\n\n9.2 Two.\n\n## 10. Law\n\n10.1 Three.\n"
        );
    }

    #[test]
    fn other_signs_stay() {
        for text in ["C#.1", "## 1. A\n\n#. x", "{#.1 comment #}", "##.1", "item #4", "a # b", "#", "#."] {
            assert_eq!(settle(&mark(text)).unwrap(), text);
        }
    }

    #[test]
    fn a_number_without_a_section_is_told_by_its_line() {
        assert_eq!(settle(&mark("## Not numbered\n\n#.1 x")), Err(3));
        assert_eq!(settle(&mark("#.1 x")), Err(1));
    }
}
