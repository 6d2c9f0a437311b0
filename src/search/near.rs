//! Words of the index that somebody who mistyped may have meant.

use std::collections::BTreeMap;

use tantivy::Searcher;
use tantivy::schema::Field;

use super::error::SearchError;
use crate::query::fold::{fold, words};

/// Most words handed back.
const MOST: usize = 8;

/// The words of these fields that differ from `typed` by a slip or two and begin with the same letter: the nearest first,
/// of equals the more frequent. A slip is a letter too much, too few, wrong, or two in the wrong order; one is forgiven in
/// words of four to seven letters, two in longer ones, none in shorter ones.
pub(super) fn near(searcher: &Searcher, fields: &[Field], typed: &str) -> Result<Vec<String>, SearchError> {
    let folded = fold(typed);
    let mut parts = words(&folded);
    let (Some((_, word)), None) = (parts.next(), parts.next()) else { return Ok(Vec::new()) };
    let letters = word.chars().count();
    let allowed: usize = match letters {
        0..=3 => return Ok(Vec::new()),
        4..=7 => 1,
        _ => 2,
    };
    let first = word.chars().next().map(String::from).unwrap_or_default();
    let mut found: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    for reader in searcher.segment_readers() {
        for field in fields {
            let index = reader.inverted_index(*field)?;
            let mut terms =
                index.terms().range().ge(first.as_bytes()).into_stream().map_err(tantivy::TantivyError::from)?;
            while terms.advance() && terms.key().starts_with(first.as_bytes()) {
                let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
                if term.len().abs_diff(word.len()) > allowed.saturating_mul(4) || term == word {
                    continue;
                }
                if term.chars().count().abs_diff(letters) > allowed {
                    continue;
                }
                let slips = strsim::osa_distance(term, word);
                if slips <= allowed {
                    let often = u64::from(terms.value().doc_freq);
                    let known = found.entry(term.to_owned()).or_insert((slips, 0));
                    known.1 = known.1.saturating_add(often);
                }
            }
        }
    }
    let mut ranked: Vec<(String, (usize, u64))> = found.into_iter().collect();
    ranked.sort_by_key(|(_, (slips, often))| (*slips, std::cmp::Reverse(*often)));
    Ok(ranked.into_iter().take(MOST).map(|(term, _)| term).collect())
}
