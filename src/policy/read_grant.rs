//! From `[[team]]` and `[[grant]]` tables to teams and grants.

use toml_edit::Table;

use super::fields::Fields;
use super::grant::{Grant, Grantee, Team, Whose};
use super::problem::{PolicyProblem, nearest};
use super::read;
use super::right::Right;
use super::thing::Thing;

/// A team, and the line of its name.
pub(super) fn team(source: &str, table: &Table) -> Result<(Team, usize), PolicyProblem> {
    let fields = Fields::new(source, table, "team.");
    let team = Team { name: fields.text("name")?, members: fields.texts("members")? };
    fields.finish()?;
    if !read::is_folder(&team.name) {
        let expected = "expected lower-case ASCII letters, digits, `-` and `_`, beginning with a letter or digit";
        return Err(fields.wrong("name", expected));
    }
    Ok((team, fields.line("name")))
}

/// A grant, and the line that says to whom.
pub(super) fn grant(source: &str, table: &Table) -> Result<(Grant, usize), PolicyProblem> {
    let fields = Fields::new(source, table, "grant.");
    let grant = Grant {
        to: Grantee::of_word(&fields.text("to")?),
        roles: fields
            .optional_texts("roles")?
            .iter()
            .map(|word| read::role(&fields, word))
            .collect::<Result<_, _>>()?,
        rights: fields.optional_texts("rights")?.iter().map(|word| right(&fields, word)).collect::<Result<_, _>>()?,
        workspaces: fields.texts("workspaces")?,
        kinds: fields.optional_texts("kinds")?.iter().map(|word| kind(&fields, word)).collect::<Result<_, _>>()?,
        whose: whose(&fields)?,
    };
    fields.finish()?;
    if grant.roles.is_empty() && grant.rights.is_empty() {
        return Err(fields.wrong("to", "nothing is given: name `roles` or `rights`"));
    }
    if grant.workspaces.is_empty() {
        return Err(fields.wrong("workspaces", "names no workspace; `*` means all"));
    }
    if let Some(why) = means_nothing(&grant) {
        return Err(fields.wrong("kinds", &why));
    }
    Ok((grant, fields.line("to")))
}

/// Why part of a grant could never count.
pub(super) fn means_nothing(grant: &Grant) -> Option<String> {
    let kinds: &[Thing] = if grant.kinds.is_empty() { &Thing::ALL } else { &grant.kinds };
    if let Some(right) = grant.rights.iter().find(|right| !kinds.iter().any(|kind| right.is_about(*kind))) {
        return Some(format!("`{}` is nothing one does to a {}", right.word(), kinds.first()?.word()));
    }
    let gives = |kind: Thing| {
        let by_role = |right: Right| grant.roles.iter().any(|role| role.has(right, kind));
        Right::ALL.into_iter().any(|right| by_role(right) || (grant.rights.contains(&right) && right.is_about(kind)))
    };
    if let Some(kind) = grant.kinds.iter().find(|kind| !gives(**kind)) {
        return Some(format!("gives nothing about a {}", kind.word()));
    }
    (grant.whose == Whose::Own && !kinds.contains(&Thing::Contract))
        .then(|| "only contracts have an owner, and `whose = \"own\"` is about them".to_owned())
}

fn right(fields: &Fields<'_>, word: &str) -> Result<Right, PolicyProblem> {
    Right::of_word(word).ok_or_else(|| PolicyProblem {
        nearest: nearest(word, Right::ALL.map(Right::word)),
        ..fields.wrong("rights", &format!("unknown right `{word}`"))
    })
}

fn kind(fields: &Fields<'_>, word: &str) -> Result<Thing, PolicyProblem> {
    Thing::of_word(word).ok_or_else(|| PolicyProblem {
        nearest: nearest(word, Thing::ALL.map(Thing::word)),
        ..fields.wrong("kinds", &format!("unknown kind `{word}`"))
    })
}

fn whose(fields: &Fields<'_>) -> Result<Whose, PolicyProblem> {
    match fields.optional_text("whose")?.as_deref() {
        None | Some("all") => Ok(Whose::All),
        Some("own") => Ok(Whose::Own),
        Some(other) => Err(PolicyProblem {
            nearest: nearest(other, ["all", "own"]),
            ..fields.wrong("whose", "expected `own` or `all`")
        }),
    }
}
