//! Who must sign: order with ties, any two, titles and groups, capacity, mandates, and signatures made on paper or elsewhere that
//! a member witnesses. The other side signs with nothing but ssh-keygen.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use serde_json::Value;
use support::{Answer, Home};

/// A signatory: name, title, groups, order. The address is the first name at the party's domain.
type Person<'a> = (&'a str, &'a str, &'a str, u32);

fn address(name: &str, domain: &str) -> String {
    format!("{}@{domain}.example", name.split(' ').next().unwrap().to_lowercase())
}

fn party(name: &str, domain: &str, rule: &str, people: &[Person<'_>]) -> String {
    let mut text = format!("\n[[party]]\nname = \"{name}\"\nsigning = \"{rule}\"\n");
    for (person, title, group, order) in people {
        let email = address(person, domain);
        text.push_str(&format!(
            "\n  [[party.signatory]]\n  name = \"{person}\"\n  email = \"{email}\"\n  order = {order}\n"
        ));
        if !title.is_empty() {
            text.push_str(&format!("  title = \"{title}\"\n"));
        }
        if !group.is_empty() {
            text.push_str(&format!("  groups = [\"{group}\"]\n"));
        }
    }
    text
}

const OURS: &str = "\n[[party]]\nname = \"Northwind AS\"\n";

/// A home with the firm and a key for each of these people, and a contract with these parties. Answers its id.
fn contract(home: &Home, parties: &[String], keys: &[&str], extra: &str) -> String {
    let id = "supply-00000001";
    let head = format!("+++\nid = \"{id}\"\ntitle = \"Supply of apples\"\nkind = \"supply\"\n{extra}");
    let text = format!(
        "{head}{}\n[term]\nstart = 2026-11-01\nlength = \"12 months\"\n+++\n# Apples\n\n## 1. Supply\n\nAcme AS supplies apples.\n",
        parties.concat()
    );
    home.write("firm/legal/contracts/apples-00000001/contract.md", text);
    home.in_firm(&["save"]).succeeds();
    for key in keys {
        home.new_key(key, "");
    }
    id.to_owned()
}

/// `clm sign --prepare` for somebody of Acme AS, whose key is called by the first name.
fn prepare(home: &Home, id: &str, name: &str, extra: &[&str]) -> Answer {
    let (email, key) = (address(name, "acme"), address(name, "").replace("@.example", ""));
    let (public, file) = (format!("{key}.pub"), format!("{key}.json"));
    for old in [file.clone(), format!("{file}.sig")] {
        let _ = fs::remove_file(home.path(&old));
    }
    let words =
        ["sign", id, "--for", "Acme AS", "--name", name, "--email", &email, "--pub", &public, "--prepare", &file];
    home.in_firm(&[&words[..], extra].concat())
}

/// Prepares, signs with ssh-keygen, and receives.
fn signed_elsewhere(home: &Home, id: &str, name: &str, extra: &[&str]) -> Answer {
    prepare(home, id, name, extra).succeeds();
    let key = address(name, "").replace("@.example", "");
    home.sign_elsewhere(&key, &format!("{key}.json"));
    home.in_firm(&["receive", &format!("{key}.json"), "--basis", "in-person"])
}

fn shown(home: &Home, id: &str) -> Value {
    home.in_firm(&["show", id, "--json"]).succeeds().json()["items"][0].clone()
}

/// Name and state of each signatory, as `show` tells them.
fn states(home: &Home, id: &str) -> Vec<(String, String)> {
    let item = shown(home, id);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    item["signatories"].as_array().unwrap().iter().map(|one| (text(&one["name"]), text(&one["state"]))).collect()
}

#[track_caller]
fn are(home: &Home, id: &str, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(name, state)| ((*name).to_owned(), (*state).to_owned())).collect();
    assert_eq!(states(home, id), expected);
}

fn member(home: &Home, key: &str, name: &str, roles: &[&str]) {
    home.new_key(key, "");
    let (email, public) = (format!("{key}@northwind.example"), format!("{key}.pub"));
    let mut words = vec!["member", "add", &email, "--name", name, "--pub", &public, "--workspace", "legal"];
    for role in roles {
        words.extend(["--role", role]);
    }
    home.in_firm(&words).succeeds();
}

