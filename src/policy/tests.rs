use chrono::{DateTime, Utc};

use super::edit::{self, EditError};
use super::{Decision, Member, MemberKey, PlainEdits, Policy, PolicyProblem, Refusal, Right, Role, Workspace};
use crate::signature::allowed_signers;
use crate::signature::testing::Hand;
use crate::signature::verdict::Members as _;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn key(seed: u8) -> String {
    Hand::new(seed).public().to_string()
}

/// An owner, a drafter of one workspace who may sign, and somebody who left.
fn text() -> String {
    format!(
        r#"# Who may do what at Northwind.
format = 1
version = 7          # counted by clm
plain_edits = "warn"

[[workspace]]
name = "sales"
title = "Sales"

[[workspace]]
name = "hr"

[[member]]
name = "Alice Hansen"
email = "alice@northwind.example"
roles = ["owner"]
workspaces = ["*"]
signs_for = ["Northwind AS"]   # managing director

[[member.key]]
public = "{}"
from = 2026-01-01T00:00:00Z

[[member]]
name = "Bo Li"
email = "bo@northwind.example"
roles = ["drafter", "signatory"]
workspaces = ["sales"]
signs_for = ["Northwind AS", "Northwind Holding AS"]

# The old laptop.
[[member.key]]
public = "{}"
from = 2026-01-01T00:00:00Z
until = 2026-06-30T12:00:00Z
reason = "new laptop"

[[member.key]]
public = "{}"
from = 2026-06-30T12:00:01Z

[[member]]
name = "Cy Gone"
email = "cy@northwind.example"
roles = []
workspaces = []
"#,
        key(1),
        key(2),
        key(3)
    )
}

fn policy() -> Policy {
    Policy::parse(&text()).unwrap()
}

fn member(email: &str) -> Member {
    policy().member(email).unwrap().clone()
}

#[test]
fn the_file_is_read() {
    let policy = policy();
    assert_eq!((policy.version(), policy.plain_edits()), (7, PlainEdits::Warn));
    assert_eq!(policy.workspaces().iter().map(|w| w.name.as_str()).collect::<Vec<_>>(), ["sales", "hr"]);
    assert_eq!(policy.members().len(), 3);
    let bo = member("bo@northwind.example");
    assert_eq!(bo.roles, [Role::Drafter, Role::Signatory]);
    assert_eq!(bo.keys[0].until, Some(at("2026-06-30T12:00:00Z")));
    assert_eq!(bo.keys[0].reason.as_deref(), Some("new laptop"));
    assert!(policy.member("BO@northwind.example").is_none());
    assert_eq!(Policy::parse(&text().replace('\n', "\r\n")), Ok(policy), "another editor's line ends");
}

#[test]
fn keys_are_good_inside_their_window() {
    let policy = policy();
    let who = |seed, time| {
        policy.member_by_key(&Hand::new(seed).public(), at(time)).map(|member| member.email.as_str().to_owned())
    };
    let bo = Some("bo@northwind.example".to_owned());
    assert_eq!(who(2, "2026-01-01T00:00:00Z"), bo);
    assert_eq!(who(2, "2025-12-31T23:59:59Z"), None);
    assert_eq!(who(2, "2026-06-30T12:00:00Z"), bo);
    assert_eq!(who(2, "2026-06-30T12:00:01Z"), None);
    assert_eq!(who(3, "2026-06-30T12:00:00Z"), None);
    assert_eq!(who(3, "2099-01-01T00:00:00Z"), bo);
    assert_eq!(who(4, "2026-06-30T12:00:00Z"), None);
    assert!(policy.has_owner(at("2026-01-01T00:00:00Z")));
    assert!(!policy.has_owner(at("2025-12-31T23:59:59Z")));
}

#[test]
fn the_verdict_learns_who_holds_a_key() {
    let policy = policy();
    let holder = policy.keyholder(&Hand::new(2).public()).unwrap();
    assert_eq!(holder.signs_for, ["Northwind AS", "Northwind Holding AS"]);
    assert_eq!(holder.until, Some(at("2026-06-30T12:00:00Z")));
    assert!(policy.keyholder(&Hand::new(9).public()).is_none());
    assert!(policy.is_member(&"cy@northwind.example".parse().unwrap()));
    assert!(!policy.is_member(&"dy@northwind.example".parse().unwrap()));
    let no_signatory = text().replace("[\"drafter\", \"signatory\"]", "[\"drafter\"]");
    let policy = Policy::parse(&no_signatory).unwrap();
    assert!(policy.keyholder(&Hand::new(2).public()).unwrap().signs_for.is_empty(), "signing takes the role too");
}

