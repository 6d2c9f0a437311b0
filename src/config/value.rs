//! Values: out of a typed text, into a shown text, and into TOML.

use super::keys::Holds;
use crate::contract::problem::{nearest, quoted};
use crate::contract::visible;

/// Longest text of a setting, in characters.
pub(super) const LONGEST: usize = 1000;
/// Most words of a command.
pub(super) const MOST_WORDS: usize = 64;

/// The value of a setting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A word, a text, a query or a command line.
    Text(String),
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(u32),
    /// A program and its arguments.
    Words(Vec<String>),
}

impl Value {
    /// The value that `text` means for a key that holds `holds`.
    ///
    /// # Errors
    /// What was expected, in words that follow the key's name.
    pub fn of(holds: Holds, text: &str) -> Result<Self, String> {
        match holds {
            Holds::Flag => {
                text.parse().map(Self::Flag).map_err(|_| format!("must be true or false, not {}", quoted(text)))
            }
            Holds::Number(..) => {
                let number = text.parse::<u32>().ok().filter(|number| number.to_string() == text);
                number.map(Self::Number).ok_or_else(|| format!("must be a whole number, not {}", quoted(text)))
            }
            Holds::Word(_) | Holds::Text | Holds::Query | Holds::Folder | Holds::ShellLine | Holds::Program => {
                Ok(Self::Text(text.to_owned()))
            }
        }
        .and_then(|value| value.fits(holds).map(|()| value))
    }

    /// Whether the value may stand where `holds` is asked.
    pub(super) fn fits(&self, holds: Holds) -> Result<(), String> {
        match (holds, self) {
            (Holds::Word(words), Self::Text(text)) => one_of(words, text),
            (Holds::Number(least, most), Self::Number(number)) => {
                let inside = (least..=most).contains(number);
                inside.then_some(()).ok_or_else(|| format!("must be a whole number from {least} to {most}"))
            }
            (Holds::Flag, Self::Flag(_)) => Ok(()),
            (Holds::Program, Self::Text(text)) => {
                line(text)?;
                match shlex::split(text) {
                    Some(words) => program(&words),
                    None => Err("has a quotation mark that is not closed".to_owned()),
                }
            }
            (Holds::Program, Self::Words(words)) => program(words),
            (Holds::Text | Holds::Query | Holds::ShellLine, Self::Text(text)) => line(text),
            (Holds::Folder, Self::Text(text)) => folder(text),
            (Holds::Word(_) | Holds::Text | Holds::Query | Holds::Folder | Holds::ShellLine, _) => {
                Err("must be a string".to_owned())
            }
            (Holds::Program, _) => Err("must be a string or a list of strings".to_owned()),
            (Holds::Number(..), _) => Err("must be a whole number".to_owned()),
            (Holds::Flag, _) => Err("must be true or false".to_owned()),
        }
    }

    /// As it is typed.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            // The words were checked: none holds a NUL.
            Self::Words(words) => shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default(),
        }
    }

    /// The words of a program with its arguments.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        match self {
            Self::Text(text) => shlex::split(text).unwrap_or_default(),
            Self::Words(words) => words.clone(),
            Self::Flag(_) | Self::Number(_) => Vec::new(),
        }
    }

    pub(super) fn to_toml(&self) -> toml_edit::Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Number(number) => i64::from(*number).into(),
            Self::Words(words) => toml_edit::Value::Array(words.iter().map(String::as_str).collect()),
        }
    }
}

fn one_of(words: &[&'static str], text: &str) -> Result<(), String> {
    if words.contains(&text) {
        return Ok(());
    }
    let listed = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let meant = nearest(text, words.iter().copied()).map(|word| format!("; did you mean `{word}`?"));
    Err(format!("must be one of {listed}, not {}{}", quoted(text), meant.unwrap_or_default()))
}

fn line(text: &str) -> Result<(), String> {
    if let Some(character) = visible::hidden_in(text) {
        return Err(format!("holds the invisible or control character {}", quoted(&character.to_string())));
    }
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    (text.chars().count() <= LONGEST).then_some(()).ok_or_else(|| format!("is longer than {LONGEST} characters"))
}

/// By its whole path, because a setting is read wherever one stands.
fn folder(text: &str) -> Result<(), String> {
    line(text)?;
    let is_whole = text.starts_with('/') || text == "~" || text.starts_with("~/");
    is_whole
        .then_some(())
        .ok_or_else(|| format!("must be a folder by its whole path or from `~/`, not {}", quoted(text)))
}

fn program(words: &[String]) -> Result<(), String> {
    if words.first().is_none_or(|first| first.trim().is_empty()) {
        return Err("names no program".to_owned());
    }
    if words.len() > MOST_WORDS {
        return Err(format!("has more than {MOST_WORDS} words"));
    }
    words.iter().filter(|word| !word.is_empty()).try_for_each(|word| line(word))
}
