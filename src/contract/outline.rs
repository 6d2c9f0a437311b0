//! The clauses of an agreement, so that `§3.2` names a place in the text.
//!
//! **Owns** how a number, a title and a byte range are read from Markdown: numbered headings (`## 3. Confidentiality`),
//! paragraphs that open with a number (`3.2 Text`), ordered lists below either (`3.` with an item `2.` inside is
//! `3.2`), and headings without a number (a title only). **Refuses to know** what a clause means. **Invariants**: total
//! on any text; linear but for the sort; ranges lie on character boundaries, in order of their start; a range reaches
//! to where the next clause of the same or a higher level begins.

mod number;
mod plain;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use number::{Numbering, leading};

pub use plain::plain_text;

/// One addressable clause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// `3.2`, without `§` and closing dot; `None` for a heading without a number.
    pub number: Option<String>,
    /// The heading's words, or the first words of a numbered paragraph.
    pub title: String,
    /// Depth from 1: the parts of the number, or the level of a heading without one.
    pub level: usize,
    /// First byte in the body.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// The clauses of one body, in the order of the text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outline {
    clauses: Vec<Clause>,
}

/// So many characters of a paragraph serve as its title.
const TITLE: usize = 80;

impl Outline {
    /// Reads the clauses of a Markdown body.
    #[must_use]
    pub fn of(body: &str) -> Self {
        let mut reader = Reader::new(body);
        for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
            reader.event(event, range.start, range.end);
        }
        let mut clauses = reader.clauses;
        clauses.sort_by_key(|clause| clause.start);
        close(&mut clauses, body.len());
        Self { clauses }
    }

    /// All clauses, in the order of the text.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The innermost clause around a byte.
    #[must_use]
    pub fn clause_at(&self, byte: usize) -> Option<&Clause> {
        let upto = self.clauses.partition_point(|clause| clause.start <= byte);
        self.clauses.get(..upto)?.iter().rev().find(|clause| byte < clause.end)
    }

    /// The clause called `§3.2`, `§ 3.2`, `3.2` or `3.2.`: the first of that number. A title finds a heading without a
    /// number.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Clause> {
        let name = name.trim().trim_start_matches('§').trim().trim_end_matches('.');
        let by_number = self.clauses.iter().find(|clause| clause.number.as_deref() == Some(name));
        by_number.or_else(|| {
            let name = name.to_lowercase();
            self.clauses.iter().find(|clause| clause.number.is_none() && clause.title.to_lowercase() == name)
        })
    }
}

/// Lets each clause end where the next of its own or a higher level begins.
fn close(clauses: &mut [Clause], length: usize) {
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for clause in clauses.iter_mut().rev() {
        while ends.last().is_some_and(|(level, _)| *level > clause.level) {
            ends.pop();
        }
        clause.end = ends.last().map_or(length, |(_, start)| *start);
        if ends.last().is_some_and(|(level, _)| *level == clause.level) {
            ends.pop();
        }
        ends.push((clause.level, clause.start));
    }
}

/// A block whose first words may name a clause.
struct Block {
    start: usize,
    heading: Option<usize>,
    text: String,
}

struct Reader<'a> {
    body: &'a str,
    clauses: Vec<Clause>,
    block: Option<Block>,
    numbering: Numbering,
}

impl<'a> Reader<'a> {
    fn new(body: &'a str) -> Self {
        Self { body, clauses: Vec::new(), block: None, numbering: Numbering::default() }
    }

    fn event(&mut self, event: Event<'_>, start: usize, end: usize) {
        match event {
            Event::Start(Tag::List(first)) => {
                self.flush(start);
                self.numbering.enter(first);
            }
            Event::End(TagEnd::List(_)) => self.numbering.leave(),
            Event::Start(Tag::Item) => self.item(start),
            Event::End(TagEnd::Item) => self.flush(end),
            Event::Start(Tag::Heading { level, .. }) => self.open(start, Some(depth(level))),
            Event::Start(Tag::Paragraph) if self.block.is_none() => self.open(start, None),
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph) => self.flush(end),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text("\n"),
            _ => {}
        }
    }

    fn open(&mut self, start: usize, heading: Option<usize>) {
        self.block = Some(Block { start, heading, text: String::new() });
    }

    fn text(&mut self, text: &str) {
        if let Some(block) = &mut self.block
            && block.text.len() < 16 * TITLE
        {
            block.text.extend(text.chars().take(16 * TITLE));
        }
    }

    /// An item of an ordered list is a clause when its number can be told.
    fn item(&mut self, start: usize) {
        self.block = None;
        if let Some(number) = self.numbering.item() {
            self.add(Some(number), String::new(), start);
        }
        self.open(start, None);
    }

    /// A block ends: its first words become a clause or the title of the item around it.
    fn flush(&mut self, _end: usize) {
        let Some(block) = self.block.take() else { return };
        let text = block.text.trim_start();
        match (leading(text, block.heading.is_some()), block.heading) {
            (Some((number, rest)), _) => {
                self.numbering.anchor(&number);
                self.add(Some(number), title(rest), block.start);
            }
            (None, Some(level)) => {
                self.numbering.forget();
                if !text.is_empty() {
                    let clause = Clause { number: None, title: title(text), level, start: block.start, end: 0 };
                    self.clauses.push(clause);
                }
            }
            (None, None) => {
                if let Some(last) = self.clauses.last_mut()
                    && last.title.is_empty()
                    && last.start == block.start
                {
                    last.title = title(text);
                }
            }
        }
    }

    fn add(&mut self, number: Option<String>, title: String, start: usize) {
        let start = self.body.get(..start).map_or(0, str::len);
        let level = number.as_deref().map_or(1, |number| number.split('.').count());
        // A numbered paragraph inside a list item is that item written out: one clause, not two.
        if let Some(last) = self.clauses.last_mut()
            && last.start == start
        {
            *last = Clause { number, title, level, start, end: 0 };
            return;
        }
        self.clauses.push(Clause { number, title, level, start, end: 0 });
    }
}

fn title(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    match line.char_indices().nth(TITLE) {
        None => line.to_owned(),
        Some((at, _)) => {
            let cut = line.get(..at).unwrap_or_default();
            let word = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
            format!("{word} …")
        }
    }
}

fn depth(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests;
