//! What a signature is refused for: every refusal leaves the repository as it was.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use support::Home;

/// A draft made by hand and saved, with these lines in the header and this body. Answers its id.
fn by_hand(home: &Home, id: &str, header: &str, body: &str) -> String {
    let text = format!("+++\nid = \"{id}\"\ntitle = \"Supply of apples\"\nkind = \"supply\"\n{header}+++\n{body}");
    home.write(&format!("firm/legal/contracts/apples-{}/contract.md", &id[id.len() - 8..]), text);
    home.in_firm(&["save"]).succeeds();
    id.to_owned()
}

const PARTIES: &str =
    "\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = \"Acme AS\"\n\n[term]\nlength = \"12 months\"\n";
const BODY: &str = "# Apples\n\n## 1. Supply\n\nAcme AS supplies apples.\n";

fn prepare(home: &Home, id: &str, file: &str, extra: &[&str]) -> support::Answer {
    let mut words = vec![
        "sign",
        id,
        "--for",
        "Acme AS",
        "--name",
        "B Signer",
        "--email",
        "b@acme.example",
        "--pub",
        "acme.pub",
        "--prepare",
        file,
    ];
    words.extend(extra);
    home.in_firm(&words)
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

#[test]
fn a_text_with_a_blank_or_a_hidden_character_is_not_frozen() {
    let home = Home::with_firm();
    let blank = by_hand(&home, "supply-00000001", PARTIES, "# Apples\n\nAcme AS supplies [[fill: fruit]].\n");
    home.in_firm(&["sign", &blank]).exits(7).says("fruit");
    let hidden = by_hand(&home, "supply-00000002", PARTIES, "# Apples\n\nAcme AS supplies app\u{200b}les.\n");
    home.in_firm(&["check", &hidden]).exits(7).says("zero-width");
    home.in_firm(&["sign", &hidden]).exits(7);
    let turned = by_hand(&home, "supply-00000003", PARTIES, "# Apples\n\nThe price is \u{202e}001\u{202c} kroner.\n");
    let answer = home.in_firm(&["sign", &turned]).exits(7);
    assert!(!answer.err.contains('\u{202e}'), "{}", answer.err);
    for id in [blank, hidden, turned] {
        let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json();
        assert_eq!(shown["items"][0]["signing"], "draft");
    }
    home.repository_is_sound();
}

#[test]
fn what_the_law_wants_on_paper_is_not_signed_here() {
    let home = Home::with_firm();
    for (id, form) in [("supply-00000001", "written"), ("supply-00000002", "qualified")] {
        let header = format!("form = \"{form}\"\n{PARTIES}");
        by_hand(&home, id, &header, BODY);
        home.in_firm(&["sign", id]).exits(4).says("clm executed");
    }
}

#[test]
fn only_a_party_and_only_its_signatory_signs() {
    let home = Home::with_firm();
    let header = "\n[[party]]\nname = \"Northwind AS\"\n\n[[party.signatory]]\nname = \"C Chair\"\nemail = \"chair@northwind.example\"\n\n[[party]]\nname = \"Acme AS\"\n";
    let id = by_hand(&home, "supply-00000001", header, BODY);
    home.in_firm(&["sign", &id]).exits(4).says("C Chair");
    home.in_firm(&["sign", &id, "--for", "Acmee AS"]).exits(3).says("Acme AS");
    home.in_firm(&["sign", &id, "--for", "Acme AS"]).exits(4).says("may not sign for");
    home.repository_is_sound();
}

#[test]
fn nobody_signs_twice_and_one_key_speaks_for_one_party() {
    let home = Home::with_firm();
    let id = by_hand(&home, "supply-00000001", PARTIES, BODY);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["sign", &id]).exits(4).says("signed");
    fs::copy(home.path(".ssh/id_ed25519.pub"), home.path("acme.pub")).unwrap();
    prepare(&home, &id, "acme.json", &[]).exits(4).says("signer@northwind.example");
    assert!(!home.path("acme.json").exists());
}

