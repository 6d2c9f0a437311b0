//! Edits of the policy's text that keep comments, order and line ends. Each raises `version` by one, and the result is
//! read back before it is returned, so that an edit can never write what would be refused.

mod grants;

pub use grants::{add_grant, add_team, following, forget_member, remove_team, replace_grants, set_owners, set_team};

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use toml_edit::{Array, ArrayOfTables, Date, Datetime, DocumentMut, Item, Offset, Table, Time, Value, value};

use super::member::{Member, MemberKey, Role, Workspace};
use super::problem::{PolicyProblem, nearest};
use super::{FORMAT, PlainEdits, Policy};
use crate::signature::key::PublicKey;

/// Why an edit was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text before or after the edit is no policy.
    #[error(transparent)]
    Problem(#[from] PolicyProblem),
    /// Nobody has this address.
    #[error("there is no member `{email}`")]
    NoSuchMember {
        /// What was asked for.
        email: String,
        /// The nearest address there is.
        nearest: Option<String>,
    },
    /// No team is called so.
    #[error("there is no team `{name}`")]
    NoSuchTeam {
        /// What was asked for.
        name: String,
        /// The nearest name there is.
        nearest: Option<String>,
    },
    /// Nobody holds this key.
    #[error("no member holds the key {0}")]
    NoSuchKey(String),
    /// A key's end can be moved earlier, never later.
    #[error("the key {0} has an earlier end already")]
    EndsEarlier(String),
    /// The count of versions is at its end.
    #[error("the policy's version cannot be counted up any further")]
    VersionsExhausted,
}

/// The text of a new policy, version 1.
///
/// # Errors
/// When the members and workspaces do not make a policy, for want of an owner with a key for instance.
pub fn create(plain_edits: PlainEdits, workspaces: &[Workspace], members: &[Member]) -> Result<String, EditError> {
    let mut document = DocumentMut::new();
    let format = i64::try_from(FORMAT).map_err(|_| EditError::VersionsExhausted)?;
    document.insert("format", value(format));
    document.insert("version", value(1_i64));
    document.insert("plain_edits", value(plain_edits.word()));
    for workspace in workspaces {
        push(document.as_table_mut(), "workspace", workspace_table(workspace));
    }
    for member in members {
        push(document.as_table_mut(), "member", member_table(member));
    }
    let text = document.to_string();
    Policy::parse(&text)?;
    Ok(text)
}

/// Adds a workspace.
///
/// # Errors
/// When the result is no policy.
pub fn add_workspace(text: &str, workspace: &Workspace) -> Result<String, EditError> {
    edit(text, |_, top| {
        push(top, "workspace", workspace_table(workspace));
        Ok(())
    })
}

/// Adds a member with all their keys.
///
/// # Errors
/// When the result is no policy: the address or a key is there already, a workspace is not.
pub fn add_member(text: &str, member: &Member) -> Result<String, EditError> {
    edit(text, |_, top| {
        push(top, "member", member_table(member));
        Ok(())
    })
}

/// Adds a key to a member.
///
/// # Errors
/// When there is no such member or the key is listed already.
pub fn add_key(text: &str, email: &str, key: &MemberKey) -> Result<String, EditError> {
    edit_member(text, email, |table| push(table, "key", key_table(key)))
}

/// Gives a key an end, or an earlier one; it stays listed.
///
/// # Errors
/// When nobody holds the key, or it ends earlier already.
pub fn end_key(text: &str, key: &PublicKey, until: DateTime<Utc>, reason: &str) -> Result<String, EditError> {
    ended(text, key, until, (reason, false))
}

/// As [`end_key`], for a key that may be in other hands since then.
///
/// # Errors
/// As [`end_key`].
pub fn revoke_key(text: &str, key: &PublicKey, since: DateTime<Utc>, reason: &str) -> Result<String, EditError> {
    ended(text, key, since, (reason, true))
}

fn ended(
    text: &str,
    key: &PublicKey,
    until: DateTime<Utc>,
    (reason, revoked): (&str, bool),
) -> Result<String, EditError> {
    edit(text, |policy, top| {
        let missing = || EditError::NoSuchKey(key.fingerprint());
        let (member, held) = policy.holder(key).ok_or_else(missing)?;
        if held.until.is_some_and(|end| end < until) {
            return Err(EditError::EndsEarlier(key.fingerprint()));
        }
        let place = member.keys.iter().position(|held| held.public == *key).ok_or_else(missing)?;
        let keys = member_mut(policy, top, member.email.as_str())?.get_mut("key");
        let table = keys.and_then(Item::as_array_of_tables_mut).and_then(|keys| keys.get_mut(place));
        let table = table.ok_or_else(missing)?;
        set(table, "until", moment(until));
        set(table, "reason", Value::from(reason));
        if revoked {
            set(table, "revoked", Value::from(true));
        }
        Ok(())
    })
}

/// Calls a member by another name.
///
/// # Errors
/// When there is no such member, or the name is not one line of text.
pub fn set_name(text: &str, email: &str, name: &str) -> Result<String, EditError> {
    edit_member(text, email, |table| set(table, "name", Value::from(name)))
}

/// Gives a member other roles; none for one who leaves.
///
/// # Errors
/// When there is no such member, or no owner would be left.
pub fn set_roles(text: &str, email: &str, roles: &[Role]) -> Result<String, EditError> {
    edit_member(text, email, |table| set(table, "roles", list(roles.iter().map(|role| role.word()))))
}

/// Lets a member work in other workspaces.
///
/// # Errors
/// When there is no such member or workspace, or no owner would be left.
pub fn set_workspaces(text: &str, email: &str, workspaces: &[String]) -> Result<String, EditError> {
    edit_member(text, email, |table| set(table, "workspaces", list(workspaces.iter().map(String::as_str))))
}

