//! Settings in layers with origins, what a repository may not say, saved queries, and events.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::os::unix::fs::PermissionsExt as _;

use clm::cli::run_on;
use clm::cli::streams::{Kept, Streams};
use clm::world::World;
use support::{Answer, Home};

const OWN: &str = ".config/clm/config.toml";

fn own(home: &Home, text: &str) {
    home.write(OWN, text);
}

fn with(home: &Home, variables: &[(&str, &str)], args: &[&str]) -> Answer {
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    home.run(command.envs(variables.iter().copied()).args(["-C", "firm"]).args(args))
}

/// The value of a key and where it comes from.
fn origin(home: &Home, key: &str) -> (String, String) {
    let found = home.in_firm(&["config", "get", key, "--json"]).succeeds().json();
    let item = &found["items"][0];
    (item["value"].to_string(), item["origin"].as_str().unwrap().to_owned())
}

#[test]
fn the_stronger_layer_counts_and_every_value_has_its_origin() {
    let home = Home::with_firm();
    assert_eq!(origin(&home, "due.days"), ("30".to_owned(), "default".to_owned()));
    home.clm(&["config", "set", "due.days", "10"]).succeeds();
    assert_eq!(origin(&home, "due.days"), ("10".to_owned(), "user".to_owned()));
    home.in_firm(&["config", "set", "due.days", "20", "--shared"]).succeeds();
    home.repository_is_sound();
    assert_eq!(origin(&home, "due.days"), ("20".to_owned(), "repository".to_owned()));
    let listed = home.in_firm(&["due", "--json"]).succeeds().json();
    assert_eq!(listed["until"], "2026-12-14");
    home.in_firm(&["config", "set", "due.days", "5"]).succeeds().says("clm.toml");
    home.in_firm(&["config", "unset", "due.days", "--shared"]).succeeds();
    assert_eq!(origin(&home, "due.days"), ("5".to_owned(), "user".to_owned()));
    home.clm(&["config", "unset", "due.days"]).succeeds();
    assert_eq!(origin(&home, "due.days").1, "default");
    let listed = with(&home, &[("CLM_COLOR", "never")], &["config", "list", "--origin"]).succeeds();
    assert!(listed.out.contains("environment (CLM_COLOR)"), "{}", listed.out);
    let flag = home.in_firm(&["config", "get", "color", "--origin", "--plain", "--color", "never"]).succeeds();
    assert_eq!(flag.out, "color\tnever\tflag\t--color\n");
    // The folder's clm.toml says nothing until it is recorded.
    let text = home.read("firm/clm.toml");
    home.write("firm/clm.toml", text + "\n[due]\ndays = 1\n");
    assert_eq!(origin(&home, "due.days").1, "default");
}

#[test]
fn the_machine_s_file_is_the_weakest() {
    let home = Home::new();
    let system = home.write("etc/config.toml", "pager = \"more\"\n[due]\ndays = 7\n");
    own(&home, "[due]\ndays = 8\n");
    let ask = |key: &str| -> Kept {
        let world = World {
            args: ["clm", "config", "get", key, "--origin", "--plain"].iter().map(Into::into).collect(),
            environment: [("HOME".into(), home.path("").into_os_string())].into(),
            folder: home.path(""),
            system_config: system.clone(),
            terminal: Default::default(),
            ..World::capture()
        };
        let streams = Streams::kept();
        assert_eq!(run_on(&world, &streams), 0);
        streams.taken()
    };
    assert_eq!(ask("pager").out, format!("pager\tmore\tsystem\t{}\n", system.display()));
    assert!(ask("due.days").out.starts_with("due.days\t8\tuser\t"));
}