#[test]
fn a_reply_is_refused_when_anything_about_it_is_not_as_prepared() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    home.new_key("mallory", "");
    let id = by_hand(&home, "supply-00000001", PARTIES, BODY);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    prepare(&home, &id, "acme.json", &[]).succeeds();
    prepare(&home, &id, "acme.json", &[]).exits(1).says("another file name");
    home.sign_elsewhere("acme", "acme.json");
    let (statement, signature) = (home.read("acme.json"), home.read("acme.json.sig"));
    let before = head(&home);
    let receive = |name: &str| home.in_firm(&["receive", name, "--basis", "mail"]);

    let cases: [(&str, String, String, i32); 6] = [
        (
            "capacity added",
            statement.replace("\"party\": \"Acme AS\"", "\"capacity\": \"CEO\",\n      \"party\": \"Acme AS\""),
            signature.clone(),
            5,
        ),
        (
            "other party",
            statement.replace("\"party\": \"Acme AS\"", "\"party\": \"Northwind AS\""),
            signature.clone(),
            5,
        ),
        ("one space more", format!("{statement} "), signature.clone(), 5),
        ("cut short", statement[..statement.len() / 2].to_owned(), signature.clone(), 5),
        ("no signature", statement.clone(), String::new(), 5),
        ("a commit's signature", statement.clone(), home.git(&["cat-file", "commit", "HEAD"]).succeeds().out, 5),
    ];
    for (name, statement, signature, code) in cases {
        home.write("case.json", statement);
        home.write("case.json.sig", signature);
        let answer = receive("case.json");
        assert_eq!(answer.code, code, "{name}: {}", answer.err);
        assert_eq!(head(&home), before, "{name}");
    }
    home.write("case.json", &statement);
    home.path("case.json.sig").exists().then(|| fs::remove_file(home.path("case.json.sig")).unwrap());
    home.sign_elsewhere("mallory", "case.json");
    receive("case.json").exits(5).says("was prepared for the key");
    assert_eq!(head(&home), before);

    home.in_firm(&["receive", "acme.json", "--basis", "mail", "--pub", "mallory.pub"]).exits(5);
    receive("acme.json").succeeds();
    receive("acme.json").exits(4);
    home.in_firm(&["verify", &id]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_reply_on_an_older_text_is_refused() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    let id = by_hand(&home, "supply-00000001", PARTIES, BODY);
    prepare(&home, &id, "acme.json", &[]).succeeds();
    home.sign_elsewhere("acme", "acme.json");
    home.in_firm(&["set", &id, "term.length=24 months"]).succeeds();
    home.in_firm(&["receive", "acme.json", "--basis", "mail"]).exits(5).says("contract.md");
    home.repository_is_sound();
}

#[test]
fn signed_by_one_party_the_text_is_frozen() {
    let home = Home::with_firm();
    let id = by_hand(&home, "supply-00000001", PARTIES, BODY);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["set", &id, "term.length=24 months"]).exits(4);
    home.in_firm(&["set", &id, "custom.cost_centre=4711"]).succeeds();
    home.in_firm(&["tag", &id, "--add", "fruit"]).succeeds();
    let path = home.folder_of(&id).join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("apples", "pears")).unwrap();
    home.in_firm(&["verify", &id]).exits(5).says("contract.md");
    home.in_firm(&["restore", &id]).succeeds();
    home.in_firm(&["verify", &id]).exits(6);
    home.repository_is_sound();
}

#[test]
fn paper_and_other_platforms_are_recorded_with_their_evidence() {
    let home = Home::with_firm();
    home.write("Signed copy.pdf", "%PDF-1.4 signed\n");
    let id = by_hand(&home, "supply-00000001", PARTIES, BODY);
    home.in_firm(&["executed", &id, "--on", "2026-11-20", "--by", "paper", "--evidence", "missing.pdf"]).exits(7);
    home.in_firm(&["executed", &id, "--on", "2031-11-20", "--by", "paper", "--evidence", "Signed copy.pdf"]).exits(2);
    home.in_firm(&["executed", &id, "--on", "2026-11-20", "--by", "paper", "--evidence", "Signed copy.pdf"])
        .succeeds()
        .says("active");
    home.in_firm(&["verify", &id]).succeeds().says("paper");
    home.in_firm(&["sign", &id]).exits(4);
    home.repository_is_sound();
    let scan = home.folder_of(&id).join("files/signed-copy.pdf");
    fs::write(&scan, "%PDF-1.4 exchanged\n").unwrap();
    home.in_firm(&["verify", &id]).exits(5).says("signed-copy.pdf");
    home.git(&["commit", "-qam", "exchange"]).succeeds();
    home.in_firm(&["verify", &id]).exits(5).says("signed-copy.pdf");
}

#[test]
fn a_key_behind_a_passphrase_needs_somebody_to_ask() {
    let home = Home::with_firm();
    let id = by_hand(&home, "supply-00000001", PARTIES, BODY);
    home.new_key("locked", "a long passphrase");
    let public = home.read("locked.pub");
    home.in_firm(&[
        "member",
        "add",
        "kari@northwind.example",
        "--name",
        "Kari",
        "--pub",
        public.trim(),
        "--role",
        "owner",
        "--signs-for",
        "Northwind AS",
    ])
    .succeeds();
    let before = head(&home);
    home.in_firm(&["sign", &id, "--key", "locked", "--no-input"]).exits(2).says("passphrase");
    assert_eq!(head(&home), before);
    home.in_firm(&["sign", &id, "--key", "acme-not-there"]).exits(3).says("clm key list");
}
