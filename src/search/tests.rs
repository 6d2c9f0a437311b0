//! Real indexes in temporary folders.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Entry, Hits, IdSet, Index, SearchError, build, folder_name, snippet, update};
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

#[test]
fn words_are_found_by_their_stems_in_the_contract_s_language() {
    let shelf = library();
    for (query, found) in [
        ("terminate", "nda-1 sow-3"),
        ("terminations", "nda-1 sow-3"),
        ("obligations", "lea-4 nda-1"),
        ("obligation", "nda-1"),
        ("oppsigelser", "msa-2"),
        ("oppsigelse", "msa-2"),
        ("forpliktelsene", "msa-2"),
        ("avtaler", "msa-2"),
        ("leveringsavtalen", "msa-2"),
        ("gdpr", "nda-1"),
        ("1200", "nda-1"),
        ("legal", "lea-4 msa-2 nda-1 sow-3"),
    ] {
        assert_eq!(shelf.found(query), found, "{query}");
    }
}

#[test]
fn accents_case_and_unicode_form_do_not_matter() {
    let shelf = library();
    for query in ["kjøp", "KJØP", "kjop", "bærekraftig", "baerekraftig", "øya", "oya", "ødegård", "ODEGA\u{30a}RD"]
    {
        assert_eq!(shelf.found(query), "msa-2", "{query}");
    }
    for query in ["café", "cafe", "cafe\u{301}", "CAFÉ"] {
        assert_eq!(shelf.found(query), "lea-4 sow-3", "{query}");
    }
    assert_eq!(shelf.found("étoile"), "sow-3");
    assert_eq!(shelf.found("åse"), "msa-2");
    assert_eq!(shelf.found("A\u{30a}se"), "msa-2");
    assert_eq!(shelf.found("契約"), "sow-3");
    assert_eq!(shelf.found("約契"), "");
}

#[test]
fn a_quotation_is_these_very_words_in_this_order() {
    let shelf = library();
    for (query, found) in [
        ("\"force majeure\"", "nda-1"),
        ("\"majeure force\"", "msa-2"),
        ("\"FORCE  Majeure\"", "nda-1"),
        ("\"force maj\"*", "nda-1"),
        ("\"force excuses\"", ""),
        ("\"agreement keep every ob\"*", "nda-1"),
        ("\"agreement every ob\"*", ""),
        ("\"zzz ob\"*", ""),
        ("\"acme a\"*", "nda-1 sow-3"),
        ("-\"force maj\"* acme", "lea-4 sow-3"),
        ("\"obligation\"", "nda-1"),
        ("\"terminate\"", ""),
        ("\"Mutual NDA\"", "nda-1"),
        ("\"Acme AS Northwind\"", ""),
        ("\"Northwind AS Acme\"", ""),
        ("\"kjop av baerekraftige\"", "msa-2"),
        ("kari@acme.example", "lea-4"),
        ("3.2", "lea-4"),
        ("e-mail", "lea-4"),
    ] {
        assert_eq!(shelf.found(query), found, "{query}");
    }
}

#[test]
fn beginnings_alternatives_and_exclusions() {
    let shelf = library();
    for (query, found) in [
        ("oblig*", "lea-4 nda-1"),
        ("bære*", "msa-2"),
        ("baere*", "msa-2"),
        ("levering*", "msa-2"),
        ("zzz*", ""),
        ("acme", "lea-4 nda-1 sow-3"),
        ("acme -mutual", "lea-4 sow-3"),
        ("-acme", "msa-2"),
        ("acme -terminate", "lea-4"),
        ("-\"force majeure\" acme", "lea-4 sow-3"),
        ("acme OR oppsigelse", "lea-4 msa-2 nda-1 sow-3"),
        ("acme gdpr", "nda-1"),
        ("acme oppsigelse", ""),
        ("northwind kjøp", "msa-2"),
        ("nothing-like-this", ""),
        ("", "lea-4 msa-2 nda-1 sow-3"),
        ("§§", "lea-4 msa-2 nda-1 sow-3"),
        ("kind:nda acme", "lea-4 nda-1 sow-3"),
    ] {
        assert_eq!(shelf.found(query), found, "{query}");
    }
}

