//! The page one signatory of the other side is sent: the agreement, and below it what can be answered.
//!
//! It is readable without its script, which alone can sign. Nothing is loaded and nothing is sent: the answer is a file.

mod data;
mod form;

use chrono::NaiveDate;

use super::article::Article;
use super::escape::escaped;
use super::paper;
use super::print::fingerprints;
use super::shell::Shell;
use super::words::{Form, fill};
use crate::contract::digest::Digest;
use crate::contract::language::Language;

/// The script, file by file in the order of need.
const SCRIPT: &str = concat!(
    include_str!("assets/bytes.js"),
    include_str!("assets/key.js"),
    include_str!("assets/signature.js"),
    include_str!("assets/reply.js"),
    include_str!("assets/fields.js"),
    include_str!("assets/entries.js"),
    include_str!("assets/page.js"),
);

/// Whom a page asks for what.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The agreement as it is shown.
    pub article: &'a Article,
    /// The language of the page's own words.
    pub language: Language,
    /// The contract's id.
    pub contract: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Who sends the page.
    pub organisation: &'a str,
    /// Where the answer goes, if that is to be said.
    pub reply_to: Option<&'a str>,
    /// Digest of the act that sends it.
    pub send: Digest,
    /// Digest of the text and its annexes.
    pub revision: Digest,
    /// Legal name of the party that is asked.
    pub party: &'a str,
    /// The signatory's name, if the contract names one.
    pub name: Option<&'a str>,
    /// The address the signatory is known by; it cannot be changed in the page.
    pub email: Option<&'a str>,
    /// As what they sign, such as CEO.
    pub capacity: Option<&'a str>,
    /// The last day for an answer.
    pub until: NaiveDate,
    /// Whether the answer must prove a spoken code.
    pub code: bool,
    /// Whether it can be signed here; if not it can be commented on and declined.
    pub may_sign: bool,
    /// The statement to sign, without what the signer adds: name, e-mail where not known, capacity, key, time, nonce,
    /// proof of the code. `predicate.consent` is the sentence shown; see [`super::consent()`].
    pub statement: &'a serde_json::Value,
}

/// The page as one file.
#[must_use]
pub fn page(ask: &Ask<'_>) -> String {
    let words = Form::of(ask.language);
    let body = format!(
        "<a class=\"skip\" href=\"#answer\">{}</a>\n{}<main>\n{}<article id=\"agreement\" aria-label=\"{}\">{}</article>\n{}{}</main>\n{}",
        words.skip,
        top(ask, words),
        without_script(words),
        words.agreement,
        ask.article.html,
        form::form(ask, words),
        by_pen(ask, words),
        fingerprints(ask.contract, ask.revision, ask.article.digest(), Some(ask.send), words)
    );
    let data = data::json(ask);
    let shell = Shell {
        language: ask.language,
        title: ask.title,
        class: "ask",
        body: &body,
        data: Some(&data),
        script: Some(SCRIPT),
    };
    shell.html()
}

fn top(ask: &Ask<'_>, words: &Form) -> String {
    let values = [("organisation", ask.organisation), ("party", ask.party), ("name", ask.name.unwrap_or_default())];
    let asks = fill(if ask.name.is_some() { words.asks_person } else { words.asks_party }, &values);
    let until = fill(words.until, &[("day", &ask.language.date(ask.until))]);
    format!(
        "<header class=\"top\"><p class=\"from\">{}</p><h1>{}</h1><p>{} <strong>{}</strong></p><p class=\"small\">{}</p></header>\n",
        escaped(&format!("{} → {}", ask.organisation, ask.party)),
        escaped(ask.title),
        escaped(&asks),
        escaped(&until),
        escaped(&fill(words.newer, &values))
    )
}

fn without_script(words: &Form) -> String {
    format!("<noscript><p class=\"notice\">{}</p></noscript>\n", words.no_script)
}

fn by_pen(ask: &Ask<'_>, words: &Form) -> String {
    if !ask.may_sign {
        return String::new();
    }
    format!(
        "<section id=\"paper\" aria-labelledby=\"paper-title\"><h2 id=\"paper-title\">{}</h2><p class=\"steps\">{}</p>{}</section>\n",
        words.on_paper,
        escaped(&fill(words.paper_steps, &[("organisation", ask.organisation)])),
        paper::lines(ask.party, ask.name, ask.capacity, words)
    )
}

#[cfg(test)]
mod tests;
