//! The paper clm brings along, through the binary: copied into workspaces, drawn, signed, due.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use serde_json::Value;
use support::Home;

const EMPLOYMENT: [&str; 12] = [
    "job_title=Regnskapsmedarbeider",
    "duties=Løpende bokføring, avstemming og rapportering",
    "workplace=Storgata 1, 0155 Oslo",
    "business_address=Storgata 1, 0155 Oslo",
    "employee_address=Lia 2, 1400 Ski",
    "birth_date=1990-05-17",
    "start=2027-01-04",
    "salary=620000.00 NOK",
    "pension_provider=Pensjonskassen AS",
    "insurer=Forsikring AS",
    "counterparty_email=maja@tind.example",
    "workplaces=- Lagergata 3, Drammen\n- Kaigata 9, Moss",
];

/// `new` from a template for a party with answers; the id of the draft.
fn drawn(home: &Home, template: &str, party: &str, set: &[&str]) -> String {
    let mut args = vec!["new", "--template", template, "--party", party, "--no-input", "--json"];
    set.iter().for_each(|answer| args.extend(["--set", answer]));
    home.in_firm(&args).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned()
}

fn text(home: &Home, id: &str) -> String {
    fs::read_to_string(home.folder_of(id).join("contract.md")).unwrap()
}

fn dues(home: &Home, id: &str) -> Vec<Value> {
    let due = home.in_firm(&["due", "--days", "4000", "--json"]).succeeds().json();
    due["items"].as_array().unwrap().iter().filter(|item| item["id"] == id).cloned().collect()
}

