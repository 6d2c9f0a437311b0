//! What `verify --history` lets pass without a right of its own, and what may not hide behind it: merges that carry files to
//! where their contract went, moves, policies made on other lines, ended keys.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::audited::{DRAFTER, Firm, SIGNER, append, merge, remove_drafter};

const OWNER: Option<&str> = Some(".ssh/id_ed25519");
const DAG: Option<&str> = Some("dag");

/// The path of a folder below the repository.
fn within(firm: &Firm, folder: &Path) -> String {
    folder.strip_prefix(firm.home.firm("")).unwrap().to_str().unwrap().to_owned()
}

fn named(folder: &Path) -> String {
    folder.file_name().unwrap().to_str().unwrap().to_owned()
}

/// Moves a contract's folder in the work tree.
fn move_to(firm: &Firm, folder: &Path, into: &str) -> PathBuf {
    let to = firm.home.firm(into).join(named(folder));
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::rename(folder, &to).unwrap();
    to
}

/// A comment on `main`, and on the line `side`, checked out, the contract moved by the drafter.
fn apart(firm: &Firm) -> PathBuf {
    firm.git(&["branch", "-m", "main"]).succeeds();
    firm.git(&["branch", "side"]).succeeds();
    firm.home.in_firm(&["comment", &named(&firm.draft), "-m", "Looks fine."]).succeeds();
    firm.git(&["checkout", "-q", "side"]).succeeds();
    let moved = move_to(firm, &firm.draft, "legal/contracts/later");
    firm.commit(DAG, DRAFTER);
    moved
}

/// Merges `main`, lets what came for the contract follow it, as `sync` does, and leaves the merge to be committed.
fn merging(firm: &Firm, moved: &Path) {
    firm.git(&["merge", "-q", "--no-commit", "--no-ff", "main"]).succeeds();
    fs::rename(firm.draft.join("acts"), moved.join("acts")).unwrap();
}

