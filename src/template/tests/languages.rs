//! Words of each language, periods, lines and numbers.

use super::{FIELDS, answers, draw, file, template};
use crate::template::{Clauses, Template, unfilled};

#[test]
fn norwegian_templates_speak_norwegian() {
    let text = file(
        FIELDS,
        "",
        "{{ start | date }}, {{ fee | money }}, {{ term | duration }}, {{ [counterparty, purpose, extra, organisation] | list }}",
    );
    let text = text.replace("kind = \"nda\"", "kind = \"nda\"\nlanguage = \"nb\"");
    let template = Template::parse("t.md", text.as_bytes()).unwrap();
    let drawn =
        draw(&template, &[("start", "2026-12-01"), ("fee", "1234567.00 EUR"), ("term", "1 år"), ("purpose", "x")]);
    assert_eq!(drawn.body, "1. desember 2026, EUR 1 234 567, ett år, Acme AS, x og Northwind AS");
}

#[test]
fn other_languages_speak_their_own() {
    for (language, said) in [
        ("sv", "1 december 2026, EUR 1 234 567, 18 månader, tre år, Acme AS, x och Northwind AS"),
        ("da", "1. december 2026, EUR 1.234.567, 18 måneder, tre år, Acme AS, x og Northwind AS"),
        ("de", "1. Dezember 2026, EUR 1.234.567, 18 Monaten, drei Jahren, Acme AS, x und Northwind AS"),
        ("fr", "1 December 2026, EUR 1,234,567, 18 months, three years, Acme AS, x and Northwind AS"),
    ] {
        let fields = format!("{FIELDS}[[field]]\nname = \"more\"\ntype = \"duration\"\n");
        let body = "{{ start | date }}, {{ fee | money }}, {{ term | duration }}, {{ more | duration }}, {{ [counterparty, purpose, extra, organisation] | list }}";
        let text =
            file(&fields, "", body).replace("kind = \"nda\"", &format!("kind = \"nda\"\nlanguage = \"{language}\""));
        let template = Template::parse("t.md", text.as_bytes()).unwrap();
        let given = [("start", "2026-12-01"), ("fee", "1234567.00 EUR"), ("purpose", "x")];
        for (term, more) in
            [("18 months", "3 years"), ("18 månader", "3 år"), ("18 Monate", "3 Jahre"), ("18 måneder", "3 år")]
        {
            let drawn = draw(&template, &[&given[..], &[("term", term), ("more", more)]].concat());
            assert_eq!(drawn.body, said);
        }
    }
}

#[test]
fn a_period_is_counted_to_its_last_day() {
    let contract = "[[contract.obligation]]\nid = \"probation\"\nwho = \"{{ counterparty }}\"\nwhat = \"x\"\n\
        due = \"{{ (start | through(term)) if exclusive else '' }}\"\n";
    let template = template(FIELDS, contract, "{{ start | through(6) | date }}");
    let with = |given: &[(&str, &str)]| {
        let drawn = draw(&template, &[&[("exclusive", "yes")], given].concat());
        (drawn.header_toml.split_once("[obligation]").map(|(_, after)| after.to_owned()), drawn)
    };
    for (start, term, due, half_year) in [
        ("2027-01-04", "6 months", "2027-07-03", "3 July 2027"),
        ("2026-08-31", "6 months", "2027-02-27", "27 February 2027"),
        ("2028-02-29", "1 year", "2029-02-27", "28 August 2028"),
        ("2026-12-01", "14 days", "2026-12-14", "31 May 2027"),
    ] {
        let (_, drawn) = with(&[("start", start), ("term", term)]);
        assert!(drawn.header_toml.contains(&format!("due = {due}\n")), "{}", drawn.header_toml);
        assert_eq!(drawn.body, half_year);
    }
    let (_, open) = with(&[("term", "6 months")]);
    let waits =
        "# [[obligation]]\n# id = \"probation\"\n# who = \"Acme AS\"\n# what = \"x\"\n# due = \"[[fill: start]]\"\n";
    assert!(open.header_toml.contains(waits), "{}", open.header_toml);
    assert_eq!(unfilled(&open.header_toml).len(), 1);
    let none = draw(&template, &[("start", "2027-01-04"), ("term", "6 months"), ("exclusive", "no")]);
    assert!(!none.header_toml.contains("obligation"), "{}", none.header_toml);
    let late =
        template.expand(&answers(&template, &[("start", "9999-12-01"), ("term", "1 year")]), &Clauses::default());
    assert!(late.unwrap_err().to_string().contains("past the year 9999"));
    for wrong in [
        "{{ term | through(start) }}",
        "{{ start | through(0) }}",
        "{{ start | through(\"x\") }}",
        "{{ start | through }}",
    ] {
        let template = self::template(FIELDS, "", wrong);
        assert!(
            template
                .expand(&answers(&template, &[("start", "2027-01-04"), ("term", "1 year")]), &Clauses::default())
                .is_err(),
            "{wrong}"
        );
    }
}

#[test]
fn a_text_is_taken_line_by_line_and_a_clause_numbered_by_its_section() {
    let fields = "[[field]]\nname = \"work\"\nmultiline = true\n";
    let body = "## 3. Work\n\n#.1 All of:\n\n{% for item in work | lines %}\n- {{ item }}\n{% endfor %}\n\n{% include \"c\" %}\n";
    let clauses =
        Clauses::new("clauses", [("c".to_owned(), b"#.2 See clause #.1 and {{ counterparty }}.\n".to_vec())].into());
    let with = |work: Option<&str>, counterparty: &str| {
        let template = template(fields, "", body);
        let mut all = answers(&template, &[]);
        all.insert("counterparty".to_owned(), template.answer("counterparty", counterparty).unwrap());
        if let Some(work) = work {
            all.insert("work".to_owned(), template.answer("work", work).unwrap());
        }
        template.expand(&all, &clauses).unwrap().body
    };
    let end = "\n\n3.2 See clause 3.1 and Acme AS.\n";
    assert_eq!(
        with(Some("- a *b*\n\n 2. c\n2027. d"), "Acme AS"),
        format!("## 3. Work\n\n3.1 All of:\n\n- a \\*b\\*\n- c\n- 2027. d{end}")
    );
    assert_eq!(with(None, "Acme AS"), format!("## 3. Work\n\n3.1 All of:\n\n- [[fill: work]]{end}"));
    assert!(with(None, "Acme #.7 AS").ends_with("and Acme #.7 AS.\n"), "an answer is never numbered");
    let template = template("", "", "#.1 Nowhere.");
    let fault = template.expand(&answers(&template, &[]), &Clauses::default()).unwrap_err().to_string();
    assert!(fault.contains("line 1 of the drawn text"), "{fault}");
    let printed = self::template("[[field]]\nname = \"n\"\ntype = \"integer\"\ndefault = 2\n", "", "{{ n | lines }}");
    assert!(printed.expand(&answers(&printed, &[]), &Clauses::default()).is_err());
}
