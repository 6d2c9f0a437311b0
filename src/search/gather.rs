//! Two questions tantivy does not answer as exactly as needed, answered by gathering the documents first.
//!
//! [`Gathered`] makes any query safe to exclude: tantivy 0.27 asks an excluded phrase for documents it has passed already,
//! which its own checks forbid. [`PhraseBeginning`] finds `"right to term"*` with every continuation there is, where
//! tantivy stops after the first fifty.

use tantivy::postings::Postings;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// The documents of another query, without scores.
#[derive(Debug)]
pub(super) struct Gathered(pub Box<dyn Query>);

impl Clone for Gathered {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Gathered {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(GatheredWeight(self.0.weight(scoring)?)))
    }
}

struct GatheredWeight(Box<dyn Weight>);

impl Weight for GatheredWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut scorer = self.0.scorer(reader, boost)?;
        let mut documents = Vec::new();
        while scorer.doc() != TERMINATED {
            documents.push(scorer.doc());
            scorer.advance();
        }
        Ok(Documents::scorer(documents, boost))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(unexplained())
    }
}

/// Words one after the other, then any word with this beginning.
#[derive(Clone, Debug)]
pub(super) struct PhraseBeginning {
    pub field: Field,
    /// The whole words; at least one.
    pub words: Vec<String>,
    /// The beginning of the last.
    pub last: String,
}

impl Query for PhraseBeginning {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

/// A document and the positions at which a phrase could go on.
type Place = (DocId, Vec<u32>);

impl Weight for PhraseBeginning {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.field)?;
        let mut places: Option<Vec<Place>> = None;
        for word in &self.words {
            let term = Term::from_field_text(self.field, word);
            let Some(postings) = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? else {
                return Ok(Documents::scorer(Vec::new(), boost));
            };
            places = Some(goes_on(places.as_deref(), postings));
        }
        let mut found = self.ends(&index, &places.unwrap_or_default())?;
        found.sort_unstable();
        found.dedup();
        Ok(Documents::scorer(found, boost))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(unexplained())
    }
}

impl PhraseBeginning {
    /// The documents in which a word with the wanted beginning stands at one of the places.
    fn ends(&self, index: &InvertedIndexReader, places: &[Place]) -> tantivy::Result<Vec<DocId>> {
        let mut found = Vec::new();
        if places.is_empty() {
            return Ok(found);
        }
        let beginning = self.last.as_bytes();
        let mut terms = index.terms().range().ge(beginning).into_stream()?;
        while terms.advance() && terms.key().starts_with(beginning) {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = index.read_postings_from_terminfo(terms.value(), option)?;
            found.extend(goes_on(Some(places), postings).into_iter().map(|(document, _)| document));
        }
        Ok(found)
    }
}

/// The places behind a word, of those it stands at; behind all its occurrences when there are none to begin with.
fn goes_on(places: Option<&[Place]>, mut postings: impl Postings) -> Vec<Place> {
    let mut next = Vec::new();
    let mut positions = Vec::new();
    while postings.doc() != TERMINATED {
        let document = postings.doc();
        let wanted = places.map(|places| {
            let at = places.binary_search_by_key(&document, |place| place.0);
            at.ok().and_then(|at| places.get(at)).map(|place| place.1.as_slice()).unwrap_or_default()
        });
        if wanted.is_none_or(|wanted| !wanted.is_empty()) {
            postings.positions(&mut positions);
            let fits = |position: &&u32| wanted.is_none_or(|wanted| wanted.binary_search(position).is_ok());
            let behind: Vec<u32> = positions.iter().filter(fits).map(|position| position.saturating_add(1)).collect();
            if !behind.is_empty() {
                next.push((document, behind));
            }
        }
        postings.advance();
    }
    next
}

/// Documents in order.
struct Documents {
    all: Vec<DocId>,
    at: usize,
}

impl Documents {
    fn scorer(all: Vec<DocId>, boost: Score) -> Box<dyn Scorer> {
        Box::new(ConstScorer::new(Self { all, at: 0 }, boost))
    }
}

impl DocSet for Documents {
    fn advance(&mut self) -> DocId {
        self.at = self.at.saturating_add(1);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.all.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.all.len()).unwrap_or(u32::MAX)
    }
}

fn unexplained() -> TantivyError {
    TantivyError::InvalidArgument("this query explains no scores".to_owned())
}
