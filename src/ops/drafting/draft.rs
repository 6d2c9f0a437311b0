//! What may still be changed: a draft. Everything frozen is refused, with the act that is right instead.

use crate::contract::id::ContractId;
use crate::contract::lifecycle::{Signing, Standing};
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Catalogue;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::part::stands_in_the_way;
use crate::ops::finding::show;
use crate::ops::session::resolve::Place;
use crate::ops::session::{Session, edit_word};
use crate::report::act::ActReport;

/// The state of a contract on the session's day.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn standing(session: &Session, place: &Place) -> Result<Standing> {
    let entry = Catalogue::open(session)?.in_folder(&place.folder)?;
    entry.map(|entry| entry.standing(&session.organisation, session.today)).ok_or_else(|| {
        Error::new(Kind::NotFound, "no-such-contract", format!("{} is not there any more", place.id))
            .hint("`clm list` shows what there is")
    })
}

/// Refuses unless the text may still change.
///
/// # Errors
/// With the state, and what to do instead.
pub fn must_be_changeable(place: &Place, standing: &Standing) -> Result<()> {
    let instead = match standing.signing {
        Signing::Draft | Signing::Review | Signing::Approved => return Ok(()),
        Signing::Pending | Signing::Lapsed => {
            "it is out for signature; `clm reopen` makes it a draft again, and everybody is asked anew"
        }
        Signing::Signed => "a signed text is never edited; a new contract can amend or supersede it",
        Signing::Declined => "`clm reopen` makes it a draft again; `clm new` draws another",
        Signing::Void => "draw a new one with `clm new`",
        Signing::Broken => {
            "`clm verify` says what is broken; `clm restore` brings recorded text back; a text that git merged goes back \
                           with `git checkout COMMIT -- FILE` and a commit, COMMIT being one that `clm log` shows"
        }
    };
    let message = format!("the text of {} may not change: it is {}", place.id, standing.signing.word());
    Err(Error::new(Kind::Refused, "frozen", message).hint(instead).about(place.id.to_string()))
}

/// Refuses when the work tree has changes of the contract that are not recorded.
///
/// # Errors
/// Naming the files and the two ways out.
pub fn must_be_saved(session: &Session, place: &Place) -> Result<()> {
    let edited = session.store.edited(&place.folder)?;
    let edited: Vec<String> = edited
        .into_iter()
        .filter(|file| stands_in_the_way(file, &place.folder))
        .map(|file| format!("{} ({})", file.path, edit_word(file.kind)))
        .collect();
    if edited.is_empty() {
        return Ok(());
    }
    Err(Error::new(Kind::Busy, "unsaved", format!("{} has changes that are not recorded", place.id))
        .details(edited)
        .hint(format!(
            "`clm save {0}` records them, `clm restore {0}` gives them up; then repeat the command",
            place.id
        ))
        .about(place.id.to_string()))
}

/// The contract's dossier, and refuses when its agreement cannot be read.
///
/// # Errors
/// With every problem of the front matter.
pub fn readable(dossier: &Dossier) -> Result<&crate::contract::document::Document> {
    dossier.document.as_ref().map_err(|problems| {
        crate::ops::session::faults::invalid(&format!("contract.md of {} cannot be read", dossier.id), problems)
            .hint(format!("mend it with `clm edit {}`", dossier.id))
    })
}

/// Fills in what an act made of each contract it touched: the status, and what can be done next. An item is known by its
/// path.
///
/// # Errors
/// When the repository cannot be read again.
pub fn settle(session: &Session, mut report: ActReport) -> Result<ActReport> {
    if report.commit.is_none() {
        return Ok(report);
    }
    let after = session.again()?;
    let catalogue = Catalogue::open(&after)?;
    for item in &mut report.items {
        let Some(entry) = catalogue.in_folder(&item.path)? else { continue };
        let standing = entry.standing(&after.organisation, after.today);
        item.status = Some(standing.status().to_owned());
        item.next = show::next(&entry, &standing);
    }
    Ok(report)
}

/// `Title (id)` for one contract, a count for several: what stands in the subject of a commit.
#[must_use]
pub fn naming(contracts: &[(String, ContractId)]) -> String {
    match contracts {
        [(title, id)] => crate::ops::recording::recorder::naming(title, id),
        several => format!("{} contracts", several.len()),
    }
}

/// The answer when nothing was to be done: a sentence, and no commit.
#[must_use]
pub fn nothing(why: &str) -> ActReport {
    ActReport { subject: why.to_owned(), ..ActReport::default() }
}
