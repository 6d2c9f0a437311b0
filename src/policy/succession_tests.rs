//! From policy to policy: each way to bring one about, and more ways that must not do.

use chrono::{DateTime, Utc};

use super::succession::{Need, Passage, Unlawful, judge};
use super::{Grant, Grantee, Policy, Right, Role, Whose, difference, edit};
use crate::contract::digest::Digest;
use crate::signature::key::PublicKey;
use crate::signature::testing::Hand;

/// Owners Alice (keys 1 and 5), Ben (2) and Cleo (3); Dora (4) administers `sales`; Eve (6) drafts there.
fn text(owners: u64) -> String {
    let member = |name: &str, roles: &str, places: &str, keys: &[u8]| {
        let keys: String = keys
            .iter()
            .map(|seed| {
                format!("[[member.key]]\npublic = \"{}\"\nfrom = 2026-01-01T00:00:00Z\n", Hand::new(*seed).public())
            })
            .collect();
        format!(
            "[[member]]\nname = \"{name}\"\nemail = \"{name}@x.example\"\nroles = {roles}\nworkspaces = {places}\n{keys}"
        )
    };
    [
        format!("format = 1\nversion = 7\nowners = {owners}\n[[workspace]]\nname = \"sales\"\n[[workspace]]\nname = \"hr\"\n"),
        member("alice", "[\"owner\"]", "[\"*\"]", &[1, 5]),
        member("ben", "[\"owner\"]", "[\"*\"]", &[2]),
        member("cleo", "[\"owner\"]", "[\"*\"]", &[3]),
        member("dora", "[\"owner\"]", "[\"sales\"]", &[4]),
        member("eve", "[\"drafter\"]", "[\"sales\"]", &[6]),
        "[[grant]]\nto = \"eve@x.example\"\nroles = [\"manager\"]\nworkspaces = [\"hr\"]\n".to_owned(),
    ]
    .concat()
}

