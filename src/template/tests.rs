//! The language, its refusals, and the built-in templates.

use proptest::prelude::*;

use super::{Answers, ChoiceError, Clauses, ExpandError, Expanded, Template, TemplateProblem, digest, unfilled};

const ABOUT: &str = "[template]\nname = \"t\"\ntitle = \"T\"\nkind = \"nda\"\n";
const CONTRACT: &str =
    "[contract]\ntitle = \"With {{ counterparty }}\"\n[[contract.party]]\nname = \"{{ counterparty }}\"\n";

fn file(fields: &str, contract: &str, body: &str) -> String {
    format!("+++\n{ABOUT}{fields}{CONTRACT}{contract}+++\n{body}")
}

fn template(fields: &str, contract: &str, body: &str) -> Template {
    Template::parse("t.md", file(fields, contract, body).as_bytes()).unwrap()
}

fn problems(text: &str) -> Vec<TemplateProblem> {
    Template::parse("t.md", text.as_bytes()).unwrap_err()
}

fn answers(template: &Template, given: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::new();
    for (name, text) in [("organisation", "Northwind AS"), ("counterparty", "Acme AS")].iter().chain(given) {
        answers.insert((*name).to_owned(), template.answer(name, text).unwrap());
    }
    answers
}

fn draw(template: &Template, given: &[(&str, &str)]) -> Expanded {
    template.expand(&answers(template, given), &Clauses::default()).unwrap()
}

fn with_clauses(body: &str, clauses: &[(&str, &str)]) -> Result<Expanded, ExpandError> {
    let clauses =
        Clauses::new("clauses", clauses.iter().map(|(n, t)| ((*n).to_owned(), t.as_bytes().to_vec())).collect());
    let template = template("", "", body);
    template.expand(&answers(&template, &[]), &clauses)
}

const FIELDS: &str = "[[field]]\nname = \"fee\"\ntype = \"money\"\ncurrency = \"NOK\"\n[[field]]\nname = \"start\"\ntype = \"date\"\n\
    [[field]]\nname = \"term\"\ntype = \"duration\"\n[[field]]\nname = \"purpose\"\n[[field]]\nname = \"extra\"\nblank = \"omit\"\n\
    [[field]]\nname = \"exclusive\"\ntype = \"boolean\"\ndefault = false\n";

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
    assert!(matches!(error, super::AnswerError::NoSuchField { nearest: Some(n), .. } if n == "purpose"));
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

#[test]
fn clauses_are_included_counted_and_part_of_the_digest() {
    let body = "{% if signatory_name %}{% include \"a\" %}{% endif %}{% include \"b\" %}";
    let drawn =
        with_clauses(body, &[("a", "A {{ counterparty }}"), ("b", "B {% include \"c\" %}"), ("c", "C"), ("d", "D")])
            .unwrap();
    assert_eq!(drawn.body, "B C");
    assert_eq!(drawn.clauses.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "b", "c"]);
    let clauses = drawn.clauses.iter().map(|(n, t)| (n.as_str(), t.as_str()));
    assert_eq!(drawn.digest, digest(file("", "", body).as_bytes(), clauses));
    let other = with_clauses(body, &[("a", "A changed"), ("b", "B {% include \"c\" %}"), ("c", "C")]).unwrap();
    assert_ne!(drawn.digest, other.digest);
}

#[test]
fn includes_cannot_run_away() {
    let refusal = |body: &str, clauses: &[(&str, &str)]| match with_clauses(body, clauses) {
        Err(ExpandError::Template(problems)) => problems[0].clone(),
        other => panic!("{other:?}"),
    };
    let missing = refusal("one\n{% include \"gone\" %}", &[]);
    assert_eq!((missing.line, missing.message.as_str()), (12, "there is no clause `gone`"));
    let cycle = refusal("{% include \"a\" %}", &[("a", "\n{% include \"b\" %}"), ("b", "{% include \"a\" %}")]);
    assert_eq!((cycle.file.as_str(), cycle.line), ("clauses/b.md", 1));
    let unknown = refusal("{% include \"a\" %}", &[("a", "x\n {{ nobody }}")]);
    assert_eq!((unknown.file.as_str(), unknown.line, unknown.column), ("clauses/a.md", 2, 2));
    let names: Vec<String> = (0..12).map(|n| format!("c{n}")).collect();
    let texts: Vec<String> = (1..13).map(|n| format!("{{% include \"c{n}\" %}}")).collect();
    let deep: Vec<(&str, &str)> = names.iter().zip(&texts).map(|(n, t)| (n.as_str(), t.as_str())).collect();
    assert!(refusal("{% include \"c0\" %}", &deep).message.contains("deeper"));
}

