//! The part of minijinja that templates may use, checked on the tags before anything is rendered: no assignments, no
//! macros, no inheritance, includes by a literal name only, known filters and names only.

use std::collections::BTreeSet;

use minijinja::Environment;

use super::{TemplateProblem, nearest, place};

/// The filters of the template language.
pub(super) const FILTERS: [&str; 8] = ["date", "money", "duration", "list", "lines", "through", "upper", "lower"];
/// A text with more faults is not helped by a longer list.
const MOST: usize = 50;
const STATEMENTS: [&str; 7] = ["if", "elif", "else", "endif", "for", "endfor", "include"];

/// One `{{ … }}` or `{% … %}`.
struct Tag<'a> {
    at: usize,
    statement: bool,
    inner: &'a str,
}

/// What a text includes and what is wrong with it.
#[derive(Default)]
pub(super) struct Checked {
    /// Names of clauses with the byte of the tag.
    pub includes: Vec<(String, usize)>,
    pub problems: Vec<TemplateProblem>,
}

/// Checks one template text against the dialect and the known field names.
///
/// Without `fields` any name may stand: a clause is written for templates it does not know.
pub(super) fn check(env: &Environment<'_>, file: &str, name: &str, text: &str, fields: Option<&[&str]>) -> Checked {
    let mut checked = Checked::default();
    let known = fields.is_some();
    let tags = tags(text);
    let mut add = |at: usize, message: String, nearest: Option<String>| {
        if checked.problems.len() >= MOST {
            return;
        }
        let (line, column) = place(text, at);
        checked.problems.push(TemplateProblem { file: file.to_owned(), line, column, message, nearest });
    };
    for tag in &tags {
        for filter in filters(tag.inner) {
            if !FILTERS.contains(&filter) {
                add(tag.at, format!("there is no filter `{filter}`"), nearest(filter, FILTERS));
            }
        }
        let word = first_word(tag.inner);
        if tag.statement && !STATEMENTS.contains(&word) {
            add(tag.at, format!("there is no statement `{word}`"), nearest(word, STATEMENTS));
        } else if tag.statement && word == "include" {
            match literal(tag.inner.trim_start_matches(['-', '+', ' ', '\n', '\t']).get(7..).unwrap_or_default()) {
                Some(clause) => checked.includes.push((clause.to_owned(), tag.at)),
                None => add(
                    tag.at,
                    "an include names one clause, such as {% include \"confidentiality\" %}".to_owned(),
                    None,
                ),
            }
        }
    }
    for at in growing(&tags) {
        add(at, "a loop runs over fields and literals, not over what another loop yields".to_owned(), None);
    }
    match env.template_from_named_str(name, text) {
        Err(error) => {
            let source =
                |_: &str| Some(super::engine::Source { file: file.to_owned(), text: text.to_owned(), above: 0 });
            checked.problems.push(super::engine::problem(&error, file, &source));
        }
        Ok(template) => {
            let fields = fields.unwrap_or_default();
            let strange = |name: &String| known && !fields.contains(&name.as_str());
            let mut unknown: Vec<String> = template.undeclared_variables(false).into_iter().filter(strange).collect();
            unknown.sort();
            for name in unknown.into_iter().take(MOST) {
                let at = tags.iter().find(|tag| names(tag.inner).any(|n| n == name)).map_or(0, |tag| tag.at);
                let (line, column) = place(text, at);
                let nearest = nearest(&name, fields.iter().copied());
                let message = format!("there is no field `{name}`");
                checked.problems.push(TemplateProblem { file: file.to_owned(), line, column, message, nearest });
            }
        }
    }
    checked
}

/// Clause names: a file name of its folder, never a path.
pub(super) fn clause_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 100
        && !name.starts_with(['.', '-'])
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
}

/// Lets a line that is nothing but an `if`, `for` or the like leave no empty line behind: its line end moves into the
/// tag, so that line numbers stay true.
pub(super) fn standing_alone(text: &str) -> String {
    let mut moved = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let tag = line.trim();
        let alone = line.ends_with('\n') && tag.starts_with("{%") && tag.matches("{%").count() == 1;
        match tag.strip_suffix("%}") {
            Some(tag)
                if alone
                    && !tag.contains("%}")
                    && !tag.ends_with('-')
                    && first_word(tag.get(2..).unwrap_or_default()) != "include" =>
            {
                moved.push_str(tag);
                moved.push_str("\n%}");
            }
            _ => moved.push_str(line),
        }
    }
    moved
}

fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('{')).map(|found| from + found) {
        let close = match text.as_bytes().get(at + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => {
                let end = text.get(at..).and_then(|rest| rest.find("#}"));
                from = end.map_or(text.len(), |end| at + end + 2);
                continue;
            }
            _ => {
                from = at + 1;
                continue;
            }
        };
        let inner = text.get(at + 2..).unwrap_or_default();
        let end = closing(inner, close);
        tags.push(Tag { at, statement: close == "%}", inner: inner.get(..end).unwrap_or_default() });
        from = at + 2 + end;
    }
    tags
}

/// Where a tag closes, strings skipped; its end where it does not.
fn closing(inner: &str, close: &str) -> usize {
    unquoted(inner)
        .find(|(at, _)| inner.get(*at..).is_some_and(|rest| rest.starts_with(close)))
        .map_or(inner.len(), |(at, _)| at)
}

/// The characters of a tag outside its strings.
fn unquoted(inner: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    let mut escaped = false;
    inner.char_indices().filter(move |(_, c)| match quote {
        Some(open) => {
            if !escaped && *c == open {
                quote = None;
            }
            escaped = !escaped && *c == '\\';
            false
        }
        None if matches!(c, '"' | '\'') => {
            quote = Some(*c);
            escaped = false;
            false
        }
        None => true,
    })
}

fn first_word(inner: &str) -> &str {
    let inner = inner.trim_start_matches(['-', '+']).trim_start();
    inner.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// Loops over a loop's variable, and recursive ones: a few of them build values so large that comparing two never ends,
/// which the engine's count of steps does not see.
fn growing(tags: &[Tag<'_>]) -> Vec<usize> {
    let loops: Vec<(usize, String)> = tags
        .iter()
        .filter(|tag| tag.statement && first_word(tag.inner) == "for")
        .map(|tag| (tag.at, unquoted(tag.inner).map(|(_, c)| c).collect()))
        .collect();
    let split = |text: &str| {
        let words: Vec<String> = names(text).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let at = words.iter().position(|word| word == "in").unwrap_or(words.len());
        (words.get(1..at).unwrap_or_default().to_vec(), words.get(at..).unwrap_or_default().to_vec())
    };
    let mut variables: BTreeSet<String> = loops.iter().flat_map(|(_, text)| split(text).0).collect();
    variables.extend(["loop".to_owned(), "recursive".to_owned()]);
    let over = |text: &str| split(text).1.iter().any(|name| variables.contains(name));
    loops.iter().filter(|(_, text)| over(text)).map(|(at, _)| *at).collect()
}

fn names(inner: &str) -> impl Iterator<Item = &str> {
    inner.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn filters(inner: &str) -> Vec<&str> {
    let bars = unquoted(inner).filter(|(_, c)| *c == '|').map(|(at, _)| at);
    bars.map(|at| first_word(inner.get(at + 1..).unwrap_or_default().trim_start())).collect()
}

/// A string literal with nothing after it.
fn literal(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches(['-', '+']).trim();
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    let inner = inner.or_else(|| text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')))?;
    clause_name(inner).then_some(inner)
}
