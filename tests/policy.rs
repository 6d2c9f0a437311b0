//! Who may do what, through the real binary: members, teams, grants, own contracts, administrators, several owners, keys
//! that rotate and keys that were stolen; and every answer of `explain` and `whoami` is what the commands then do.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::process::Command;

use serde_json::Value;
use support::{Answer, Home};

fn email(name: &str) -> String {
    format!("{name}@northwind.example")
}

/// Adds a member with a key called like them.
fn add(home: &Home, name: &str, more: &[&str]) {
    home.new_key(name, "");
    let (address, public) = (email(name), format!("{name}.pub"));
    let args = ["member", "add", &address, "--name", name, "--pub", &public];
    home.in_firm(&[&args[..], more].concat()).succeeds();
}

fn by(home: &Home, key: &str, args: &[&str]) -> Answer {
    home.in_firm(&[args, &["--key", key]].concat())
}

/// A draft by a member, in a workspace.
fn draft(home: &Home, key: &str, workspace: &str) -> String {
    let args = ["new", "--template", "nda", "-w", workspace, "--party", "Acme AS", "--no-input", "--json"];
    by(home, key, &args).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned()
}

/// Takes the names of those who sign out of a draft, so that anybody may for whom the policy says so.
fn anybody_signs(home: &Home, key: &str, id: &str) {
    let path = home.folder_of(id).join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    let mut kept: Vec<&str> = Vec::new();
    let mut named = false;
    for line in text.lines() {
        let bare = line.trim();
        named = bare == "[[party.signatory]]" || (named && !bare.is_empty() && !bare.starts_with(['[', '+']));
        if !named {
            kept.push(line);
        }
    }
    fs::write(&path, kept.join("\n") + "\n").unwrap();
    by(home, key, &["save", id]).succeeds();
}