fn act_in(folder: &Path) -> PathBuf {
    fs::read_dir(folder.join("acts")).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn a_merge_carries_an_act_to_where_its_contract_went_and_nothing_else() {
    let firm = Firm::new();
    let moved = apart(&firm);
    let start = firm.head();
    merging(&firm, &moved);
    firm.commit(None, DRAFTER);
    firm.finds_nothing();
    firm.back_to(&start);

    // Changed on the way.
    merging(&firm, &moved);
    append(&act_in(&moved), "# a word\n");
    firm.commit(None, DRAFTER);
    firm.finds(5, "broken", "was dropped or changed here");
    firm.finds(5, "invalid", "the commit is not signed, and only drafts may be edited so");
    firm.back_to(&start);

    // Carried to where no parent has the contract.
    merging(&firm, &moved);
    let elsewhere = move_to(&firm, &moved, "hr/contracts");
    firm.commit(None, DRAFTER);
    firm.finds(5, "invalid", &format!("{}/acts/", within(&firm, &elsewhere)));
    firm.back_to(&start);

    // A file that nobody's side had comes with it.
    merging(&firm, &moved);
    fs::write(firm.home.firm("legal/templates/own.md"), "x\n").unwrap();
    firm.commit(DAG, DRAFTER);
    firm.finds(5, "invalid", "legal/templates/own.md: `dag@northwind.example` may not");
}

#[test]
fn moving_evidence_takes_a_right_and_moves_text_as_it_is() {
    let firm = Firm::new();
    let start = firm.head();
    move_to(&firm, &firm.signed, "legal/contracts/later");
    firm.commit(DAG, DRAFTER);
    firm.finds_nothing();
    firm.back_to(&start);

    // Whoever may only look may not.
    firm.home.in_firm(&["member", "set", DRAFTER, "--role", "viewer"]).succeeds();
    move_to(&firm, &firm.signed, "legal/contracts/later");
    firm.commit(DAG, DRAFTER);
    firm.finds(5, "invalid", "/acts/");
    firm.finds(5, "invalid", "/signatures/");
    firm.finds(5, "invalid", "contract.md: `dag@northwind.example` may not");
    firm.back_to(&start);

    // Unsigned it is nobody's.
    move_to(&firm, &firm.signed, "legal/contracts/later");
    firm.commit(None, DRAFTER);
    firm.finds(5, "invalid", "the commit is not signed");
    firm.back_to(&start);

    // What was signed changes on the way, by a word or by a document more.
    let moved = move_to(&firm, &firm.signed, "legal/contracts/later");
    append(&moved.join("contract.md"), "\nMore.\n");
    firm.commit(OWNER, SIGNER);
    firm.finds(5, "broken", "its text was changed although it was signed");
    firm.back_to(&start);
    let moved = move_to(&firm, &firm.signed, "legal/contracts/later");
    fs::create_dir_all(moved.join("annexes")).unwrap();
    fs::write(moved.join("annexes/new.md"), "New.\n").unwrap();
    firm.commit(OWNER, SIGNER);
    firm.finds(5, "broken", "its text was changed although it was signed");
    // It heals like any other.
    fs::remove_dir_all(moved.join("annexes")).unwrap();
    firm.commit(OWNER, SIGNER);
    firm.finds(0, "healed", "its text was changed although it was signed");
}

/// A merge is compared with every parent: what one side signed the other side's wording does not replace.
#[test]
fn a_merge_does_not_take_another_text_for_the_signed_one() {
    let firm = Firm::new();
    firm.git(&["branch", "-m", "main"]).succeeds();
    firm.git(&["checkout", "-q", "-b", "side"]).succeeds();
    append(&firm.draft.join("contract.md"), "\nMore.\n");
    firm.commit(DAG, DRAFTER);
    firm.git(&["checkout", "-q", "main"]).succeeds();
    firm.home.in_firm(&["sign", &named(&firm.draft), "--yes"]).succeeds();
    merge(&firm, "side", None, SIGNER);
    firm.finds(5, "broken", "its text was changed although it was pending");
    // The signed wording is brought back.
    let text = format!("{}/contract.md", within(&firm, &firm.draft));
    firm.git(&["checkout", "-q", "HEAD~1", "--", &text]).succeeds();
    firm.commit(OWNER, SIGNER);
    firm.finds(0, "healed", "its text was changed although it was pending");
}

#[test]
fn a_key_that_ended_counts_for_what_came_before() {
    let firm = Firm::new();
    firm.git(&["branch", "-m", "main"]).succeeds();
    append(&firm.draft.join("contract.md"), "\nBefore.\n");
    firm.commit(DAG, DRAFTER);
    firm.git(&["checkout", "-q", "-b", "side"]).succeeds();
    append(&firm.draft.join("contract.md"), "\nOn the side.\n");
    firm.commit(DAG, DRAFTER);
    firm.git(&["checkout", "-q", "main"]).succeeds();
    firm.home.in_firm(&["key", "revoke", DRAFTER, "--since", "2026-11-24T08:02:00Z"]).succeeds();
    firm.finds_nothing();
    let start = firm.head();

    append(&firm.draft.join("record.toml"), "\n# after\n");
    firm.commit(DAG, DRAFTER);
    firm.finds(5, "invalid", "that was good only until");
    firm.back_to(&start);
    // Dated back it is no better: it comes after its parent.
    append(&firm.draft.join("record.toml"), "\n# after\n");
    firm.git(&["add", "-A"]).succeeds();
    let mut command = firm.home.command("git");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "D").env(format!("GIT_{who}_EMAIL"), DRAFTER);
        command.env(format!("GIT_{who}_DATE"), "2026-11-24T08:01:30Z");
    }
    let key = format!("user.signingkey={}", firm.home.path("dag").display());
    let args = ["-C", "firm", "-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "old"];
    firm.home.run(command.args(args)).succeeds();
    firm.finds(5, "invalid", "that was good only until");
    firm.back_to(&start);
    // What comes in from the side could have been made by whoever has the key now.
    merge(&firm, "side", OWNER, SIGNER);
    firm.finds(6, "untrusted", "nothing proves that it was made before");
}

