//! The numbers of clauses: read from the beginning of a line, or counted through nested lists.

/// Longer numbers are dates, amounts or noise.
const PARTS: usize = 8;

/// Reads a clause number at the beginning of `text` and returns it with what follows: `3.2 Text`, `3.2. Text`,
/// `§ 3 Text`, `Article 3`, `Section 3.2:`. A bare `3 Text` is a number in a heading only: in a paragraph it may be a
/// year or a sum.
pub(super) fn leading(text: &str, heading: bool) -> Option<(String, &str)> {
    let (marked, rest) = unmark(text, heading);
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (number, after) = (rest.get(..digits)?, rest.get(digits..)?);
    let dotted = number.contains('.');
    let number = number.strip_suffix('.').unwrap_or(number);
    let parts: Vec<&str> = number.split('.').collect();
    let good =
        parts.len() <= PARTS && parts.iter().all(|part| !part.is_empty() && part.len() <= 3 && !part.starts_with('0'));
    if !good || !(dotted || marked || heading) {
        return None;
    }
    let ended =
        after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || matches!(c, ')' | ':' | '–' | '-'));
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ')' | ':' | '–' | '-'));
    let named = heading || marked || parts.len() > 1 || rest.starts_with(|c: char| c.is_uppercase());
    (ended && named).then(|| (number.to_owned(), rest))
}

/// Takes `§` or, in a heading, a word such as `Article` away.
fn unmark(text: &str, heading: bool) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix('§') {
        return (true, rest.trim_start());
    }
    if let Some((word, rest)) = text.split_once(' ')
        && heading
        && WORDS.contains(&word.to_lowercase().as_str())
        && rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
    {
        return (true, rest.trim_start());
    }
    (false, text)
}

/// What numbered headings are called in the languages clm knows.
const WORDS: [&str; 9] =
    ["article", "section", "clause", "artikkel", "paragraf", "punkt", "artikel", "ziffer", "abschnitt"];

/// Where a list stands: the number its items continue, and how far they were counted.
struct List {
    prefix: Option<String>,
    next: Option<u64>,
    current: Option<String>,
}

/// Counts items of nested ordered lists below the last numbered heading.
#[derive(Default)]
pub(super) struct Numbering {
    heading: Option<String>,
    lists: Vec<List>,
}

impl Numbering {
    /// A list begins; `first` is the number of its first item when it is ordered.
    pub(super) fn enter(&mut self, first: Option<u64>) {
        let prefix = match self.lists.last() {
            Some(list) => list.current.clone(),
            None => self.heading.clone(),
        };
        self.lists.push(List { prefix, next: first, current: None });
    }

    pub(super) fn leave(&mut self) {
        self.lists.pop();
    }

    /// The number of the next item, if its list is ordered and everything around it has a number.
    pub(super) fn item(&mut self) -> Option<String> {
        let outermost = self.lists.len() == 1;
        let list = self.lists.last_mut()?;
        let next = list.next?;
        list.next = Some(next.saturating_add(1));
        let number = match &list.prefix {
            Some(prefix) if prefix.split('.').count() < PARTS => format!("{prefix}.{next}"),
            None if outermost => next.to_string(),
            _ => return None,
        };
        list.current = Some(number.clone());
        Some(number)
    }

    /// A written number was met: lists below continue it.
    pub(super) fn anchor(&mut self, number: &str) {
        match self.lists.last_mut() {
            Some(list) => list.current = Some(number.to_owned()),
            None => self.heading = Some(number.to_owned()),
        }
    }

    /// A heading without a number: lists below it count for themselves.
    pub(super) fn forget(&mut self) {
        self.heading = None;
    }
}
