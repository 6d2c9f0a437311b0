//! Numbers that identify a person, in text that everybody with the clone can read.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use serde_json::Value;
use support::Home;

const NUMBER: &str = "15076500565";

fn findings(home: &Home, id: &str) -> Vec<Value> {
    let report = home.in_firm(&["check", id, "--json"]).json();
    report["items"].as_array().unwrap().iter().filter(|item| item["code"] == "personal-data").cloned().collect()
}

fn append(home: &Home, id: &str, name: &str, text: &str) {
    let path = home.folder_of(id).join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let old = fs::read_to_string(&path).unwrap_or_default();
    fs::write(path, format!("{old}{text}")).unwrap();
}

#[test]
fn a_number_is_named_by_its_place_and_never_printed() {
    let home = Home::with_firm();
    let id = home.draft();
    assert_eq!(findings(&home, &id).len(), 0);
    append(&home, &id, "contract.md", &format!("\n10.7 Kari Nordmann, født {NUMBER}, konto 8601 11 17947.\n"));
    append(&home, &id, "annexes/people.md", "Anna: 811218-9876\n");
    append(&home, &id, "record.toml", "[custom]\niban = \"NO93 8601 1117 947\"\n");
    let found = findings(&home, &id);
    let files: Vec<&str> =
        found.iter().map(|item| item["file"].as_str().unwrap().rsplit('/').next().unwrap()).collect();
    assert_eq!(files, ["people.md", "contract.md", "contract.md", "record.toml"]);
    assert!(found.iter().all(|item| item["severity"] == "warning" && item["line"].as_u64().unwrap() > 0));
    let answer = home.in_firm(&["check", &id]).succeeds().says("clm init hr").says("15•••••••••");
    for secret in [NUMBER, "8601 11 17947", "811218-9876", "NO93 8601"] {
        assert!(!answer.out.contains(secret) && !answer.err.contains(secret), "{secret}");
    }
    let saved = home.in_firm(&["save"]).succeeds().says("a Norwegian national identity number");
    assert!(!saved.out.contains(NUMBER));
    let json = home.in_firm(&["save", "--json"]).succeeds().json();
    assert_eq!(json["warnings"], Value::Null, "nothing was saved the second time");
    home.repository_is_sound();
}

#[test]
fn new_and_import_warn_at_once() {
    let home = Home::with_firm();
    let made = home.in_firm(&[
        "new",
        "--template",
        "nda",
        "--party",
        "Kari Nordmann",
        "--set",
        &format!("purpose=for {NUMBER}"),
        "--no-input",
    ]);
    made.succeeds().says("a Norwegian national identity number (15•••••••••)");
    home.write("old.md", format!("# Employment\n\nBetween us and Kari, {NUMBER}.\n"));
    let imported =
        home.clm(&["-C", "firm", "import", "old.md", "--party", "A", "--party", "B", "--on", "2020-01-01"]).succeeds();
    assert!(imported.err.contains("old.md:3:") && !imported.err.contains(NUMBER), "{}", imported.err);
    home.repository_is_sound();
}

#[test]
fn it_can_be_accepted_knowingly() {
    let home = Home::with_firm();
    let id = home.draft();
    append(&home, &id, "contract.md", &format!("\n10.7 {NUMBER}\n"));
    home.in_firm(&["save"]).succeeds();
    assert_eq!(findings(&home, &id).len(), 1);
    home.in_firm(&["set", &id, "personal_data.accepted=agreed with the employee"]).succeeds();
    assert_eq!(findings(&home, &id).len(), 0);
    home.in_firm(&["set", &id, "personal_data.accepted="]).succeeds();
    assert_eq!(findings(&home, &id).len(), 1);
    for wrong in ["personal_data=accepted", "personal_data.acepted=x", "personal_data.accepted.x=y"] {
        home.in_firm(&["set", &id, wrong]).exits(7);
    }
    let toml = home.firm("clm.toml");
    let text = fs::read_to_string(&toml).unwrap();
    fs::write(&toml, format!("{text}\n[personal_data]\naccepted = \"only HR has this clone\"\n")).unwrap();
    home.git(&["commit", "-qam", "HR only"]).succeeds();
    assert_eq!(findings(&home, &id).len(), 0);
    home.in_firm(&["list"]).succeeds();
}

#[test]
fn ordinary_contracts_do_not_alarm() {
    let home = Home::with_firm();
    let id = home.draft();
    append(
        &home,
        &id,
        "contract.md",
        "\n10.7 Org.nr. 923 609 016 MVA, tlf. +47 22 12 34 56, CVR 10150817, NOK 1 507 650 056,50, ref. 2024-01-31/4711, \
         org.nr 556016-0680, 0707614285, 202401311200.\n",
    );
    assert_eq!(findings(&home, &id), Vec::<Value>::new());
}