#[test]
fn a_second_beginning_is_told() {
    let firm = Firm::new();
    firm.git(&["branch", "-m", "main"]).succeeds();
    firm.git(&["checkout", "-q", "--orphan", "other"]).succeeds();
    firm.git(&["rm", "-rfq", "--cached", "."]).succeeds();
    fs::write(firm.home.firm("legal/notes.md"), "x\n").unwrap();
    firm.git(&["add", "legal/notes.md", ".clm", "clm.toml"]).succeeds();
    let mut command = firm.home.command("git");
    command.env("GIT_AUTHOR_NAME", "A").env("GIT_AUTHOR_EMAIL", SIGNER);
    command.env("GIT_COMMITTER_NAME", "A").env("GIT_COMMITTER_EMAIL", SIGNER);
    let key = format!("user.signingkey={}", firm.home.path(".ssh/id_ed25519").display());
    let args = ["-C", "firm", "-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "another"];
    firm.home.run(command.args(args)).succeeds();
    firm.git(&["checkout", "-qf", "main"]).succeeds();
    firm.git(&["clean", "-fdq"]).succeeds();
    firm.git(&["merge", "-q", "--allow-unrelated-histories", "-X", "ours", "--no-gpg-sign", "-m", "m", "other"])
        .succeeds();
    firm.finds(5, "invalid", "it is a second beginning");
}

/// An owner who was removed ends an old line with the new policy to the byte: what came before it stands before it all the
/// same.
#[test]
fn the_same_policy_on_another_line_hides_nothing() {
    let firm = Firm::new();
    firm.git(&["branch", "-m", "main"]).succeeds();
    firm.home.in_firm(&["member", "set", DRAFTER, "--role", "owner", "--yes"]).succeeds();
    firm.git(&["branch", "old"]).succeeds();
    remove_drafter(&firm);
    let policy = fs::read(firm.home.firm(".clm/policy.toml")).unwrap();
    firm.git(&["checkout", "-q", "old"]).succeeds();
    fs::write(firm.home.firm("legal/templates/own.md"), "x\n").unwrap();
    firm.commit(DAG, DRAFTER);
    fs::write(firm.home.firm(".clm/policy.toml"), policy).unwrap();
    firm.commit(DAG, DRAFTER);
    firm.git(&["checkout", "-q", "main"]).succeeds();
    merge(&firm, "old", None, SIGNER);
    firm.finds(5, "invalid", "was no member any more where it came in");
}

/// What was done under a policy that nobody might set does not stand because an owner mended the policy afterwards.
#[test]
fn nothing_done_under_an_unlawful_policy_stands() {
    let firm = Firm::new();
    let before = fs::read(firm.home.firm(".clm/policy.toml")).unwrap();
    remove_drafter(&firm);
    let after = fs::read(firm.home.firm(".clm/policy.toml")).unwrap();
    fs::write(firm.home.firm(".clm/policy.toml"), before).unwrap();
    firm.commit(DAG, DRAFTER);
    append(&firm.draft.join("contract.md"), "\nMore.\n");
    firm.commit(DAG, DRAFTER);
    fs::write(firm.home.firm(".clm/policy.toml"), after).unwrap();
    firm.commit(OWNER, SIGNER);
    firm.finds(5, "invalid", "no policy that counts ruled where it stands");
    firm.finds(5, "healed", "it is signed with");
}

/// A plain edit from before the policy refused them comes in after.
#[test]
fn a_plain_edit_stands_before_the_newer_policy_too() {
    let firm = Firm::new();
    firm.git(&["branch", "-m", "main"]).succeeds();
    firm.git(&["checkout", "-q", "-b", "side"]).succeeds();
    append(&firm.draft.join("contract.md"), "\nMore.\n");
    firm.commit(None, DRAFTER);
    firm.git(&["checkout", "-q", "main"]).succeeds();
    let policy = firm.home.firm(".clm/policy.toml");
    let text = fs::read_to_string(&policy).unwrap();
    let refusing =
        text.replace("plain_edits = \"warn\"", "plain_edits = \"refuse\"").replace("version = 2", "version = 3");
    assert_ne!(text, refusing);
    fs::write(&policy, refusing).unwrap();
    firm.commit(OWNER, SIGNER);
    // Also for a clone whose own line it was, and which judged it before.
    firm.git(&["checkout", "-q", "side"]).succeeds();
    firm.finds_nothing();
    merge(&firm, "main", None, DRAFTER);
    firm.finds(5, "invalid", "the policy takes no plain edits");
}

/// What lies in no workspace that the policy knows takes a right everywhere; and the signers' list is not the
/// administrator's of one workspace to write.
#[test]
fn a_right_in_one_workspace_reaches_nothing_beside_it() {
    let firm = Firm::new();
    firm.home.in_firm(&["member", "set", DRAFTER, "-w", "legal"]).succeeds();
    firm.home.in_firm(&["grant", DRAFTER, "administer", "-w", "legal"]).succeeds();
    let start = firm.head();
    for path in
        ["calendars/no.toml", "nowhere/notes.md", "nowhere/contracts/x-7k2m9qxt/contract.md", ".clm/allowed_signers"]
    {
        let file = firm.home.firm(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "# a word\n").unwrap();
        firm.commit(DAG, DRAFTER);
        firm.finds(5, "invalid", &format!("{path}: `dag@northwind.example`"));
        firm.back_to(&start);
    }
}

/// Whoever may make contracts of their own makes the first commit of one, too.
#[test]
fn a_contract_of_ones_own_begins_lawfully() {
    let firm = Firm::new();
    firm.home.in_firm(&["member", "set", DRAFTER, "--role", "viewer"]).succeeds();
    firm.home.in_firm(&["grant", DRAFTER, "draft", "edit", "-w", "legal", "--own"]).succeeds();
    let made = ["new", "--template", "nda", "--party", "Acme AS", "--no-input", "--key", "dag"];
    firm.home.in_firm(&made).succeeds();
    firm.finds_nothing();
    // Another's stays another's.
    append(&firm.draft.join("contract.md"), "\nMore.\n");
    fs::write(firm.draft.join("record.toml"), format!("owner = \"{DRAFTER}\"\n")).unwrap();
    firm.commit(DAG, DRAFTER);
    firm.finds(5, "invalid", "only contracts of their own");
}
