//! `init`: a repository for an organisation's contracts, founded by one signed commit.
//!
//! Everything is checked before anything is made: the answers, the folder, the key. Git is set up before the commit, so
//! that a repository that has its first commit is complete; one that was interrupted before is simply founded again.

mod answers;
mod folder;
pub(in crate::ops) mod settings;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};

pub use answers::{Answers, Question};
pub use folder::must_be_free;

use crate::contract::organisation::{self, Organisation};
use crate::error::{Error, Kind, Result};
use crate::keyring::Signer;
use crate::ops::paper::built_in;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::actor::{self, Actor, Ask, KeyChoice};
use crate::policy::{self, Member, MemberKey, PlainEdits, Policy, Role, Workspace};
use crate::report::act::{ActItem, ActReport};
use crate::signature::principal::Principal;
use crate::store::{Change, Store};

/// The file ssh-keygen and git check signatures with.
pub const ALLOWED_SIGNERS: &str = ".clm/allowed_signers";
/// No tool may rewrite the bytes of a contract.
const ATTRIBUTES: (&str, &str) = (".gitattributes", "* -text\n");

/// What to found, where, by whom.
#[derive(Debug, Clone, Copy)]
pub struct InitRequest<'a> {
    /// The folder; made when it is not there.
    pub folder: &'a Path,
    /// The folder as the person named it, for the commands suggested; none for the present one.
    pub named: Option<&'a str>,
    /// Whose repository it is and who founds it.
    pub answers: Answers<'a>,
    /// The founder's key.
    pub key: KeyChoice<'a>,
    /// The process's clock.
    pub now: DateTime<Utc>,
}

/// A setting of the user's git, as a suggestion.
#[must_use]
pub fn user_setting(name: &str) -> Option<String> {
    Store::user_setting(name).ok().flatten()
}

/// A file of the first commit: path and bytes.
type File = (String, Vec<u8>);

/// Founds a repository.
///
/// # Errors
/// When an answer cannot stand, there is a clm repository or something else in the way, or no key can be used.
pub fn init(request: &InitRequest<'_>, ask: &mut Ask<'_>, manner: &Manner<'_>) -> Result<ActReport> {
    let organisation = request.answers.organisation()?;
    must_be_free(request.folder)?;
    let signer = actor::open(None, &request.key, ask)?;
    let founder = founder(request, &organisation, signer.as_ref())?;
    let files = files(&organisation, &founder)?;
    folder::nothing_in_the_way(request.folder, &files)?;
    let actor = Actor::founding(founder, signer);
    let entry = Entry { act: "init", subject: organisation.name.clone(), contracts: Vec::new() };
    let planned = recorder::planned(&entry, items(request, &organisation), manner)?;
    if manner.dry_run {
        return Ok(planned);
    }
    let store = Store::init(request.folder)?;
    if store.root().is_none() {
        return Err(Error::new(Kind::Refused, "bare", "a bare repository has no place for contracts to lie")
            .hint("choose another folder"));
    }
    change(&store, &files)?.dry_run()?;
    settings::write(&store, &request.key, &actor)?;
    let now = request.now.with_timezone(&organisation.time_zone).fixed_offset();
    recorder::record_at(now, &actor, change(&store, &files)?, &entry, planned.items, manner, &mut |_, _| {})
}

fn change<'s>(store: &'s Store, files: &[File]) -> Result<Change<'s>> {
    let mut change = store.change()?;
    for (path, bytes) in files {
        change.put(path, bytes.clone())?;
    }
    Ok(change)
}

/// The founder owns everything and signs for the organisation, from now on.
fn founder(request: &InitRequest<'_>, organisation: &Organisation, signer: &dyn Signer) -> Result<Member> {
    let email: Principal = request.answers.email.parse().map_err(|fault| ours(&fault))?;
    Ok(Member {
        name: request.answers.name.to_owned(),
        email,
        roles: vec![Role::Owner],
        workspaces: vec!["*".to_owned()],
        signs_for: vec![organisation.name.clone()],
        keys: vec![MemberKey {
            public: *signer.public(),
            from: request.now,
            until: None,
            reason: None,
            revoked: false,
        }],
    })
}

fn files(organisation: &Organisation, founder: &Member) -> Result<Vec<File>> {
    let workspace = Workspace { name: organisation.default_workspace.clone(), title: None };
    let text = policy::edit::create(PlainEdits::default(), &[workspace], std::slice::from_ref(founder))
        .map_err(|fault| ours(&fault))?;
    let policy = Policy::parse(&text).map_err(|fault| ours(&fault))?;
    let signers = policy.allowed_signers().map_err(|fault| ours(&fault))?;
    let own = [
        ("clm.toml", organisation::write(organisation)),
        (policy::FILE, text),
        (ALLOWED_SIGNERS, signers),
        (ATTRIBUTES.0, ATTRIBUTES.1.to_owned()),
    ];
    let own = own.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes()));
    let papers = built_in::in_languages(&languages(organisation));
    let papers = built_in::files(&organisation.default_workspace, &papers);
    Ok(own.chain(papers.into_iter().map(|(path, bytes)| (path, bytes.to_vec()))).collect())
}

/// English, and the language of the place: Norwegian where the time zone names no other that clm has paper in. The rest
/// is a `template add` away.
fn languages(organisation: &Organisation) -> BTreeSet<String> {
    let own = match organisation.time_zone.name() {
        "Europe/Stockholm" => "sv",
        "Europe/Copenhagen" => "da",
        "Europe/Berlin" | "Europe/Vienna" | "Europe/Zurich" => "de",
        _ => "nb",
    };
    ["en", own].map(ToOwned::to_owned).into()
}

/// The answers were checked by the very readers that would refuse here.
fn ours(fault: &dyn std::error::Error) -> Error {
    Error::new(Kind::Failed, "first-commit", format!("the first commit would not be valid: {fault}"))
}

fn items(request: &InitRequest<'_>, organisation: &Organisation) -> Vec<ActItem> {
    let clm = request.named.map_or_else(|| "clm".to_owned(), |named| format!("clm -C {}", in_shell(named)));
    vec![ActItem {
        id: organisation.name.clone(),
        act: "init".to_owned(),
        status: None,
        path: request.named.unwrap_or(".").to_owned(),
        next: vec![
            format!("{clm} new --template nda --party NAME"),
            format!("{clm} template list"),
            format!("{clm} member add EMAIL --name NAME --pub FILE"),
        ],
    }]
}

/// A word as a shell takes it for one.
fn in_shell(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./~".contains(&byte);
    if word.bytes().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::in_shell;

    #[test]
    fn suggested_commands_can_be_pasted() {
        for (word, shown) in [("firm", "firm"), ("my firm", "'my firm'"), ("a'b", "'a'\\''b'"), ("~/firm", "~/firm")] {
            assert_eq!(in_shell(word), shown);
        }
    }
}
