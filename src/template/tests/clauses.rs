//! Clauses: included, counted, bounded, and their fallbacks.

use super::{answers, file, template, with_clauses};
use crate::template::{ChoiceError, Clauses, ExpandError, Template, digest};

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
