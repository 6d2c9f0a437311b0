//! Contracts sent to people who have nothing installed: the text is frozen, pages and scripts are written, and whoever was
//! asked can be given time, asked anew, replaced or let go.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;
use support::{Answer, Home};

/// Two parties; Acme AS has two signatories, one after the other.
const IN_TURN: &str = "\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = \"Acme AS\"\n\n[[party.signatory]]\nname = \"Bo Acme\"\nemail = \"bo@acme.example\"\ntitle = \"CEO\"\norder = 2\n\n[[party.signatory]]\nname = \"Kåre Ås\"\nemail = \"kare@acme.example\"\norder = 3\n\n[[party]]\nname = \"Beta AB\"\n\n[term]\nlength = \"12 months\"\n";
const TWO: &str = "\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = \"Acme AS\"\n\n[[party.signatory]]\nname = \"Bo Acme\"\nemail = \"bo@acme.example\"\ntitle = \"CEO\"\n\n[term]\nlength = \"12 months\"\n";
const BODY: &str = "# Apples\n\n## 1. Supply\n\nAcme AS supplies apples; it's \"fine\" for $HOME and `id`, $(id) and 100 % \\n.\n\nEND\nCLM\n";

/// A draft made by hand and saved. Answers its id.
fn by_hand(home: &Home, id: &str, header: &str) -> String {
    let text =
        format!("+++\nid = \"{id}\"\ntitle = \"Kjøp av 'epler' & $HOME `id`\"\nkind = \"supply\"\n{header}+++\n{BODY}");
    home.write(&format!("firm/legal/contracts/apples-{}/contract.md", &id[id.len() - 8..]), text);
    home.in_firm(&["save"]).succeeds();
    id.to_owned()
}

