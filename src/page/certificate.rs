//! The certificate of a bundle: who agreed, as what, when, with which key, and how they are known. One page without script,
//! for people; what proves it lies beside it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest as _, Sha256};

use crate::contract::digest::Digest;
use crate::contract::party::Party;
use crate::signature::text;

const STYLE: &str = include_str!("certificate.css");

/// What is certified.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Title of the agreement.
    pub title: String,
    /// Its id.
    pub contract: String,
    /// Digest of its text and annexes.
    pub revision: Digest,
    /// The verdict its maker came to.
    pub verdict: String,
    /// Its signing state.
    pub state: String,
    /// The parties.
    pub parties: Vec<Party>,
    /// The statements, in the order in which they were made.
    pub signatures: Vec<Signature>,
    /// Whether it was executed on paper or elsewhere.
    pub outside: Option<Outside>,
    /// Who is missing.
    pub missing: Vec<String>,
    /// The files of the agreement and the evidence.
    pub files: Vec<File>,
    /// Name and address of the maker.
    pub maker: String,
    /// Fingerprint of the maker's key.
    pub maker_key: String,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Signature {
    /// `signed`, `declined`, `witnessed`.
    pub what: &'static str,
    /// Who.
    pub name: String,
    /// Their address.
    pub email: String,
    /// For which party.
    pub party: String,
    /// As what.
    pub capacity: Option<String>,
    /// Whose place it fills, where that is not the signer's own.
    pub instead: Option<String>,
    /// The sentence agreed to.
    pub consent: String,
    /// When, by the signer's clock.
    pub claimed: DateTime<Utc>,
    /// The day it arrived.
    pub received: Option<NaiveDate>,
    /// Fingerprint of the key.
    pub key: String,
    /// How the signer is known, in a word.
    pub basis: String,
    /// What it rests on.
    pub evidence: Vec<String>,
    /// Digest of the statement.
    pub digest: Digest,
    /// Its file.
    pub file: String,
}

/// An execution outside clm.
#[derive(Clone, Debug)]
pub struct Outside {
    /// `paper` or `external`.
    pub how: String,
    /// The day.
    pub on: NaiveDate,
    /// Where, if elsewhere and known.
    pub platform: Option<String>,
    /// What shows it.
    pub evidence: Vec<String>,
}

/// A file with its digest.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path in the bundle.
    pub path: String,
    /// Of its bytes.
    pub digest: Digest,
}

/// The page as one file.
#[must_use]
pub fn certificate(of: &Certificate) -> String {
    let style = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let title = shown(&of.title);
    let outside = of.outside.as_ref().map(executed).unwrap_or_default();
    let order = if of.signatures.len() > 1 { "<p>In the order in which they say they were made.</p>\n" } else { "" };
    let signatures: String = of.signatures.iter().zip(1..).map(|(one, number)| signature(one, number)).collect();
    let signatures = match of.signatures.is_empty() {
        true => "<p>None was made with a key.</p>\n".to_owned(),
        false => format!("{order}{signatures}"),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'\">\n<meta \
         name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" \
         content=\"no-referrer\">\n<title>Certificate: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"of\">Certificate of signatures</p>\n<h1>{title}</h1>\n<p class=\"of\">{}</p>\n{}<h2>Parties</h2>\n{}\
         <h2>Signatures</h2>\n{signatures}{outside}<h2>What was agreed to</h2>\n{}<h2>How to check this</h2>\n{}</main>\n\
         </body>\n</html>\n",
        shown(&of.contract),
        verdict(of),
        parties(&of.parties),
        files(of),
        check(of)
    )
}

fn verdict(of: &Certificate) -> String {
    let good = ["valid", "paper", "external"].contains(&of.verdict.as_str());
    let sentence = match of.verdict.as_str() {
        "valid" => "Everybody whose signature the agreement asks for has signed this text. Every signature is intact.",
        "paper" => "It was executed on paper, wholly or in part. The evidence beside this page is intact.",
        "external" => {
            "It was executed with another signing service, wholly or in part. The evidence beside this page is intact."
        }
        "untrusted" => "What is here is intact, but not every signer is known. This is no complete agreement.",
        _ => "This is not a complete agreement: a required signature is missing, or it was stopped.",
    };
    let missing: String = of.missing.iter().map(|who| format!("<li>{}</li>", shown(who))).collect();
    let missing = if missing.is_empty() { missing } else { format!("<p>Missing:</p><ul>{missing}</ul>\n") };
    format!(
        "<section class=\"verdict{}\"><p><strong>{}</strong> ({})</p>\n<p>{sentence}</p>\n{missing}</section>\n",
        if good { " good" } else { "" },
        shown(&of.verdict),
        shown(&of.state)
    )
}

