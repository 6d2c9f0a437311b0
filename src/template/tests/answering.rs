//! What is answered, what is not, and what is no answer.

use super::{FIELDS, draw, file, problems, template};
use crate::template::{Answers, Clauses, ExpandError, unfilled};

#[test]
fn answers_become_header_and_body() {
    let contract = "[contract.term]\nstart = \"{{ start }}\"\nlength = \"{{ term }}\"\n[contract.value]\namount = \"{{ fee.amount }}\"\ncurrency = \"{{ fee.currency }}\"\nper = \"year\"\n";
    let body = "Fee {{ fee | money }} from {{ start | date }} for {{ term | duration }}.\n{% if exclusive %}\nExclusive.\n{% endif %}\nEnd.\n";
    let template = template(FIELDS, contract, body);
    let drawn =
        draw(&template, &[("fee", "120000.50"), ("start", "2026-12-01"), ("term", "12 months"), ("exclusive", "yes")]);
    assert_eq!(drawn.body, "Fee NOK 120,000.50 from 1 December 2026 for twelve months.\nExclusive.\nEnd.\n");
    let header = "title = \"With Acme AS\"\nkind = \"nda\"\nlanguage = \"en\"\n\n[[party]]\nname = \"Acme AS\"\n\n[term]\nstart = 2026-12-01\nlength = \"12 months\"\n\n[value]\namount = \"120000.50\"\ncurrency = \"NOK\"\nper = \"year\"\n";
    assert_eq!(drawn.header_toml, header);
}

#[test]
fn what_nobody_answered_is_a_visible_blank() {
    let contract = "governing_law = \"{{ purpose }}\"\n";
    let contract = format!(
        "[contract.term]\nstart = \"{{{{ start }}}}\"\nlength = \"{{{{ term }}}}\"\n[contract.value]\namount = \"{{{{ extra }}}}\"\nper = \"once\"\n#{contract}"
    );
    let template =
        template(FIELDS, &contract, "For {{ purpose }}, {{ fee | money }}{{ extra }}, {{ start | date | upper }}.\n");
    let drawn = draw(&template, &[]);
    assert_eq!(drawn.body, "For [[fill: purpose]], [[fill: fee]], [[fill: start]].\n");
    let names = |text: &str| unfilled(text).into_iter().map(|u| u.name).collect::<Vec<_>>();
    assert_eq!(names(&drawn.body), ["purpose", "fee", "start"]);
    assert_eq!(names(&drawn.header_toml), ["start", "term"]);
    assert!(drawn.header_toml.contains("# start = \"[[fill: start]]\"\n"), "{}", drawn.header_toml);
    assert!(!drawn.header_toml.contains("[value]"), "{}", drawn.header_toml);
    assert!(drawn.header_toml.parse::<toml::Table>().is_ok());
}

#[test]
fn an_answer_is_data_and_never_syntax() {
    let fields = "[[field]]\nname = \"note\"\nmultiline = true\n";
    let template = template(
        fields,
        "governing_law = \"{{ note }}\"\n".replace("governing_law", "[contract.term]\nnotice").as_str(),
        "A {{ note }} B\n{{ note }}\n",
    );
    for (typed, body) in [
        ("{{ 7 * 7 }}", "\\{{ 7 \\* 7 }}"),
        ("{% if x %}", "\\{% if x %}"),
        ("a*b_c_d <b> [x](y)", "a\\*b_c_d \\<b\\> \\[x\\](y)"),
        ("\"\nid = \"x", "\"\nid = \"x"),
        ("A & B; &#8203; AT&T", "A & B; \\&#8203; AT&T"),
        ("# Heading", "\\# Heading"),
    ] {
        let drawn = draw(&template, &[("note", typed)]);
        assert_eq!(drawn.body, format!("A {body} B\n{body}\n"), "{typed}");
        let header: toml::Table = drawn.header_toml.parse().unwrap();
        assert_eq!(header["term"]["notice"].as_str(), Some(typed));
        assert!(!header.contains_key("id"));
    }
}

#[test]
fn an_answer_that_does_not_fit_is_refused() {
    let fields = format!(
        "{FIELDS}[[field]]\nname = \"colour\"\ntype = \"choice\"\nchoices = [\"red\", \"blue\"]\n[[field]]\nname = \"count\"\ntype = \"integer\"\nmin = 1\nmax = 9\n"
    );
    let template = template(&fields, "", "x");
    for (name, wrong) in [
        ("purpose", ""),
        ("purpose", "a\nb"),
        ("purpose", "a\u{202e}b"),
        ("purpose", "a\u{200b}b"),
        ("purpose", "a\tb"),
        ("purpose", "a\0b"),
        ("purpose", "[[fill: fee]]"),
        ("purpose", "[[ FILL : fee"),
        ("counterparty", "Acme\nid = 1"),
        ("start", "2026-02-30"),
        ("start", "26-02-01"),
        ("start", "1.12.2026"),
        ("start", "today"),
        ("start", "٢٠٢٦-١٢-٠١"),
        ("fee", "12,000"),
        ("fee", "-1"),
        ("fee", "1e3"),
        ("fee", "NOK"),
        ("fee", "1 2 NOK"),
        ("fee", "1.00001"),
        ("fee", "9999999999999999999"),
        ("term", "12"),
        ("term", "0 months"),
        ("term", "12 moons"),
        ("term", "10000 days"),
        ("exclusive", "perhaps"),
        ("colour", "green"),
        ("count", "0"),
        ("count", "10"),
        ("count", "3.0"),
        ("signatory_email", "kari"),
        ("signatory_email", "kari@acme"),
        ("signatory_email", "a b@acme.no"),
        ("signatory_email", "kari@@acme.no"),
        ("purpos", "x"),
    ] {
        assert!(template.answer(name, wrong).is_err(), "{name} = {wrong:?}");
    }
    let error = template.answer("purpos", "x").unwrap_err();
    assert!(matches!(error, crate::template::AnswerError::NoSuchField { nearest: Some(n), .. } if n == "purpose"));
}

#[test]
fn everything_missing_is_named_at_once() {
    let template =
        template("[[field]]\nname = \"a\"\nrequired = true\n[[field]]\nname = \"b\"\nrequired = true\n", "", "x");
    let missing: Vec<&str> = template.missing(&Answers::new()).iter().map(|f| f.name.as_str()).collect();
    assert_eq!(missing, ["organisation", "counterparty", "a", "b"]);
    assert!(
        matches!(template.expand(&Answers::new(), &Clauses::default()), Err(ExpandError::Missing(names)) if names.len() == 4)
    );
}

#[test]
fn defaults_may_use_earlier_fields() {
    let fields = "[[field]]\nname = \"a\"\ndefault = \"{{ counterparty | upper }} and {{ organisation }}\"\n[[field]]\nname = \"b\"\ndefault = \"{{ signatory_name }}\"\n";
    let drawn = draw(&template(fields, "", "{{ a }}; {{ b }}"), &[]);
    assert_eq!(drawn.body, "ACME AS and Northwind AS; [[fill: b]]");
    let later = file("[[field]]\nname = \"a\"\ndefault = \"{{ b }}\"\n[[field]]\nname = \"b\"\n", "", "");
    assert!(problems(&later)[0].message.contains("`b`"));
}
