//! `search`: contracts by their words, always right about HEAD.
//!
//! The index is a cache of one commit. When HEAD has moved, the contracts that changed are indexed again before the
//! query is put; filters are answered from the catalogue, because states depend on the day. Where nothing is found, words
//! that nobody wrote are taken for slips of a word that somebody did.

pub mod history;
mod index;
mod place;

use std::collections::HashSet;

use crate::contract::lifecycle::Standing;
use crate::error::Result;
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::finding::count::{self, By, Counter};
use crate::ops::finding::everywhere;
use crate::ops::finding::filter;
use crate::ops::session::Session;
use crate::query::Query;
use crate::query::fold::{fold, words};
use crate::report::search::{Instead, SearchItem, SearchReport, SnippetItem};
use crate::search::{Hit, Hits, IdSet, Index, Snippet, Snippets};
use crate::store::Snapshot;

/// What to find.
#[derive(Debug, Clone, Copy)]
pub struct SearchRequest<'a> {
    /// Words and filters.
    pub query: &'a str,
    /// The reader's address, for `owner:me`.
    pub me: Option<&'a str>,
    /// How many to show.
    pub limit: usize,
    /// Also archived contracts.
    pub archived: bool,
    /// What to count all that was found by.
    pub count_by: Option<By>,
}

/// At most so many snippets are shown of a contract's text, and as many of its other places.
const MOST_SNIPPETS: usize = 2;

/// Finds contracts.
///
/// # Errors
/// When the query cannot be understood or the repository cannot be read.
pub fn search(session: &Session, request: &SearchRequest<'_>) -> Result<SearchReport> {
    let mut query = filter::parse(request.query)?;
    let index = index::fresh(session)?;
    let among = among(session, &query, request)?;
    let limit = if request.count_by.is_some() { usize::MAX } else { request.limit };
    let mut found = index.find(&query, limit, among.as_ref())?;
    let mut slips = Vec::new();
    if found.total == 0
        && let Some(meant) = forgiving(&index, &query, limit, among.as_ref())?
    {
        (query, found, slips) = meant;
    }
    let counts = match request.count_by {
        Some(by) => Some(counted(session, by, &found.hits)?.finish()),
        None => None,
    };
    let mut snapshot = session.snapshot()?;
    let shown = found.hits.into_iter().take(request.limit);
    let items: Vec<SearchItem> = shown.map(|hit| item(&mut snapshot, &query, hit)).collect::<Result<_>>()?;
    let instead = (!slips.is_empty()).then(|| instead(&slips, &items));
    Ok(SearchReport { query: request.query.to_owned(), total: found.total, instead, counts, items })
}

/// The answers of several repositories as one, the best first. Where one has the words as typed, what another took them
/// for is left out: they were no slip.
#[must_use]
pub fn joined(mut all: Vec<SearchReport>, limit: usize) -> SearchReport {
    let query = everywhere::distinct(all.iter().map(|report| report.query.as_str()), " / ");
    if all.iter().any(|report| report.total > 0 && report.instead.is_none()) {
        all.retain(|report| report.instead.is_none());
    }
    let slips: Vec<Instead> = all.iter().filter_map(|report| report.instead.clone()).collect();
    let instead = slips.first().map(|first| Instead {
        typed: first.typed.clone(),
        shown: everywhere::distinct(slips.iter().map(|slip| slip.shown.as_str()), " or "),
    });
    let total = all.iter().map(|report| report.total).sum();
    let counts = count::joined(all.iter().filter_map(|report| report.counts.clone()));
    let mut items: Vec<SearchItem> = all.into_iter().flat_map(|report| report.items).collect();
    items.sort_by(|a, b| b.score.total_cmp(&a.score));
    items.truncate(limit);
    SearchReport { query, total, instead, counts, items }
}

/// The ids of the contracts that may be found; none where all may. Archived ones may when they are asked for.
fn among(session: &Session, query: &Query, request: &SearchRequest<'_>) -> Result<Option<IdSet>> {
    let archived = request.archived || filter::asks_for_archived(query);
    let catalogue = Catalogue::open(session)?;
    if query.filters().is_empty() {
        let hidden = if archived { Vec::new() } else { catalogue.archived()? };
        if hidden.is_empty() {
            return Ok(None);
        }
        return Ok(Some(IdSet::all_but(hidden.iter().map(|entry| entry.id.as_str()))));
    }
    let passes = |(entry, standing): &&(Entry, Standing)| {
        let seen = archived || !Entry::is_archived(standing);
        seen && filter::passes(query, entry, &entry.item(standing), session.today, request.me)
    };
    Ok(Some(catalogue.judged()?.iter().filter(passes).map(|(entry, _)| entry.id.as_str()).collect()))
}

/// All contracts found, counted.
fn counted(session: &Session, by: By, hits: &[Hit]) -> Result<Counter> {
    let found: HashSet<&str> = hits.iter().map(|hit| hit.path.as_str()).collect();
    let mut counter = Counter::new(by);
    for entry in Catalogue::open(session)?.all()? {
        if found.contains(entry.folder.as_str()) {
            let item = entry.item(&entry.standing(&session.organisation, session.today));
            counter.add(&entry, &item);
        }
    }
    Ok(counter)
}

/// A word as typed, and the one that was looked for instead.
type Slip = (String, String);