fn two(home: &Home) -> String {
    by_hand(home, "supply-00000001", TWO)
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

fn send(home: &Home, id: &str, more: &[&str]) -> Answer {
    home.in_firm(&[&["send", id, "-o", "out", "--json"], more].concat())
}

fn files(home: &Home) -> BTreeSet<String> {
    let read = fs::read_dir(home.path("out"));
    read.into_iter().flatten().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

fn status_of(home: &Home, id: &str) -> String {
    let shown = home.in_firm(&["show", id, "--json"]).succeeds().json();
    shown["items"][0]["status"].as_str().unwrap().to_owned()
}

/// Runs a script of the outbox with a real shell, a clock of its own and these answers.
fn run_script(home: &Home, script: &str, key: &str, answers: &str, now: &str) -> Answer {
    home.script("date", &format!("exec /usr/bin/date -d {now} \"$@\""));
    let mut command = home.command("sh");
    command.env("PATH", format!("{}:/usr/bin:/bin", home.path("bin").display()));
    command.current_dir(home.path("out")).arg(script).arg(home.path(key));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A script that stops early does not read its answers.
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    let output = child.wait_with_output().unwrap();
    home.answered(&output, script)
}

/// Takes the statement and its signature out of a reply; answers the statement.
fn unpack(home: &Home, reply: &str, name: &str) -> Value {
    let text = home.read(&format!("out/{reply}"));
    assert!(text.is_ascii() && text.lines().count() == 1, "{text}");
    let reply: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(reply["type"], "urn:clm:reply:v1");
    assert!(reply["key"].as_str().unwrap().starts_with("ssh-ed25519 AAAA"));
    home.write(name, reply["statement"].as_str().unwrap());
    home.write(&format!("{name}.sig"), reply["signature"].as_str().unwrap());
    serde_json::from_str(reply["statement"].as_str().unwrap()).unwrap()
}

const STEM: &str = "kjop-av-epler-and-home-id";
/// Before anything of ours: the other side's clock is not ahead.
const DAY: &str = "2026-11-24T08:00:00Z";

#[test]
fn a_text_is_frozen_and_each_signatory_of_the_other_side_gets_a_page() {
    let home = Home::with_firm();
    let id = by_hand(&home, "supply-00000001", IN_TURN);
    let sent = send(&home, &id, &[]).succeeds().json();
    assert_eq!(sent["schema"], "clm.act/1");
    assert_eq!(sent["items"][0]["status"], "pending");
    let pages = sent["pages"].as_array().unwrap();
    let of = |key: &str| pages.iter().map(|page| page[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("name"), [Value::Null, "Bo Acme".into(), "Kåre Ås".into()]);
    assert_eq!(of("party"), ["Beta AB", "Acme AS", "Acme AS"]);
    assert_eq!(of("until"), ["2026-12-08"; 3]);
    assert_eq!(of("turn"), [true, false, false]);
    let beta = format!("{STEM}-beta-ab");
    let expected = [
        format!("{beta}.html"),
        format!("{beta}.sh"),
        format!("{STEM}-acme-as-bo-acme.html"),
        format!("{STEM}-acme-as-kare-as.html"),
    ];
    assert_eq!(files(&home), expected.into_iter().collect::<BTreeSet<_>>());
    for page in pages {
        let name = page["file"].as_str().unwrap();
        let digest = home.run(home.command("sha256sum").arg(home.path(name))).succeeds().out;
        assert_eq!(digest.split(' ').next(), page["sha256"].as_str(), "{name}");
        let html = home.read(name);
        assert!(html.starts_with("<!DOCTYPE html>") && html.contains("supplies apples"), "{name}");
        assert!(html.contains("default-src 'none'"), "{name}");
    }
    let acts = fs::read_dir(home.folder_of(&id).join("acts")).unwrap();
    let act = acts.map(|entry| entry.unwrap().path()).find(|path| path.to_string_lossy().contains("-send-")).unwrap();
    let act = fs::read_to_string(act).unwrap();
    assert_eq!(act.matches("[[page]]").count(), 3, "{act}");
    assert!(act.contains("until = 2026-12-08"), "{act}");
    home.in_firm(&["set", &id, "title=Pears"]).exits(4).says("clm reopen");
    home.in_firm(&["verify", &id]).exits(6);
    home.repository_is_sound();
}

#[test]
fn everything_says_whom_it_waits_for_in_turn_and_since_when() {
    let home = Home::with_firm();
    let id = by_hand(&home, "supply-00000001", IN_TURN);
    send(&home, &id, &[]).succeeds();
    let waits = |json: &Value| -> Vec<(Value, bool, Value)> {
        let waits = json["items"][0]["waits"].as_array().unwrap();
        waits.iter().map(|w| (w["name"].clone(), w["turn"].as_bool().unwrap(), w["since"].clone())).collect()
    };
    for command in [&["show", &id, "--json"][..], &["list", "status:pending", "--json"], &["status", "--json"]] {
        let json = home.in_firm(command).succeeds().json();
        let expected = [
            (Value::Null, true, "2026-11-24".into()),
            (Value::Null, true, "2026-11-24".into()),
            ("Bo Acme".into(), false, Value::Null),
            ("Kåre Ås".into(), false, Value::Null),
        ];
        assert_eq!(waits(&json), expected, "{command:?}");
    }
    home.in_firm(&["list", "status:pending"]).succeeds().says("WAITS FOR").says("SINCE");
    home.in_firm(&["show", &id]).succeeds().says("then Bo Acme <bo@acme.example> for Acme AS");
    home.in_firm(&["status", "--plain"]).succeeds().says("Beta AB: one signature in its name; then Acme AS: Bo Acme");
    let due = home.in_firm(&["due", "--days", "30", "--json"]).succeeds();
    due.says("Signs after that: Acme AS: Bo Acme <bo@acme.example>.")
        .says("It has waited for Beta AB: one signature in its name since 2026-11-24.");
    let draft = home.draft();
    let shown = home.in_firm(&["show", &draft, "--json"]).succeeds().json();
    assert_eq!(waits(&shown), []);
}

#[test]
fn somebody_with_openssh_signs_by_the_script_alone() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    let id = two(&home);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    let sent = send(&home, &id, &[]).succeeds().json();
    let script = format!("{STEM}-acme-as-bo-acme.sh");
    assert_eq!(sent["pages"][0]["script"], format!("out/{script}"));
    let answer = run_script(&home, &script, "acme", "\nManaging \"Director\" \\ ø\nyes\n", DAY).succeeds();
    assert!(answer.out.ends_with("END\nCLM\n") && answer.out.contains("$(id) and 100 % \\n."), "{}", answer.out);
    let contract = fs::read_to_string(home.folder_of(&id).join("contract.md")).unwrap();
    assert_eq!(answer.out, contract, "the text is shown byte for byte");
    let statement = unpack(&home, &format!("{STEM}-acme-as-bo-acme-reply.json"), "acme.json");
    let predicate = &statement["predicate"];
    assert_eq!(predicate["signer"]["name"], "Bo Acme");
    assert_eq!(predicate["signer"]["capacity"], "Managing \"Director\" \\ ø");
    assert_eq!(predicate["after"].as_array().unwrap().len(), 1, "our signature was seen");
    assert!(predicate.get("commit").is_none() && predicate.get("code_hmac").is_none());
    home.in_firm(&["receive", "acme.json", "acme.json.sig", "--basis", "phone"]).succeeds().says("active");
    home.in_firm(&["verify", &id]).succeeds().says("valid");
    run_script(&home, &script, "acme", "\n\nyes\n", DAY).exits(1).says("There is a reply already");
    home.repository_is_sound();
}

#[test]
fn the_script_signs_nothing_that_was_not_agreed_to_or_was_changed() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    let id = two(&home);
    send(&home, &id, &[]).succeeds();
    let script = format!("{STEM}-acme-as-bo-acme.sh");
    let made = home.run(home.command("ssh-keygen").args(["-q", "-t", "ecdsa", "-N", "", "-f"]).arg(home.path("ec")));
    made.succeeds();
    let changed = home.read(&format!("out/{script}")).replace("supplies apples", "supplies pears");
    home.write("out/changed.sh", changed);
    for (file, key, answers, day, why) in [
        (script.as_str(), "acme", "\n\nno\n", DAY, "You did not type yes"),
        (&script, "acme", "\n\nYES\n", DAY, "You did not type yes"),
        (&script, "acme", "\n\n", DAY, "No answer came"),
        (&script, "acme", "a\u{1b}[2Jb\n\nyes\n", DAY, "Control characters"),
        (&script, "acme", "\n\nyes\n", "2026-12-09T00:00:00Z", "The last day to sign was 2026-12-08"),
        (&script, "nokey", "\n\nyes\n", DAY, "There is no key"),
        (&script, "ec", "\n\nyes\n", DAY, "is no ed25519 key"),
        ("changed.sh", "acme", "\n\nyes\n", DAY, "was changed on its way"),
    ] {
        let before = files(&home);
        run_script(&home, file, key, answers, day).exits(1).says(why).says("Nothing was signed.");
        assert_eq!(files(&home), before, "{why}");
    }
}

#[test]
fn a_spoken_code_is_told_once_and_stands_nowhere() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    let id = two(&home);
    let sent = send(&home, &id, &["--code"]).succeeds();
    let line = sent.err.lines().find(|line| line.starts_with("code for Bo Acme (Acme AS): ")).unwrap().to_owned();
    let code = line.rsplit(' ').next().unwrap().to_owned();
    assert_eq!(code.len(), 19);
    assert!(!sent.out.contains(&code));
    assert_eq!(sent.json()["pages"][0]["code"], true);
    let found = home.run(home.command("grep").args(["-rlE", &format!("{code}|{}", code.replace('-', ""))]).arg("."));
    assert_eq!(found.out, "", "the code was written into a file");

    let script = format!("{STEM}-acme-as-bo-acme.sh");
    run_script(&home, &script, "acme", "\n\nK7QM\nyes\n", DAY).exits(1).says("That is no code");
    let typed = code.to_lowercase().replace('-', " ");
    run_script(&home, &script, "acme", &format!("\n\n{typed}\nyes\n"), DAY).succeeds();
    let statement = unpack(&home, &format!("{STEM}-acme-as-bo-acme-reply.json"), "acme.json");
    let predicate = &statement["predicate"];
    let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json();
    let bound = clm::reply::code::Bound {
        send: predicate["send"].as_str().unwrap().parse().unwrap(),
        revision: shown["items"][0]["revision"].as_str().unwrap().parse().unwrap(),
        key: predicate["signer"]["key"].as_str().unwrap(),
        who: "bo@acme.example",
    };
    let proof = code.parse::<clm::reply::code::Code>().unwrap().proof(&bound);
    let hex: String = proof.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(predicate["code_hmac"], hex.as_str());

    let again = send(&home, &id, &["--again", "--code", "--quiet"]).succeeds();
    let other = again.err.lines().find(|line| line.starts_with("code for Bo Acme")).unwrap();
    assert!(!other.ends_with(&code), "a new code each time");
    let without = send(&home, &id, &["--again"]).succeeds();
    assert!(!without.err.contains("code for"), "{}", without.err);
}

