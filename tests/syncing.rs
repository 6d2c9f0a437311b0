//! Clones that work apart and meet again over a file remote: `clone`, `sync`, `resolve`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use std::fs;

use support::team::{Team, with_clauses};

#[test]
fn a_clone_is_verified_and_set_up_as_init_does_it() {
    let team = Team::new(&[("dag", &["drafter"])]);
    let key = fs::read_to_string(team.home.path(".ssh/id_ed25519.pub")).unwrap();
    team.home.write("founder.pub", key);
    let print = team.home.run(team.home.command("ssh-keygen").args(["-l", "-f", "founder.pub"])).succeeds();
    let founder = print.out.split(' ').nth(1).unwrap().to_owned();

    let first = team.clm(".", "new", &["clone", "remote.git", "one"]).succeeds();
    first.says(&founder).says("for the first time").says("you are signer@northwind.example");
    let told = team.clm(".", "other", &["clone", "remote.git", "two", "--trust", &founder, "--json"]).succeeds().json();
    assert_eq!((&told["schema"], &told["trusted"]), (&"clm.clone/1".into(), &true.into()));
    team.git("one", &["verify-commit", "HEAD"]).succeeds();
    assert_eq!(team.git("one", &["status", "--porcelain"]).succeeds().out, "");
    team.clm("one", "new", &["tag", &team.id, "--add", "cloned"]).succeeds();
    team.clm("one", "new", &["sync"]).succeeds().says("given 1 commit");

    let stranger = format!("SHA256:{}", "A".repeat(43));
    team.clm(".", "other", &["clone", "remote.git", "three", "--trust", &stranger]).exits(5).says("founded by");
    assert!(!team.home.path("three").exists());
    team.clm(".", "other", &["clone", "remote.git", "one"]).exits(4).says("not empty");
    team.clm(".", "other", &["clone", "nowhere.git", "three"]).exits(9);
    team.git(".", &["init", "-q", "--bare", "empty.git"]).succeeds();
    team.clm(".", "other", &["clone", "empty.git", "three"]).exits(3).says("no commit");
    let left: Vec<_> = fs::read_dir(team.home.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".clm-clone")), "{left:?}");
    assert!(!team.home.path("three").exists());
}

