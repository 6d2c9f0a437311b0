//! Group F of our list of attacks: what a repository, a mail or a remote would have the machine do. A canary file proves that
//! nothing ran.
//!
//! | case | where it is shown |
//! |---|---|
//! | 91 settings and variables that name programs | here for reading and recording, `syncing.rs` (nothing_a_repository_configures) for `sync` |
//! | 92 escapes in what is shown | `attacks_on_seeing.rs` (nothing_a_stranger_wrote); what a server says: here |
//! | 93 formulas in cells | `attacks_on_seeing.rs` (no_field_of_a_plain_line); in a spreadsheet of `report`: none is written |
//! | 94 query bombs | `attacks_on_seeing.rs` (a_query_is_no_bomb), `hostile.rs` (a_hostile_query) |
//! | 95 malformed replies, archives that explode or climb | `attacks_on_seeing.rs` (what_comes_back_malformed), `src/ops/proving/container/tests.rs`, `bundling.rs`; climbing on disk: here |
//! | 96 principals that mean more than one person | here |
//! | 97 answers of a time-stamp authority | NOT SHOWN: clm asks none |
//! | 98 a poisoned index | here, and `damaged_caches.rs` |
//! | 99 encrypted files, 100 erasure | NOT SHOWN: neither exists; a repository says who may read it by who may clone it |

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use support::{Answer, Home};

/// A program that leaves a canary, and the canary.
fn evil(home: &Home) -> (PathBuf, PathBuf) {
    let canary = home.path("canary");
    let program = home.write("evil.sh", format!("#!/bin/sh\n: > {}\nexit 1\n", canary.display()));
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    (program, canary)
}

#[track_caller]
fn plain(told: &str, answer: &Answer) {
    let acts = |text: &str| text.chars().any(|c| !matches!(c, '\n' | '\t') && clm::render::visible::acts(c));
    assert!(!acts(&answer.out) && !acts(&answer.err), "{told}: {answer:?}");
    assert!(!answer.err.contains("panicked"), "{told}: {answer:?}");
}

/// Settings by which git runs programs or trusts somebody.
const SETTINGS: &[&str] = &[
    "core.fsmonitor",
    "core.hooksPath",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.sshCommand",
    "core.attributesFile",
    "core.excludesFile",
    "core.gitProxy",
    "sequence.editor",
    "pager.log",
    "pager.show",
    "diff.external",
    "diff.evil.textconv",
    "diff.evil.command",
    "filter.evil.clean",
    "filter.evil.smudge",
    "filter.evil.process",
    "merge.evil.driver",
    "mergetool.evil.cmd",
    "credential.helper",
    "alias.verify",
    "alias.log",
    "gpg.program",
    "gpg.ssh.program",
    "gpg.ssh.defaultKeyCommand",
    "gpg.ssh.allowedSignersFile",
    "gpg.ssh.revocationFile",
    "include.path",
    "includeIf.gitdir:/.path",
    "interactive.diffFilter",
    "uploadpack.packObjectsHook",
    "trailer.evil.command",
    "commit.template",
    "init.templateDir",
];

/// Variables by which git, or a shell, would be told the same. What is the user's own choice is not here: `EDITOR`, `PAGER`.
const VARIABLES: &[&str] = &[
    "GIT_SSH_COMMAND",
    "GIT_SSH",
    "GIT_PROXY_COMMAND",
    "GIT_ASKPASS",
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_SEQUENCE_EDITOR",
    "GIT_EXEC_PATH",
    "GIT_TEMPLATE_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "BASH_ENV",
    "ENV",
];