#[test]
fn an_owner_of_one_workspace_administers_it_and_no_more() {
    let text = text().replace("[\"drafter\", \"signatory\"]", "[\"owner\"]");
    let policy = Policy::parse(&text).unwrap();
    let bo = policy.member("bo@northwind.example").unwrap();
    assert!(policy.may(bo, Right::Administer, Some("sales")).is_permit());
    assert!(!policy.may(bo, Right::Administer, Some("hr")).is_permit());
    assert!(!policy.may(bo, Right::Administer, None).is_permit());
    assert!(!bo.is_owner());
    assert_eq!(policy.administered(bo).into_iter().collect::<Vec<_>>(), ["sales"]);
    assert!(policy.administered(policy.member("alice@northwind.example").unwrap()).is_empty(), "one of the owners");
}

#[test]
fn refusals_say_all_their_reasons() {
    let policy = policy();
    let Decision::Refuse { reasons } = policy.may(&member("bo@northwind.example"), Right::Send, Some("hr")) else {
        panic!("permitted")
    };
    let said: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "`bo@northwind.example` may not send: that takes `manager` or `owner`",
            "`bo@northwind.example` does not work in the workspace `hr`"
        ]
    );
    let Decision::Refuse { reasons } = policy.may(&member("alice@northwind.example"), Right::Read, Some("sale")) else {
        panic!("permitted")
    };
    assert!(matches!(&reasons[..], [Refusal::UnknownWorkspace { nearest: Some(near), .. }] if near == "sales"));
}

#[test]
fn members_sign_for_named_parties_only() {
    let policy = policy();
    let (alice, cy) = (member("alice@northwind.example"), member("cy@northwind.example"));
    assert!(policy.may_sign_for(&alice, "Northwind AS").is_permit());
    for party in ["northwind as", "Northwind AS ", "Northwind", "Northwind Holding AS", "*", ""] {
        assert!(!policy.may_sign_for(&alice, party).is_permit(), "{party}");
    }
    let drafter = Member { roles: vec![Role::Drafter], ..alice };
    assert!(!policy.may_sign_for(&drafter, "Northwind AS").is_permit());
    let Decision::Refuse { reasons } = policy.may_sign_for(&cy, "Northwind AS") else { panic!("permitted") };
    assert_eq!(reasons.len(), 2);
}

