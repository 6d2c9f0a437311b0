//! `show`: everything about contracts.

use chrono::NaiveDate;

use crate::contract::act::{Deed, Reported};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::{Flag, Lacking, Lifecycle, Signing, Standing};
use crate::contract::outline::{Clause, Outline};
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::proposal;
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::dossier::Dossier;
use crate::ops::finding::filter;
use crate::ops::finding::signatories;
use crate::ops::finding::terms;
use crate::ops::living::effective;
use crate::ops::paper::template::Versions;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::report::contract::{
    ApprovalItem, AttachmentItem, ClauseItem, CommentItem, PanelItem, ReportedItem, ShowItem, ShowReport, TemplateState,
};

/// What to show beside the facts.
#[derive(Debug, Clone, Copy, Default)]
pub struct With {
    /// The agreement's text.
    pub text: bool,
    /// The terms in force on a day.
    pub effective: Option<NaiveDate>,
}

/// Shows contracts; with their text and the terms in force when asked.
///
/// # Errors
/// When one cannot be read.
pub fn show(session: &Session, places: &[Place], with: With) -> Result<ShowReport> {
    let catalogue = Catalogue::open(session)?;
    let mut items = Vec::with_capacity(places.len());
    for place in places {
        let entry = catalogue.in_folder(&place.folder)?.ok_or_else(|| gone(place))?;
        let dossier = session.dossier(place)?;
        items.push(item(session, &catalogue, &entry, &dossier, with)?);
    }
    Ok(ShowReport { today: session.today, items })
}

/// Keeps one clause of each contract's text: `7.2`, `§7.2`, `§7.2 Title` as a search hit names it, or a heading.
///
/// # Errors
/// When a contract has no such clause, or no readable text.
pub fn only_clause(report: &mut ShowReport, name: &str) -> Result<()> {
    for item in &mut report.items {
        let body = item.body.take().unwrap_or_default();
        let outline = Outline::of(&body);
        let bare = name.trim().trim_start_matches('§').split_whitespace().next().unwrap_or_default();
        let numbered = bare.starts_with(|c: char| c.is_ascii_digit());
        let found = outline.find(name).or_else(|| outline.find(bare).filter(|_| numbered));
        let Some(clause) = found else { return Err(no_clause(&outline, &item.contract.id, name)) };
        item.clause = Some(ClauseItem {
            number: clause.number.clone(),
            title: clause.title.clone(),
            text: body.get(clause.start..clause.end).unwrap_or_default().trim_end().to_owned(),
        });
    }
    Ok(())
}

fn no_clause(outline: &Outline, id: &str, name: &str) -> Error {
    let named = |clause: &Clause| match &clause.number {
        Some(number) => format!("§{number} {}", clause.title).trim_end().to_owned(),
        None => clause.title.clone(),
    };
    let top: Vec<String> = outline.clauses().iter().filter(|clause| clause.level <= 2).take(30).map(named).collect();
    let titles = outline.clauses().iter().map(|clause| clause.title.as_str());
    let meant = nearest(name, titles).map(|near| format!("did you mean `{near}`? "));
    Error::new(Kind::NotFound, "no-such-clause", format!("{id} has no clause `{name}`"))
        .details(top)
        .hint(format!("{}`clm show {id} --text` shows the whole text", meant.unwrap_or_default()))
        .about(id)
}

/// The exact bytes of a contract's agreement at HEAD.
///
/// # Errors
/// When it cannot be read.
pub fn raw(session: &Session, place: &Place) -> Result<Vec<u8>> {
    session.snapshot()?.read(&format!("{}/contract.md", place.folder))?.ok_or_else(|| gone(place))
}

fn gone(place: &Place) -> Error {
    Error::new(Kind::NotFound, "no-such-contract", format!("{} has no contract.md", place.id))
        .hint(format!("`clm verify {}` says what is missing", place.id))
        .about(place.id.to_string())
}

fn item(
    session: &Session,
    catalogue: &Catalogue<'_>,
    entry: &Entry,
    dossier: &Dossier,
    with: With,
) -> Result<ShowItem> {
    let standing = entry.standing(&session.organisation, session.today);
    let header = entry.header.as_ref();
    let body = dossier.document.as_ref().ok().map(|document| document.body().to_owned());
    let annexes = dossier.subjects.iter().map(|subject| subject.name.clone()).filter(|name| name != "contract.md");
    Ok(ShowItem {
        contract: entry.item(&standing),
        language: entry.language().to_owned(),
        governing_law: header.and_then(|header| header.governing_law.clone()),
        revision: entry.revision.to_string(),
        signatories: signatories::of(session, entry, dossier, standing.flags.contains(&Flag::Executed)),
        sign_by: standing.sign_by,
        signed_on: standing.signed_on,
        terms: header.map(|header| terms::in_words(&header.term)).unwrap_or_default(),
        custom: filter::custom(entry),
        files: annexes.chain(dossier.files.iter().cloned()).collect(),
        attachments: attachments(session, entry)?,
        comments: comments(session, entry),
        template: entry.record.template.as_ref().map(|origin| format!("{} {}", origin.name, origin.digest)),
        template_state: template_state(session, entry)?,
        because: because(session, entry, &standing),
        links: crate::ops::living::links::of(session, catalogue, entry)?,
        effective: with.effective.map(|day| effective::terms(session, entry, day)).transpose()?,
        next: next(entry, &standing),
        approval: approval(&standing),
        findings: standing.findings,
        unsaved: session.edited_in(&entry.folder)?,
        clause: None,
        body: body.filter(|_| with.text),
    })
}

