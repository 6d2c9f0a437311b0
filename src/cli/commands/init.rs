//! `clm init`: a repository for an organisation's contracts.

use super::super::args::Key;
use super::super::context::Context;
use super::super::prompt::Prompt;
use crate::error::{Error, Kind, Result};
use crate::ops::setup::init::{self, Answers, InitRequest, Question};

use std::path::{Path, PathBuf};

/// Arguments of `clm init`.
#[derive(clap::Args, Debug, Clone)]
#[command(
    after_help = "Examples:\n  clm init firm --org \"Northwind AS\" --name \"A Signer\" --email signer@northwind.example --key ~/.ssh/id_ed25519"
)]
pub struct Args {
    /// Folder to make the repository in; the present one when absent
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Legal name of the organisation, as it stands in contracts
    #[arg(long, value_name = "NAME")]
    pub org: Option<String>,
    /// Your name
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Your e-mail address; members are known by it
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// What you sign as, such as CEO
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
    /// The first workspace
    #[arg(short, long, value_name = "NAME", default_value = "legal")]
    pub workspace: String,
    /// IANA time zone that turns moments into days, such as Europe/Oslo; UTC when absent
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let named = args.dir.as_deref().or(context.globals.repo.as_deref()).filter(|dir| *dir != Path::new("."));
    let folder = named.map_or_else(|| context.folder().to_owned(), |dir| context.resolve(dir));
    init::must_be_free(&folder)?;
    let args = complete(args, context)?;
    let answers = Answers {
        org: args.org.as_deref().unwrap_or_default(),
        name: args.name.as_deref().unwrap_or_default(),
        email: args.email.as_deref().unwrap_or_default(),
        title: args.title.as_deref().filter(|title| !title.is_empty()),
        workspace: &args.workspace,
        time_zone: args.time_zone.as_deref().unwrap_or("UTC"),
    };
    let named = named.map(|dir| dir.display().to_string());
    let key = context.key_choice(args.key.named());
    let request = InitRequest { folder: &folder, named: named.as_deref(), answers, key, now: context.world.now };
    let report = context.asking(|ask| init::init(&request, ask, &context.manner()))?;
    context.show(&report)?;
    Ok(0)
}

/// The arguments with every answer there must be: asked of a person, or all the missing ones named at once.
fn complete(given: &Args, context: &Context<'_>) -> Result<Args> {
    let mut args = given.clone();
    let needed = [(Question::Org, &args.org), (Question::Name, &args.name), (Question::Email, &args.email)];
    let missing: Vec<&str> = needed.iter().filter(|(_, answer)| answer.is_none()).map(|(q, _)| q.flag()).collect();
    if missing.is_empty() {
        return Ok(args);
    }
    let Some(prompt) = context.prompt() else {
        return Err(Error::new(Kind::Usage, "missing-answer", format!("not answered: {}", missing.join(", "))).hint(
            "clm init DIR --org \"LEGAL NAME\" --name \"YOUR NAME\" --email ADDRESS; `clm init --help` says more",
        ));
    };
    let (name, email) = (init::user_setting("user.name"), init::user_setting("user.email"));
    answer(prompt, &mut args.org, Question::Org, "Legal name of your organisation", None)?;
    answer(prompt, &mut args.name, Question::Name, "Your name", name.as_deref())?;
    answer(prompt, &mut args.email, Question::Email, "Your e-mail address", email.as_deref())?;
    answer(prompt, &mut args.title, Question::Title, "What you sign as, such as CEO (may be empty)", None)?;
    answer(prompt, &mut args.time_zone, Question::TimeZone, "Time zone, such as Europe/Oslo", Some("UTC"))?;
    Ok(args)
}

/// Asks for one answer that was not given; a default that would be refused is not offered.
fn answer(
    prompt: Prompt,
    slot: &mut Option<String>,
    question: Question,
    words: &str,
    default: Option<&str>,
) -> Result<()> {
    if slot.is_none() {
        let default = default.filter(|text| question.check(text).is_ok());
        let may_be_empty = question == Question::Title;
        *slot = Some(prompt.text(words, default, may_be_empty, |text| question.check(text))?);
    }
    Ok(())
}
