//! The visible blank `[[fill: name]]`: how it is written, and how it is found again.

/// A blank left in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unfilled {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is to be filled in.
    pub name: String,
}

/// The blank for a field.
pub(super) fn marker(name: &str) -> String {
    format!("[[fill: {name}]]")
}

/// Every blank in a body or header, also one that an editor respaced, wrote in capitals, escaped or cut short: what once
/// was a blank must not pass as text.
#[must_use]
pub fn unfilled(text: &str) -> Vec<Unfilled> {
    let mut found = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let (mut column, mut counted) = (1, 0);
        for (at, _) in line.match_indices('[') {
            let Some(name) = line.get(at..).and_then(opened) else { continue };
            column += line.get(counted..at).map_or(0, |between| between.chars().count());
            counted = at;
            found.push(Unfilled { line: number + 1, column, name });
        }
    }
    found
}

/// Whether a value would be taken for a blank.
pub(super) fn pretends(value: &str) -> bool {
    !unfilled(value).is_empty()
}

/// The name in a blank at the beginning of `text`: `[`, `[`, `fill`, `:` with white space and backslashes between them.
fn opened(text: &str) -> Option<String> {
    let skip = |c: char| c == '\\' || (c.is_whitespace() && c != '\n');
    let rest = text.strip_prefix('[')?.trim_start_matches(skip).strip_prefix('[')?.trim_start_matches(skip);
    let word = rest.get(..4).filter(|word| word.eq_ignore_ascii_case("fill"))?;
    let rest = rest.strip_prefix(word)?.trim_start_matches(skip).strip_prefix(':')?;
    let name = rest.split([']', '[']).next().unwrap_or_default();
    Some(name.trim_matches(skip).chars().take(80).collect())
}

#[cfg(test)]
mod tests {
    use super::{Unfilled, marker, unfilled};

    #[test]
    fn a_blank_is_found_where_it_stands() {
        let text = format!("Å {} and {}\n{}", marker("fee"), marker("start"), marker("end"));
        let at = |line, column, name: &str| Unfilled { line, column, name: name.to_owned() };
        assert_eq!(unfilled(&text), [at(1, 3, "fee"), at(1, 21, "start"), at(2, 1, "end")]);
    }

    #[test]
    fn a_spoilt_blank_is_still_a_blank() {
        for spoilt in ["[[fill:fee]]", "[[ Fill : fee ]]", "\\[\\[fill: fee\\]\\]", "[[FILL: fee", "[[fill: fee]"] {
            assert_eq!(unfilled(spoilt).len(), 1, "{spoilt}");
        }
        for text in ["[fill: fee]", "[[full: fee]]", "[[fill]]", "[[filler]]", "", "[[", "[[é", "[[[["] {
            assert_eq!(unfilled(text), [], "{text}");
        }
    }
}
