//! Completion as shells ask for it, and bash's own function run by bash itself.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::process::Command;

use support::Home;

/// What a shell gets for a line; the last word is the one to complete.
fn asked(home: &Home, shell: &str, words: &[&str]) -> Vec<String> {
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    command.env("CLM_COMPLETE", shell).arg("--").args(words);
    let answer = home.run(&mut command).succeeds();
    assert_eq!(answer.err, "", "{words:?}");
    answer.out.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn ids_come_with_title_and_status() {
    let home = Home::with_firm();
    let id = home.draft();
    let expected = format!("{id}\tMutual NDA with Acme AS, draft");
    for line in [
        vec!["clm", "-C", "firm", "show", ""],
        vec!["clm", "-Cfirm", "show", "nda-"],
        vec!["clm", "--repo", "firm", "edit", "n"],
        vec!["clm", "--repo=firm", "sign", ""],
        vec!["clm", "show", "-C", "firm", ""],
    ] {
        assert_eq!(asked(&home, "fish", &line), [expected.as_str()], "{line:?}");
    }
    let suffix = id.split('-').nth(1).unwrap();
    assert_eq!(asked(&home, "fish", &["clm", "-C", "firm", "show", &suffix[..3]]), [expected.replacen(&id, suffix, 1)]);
    assert_eq!(
        asked(&home, "zsh", &["clm", "-C", "firm", "show", ""]),
        [format!("{id}:Mutual NDA with Acme AS, draft")]
    );
    let second = home.draft();
    let both = asked(&home, "bash", &["clm", "-C", "firm", "show", &id, ""]);
    assert!(both.iter().any(|line| line.starts_with(&second)), "a second contract is completed too: {both:?}");
}

#[test]
fn paper_people_words_and_filters_come_from_the_repository() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["tag", &id, "--add", "key supplier", "--add", "urgent"]).succeeds();
    home.in_firm(&["workspace", "add", "hr", "--title", "People"]).succeeds();
    let has = |words: &[&str], wanted: &str| {
        let line: Vec<&str> = ["clm", "-C", "firm"].iter().chain(words).copied().collect();
        let found = asked(&home, "fish", &line);
        assert!(found.iter().any(|one| one == wanted), "{words:?}: {found:?}");
    };
    has(&["new", "--template", ""], "nda\tMutual non-disclosure agreement");
    has(&["new", "--template", "nda", "--set", "purp"], "purpose=\tWhat the information may be used for");
    has(&["new", "-w", ""], "hr\tPeople");
    has(&["template", "show", "n"], "nda\tMutual non-disclosure agreement");
    has(&["tag", &id, "--remove", "u"], "urgent\t1 contract");
    has(&["list", "sta"], "status:");
    has(&["list", "status:dr"], "status:draft");
    has(&["list", "-status:dr"], "-status:draft");
    has(&["search", "x", "kind:"], "kind:nda\t1 contract");
    has(&["due", "party:ac"], "party:\"Acme AS\"\t1 contract");
    has(&["list", "tag:"], "tag:\"key supplier\"\t1 contract");
    has(&["list", "owner:"], "owner:me\tyou");
    has(&["list", "owner:si"], "owner:signer@northwind.example\tA Signer");
    has(&["list", "notice:"], "notice:<60d");
    has(&["set", &id, "term.noti"], "term.notice=");
    has(&["man", "sta"], "states");
    has(&["man", "member-"], "member-add");
    has(&["diff", &id, "HEAD~"], "HEAD~1");
    has(&["completions", "f"], "fish");
    has(&["st"], "status\tSay what waits for whom");
    has(&["list", "--js"], "--json\tAnswer with one JSON object on stdout; errors are JSON on stderr");
}

#[test]
fn nothing_is_ever_said_instead() {
    let home = Home::with_firm();
    let id = home.draft();
    for line in [
        vec!["clm", "show", ""],
        vec!["clm", "-C", "nowhere", "show", ""],
        vec!["clm", "-C"],
        vec!["clm", "show", "\u{1b}"],
    ] {
        assert!(asked(&home, "bash", &line).is_empty() || line.len() == 2, "{line:?}");
    }
    home.in_firm(&["list"]).succeeds();
    fs::write(home.firm(".git/clm/catalogue"), "damaged").unwrap();
    assert_eq!(asked(&home, "bash", &["clm", "-C", "firm", "show", ""]).len(), 1, "a damaged cache is no reason");
    fs::write(home.firm("clm.toml"), "broken = [").unwrap();
    home.git(&["commit", "-qam", "break it"]).succeeds();
    assert_eq!(asked(&home, "fish", &["clm", "-C", "firm", "show", &id[..3]]), Vec::<String>::new());
    fs::write(home.firm(".git/HEAD"), "nonsense").unwrap();
    assert_eq!(asked(&home, "zsh", &["clm", "-C", "firm", "list", "tag:"]), Vec::<String>::new());
    assert_eq!(asked(&home, "zsh", &["clm", "-C", "firm", "list", "status:ac"]), ["status\\:active"]);
}