fn explained(home: &Home, right: &str, who: &str, path: &str) -> Value {
    home.in_firm(&["explain", right, &email(who), path, "--json"]).succeeds().json()
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

/// Sales drafts its own, legal keeps the paper everywhere, HR is apart; Bo leads sales.
fn three_teams() -> Home {
    let home = Home::with_firm();
    for workspace in ["sales", "hr"] {
        home.in_firm(&["workspace", "add", workspace, "--templates", "nda"]).succeeds();
    }
    for name in ["bo", "ida", "jon", "kim"] {
        add(&home, name, &["--role", "viewer", "-w", "sales"]);
    }
    home.in_firm(&["member", "set", &email("kim"), "--no-role", "-w", "hr"]).succeeds();
    home.in_firm(&["member", "set", &email("bo"), "--no-role"]).succeeds();
    home.in_firm(&["team", "add", "sellers", "--member", &email("bo"), "--member", &email("ida")]).succeeds();
    home.in_firm(&["grant", "team:sellers", "draft", "edit", "-w", "sales", "--own"]).succeeds();
    home.in_firm(&["grant", &email("jon"), "legal", "-w", "sales", "-w", "hr"]).succeeds();
    home.in_firm(&["grant", &email("kim"), "manager", "-w", "hr"]).succeeds();
    home.in_firm(&["grant", &email("bo"), "administer", "-w", "sales"]).succeeds();
    home
}

#[test]
fn a_firm_of_ten_needs_five_lines() {
    let home = Home::with_firm();
    home.in_firm(&["workspace", "add", "sales", "--templates", "nda"]).succeeds();
    let names = ["anna", "bo", "carl", "dora", "egil", "frida", "geir", "hanne", "ida"];
    for name in names {
        add(&home, name, &["--role", "viewer"]);
    }
    let members =
        |names: &[&str]| names.iter().flat_map(|name| ["--member".to_owned(), email(name)]).collect::<Vec<_>>();
    let team = |name: &str, who: &[&str]| {
        let members = members(who);
        let args: Vec<&str> = ["team", "add", name].into_iter().chain(members.iter().map(String::as_str)).collect();
        home.in_firm(&args).succeeds();
    };
    team("sellers", &names[..6]);
    team("lawyers", &names[6..8]);
    home.in_firm(&["grant", "team:sellers", "drafter", "-w", "sales"]).succeeds();
    home.in_firm(&["grant", "team:lawyers", "legal"]).succeeds();
    home.in_firm(&["grant", &email("ida"), "manager"]).succeeds();
    let policy = home.read("firm/.clm/policy.toml");
    assert_eq!(policy.matches("[[grant]]").count() + policy.matches("[[team]]").count(), 5);
    for (who, right, path, allowed) in [
        ("bo", "draft", "sales", true),
        ("bo", "draft", "legal", false),
        ("bo", "edit", "sales/templates/nda.md", false),
        ("geir", "edit", "sales/templates/nda.md", true),
        ("geir", "send", "sales", false),
        ("ida", "send", "legal", true),
        ("ida", "administer", "*", false),
    ] {
        assert_eq!(explained(&home, right, who, path)["allowed"], allowed, "{who} {right} {path}");
    }
    draft(&home, "bo", "sales");
    by(&home, "bo", &["new", "--template", "nda", "--party", "Acme AS", "--no-input"]).exits(4).says("not in `legal`");
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn what_explain_says_is_what_the_commands_do() {
    let home = three_teams();
    let own = draft(&home, "bo", "sales");
    let other = draft(&home, "ida", "sales");
    let hr = draft(&home, "kim", "hr");
    home.write("scan.pdf", "%PDF-1.4\n");
    let scan = home.path("scan.pdf").display().to_string();
    let executed = ["--on", "2026-11-02", "--by", "paper", "--evidence", &scan, "--dry-run"];
    let (mut yes, mut no) = (0, 0);
    for who in ["bo", "ida", "jon", "kim"] {
        for (id, place) in [(&own, "sales"), (&other, "sales"), (&hr, "hr")] {
            let cells: Vec<(&str, String, Vec<&str>)> = vec![
                ("edit", id.clone(), vec!["tag", id, "--add", "x", "--dry-run"]),
                ("comment", id.clone(), vec!["comment", id, "a word", "--dry-run"]),
                ("import", id.clone(), [&["executed", id][..], &executed].concat()),
                ("sign-for", id.clone(), vec!["sign", id, "--yes", "--dry-run"]),
                ("archive", id.clone(), vec!["archive", id, "--dry-run"]),
                (
                    "draft",
                    place.to_owned(),
                    vec![
                        "new",
                        "--template",
                        "nda",
                        "-w",
                        place,
                        "--party",
                        "X AS",
                        "--owner",
                        "signer@northwind.example",
                        "--no-input",
                        "--dry-run",
                    ],
                ),
                (
                    "archive",
                    format!("{place}/templates/nda.md"),
                    vec!["template", "retire", "nda", "-w", place, "-m", "old", "--dry-run"],
                ),
            ];
            for (right, path, command) in cells {
                let told = explained(&home, right, who, &path);
                let allowed = told["allowed"].as_bool().unwrap();
                let answer = by(&home, who, &command);
                assert_eq!(answer.code == 0, allowed, "{who} {right} {path}: {told}\n{answer:?}");
                if allowed {
                    let line = told["lines"].as_array().unwrap().iter().find(|line| line["decides"] == true).unwrap();
                    let number = usize::try_from(line["line"].as_u64().unwrap()).unwrap();
                    let policy = home.read("firm/.clm/policy.toml");
                    assert_eq!(policy.lines().nth(number - 1).unwrap().trim(), line["text"].as_str().unwrap());
                    yes += 1;
                } else {
                    let said = answer.exits(4);
                    // Whose it would be is known to the command alone.
                    let first = told["because"][0].as_str().unwrap().split(';').next().unwrap();
                    assert!(said.err.contains(first), "{first}\n{}", said.err);
                    no += 1;
                }
            }
        }
    }
    assert!(yes >= 12 && no >= 40, "{yes} {no}");
}

#[test]
fn own_contracts_are_apart_from_others() {
    let home = three_teams();
    let (own, other) = (draft(&home, "bo", "sales"), draft(&home, "ida", "sales"));
    by(&home, "bo", &["set", &own, "governing_law=Norway"]).succeeds();
    by(&home, "bo", &["set", &other, "governing_law=Norway"])
        .exits(4)
        .says("only contracts of their own; this is `ida@northwind.example`'s")
        .says("clm explain edit bo@northwind.example sales");
    // Nobody takes what is another's by saying it is theirs; what is given away is gone.
    by(&home, "bo", &["set", &other, &format!("owner={}", email("bo"))]).exits(4);
    by(&home, "bo", &["set", &own, &format!("owner={}", email("ida"))]).succeeds();
    by(&home, "bo", &["tag", &own, "--add", "x"]).exits(4);
    by(&home, "ida", &["tag", &own, "--add", "x"]).succeeds();
    by(&home, "ida", &["move", &own, "hr/contracts/x"]).exits(4);
    // A draft made by hand is whose its record says.
    let folder = home.folder_of(&other);
    let text = fs::read_to_string(folder.join("contract.md")).unwrap();
    fs::write(folder.join("contract.md"), text.replace("Mutual", "mutual")).unwrap();
    by(&home, "bo", &["save", &other]).exits(4).says("contracts of their own");
    by(&home, "ida", &["save", &other]).succeeds();
    home.in_firm(&["verify", "--all"]).succeeds();
}

#[test]
fn whoami_says_who_and_what_each_right_is_worth() {
    let home = three_teams();
    home.in_firm(&["whoami"]).succeeds().says("signer@northwind.example").says("owner");
    let me = by(&home, "bo", &["whoami", "--can", "--json"]).succeeds().json();
    assert_eq!((me["email"].as_str(), me["teams"][0].as_str()), (Some("bo@northwind.example"), Some("sellers")));
    let cells = me["can"].as_array().unwrap();
    // Read, comment … and template, clause and policy rights in three workspaces, and the policy of all.
    assert_eq!(cells.len(), 3 * (10 + 4 + 4 + 2) + 2);
    let cell = |workspace: &str, kind: &str, right: &str| {
        let is = |one: &&Value| one["workspace"] == workspace && one["kind"] == kind && one["right"] == right;
        cells.iter().find(is).unwrap_or_else(|| panic!("{workspace} {kind} {right}")).clone()
    };
    assert_eq!(cell("sales", "contract", "edit")["whose"], "own");
    assert_eq!(cell("hr", "contract", "edit")["whose"], "none");
    assert_eq!(cell("sales", "policy", "administer")["whose"], "all");
    assert_eq!(cell("*", "policy", "administer")["whose"], "none");
    for one in cells {
        let enforced = one["enforced"].as_str().unwrap();
        assert_eq!(one["right"] == "read", enforced.starts_with("nothing: who has a clone"), "{one}");
        assert_eq!(one["whose"] == "none", one["line"].is_null(), "{one}");
    }
    by(&home, "bo", &["whoami", "--can"]).succeeds().says("sales (own only)").says("ENFORCED BY").says("nowhere");
    // Whether the server asks clm is said where it can be seen, and not guessed where it cannot.
    assert!(me["server"].is_null(), "{me}");
    home.run(home.command("git").args(["init", "-q", "--bare", "-b", "main", "served.git"])).succeeds();
    home.git(&["remote", "add", "origin", "../served.git"]).succeeds();
    by(&home, "bo", &["whoami", "--can"]).succeeds().says("takes every push unjudged");
    home.clm(&["hook", "install", "--server", "served.git"]).succeeds();
    by(&home, "bo", &["whoami", "--can"]).succeeds().says("its hook refuses every push");
    std::fs::write(home.path("served.git/hooks/pre-receive"), "#!/bin/sh\nexit 0\n").unwrap();
    by(&home, "bo", &["whoami", "--can"]).succeeds().says("takes every push unjudged");
    home.git(&["remote", "set-url", "origin", "ssh://git.northwind.example/firm.git"]).succeeds();
    by(&home, "bo", &["whoami", "--can"]).succeeds().says("cannot be seen").says("clm doctor --server");
    home.git(&["remote", "set-url", "origin", "../nothing.git"]).succeeds();
    by(&home, "bo", &["whoami", "--can"]).succeeds().says("no bare repository");
    home.new_key("eve", "");
    by(&home, "eve", &["whoami"]).exits(3).says("no member here").says("clm member add");
    by(&home, "none", &["whoami"]).exits(3);
}

#[test]
fn an_administrator_grants_inside_their_workspace_only() {
    let home = three_teams();
    by(&home, "bo", &["grant", &email("ida"), "manager"]).succeeds();
    let grants = home.in_firm(&["policy", "grants", "--json"]).succeeds().json();
    let last = grants["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["workspaces"][0], &last["gives"][0]), (&"sales".into(), &"manager".into()));
    by(&home, "bo", &["revoke", &email("ida"), "manager", "-w", "sales"]).succeeds();
    let before = head(&home);
    for (args, why) in [
        (vec!["grant", "ida", "manager", "-w", "hr"], "gives or takes something elsewhere"),
        (vec!["grant", "bo", "manager", "-w", "hr"], "elsewhere"),
        (vec!["grant", "ida", "administer", "-w", "sales"], "is for owners to say"),
        (vec!["grant", "ida", "owner", "-w", "sales"], "is for owners to say"),
        (vec!["revoke", "kim", "manager", "-w", "hr"], "elsewhere"),
        (vec!["revoke", "jon", "legal", "-w", "hr"], "elsewhere"),
        (vec!["member", "set", "ida", "--role", "manager"], "changes more than grants"),
        (vec!["member", "remove", "ida"], "more than grants"),
        (vec!["team", "set", "sellers", "--add", "jon"], "more than grants"),
        (vec!["team", "add", "mine"], "more than grants"),
        (vec!["key", "revoke", "ida"], "more than grants"),
        (vec!["workspace", "add", "mine"], "more than grants"),
        (vec!["policy", "owners", "1"], "this concerns all"),
    ] {
        let people = ["bo", "ida", "jon", "kim"];
        let args: Vec<String> =
            args.iter().map(|arg| if people.contains(arg) { email(arg) } else { (*arg).to_owned() }).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        by(&home, "bo", &args).exits(4).says(why);
    }
    by(&home, "ida", &["grant", &email("ida"), "manager", "-w", "sales"]).exits(4).says("may not administer");
    assert_eq!(head(&home), before);
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn grants_are_taken_back_whole_or_in_part() {
    let home = three_teams();
    let grants = || {
        let items = home.in_firm(&["policy", "grants", "--plain"]).succeeds().out;
        items.lines().map(|line| line.rsplit_once('\t').unwrap().0.to_owned()).collect::<Vec<_>>()
    };
    let jon = email("jon");
    home.in_firm(&["revoke", &jon, "legal", "-w", "hr"]).succeeds();
    assert!(grants().contains(&format!("{jon}\tlegal\tsales\t\tall")), "{:?}", grants());
    home.in_firm(&["revoke", "team:sellers", "draft"]).succeeds();
    assert!(grants().contains(&"team:sellers\tedit\tsales\t\town".to_owned()), "{:?}", grants());
    home.in_firm(&["revoke", &jon, "legal"]).succeeds();
    home.in_firm(&["revoke", &jon]).succeeds();
    assert!(!grants().iter().any(|line| line.starts_with(&jon)), "the role of the own line goes too");
    home.in_firm(&["revoke", &jon]).exits(3).says("nothing of that is granted").says("clm policy grants");
    home.in_firm(&["revoke", &email("ida"), "edit"]).exits(3).says("to team:sellers");
    home.in_firm(&["grant", &jon, "viewer"]).succeeds();
    home.in_firm(&["revoke", &jon, "viewer", "-w", "hr"]).exits(4).says("in every workspace");
    let before = head(&home);
    home.in_firm(&["grant", &jon, "viewer"]).succeeds().says("nothing to do");
    assert_eq!(head(&home), before);
    for (args, code, says) in [
        (&["grant", "jon@northwind.exampel", "viewer"][..], 3, "did you mean `jon@northwind.example`?"),
        (&["grant", "team:seller", "viewer"], 3, "did you mean `team:sellers`?"),
        (&["grant", &jon, "veiwer"], 2, "did you mean `viewer`?"),
        (&["grant", &jon, "sing-for"], 2, "did you mean `sign-for`?"),
        (&["grant", &jon, "rule"], 2, "rights: read, comment"),
        (&["grant", &jon, "edit", "-w", "slaes"], 3, "`sales`"),
        (&["grant", &jon, "edit", "--kind", "letter"], 2, "--kind takes contract, template"),
        (&["grant", &jon, "send", "--kind", "template"], 2, "nothing one does to a template"),
        (&["grant", &jon, "owner"], 2, "clm member set jon@northwind.example --role owner"),
        (&["grant", &jon], 2, "WHAT"),
        (&["explain", "edit", "jo@northwind.example", "sales"], 3, "did you mean"),
        (&["explain", "edt", &jon, "sales"], 2, "did you mean `edit`?"),
        (&["explain", "edit", &jon, "nowhere"], 3, "PATH is a contract"),
        (&["team", "set", "sellers", "--remove", &jon], 3, "is not in the team"),
        (&["team", "remove", "seller"], 3, "sellers"),
        (&["team", "add", "Sellers"], 2, "cannot name a team"),
        (&["team", "add", "sellers"], 4, "exists already"),
    ] {
        home.in_firm(args).exits(code).says(says);
    }
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn members_change_and_leave_and_stay_listed() {
    let home = three_teams();
    let (kim, ida) = (email("kim"), email("ida"));
    let id = draft(&home, "kim", "hr");
    anybody_signs(&home, "kim", &id);
    by(&home, "kim", &["comment", &id, "mine"]).succeeds();
    home.in_firm(&["member", "set", &kim, "--name", "Kim Berg", "--role", "signatory", "--signs-for", "Northwind AS"])
        .succeeds();
    home.in_firm(&["member", "set", &kim, "--name", "Kim Berg"]).succeeds().says("nothing to do");
    home.in_firm(&["member", "set", &kim]).exits(2).says("--role");
    home.in_firm(&["member", "set", &kim, "--role", "owenr"]).exits(2).says("`owner`");
    home.in_firm(&["member", "set", "kin@northwind.example", "--role", "owner"]).exits(3).says("kim@northwind.example");
    by(&home, "kim", &["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["member", "remove", &kim, "-m", "left on 24 November"]).succeeds();
    let listed = home.in_firm(&["member", "list", "--json"]).succeeds().json();
    let gone = listed["items"].as_array().unwrap().iter().find(|one| one["email"] == kim.as_str()).unwrap().clone();
    assert_eq!((gone["roles"].as_array().unwrap().len(), gone["keys"].as_array().unwrap().len()), (0, 0));
    assert!(!home.read("firm/.clm/policy.toml").contains("to = \"kim@"));
    by(&home, "kim", &["comment", &id, "again"]).exits(4).says("is not good now");
    // What was done before stays done, by the policy of its time.
    home.in_firm(&["verify", "--all"]).succeeds();
    let status = home.in_firm(&["show", &id, "--json"]).succeeds().json()["items"][0]["status"].clone();
    assert_ne!(status, "draft", "whoever leaves takes no signature along");
    home.in_firm(&["member", "remove", &ida]).succeeds();
    let teams = home.in_firm(&["team", "list", "--json"]).succeeds().json();
    assert_eq!(teams["items"][0]["members"], serde_json::json!(["bo@northwind.example"]));
    let before = head(&home);
    home.in_firm(&["member", "remove", "signer@northwind.example"]).exits(2).says("nobody with a key is `owner`");
    home.in_firm(&["key", "revoke", "signer@northwind.example"]).exits(4).says("no owner would have a key");
    home.in_firm(&["policy", "owners", "2"]).exits(2).says("there is one");
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn a_change_that_takes_two_owners_waits_for_the_second() {
    let home = Home::with_firm();
    add(&home, "ann", &["--role", "owner"]);
    add(&home, "eve", &["--role", "drafter"]);
    home.in_firm(&["policy", "owners", "2"]).succeeds().says("takes 2 owners");
    assert!(!home.read("firm/.clm/policy.toml").contains("owners"), "the second has to show their key first");
    let waits = || home.in_firm(&["policy", "list", "--json"]).succeeds().json()["items"].clone();
    let id = waits()[0]["id"].as_str().unwrap().to_owned();
    by(&home, "ann", &["policy", "sign", &id, "--yes"]).succeeds().says("applied");
    assert!(home.read("firm/.clm/policy.toml").contains("owners = 2"));
    assert!(home.read("firm/.clm/allowed_signers").contains("clm-policy-v1"));
    assert!(waits().as_array().unwrap().is_empty());
    home.in_firm(&["verify", "--all"]).succeeds();

    home.in_firm(&["grant", &email("eve"), "manager"]).succeeds().says("clm policy sign");
    assert_eq!(explained(&home, "send", "eve", "legal")["allowed"], false);
    home.in_firm(&["doctor"]).succeeds().says("a change of the policy waits for owners");
    let id = waits()[0]["id"].as_str().unwrap().to_owned();
    home.in_firm(&["policy", "show", &id]).succeeds().says("given to eve@northwind.example: manager").says("1 of 2");
    by(&home, "eve", &["policy", "sign", &id, "--yes"]).exits(4).says("may not administer");
    home.in_firm(&["policy", "sign", &id]).succeeds().says("signed it already");
    home.in_firm(&["policy", "apply", &id]).exits(4).says("it takes 2 owners").says("clm policy sign");
    // The signature stands for itself: ssh-keygen agrees with nothing but the tree.
    let folder = waits()[0]["path"].as_str().unwrap().to_owned();
    let file = fs::read_dir(home.firm(&folder)).unwrap().map(|one| one.unwrap().path());
    let signature = file.into_iter().find(|path| path.extension().is_some_and(|end| end == "sig")).unwrap();
    let checked = Command::new("ssh-keygen")
        .args([
            "-Y",
            "verify",
            "-n",
            "clm-policy-v1",
            "-I",
            "signer@northwind.example",
            "-O",
            "verify-time=20261124120000Z",
            "-f",
        ])
        .arg(home.firm(".clm/allowed_signers"))
        .arg("-s")
        .arg(&signature)
        .stdin(fs::File::open(home.firm(&format!("{folder}/policy.toml"))).unwrap())
        .output()
        .unwrap();
    assert!(checked.status.success(), "{checked:?}");
    by(&home, "ann", &["policy", "sign", &id, "--dry-run"]).succeeds();
    assert_eq!(waits()[0]["state"], "open");
    by(&home, "ann", &["policy", "sign", &id]).succeeds().says("applied");
    assert_eq!(explained(&home, "send", "eve", "legal")["allowed"], true);
    home.in_firm(&["policy", "drop", &id]).exits(4).says("was applied");
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_proposal_dies_with_the_policy_it_was_made_from() {
    let home = Home::with_firm();
    add(&home, "ann", &["--role", "owner"]);
    add(&home, "eve", &["--role", "drafter"]);
    home.in_firm(&["policy", "owners", "2"]).succeeds();
    let waits = || home.in_firm(&["policy", "list", "--json"]).succeeds().json()["items"].clone();
    let first = waits()[0]["id"].as_str().unwrap().to_owned();
    by(&home, "ann", &["policy", "sign", &first]).succeeds();
    home.in_firm(&["grant", &email("eve"), "manager"]).succeeds();
    let stale = waits()[0]["id"].as_str().unwrap().to_owned();
    home.in_firm(&["grant", &email("eve"), "legal"]).succeeds();
    let open = waits();
    let other = open.as_array().unwrap().iter().find(|one| one["id"] != stale.as_str()).unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    by(&home, "ann", &["policy", "sign", &other]).succeeds().says("applied");
    assert!(waits().as_array().unwrap().is_empty());
    by(&home, "ann", &["policy", "sign", &stale]).exits(4).says("cannot be applied").says("propose the change anew");
    home.in_firm(&["policy", "apply", &stale]).exits(4);
    home.in_firm(&["policy", "list", "--all"]).succeeds().says("stale").says("applied");
    by(&home, "eve", &["policy", "drop", &stale]).exits(4);
    home.in_firm(&["policy", "drop", &stale]).succeeds();
    home.in_firm(&["policy", "show", &stale]).exits(3).says("policy list --all");
    home.in_firm(&["policy", "show", ""]).exits(3);
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_rotated_key_keeps_what_it_signed() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    home.new_key("new", "");
    let me = "signer@northwind.example";
    home.in_firm(&["key", "rotate", me, "--pub", "new.pub", "-m", "new laptop"]).succeeds();
    assert!(home.read("firm/.clm/policy.toml").contains("reason = \"new laptop\""));
    home.in_firm(&["comment", &id, "x"]).exits(4).says("is not good now");
    by(&home, "new", &["comment", &id, "x"]).succeeds();
    home.in_firm(&["verify", &id]).succeeds();
    by(&home, "new", &["key", "rotate", me, "--pub", "new.pub"]).exits(4).says("is listed for");
    home.new_key("third", "");
    by(&home, "new", &["key", "add", me, "--pub", "third.pub"]).succeeds();
    by(&home, "third", &["comment", &id, "y"]).succeeds();
    by(&home, "new", &["comment", &id, "z"]).succeeds();
    home.in_firm(&["verify", &id]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_stolen_key_is_believed_only_for_what_is_proved_older() {
    let home = Home::with_firm();
    add(&home, "kari", &["--role", "signatory", "--role", "drafter", "--signs-for", "Northwind AS"]);
    let signed = |home: &Home| {
        let id = draft(home, "kari", "legal");
        anybody_signs(home, "kari", &id);
        by(home, "kari", &["sign", &id, "--yes"]).succeeds();
        id
    };
    let proved = signed(&home);
    // Somebody else's commit rests on the first one, before the key went astray.
    home.in_firm(&["comment", &proved, "seen"]).succeeds();
    let since = home.git(&["log", "-1", "--format=%cI"]).succeeds().out.trim().to_owned();
    let late = signed(&home);
    let verdict = |id: &str| {
        let told = home.in_firm(&["verify", id, "--json"]);
        told.json()["items"][0]["signatures"][0]["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!((verdict(&proved), verdict(&late)), ("valid".to_owned(), "valid".to_owned()));
    home.in_firm(&["key", "revoke", &email("kari"), "--since", &since, "-m", "laptop stolen"])
        .succeeds()
        .says("no longer trusted");
    assert_eq!((verdict(&proved), verdict(&late)), ("valid".to_owned(), "untrusted".to_owned()));
    by(&home, "kari", &["comment", &late, "x"]).exits(4);
    let print = home.in_firm(&["key", "list", "--json"]).succeeds().json();
    assert!(print["items"].is_array());
    home.in_firm(&["key", "revoke", &email("kari")]).exits(3).says("no key that is good now");
    home.in_firm(&["key", "revoke", "SHA256:nothing"]).exits(3).says("whole fingerprint");
    home.in_firm(&["key", "revoke", "signer@northwind.example", "--since", "2030-01-01"]).exits(2).says("has come");
    home.in_firm(&["key", "revoke", "signer@northwind.example", "--since", "yesterday"]).exits(2);
    // Never good at all: nothing it signed is believed.
    home.in_firm(&["key", "revoke", &home_print(&home, "kari"), "--since", "2020-01-01"]).succeeds();
    assert_eq!((verdict(&proved), verdict(&late)), ("untrusted".to_owned(), "untrusted".to_owned()));
    home.repository_is_sound();
}

/// The fingerprint of a key of the home.
fn home_print(home: &Home, key: &str) -> String {
    let told = Command::new("ssh-keygen").arg("-lf").arg(home.path(&format!("{key}.pub"))).output().unwrap();
    String::from_utf8(told.stdout).unwrap().split(' ').nth(1).unwrap().to_owned()
}