#[test]
fn a_change_of_one_s_own_file_keeps_what_people_wrote() {
    let home = Home::with_firm();
    own(&home, "# mine\nhints = true   # for now\n");
    home.clm(&["config", "set", "query.mine", "owner:me"]).succeeds().says("config.toml");
    assert_eq!(home.read(OWN), "# mine\nhints = true   # for now\n\n[query]\nmine = \"owner:me\"\n");
    let before = home.read(OWN);
    home.clm(&["config", "set", "hints", "false", "--dry-run"]).succeeds().says("would set hints");
    home.clm(&["config", "set", "query.mine", "owner:me"]).succeeds().says("nothing to change");
    assert_eq!(home.read(OWN), before);
    home.clm(&["config", "get", "query.mine"]).succeeds().says("owner:me");
    let files = home.in_firm(&["config", "path", "--json"]).succeeds().json();
    assert_eq!(files["items"].as_array().unwrap().len(), 3);
    // A link stays a link: such files are often kept elsewhere.
    std::fs::rename(home.path(OWN), home.path("kept.toml")).unwrap();
    std::os::unix::fs::symlink(home.path("kept.toml"), home.path(OWN)).unwrap();
    home.clm(&["config", "set", "hints", "false"]).succeeds();
    assert!(home.path(OWN).is_symlink() && home.read("kept.toml").contains("hints = false   # for now"));
    // A relative XDG_CONFIG_HOME is nobody's.
    home.write("firm/xdg/clm/config.toml", "hints = true\n");
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    let asked = command.env("XDG_CONFIG_HOME", "xdg").current_dir(home.firm("")).args(["config", "get", "hints"]);
    assert_eq!(home.run(asked).succeeds().out, "false\n");
}

#[test]
fn wrong_names_and_values_are_answered_with_the_right_ones() {
    let home = Home::with_firm();
    home.clm(&["config", "get", "colour"]).exits(3).says("did you mean `color`");
    home.clm(&["config", "set", "days", "3"]).exits(3).says("due.days");
    home.clm(&["config", "set", "color", "alway"]).exits(7).says("`always`");
    home.clm(&["config", "set", "due.days", "3 weeks"]).exits(7).says("whole number");
    home.clm(&["config", "set", "query.Mine", "x"]).exits(3);
    home.clm(&["config", "set", "query.mine", "stauts:active"]).exits(2).says("status");
    home.clm(&["config", "set", "query.mine", "@other"]).exits(7).says("may not name another");
    home.clm(&["config", "get", "editor"]).exits(3).says("config set editor");
    home.clm(&["config", "set", "events.on-sgin", "true"]).succeeds().says("on-sign");
    home.in_firm(&["config", "set", "editor", "vim", "--shared"]).exits(4).says("may not name a program");
    home.in_firm(&["config", "set", "pager", "less", "--shared"]).exits(4);
    home.in_firm(&["config", "set", "events.on-any", "x", "--shared"]).exits(4).says("may not name a program");
    with(&home, &[("CLM_COLOR", "sometimes")], &["list"]).exits(2).says("CLM_COLOR").says("`always`");
    home.repository_is_sound();
}

#[test]
fn a_repository_names_no_program_whatever_it_says() {
    let home = Home::with_firm();
    let id = home.draft();
    let good = home.read("firm/clm.toml");
    let run = format!("touch {}", home.path("run").display());
    for (line, said) in [
        (format!("editor = \"{run}\""), "may not name a program"),
        (format!("pager = \"{run}\""), "may not name a program"),
        (format!("events = {{ on-any = \"{run}\" }}"), "may not name a program"),
        (format!("events.on-tag = [\"sh\", \"-c\", \"{run}\"]"), "may not name a program"),
        ("color = \"always\"".to_owned(), "how your terminal looks"),
        ("hyperlinks = \"always\"".to_owned(), "how your terminal looks"),
        ("hints = \"yes\"".to_owned(), "true"),
        ("due = 3".to_owned(), "table"),
        ("query = { a = 1 }".to_owned(), "query.a"),
        ("querry = { a = \"x\" }".to_owned(), "did you mean `query`"),
        ("hints = true\nhints = true".to_owned(), "clm.toml:"),
    ] {
        home.write("firm/clm.toml", format!("{line}\n{good}"));
        home.git(&["commit", "-qam", "hostile"]).succeeds();
        home.in_firm(&["tag", &id, "--add", "x"]).exits(7).says(said).says("clm.toml:");
        home.in_firm(&["doctor"]).exits(1).says("clm.toml");
        home.in_firm(&["config", "list"]).succeeds().says("left out");
    }
    assert!(!home.path("run").exists());
    // In git's own configuration of the repository they count for nothing, too.
    home.write("firm/clm.toml", &good);
    home.git(&["commit", "-qam", "good"]).succeeds();
    home.git(&["config", "core.editor", &run]).succeeds();
    home.git(&["config", "core.pager", &run]).succeeds();
    let mut edit = home.command(env!("CARGO_BIN_EXE_clm"));
    home.run(edit.env("EDITOR", "true").args(["-C", "firm", "edit", &id])).succeeds().says("not changed");
    home.in_firm(&["log"]).succeeds();
    assert!(!home.path("run").exists());
}