fn names(listed: &Value) -> Vec<&str> {
    listed["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

/// Signs for us and, with ssh-keygen alone, for the other party.
fn signed(home: &Home, id: &str, party: &str, name: &str, email: &str) {
    home.new_key("other", "");
    home.in_firm(&["sign", id, "--yes"]).succeeds();
    let who = ["--for", party, "--name", name, "--email", email];
    let files = ["--pub", "other.pub", "--prepare", "other.json"];
    home.in_firm(&[&["sign", id][..], &who, &files].concat()).succeeds();
    home.sign_elsewhere("other", "other.json");
    home.in_firm(&["receive", "other.json", "--basis", "in-person"]).succeeds();
}

#[test]
fn an_employment_agreement_in_norwegian_is_drawn_signed_and_watched() {
    let home = Home::with_firm();
    home.in_firm(&["workspace", "add", "hr", "--templates", "employment"]).succeeds();
    home.in_firm(&["template", "add", "employment-no", "-w", "hr"]).succeeds().says("hr/employment-no");
    let listed = home.in_firm(&["template", "list", "-w", "hr", "--json"]).succeeds().json();
    assert_eq!(names(&listed), ["employment", "employment-no"]);

    let id = drawn(&home, "hr/employment-no", "Maja Tindeland", &EMPLOYMENT);
    let text = text(&home, &id);
    for said in [
        "language = \"nb\"",
        "evergreen = true",
        "due = 2027-07-03",
        "id = \"probation-end\"",
        "prøvetid på 6 måneder",
        "- Kaigata 9, Moss",
        "begynner 4. januar 2027",
        "NOK 620 000 brutto",
        "feriepenger med 12 prosent",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(!text.contains("[[fill"), "{text}");
    home.in_firm(&["check", &id]).succeeds();
    signed(&home, &id, "Maja Tindeland", "Maja Tindeland", "maja@tind.example");
    home.in_firm(&["verify", &id]).succeeds();
    let due = dues(&home, &id);
    let probation = due.iter().find(|item| item["what"] == "obligation").unwrap();
    assert_eq!(probation["date"], "2027-07-03");
    home.repository_is_sound();
}

#[test]
fn what_does_not_apply_is_not_in_an_employment_agreement() {
    let home = Home::with_firm();
    let more = ["probation=no", "permanent=no", "temporary_until=2027-12-31", "temporary_basis=Vikariat (bokstav b)"];
    let id = drawn(&home, "employment-no", "Maja Tindeland", &[&EMPLOYMENT[..], &more].concat());
    let text = text(&home, &id);
    for said in ["Det er ikke avtalt prøvetid", "end = 2027-12-31", "ventes å vare til 31. desember 2027"] {
        assert!(text.contains(said), "{said} in {text}");
    }
    for gone in ["probation-end", "evergreen", "Ansettelsen er fast"] {
        assert!(!text.contains(gone), "{gone} in {text}");
    }
    home.in_firm(&[
        "new",
        "--template",
        "employment-no",
        "--party",
        "X Y",
        "--set",
        "probation_months=7",
        "--no-input",
    ])
    .exits(7)
    .says("more than 6");
}

#[test]
fn a_data_processing_agreement_hangs_under_its_main_agreement() {
    let home = Home::with_firm();
    let main = drawn(
        &home,
        "subscription",
        "Acme AS",
        &["service=Timetable", "users=20", "fee=90000.00 NOK", "start=2027-01-01"],
    );
    assert!(text(&home, &main).contains("amount = \"90000.00\""));
    let set = [
        format!("main_agreement_id={main}"),
        "service=Timetable".to_owned(),
        "purpose=Hosting of working-time records".to_owned(),
        "data_types=Name\nE-mail address\n- Hours worked".to_owned(),
        "data_subjects=Employees".to_owned(),
        "controller_contact=A Signer, privacy@northwind.example".to_owned(),
        "processor_contact=B Signer, privacy@acme.example".to_owned(),
        "review=2027-11-01".to_owned(),
        "sub_processors=Cloud GmbH, Germany: hosting".to_owned(),
    ];
    let id = drawn(&home, "dpa", "Acme AS", &set.iter().map(String::as_str).collect::<Vec<_>>());
    let text = text(&home, &id);
    for said in
        [&format!("[under]\nid = \"{main}\""), "- Hours worked\n", "- Cloud GmbH, Germany: hosting", "Article 28"]
    {
        assert!(text.contains(said), "{said} in {text}");
    }
    home.in_firm(&["check", &id]).succeeds();
    signed(&home, &id, "Acme AS", "B Signer", "b@acme.example");
    assert!(dues(&home, &id).iter().any(|item| item["date"] == "2027-11-01"));
    home.in_firm(&[
        "new",
        "--template",
        "dpa",
        "--party",
        "Acme AS",
        "--no-input",
        "--set",
        "main_agreement_id=none at all",
    ])
    .exits(7);
    home.repository_is_sound();
}

#[test]
fn a_call_off_without_its_framework_waits_for_the_id() {
    let home = Home::with_firm();
    let id = drawn(&home, "calloff", "Acme AS", &["deliverables=1. Plan\n2. Report"]);
    let text = text(&home, &id);
    for said in ["# [under]\n# id = \"[[fill: framework_id]]\"", "# [value]\n# amount = ", "- Plan\n- Report\n"] {
        assert!(text.contains(said), "{said} in {text}");
    }
    home.in_firm(&["sign", &id, "--yes"]).exits(7).says("framework_id");
}

#[test]
fn every_built_in_template_is_drawn_checked_executed_and_due() {
    let home = Home::with_firm();
    let listed = home.clm(&["template", "list", "--built-in", "--json"]).succeeds().json();
    let names = names(&listed);
    assert!(names.len() >= 18, "{names:?}");
    home.in_firm(&[&["template", "add"][..], &names].concat()).succeeds();
    home.in_firm(&["template", "check"]).succeeds();
    fs::write(home.path("scan.pdf"), "%PDF-1.4").unwrap();
    for item in listed["items"].as_array().unwrap() {
        let name = item["name"].as_str().unwrap();
        let open = drawn(&home, name, "Acme AS", &[]);
        home.in_firm(&["show", &open]).succeeds();
        let answers: Vec<String> = item["fields"].as_array().unwrap().iter().filter_map(answer).collect();
        let id = drawn(&home, name, "Acme AS", &answers.iter().map(String::as_str).collect::<Vec<_>>());
        home.in_firm(&["check", &id]).succeeds();
        home.in_firm(&["executed", &id, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
        let due = dues(&home, &id);
        assert!(!due.is_empty() && due.iter().all(|item| item["what"] != "unknown"), "{name}: {due:?}");
    }
    home.repository_is_sound();
}

/// An answer to a field that has no default; the parties are known.
fn answer(field: &Value) -> Option<String> {
    let name = field["name"].as_str().unwrap();
    let known = ["organisation", "counterparty", "signatory_name", "signatory_email", "signatory_title"];
    if known.contains(&name) || !field["default"].is_null() {
        return None;
    }
    let value = match field["kind"].as_str().unwrap() {
        "date" => "2027-01-04",
        "money" => "120000.00 NOK",
        "integer" => "3",
        "boolean" => "yes",
        "duration" => "12 months",
        "email" => "b@acme.example",
        _ if name.ends_with("_id") => "framework-0c3v5b8n",
        _ => "Something said",
    };
    Some(format!("{name}={value}"))
}

#[test]
fn adding_what_is_there_changes_nothing_and_overwrites_nothing() {
    let home = Home::with_firm();
    let head = || home.git(&["rev-parse", "HEAD"]).succeeds().out;
    let before = head();
    home.in_firm(&["template", "add", "offer", "nda"]).succeeds().says("nothing to add");
    home.in_firm(&["template", "add", "nda-sv", "--dry-run"]).succeeds().says("would record");
    home.in_firm(&["template", "add"]).exits(2);
    for name in ["nda-sw", "../nda", "liability", "NDA", ""] {
        home.in_firm(&["template", "add", name]).exits(3);
    }
    home.in_firm(&["template", "add", "nda-sw"]).exits(3).says("`nda-sv`");
    home.in_firm(&["template", "add", "nda-sv", "-w", "nowhere"]).exits(3);
    assert_eq!(head(), before);

    let own = home.read("firm/legal/templates/offer.md").replace("Offer (sales", "Our offer (sales");
    home.write("firm/legal/templates/offer.md", &own);
    home.in_firm(&["template", "add", "nda-sv"]).exits(8).says("offer.md");
    home.git(&["commit", "-qam", "our own offer"]).succeeds();
    home.in_firm(&["template", "add", "nda-sv", "offer"]).exits(4).says("offer.md");
    assert!(!home.firm("legal/templates/nda-sv.md").exists());
    assert_eq!(home.read("firm/legal/templates/offer.md"), own);
    home.repository_is_sound();
}

#[test]
fn a_workspaces_own_wording_of_a_clause_stays() {
    let home = Home::with_firm();
    home.in_firm(&["workspace", "add", "sales", "--templates", "nda"]).succeeds();
    assert!(!home.firm("sales/clauses").exists());
    home.write("firm/sales/clauses/liability.md", "#.1 Nobody is liable.\n");
    home.git(&["add", "sales"]).succeeds();
    home.git(&["commit", "-qm", "our liability"]).succeeds();
    home.in_firm(&["template", "add", "offer", "-w", "sales", "-m", "For the fair"]).succeeds().says("liability.md");
    let shown = home.git(&["log", "-1", "--format=%s|%b"]).succeeds().out;
    assert!(shown.starts_with("template: add offer to sales|For the fair"), "{shown}");
    assert_eq!(home.read("firm/sales/clauses/liability.md"), "#.1 Nobody is liable.\n");
    assert!(home.firm("sales/clauses/liability--double.md").exists());
    let id = drawn(&home, "sales/offer", "Acme AS", &[]);
    assert!(text(&home, &id).contains("8.1 Nobody is liable."));
    home.repository_is_sound();
}

#[test]
fn only_who_may_write_templates_adds_them() {
    let home = Home::with_firm();
    home.new_key("drafter", "");
    home.in_firm(&[
        "member",
        "add",
        "drafter@northwind.example",
        "--name",
        "D Drafter",
        "--role",
        "drafter",
        "--pub",
        "drafter.pub",
    ])
    .succeeds();
    let head = home.git(&["rev-parse", "HEAD"]).succeeds().out;
    home.in_firm(&["template", "add", "nda-sv", "--key", "drafter"]).exits(4);
    assert_eq!(home.git(&["rev-parse", "HEAD"]).succeeds().out, head);
}

#[test]
fn a_fallback_is_drawn_in_the_place_of_its_clause() {
    let home = Home::with_firm();
    let shown = home.in_firm(&["clause", "list", "--json"]).succeeds().out;
    assert!(shown.contains("liability"), "{shown}");
    let made = home
        .in_firm(&[
            "new",
            "--template",
            "offer",
            "--party",
            "Acme AS",
            "--clause",
            "liability=uncapped",
            "--no-input",
            "--json",
        ])
        .succeeds()
        .json();
    let text = text(&home, made["items"][0]["id"].as_str().unwrap());
    assert!(text.contains("8.3 Liability under this clause is not limited in amount."), "{text}");
}
