//! A response, recorded: each comment as a comment of theirs on its clause, the changes asked for as one proposed text.

use std::collections::BTreeMap;

use super::asked::{Asked, Ground};
use super::check::{Checked, Heard};
use super::{Request, keep};
use crate::contract::act::{Basis, Deed, Reported};
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::name::slug;
use crate::contract::outline::Outline;
use crate::error::Result;
use crate::ops::drafting::{draft, edit};
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::deed;
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::actor::Actor;
use crate::ops::session::faults;
use crate::reply::{Change, Remark, Response, RewriteError, rewrite};
use crate::report::act::ActReport;

/// Where a reply is kept, below the contract's folder.
#[must_use]
pub(super) fn reply_file(digest: Digest) -> String {
    format!("files/replies/{}.json", digest.short(12))
}

/// A proposed text, and what it is kept as below `files/`.
#[derive(Debug, Clone)]
struct Proposal {
    name: String,
    bytes: Vec<u8>,
}

/// Whether the changes asked for can be made in our text.
///
/// # Errors
/// When a block does not read as it was shown, or the text would be no agreement.
pub(super) fn must_apply(ground: &Ground<'_>, response: &Response, asked: &Asked) -> Result<()> {
    proposed(ground, response, asked).map(drop)
}

/// Records it.
///
/// # Errors
/// As [`must_apply`], and when the store refuses.
pub(super) fn record(
    ground: &Ground<'_>,
    actor: &Actor,
    (checked, response, asked): (&Checked, &Response, &Asked),
    (request, basis): (&Request<'_>, Basis),
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let Ground { session, dossier, .. } = ground;
    let proposal = proposed(ground, response, asked)?.map(|bytes| Proposal {
        name: format!(
            "proposals/{}-{}-{}.md",
            request.day(session),
            slug(&response.signer.party),
            Digest::of(&bytes).short(8)
        ),
        bytes,
    });
    let mut change = session.change()?;
    let mut kept = BTreeMap::new();
    keep(dossier, checked, request.mail, &mut change, &mut kept)?;
    let from = reported(ground, response, asked, (basis, request), &kept);
    for remark in &response.comments {
        let deed =
            Deed::Comment { text: remark.text.clone(), clause: clause(ground, remark), from: Some(from.clone()) };
        deed::put(session, actor, dossier, &deed, &mut change)?;
    }
    if let Some(proposal) = &proposal {
        change.put(&format!("{}/files/{}", dossier.folder, proposal.name), proposal.bytes.clone())?;
        let deed = asks(ground, response, proposal, *from.clone())?;
        deed::put(session, actor, dossier, &deed, &mut change)?;
    }
    let who = format!("{} for {}", response.signer.name, response.signer.party);
    let entry = Entry {
        act: "comment",
        subject: format!("{} from {who}", recorder::naming(&dossier.title(), &dossier.id)),
        contracts: vec![dossier.id.clone()],
    };
    let account = Account { lines: told(ground, response, proposal.as_ref()), ..Account::default() };
    let items = vec![item(dossier, "receive")];
    let report = recorder::record_telling(session, actor, change, &entry, items, manner, &account)?;
    let mut report = afterwards(session, report, dossier)?;
    if !asked.present {
        report.warnings.push("it speaks of a text that has moved on since".to_owned());
    }
    if let (Some(proposal), Some(item)) = (&proposal, report.items.first_mut()) {
        let (id, name) = (&dossier.id, super::super::proposal::short(&proposal.name));
        let next = [format!("clm diff {id} --proposal {name}"), format!("clm reopen {id} --with {name}")];
        item.next.splice(0..0, next);
    }
    Ok(report)
}

/// Who spoke, and what shows it.
fn reported(
    ground: &Ground<'_>,
    response: &Response,
    asked: &Asked,
    (basis, request): (Basis, &Request<'_>),
    kept: &BTreeMap<String, Digest>,
) -> Box<Reported> {
    Box::new(Reported {
        party: response.signer.party.clone(),
        name: response.signer.name.clone(),
        email: Some(response.signer.email.to_string()),
        basis,
        on: request.day(ground.session),
        send: Some(asked.send),
        proposes: None,
        evidence: kept.clone(),
    })
}

/// The comment that carries a proposed text: the reasons, clause by clause.
fn asks(ground: &Ground<'_>, response: &Response, proposal: &Proposal, from: Reported) -> Result<Deed> {
    let mut from = from;
    from.evidence.insert(proposal.name.clone(), Digest::of(&proposal.bytes));
    from.proposes = Some(proposal.name.clone());
    let document = draft::readable(ground.dossier)?;
    let clauses: Vec<Option<String>> = response.changes.iter().map(|change| around(document, change.lines.0)).collect();
    let reasons: Vec<String> = response
        .changes
        .iter()
        .zip(&clauses)
        .map(|(change, clause)| {
            let place = clause.clone().unwrap_or_else(|| format!("line {}", change.lines.0));
            let why = if change.why.is_empty() { String::new() } else { format!(": {}", change.why) };
            format!("asks for other wording in {place}{why}")
        })
        .collect();
    let one =
        clauses.first().cloned().flatten().filter(|first| clauses.iter().all(|other| other.as_ref() == Some(first)));
    Ok(Deed::Comment { text: reasons.join("\n"), clause: one, from: Some(Box::new(from)) })
}

/// The clause around a line of the file, as comments name it.
fn around(document: &Document, line: usize) -> Option<String> {
    let skipped = line.saturating_sub(document.body_line());
    let byte: usize = document.body().split_inclusive('\n').take(skipped).map(str::len).sum();
    let outline = Outline::of(document.body());
    outline
        .clause_at(byte)
        .map(|clause| clause.number.as_ref().map_or_else(|| clause.title.clone(), |number| format!("§{number}")))
}

/// The clause a remark is about, as comments name it; as the page called it where the text has none of the name.
fn clause(ground: &Ground<'_>, remark: &Remark) -> Option<String> {
    let named = remark.clause.as_ref()?;
    let body = ground.dossier.document.as_ref().map(Document::body).unwrap_or_default();
    let outline = Outline::of(body);
    let found = outline.find(named);
    Some(found.map_or_else(
        || named.clone(),
        |clause| clause.number.as_ref().map_or_else(|| clause.title.clone(), |number| format!("§{number}")),
    ))
}

/// Our text with the changes they ask for; none where they ask for none.
fn proposed(ground: &Ground<'_>, response: &Response, asked: &Asked) -> Result<Option<Vec<u8>>> {
    if response.changes.is_empty() {
        return Ok(None);
    }
    let document = draft::readable(ground.dossier)?;
    let text = String::from_utf8_lossy(document.bytes()).into_owned();
    let new = rewrite(&text, document.body_line(), &response.changes);
    let new = new.map_err(|fault| unfit(ground, &fault, asked))?.into_bytes();
    let file = format!("{}/contract.md", ground.dossier.folder);
    let parsed = Document::parse(&file, &new);
    parsed.map_err(|problems| faults::invalid("with their wording the text would be no agreement", &problems))?;
    let old_faults = edit::faults(&file, document.bytes(), Some(&ground.dossier.id));
    let known = |new: &crate::report::check::CheckItem| {
        old_faults.iter().any(|old| (&old.code, &old.message) == (&new.code, &new.message))
    };
    let fault = edit::faults(&file, &new, Some(&ground.dossier.id)).into_iter().find(|fault| !known(fault));
    match fault {
        None => Ok(Some(new)),
        Some(fault) => Err(ground.mismatch(
            "hidden-wording",
            format!("the wording they ask for cannot stand in an agreement: {}", fault.message),
            "ask them for it in plain text; nothing was recorded",
        )),
    }
}

fn unfit(ground: &Ground<'_>, fault: &RewriteError, asked: &Asked) -> crate::error::Error {
    let id = &ground.place.id;
    if asked.present {
        return ground.mismatch(
            "other-block",
            format!("it asks for another wording of what {id} does not say: {fault}"),
            "their page was changed on the way: send a new one, and tell them by another way than mail",
        );
    }
    ground.refusal(
        "text-moved-on",
        format!("the text of {id} has moved on since it was sent to them: {fault}"),
        format!("read the reply by hand, or send them the present text: `clm send {id} -o DIR`"),
    )
}

/// What a reader of the log is told.
fn told(ground: &Ground<'_>, response: &Response, proposal: Option<&Proposal>) -> Vec<String> {
    let remark = |remark: &Remark| {
        let place = clause(ground, remark).map(|clause| format!(" on {clause}")).unwrap_or_default();
        format!("comment{place}: {}", remark.text)
    };
    let change = |change: &Change| format!("asks for other wording of lines {}-{}", change.lines.0, change.lines.1);
    let kept = proposal.map(|proposal| format!("proposed text: files/{}", proposal.name));
    response.comments.iter().map(remark).chain(response.changes.iter().map(change)).chain(kept).collect()
}

/// Whether words were heard that ask for something.
#[must_use]
pub(super) fn of(checked: &Checked) -> Option<&Response> {
    match &checked.heard {
        Heard::Response(response) => Some(response),
        Heard::Statement(_) => None,
    }
}
