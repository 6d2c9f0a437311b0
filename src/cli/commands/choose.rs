//! Offers what waits, when a command that needs a contract got none.

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::report::status::WaitingItem;

/// Asks which of the waiting contracts is meant.
///
/// # Errors
/// When there is nobody to ask, or nothing waits.
pub fn waiting(context: &Context<'_>, session: &Session, question: &str) -> Result<Place> {
    offered(context, session, question, &|_| true)
}

/// The contract that was named; without a name one of those that wait for the reader in one of some states is asked for.
///
/// # Errors
/// When it cannot be found, there is nobody to ask, or nothing waits.
pub fn named_or(
    context: &Context<'_>,
    session: &Session,
    named: Option<&str>,
    states: &[&str],
    question: &str,
) -> Result<Place> {
    match named {
        Some(name) => session.resolve(name, context.folder()),
        None => offered(context, session, question, &|item| {
            states.contains(&item.status.as_str()) && (item.mine || item.approves)
        }),
    }
}

fn offered(
    context: &Context<'_>,
    session: &Session,
    question: &str,
    fits: &dyn Fn(&WaitingItem) -> bool,
) -> Result<Place> {
    let Some(prompt) = context.prompt() else {
        return Err(Error::new(Kind::Usage, "missing-answer", "no contract was named")
            .hint("name one by its id; `clm list` shows them"));
    };
    let me = crate::ops::session::actor::own_address(session, &context.key_choice(None));
    let mut report = crate::ops::finding::status::status(session, me.as_deref(), false)?;
    report.items.retain(fits);
    if report.items.is_empty() {
        return Err(Error::new(Kind::NotFound, "nothing-waits", "no contract waits for this")
            .hint("`clm list` shows all contracts"));
    }
    let choices: Vec<String> = report
        .items
        .iter()
        .map(|item| crate::render::visible::line(&format!("{}  {}  {}", item.id, item.status, item.title)))
        .collect();
    let chosen = prompt.choose(question, &choices, 0)?;
    let id = report.items.get(chosen).map(|item| item.id.clone()).unwrap_or_default();
    session.resolve(&id, context.folder())
}