#[test]
fn the_contract_named_in_the_query_comes_first() {
    let shelf = library();
    for (query, first) in [
        ("acme", "nda-1"),
        ("acme as", "nda-1"),
        ("mutual nda with acme as", "nda-1"),
        ("nda-1aaaaaaa", "nda-1"),
        ("NDA-1AAAAAAA", "nda-1"),
        ("2bbbbbbb", "msa-2"),
        ("folder-3ccccccc", "sow-3"),
        ("2bbb*", "msa-2"),
        ("works", "sow-3"),
    ] {
        assert_eq!(shelf.ids(query).first().map(String::as_str), Some(first), "{query}");
    }
    let hit = &shelf.hits("acme").hits[0];
    assert_eq!((hit.title.as_str(), hit.language.as_str()), ("Mutual NDA with Acme AS", "en"));
    assert_eq!((hit.id.as_str(), hit.path.as_str()), ("nda-1aaaaaaa", "legal/contracts/2026-11/folder-1aaaaaaa"));
}

#[test]
fn a_word_of_the_text_s_own_language_ranks_above_another_s_stem() {
    let shelf = shelf(vec![
        entry("nda-1aaaaaaa", "One", "en", "some words about terms and a termin here and nothing more"),
        entry("nda-2bbbbbbb", "Two", "nb", "noen ord om terminene og litt mer her og ikke noe annet"),
    ]);
    assert_eq!(shelf.ids("termin"), ["nda-1", "nda-2"]);
}

#[test]
fn answers_are_limited_but_counted_and_can_be_kept_to_some() {
    let entries =
        (0..50).map(|n| entry(&format!("nda-{n:08}"), &format!("Number {n}"), "en", "common words")).collect();
    let shelf = shelf(entries);
    let index = Index::open(&shelf.dir).unwrap();
    let query = Query::parse("common").unwrap();
    let hits = index.find(&query, 3, None).unwrap();
    assert_eq!((hits.total, hits.hits.len()), (50, 3));
    let all = index.find(&query, usize::MAX, None).unwrap();
    assert!(all.hits.is_sorted_by(|a, b| a.id < b.id) && all.hits.len() == 50);
    assert_eq!(index.find(&query, 0, None).unwrap().hits, []);
    let some: IdSet = ["nda-00000007", "nda-00000049", "nda-99999999"].into_iter().collect();
    let hits = index.find(&query, 10, Some(&some)).unwrap();
    assert_eq!(hits.total, 2);
    assert_eq!(hits.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["nda-00000007", "nda-00000049"]);
    assert_eq!(index.find(&query, 10, Some(&IdSet::default())).unwrap().total, 0);
    let all = index.find(&query, 10, None).unwrap().total;
    assert_eq!(index.find(&query, 10, Some(&IdSet::all_but([]))).unwrap().total, all);
    let hits = index.find(&query, 100, Some(&IdSet::all_but(["nda-00000007"]))).unwrap();
    assert_eq!(hits.total, all - 1);
    assert!(hits.hits.iter().all(|hit| hit.id != "nda-00000007"));
}

#[test]
fn an_update_is_found_and_what_it_replaced_is_not() {
    let shelf = library();
    let changed = entry("nda-1aaaaaaa", "Renamed", "sv", "Uppsägningen gäller");
    let added = entry("dpa-5eeeeeee", "Databehandling", "da", "Behandlingerne sker");
    update(&shelf.dir, "c0", "c1", ["sow-3ccccccc"], all(vec![changed, added])).unwrap();
    assert_eq!(Index::open(&shelf.dir).unwrap().commit(), "c1");
    for (query, found) in [
        ("\"force majeure\"", ""),
        ("mutual", ""),
        ("northwind", "msa-2"),
        ("uppsägning", "nda-1"),
        ("uppsagningen", "nda-1"),
        ("behandling", "dpa-5"),
        ("works", ""),
        ("oppsigelse", "msa-2"),
        ("", "dpa-5 lea-4 msa-2 nda-1"),
    ] {
        assert_eq!(shelf.found(query), found, "{query}");
    }
    assert!(Index::open(&shelf.dir).unwrap().is_intact());
}

