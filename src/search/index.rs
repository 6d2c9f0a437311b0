//! Reading the index: opening it, and answering one query.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tantivy::collector::{Count, FilterCollector, TopDocs};
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::schema::{Field, Value as _};
use tantivy::{Directory as _, DocAddress, IndexMeta, ReloadPolicy, Score, Searcher, TantivyDocument};

use super::ask::ask;
use super::directory::Unsynced;
use super::error::SearchError;
use super::language::Language;
use super::near::near;
use super::schema::{Fields, VERSION, key};
use super::seal;
use super::write::aside;
use crate::query::Query;

/// An index, open at the commit it is about.
pub struct Index {
    searcher: Searcher,
    fields: Fields,
    stamp: Stamp,
}

/// What an index says about itself, written in one go with its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Stamp {
    pub commit: String,
    pub languages: Vec<&'static Language>,
}

/// The contracts found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Hits {
    /// How many there are in all.
    pub total: usize,
    /// The best of them, best first; equals in the order of their ids.
    pub hits: Vec<Hit>,
}

/// A contract found.
#[derive(Clone, PartialEq, Debug)]
pub struct Hit {
    /// Its id.
    pub id: String,
    /// Its title, as it was when indexed.
    pub title: String,
    /// Its path, as it was when indexed.
    pub path: String,
    /// Its language, for the snippets.
    pub language: String,
    /// Comparable within one answer only.
    pub score: f32,
}

/// Ids a search is limited to, such as those that passed the filters, or all but some.
#[derive(Clone, Debug, Default)]
pub struct IdSet {
    keys: Arc<HashSet<u64>>,
    all_but: bool,
}

impl<'a> FromIterator<&'a str> for IdSet {
    fn from_iter<I: IntoIterator<Item = &'a str>>(ids: I) -> Self {
        Self { keys: Arc::new(ids.into_iter().map(key).collect()), all_but: false }
    }
}

impl IdSet {
    /// All ids but these.
    pub fn all_but<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        Self { all_but: true, ..ids.into_iter().collect() }
    }
}

impl Stamp {
    pub fn write(&self) -> String {
        let codes: Vec<&str> = self.languages.iter().map(|language| language.code).collect();
        format!("clm-search {VERSION} {} {}", self.commit, codes.join(","))
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("clm-search ")?.split(' ');
        if parts.next()? != VERSION.to_string() {
            return None;
        }
        let commit = parts.next()?.to_owned();
        let codes = parts.next()?.split(',').filter(|code| !code.is_empty());
        let languages = codes.map(Language::coded).collect::<Option<_>>()?;
        Some(Self { commit, languages })
    }

    pub fn of(meta: &IndexMeta) -> Option<Self> {
        meta.payload.as_deref().and_then(Self::read)
    }
}

impl Index {
    /// Opens the index in this folder. One that is missing, damaged, half written or of another version is absent.
    #[must_use]
    pub fn open(dir: &Path) -> Option<Self> {
        if let Some(index) = Self::try_open(dir) {
            return Some(index);
        }
        // A writer may be putting a new folder in the place of the old one just now.
        if !aside(dir, "old").exists() {
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
        Self::try_open(dir)
    }

    fn try_open(dir: &Path) -> Option<Self> {
        for _ in 0..3 {
            if !seal::holds(dir) {
                return None;
            }
            let index = tantivy::Index::open(Unsynced::open(dir).ok()?).ok()?;
            let meta = index.load_metas().ok()?;
            let stamp = Stamp::of(&meta)?;
            let fields = Fields::of(&index.schema())?;
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().ok()?;
            let searcher = reader.searcher();
            if !has_positions(&index, &meta) {
                return None;
            }
            if is_about(&searcher, &meta) {
                return Some(Self { searcher, fields, stamp });
            }
        }
        None
    }

    /// An index that lies nowhere on a disk.
    pub(super) fn of_memory(index: &tantivy::Index) -> Option<Self> {
        let stamp = Stamp::of(&index.load_metas().ok()?)?;
        let fields = Fields::of(&index.schema())?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().ok()?;
        Some(Self { searcher: reader.searcher(), fields, stamp })
    }

    /// The commit the content is of.
    #[must_use]
    pub fn commit(&self) -> &str {
        &self.stamp.commit
    }

    /// How many contracts it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX)
    }

    /// Whether it holds no contract.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads the whole index and compares its checksums: for `doctor`, far too slow for a search.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.searcher.index().validate_checksum().is_ok_and(|damaged| damaged.is_empty())
    }

    /// Finds the contracts with all free words of the query, the one named in it first. Filters are not looked at; give
    /// the ids that passed them as `among`. A query without words to be found finds all.
    ///
    /// # Errors
    /// When the index turns out to be damaged.
    pub fn find(&self, query: &Query, limit: usize, among: Option<&IdSet>) -> Result<Hits, SearchError> {
        let asked = ask(query, &self.fields, &self.stamp.languages);
        let best = TopDocs::with_limit(limit.clamp(1, self.len().max(1))).order_by_score();
        let collector = (best, Count);
        let (best, total) = match among {
            None => self.searcher.search(&asked, &collector)?,
            Some(ids) => {
                let IdSet { keys, all_but } = ids.clone();
                let only = move |id: u64| keys.contains(&id) != all_but;
                self.searcher.search(&asked, &FilterCollector::new("key".to_owned(), only, collector))?
            }
        };
        let best = best.into_iter().take(limit);
        let mut hits = best.map(|found| self.hit(found)).collect::<Result<Vec<_>, _>>()?;
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        Ok(Hits { total, hits })
    }

    /// Words of the index that somebody who typed this one may have meant, the likeliest first.
    ///
    /// # Errors
    /// When the index turns out to be damaged.
    pub fn near(&self, word: &str) -> Result<Vec<String>, SearchError> {
        near(&self.searcher, &[self.fields.word, self.fields.name], word)
    }

    fn hit(&self, (score, address): (Score, DocAddress)) -> Result<Hit, SearchError> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text =
            |field: Field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let fields = &self.fields;
        let (id, title, path) = (text(fields.id), text(fields.title), text(fields.path));
        Ok(Hit { id, title, path, language: text(fields.language), score })
    }
}

/// Whether the segments opened are those the meta file named: a writer may have come between reading the two.
fn is_about(searcher: &Searcher, meta: &IndexMeta) -> bool {
    let mut opened: Vec<_> = searcher
        .segment_readers()
        .iter()
        .map(|reader| (reader.segment_id(), reader.max_doc(), reader.num_deleted_docs()))
        .collect();
    let mut named: Vec<_> =
        meta.segments.iter().map(|segment| (segment.id(), segment.max_doc(), segment.num_deleted_docs())).collect();
    opened.sort_unstable();
    named.sort_unstable();
    opened == named
}

/// Whether every segment has its positions: the one file whose absence tantivy takes for "no positions".
fn has_positions(index: &tantivy::Index, meta: &IndexMeta) -> bool {
    let path = |segment: &SegmentMeta| segment.relative_path(SegmentComponent::Positions);
    meta.segments.iter().all(|segment| index.directory().open_read(&path(segment)).is_ok())
}