#[test]
fn a_file_of_one_s_own_that_cannot_be_used_is_refused_and_can_be_mended() {
    let home = Home::with_firm();
    let path = home.path(OWN);
    for (text, said) in [
        ("hints = 3\n", "config.toml:1:1"),
        ("[events]\non-tag = \"a 'b\"\n", "quotation mark"),
        ("hints = true\nhints = false\n", "config.toml:2"),
        ("nonsense = 1\n", "unknown setting `nonsense`"),
        ("= 1\n", "config.toml:1"),
    ] {
        own(&home, text);
        home.in_firm(&["list"]).exits(7).says(said).says("clm config edit");
        home.in_firm(&["list", "--json"]).exits(7);
        home.in_firm(&["config", "list"]).succeeds().says("left out");
        home.in_firm(&["config", "set", "hints", "false"]).exits(7);
        home.in_firm(&["doctor"]).exits(1).says("configuration");
        assert_eq!(home.read(OWN), text);
    }
    std::fs::write(&path, vec![b'#'; 1 << 20]).unwrap();
    home.in_firm(&["list"]).exits(7).says("larger than");
    std::fs::write(&path, [0xff, 0xfe]).unwrap();
    home.in_firm(&["list"]).exits(7).says("UTF-8");
    own(&home, "hints = false\n");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o646)).unwrap();
    home.in_firm(&["list"]).exits(1).says("anybody").says("chmod o-w");
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    home.in_firm(&["list"]).exits(1).says("is no file");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    home.in_firm(&["list"]).exits(1).says("is no file");
    std::fs::remove_dir(&path).unwrap();
    home.in_firm(&["list"]).succeeds();
}

#[test]
fn one_s_own_file_is_edited_until_it_can_be_read() {
    let home = Home::new();
    let edit = |editor: &str| {
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        home.run(command.env("CLM_EDITOR", editor).args(["config", "edit"]))
    };
    edit("true").succeeds().says("nothing was changed");
    assert!(!home.path(OWN).exists());
    edit("echo 'hints = false' >>").succeeds().says("written");
    assert!(home.read(OWN).ends_with("hints = false\n"));
    let kept = edit("echo 'hintz = 1' >>").exits(7).says("config.toml:3:1").says("your text is kept in");
    let place = kept.err.rsplit("kept in ").next().unwrap().trim().to_owned();
    assert!(std::fs::read_to_string(place).unwrap().contains("hintz = 1"));
    assert!(!home.read(OWN).contains("hintz"));
    edit("false").exits(9).says("ended with 1");
    own(&home, "editor = \"no-such-editor\"\n");
    home.clm(&["config", "edit"]).exits(9).says("no-such-editor");
}

#[test]
fn saved_queries_stand_for_their_filters() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["config", "set", "query.drafts", "status:draft", "--shared"]).succeeds();
    home.clm(&["config", "set", "query.acme", "party:acme"]).succeeds();
    for query in [&["@drafts"][..], &["@drafts", "@acme"], &["party:acme", "@drafts"], &["@acme -kind:lease"]] {
        let args: Vec<&str> = ["list", "--json"].iter().chain(query).copied().collect();
        let listed = home.in_firm(&args).succeeds().json();
        assert_eq!(listed["items"][0]["id"], id.as_str(), "{query:?}");
    }
    home.in_firm(&["search", "confidential", "@drafts"]).succeeds().says(&id);
    home.in_firm(&["due", "@drafts", "--days", "900"]).succeeds();
    home.in_firm(&["list", "@draft"]).exits(3).says("did you mean @drafts");
    home.in_firm(&["list", "@zzzzzz"]).exits(3).says("@acme, @drafts");
    home.in_firm(&["list", "--", "-@drafts"]).exits(2).says("cannot be excluded");
    home.in_firm(&["list", "\"@drafts\""]).succeeds().says("no contract matches");
    home.in_firm(&["config", "list"]).succeeds().says("query.drafts").says("query.acme");
    // What was written by hand is judged where it is used.
    own(&home, "[query]\nloop = \"@loop\"\nwrong = \"stauts:x\"\n");
    home.in_firm(&["list", "@loop"]).exits(2).says("names a saved query itself").says("query.loop");
    home.in_firm(&["list", "@wrong"]).exits(2).says("stauts");
    home.in_firm(&["list"]).succeeds();
    home.in_firm(&["doctor"]).succeeds().says("@loop");
}

