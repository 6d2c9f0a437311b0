//! minijinja, shut in: few filters, no functions, bounded in steps, size and depth, and every printed value escaped.

use std::collections::BTreeMap;
use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::TemplateProblem;
use super::escape::markdown;
use super::phrase;
use super::value::Datum;
use crate::contract::language::Language;

/// Steps one rendering may take; a contract of a thousand placeholders takes a few thousand.
const FUEL: u64 = 200_000;
/// Bytes one rendering may write.
pub(super) const LARGEST: usize = 1 << 20;

/// Where printed values go, and so how they are made harmless.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Into {
    /// Markdown: characters that would be markup are escaped.
    Body,
    /// A TOML string, quoted as a whole afterwards.
    Header,
}

/// An environment that knows `clauses` by name and says dates and sums in `language`.
pub(super) fn environment(
    language: &str,
    into: Into,
    clauses: &BTreeMap<String, String>,
) -> Result<Environment<'static>, Error> {
    let mut env = Environment::empty();
    let mut syntax = SyntaxConfig::builder();
    syntax.lstrip_blocks(true).keep_trailing_newline(into == Into::Body);
    env.set_syntax(syntax.build()?);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_debug(false);
    let language = Language::of(language);
    env.add_filter("date", move |value: Value| said(&value, "date", language));
    env.add_filter("money", move |value: Value| said(&value, "money", language));
    env.add_filter("duration", move |value: Value| said(&value, "duration", language));
    env.add_filter("list", move |value: Value| listed(&value, language));
    env.add_filter("through", |start: Value, length: Value| super::value::through(&start, &length));
    env.add_filter("lines", |value: Value| lines(&value));
    env.add_filter("upper", |value: Value| cased(&value, str::to_uppercase));
    env.add_filter("lower", |value: Value| cased(&value, str::to_lowercase));
    env.set_formatter(move |out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value| print(out, value, into));
    for (name, text) in clauses {
        let text = super::dialect::standing_alone(text);
        // The line of the include ends the clause's last line.
        env.add_template_owned(name.clone(), super::number::mark(text.trim_end_matches('\n')).into_owned())?;
    }
    Ok(env)
}

/// Renders a template of the environment, [`LARGEST`] bytes at most.
pub(super) fn render(
    template: &minijinja::Template<'_, '_>,
    values: &BTreeMap<String, Value>,
) -> Result<String, Error> {
    let mut out = Bounded(Vec::new());
    template.render_captured_to(
        Value::from_pairs(values.iter().map(|(name, value)| (name.clone(), value.clone()))),
        &mut out,
    )?;
    String::from_utf8(out.0).map_err(|_| Error::new(ErrorKind::BadSerialization, "the text is not UTF-8"))
}

struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len().saturating_add(bytes.len()) > LARGEST {
            return Err(io::Error::other(format!("the contract grows beyond {LARGEST} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn said(value: &Value, filter: &str, language: Language) -> Result<Value, Error> {
    match (value.downcast_object_ref::<Datum>(), filter) {
        (Some(Datum::Blank { .. }), _) => Ok(value.clone()),
        (Some(Datum::Date(date)), "date") => Ok(Value::from(language.date(*date))),
        (Some(Datum::Money { amount, currency }), "money") => Ok(Value::from(language.money(*amount, currency))),
        (Some(Datum::Duration { count, unit }), "duration") => {
            Ok(Value::from(phrase::duration(*count, *unit, language)))
        }
        _ => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("the filter `{filter}` wants a field of type {filter}"),
        )),
    }
}

fn listed(value: &Value, language: Language) -> Result<Value, Error> {
    let mut items = Vec::new();
    for item in value.try_iter()?.take(1000) {
        let text = plain(&item)?;
        if !text.is_empty() {
            items.push(text);
        }
    }
    Ok(Value::from(language.list(&items)))
}

/// The lines of a text one by one, without the marks of a list; a blank is a line of its own.
fn lines(value: &Value) -> Result<Value, Error> {
    let Some(text) = value.as_str() else {
        let blank = value.downcast_object_ref::<Datum>();
        return match blank {
            Some(Datum::Blank { omit: true, .. }) => Ok(Value::from(Vec::<Value>::new())),
            Some(Datum::Blank { .. }) => Ok(Value::from(vec![value.clone()])),
            _ => Err(Error::new(ErrorKind::InvalidOperation, "`lines` wants a text")),
        };
    };
    let plain = |line: &str| {
        let line = line.trim();
        let line = line.strip_prefix(['-', '*', '•']).unwrap_or(line).trim_start();
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = line.len() - digits.len();
        let rest = digits.strip_prefix(". ").filter(|_| (1..=3).contains(&number));
        rest.unwrap_or(line).trim().to_owned()
    };
    Ok(Value::from(text.lines().map(plain).filter(|line| !line.is_empty()).take(1000).collect::<Vec<String>>()))
}

fn cased(value: &Value, case: fn(&str) -> String) -> Result<Value, Error> {
    match value.as_str() {
        Some(text) => Ok(Value::from(case(text))),
        None if value.downcast_object_ref::<Datum>().is_some_and(|d| matches!(d, Datum::Blank { .. })) => {
            Ok(value.clone())
        }
        None => Err(Error::new(ErrorKind::InvalidOperation, "`upper` and `lower` want a text")),
    }
}

/// The letters of a value; lists and yes-or-no have none.
pub(super) fn plain(value: &Value) -> Result<String, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if value.as_str().is_some() || value.is_number() || value.downcast_object_ref::<Datum>().is_some() {
        return Ok(value.to_string());
    }
    Err(Error::new(
        ErrorKind::InvalidOperation,
        format!("a {} cannot be printed: use it in `if` or `for`", value.kind()),
    ))
}

fn print(out: &mut Output<'_>, value: &Value, into: Into) -> Result<(), Error> {
    let text = plain(value)?;
    let blank = value.downcast_object_ref::<Datum>().is_some_and(|d| matches!(d, Datum::Blank { .. }));
    let text = if into == Into::Body && !blank { markdown(&text) } else { text };
    out.write_str(&text).map_err(|_| Error::new(ErrorKind::WriteFailure, "the text cannot be written"))
}

/// A text that runs, and where it lies.
pub(super) struct Source {
    /// As problems name it.
    pub file: String,
    /// What runs.
    pub text: String,
    /// Lines of the file above it.
    pub above: usize,
}

/// The innermost cause of an error, where it happened.
pub(super) fn problem(error: &Error, file: &str, of: &dyn Fn(&str) -> Option<Source>) -> TemplateProblem {
    let mut inner = error;
    while let Some(source) = std::error::Error::source(inner).and_then(|source| source.downcast_ref::<Error>()) {
        inner = source;
    }
    let place = [inner, error].into_iter().find(|e| e.line().is_some()).unwrap_or(inner);
    let name = place.name().unwrap_or_default();
    let unknown = || Source { file: file.to_owned(), text: String::new(), above: 0 };
    let source = of(if name.is_empty() { file } else { name }).unwrap_or_else(unknown);
    let text = &source.text;
    let (line, column) = match place.range().filter(|range| range.start <= text.len() && !text.is_empty()) {
        Some(range) => super::place(text, range.start),
        None => (place.line().unwrap_or(1), 1),
    };
    let message = match (inner.kind(), inner.detail()) {
        (ErrorKind::OutOfFuel, _) => "the template takes too many steps".to_owned(),
        (ErrorKind::WriteFailure, _) => format!("the contract grows beyond {LARGEST} bytes"),
        (_, Some(detail)) => detail.to_owned(),
        (kind, None) => kind.to_string(),
    };
    TemplateProblem { file: source.file, line: line + source.above, column, message, nearest: None }
}
