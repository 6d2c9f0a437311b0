//! `verify --history`: every commit is judged by the policy before it, and history that lost what was verified is told.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use support::audited::{DRAFTER, Firm, SIGNER, append, merge, remove_drafter};

/// Everything clm itself records is lawful, and judged once only.
#[test]
fn what_clm_records_stands_before_its_own_history() {
    let firm = Firm::new();
    let home = &firm.home;
    let id = firm.draft.file_name().unwrap().to_str().unwrap().to_owned();
    home.in_firm(&["tag", &id, "--add", "urgent"]).succeeds();
    home.in_firm(&["comment", &id, "-m", "Looks fine."]).succeeds();
    home.in_firm(&["move", &id, "later"]).succeeds();
    home.in_firm(&["set", &id, "title=Another NDA"]).succeeds();
    home.write("lease.md", "# Lease\n\nThe tenant pays monthly.\n");
    let parties = ["--party", "Northwind AS", "--party", "Acme AS", "--start", "2024-01-01"];
    home.in_firm(&[&["import", "lease.md", "--by", "oneflow"], &parties[..]].concat()).succeeds();
    home.in_firm(&["comment", &id, "-m", "A slip."]).succeeds();
    home.in_firm(&["undo", "--yes"]).succeeds();

    let first = home.in_firm(&["verify", "--history"]).succeeds().says("nothing wrong").says("founded by SHA256:");
    assert!(!first.out.contains("verified before"), "{}", first.out);
    let again = firm.audit().succeeds().json();
    assert_eq!(again["remembered"], again["commits"], "what was verified once is not judged again");
    let anew = home.in_firm(&["verify", "--history", "--anew", "--json"]).succeeds().json();
    assert_eq!(anew["remembered"], 0);
    assert_eq!(anew["signed"], anew["commits"]);
}

/// Each row breaks one rule, by hand, with git.
#[test]
fn a_commit_that_breaks_a_rule_is_named() {
    let firm = Firm::new();
    let start = firm.head();
    let signed = firm.signed.join("contract.md");
    let draft = firm.draft.join("contract.md");
    let template = firm.home.firm("legal/templates/own.md");
    fs::create_dir_all(template.parent().unwrap()).unwrap();
    type Row<'a> = (&'a str, Box<dyn Fn() + 'a>, Option<&'a str>, &'a str, i32, &'a str, &'a str);
    let policy = firm.home.firm(".clm/policy.toml");
    let act = fs::read_dir(firm.signed.join("acts")).unwrap().next().unwrap().unwrap().path();
    let rows: Vec<Row<'_>> = vec![
        ("a drafter's edit of a draft", Box::new(|| append(&draft, "\nMore.\n")), Some("dag"), DRAFTER, 0, "", ""),
        ("a plain edit of a draft", Box::new(|| append(&draft, "\nMore.\n")), None, DRAFTER, 0, "", ""),
        (
            "nobody's key",
            Box::new(|| append(&draft, "\nMore.\n")),
            Some("stranger"),
            DRAFTER,
            5,
            "invalid",
            "no member's key",
        ),
        (
            "another's name",
            Box::new(|| append(&draft, "\nMore.\n")),
            Some("dag"),
            SIGNER,
            5,
            "invalid",
            "says it was committed by signer@northwind.example",
        ),
        (
            "a drafter's template",
            Box::new(|| {
                fs::create_dir_all(template.parent().unwrap()).unwrap();
                fs::write(&template, "x\n").unwrap();
            }),
            Some("dag"),
            DRAFTER,
            5,
            "invalid",
            "legal/templates/own.md: ",
        ),
        (
            "a drafter's policy",
            Box::new(|| append(&policy, "# a word\n")),
            Some("dag"),
            DRAFTER,
            5,
            "invalid",
            ".clm/policy.toml: ",
        ),
        (
            "an unsigned policy",
            Box::new(|| append(&policy, "# a word\n")),
            None,
            SIGNER,
            5,
            "invalid",
            ".clm/policy.toml: the commit is not signed",
        ),
        (
            "signed text changed by its owner",
            Box::new(|| append(&signed, "\nMore.\n")),
            Some(".ssh/id_ed25519"),
            SIGNER,
            5,
            "broken",
            "its text was changed although it was signed",
        ),
        (
            "an annex put beside a signed text",
            Box::new(|| {
                fs::create_dir_all(firm.signed.join("annexes")).unwrap();
                fs::write(firm.signed.join("annexes/new.md"), "New.\n").unwrap();
            }),
            Some(".ssh/id_ed25519"),
            SIGNER,
            5,
            "broken",
            "its text was changed although it was signed",
        ),
        (
            "an act removed",
            Box::new(|| fs::remove_file(&act).unwrap()),
            Some(".ssh/id_ed25519"),
            SIGNER,
            5,
            "broken",
            "was dropped or changed here",
        ),
        (
            "an act changed",
            Box::new(|| append(&act, "# a word\n")),
            Some(".ssh/id_ed25519"),
            SIGNER,
            5,
            "broken",
            "was dropped or changed here",
        ),
        (
            "a symbolic link",
            Box::new(|| std::os::unix::fs::symlink("contract.md", firm.draft.join("link.md")).unwrap()),
            Some(".ssh/id_ed25519"),
            SIGNER,
            5,
            "invalid",
            "it is a symbolic link",
        ),
        (
            "an odd name",
            Box::new(|| fs::write(firm.home.firm("Odd Name.md"), "x").unwrap()),
            Some(".ssh/id_ed25519"),
            SIGNER,
            5,
            "invalid",
            "lower-case ASCII",
        ),
    ];
    for (name, alter, key, email, exit, verdict, words) in rows {
        alter();
        firm.commit(key, email);
        if exit == 0 {
            let answer = firm.audit().succeeds();
            assert_eq!(answer.json()["items"].as_array().unwrap().len(), 0, "{name}: {}", answer.out);
        } else {
            println!("{name}");
            firm.finds(exit, verdict, words);
        }
        firm.back_to(&start);
    }
}