#[test]
fn the_same_page_is_written_anew_without_another_act() {
    let home = Home::with_firm();
    let id = two(&home);
    send(&home, &id, &["--again"]).exits(4).says("clm edit");
    let first = send(&home, &id, &["--lang", "nb"]).succeeds().json();
    let name = format!("out/{STEM}-acme-as-bo-acme.html");
    let (page, script) = (home.read(&name), home.read(&name.replace(".html", ".sh")));
    assert!(page.contains("<html lang=\"nb\""), "{}", &page[..200]);
    let before = head(&home);
    fs::remove_dir_all(home.path("out")).unwrap();
    let again = send(&home, &id, &["--again"]).succeeds().json();
    assert_eq!(again["commit"], Value::Null);
    assert_eq!(again["pages"], first["pages"]);
    assert_eq!((home.read(&name), home.read(&name.replace(".html", ".sh"))), (page.clone(), script));
    send(&home, &id, &["--again"]).succeeds();
    assert_eq!(head(&home), before, "nothing is recorded");

    // A second send to the same people needs a difference, and takes the place of the first.
    send(&home, &id, &["--lang", "nb"]).exits(4).says("--again");
    let other = home.in_firm(&["send", &id, "--lang", "sv", "-o", "swedish", "--json"]).succeeds();
    assert!(other.json()["warnings"][0].as_str().unwrap().contains("stale"));
    send(&home, &id, &["--again"]).succeeds();
    assert!(home.read(&name).contains("<html lang=\"sv\""), "the page that counts is written");

    // More time stands in the page.
    home.in_firm(&["extend", &id, "--until", "2027-01-15"]).succeeds().says("--again");
    assert_eq!(send(&home, &id, &["--again"]).succeeds().json()["pages"][0]["until"], "2027-01-15");
    home.in_firm(&["reopen", &id]).succeeds().says("stale");
    send(&home, &id, &["--again"]).exits(4);
    home.repository_is_sound();
}

