//! Edits of teams, grants and of how many owners a change takes.

use toml_edit::{ArrayOfTables, Item, Table, Value, value};

use super::super::Policy;
use super::super::grant::{Grant, Team, Whose};
use super::super::problem::nearest;
use super::{EditError, edit, list, new_table, push, set};
use crate::contract::digest::Digest;

/// Adds a team.
///
/// # Errors
/// When the result is no policy.
pub fn add_team(text: &str, team: &Team) -> Result<String, EditError> {
    edit(text, |_, top| {
        let mut table = new_table();
        table.insert("name", value(&team.name));
        table.insert("members", value(list(team.members.iter().map(String::as_str))));
        push(top, "team", table);
        Ok(())
    })
}

/// Gives a team other members.
///
/// # Errors
/// When there is no such team or member.
pub fn set_team(text: &str, name: &str, members: &[String]) -> Result<String, EditError> {
    edit(text, |policy, top| {
        let place = team_place(policy, name)?;
        let missing = || EditError::NoSuchTeam { name: name.to_owned(), nearest: None };
        let table = tables(top, "team").and_then(|teams| teams.get_mut(place)).ok_or_else(missing)?;
        set(table, "members", list(members.iter().map(String::as_str)));
        Ok(())
    })
}

/// Takes a team away, with what was granted to it.
///
/// # Errors
/// When there is no such team.
pub fn remove_team(text: &str, name: &str) -> Result<String, EditError> {
    edit(text, |policy, top| {
        let place = team_place(policy, name)?;
        remove(top, "team", &[place]);
        let to = |grant: &Grant| matches!(&grant.to, super::super::Grantee::Team(team) if team == name);
        remove(top, "grant", &places(policy, to));
        Ok(())
    })
}

/// Adds a grant.
///
/// # Errors
/// When the result is no policy.
pub fn add_grant(text: &str, grant: &Grant) -> Result<String, EditError> {
    edit(text, |_, top| {
        push(top, "grant", grant_table(grant));
        Ok(())
    })
}

/// Takes grants away by their places among all, and puts what is left of them in their stead.
///
/// # Errors
/// When the result is no policy.
pub fn replace_grants(text: &str, gone: &[usize], left: &[Grant]) -> Result<String, EditError> {
    edit(text, |_, top| {
        remove(top, "grant", gone);
        left.iter().for_each(|grant| push(top, "grant", grant_table(grant)));
        Ok(())
    })
}

/// Takes a member out of every team, and away what was granted to them alone.
///
/// # Errors
/// When the text is no policy.
pub fn forget_member(text: &str, email: &str) -> Result<String, EditError> {
    edit(text, |policy, top| {
        for (place, team) in policy.teams().iter().enumerate() {
            let left: Vec<&str> = team.members.iter().map(String::as_str).filter(|member| *member != email).collect();
            let table = tables(top, "team").and_then(|teams| teams.get_mut(place));
            if let Some(table) = table.filter(|_| left.len() < team.members.len()) {
                set(table, "members", list(left.into_iter()));
            }
        }
        let to = |grant: &Grant| matches!(&grant.to, super::super::Grantee::Member(to) if to == email);
        remove(top, "grant", &places(policy, to));
        Ok(())
    })
}

/// Says how many owners a change of the policy takes.
///
/// # Errors
/// When there are not so many.
pub fn set_owners(text: &str, owners: u64) -> Result<String, EditError> {
    let owners = i64::try_from(owners).map_err(|_| EditError::VersionsExhausted)?;
    edit(text, |_, top| {
        set(top, "owners", Value::from(owners));
        Ok(())
    })
}

/// The text as the version after `present`, made from it; `named` says that in the file, where several owners decide.
///
/// # Errors
/// When either is no policy.
pub fn following(text: &str, present: &str, named: bool) -> Result<String, EditError> {
    let before = Policy::parse(present)?;
    let next = before.version().checked_add(1).and_then(|next| i64::try_from(next).ok());
    let next = next.ok_or(EditError::VersionsExhausted)?;
    super::edit_raw(text, |_, top| {
        set(top, "version", Value::from(next));
        if named || top.contains_key("previous") {
            set(top, "previous", Value::from(Digest::of(present.as_bytes()).to_string()));
        }
        Ok(())
    })
}

fn team_place(policy: &Policy, name: &str) -> Result<usize, EditError> {
    policy.teams().iter().position(|team| team.name == name).ok_or_else(|| EditError::NoSuchTeam {
        name: name.to_owned(),
        nearest: nearest(name, policy.teams().iter().map(|team| team.name.as_str())),
    })
}

fn places(policy: &Policy, wanted: impl Fn(&Grant) -> bool) -> Vec<usize> {
    policy.grants().iter().enumerate().filter(|(_, grant)| wanted(grant)).map(|(place, _)| place).collect()
}

fn tables<'a>(top: &'a mut Table, key: &str) -> Option<&'a mut ArrayOfTables> {
    top.get_mut(key).and_then(Item::as_array_of_tables_mut)
}

/// Removes tables by their places; a list that is empty then goes as a whole.
fn remove(top: &mut Table, key: &str, gone: &[usize]) {
    let Some(all) = tables(top, key) else { return };
    let mut gone = gone.to_vec();
    gone.sort_unstable();
    gone.dedup();
    for place in gone.into_iter().rev().filter(|place| *place < all.len()).collect::<Vec<_>>() {
        all.remove(place);
    }
    if all.is_empty() {
        top.remove(key);
    }
}

fn grant_table(grant: &Grant) -> Table {
    let mut table = new_table();
    table.insert("to", value(grant.to.to_string()));
    let mut texts = |key: &str, words: Vec<&str>| {
        if !words.is_empty() {
            table.insert(key, value(list(words.into_iter())));
        }
    };
    texts("roles", grant.roles.iter().map(|role| role.word()).collect());
    texts("rights", grant.rights.iter().map(|right| right.word()).collect());
    texts("workspaces", grant.workspaces.iter().map(String::as_str).collect());
    texts("kinds", grant.kinds.iter().map(|kind| kind.word()).collect());
    if grant.whose == Whose::Own {
        table.insert("whose", value(grant.whose.word()));
    }
    table
}