#[test]
fn expansion_is_bounded_in_size_and_steps() {
    let ten = |name: &str| format!("{{% include \"{name}\" %}}").repeat(10);
    let (a, b, c, d, e) = (ten("b"), ten("c"), ten("d"), ten("e"), "x".repeat(200));
    let bomb = with_clauses("{% include \"a\" %}", &[("a", &a), ("b", &b), ("c", &c), ("d", &d), ("e", &e)]);
    assert!(matches!(bomb, Err(ExpandError::Template(_))), "{bomb:?}");
    let loops = format!("{}x{}", "{% for a in [1,2,3,4,5,6,7,8,9,10] %}".repeat(9), "{% endfor %}".repeat(9));
    assert!(matches!(with_clauses(&loops, &[]), Err(ExpandError::Template(_))));
    let doubling: String = (0..40).map(|n| format!("{{% for x{} in [x{n} ~ x{n}] %}}", n + 1)).collect();
    let doubling = format!("{{% for x0 in [counterparty] %}}{doubling}{{{{ x40 }}}}{}", "{% endfor %}".repeat(41));
    assert!(Template::parse("t.md", file("", "", &doubling).as_bytes()).is_err());
    for costly in
        ["{{ 'x' * 1000000000 }}", "{{ ([1] * 1000000000) | list }}", "{{ 9 ** 999999999 }}", "{{ [1, [2]] }}"]
    {
        let begun = std::time::Instant::now();
        let _ = with_clauses(costly, &[]);
        assert!(begun.elapsed().as_secs() < 5, "{costly}");
    }
    let many = format!("{}y{}", "{% if true %}".repeat(4000), "{% endif %}".repeat(4000));
    assert!(Template::parse("t.md", file("", "", &many).as_bytes()).is_err());
}

const HEAD: &str = "+++\n[clause]\ntitle = \"T\"\n+++\n";

#[test]
fn the_head_of_a_clause_is_left_out_and_its_lines_are_counted() {
    let clause = format!("{HEAD}Text of {{{{ counterparty }}}}.\n");
    let drawn = with_clauses("{% include \"a\" %}\nEnd\n", &[("a", &clause)]).unwrap();
    assert_eq!(drawn.body, "Text of Acme AS.\nEnd\n");
    for (inside, line) in [
        ("\n\n {{ nobody }}", 7),
        ("{{ counterparty | date }}", 5),
        ("x\n{% if counterparty %}\n{{ counterparty | money }}\n{% endif %}", 7),
        ("x\n{{ counterparty }", 6),
        ("x\n{% include \"gone\" %}", 6),
        ("x\n{% include \"a\" %}", 6),
    ] {
        let clause = format!("{HEAD}{inside}");
        let Err(ExpandError::Template(problems)) = with_clauses("{% include \"a\" %}", &[("a", &clause)]) else {
            panic!("{inside}")
        };
        assert_eq!((problems[0].file.as_str(), problems[0].line), ("clauses/a.md", line), "{inside}: {problems:?}");
    }
    let Err(ExpandError::Template(problems)) =
        with_clauses("{% include \"a\" %}{% include \"a\" %}", &[("a", "+++\nx = 1\n+++\ny")])
    else {
        panic!("a wrong head is drawn")
    };
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].to_string(), "clauses/a.md:2:1: there is no key `x`");
}

#[test]
fn a_fallback_stands_in_for_its_clause_and_is_part_of_the_digest() {
    let soft = "+++\n[clause]\nfallback_of = \"a\"\nrank = 1\n+++\nSoft {{ counterparty }}\n";
    let files = [("a", "Hard\n"), ("a--soft", soft), ("b", "B\n")];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let mut clauses = Clauses::new("sales/clauses", files.into());
    let template = template("", "", "{% include \"a\" %}");
    let answers = answers(&template, &[]);
    let hard = template.expand(&answers, &clauses).unwrap();
    clauses.prefer("a", "soft").unwrap();
    let drawn = template.expand(&answers, &clauses).unwrap();
    assert_eq!((hard.body.as_str(), drawn.body.as_str()), ("Hard", "Soft Acme AS"));
    assert_eq!(drawn.clauses.keys().collect::<Vec<_>>(), ["a--soft"]);
    assert_eq!(drawn.fallbacks["a"], "soft");
    assert_eq!(drawn.digest, template.digest(&clauses).unwrap());
    assert_ne!(drawn.digest, hard.digest);
    assert_eq!(clauses.fallbacks("a"), ["soft"]);
    let fault = clauses.prefer("a", "sofd").unwrap_err();
    assert!(matches!(fault, ChoiceError::NoFallback { nearest: Some(near), .. } if near == "soft"));
    assert!(clauses.prefer("b", "soft").is_err() && clauses.prefer("c", "x").is_err());
    let unused = self::template("", "", "{% include \"b\" %}");
    assert!(matches!(
        unused.expand(&answers, &clauses),
        Err(ExpandError::Choice(ChoiceError::NotIncluded { clause, .. })) if clause == "a"
    ));
}

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