#[test]
fn a_stray_variable_is_no_completion() {
    let home = Home::with_firm();
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    let answer = home.run(command.env("CLM_COMPLETE", "bash").args(["-C", "firm", "list", "--json"])).succeeds();
    assert_eq!(answer.json()["schema"], "clm.list/1");
}

#[test]
fn text_of_strangers_stays_text() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["set", &id, "title=$(touch hit) `x`: \\ \"q\""]).succeeds();
    let found = asked(&home, "zsh", &["clm", "-C", "firm", "show", ""]);
    assert_eq!(found, [format!("{id}:$(touch hit) `x`: \\\\ \"q\", draft")]);
    home.in_firm(&["tag", &id, "--add", "$(touch hit); x"]).succeeds();
    let found = asked(&home, "bash", &["clm", "-C", "firm", "list", "tag:"]);
    assert_eq!(found, ["tag:\\\"\\$\\(touch\\ hit\\)\\;\\ x\\\"\t1 contract"]);
}

#[test]
fn scripts_are_the_same_on_every_machine() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = home.clm(&["completions", shell]).succeeds().out;
        assert!(script.contains("CLM_COMPLETE") && script.contains("clm"), "{shell}");
        assert!(!script.contains("/home/") && !script.contains("/root/") && !script.contains("target/"), "{shell}");
    }
    for (shell, flag) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let file = home.write(&format!("script.{shell}"), home.clm(&["completions", shell]).succeeds().out);
        // A shell that is not installed checks nothing; bash always is.
        match Command::new(shell).arg(flag).arg(file).status() {
            Ok(status) => assert!(status.success(), "{shell}"),
            Err(_) => assert_ne!(shell, "bash"),
        }
    }
}

/// Calls the function as bash does: the line split at blanks and at `:` and `=`.
const DRIVER: &str = r#"
PATH=$BIN:$PATH
source <(clm completions bash)
complete -p clm
for line in "$@"; do
    COMP_LINE=$line COMP_POINT=${#line} COMP_TYPE=${TYPE:-9} COMPREPLY=() COMP_WORDS=()
    rest=$line
    while [[ -n $rest ]]; do
        blanks=${rest%%[![:space:]]*}; rest=${rest#"$blanks"}
        if [[ $rest == [:=]* ]]; then word=${rest%%[!:=]*}; else word=${rest%%[[:space:]:=]*}; fi
        COMP_WORDS+=("$word"); rest=${rest#"$word"}
    done
    [[ $line == *[[:space:]:=] ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _clm clm "" ""
    printf '%s|' "${COMPREPLY[@]}"; echo
done
"#;

#[test]
fn bash_itself_completes() {
    let home = Home::with_firm();
    let id = home.draft();
    let bin = home.path("bin");
    fs::create_dir(&bin).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_clm"), bin.join("clm")).unwrap();
    let driver = home.write("driver.bash", DRIVER);
    let lines = [
        "clm -C firm show ",
        "clm -C firm list status:dr",
        "clm -C firm list -- kind:",
        "clm -C firm new --template=con",
        "clm -C \"firm\" show n",
    ];
    let answer = home.run(home.command("bash").env("BIN", &bin).arg(&driver).args(lines)).succeeds();
    let replies: Vec<&str> = answer.out.lines().skip(1).collect();
    assert!(answer.out.contains("-F _clm clm"), "{}", answer.out);
    assert_eq!(replies, [&format!("{id}|"), "draft|", "nda|", "consulting|consulting-nb|", &format!("{id}|")]);
    assert_eq!(answer.err, "");
    home.draft();
    let listed =
        home.run(home.command("bash").env("BIN", &bin).env("TYPE", "63").arg(&driver).arg("clm -C firm show "));
    assert!(listed.succeeds().out.contains("  (Mutual NDA with Acme AS, draft)|"), "titles where only a list is shown");
}