#[test]
fn faults_name_their_line_and_the_nearest_word() {
    let double = format!("public = \"{}\"", key(1));
    let weak = format!("public = \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEA{}\"", "A".repeat(40));
    let cases: &[(&str, &str, usize, &str, Option<&str>)] = &[
        ("format = 1", "format = 2", 2, "this build reads 1", None),
        ("format = 1\n", "", 1, "`format`: is missing", None),
        ("version = 7 ", "version = 0 ", 3, "whole number", None),
        ("version = 7 ", "version = \"7\" ", 3, "whole number", None),
        ("version = 7 ", "verison = 7 ", 1, "`version`: is missing", None),
        ("\"warn\"", "\"refused\"", 4, "expected `warn` or `refuse`", Some("refuse")),
        ("plain_edits", "plain_edit", 4, "unknown key `plain_edit`", Some("plain_edits")),
        ("title = ", "titel = ", 8, "unknown key `workspace.titel`", Some("title")),
        ("name = \"sales\"", "name = \"Sales\"", 7, "lower-case", None),
        ("name = \"sales\"", "name = \".git\"", 7, "lower-case", None),
        ("name = \"sales\"", "name = \"../x\"", 7, "lower-case", None),
        ("name = \"hr\"", "name = \"sales\"", 11, "the workspace `sales` stands there twice, first on line 7", None),
        (
            "[[workspace]]\nname = \"hr\"",
            "[workspaces.hr]\nname = \"hr\"",
            10,
            "unknown key `workspaces`",
            Some("workspace"),
        ),
        ("alice@north", "Alice@north", 15, "lower-case ASCII address", None),
        ("alice@north", "*@north", 15, "lower-case ASCII address", None),
        ("alice@north", "bo@north", 26, "the address `bo@northwind.example` stands there twice", None),
        ("\"owner\"", "\"ower\"", 16, "unknown role `ower`", Some("owner")),
        ("[\"owner\"]", "\"owner\"", 16, "expected a list", None),
        ("[\"owner\"]", "[1]", 16, "expected a list", None),
        ("\"drafter\", \"sig", "\"drafter\", \"drafter\", \"sig", 27, "names `drafter` twice", None),
        ("[\"sales\"]", "[\"sale\"]", 28, "there is no workspace `sale`", Some("sales")),
        ("[\"sales\"]", "[\"sales\", \"*\"]", 28, "`*` stands alone", None),
        ("\"Northwind Holding AS\"", "\"*organisation\"", 29, "stands for none", None),
        ("\"Northwind Holding AS\"", "\"Northwind\\u202e AS\"", 29, "U+202E", None),
        ("\"Bo Li\"", "\"Bo\\nLi\"", 25, "U+000A", None),
        ("\"Bo Li\"", "\"\"", 25, "is empty", None),
        ("until = 2026-06-30T12:00:00Z", "until = 2025-06-30T12:00:00Z", 35, "lies before `from`", None),
        ("until = 2026-06-30T12:00:00Z", "until = 2026-06-30", 35, "UTC time", None),
        ("until = 2026-06-30T12:00:00Z", "until = 2026-06-30T12:00:00", 35, "UTC time", None),
        ("until = 2026-06-30T12:00:00Z", "until = 2026-06-30T12:00:00+02:00", 35, "UTC time", None),
        ("until = 2026-06-30T12:00:00Z", "until = 2026-06-30T12:00:00.5Z", 35, "UTC time", None),
        ("until = 2026-06-30T12:00:00Z", "until = \"2026-06-30T12:00:00Z\"", 35, "UTC time", None),
        ("until = 2026-06-30T12:00:00Z\n", "", 35, "has a reason", None),
        ("from = 2026-06-30T12:00:01Z", "form = 2026-06-30T12:00:01Z", 38, "`member.key.from`: is missing", None),
        ("from = 2026-06-30T12:00:01Z", "from = 2026-02-30T12:00:01Z", 40, "", None),
        ("ssh-ed25519", "ssh-rsa", 21, "only `ssh-ed25519`", None),
        ("name = \"Cy Gone\"", "name = \"Cy Gone\"\nname = \"Cy\"", 44, "", None),
        ("roles = [\"owner\"]", "roles = [\"manager\"]", 1, "nobody with a key is `owner`", None),
        ("workspaces = [\"*\"]", "workspaces = [\"hr\", \"sales\"]", 1, "nobody with a key is `owner`", None),
    ];
    for (from, to, line, message, near) in cases {
        let changed = text().replacen(from, to, 1);
        assert_ne!(changed, text(), "{from}");
        let problem = Policy::parse(&changed).expect_err(to);
        assert_eq!(problem.line, *line, "{to}: {problem}");
        assert!(problem.message.contains(message), "{to}: {problem}");
        assert_eq!(problem.nearest.as_deref(), *near, "{to}: {problem}");
    }
    for (from, to, line, message) in [
        (format!("public = \"{}\"", key(3)), double, 39, "is listed twice, first for `alice@northwind.example`"),
        (
            format!("public = \"{}\"", key(3)),
            format!("public = \"{}\"", key(2)),
            39,
            "first for `bo@northwind.example`",
        ),
        (format!("public = \"{}\"", key(1)), weak, 21, "the key is weak"),
    ] {
        let problem = Policy::parse(&text().replacen(&from, &to, 1)).expect_err(&to);
        assert_eq!(problem.line, line, "{problem}");
        assert!(problem.message.contains(message), "{problem}");
    }
}

#[test]
fn what_is_no_policy_at_all_is_refused() {
    for wrong in ["", "\u{feff}", "format", "format = 1", "[[", "\0", "member = 1\nformat = 1\nversion = 1\n"] {
        assert!(Policy::parse(wrong).is_err(), "{wrong:?}");
    }
    assert!(Policy::parse(&"#".repeat(2_000_000)).is_err());
    for hostile in ["\"\\u001b[2J\" = 1\n\"\\u001b[2J\" = 2\n", "format = 1\nversion = 1\n\"\\u001b[2J\" = 1\n"] {
        let problem = Policy::parse(hostile).unwrap_err();
        assert!(!problem.to_string().contains('\u{1b}'), "{problem:?}");
    }
}

