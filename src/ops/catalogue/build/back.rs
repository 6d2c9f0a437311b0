//! Looking back: the catalogue of an earlier commit, or of what was in effect by a day. It is held in memory and never
//! kept, so that the cache of HEAD cannot be taken for it or it for the cache.

use std::path::Path;

use super::super::file::CacheFile;
use super::{Fresh, News, all, damaged, head, merged, rules, written};
use crate::contract::lifecycle::{acts_by, statements_by};
use crate::error::Result;
use crate::ops::catalogue::Entry;
use crate::ops::session::Session;

/// The catalogue of an earlier commit, or by a day.
pub(super) fn held(session: &Session) -> Result<Fresh> {
    let mut entries = if session.past { at_commit(session)? } else { merged_head(session)? };
    if session.as_of {
        entries = entries.into_iter().map(|entry| in_effect(session, entry)).collect();
    }
    entries.sort_by(|a, b| a.folder.cmp(&b.folder));
    let bytes = written(session, session.head.to_string(), rules(session)?, entries)?;
    Ok(Fresh { base: CacheFile::held(bytes).ok_or_else(damaged)?, news: News::default() })
}

/// The entries of a commit: the cache's, where it is about that very commit, else all read anew.
fn at_commit(session: &Session) -> Result<Vec<Entry>> {
    let path: &Path = &session.store.cache_dir().join(super::NAME);
    let kept = CacheFile::open(path).filter(|cache| cache.about().commit == session.head.to_string());
    kept.map_or_else(|| all(session), |base| merged(&base, News::default()))
}

fn merged_head(session: &Session) -> Result<Vec<Entry>> {
    let Fresh { base, news } = head(session)?;
    merged(&base, news)
}

/// An entry with the acts and statements in effect by the day asked for.
fn in_effect(session: &Session, entry: Entry) -> Entry {
    let acts = acts_by(&entry.acts, session.organisation.time_zone, session.today);
    let statements = statements_by(&entry.statements, session.today);
    Entry { acts, statements, ..entry }
}
