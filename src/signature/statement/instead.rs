//! Statements that fill a place that is not their signer's: under a mandate, or by witnessing that somebody signed on paper
//! or on another platform. Both names are kept, and the evidence is named by its digest.

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

use super::Statement;
use super::error::StatementError;
use super::fields::{Fields, as_list};
use super::read::{LONGEST_NAME, bare_digest, is_ascending, is_tree_path, unsorted, wrong};
use super::write::{SubjectEntry, subjects};
use crate::contract::act::Execution;
use crate::contract::lifecycle::StatementAct;
use crate::contract::revision::Subject;
use crate::signature::principal::Principal;

/// More evidence than this for one signature is a mistake.
const MOST_EVIDENCE: usize = 100;

/// Whose place a statement fills, and on what ground.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Instead {
    /// The signer acts for somebody who gave them a mandate; only where the act is `sign`.
    Mandate(Mandate),
    /// The signer witnesses that somebody signed elsewhere; always and only where the act is `witness`.
    Witnessed(Witnessed),
}

/// A power of attorney.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mandate {
    /// Who gave it, as the contract names them.
    pub name: String,
    /// Their address, where the contract gives one.
    pub email: Option<Principal>,
    /// The mandate: paths `files/…` and digests, at least one.
    pub evidence: Vec<Subject>,
}

/// A signature made on paper or on another platform.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witnessed {
    /// Who signed, as the contract names them.
    pub name: String,
    /// Their address, where it is known.
    pub email: Option<Principal>,
    /// Legal name of the party they signed for.
    pub party: String,
    /// In which capacity.
    pub capacity: Option<String>,
    /// On paper or elsewhere.
    pub how: Execution,
    /// The signing service, where it was elsewhere and is known.
    pub platform: Option<String>,
    /// The day they signed.
    pub on: NaiveDate,
    /// The scan, or the platform's file: paths `files/…` and digests, at least one.
    pub evidence: Vec<Subject>,
}

impl Instead {
    /// The name of the person whose place is filled.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Mandate(mandate) => &mandate.name,
            Self::Witnessed(witnessed) => &witnessed.name,
        }
    }

    /// Their address, where it is known.
    #[must_use]
    pub fn email(&self) -> Option<&Principal> {
        match self {
            Self::Mandate(mandate) => mandate.email.as_ref(),
            Self::Witnessed(witnessed) => witnessed.email.as_ref(),
        }
    }

    /// What shows it.
    #[must_use]
    pub fn evidence(&self) -> &[Subject] {
        match self {
            Self::Mandate(mandate) => &mandate.evidence,
            Self::Witnessed(witnessed) => &witnessed.evidence,
        }
    }

    /// The signature witnessed, if it is one.
    #[must_use]
    pub const fn witnessed(&self) -> Option<&Witnessed> {
        match self {
            Self::Witnessed(witnessed) => Some(witnessed),
            Self::Mandate(_) => None,
        }
    }

    /// The mandate, if it is one.
    #[must_use]
    pub const fn mandate(&self) -> Option<&Mandate> {
        match self {
            Self::Mandate(mandate) => Some(mandate),
            Self::Witnessed(_) => None,
        }
    }
}

/// Whether a person with this name and address is the other one: nobody witnesses himself, nor gives himself a mandate.
/// Two addresses tell people of one name apart.
#[must_use]
pub fn is_same_person((name, email): (&str, &Principal), (other, address): (&str, Option<&Principal>)) -> bool {
    match address {
        Some(address) => address == email,
        None => folded(name) == folded(other),
    }
}