#[test]
fn allowed_signers_say_what_the_policy_says() {
    let text = policy().allowed_signers().unwrap();
    let entries = allowed_signers::parse(&text).unwrap();
    assert_eq!(entries.len(), 3);
    let expected = format!(
        "bo@northwind.example namespaces=\"git,clm-statement-v1\",valid-after=\"20260101000000Z\",\
         valid-before=\"20260630120000Z\" {}",
        key(2)
    );
    assert!(text.lines().any(|line| line == expected), "{text}");
    assert!(text.starts_with("# Generated by clm"));
}

fn dana() -> Member {
    Member {
        name: "Dana \"D\" Ås".to_owned(),
        email: "dana@northwind.example".parse().unwrap(),
        roles: vec![Role::Legal, Role::Manager],
        workspaces: vec!["hr".to_owned()],
        signs_for: Vec::new(),
        keys: vec![MemberKey {
            public: Hand::new(4).public(),
            from: at("2026-11-24T13:37:00Z"),
            until: None,
            reason: None,
            revoked: false,
        }],
    }
}

/// The lines of `after` that `before` does not have, and the other way round.
fn changed(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let missing = |a: &str, b: &str| -> Vec<String> {
        a.lines().filter(|line| !b.lines().any(|other| other == *line)).map(str::to_owned).collect()
    };
    (missing(after, before), missing(before, after))
}

#[test]
fn a_new_policy_is_read_back() {
    let workspaces = [Workspace { name: "main".to_owned(), title: Some("Everything".to_owned()) }];
    let alice = member("alice@northwind.example");
    let text = edit::create(PlainEdits::Refuse, &workspaces, std::slice::from_ref(&alice)).unwrap();
    let policy = Policy::parse(&text).unwrap();
    assert_eq!((policy.version(), policy.plain_edits()), (1, PlainEdits::Refuse));
    assert_eq!((policy.workspaces(), policy.members()), (&workspaces[..], &[alice][..]));
    assert!(text.starts_with("format = 1\nversion = 1\n"), "{text}");
    assert!(edit::create(PlainEdits::Warn, &workspaces, &[]).is_err(), "nobody owns it");
    assert!(edit::create(PlainEdits::Warn, &[], &[dana()]).is_err(), "no such workspace");
}

#[test]
fn adding_keeps_every_line_and_counts_up() {
    let added = edit::add_member(&text(), &dana()).unwrap();
    let policy = Policy::parse(&added).unwrap();
    assert_eq!(policy.version(), 8);
    assert_eq!(policy.member("dana@northwind.example"), Some(&dana()));
    let (_, gone) = changed(&text(), &added);
    assert_eq!(gone, ["version = 7          # counted by clm"]);
    assert!(added.contains("version = 8          # counted by clm"), "{added}");

    let legal = Workspace { name: "legal".to_owned(), title: None };
    let added = edit::add_workspace(&text(), &legal).unwrap();
    let policy = Policy::parse(&added).unwrap();
    assert_eq!(policy.workspaces().last(), Some(&legal));
    assert_eq!(policy.members(), self::policy().members());
    assert!(added.find("\"legal\"").unwrap() < added.find("[[member]]").unwrap(), "{added}");

    let key = dana().keys.remove(0);
    let added = edit::add_key(&text(), "alice@northwind.example", &key).unwrap();
    let policy = Policy::parse(&added).unwrap();
    assert_eq!(policy.member("alice@northwind.example").unwrap().keys.last(), Some(&key));
    assert_eq!(policy.member("bo@northwind.example"), self::policy().member("bo@northwind.example"));
    assert_eq!(changed(&text(), &added).1, ["version = 7          # counted by clm"]);
}