/// A breach stays told after it was mended, and is no fault any more.
#[test]
fn a_mended_breach_is_healed() {
    let firm = Firm::new();
    append(&firm.signed.join("contract.md"), "\nMore.\n");
    firm.commit(Some(".ssh/id_ed25519"), SIGNER);
    firm.finds(5, "broken", "its text was changed although it was signed");
    firm.git(&["checkout", "-q", "HEAD~1", "--", "."]).succeeds();
    firm.commit(Some(".ssh/id_ed25519"), SIGNER);
    firm.finds(0, "healed", "its text was changed although it was signed");
}

/// What a user verified once cannot be taken back behind their back.
#[test]
fn a_rollback_is_noticed() {
    let firm = Firm::new();
    firm.audit().succeeds();
    firm.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    firm.finds(5, "broken", "rewritten or rolled back");
    firm.finds(5, "broken", "missing: ");
    // It is noticed again and again, whatever is built on top.
    firm.home.draft();
    firm.finds(5, "broken", "rewritten or rolled back");
    // Also where the lost commit's object is gone.
    firm.git(&["reflog", "expire", "--expire=now", "--all"]).succeeds();
    firm.git(&["gc", "-q", "--prune=now"]).succeeds();
    firm.finds(5, "broken", "rewritten or rolled back");
}

/// Each clone remembers for itself: what another on the same machine has beyond it is no rollback.
#[test]
fn clones_on_one_machine_remember_apart() {
    let firm = Firm::new();
    let mut command = firm.home.command("git");
    firm.home.run(command.args(["clone", "-q", "firm", "second"])).succeeds();
    firm.home.clm(&["-C", "second", "verify", "--history"]).succeeds();
    firm.home.draft();
    firm.audit().succeeds();
    firm.home.clm(&["-C", "second", "verify", "--history"]).succeeds().says("verified before");
}

/// A memory that somebody damaged is no empty memory.
#[test]
fn a_damaged_memory_is_not_an_empty_one() {
    let firm = Firm::new();
    firm.audit().succeeds();
    let folder = firm.home.path(".local/state/clm/clones");
    let file = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    for text in ["", "format = 1\n", "format = 2\nroot = \"x\"\n", "\u{0}"] {
        fs::write(&file, text).unwrap();
        firm.audit().exits(1).says("what was verified before");
    }
}