/// Case, width, composition and spacing do not tell people apart.
fn folded(name: &str) -> String {
    let plain: String = name.nfkc().collect::<String>().to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads `mandate` and `witnessed` of a predicate.
pub(super) fn read(fields: &Fields<'_>, act: StatementAct) -> Result<Option<Instead>, StatementError> {
    let mandate = fields.get("mandate").map(|_| fields.object("mandate")).transpose()?;
    let witnessed = fields.get("witnessed").map(|_| fields.object("witnessed")).transpose()?;
    match (act, mandate, witnessed) {
        (StatementAct::Witness, None, Some(object)) => Ok(Some(Instead::Witnessed(read_witnessed(&object)?))),
        (StatementAct::Witness, None, None) => Err(StatementError::Missing { path: fields.at("witnessed") }),
        (StatementAct::Sign, Some(object), None) => Ok(Some(Instead::Mandate(read_mandate(&object)?))),
        (_, None, None) => Ok(None),
        (_, _, Some(_)) => Err(wrong(fields, "witnessed", "only a `witness` witnesses")),
        (_, Some(_), _) => Err(wrong(fields, "mandate", "only who signs acts under a mandate")),
    }
}

/// What the whole statement must hold to: nobody stands in for himself, and nobody witnesses what is still to come.
pub(super) fn consistent(statement: &Statement) -> Result<(), StatementError> {
    let Some(instead) = &statement.instead else { return Ok(()) };
    let refuse = |path: &str, message: &str| {
        Err(StatementError::Value { path: format!("predicate.{path}"), message: message.to_owned() })
    };
    let signer = (statement.signer.name.as_str(), &statement.signer.email);
    let same = is_same_person(signer, (instead.name(), instead.email()));
    // Another zone's day may have begun already.
    let latest = statement.claimed.checked_add_signed(TimeDelta::days(1)).unwrap_or(statement.claimed).date_naive();
    match instead {
        Instead::Mandate(_) if same => refuse("mandate.name", "nobody gives a mandate to himself"),
        Instead::Witnessed(_) if same => refuse("witnessed.name", "nobody witnesses his own signature"),
        Instead::Witnessed(witnessed) if witnessed.on > latest => {
            refuse("witnessed.on", "is later than the statement itself")
        }
        _ => Ok(()),
    }
}

fn read_mandate(fields: &Fields<'_>) -> Result<Mandate, StatementError> {
    let mandate = Mandate {
        name: fields.words("name", LONGEST_NAME)?,
        email: fields.optional("email")?,
        evidence: evidence(fields)?,
    };
    fields.finish()?;
    Ok(mandate)
}

fn read_witnessed(fields: &Fields<'_>) -> Result<Witnessed, StatementError> {
    let how = match fields.text("how")? {
        "paper" => Execution::Paper,
        "external" => Execution::External,
        _ => return Err(wrong(fields, "how", "expected `paper` or `external`")),
    };
    let platform = fields.optional_words("platform", LONGEST_NAME)?;
    if platform.is_some() && how == Execution::Paper {
        return Err(wrong(fields, "platform", "paper has no platform"));
    }
    let witnessed = Witnessed {
        name: fields.words("name", LONGEST_NAME)?,
        email: fields.optional("email")?,
        party: fields.words("party", LONGEST_NAME)?,
        capacity: fields.optional_words("capacity", LONGEST_NAME)?,
        how,
        platform,
        on: day(fields)?,
        evidence: evidence(fields)?,
    };
    fields.finish()?;
    Ok(witnessed)
}

fn day(fields: &Fields<'_>) -> Result<NaiveDate, StatementError> {
    let text = fields.text("on")?;
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    day.filter(|day| text.len() == 10 && day.to_string() == text)
        .ok_or_else(|| wrong(fields, "on", "expected a date such as `2026-11-24`"))
}

fn evidence(fields: &Fields<'_>) -> Result<Vec<Subject>, StatementError> {
    let path = fields.at("evidence");
    let list = as_list(fields.need("evidence")?, &path)?;
    if list.is_empty() || list.len() > MOST_EVIDENCE {
        return Err(wrong(fields, "evidence", "expected at least one file, and no more than a hundred"));
    }
    let mut files = Vec::with_capacity(list.len());
    for (place, item) in list.iter().enumerate() {
        let item = Fields::of(item, &format!("{path}[{place}]"))?;
        let name = item.text("name")?;
        if !name.strip_prefix("files/").is_some_and(is_tree_path) {
            return Err(wrong(&item, "name", "expected a path below `files/`"));
        }
        let digest = item.object("digest")?;
        let sha256 = bare_digest(&digest, "sha256")?;
        digest.finish()?;
        item.finish()?;
        files.push(Subject { name: name.to_owned(), digest: sha256 });
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    if is_ascending(&names) { Ok(files) } else { Err(unsorted(&path)) }
}

/// `mandate` as written; the fields stand in alphabetical order.
#[derive(Serialize)]
pub(super) struct MandateEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    evidence: Vec<SubjectEntry<'a>>,
    name: &'a str,
}

/// `witnessed` as written; the fields stand in alphabetical order.
#[derive(Serialize)]
pub(super) struct WitnessedEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    evidence: Vec<SubjectEntry<'a>>,
    how: &'static str,
    name: &'a str,
    on: String,
    party: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<&'a str>,
}

/// The mandate to write, if there is one.
pub(super) fn mandate_entry(statement: &Statement) -> Option<MandateEntry<'_>> {
    let mandate = statement.instead.as_ref()?.mandate()?;
    Some(MandateEntry {
        email: mandate.email.as_ref().map(Principal::as_str),
        evidence: subjects(&mandate.evidence),
        name: &mandate.name,
    })
}

/// The signature witnessed, to write, if there is one.
pub(super) fn witnessed_entry(statement: &Statement) -> Option<WitnessedEntry<'_>> {
    let witnessed = statement.instead.as_ref()?.witnessed()?;
    Some(WitnessedEntry {
        capacity: witnessed.capacity.as_deref(),
        email: witnessed.email.as_ref().map(Principal::as_str),
        evidence: subjects(&witnessed.evidence),
        how: witnessed.how.word(),
        name: &witnessed.name,
        on: witnessed.on.to_string(),
        party: &witnessed.party,
        platform: witnessed.platform.as_deref(),
    })
}

#[cfg(test)]
#[path = "instead_tests.rs"]
mod tests;
