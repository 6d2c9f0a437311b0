//! From a query to the index's own terms and weights.
//!
//! Each free word is looked for as a name, as it is, in its other spellings, by its stem in every language the index
//! holds, and as a part of compounds. A quoted text
//! is these very words in this order. A word that falls apart (`3.2`, `nda-7k2m9qxt`) is a phrase of its parts or a
//! contract's handle.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query as Asked, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::analyse::{marked, marked_part};
use super::gather::{Gathered, PhraseBeginning};
use super::language::Language;
use super::schema::Fields;
use crate::query::fold::words;
use crate::query::spelling::spellings;
use crate::query::{Query, Text};

/// A contract's own handle beats everything.
const HANDLE: f32 = 10_000.0;
/// A word in the title or a party's name outweighs any number of the same in a body.
const NAME: f32 = 20.0;
/// The same by its stem only.
const NAME_STEM: f32 = 15.0;
/// The same as a part of a compound.
const NAME_PART: f32 = 10.0;
/// A part of a compound in a body.
const PART: f32 = 0.5;

type Boxed = Box<dyn Asked>;

/// The query, in terms of the index.
pub(super) fn ask(query: &Query, fields: &Fields, languages: &[&'static Language]) -> Boxed {
    let asker = Asker { fields, languages };
    let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
    for clause in query.words() {
        let any: Vec<Boxed> = clause.any.iter().map(|text| asker.text(text)).collect();
        clauses.push(if clause.excluded {
            (Occur::MustNot, Box::new(Gathered(one_of(any))))
        } else {
            (Occur::Must, one_of(any))
        });
    }
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    match clauses.len() {
        1 => clauses.pop().map_or_else(|| Box::new(EmptyQuery) as Boxed, |(_, only)| only),
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

struct Asker<'a> {
    fields: &'a Fields,
    languages: &'a [&'static Language],
}

impl Asker<'_> {
    fn text(&self, text: &Text) -> Boxed {
        let mut any: Vec<Boxed> = Vec::new();
        if !text.quoted {
            any.extend(self.handle(&text.text, text.prefix));
        }
        for (place, spelling) in spellings(&text.text).iter().enumerate() {
            self.spelt(text, spelling, place == 0, &mut any);
        }
        one_of(any)
    }

    /// One spelling of a text; `typed` is the one that was typed.
    fn spelt(&self, text: &Text, folded: &str, typed: bool, any: &mut Vec<Boxed>) {
        let parts: Vec<&str> = words(folded).map(|(_, word)| word).collect();
        match parts.as_slice() {
            [] => {}
            [before @ .., last] if text.prefix => {
                any.push(beginning(self.fields.name, before, last, NAME));
                any.push(beginning(self.fields.word, before, last, 1.0));
            }
            [word] => {
                any.push(term(self.fields.name, word, NAME));
                any.push(term(self.fields.word, word, 1.0));
                if !text.quoted {
                    self.stems(word, typed, any);
                    self.parts(word, any);
                }
            }
            several => {
                for (field, boost) in [(self.fields.name, NAME), (self.fields.word, 1.0)] {
                    let terms = several.iter().map(|word| Term::from_field_text(field, word)).collect();
                    any.push(boosted(Box::new(PhraseQuery::new(terms)), boost));
                }
            }
        }
    }

    /// The inflections of a word in every language of the index. English has no letters to spell otherwise.
    fn stems(&self, word: &str, typed: bool, any: &mut Vec<Boxed>) {
        for (language, field) in self.present(&self.fields.stems).filter(|(language, _)| typed || language.code != "en")
        {
            let stem = language.stem(word);
            any.push(term(*field, &stem, 1.0));
            any.push(term(self.fields.name, &marked(language, &stem), NAME_STEM));
        }
    }

    /// The compounds a word is a part of.
    fn parts(&self, word: &str, any: &mut Vec<Boxed>) {
        for (language, field) in self.present(&self.fields.parts) {
            let stem = language.stem(word);
            any.push(term(*field, &stem, PART));
            any.push(term(self.fields.name, &marked_part(language, &stem), NAME_PART));
        }
    }

    fn present<'f>(
        &self,
        fields: &'f [(&'static Language, Field)],
    ) -> impl Iterator<Item = &'f (&'static Language, Field)> {
        fields.iter().filter(|(language, _)| self.languages.iter().any(|present| present.code == language.code))
    }

    /// The contract called by its id, the part after the dash, or its folder.
    fn handle(&self, text: &str, prefix: bool) -> Option<Boxed> {
        let typed = text.to_lowercase();
        let plain = typed.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !plain || typed.len() > 200 {
            return None;
        }
        let called = |field| {
            let term = Term::from_field_text(field, &typed);
            if prefix {
                Box::new(word_beginning(term)) as Boxed
            } else {
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            }
        };
        let query = one_of(vec![called(self.fields.id), called(self.fields.handle)]);
        Some(Box::new(ConstScoreQuery::new(query, if prefix { NAME } else { HANDLE })))
    }
}

fn term(field: Field, word: &str, boost: f32) -> Boxed {
    boosted(Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs)), boost)
}

/// Words one after the other, the last of which may go on.
fn beginning(field: Field, before: &[&str], last: &str, boost: f32) -> Boxed {
    let query: Boxed = if before.is_empty() {
        Box::new(word_beginning(Term::from_field_text(field, last)))
    } else {
        let words = before.iter().map(|word| (*word).to_owned()).collect();
        Box::new(PhraseBeginning { field, words, last: last.to_owned() })
    };
    boosted(query, boost)
}

/// A word that may go on, without tantivy's limit of fifty continuations: an answer with silent gaps is a wrong answer.
fn word_beginning(term: Term) -> PhrasePrefixQuery {
    let mut query = PhrasePrefixQuery::new(vec![term]);
    query.set_max_expansions(u32::MAX);
    query
}

fn boosted(query: Boxed, boost: f32) -> Boxed {
    if (boost - 1.0).abs() < f32::EPSILON { query } else { Box::new(BoostQuery::new(query, boost)) }
}

fn one_of(mut any: Vec<Boxed>) -> Boxed {
    match (any.len(), any.pop()) {
        (1, Some(only)) => only,
        (_, None) => Box::new(EmptyQuery),
        (_, Some(last)) => {
            any.push(last);
            Box::new(BooleanQuery::union(any))
        }
    }
}
