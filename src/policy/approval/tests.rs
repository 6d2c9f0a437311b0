//! `[[approval]]`: what is read, what is refused and where, which contracts fall under a rule, and whom it asks.

use crate::contract::document::Document;
use crate::contract::header::Header;
use crate::policy::{Policy, PolicyProblem, edit};
use crate::signature::testing::Hand;

/// Lines before the rules.
const BEFORE: usize = 32;

fn text(rules: &str) -> String {
    let head = format!(
        r#"format = 1
version = 7
[[workspace]]
name = "sales"
[[workspace]]
name = "hr"
[[member]]
name = "Alice"
email = "alice@n.example"
roles = ["owner"]
workspaces = ["*"]
[[member.key]]
public = "{}"
from = 2026-01-01T00:00:00Z
[[member]]
name = "Lise"
email = "lise@n.example"
roles = ["legal"]
workspaces = ["sales"]
[[member]]
name = "Cfo"
email = "cfo@n.example"
roles = ["viewer"]
workspaces = ["*"]
[[member]]
name = "Gone"
email = "gone@n.example"
roles = []
workspaces = []


"#,
        Hand::new(1).public()
    );
    assert_eq!(head.lines().count(), BEFORE - 1);
    head + rules
}

fn policy(rules: &str) -> Policy {
    Policy::parse(&text(rules)).unwrap_or_else(|problem| panic!("{problem}\n{rules}"))
}

fn problem(rules: &str) -> PolicyProblem {
    match Policy::parse(&text(rules)) {
        Err(problem) => problem,
        Ok(_) => panic!("taken: {rules}"),
    }
}

fn header(kind: &str, tables: &str) -> Header {
    let text = format!(
        "+++\nid = \"{kind}-7k2m9qxt\"\ntitle = \"T\"\nkind = \"{kind}\"\n[[party]]\nname = \"A\"\n[[party]]\nname = \"B\"\n{tables}\n+++\nText.\n"
    );
    Document::parse("contract.md", text.as_bytes()).unwrap_or_else(|all| panic!("{all:?}")).header().clone()
}

