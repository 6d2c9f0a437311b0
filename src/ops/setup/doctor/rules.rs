//! Whose repository it is, who one is in it, and whether git and clm go by the same keys.

use super::unreadable;
use crate::config::Value;
use crate::error::Result;
use crate::keyring;
use crate::ops::recording::policy_change;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::{self, Actor, KeyChoice};
use crate::ops::setup::init::ALLOWED_SIGNERS;
use crate::ops::setup::proposal;
use crate::ops::{drafting::draft, finding::filter};
use crate::policy::Right;
use crate::report::act::{ActItem, ActReport};
use crate::report::doctor::DoctorItem;

/// Where it is, whose, and on which branch.
pub(super) fn repository(session: &Session) -> DoctorItem {
    let branch = session.store.head().ok().and_then(|head| head.branch);
    let place = format!("{} of {}", session.folder().display(), session.organisation.name);
    match branch.as_deref().map(|branch| branch.trim_start_matches("refs/heads/")) {
        Some(branch) => DoctorItem::ok("repository", format!("{place}, branch {branch}; its policy can be read")),
        None => {
            DoctorItem::warn("repository", format!("{place}, on no branch: nothing can be recorded"), "git switch main")
        }
    }
}

pub(super) fn time_zone(session: &Session) -> DoctorItem {
    let zone = session.organisation.time_zone.name();
    DoctorItem::ok("time-zone", format!("days are those of {zone}; today is {}", session.today))
}

/// Git agrees with clm about signatures only with these two settings.
pub(super) fn git_settings(session: &Session) -> Vec<DoctorItem> {
    let wanted = [("gpg.format", "ssh"), ("gpg.ssh.allowedSignersFile", ALLOWED_SIGNERS)];
    let missing = wanted.iter().filter_map(|(name, value)| {
        let found = session.store.setting(name).ok().flatten();
        if found.as_deref() == Some(value) {
            return None;
        }
        let message = match found {
            Some(found) => format!("{name} is `{found}`: `git verify-commit` does not go by the policy"),
            None => format!("{name} is not set: `git verify-commit` cannot check signatures"),
        };
        Some(DoctorItem::warn("git-settings", message, format!("git config {name} {value}")))
    });
    let missing: Vec<DoctorItem> = missing.collect();
    if missing.is_empty() {
        return vec![DoctorItem::ok("git-settings", "git checks signatures by the same keys")];
    }
    missing
}

/// Which member the key at hand makes of the reader.
pub(super) fn identity(session: &Session, choice: &KeyChoice<'_>) -> DoctorItem {
    const CHECK: &str = "identity";
    let first = actor::candidates(Some(&session.store), choice).into_iter().next();
    let held = match &first {
        Some(named) => match keyring::public_of(named) {
            Ok(key) => Ok(vec![key]),
            Err(fault) => Err(format!("{named}: {fault}")),
        },
        None => choice.agent.map_or(Ok(Vec::new()), |agent| keyring::agent_keys(agent).map_err(|f| f.to_string())),
    };
    let keys = match held {
        Err(fault) => return DoctorItem::fail(CHECK, format!("your key cannot be used: {fault}"), "clm key list"),
        Ok(keys) if keys.is_empty() => return DoctorItem::warn(CHECK, "no key to sign with was found", "clm key new"),
        Ok(keys) => keys,
    };
    let member = keys.iter().find_map(|key| session.policy.holder(key));
    let Some((member, _)) = member else {
        return DoctorItem::warn(
            CHECK,
            "your key is no member's: you can read, and record nothing",
            "clm key list  # then have an owner run: clm member add ADDRESS --name NAME --pub FILE",
        );
    };
    let now = session.now.to_utc();
    if !keys.iter().any(|key| session.policy.member_by_key(key, now).is_some()) {
        let message = format!("your key was {}'s and is retired", member.email);
        return DoctorItem::fail(CHECK, message, "clm key new");
    }
    DoctorItem::ok(CHECK, format!("you are {} ({})", member.email, first.unwrap_or_else(|| "ssh-agent".to_owned())))
}

