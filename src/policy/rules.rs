//! What must hold between the parts of a policy.

use std::collections::BTreeMap;

use super::Policy;
use super::fields::problem;
use super::grant::Grantee;
use super::problem::{PolicyProblem, nearest};
use super::read::{Lines, MemberLines};

/// Workspaces, addresses and keys stand once each; members work where there is a workspace; somebody owns everything.
pub(super) fn check(policy: &Policy, lines: &Lines) -> Result<(), PolicyProblem> {
    let names = policy.workspaces.iter().map(|workspace| workspace.name.as_str());
    once(names.zip(lines.workspaces.iter().copied()), "workspace")?;
    let addresses = policy.members.iter().map(|member| member.email.as_str());
    once(addresses.zip(lines.members.iter().map(|lines| lines.email)), "address")?;
    keys_once(policy, lines)?;
    for (member, lines) in policy.members.iter().zip(&lines.members) {
        workspaces_exist(policy, &member.workspaces, lines)?;
    }
    let teams = policy.teams.iter().map(|team| team.name.as_str());
    once(teams.zip(lines.teams.iter().copied()), "team")?;
    for (team, line) in policy.teams.iter().zip(&lines.teams) {
        for email in &team.members {
            member_exists(policy, email, (*line, "team.members"))?;
        }
    }
    for (grant, line) in policy.grants.iter().zip(&lines.grants) {
        grantee_exists(policy, &grant.to, *line)?;
        places_exist(policy, &grant.workspaces, (*line, "grant.workspaces"))?;
        if grant.administers() && grant.workspaces.iter().any(|name| name == "*") {
            let message = "who may change all of the policy is `owner` in their own `[[member]]`, not by a grant";
            return Err(problem(*line, message.to_owned()));
        }
    }
    owners(policy, lines)
}

fn owners(policy: &Policy, lines: &Lines) -> Result<(), PolicyProblem> {
    let able = policy.members.iter().filter(|member| member.is_owner() && !member.keys.is_empty()).count();
    if able == 0 {
        let message = "nobody with a key is `owner` with `workspaces = [\"*\"]`; nobody could change the policy";
        return Err(problem(1, message.to_owned()));
    }
    if u64::try_from(able).unwrap_or(u64::MAX) < policy.owners {
        let (asked, has) =
            (policy.owners, if able == 1 { "there is one".to_owned() } else { format!("there are {able}") });
        let message = format!("`owners`: a change takes {asked} owners with a key, and {has}; nobody could change it");
        return Err(problem(lines.owners, message));
    }
    Ok(())
}

fn member_exists(policy: &Policy, email: &str, (line, place): (usize, &str)) -> Result<(), PolicyProblem> {
    if policy.member(email).is_some() {
        return Ok(());
    }
    let near = nearest(email, policy.members.iter().map(|member| member.email.as_str()));
    Err(PolicyProblem { nearest: near, ..problem(line, format!("`{place}`: there is no member `{email}`")) })
}

fn grantee_exists(policy: &Policy, to: &Grantee, line: usize) -> Result<(), PolicyProblem> {
    match to {
        Grantee::Member(email) => member_exists(policy, email, (line, "grant.to")),
        Grantee::Team(name) if policy.teams.iter().any(|team| team.name == *name) => Ok(()),
        Grantee::Team(name) => {
            let near = nearest(name, policy.teams.iter().map(|team| team.name.as_str()));
            Err(PolicyProblem { nearest: near, ..problem(line, format!("`grant.to`: there is no team `{name}`")) })
        }
    }
}

fn once<'a>(words: impl Iterator<Item = (&'a str, usize)>, what: &str) -> Result<(), PolicyProblem> {
    let mut seen = BTreeMap::new();
    for (word, line) in words {
        if let Some(first) = seen.insert(word, line) {
            return Err(problem(line, format!("the {what} `{word}` stands there twice, first on line {first}")));
        }
    }
    Ok(())
}

fn keys_once(policy: &Policy, lines: &Lines) -> Result<(), PolicyProblem> {
    let mut seen = BTreeMap::new();
    for (member, lines) in policy.members.iter().zip(&lines.members) {
        for (key, line) in member.keys.iter().zip(&lines.keys) {
            if let Some(holder) = seen.insert(*key.public.raw(), &member.email) {
                let print = key.public.fingerprint();
                return Err(problem(*line, format!("the key {print} is listed twice, first for `{holder}`")));
            }
        }
    }
    Ok(())
}

fn workspaces_exist(policy: &Policy, named: &[String], lines: &MemberLines) -> Result<(), PolicyProblem> {
    places_exist(policy, named, (lines.workspaces, "member.workspaces"))
}

fn places_exist(policy: &Policy, named: &[String], (line, place): (usize, &str)) -> Result<(), PolicyProblem> {
    if named.iter().any(|name| name == "*") {
        let alone = named.len() == 1;
        let message = format!("`{place}`: `*` stands alone, it means all");
        return if alone { Ok(()) } else { Err(problem(line, message)) };
    }
    let known = || policy.workspaces.iter().map(|workspace| workspace.name.as_str());
    match named.iter().find(|name| !known().any(|known| known == name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let message = format!("`{place}`: there is no workspace `{name}`");
            Err(PolicyProblem { nearest: nearest(name, known()), ..problem(line, message) })
        }
    }
}
