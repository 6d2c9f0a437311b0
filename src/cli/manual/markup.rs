//! The few marks the manual's topics are written with, into roff.
//!
//! A line `# name - short` opens a page, `## SECTION` a section; four blanks keep lines as they are; a line followed by one
//! that begins with `:   ` is a term with its meaning; words between backticks are set off; everything else is a paragraph.

use clap_mangen::roff::{Inline, Roff, bold, roman};

/// Adds a page's blocks, the first line left out, to `roff`.
pub(super) fn write(source: &str, roff: &mut Roff) {
    let mut lines = source.lines().peekable();
    let mut paragraph = Vec::new();
    while let Some(line) = lines.next() {
        let term = lines.peek().is_some_and(|next| next.starts_with(":   "));
        if line.is_empty() || line.starts_with("# ") {
            flush(&mut paragraph, roff);
        } else if let Some(title) = line.strip_prefix("## ") {
            flush(&mut paragraph, roff);
            roff.control("SH", [title]);
        } else if line.starts_with("    ") {
            flush(&mut paragraph, roff);
            let mut kept = vec![line];
            while let Some(next) = lines.next_if(|next| next.starts_with("    ") || next.is_empty()) {
                kept.push(next);
            }
            verbatim(&kept, roff);
        } else if let Some(meaning) = line.strip_prefix(":   ") {
            roff.text(inline(meaning));
        } else if term {
            flush(&mut paragraph, roff);
            roff.control("TP", []).text([bold(line)]);
        } else {
            paragraph.push(line);
        }
    }
    flush(&mut paragraph, roff);
}

fn flush(paragraph: &mut Vec<&str>, roff: &mut Roff) {
    if !paragraph.is_empty() {
        roff.control("PP", []).text(inline(&paragraph.join(" ")));
        paragraph.clear();
    }
}

/// Lines as they are, indented.
pub(super) fn verbatim(lines: &[&str], roff: &mut Roff) {
    let last = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last.saturating_add(1));
    roff.control("PP", []).control("RS", ["4"]).control("nf", []);
    for line in lines.iter().take(last) {
        let line = line.strip_prefix("    ").unwrap_or(line);
        // An empty line would end the block in some readers.
        roff.text([roman(if line.is_empty() { " " } else { line })]);
    }
    roff.control("fi", []).control("RE", []);
}

/// Words between backticks are bold.
fn inline(text: &str) -> Vec<Inline> {
    let parts = text.split('`').enumerate();
    parts
        .filter(|(_, part)| !part.is_empty())
        .map(|(n, part)| if n % 2 == 1 { bold(part) } else { roman(part) })
        .collect()
}
