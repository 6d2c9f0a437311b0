//! `send`: the text is frozen, and a page is written for each signatory of the other side.
//!
//! **Owns** who is sent what, and in which order file and act come to be: everything is made and staged first, then the
//! act is recorded, then the files go to their places. A crash between leaves an act whose pages `--again` writes anew,
//! never pages without an act. **Invariants**: one run is one act; the same text, send and signatures give the same page;
//! a spoken code is told once and kept nowhere.

mod outbox;
mod people;
mod script;
mod sheet;

use std::path::Path;

use chrono::NaiveDate;

use self::outbox::{Draft, Outbox};
use self::people::{Addressee, Chosen};
use self::sheet::{Request, Text, stems};
use super::sign::may;
use crate::contract::act::{Deed, Page};
use crate::contract::calendar::days_after;
use crate::contract::digest::Digest;
use crate::contract::header::Header;
use crate::contract::id::ContractId;
use crate::contract::language::Language;
use crate::contract::lifecycle::{DAYS_TO_SIGN, Sent, Signing};
use crate::error::{Error, Kind, Result};
use crate::ops::living::state::Living;
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::deed;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, paper::template};
use crate::policy::Right;
use crate::reply::code::Code;
use crate::report::act::{ActReport, Outcome, PageItem};

/// What is sent to whom.
#[derive(Debug, Clone, Copy)]
pub struct SendRequest<'a> {
    /// The parties, by name or the beginning of it; everybody but ourselves when empty.
    pub parties: &'a [String],
    /// The language of the page's own words; the contract's when absent.
    pub language: Option<Language>,
    /// The last day to sign; the usual time when absent.
    pub until: Option<NaiveDate>,
    /// Whether replies must prove a spoken code.
    pub code: bool,
    /// The folder for the pages.
    pub folder: &'a Path,
    /// The folder as the person named it.
    pub named: &'a Path,
}

/// What was sent, and the codes to be told by another way.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The act and its pages.
    pub report: ActReport,
    /// For each person who needs one, their name and their code. Nothing else holds it.
    pub codes: Vec<(String, Code)>,
}

/// Freezes the text and writes the pages.
///
/// # Errors
/// When the text is not fit, the state or the policy does not allow it, nobody is left to be asked, or the files cannot
/// be written.
pub fn send(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &SendRequest<'_>,
    manner: &Manner<'_>,
) -> Result<Answer> {
    let dossier = session.dossier(place)?;
    let header = may::text(session, place, &dossier)?;
    let living = Living::open(session, actor, place, Right::Send)?;
    let until = until(session, &living, request.until)?;
    let mut text = Text::of(session, place, &dossier)?;
    let (chosen, pages) = addressed(session, &living, header, &mut text, request)?;
    let deed = Deed::Send { revision: dossier.revision, until: Some(until), pages: pages.clone() };
    let (act, bytes) = deed::compose(session, actor, &dossier, &deed)?;
    let names = stems(&header.title, &chosen.people);
    let each = chosen.people.iter().zip(&pages).zip(&names);
    let requests = each.map(|((to, page), stem)| Request::of(to, page, (act.digest, until), stem));
    let (drafts, items) = written(session, &mut text, requests)?;
    let outbox = Outbox { folder: request.folder, named: request.named, replaces: false };
    outbox.must_be_free(session.store.root(), &drafts.iter().map(|draft| draft.name.as_str()).collect::<Vec<_>>())?;
    let codes = if request.code && !manner.dry_run { codes(chosen.people.iter())? } else { Vec::new() };

    let mut change = session.change()?;
    deed::put_composed(&dossier, (&act, bytes), &mut change)?;
    let subject = recorder::naming(&header.title, &dossier.id);
    let entry = Entry { act: "send", subject, contracts: vec![dossier.id.clone()] };
    let staged = if manner.dry_run { None } else { Some(outbox.stage(&drafts)?) };
    let mut report = recorder::record(session, actor, change, &entry, vec![item(&dossier, "send")], manner)?;
    staged.map_or(Ok(()), |staged| staged.put(dossier.id.as_str()))?;
    // Once somebody has signed the text is frozen, and the template's changes are too late.
    let caution = if dossier.statements.is_empty() { template::warning(session, &dossier)? } else { None };
    report.warnings.extend(chosen.notes.into_iter().chain(caution));
    report.pages = placed(items, request.named);
    report.outcome = Some(outcome(&report.pages, until));
    Ok(Answer { report: afterwards(session, report, &dossier)?, codes })
}

