//! What a new policy would change, in sentences that people decide on.

use super::grant::{Grant, places};
use super::member::{Member, MemberKey};
use super::{PlainEdits, Policy, approval};

/// What differs, in the order of the file; empty when only words and order do.
#[must_use]
pub fn sentences(old: &Policy, new: &Policy) -> Vec<String> {
    let mut said = Vec::new();
    if old.owners() != new.owners() {
        said.push(format!(
            "a change of the policy takes {} in place of {}",
            people(new.owners()),
            people(old.owners())
        ));
    }
    if old.plain_edits() != new.plain_edits() {
        said.push(format!(
            "unsigned commits on drafts: {}",
            if new.plain_edits() == PlainEdits::Warn { "taken, with a warning" } else { "refused" }
        ));
    }
    for workspace in new.workspaces().iter().filter(|one| !old.workspaces().contains(one)) {
        said.push(format!("workspace `{}`: new, or with another title", workspace.name));
    }
    for workspace in old.workspaces().iter().filter(|one| !new.workspaces().iter().any(|new| new.name == one.name)) {
        said.push(format!("workspace `{}`: gone", workspace.name));
    }
    for member in new.members() {
        match old.member(member.email.as_str()) {
            None => said.push(format!("member {}: new, {}", member.email, standing(member))),
            Some(before) => changes(before, member, &mut said),
        }
    }
    for member in old.members().iter().filter(|one| new.member(one.email.as_str()).is_none()) {
        said.push(format!("member {}: gone, with their keys", member.email));
    }
    teams(old, new, &mut said);
    grants(old, new, &mut said);
    if approval::anywhere(&old.approvals) != approval::anywhere(&new.approvals) {
        said.push("who has to approve what: other `[[approval]]` rules; compare the two files".to_owned());
    }
    if untold(old) != untold(new) {
        said.push("and something that is not told here: compare the two files before you agree".to_owned());
    }
    said
}

/// A policy without what the sentences above tell, so that nothing new slips past who decides on them.
fn untold(policy: &Policy) -> Policy {
    let mut rest = policy.clone();
    let empty = Policy::empty();
    (rest.version, rest.owners, rest.previous, rest.plain_edits) = (1, 1, None, empty.plain_edits);
    (rest.workspaces, rest.members, rest.teams, rest.grants) =
        (empty.workspaces, empty.members, empty.teams, empty.grants);
    (rest.approvals, rest.lines) = (empty.approvals, empty.lines);
    rest
}

fn people(owners: u64) -> String {
    if owners == 1 { "one owner".to_owned() } else { format!("{owners} owners") }
}

fn standing(member: &Member) -> String {
    let roles: Vec<&str> = member.roles.iter().map(|role| role.word()).collect();
    let roles = if roles.is_empty() { "no role".to_owned() } else { roles.join(", ") };
    let signs = if member.signs_for.is_empty() {
        String::new()
    } else {
        format!(", signs for {}", member.signs_for.join(", "))
    };
    let keys = member.keys.iter().map(|key| format!(", key {}", key.public.fingerprint())).collect::<String>();
    format!("{roles} in {}{signs}{keys}", places(&member.workspaces))
}

fn changes(before: &Member, after: &Member, said: &mut Vec<String>) {
    let who = &after.email;
    if before.name != after.name {
        said.push(format!("member {who}: called {}", after.name));
    }
    let strip = |member: &Member| standing(&Member { keys: Vec::new(), ..member.clone() });
    if strip(before) != strip(after) {
        said.push(format!("member {who}: {} in place of {}", strip(after), strip(before)));
    }
    let held = |member: &Member, key: &MemberKey| member.keys.iter().find(|held| held.public == key.public).cloned();
    for key in &after.keys {
        let print = key.public.fingerprint();
        match held(before, key) {
            None => said.push(format!("member {who}: new key {print}")),
            Some(old) if old != *key => said.push(format!("member {who}: key {print} {}", end(key))),
            Some(_) => {}
        }
    }
    for key in before.keys.iter().filter(|key| held(after, key).is_none()) {
        said.push(format!("member {who}: key {} not listed any more", key.public.fingerprint()));
    }
}

fn end(key: &MemberKey) -> String {
    let how = if key.revoked { "revoked since" } else { "good until" };
    key.until.map_or_else(|| "has no end".to_owned(), |until| format!("{how} {}", until.format("%Y-%m-%dT%H:%M:%SZ")))
}

fn teams(old: &Policy, new: &Policy, said: &mut Vec<String>) {
    for team in new.teams().iter().filter(|team| !old.teams().contains(team)) {
        said.push(format!("team `{}`: {}", team.name, team.members.join(", ")));
    }
    for team in old.teams().iter().filter(|team| !new.teams().iter().any(|new| new.name == team.name)) {
        said.push(format!("team `{}`: gone", team.name));
    }
}

fn grants(old: &Policy, new: &Policy, said: &mut Vec<String>) {
    let told = |grant: &Grant| format!("{}: {grant}", grant.to);
    said.extend(
        old.grants().iter().filter(|grant| !new.grants().contains(grant)).map(|g| format!("taken from {}", told(g))),
    );
    said.extend(
        new.grants().iter().filter(|grant| !old.grants().contains(grant)).map(|g| format!("given to {}", told(g))),
    );
}