/// The root of trust is the key that founded the repository.
#[test]
fn a_repository_founded_by_another_key_is_refused() {
    let firm = Firm::new();
    let founder = firm.audit().succeeds().json()["founders"][0].as_str().unwrap().to_owned();
    firm.home.in_firm(&["verify", "--history", "--trust", &founder]).succeeds();
    let other = "SHA256:2u2fxqTXgd5fwRYxzxnFJ4kI2MdMyQ7qVHTAw9uJ2Gc";
    firm.home.in_firm(&["verify", "--history", "--trust", other]).exits(5).says("not by SHA256:2u2f");
    firm.home.in_firm(&["verify", "--history", "--trust", "2u2f"]).exits(2).says("expected SHA256:");
}

/// Whoever left cannot bring in a branch grown from a commit where they still had their rights, whoever merges it,
/// signed or not, and whichever side git takes for the first.
#[test]
fn a_removed_members_old_branch_is_told() {
    for (flipped, key, email) in [
        (false, Some(".ssh/id_ed25519"), SIGNER),
        (false, None, SIGNER),
        (true, None, SIGNER),
        (true, Some("dag"), DRAFTER),
    ] {
        let firm = Firm::new();
        firm.git(&["branch", "-m", "main"]).succeeds();
        firm.git(&["checkout", "-q", "-b", "old"]).succeeds();
        append(&firm.draft.join("contract.md"), "\nFrom the past.\n");
        firm.commit(Some("dag"), DRAFTER);
        firm.git(&["checkout", "-q", "main"]).succeeds();
        remove_drafter(&firm);
        let (into, other) = if flipped { ("old", "main") } else { ("main", "old") };
        firm.git(&["checkout", "-q", into]).succeeds();
        merge(&firm, other, key, email);
        firm.finds(5, "invalid", "was no member any more where it came in");
        if key == Some("dag") {
            firm.finds(5, "invalid", "is no member's key there");
        }
    }
}

/// A merge cannot bring an older policy back, nor choose between two.
#[test]
fn a_merge_keeps_the_newer_policy() {
    let firm = Firm::new();
    firm.git(&["branch", "-m", "main"]).succeeds();
    firm.git(&["branch", "old"]).succeeds();
    remove_drafter(&firm);
    let start = firm.head();
    append(&firm.draft.join("contract.md"), "\nMore.\n");
    firm.commit(Some(".ssh/id_ed25519"), SIGNER);
    firm.git(&["checkout", "-q", "old"]).succeeds();
    append(&firm.draft.join("record.toml"), "\n# a word\n");
    firm.commit(Some("dag"), DRAFTER);
    firm.git(&["checkout", "-q", "main"]).succeeds();
    firm.git(&["merge", "-q", "--no-commit", "--no-ff", "old"]).succeeds();
    firm.git(&["checkout", "-q", "old", "--", ".clm"]).succeeds();
    firm.commit(Some(".ssh/id_ed25519"), SIGNER);
    firm.finds(5, "invalid", "brings an older policy back");
    firm.back_to(&start);

    firm.git(&["checkout", "-q", "old"]).succeeds();
    append(&firm.home.firm(".clm/policy.toml"), "# another word\n");
    firm.commit(Some(".ssh/id_ed25519"), SIGNER);
    firm.git(&["checkout", "-q", "main"]).succeeds();
    firm.git(&["merge", "-q", "-X", "ours", "--no-gpg-sign", "-m", "merge", "old"]).succeeds();
    firm.finds(5, "invalid", "each changed the policy");
}