/// Whom a new send is for, and the page of each; who has the very same page is left out.
fn addressed(
    session: &Session,
    living: &Living,
    header: &Header,
    text: &mut Text<'_>,
    request: &SendRequest<'_>,
) -> Result<(Chosen, Vec<Page>)> {
    let mut chosen = people::chosen(session, living, header, request.parties)?;
    let language = request.language.unwrap_or_else(|| Language::of(header.language.as_deref().unwrap_or("en")));
    let shown = text.shown(language);
    let page = |to: &Addressee| Page {
        party: to.wait.party.clone(),
        name: to.wait.name.clone(),
        email: to.wait.email.clone(),
        language,
        shown,
        code: request.code,
    };
    let out = living.entry.pages_sent(&session.organisation);
    chosen.notes.extend(leave_out(&mut chosen.people, &out, &page, &header.id)?);
    let stale = chosen.people.iter().filter(|to| out.iter().any(|sent| to.was_sent(sent)));
    chosen.notes.extend(stale.map(|to| format!("the page sent to {} before is stale now", to.who())));
    let pages = chosen.people.iter().map(page).collect();
    Ok((chosen, pages))
}

/// Writes the pages of a send that was recorded, as they would be now: with the present last day to sign, and for
/// whoever's turn has come since. Records nothing.
///
/// # Errors
/// When nothing was sent, the text is not out, or what is shown of it is not what was sent.
pub fn again(session: &Session, place: &Place, request: &SendRequest<'_>, dry_run: bool) -> Result<Answer> {
    let dossier = session.dossier(place)?;
    draft::must_be_saved(session, place)?;
    let header = draft::readable(&dossier)?.header();
    let living = Living::look(session, place)?;
    let until = match (living.standing.signing, living.standing.sign_by) {
        (Signing::Pending, Some(until)) => until,
        _ => {
            let (why, instead) = living.instead();
            return Err(living.refused("sent again", &why, &instead));
        }
    };
    let out = living.entry.pages_sent(&session.organisation);
    let mut people = people::chosen(session, &living, header, request.parties)?.people;
    let mut sent: Vec<Sent> = Vec::new();
    people.retain(|to| {
        let found = out.iter().find(|sent| to.was_sent(sent));
        sent.extend(found.cloned());
        found.is_some()
    });
    if people.is_empty() {
        let why = "none of those who are still asked was sent a page of its present text".to_owned();
        return Err(living.refused("sent again", &why, &[format!("{} -o DIR", living.command("send"))]));
    }
    let mut text = Text::of(session, place, &dossier)?;
    for sent in &sent {
        must_show_the_same(place, sent, text.shown(sent.page.language))?;
    }
    let names = stems(&header.title, &people);
    let each = people.iter().zip(&sent).zip(&names);
    let requests = each.map(|((to, sent), stem)| Request::of(to, &sent.page, (sent.send, until), stem));
    let (drafts, items) = written(session, &mut text, requests)?;
    let outbox = Outbox { folder: request.folder, named: request.named, replaces: true };
    outbox.must_be_free(session.store.root(), &[])?;
    let coded = people.iter().zip(&sent).filter(|(_, sent)| sent.page.code && request.code);
    let codes = codes(coded.map(|(to, _)| to))?;
    if !dry_run {
        outbox.stage(&drafts)?.put(dossier.id.as_str())?;
    }
    let pages = placed(items, request.named);
    let mut item = item(&dossier, "send");
    item.status = Some(living.standing.status().to_owned());
    let subject = format!("written anew: {}", recorder::naming(&header.title, &dossier.id));
    let outcome = Some(outcome(&pages, until));
    let report = ActReport { dry_run, subject, items: vec![item], outcome, pages, ..ActReport::default() };
    Ok(Answer { report, codes: if dry_run { Vec::new() } else { codes } })
}

