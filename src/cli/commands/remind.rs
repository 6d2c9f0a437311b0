//! `clm remind`: one message to each owner about what needs them.

use super::super::context::Context;
use super::super::post::{Place, To};
use crate::contract::email::is_email;
use crate::error::{Error, Kind, Result};
use crate::ops::finding::due::DueRequest;
use crate::ops::finding::remind::{self, Mailing, Memory, Pending, Sender};
use crate::ops::{self, session::Session};
use crate::render::mail;
use crate::report::letter::{Mailed, RemindReport};

/// Arguments of `clm remind`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Each owner gets one message with the dates of their contracts; what has no owner goes to `mail.fallback`.\n\n\
                  On stdout messages are shown and not marked as sent. What sendmail or a maildir took is not sent again on \
                  that day; what they did not take is tried again by the next run.\n\n\
                  Examples:\n  clm remind --days 30\n  clm remind --days 60 --to sendmail --dry-run\n  \
                  clm remind --to sendmail --since-last -q             # for cron: each date is told once\n  \
                  clm remind --to maildir:Mail/contracts kind:lease"
)]
pub struct Args {
    /// Words and filters that choose contracts
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Dates up to today + N, inside; the setting `due.days` when absent, 30 by itself
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=36525))]
    pub days: Option<u32>,
    /// Where messages go: stdout (as an mbox), sendmail (the program `mail.sendmail` names) or maildir:DIR
    #[arg(long, value_name = "WHERE", default_value = "stdout", value_parser = To::parse)]
    pub to: To,
    /// Only what a person was never told before, instead of what they were not told today
    #[arg(long)]
    pub since_last: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at; a message that was not taken.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let from = from(context, &session)?;
    let fallback = address(context, "mail.fallback")?;
    if let Some(fallback) = fallback.as_deref().filter(|address| !is_email(address)) {
        let message = format!("mail.fallback is `{fallback}`, which is not one lower-case mail address");
        return Err(
            Error::new(Kind::Usage, "bad-address", message).hint("clm config set mail.fallback legal@firm.example")
        );
    }
    let place = Place::of(&args.to, context)?;
    let folder = context.world.state_folder().map(|folder| folder.join("told"));
    let folder = match folder {
        _ if place.is_none() && !args.since_last => None,
        Some(folder) => Some(folder),
        None => {
            return Err(
                Error::new(Kind::Usage, "no-state", "there is no place to remember what was told").hint("set HOME")
            );
        }
    };
    let memory = Memory { folder: folder.as_deref(), only_look: context.globals.dry_run, only_new: args.since_last };
    let mailing = letters(args, context, &session, Sender { from: &from, fallback: fallback.as_deref() }, memory)?;
    deliver(args, context, &session, place.as_ref(), mailing)
}

fn letters(
    args: &Args,
    context: &Context<'_>,
    session: &Session,
    sender: Sender<'_>,
    memory: Memory<'_>,
) -> Result<Mailing> {
    let query = context.query(&args.query)?;
    let me = ops::session::actor::reader(session, &context.key_choice(None), &query);
    let days = args.days.unwrap_or_else(|| context.settings().number("due.days"));
    let request =
        DueRequest { query: &query, me: me.as_deref(), days, what: &[], overdue: false, explain: false, reasons: true };
    remind::mailing(session, &request, sender, memory)
}

fn deliver(
    args: &Args,
    context: &Context<'_>,
    session: &Session,
    place: Option<&Place<'_>>,
    mailing: Mailing,
) -> Result<u8> {
    let mut report = RemindReport {
        today: session.today,
        until: mailing.until,
        to: args.to.word(),
        dry_run: context.globals.dry_run,
        items: Vec::new(),
        unowned: mailing.unowned.iter().cloned().collect(),
    };
    let mut forgotten = None;
    for pending in mailing.letters {
        let mailed = one(context, place, pending, &mut forgotten)?;
        report.items.push(mailed);
    }
    let on_stdout = place.is_none() && !context.globals.dry_run && !context.globals.json && !context.globals.plain;
    if !on_stdout || report.items.is_empty() {
        context.show(&report)?;
    }
    if !report.unowned.is_empty() {
        context.warn(&format!(
            "nobody was told of what is due in {}: no owner; `clm set ID owner=ADDRESS`, or `clm config set mail.fallback ADDRESS`",
            report.unowned.join(", ")
        ));
    }
    let failed: Vec<String> =
        report.items.iter().filter_map(|mailed| Some(format!("{}: {}", mailed.to, mailed.fault.as_ref()?))).collect();
    if !failed.is_empty() {
        let message = format!("{} of {} messages were not taken", failed.len(), report.items.len());
        return Err(Error::new(Kind::Helper, "not-sent", message)
            .details(failed)
            .hint("nothing of them is marked as sent: the next run tries again"));
    }
    forgotten.map_or(Ok(0), Err)
}

/// Hands one letter over, and remembers that when it was taken.
fn one(
    context: &Context<'_>,
    place: Option<&Place<'_>>,
    pending: Pending,
    forgotten: &mut Option<Error>,
) -> Result<Mailed> {
    let letter = &pending.letter;
    let mut mailed = Mailed {
        to: letter.to.clone(),
        subject: mail::subject(letter),
        sent: false,
        fault: None,
        message: None,
        dates: letter.items.clone(),
    };
    let bytes = match mail::message(letter) {
        Ok(bytes) => bytes,
        Err(fault) => {
            mailed.fault = Some(fault);
            return Ok(mailed);
        }
    };
    if place.is_none() && context.globals.json {
        mailed.message = Some(String::from_utf8_lossy(&bytes).into_owned());
    }
    if context.globals.dry_run {
        return Ok(mailed);
    }
    match place {
        Some(place) => match place.take(&letter.id, &bytes) {
            Ok(()) => mailed.sent = true,
            Err(fault) => {
                mailed.fault = Some(fault);
                return Ok(mailed);
            }
        },
        None if context.globals.json || context.globals.plain => {}
        None => context.out(&mail::mbox(letter, &bytes))?,
    }
    // What was taken is told, whether or not the others are; that it cannot be remembered is said at the end.
    if let Err(error) = pending.sent() {
        forgotten.get_or_insert(error);
    }
    Ok(mailed)
}

/// Whom messages come from: as set, else the person whose key this is.
fn from(context: &Context<'_>, session: &Session) -> Result<String> {
    if let Some(from) = address(context, "mail.from")? {
        return Ok(from);
    }
    ops::session::actor::own_address(session, &context.key_choice(None)).ok_or_else(|| {
        Error::new(Kind::Usage, "no-sender", "nobody is set whom messages come from")
            .hint("clm config set mail.from \"Contracts <contracts@firm.example>\"")
    })
}

/// An address from the settings, which must be one.
fn address(context: &Context<'_>, key: &str) -> Result<Option<String>> {
    let Some(text) = context.settings().text(key) else { return Ok(None) };
    mail::address(text).map_err(|fault| {
        Error::new(Kind::Usage, "bad-address", format!("{key}: {fault}"))
            .hint(format!("clm config set {key} \"Contracts <contracts@firm.example>\""))
    })?;
    Ok(Some(text.to_owned()))
}
