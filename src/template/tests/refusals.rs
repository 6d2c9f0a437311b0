//! Files that are no templates, by file, line and nearest name; and arbitrary bytes.

use proptest::prelude::*;

use super::{FIELDS, answers, file, problems, template};
use crate::template::{Clauses, Template};

#[test]
fn faults_name_file_line_and_the_nearest_name() {
    for (text, line, message, nearest) in [
        (file("", "", "one\ntwo {{ counterpary }}\n"), 12, "there is no field `counterpary`", Some("counterparty")),
        (file("", "", "{% if counterparty %}{{ nobody }}{% endif %}"), 11, "there is no field `nobody`", None),
        (file("", "", "{{ counterparty | uper }}"), 11, "there is no filter `uper`", Some("upper")),
        (file("", "", "{% set x = 1 %}"), 11, "there is no statement `set`", None),
        (file("", "", "{% macro m() %}{% endmacro %}"), 11, "there is no statement `macro`", None),
        (file("", "", "a\n{% include counterparty %}"), 12, "an include names one clause", None),
        (file("", "", "{% include \"../secret\" %}"), 11, "an include names one clause", None),
        (file("", "", "{% include \"/etc/passwd\" %}"), 11, "an include names one clause", None),
        (
            file("", "", "{% for a in [1] %}{% for b in [a, a] %}{% endfor %}{% endfor %}"),
            11,
            "a loop runs over fields",
            None,
        ),
        (
            file("", "", "{% for a in [1] recursive %}{{ loop([a, a]) }}{% endfor %}"),
            11,
            "a loop runs over fields",
            None,
        ),
        (
            file("", "", "{% for a, b in [[1, 2]] %}{% for c in (b, b) %}{% endfor %}{% endfor %}"),
            11,
            "a loop runs",
            None,
        ),
        (file("", "", "{% if counterparty %}"), 11, "", None),
        (file("[[field]]\nnam = \"x\"\n", "", ""), 7, "there is no key `nam` in `[[field]]`", Some("name")),
        (file("[[field]]\nname = \"x\"\ntype = \"dat\"\n", "", ""), 8, "`type` cannot be `dat`", Some("date")),
        (file("[[field]]\nname = \"X\"\n", "", ""), 6, "`X` cannot be a field's name", None),
        (file("[[field]]\nname = \"loop\"\n", "", ""), 6, "`loop` cannot", None),
        (file("[[field]]\nname = \"counterparty\"\n", "", ""), 6, "already", None),
        (
            file("[[field]]\nname = \"x\"\ntype = \"date\"\ndefault = \"soon\"\n", "", ""),
            6,
            "the default is no answer",
            None,
        ),
        (file("[[field]]\nname = \"x\"\nmin = \"1\"\n", "", ""), 8, "`min` is to be a whole number", None),
        (file("", "[contract.x]\n", ""), 10, "there is no key `x` in `[contract]`", None),
        (file("", "[contract.term]\nstart = \"{{ begin }}\"\n", ""), 11, "there is no field `begin`", None),
        (file("", "[contract.value]\namount = 1.5\n", ""), 11, "floating-point", None),
    ] {
        let found = problems(&text);
        let hit = found.iter().find(|p| p.line == line && p.message.contains(message));
        assert!(hit.is_some(), "{message} in line {line}: {found:?}");
        assert_eq!(hit.unwrap().nearest.as_deref(), nearest, "{message}");
        assert!(found.iter().all(|p| p.file == "t.md"));
    }
}

#[test]
fn what_is_no_template_is_refused() {
    let id = file("", "", "").replace("[contract]\n", "[contract]\nid = \"nda-7k2m9qxt\"\n");
    for wrong in [
        "",
        "+++",
        "+++\n",
        "text",
        "+++\n+++\n",
        "+++\nx = \n+++\n",
        "\u{feff}+++\n+++\n",
        "+++\n[template]\n+++\n",
        &id,
    ] {
        assert!(!problems(wrong).is_empty(), "{wrong}");
    }
    assert!(Template::parse("t.md", b"+++\n\xff\n+++\n").is_err());
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Template::parse("f", &bytes);
    }

    #[test]
    fn no_body_panics(body in "[{}%# \\-+\"'a-z|.\\[\\](),~*\né]{0,120}") {
        if let Ok(template) = Template::parse("t.md", file(FIELDS, "", &body).as_bytes()) {
            let _ = template.expand(&answers(&template, &[]), &Clauses::new("clauses", [("a".to_owned(), body.clone().into_bytes())].into()));
        }
    }

    #[test]
    fn any_text_answer_comes_back_from_the_header(text in "\\PC{1,60}") {
        let template = template("[[field]]\nname = \"note\"\n", "[contract.term]\nnotice = \"{{ note }}\"\n", "{{ note }}");
        if let Ok(answer) = template.answer("note", &text) {
            let mut all = answers(&template, &[]);
            all.insert("note".to_owned(), answer);
            let drawn = template.expand(&all, &Clauses::default()).unwrap();
            let header: toml::Table = drawn.header_toml.parse().unwrap();
            prop_assert_eq!(header["term"]["notice"].as_str(), Some(text.trim()));
            let plain = crate::contract::outline::plain_text(&drawn.body);
            prop_assert_eq!(plain.trim_end_matches('\n'), text.trim());
        }
    }

    #[test]
    fn any_answer_at_all_is_read_or_refused(text in any::<String>()) {
        let template = template(FIELDS, "", "x");
        for field in template.fields() {
            let _ = field.answer(&text);
        }
    }
}
