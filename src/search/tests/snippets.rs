//! Snippets: the clause they name, the words they mark.

use crate::query::Query;
use crate::search::snippet;

const BODY: &str = "# Master agreement\n\nBetween **Northwind AS** and others.\n\n## 3. Confidentiality\n\n3.2 Each party shall keep the *information* \
secret, and the parties' duties of confidence survive termination of this agreement for a period of three years, whatever the cause of the end may be and wherever.\n\n\
## 9. Oppsigelse\n\nKjøpet kan heves.\n";

pub(super) fn snippets(query: &str, language: &str, body: &str) -> Vec<(Option<String>, String)> {
    let all = snippet(&Query::parse(query).unwrap(), language, body);
    for one in &all {
        assert!(!one.text.contains('\n'), "{}", one.text);
        assert!(one.text.chars().count() <= 260, "{}", one.text);
        for range in &one.matches {
            assert!(!one.text[range.clone()].is_empty());
        }
    }
    let marked = |one: crate::search::Snippet| {
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
        crate::search::clause::clause_at(&body, at.min(body.len()));
    }
}
