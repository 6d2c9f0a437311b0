//! The index on disk: built, brought up to date, damaged, left behind.

use std::fs;
use std::path::Path;

use super::{all, entry, library, shelf};
use crate::query::Query;
use crate::search::{Entry, Hits, Index, SearchError, build, folder_name, update};

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
