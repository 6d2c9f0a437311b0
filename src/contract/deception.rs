//! Text that does not say what it seems to say: characters nobody sees, letters that pass for others, markup that
//! hides words.
//!
//! **Owns** the list of such defects, their stable codes and how grave each is. **Refuses to know** files, policies and
//! what is done about a finding: `check` and `send` decide. **Invariants**: total on any text, linear in its length,
//! findings in the order of the text, at most [`PER_CODE`] of one code. The list is that of "what you see is what you
//! sign": whatever a reader of the rendered page and a reader of the raw bytes could see differently is named here.

mod characters;
mod header;
mod lookalike;
mod markup;
mod shape;
mod words;

/// So many findings of one code are reported; a text with more is no better understood by a longer list.
pub const PER_CODE: usize = 50;

/// Which part of `contract.md` a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// The TOML between the `+++` lines.
    Header,
    /// The Markdown below; also any annex in Markdown or plain text.
    Body,
}

/// How grave a finding is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; old contracts have it innocently.
    Warn,
    /// Not to be frozen or signed like this.
    Refuse,
}

/// One defect and its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// As given to [`inspect`].
    pub file: String,
    /// From 1, within the text given.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The character concerned, where it is one.
    pub character: Option<char>,
    /// Stable name of the defect, such as `bidi-control`.
    pub code: &'static str,
    /// How grave.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
}

impl Finding {
    /// The code point as `U+202E`, where the finding is about one character.
    #[must_use]
    pub fn code_point(&self) -> Option<String> {
        self.character.map(code_point)
    }
}

/// A defect at a byte, before lines are counted.
#[derive(Debug)]
struct Mark {
    at: usize,
    character: Option<char>,
    code: &'static str,
    severity: Severity,
    message: String,
}

/// Collects marks, no more than [`PER_CODE`] of a kind.
#[derive(Debug, Default)]
struct Marks {
    all: Vec<Mark>,
    counts: std::collections::BTreeMap<&'static str, usize>,
}

impl Marks {
    fn add(
        &mut self,
        at: usize,
        character: Option<char>,
        code: &'static str,
        severity: Severity,
        message: impl Into<String>,
    ) {
        let count = self.counts.entry(code).or_default();
        if *count < PER_CODE {
            *count += 1;
            self.all.push(Mark { at, character, code, severity, message: message.into() });
        }
    }

    fn refuse(&mut self, at: usize, code: &'static str, message: impl Into<String>) {
        self.add(at, None, code, Severity::Refuse, message);
    }

    fn warn(&mut self, at: usize, code: &'static str, message: impl Into<String>) {
        self.add(at, None, code, Severity::Warn, message);
    }
}

/// Everything in `text` that hides or pretends, in the order of the text.
#[must_use]
pub fn inspect(file: &str, text: &str, what: What) -> Vec<Finding> {
    let mut marks = Marks::default();
    characters::inspect(text, &mut marks);
    shape::inspect(text, what, &mut marks);
    match what {
        What::Header => {
            words::inspect(text, what, &mut marks);
            header::inspect(text, &mut marks);
        }
        What::Body => {
            words::inspect(text, what, &mut marks);
            markup::inspect(text, &mut marks);
        }
    }
    place(file, text, marks.all)
}

/// Whether anything found forbids freezing the text.
#[must_use]
pub fn refused(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Refuse)
}

/// Whether a character may not stand in one line of data, such as a name or an answer to a template: line breaks, tabs
/// and every character that is refused in a contract.
#[must_use]
pub fn forbidden_in_line(character: char) -> bool {
    characters::refused(character)
}

/// Counts lines and columns once, from the first mark to the last.
fn place(file: &str, text: &str, mut marks: Vec<Mark>) -> Vec<Finding> {
    marks.sort_by(|a, b| (a.at, a.code).cmp(&(b.at, b.code)));
    marks.dedup_by(|a, b| a.at == b.at && a.code == b.code);
    let (mut line, mut column, mut reached) = (1, 1, 0);
    let mut chars = text.char_indices().peekable();
    let mut findings = Vec::with_capacity(marks.len());
    for mark in marks {
        while reached < mark.at {
            let Some((at, character)) = chars.next() else { break };
            reached = at + character.len_utf8();
            (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        findings.push(Finding {
            file: file.to_owned(),
            line,
            column,
            character: mark.character,
            code: mark.code,
            severity: mark.severity,
            message: mark.message,
        });
    }
    findings
}

fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

#[cfg(test)]
mod tests;
