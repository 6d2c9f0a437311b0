//! Gives an edited text back the lines an edit did not touch, byte for byte: TOML editors print line feeds only, add a
//! last one, and respell some keys, and a file whose every line changed cannot be reviewed.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// `new` with its unchanged lines as they stand in `old`. `printed` is `old` as the editor prints it without any change;
/// lines that are new get the ending most used in `old`.
#[must_use]
pub fn restore(old: &str, printed: &str, new: &str) -> String {
    let old_lines: Vec<&str> = old.split_inclusive('\n').collect();
    let new_lines: Vec<&str> = bare_lines(new);
    let mut printed_lines = bare_lines(printed);
    if printed_lines.len() != old_lines.len() {
        printed_lines = bare_lines(old);
    }
    let mut kept: Vec<Option<&str>> = vec![None; new_lines.len()];
    for op in capture_diff_slices(Algorithm::Myers, &printed_lines, &new_lines) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            let lines = old_lines.iter().skip(old_index).take(len);
            kept.iter_mut().skip(new_index).zip(lines).for_each(|(kept, line)| *kept = Some(line));
        }
    }
    let usual = usual_ending(&old_lines);
    let mut text = String::with_capacity(new.len().saturating_add(new_lines.len()));
    for (line, kept) in new_lines.into_iter().zip(kept) {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(usual);
        }
        match kept {
            Some(line) => text.push_str(line),
            None => text.extend([line, usual]),
        }
    }
    text
}

fn usual_ending(lines: &[&str]) -> &'static str {
    let returns = lines.iter().filter(|line| line.ends_with("\r\n")).count();
    let feeds = lines.iter().filter(|line| line.ends_with('\n')).count();
    if returns > feeds / 2 { "\r\n" } else { "\n" }
}

fn bare_lines(text: &str) -> Vec<&str> {
    let bare = |line: &'_ str| -> usize { line.trim_end_matches('\n').trim_end_matches('\r').len() };
    text.split_inclusive('\n').map(|line| line.get(..bare(line)).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::restore;

    #[test]
    fn untouched_lines_are_kept_to_the_byte() {
        for (old, printed, new, expected) in [
            ("a\nb\n", "a\nb\n", "a\nc\n", "a\nc\n"),
            ("a\r\nb\r\n", "a\nb\n", "a\nc\nb\n", "a\r\nc\r\nb\r\n"),
            ("a\r\nb\r\n", "a\r\nb\r\n", "a\r\nb\r\n", "a\r\nb\r\n"),
            ("a\nb\r\nc\n", "a\nb\nc\n", "a\nb\nx\nc\n", "a\nb\r\nx\nc\n"),
            ("a\r\nb", "a\nb\n", "a\nb\n", "a\r\nb"),
            ("a\r\nb", "a\nb\n", "a\nb\nc\n", "a\r\nb\r\nc\r\n"),
            ("'a'.b = 1\nc = 2\n", "a.b = 1\nc = 2\n", "a.b = 1\nc = 3\n", "'a'.b = 1\nc = 3\n"),
            ("a\r\n", "a\n", "", ""),
            ("", "", "a\n", "a\n"),
        ] {
            assert_eq!(restore(old, printed, new), expected);
        }
    }
}
