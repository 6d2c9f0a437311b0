//! A file a defect, named for it; files of honest text that must pass; and arbitrary text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::{Finding, Severity, What, inspect, refused};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/deception").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md" || e == "toml"))
        .collect();
    files.sort();
    files
}

fn findings(path: &Path) -> Vec<Finding> {
    let what = if path.extension().is_some_and(|e| e == "toml") { What::Header } else { What::Body };
    inspect(&path.display().to_string(), &std::fs::read_to_string(path).unwrap(), what)
}

#[test]
fn each_defect_is_refused_under_its_name() {
    let files = files(".");
    assert!(files.len() > 50);
    for path in files {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let code = stem.split("--").next().unwrap();
        let found = findings(&path);
        assert!(
            found.iter().any(|f| f.code == code && f.severity == Severity::Refuse),
            "{stem}: {:?}",
            found.iter().map(|f| (f.code, f.severity)).collect::<Vec<_>>()
        );
        assert!(found.iter().all(|f| f.line >= 1 && f.column >= 1 && f.message.ends_with('.')), "{stem}: {found:?}");
    }
}

#[test]
fn honest_text_of_many_languages_passes() {
    let files = files("good");
    assert!(files.len() >= 10);
    for path in files {
        let found = findings(&path);
        assert!(!refused(&found), "{}: {found:?}", path.display());
    }
}

#[test]
fn a_finding_names_its_place_and_code_point() {
    let found = inspect("contract.md", "Fee:\nÅ NOK\u{202e} 100\n", What::Body);
    assert_eq!(found.len(), 1);
    let finding = &found[0];
    assert_eq!((finding.file.as_str(), finding.line, finding.column), ("contract.md", 2, 6));
    assert_eq!(finding.code_point().as_deref(), Some("U+202E"));
}

#[test]
fn findings_come_in_the_order_of_the_text_and_not_without_end() {
    let found = inspect("f", &"\u{200b}\u{202e}x".repeat(1000), What::Body);
    assert_eq!(found.len(), 2 * super::PER_CODE);
    assert!(found.windows(2).all(|pair| (pair[0].line, pair[0].column) <= (pair[1].line, pair[1].column)));
}

#[test]
fn old_habits_are_warnings_only() {
    for text in
        ["\u{c}Page 2\n", "a\u{2003}b\n", "\u{f0b7} item\n", "the number 1O0 was scanned\n", &"word ".repeat(4000)]
    {
        let found = inspect("f", text, What::Body);
        assert!(!found.is_empty() && !refused(&found), "{text:.40}: {found:?}");
    }
}

#[test]
fn hidden_white_space_counts_from_where_it_hides() {
    let refusals = |gap: usize| refused(&inspect("f", &format!("a{}b\n", " ".repeat(gap)), What::Body));
    assert!(!refusals(120) && !refusals(399) && refusals(400));
}

#[test]
fn an_honest_link_is_not_accused_of_misleading() {
    for honest in [
        "[acme.example/terms](https://www.acme.example/terms)",
        "<https://acme.example>",
        "[the terms](https://acme.example)",
        "<kari@acme.example>",
    ] {
        assert!(inspect("f", honest, What::Body).iter().all(|f| f.code != "link-mismatch"), "{honest}");
    }
}

/// Not a check but a measurement, run by hand where the corpus is: `cargo test --lib cuad -- --ignored --nocapture`.
#[test]
#[ignore = "needs the CUAD texts, named by the variable CUAD"]
#[allow(clippy::disallowed_methods)]
fn cuad_in_figures() {
    let Ok(folder) = std::env::var("CUAD") else { return };
    let (mut files, mut marks, mut refusals) = (BTreeMap::new(), BTreeMap::new(), 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let found = inspect("f", &text, What::Body);
        refusals += usize::from(refused(&found));
        let mut seen = std::collections::BTreeSet::new();
        for finding in &found {
            *marks.entry((finding.severity, finding.code)).or_insert(0) += 1;
            if seen.insert((finding.severity, finding.code)) {
                *files.entry((finding.severity, finding.code)).or_insert(0) += 1;
                if finding.severity == Severity::Refuse {
                    println!(
                        "{}: {}:{} {} {}",
                        path.display(),
                        finding.line,
                        finding.column,
                        finding.code,
                        finding.message
                    );
                }
            }
        }
    }
    println!("refused files: {refusals}\nfiles: {files:?}\nfindings: {marks:?}");
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = inspect("f", &text, What::Body);
        let _ = inspect("f", &text, What::Header);
    }

    #[test]
    fn no_markup_panics(text in "[\\[\\]()<>!:{}#*`~|\n\r \t+\"&;\\-a1\u{200b}\u{430}\u{661}é]{0,200}") {
        for what in [What::Body, What::Header] {
            for finding in inspect("f", &text, what) {
                prop_assert!(finding.line <= text.split('\n').count());
            }
        }
    }

    #[test]
    fn plain_english_is_never_refused(words in proptest::collection::vec("[A-Za-z]{1,12}", 1..80)) {
        prop_assert!(!refused(&inspect("f", &words.join(" "), What::Body)));
    }
}
