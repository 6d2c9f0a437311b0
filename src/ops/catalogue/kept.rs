//! The news of a cache file, kept beside it: whoever comes next need not read again what changed since the file was
//! written, only what changed since the news were.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::file::CacheFile;
use super::news::News;
use crate::ops::session::Session;
use crate::store::CommitId;

/// Its name below `.git/clm/`.
const NAME: &str = "catalogue-news";
/// Raised whenever its shape or that of an entry changes.
const FORMAT: u32 = 3;
/// Bytes of the checksum behind it.
const SUM: usize = 4;

#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    format: u32,
    version: String,
    /// The commit of the cache file.
    base: String,
    /// The commit the news go up to.
    head: String,
    news: Cow<'a, News>,
}

/// The news kept for a cache file, and the commit they go up to; nothing when there are none that can be used.
pub fn find(session: &Session, base: &CacheFile) -> Option<(CommitId, News)> {
    let bytes = std::fs::read(session.store.cache_dir().join(NAME)).ok()?;
    let (news, sum) = bytes.split_last_chunk::<SUM>()?;
    if crc32fast::hash(news) != u32::from_le_bytes(*sum) {
        return None;
    }
    let kept: Kept<'_> = serde_json::from_slice(news).ok()?;
    let same = kept.format == FORMAT && kept.version == env!("CARGO_PKG_VERSION") && kept.base == base.about().commit;
    same.then_some((kept.head.parse().ok()?, kept.news.into_owned()))
}

/// Keeps the news of the session's HEAD; that they cannot be kept, on a read-only disk, is no fault.
pub fn keep(session: &Session, base: &CacheFile, news: &News) {
    let kept = Kept {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        base: base.about().commit.clone(),
        head: session.head.to_string(),
        news: Cow::Borrowed(news),
    };
    if let Ok(mut bytes) = serde_json::to_vec(&kept) {
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        drop(session.store.replace_cache(NAME, &bytes));
    }
}
