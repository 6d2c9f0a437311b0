//! What must hold between the parts of a policy.

use std::collections::BTreeMap;

use super::Policy;
use super::fields::problem;
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
    if policy.members.iter().any(|member| member.is_owner() && !member.keys.is_empty()) {
        return Ok(());
    }
    Err(problem(
        1,
        "nobody with a key is `owner` with `workspaces = [\"*\"]`; nobody could change the policy".to_owned(),
    ))
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
    if named.iter().any(|name| name == "*") {
        let alone = named.len() == 1;
        let message = "`member.workspaces`: `*` stands alone, it means all".to_owned();
        return if alone { Ok(()) } else { Err(problem(lines.workspaces, message)) };
    }
    let known = || policy.workspaces.iter().map(|workspace| workspace.name.as_str());
    match named.iter().find(|name| !known().any(|known| known == name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let message = format!("`member.workspaces`: there is no workspace `{name}`");
            Err(PolicyProblem { nearest: nearest(name, known()), ..problem(lines.workspaces, message) })
        }
    }
}