#[test]
fn what_is_no_rule_is_refused_with_its_line() {
    let asked = "of = [\"legal\"]\nneed = \"any 1\"\n";
    for (rules, line, words) in [
        ("[[approval]]\nneed = \"all\"\n", 0, "`approval.of`: is missing"),
        ("[[approval]]\nof = [\"legal\"]\n", 0, "`approval.need`: is missing"),
        ("[[approval]]\nof = []\nneed = \"all\"\n", 1, "names nobody"),
        ("[[approval]]\nof = [\"lgeal\"]\nneed = \"all\"\n", 1, "neither a role nor the address"),
        ("[[approval]]\nof = \"legal\"\nneed = \"all\"\n", 1, "expected a list"),
        ("[[approval]]\nof = [\"legal\", \"legal\"]\nneed = \"all\"\n", 1, "twice"),
        ("[[approval]]\nof = [\"who@n.example\"]\nneed = \"all\"\n", 0, "there is no member `who@n.example`"),
        ("[[approval]]\nof = [\"legal\"]\nneed = \"most\"\n", 2, "`all` or `any N`"),
        ("[[approval]]\nof = [\"legal\"]\nneed = \"any 0\"\n", 2, "`all` or `any N`"),
        ("[[approval]]\nof = [\"legal\"]\nneed = \"any -1\"\n", 2, "`all` or `any N`"),
        ("[[approval]]\nof = [\"legal\"]\nneed = \"any 99999\"\n", 2, "`all` or `any N`"),
        ("[[approval]]\nof = [\"legal\"]\nneed = 2\n", 2, "expected a text"),
        ("[[approval]]\nof = [\"cfo@n.example\"]\nneed = \"any 2\"\n", 2, "asks for 2, and `of` names 1"),
        ("[[approval]]\nof = [\"legal\"]\nneed = \"all\"\norder = 2\n", 3, "unknown key `approval.order`"),
        (
            "[[approval]]\nof = [\"legal\"]\nneed = \"all\"\n[[approval.by]]\nof = [\"legal\"]\nneed = \"all\"\n",
            1,
            "unknown key `approval.of`",
        ),
        ("[[approval]]\n[[approval.by]]\nof = [\"legal\"]\nneed = \"all\"\norder = 0\n", 4, "a whole number from 1"),
        (
            "[[approval]]\n[[approval.by]]\nof = [\"legal\"]\nneed = \"all\"\nstage = 1\n",
            4,
            "unknown key `approval.by.stage`",
        ),
    ] {
        let problem = problem(rules);
        assert!(problem.message.contains(words), "{rules}: {problem}");
        assert_eq!(problem.line, BEFORE + line, "{rules}: {problem}");
        assert_eq!(problem.file, ".clm/policy.toml");
    }
    for (key, words) in [
        ("above = [\"100000\"]", "an amount and a currency"),
        ("above = [\"100000 XYZ\"]", "not an ISO 4217"),
        ("above = [\"100000 nok\"]", "not an ISO 4217"),
        ("above = [\"NOK 100000\"]", "not an amount"),
        ("above = [\"100 000 NOK\"]", "not an ISO 4217"),
        ("above = [\"-1 NOK\"]", "not an amount"),
        ("above = [\"1.005 NOK\"]", "more decimals"),
        ("above = [\"1 NOK\", \"2 NOK\"]", "names NOK twice"),
        ("above = 100000", "expected a list"),
        ("kinds = [\"NDA\"]", "no kind of contract"),
        ("kinds = [\"\"]", "no kind of contract"),
        ("kind = [\"nda\"]", "unknown key `approval.kind`"),
    ] {
        let problem = problem(&format!("[[approval]]\n{key}\n{asked}"));
        assert!(problem.message.contains(words), "{key}: {problem}");
        assert_eq!(problem.line, BEFORE + 1, "{key}: {problem}");
    }
    let slip = problem(&format!("[[approval]]\nworkspaces = [\"sale\"]\n{asked}"));
    assert_eq!(slip.nearest.as_deref(), Some("sales"));
    let slip = problem("[[approval]]\nof = [\"leagl\"]\nneed = \"all\"\n");
    assert_eq!(slip.nearest.as_deref(), Some("legal"));
}

#[test]
fn a_rule_is_about_kinds_workspaces_and_values() {
    let worth = |amount: &str, currency: &str, per: &str| {
        format!("[value]\namount = \"{amount}\"\ncurrency = \"{currency}\"\nper = \"{per}\"\n")
    };
    let limit = "above = [\"100000 NOK\", \"10000 EUR\"]";
    for (rule, kind, workspace, more, applies) in [
        ("", "nda", "sales", String::new(), true),
        ("kinds = [\"msa\"]", "nda", "sales", String::new(), false),
        ("kinds = [\"msa\", \"nda\"]", "nda", "sales", String::new(), true),
        ("workspaces = [\"hr\"]", "nda", "sales", String::new(), false),
        ("workspaces = [\"hr\", \"sales\"]", "nda", "sales", String::new(), true),
        (limit, "nda", "sales", String::new(), false),
        (limit, "nda", "sales", worth("100000.00", "NOK", "once"), false),
        (limit, "nda", "sales", worth("100000.01", "NOK", "once"), true),
        (limit, "nda", "sales", worth("10001", "EUR", "once"), true),
        (limit, "nda", "sales", worth("10000", "EUR", "once"), false),
        // No limit in that currency: it cannot be compared, and is asked about.
        (limit, "nda", "sales", worth("1", "SEK", "once"), true),
        // Paid again and again: what the first length costs, a year at least.
        (limit, "nda", "sales", worth("9000", "NOK", "month"), true),
        (limit, "nda", "sales", worth("8000", "NOK", "month"), false),
        (limit, "nda", "sales", worth("8000", "NOK", "month") + "[term]\nlength = \"6 months\"", false),
        (limit, "nda", "sales", worth("8000", "NOK", "month") + "[term]\nlength = \"13 months\"", true),
        (limit, "nda", "sales", worth("40000", "NOK", "year") + "[term]\nlength = \"3 years\"", true),
        (limit, "nda", "sales", worth("30000", "NOK", "quarter"), true),
        (limit, "nda", "sales", worth("40000", "NOK", "year") + "[term]\nstart = 2026-01-01\nend = 2028-12-31", true),
        (limit, "nda", "sales", worth("40000", "NOK", "year") + "[term]\nstart = 2026-01-01\nend = 2027-12-31", false),
        (limit, "nda", "sales", worth("999999999999999999", "NOK", "month") + "[term]\nlength = \"9999 years\"", true),
    ] {
        let policy = policy(&format!("[[approval]]\n{rule}\nof = [\"legal\"]\nneed = \"any 1\"\n"));
        let asked = policy.approvals(&header(kind, &more), workspace);
        assert_eq!(!asked.rules.is_empty(), applies, "{rule} × {kind} {workspace} {more}");
    }
}

