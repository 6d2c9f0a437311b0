//! Stories of finding: by parts of words, past typing errors, in annexes and comments, counted, by clause, through time,
//! and with an index that somebody damaged.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod support;

use std::fs;

use support::Home;

/// Adds a line to a draft's text and records it.
fn add(home: &Home, id: &str, line: &str) {
    let file = home.folder_of(id).join("contract.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n{line}\n")).unwrap();
    let _ = home.in_firm(&["save", id]).succeeds();
}

fn found(home: &Home, args: &[&str]) -> Vec<String> {
    let all: Vec<&str> = ["search"].iter().chain(args).chain(&["--json"]).copied().collect();
    let answer = home.in_firm(&all).succeeds().json();
    answer["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_place_is_searched_and_named() {
    let home = Home::with_firm();
    let id = home.draft();
    let folder = home.folder_of(&id);
    fs::create_dir_all(folder.join("annexes")).unwrap();
    fs::write(folder.join("annexes/prices.md"), "# Prices\n\n7.2 The zebrafee is paid quarterly.\n").unwrap();
    fs::write(folder.join("annexes/scan.bin"), b"zebrabinary\0\xff").unwrap();
    let _ = home.in_firm(&["save", &id]).succeeds();
    let hit = home.in_firm(&["search", "zebrafee", "--json"]).succeeds().json();
    assert_eq!(hit["items"][0]["snippets"][0]["in"], "annex prices.md");
    assert_eq!(hit["items"][0]["snippets"][0]["number"], "7.2");
    assert_eq!(found(&home, &["zebrabinary"]), [""; 0]);

    let contract = id.parse().unwrap();
    let at = chrono::DateTime::parse_from_rfc3339("2026-11-24T10:00:00+00:00").unwrap();
    for deed in [
        clm::contract::act::Deed::Comment {
            text: "The quokka is too high".to_owned(),
            clause: Some("§2".to_owned()),
            from: None,
        },
        clm::contract::act::Deed::Void { reason: "Nobody wanted the wombat".to_owned() },
    ] {
        let (act, bytes) =
            clm::contract::act::Act::compose(&contract, "signer@northwind.example", at, &[], &deed).unwrap();
        fs::create_dir_all(folder.join("acts")).unwrap();
        fs::write(folder.join("acts").join(clm::contract::act::file_name(&act)), bytes).unwrap();
    }
    let _ = home.git(&["add", "-A"]).succeeds();
    let _ = home.git(&["-c", "commit.gpgsign=false", "commit", "-qm", "acts"]).succeeds();
    let comment = home.in_firm(&["search", "quokka", "--json"]).succeeds().json();
    assert_eq!(comment["items"][0]["snippets"][0]["in"], "comment");
    assert_eq!(comment["items"][0]["snippets"][0]["clause"], "§2");
    let act = home.in_firm(&["search", "wombat"]).succeeds();
    assert!(act.out.contains("in act"), "{}", act.out);
}

#[test]
fn a_slip_is_forgiven_only_where_nothing_else_is_found() {
    let home = Home::with_firm();
    let id = home.draft();
    add(&home, &id, "Leverandøravtalen gjelder. The parties cooperate. An uncommon zeppelin.");
    let slip = home.in_firm(&["search", "zeppelni"]).succeeds();
    assert!(slip.err.contains("nothing for `zeppelni`; showing `zeppelin`"), "{}", slip.err);
    assert!(slip.out.contains(&id));
    let json = home.in_firm(&["search", "zeppelni kind:nda", "--json"]).succeeds().json();
    assert_eq!(json["instead"]["shown"], "zeppelin");
    assert_eq!(json["total"], 1);
    for query in [
        "zeppelni kind:msa",
        "\"zeppelni\"",
        "xeppelin",
        "zeppelni -uncommon",
        "zqp",
        "zeppelni*",
        "zeppelni OR qqqqqq",
    ] {
        let none = home.in_firm(&["search", query, "--json"]).succeeds().json();
        assert_eq!((&none["total"], &none["instead"]), (&0.into(), &serde_json::Value::Null), "{query}");
    }
    let exact = home.in_firm(&["search", "zeppelin", "--json"]).succeeds().json();
    assert_eq!(exact["instead"], serde_json::Value::Null);
}

#[test]
fn all_that_is_found_is_counted_whatever_is_shown() {
    let home = Home::with_firm();
    let ids: Vec<String> = (0..3).map(|_| home.draft()).collect();
    let _ = home.in_firm(&["tag", &ids[0], "--add", "red", "--add", "blue"]).succeeds();
    let _ = home.in_firm(&["tag", &ids[1], "--add", "red"]).succeeds();
    let json =
        home.in_firm(&["search", "confidential", "--limit", "1", "--count-by", "tag", "--json"]).succeeds().json();
    assert_eq!(json["items"].as_array().unwrap().len(), 1);
    let tags = serde_json::json!([
        {"value": "red", "count": 2}, {"value": "blue", "count": 1}, {"value": null, "count": 1}
    ]);
    assert_eq!((&json["counts"]["values"], &json["counts"]["contracts"]), (&tags, &3.into()));
    let listed = home.in_firm(&["list", "tag:red", "--count-by", "tag", "--json"]).succeeds().json();
    assert_eq!(
        listed["counts"]["values"],
        serde_json::json!([{"value": "red", "count": 2}, {"value": "blue", "count": 1}])
    );
    let plain = home.in_firm(&["list", "--count-by", "status", "--plain"]).succeeds();
    assert_eq!(plain.out, "draft\t3\n");
    for by in ["kind", "workspace", "party", "owner", "language", "year"] {
        let human = home.in_firm(&["search", "confidential", "--count-by", by]).succeeds();
        assert!(human.out.starts_with(&by.to_uppercase()), "{}", human.out);
    }
    assert_eq!(home.in_firm(&["search", "zzzzzzzz", "--count-by", "kind", "--plain"]).succeeds().out, "");
    let _ = home.in_firm(&["list", "--count-by", "colour"]).exits(2);
    let _ = home.in_firm(&["search", "x", "--history", "--count-by", "kind"]).exits(2);
}

#[test]
fn a_clause_is_shown_as_a_hit_names_it() {
    let home = Home::with_firm();
    let id = home.draft();
    add(&home, &id, "## 77. Zebras\n\n77.1 Stripes are counted.\n\n77.2 Twice.\n\n## 78. Rest");
    let hit = home.in_firm(&["search", "stripes", "--json"]).succeeds().json();
    let snippet = &hit["items"][0]["snippets"][0];
    assert_eq!((&snippet["number"], &snippet["clause"]), (&"77.1".into(), &"§77.1 Zebras".into()));
    for name in ["77.1", "§77.1", "§ 77.1", "§77.1 Zebras"] {
        let shown = home.in_firm(&["show", &id, "--clause", name, "--json"]).succeeds().json();
        assert_eq!(shown["items"][0]["clause"]["text"], "77.1 Stripes are counted.", "{name}");
    }
    let whole = home.in_firm(&["show", &id, "--clause", "77"]).succeeds();
    assert!(whole.out.contains("77.2 Twice.") && !whole.out.contains("78. Rest"), "{}", whole.out);
    for name in ["99", "", "§", "Zebrs", "77.9"] {
        let none = home.in_firm(&["show", &id, "--clause", name]).exits(3);
        assert!(none.err.contains("has no clause") && none.err.contains("hint:"), "{}", none.err);
    }
}

#[test]
fn history_tells_when_words_came_and_went() {
    let home = Home::with_firm();
    let (id, other) = (home.draft(), home.draft());
    let history = |args: &[&str]| {
        let all: Vec<&str> = ["search", "--history", "--json"].iter().chain(args).copied().collect();
        let json = home.in_firm(&all).succeeds().json();
        let change = |item: &serde_json::Value| {
            format!("{} {}", item["change"].as_str().unwrap(), if item["id"] == id.as_str() { "one" } else { "other" })
        };
        json["items"].as_array().unwrap().iter().map(change).collect::<Vec<_>>()
    };
    assert_eq!(history(&["quagga"]), [""; 0]);
    add(&home, &id, "The quaggas are exclusive.");
    add(&home, &id, "Another line, no entering.");
    let file = home.folder_of(&id).join("contract.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("The quaggas are", "It is")).unwrap();
    let _ = home.in_firm(&["save", &id, "-m", "animals out"]).succeeds();
    add(&home, &other, "A quagga again.");
    let folder = home.folder_of(&other);
    let parent = folder.parent().unwrap().parent().unwrap().join("elsewhere");
    fs::create_dir_all(&parent).unwrap();
    let to = parent.join(folder.file_name().unwrap());
    let _ = home.git(&["mv", folder.to_str().unwrap(), to.to_str().unwrap()]).succeeds();
    let _ = home.git(&["-c", "commit.gpgsign=false", "commit", "-qm", "move"]).succeeds();
    assert_eq!(history(&["quagga"]), ["entered other", "left one", "entered one"]);
    assert_eq!(history(&["quagga", &format!("id:{id}")]), ["left one", "entered one"]);
    let _ = home.git(&["rm", "-rq", to.to_str().unwrap()]).succeeds();
    let _ = home.git(&["-c", "commit.gpgsign=false", "commit", "-qm", "gone"]).succeeds();
    assert_eq!(history(&["quagga"]), ["deleted other", "entered other", "left one", "entered one"]);
    assert_eq!(history(&["quagga", "kind:nda"]).len(), 4, "a filter is asked of what is gone as it was");
    assert_eq!(history(&["quagga", "kind:msa"]), [""; 0]);
    assert_eq!(history(&["quagga", "--limit", "1"]), ["deleted other"]);
    assert_eq!(history(&["\"quagga again\""]), ["deleted other", "entered other"]);
    let human = home.in_firm(&["search", "--history", "quagga"]).succeeds();
    for words in ["deleted", "by Plain", "signature: none", "by A Signer", "quaggas"] {
        assert!(human.out.contains(words), "{words}: {}", human.out);
    }
    for query in ["kind:nda", "-quagga", "§§"] {
        let _ = home.in_firm(&["search", "--history", "--", query]).exits(2);
    }
}

#[test]
fn a_faulty_query_is_pointed_at_and_mended_by_its_hint() {
    let home = Home::with_firm();
    let long = "x".repeat(1001);
    let many = "x ".repeat(65);
    for (query, column) in [
        ("acme stauts:active", 6),
        ("status:activ", 8),
        ("Åse \"open", 5),
        ("acme OR", 6),
        ("OR acme", 1),
        ("status:", 8),
        ("notice:<60x", 8),
        ("end:2027..2026", 5),
        ("value:x", 7),
        ("value:9..1", 7),
        ("field:=x", 7),
        ("nonsense_filter_zz:x", 1),
        (long.as_str(), 1001),
        (many.trim_end(), 129),
    ] {
        let error = home.in_firm(&["search", "--json", "--", query]).exits(2).error();
        assert_eq!((&error["column"], &error["subject"]), (&column.into(), &query.into()), "{query}");
        assert!(error["hint"].as_str().is_some_and(|hint| hint.len() > 10), "{error}");
    }
    let human = home.in_firm(&["list", "Åse stauts:active"]).exits(2);
    assert!(human.err.contains("\n  Åse stauts:active\n      ^\n"), "{}", human.err);
}

#[test]
fn a_damaged_or_unwritable_cache_never_keeps_anybody_from_finding() {
    let home = Home::with_firm();
    let id = home.draft();
    let first = home.in_firm(&["search", "confidential", "--json"]).succeeds().out;
    let index = fs::read_dir(home.firm(".git/clm")).unwrap().map(|e| e.unwrap().path());
    let index = index.filter(|path| path.is_dir()).find(|path| path.to_string_lossy().contains("search-")).unwrap();
    let mut spoilt = 0;
    for round in 0..8_usize {
        for file in fs::read_dir(&index).unwrap().map(|e| e.unwrap().path()).filter(|path| path.is_file()) {
            let mut bytes = fs::read(&file).unwrap();
            let at = bytes.len() * round / 8;
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 0x5a;
                spoilt += 1;
            }
            let _ = if round == 7 { fs::remove_file(&file) } else { fs::write(&file, bytes) };
        }
        assert_eq!(home.in_firm(&["search", "confidential", "--json"]).succeeds().out, first, "round {round}");
    }
    assert!(spoilt > 40);
    // Neither the index nor the catalogue can be written: folders stand where their files belong.
    let lock = index.with_extension("lock");
    fs::remove_dir_all(&index).unwrap();
    let _ = fs::remove_file(&lock);
    fs::create_dir_all(lock.join("in the way")).unwrap();
    let catalogue = home.firm(".git/clm/catalogue");
    let _ = fs::remove_file(&catalogue);
    fs::create_dir_all(catalogue.join("in the way")).unwrap();
    assert_eq!(home.in_firm(&["search", "confidential", "--json"]).succeeds().out, first);
    assert_eq!(found(&home, &["confidential", "kind:nda"]), [id.as_str()]);
    assert_eq!(home.in_firm(&["list", "--plain"]).succeeds().out.lines().count(), 1);
}
