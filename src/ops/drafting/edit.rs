//! `edit`: the text of a draft or of a transcription, changed by a person in their editor. The editor itself is the
//! command line's business.

use crate::contract::document::Document;
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::correct::{self, Leave};
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::desk, drafting::draft, drafting::examine, machine::whole_file, paper::new};
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::report::check::CheckItem;
use crate::store::StoreError;

/// A draft taken to be edited.
#[derive(Debug, Clone)]
pub struct Draft {
    place: Place,
    /// The text as it was taken: what the person sees in the folder, which may be ahead of what is recorded.
    pub text: Vec<u8>,
    recorded: Vec<u8>,
    id: Option<ContractId>,
    leave: Leave,
}

/// Takes a draft.
///
/// # Errors
/// When its text is frozen, the policy does not allow it, or nothing could be recorded now.
pub fn take(session: &Session, actor: &Actor, place: &Place) -> Result<Draft> {
    let dossier = session.dossier(place)?;
    let standing = draft::standing(session, place)?;
    let corrects = correct::is_transcription(&dossier, &standing);
    let right = if corrects { Leave::Correction.right() } else { Right::Edit };
    actor.must_have_on(session, right, &dossier)?;
    let leave = Leave::of(place, &dossier, &standing)?;
    let path = path(place);
    let recorded = session.snapshot()?.read(&path)?.unwrap_or_default();
    let text = session.store.work_file(&path)?.unwrap_or_else(|| recorded.clone());
    let mut trial = session.change()?;
    trial.put(&path, text.clone())?;
    match trial.dry_run() {
        Ok(_) | Err(StoreError::Nothing | StoreError::InTheWay(_)) => {}
        Err(fault) => return Err(fault.into()),
    }
    Ok(Draft { place: place.clone(), text, recorded, id: dossier.header().map(|header| header.id.clone()), leave })
}

fn path(place: &Place) -> String {
    format!("{}/contract.md", place.folder)
}

impl Draft {
    /// Where the contract lies.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Whether the folder holds changes that are not recorded.
    #[must_use]
    pub fn is_ahead(&self) -> bool {
        self.text != self.recorded
    }

    /// Everything that keeps a text from being recorded, with its place in the file.
    #[must_use]
    pub fn faults(&self, bytes: &[u8]) -> Vec<CheckItem> {
        let found = faults(&path(&self.place), bytes, self.id.as_ref());
        if self.leave == Leave::Draft {
            return found;
        }
        // What was executed elsewhere is taken as it is: only what the correction brings is its fault.
        let before = faults(&path(&self.place), &self.recorded, self.id.as_ref());
        let known = |item: &CheckItem| before.iter().any(|old| old.code == item.code && old.message == item.message);
        found.into_iter().filter(|item| !known(item)).collect()
    }
}

/// Everything that keeps `bytes` from being recorded as the text of the contract `id`.
#[must_use]
pub fn faults(file: &str, bytes: &[u8], id: Option<&ContractId>) -> Vec<CheckItem> {
    let document = match Document::parse(file, bytes) {
        Ok(document) => document,
        Err(problems) => return problems.iter().map(examine::problem).collect(),
    };
    let mut items: Vec<CheckItem> = examine::document(file, &document).into_iter().filter(examine::refuses).collect();
    if let Some(id) = id.filter(|id| document.header().id != **id) {
        items.push(CheckItem {
            file: file.to_owned(),
            line: 0,
            column: 0,
            severity: "error".to_owned(),
            code: "other-id".to_owned(),
            message: format!("`id` is fixed for ever: it must stay {}", id.as_str()),
            id: Some(id.to_string()),
            recordable: false,
        });
    }
    items
}

/// Records an edited text.
///
/// # Errors
/// When it is unfit, or somebody changed the contract meanwhile, in the repository or in the folder.
pub fn record(session: &Session, actor: &Actor, draft: &Draft, bytes: &[u8], manner: &Manner<'_>) -> Result<ActReport> {
    if let Some(error) = examine::refusal("the text cannot be recorded", &draft.faults(bytes)) {
        return Err(error.hint(format!("mend it and run `clm edit {}` again", draft.place.id)));
    }
    if bytes == draft.recorded && !draft.is_ahead() {
        return Ok(draft::nothing("nothing to record: the text is as it was"));
    }
    let path = path(&draft.place);
    let dossier = session.dossier(&draft.place)?;
    let document = Document::parse(&path, bytes)
        .map_err(|problems| crate::ops::session::faults::invalid("the text", &problems))?;
    let mut change = session.change()?;
    change.put(&path, bytes)?;
    if !manner.dry_run {
        lay_out(session, draft, bytes)?;
    }
    if bytes == draft.recorded {
        return Ok(draft::nothing("the text is as recorded again"));
    }
    let words = match (&dossier.document, draft.leave) {
        (Ok(old), Leave::Correction) => {
            correct::put(session, actor, &dossier, &correct::with_text(&dossier, bytes), (&mut change, manner))?;
            Some(correct::told(manner.words, old, &document))
        }
        _ => None,
    };
    let manner = &Manner { words: words.as_deref().or(manner.words), ..*manner };
    let (act, contracts) = (draft.leave.act("edit"), vec![draft.place.id.clone()]);
    let entry = Entry { act, subject: recorder::naming(&document.header().title, &draft.place.id), contracts };
    let report = match recorder::record(session, actor, change, &entry, vec![item(&dossier, act)], manner) {
        // Before a real edit the folder would be brought in line; a dry run leaves it alone.
        Err(error) if manner.dry_run && error.code == "unsaved" && draft.is_ahead() => {
            ActReport { dry_run: true, subject: format!("{act}: {}", entry.subject), ..ActReport::default() }
        }
        other => other?,
    };
    let mut report = draft::settle(session, report)?;
    report.warnings.extend(new::advice(&examine::document(&path, &document)));
    Ok(report)
}

/// Where the folder was ahead of what is recorded, or its file was gone, the new text is laid into it first: from then on
/// it is the user's unsaved text whatever happens, and the store finds in place what it is to record.
fn lay_out(session: &Session, draft: &Draft, bytes: &[u8]) -> Result<()> {
    let path = path(&draft.place);
    let there = session.store.work_file(&path)?;
    if there.as_ref().is_some_and(|there| *there != draft.text) {
        return Err(Error::new(Kind::Busy, "moved", format!("{path} was changed in the folder while you edited"))
            .hint(format!("compare the two texts, then run `clm edit {}` again", draft.place.id))
            .about(draft.place.id.as_str()));
    }
    if there.is_some() && !draft.is_ahead() {
        return Ok(());
    }
    let Some(root) = session.store.root() else { return Ok(()) };
    let target = root.join(&path);
    let refused = |fault: std::io::Error| Error::new(Kind::Failed, "disk", format!("{path}: {fault}"));
    let folder = target.parent().unwrap_or(root);
    std::fs::create_dir_all(folder).map_err(refused)?;
    whole_file::replace(&target, bytes, 0o666).map_err(refused)?;
    // Read back through the store, which follows no link.
    desk::bytes(session, &path).map(|_| ())
}