#[test]
fn people_sign_in_order_and_equal_numbers_in_any() {
    let home = Home::with_firm();
    let ours = party("Northwind AS", "northwind", "all", &[("Signer A", "", "", 2)]).replace("Signer A", "A Signer");
    let theirs =
        party("Acme AS", "acme", "all", &[("Bo One", "", "", 1), ("Cy Two", "", "", 1), ("Di Last", "", "", 3)]);
    let id = contract(&home, &[ours.replace("a@northwind", "signer@northwind"), theirs], &["bo", "cy", "di"], "");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("not A Signer's turn").says("Bo One").says("Cy Two");
    prepare(&home, &id, "Di Last", &[]).exits(4).says("turn").says("A Signer");
    assert!(!home.path("di.json").exists());
    // The second of a tie comes first; both were prepared before either came back.
    prepare(&home, &id, "Bo One", &[]).succeeds();
    signed_elsewhere(&home, &id, "Cy Two", &[]).succeeds().says("pending");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("Bo One");
    home.sign_elsewhere("bo", "bo.json");
    home.in_firm(&["receive", "bo.json", "--basis", "phone"]).succeeds();
    are(&home, &id, &[("A Signer", "waiting"), ("Bo One", "signed"), ("Cy Two", "signed"), ("Di Last", "waiting")]);
    assert_eq!(shown(&home, &id)["signatories"][3]["order"], 3);
    assert_eq!(shown(&home, &id)["signatories"][1]["basis"], "phone");
    prepare(&home, &id, "Di Last", &[]).exits(4).says("A Signer");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["verify", &id]).exits(6).says("missing: Acme AS: Di Last");
    signed_elsewhere(&home, &id, "Di Last", &[]).succeeds().says("active");
    home.in_firm(&["verify", &id]).succeeds().says("valid");
    home.repository_is_sound();
}

#[test]
fn any_two_of_three_and_no_one_twice() {
    let home = Home::with_firm();
    let people = [("Bo One", "", "", 1), ("Cy Two", "", "", 1), ("Di Last", "", "", 1)];
    let id = contract(&home, &[OURS.to_owned(), party("Acme AS", "acme", "any 2", &people)], &["bo", "cy", "di"], "");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    signed_elsewhere(&home, &id, "Di Last", &[]).succeeds().says("pending");
    home.in_firm(&["status", "--json"]).succeeds().says("any 1 of Bo One");
    prepare(&home, &id, "Di Last", &[]).exits(4).says("signed");
    // The same key under the name of another.
    fs::copy(home.path("di.pub"), home.path("bo.pub")).unwrap();
    prepare(&home, &id, "Bo One", &[]).exits(4).says("another place");
    signed_elsewhere(&home, &id, "Cy Two", &[]).succeeds().says("active");
    are(&home, &id, &[("A Signer", "signed"), ("Bo One", "not-needed"), ("Cy Two", "signed"), ("Di Last", "signed")]);
    home.in_firm(&["verify", &id]).succeeds().says("valid");
}

#[test]
fn the_chair_and_one_of_the_board_are_two_people() {
    let home = Home::with_firm();
    let people = [("Bo One", "Chair", "board", 1), ("Cy Two", "Member", "board", 1), ("Di Last", "CFO", "", 1)];
    let theirs = party("Acme AS", "acme", "chair and any 1 of board", &people);
    let id = contract(&home, &[OURS.to_owned(), theirs], &["bo", "cy", "di"], "");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    signed_elsewhere(&home, &id, "Bo One", &[]).succeeds().says("pending");
    signed_elsewhere(&home, &id, "Di Last", &[]).succeeds().says("pending");
    home.in_firm(&["verify", &id]).exits(6).says("1 of board (Cy Two <cy@acme.example>)");
    signed_elsewhere(&home, &id, "Cy Two", &[]).succeeds().says("active");
    home.in_firm(&["verify", &id]).succeeds();
    // A rule that nobody could ever meet is refused before anybody signs.
    let hopeless = fs::read_to_string(home.folder_of(&id).join("contract.md")).unwrap();
    let hopeless = hopeless.replace(&id, "supply-00000002").replace("any 1 of board", "any 2 of board");
    home.write("firm/legal/contracts/hopeless-00000002/contract.md", hopeless);
    home.in_firm(&["check"]).exits(7).says("can never be met");
}

