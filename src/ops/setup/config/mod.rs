//! `config`: what is set, where it comes from, and how it is changed.

mod own_file;

pub use own_file::{replace, target};

use crate::config::{self, Holds, KEYS, Key, Reach, Settings, Value};
use crate::contract::problem::nearest;
use crate::contract::toml_change::EditError;
use crate::error::{Error, Kind, Result};
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::actor::Actor;
use crate::ops::session::{self, ORGANISATION, Session};
use crate::ops::{drafting::draft, finding::filter, session::faults};
use crate::policy::Right;
use crate::report::act::{ActItem, ActReport};
use crate::report::config::{ConfigItem, ConfigReport, ConfigValue};
use crate::store::Store;

/// Everything that is set, and every key that could be.
#[must_use]
pub fn list(settings: &Settings, origin: bool) -> ConfigReport {
    let mut items: Vec<ConfigItem> = Vec::new();
    let set = settings.all();
    for key in KEYS {
        let own: Vec<_> = set.iter().filter(|found| key.is(found.name)).collect();
        if own.is_empty() && !key.is_form() {
            items.push(item(settings, key.name, key));
        }
        items.extend(own.into_iter().map(|found| item(settings, found.name, key)));
    }
    ConfigReport { items, origin, bare: false }
}

/// What the user chose in git's own configuration; what a repository says does not count.
///
/// # Errors
/// When the configuration cannot be read.
pub fn of_git(name: &str) -> Result<Option<String>> {
    Ok(Store::user_setting(name)?)
}

/// One setting.
///
/// # Errors
/// When there is no such key, or it has neither value nor default.
pub fn get(settings: &Settings, name: &str, origin: bool) -> Result<ConfigReport> {
    let key = named(settings, name)?;
    let item = item(settings, name, key);
    if item.value.is_none() {
        let error = Error::new(Kind::NotFound, "not-set", format!("`{name}` is not set")).about(name);
        let names: Vec<&str> = settings.all().iter().map(|found| found.name).collect();
        if let Some(near) = nearest(name, names) {
            return Err(error.hint(format!("did you mean `{near}`? `clm config list` names all")));
        }
        return Err(error.hint(format!("`clm config set {name} VALUE` sets it: {}", key.about)));
    }
    Ok(ConfigReport { items: vec![item], origin, bare: !origin })
}

/// A setting as it stands.
#[must_use]
pub fn item(settings: &Settings, name: &str, key: &Key) -> ConfigItem {
    let found = settings.find(name);
    ConfigItem {
        key: name.to_owned(),
        value: found.as_ref().map(|found| value_item(found.value)),
        origin: found.as_ref().map_or("default", |found| found.source.origin.word()).to_owned(),
        place: found.map(|found| found.source.place.clone()).unwrap_or_default(),
        about: key.about.to_owned(),
    }
}

fn value_item(value: &Value) -> ConfigValue {
    match value {
        Value::Text(text) => ConfigValue::Text(text.clone()),
        Value::Flag(flag) => ConfigValue::Flag(*flag),
        Value::Number(number) => ConfigValue::Number(*number),
        Value::Words(words) => ConfigValue::Words(words.clone()),
    }
}

/// The key a typed name belongs to.
///
/// # Errors
/// When there is none; the nearest one is named, of saved queries and events too.
pub fn named(settings: &Settings, name: &str) -> Result<&'static Key> {
    if let Some(key) = config::key(name) {
        return Ok(key);
    }
    let names: Vec<&str> = settings.all().iter().map(|found| found.name).collect();
    let near = nearest(name, names).or_else(|| config::nearest_key(name));
    let hint = match near {
        Some(near) => format!("did you mean `{near}`? `clm config list` names all keys"),
        None => "`clm config list` names all keys".to_owned(),
    };
    let shown = crate::contract::problem::quoted(name);
    Err(Error::new(Kind::NotFound, "no-such-key", format!("there is no setting {shown}")).hint(hint).about(name))
}

/// The value a typed text means for a key.
///
/// # Errors
/// When it cannot be one; a query must be understood.
pub fn value(key: &Key, name: &str, text: &str) -> Result<Value> {
    let value = Value::of(key.holds, text).map_err(|fault| {
        Error::new(Kind::InvalidContent, "bad-value", format!("`{name}` {fault}"))
            .hint(format!("it is {}", key.about))
            .about(name)
    })?;
    if key.holds == Holds::Query {
        filter::check(text)?;
    }
    Ok(value)
}

/// `source` with a key set or removed, still readable as a person's own file called `file`.
///
/// # Errors
/// When the file is not valid before or after.
pub fn changed(file: &str, source: &str, name: &str, value: Option<&Value>) -> Result<String> {
    let invalid = |what: &str, problems: &[crate::contract::problem::Problem]| {
        faults::invalid(what, problems).hint("`clm config edit` opens the file")
    };
    config::parse(file, source.as_bytes(), config::Owner::Person)
        .map_err(|problems| invalid("the file is not valid, so nothing was changed", &problems))?;
    let text = config::change(source, name, value).map_err(of_edit)?;
    config::parse(file, text.as_bytes(), config::Owner::Person)
        .map_err(|problems| invalid("the change would make the file invalid", &problems))?;
    Ok(text)
}

fn of_edit(fault: EditError) -> Error {
    Error::new(Kind::InvalidContent, "configuration", fault.to_string()).hint("`clm config edit` opens the file")
}

/// Sets or removes a key in the repository's `clm.toml`, for everybody who works in it.
///
/// # Errors
/// When it is no key for repositories, the policy does not allow it, or the file is changed and not recorded.
pub fn set_in_repository(
    session: &Session,
    actor: &Actor,
    name: &str,
    value: Option<&Value>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    if let Some(Reach::Person(reason)) = config::key(name).map(|key| key.reach) {
        return Err(Error::new(
            Kind::Refused,
            "not-for-repositories",
            format!("`{name}` cannot be set there: {reason}"),
        )
        .hint(format!("without --shared, `clm config set {name} VALUE` sets it for you alone"))
        .about(name));
    }
    actor.must_have(session, Right::Administer, None)?;
    let bytes = session.snapshot()?.read(ORGANISATION)?.unwrap_or_default();
    let source = String::from_utf8_lossy(&bytes).into_owned();
    let text = config::change(&source, name, value).map_err(of_edit)?;
    if text == source {
        return Ok(draft::nothing("nothing to change: it is as asked"));
    }
    session::organisation(text.as_bytes())
        .map_err(|problems| faults::invalid("the change would make clm.toml invalid", &problems))?;
    let mut change = session.change()?;
    change.put(ORGANISATION, text)?;
    let item = ActItem {
        id: name.to_owned(),
        act: "config".to_owned(),
        status: None,
        path: ORGANISATION.to_owned(),
        next: vec!["clm config list --origin".to_owned()],
    };
    let verb = if value.is_some() { "set" } else { "unset" };
    let entry = Entry { act: "config", subject: format!("{verb} {name}"), contracts: Vec::new() };
    recorder::record(session, actor, change, &entry, vec![item], manner)
}