#[test]
fn ending_a_key_keeps_it_listed() {
    let until = at("2026-11-24T00:00:00Z");
    let ended = edit::end_key(&text(), &Hand::new(3).public(), until, "lost").unwrap();
    let bo = Policy::parse(&ended).unwrap().member("bo@northwind.example").unwrap().clone();
    assert_eq!((bo.keys[1].until, bo.keys[1].reason.as_deref()), (Some(until), Some("lost")));
    assert_eq!(bo.keys[0], member("bo@northwind.example").keys[0]);
    let earlier = edit::end_key(&ended, &Hand::new(3).public(), at("2026-10-01T00:00:00Z"), "stolen then").unwrap();
    let later = edit::end_key(&earlier, &Hand::new(3).public(), until, "no");
    assert!(matches!(later, Err(EditError::EndsEarlier(_))));
    assert!(matches!(edit::end_key(&text(), &Hand::new(9).public(), until, "x"), Err(EditError::NoSuchKey(_))));
    let before = edit::end_key(&text(), &Hand::new(3).public(), at("2020-01-01T00:00:00Z"), "x");
    assert!(matches!(before, Err(EditError::Problem(_))), "an end before the beginning");
}

#[test]
fn members_change_in_place() {
    let roles = edit::set_roles(&text(), "bo@northwind.example", &[]).unwrap();
    assert_eq!(changed(&text(), &roles).0.len(), 1, "version; the empty list stands there already");
    let everywhere = edit::set_workspaces(&text(), "bo@northwind.example", &["*".to_owned()]).unwrap();
    assert!(Policy::parse(&everywhere).unwrap().member("bo@northwind.example").unwrap().is_everywhere());
    let parties = edit::set_signs_for(&text(), "alice@northwind.example", &["Umbrella AS".to_owned()]).unwrap();
    assert!(parties.contains("signs_for = [\"Umbrella AS\"]   # managing director"), "{parties}");
    let refuse = edit::set_plain_edits(&text(), PlainEdits::Refuse).unwrap();
    assert_eq!(Policy::parse(&refuse).unwrap().plain_edits(), PlainEdits::Refuse);
}

#[test]
fn an_earlier_policy_comes_back_as_a_later_version() {
    let old = text();
    let present = edit::add_workspace(&old, &Workspace { name: "extra".to_owned(), title: None }).unwrap();
    let again = edit::again(&old, &present).unwrap();
    let (present, read) = (Policy::parse(&present).unwrap(), Policy::parse(&again).unwrap());
    assert_eq!(read.version(), present.version() + 1);
    assert!(!read.workspaces().iter().any(|workspace| workspace.name == "extra"));
    assert_eq!(changed(&old, &again).0.len(), 1, "the version and nothing else");
    assert!(edit::again("format = 1", &old).is_err() && edit::again(&old, "format = 1").is_err());
}

#[test]
fn an_edit_never_writes_what_would_be_refused() {
    let problem = |result: Result<String, EditError>| match result {
        Err(EditError::Problem(PolicyProblem { message, .. })) => message,
        other => panic!("{other:?}"),
    };
    assert!(problem(edit::set_roles(&text(), "alice@northwind.example", &[Role::Viewer])).contains("owner"));
    assert!(problem(edit::add_member(&text(), &member("bo@northwind.example"))).contains("twice"));
    let stolen = Member { keys: member("alice@northwind.example").keys, ..dana() };
    assert!(problem(edit::add_member(&text(), &stolen)).contains("listed twice"));
    assert!(
        problem(edit::set_workspaces(&text(), "bo@northwind.example", &["it".to_owned()])).contains("no workspace")
    );
    assert!(
        problem(edit::set_signs_for(&text(), "bo@northwind.example", &["*".to_owned()])).contains("stands for none")
    );
    let injected = Member { name: "D\"\nroles = [\"owner\"]".to_owned(), ..dana() };
    assert!(problem(edit::add_member(&text(), &injected)).contains("U+000A"));
    assert!(matches!(
        edit::set_roles(&text(), "boo@northwind.example", &[]),
        Err(EditError::NoSuchMember { nearest: Some(near), .. }) if near == "bo@northwind.example"
    ));
    assert!(edit::add_member("format = 1", &dana()).is_err());
    let last = text().replace("version = 7 ", &format!("version = {} ", i64::MAX));
    assert_eq!(edit::add_member(&last, &dana()), Err(EditError::VersionsExhausted));
}

#[test]
fn line_ends_survive_an_edit() {
    let crlf = text().replace('\n', "\r\n");
    let added = edit::add_member(&crlf, &dana()).unwrap();
    assert_eq!(added.replace("\r\n", "").matches('\n').count(), 0);
    assert_eq!(added.replace("\r\n", "\n"), edit::add_member(&text(), &dana()).unwrap());
}