#[test]
fn whose_turn_has_not_come_signs_a_page_written_anew() {
    let home = Home::with_firm();
    for key in ["beta", "bo", "kare"] {
        home.new_key(key, "");
    }
    let id = by_hand(&home, "supply-00000001", IN_TURN);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    send(&home, &id, &[]).succeeds();
    let signs = |who: &str, key: &str, answers: &str| {
        run_script(&home, &format!("{STEM}-{who}.sh"), key, answers, DAY).succeeds();
        let statement = unpack(&home, &format!("{STEM}-{who}-reply.json"), &format!("{key}.json"));
        let (file, signature) = (format!("{key}.json"), format!("{key}.json.sig"));
        (home.in_firm(&["receive", &file, &signature, "--basis", "mail", "--json"]).succeeds().json(), statement)
    };
    let (beta, _) = signs("beta-ab", "beta", "Bea Beta\nBea@Beta.example\n\nyes\n");
    assert_eq!(beta["items"][0]["status"], "pending");
    assert!(!home.path(&format!("out/{STEM}-acme-as-bo-acme.sh")).exists());
    let again = send(&home, &id, &["--again"]).succeeds().json();
    assert_eq!(again["pages"].as_array().unwrap().len(), 2, "who has signed is not asked again");
    assert_eq!((&again["pages"][0]["turn"], &again["pages"][1]["turn"]), (&true.into(), &false.into()));
    let (_, bo) = signs("acme-as-bo-acme", "bo", "\n\nyes\n");
    assert_eq!(bo["predicate"]["after"].as_array().unwrap().len(), 2);
    assert_eq!(bo["predicate"]["signer"]["capacity"], "CEO");
    send(&home, &id, &["--again"]).succeeds();
    let (last, _) = signs("acme-as-kare-as", "kare", "\n\nyes\n");
    assert_eq!(last["items"][0]["status"], "active");
    home.in_firm(&["verify", &id]).succeeds().says("valid");
    send(&home, &id, &["--again"]).exits(4);
}