#[test]
fn one_signs_as_what_the_contract_says() {
    let home = Home::with_firm();
    let theirs = party("Acme AS", "acme", "all", &[("Bo One", "CEO", "", 1)]);
    let id = contract(&home, &[OURS.to_owned(), theirs], &["bo"], "");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    prepare(&home, &id, "Bo One", &["--as", "Intern"]).exits(4).says("as CEO, not as Intern");
    prepare(&home, &id, "Bo One", &["--as", "ceo"]).succeeds();
    signed_elsewhere(&home, &id, "Bo One", &[]).succeeds().says("active");
    let verdict = home.in_firm(&["verify", &id, "--json"]).succeeds().json();
    let bo = verdict["items"][0]["signatures"].as_array().unwrap().iter().find(|one| one["name"] == "Bo One").unwrap();
    assert_eq!(bo["capacity"], "CEO");
}

#[test]
fn a_mandate_keeps_both_names_and_its_evidence() {
    let home = Home::with_firm();
    let ours = party("Northwind AS", "northwind", "all", &[("Kari Nordmann", "Chair", "", 1)]);
    let theirs = party("Acme AS", "acme", "all", &[("Bo One", "", "", 1), ("Cy Two", "", "", 1)]);
    let id = contract(&home, &[ours, theirs], &["bo", "cy", "jo"], "");
    home.write("Power of Attorney.pdf", "%PDF-1.4 Kari lets A Signer sign\n");
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("--on-behalf-of");
    let sign = |of: &str, file: &str| home.in_firm(&["sign", &id, "--yes", "--on-behalf-of", of, "--mandate", file]);
    home.in_firm(&["sign", &id, "--yes", "--on-behalf-of", "Kari Nordmann"]).exits(2).says("--mandate");
    sign("Kari Nordman", "Power of Attorney.pdf").exits(3).says("did you mean `Kari Nordmann`");
    sign("Bo One", "Power of Attorney.pdf").exits(3);
    sign("Kari Nordmann", "none.pdf").exits(7).says("none.pdf");
    home.repository_is_sound();
    sign("Kari Nordmann", "Power of Attorney.pdf").succeeds().says("pending");
    sign("Kari Nordmann", "Power of Attorney.pdf").exits(4).says("signed");
    home.in_firm(&["log", &id])
        .succeeds()
        .says("on behalf of Kari Nordmann <kari@northwind.example>, for Northwind AS");
    home.in_firm(&["show", &id]).succeeds().says("by A Signer <signer@northwind.example> under a mandate");
    let seat = shown(&home, &id)["signatories"][0].clone();
    assert_eq!((seat["name"].as_str(), seat["state"].as_str()), (Some("Kari Nordmann"), Some("signed")));
    assert_eq!(seat["signer"], "A Signer <signer@northwind.example>");

    // The other side: the mandate is kept first, because preparing records nothing.
    home.write("poa.txt", "I, Cy Two, let Jo Proxy sign.\n");
    let flags = ["--on-behalf-of", "Cy Two", "--mandate", "poa.txt"];
    prepare(&home, &id, "Jo Proxy", &flags).exits(4).says("clm attach");
    prepare(&home, &id, "Jo Proxy", &[]).exits(4).says("not among those who sign");
    home.in_firm(&["attach", &id, "poa.txt", "--evidence"]).succeeds();
    signed_elsewhere(&home, &id, "Bo One", &[]).succeeds();
    prepare(&home, &id, "Bo One", &flags).exits(4).says("another place");
    signed_elsewhere(&home, &id, "Jo Proxy", &flags).succeeds().says("active");
    let statement = home.read("jo.json");
    assert!(statement.contains("\"name\": \"Cy Two\"") && statement.contains("\"name\": \"Jo Proxy\""), "{statement}");
    assert!(statement.contains("under a mandate of Cy Two"), "{statement}");
    home.in_firm(&["verify", &id])
        .succeeds()
        .says("on behalf of Cy Two <cy@acme.example>")
        .says("evidence files/poa.txt");
    let verdict = home.in_firm(&["verify", &id, "--json"]).succeeds().json();
    let signatures = verdict["items"][0]["signatures"].as_array().unwrap();
    let jo = signatures.iter().find(|one| one["name"] == "Jo Proxy").unwrap();
    assert_eq!((&jo["mandate"]["name"], &jo["capacity"]), (&Value::from("Cy Two"), &Value::from("by proxy")));
    assert_eq!(verdict["items"][0]["verdict"], "valid");
    // The printable page names both as well.
    home.in_firm(&["export", &id, "-o", "supply.html"]).succeeds();
    assert!(home.read("supply.html").contains("Jo Proxy (Cy Two)"));
    home.repository_is_sound();
    let poa = home.folder_of(&id).join("files/poa.txt");
    fs::write(&poa, "I let nobody sign.\n").unwrap();
    home.in_firm(&["verify", &id]).exits(5).says("files/poa.txt");
    home.git(&["commit", "-qam", "exchanged", "--no-gpg-sign"]).succeeds();
    home.in_firm(&["verify", &id]).exits(5).says("evidence recorded as sha256:");
}