#[test]
fn group_f_91_no_setting_and_no_variable_runs_a_program() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    let draft = home.draft();
    let (program, canary) = evil(&home);
    let program = program.to_str().unwrap();
    let settings = home.write("evil.cfg", format!("[core]\n\tfsmonitor = {program}\n\tpager = {program}\n"));
    for name in SETTINGS {
        let included = name.starts_with("include");
        home.git(&["config", name, if included { settings.to_str().unwrap() } else { program }]).succeeds();
    }
    home.write("firm/.git/info/attributes", "* filter=evil diff=evil merge=evil\n");
    for hook in [
        "pre-commit",
        "commit-msg",
        "post-commit",
        "post-checkout",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
        "pre-auto-gc",
        "prepare-commit-msg",
    ] {
        let path = home.write(&format!("firm/.git/hooks/{hook}"), fs::read(program).unwrap());
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let key = home.path(".ssh/id_ed25519").display().to_string();
    let rows: Vec<(i32, Vec<&str>)> = vec![
        (0, vec!["verify", &id]),
        (0, vec!["verify", "--all"]),
        (0, vec!["verify", "--history"]),
        (0, vec!["list"]),
        (0, vec!["show", &id]),
        (0, vec!["log"]),
        (0, vec!["status"]),
        (0, vec!["search", "secret"]),
        (0, vec!["due"]),
        (0, vec!["report"]),
        (0, vec!["check"]),
        (0, vec!["diff", &draft]),
        (0, vec!["tag", &draft, "--add", "blue", "--key", &key]),
        (0, vec!["comment", &draft, "-m", "A word.", "--key", &key]),
        (0, vec!["set", &draft, "title=Another", "--key", &key]),
        (0, vec!["move", &draft, "later", "--key", &key]),
        (0, vec!["sign", &draft, "--yes", "--key", &key]),
        (0, vec!["bundle", &id, "--output", "nda.zip", "--key", &key]),
        (0, vec!["verify", &id, "--commands"]),
    ];
    for (code, args) in &rows {
        let answer = home.in_firm(args);
        assert_eq!(answer.code, *code, "91, {args:?}: {answer:?}");
        plain("91", &answer);
        assert!(!canary.exists(), "91, {args:?}: a program was run");
    }
    for args in [&["doctor"][..], &["verify", &id, "--json"]] {
        let answer = home.in_firm(args);
        assert!(!canary.exists(), "91, {args:?}: a program was run: {answer:?}");
    }
    for (at, name) in VARIABLES.iter().enumerate() {
        for args in [&["verify", &id][..], &["log"], &["tag", &draft, "--add", &format!("n{at}"), "--key", &key]] {
            let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
            let answer = home.run(command.env(name, program).args(["-C", "firm"]).args(args));
            assert_eq!(answer.code, 0, "91, {name}, {args:?}: {answer:?}");
            assert!(!canary.exists(), "91, {name}, {args:?}: a program was run");
        }
    }
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    command.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_KEY_0", "core.fsmonitor").env("GIT_CONFIG_VALUE_0", program);
    home.run(command.args(["-C", "firm", "status"])).succeeds();
    assert!(!canary.exists());
    home.in_firm(&["verify", "--history"]).succeeds();
}

#[test]
fn group_f_92_what_a_server_says_steers_no_terminal() {
    let home = Home::with_firm();
    let id = home.draft();
    let run = |args: &[&str]| home.run(home.command("git").args(args));
    run(&["init", "-q", "--bare", "-b", "main", "remote.git"]).succeeds();
    home.in_firm(&["sync", "../remote.git"]).succeeds();
    home.git(&["remote", "add", "origin", "../remote.git"]).succeeds();
    home.in_firm(&["tag", &id, "--add", "blue"]).succeeds();
    let says = "printf 'Plain. \\033[2J\\033]52;c;ZXZpbA==\\007 \\033]8;;http://evil.example\\007link \\302\\2332J \\r gone\\n'";
    for (at, ends) in ["echo done", "exit 1"].into_iter().enumerate() {
        let hook = home.write("remote.git/hooks/pre-receive", format!("#!/bin/sh\n{says} >&2\n{says}\n{ends}\n"));
        fs::set_permissions(hook, fs::Permissions::from_mode(0o755)).unwrap();
        home.in_firm(&["comment", &id, "-m", &format!("Word {at}.")]).succeeds();
        let answer = home.in_firm(&["sync", "../remote.git"]);
        plain("92, what a server says", &answer);
        assert_eq!(answer.code == 0, ends == "echo done", "92: {answer:?}");
    }
}

#[test]
fn group_f_95_an_archive_writes_nothing() {
    let home = Home::with_firm();
    let (_, canary) = evil(&home);
    let before = home.git(&["rev-parse", "HEAD"]).succeeds().out;
    for name in [
        "../canary",
        "/canary",
        "a/../../canary",
        "..\\canary",
        "C:\\canary",
        "canary\0",
        ".git/hooks/pre-commit",
        "a//b",
    ] {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let mut zip = zip::ZipWriter::new(&mut bytes);
        let options = zip::write::SimpleFileOptions::default();
        if zip.start_file(name, options).is_err() {
            continue;
        }
        std::io::Write::write_all(&mut zip, b"evil\n").unwrap();
        zip.finish().unwrap();
        home.write("evil.zip", bytes.into_inner());
        for args in [
            &["verify", "evil.zip"][..],
            &["-C", "firm", "receive", "evil.zip", "--basis", "mail"],
            &["-C", "firm", "receive", "evil.zip"],
        ] {
            let answer = home.clm(args);
            assert!(!matches!(answer.code, 0 | 101), "95, {name:?}, {args:?}: {answer:?}");
            plain("95", &answer);
            assert!(!canary.exists() && !home.path("firm/.git/hooks/pre-commit").exists(), "95, {name:?}");
        }
    }
    // 200 MiB of zeroes in 200 KiB.
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut zip = zip::ZipWriter::new(&mut bytes);
    for file in ["manifest.json", "contract.md"] {
        zip.start_file(file, zip::write::SimpleFileOptions::default()).unwrap();
        let zeroes = vec![0; 1 << 20];
        (0..140).for_each(|_| std::io::Write::write_all(&mut zip, &zeroes).unwrap());
    }
    zip.finish().unwrap();
    home.write("bomb.zip", bytes.into_inner());
    assert!(fs::metadata(home.path("bomb.zip")).unwrap().len() < 1 << 20);
    home.clm(&["verify", "bomb.zip"]).exits(5).says("bomb.zip");
    assert_eq!(home.git(&["rev-parse", "HEAD"]).succeeds().out, before);
    assert_eq!(home.git(&["status", "--porcelain"]).succeeds().out, "");
}