#[test]
fn a_rule_asks_those_who_work_there() {
    let policy = policy(
        "[[approval]]\nname = \"law\"\n[[approval.by]]\nof = [\"legal\", \"owner\"]\nneed = \"any 1\"\n\
         [[approval.by]]\nof = [\"cfo@n.example\", \"gone@n.example\"]\nneed = \"all\"\norder = 2\n",
    );
    let asked = policy.approvals(&header("nda", ""), "sales");
    let [rule] = asked.rules.as_slice() else { panic!("{asked:?}") };
    assert_eq!(rule.place, format!(".clm/policy.toml:{BEFORE} (law)"));
    let from = |place: usize| rule.panels[place].from.iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(from(0), ["alice@n.example", "lise@n.example"]);
    assert_eq!(
        (rule.panels[0].order, rule.panels[0].any, rule.panels[0].words.as_str()),
        (1, Some(1), "any 1 of legal, owner")
    );
    // Who left is still waited for where all are asked: leaving makes nothing easier.
    assert_eq!(from(1), ["cfo@n.example", "gone@n.example"]);
    let elsewhere = policy.approvals(&header("nda", ""), "hr");
    assert_eq!(elsewhere.rules[0].panels[0].from.iter().collect::<Vec<_>>(), ["alice@n.example"]);
}

#[test]
fn being_asked_gives_the_right_to_approve_there_and_nowhere_else() {
    let policy = policy(
        "[[approval]]\nworkspaces = [\"sales\"]\nof = [\"cfo@n.example\", \"gone@n.example\"]\nneed = \"all\"\n",
    );
    let may =
        |email: &str, workspace: Option<&str>| policy.may_approve(policy.member(email).unwrap(), workspace).is_permit();
    for (email, workspace, expected) in [
        ("alice@n.example", Some("sales"), true),
        ("alice@n.example", Some("hr"), true),
        ("lise@n.example", Some("sales"), true),
        ("lise@n.example", Some("hr"), false),
        ("cfo@n.example", Some("sales"), true),
        ("cfo@n.example", Some("hr"), false),
        ("cfo@n.example", None, false),
        ("gone@n.example", Some("sales"), false),
        ("gone@n.example", Some("hr"), false),
    ] {
        assert_eq!(may(email, workspace), expected, "{email} in {workspace:?}");
    }
}

#[test]
fn edits_of_the_policy_keep_the_rules() {
    let before = text("# Ask the lawyers.\n[[approval]]\nof = [\"legal\"]\nneed = \"any 1\"   # one will do\n");
    let after = edit::set_roles(&before, "cfo@n.example", &[]).unwrap();
    assert!(
        after.contains("# Ask the lawyers.\n[[approval]]\nof = [\"legal\"]\nneed = \"any 1\"   # one will do"),
        "{after}"
    );
    assert_eq!(Policy::parse(&after).unwrap().approval_rules().len(), 1);
}
