//! One act, one commit, one sentence: every change of the repository goes through here.

use chrono::{DateTime, FixedOffset};

use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::ops::recording::heard::Recorded;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::report::act::{ActItem, ActReport};
use crate::signature::namespace;
use crate::store::{Change, CommitId, Message, Person};

/// How an act is to be done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner<'a> {
    /// Say what would happen; write nothing.
    pub dry_run: bool,
    /// The person's own words, below the commit's subject.
    pub words: Option<&'a str>,
}

/// What a commit is about.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// `sign`, `new`, `import` …
    pub act: &'a str,
    /// What follows `act: ` in the subject, such as `Mutual NDA with Acme AS (nda-7k2m9qxt)`.
    pub subject: String,
    /// Contracts it is about; each gets a trailer up to a bound, so that a bulk import stays readable.
    pub contracts: Vec<ContractId>,
}

/// What a commit says below its subject besides the person's own words.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// What changed, a line each: `term.notice: 1 month → 3 months`.
    pub lines: Vec<String>,
    /// Commits that this one takes back; each gets a trailer [`UNDOES`].
    pub undoes: Vec<CommitId>,
}

/// The trailer that names a commit taken back.
pub const UNDOES: &str = "Clm-Undoes";

/// More lines than this tell a reader nothing; the rest are counted.
const MOST_LINES: usize = 100;

/// Trailers for more contracts than this would bury the message.
const MOST_TRAILERS: usize = 50;

/// Records a change, or says what it would record.
///
/// # Errors
/// When the store refuses, or the key does not sign.
pub fn record(
    session: &Session,
    actor: &Actor,
    change: Change<'_>,
    entry: &Entry<'_>,
    items: Vec<ActItem>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    record_with_progress(session, actor, change, entry, items, manner, &mut |_, _| {})
}