#[test]
fn nothing_is_sent_or_recorded_where_something_speaks_against_it() {
    let home = Home::with_firm();
    let id = two(&home);
    let blank = "\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = \"[[fill: who]]\"\n";
    let blank = by_hand(&home, "supply-00000002", blank);
    let written = by_hand(&home, "supply-00000003", &format!("form = \"written\"\n{TWO}"));
    let qualified = by_hand(&home, "supply-00000004", &format!("form = \"qualified\"\n{TWO}"));
    let alone = by_hand(&home, "supply-00000005", "\n[[party]]\nname = \"Northwind AS\"\n");
    let unsaved = by_hand(&home, "supply-00000006", TWO);
    let void = by_hand(&home, "supply-00000007", TWO);
    home.in_firm(&["void", &void, "-m", "given up"]).succeeds();
    let declined = by_hand(&home, "supply-00000008", TWO);
    home.in_firm(&["decline", &declined, "-m", "too dear"]).succeeds();
    let ours = TWO.replace(
        "name = \"Northwind AS\"",
        "name = \"Northwind AS\"\n\n[[party.signatory]]\nname = \"A Signer\"\nemail = \"signer@northwind.example\"",
    );
    let ours = by_hand(&home, "supply-00000009", &ours);
    let path = home.folder_of(&unsaved).join("contract.md");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "\nAnd pears.\n").unwrap();
    home.write("out-file", "");
    let before = head(&home);
    let cases: [(&[&str], i32, &str); 16] = [
        (&[&blank], 7, "unfilled"),
        (&[&written], 4, "form"),
        (&[&qualified], 4, "form"),
        (&[&alone], 7, "no-other-party"),
        (&[&unsaved], 8, "unsaved"),
        (&[&void], 4, "not-signable"),
        (&[&declined], 4, "not-signable"),
        (&[&id, "--party", "Acmee"], 3, "no-such-party"),
        (&[&ours, "--party", "Northwind"], 4, "nobody-to-send-to"),
        (&[&id, "--until", "2026-11-23"], 2, "past-date"),
        (&[&id, "--until", "tomorrow"], 2, "usage"),
        (&[&id, "--lang", "fr"], 2, "usage"),
        (&[&id, "--again", "--lang", "nb"], 2, "usage"),
        (&[&id, "--again"], 4, "not-in-this-state"),
        (&["supply-zzzzzzzz"], 3, "no-such-contract"),
        (&[&id, "--key", "nobody"], 3, "no-key"),
    ];
    for (words, exit, code) in cases {
        let answer = home.in_firm(&[&["send", "-o", "out", "--json"], words].concat()).exits(exit);
        assert_eq!(answer.error()["code"], code, "{words:?}");
        assert!(answer.error()["hint"].as_str().is_some_and(|hint| !hint.is_empty()) || exit == 2, "{words:?}");
    }
    for folder in ["out-file", "firm/legal/contracts", "firm/.git/out", "firm/legal/contracts/apples-00000001"] {
        let answer = home.in_firm(&["send", &id, "-o", folder, "--json"]).exits(2);
        assert_eq!(answer.error()["code"], "folder", "{folder}");
    }
    let answer = home.in_firm(&["send", &id, "-o", "out-file/deep", "--json"]).exits(1);
    assert_eq!(answer.error()["code"], "disk");
    assert!(!home.path("out").exists());
    home.write(&format!("out/{STEM}-acme-as-bo-acme.sh"), "theirs");
    assert_eq!(send(&home, &id, &[]).exits(4).error()["code"], "exists");
    assert_eq!(home.read(&format!("out/{STEM}-acme-as-bo-acme.sh")), "theirs");
    assert_eq!(files(&home).len(), 1);
    send(&home, &id, &["--dry-run"]).exits(4);
    home.in_firm(&["send", &id, "-o", "dry", "--dry-run", "--code"]).succeeds().says("would record");
    assert!(!home.path("dry").exists());
    assert_eq!(head(&home), before, "nothing was recorded");
    assert_eq!(status_of(&home, &id), "draft");
}