#[test]
fn many_updates_merge_and_keep_the_commit() {
    let shelf = library();
    for n in 0..20 {
        let body = format!("version{n} of the text");
        let (from, to) = (format!("c{n}"), format!("c{}", n + 1));
        update(
            &shelf.dir,
            &from,
            &to,
            [],
            all(vec![entry("nda-1aaaaaaa", "T", "en", &body), entry(&format!("sow-{n:08}"), "S", "nb", "x")]),
        )
        .unwrap();
        assert_eq!(Index::open(&shelf.dir).unwrap().commit(), to);
    }
    assert_eq!(shelf.found("version19"), "nda-1");
    assert_eq!(shelf.hits("version18").total, 0);
    assert_eq!(Index::open(&shelf.dir).unwrap().len(), 24);
    let files = fs::read_dir(&shelf.dir).unwrap().count();
    assert!(files < 120, "{files} files");
}

#[test]
fn an_update_replaces_by_id_only() {
    let mut alias = entry("sow-2bbbbbbb", "Alias", "en", "alias body");
    alias.path = "legal/contracts/nda-1aaaaaaa/contract.md".to_owned();
    let shelf = shelf(vec![entry("nda-1aaaaaaa", "Original", "en", "original body"), alias]);
    assert_eq!(shelf.found("nda-1aaaaaaa"), "nda-1 sow-2");
    let twins = ["first", "second"].map(|body| entry("nda-1aaaaaaa", "Twin", "en", body));
    update(&shelf.dir, "c0", "c1", [], all(twins.to_vec())).unwrap();
    for (query, found) in
        [("original", ""), ("alias", "sow-2"), ("first", "nda-1"), ("second", "nda-1"), ("twin", "nda-1 nda-1")]
    {
        assert_eq!(shelf.found(query), found, "{query}");
    }
}

#[test]
fn an_update_from_another_commit_or_without_index_is_refused() {
    let shelf = library();
    let none = || all(Vec::new());
    assert!(matches!(update(&shelf.dir, "c9", "c1", [], none()), Err(SearchError::Moved(_))));
    assert!(matches!(update(&shelf.dir.join("no"), "c0", "c1", [], none()), Err(SearchError::Moved(_))));
    assert_eq!(Index::open(&shelf.dir).unwrap().commit(), "c0");
}

#[test]
fn a_failing_source_leaves_the_old_index() {
    #[derive(Debug)]
    struct Broken;
    impl From<SearchError> for Broken {
        fn from(_: SearchError) -> Self {
            Self
        }
    }
    let shelf = library();
    let bad = || vec![Ok(entry("nda-9zzzzzzz", "New", "en", "brandnew")), Err(Broken)];
    assert!(build(&shelf.dir, "c1", bad(), &mut |_| {}).is_err());
    assert!(update(&shelf.dir, "c0", "c1", ["msa-2bbbbbbb"], bad()).is_err());
    assert_eq!(Index::open(&shelf.dir).unwrap().commit(), "c0");
    assert_eq!(shelf.found("brandnew OR oppsigelse"), "msa-2");
    update(&shelf.dir, "c0", "c1", [], all(Vec::new())).unwrap();
    assert_eq!(Index::open(&shelf.dir).unwrap().commit(), "c1");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

#[test]
fn a_damaged_index_is_absent_and_can_be_built_again() {
    let shelf = library();
    let spoilt = shelf.dir.with_file_name("spoilt");
    let names: Vec<_> = fs::read_dir(&shelf.dir).unwrap().map(|file| file.unwrap().file_name()).collect();
    let vital = |name: &str| !name.starts_with('.');
    for name in names.iter().filter(|name| vital(&name.to_string_lossy())) {
        for spoil in ["gone", "empty", "half", "zeros", "text"] {
            let _ = fs::remove_dir_all(&spoilt);
            copy(&shelf.dir, &spoilt);
            let file = spoilt.join(name);
            let bytes = fs::read(&file).unwrap();
            match spoil {
                "gone" => fs::remove_file(&file).unwrap(),
                "empty" => fs::write(&file, "").unwrap(),
                "half" => fs::write(&file, &bytes[..bytes.len() / 2]).unwrap(),
                "zeros" => fs::write(&file, vec![0; bytes.len()]).unwrap(),
                _ => fs::write(&file, "{\"not\": \"an index\"}").unwrap(),
            }
            assert!(Index::open(&spoilt).is_none(), "{name:?} {spoil}");
        }
    }
    build(&spoilt, "c5", all(vec![entry("nda-9zzzzzzz", "New", "en", "x")]), &mut |_| {}).unwrap();
    assert_eq!(Index::open(&spoilt).unwrap().commit(), "c5");
}

#[test]
fn what_is_no_index_is_absent() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("search");
    assert!(Index::open(&dir).is_none());
    fs::write(&dir, "a file").unwrap();
    assert!(Index::open(&dir).is_none());
    let none: Vec<Result<Entry, SearchError>> = Vec::new();
    build(&dir, "c0", none, &mut |_| {}).unwrap();
    let index = Index::open(&dir).unwrap();
    assert!(index.is_empty());
    assert_eq!(index.find(&Query::parse("x OR \"y z\" OR w*").unwrap(), 10, None).unwrap(), Hits::default());
    let meta = dir.join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, text.replace("clm-search ", "clm-search 9")).unwrap();
    assert!(Index::open(&dir).is_none(), "another version");
    fs::remove_dir_all(&dir).unwrap();
    fs::create_dir_all(dir.with_file_name("search.new").join("left over")).unwrap();
    fs::write(dir.with_file_name("search.old"), "left over").unwrap();
    build(&dir, "c1", all(vec![entry("nda-9zzzzzzz", "N", "en", "x")]), &mut |_| {}).unwrap();
    assert_eq!(Index::open(&dir).unwrap().commit(), "c1");
}

