//! Who signed, who is to sign, and the fingerprints.

use super::{How, Mark, Print, print};
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::language::Language;
use crate::page::article::article;

const HEADER: &str = r#"id = "nda-7k2m9qxt"
title = "NDA"
kind = "nda"
[[party]]
name = "Acme AS"
[[party.signatory]]
name = "Kari"
email = "kari@acme.example"
title = "CEO"
[[party.signatory]]
name = "Ola"
[[party]]
name = "Northwind AS"
"#;

fn printed(marks: &[Mark<'_>], lines: bool) -> String {
    let document = Document::parse("contract.md", &Document::compose(HEADER, "Text.\n")).unwrap();
    let article = article(&document, &[], Language::English);
    print(&Print {
        article: &article,
        header: document.header(),
        language: Language::English,
        revision: Digest::of(b"text"),
        marks,
        lines,
    })
}

fn signed<'a>(party: &'a str, name: &'a str, email: Option<&'a str>) -> Mark<'a> {
    let how = How::Key { fingerprint: "SHA256:abc", claimed: "2026-12-01T10:00:00Z".parse().unwrap() };
    Mark { party, name, email, capacity: Some("Chief"), how }
}

#[test]
fn whoever_is_missing_gets_lines_to_sign_on() {
    let html = printed(&[], true);
    assert_eq!(html.matches("class=\"signature\"").count(), 3, "Kari, Ola, and somebody of Northwind");
    let html = printed(&[signed("Acme AS", "Kari N.", Some("kari@acme.example"))], true);
    assert_eq!(html.matches("class=\"signature\"").count(), 2);
    assert_eq!(html.matches("class=\"signature signed\"").count(), 1);
    assert!(html.contains("SHA256:abc") && html.contains("2026-12-01 10:00:00 UTC") && html.contains("Chief"));
    assert!(!printed(&[], false).contains("<div class=\"signature"), "a reading copy has none");
}

#[test]
fn every_signature_is_told_once_and_by_its_kind() {
    let day = "2026-12-01".parse().unwrap();
    let marks = [
        signed("Acme AS", "Kari", Some("kari@acme.example")),
        Mark { how: How::Paper(day), ..signed("Acme AS", "Ola", None) },
        Mark { how: How::Elsewhere(day), ..signed("Northwind AS", "A <Signer>", None) },
    ];
    let html = printed(&marks, true);
    assert_eq!(html.matches("class=\"signature signed\"").count(), 3);
    assert_eq!(html.matches("class=\"signature\"").count(), 0);
    for said in ["simple electronic signature", "Signed on paper", "electronically elsewhere", "A &lt;Signer&gt;"] {
        assert!(html.contains(said), "{said}");
    }
}

#[test]
fn it_runs_nothing_and_names_what_it_shows() {
    let html = printed(&[], false);
    assert!(!html.contains("<script") && !html.contains("<form") && html.contains("script-src 'none'"));
    assert!(html.contains(&Digest::of(b"text").to_string()) && html.contains("nda-7k2m9qxt"));
}
