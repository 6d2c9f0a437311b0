//! The agreement as people are shown it: key terms, text, annexes.
//!
//! **Owns** the HTML to the byte, and which lines of `contract.md` each block was made from. **Invariants**: the bytes are
//! those a browser answers for `innerHTML` of the element they stand in, so the digest of what was shown can be taken on
//! both ends; everything the file says is shown, and as text what Markdown would hide or HTML change; nothing in it can be
//! followed, loaded or run. A change here changes every digest of what is shown from now on: replies to pages sent before
//! no longer match.

mod lines;
mod markdown;

use super::escape::escaped;
use super::terms;
use super::words::Terms;
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::language::Language;
use crate::contract::outline::Outline;
use lines::Lines;

/// A further document that is part of the agreement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Annex<'a> {
    /// Its path below the contract's folder, such as `annexes/prices.md`.
    pub name: &'a str,
    /// Its exact bytes.
    pub bytes: &'a [u8],
}

/// What is shown of an agreement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// The content of the element the agreement stands in.
    pub html: String,
    /// The parts of `contract.md` for which another wording can be asked, in order, none overlapping.
    pub blocks: Vec<Block>,
    /// The clauses a comment can be about, in order.
    pub clauses: Vec<ClauseName>,
}

/// One part of the text: a heading, a paragraph, an item, a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// The first and the last line of the file `contract.md`, counted from 1.
    pub lines: (usize, usize),
    /// Those lines, exactly as in the file, without the last line's end.
    pub text: String,
    /// The innermost clause it lies in: its number, or the title of a heading without one.
    pub clause: Option<String>,
}

/// How a clause is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClauseName {
    /// Its number such as `3.2`, or its title where it has none.
    pub name: String,
    /// Its heading or first words.
    pub title: String,
}

impl Article {
    /// The digest of what is shown.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.html.as_bytes())
    }
}

/// Renders an agreement; the words of its key terms are in `language`.
#[must_use]
pub fn article(document: &Document, annexes: &[Annex<'_>], language: Language) -> Article {
    let words = Terms::of(language);
    let header = document.header();
    let outline = Outline::of(document.body());
    let tag = tag(header.language.as_deref());
    let mut html = format!("<section class=\"terms\"><h2>{}</h2>", words.key_terms);
    terms::put(&mut html, header, language);
    html.push_str("</section>\n<div class=\"text\"");
    html.push_str(&format!(" lang=\"{tag}\">\n"));
    let lines = Lines::of(document.body(), document.body_line());
    let text = markdown::render(document.body(), &lines, true, words);
    html.push_str(&text.html);
    html.push_str("</div>");
    let mut sorted: Vec<&Annex<'_>> = annexes.iter().collect();
    sorted.sort_by_key(|annex| annex.name.as_bytes());
    for annex in sorted {
        html.push_str(&self::annex(annex, tag, words));
    }
    let blocks = text
        .leaves
        .into_iter()
        .map(|leaf| Block { lines: leaf.lines, text: leaf.text, clause: outline.clause_at(leaf.start).map(name) })
        .collect();
    let clauses =
        outline.clauses().iter().map(|clause| ClauseName { name: name(clause), title: clause.title.clone() }).collect();
    Article { html, blocks, clauses }
}

fn name(clause: &crate::contract::outline::Clause) -> String {
    clause.number.clone().unwrap_or_else(|| clause.title.clone())
}

/// The language of the text, as an attribute can hold it.
fn tag(language: Option<&str>) -> &str {
    let good = |tag: &&str| !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    language.filter(good).unwrap_or("en")
}

/// Markdown is shown; of anything else name, size and digest, so that a copy sent beside the page can be compared.
fn annex(annex: &Annex<'_>, tag: &str, words: &Terms) -> String {
    let name = escaped(annex.name);
    let mut html = format!("\n<section class=\"annex\"><h2>{}: {name}</h2>", words.annex);
    match std::str::from_utf8(annex.bytes) {
        Ok(text) if annex.name.ends_with(".md") => {
            html.push_str(&format!("\n<div class=\"text\" lang=\"{tag}\">\n"));
            html.push_str(&markdown::render(text, &Lines::of(text, 1), false, words).html);
            html.push_str("</div>");
        }
        _ => {
            let digest = Digest::of(annex.bytes).hex();
            let size = annex.bytes.len();
            html.push_str(&format!(
                "<p>{}</p><dl><dt>{}</dt><dd>{size}</dd><dt>SHA-256</dt><dd><code>{digest}</code></dd></dl>",
                words.annex_beside, words.bytes
            ));
        }
    }
    html.push_str("</section>");
    html
}

#[cfg(test)]
mod tests;
