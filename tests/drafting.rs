//! `new`, `set`, `tag`, `check`: what each promises, and what each refuses.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::PathBuf;

use support::{Answer, Home};

/// Draws from `nda` with Acme AS and further arguments.
fn new(home: &Home, more: &[&str]) -> Answer {
    let all: Vec<&str> =
        ["new", "--template", "nda", "--party", "Acme AS", "--no-input"].iter().chain(more).copied().collect();
    home.in_firm(&all)
}

fn folder(home: &Home, id: &str) -> PathBuf {
    let shown = home.in_firm(&["show", id, "--json"]).succeeds().json();
    home.firm(shown["items"][0]["path"].as_str().unwrap())
}

fn text(home: &Home, id: &str) -> String {
    fs::read_to_string(folder(home, id).join("contract.md")).unwrap()
}

fn record(home: &Home, id: &str) -> String {
    fs::read_to_string(folder(home, id).join("record.toml")).unwrap()
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

/// Signs a contract for both sides.
fn signed(home: &Home, id: &str) {
    home.new_key("acme", "");
    home.in_firm(&["sign", id, "--yes"]).succeeds();
    let prepare = ["--for", "Acme AS", "--name", "B Signer", "--email", "b@acme.example", "--as", "Director"];
    let files = ["--pub", "acme.pub", "--prepare", "acme.json"];
    let all: Vec<&str> = ["sign", id].iter().chain(&prepare).chain(&files).copied().collect();
    home.in_firm(&all).succeeds();
    home.sign_elsewhere("acme", "acme.json");
    home.in_firm(&["receive", "acme.json", "--basis", "in-person"]).succeeds();
}

#[test]
fn a_draft_is_one_commit_in_the_folder_of_its_month_with_its_origin() {
    let home = Home::with_firm();
    let made = new(&home, &["--tag", "urgent", "--json", "-m", "asked for by sales"]).succeeds().json();
    let item = &made["items"][0];
    let id = item["id"].as_str().unwrap();
    let path = item["path"].as_str().unwrap();
    assert_eq!(item["status"], "draft");
    assert!(path.contains("/contracts/2026-11/mutual-nda-with-acme-as-"), "{path}");
    assert!(path.ends_with(id.split_once('-').unwrap().1), "{path}");
    let record = record(&home, id);
    for said in ["owner = \"signer@northwind.example\"", "\"urgent\"", "/nda\"", "digest = \"sha256:"] {
        assert!(record.contains(said), "{said} in {record}");
    }
    let message = home.git(&["log", "-1", "--format=%B"]).succeeds().out;
    assert!(message.starts_with(&format!("new: Mutual NDA with Acme AS ({id})\n\nasked for by sales\n")), "{message}");
    home.git(&["verify-commit", "HEAD"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn answers_come_from_flags_and_from_a_file_and_flags_win() {
    let home = Home::with_firm();
    home.write(
        "answers.toml",
        "governing_law = \"Denmark\"\nstart = 2027-01-01\npersonal_data = true\nterm = \"6 months\"\n",
    );
    let file = home.path("answers.toml");
    let made =
        new(&home, &["--set-file", file.to_str().unwrap(), "--set", "term=12 months", "--json"]).succeeds().json();
    let text = text(&home, made["items"][0]["id"].as_str().unwrap());
    for said in ["governing_law = \"Denmark\"", "start = 2027-01-01", "length = \"12 months\""] {
        assert!(text.contains(said), "{said} in {text}");
    }
    for (wrong, code) in [("a = [1]\n", 7), ("fee = 1.5\n", 7), ("not toml", 7), ("no_such_field = \"x\"\n", 2)] {
        home.write("answers.toml", wrong);
        new(&home, &["--set-file", file.to_str().unwrap()]).exits(code);
    }
    new(&home, &["--set-file", "missing.toml"]).exits(7).says("missing.toml");
}

#[test]
fn all_missing_answers_are_named_at_once_with_their_flags() {
    let home = Home::with_firm();
    let before = head(&home);
    home.in_firm(&["new", "--template", "consulting", "--no-input"]).exits(2).says("--party NAME");
    home.in_firm(&["new", "--no-input"]).exits(2).says("--template");
    assert_eq!(head(&home), before);
}

#[test]
fn an_answer_that_does_not_do_is_refused_by_name_type_and_example() {
    let home = Home::with_firm();
    let before = head(&home);
    new(&home, &["--set", "start=01/02/03"]).exits(7).says("start").says("date").says("2026-12-01");
    new(&home, &["--set", "term=soon"]).exits(7).says("length of time").says("12 months");
    new(&home, &["--set", "governing_lw=Norway"]).exits(2).says("did you mean `governing_law`");
    new(&home, &["--party", "Beta AS"]).exits(2).says("Beta AS").says("counterparty_2");
    new(&home, &["--owner", "signr@northwind.example"]).exits(3).says("signer@northwind.example");
    new(&home, &["--tag", "a,b"]).exits(7);
    for folder in ["../out", "/tmp", "A", "a/acts", "", "a b", ".git"] {
        new(&home, &["--folder", folder]).exits(2).says("folder");
    }
    home.in_firm(&["new", "--template", "nad", "--party", "Acme AS", "--no-input"]).exits(3).says("`nda`");
    new(&home, &["-w", "nowhere"]).exits(3);
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn hostile_answers_stay_data_or_are_refused() {
    let home = Home::with_firm();
    for name in ["{{ 7*7 }} AS", "{% include \"x\" %} AS", "+++ AS", "\"quoted\" & 'co' \\ AS"] {
        let answer = home.in_firm(&["new", "--template", "nda", "--party", name, "--no-input", "--json"]);
        if answer.code == 0 {
            let made = answer.json();
            let shown = home.in_firm(&["show", made["items"][0]["id"].as_str().unwrap(), "--json"]).succeeds().json();
            assert_eq!(shown["items"][0]["parties"][1], name);
        } else {
            answer.exits(7);
        }
    }
    let long = "x".repeat(10_000);
    for name in ["Acme\nAS", "Acme \u{202e}SA", "Acme\u{200b} AS", "[[fill: x]]", " ", "a\u{1b}[2J", long.as_str()] {
        home.in_firm(&["new", "--template", "nda", "--party", name, "--no-input"]).exits(7);
    }
    for title in ["one\ntwo", "x\u{202e}y", long.as_str()] {
        new(&home, &["--title", title]).exits(7);
    }
    home.repository_is_sound();
}

#[test]
fn a_dry_run_draws_and_writes_nothing() {
    let home = Home::with_firm();
    let before = head(&home);
    new(&home, &["-n"]).succeeds().says("would record: new: Mutual NDA");
    assert_eq!(head(&home), before);
    assert_eq!(home.in_firm(&["list", "--json"]).succeeds().json()["items"].as_array().unwrap().len(), 0);
    home.repository_is_sound();
}

#[test]
fn blanks_are_counted_and_named_and_keep_a_draft_from_being_signed_only() {
    let home = Home::with_firm();
    let path = home.firm("legal/templates/short.md");
    let folder = if path.parent().unwrap().exists() { path } else { template_folder(&home).join("short.md") };
    fs::write(
        &folder,
        "+++\n[template]\nname = \"short\"\ntitle = \"Short\"\nkind = \"nda\"\nlanguage = \"en\"\nversion = 1\n\n[[field]]\nname = \"fee\"\nlabel = \"Fee\"\ntype = \"money\"\n\n[contract]\ntitle = \"Short with {{ counterparty }}\"\n\n[[contract.party]]\nname = \"{{ organisation }}\"\n\n[[contract.party]]\nname = \"{{ counterparty }}\"\n+++\nPay {{ fee }}.\n",
    )
    .unwrap();
    home.git(&["add", "-A"]).succeeds();
    home.git(&["commit", "-qm", "a template", "--no-gpg-sign"]).succeeds();
    let made =
        home.in_firm(&["new", "--template", "short", "--party", "Acme AS", "--no-input", "--json"]).succeeds().json();
    let id = made["items"][0]["id"].as_str().unwrap();
    assert!(made["warnings"][0].as_str().unwrap().contains("1 blank is"), "{made}");
    home.in_firm(&["check", id]).exits(7).says("contract.md:").says("[unfilled]");
    home.in_firm(&["sign", id, "--yes"]).exits(7).says("fee");
}

/// The templates of the first workspace.
fn template_folder(home: &Home) -> PathBuf {
    let listed = home.in_firm(&["template", "list", "--json"]).succeeds().json();
    home.firm(listed["items"][0]["path"].as_str().unwrap()).parent().unwrap().to_owned()
}

#[test]
fn set_changes_single_keys_and_leaves_every_other_byte() {
    let home = Home::with_firm();
    let id = home.draft();
    let before = text(&home, &id);
    home.in_firm(&["set", &id, "governing_law=Denmark", "term.notice=2 months", "custom.cost_centre=007", "owner="])
        .succeeds();
    let after = text(&home, &id);
    let changed: Vec<(&str, &str)> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(changed.len(), 2, "{changed:?}");
    let record = record(&home, &id);
    assert!(record.contains("cost_centre = \"007\"") && !record.contains("owner"), "{record}");
    let head = head(&home);
    home.in_firm(&["set", &id, "governing_law=Denmark"]).succeeds().says("nothing to change");
    assert_eq!(self::head(&home), head);
    home.repository_is_sound();
}

#[test]
fn set_refuses_what_is_unknown_unfit_or_contradicts() {
    let home = Home::with_firm();
    let id = home.draft();
    let before = head(&home);
    home.in_firm(&["set", &id, "governing_lwa=x"]).exits(7).says("did you mean `governing_law`");
    home.in_firm(&["set", &id, "ownr=x"]).exits(7).says("did you mean `owner`");
    home.in_firm(&["set", &id, "owner=nobody@nowhere.example"]).exits(3);
    home.in_firm(&["set", &id, "term.start=soon"]).exits(7).says("2026-12-01");
    home.in_firm(&["set", &id, "id=nda-00000000"]).exits(7).says("fixed");
    home.in_firm(&["set", &id, "title=a\nb"]).exits(7);
    home.in_firm(&["set", &id, "title=a\u{202e}b"]).exits(7);
    home.in_firm(&["set", &id, "term.evergreen=true", "term.renews=1 year"])
        .exits(7)
        .says("term.renews")
        .says("term.evergreen");
    home.in_firm(&["set", &id, "custom=x"]).exits(7);
    home.in_firm(&["set", "nda-zzzzzzzz", "title=x"]).exits(3);
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn a_signed_contract_keeps_its_text_and_takes_our_notes() {
    let home = Home::with_firm();
    let id = home.draft();
    signed(&home, &id);
    home.in_firm(&["set", &id, "title=Another"]).exits(4).says("custom.KEY");
    home.in_firm(&["set", &id, "title=Another", "custom.x=1"]).exits(4);
    home.in_firm(&["set", &id, "custom.x=1", "tags=a, b"]).succeeds();
    home.in_firm(&["tag", &id, "--add", "c", "--remove", "a"]).succeeds();
    let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["tags"], serde_json::json!(["b", "c"]));
    home.in_firm(&["edit", &id]).exits(4);
    home.in_firm(&["verify", &id]).succeeds();
    home.repository_is_sound();
}

#[test]
fn tags_of_several_contracts_are_one_commit_and_nothing_is_none() {
    let home = Home::with_firm();
    let (one, two) = (home.draft(), home.draft());
    home.in_firm(&["tag", &one, &two, "--add", "q4"]).succeeds();
    assert!(home.git(&["log", "-1", "--format=%s"]).succeeds().out.starts_with("tag: 2 contracts"));
    let before = head(&home);
    home.in_firm(&["tag", &one, "--add", "q4", "--remove", "absent"]).succeeds().says("nothing to change");
    home.in_firm(&["tag", &one, "--add", "q4", "--remove", "q4"]).exits(2);
    home.in_firm(&["tag", &one, "--add", "x\ny"]).exits(7);
    home.in_firm(&["tag", &one]).exits(2);
    assert_eq!(head(&home), before);
}

#[test]
fn check_speaks_of_the_text_before_one_and_of_templates() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["check"]).succeeds();
    let path = folder(&home, &id).join("contract.md");
    fs::write(&path, text(&home, &id).replace("governing_law", "governing_lwa")).unwrap();
    home.in_firm(&["check", &id]).exits(7).says("contract.md:").says("did you mean `governing_law`");
    home.in_firm(&["restore", &id]).succeeds();
    home.in_firm(&["check", &id]).succeeds();
    let template = template_folder(&home).join("nda.md");
    fs::write(&template, fs::read_to_string(&template).unwrap().replace("{{ counterparty }}", "{{ conterparty }}"))
        .unwrap();
    home.in_firm(&["check"]).exits(7).says("templates/nda.md:").says("[template]");
    home.in_firm(&["check", &id]).succeeds();
}

#[test]
fn work_staged_and_unstaged_elsewhere_survives_drafting() {
    let home = Home::with_firm();
    home.write("firm/notes.txt", "staged\n");
    home.git(&["add", "notes.txt"]).succeeds();
    home.write("firm/notes.txt", "staged\nand more\n");
    let id = home.draft();
    home.in_firm(&["set", &id, "governing_law=Denmark"]).succeeds();
    home.in_firm(&["tag", &id, "--add", "a"]).succeeds();
    assert_eq!(home.git(&["status", "--porcelain"]).succeeds().out, "AM notes.txt\n");
    assert_eq!(home.read("firm/notes.txt"), "staged\nand more\n");
}