/// How far its approval has come; nothing where none is asked.
fn approval(standing: &Standing) -> Option<ApprovalItem> {
    let progress = &standing.approval;
    let open = progress.required || progress.asked.is_some() || !progress.by.is_empty() || progress.rejected.is_some();
    let panel = |one: &Lacking| PanelItem {
        of: one.words.clone(),
        rule: (!one.place.is_empty()).then(|| one.place.clone()),
        from: one.from.clone(),
        more: one.more,
        since: one.since,
        later: one.later,
    };
    open.then(|| ApprovalItem {
        required: progress.required,
        asked: progress.asked,
        by: progress.by.clone(),
        missing: progress.missing.iter().map(panel).collect(),
        rejected: progress.rejected.as_ref().map(|(by, reason)| format!("{by}: {reason}")),
    })
}

/// What became of the template it was drawn from: a word and, where it is not the present one, a sentence.
fn template_state(session: &Session, entry: &Entry) -> Result<Option<TemplateState>> {
    let Some(origin) = &entry.record.template else { return Ok(None) };
    let standing = Versions::of(session).standing(origin)?;
    Ok(Some(TemplateState {
        state: standing.word().to_owned(),
        version: origin.version,
        fallbacks: origin.fallbacks.clone(),
        note: standing.sentence(origin),
    }))
}

/// Annexes and files with their sizes and digests.
fn attachments(session: &Session, entry: &Entry) -> Result<Vec<AttachmentItem>> {
    let mut snapshot = session.snapshot()?;
    let Some(folder) = snapshot.contract_at(&entry.folder)? else { return Ok(Vec::new()) };
    let contents = snapshot.contents(&folder)?;
    let mut items: Vec<AttachmentItem> = (contents.annexes.into_iter())
        .map(|annex| AttachmentItem {
            size: annex.bytes.len() as u64,
            digest: Some(Digest::of(&annex.bytes).to_string()),
            file: annex.name,
        })
        .collect();
    items.extend(contents.files.into_iter().map(|file| AttachmentItem {
        digest: snapshot.sha256(file.id).ok().map(|bytes| Digest::from_bytes(bytes).to_string()),
        size: file.size,
        file: file.name,
    }));
    Ok(items)
}

/// The comments that were not taken back, oldest first.
fn comments(session: &Session, entry: &Entry) -> Vec<CommentItem> {
    let mut acts = entry.live_acts(&session.organisation);
    acts.sort_by_key(|act| (act.at, act.digest));
    let said = acts.into_iter().filter_map(|act| match &act.deed {
        Deed::Comment { text, clause, from } => Some((act, text, clause, from)),
        _ => None,
    });
    said.map(|(act, text, clause, from)| CommentItem {
        act: act.digest.to_string(),
        at: act.at.to_rfc3339(),
        by: act.by.clone(),
        clause: clause.clone(),
        text: text.clone(),
        from: from.as_deref().map(reported),
    })
    .collect()
}

fn reported(from: &Reported) -> ReportedItem {
    ReportedItem {
        party: from.party.clone(),
        name: from.name.clone(),
        email: from.email.clone(),
        basis: from.basis.word().to_owned(),
        on: from.on,
        proposes: from.proposes.as_deref().map(|name| proposal::short(name).to_owned()),
    }
}

/// Why it ends when it does, where that is not just its period's end.
fn because(session: &Session, entry: &Entry, standing: &Standing) -> Vec<String> {
    let by_act = [Flag::NotRenewing, Flag::Disputed, Flag::Terminated, Flag::Superseded];
    let ended = standing.lifecycle == Some(Lifecycle::Ended);
    if !ended && !standing.flags.iter().any(|flag| by_act.contains(flag)) {
        return Vec::new();
    }
    entry.why_it_ends(&session.organisation, session.today)
}

/// Whether pages were written for the present text.
fn was_sent(entry: &Entry) -> bool {
    let sent = |deed: &Deed| matches!(deed, Deed::Send { revision, pages, .. } if *revision == entry.revision && !pages.is_empty());
    entry.acts.iter().any(|act| sent(&act.deed))
}

/// Commands that make sense for a contract now.
#[must_use]
pub fn next(entry: &Entry, standing: &Standing) -> Vec<String> {
    let asked = proposal::waiting(&entry.acts, entry.revision, standing.signing).pop();
    let answer = asked.map(|asked| format!("clm diff {} --proposal {}", entry.id, proposal::short(&asked.name)));
    answer.into_iter().chain(usual(entry, standing)).collect()
}

fn usual(entry: &Entry, standing: &Standing) -> Vec<String> {
    let id = &entry.id;
    match standing.signing {
        Signing::Draft if standing.approval.required => {
            vec![format!("clm edit {id}"), format!("clm check {id}"), format!("clm submit {id}")]
        }
        Signing::Review => vec![format!("clm approve {id}"), format!("clm reject {id} -m REASON")],
        Signing::Draft | Signing::Approved => {
            vec![format!("clm edit {id}"), format!("clm check {id}"), format!("clm sign {id}")]
        }
        Signing::Pending => {
            let again = if was_sent(entry) { " --again" } else { "" };
            let receive = "clm receive FILE --basis BASIS".to_owned();
            vec![format!("clm send {id}{again} -o DIR"), receive, format!("clm reopen {id}")]
        }
        Signing::Lapsed => vec![format!("clm extend {id} --until DATE"), format!("clm reopen {id}")],
        Signing::Signed if standing.lifecycle == Some(Lifecycle::Ended) => {
            vec![format!("clm renew {id}"), format!("clm verify {id}")]
        }
        Signing::Signed => vec![format!("clm verify {id}"), "clm due --explain".to_owned()],
        Signing::Broken => vec![format!("clm verify {id}"), format!("clm log {id}")],
        Signing::Declined | Signing::Void => vec![format!("clm log {id}")],
    }
}
