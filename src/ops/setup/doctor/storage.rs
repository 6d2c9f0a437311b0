//! What lies in `.git`: left-overs of a crash, caches, loose objects.

use std::fs;
use std::path::Path;

use crate::ops::catalogue::Catalogue;
use crate::ops::session::Session;
use crate::report::doctor::DoctorItem;
use crate::search;

/// Git packs by itself above this many loose objects, when one of its own commands is run.
const MANY_LOOSE: usize = 6_700;

/// A journal that waits, and locks nobody holds.
pub(super) fn leftovers(session: &Session) -> DoctorItem {
    const CHECK: &str = "leftovers";
    let git = session.store.git_dir();
    if session.store.cache_dir().join("act").is_dir() {
        let message = "an act was interrupted, or one is under way: the next act finishes or undoes it";
        return DoctorItem::warn(CHECK, message, "clm save");
    }
    let locks = ["index.lock", "HEAD.lock", "config.lock", "packed-refs.lock", "shallow.lock"];
    if let Some(lock) = locks.into_iter().find(|lock| git.join(lock).exists()) {
        let path = git.join(lock);
        let message = format!("{} is there: a git command is running, or one was killed", path.display());
        return DoctorItem::warn(CHECK, message, format!("rm {}  # only when no git command runs", path.display()));
    }
    DoctorItem::ok(CHECK, "no lock and no unfinished act")
}

/// Both caches; nothing rests on them, so that their state is never worse than slow.
pub(super) fn caches(session: &Session) -> DoctorItem {
    const CHECK: &str = "caches";
    let contracts = match Catalogue::open(session) {
        Ok(catalogue) => catalogue.len(),
        Err(fault) => return super::unreadable(CHECK, &fault),
    };
    let index = search::Index::open(&session.store.cache_dir().join(search::folder_name()));
    let words = match index {
        Some(index) if index.commit() == session.head.to_string() => "the index of words is up to date",
        Some(_) => "the index of words catches up with the next search",
        None => "the index of words is made by the first search",
    };
    DoctorItem::ok(CHECK, format!("{contracts} contracts known; {words}"))
}

pub(super) fn loose_objects(session: &Session) -> DoctorItem {
    const CHECK: &str = "loose-objects";
    let loose = count(&session.store.git_dir().join("objects"));
    if loose > MANY_LOOSE {
        return DoctorItem::warn(
            CHECK,
            format!("{loose} objects lie loose: reading is slower than it need be"),
            "git gc",
        );
    }
    DoctorItem::ok(CHECK, format!("{loose} objects lie loose"))
}

fn count(objects: &Path) -> usize {
    let is_fan = |name: &std::ffi::OsStr| name.to_str().is_some_and(|name| name.len() == 2 && name != "..");
    let folders = fs::read_dir(objects).into_iter().flatten().flatten().filter(|entry| is_fan(&entry.file_name()));
    folders.map(|folder| fs::read_dir(folder.path()).map_or(0, Iterator::count)).sum()
}
