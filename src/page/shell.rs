//! The document around a page: head, style, script, and the policy that lets nothing else in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::escape::{attribute, escaped};
use crate::contract::language::Language;

/// The style of every page.
const STYLE: &str = include_str!("assets/page.css");

/// A page that is a file of its own.
pub(super) struct Shell<'a> {
    pub(super) language: Language,
    pub(super) title: &'a str,
    /// For style alone.
    pub(super) class: &'a str,
    pub(super) body: &'a str,
    /// What the script reads; JSON.
    pub(super) data: Option<&'a str>,
    /// The one script that may run.
    pub(super) script: Option<&'a str>,
}

impl Shell<'_> {
    /// The whole file.
    pub(super) fn html(&self) -> String {
        let Self { language, title, class, body, .. } = self;
        let code = language.code();
        let title = escaped(title);
        let policy = attribute(&self.policy());
        let data = self.data.map(|data| {
            // Nothing in the data can end the element it stands in.
            let data = data.replace('<', "\\u003c");
            format!("<script type=\"application/json\" id=\"data\">{data}</script>\n")
        });
        let script = self.script.map(|script| format!("<script>{script}</script>\n"));
        let (data, script) = (data.unwrap_or_default(), script.unwrap_or_default());
        format!(
            "<!DOCTYPE html>\n<html lang=\"{code}\" translate=\"no\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"google\" content=\"notranslate\">\n<meta name=\"format-detection\" content=\"telephone=no\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body class=\"{class}\">\n{body}{data}{script}</body>\n</html>\n"
        )
    }

    fn policy(&self) -> String {
        let script = self.script.map_or_else(|| "'none'".to_owned(), source);
        format!(
            "default-src 'none'; script-src {script}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
            source(STYLE)
        )
    }
}

/// Names a text by its digest, as a policy does.
fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}