/// The last day to sign: the one that runs, the one asked for, or the usual time from today.
fn until(session: &Session, living: &Living, asked: Option<NaiveDate>) -> Result<NaiveDate> {
    let id = &living.dossier.id;
    match (living.standing.sign_by, asked) {
        (Some(runs), Some(asked)) if asked != runs => {
            let message = format!("{id} is out already, to be signed by {runs}");
            Err(Error::new(Kind::Usage, "contradiction", message)
                .hint(format!("`clm extend {id} --until {asked}` changes the day; send without --until"))
                .about(id.to_string()))
        }
        (Some(runs), _) => Ok(runs),
        (None, Some(asked)) if asked < session.today => {
            Err(Error::new(Kind::Usage, "past-date", format!("--until {asked} has passed"))
                .hint("--until is the last day on which a signature may arrive"))
        }
        (None, Some(asked)) => Ok(asked),
        (None, None) => Ok(days_after(session.today, DAYS_TO_SIGN).unwrap_or(session.today)),
    }
}

/// Leaves out whoever has the very same page already; answers who that is.
fn leave_out(
    people: &mut Vec<Addressee>,
    out: &[Sent],
    page: &dyn Fn(&Addressee) -> Page,
    id: &ContractId,
) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    people.retain(|to| {
        let same = out.iter().find(|sent| to.was_sent(sent) && sent.page == page(to));
        notes.extend(same.map(|sent| format!("{} was sent the same page on {}", to.who(), sent.on)));
        same.is_none()
    });
    match notes.first() {
        Some(first) if people.is_empty() => {
            let (again, extend) =
                (format!("`clm send {id} --again -o DIR`"), format!("`clm extend {id} --until DATE`"));
            Err(Error::new(Kind::Refused, "already-sent", format!("{id} is out already: {first}"))
                .details(notes.iter().skip(1).cloned())
                .hint(format!("{again} writes the same pages anew; {extend} gives more time"))
                .about(id.to_string()))
        }
        _ => Ok(notes),
    }
}

fn must_show_the_same(place: &Place, sent: &Sent, shown: Digest) -> Result<()> {
    if shown == sent.page.shown {
        return Ok(());
    }
    let message = format!("this version of clm shows {} otherwise than the page sent on {}", place.id, sent.on);
    Err(Error::new(Kind::Refused, "shown-otherwise", message)
        .details([format!("sent: {}", sent.page.shown), format!("now:  {shown}")])
        .hint(format!("`clm send {} -o DIR` sends new pages, which take the place of the old ones", place.id))
        .about(place.id.to_string()))
}

/// The files of all pages, and how the report tells of them.
fn written<'a>(
    session: &Session,
    text: &mut Text<'_>,
    requests: impl Iterator<Item = Request<'a>>,
) -> Result<(Vec<Draft>, Vec<PageItem>)> {
    let (mut drafts, mut items) = (Vec::new(), Vec::new());
    for request in requests {
        let (files, item) = text.files(session, &request)?;
        drafts.extend(files);
        items.push(item);
    }
    Ok((drafts, items))
}

/// A code of their own for each.
fn codes<'a>(people: impl Iterator<Item = &'a Addressee>) -> Result<Vec<(String, Code)>> {
    let who = |to: &Addressee| match &to.wait.name {
        Some(name) => format!("{name} ({})", to.wait.party),
        None => to.wait.party.clone(),
    };
    people.map(|to| Ok((who(to), Code::from_bytes(crate::ops::random()?)))).collect()
}

/// The files by the folder they lie in, as the person named it.
fn placed(mut items: Vec<PageItem>, folder: &Path) -> Vec<PageItem> {
    let at = |name: &str| folder.join(name).display().to_string();
    for item in &mut items {
        item.file = at(&item.file);
        item.script = item.script.as_deref().map(at);
    }
    items
}

fn outcome(pages: &[PageItem], until: NaiveDate) -> Outcome {
    let later = pages.iter().filter(|page| !page.turn).count();
    let mut why = Vec::new();
    if later > 0 {
        why.push(
            "Whose turn has not come reads the page and signs later: `--again` writes it for signing once the others have \
             signed."
                .to_owned(),
        );
    }
    Outcome { says: format!("the text is frozen; to be signed by {until}"), why, ..Outcome::default() }
}
