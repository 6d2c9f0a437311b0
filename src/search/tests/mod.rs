//! Real indexes in temporary folders: a small library, and what is asked of it.

mod keeping;
mod snippets;
mod words;

use std::path::PathBuf;

use super::{Entry, Hits, Index, SearchError, build, folder_name};
use crate::query::Query;

struct Shelf {
    _home: tempfile::TempDir,
    dir: PathBuf,
}

fn entry(id: &str, title: &str, language: &str, body: &str) -> Entry {
    Entry {
        id: id.to_owned(),
        title: title.to_owned(),
        kind: id.split('-').next().unwrap().to_owned(),
        workspace: "legal".to_owned(),
        path: format!("legal/contracts/2026-11/folder-{}", &id[4..]),
        language: language.to_owned(),
        body: body.to_owned(),
        ..Entry::default()
    }
}

fn all(entries: Vec<Entry>) -> impl Iterator<Item = Result<Entry, SearchError>> {
    entries.into_iter().map(Ok)
}

fn shelf(entries: Vec<Entry>) -> Shelf {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("clm").join(folder_name());
    build(&dir, "c0", all(entries), &mut |_| {}).unwrap();
    Shelf { _home: home, dir }
}

impl Shelf {
    fn hits(&self, query: &str) -> Hits {
        let query = Query::parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
        Index::open(&self.dir).expect("an index").find(&query, 10, None).unwrap()
    }

    fn ids(&self, query: &str) -> Vec<String> {
        let hits = self.hits(query);
        assert_eq!(hits.total, hits.hits.len());
        hits.hits.into_iter().map(|hit| hit.id[..5].to_owned()).collect()
    }

    fn found(&self, query: &str) -> String {
        let mut ids = self.ids(query);
        ids.sort();
        ids.join(" ")
    }
}

fn library() -> Shelf {
    let mut acme = entry(
        "nda-1aaaaaaa",
        "Mutual NDA with Acme AS",
        "en",
        "# 1. Secrecy\n\nThe parties terminating this agreement keep every obligation of confidence. Force majeure excuses.",
    );
    acme.parties = vec!["Northwind AS".to_owned(), "Acme AS".to_owned()];
    acme.tags = vec!["gdpr".to_owned()];
    acme.custom = "cost_center 1200".to_owned();
    let mut supply = entry(
        "msa-2bbbbbbb",
        "Leveringsavtale",
        "nb",
        "## 4. Oppsigelse\n\nOppsigelsen skal være skriftlig. Partenes forpliktelser ved kjøp av bærekraftige varer på øya. Majeure force.",
    );
    supply.parties = vec!["Northwind AS".to_owned(), "Åse Ødegård ANS".to_owned()];
    let other = entry(
        "sow-3ccccccc",
        "Statement of work",
        "",
        "Acme Acme Acme is mentioned here, and Acme again: Acme. Terminated works. Cafe\u{301} de l'E\u{301}toile. 契約書は大切です。",
    );
    let french = entry(
        "lea-4ddddddd",
        "Bail commercial",
        "fr",
        "Les obligations du locataire. Café. E-mail to kari@acme.example, see 3.2.",
    );
    shelf(vec![acme, supply, other, french])
}