#[test]
fn acts_notes_and_texts_of_two_clones_come_together() {
    let team = with_clauses(&[("dag", &["drafter"])]);
    team.at("firm", &["tag", &team.id, "--add", "red"]).succeeds();
    team.at("firm", &["comment", &team.id, "-m", "From the firm."]).succeeds();
    team.edit("firm", "They talk.", "They talk openly.");
    team.at("dag", &["tag", &team.id, "--add", "blue"]).succeeds();
    team.at("dag", &["comment", &team.id, "-m", "From Dag."]).succeeds();
    team.edit("dag", "Two years.", "Three years.");
    team.at("dag", &["new", "--template", "nda", "--party", "Gamma AS", "--no-input"]).succeeds();

    team.sync("firm").succeeds().says("given 3 commits");
    let met = team.at("dag", &["sync", "--json"]).succeeds().json();
    assert_eq!((met["came"].as_u64(), met["went"].as_u64()), (Some(3), Some(5)), "{met}");
    team.sync("firm").succeeds().says("taken 5 commits");
    team.sync("dag").succeeds().says("has what you have");
    team.agree(&["firm", "dag"]);
    let text = team.text("firm");
    assert!(text.contains("They talk openly.") && text.contains("Three years."), "{text}");
    let shown = team.at("firm", &["show", &team.id, "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["tags"], serde_json::json!(["blue", "red"]));
    assert_eq!(shown["items"][0]["comments"].as_array().unwrap().len(), 2);
    assert_eq!(team.at("firm", &["list", "--plain"]).succeeds().out.lines().count(), 2);
    team.git("firm", &["verify-commit", "HEAD"]).succeeds();
}

#[test]
fn of_a_key_set_twice_the_later_value_stands_and_the_other_is_told() {
    let team = Team::new(&[("dag", &["drafter"])]);
    team.at("firm", &["set", &team.id, "custom.budget=one"]).succeeds();
    team.at("dag", &["set", &team.id, "custom.budget=two"]).succeeds();
    team.sync("firm").succeeds();
    team.sync("dag").succeeds().says("custom.budget was set by both").says("\"two\" stands").says("\"one\"");
    team.sync("firm").succeeds();
    team.agree(&["firm", "dag"]);
}

#[test]
fn two_wordings_of_one_clause_are_shown_and_settled_with_nothing_lost() {
    let team = with_clauses(&[("dag", &["drafter"])]);
    team.edit("firm", "Two years.", "One year.");
    team.edit("firm", "They talk.", "They talk openly.");
    team.edit("dag", "Two years.", "Three years.");
    team.at("dag", &["tag", &team.id, "--add", "blue"]).succeeds();
    team.sync("firm").succeeds();
    let before = team.head("dag");
    let waiting = team.sync("dag").exits(8);
    waiting.says("§2 Term").says("ours   Three years.").says("theirs One year.").says("was    Two years.");
    assert_eq!(team.head("dag"), before);
    team.sync("dag").exits(8);
    let shown = team.at("dag", &["resolve", "--json"]).succeeds().json();
    assert_eq!(shown["schema"], "clm.conflicts/1");
    assert_eq!(shown["items"].as_array().unwrap().len(), 1, "{shown}");
    team.at("dag", &["resolve", "nda-zzzzzzzz", "--ours"]).exits(3);
    team.at("dag", &["resolve", &team.id, "--draft", "both.md"]).succeeds();
    team.at("dag", &["resolve", &team.id, "--file", "both.md"]).exits(7).says("marks");
    let draft = fs::read_to_string(team.home.path("dag/both.md")).unwrap();
    assert!(draft.contains("They talk openly.") && draft.contains("<<<<<<< ours"), "{draft}");
    let clean: Vec<&str> = draft
        .lines()
        .filter(|line| !line.starts_with("<<<<<<<") && !line.starts_with(">>>>>>>") && *line != "=======")
        .collect();
    let settled =
        clean.join("\n").replace("Three years.\n", "Two and a half.\n").replacen("## 2. Term\n\nOne year.\n\n", "", 1)
            + "\n";
    fs::write(team.home.path("dag/both.md"), settled).unwrap();
    team.at("dag", &["resolve", &team.id, "--file", "both.md"]).succeeds().says("clm sync");
    fs::remove_file(team.home.path("dag/both.md")).unwrap();
    team.sync("dag").succeeds();
    team.sync("firm").succeeds();
    team.agree(&["firm", "dag"]);
    assert!(
        team.text("firm").contains("Two and a half.") && team.text("firm").contains("talk openly"),
        "{}",
        team.text("firm")
    );

    team.edit("firm", "Norway.", "Sweden.");
    team.edit("dag", "Norway.", "Denmark.");
    team.sync("dag").succeeds();
    team.sync("firm").exits(8).says("§3 Law");
    team.at("firm", &["resolve", &team.id, "--theirs"]).succeeds();
    team.sync("firm").succeeds();
    team.sync("dag").succeeds();
    team.agree(&["firm", "dag"]);
    assert!(team.text("dag").contains("Denmark."));
}

#[test]
fn a_frozen_text_stands_and_the_edit_is_laid_beside_it() {
    for owner_first in [true, false] {
        let team = with_clauses(&[("dag", &["drafter"])]);
        team.at("firm", &["sign", &team.id, "--yes"]).succeeds();
        team.edit("dag", "Two years.", "Three years.");
        let (first, second) = if owner_first { ("firm", "dag") } else { ("dag", "firm") };
        team.sync(first).succeeds();
        team.sync(second).succeeds().says("the frozen text stands");
        team.sync(first).succeeds();
        team.agree(&["firm", "dag"]);
        assert!(team.text("dag").contains("Two years."), "{}", team.text("dag"));
        let aside: Vec<_> = fs::read_dir(team.folder("dag").join("files/proposals")).unwrap().collect();
        let aside = fs::read_to_string(aside[0].as_ref().unwrap().path()).unwrap();
        assert!(aside.contains("Three years."), "{aside}");
        team.at("firm", &["show", &team.id]).succeeds().says("pending");
    }
}

#[test]
fn a_contract_moved_here_and_signed_there_is_one_contract_in_its_new_place() {
    for mover_first in [true, false] {
        let team = with_clauses(&[("dag", &["drafter"])]);
        team.at("dag", &["move", &team.id, "elsewhere/deep"]).succeeds();
        team.at("firm", &["sign", &team.id, "--yes"]).succeeds();
        let (first, second) = if mover_first { ("dag", "firm") } else { ("firm", "dag") };
        team.sync(first).succeeds();
        team.sync(second).succeeds();
        team.sync(first).succeeds();
        team.agree(&["firm", "dag"]);
        for user in ["firm", "dag"] {
            let folder = team.folder(user);
            assert!(folder.to_string_lossy().contains("elsewhere/deep"), "{folder:?}");
            assert!(folder.join("signatures").is_dir(), "{user}");
            team.at(user, &["doctor"]).succeeds();
            team.at(user, &["show", &team.id]).succeeds().says("pending");
        }
        assert_eq!(team.at("firm", &["list", "--plain"]).succeeds().out.lines().count(), 1);
    }
}

#[test]
fn somebody_who_was_first_is_met_again() {
    let team = Team::new(&[("dag", &["drafter"])]);
    team.at("dag", &["tag", &team.id, "--add", "blue"]).succeeds();
    team.git("dag", &["push", "-q", "origin", "main:refs/heads/side"]).succeeds();
    let hook = "#!/bin/sh\n[ -e raced ] && exit 0\n: > raced\nunset GIT_QUARANTINE_PATH\ngit update-ref refs/heads/main refs/heads/side\n";
    let path = team.home.write("remote.git/hooks/pre-receive", hook);
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    team.at("firm", &["tag", &team.id, "--add", "red"]).succeeds();
    let met = team.at("firm", &["sync", "--json"]).succeeds().json();
    assert_eq!(met["races"], 1, "{met}");
    team.sync("dag").succeeds();
    team.agree(&["firm", "dag"]);
    let shown = team.at("dag", &["show", &team.id, "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["tags"], serde_json::json!(["blue", "red"]));

    team.home.write("remote.git/hooks/pre-receive", "#!/bin/sh\necho 'no, says the server' >&2\nexit 1\n");
    team.at("dag", &["tag", &team.id, "--add", "green"]).succeeds();
    team.sync("dag").exits(4).says("no, says the server");
}

#[test]
fn two_policies_are_refused_with_the_way_out() {
    let team = Team::new(&[("boss", &["owner"])]);
    team.at("firm", &["workspace", "add", "sales"]).succeeds();
    team.at("boss", &["workspace", "add", "hr"]).succeeds();
    team.sync("firm").succeeds();
    team.sync("boss").exits(8).says("the policy was changed here and there").says("git reset --keep");
    let theirs = team.head("remote.git");
    team.git("boss", &["branch", "before-sync"]).succeeds();
    team.git("boss", &["reset", "-q", "--keep", &theirs]).succeeds();
    team.sync("boss").succeeds();
    team.at("boss", &["workspace", "add", "hr"]).succeeds();
    team.sync("boss").succeeds();
    team.sync("firm").succeeds();
    team.agree(&["firm", "boss"]);
    team.at("firm", &["workspace", "list"]).succeeds().says("hr").says("sales");
}

#[test]
fn unsaved_work_is_neither_swept_in_nor_lost() {
    let team = with_clauses(&[("dag", &["drafter"])]);
    team.edit("firm", "Two years.", "One year.");
    team.sync("firm").succeeds();
    let path = team.folder("dag").join("contract.md");
    let unsaved = team.text("dag").replace("Norway.", "Sweden.");
    fs::write(&path, &unsaved).unwrap();
    team.home.write("dag/notes.txt", "mine");
    team.git("dag", &["add", "notes.txt"]).succeeds();
    let before = team.head("dag");
    team.sync("dag").exits(8).says("unsaved");
    assert_eq!((team.head("dag"), fs::read_to_string(&path).unwrap()), (before, unsaved));
    team.at("dag", &["save", &team.id]).succeeds();
    team.sync("dag").succeeds();
    assert!(team.text("dag").contains("Sweden.") && team.text("dag").contains("One year."));
    assert_eq!(team.home.read("dag/notes.txt"), "mine");
    assert_eq!(team.git("dag", &["status", "--porcelain"]).succeeds().out, "A  notes.txt\n");
}

#[test]
fn rolled_back_and_rewritten_history_is_refused_with_what_is_missing() {
    let team = Team::new(&[("dag", &["drafter"])]);
    let old = team.head("remote.git");
    team.at("firm", &["comment", &team.id, "-m", "A word that must stay."]).succeeds();
    team.sync("firm").succeeds();
    team.sync("dag").succeeds();
    let good = team.head("dag");
    team.git("remote.git", &["update-ref", "refs/heads/main", &old]).succeeds();
    team.sync("dag").exits(5).says("rolled back").says("missing: comment");
    assert_eq!(team.head("remote.git"), old, "nothing was given");
    // A further lawful act on the old state does not make it good.
    team.clm(".", "fresh", &["clone", "remote.git", "fresh"]).succeeds();
    team.clm("fresh", "fresh", &["tag", &team.id, "--add", "rewritten"]).succeeds();
    team.clm("fresh", "fresh", &["sync"]).succeeds();
    team.sync("dag").exits(5).says("missing: comment");
    team.sync("firm").exits(5).says("missing: comment");
    assert_eq!(team.head("dag"), good);
    team.clm(".", "dag", &["clone", "remote.git", "again"]).exits(5).says("rolled back");
    assert!(!team.home.path("again").exists());
    team.git("remote.git", &["update-ref", "-d", "refs/heads/main"]).succeeds();
    team.sync("dag").exits(5).says("no branch main any more");
}

#[test]
fn a_tip_that_is_not_allowed_is_not_taken_and_not_given() {
    let team = Team::new(&[("dag", &["drafter"])]);
    let before = team.head("dag");
    team.home.write("firm/legal/templates/own.md", "by hand\n");
    team.git("firm", &["add", "-A"]).succeeds();
    team.git("firm", &["commit", "-q", "--no-gpg-sign", "-m", "by hand"]).succeeds();
    team.sync("firm").exits(5).says("everybody would refuse it").says("not signed");
    assert_eq!(team.head("remote.git"), before);
    team.git("firm", &["push", "-q", "origin", "main"]).succeeds();
    team.sync("dag").exits(5).says("nothing was taken").says("legal/templates/own.md");
    assert_eq!(team.head("dag"), before);
    team.clm(".", "new", &["clone", "remote.git", "new"]).exits(5).says("legal/templates/own.md");
    assert!(!team.home.path("new").exists());

    team.git(".", &["init", "-q", "--bare", "-b", "main", "other.git"]).succeeds();
    let init = ["init", "others", "--org", "Other AS", "--name", "O", "--email", "o@other.example"];
    team.clm(".", "o", &init).succeeds();
    team.clm("others", "o", &["sync", "../other.git"]).succeeds();
    team.at("dag", &["sync", "../other.git"]).exits(5).says("another repository");
    assert_eq!(team.head("dag"), before);
}

#[test]
fn links_and_submodules_are_refused_before_anything_is_checked_out() {
    let team = Team::new(&[("dag", &["drafter"])]);
    std::os::unix::fs::symlink("/etc/passwd", team.home.path("firm/legal/link")).unwrap();
    team.git("firm", &["add", "-A"]).succeeds();
    let key = format!("user.signingkey={}", team.home.path(".ssh/id_ed25519").display());
    let email = "user.email=signer@northwind.example";
    let mut command = team.home.command("git");
    command.current_dir(team.home.path("firm")).args(["-c", "gpg.format=ssh", "-c", &key, "-c", email]);
    command.args(["-c", "user.name=A Signer", "commit", "-q", "-S", "-m", "a link"]);
    team.home.run(&mut command).succeeds();
    team.git("firm", &["push", "-q", "origin", "main"]).succeeds();
    team.sync("dag").exits(5).says("symbolic link");
    team.clm(".", "new", &["clone", "remote.git", "new"]).exits(5).says("symbolic link");
    assert!(!team.home.path("new").exists() && !team.home.path("dag/legal/link").exists());
}

#[test]
fn nothing_a_repository_configures_is_run() {
    let team = Team::new(&[("dag", &["drafter"])]);
    let marker = team.home.path("run");
    let evil = team.home.write("evil.sh", format!("#!/bin/sh\n: > {}\nexit 1\n", marker.display()));
    fs::set_permissions(&evil, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let evil = evil.to_str().unwrap();
    for name in [
        "core.sshCommand",
        "core.fsmonitor",
        "core.editor",
        "core.pager",
        "core.askPass",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "credential.helper",
        "diff.external",
        "filter.evil.smudge",
        "filter.evil.clean",
        "gpg.program",
        "gpg.ssh.program",
        "remote.origin.uploadpack",
        "remote.origin.receivepack",
        "remote.origin.vcs",
        "uploadpack.packObjectsHook",
        "protocol.ext.allow",
    ] {
        let value = if name == "protocol.ext.allow" { "always" } else { evil };
        team.git("dag", &["config", name, value]).succeeds();
    }
    team.home.write("dag/.git/info/attributes", "* filter=evil\n");
    let hooks = team.home.path("dag/.git/hooks");
    fs::create_dir_all(&hooks).unwrap();
    for hook in ["pre-push", "post-checkout", "post-merge", "reference-transaction", "pre-commit", "post-commit"] {
        fs::copy(evil, hooks.join(hook)).unwrap();
    }
    team.at("firm", &["tag", &team.id, "--add", "red"]).succeeds();
    team.sync("firm").succeeds();
    team.at("dag", &["tag", &team.id, "--add", "blue"]).succeeds();
    team.sync("dag").succeeds();
    assert!(!marker.exists(), "something was run");
    let elsewhere = format!("../{}", "elsewhere.git");
    for url in [
        &format!("ext::sh -c {evil}"),
        "fd::7",
        "git://host/x",
        "http://host/x",
        "--upload-pack=x",
        "-oProxyCommand=x:y",
    ] {
        team.git("dag", &["config", "remote.origin.url", url]).succeeds();
        team.sync("dag").exits(4).says("is not fetched from");
        team.clm(".", "x", &["clone", "--", url, "x"]).exits(4);
    }
    // Where pushes go is not the repository's to say.
    team.git("dag", &["config", "remote.origin.url", "../remote.git"]).succeeds();
    team.git("dag", &["config", "remote.origin.pushurl", &elsewhere]).succeeds();
    team.git("dag", &["config", &format!("url.{elsewhere}.insteadOf"), "../remote.git"]).succeeds();
    team.at("dag", &["tag", &team.id, "--add", "green"]).succeeds();
    team.sync("dag").succeeds().says("given 1 commit");
    assert_eq!(team.head("dag"), team.head("remote.git"));
    assert!(!marker.exists(), "something was run");
}
