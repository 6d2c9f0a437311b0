//! `template retire`: nothing is drawn from a template any more; what was drawn stays as it is.

use toml_edit::{Datetime, Value};

use super::{invalid, parsed};
use crate::contract::document;
use crate::contract::key_path::KeyPath;
use crate::contract::toml_change;
use crate::contract::toml_schema::{Schema, Shape};
use crate::error::{Error, Kind, Result};
use crate::ops::drafting::draft;
use crate::ops::paper::{self, Place, Sort};
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::policy::{Question, Right, Thing};
use crate::report::act::{ActItem, ActReport};
use crate::template::Template;

const HEAD: Schema = &[("template", Shape::Table(&[("retired", Shape::Text), ("retired_on", Shape::Date)]))];

/// Marks a template as retired, for the reason given as the commit's words; or takes the mark away.
///
/// # Errors
/// When there is no such template, the policy does not allow it, or no reason is given.
pub fn retire(
    session: &Session,
    actor: &Actor,
    (name, workspace): (&str, Option<&str>),
    undo: bool,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let place = paper::find(session, Sort::Template, name, workspace)?;
    actor.must(session, &Question::usual(Right::Archive, Some(&place.workspace)).on(Thing::Template))?;
    let path = place.path();
    let bytes = session.snapshot()?.read(&path)?.unwrap_or_default();
    let template = parsed(&place, &path, &bytes).map_err(|problems| invalid(&path, &problems))?;
    let reason = reason(&place, undo, manner)?;
    let full = place.full();
    match (&template.about().retired, undo) {
        (Some(_), false) => return Ok(draft::nothing(&format!("nothing to change: {full} is retired already"))),
        (None, true) => return Ok(draft::nothing(&format!("nothing to change: {full} is not retired"))),
        _ => {}
    }
    let marked = marked(&path, &bytes, reason.as_deref().map(|reason| (reason, session.now.date_naive())))?;
    parsed(&place, &path, &marked).map_err(|problems| invalid(&path, &problems))?;
    let mut change = session.change()?;
    change.put(&path, marked)?;
    let (act, next) = match undo {
        true => ("unretire", format!("clm new --template {full} --party NAME")),
        false => ("retire", "clm list --outdated-template".to_owned()),
    };
    let item = ActItem { id: full.clone(), act: act.to_owned(), status: None, path, next: vec![next] };
    let subject = format!("template {} ({full})", template.about().title);
    let entry = Entry { act, subject, contracts: Vec::new() };
    recorder::record(session, actor, change, &entry, vec![item], manner)
}

/// One line of words, which every later `new` is refused with.
fn reason(place: &Place, undo: bool, manner: &Manner<'_>) -> Result<Option<String>> {
    if undo {
        return Ok(None);
    }
    let words: String = manner.words.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        let message = format!("no reason was given for retiring {}", place.full());
        return Err(Error::new(Kind::Usage, "missing-answer", message)
            .hint("say why with -m, such as -m \"replaced by nda-2027\": whoever draws from it reads that"));
    }
    if words.chars().count() > 300 || crate::contract::visible::hidden_in(&words).is_some() {
        return Err(Error::new(
            Kind::Usage,
            "message",
            "the reason is one line of visible text, 300 characters at most",
        )
        .hint("say it shorter with -m"));
    }
    Ok(Some(words))
}

fn marked(path: &str, bytes: &[u8], mark: Option<(&str, chrono::NaiveDate)>) -> Result<Vec<u8>> {
    let split =
        document::split(path, bytes).map_err(|problems| crate::ops::session::faults::invalid(path, &problems))?;
    let (front, body) = (split.front_matter(), split.body());
    let day = mark.and_then(|(_, day)| day.to_string().parse::<Datetime>().ok());
    let changes = [
        (KeyPath::of("template", &["retired"]), mark.map(|(reason, _)| Value::from(reason))),
        (KeyPath::of("template", &["retired_on"]), day.map(Value::from)),
    ];
    let edited = toml_change::edit(HEAD, front, &changes)?;
    let text = String::from_utf8_lossy(bytes);
    let first = text.find('\n').map_or(0, |at| at.saturating_add(1));
    let closing = text.len().saturating_sub(body.len());
    let fence = first.saturating_add(front.len());
    let parts = [text.get(..first), Some(edited.as_str()), text.get(fence..closing), Some(body)];
    Ok(parts.into_iter().flatten().collect::<String>().into_bytes())
}

/// Refuses to draw from a retired template, with its reason and what to take instead.
///
/// # Errors
/// When it is retired.
pub fn must_be_in_use(session: &Session, workspace: &str, template: &Template) -> Result<()> {
    let about = template.about();
    let Some(reason) = &about.retired else { return Ok(()) };
    let since = about.retired_on.map(|day| format!(" since {day}")).unwrap_or_default();
    let others = super::list(session, None)?.items;
    let instead = others.iter().filter(|other| other.kind == about.kind && other.retired.is_none());
    let instead: Vec<String> =
        instead.map(|other| format!("{}/{}  {}", other.workspace, other.name, other.title)).collect();
    let hint = match instead.first().and_then(|first| first.split_whitespace().next()) {
        Some(first) => format!("draw from another of its kind, such as --template {first}"),
        None => format!(
            "`clm template list` shows what is in use; `clm template retire {} --undo` brings it back",
            about.name
        ),
    };
    Err(Error::new(
        Kind::Refused,
        "retired",
        format!("the template {workspace}/{} is retired{since}: {reason}", about.name),
    )
    .details(instead)
    .hint(hint)
    .about(format!("{workspace}/{}", about.name)))
}