/// Witnesses that somebody signed, with the scan `scan.pdf`.
fn witness(home: &Home, id: &str, who: &str, extra: &[&str]) -> Answer {
    let words = ["witness", id, "--for", who, "--on", "2026-11-20", "--evidence", "scan.pdf", "--yes"];
    home.in_firm(&[&words[..], extra].concat())
}

#[test]
fn a_signature_on_paper_is_witnessed_and_shown_as_that_everywhere() {
    let home = Home::with_firm();
    let theirs = party("Acme AS", "acme", "all", &[("Bo One", "CEO", "", 1), ("Cy Two", "", "", 1)]);
    let id = contract(&home, &[OURS.to_owned(), theirs], &["bo", "cy"], "");
    home.write("scan.pdf", "%PDF-1.4 signed by Bo One\n");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    let paper = ["--by", "paper"];
    witness(&home, &id, "Bo On", &[&paper[..], &["--party", "Acme AS"]].concat()).exits(3).says("`Bo One`");
    witness(&home, &id, "Nobody", &paper).exits(2).says("--party");
    witness(&home, &id, "Bo One", &["--by", "fax"]).exits(2);
    witness(&home, &id, "Bo One", &[&paper[..], &["--party", "Beta AS"]].concat()).exits(3);
    home.in_firm(&["witness", &id, "--for", "Bo One", "--on", "2026-11-20", "--by", "paper", "--yes"]).exits(2);
    let absent = ["witness", &id, "--for", "Bo One", "--on", "2026-11-20", "--by", "paper", "--evidence", "none.pdf"];
    home.in_firm(&absent).exits(7).says("none.pdf");
    let later = ["witness", &id, "--for", "Bo One", "--on", "2026-12-20", "--by", "paper", "--evidence", "scan.pdf"];
    home.in_firm(&later).exits(4).says("was to be signed by");
    // Our own signature is no longer open, and nobody witnesses himself.
    witness(&home, &id, "A Signer", &[&paper[..], &["--party", "Northwind AS"]].concat())
        .exits(4)
        .says("cannot witness");
    are(&home, &id, &[("A Signer", "signed"), ("Bo One", "waiting"), ("Cy Two", "waiting")]);
    home.repository_is_sound();

    let report = witness(&home, &id, "bo@acme.example", &["--by", "paper", "--json"]).succeeds().json();
    assert_eq!((&report["items"][0]["act"], &report["items"][0]["status"]), (&"witness".into(), &"pending".into()));
    home.repository_is_sound();
    witness(&home, &id, "Bo One", &paper).exits(4).says("signed");
    prepare(&home, &id, "Bo One", &[]).exits(4).says("signed");
    home.in_firm(&["undo", "--yes"]).exits(4);
    home.in_firm(&["log", &id])
        .succeeds()
        .says("signature of Bo One <bo@acme.example>, for Acme AS, paper, on 2026-11-20");
    home.in_firm(&["show", &id])
        .succeeds()
        .says("Bo One <bo@acme.example>, CEO, signed 2026-11-20 (paper, witnessed by A Signer");
    home.in_firm(&["status", "--json"]).succeeds().says("Cy Two");
    home.in_firm(&["list", "flag:witnessed"]).succeeds().says("Supply of apples");
    home.in_firm(&["verify", &id])
        .exits(6)
        .says("sign Bo One <bo@acme.example>, CEO, for Acme AS, on paper on 2026-11-20: paper");
    signed_elsewhere(&home, &id, "Cy Two", &[]).succeeds().says("active");

    let verdict = home.in_firm(&["verify", &id, "--json"]).succeeds().json();
    let item = &verdict["items"][0];
    assert_eq!(item["verdict"], "paper", "the weakest signature tells");
    let witnessed = item["signatures"].as_array().unwrap().iter().find(|one| one["act"] == "witness").unwrap();
    assert_eq!((&witnessed["verdict"], &witnessed["basis"]), (&"paper".into(), &"witness".into()));
    assert_eq!(witnessed["witnessed"]["capacity"], "CEO");
    assert_eq!(witnessed["witnessed"]["evidence"][0]["file"], "files/scan.pdf");
    let commands = home.in_firm(&["verify", &id, "--commands"]).succeeds().out;
    let script: String = commands
        .lines()
        .filter(|line| !line.starts_with(' ') && !line.starts_with("supply-"))
        .fold(String::from("set -e\n"), |script, line| script + line + "\n");
    let mut shell = home.command("sh");
    home.run(shell.current_dir(home.firm("")).args(["-c", &script])).succeeds().says("files/scan.pdf");

    let scan = home.folder_of(&id).join("files/scan.pdf");
    fs::write(&scan, "%PDF-1.4 signed by somebody\n").unwrap();
    home.in_firm(&["verify", &id]).exits(5).says("files/scan.pdf");
    home.git(&["commit", "-qam", "exchanged", "--no-gpg-sign"]).succeeds();
    home.in_firm(&["verify", &id]).exits(5).says("broken").says("evidence recorded as sha256:");
    fs::remove_file(&scan).unwrap();
    home.git(&["commit", "-qam", "removed", "--no-gpg-sign"]).succeeds();
    home.in_firm(&["verify", "--all"]).exits(5).says("is missing");
}

