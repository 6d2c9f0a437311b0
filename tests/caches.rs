//! What is kept in `.git/clm/` says what the repository says: after every act, and after anything git did meanwhile.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use serde_json::Value;
use support::Home;

const NEWS: &str = ".git/clm/catalogue-news";

fn new(home: &Home, party: &str) -> String {
    let words = ["new", "--template", "nda", "--party", party, "--no-input", "--json"];
    home.in_firm(&words).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned()
}

fn answers(home: &Home) -> Vec<Value> {
    let ask = |words: &[&str]| home.in_firm(words).succeeds().json();
    // How well a contract fits depends on how the index came about, whether it fits does not.
    let mut found: Vec<String> = ask(&["search", "agreement", "--json"])["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| format!("{} {}", item["id"], item["path"]))
        .collect();
    found.sort();
    let due = ["due", "--days", "4000", "--today", "2026-12-24", "--json"];
    vec![ask(&["list", "--all", "--json"]), found.into(), ask(&due)]
}

/// What is answered from what is kept is what is answered when nothing is.
fn nothing_is_stale(home: &Home, after: &str) {
    let kept = answers(home);
    fs::remove_dir_all(home.firm(".git/clm")).unwrap();
    let made_anew = answers(home);
    assert_eq!(kept, made_anew, "after {after}");
}

/// A base, and news of several acts on it that were kept one after the other.
fn with_news() -> (Home, Vec<String>) {
    let home = Home::with_firm();
    let mut ids: Vec<String> = ["Acme AS", "Fjord AS", "Polar AS"].iter().map(|party| new(&home, party)).collect();
    home.in_firm(&["list"]).succeeds();
    home.in_firm(&["tag", &ids[0], "--add", "urgent"]).succeeds();
    ids.push(new(&home, "Granite AS"));
    home.in_firm(&["tag", &ids[3], "--add", "late"]).succeeds();
    assert!(home.firm(NEWS).is_file());
    (home, ids)
}

#[test]
fn acts_one_after_the_other_are_told_as_if_nothing_had_been_kept() {
    let acts: [&[&str]; 7] = [
        &["tag", "0", "--remove", "urgent"],
        &["sign", "1", "--yes", "--no-input"],
        &["set", "2", "title=Another title"],
        &["move", "3", "legal/elsewhere"],
        &["comment", "0", "looks good"],
        &["undo", "HEAD"],
        &["sign", "2", "--yes", "--no-input"],
    ];
    let (home, ids) = with_news();
    let mut done = 0;
    for act in acts {
        let words: Vec<&str> =
            act.iter().map(|word| word.parse::<usize>().ok().map_or(*word, |n| ids[n].as_str())).collect();
        done += usize::from(home.in_firm(&words).code == 0);
        let kept = answers(&home);
        let copy = tempfile::tempdir().unwrap();
        let aside = copy.path().join("clm");
        fs::rename(home.firm(".git/clm"), &aside).unwrap();
        let anew = answers(&home);
        fs::remove_dir_all(home.firm(".git/clm")).unwrap();
        fs::rename(&aside, home.firm(".git/clm")).unwrap();
        assert_eq!(kept, anew, "after {words:?}");
    }
    assert!(done >= 5, "only {done} acts were done");
}

#[test]
fn news_of_commits_that_git_took_back_are_not_told() {
    let (home, ids) = with_news();
    home.git(&["reset", "--quiet", "--hard", "HEAD~2"]).succeeds();
    assert_eq!(home.in_firm(&["show", &ids[3]]).code, 3);
    nothing_is_stale(&home, "a reset");
}

#[test]
fn news_of_another_branch_are_not_told() {
    let (home, ids) = with_news();
    home.git(&["checkout", "--quiet", "-b", "other", "HEAD~3"]).succeeds();
    home.in_firm(&["tag", &ids[1], "--add", "other"]).succeeds();
    home.git(&["checkout", "--quiet", "main"]).succeeds();
    home.in_firm(&["tag", &ids[2], "--add", "main"]).succeeds();
    nothing_is_stale(&home, "two branches");
}

#[test]
fn evidence_that_git_took_away_is_missed_although_the_news_had_it() {
    let (home, ids) = with_news();
    home.in_firm(&["sign", &ids[0], "--yes", "--no-input"]).succeeds();
    home.in_firm(&["list"]).succeeds();
    let path = home.in_firm(&["show", &ids[0], "--json"]).succeeds().json()["items"][0]["path"].clone();
    let signatures = format!("{}/signatures", path.as_str().unwrap());
    home.git(&["rm", "--quiet", "-r", &signatures]).succeeds();
    home.git(&["commit", "--quiet", "-m", "tidy up"]).succeeds();
    let listed = home.in_firm(&["list", "status:broken", "--json"]).succeeds().json();
    assert_eq!(listed["items"][0]["id"].as_str(), Some(ids[0].as_str()));
    nothing_is_stale(&home, "a signature that went");
}

#[test]
fn news_that_are_damaged_old_or_of_another_cache_are_no_news() {
    let (home, _) = with_news();
    let whole = fs::read(home.firm(NEWS)).unwrap();
    let before = answers(&home);
    let good = String::from_utf8(whole[..whole.len() - 4].to_vec()).unwrap();
    let changed = |from: &str, to: &str| {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good, "{from} is not in the news");
        text.into_bytes()
    };
    // With the right checksum, for what only the contents can tell.
    let sealed = |mut bytes: Vec<u8>| {
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    };
    let damaged: [Vec<u8>; 8] = [
        Vec::new(),
        b"{".to_vec(),
        whole[..whole.len() / 2].to_vec(),
        sealed(good.as_bytes()[..good.len() / 2].to_vec()),
        sealed(changed("\"format\":3", "\"format\":0")),
        sealed(changed("\"base\":\"", "\"base\":\"0")),
        sealed(changed("\"head\":\"", "\"head\":\"0000")),
        [&changed("Acme AS", "Evil AS")[..], &whole[whole.len() - 4..]].concat(),
    ];
    for bad in damaged {
        fs::write(home.firm(NEWS), &bad).unwrap();
        assert_eq!(answers(&home), before, "{}", String::from_utf8_lossy(&bad));
    }
    fs::remove_file(home.firm(NEWS)).unwrap();
    fs::create_dir(home.firm(NEWS)).unwrap();
    assert_eq!(answers(&home), before, "a folder in the way");
}

#[test]
fn a_rule_that_changed_judges_the_news_too() {
    let (home, ids) = with_news();
    home.in_firm(&["sign", &ids[1], "--yes", "--no-input"]).succeeds();
    let organisation = fs::read_to_string(home.firm("clm.toml")).unwrap();
    fs::write(home.firm("clm.toml"), format!("# mended\n{organisation}")).unwrap();
    home.git(&["commit", "--quiet", "-a", "-m", "rules"]).succeeds();
    nothing_is_stale(&home, "another clm.toml");
}
