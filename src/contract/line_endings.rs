//! Gives an edited text the line endings of the text it came from: TOML editors print line feeds only, and a file whose
//! every ending changed is a file whose every line changed.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// `new` with the line endings of `old`: unchanged lines keep their own, other lines get the one most used in `old`.
#[must_use]
pub fn restore(old: &str, new: &str) -> String {
    if !old.contains('\r') {
        return new.to_owned();
    }
    let is_crlf = |line: &&str| line.ends_with("\r\n");
    let old_lines: Vec<&str> = old.split_inclusive('\n').collect();
    let new_lines: Vec<&str> = new.split_inclusive('\n').map(without_ending).collect();
    let bare: Vec<&str> = old_lines.iter().map(|line| without_ending(line)).collect();
    let usual =
        if old_lines.iter().filter(|line| is_crlf(line)).count() * 2 >= old_lines.len() { "\r\n" } else { "\n" };
    let mut endings = vec![usual; new_lines.len()];
    for op in capture_diff_slices(Algorithm::Myers, &bare, &new_lines) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            let kept = old_lines.iter().skip(old_index).take(len);
            for (ending, line) in endings.iter_mut().skip(new_index).zip(kept) {
                *ending = if is_crlf(line) { "\r\n" } else { "\n" };
            }
        }
    }
    let mut text = String::with_capacity(new.len().saturating_add(new_lines.len()));
    for (line, ending) in new_lines.iter().zip(endings) {
        text.push_str(line);
        text.push_str(ending);
    }
    if !new.ends_with('\n') {
        let ending = if text.ends_with("\r\n") { 2 } else { 1 };
        text.truncate(text.len().saturating_sub(ending));
    }
    text
}

fn without_ending(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::restore;

    #[test]
    fn endings_follow_the_old_text() {
        assert_eq!(restore("a\nb\n", "a\nc\n"), "a\nc\n");
        assert_eq!(restore("a\r\nb\r\n", "a\nc\nb\n"), "a\r\nc\r\nb\r\n");
        assert_eq!(restore("a\r\nb\r\n", "a\r\nb\r\n"), "a\r\nb\r\n");
        assert_eq!(restore("a\nb\r\nc\n", "a\nb\nx\nc\n"), "a\nb\r\nx\nc\n");
        assert_eq!(restore("a\r\nb", "a\nb"), "a\r\nb");
        assert_eq!(restore("a\r\n", ""), "");
    }
}