#[test]
fn readers_are_not_disturbed_by_a_build_or_update() {
    let shelf = library();
    let before = Index::open(&shelf.dir).unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for n in 0..6 {
                let entries =
                    (0..40).map(|k| entry(&format!("nda-{k:08}"), "T", "en", &format!("round{n} text"))).collect();
                build(&shelf.dir, &format!("b{n}"), all(entries), &mut |_| {}).unwrap();
                update(&shelf.dir, &format!("b{n}"), &format!("u{n}"), ["nda-00000000"], all(Vec::new())).unwrap();
            }
        });
        let mut seen = 0;
        while !writer.is_finished() {
            if let Some(index) = Index::open(&shelf.dir) {
                let (kind, round) = index.commit().split_at(1);
                let wanted = match kind {
                    "b" => 40,
                    "u" => 39,
                    _ => 0,
                };
                let found = index.find(&Query::parse(&format!("round{round}")).unwrap(), 1, None).unwrap().total;
                assert_eq!(found, wanted, "{}", index.commit());
                seen += 1;
            }
        }
        writer.join().unwrap();
        assert!(seen > 0);
    });
    assert_eq!(before.commit(), "c0");
    assert_eq!(before.find(&Query::parse("\"force majeure\"").unwrap(), 10, None).unwrap().hits[0].id, "nda-1aaaaaaa");
    assert_eq!(Index::open(&shelf.dir).unwrap().commit(), "u5");
}

#[test]
fn building_the_same_commit_again_does_nothing() {
    let shelf = library();
    let panics = std::iter::from_fn(|| -> Option<Result<Entry, SearchError>> { panic!("asked for entries") });
    build(&shelf.dir, "c0", panics, &mut |_| {}).unwrap();
}

const BODY: &str = "# Master agreement\n\nBetween **Northwind AS** and others.\n\n## 3. Confidentiality\n\n3.2 Each party shall keep the *information* \
secret, and the parties' duties of confidence survive termination of this agreement for a period of three years, whatever the cause of the end may be and wherever.\n\n\
## 9. Oppsigelse\n\nKjøpet kan heves.\n";

fn snippets(query: &str, language: &str, body: &str) -> Vec<(Option<String>, String)> {
    let all = snippet(&Query::parse(query).unwrap(), language, body);
    for one in &all {
        assert!(!one.text.contains('\n'), "{}", one.text);
        assert!(one.text.chars().count() <= 260, "{}", one.text);
        for range in &one.matches {
            assert!(!one.text[range.clone()].is_empty());
        }
    }
    let marked = |one: super::Snippet| {
        let mut text = one.text;
        for range in one.matches.iter().rev() {
            text.insert(range.end, ']');
            text.insert(range.start, '[');
        }
        (one.clause, text)
    };
    all.into_iter().map(marked).collect()
}

