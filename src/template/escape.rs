//! Values as Markdown: what an answer says is shown to the letter.
//!
//! Only signs that would act as markup are escaped, so that names and sums stay readable in the raw text. The marks of
//! list items are left: an answer of several lines may be a list.

/// Keeps a value from being markup: its signs are escaped, at the beginning of its lines those of blocks too. A blank in
/// a list of values stays a blank.
pub(super) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            escaped.push('\n');
        }
        inline(line, &mut escaped);
    }
    escaped
}

fn inline(line: &str, escaped: &mut String) {
    let mut before = ' ';
    let mut rest = line;
    if line.starts_with(['#', '=']) || line.starts_with("---") || line.starts_with("+++") {
        escaped.push('\\');
    }
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        if rest.starts_with("[[fill: ")
            && let Some(end) = rest.find("]]").and_then(|at| rest.get(..at + 2))
        {
            escaped.push_str(end);
            rest = rest.get(end.len()..).unwrap_or_default();
            continue;
        }
        let inside = before.is_alphanumeric() && after.starts_with(char::is_alphanumeric);
        let entity = character == '&'
            && after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#')
            && after.contains(';');
        match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => escaped.push('\\'),
            '_' if !inside => escaped.push('\\'),
            '{' if after.starts_with(['{', '%', '#']) => escaped.push('\\'),
            _ if entity => escaped.push('\\'),
            _ => {}
        }
        escaped.push(character);
        before = character;
        rest = after;
    }
}
