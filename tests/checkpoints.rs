//! Checkpoints to hand on: `verify --history --checkpoint` writes what a history holds, `--against` tells what is missing.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use serde_json::Value;
use support::{Answer, Home};

fn written(home: &Home, repository: &str, file: &str) -> Answer {
    home.clm(&["-C", repository, "verify", "--history", "--checkpoint", file])
}

fn held(home: &Home, repository: &str, files: &[&str]) -> Answer {
    let mut args = vec!["-C", repository, "verify", "--history", "--json"];
    files.iter().for_each(|file| args.extend(["--against", file]));
    home.clm(&args)
}

#[track_caller]
fn finds(answer: Answer, words: &str) {
    let found = answer.exits(5).json();
    let items = found["items"].as_array().unwrap();
    let hit = |item: &&Value| item["verdict"] == "broken" && item["finding"].as_str().unwrap().contains(words);
    assert!(items.iter().any(|item| hit(&item)), "no `{words}` in {found:#}");
}

fn clone(home: &Home, to: &str) {
    let mut command = home.command("git");
    home.run(command.args(["clone", "-q", "firm", to])).succeeds();
}

#[test]
fn a_history_holds_what_its_checkpoint_names() {
    let home = Home::with_firm();
    home.signed_by_both();
    written(&home, "firm", "first.checkpoint").succeeds().says("first.checkpoint: a signed checkpoint of all this");
    let text = home.read("first.checkpoint");
    assert!(text.starts_with("clm checkpoint v1\nroot "), "{text}");
    // Anybody verifies it with ssh-keygen.
    let (note, armour) = text.split_at(text.find("-----BEGIN").unwrap());
    home.write("note", note);
    home.write("note.sig", armour);
    let verify = "ssh-keygen -Y verify -f firm/.clm/allowed_signers -I signer@northwind.example -n clm-checkpoint-v1 -s note.sig < note";
    home.run(home.command("sh").args(["-c", &verify.replace("allowed_signers", "for_all")])).exits(255);
    let signers =
        home.read("firm/.clm/allowed_signers").replace("namespaces=\"git,", "namespaces=\"clm-checkpoint-v1,git,");
    home.write("firm/.clm/for_all", signers);
    home.run(home.command("sh").args(["-c", &verify.replace("allowed_signers", "for_all")])).succeeds();
    fs::remove_file(home.firm(".clm/for_all")).unwrap();

    let answer = held(&home, "firm", &["first.checkpoint"]).succeeds().json();
    let told = &answer["checkpoints"][0];
    assert_eq!((&told["holds"], &told["days"], &told["commits"]), (&true.into(), &0.into(), &answer["commits"]));
    // It goes on, and holds it still; a week later its age is told.
    home.draft();
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    command.env("CLM_NOW", "2026-12-01T08:00:00Z").args([
        "-C",
        "firm",
        "verify",
        "--history",
        "--against",
        "first.checkpoint",
    ]);
    home.run(&mut command).succeeds().says("by signer@northwind.example, 7 days old: all of it is here");
    // The proof is never written over.
    written(&home, "firm", "first.checkpoint").exits(4).says("it is there already").says("--checkpoint FILE");
    assert_eq!(home.read("first.checkpoint"), text);
    home.clm(&["-C", "firm", "-n", "verify", "--history", "--checkpoint", "none"]).succeeds();
    assert!(!home.path("none").exists(), "--dry-run writes nothing");
}

#[test]
fn what_is_missing_is_named() {
    let home = Home::with_firm();
    clone(&home, "honest");
    home.draft();
    written(&home, "firm", "newer").succeeds();
    // A clone that never had it cannot name what is missing, and says so.
    finds(held(&home, "honest", &["newer"]), "this history does not hold it: it was rolled back, rewritten or forked");
    finds(held(&home, "honest", &["newer"]), "what is missing cannot be named");
    // Rolled back where it was.
    home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    finds(held(&home, "firm", &["newer"]), "it was rolled back to an older state");
    finds(held(&home, "firm", &["newer"]), "missing: new: Mutual NDA");
    let plain = home.clm(&["-C", "firm", "verify", "--history", "--against", "newer"]).exits(5);
    plain.says("not all of it is here");
    // Rewritten: as if it had never been.
    home.draft();
    finds(held(&home, "firm", &["newer"]), "it was forked or rewritten");
    // Another repository altogether.
    home.clm(&[
        "init",
        "other",
        "--org",
        "Other AS",
        "--name",
        "O",
        "--email",
        "o@other.example",
        "--key",
        "~/.ssh/id_ed25519",
    ])
    .succeeds();
    finds(held(&home, "other", &["newer"]), "is about a history that began with");
}

