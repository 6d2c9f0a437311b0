//! Which words find which contracts, in what order.

use std::fs;
use std::path::Path;

use super::snippets::snippets;
use super::{all, entry, library, shelf};
use crate::query::Query;
use crate::search::{Entry, IdSet, Index};

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
        let memory = crate::search::in_memory("c0", all(entries)).unwrap();
        for (n, body) in bodies.iter().enumerate() {
            for word in pencil(body) {
                for query in [word.clone(), format!("\"{word}\""), format!("{word}*")] {
                    let hits = memory.find(&Query::parse(&query).unwrap(), 10, None).unwrap();
                    let id = format!("nda-{n:08}");
                    proptest::prop_assert!(hits.hits.iter().any(|hit| hit.id == id), "{} misses {} of {:?}", query, word, body);
                }
                let matcher = crate::search::Matcher::new(&Query::parse(&word).unwrap(), &languages[n]);
                proptest::prop_assert!(matcher.holds(body), "no match for {} in {:?}", word, body);
            }
        }
    }
}

/// Inflections of real word lists: words of one family lie on one stem, whatever the stemmer's version calls it. Reads
/// `../shared/data` when it is there.
#[test]
#[ignore = "reads word lists outside the project"]
fn inflections_of_real_word_lists_find_each_other() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/lang-snowball");
    for (code, file) in [("nb", "norwegian"), ("sv", "swedish"), ("da", "danish"), ("de", "german")] {
        let Ok(text) = fs::read_to_string(shared.join(format!("{file}.tsv"))) else {
            println!("{code}: skipped, {} is not there", shared.display());
            continue;
        };
        let mut families: std::collections::BTreeMap<&str, Vec<&str>> = std::collections::BTreeMap::new();
        for (word, stem) in text.lines().filter_map(|line| line.split_once('\t')) {
            families.entry(stem).or_default().push(word);
        }
        let (mut pairs, mut found) = (0, 0);
        for family in families.values().filter(|family| family.len() > 1) {
            let index = crate::search::in_memory("c", all(vec![entry("nda-1aaaaaaa", "T", code, family[0])])).unwrap();
            for word in &family[1..] {
                pairs += 1;
                found += usize::from(index.find(&Query::parse(word).unwrap(), 1, None).unwrap().total == 1);
            }
        }
        println!("{code}: {found} of {pairs} inflections find their family");
        assert!(found * 100 >= pairs * 95, "{code}: {found} of {pairs}");
    }
}
