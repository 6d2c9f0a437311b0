//! What somebody meets who has never used clm: the next step is named, and nothing binding happens by accident.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use support::Home;

#[test]
fn help_can_be_asked_for_as_with_git() {
    let home = Home::new();
    let flag = home.clm(&["sign", "--help"]).succeeds();
    let word = home.clm(&["help", "sign"]).succeeds();
    assert_eq!(word.out, flag.out);
    home.clm(&["help", "member", "add"]).succeeds().says("--signs-for");
    home.clm(&["help"]).succeeds().says("Usage: clm");
    home.clm(&["help", "sgin"]).exits(2).says("sign");
}

#[test]
fn a_dry_run_signs_nothing_and_a_named_contract_is_the_answer_where_nobody_can_be_asked() {
    let home = Home::with_firm();
    let id = home.draft();
    let head = home.git(&["rev-parse", "HEAD"]).out;
    home.in_firm(&["sign"]).exits(2).says("named");
    home.in_firm(&["sign", &id, "--dry-run"]).succeeds().says("agree to it on behalf of Northwind AS");
    assert_eq!(home.git(&["rev-parse", "HEAD"]).out, head);
    home.repository_is_sound();
    home.in_firm(&["sign", &id, "--no-input"]).succeeds().says("agree to it on behalf of Northwind AS");
}

#[test]
fn the_other_side_signs_by_a_prepared_statement() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["sign", &id, "--for", "Acme AS"]).exits(4).says("may not sign for").says("--prepare");
    home.new_key("acme", "");
    home.prepare_for_acme(&id).says("contract.md");
}

#[test]
fn a_mistyped_key_is_answered_with_the_whole_key() {
    let home = Home::with_firm();
    let id = home.draft();
    for (typed, meant) in [
        ("notice", "`term.notice`"),
        ("term.notic", "`term.notice`"),
        ("amount", "`value.amount`"),
        ("titel", "`title`"),
    ] {
        let change = format!("{typed}=2 months");
        home.in_firm(&["set", &id, &change]).exits(7).says(&format!("did you mean {meant}"));
    }
    home.clm(&["set", "--help"]).succeeds().says("term.notice").says("value.currency");
}

#[test]
fn several_parties_are_not_taken_for_one() {
    let home = Home::with_firm();
    home.write("a.md", "# A\n\nText.\n");
    home.write("archive.csv", "file,party,start\na.md,Northwind AS;Ren AS,2024-05-01\n");
    home.clm(&["-C", "firm", "import", "--csv", "archive.csv"]).exits(7).says("`parties`");
    home.write("archive.csv", "file,parties,start\na.md,Northwind AS;Ren AS,2024-05-01\n");
    home.clm(&["-C", "firm", "import", "--csv", "archive.csv"]).succeeds();
    let listed = home.in_firm(&["list", "--json"]).json();
    assert_eq!(listed["items"][0]["parties"].as_array().map(Vec::len), Some(2), "{listed}");
    home.clm(&["import", "--help"]).succeeds().says("parties (`;`");
}

#[test]
fn nobody_is_waited_for_after_ink() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["show", &id]).succeeds().says("waiting");
    home.write("firm-scan.pdf", "%PDF-1.4\n");
    home.in_firm(&["executed", &id, "--on", "2026-11-02", "--by", "paper", "--evidence", "firm-scan.pdf"]).succeeds();
    let shown = home.in_firm(&["show", &id]).succeeds();
    assert!(!shown.out.contains("waiting"), "{}", shown.out);
}

#[test]
fn a_member_who_is_to_sign_for_somebody_unknown_is_pointed_out() {
    let home = Home::with_firm();
    home.new_key("kari", "");
    let key = std::fs::read_to_string(home.path("kari.pub")).unwrap();
    let add = ["member", "add", "kari@northwind.example", "--name", "Kari", "--pub", key.trim(), "--role", "signatory"];
    let typo: Vec<&str> = add.iter().copied().chain(["--signs-for", "Northwind"]).collect();
    home.in_firm(&typo).succeeds().says("`Northwind`").says("`Northwind AS`");
    home.in_firm(&typo).exits(4).says(".clm/policy.toml");
}