/// Two checkpoints of which neither contains the other: both are kept, and prove it together.
#[test]
fn two_histories_shown_are_a_fork() {
    let home = Home::with_firm();
    clone(&home, "second");
    home.draft();
    written(&home, "firm", "one").succeeds();
    home.clm(&["-C", "second", "new", "--template", "nda", "--party", "Fjord AS", "--no-input"]).succeeds();
    // Held against the first, the other history is told apart; its own checkpoint is written all the same, as proof.
    let both = ["-C", "second", "verify", "--history", "--against", "one", "--checkpoint", "two"];
    home.clm(&both).exits(5).says("two: a signed checkpoint");
    finds(held(&home, "second", &["one", "two"]), "two histories were shown: neither one (");
    finds(held(&home, "firm", &["two", "one"]), "keep both files, together they prove it");
    // One that grew out of the other is no fork.
    home.draft();
    written(&home, "firm", "three").succeeds();
    held(&home, "firm", &["one", "three"]).succeeds();
}

#[test]
fn a_checkpoint_is_believed_only_as_it_was_signed() {
    let home = Home::with_firm();
    home.new_key("stranger", "");
    written(&home, "firm", "good").succeeds();
    let good = home.read("good");
    for (from, to, exit, words) in [
        ("commits 1\n", "commits 2\n", 5, "its signature is no good"),
        ("evidence 0", "evidence 1", 5, "its signature is no good"),
        ("by signer@", "by other@", 5, "its signature is no good"),
        ("clm checkpoint v1", "clm checkpoint v2", 7, "no checkpoint as clm writes them"),
        ("commits 1\n", "commits 01\n", 7, "no checkpoint as clm writes them"),
        ("-----BEGIN", "----BEGIN", 7, "it is not signed"),
    ] {
        assert!(good.contains(from), "{from}");
        home.write("bad", good.replacen(from, to, 1));
        let error = held(&home, "firm", &["bad"]).exits(exit);
        let error = error.error();
        assert!(error["message"].as_str().unwrap().contains(words), "{to}: {error:#}");
        assert!(error["hint"].as_str().is_some(), "{error:#}");
    }
    home.write("bad", "x".repeat(20_000));
    held(&home, "firm", &["bad"]).exits(7).says("too large");
    held(&home, "firm", &["nothing"]).exits(3).says("nothing cannot be held against the history");
    // Signed by somebody who is no member: intact, but whose word is it?
    let (note, _) = good.split_at(good.find("-----BEGIN").unwrap());
    home.write("forged", note);
    let sign = ["-Y", "sign", "-q", "-n", "clm-checkpoint-v1", "-f", "stranger", "forged"];
    home.run(home.command("ssh-keygen").args(sign)).succeeds();
    home.write("forged", format!("{note}{}", home.read("forged.sig")));
    held(&home, "firm", &["forged"]).exits(6).says("was no good key of theirs then");
    // A history in which something is wrong gets none.
    fs::write(home.firm("legal/templates/own.md"), "x\n").unwrap();
    home.git(&["add", "-A"]).succeeds();
    home.git(&["commit", "-qm", "plain", "--no-gpg-sign"]).succeeds();
    written(&home, "firm", "bad-history").exits(5).says("no checkpoint was written");
    assert!(!home.path("bad-history").exists());
    // Without a history it means nothing.
    home.in_firm(&["verify", "--all", "--checkpoint", "x"]).exits(2).says("--all");
}