/// The same question with each word that stands nowhere replaced by the nearest one that does; filters stay. Phrases,
/// beginnings and alternatives mean exactly what they say.
fn forgiving(
    index: &Index,
    query: &Query,
    limit: usize,
    among: Option<&IdSet>,
) -> Result<Option<(Query, Hits, Vec<Slip>)>> {
    let mut unknown: Vec<(usize, String, Vec<String>)> = Vec::new();
    for (place, clause) in query.words().iter().enumerate().filter(|(_, clause)| !clause.excluded) {
        if index.find(&Query::only(clause), 1, None)?.total > 0 {
            continue;
        }
        let [text] = clause.any.as_slice() else { return Ok(None) };
        let near = if text.quoted || text.prefix { Vec::new() } else { index.near(&text.text)? };
        if near.is_empty() {
            return Ok(None);
        }
        unknown.push((place, text.text.clone(), near));
    }
    let most = unknown.iter().map(|(_, _, near)| near.len()).max().unwrap_or(0);
    for rank in 0..most {
        let mut other = query.clone();
        let mut slips = Vec::new();
        for (place, typed, near) in &unknown {
            let Some(word) = near.get(rank).or(near.last()) else { continue };
            other = other.with_word(*place, word);
            slips.push((typed.clone(), word.clone()));
        }
        let found = index.find(&other, limit, among)?;
        if found.total > 0 {
            return Ok(Some((other, found, slips)));
        }
    }
    Ok(None)
}

/// What was typed and what is shown, spelt as it stands in what was found.
fn instead(slips: &[Slip], items: &[SearchItem]) -> Instead {
    let written = |folded: &str| {
        let matches = items.iter().flat_map(|item| &item.snippets).flat_map(|snippet| {
            snippet.matches.iter().filter_map(|(from, to)| snippet.text.get(*from..*to).map(str::to_lowercase))
        });
        let titles = items.iter().flat_map(|item| item.title.split_whitespace()).map(str::to_lowercase);
        let mut all = matches.chain(titles);
        all.find(|word| fold(word) == folded).unwrap_or_else(|| folded.to_owned())
    };
    let typed: Vec<&str> = slips.iter().map(|(typed, _)| typed.as_str()).collect();
    let shown: Vec<String> = slips.iter().map(|(_, word)| written(word)).collect();
    Instead { typed: typed.join(" "), shown: shown.join(" ") }
}

fn item(snapshot: &mut Snapshot<'_>, query: &Query, hit: Hit) -> Result<SearchItem> {
    let finder = Snippets::new(query, &hit.language);
    let found = finder.find(&place::body(snapshot, &hit.path)?);
    let mut snippets: Vec<SnippetItem> =
        found.snippets.into_iter().take(MOST_SNIPPETS).map(|snippet| shown("text".to_owned(), None, snippet)).collect();
    if !found.complete {
        let others = place::annexes(snapshot, &hit.path)?.into_iter().chain(place::acts(snapshot, &hit.path)?);
        let first = |said: place::Said| {
            let snippet = finder.of(&said.text).into_iter().next()?;
            Some(shown(said.place, said.clause, snippet))
        };
        snippets.extend(others.filter_map(first).take(MOST_SNIPPETS));
    }
    Ok(SearchItem { id: hit.id, title: hit.title, score: hit.score, path: hit.path, snippets, repository: None })
}

fn shown(place: String, clause: Option<String>, snippet: Snippet) -> SnippetItem {
    let clause = clause.or(snippet.clause);
    SnippetItem {
        place,
        number: clause.as_deref().and_then(number).map(ToOwned::to_owned),
        clause,
        text: snippet.text,
        matches: snippet.matches.into_iter().map(|range| (range.start, range.end)).collect(),
    }
}

/// The number in `§3.2 Confidentiality`.
fn number(clause: &str) -> Option<&str> {
    clause.strip_prefix('§')?.split(' ').next()
}

/// Whether a query has any word to be found.
pub(in crate::ops::finding::search) fn has_words(query: &Query) -> bool {
    let mut texts = query.words().iter().filter(|clause| !clause.excluded).flat_map(|clause| &clause.any);
    texts.any(|text| words(&fold(&text.text)).next().is_some())
}

#[cfg(test)]
mod tests {
    use super::{Instead, SearchItem, SearchReport, joined};

    fn report(found: &[(&str, f32)], shown: Option<&str>) -> SearchReport {
        let item = |(id, score): &(&str, f32)| SearchItem {
            id: (*id).to_owned(),
            title: String::new(),
            score: *score,
            path: String::new(),
            snippets: Vec::new(),
            repository: None,
        };
        let instead = shown.map(|shown| Instead { typed: "leese".to_owned(), shown: shown.to_owned() });
        let items: Vec<SearchItem> = found.iter().map(item).collect();
        SearchReport { query: "leese".to_owned(), total: items.len(), instead, counts: None, items }
    }

    #[test]
    fn the_words_as_typed_count_more_than_what_they_were_taken_for() {
        let ids = |report: &SearchReport| report.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
        let slip = report(&[("a", 9.0)], Some("lease"));
        let exact = joined(vec![slip.clone(), report(&[("b", 1.0), ("c", 0.5)], None), report(&[("d", 0.7)], None)], 2);
        assert_eq!((ids(&exact), exact.total, exact.instead), (vec!["b".to_owned(), "d".to_owned()], 3, None));
        // One that found nothing at all is no answer as typed.
        let other = report(&[("e", 10.0)], Some("leash"));
        let slips = joined(vec![slip, report(&[], None), other], 10);
        assert_eq!((ids(&slips), slips.total), (vec!["e".to_owned(), "a".to_owned()], 2));
        assert_eq!(slips.instead.map(|one| one.shown).as_deref(), Some("lease or leash"));
    }
}