#[test]
fn only_who_may_send_sends() {
    let home = Home::with_firm();
    home.new_key("dora", "");
    let add = ["member", "add", "dora@northwind.example", "--name", "Dora", "--pub", "dora.pub", "--role", "drafter"];
    home.in_firm(&add).succeeds();
    let id = two(&home);
    let key = ["--key", "dora"];
    send(&home, &id, &key).exits(4).says("may not send");
    assert!(!home.path("out").exists());
    send(&home, &id, &[]).succeeds();
    home.in_firm(&[&["extend", &id, "--until", "2027-01-15"][..], &key].concat()).exits(4);
    home.in_firm(&[&["reopen", &id][..], &key].concat()).exits(4);
    home.in_firm(&[&["void", &id, "-m", "x"][..], &key].concat()).exits(4);
    home.in_firm(&[&["decline", &id, "-m", "x"][..], &key].concat()).exits(4);
    let told = ["decline", &id, "--for", "Acme", "--name", "Bo", "--basis", "mail", "-m", "x"];
    home.in_firm(&[&told[..], &key].concat()).exits(4);
    assert_eq!(status_of(&home, &id), "pending");
}

#[test]
fn time_is_given_only_to_what_is_out_and_only_later() {
    let home = Home::with_firm();
    let id = two(&home);
    let extend = |more: &[&str]| home.in_firm(&[&["extend", id.as_str()], more].concat());
    extend(&["--until", "2026-12-24"]).exits(4).says("it is draft");
    send(&home, &id, &["--until", "2026-12-01"]).succeeds();
    for day in ["2026-12-01", "2026-11-30", "2026-01-01"] {
        extend(&["--until", day]).exits(2).says("is not later");
    }
    let lapsed = ["--today", "2026-12-02"];
    let shown = home.in_firm(&[&["show", id.as_str(), "--json"][..], &lapsed].concat()).succeeds().json();
    assert_eq!(shown["items"][0]["status"], "lapsed");
    home.in_firm(&[&["send", id.as_str(), "-o", "late"][..], &lapsed].concat()).exits(4).says("clm extend");
    home.in_firm(&[&["send", id.as_str(), "--again", "-o", "late"][..], &lapsed].concat()).exits(4).says("extend");
    assert!(!home.path("late").exists());
    let given = extend(&["--until", "2026-12-24", "--today", "2026-12-02", "--json"]).succeeds().json();
    assert_eq!(given["items"][0]["status"], "pending");
    let shown = home.in_firm(&[&["show", id.as_str(), "--json"][..], &lapsed].concat()).succeeds().json();
    assert_eq!(
        (&shown["items"][0]["status"], &shown["items"][0]["sign_by"]),
        (&"pending".into(), &"2026-12-24".into())
    );
    home.in_firm(&["void", &id, "-m", "given up"]).succeeds();
    extend(&["--until", "2027-12-24"]).exits(4).says("void");
}

