//! Caches that a disk, a backup or somebody's hand damaged: the same answers as without them, never a wrong one, never a
//! failure.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use support::Home;

const QUESTIONS: [&[&str]; 3] =
    [&["list", "--all", "--json"], &["due", "--days", "800", "--json"], &["due", "--days", "30", "--explain"]];

fn answers(home: &Home) -> Vec<(i32, String)> {
    QUESTIONS.iter().map(|question| home.in_firm(question)).map(|answer| (answer.code, answer.out)).collect()
}

/// A repository with an archive of contracts whose caches are warm.
fn home() -> Home {
    let home = Home::with_firm();
    for (name, start) in [("lease", "2024-01-01"), ("cleaning", "2024-03-01"), ("saas", "2025-02-15")] {
        home.write(&format!("{name}.md"), format!("# {name}\n\nThe text.\n"));
        let file = format!("{name}.md");
        let party = ["--party", "Northwind AS", "--party", "Acme AS", "--start", start, "--json"];
        let report = home.in_firm(&[&["import", &file, "--by", "oneflow"], &party[..]].concat()).succeeds().json();
        let id = report["items"][0]["id"].as_str().unwrap().to_owned();
        home.in_firm(&["set", &id, "term.length=1 year", "term.renews=1 year", "term.notice=1 month"]).succeeds();
    }
    let _ = fs::remove_file(home.firm(".git/clm/catalogue"));
    let _ = fs::remove_file(home.firm(".git/clm/due"));
    home
}

#[test]
fn no_damage_changes_an_answer() {
    let home = home();
    let good = answers(&home);
    assert!(good.iter().all(|(code, out)| *code == 0 && out.contains("lease")), "{good:?}");
    for name in ["catalogue", "due"] {
        let path = home.firm(".git/clm").join(name);
        let whole = fs::read(&path).unwrap();
        let stride = whole.len() / 40 + 1;
        for (turn, at) in (0..whole.len()).step_by(stride).enumerate() {
            let mut bytes = whole.clone();
            match turn % 4 {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, b'1'),
                _ => bytes[at] ^= 1 << (turn % 8),
            }
            // The answers kept from before would hide what the catalogue says.
            if name == "catalogue" {
                let _ = fs::remove_file(home.firm(".git/clm/due"));
            }
            fs::write(&path, &bytes).unwrap();
            assert_eq!(answers(&home), good, "{name}, turn {turn}, byte {at} of {}", whole.len());
            fs::write(&path, &whole).unwrap();
        }
    }
}

#[test]
fn what_lies_in_the_place_of_a_cache_stops_nobody() {
    let home = home();
    let good = answers(&home);
    for name in ["catalogue", "due"] {
        let path = home.firm(".git/clm").join(name);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(answers(&home), good, "{name} is a folder");
        fs::remove_dir(&path).unwrap();
        // A link is not written through.
        let victim = home.write("victim", "mine");
        std::os::unix::fs::symlink(&victim, &path).unwrap();
        assert_eq!(answers(&home), good, "{name} is a link");
        assert_eq!(home.read("victim"), "mine");
        let _ = fs::remove_file(&path);
    }
    fs::remove_dir_all(home.firm(".git/clm")).unwrap();
    assert_eq!(answers(&home), good, "without any cache");
}
