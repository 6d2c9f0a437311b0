//! How contracts stand to each other: those one names, and those that name it.

use crate::contract::id::ContractId;
use crate::error::Result;
use crate::ops::catalogue::{Catalogue, Entry, How};
use crate::ops::dossier::departed;
use crate::ops::session::Session;
use crate::report::contract::LinkItem;

/// The contracts an entry names, then those that name it.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn of(session: &Session, catalogue: &Catalogue<'_>, entry: &Entry) -> Result<Vec<LinkItem>> {
    let mut links = Vec::new();
    let item = |how: &str, id: &ContractId| -> Result<LinkItem> {
        let name = catalogue.exactly(id.as_str());
        let other = name.map_or(Ok(None), |name| catalogue.in_folder(&name.folder))?;
        let status = other.as_ref().map(|other| other.standing(&session.organisation, session.today).status());
        Ok(LinkItem {
            how: how.to_owned(),
            id: id.to_string(),
            title: other.as_ref().map(|other| other.title.clone()),
            status: status.map(str::to_owned),
            elsewhere: if other.is_none() { departed::elsewhere(session, id)? } else { None },
        })
    };
    for (how, id) in entry.names() {
        links.push(item(how.word(), id)?);
    }
    for linked in &entry.linked {
        links.push(item(linked.how.back(), &linked.id)?);
    }
    Ok(links)
}

impl How {
    /// How the contract that names stands to the one it names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Amends => "amends",
            Self::Renews => "renews",
            Self::Supersedes => "supersedes",
            Self::Under => "under",
        }
    }

    /// How the named contract stands to the one that names it.
    #[must_use]
    pub fn back(self) -> &'static str {
        match self {
            Self::Amends => "amended-by",
            Self::Renews => "renewed-by",
            Self::Supersedes => "superseded-by",
            Self::Under => "over",
        }
    }
}