#[test]
fn a_signatory_who_has_not_acted_is_replaced() {
    let home = Home::with_firm();
    home.new_key("ida", "");
    let id = two(&home);
    home.in_firm(&["reopen", &id]).exits(4).says("its text may change already");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    send(&home, &id, &[]).succeeds();
    home.in_firm(&["reopen", &id, "-m", "Bo has left"]).succeeds().says("Bo Acme").says("does not count");
    assert_eq!(status_of(&home, &id), "draft");
    // Everybody is asked anew, whether the text has changed or not.
    home.in_firm(&["sign", &id, "--yes"]).succeeds().says("pending");
    home.in_firm(&["reopen", &id]).succeeds();
    let path = home.folder_of(&id).join("contract.md");
    let text = fs::read_to_string(&path).unwrap().replace("Bo Acme", "Ida Acme").replace("bo@acme", "ida@acme");
    fs::write(&path, text).unwrap();
    home.in_firm(&["save", &id]).succeeds();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    let sent = send(&home, &id, &[]).succeeds().json();
    assert_eq!(sent["pages"].as_array().unwrap().len(), 1);
    assert_eq!(sent["pages"][0]["email"], "ida@acme.example");
    run_script(&home, &format!("{STEM}-acme-as-ida-acme.sh"), "ida", "\n\nyes\n", DAY).succeeds();
    unpack(&home, &format!("{STEM}-acme-as-ida-acme-reply.json"), "ida.json");
    home.in_firm(&["receive", "ida.json", "ida.json.sig", "--basis", "phone"]).succeeds().says("active");
    home.in_firm(&["verify", &id]).succeeds().says("valid");
    home.in_firm(&["reopen", &id]).exits(4).says("clm amend");
    home.in_firm(&["void", &id, "-m", "x"]).exits(4).says("clm notice");
    home.in_firm(&["decline", &id, "-m", "x"]).exits(4).says("everybody has signed it");
    home.repository_is_sound();
}

#[test]
fn a_contract_is_withdrawn_with_its_reason() {
    let home = Home::with_firm();
    let id = two(&home);
    send(&home, &id, &[]).succeeds();
    home.in_firm(&["void", &id, "--no-input"]).exits(2).says("-m");
    home.in_firm(&["void", &id, "-m", "The project was given up"]).succeeds().says("Tell Bo Acme");
    assert_eq!(status_of(&home, &id), "void");
    home.in_firm(&["show", &id]).succeeds().says("The project was given up");
    home.in_firm(&["void", &id, "-m", "again"]).exits(4).says("already");
    home.in_firm(&["reopen", &id]).exits(4).says("clm undo");
    home.in_firm(&["sign", &id, "--yes"]).exits(4);
    home.in_firm(&["undo", "--yes"]).succeeds();
    assert_eq!(status_of(&home, &id), "pending");
    home.repository_is_sound();
}