#[test]
fn snippets_name_the_clause_and_mark_the_words() {
    let found = snippets("confidence terminating", "en", BODY);
    assert_eq!(found[0].0.as_deref(), Some("§3.2 Confidentiality"));
    assert!(found[0].1.contains("duties of [confidence] survive [termination] of this agreement"), "{found:?}");
    assert!(found[0].1.starts_with('…') && found[0].1.ends_with('…'), "{found:?}");
    for (query, language, marked, clause) in [
        ("party", "en", "Each [party] shall keep the information secret, and the [parties]'", "§3.2 Confidentiality"),
        ("\"information secret\"", "en", "[information secret]", "§3.2 Confidentiality"),
        ("kjop", "nb", "[Kjøpet] kan heves.", "§9 Oppsigelse"),
        ("KJØP", "nb", "[Kjøpet] kan heves.", "§9 Oppsigelse"),
        ("hev*", "nb", "Kjøpet kan [heves].", "§9 Oppsigelse"),
        ("northwind -secret", "en", "Between [Northwind] AS and others.", "Master agreement"),
    ] {
        let found = snippets(query, language, BODY);
        let found = found.first().unwrap_or_else(|| panic!("{query}"));
        assert!(found.1.contains(marked), "{query}: {found:?}");
        assert_eq!(found.0.as_deref(), Some(clause), "{query}");
    }
    assert_eq!(snippets("kjop", "en", BODY), [], "another language's inflection");
    assert_eq!(snippets("status:active", "en", BODY), []);
    assert_eq!(snippets("-secret", "en", BODY), []);
    assert_eq!(snippets("globex", "en", BODY), []);
    assert_eq!(snippets("x", "en", ""), []);
}

#[test]
fn snippets_work_on_decomposed_and_foreign_text() {
    let body = "Kjo\u{308}p av va\u{30a}re varer. 契約書は大切です。 Ünïcödé";
    assert_eq!(snippets("våre", "nb", body)[0].1, "Kjo\u{308}p av [va\u{30a}re] [varer]. 契約書は大切です。 Ünïcödé");
    assert_eq!(snippets("契約", "nb", body)[0].1, "Kjo\u{308}p av va\u{30a}re varer. [契約]書は大切です。 Ünïcödé");
    assert_eq!(snippets("unicode", "xx", body)[0].1, "Kjo\u{308}p av va\u{30a}re varer. 契約書は大切です。 [Ünïcödé]");
}

proptest::proptest! {
    #[test]
    fn snippets_never_split_a_character(body in "(\\PC|\n| |a|b|é|\u{301}|契){0,300}", query in "(a|b|é|契|c\\*|\"a b\")( (a|é|b\\*))?", at in 0_usize..300) {
        snippets(&query, "nb", &body);
        super::clause::clause_at(&body, at.min(body.len()));
    }
}

#[test]
fn compounds_are_found_by_their_parts_below_the_word_itself() {
    let mut title = entry("msa-4ddddddd", "Leverandøravtalen", "nb", "Ingenting her.");
    title.others = vec!["Vedlegget om taushetsplikt".to_owned()];
    let shelf = shelf(vec![
        entry("nda-1aaaaaaa", "En", "nb", "Rammeavtaler og lønnsjustering."),
        entry("nda-2bbbbbbb", "To", "nb", "Partene har en avtale, og avtalen gjelder."),
        entry("nda-3ccccccc", "Drei", "de", "Die Kündigungsfristen der Mietverträge."),
        title,
        entry("nda-5eeeeeee", "Five", "en", "a frame nowhere split: rammeavtale"),
    ]);
    for (query, found) in [
        ("avtale", "msa-4 nda-1 nda-2"),
        ("avtaler", "msa-4 nda-1 nda-2"),
        ("ramme", "nda-1"),
        ("lønn", "nda-1"),
        ("lonn", "nda-1"),
        ("loenn", "nda-1"),
        ("Kündigung", "nda-3"),
        ("Kuendigung", "nda-3"),
        ("frist", "nda-3"),
        ("Vertrag", "nda-3"),
        ("taushet", "msa-4"),
        ("plikt", "msa-4"),
        ("\"avtale\"", "nda-2"),
        ("avtale -ramme", "msa-4 nda-2"),
        ("tale", ""),
    ] {
        assert_eq!(shelf.found(query), found, "{query}");
    }
    assert_eq!(shelf.ids("avtale"), ["msa-4", "nda-2", "nda-1"], "title, word, part");
    let body = "## 2. Lønn\n\n2.1 Om lønnsjustering og leverandøravtalen.\n";
    let found = snippets("avtale", "nb", body);
    assert_eq!(found, [(Some("§2.1 Lønn".to_owned()), "2.1 Om lønnsjustering og [leverandøravtalen].".to_owned())]);
}

