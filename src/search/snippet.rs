//! Snippets: where in a body the words of a query stand, with the clause they stand in.

use std::ops::Range;

use super::clause::clause_at;
use super::language::Language;
use super::scan::{Finder, Match};
use crate::contract::outline::Outline;
use crate::query::Query;

/// Characters of context before the first match and in all.
const LEAD: usize = 50;
const WIDTH: usize = 160;
/// Most snippets of one body.
const MOST: usize = 3;

/// A place in a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snippet {
    /// Clause it stands in, such as `§3.2 Confidentiality`.
    pub clause: Option<String>,
    /// One line of about 160 characters, Markdown's marks taken off, `…` where it was cut. Not made safe for a terminal.
    pub text: String,
    /// Byte ranges of the matches in `text`, in order, not overlapping.
    pub matches: Vec<Range<usize>>,
}

/// What was found in one body.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// The places, best first.
    pub snippets: Vec<Snippet>,
    /// Whether each of the query's texts that must be found stands in it.
    pub complete: bool,
}

/// The words of one query, ready for many bodies of one language.
pub struct Snippets {
    finder: Finder,
}

/// The places in one body, best first.
#[must_use]
pub fn snippet(query: &Query, language: &str, body: &str) -> Vec<Snippet> {
    Snippets::new(query, language).of(body)
}

impl Snippets {
    /// Prepares a query for bodies of one language, given as a BCP 47 tag.
    #[must_use]
    pub fn new(query: &Query, language: &str) -> Self {
        Self { finder: Finder::new(query, Language::of(language)) }
    }

    /// The places in one body, best first; none when only names or notes were found.
    #[must_use]
    pub fn of(&self, body: &str) -> Vec<Snippet> {
        self.find(body).snippets
    }

    /// The places in one body, and whether they are all that was asked for.
    #[must_use]
    pub fn find(&self, body: &str) -> Found {
        if self.finder.is_empty() {
            return Found::default();
        }
        let matches = self.finder.matches(body);
        let complete = (0..self.finder.len()).all(|text| matches.iter().any(|one| one.text == text));
        Found { snippets: windows(&matches).into_iter().map(|window| cut(body, window)).collect(), complete }
    }
}

/// Picks the stretches with most different texts in them, the earlier of equals, none touching another.
fn windows(matches: &[Match]) -> Vec<&[Match]> {
    let mut all: Vec<(usize, &[Match])> = Vec::new();
    for start in 0..matches.len() {
        let rest = matches.get(start..).unwrap_or_default();
        let Some(first) = rest.first() else { break };
        let limit = first.range.start.saturating_add(WIDTH - LEAD);
        let count = rest.iter().take_while(|one| one.range.end <= limit).count().max(1);
        let window = rest.get(..count).unwrap_or_default();
        let mut texts: Vec<usize> = window.iter().map(|one| one.text).collect();
        texts.sort_unstable();
        texts.dedup();
        all.push((texts.len(), window));
    }
    all.sort_by_key(|(texts, _)| std::cmp::Reverse(*texts));
    let mut chosen: Vec<&[Match]> = Vec::new();
    for (_, window) in all {
        if chosen.len() < MOST && chosen.iter().all(|other| apart(other, window)) {
            chosen.push(window);
        }
    }
    chosen
}

fn apart(one: &[Match], other: &[Match]) -> bool {
    let (Some(a), Some(b)) = (one.first(), other.first()) else { return true };
    a.range.start.abs_diff(b.range.start) > WIDTH
}

/// Cuts a window with its surroundings out of a body and tidies it up.
fn cut(body: &str, window: &[Match]) -> Snippet {
    let first = window.first().map_or(0, |one| one.range.start);
    let last = window.last().map_or(first, |one| one.range.end);
    let from = back(body, first);
    let until = forth(body, last, (WIDTH - LEAD).saturating_sub(last.saturating_sub(first)).max(30));
    let mut line = Line::default();
    if body
        .get(..from)
        .is_some_and(|before| !before.trim_end_matches([' ', '\t']).is_empty() && !before.ends_with('\n'))
    {
        line.text.push('…');
    }
    let mut at = from;
    for one in window.iter().filter(|one| one.range.end <= until) {
        line.add(body.get(at..one.range.start).unwrap_or_default(), at == from);
        let start = line.text.len();
        line.add(body.get(one.range.clone()).unwrap_or_default(), false);
        line.matches.push(start..line.text.len());
        at = one.range.end;
    }
    line.add(body.get(at..until).unwrap_or_default(), false);
    let kept = line.text.trim_end().len().max(line.matches.last().map_or(0, |range| range.end));
    line.text.truncate(kept);
    if until < body.len() && !body.get(until..).is_some_and(|rest| rest.trim_start_matches(' ').starts_with('\n')) {
        line.text.push('…');
    }
    Snippet { clause: clause(body, first), text: line.text, matches: line.matches }
}

/// The clause by a quick look; where that finds no number, as the outline of the whole text has it, which also counts the
/// items of lists.
fn clause(body: &str, at: usize) -> Option<String> {
    let quick = clause_at(body, at);
    if quick.as_ref().is_some_and(|name| name.starts_with('§')) {
        return quick;
    }
    let outline = Outline::of(body);
    let numbered = outline.clause_at(at).and_then(|clause| Some((clause.number.as_ref()?, &clause.title)));
    numbered.map(|(number, title)| format!("§{number} {title}").trim_end().to_owned()).or(quick)
}

/// Where the snippet begins: at a word's border some characters before the match, but not in another paragraph.
fn back(body: &str, match_start: usize) -> usize {
    let before = body.get(..match_start).unwrap_or_default();
    let far = before.char_indices().rev().nth(LEAD).map_or(0, |(at, _)| at);
    let lead = before.get(far..).unwrap_or_default();
    let paragraph = lead.rfind("\n\n").map(|at| at.saturating_add(2));
    let border = match paragraph {
        Some(at) => at,
        None if far == 0 => 0,
        None => lead.find(char::is_whitespace).map_or(lead.len(), |at| at.saturating_add(1)),
    };
    let trimmed = lead.get(border..).map_or(0, |rest| rest.len().saturating_sub(rest.trim_start().len()));
    far.saturating_add(border).saturating_add(trimmed).min(match_start)
}

/// Where the snippet ends: at a word's border about `room` characters behind the match, but not in another paragraph.
fn forth(body: &str, match_end: usize, room: usize) -> usize {
    let after = body.get(match_end..).unwrap_or_default();
    let far = after.char_indices().nth(room).map_or(after.len(), |(at, _)| at);
    let tail = after.get(..far).unwrap_or_default();
    let border = match tail.find("\n\n") {
        Some(at) => at,
        None if far == after.len() => far,
        None => tail.rfind(char::is_whitespace).unwrap_or(0),
    };
    match_end.saturating_add(border)
}

/// A line in the making.
#[derive(Default)]
struct Line {
    text: String,
    matches: Vec<Range<usize>>,
}

impl Line {
    /// Adds text: whitespace becomes one space, emphasis and heading marks go.
    fn add(&mut self, text: &str, mut fresh_line: bool) {
        for char in text.chars() {
            match char {
                '\n' | '\r' => {
                    fresh_line = true;
                    self.space();
                }
                char if char.is_whitespace() => self.space(),
                '*' | '`' => {}
                '#' | '>' | '|' if fresh_line => {}
                char => {
                    fresh_line = false;
                    self.text.push(char);
                }
            }
        }
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '…']) {
            self.text.push(' ');
        }
    }
}
