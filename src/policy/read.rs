//! From the text of `.clm/policy.toml` to a [`Policy`].

use toml_edit::{Document, Table};

use super::fields::{Fields, line_of, problem};
use super::member::{Member, MemberKey, Role, Workspace};
use super::problem::{PolicyProblem, nearest};
use super::{FORMAT, PlainEdits, Policy, approval, rules};
use crate::signature::text::visible;

/// A policy of a thousand members is a quarter of this.
const LARGEST: usize = 1024 * 1024;

/// Where each part stood, for faults that show only when the parts are compared.
pub(super) struct Lines {
    pub(super) workspaces: Vec<usize>,
    pub(super) members: Vec<MemberLines>,
}

/// The lines of one member: of its address, of its workspaces, and of its keys.
pub(super) struct MemberLines {
    pub(super) email: usize,
    pub(super) workspaces: usize,
    pub(super) keys: Vec<usize>,
}

pub(super) fn policy(source: &str) -> Result<Policy, PolicyProblem> {
    if source.len() > LARGEST {
        return Err(problem(1, format!("the file has {} bytes; at most {LARGEST} are read", source.len())));
    }
    let document = Document::parse(source).map_err(|error| {
        // The message may repeat a key, and a key may hold anything.
        let message = error.message().chars().flat_map(visible).collect();
        problem(line_of(source, error.span()), message)
    })?;
    let top = Fields::new(source, document.as_table(), "");
    if top.count("format")? != FORMAT {
        return Err(top.wrong("format", "this build reads 1"));
    }
    let (version, plain_edits) = (top.count("version")?, plain_edits(&top)?);
    let (workspace_tables, member_tables) = (top.tables("workspace")?, top.tables("member")?);
    let approval_tables = top.tables("approval")?;
    top.finish()?;
    let mut lines = Lines { workspaces: Vec::new(), members: Vec::new() };
    let mut policy =
        Policy { version, plain_edits, workspaces: Vec::new(), members: Vec::new(), approvals: Vec::new() };
    for table in workspace_tables {
        let fields = Fields::new(source, table, "workspace.");
        policy.workspaces.push(workspace(&fields)?);
        lines.workspaces.push(fields.line("name"));
    }
    for table in member_tables {
        let (member, member_lines) = member(source, table)?;
        policy.members.push(member);
        lines.members.push(member_lines);
    }
    for table in approval_tables {
        policy.approvals.push(approval::rule(source, table)?);
    }
    rules::check(&policy, &lines)?;
    approval::check(&policy)?;
    Ok(policy)
}

fn plain_edits(top: &Fields<'_>) -> Result<PlainEdits, PolicyProblem> {
    match top.optional_text("plain_edits")?.as_deref() {
        None => Ok(PlainEdits::default()),
        Some("warn") => Ok(PlainEdits::Warn),
        Some("refuse") => Ok(PlainEdits::Refuse),
        Some(other) => Err(PolicyProblem {
            nearest: nearest(other, ["warn", "refuse"]),
            ..top.wrong("plain_edits", "expected `warn` or `refuse`")
        }),
    }
}

fn workspace(fields: &Fields<'_>) -> Result<Workspace, PolicyProblem> {
    let workspace = Workspace { name: fields.text("name")?, title: fields.optional_text("title")? };
    fields.finish()?;
    if is_folder(&workspace.name) {
        return Ok(workspace);
    }
    Err(fields
        .wrong("name", "expected lower-case ASCII letters, digits, `-` and `_`, beginning with a letter or digit"))
}

fn is_folder(name: &str) -> bool {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.len() <= 60
        && name.as_bytes().first().is_some_and(plain)
        && name.bytes().all(|byte| plain(&byte) || matches!(byte, b'-' | b'_'))
}

fn member(source: &str, table: &Table) -> Result<(Member, MemberLines), PolicyProblem> {
    let fields = Fields::new(source, table, "member.");
    let name = fields.text("name")?;
    let email = fields.text("email")?;
    let email = email
        .parse()
        .map_err(|_| fields.wrong("email", "expected one lower-case ASCII address such as kari@acme.example"))?;
    let roles = fields.texts("roles")?.iter().map(|word| role(&fields, word)).collect::<Result<_, _>>()?;
    let workspaces = fields.texts("workspaces")?;
    let signs_for = fields.optional_texts("signs_for")?;
    if signs_for.iter().any(|party| party.contains('*')) {
        return Err(
            fields.wrong("signs_for", "parties are named one by one, by their legal names; `*` stands for none")
        );
    }
    let key_tables = fields.tables("key")?;
    fields.finish()?;
    let mut lines =
        MemberLines { email: fields.line("email"), workspaces: fields.line("workspaces"), keys: Vec::new() };
    let mut keys = Vec::new();
    for table in key_tables {
        let fields = Fields::new(source, table, "member.key.");
        keys.push(key(&fields)?);
        lines.keys.push(fields.line("public"));
    }
    Ok((Member { name, email, roles, workspaces, signs_for, keys }, lines))
}

fn role(fields: &Fields<'_>, word: &str) -> Result<Role, PolicyProblem> {
    Role::of_word(word).ok_or_else(|| PolicyProblem {
        nearest: nearest(word, Role::ALL.map(Role::word)),
        ..fields.wrong("roles", &format!("unknown role `{word}`"))
    })
}

fn key(fields: &Fields<'_>) -> Result<MemberKey, PolicyProblem> {
    let public = fields.text("public")?.parse().map_err(|error| fields.wrong("public", &format!("{error}")))?;
    let key = MemberKey {
        public,
        from: fields.moment("from")?,
        until: fields.optional_moment("until")?,
        reason: fields.optional_text("reason")?,
    };
    fields.finish()?;
    if key.until.is_some_and(|until| until < key.from) {
        return Err(fields.wrong("until", "lies before `from`"));
    }
    if key.reason.is_some() && key.until.is_none() {
        return Err(fields.wrong("reason", "only a key that ends (`until`) has a reason"));
    }
    Ok(key)
}