#[test]
fn either_spelling_of_a_letter_finds_the_other() {
    let shelf = shelf(vec![
        entry("nda-1aaaaaaa", "Åse Ødegård", "nb", "Årlig vedlikehold på Ås"),
        entry("nda-2bbbbbbb", "Aase Oedegaard", "da", "Aarlig vedligeholdelse"),
        entry("nda-3ccccccc", "Straße", "de", "Die Kündigung der Gebühr, Maßnahmen"),
        entry("nda-4ddddddd", "Strasse", "de", "Kuendigung der Gebuehr, Massnahmen"),
        entry("nda-5eeeeeee", "Due", "en", "The queue of issues is due; the value is true."),
    ]);
    for (queries, found) in [
        (["åse", "aase", "A\u{30a}se", "ÅSE"], "nda-1 nda-2"),
        (["ødegård", "oedegaard", "ødegaard", "O\u{308}degA\u{30a}rd"], "nda-1 nda-2"),
        (["årlig", "aarlig", "ÅRLIG", "a\u{30a}rlig"], "nda-1 nda-2"),
        (["kündigung", "kuendigung", "ku\u{308}ndigung", "Kündigungen"], "nda-3 nda-4"),
        (["straße", "strasse", "STRASSE", "Straße"], "nda-3 nda-4"),
        (["gebühr", "gebuehr", "Gebu\u{308}hren", "GEBÜHR"], "nda-3 nda-4"),
        (["\"der gebühr\"", "\"der Gebuehr\"", "gebü*", "gebueh*"], "nda-3 nda-4"),
    ] {
        for query in queries {
            let wanted = if query == "gebü*" { "nda-3 nda-4" } else { found };
            assert_eq!(shelf.found(query), wanted, "{query}");
        }
    }
    assert_eq!(shelf.found("due"), "nda-5");
    assert_eq!(shelf.found("du"), "");
}

#[test]
fn words_near_a_typing_error_come_nearest_and_most_frequent_first() {
    let shelf = shelf(vec![
        entry("nda-1aaaaaaa", "One", "en", "termination of the term; terminating notice; notices; payment; pavement"),
        entry("nda-2bbbbbbb", "Two", "en", "termination and payment again; Kündigungsfrist; Acme"),
    ]);
    let index = Index::open(&shelf.dir).unwrap();
    for (typed, near) in [
        ("terminaton", vec!["termination", "terminating"]),
        ("tremination", vec!["termination"]),
        ("TERMINATOIN", vec!["termination", "terminating"]),
        ("paymnet", vec!["payment"]),
        ("pavment", vec!["payment", "pavement"]),
        ("notise", vec!["notice"]),
        ("acne", vec!["acme"]),
        ("kundigungfrist", vec!["kundigungsfrist"]),
        ("not", vec![]),
        ("xermination", vec![]),
        ("tErMiNaXXX", vec![]),
        ("two words", vec![]),
        ("", vec![]),
        ("§", vec![]),
    ] {
        assert_eq!(index.near(typed).unwrap(), near, "{typed}");
    }
}

/// Words of a text as a person with a pencil would compare them.
fn pencil(text: &str) -> Vec<String> {
    let folded = crate::query::fold::fold(text);
    crate::query::fold::words(&folded).map(|(_, word)| word.to_owned()).collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    #[test]
    fn no_word_that_stands_in_a_text_is_missed(
        bodies in proptest::collection::vec("(Leverandøravtalen|avtale|Kündigungsfrist|o\u{308}re|Åse|契約|ab|aab|æø|termin|xß|3\\.2|Lønn|-|\\*|:|\"| |\n){1,30}", 1..5),
        languages in proptest::collection::vec("nb|sv|da|de|en|fr|", 5),
    ) {
        let entries: Vec<Entry> = bodies
            .iter()
            .zip(&languages)
            .enumerate()
            .map(|(n, (body, language))| {
                let mut entry = entry(&format!("nda-{n:08}"), "T", language, "");
                if n % 2 == 0 { entry.body.clone_from(body) } else { entry.others = vec![body.clone()] }
                entry
            })
            .collect();
        let memory = super::in_memory("c0", all(entries)).unwrap();
        for (n, body) in bodies.iter().enumerate() {
            for word in pencil(body) {
                for query in [word.clone(), format!("\"{word}\""), format!("{word}*")] {
                    let hits = memory.find(&Query::parse(&query).unwrap(), 10, None).unwrap();
                    let id = format!("nda-{n:08}");
                    proptest::prop_assert!(hits.hits.iter().any(|hit| hit.id == id), "{} misses {} of {:?}", query, word, body);
                }
                let matcher = super::Matcher::new(&Query::parse(&word).unwrap(), &languages[n]);
                proptest::prop_assert!(matcher.holds(body), "no match for {} in {:?}", word, body);
            }
        }
    }
}

