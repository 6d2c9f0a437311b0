//! The table of rights, cell by cell: roles × rights × kinds × whose × own or other workspace, through every way of giving,
//! against a slow model that knows nothing of gifts, lines or bundles.

use super::{Grantee, Member, Policy, Question, Right, Role, Thing, Whose};
use crate::signature::testing::Hand;

/// What each role may do, written out once more, by hand, as the manual tells it.
fn told(role: &str) -> &'static str {
    match role {
        "viewer" => "read:contract read:template read:clause read:policy comment:contract",
        "drafter" => {
            "read:contract read:template read:clause read:policy comment:contract draft:contract edit:contract"
        }
        "legal" => {
            "read:contract read:template read:clause read:policy comment:contract draft:contract edit:contract \
             approve:contract draft:template edit:template archive:template draft:clause edit:clause archive:clause"
        }
        "signatory" => "read:contract read:template read:clause read:policy comment:contract sign-for:contract",
        "manager" => {
            "read:contract read:template read:clause read:policy comment:contract draft:contract edit:contract \
             send:contract import:contract manage:contract archive:contract"
        }
        "owner" => {
            "read:contract read:template read:clause read:policy comment:contract draft:contract edit:contract \
             approve:contract send:contract sign-for:contract import:contract manage:contract archive:contract \
             draft:template edit:template archive:template draft:clause edit:clause archive:clause administer:policy"
        }
        other => panic!("{other}"),
    }
}

/// How something was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Line,
    Grant,
    OwnGrant,
    Team,
    OneRight,
    OneKind(Thing),
}

/// Bo is given something in `sales`; Alice owns everything.
fn policy(way: Way, role: Role, right: Right, thing: Thing) -> Option<Policy> {
    let mut text = format!(
        "format = 1\nversion = 1\n[[workspace]]\nname = \"sales\"\n[[workspace]]\nname = \"hr\"\n\
         [[member]]\nname = \"Alice\"\nemail = \"alice@x.example\"\nroles = [\"owner\"]\nworkspaces = [\"*\"]\n\
         [[member.key]]\npublic = \"{}\"\nfrom = 2026-01-01T00:00:00Z\n\
         [[member]]\nname = \"Bo\"\nemail = \"bo@x.example\"\n",
        Hand::new(1).public()
    );
    let line = if way == Way::Line {
        format!("roles = [\"{}\"]\nworkspaces = [\"sales\"]\n", role.word())
    } else {
        "roles = []\nworkspaces = []\n".to_owned()
    };
    text.push_str(&line);
    let to = if way == Way::Team { "team:them" } else { "bo@x.example" };
    text.push_str("[[team]]\nname = \"them\"\nmembers = [\"bo@x.example\"]\n");
    let roles = format!("roles = [\"{}\"]\n", role.word());
    let given = match way {
        Way::Line => return Some(Policy::parse(&text).unwrap()),
        Way::Grant | Way::Team => roles,
        Way::OwnGrant => format!("{roles}whose = \"own\"\n"),
        Way::OneRight => format!("rights = [\"{}\"]\nkinds = [\"{}\"]\n", right.word(), thing.word()),
        Way::OneKind(kind) => format!("{roles}kinds = [\"{}\"]\n", kind.word()),
    };
    text.push_str(&format!("[[grant]]\nto = \"{to}\"\n{given}workspaces = [\"sales\"]\n"));
    Policy::parse(&text).ok()
}

/// The model: words in lists, asked one by one.
fn expected(way: Way, role: Role, given: (Right, Thing), asked: &Question<'_>) -> bool {
    let pair = |right: Right, thing: Thing| format!("{}:{}", right.word(), thing.word());
    let wanted = pair(asked.right, asked.thing);
    let is_told = || told(role.word()).split(' ').any(|word| word == wanted);
    let own = asked.owner == Some("bo@x.example");
    let gives = match way {
        Way::Line | Way::Grant | Way::Team => is_told(),
        Way::OwnGrant => is_told() && asked.thing == Thing::Contract && own,
        Way::OneRight => pair(given.0, given.1) == wanted,
        Way::OneKind(kind) => is_told() && asked.thing == kind,
    };
    gives && asked.workspace == Some("sales")
}

fn bo(policy: &Policy) -> Member {
    policy.member("bo@x.example").unwrap().clone()
}

const PLACES: [Option<&str>; 4] = [Some("sales"), Some("hr"), Some("legal"), None];
const OWNERS: [Option<&str>; 3] = [Some("bo@x.example"), Some("alice@x.example"), None];

