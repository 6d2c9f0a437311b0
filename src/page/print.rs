//! The agreement to keep or to print: no form, no script, who signed or lines to sign on, fingerprints at the end.

use chrono::{DateTime, NaiveDate, Utc};

use super::article::Article;
use super::escape::escaped;
use super::paper;
use super::shell::Shell;
use super::words::Form;
use crate::contract::digest::Digest;
use crate::contract::header::Header;
use crate::contract::language::Language;

/// How somebody signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How<'a> {
    /// With a key, at a time the signer claims.
    Key {
        /// Its fingerprint.
        fingerprint: &'a str,
        /// By the signer's clock.
        claimed: DateTime<Utc>,
    },
    /// With a pen, on a day.
    Paper(NaiveDate),
    /// Electronically, elsewhere, on a day.
    Elsewhere(NaiveDate),
}

/// One signature that counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark<'a> {
    /// Legal name of the party.
    pub party: &'a str,
    /// Who signed.
    pub name: &'a str,
    /// Their address, by which a signatory of the contract is known.
    pub email: Option<&'a str>,
    /// As what.
    pub capacity: Option<&'a str>,
    /// How and when.
    pub how: How<'a>,
}

/// What is printed.
#[derive(Clone, Copy, Debug)]
pub struct Print<'a> {
    /// The agreement.
    pub article: &'a Article,
    /// What its front matter says.
    pub header: &'a Header,
    /// The language of the words around it.
    pub language: Language,
    /// Digest of the text and its annexes.
    pub revision: Digest,
    /// Who signed so far.
    pub marks: &'a [Mark<'a>],
    /// Whether signatories who are missing get lines to sign on. Without, a signed copy tells only who signed.
    pub lines: bool,
}

/// The page as one file.
#[must_use]
pub fn print(print: &Print<'_>) -> String {
    let words = Form::of(print.language);
    let title = &print.header.title;
    let names: Vec<&str> = print.header.parties.iter().map(|party| party.name.as_str()).collect();
    let body = format!(
        "<header class=\"top\"><p class=\"from\">{}</p><h1>{}</h1></header>\n<main>\n<article id=\"agreement\">{}</article>\n{}</main>\n{}",
        escaped(&print.language.list(&names)),
        escaped(title),
        print.article.html,
        signatures(print, words),
        fingerprints(print.header.id.as_str(), print.revision, print.article.digest(), None, words)
    );
    Shell { language: print.language, title, class: "print", body: &body, data: None, script: None }.html()
}

fn signatures(print: &Print<'_>, words: &Form) -> String {
    let mut boxes = String::new();
    for party in &print.header.parties {
        let mut marks: Vec<&Mark<'_>> = print.marks.iter().filter(|mark| mark.party == party.name).collect();
        let nobody = marks.is_empty() && party.signatories.is_empty();
        for one in &party.signatories {
            let place = marks.iter().position(|mark| match (mark.email, one.email.as_deref()) {
                (Some(mark), Some(one)) => mark == one,
                _ => mark.name == one.name,
            });
            match place {
                Some(place) => boxes.push_str(&signed(marks.remove(place), words)),
                None if print.lines => {
                    boxes.push_str(&paper::lines(&party.name, Some(&one.name), one.title.as_deref(), words));
                }
                None => {}
            }
        }
        if nobody && print.lines {
            boxes.push_str(&paper::lines(&party.name, None, None, words));
        }
        boxes.extend(marks.into_iter().map(|mark| signed(mark, words)));
    }
    if boxes.is_empty() {
        boxes = format!("<p>{}</p>", words.not_signed);
    }
    format!(
        "<section class=\"signatures\"><h2>{}</h2>\n<div class=\"boxes\">{boxes}</div></section>\n",
        words.signatures
    )
}

/// The box of somebody who signed.
fn signed(mark: &Mark<'_>, words: &Form) -> String {
    let row = |label: &str, value: &str| format!("<dt>{label}</dt><dd>{}</dd>", escaped(value));
    let mut rows = row(words.paper_name, mark.name);
    if let Some(capacity) = mark.capacity {
        rows.push_str(&row(words.paper_title, capacity));
    }
    let how = match mark.how {
        How::Key { fingerprint, claimed } => {
            rows.push_str(&row(words.claimed, &claimed.format("%Y-%m-%d %H:%M:%S UTC").to_string()));
            rows.push_str(&format!("<dt>{}</dt><dd><code>{}</code></dd>", words.key_label, escaped(fingerprint)));
            words.signed_electronically
        }
        How::Paper(day) | How::Elsewhere(day) => {
            rows.push_str(&row(words.date, &day.to_string()));
            if matches!(mark.how, How::Paper(_)) { words.signed_paper } else { words.signed_elsewhere }
        }
    };
    format!(
        "<div class=\"signature signed\"><p class=\"party\">{}</p><p class=\"how\">{how}</p><dl>{rows}</dl></div>",
        escaped(mark.party)
    )
}

/// What ties a page to the exact files.
pub(super) fn fingerprints(
    contract: &str,
    revision: Digest,
    shown: Digest,
    send: Option<Digest>,
    words: &Form,
) -> String {
    let row = |label: &str, value: &str| format!("<dt>{label}</dt><dd><code>{}</code></dd>", escaped(value));
    let mut rows = row(words.contract, contract);
    rows.push_str(&row(words.text_digest, &revision.to_string()));
    rows.push_str(&row(words.shown_digest, &shown.to_string()));
    if let Some(send) = send {
        rows.push_str(&row(words.send_digest, &send.to_string()));
    }
    format!("<footer class=\"exact\"><h2>{}</h2><dl>{rows}</dl></footer>\n", words.exact)
}

#[cfg(test)]
mod tests;
