//! What a reader is told of two texts; that nothing is lost; hostile sizes.

use proptest::prelude::*;

use super::{Hunk, Kind, Side, comments_differ, hunks, terms};

const OLD: &str = "# Agreement\n\n## 1. Fees\n\n1.1 The fee is due within 30 days of\nthe invoice.\n\n## 2. Term\n\n2.1 The term is one year.\n\n2.2 Notice is three months.\n";

fn plain(old: &str, new: &str) -> Vec<Hunk> {
    hunks(old, new, &|_| false)
}

fn marks(hunk: &Hunk) -> String {
    let mark = |piece: &super::Piece| match piece.side {
        Side::Same => piece.text.clone(),
        Side::Old => format!("[-{}-]", piece.text),
        Side::New => format!("{{+{}+}}", piece.text),
    };
    hunk.pieces.iter().map(mark).collect()
}

#[test]
fn a_change_is_told_by_clause_and_word() {
    let found = plain(OLD, &OLD.replace("three months", "one month").replace("30 days", "14 days"));
    let told: Vec<_> = found.iter().map(|hunk| (hunk.clause.as_deref(), marks(hunk))).collect();
    assert_eq!(
        told,
        [
            (Some("§1.1 Fees"), "1.1 The fee is due within [-30-]{+14+} days of\n".to_owned()),
            (Some("§2.2 Term"), "2.2 Notice is [-three months-]{+one month+}.\n".to_owned()),
        ]
    );
    assert_eq!((found[0].old_line, found[1].new_line), (5, 12));
}

#[test]
fn added_and_removed_clauses_are_named() {
    let longer = OLD.replace("2.2 Notice", "2.2 No renewal.\n\n2.3 Notice");
    assert_eq!(plain(OLD, &longer)[0].clause.as_deref(), Some("§2.2 Term"));
    let shorter = OLD.replace("\n2.2 Notice is three months.\n", "");
    let found = plain(OLD, &shorter);
    assert_eq!((found[0].kind, found[0].clause.as_deref()), (Kind::Removed, Some("§2.2 Term")));
    let found = plain(&shorter, OLD);
    assert_eq!((found[0].kind, found[0].clause.as_deref()), (Kind::Added, Some("§2.2 Term")));
}

#[test]
fn a_line_broken_elsewhere_is_layout() {
    let reflowed = OLD.replace("days of\nthe invoice", "days\nof the invoice");
    let found = plain(OLD, &reflowed);
    assert_eq!(found.iter().map(|hunk| hunk.kind).collect::<Vec<_>>(), [Kind::Layout]);
    assert_eq!(found[0].new, "1.1 The fee is due within 30 days\nof the invoice.\n");
    assert_eq!(plain("a\n", "a")[0].kind, Kind::Layout);
    assert_eq!(plain("a\r\n", "a\n")[0].kind, Kind::Layout);
    assert_eq!(plain("a\n\nb\n", "a\nb\n")[0].kind, Kind::Layout);
    assert_eq!(plain(OLD, OLD), []);
}

#[test]
fn a_blank_that_was_filled_in_is_no_change() {
    let filled = |old: &str| old.trim() == "[[fill: fee]]";
    let old = "The fee is [[fill: fee]] a year.\n";
    assert_eq!(hunks(old, "The fee is NOK 12 000 a year.\n", &filled), []);
    let found = hunks(old, "The fee is NOK 12 000 a month.\n", &filled);
    assert_eq!(marks(&found[0]), "The fee is NOK 12 000 a [-year-]{+month+}.\n");
}

#[test]
fn terms_are_told_by_key() {
    let old = "title = \"T\"\n[[party]]\nname = \"A\"\nrole = \"buyer\"\n[[party]]\nname = \"B\"\n[term]\nlength = \"1 year\"\nnotice = \"3 months\"\n";
    let new = "title = \"T\"\n[term]\nnotice = \"1 month\"\nstart = 2027-01-01\nlength = \"1 year\"\n[[party]]\nname = \"A\"\nrole = \"seller\"\n";
    let told: Vec<String> = terms(old, new)
        .unwrap()
        .into_iter()
        .map(|change| {
            format!("{}: {} -> {}", change.key, change.old.unwrap_or("-".into()), change.new.unwrap_or("-".into()))
        })
        .collect();
    assert_eq!(
        told,
        [
            "party \"A\".role: buyer -> seller",
            "party \"B\":  -> -",
            "party \"B\".name: B -> -",
            "term.notice: 3 months -> 1 month",
            "term.start: - -> 2027-01-01",
        ]
    );
    assert_eq!(terms(old, "title ="), None);
}

#[test]
fn a_comment_is_no_key_but_differs() {
    assert!(comments_differ("a = 1 # one\n", "a = 1 # two\n"));
    assert!(!comments_differ("a = \"x # y\"\n", "a = \"x # z\"\n"));
    assert!(!comments_differ("a = 'it\\' # c\n", "a = 'is\\' # c\n"));
}

#[test]
fn a_large_text_is_told_as_a_whole() {
    let long = |word: &str| (0..8000).map(|n| format!("{word}{n} ")).collect::<String>();
    let found = plain(&long("a"), &long("b"));
    assert_eq!((found.len(), found[0].pieces.len()), (1, 2));
    let lines = |word: &str| (0..40_000).map(|n| format!("{word}{n}\n")).collect::<String>();
    let found = plain(&format!("x\n{}z\n", lines("a")), &format!("x\n{}z\n", lines("b")));
    assert_eq!((found.len(), found[0].old_line), (1, 2));
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec!["a", "b", "§1 ", "1.1 ", "## ", " ", "\n", "\n\n", "\r\n", "é", "[[fill: x]]", "[["]),
        0..40,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn nothing_is_lost(old in text(), new in text()) {
        let found = plain(&old, &new);
        prop_assert_eq!(found.is_empty(), old == new);
        for hunk in &found {
            let side = |without: Side| -> String {
                hunk.pieces.iter().filter(|piece| piece.side != without).map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(&side(Side::Old), &hunk.new);
            let words = |text: &str| text.split_whitespace().map(ToOwned::to_owned).collect::<Vec<String>>();
            prop_assert_eq!(words(&side(Side::New)), words(&hunk.old));
            prop_assert!(new.contains(&hunk.new) && old.contains(&hunk.old));
        }
    }

    #[test]
    fn any_text_is_compared(old in "\\PC*", new in "\\PC*") {
        let _ = plain(&old, &new);
        let _ = terms(&old, &new);
    }
}
