//! The fields of the index, and the name that changes with them.

use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::Compressor;
use tantivy::tokenizer::{PreTokenizedString, Token, TokenizerManager};
use tantivy::{IndexSettings, TantivyDocument};

use super::analyse::{Plain, Stemmed, name_tokens};
use super::compound::Scissors;
use super::entry::Entry;
use super::language::{LANGUAGES, Language};
use crate::query::fold::fold;

/// Raised whenever fields, folding, stemming or weights of the index change.
pub(super) const VERSION: u32 = 2;

/// Name of the index folder of this build, such as `search-1`: another version never opens it.
#[must_use]
pub fn folder_name() -> String {
    format!("search-{VERSION}")
}

/// The fields of an open index.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    /// The id, whole: what an update replaces by.
    pub id: Field,
    /// What else the contract may be called by: the id's second part and the folder's name, whole.
    pub handle: Field,
    /// A number for the id, for fast filtering.
    pub key: Field,
    /// Kept for the answer only.
    pub title: Field,
    pub path: Field,
    pub language: Field,
    /// Title and parties: words, and marked stems at the same places.
    pub name: Field,
    /// Body and notes, words as they are, with positions.
    pub word: Field,
    /// Stems of everything, by language.
    pub stems: Vec<(&'static Language, Field)>,
    /// Stems of the parts of compounds, by language.
    pub parts: Vec<(&'static Language, Field)>,
}

/// The schema of this build.
pub(super) fn schema() -> Schema {
    let text = |tokenizer: &str, option| {
        TextOptions::default()
            .set_indexing_options(TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option))
    };
    let mut schema = Schema::builder();
    schema.add_text_field("id", STRING | STORED);
    schema.add_text_field("handle", STRING);
    schema.add_u64_field("key", FAST);
    schema.add_text_field("title", STORED);
    schema.add_text_field("path", STORED);
    schema.add_text_field("language", STORED);
    schema.add_text_field("name", text("plain", IndexRecordOption::WithFreqsAndPositions));
    schema.add_text_field("word", text("plain", IndexRecordOption::WithFreqsAndPositions));
    for language in LANGUAGES {
        schema.add_text_field(&stem_field(language), text(&stem_field(language), IndexRecordOption::WithFreqs));
    }
    for language in LANGUAGES.iter().filter(|language| language.compounds().is_some()) {
        schema.add_text_field(&part_field(language), text("plain", IndexRecordOption::Basic));
    }
    schema.build()
}

fn part_field(language: &Language) -> String {
    format!("part_{}", language.code)
}

fn stem_field(language: &Language) -> String {
    format!("stem_{}", language.code)
}

/// Analysers for writing; reading needs none, because queries are analysed here.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("plain", Plain::analyzer());
    for language in LANGUAGES {
        manager.register(&stem_field(language), Stemmed::analyzer(language));
    }
    manager
}

/// Small uncompressed blocks: a hit costs one short copy, not the unpacking of a hundred neighbours.
pub(super) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_blocksize: 1024,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

impl Fields {
    /// The fields by name; `None` when the schema is not this build's.
    pub fn of(schema: &Schema) -> Option<Self> {
        let field = |name: &str| schema.get_field(name).ok();
        let mut stems = Vec::new();
        for language in LANGUAGES {
            stems.push((language, field(&stem_field(language))?));
        }
        let mut parts = Vec::new();
        for language in LANGUAGES.iter().filter(|language| language.compounds().is_some()) {
            parts.push((language, field(&part_field(language))?));
        }
        Some(Self {
            id: field("id")?,
            handle: field("handle")?,
            key: field("key")?,
            title: field("title")?,
            path: field("path")?,
            language: field("language")?,
            name: field("name")?,
            word: field("word")?,
            stems,
            parts,
        })
    }

    /// What is written for one contract.
    pub fn document(&self, entry: &Entry, scissors: &mut Scissors) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        let language = Language::of(&entry.language);
        document.add_text(self.id, entry.id.to_lowercase());
        for handle in entry.handles() {
            document.add_text(self.handle, handle);
        }
        document.add_u64(self.key, key(&entry.id));
        document.add_text(self.title, &entry.title);
        document.add_text(self.path, &entry.path);
        document.add_text(self.language, &entry.language);
        let names: Vec<String> = entry.names().map(fold).collect();
        for name in &names {
            let tokens = name_tokens(name, language);
            let text = PreTokenizedString { text: name.clone(), tokens };
            document.add_pre_tokenized_text(self.name, text);
        }
        let texts: Vec<String> = entry.texts().map(|text| fold(&text)).collect();
        if let Some(language) = language {
            self.inflected(&mut document, language, texts.iter().chain(&names), scissors);
        }
        for text in texts {
            document.add_text(self.word, text);
        }
        document
    }

    /// Adds the stems of the words, and those of the parts of the compounds.
    fn inflected<'t>(
        &self,
        document: &mut TantivyDocument,
        language: &'static Language,
        texts: impl Iterator<Item = &'t String> + Clone,
        scissors: &mut Scissors,
    ) {
        let of = |fields: &[(&'static Language, Field)]| {
            fields.iter().find(|(own, _)| own.code == language.code).map(|(_, field)| *field)
        };
        if let Some(field) = of(&self.stems) {
            texts.clone().for_each(|text| document.add_text(field, text));
        }
        if let Some(field) = of(&self.parts) {
            let tokens = scissors.parts(language, texts.map(String::as_str)).into_iter().map(token).collect();
            document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
        }
    }
}

fn token(text: String) -> Token {
    Token { offset_from: 0, offset_to: 0, position: 0, text, position_length: 1 }
}

/// A number for an id (FNV-1a), the same in every build. A collision only lets a stranger's hit through a filter that
/// the caller tests again.
pub(super) fn key(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