#[test]
fn words_and_flags_of_other_tools_are_answered_with_the_command_that_is_meant() {
    let home = Home::with_firm();
    let id = home.draft();
    home.in_firm(&["rm", &id]).exits(2).says("hint: `clm undo CONTRACT`").says("clm archive");
    home.in_firm(&["list", "-w", "legal"])
        .exits(2)
        .says("hint: that is a filter here")
        .says("clm list workspace:VALUE");
    let error = home.in_firm(&["list", "--status", "active", "--json"]).exits(2).error();
    assert!(error["hint"].as_str().unwrap().contains("status:VALUE"), "{error}");
    let odd = home.in_firm(&["show", "--frobnicate"]).exits(2);
    assert!(!odd.err.contains("as a value"), "{}", odd.err);
    home.in_firm(&["check", "workspace:legal"]).exits(3).says("`clm list workspace:legal --plain | clm COMMAND -`");
    home.in_firm(&["set", &id, "scope=Steel"]).exits(7).says("[[fill: scope]]").says("clm edit");
    home.in_firm(&["set", &id, "term.lenght=1 month"]).exits(7).says("length");
    home.in_firm(&["comment", &id, "--clause", "2", "Too broad"]).succeeds();
}

#[test]
fn help_shows_an_example_file_line_by_line() {
    let home = Home::new();
    let help = home.clm(&["import", "--help"]).succeeds().out;
    for line in ["  decimal = \",\"", "  [columns]", "  [constants]"] {
        assert!(help.lines().any(|shown| shown.starts_with(line)), "{line}: {help}");
    }
    home.clm(&["man", "set"]).succeeds().says(".nf");
}

#[test]
fn lists_name_the_other_party_and_a_template_once() {
    let home = Home::with_firm();
    home.draft();
    let listed = home.in_firm(&["list"]).succeeds().out;
    assert!(listed.contains("WITH") && listed.contains("Acme AS") && !listed.contains("Northwind AS"), "{listed}");
    assert!(home.in_firm(&["list", "--plain"]).succeeds().out.contains("Northwind AS; Acme AS"));
    home.in_firm(&["workspace", "add", "sales"]).succeeds();
    let templates = home.in_firm(&["template", "list"]).succeeds().out;
    assert_eq!(templates.lines().filter(|line| line.starts_with("nda ")).count(), 1, "{templates}");
    assert!(templates.contains("legal, sales"), "{templates}");
    let plain = home.in_firm(&["template", "list", "--plain"]).succeeds().out;
    assert_eq!(plain.lines().filter(|line| line.starts_with("nda\t")).count(), 2, "{plain}");
}

#[test]
fn an_empty_repository_has_nothing_to_verify_and_says_so() {
    let home = Home::with_firm();
    let verified = home.in_firm(&["verify", "--all"]).succeeds();
    assert!(verified.out.is_empty() && verified.err.contains("holds no contracts yet"), "{verified:?}");
    let told = home.in_firm(&["verify", "--all", "--json"]).succeeds().json();
    assert_eq!(told["items"], serde_json::json!([]));
    let id = home.draft();
    home.in_firm(&["verify", "--all"]).succeeds().says("1 contract: 1 incomplete");
    home.in_firm(&["verify", &id]).exits(6);
}

#[test]
fn the_fingerprints_of_members_are_whole_however_narrow_the_table() {
    let home = Home::with_firm();
    let line = home.read(".ssh/id_ed25519.pub");
    let print = home.in_firm(&["key", "list", "--json"]).succeeds().json();
    let print = print["items"][0]["fingerprint"].as_str().unwrap().to_owned();
    home.in_firm(&["member", "list"]).succeeds().says(&print);
    home.in_firm(&["member", "list", "--plain"]).succeeds().says(&print);
    let members = home.in_firm(&["member", "list", "--json"]).succeeds().json();
    assert_eq!(members["items"][0]["keys"], serde_json::json!([print]), "{line}");
}