/// Lets a member sign for other parties.
///
/// # Errors
/// When there is no such member, or a party's name has a `*`.
pub fn set_signs_for(text: &str, email: &str, parties: &[String]) -> Result<String, EditError> {
    edit_member(text, email, |table| set(table, "signs_for", list(parties.iter().map(String::as_str))))
}

/// The policy `old` once more, as the version after `present`: a version is never used twice.
///
/// # Errors
/// When either text is no policy.
pub fn again(old: &str, present: &str) -> Result<String, EditError> {
    let present = Policy::parse(present)?.version();
    edit_after(old, present, |_, _| Ok(()))
}

/// Says what becomes of unsigned commits on drafts.
///
/// # Errors
/// When the text is no policy.
pub fn set_plain_edits(text: &str, plain_edits: PlainEdits) -> Result<String, EditError> {
    edit(text, |_, top| {
        set(top, "plain_edits", Value::from(plain_edits.word()));
        Ok(())
    })
}

fn edit_member(text: &str, email: &str, change: impl FnOnce(&mut Table)) -> Result<String, EditError> {
    edit(text, |policy, top| {
        change(member_mut(policy, top, email)?);
        Ok(())
    })
}

/// Reads, changes, counts up, restores the line ends, and reads again.
fn edit(text: &str, change: impl FnOnce(&Policy, &mut Table) -> Result<(), EditError>) -> Result<String, EditError> {
    edit_after(text, 0, change)
}

/// As [`edit`]; the result is a later version than `last` as well.
fn edit_after(
    text: &str,
    last: u64,
    change: impl FnOnce(&Policy, &mut Table) -> Result<(), EditError>,
) -> Result<String, EditError> {
    edit_raw(text, |policy, top| {
        change(policy, top)?;
        let next = policy.version().max(last).checked_add(1).and_then(|next| i64::try_from(next).ok());
        set(top, "version", Value::from(next.ok_or(EditError::VersionsExhausted)?));
        Ok(())
    })
}

/// Reads, changes, restores the line ends, and reads again.
fn edit_raw(
    text: &str,
    change: impl FnOnce(&Policy, &mut Table) -> Result<(), EditError>,
) -> Result<String, EditError> {
    let policy = Policy::parse(text)?;
    let mut document: DocumentMut = text.parse().map_err(|_| EditError::Problem(unreadable()))?;
    change(&policy, document.as_table_mut())?;
    let mut edited = document.to_string();
    // toml_edit writes LF; a file that came with CR LF keeps it.
    if text.contains("\r\n") {
        edited = edited.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    Policy::parse(&edited)?;
    Ok(edited)
}

fn unreadable() -> PolicyProblem {
    super::fields::problem(1, "not TOML".to_owned())
}

/// The table of a member: the policy keeps the file's order.
fn member_mut<'a>(policy: &Policy, top: &'a mut Table, email: &str) -> Result<&'a mut Table, EditError> {
    let place = policy.members().iter().position(|member| member.email.as_str() == email);
    let missing = || EditError::NoSuchMember {
        email: email.to_owned(),
        nearest: nearest(email, policy.members().iter().map(|member| member.email.as_str())),
    };
    let place = place.ok_or_else(missing)?;
    let members = top.get_mut("member").and_then(Item::as_array_of_tables_mut);
    members.and_then(|members| members.get_mut(place)).ok_or_else(missing)
}

/// Sets a value and keeps the spacing and comment of the one before.
fn set(table: &mut Table, key: &str, mut new: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => {
            table.insert(key, Item::Value(new));
        }
    }
}

/// Appends a `[[key]]` table.
fn push(table: &mut Table, key: &str, new: Table) {
    let item = table.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(tables) = item.as_array_of_tables_mut() {
        tables.push(new);
    }
}

fn new_table() -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    table
}

fn workspace_table(workspace: &Workspace) -> Table {
    let mut table = new_table();
    table.insert("name", value(&workspace.name));
    if let Some(title) = &workspace.title {
        table.insert("title", value(title));
    }
    table
}

fn member_table(member: &Member) -> Table {
    let mut table = new_table();
    table.insert("name", value(&member.name));
    table.insert("email", value(member.email.as_str()));
    table.insert("roles", value(list(member.roles.iter().map(|role| role.word()))));
    table.insert("workspaces", value(list(member.workspaces.iter().map(String::as_str))));
    table.insert("signs_for", value(list(member.signs_for.iter().map(String::as_str))));
    for key in &member.keys {
        push(&mut table, "key", key_table(key));
    }
    table
}

fn key_table(key: &MemberKey) -> Table {
    let mut table = new_table();
    table.insert("public", value(key.public.to_string()));
    table.insert("from", value(moment(key.from)));
    if let Some(until) = key.until {
        table.insert("until", value(moment(until)));
    }
    if let Some(reason) = &key.reason {
        table.insert("reason", value(reason));
    }
    if key.revoked {
        table.insert("revoked", value(true));
    }
    table
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> Value {
    Value::Array(words.collect::<Array>())
}

/// A moment in whole seconds. A year TOML cannot say becomes one that reading back refuses.
fn moment(at: DateTime<Utc>) -> Value {
    let narrow = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    let date =
        Date { year: u16::try_from(at.year()).unwrap_or(u16::MAX), month: narrow(at.month()), day: narrow(at.day()) };
    let time = Time {
        hour: narrow(at.hour()),
        minute: narrow(at.minute()),
        second: Some(narrow(at.second())),
        nanosecond: None,
    };
    Value::from(Datetime { date: Some(date), time: Some(time), offset: Some(Offset::Z) })
}
