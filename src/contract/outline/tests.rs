//! Numbers, titles and ranges from the ways contracts number themselves; arbitrary text; length.

use proptest::prelude::*;

use super::{Outline, plain_text};

fn numbers(body: &str) -> Vec<String> {
    Outline::of(body).clauses().iter().map(|c| c.number.clone().unwrap_or_else(|| c.title.clone())).collect()
}

#[test]
fn the_usual_ways_of_numbering_are_read() {
    for (body, expected) in [
        ("## 1. Fees\n\n1.1 A fee.\n\n1.2 Another.\n\n## 2. Term\n\nText.\n", vec!["1", "1.1", "1.2", "2"]),
        ("## 3 Fees\n\n1. One\n2. Two\n   1. Deep\n   2. Deeper\n", vec!["3", "3.1", "3.2", "3.2.1", "3.2.2"]),
        ("1. One\n2. Two\n", vec!["1", "2"]),
        ("# Agreement\n\n## § 7 Haftung\n\n## Article 8: Term\n", vec!["Agreement", "7", "8"]),
        ("### 4.2.1. Deep\n\n**4.2.2** Bold.\n\n§ 4.3 Next\n", vec!["4.2.1", "4.2.2", "4.3"]),
        ("## Statement of Work\n\n- a\n- b\n", vec!["Statement of Work"]),
        ("3.1 One paragraph\n3.2 is not another.\n", vec!["3.1"]),
    ] {
        assert_eq!(numbers(body), expected, "{body}");
    }
}

#[test]
fn a_number_in_a_sentence_is_no_clause() {
    for body in [
        "2026 was a good year.\n",
        "30 days after delivery.\n",
        "1.500,00 kroner.\n",
        "10.000.000 kroner.\n",
        "2026.12.01 is the date.\n",
        "- 12 items\n",
        "```\n1. code\n```\n",
        "1.\u{a0}",
    ] {
        assert!(numbers(body).iter().all(|n| n.len() < 2), "{body}: {:?}", numbers(body));
    }
}

#[test]
fn a_clause_reaches_to_the_next_of_its_level() {
    let body = "# Agreement\n\n## 1. Fees\n\n1.1 A fee.\n\n1.2 Another.\n\n## 2. Term\n\nText.\n";
    let outline = Outline::of(body);
    let slice = |name: &str| outline.find(name).map(|clause| &body[clause.start..clause.end]).unwrap();
    assert_eq!(slice("§1.1"), "1.1 A fee.\n\n");
    assert_eq!(slice("1"), "## 1. Fees\n\n1.1 A fee.\n\n1.2 Another.\n\n");
    assert_eq!(slice("§ 2."), "## 2. Term\n\nText.\n");
    assert_eq!(outline.find("1").unwrap().title, "Fees");
    assert_eq!(outline.find("1.2").unwrap().title, "Another.");
    assert_eq!(outline.find("agreement").unwrap().start, 0);
    let at = body.find("Another").unwrap();
    assert_eq!(outline.clause_at(at).unwrap().number.as_deref(), Some("1.2"));
    assert_eq!(outline.clause_at(body.find("Text").unwrap()).unwrap().number.as_deref(), Some("2"));
    assert!(outline.clause_at(body.len()).is_none());
    for wrong in ["", "§", "9", "1.3", "Fees and"] {
        assert!(outline.find(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn list_items_keep_their_words_and_places() {
    let body = "## 3. Duties\n\n1. First duty\n   goes on\n2. Second duty\n\n   More of it.\n";
    let outline = Outline::of(body);
    assert_eq!(outline.find("3.1").unwrap().title, "First duty");
    assert_eq!(outline.find("3.2").unwrap().title, "Second duty");
    let at = body.find("More").unwrap();
    assert_eq!(outline.clause_at(at).unwrap().number.as_deref(), Some("3.2"));
}

#[test]
fn plain_text_keeps_words_and_drops_markup() {
    let body = "# The *Title*\n\nA [link](https://x.example) and `code`,\nnext.\n\n- one\n- two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n";
    assert_eq!(plain_text(body), "The Title\nA link and code, next.\none\ntwo\nA\tB\n1\t2\n");
}

#[test]
fn a_contract_on_one_line_is_read_in_one_go() {
    let body = "1.1 The parties agree to *all* of [this] and <that>. ".repeat(20_000);
    assert_eq!(numbers(&body), ["1.1"]);
    let many = "1.1 Clause.\n\n".repeat(20_000);
    assert_eq!(Outline::of(&many).clauses().len(), 20_000);
}

proptest! {
    #[test]
    fn any_text_has_an_outline(body in "[§#\\-*>| \n\t.0-9a-cé\\[\\]`<]{0,300}") {
        let outline = Outline::of(&body);
        let mut last = 0;
        for clause in outline.clauses() {
            prop_assert!(body.get(clause.start..clause.end).is_some());
            prop_assert!(clause.start >= last);
            last = clause.start;
        }
        for byte in 0..body.len() {
            if let Some(clause) = outline.clause_at(byte) {
                prop_assert!((clause.start..clause.end).contains(&byte));
            }
        }
        let _ = plain_text(&body);
    }

    #[test]
    fn any_string_at_all_has_an_outline(body in any::<String>()) {
        let _ = Outline::of(&body);
        let _ = plain_text(&body);
    }
}