fn parties(parties: &[Party]) -> String {
    let line = |party: &Party| {
        let role = party.role.as_ref().map(|role| format!(", {}", shown(role))).unwrap_or_default();
        let number = party.org_number.as_ref().map(|number| format!(" ({})", shown(number))).unwrap_or_default();
        format!("<li>{}{number}{role}</li>\n", shown(&party.name))
    };
    format!("<ul>\n{}</ul>\n", parties.iter().map(line).collect::<String>())
}

fn signature(one: &Signature, number: usize) -> String {
    let capacity = one.capacity.as_ref().map(|capacity| row("As", &shown(capacity))).unwrap_or_default();
    let received = one.received.map(|day| row("Received", &day.to_string())).unwrap_or_default();
    let evidence: String = one.evidence.iter().map(|path| row("Rests on", &code(path))).collect();
    let rows = [
        row("For", &shown(&one.party)),
        capacity,
        row("Address", &shown(&one.email)),
        one.instead.as_ref().map(|whose| row("In the place of", &shown(whose))).unwrap_or_default(),
        row("Agreed to", &shown(&one.consent)),
        row("Claimed time", &one.claimed.format("%Y-%m-%d %H:%M:%S UTC").to_string()),
        received,
        row("Key", &code(&one.key)),
        row("Known by", &shown(&basis(&one.basis))),
        evidence,
        row("Statement", &format!("{}<br>{}", code(&one.file), code(&one.digest.to_string()))),
    ];
    format!(
        "<section class=\"entry\"><h3>{number}. {} {}</h3>\n<dl>\n{}</dl></section>\n",
        shown(&one.name),
        one.what,
        rows.concat()
    )
}

fn executed(outside: &Outside) -> String {
    let how = if outside.how == "paper" { "on paper" } else { "with another signing service" };
    let platform = outside.platform.as_ref().map(|name| row("Service", &shown(name))).unwrap_or_default();
    let evidence: String = outside.evidence.iter().map(|path| row("Evidence", &code(path))).collect();
    format!(
        "<h2>Execution elsewhere</h2>\n<section class=\"entry\"><dl>\n{}{}{platform}{evidence}</dl></section>\n",
        row("Executed", how),
        row("On", &outside.on.to_string())
    )
}

fn files(of: &Certificate) -> String {
    let line = |file: &File| row(&shown(&file.path), &code(&file.digest.to_string()));
    format!(
        "<dl>\n{}{}</dl>\n",
        of.files.iter().map(line).collect::<String>(),
        row("All of the text", &code(&of.revision.to_string()))
    )
}

fn check(of: &Certificate) -> String {
    format!(
        "<p>This page proves nothing by itself. <code>VERIFY.md</code> has the commands that do, with <code>ssh-keygen</code> \
         and <code>sha256sum</code> alone; with clm it is <code>clm verify FILE.zip --trust {}</code>.</p>\n<p>Whose the keys \
         are, how each signer is known and when a signature arrived is what {} states, who made and signed this bundle with \
         the key {}. Ask them for it on a way you know. The claimed times are the signers' own. All signatures are simple \
         electronic signatures.</p>\n",
        shown(&of.maker_key),
        shown(&of.maker),
        code(&of.maker_key)
    )
}

/// How somebody is known, in words.
fn basis(word: &str) -> String {
    match word {
        "member" => "a member of the maker's organisation, by the key in its own register",
        "in-person" => "met in person or on video",
        "known-key" => "the key was known from before",
        "phone" => "the fingerprint was read over a known telephone number",
        "mail" => "it came from the known mailbox",
        "code" => "a spoken code proves who got the page",
        other => other,
    }
    .to_owned()
}

/// `label` and `value` are HTML already.
fn row(label: &str, value: &str) -> String {
    format!("<dt>{label}</dt><dd>{value}</dd>\n")
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", shown(text))
}

/// Text with nothing in it that a browser would take for markup or that nobody would see.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars().flat_map(text::visible) {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}