#[test]
fn ink_another_platform_and_keys_sign_one_contract() {
    let home = Home::with_firm();
    let theirs = party(
        "Acme AS",
        "acme",
        "chair and any 2 of board",
        &[("Bo One", "Chair", "", 1), ("Cy Two", "", "board", 1), ("Di Last", "", "board", 2)],
    );
    let id = contract(&home, &[OURS.to_owned(), theirs], &["cy"], "");
    home.write("scan.pdf", "%PDF-1.4 signed\n");
    home.write("bankid.pdf", "%PDF-1.7 PAdES\n");
    witness(&home, &id, "Bo One", &["--by", "bankid", "--evidence", "bankid.pdf"]).succeeds().says("pending");
    witness(&home, &id, "Di Last", &["--by", "paper"]).exits(4).says("turn");
    signed_elsewhere(&home, &id, "Cy Two", &[]).succeeds();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    // On paper before those who sign first: their signatures are of the 24th.
    witness(&home, &id, "Di Last", &["--by", "paper"]).exits(4).says("before its turn");
    are(&home, &id, &[("A Signer", "signed"), ("Bo One", "signed"), ("Cy Two", "signed"), ("Di Last", "waiting")]);
    let now = ["witness", &id, "--for", "Di Last", "--on", "2026-11-24", "--by", "paper", "--evidence", "scan.pdf"];
    home.in_firm(&now).succeeds().says("active");
    home.in_firm(&["verify", &id]).succeeds().says("external").says("with BankID on 2026-11-20: external");
    // The scan lies there once.
    let files: Vec<_> = fs::read_dir(home.folder_of(&id).join("files")).unwrap().collect();
    assert_eq!(files.len(), 2, "{files:?}");
    home.repository_is_sound();
}