#[test]
fn group_f_96_a_principal_is_one_person() {
    let home = Home::with_firm();
    home.new_key("eve", "");
    let state = || {
        (
            home.read("firm/.clm/policy.toml"),
            home.read("firm/.clm/allowed_signers"),
            home.git(&["rev-parse", "HEAD"]).out,
        )
    };
    let before = state();
    let policy = before.0.clone();
    let public = home.read("eve.pub");
    let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
    for email in [
        "*",
        "*@northwind.example",
        "?@northwind.example",
        "!signer@northwind.example",
        "a@b.example,signer@northwind.example",
        "a@b.example signer@northwind.example",
        "\"a@b.example\"",
        "a@b.example\"",
        "a@b.example\nsigner@northwind.example",
        "a@b.example\r",
        "a@b.example\t",
        "#a@b.example",
        "a@b.example # remark",
        "a@b.example namespaces=\"git\"",
        "cert-authority",
        "signer@northwind.example",
        "SIGNER@northwind.example",
        "signer@northwind.example\u{200b}",
        "sıgner@northwind.example",
        "",
        "@",
        "a@",
        "@b.example",
    ] {
        let args =
            ["member", "add", "--name", "Eve", "--pub", "eve.pub", "--role", "viewer", "--no-input", "--", email];
        let answer = home.in_firm(&args);
        assert!(matches!(answer.code, 2 | 4 | 7), "96, {email:?}: {answer:?}");
        plain("96", &answer);
        assert_eq!(state(), before, "96, {email:?}: something was written");
        // The same put into the policy by hand, and signed by the owner.
        let quoted = serde_json::to_string(email).unwrap();
        let member = format!(
            "\n[[member]]\nname = \"Eve\"\nemail = {quoted}\nroles = [\"viewer\"]\nworkspaces = [\"*\"]\n\n[[member.key]]\n\
             public = \"{public}\"\nfrom = 2026-11-24T00:00:00Z\n"
        );
        fs::write(home.firm(".clm/policy.toml"), policy.clone() + &member).unwrap();
        home.git(&["add", "-A"]).succeeds();
        let mut command: Command = home.command("git");
        let key = format!("user.signingkey={}", home.path(".ssh/id_ed25519").display());
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A Signer");
            command.env(format!("GIT_{who}_EMAIL"), "signer@northwind.example");
        }
        command.args(["-C", "firm", "-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "by hand"]);
        home.run(&mut command).succeeds();
        for args in [&["verify", "--all"][..], &["verify", "--history"], &["member", "list"], &["whoami"]] {
            let answer = home.in_firm(args);
            assert!(matches!(answer.code, 5 | 7), "96, {email:?} in the policy, {args:?}: {answer:?}");
            plain("96", &answer);
        }
        home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    }
    home.in_firm(&["member", "add", "eve@northwind.example", "--name", "Eve", "--pub", "eve.pub", "--role", "viewer"])
        .succeeds();
    let signers = home.read("firm/.clm/allowed_signers");
    let lines: Vec<&str> = signers.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.iter().all(|line| !line.starts_with(['*', '?', '!', '"'])), "{signers}");
    home.in_firm(&["verify", "--history"]).succeeds();
}

#[test]
fn group_f_98_an_index_of_others_is_not_believed() {
    let home = Home::with_firm();
    let run = |args: &[&str]| home.clm(args);
    run(&[
        "init",
        "others",
        "--org",
        "Others AS",
        "--name",
        "O",
        "--email",
        "o@others.example",
        "--key",
        "~/.ssh/id_ed25519",
    ])
    .succeeds();
    home.write("merger.md", "# Merger\n\nThe codename is Xylophone.\n");
    run(&["-C", "others", "new", "--from", "merger.md", "--party", "Acme AS", "--title", "Xylophone", "--no-input"])
        .succeeds();
    run(&["-C", "others", "search", "xylophone"]).succeeds().says("Xylophone");
    let id = home.draft();
    home.in_firm(&["search", "xylophone"]).succeeds();
    let (from, to) = (home.path("others/.git/clm"), home.path("firm/.git/clm"));
    fs::remove_dir_all(&to).unwrap();
    assert!(Command::new("cp").arg("-a").arg(from).arg(&to).status().unwrap().success());
    for args in [
        &["search", "xylophone"][..],
        &["search", "xylophon"],
        &["list"],
        &["status"],
        &["due"],
        &["report"],
        &["show", "xyl"],
        &["list", "xylophone"],
        &["search", "party:others"],
    ] {
        let answer = home.in_firm(args);
        let said = format!("{}{}", answer.out, answer.err);
        assert!(!said.contains("Xylophone") && !said.contains("merger"), "98, {args:?}: {answer:?}");
        plain("98", &answer);
    }
    home.in_firm(&["list"]).succeeds().says(&id);
    home.in_firm(&["search", "secret"]).succeeds().says(&id);
}