/// A merge has changes of its own like any commit: what git's logs do not show is judged all the same.
#[test]
fn a_merge_is_judged_for_what_it_adds_and_drops() {
    let firm = Firm::new();
    firm.git(&["branch", "-m", "main"]).succeeds();
    firm.git(&["checkout", "-q", "-b", "side", "HEAD~1"]).succeeds();
    let start = firm.head();
    append(&firm.signed.join("record.toml"), "\n# a word\n");
    firm.commit(Some("dag"), DRAFTER);
    firm.git(&["merge", "-q", "--no-commit", "--no-ff", "main"]).succeeds();
    let template = firm.home.firm("legal/templates/own.md");
    fs::write(&template, "x\n").unwrap();
    firm.commit(Some("dag"), DRAFTER);
    firm.finds(5, "invalid", "legal/templates/own.md: `dag@northwind.example` may not");
    firm.back_to(&start);

    // `-s ours` keeps one side whole: the comment that the other side had is gone.
    firm.git(&["checkout", "-q", "main"]).succeeds();
    let id = firm.draft.file_name().unwrap().to_str().unwrap().to_owned();
    firm.home.in_firm(&["comment", &id, "-m", "Looks fine."]).succeeds();
    firm.git(&["checkout", "-q", "side"]).succeeds();
    append(&firm.signed.join("record.toml"), "\n# a word\n");
    firm.commit(Some("dag"), DRAFTER);
    firm.git(&["merge", "-q", "-s", "ours", "--no-gpg-sign", "-m", "merge", "main"]).succeeds();
    firm.finds(5, "broken", "was dropped or changed here");
}

/// Rights are asked where the change was made, with the policy before it and the clock that cannot go back.
#[test]
fn a_right_is_asked_where_it_is_used() {
    let firm = Firm::new();
    let policy = firm.home.firm(".clm/policy.toml");
    let start = firm.head();
    // The policy that would allow it came in the very commit.
    let text = fs::read_to_string(&policy).unwrap();
    fs::write(
        &policy,
        text.replace("roles = [\"drafter\"]", "roles = [\"owner\"]").replace("version = 2", "version = 3"),
    )
    .unwrap();
    assert_ne!(fs::read_to_string(&policy).unwrap(), text);
    fs::write(firm.home.firm("legal/templates/own.md"), "x\n").unwrap();
    firm.commit(Some("dag"), DRAFTER);
    firm.finds(5, "invalid", "legal/templates/own.md: `dag@northwind.example` may not");
    firm.back_to(&start);

    // Another team's workspace.
    firm.home.in_firm(&["workspace", "add", "hr"]).succeeds();
    firm.home.in_firm(&["member", "set", DRAFTER, "-w", "hr"]).succeeds();
    append(&firm.draft.join("contract.md"), "\nMore.\n");
    firm.commit(Some("dag"), DRAFTER);
    firm.finds(5, "invalid", "contract.md: `dag@northwind.example`");
    firm.back_to(&start);

    // A commit dated before its key was good.
    append(&firm.draft.join("contract.md"), "\nMore.\n");
    firm.git(&["add", "-A"]).succeeds();
    let mut command = firm.home.command("git");
    command.env("GIT_AUTHOR_NAME", "D").env("GIT_AUTHOR_EMAIL", DRAFTER).env("GIT_AUTHOR_DATE", "2020-01-01T00:00:00Z");
    command.env("GIT_COMMITTER_NAME", "D").env("GIT_COMMITTER_EMAIL", DRAFTER);
    command.env("GIT_COMMITTER_DATE", "2020-01-01T00:00:00Z");
    let key = format!("user.signingkey={}", firm.home.path("dag").display());
    let args = ["-C", "firm", "-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "old"];
    firm.home.run(command.args(args)).succeeds();
    firm.finds(5, "invalid", "good only from");
    firm.back_to(&start);

    // An act without a signature on its commit.
    let id = firm.draft.file_name().unwrap().to_str().unwrap().to_owned();
    firm.home.in_firm(&["comment", &id, "-m", "Looks fine."]).succeeds();
    firm.git(&["commit", "-q", "--amend", "--no-gpg-sign", "--no-edit"]).succeeds();
    firm.finds(5, "invalid", "the commit is not signed, and only drafts may be edited so");
}

/// Where history is missing nothing can be proved, and no verdict is a good one.
#[test]
fn a_shallow_clone_proves_nothing() {
    let firm = Firm::new();
    let url = format!("file://{}", firm.home.firm("").display());
    let mut command = firm.home.command("git");
    firm.home.run(command.args(["clone", "-q", "--depth", "2", &url, "shallow"])).succeeds();
    firm.home.clm(&["-C", "shallow", "verify", "--history"]).exits(6).says("git fetch --unshallow");
}
