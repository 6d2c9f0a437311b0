//! Layers, strongest first, and the questions put to them.

use std::collections::BTreeMap;

use super::keys::{KEYS, key};
use super::value::Value;

/// The values of one source, by full name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Layer(BTreeMap<String, Value>);

/// Where a value comes from, strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Origin {
    /// An option of this command.
    Flag,
    /// A variable.
    Environment,
    /// `clm.toml` of the repository.
    Repository,
    /// The user's own file.
    User,
    /// The machine's file.
    System,
    /// Nobody set it.
    Default,
}

/// A source: its kind, and the file or variable a person would look into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its kind.
    pub origin: Origin,
    /// A file, a variable, or nothing for a default.
    pub place: String,
}

/// A value and where it comes from.
#[derive(Clone, Debug)]
pub struct Found<'s> {
    /// The full name.
    pub name: &'s str,
    /// The value.
    pub value: &'s Value,
    /// Its source.
    pub source: &'s Source,
}

/// All layers; the defaults are always there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    layers: Vec<(Source, Layer)>,
}

impl Origin {
    /// The word in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::Repository => "repository",
            Self::User => "user",
            Self::System => "system",
            Self::Default => "default",
        }
    }
}

impl Layer {
    /// Puts a value under a full name.
    pub fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// The value under a full name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// What it has below a first word, by own names.
    #[must_use]
    pub fn below(&self, first: &str) -> Vec<(&str, &Value)> {
        let own = |name: &'_ String| name.split_once('.').is_some_and(|(word, _)| word == first);
        let found = self.0.iter().filter(|(name, _)| own(name));
        found.map(|(name, value)| (name.split_once('.').map_or("", |(_, own)| own), value)).collect()
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn defaults() -> Self {
        let mut layer = Self::default();
        for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
            if let Ok(value) = Value::of(key.holds, key.default) {
                layer.put(key.name, value);
            }
        }
        layer
    }
}

impl Default for Settings {
    fn default() -> Self {
        let source = Source { origin: Origin::Default, place: String::new() };
        Self { layers: vec![(source, Layer::defaults())] }
    }
}

impl Settings {
    /// These settings with one more layer, at the place its origin gives it; a later layer of one origin is the weaker.
    #[must_use]
    pub fn with(mut self, origin: Origin, place: &str, layer: Layer) -> Self {
        let at = self.layers.iter().position(|(source, _)| source.origin > origin).unwrap_or(self.layers.len());
        self.layers.insert(at, (Source { origin, place: place.to_owned() }, layer));
        self
    }

    /// The value that counts, with its source.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Found<'_>> {
        self.layers
            .iter()
            .find_map(|(source, layer)| layer.0.get_key_value(name).map(|(name, value)| Found { name, value, source }))
    }

    /// A text, when one is set.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        debug_assert!(key(name).is_some(), "no such setting: {name}");
        match self.find(name)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A flag; false when it has neither value nor default.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        debug_assert!(key(name).is_some(), "no such setting: {name}");
        matches!(self.find(name).map(|found| found.value), Some(Value::Flag(true)))
    }

    /// A number; 0 when it has neither value nor default.
    #[must_use]
    pub fn number(&self, name: &str) -> u32 {
        debug_assert!(key(name).is_some(), "no such setting: {name}");
        match self.find(name).map(|found| found.value) {
            Some(Value::Number(number)) => *number,
            _ => 0,
        }
    }

    /// A program with its arguments, when one is set.
    #[must_use]
    pub fn program(&self, name: &str) -> Option<Vec<String>> {
        debug_assert!(key(name).is_some(), "no such setting: {name}");
        self.find(name).map(|found| found.value.words())
    }

    /// Everything set, each name once with the value that counts, in the order of [`KEYS`].
    #[must_use]
    pub fn all(&self) -> Vec<Found<'_>> {
        let mut names: Vec<&String> = self.layers.iter().flat_map(|(_, layer)| layer.0.keys()).collect();
        let place = |name: &str| KEYS.iter().position(|key| key.is(name));
        names.sort_by(|a, b| (place(a), a).cmp(&(place(b), b)));
        names.dedup();
        names.into_iter().filter_map(|name| self.find(name)).collect()
    }

    /// What is set below a first word, such as all saved queries by their own names.
    #[must_use]
    pub fn below(&self, first: &str) -> Vec<(&str, Found<'_>)> {
        let below = |found: &Found<'_>| found.name.strip_prefix(first).is_some_and(|rest| rest.starts_with('.'));
        let found = self.all().into_iter().filter(below);
        found.map(|found| (found.name.split_once('.').map_or(found.name, |(_, own)| own), found)).collect()
    }
}