/// The generated file beside the policy it was generated from.
pub(super) fn signers(session: &Session) -> DoctorItem {
    const CHECK: &str = "allowed-signers";
    match in_step(session) {
        Ok(true) => DoctorItem::ok(CHECK, format!("{ALLOWED_SIGNERS} is in step with the policy")),
        Ok(false) => DoctorItem::fail(
            CHECK,
            format!("{ALLOWED_SIGNERS} is not what the policy says: git and ssh-keygen go by other keys than clm"),
            "clm doctor --fix",
        ),
        Err(fault) => unreadable(CHECK, &fault),
    }
}

/// Changes of the policy that wait for owners; nothing where none does.
pub(super) fn proposals(session: &Session) -> Option<DoctorItem> {
    const CHECK: &str = "policy-proposals";
    match proposal::list(session, false) {
        Ok(waiting) => waiting.items.first().map(|first| {
            let changes = match waiting.items.len() {
                1 => "a change of the policy waits".to_owned(),
                several => format!("{several} changes of the policy wait"),
            };
            let message = format!("{changes} for owners: {} was signed by {}", first.id, first.signed.join(", "));
            DoctorItem::warn(CHECK, message, format!("clm policy show {0}; clm policy sign {0}", first.id))
        }),
        Err(fault) => Some(unreadable(CHECK, &fault)),
    }
}

fn in_step(session: &Session) -> Result<bool> {
    let recorded = session.snapshot()?.read(ALLOWED_SIGNERS)?.unwrap_or_default();
    Ok(session.policy.allowed_signers().is_ok_and(|wanted| wanted.as_bytes() == recorded))
}

/// Generates the allowed signers again; nothing where they are in step.
///
/// # Errors
/// When the actor may not change the policy, or the files are changed and not recorded.
pub fn mend_signers(session: &Session, actor: &Actor, manner: &Manner<'_>) -> Result<ActReport> {
    if in_step(session)? {
        return Ok(draft::nothing("the allowed signers are in step"));
    }
    actor.must_have(session, Right::Administer, None)?;
    let change = policy_change::begin(session, &policy_change::recorded(session)?)?;
    let item = ActItem { id: ALLOWED_SIGNERS.to_owned(), act: "doctor".to_owned(), ..ActItem::default() };
    policy_change::record(session, actor, change, ("doctor", format!("generate {ALLOWED_SIGNERS} again")), item, manner)
}

/// Without the rule a tool may change line endings, and with them signed bytes.
pub(super) fn attributes(session: &Session) -> DoctorItem {
    const CHECK: &str = "attributes";
    let text = match session.snapshot().and_then(|mut snapshot| Ok(snapshot.read(".gitattributes")?)) {
        Ok(bytes) => String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned(),
        Err(fault) => return unreadable(CHECK, &fault),
    };
    let rules = || text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    if let Some(line) = rules().find(|line| line.split_whitespace().skip(1).any(rewrites)) {
        return DoctorItem::fail(
            CHECK,
            format!(".gitattributes says `{line}`: git may change the bytes of contracts"),
            "remove the line from .gitattributes; git commit -m \"keep bytes\" .gitattributes",
        );
    }
    if rules().any(|line| line.split_whitespace().eq(["*", "-text"])) {
        return DoctorItem::ok(CHECK, "no tool may rewrite contract bytes");
    }
    DoctorItem::fail(
        CHECK,
        ".gitattributes lacks `* -text`: git may change line endings of contracts",
        "echo '* -text' >> .gitattributes && git add .gitattributes && git commit -m \"keep bytes\"",
    )
}

/// Whether an attribute lets git write other bytes than it read.
fn rewrites(attribute: &str) -> bool {
    let settings = ["text=", "eol=", "filter=", "working-tree-encoding="];
    matches!(attribute, "text" | "crlf" | "ident") || settings.iter().any(|name| attribute.starts_with(name))
}

/// Queries saved in the repository, which everybody uses.
pub(super) fn saved_queries(session: &Session) -> DoctorItem {
    let texts = session.settings.below("query");
    let wrong = texts.iter().find_map(|(name, value)| match value {
        Value::Text(text) => filter::check(text).err().map(|fault| (name, fault)),
        _ => None,
    });
    match wrong {
        None => DoctorItem::ok("saved-queries", format!("clm.toml can be read; queries saved in it: {}", texts.len())),
        Some((name, fault)) => DoctorItem::warn(
            "saved-queries",
            format!("@{name} of clm.toml: {}", fault.message),
            format!("clm config set query.{name} QUERY --shared"),
        ),
    }
}