/// Asks every question there is of one policy.
fn ask(policy: &Policy, is: impl Fn(&Question<'_>) -> bool) -> (usize, usize) {
    let bo = bo(policy);
    let (mut cells, mut yes) = (0, 0);
    for right in Right::ALL {
        for thing in Thing::ALL {
            for workspace in PLACES {
                for owner in OWNERS {
                    let question = Question { right, thing, workspace, owner };
                    let may = policy.decide(&bo, &question).is_permit();
                    assert_eq!(may, is(&question), "{question:?}");
                    cells += 1;
                    yes += usize::from(may);
                }
            }
        }
    }
    (cells, yes)
}

#[test]
fn every_cell_of_the_table_is_as_told() {
    let (mut cells, mut yes, mut no_such_grant) = (0, 0, 0);
    let ways = [Way::Line, Way::Grant, Way::OwnGrant, Way::Team].into_iter().chain(Thing::ALL.map(Way::OneKind));
    for way in ways {
        for role in Role::ALL {
            let unused = (Right::Read, Thing::Contract);
            let Some(policy) = policy(way, role, unused.0, unused.1) else {
                no_such_grant += 1;
                continue;
            };
            let (asked, given) = ask(&policy, |question| expected(way, role, unused, question));
            (cells, yes) = (cells + asked, yes + given);
        }
    }
    for right in Right::ALL {
        for thing in Thing::ALL {
            let parsed = policy(Way::OneRight, Role::Viewer, right, thing);
            assert_eq!(parsed.is_some(), right.is_about(thing), "{right:?} {thing:?}");
            let Some(policy) = parsed else { continue };
            let (asked, given) =
                ask(&policy, |question| expected(Way::OneRight, Role::Viewer, (right, thing), question));
            (cells, yes) = (cells + asked, yes + given);
        }
    }
    assert!(cells > 30_000, "{cells}");
    assert!(yes > 600 && yes * 10 < cells, "{yes} of {cells}: far more must be refused");
    assert_eq!(no_such_grant, 0, "every role reads every kind of thing");
}

#[test]
fn every_role_of_the_model_is_a_role_and_every_word_a_right_to_a_kind() {
    for role in Role::ALL {
        for word in told(role.word()).split(' ') {
            let (right, thing) = word.split_once(':').unwrap();
            let (right, thing) = (Right::of_word(right).unwrap(), Thing::of_word(thing).unwrap());
            assert!(right.is_about(thing) && role.has(right, thing), "{role:?} {word}");
        }
    }
    for word in ["", "Edit", "sign", "all", "*", "edit "] {
        assert!(Right::of_word(word).is_none() && Thing::of_word(word).is_none(), "{word}");
    }
    assert_eq!(Grantee::of_word("team:sales").to_string(), "team:sales");
    assert_eq!((Whose::All.word(), Whose::Own.word()), ("all", "own"));
}

#[test]
fn two_gifts_do_not_add_up_to_a_third() {
    // Approves in hr, drafts their own in sales: neither in the other's place, and no approving of one's own in sales.
    let base = policy(Way::Line, Role::Viewer, Right::Read, Thing::Contract).unwrap();
    assert!(base.teams_of(&bo(&base)).next().is_some());
    let grants = "[[grant]]\nto = \"bo@x.example\"\nroles = [\"legal\"]\nworkspaces = [\"hr\"]\n\
                  [[grant]]\nto = \"team:them\"\nrights = [\"edit\"]\nworkspaces = [\"sales\"]\nwhose = \"own\"\n";
    let text = format!(
        "format = 1\nversion = 1\n[[workspace]]\nname = \"sales\"\n[[workspace]]\nname = \"hr\"\n\
         [[member]]\nname = \"A\"\nemail = \"alice@x.example\"\nroles = [\"owner\"]\nworkspaces = [\"*\"]\n\
         [[member.key]]\npublic = \"{}\"\nfrom = 2026-01-01T00:00:00Z\n\
         [[member]]\nname = \"Bo\"\nemail = \"bo@x.example\"\nroles = []\nworkspaces = []\n\
         [[team]]\nname = \"them\"\nmembers = [\"bo@x.example\"]\n{grants}",
        Hand::new(1).public()
    );
    let policy = Policy::parse(&text).unwrap();
    let may = |right, thing, workspace, owner| {
        let question = Question { right, thing, workspace: Some(workspace), owner };
        policy.decide(&bo(&policy), &question)
    };
    let own = Some("bo@x.example");
    assert!(may(Right::Edit, Thing::Contract, "sales", own).is_permit());
    assert!(may(Right::Approve, Thing::Contract, "hr", None).is_permit());
    for (right, thing, workspace, owner, why) in [
        (
            Right::Edit,
            Thing::Contract,
            "sales",
            Some("alice@x.example"),
            "may edit only contracts of their own; this is `alice@x.example`'s",
        ),
        (Right::Edit, Thing::Contract, "sales", None, "nobody's"),
        (Right::Approve, Thing::Contract, "sales", own, "may approve in `hr`, not in `sales`"),
        (Right::Edit, Thing::Template, "sales", own, "may edit templates in `hr`, not in `sales`"),
        (Right::Send, Thing::Contract, "hr", own, "may not send: that takes `manager` or `owner`"),
        (Right::Approve, Thing::Contract, "legal", own, "there is no workspace `legal`"),
        (Right::Administer, Thing::Policy, "hr", own, "may not administer: that takes `owner`"),
        (Right::Approve, Thing::Clause, "hr", own, "that takes what nobody has"),
    ] {
        let super::Decision::Refuse { reasons } = may(right, thing, workspace, owner) else { panic!("{right:?}") };
        assert!(reasons.iter().any(|reason| reason.to_string().contains(why)), "{reasons:?}");
    }
    let super::Decision::Permit { line, because } = may(Right::Edit, Thing::Contract, "sales", own) else { panic!() };
    assert_eq!(text.lines().nth(line - 1).unwrap(), "to = \"team:them\"");
    assert!(because.contains("as one of the team `them`") && because.contains("contracts of their own"), "{because}");
}

#[test]
fn grants_that_cannot_be_meant_are_refused_with_their_line() {
    let base = |more: &str| {
        format!(
            "format = 1\nversion = 1\n[[workspace]]\nname = \"sales\"\n\
             [[member]]\nname = \"A\"\nemail = \"alice@x.example\"\nroles = [\"owner\"]\nworkspaces = [\"*\"]\n\
             [[member.key]]\npublic = \"{}\"\nfrom = 2026-01-01T00:00:00Z\n{more}",
            Hand::new(1).public()
        )
    };
    let grant = |lines: &str| base(&format!("[[grant]]\nto = \"alice@x.example\"\n{lines}\n"));
    let sales = "workspaces = [\"sales\"]";
    assert!(Policy::parse(&grant(&format!("roles = [\"drafter\"]\n{sales}"))).is_ok());
    for (text, line, message) in [
        (grant(sales), 14, "nothing is given"),
        (grant("roles = [\"drafter\"]"), 13, "`grant.workspaces`: is missing"),
        (grant("roles = [\"drafter\"]\nworkspaces = []"), 16, "names no workspace"),
        (grant("roles = [\"drafter\"]\nworkspaces = [\"sale\"]"), 14, "there is no workspace `sale`"),
        (grant("roles = [\"drafter\"]\nworkspaces = [\"*\", \"sales\"]"), 14, "stands alone"),
        (grant(&format!("roles = [\"king\"]\n{sales}")), 15, "unknown role `king`"),
        (grant(&format!("rights = [\"rule\"]\n{sales}")), 15, "unknown right `rule`"),
        (grant(&format!("rights = [\"sign\"]\n{sales}")), 15, "unknown right `sign`"),
        (grant(&format!("rights = [\"edit\"]\n{sales}\nkinds = [\"letter\"]")), 17, "unknown kind `letter`"),
        (grant(&format!("rights = [\"send\"]\n{sales}\nkinds = [\"template\"]")), 17, "nothing one does to a template"),
        (grant(&format!("rights = [\"edit\"]\n{sales}\nkinds = [\"policy\"]")), 17, "nothing one does to a policy"),
        (grant(&format!("rights = [\"edit\"]\n{sales}\nwhose = \"mine\"")), 17, "expected `own` or `all`"),
        (
            grant(&format!("rights = [\"edit\"]\n{sales}\nkinds = [\"clause\"]\nwhose = \"own\"")),
            17,
            "only contracts have an owner",
        ),
        (grant(&format!("rights = [\"edit\"]\n{sales}\nunless = \"x\"")), 17, "unknown key `grant.unless`"),
        (grant("roles = [\"owner\"]\nworkspaces = [\"*\"]"), 14, "is `owner` in their own"),
        (grant("rights = [\"administer\"]\nworkspaces = [\"*\"]"), 14, "is `owner` in their own"),
        (
            base("[[grant]]\nto = \"team:x\"\nroles = [\"viewer\"]\nworkspaces = [\"sales\"]\n"),
            14,
            "there is no team `x`",
        ),
        (
            base("[[grant]]\nto = \"eve@x.example\"\nroles = [\"viewer\"]\nworkspaces = [\"sales\"]\n"),
            14,
            "there is no member",
        ),
        (base("[[grant]]\nto = \"*\"\nroles = [\"viewer\"]\nworkspaces = [\"sales\"]\n"), 14, "there is no member `*`"),
        (base("[[team]]\nname = \"Sales\"\nmembers = []\n"), 14, "lower-case"),
        (base("[[team]]\nname = \"sales\"\nmembers = [\"eve@x.example\"]\n"), 14, "there is no member `eve@x.example`"),
        (
            base("[[team]]\nname = \"a\"\nmembers = []\n[[team]]\nname = \"a\"\nmembers = []\n"),
            17,
            "stands there twice",
        ),
        (
            base("").replace("version = 1", "version = 1\nowners = 2"),
            3,
            "a change takes 2 owners with a key, and there is one",
        ),
        (base("").replace("version = 1", "version = 1\nowners = 0"), 3, "whole number"),
        (base("").replace("version = 1", "version = 1\nprevious = \"md5:x\""), 3, "expected the digest"),
        (base("revoked = true\n"), 13, "says since when"),
    ] {
        let problem = Policy::parse(&text).expect_err(message);
        assert!(problem.message.contains(message), "{message}: {problem}");
        assert_eq!(problem.line, line, "{problem}\n{text}");
    }
}
