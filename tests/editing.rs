//! `edit`, `save`, `restore`: what a person writes is recorded or kept, and never lost.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use support::{Answer, Home};

fn folder(home: &Home, id: &str) -> PathBuf {
    let shown = home.in_firm(&["show", id, "--json"]).succeeds().json();
    home.firm(shown["items"][0]["path"].as_str().unwrap())
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

/// Runs clm in the firm with an editor that runs these lines of shell; `$1` is the file.
fn with_editor(home: &Home, script: &str, args: &[&str]) -> Answer {
    let editor = home.write("editor.sh", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    home.run(command.env("CLM_EDITOR", &editor).args(["-C", "firm"]).args(args))
}

fn edits(home: &Home) -> PathBuf {
    home.firm(".git/clm/edits")
}

fn signed(home: &Home, id: &str) {
    home.in_firm(&["executed", id, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
}

#[test]
fn an_edit_is_one_commit_and_keeps_every_other_byte() {
    let home = Home::with_firm();
    let id = home.draft();
    let path = folder(&home, &id).join("contract.md");
    let before = fs::read_to_string(&path).unwrap();
    with_editor(&home, "sed -i 's/Norway/Denmark/' \"$1\"", &["edit", &id]).succeeds();
    assert_eq!(fs::read_to_string(&path).unwrap(), before.replace("Norway", "Denmark"));
    let subject = home.git(&["log", "-1", "--format=%s"]).succeeds().out;
    assert_eq!(subject, format!("edit: Mutual NDA with Acme AS ({id})\n"));
    home.git(&["verify-commit", "HEAD"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn an_unchanged_or_emptied_text_records_nothing() {
    let home = Home::with_firm();
    let id = home.draft();
    let before = head(&home);
    with_editor(&home, "true", &["edit", &id]).succeeds().says("not changed");
    with_editor(&home, ": > \"$1\"", &["edit", &id]).succeeds().says("emptied");
    with_editor(&home, "rm \"$1\"", &["edit", &id]).succeeds().says("emptied");
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn a_text_that_does_not_do_is_kept_and_its_place_is_said() {
    let home = Home::with_firm();
    let id = home.draft();
    let before = head(&home);
    let kept = edits(&home).join(format!("{id}.md"));
    for (number, script) in [
        "sed -i 's/^governing_law/governing_lwa/' \"$1\"",
        "sed -i 's/^id = .*/id = \"nda-00000000\"/' \"$1\"",
        "printf 'no front matter' > \"$1\"",
        "printf '\\377\\376' >> \"$1\"",
    ]
    .iter()
    .enumerate()
    {
        with_editor(&home, script, &["edit", &id]).exits(7).says("kept in .git/clm/edits");
        assert_eq!(fs::read_dir(edits(&home)).unwrap().count(), number + 1, "{script}");
    }
    assert!(fs::read_to_string(&kept).unwrap().contains("governing_lwa"));
    assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn an_editor_that_fails_is_named_and_loses_nothing() {
    let home = Home::with_firm();
    let id = home.draft();
    with_editor(&home, "exit 3", &["edit", &id]).exits(9).says("ended with 3");
    assert!(!edits(&home).exists() || fs::read_dir(edits(&home)).unwrap().count() == 0);
    with_editor(&home, "echo more >> \"$1\"; exit 1", &["edit", &id]).exits(9).says("kept in");
    assert!(fs::read_to_string(edits(&home).join(format!("{id}.md"))).unwrap().ends_with("more\n"));
    let mut missing = home.command(env!("CARGO_BIN_EXE_clm"));
    home.run(missing.env("CLM_EDITOR", "no-such-editor").args(["-C", "firm", "edit", &id])).exits(9).says("not found");
    home.in_firm(&["edit", &id]).exits(9).says("EDITOR");
}

#[test]
fn the_editor_is_chosen_as_git_chooses_but_never_by_a_repository() {
    let home = Home::with_firm();
    let id = home.draft();
    home.git(&["config", "core.editor", "touch owned; true"]).succeeds();
    home.in_firm(&["edit", &id]).exits(9);
    assert!(!home.path("owned").exists());
    home.write(".gitconfig", "[core]\n\teditor = \"echo configured >> used; true\"\n");
    home.in_firm(&["edit", &id]).succeeds();
    assert_eq!(home.read("used"), "configured\n");
    for (variable, terminal, used) in
        [("EDITOR", "dumb", false), ("GIT_EDITOR", "dumb", true), ("CLM_EDITOR", "dumb", true)]
    {
        fs::write(home.path("used"), "").unwrap();
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command.env("TERM", terminal).env(variable, format!("echo {variable} >> used; true"));
        home.run(command.args(["-C", "firm", "edit", &id])).succeeds();
        assert_eq!(home.read("used").contains(variable), used, "{variable}");
    }
    fs::remove_file(home.path(".gitconfig")).unwrap();
    for (terminal, used) in [("dumb", "EDITOR"), ("xterm", "VISUAL")] {
        fs::write(home.path("used"), "").unwrap();
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command
            .env("TERM", terminal)
            .env("VISUAL", "echo VISUAL >> used; true")
            .env("EDITOR", "echo EDITOR >> used; true");
        home.run(command.args(["-C", "firm", "edit", &id])).succeeds();
        assert_eq!(home.read("used"), format!("{used}\n"), "{terminal}");
    }
}

#[test]
fn edit_begins_with_what_is_in_the_folder() {
    let home = Home::with_firm();
    let id = home.draft();
    let path = folder(&home, &id).join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("Norway", "Denmark")).unwrap();
    with_editor(&home, "echo 'One more line.' >> \"$1\"", &["edit", &id]).succeeds();
    let after = fs::read_to_string(&path).unwrap();
    assert!(after.contains("Denmark") && after.ends_with("One more line.\n"));
    home.repository_is_sound();
    fs::remove_file(&path).unwrap();
    with_editor(&home, "echo 'And another.' >> \"$1\"", &["edit", &id]).succeeds();
    assert!(fs::read_to_string(&path).unwrap().ends_with("And another.\n"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o400, 0o400);
    home.repository_is_sound();
}

#[test]
fn two_hands_on_one_text_are_told_and_both_texts_live() {
    let home = Home::with_firm();
    let id = home.draft();
    let path = folder(&home, &id).join("contract.md");
    let other = format!("echo 'From the other hand.' >> {}; echo 'From the editor.' >> \"$1\"", path.display());
    with_editor(&home, &other, &["edit", &id]).exits(8).says("kept in");
    assert!(fs::read_to_string(&path).unwrap().ends_with("From the other hand.\n"));
    assert!(fs::read_to_string(edits(&home).join(format!("{id}.md"))).unwrap().ends_with("From the editor.\n"));
    home.in_firm(&["restore", &id]).succeeds();
    let commit = format!(
        "{} -C {} set {id} governing_law=Sweden >/dev/null && echo 'Later.' >> \"$1\"",
        env!("CARGO_BIN_EXE_clm"),
        home.firm("").display()
    );
    with_editor(&home, &commit, &["edit", &id]).exits(8).says("kept in");
    assert!(fs::read_to_string(&path).unwrap().contains("Sweden"));
    home.repository_is_sound();
}

#[test]
fn the_text_of_an_edit_that_did_not_end_is_told_and_an_untouched_one_goes() {
    let home = Home::with_firm();
    let id = home.draft();
    for (name, text) in [("touched", "given, and more"), ("untouched", "given")] {
        home.write(&format!("tmp/clm-edit-{name}/.begun"), "given");
        home.write(&format!("tmp/clm-edit-{name}/contract.md"), text);
    }
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    command.env("TMPDIR", home.path("tmp")).env("CLM_EDITOR", "true").args(["-C", "firm", "edit", &id]);
    let answer = home.run(&mut command).succeeds().says("tmp/clm-edit-touched");
    assert!(!answer.err.contains("untouched"), "{}", answer.err);
    let left: Vec<_> = fs::read_dir(home.path("tmp")).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert_eq!(left, ["clm-edit-touched"]);
}

#[test]
fn new_with_edit_records_what_the_editor_made_of_it() {
    let home = Home::with_firm();
    let args = ["new", "--template", "nda", "--party", "Acme AS", "--no-input", "--edit", "--json"];
    let made = with_editor(&home, "sed -i 's/Norway/Denmark/' \"$1\"", &args).succeeds().json();
    let path = home.firm(made["items"][0]["path"].as_str().unwrap()).join("contract.md");
    assert!(fs::read_to_string(path).unwrap().contains("governing_law = \"Denmark\""));
    let before = head(&home);
    with_editor(&home, ": > \"$1\"", &args).succeeds();
    with_editor(&home, "sed -i 's/^title/titel/' \"$1\"", &args).exits(7).says("kept in");
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn save_records_what_another_tool_changed_in_one_commit() {
    let home = Home::with_firm();
    let (one, two) = (home.draft(), home.draft());
    let (first, second) = (folder(&home, &one), folder(&home, &two));
    home.in_firm(&["save"]).succeeds().says("nothing to save");
    let text = fs::read_to_string(first.join("contract.md")).unwrap();
    fs::write(first.join("contract.md"), text.replace('\n', "\r\n")).unwrap();
    fs::create_dir(second.join("annexes")).unwrap();
    fs::write(second.join("annexes/prices.md"), "# Prices\n").unwrap();
    fs::write(second.join("contract.md.orig"), "a stray").unwrap();
    home.in_firm(&["save", &one]).succeeds().says("CR LF");
    with_editor(&home, "sed -i 's/Norway/Denmark/' \"$1\"", &["edit", &one]).succeeds();
    home.in_firm(&["set", &one, "governing_law=Sweden"]).succeeds();
    let text = text.replace("Norway", "Denmark").replace("governing_law = \"Denmark\"", "governing_law = \"Sweden\"");
    home.in_firm(&["sign", &one, "--yes"]).exits(7).says("CR LF");
    assert_eq!(fs::read_to_string(first.join("contract.md")).unwrap(), text.replace('\n', "\r\n"));
    let recorded = home.git(&["show", &format!("HEAD:{}/contract.md", relative(&home, &first))]).succeeds().out;
    assert_eq!(recorded, text.replace('\n', "\r\n"));
    fs::write(first.join("record.toml"), "owner = \"signer@northwind.example\"\ntags = [\"mine\"]\n").unwrap();
    home.in_firm(&["save"]).succeeds().says("left alone");
    assert_eq!(home.git(&["log", "-1", "--format=%s"]).succeeds().out, "save: 2 contracts\n");
    fs::remove_file(second.join("contract.md.orig")).unwrap();
    home.repository_is_sound();
    fs::remove_dir_all(second.join("annexes")).unwrap();
    home.in_firm(&["save", &two]).succeeds();
    home.repository_is_sound();
}

fn relative(home: &Home, path: &Path) -> String {
    path.strip_prefix(home.firm("")).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn save_refuses_what_does_not_do_and_writes_nothing() {
    let home = Home::with_firm();
    let id = home.draft();
    let place = folder(&home, &id);
    let path = place.join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    let before = head(&home);
    for (wrong, words) in [
        (text.replace("governing_law", "governing_lwa"), "contract.md:"),
        (text.replace(&id, "nda-00000000"), "fixed for ever"),
        (String::new(), "contract.md:1"),
    ] {
        fs::write(&path, &wrong).unwrap();
        home.in_firm(&["save", &id]).exits(7).says(words);
        assert_eq!(fs::read_to_string(&path).unwrap(), wrong);
    }
    fs::write(&path, &text).unwrap();
    fs::write(place.join("record.toml"), "ownr = \"x\"\n").unwrap();
    home.in_firm(&["save"]).exits(7).says("record.toml:1");
    home.in_firm(&["restore", &id]).succeeds();
    fs::create_dir(place.join("acts")).unwrap();
    fs::write(place.join("acts/x.toml"), "act = \"void\"\n").unwrap();
    home.in_firm(&["save", &id]).exits(4).says("restore");
    home.in_firm(&["restore", &id]).succeeds();
    fs::create_dir(place.join("annexes")).unwrap();
    fs::write(place.join("annexes/Price List.pdf"), "x").unwrap();
    home.in_firm(&["save", &id]).exits(7).says("Price List.pdf");
    fs::remove_file(place.join("annexes/Price List.pdf")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", place.join("annexes/link.md")).unwrap();
    home.in_firm(&["save", &id]).exits(7).says("link.md");
    fs::remove_file(place.join("annexes/link.md")).unwrap();
    fs::remove_file(&path).unwrap();
    home.in_firm(&["save", &id]).exits(4).says("restore");
    home.in_firm(&["restore", &id]).succeeds();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn hidden_characters_are_told_when_saved_and_refused_when_signed() {
    let home = Home::with_firm();
    let id = home.draft();
    let path = folder(&home, &id).join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}hid\u{202e}den\n")).unwrap();
    home.in_firm(&["save", &id]).succeeds().says("contract.md:");
    home.in_firm(&["check", &id]).exits(7).says("contract.md:");
    home.in_firm(&["sign", &id, "--yes"]).exits(7);
    with_editor(&home, "printf 'more hid\\342\\200\\256den' >> \"$1\"", &["edit", &id]).succeeds().says("contract.md:");
    home.repository_is_sound();
}

#[test]
fn a_folder_made_by_hand_and_a_moved_one_are_saved() {
    let home = Home::with_firm();
    let id = home.draft();
    let old = folder(&home, &id);
    let text = fs::read_to_string(old.join("contract.md")).unwrap();
    let copy = old.with_file_name("by-hand-0c3v5b8n");
    fs::create_dir(&copy).unwrap();
    fs::write(copy.join("contract.md"), &text).unwrap();
    home.in_firm(&["save"]).exits(7).says("has the id of");
    fs::write(copy.join("contract.md"), text.replace(&id, "nda-0c3v5b8n")).unwrap();
    home.in_firm(&["save", "by-hand-0c3v5b8n"]).succeeds().says("nda-0c3v5b8n");
    home.in_firm(&["show", "nda-0c3v5b8n"]).succeeds();
    home.repository_is_sound();
    home.write("scan.pdf", "%PDF");
    signed(&home, &id);
    let new = old.parent().unwrap().with_file_name("customers").join(old.file_name().unwrap());
    fs::create_dir_all(new.parent().unwrap()).unwrap();
    home.git(&["mv", &relative(&home, &old), &relative(&home, &new)]).succeeds();
    home.in_firm(&["save", &id]).succeeds();
    assert_eq!(folder(&home, &id), new);
    home.in_firm(&["verify", &id]).succeeds();
    home.repository_is_sound();
    let newer = new.with_file_name("renamed-by-hand");
    fs::rename(&new, &newer).unwrap();
    home.in_firm(&["save"]).succeeds().says("does not end in");
    home.in_firm(&["verify", &id]).succeeds();
    home.repository_is_sound();
}

#[test]
fn restore_keeps_the_users_version_aside_and_says_where() {
    let home = Home::with_firm();
    let id = home.draft();
    home.write("scan.pdf", "%PDF");
    signed(&home, &id);
    let place = folder(&home, &id);
    let path = place.join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    let before = head(&home);
    for version in ["mine\n", "mine too\n", "mine\n"] {
        fs::write(&path, version).unwrap();
        home.git(&["add", "-A"]).succeeds();
        home.in_firm(&["save", &id]).exits(4).says(&format!("clm restore {id}"));
        home.in_firm(&["restore", &id, "-n"]).succeeds();
        assert_eq!(fs::read_to_string(&path).unwrap(), version);
        home.in_firm(&["restore", &id]).succeeds().says("kept in .git/clm/edits");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        home.repository_is_sound();
    }
    let kept: Vec<String> =
        fs::read_dir(edits(&home)).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    assert_eq!(kept.len(), 2, "{kept:?}");
    home.in_firm(&["restore", &id]).succeeds().says("nothing to restore");
    home.in_firm(&["restore"]).exits(2);
    assert_eq!(head(&home), before);
}

#[test]
fn work_staged_and_unstaged_elsewhere_survives_editing() {
    let home = Home::with_firm();
    let id = home.draft();
    home.write("firm/notes.txt", "staged\n");
    home.git(&["add", "notes.txt"]).succeeds();
    home.write("firm/notes.txt", "staged\nand more\n");
    let path = folder(&home, &id).join("contract.md");
    with_editor(&home, "sed -i 's/Norway/Denmark/' \"$1\"", &["edit", &id]).succeeds();
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("Denmark", "Sweden")).unwrap();
    home.git(&["add", "-A", "."]).succeeds();
    home.git(&["reset", "-q", "notes.txt"]).succeeds();
    home.git(&["add", "-N", "notes.txt"]).succeeds();
    home.in_firm(&["save", &id]).succeeds();
    fs::write(&path, "spoilt").unwrap();
    home.in_firm(&["restore", &id]).succeeds();
    assert_eq!(home.git(&["status", "--porcelain"]).succeeds().out, " A notes.txt\n");
    assert_eq!(home.read("firm/notes.txt"), "staged\nand more\n");
}

#[test]
fn a_stray_file_does_not_keep_anybody_from_signing() {
    let home = Home::with_firm();
    let id = home.draft();
    let place = folder(&home, &id);
    fs::write(place.join("contract.md~"), "a backup").unwrap();
    fs::create_dir(place.join("files")).unwrap();
    fs::write(place.join("files/scan.pdf"), "%PDF").unwrap();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
}

#[test]
fn what_cannot_be_written_leaves_everything_as_it_was() {
    let home = Home::with_firm();
    let id = home.draft();
    let place = folder(&home, &id);
    let text = fs::read(place.join("contract.md")).unwrap();
    let before = head(&home);
    fs::set_permissions(&place, fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write everywhere; then there is nothing to see here.
    let writable = fs::write(place.join("probe"), "").is_ok();
    if !writable {
        with_editor(&home, "sed -i 's/Norway/Denmark/' \"$1\"", &["edit", &id]).exits(1).says("kept in");
        home.in_firm(&["set", &id, "governing_law=Denmark"]).exits(1);
    }
    fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).unwrap();
    let _ = fs::remove_file(place.join("probe"));
    assert_eq!(fs::read(place.join("contract.md")).unwrap(), text);
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn a_text_that_cannot_even_be_kept_aside_stays_where_it_was_edited() {
    let home = Home::with_firm();
    let id = home.draft();
    fs::write(edits(&home), "a file where the folder belongs").unwrap();
    fs::create_dir(home.path("tmp")).unwrap();
    let editor = home.write("editor.sh", "#!/bin/sh\necho spoilt > \"$1\"\n");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    command.env("TMPDIR", home.path("tmp")).env("CLM_EDITOR", &editor).args(["-C", "firm", "edit", &id]);
    home.run(&mut command).exits(7).says("/tmp/clm-edit-");
    let left = fs::read_dir(home.path("tmp")).unwrap().next().unwrap().unwrap().path();
    assert_eq!(fs::read_to_string(left.join("contract.md")).unwrap(), "spoilt\n");
}

#[test]
fn a_detached_head_is_told_before_anybody_writes() {
    let home = Home::with_firm();
    let id = home.draft();
    home.git(&["checkout", "-q", "--detach"]).succeeds();
    with_editor(&home, "touch asked", &["edit", &id]).exits(8);
    assert!(!home.path("asked").exists());
}

#[test]
fn a_dry_run_of_edit_save_and_set_writes_nothing() {
    let home = Home::with_firm();
    let id = home.draft();
    let path = folder(&home, &id).join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    let before = head(&home);
    with_editor(&home, "sed -i 's/Norway/Denmark/' \"$1\"", &["edit", &id, "-n"])
        .succeeds()
        .says("would record: edit:");
    home.in_firm(&["set", &id, "-n", "governing_law=Denmark"]).succeeds().says("would record: set:");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let mine = text.replace("Norway", "Sweden");
    fs::write(&path, &mine).unwrap();
    home.in_firm(&["save", &id, "-n"]).succeeds().says("would record: save:");
    with_editor(&home, "echo more >> \"$1\"", &["edit", &id, "-n"]).succeeds().says("would record: edit:");
    assert_eq!(fs::read_to_string(&path).unwrap(), mine);
    assert_eq!(head(&home), before);
}
