//! Whether a bare repository still refuses what it should: the hook, git's settings, and what lies there already.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::{plainly, script, settings};
use crate::error::{Error, Kind, Result};
use crate::ops::proving::audit::{self, AuditRequest};
use crate::report::doctor::DoctorItem;
use crate::store::Store;

/// The setting that sends git to other hooks.
pub const HOOKS_PATH: &str = "core.hooksPath";

/// Everything about the repository in `folder` that a server relies on.
///
/// # Errors
/// When there is no bare repository, or its settings cannot be read.
pub fn look(folder: &Path, now: DateTime<Utc>) -> Result<Vec<DoctorItem>> {
    let store = super::open(folder)?;
    let place = store.git_dir().display().to_string();
    let again = format!("clm hook install --server {place}");
    let mut items = vec![hook(&store, &again), hooks_path(&store, &again)?];
    for setting in &settings::SETTINGS {
        let present = setting.present(&store)?;
        items.push(if setting.holds(present.as_deref()) {
            DoctorItem::ok(setting.name, format!("so that {}", setting.purpose))
        } else {
            let found = present.map_or_else(|| "not set".to_owned(), |value| format!("`{value}`"));
            let message = format!("{found}; it must be so that {}", setting.purpose);
            DoctorItem::fail(setting.name, message, format!("git -C {place} config {} {}", setting.name, setting.value))
        });
    }
    items.push(references(&store, &place)?);
    items.extend(history(store, now, &again)?);
    Ok(items)
}

/// Whether git asks clm there before it takes a push, as far as hook and settings tell.
#[must_use]
pub fn refuses(store: &Store) -> bool {
    hook(store, "").verdict == "ok" && other_hooks(store).is_ok_and(|elsewhere| elsewhere.is_none())
}

fn hook(store: &Store, again: &str) -> DoctorItem {
    const CHECK: &str = "hook";
    let path = store.git_dir().join(script::HOOK);
    let fail = |message: String| DoctorItem::fail(CHECK, message, again);
    let Ok(bytes) = std::fs::read(&path) else {
        return fail(format!("{} is not there: every push is taken unjudged", path.display()));
    };
    if !script::is_ours(&bytes) {
        return fail(format!("{} is a hook that clm did not write: nobody asks clm", path.display()));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let runs =
        |path: &Path| path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0);
    if !runs(&path) {
        return fail(format!("{} may not be executed: git takes every push unjudged", path.display()));
    }
    let Some(program) =
        script::program(&text).filter(|program| script::line(program).is_some_and(|l| script::text(l) == text))
    else {
        return fail(format!("{} was changed since clm wrote it, or another version wrote it", path.display()));
    };
    if !runs(&program) {
        return fail(format!("the hook asks {}, which is not there: every push is refused", program.display()));
    }
    DoctorItem::ok(CHECK, format!("git asks {} before it takes a push", program.display()))
}

/// The folder of hooks git looks into in place of the repository's own.
pub fn other_hooks(store: &Store) -> Result<Option<String>> {
    let Some(set) = store.setting(HOOKS_PATH)? else { return Ok(None) };
    let own = store.git_dir().join("hooks");
    let seen = store.git_dir().join(&set);
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    Ok((real(&seen) != real(&own)).then_some(set))
}

fn hooks_path(store: &Store, again: &str) -> Result<DoctorItem> {
    Ok(match other_hooks(store)? {
        None => DoctorItem::ok(HOOKS_PATH, "git looks for hooks in the repository's own folder"),
        Some(elsewhere) => {
            let message =
                format!("git looks for hooks in {elsewhere}: nobody asks clm, and every push is taken unjudged");
            DoctorItem::fail(HOOKS_PATH, message, again)
        }
    })
}

/// References beside the branch came before the hook, or past it.
fn references(store: &Store, place: &str) -> Result<DoctorItem> {
    const CHECK: &str = "references";
    let branch = super::branch(store)?;
    let others: Vec<String> = store.references("refs/")?.into_iter().filter(|name| *name != branch).collect();
    let Some(first) = others.first() else {
        return Ok(DoctorItem::ok(CHECK, format!("one branch, {}, is served", plainly(&branch))));
    };
    let message = match others.len() {
        1 => format!("{first} lies beside the branch {}; it was never judged", plainly(&branch)),
        n => format!("{first} and {} more lie beside the branch {}; they were never judged", n - 1, plainly(&branch)),
    };
    Ok(DoctorItem::warn(CHECK, message, format!("git -C {place} update-ref -d {first}")))
}

fn history(store: Store, now: DateTime<Utc>, again: &str) -> Result<Vec<DoctorItem>> {
    const TRUST: &str = "trust";
    let trust = super::trust(&store)?;
    let Some(tip) = store.head()?.commit else {
        let item = if trust.is_empty() {
            DoctorItem::warn(
                TRUST,
                "the repository is empty, and whoever pushes first founds it",
                format!("{again} --trust SHA256:… with the founder's fingerprint, from `clm key list`"),
            )
        } else {
            DoctorItem::ok(TRUST, format!("only {} may found the repository", trust.join(" or ")))
        };
        return Ok(vec![item]);
    };
    let judged = super::session(store, tip, now)
        .and_then(|session| audit::audit(&session, AuditRequest { known: None, trust: &trust, anew: true }));
    let report = match judged {
        Ok(report) => report,
        Err(error) => return Ok(vec![unread(&error)]),
    };
    let founders = report.founders.join(", ");
    let root = if trust.is_empty() {
        DoctorItem::ok(TRUST, format!("founded by {founders}; --trust pins it"))
    } else {
        DoctorItem::ok(TRUST, format!("founded by {founders}; {} is pinned", trust.join(" and ")))
    };
    let wrong: Vec<_> = report.items.iter().filter(|item| item.verdict != "healed").collect();
    let history = match wrong.first() {
        None => DoctorItem::ok("history", format!("{} commits, nothing wrong", report.commits)),
        Some(first) => {
            let path = first.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
            let message = format!("{} findings in what is there already; {path}{}", wrong.len(), first.finding);
            DoctorItem::fail("history", message, "clm verify --history, in a clone")
        }
    };
    Ok(vec![root, history])
}

fn unread(error: &Error) -> DoctorItem {
    let repair = error.hint.clone().unwrap_or_else(|| "git fsck --full".to_owned());
    let no_clm = error.kind == Kind::InvalidContent;
    let what = if no_clm { "what is there is no clm repository" } else { "what is there cannot be judged" };
    DoctorItem::fail("history", format!("{what}: {}", error.message), repair)
}