/// As [`record`]; `progress` hears how many of how many objects are written.
///
/// # Errors
/// As [`record`].
pub fn record_with_progress(
    session: &Session,
    actor: &Actor,
    change: Change<'_>,
    entry: &Entry<'_>,
    items: Vec<ActItem>,
    manner: &Manner<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<ActReport> {
    recorded(session, actor, change, (entry, &Account::default()), items, manner, progress)
}

fn recorded(
    session: &Session,
    actor: &Actor,
    change: Change<'_>,
    (entry, account): (&Entry<'_>, &Account),
    items: Vec<ActItem>,
    manner: &Manner<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<ActReport> {
    let report = write(session.now, actor, change, (entry, account), items, manner, progress)?;
    announce(session, actor, entry, &report);
    Ok(report)
}

/// Lets whoever listens to this process's acts hear of one that is durable. Every way to record with a session ends here.
fn announce(session: &Session, actor: &Actor, entry: &Entry<'_>, report: &ActReport) {
    if report.commit.is_none() {
        return;
    }
    session.acts.add(Recorded {
        act: entry.act.to_owned(),
        at: session.now.to_rfc3339(),
        actor: (actor.name().to_owned(), actor.email().to_owned()),
        contracts: entry.contracts.iter().map(ToString::to_string).collect(),
        report: report.clone(),
    });
}

/// As [`record`], with an account of what changed below the person's words.
///
/// # Errors
/// As [`record`].
pub fn record_telling(
    session: &Session,
    actor: &Actor,
    change: Change<'_>,
    entry: &Entry<'_>,
    items: Vec<ActItem>,
    manner: &Manner<'_>,
    account: &Account,
) -> Result<ActReport> {
    recorded(session, actor, change, (entry, account), items, manner, &mut |_, _| {})
}

/// As [`record_with_progress`] where there is no session yet: the first commit of a repository.
///
/// # Errors
/// As [`record`].
pub fn record_at(
    now: DateTime<FixedOffset>,
    actor: &Actor,
    change: Change<'_>,
    entry: &Entry<'_>,
    items: Vec<ActItem>,
    manner: &Manner<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<ActReport> {
    write(now, actor, change, (entry, &Account::default()), items, manner, progress)
}

fn write(
    now: DateTime<FixedOffset>,
    actor: &Actor,
    change: Change<'_>,
    (entry, account): (&Entry<'_>, &Account),
    items: Vec<ActItem>,
    manner: &Manner<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<ActReport> {
    let report = planned(entry, items, manner)?;
    if manner.dry_run {
        change.dry_run()?;
        return Ok(report);
    }
    let mut text = message(&report.subject, manner.words)?;
    text.push_str(&told(&account.lines));
    let undoes: Vec<String> = account.undoes.iter().map(ToString::to_string).collect();
    let ids: Vec<String> = entry.contracts.iter().take(MOST_TRAILERS).map(ToString::to_string).collect();
    let mut trailers: Vec<(&str, &str)> = ids.iter().map(|id| ("Clm-Contract", id.as_str())).collect();
    trailers.push(("Clm-Act", entry.act));
    trailers.extend(undoes.iter().map(|commit| (UNDOES, commit.as_str())));
    trailers.push(("Clm-Actor", actor.email()));
    let author = Person { name: actor.name().to_owned(), email: actor.email().to_owned() };
    let message = Message { text: &text, trailers: &trailers, author: &author, time: now };
    let sign = |payload: &[u8]| actor.sign(namespace::COMMIT, payload);
    let commit = change.commit_with_progress(&message, &sign, progress)?;
    Ok(ActReport { commit: Some(commit.to_string()), ..report })
}

/// The answer before anything is recorded; what a dry run answers.
///
/// # Errors
/// When the person's words cannot stand in a commit.
pub fn planned(entry: &Entry<'_>, items: Vec<ActItem>, manner: &Manner<'_>) -> Result<ActReport> {
    let subject = one_line(&format!("{}: {}", entry.act, entry.subject));
    message(&subject, manner.words)?;
    Ok(ActReport { commit: None, dry_run: manner.dry_run, subject, items, ..ActReport::default() })
}

/// `Title (id)`, the part of a subject that names a contract.
#[must_use]
pub fn naming(title: &str, id: &ContractId) -> String {
    format!("{title} ({id})")
}

fn message(subject: &str, words: Option<&str>) -> Result<String> {
    let words = words.map(str::trim).filter(|words| !words.is_empty());
    if let Some(words) = words
        && words.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err(Error::new(Kind::Usage, "message", "the message holds control characters")
            .hint("write it in plain text with -m"));
    }
    Ok(words.map_or_else(|| subject.to_owned(), |words| format!("{subject}\n\n{words}")))
}

/// The account as a paragraph of its own; nothing without lines.
fn told(lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    let rest = (more > 0).then(|| format!("and {more} more"));
    let lines: Vec<String> = lines.iter().take(MOST_LINES).map(|line| one_line(line)).chain(rest).collect();
    format!("\n\n{}", lines.join("\n"))
}

/// A subject is one line of at most 200 characters; what would act on a terminal is left out.
fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if clean.chars().count() <= 200 {
        return clean;
    }
    let kept: String = clean.chars().take(199).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::{MOST_LINES, message, one_line, told};

    #[test]
    fn an_account_is_a_bounded_paragraph_of_plain_lines() {
        assert_eq!(told(&[]), "");
        assert_eq!(told(&["a: b\u{1b}[2J\nc".to_owned()]), "\n\na: b [2J c");
        let many = vec!["x".to_owned(); MOST_LINES + 7];
        assert!(told(&many).ends_with("x\nand 7 more"));
    }

    #[test]
    fn a_subject_is_one_short_line() {
        assert_eq!(one_line("sign: a\nb"), "sign: a b");
        assert_eq!(one_line(&"x".repeat(300)).chars().count(), 200);
    }

    #[test]
    fn words_follow_the_subject_and_may_not_act() {
        assert_eq!(message("a: b", Some(" why ")).unwrap(), "a: b\n\nwhy");
        assert_eq!(message("a: b", Some("  ")).unwrap(), "a: b");
        assert!(message("a: b", Some("x\u{1b}[2J")).is_err());
    }
}
