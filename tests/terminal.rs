//! What only a person at a terminal meets: the pager, links, hints; and what a pipe never gets.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::Home;

const LINK: &str = "\u{1b}]8;;file://";

/// A shell line at a pseudo-terminal of so many rows; answers everything that was shown.
fn shown(home: &Home, rows: u16, variables: &[(&str, &str)], line: &str) -> String {
    let mut command = home.command("sh");
    let clm = env!("CARGO_BIN_EXE_clm");
    let line = format!("stty rows {rows} cols 100; {}; echo \"[exit $?]\"", line.replace("clm ", &format!("{clm} ")));
    command.args(["-c", &line]).env("TERM", "xterm").envs(variables.iter().copied());
    command.stdin(std::process::Stdio::inherit());
    let mut terminal = rexpect::session::spawn_command(command, Some(60_000)).unwrap();
    terminal.exp_eof().unwrap_or_else(|error| panic!("{line}: {error}"))
}

#[test]
fn a_long_answer_is_paged_and_a_short_one_is_not() {
    let home = Home::with_firm();
    let id = home.draft();
    let pager = [("CLM_PAGER", "sed s/^/paged:/")];
    assert!(shown(&home, 5, &pager, &format!("clm -C firm show {id}")).contains("paged:"));
    assert!(!shown(&home, 100, &pager, &format!("clm -C firm show {id}")).contains("paged:"));
    for plain in ["--no-pager", "--json", "--plain"] {
        let said = shown(&home, 5, &pager, &format!("clm -C firm show {id} {plain}"));
        assert!(!said.contains("paged:") && said.contains(&id), "{plain}: {said}");
    }
    let dumb = [("CLM_PAGER", "sed s/^/paged:/"), ("TERM", "dumb")];
    assert!(!shown(&home, 5, &dumb, &format!("clm -C firm show {id}")).contains("paged:"));
    assert!(!shown(&home, 5, &pager, &format!("clm -C firm show {id} | cat")).contains("paged:"));
    assert!(!shown(&home, 5, &[("CLM_PAGER", "cat")], &format!("clm -C firm show {id}")).contains("paged:"));
}

#[test]
fn the_pager_is_chosen_as_git_chooses_it() {
    let home = Home::with_firm();
    let id = home.draft();
    let line = format!("clm -C firm show {id}");
    home.write(".gitconfig", "[core]\n\tpager = sed s/^/core:/\n");
    assert!(shown(&home, 5, &[("PAGER", "sed s/^/pager:/")], &line).contains("core:"));
    assert!(shown(&home, 5, &[("GIT_PAGER", "sed s/^/git:/")], &line).contains("git:"));
    home.clm(&["config", "set", "pager", "sed s/^/own:/"]).succeeds();
    assert!(shown(&home, 5, &[("GIT_PAGER", "sed s/^/git:/")], &line).contains("own:"));
    assert!(shown(&home, 5, &[("CLM_PAGER", "sed s/^/clm:/")], &line).contains("clm:"));
    assert!(shown(&home, 5, &[("CLM_PAGER", "echo LESS=$LESS; cat >/dev/null")], &line).contains("LESS=FRX"));
    assert!(
        shown(&home, 5, &[("CLM_PAGER", "echo LESS=$LESS; cat >/dev/null"), ("LESS", "M")], &line).contains("LESS=M")
    );
}

#[test]
fn a_pager_that_cannot_start_or_leaves_early_spoils_nothing() {
    let home = Home::with_firm();
    let id = home.draft();
    let line = format!("clm -C firm show {id} --text");
    for missing in ["no-such-pager", "no-such-pager | cat -n >&2; exit 127"] {
        let said = shown(&home, 5, &[("CLM_PAGER", missing)], &line);
        assert!(said.contains("was not found") && said.contains("config set pager"), "{said}");
        assert!(said.contains("Mutual NDA") && said.contains("[exit 0]"), "{said}");
    }
    let said = shown(&home, 5, &[("CLM_PAGER", "head -n 1")], &line);
    assert!(said.contains("[exit 0]") && !said.contains("error"), "{said}");
    let said = shown(&home, 5, &[("CLM_PAGER", "true")], &format!("{line} --no-pager | true"));
    assert!(!said.contains("error"), "{said}");
    let counted = shown(&home, 2, &[("CLM_PAGER", "sed s/^/paged:/")], "clm -C firm list --exit-code");
    assert!(counted.contains("paged:") && counted.contains("[exit 10]"), "{counted}");
}