fn hears(home: &Home, key: &str, script: &str) {
    let script = script.replace('\'', "\"");
    own(home, &format!("[events]\n{key} = [\"sh\", \"-c\", '{script}']\n"));
}

#[test]
fn another_program_hears_of_an_act_that_is_durable() {
    let home = Home::with_firm();
    let id = home.draft();
    hears(&home, "on-tag", "cat > $HOME/event.json; env > $HOME/env; pwd > $HOME/pwd; echo heard");
    let tagged = with(&home, &[("SECRET", "x")], &["tag", &id, "--add", "urgent", "--json"]).succeeds();
    assert!(tagged.err.contains("heard") && !tagged.out.contains("heard"), "{tagged:?}");
    let act = tagged.json();
    let event: serde_json::Value = serde_json::from_str(&home.read("event.json")).unwrap();
    assert_eq!(event["schema"], "clm.event/1");
    assert_eq!((&event["commit"], &event["items"]), (&act["commit"], &act["items"]));
    assert_eq!((event["act"].as_str(), event["contracts"][0].as_str()), (Some("tag"), Some(id.as_str())));
    assert_eq!(event["actor"]["email"], "signer@northwind.example");
    assert_eq!(home.read("pwd").trim(), event["repository"].as_str().unwrap().trim_end_matches('/'));
    let surroundings = home.read("env");
    assert!(surroundings.contains("CLM_EVENT=tag") && !surroundings.contains("SECRET"), "{surroundings}");
    std::fs::remove_file(home.path("event.json")).unwrap();
    // A dry run, an act that records nothing, another act and a refused one tell nobody.
    home.in_firm(&["tag", &id, "--add", "b", "--dry-run"]).succeeds();
    home.in_firm(&["tag", &id, "--add", "urgent"]).succeeds();
    home.in_firm(&["set", &id, "governing_law=Norway"]).succeeds();
    home.in_firm(&["tag", "nothing", "--add", "b"]).exits(3);
    assert!(!home.path("event.json").exists());
}

#[test]
fn what_a_hearer_does_changes_nothing_for_the_act() {
    let home = Home::with_firm();
    let id = home.draft();
    for (script, said) in [("exit 3", "ended with 3"), ("kill -9 $$", "ended with"), ("exec 0<&-", "")] {
        hears(&home, "on-any", script);
        let tagged = home.in_firm(&["tag", &id, "--add", &format!("t{}", script.len())]).succeeds();
        assert!(said.is_empty() || tagged.err.contains(said) && tagged.err.contains("events.on-any"), "{tagged:?}");
    }
    own(&home, "[events]\non-any = \"no-such-program --now\"\n");
    home.in_firm(&["tag", &id, "--add", "z"]).succeeds().says("no-such-program").says("was not found");
    // A string is split and started without a shell.
    own(&home, "[events]\non-any = \"touch '$(touch x)' a;b\"\n");
    home.in_firm(&["tag", &id, "--add", "zz"]).succeeds();
    assert!(home.firm("$(touch x)").exists() && home.firm("a;b").exists() && !home.firm("x").exists());
    std::fs::remove_file(home.firm("$(touch x)")).unwrap();
    std::fs::remove_file(home.firm("a;b")).unwrap();
    home.repository_is_sound();
}

#[test]
fn an_act_made_by_a_hearer_is_not_told_in_turn() {
    let home = Home::with_firm();
    let id = home.draft();
    let clm = env!("CARGO_BIN_EXE_clm");
    hears(&home, "on-any", &format!("echo $CLM_EVENT >> $HOME/told; {clm} tag {id} --add again"));
    home.in_firm(&["tag", &id, "--add", "first"]).succeeds();
    assert_eq!(home.read("told"), "tag\n");
    home.in_firm(&["list", "tag:again"]).succeeds().says(&id);
    home.repository_is_sound();
}