#[test]
fn a_member_declines_with_their_key_and_others_are_told_of() {
    let home = Home::with_firm();
    let id = two(&home);
    send(&home, &id, &[]).succeeds();
    home.in_firm(&["decline", &id, "--no-input"]).exits(2).says("-m");
    home.in_firm(&["decline", &id, "--for", "Acme AS", "-m", "x"]).exits(4).says("--name");
    let said = home.in_firm(&["decline", &id, "-m", "No cap\non liability", "--json"]).succeeds().json();
    assert_eq!(said["items"][0]["status"], "declined");
    let signed = fs::read_dir(home.folder_of(&id).join("signatures")).unwrap();
    let statement = signed.map(|one| one.unwrap().path()).find(|path| path.extension().unwrap() == "json").unwrap();
    let statement: Value = serde_json::from_str(&fs::read_to_string(statement).unwrap()).unwrap();
    assert_eq!(statement["predicate"]["act"], "decline");
    assert_eq!(statement["predicate"]["reason"], "No cap on liability");
    home.in_firm(&["verify", &id]).exits(6);
    home.in_firm(&["decline", &id, "-m", "again"]).exits(4).says("declined already");

    // Declined is not the end of it: another draft, another refusal, this time told to us.
    home.in_firm(&["reopen", &id]).succeeds();
    send(&home, &id, &[]).exits(4).says("exists").says("already");
    home.in_firm(&["send", &id, "-o", "second"]).succeeds();
    let mail = home.write("mail.eml", "From: bo@acme.example\n\nToo dear.\n");
    let told = |more: &[&str]| {
        let all = ["decline", &id, "--for", "Acme", "--name", "Bo Acme", "-m", "Too dear", "--no-input"];
        home.in_firm(&[&all[..], more].concat())
    };
    told(&[]).exits(2).says("--basis");
    told(&["--basis", "rumour"]).exits(2);
    told(&["--basis", "mail", "--on", "2026-11-25"]).exits(2).says("still to come");
    told(&["--basis", "mail", "--evidence", "nothing.eml"]).exits(7);
    told(&["--basis", "mail", "--on", "2026-11-23", "--evidence", mail.to_str().unwrap()]).succeeds().says("declined");
    home.in_firm(&["show", &id]).succeeds().says("Acme AS (Bo Acme, told on 2026-11-23) declined: Too dear");
    home.in_firm(&["verify", &id]).exits(6);
    let kept = home.folder_of(&id).join("files/mail.eml");
    assert!(kept.exists());
    home.repository_is_sound();
    fs::write(&kept, "From: bo@acme.example\n\nGladly.\n").unwrap();
    home.in_firm(&["verify", &id]).exits(5).says("mail.eml");
}

#[test]
fn a_page_speaks_the_language_of_its_contract() {
    let home = Home::with_firm();
    for (number, language, page) in [(1, "nb", "nb"), (2, "nn", "nb"), (3, "de", "de"), (4, "fr", "en")] {
        let id = by_hand(&home, &format!("supply-0000000{number}"), &format!("language = \"{language}\"\n{TWO}"));
        let out = format!("out-{number}");
        let sent = home.in_firm(&["send", &id, "-o", &out, "--json"]).succeeds().json();
        assert_eq!(sent["pages"][0]["language"], page, "{language}");
    }
}

#[test]
fn what_is_in_the_way_is_told_and_nothing_is_followed_or_left() {
    let home = Home::with_firm();
    let id = two(&home);
    let (page, script) = (format!("{STEM}-acme-as-bo-acme.html"), format!("{STEM}-acme-as-bo-acme.sh"));
    fs::create_dir(home.path("out")).unwrap();
    home.write("victim", "mine");
    std::os::unix::fs::symlink(home.path("victim"), home.path(&format!("out/{page}"))).unwrap();
    assert_eq!(send(&home, &id, &[]).exits(4).error()["code"], "exists");
    assert_eq!(status_of(&home, &id), "draft");
    home.in_firm(&["send", &id, "-o", "elsewhere"]).succeeds();
    send(&home, &id, &["--again"]).succeeds();
    assert_eq!(home.read("victim"), "mine");
    assert!(home.read(&format!("out/{page}")).starts_with("<!DOCTYPE html>"));
    // A folder where the script belongs: what is recorded stays recorded, and no half of a file lies about.
    fs::remove_file(home.path(&format!("out/{script}"))).unwrap();
    fs::create_dir(home.path(&format!("out/{script}"))).unwrap();
    let before = head(&home);
    let answer = send(&home, &id, &["--again"]).exits(1);
    assert_eq!(answer.error()["code"], "pages");
    assert!(answer.error()["hint"].as_str().unwrap().contains("--again"));
    assert_eq!(files(&home), [page, script].into_iter().collect::<BTreeSet<_>>());
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}