fn at() -> DateTime<Utc> {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

fn keys(seeds: &[u8]) -> Vec<PublicKey> {
    seeds.iter().map(|seed| Hand::new(*seed).public()).collect()
}

/// Judges `new` after `old`, recorded by `who`, with the keys of `seeds` under it.
fn verdict(old: &str, new: &str, who: &str, seeds: &[u8]) -> Result<Need, Unlawful> {
    let (old_policy, new) = (Policy::parse(old).unwrap(), Policy::parse(new).unwrap());
    let signer = old_policy.member(&format!("{who}@x.example")).unwrap();
    let endorsed = keys(seeds);
    let old_digest = Digest::of(old.as_bytes());
    judge(&Passage { old: &old_policy, old_digest, new: &new, signer, at: at(), endorsed: &endorsed })
}

fn grant(to: &str, role: Role, workspaces: &[&str]) -> Grant {
    Grant {
        to: Grantee::of_word(to),
        roles: vec![role],
        rights: Vec::new(),
        workspaces: workspaces.iter().map(|name| (*name).to_owned()).collect(),
        kinds: Vec::new(),
        whose: Whose::All,
    }
}

/// A change that touches no owner, as clm writes it where several decide.
fn retitled(old: &str) -> String {
    let text = edit::set_roles(old, "eve@x.example", &[Role::Viewer]).unwrap();
    edit::following(&text, old, true).unwrap()
}

#[test]
fn one_owner_suffices_until_the_policy_says_otherwise() {
    let old = text(1);
    let new = retitled(&old);
    for owner in ["alice", "ben", "cleo"] {
        assert_eq!(verdict(&old, &new, owner, &[]), Ok(Need::Owner), "{owner}");
    }
    for other in ["dora", "eve"] {
        assert!(verdict(&old, &new, other, &[1, 2, 3]).is_err(), "{other} has the signatures, and no right to record");
    }
    // A policy edited by hand counts versions as its author likes, as long as one decides.
    assert!(verdict(&old, &new.replace("version = 8", "version = 7"), "alice", &[]).is_ok());
}

#[test]
fn several_owners_are_counted_as_people() {
    let old = text(2);
    let new = retitled(&old);
    let need = Ok(Need::Owners { present: 2, coming: 0 });
    for enough in [&[1, 2][..], &[2, 3], &[5, 3], &[1, 5, 2], &[6, 4, 1, 3]] {
        assert_eq!(verdict(&old, &new, "alice", enough), need, "{enough:?}");
    }
    for few in [&[][..], &[1], &[1, 5], &[1, 1], &[1, 4], &[1, 6], &[1, 9], &[4, 6, 9]] {
        let fault = verdict(&old, &new, "alice", few).unwrap_err();
        assert!(matches!(fault, Unlawful::TooFew { needed: 2, which: "before it", .. }), "{few:?}: {fault}");
    }
    // Of three, two are not enough where three are asked.
    let old = text(3);
    assert!(verdict(&old, &retitled(&old), "ben", &[1, 2]).is_err());
    assert!(verdict(&old, &retitled(&old), "ben", &[1, 2, 3]).is_ok());
}

#[test]
fn the_next_version_names_the_one_before() {
    let old = text(2);
    let new = retitled(&old);
    let enough = &[1, 2];
    for (version, why) in [(7, "equal"), (6, "rolled back"), (9, "skipped"), (1, "from the start")] {
        let wrong = new.replace("version = 8", &format!("version = {version}"));
        let fault = verdict(&old, &wrong, "alice", enough).unwrap_err();
        assert_eq!(fault, Unlawful::Version { before: 7, found: version }, "{why}");
    }
    let other = edit::following(&edit::set_name(&old, "eve@x.example", "E").unwrap(), &text(1), true).unwrap();
    assert_eq!(verdict(&old, &other, "alice", enough), Err(Unlawful::Predecessor));
    let unnamed: String =
        new.lines().filter(|line| !line.starts_with("previous")).map(|line| format!("{line}\n")).collect();
    assert_eq!(verdict(&old, &unnamed, "alice", enough), Err(Unlawful::Predecessor));
}

#[test]
fn who_is_to_rule_must_sign_too() {
    // From one to two: the second has to show that their key works.
    let old = text(1);
    let new = edit::following(&edit::set_owners(&old, 2).unwrap(), &old, true).unwrap();
    assert!(verdict(&old, &new, "alice", &[]).is_err());
    assert!(verdict(&old, &new, "alice", &[1]).is_err());
    assert_eq!(verdict(&old, &new, "alice", &[1, 2]), Ok(Need::Owners { present: 1, coming: 2 }));
    // Two take over from three: those to come alone do not do, those that rule alone do not either.
    let old = text(2);
    let mut new = edit::set_roles(&old, "alice@x.example", &[]).unwrap();
    new = edit::set_roles(&new, "eve@x.example", &[Role::Owner]).unwrap();
    new = edit::set_workspaces(&new, "eve@x.example", &["*".to_owned()]).unwrap();
    new = edit::set_roles(&new, "ben@x.example", &[]).unwrap();
    let new = edit::following(&new, &old, true).unwrap();
    assert!(matches!(verdict(&old, &new, "alice", &[3, 6]), Err(Unlawful::TooFew { which: "before it", .. })));
    assert!(matches!(verdict(&old, &new, "alice", &[1, 2]), Err(Unlawful::TooFew { which: "it brings", .. })));
    assert!(verdict(&old, &new, "alice", &[1, 3, 6]).is_ok());
    assert!(verdict(&old, &new, "eve", &[1, 2, 3, 6]).is_err(), "not yet an owner");
    // Fewer from now on: that is for the two.
    let new = edit::following(&edit::set_owners(&old, 1).unwrap(), &old, true).unwrap();
    assert!(verdict(&old, &new, "alice", &[1]).is_err());
    assert!(verdict(&old, &new, "alice", &[1, 2]).is_ok());
}

#[test]
fn a_key_that_had_ended_agrees_to_nothing() {
    let old = edit::end_key(&text(2), &Hand::new(2).public(), "2026-06-01T00:00:00Z".parse().unwrap(), "old").unwrap();
    assert!(verdict(&old, &retitled(&old), "alice", &[1, 2]).is_err());
    assert!(verdict(&old, &retitled(&old), "alice", &[1, 3]).is_ok());
}

#[test]
fn an_administrator_grants_inside_their_workspace_and_nothing_else() {
    for owners in [1, 2] {
        let old = text(owners);
        let given = |grant: &Grant| edit::add_grant(&old, grant).unwrap();
        let inside = given(&grant("eve@x.example", Role::Manager, &["sales"]));
        assert_eq!(verdict(&old, &inside, "dora", &[]), Ok(Need::Administrator));
        let taken = edit::replace_grants(&inside, &[1], &[]).unwrap();
        assert_eq!(verdict(&inside, &taken, "dora", &[]), Ok(Need::Administrator));
        let wrong: Vec<(&str, String)> = vec![
            ("another workspace", given(&grant("eve@x.example", Role::Manager, &["hr"]))),
            ("and another", given(&grant("eve@x.example", Role::Manager, &["sales", "hr"]))),
            ("everywhere", given(&grant("dora@x.example", Role::Manager, &["*"]))),
            ("another administrator", given(&grant("eve@x.example", Role::Owner, &["sales"]))),
            (
                "by the right alone",
                given(&Grant {
                    rights: vec![Right::Administer],
                    roles: Vec::new(),
                    ..grant("eve@x.example", Role::Viewer, &["sales"])
                }),
            ),
            ("what stands elsewhere", edit::replace_grants(&old, &[0], &[]).unwrap()),
            ("a member's line", edit::set_roles(&old, "dora@x.example", &[Role::Owner, Role::Legal]).unwrap()),
            ("a member's places", edit::set_workspaces(&old, "dora@x.example", &["*".to_owned()]).unwrap()),
            ("a party", edit::set_signs_for(&old, "eve@x.example", &["X AS".to_owned()]).unwrap()),
            ("a key", edit::end_key(&old, &Hand::new(1).public(), at(), "mine").unwrap()),
            ("plain edits", edit::set_plain_edits(&old, super::PlainEdits::Refuse).unwrap()),
            ("how many owners", edit::set_owners(&old, 3).unwrap()),
            ("a team", edit::add_team(&old, &super::Team { name: "t".to_owned(), members: Vec::new() }).unwrap()),
            ("nothing", old.replace("version = 7", "version = 8")),
            ("both at once", edit::set_name(&inside, "eve@x.example", "Eva").unwrap()),
        ];
        for (why, new) in wrong {
            let fault = verdict(&old, &new, "dora", &[4]).expect_err(why);
            assert!(matches!(fault, Unlawful::Outside { .. }), "{why}: {fault}");
        }
        let fault = verdict(&old, &inside, "eve", &[6]).unwrap_err();
        assert!(matches!(fault, Unlawful::NotAnOwner(_)), "a drafter of the same workspace: {fault}");
        let alone = verdict(&old, &inside, "alice", &[1]);
        assert_eq!(alone.is_ok(), owners == 1, "an owner of everything is one of several also inside a workspace");
    }
}

#[test]
fn a_change_is_told_in_sentences() {
    let old = text(1);
    let tell = |new: &str| difference::sentences(&Policy::parse(&old).unwrap(), &Policy::parse(new).unwrap());
    assert!(tell(&old).is_empty() && tell(&format!("# words\n{old}")).is_empty());
    let cases = [
        (edit::set_owners(&old, 2).unwrap(), "takes 2 owners in place of one owner"),
        (
            edit::set_roles(&old, "eve@x.example", &[]).unwrap(),
            "member eve@x.example: no role in `sales` in place of drafter in `sales`",
        ),
        (
            edit::add_grant(&old, &grant("dora@x.example", Role::Legal, &["hr"])).unwrap(),
            "given to dora@x.example: legal in `hr`",
        ),
        (edit::replace_grants(&old, &[0], &[]).unwrap(), "taken from eve@x.example: manager in `hr`"),
        (edit::revoke_key(&old, &Hand::new(2).public(), at(), "stolen").unwrap(), "revoked since 2026-11-24T12:00:00Z"),
        (edit::set_signs_for(&old, "ben@x.example", &["X AS".to_owned()]).unwrap(), "signs for X AS"),
    ];
    for (new, said) in cases {
        let told = tell(&new);
        assert!(told.len() == 1 && told[0].contains(said), "{told:?}");
    }
}

#[test]
fn edits_of_grants_and_teams_keep_everything_else() {
    let old = text(1).replace("[[grant]]", "# Why.\n[[grant]]");
    let team = super::Team { name: "deals".to_owned(), members: vec!["eve@x.example".to_owned()] };
    let mut text = edit::add_team(&old, &team).unwrap();
    text = edit::add_grant(&text, &grant("team:deals", Role::Manager, &["sales"])).unwrap();
    let policy = Policy::parse(&text).unwrap();
    assert_eq!((policy.version(), policy.teams(), policy.grants().len()), (9, &[team][..], 2));
    assert!(text.contains("# Why."));
    let emptied = edit::forget_member(&text, "eve@x.example").unwrap();
    let policy = Policy::parse(&emptied).unwrap();
    assert!(policy.teams()[0].members.is_empty() && policy.grants().len() == 1, "{emptied}");
    let gone = Policy::parse(&edit::remove_team(&text, "deals").unwrap()).unwrap();
    assert!(gone.teams().is_empty() && gone.grants().len() == 1);
    assert!(
        edit::remove_team(&text, "deal").is_err() && edit::set_team(&text, "deals", &["x@y.z".to_owned()]).is_err()
    );
    let crlf = text.replace('\n', "\r\n");
    let more = edit::add_grant(&crlf, &grant("team:deals", Role::Viewer, &["hr"])).unwrap();
    assert_eq!(more.replace("\r\n", "").matches('\n').count(), 0);
    // Whatever was edited before it, the next version follows the present one by one, and may name it.
    let next = Policy::parse(&edit::following(&more, &old, true).unwrap()).unwrap();
    assert_eq!((next.version(), next.previous()), (8, Some(Digest::of(old.as_bytes()))));
}