#[test]
fn ids_link_to_their_files_where_the_terminal_is_known_to_show_links() {
    let home = Home::with_firm();
    let id = home.draft();
    let known = [("TERM_PROGRAM", "WezTerm")];
    let said = shown(&home, 100, &known, "clm -C firm list");
    assert!(said.contains(LINK) && said.contains(&format!("\u{1b}\\{id}\u{1b}]8;;\u{1b}\\")), "{said:?}");
    let address = said.split(LINK).nth(1).unwrap().split('\u{1b}').next().unwrap().to_owned();
    let path = &address[address.find('/').unwrap()..];
    assert!(std::path::Path::new(path).is_file(), "{address}");
    assert!(shown(&home, 100, &known, &format!("clm -C firm show {id}")).contains(LINK));
    // The words themselves are the same, and in the same columns.
    let bare = shown(&home, 100, &[], "clm -C firm list");
    assert!(!bare.contains(LINK));
    let without: String = said
        .split("\u{1b}]8;;")
        .enumerate()
        .map(|(at, part)| match at {
            0 => part.to_owned(),
            _ => part.split_once("\u{1b}\\").unwrap().1.to_owned(),
        })
        .collect();
    assert_eq!(without, bare);
}

#[test]
fn no_link_reaches_a_pipe_a_program_or_an_unknown_terminal() {
    let home = Home::with_firm();
    home.draft();
    let known = [("TERM_PROGRAM", "WezTerm"), ("CLM_HYPERLINKS", "always")];
    for line in ["clm -C firm list | cat", "clm -C firm list --json", "clm -C firm list --plain"] {
        assert!(!shown(&home, 100, &known, line).contains(LINK), "{line}");
    }
    let mut piped = home.command(env!("CARGO_BIN_EXE_clm"));
    let piped = home.run(piped.envs(known).args(["-C", "firm", "list", "--color", "always"])).succeeds();
    assert!(!piped.out.contains(LINK));
    assert!(!shown(&home, 100, &[("TMUX", "x"), ("VTE_VERSION", "7600")], "clm -C firm list").contains(LINK));
    let never = [("TERM_PROGRAM", "WezTerm"), ("CLM_HYPERLINKS", "never")];
    assert!(!shown(&home, 100, &never, "clm -C firm list").contains(LINK));
    home.clm(&["config", "set", "hyperlinks", "never"]).succeeds();
    assert!(!shown(&home, 100, &[("TERM_PROGRAM", "WezTerm")], "clm -C firm list").contains(LINK));
    assert!(shown(&home, 100, &[("CLM_HYPERLINKS", "always")], "clm -C firm list").contains(LINK));
}

#[test]
fn hints_come_at_a_terminal_are_explained_once_and_can_be_turned_off() {
    let home = Home::with_firm();
    let id = home.draft();
    let first = shown(&home, 100, &[], &format!("clm -C firm tag {id} --add a"));
    assert!(first.contains("next: ") && first.contains("config set hints false"), "{first}");
    let second = shown(&home, 100, &[], &format!("clm -C firm tag {id} --add b"));
    assert!(second.contains("next: ") && !second.contains("config set hints false"), "{second}");
    assert!(!home.in_firm(&["tag", &id, "--add", "c"]).succeeds().err.contains("next:"));
    home.clm(&["config", "set", "hints", "false"]).succeeds();
    assert!(!shown(&home, 100, &[], &format!("clm -C firm tag {id} --add d")).contains("next: "));
}

#[test]
fn an_empty_repository_names_the_next_command() {
    let home = Home::with_firm();
    for (command, said) in [
        (&["list"][..], "clm new"),
        (&["status"], "clm new"),
        (&["due"], "clm due --days"),
        (&["search", "word"], "clm list"),
        (&["list", "tag:x"], "clm new"),
    ] {
        let answer = home.in_firm(command).succeeds();
        assert!(answer.err.contains(said), "{command:?}: {}", answer.err);
        assert_eq!(home.in_firm(&[command, &["-q"]].concat()).succeeds().err, "", "{command:?}");
        let json = home.in_firm(&[command, &["--json"]].concat()).succeeds().json();
        assert_eq!(json["items"].as_array().map(Vec::len), Some(0), "{json}");
    }
    home.in_firm(&["show", "nda"]).exits(3).says("clm new");
}

#[test]
fn a_wrong_name_is_answered_with_the_right_one() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["tag", &id, "--add", "urgent"]).succeeds();
    home.in_firm(&["show", "mutual nda"]).exits(3).says(&id);
    home.in_firm(&["show", &id.replace("nda-", "nad-")]).exits(3).says(&format!("did you mean {id}"));
    for (query, meant) in [
        ("tag:urgnet", "tag:urgent"),
        ("kind:ndaa", "kind:nda"),
        ("party:acmee", "party:Acme"),
        ("workspace:leagl", "workspace:legal"),
        ("owner:signer@northwind.exampel", "owner:signer@northwind.example"),
    ] {
        home.in_firm(&["list", query]).succeeds().says(&format!("did you mean {meant}"));
    }
    home.in_firm(&["list", "tag:quite-other"]).succeeds().says("no contract matches; `clm list");
    home.in_firm(&["list", "status:activ"]).exits(2).says("status:active");
    home.in_firm(&["new", "--template", "nad", "--no-input"]).exits(3).says("`nda`");
    home.in_firm(&["template", "list", "-w", "legel"]).exits(3).says("`legal`");
    home.clm(&["man", "duee"]).exits(3).says("due`?");
    home.clm(&["lsit"]).exits(2).says("list");
}
