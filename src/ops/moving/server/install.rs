//! Makes a bare repository refuse what breaks the rules: the hook, and git's own settings.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{TRUST, script, settings};
use crate::disk::whole_file::Fresh;
use crate::error::{Error, Kind, Result};
use crate::ops::proving::audit;
use crate::report::hook::{HookReport, HookSetting};
use crate::store::Store;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Install<'a> {
    /// The bare repository, or a folder with one.
    pub folder: &'a Path,
    /// The program the hook will ask.
    pub program: &'a Path,
    /// Fingerprints of keys of which one must have founded the repository; empty leaves what is pinned.
    pub trust: &'a [String],
    /// Whether a hook of somebody else's is put aside.
    pub force: bool,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// The clock.
    pub now: DateTime<Utc>,
}

/// Writes the hook and the settings.
///
/// # Errors
/// When there is no bare repository, another hook is in the way, the history there was founded by other keys, or the disk
/// refuses.
pub fn install(request: &Install<'_>) -> Result<HookReport> {
    let store = super::open(request.folder)?;
    let branch = super::branch(&store)?;
    let folder = store.git_dir().to_owned();
    let hook = folder.join(script::HOOK);
    let foreign = is_foreign(&hook)?;
    if foreign && !request.force {
        let message = format!("{} is a hook that clm did not write", hook.display());
        return Err(Error::new(Kind::Refused, "foreign-hook", message)
            .hint("--force keeps it beside as pre-receive.before-clm and takes its place; it is then asked no more")
            .about(hook.display().to_string()));
    }
    let program = script::line(request.program).ok_or_else(|| {
        let message = format!("{} cannot stand in a hook: it is no whole path of one line", request.program.display());
        Error::new(Kind::Refused, "odd-path", message)
            .hint("install clm under a plain path, such as /usr/local/bin/clm")
    })?;
    refuse_other_founders(&store, request)?;
    let kept = if foreign { Some(free_name(&hook)) } else { None };
    if !request.dry_run {
        if let Some(kept) = &kept {
            // A second name for it, so that at no moment there is no hook.
            std::fs::hard_link(&hook, kept)
                .or_else(|_| std::fs::rename(&hook, kept))
                .map_err(|why| unwritten(&hook, &why))?;
        }
        write(&hook, &script::text(program)).map_err(|why| unwritten(&hook, &why))?;
    }
    let mut items = Vec::new();
    for setting in &settings::SETTINGS {
        let before = setting.present(&store)?;
        if !setting.holds(before.as_deref()) {
            set(&store, (setting.name, setting.value), before, request.dry_run, &mut items)?;
        }
    }
    if let Some(elsewhere) = super::look::other_hooks(&store)? {
        // Relative to the repository, so that it still holds when the repository is moved.
        set(&store, (super::look::HOOKS_PATH, "hooks"), Some(elsewhere), request.dry_run, &mut items)?;
    }
    if !request.trust.is_empty() {
        let (before, pinned) = (store.setting(TRUST)?, request.trust.join(" "));
        if before.as_deref() != Some(&pinned) {
            set(&store, (TRUST, &pinned), before, request.dry_run, &mut items)?;
        }
    }
    let trust = if request.trust.is_empty() { super::trust(&store)? } else { request.trust.to_vec() };
    Ok(HookReport {
        repository: folder.display().to_string(),
        hook: hook.display().to_string(),
        program: program.to_owned(),
        kept: kept.map(|path| path.display().to_string()),
        branch: super::plainly(&branch).to_owned(),
        trust,
        dry_run: request.dry_run,
        items,
    })
}

fn set(
    store: &Store,
    (name, value): (&str, &str),
    before: Option<String>,
    dry_run: bool,
    items: &mut Vec<HookSetting>,
) -> Result<()> {
    if !dry_run {
        store.set_setting(name, value)?;
    }
    items.push(HookSetting { name: name.to_owned(), value: value.to_owned(), before });
    Ok(())
}

/// A pin that the history there does not stand up to would refuse every push from now on.
fn refuse_other_founders(store: &Store, request: &Install<'_>) -> Result<()> {
    let Some(tip) = store.head()?.commit.filter(|_| !request.trust.is_empty()) else { return Ok(()) };
    let reread = Store::bare(store.git_dir())?.ok_or_else(|| super::none(request.folder))?;
    let session = super::session(reread, tip, request.now)?;
    let founders = audit::founded_by(&session)?;
    if let Some(other) = request.trust.iter().find(|trust| !founders.contains(trust)) {
        let found = if founders.is_empty() { "nobody's key".to_owned() } else { founders.join(", ") };
        let message = format!("the repository was founded by {found}, not by {other}");
        return Err(Error::new(Kind::VerificationFailed, "other-founder", message)
            .hint("compare the fingerprint with what the founder tells you; nothing was changed"));
    }
    Ok(())
}

fn is_foreign(hook: &Path) -> Result<bool> {
    match std::fs::symlink_metadata(hook) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(why) => Err(unwritten(hook, &why)),
        Ok(found) if !found.is_file() => Ok(true),
        Ok(_) => Ok(!script::is_ours(&std::fs::read(hook).map_err(|why| unwritten(hook, &why))?)),
    }
}

fn free_name(hook: &Path) -> PathBuf {
    let first = hook.with_extension("before-clm");
    let further = (2..).map(|number| hook.with_extension(format!("before-clm-{number}")));
    let is_free = |path: &PathBuf| path.symlink_metadata().is_err();
    std::iter::once(first.clone()).chain(further).find(is_free).unwrap_or(first)
}

/// Writes the hook as a whole: at no moment is there half of one.
fn write(hook: &Path, text: &str) -> std::io::Result<()> {
    let folder = hook.parent().unwrap_or(hook);
    std::fs::create_dir_all(folder)?;
    let fresh = Fresh::write(folder, text.as_bytes(), 0o755)?;
    fresh.file().set_permissions(std::fs::Permissions::from_mode(0o755))?;
    fresh.sync()?;
    fresh.replace(hook)?;
    std::fs::File::open(folder)?.sync_all()
}

fn unwritten(hook: &Path, why: &std::io::Error) -> Error {
    Error::new(Kind::Failed, "hook", format!("the hook {} cannot be written: {why}", hook.display()))
        .hint("run it as the user who owns the repository on the server")
}
