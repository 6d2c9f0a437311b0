//! From folded text to index terms. Text is folded before it gets here, so a tokenizer only cuts and stems.

use std::collections::HashMap;

use frostem::Stemmer;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::compound::{Splitter, Vocabulary};
use super::language::Language;
use crate::query::fold::words;

/// Stems remembered while indexing; contracts repeat the same few thousand words.
const REMEMBERED: usize = 50_000;

/// Cuts folded text into words, as they are.
#[derive(Clone, Default)]
pub(super) struct Plain;

/// Cuts folded text into the stems of its words.
#[derive(Clone)]
pub(super) struct Stemmed {
    stemmer: Stemmer,
    known: HashMap<String, String>,
}

impl Plain {
    pub fn analyzer() -> TextAnalyzer {
        TextAnalyzer::from(Self)
    }
}

impl Stemmed {
    pub fn analyzer(language: &Language) -> TextAnalyzer {
        TextAnalyzer::from(Self { stemmer: language.stemmer(), known: HashMap::new() })
    }

    fn stem(&mut self, word: &str, into: &mut String) {
        if let Some(stem) = self.known.get(word) {
            into.push_str(stem);
            return;
        }
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        let stem = self.stemmer.stem(word).into_owned();
        into.push_str(&stem);
        self.known.insert(word.to_owned(), stem);
    }
}

/// What a tokenizer does with each word.
pub(super) enum Form<'a> {
    Plain,
    Stemmed(&'a mut Stemmed),
}

/// The words of one text, one token each.
pub(super) struct Stream<'a> {
    words: Box<dyn Iterator<Item = (usize, &'a str)> + 'a>,
    form: Form<'a>,
    token: Token,
}

impl<'a> Stream<'a> {
    fn new(text: &'a str, form: Form<'a>) -> Self {
        Self { words: Box::new(words(text)), form, token: Token::default() }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some((offset, word)) = self.words.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = offset;
        self.token.offset_to = offset.saturating_add(word.len());
        self.token.text.clear();
        match &mut self.form {
            Form::Plain => self.token.text.push_str(word),
            Form::Stemmed(stemmed) => stemmed.stem(word, &mut self.token.text),
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl Tokenizer for Plain {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream::new(text, Form::Plain)
    }
}

impl Tokenizer for Stemmed {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream::new(text, Form::Stemmed(self))
    }
}

/// The form in which a stem stands in the field of names beside plain words; no folded word contains the mark.
pub(super) fn marked(language: &Language, stem: &str) -> String {
    format!("\u{1}{}:{stem}", language.code)
}

/// The form in which the stem of a part of a compound stands there.
pub(super) fn marked_part(language: &Language, stem: &str) -> String {
    format!("\u{2}{}:{stem}", language.code)
}

/// The words of a name, each with its stem and those of its parts at the same place.
pub(super) fn name_tokens(folded: &str, language: Option<&'static Language>) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (position, (offset, word)) in words(folded).enumerate() {
        let mut add = |text: String| {
            let offset_to = offset.saturating_add(word.len());
            tokens.push(Token { offset_from: offset, offset_to, position, text, position_length: 1 });
        };
        add(word.to_owned());
        if let Some(language) = language {
            add(marked(language, &language.stem(word)));
            let parts = Splitter::of(language).map(|splitter| splitter.parts(word, &Vocabulary::new()));
            parts.unwrap_or_default().iter().for_each(|stem| add(marked_part(language, stem)));
        }
    }
    tokens
}