#[test]
fn what_the_law_wants_on_paper_is_witnessed_one_by_one() {
    let home = Home::with_firm();
    let ours = party("Northwind AS", "northwind", "all", &[("Signer A", "", "", 1)]).replace("Signer A", "A Signer");
    let ours = ours.replace("a@northwind", "signer@northwind");
    let id = contract(&home, &[ours, "\n[[party]]\nname = \"Acme AS\"\n".to_owned()], &[], "form = \"written\"\n");
    home.write("scan.pdf", "%PDF-1.4 signed\n");
    member(&home, "mona", "Mona Manager", &["manager"]);
    member(&home, "vera", "Vera Viewer", &["viewer"]);
    home.in_firm(&["sign", &id, "--yes"]).exits(4).says("clm witness");
    witness(&home, &id, "Bo One", &["--party", "Acme AS", "--by", "external"]).exits(4).says("on paper");
    witness(&home, &id, "Bo One", &["--party", "Acme AS", "--by", "paper", "--key", "vera"]).exits(4).says("vera");
    witness(&home, &id, "bo@acme.example", &["--party", "Acme AS", "--by", "paper"]).exits(2).says("full name");
    let flags = ["--party", "Acme AS", "--by", "paper", "--email", "bo@acme.example", "--as", "CEO"];
    witness(&home, &id, "Bo One", &flags).succeeds().says("pending");
    witness(&home, &id, "A Signer", &["--by", "paper", "--key", "mona"]).succeeds().says("active");
    home.in_firm(&["verify", &id]).succeeds().says("paper").says("witnessed by Mona Manager");
    home.repository_is_sound();
}

/// A statement that a member with no right to it, or a stranger, puts into the repository by hand.
#[test]
fn a_forged_witness_counts_for_nothing() {
    let home = Home::with_firm();
    let theirs = party("Acme AS", "acme", "all", &[("Bo One", "", "", 1)]);
    let id = contract(&home, &[OURS.to_owned(), theirs], &["eve"], "");
    home.write("scan.pdf", "%PDF-1.4 forged\n");
    member(&home, "vera", "Vera Viewer", &["viewer"]);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    witness(&home, &id, "Bo One", &["--by", "paper"]).succeeds().says("active");
    let folder = home.folder_of(&id).join("signatures");
    let is_witness = |path: &std::path::PathBuf| fs::read_to_string(path).unwrap().contains("\"act\": \"witness\"");
    let mut files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let genuine = fs::read_to_string(files.find(is_witness).unwrap()).unwrap();
    home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    let fingerprint = |key: &str| {
        let mut command = home.command("ssh-keygen");
        let told = home.run(command.args(["-lf"]).arg(home.path(&format!("{key}.pub")))).succeeds().out;
        told.split(' ').nth(1).unwrap().to_owned()
    };
    let ours = fingerprint(".ssh/id_ed25519");
    let cases = [
        ("a viewer", "vera", "vera@northwind.example", 6, "may not witness"),
        ("a stranger", "eve", "eve@acme.example", 6, "only a member witnesses"),
        ("a member's name, a stranger's key", "eve", "signer@northwind.example", 6, "none of theirs"),
        ("himself", "eve", "bo@acme.example", 5, "nobody witnesses his own"),
    ];
    for (name, key, email, code, words) in cases {
        let forged = genuine.replace(&ours, &fingerprint(key)).replace("signer@northwind.example", email);
        let file = format!("forged-{}.json", clm::contract::digest::Digest::of(forged.as_bytes()).short(12));
        home.write("forged.json", &forged);
        home.sign_elsewhere(key, "forged.json");
        home.in_firm(&["receive", "forged.json", "--basis", "in-person"]).exits(5);
        fs::copy(home.path("forged.json"), folder.join(&file)).unwrap();
        fs::copy(home.path("forged.json.sig"), folder.join(format!("{file}.sig"))).unwrap();
        fs::create_dir_all(home.folder_of(&id).join("files")).unwrap();
        fs::copy(home.path("scan.pdf"), home.folder_of(&id).join("files/scan.pdf")).unwrap();
        home.git(&["add", "-A"]).succeeds();
        home.git(&["commit", "-qm", "forged", "--no-gpg-sign"]).succeeds();
        let verdict = home.in_firm(&["verify", &id]).says(words);
        assert_eq!(verdict.code, code, "{name}: {}", verdict.out);
        assert_ne!(states(&home, &id)[1].1, "signed", "{name}");
        home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
        fs::remove_file(home.path("forged.json.sig")).unwrap();
    }
}