#[test]
fn any_flipped_byte_and_any_cut_makes_the_index_absent() {
    let shelf = library();
    let spoilt = shelf.dir.with_file_name("spoilt");
    copy(&shelf.dir, &spoilt);
    assert!(Index::open(&spoilt).is_some(), "a copied index is as good as the first");
    assert!(Index::open(&spoilt).is_some(), "and sealed again");
    let mut checked = 0;
    for file in fs::read_dir(&spoilt).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let good = fs::read(&file).unwrap();
        let step = (good.len() / 23).max(1);
        for at in (0..good.len()).step_by(step) {
            let mut bad = good.clone();
            bad[at] ^= 1 << (at % 8);
            fs::write(&file, &bad).unwrap();
            assert!(Index::open(&spoilt).is_none(), "{name} byte {at}");
            fs::write(&file, &good[..at]).unwrap();
            assert!(Index::open(&spoilt).is_none(), "{name} cut at {at}");
            checked += 2;
        }
        fs::write(&file, &good).unwrap();
        assert!(Index::open(&spoilt).is_some(), "{name} as it was");
    }
    assert!(checked > 200, "{checked}");
    fs::write(spoilt.join(".managed.json"), "[\"").unwrap();
    let _ = Index::open(&spoilt);
    build(&spoilt, "c9", all(vec![entry("nda-9zzzzzzz", "New", "en", "x")]), &mut |_| {}).unwrap();
    assert_eq!(Index::open(&spoilt).unwrap().commit(), "c9");
}

#[test]
fn a_build_removes_what_other_versions_left_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join(folder_name());
    for name in
        ["search-1/x", "search-0.old/x", "search-99/x", "search-mine/x", "searches/x", "catalogue/x", "search-7.txt/x"]
    {
        fs::create_dir_all(home.path().join(name)).unwrap();
    }
    fs::write(home.path().join("search-1.lock"), "").unwrap();
    build(&dir, "c0", all(Vec::new()), &mut |_| {}).unwrap();
    let mut left: Vec<String> =
        fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    left.sort();
    let lock = format!("{}.lock", folder_name());
    assert_eq!(left, ["catalogue", &folder_name(), &lock, "search-7.txt", "search-mine", "searches"]);
}

/// Inflections of real word lists: words of one family lie on one stem, whatever the stemmer's version calls it. Reads
/// `../shared/data` when it is there.
#[test]
#[ignore = "reads word lists outside the project"]
fn inflections_of_real_word_lists_find_each_other() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/lang-snowball");
    for (code, file) in [("nb", "norwegian"), ("sv", "swedish"), ("da", "danish"), ("de", "german")] {
        let Ok(text) = fs::read_to_string(shared.join(format!("{file}.tsv"))) else { continue };
        let mut families: std::collections::BTreeMap<&str, Vec<&str>> = std::collections::BTreeMap::new();
        for (word, stem) in text.lines().filter_map(|line| line.split_once('\t')) {
            families.entry(stem).or_default().push(word);
        }
        let (mut pairs, mut found) = (0, 0);
        for family in families.values().filter(|family| family.len() > 1) {
            let index = super::in_memory("c", all(vec![entry("nda-1aaaaaaa", "T", code, family[0])])).unwrap();
            for word in &family[1..] {
                pairs += 1;
                found += usize::from(index.find(&Query::parse(word).unwrap(), 1, None).unwrap().total == 1);
            }
        }
        println!("{code}: {found} of {pairs} inflections find their family");
        assert!(found * 100 >= pairs * 95, "{code}: {found} of {pairs}");
    }
}
