//! Replies of the other side, taken back: signatures, refusals, comments and changes asked for; and what is no such thing.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};
use support::replies::{BO, KARI, Page, Pen, Who, ascii, mail, spelled, text};
use support::{Answer, Home};

const HEADER: &str = "\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = \"Acme AS\"\n\n[[party.signatory]]\nname = \"Kari Nordmann\"\nemail = \"kari@acme.example\"\n\n[[party.signatory]]\nname = \"Bo Acme\"\nemail = \"bo@acme.example\"\n\n[term]\nlength = \"12 months\"\n";
const BODY: &str = "# Apples\n\n## 1. Supply\n\nAcme AS supplies æpler.\n\n## 2. Payment\n\nNorthwind AS pays within 30 days.\n\n## 3. Notice\n\nEither party may give\nthree months' notice.\n";

fn by_hand(home: &Home, id: &str) -> String {
    let text = format!("+++\nid = \"{id}\"\ntitle = \"Apples\"\nkind = \"supply\"\n{HEADER}+++\n{BODY}");
    home.write(&format!("firm/legal/contracts/apples-{}/contract.md", &id[id.len() - 8..]), text);
    home.in_firm(&["save"]).succeeds();
    id.to_owned()
}

fn send(home: &Home, id: &str, folder: &str, more: &[&str]) -> Answer {
    home.in_firm(&[&["send", id, "-o", folder], more].concat()).succeeds()
}

/// A firm whose contract was sent to both signatories of Acme AS, the pages in `out`.
fn sent(more: &[&str]) -> (Home, String, Answer) {
    let home = Home::with_firm();
    let id = by_hand(&home, "supply-00000001");
    let answer = send(&home, &id, "out", more);
    (home, id, answer)
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

fn receive(home: &Home, reply: impl AsRef<[u8]>, more: &[&str]) -> Answer {
    home.write("reply.json", reply);
    home.in_firm(&[&["receive", "reply.json", "--json"], more].concat())
}

fn shown(home: &Home, id: &str) -> Value {
    home.in_firm(&["show", id, "--json"]).succeeds().json()["items"][0].clone()
}

#[test]
fn a_reply_is_recorded_with_its_key_its_basis_and_what_it_came_in() {
    let (home, id, _) = sent(&[]);
    let (kari, bo) = (Pen::new(1), Pen::new(2));
    let reply = kari.signs(&Page::of(&home, "kari").statement(&kari, &KARI));
    receive(&home, &reply, &[]).exits(2).says("--basis");
    receive(&home, &reply, &["--basis", "code"]).exits(2).says("no code was proved");
    receive(&home, &reply, &["--basis", "phone", "-n"]).succeeds();
    let told = receive(&home, &reply, &["--basis", "phone"]).succeeds().json();
    assert_eq!(told["items"][0]["status"], "pending");
    let item = shown(&home, &id);
    let files: Vec<&str> = item["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    assert!(files.iter().any(|file| file.starts_with("files/replies/") && file.ends_with(".json")), "{files:?}");
    let again = receive(&home, &reply, &["--basis", "phone"]).exits(4);
    assert_eq!(again.error()["code"], "already-received");

    let mailed = mail(&bo.signs(&Page::of(&home, "bo-").statement(&bo, &BO)));
    home.write("mandate.pdf", "a power of attorney");
    receive(&home, &mailed, &["--basis", "mail", "--mandate", "mandate.pdf"]).succeeds();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.in_firm(&["verify", &id]).succeeds().says("valid");
    let item = shown(&home, &id);
    for ending in [".eml", "mandate.pdf"] {
        assert!(
            item["files"].as_array().unwrap().iter().any(|file| file.as_str().unwrap().ends_with(ending)),
            "{item}"
        );
    }
    home.repository_is_sound();
    // What it came in is evidence: a byte of it that changes is told.
    let kept = item["files"].as_array().unwrap().iter().find(|file| file.as_str().unwrap().ends_with(".eml")).unwrap();
    std::fs::write(home.folder_of(&id).join(kept.as_str().unwrap()), "another mail").unwrap();
    home.git(&["commit", "-qam", "careless"]).succeeds();
    home.in_firm(&["verify", &id]).exits(5).says("evidence recorded as");
}

#[test]
fn whatever_carried_a_reply_it_is_the_same_reply() {
    let (home, _, _) = sent(&[]);
    let pen = Pen::new(1);
    let reply = pen.signs(&Page::of(&home, "kari").statement(&pen, &KARI));
    let text = text(&reply);
    let html = text.lines().map(|line| format!("<div>&gt; {line}<br></div>\r\n")).collect::<String>();
    let before = head(&home);
    for (name, carried) in [
        ("file", reply.clone()),
        ("file, reformatted", reply.replace('\n', "\r\n  ")),
        ("pasted", text.clone()),
        ("quoted", text.lines().map(|line| format!("> > {line}\n")).collect()),
        ("wrapped in CRLF", text.replace("ewog", "ewo\r\ng").replace('\n', "\r\n")),
        ("HTML", html.clone()),
        ("mail, attached", mail(&reply)),
        (
            "mail, HTML",
            format!("From: kari@acme.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n{html}"),
        ),
    ] {
        let answer = receive(&home, carried, &["--basis", "mail", "-n"]);
        assert_eq!(answer.code, 0, "{name}: {}", answer.err);
    }
    let mut piped = home.command(env!("CARGO_BIN_EXE_clm"));
    piped.args(["-C", "firm", "receive", "-", "--basis", "mail"]);
    let mut child = piped.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    home.answered(&child.wait_with_output().unwrap(), "receive -").succeeds().says("pending");
    assert_ne!(head(&home), before);
    home.repository_is_sound();
}

/// What a change makes of a statement before it is signed.
fn with(statement: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut changed = statement.clone();
    change(&mut changed);
    changed
}

/// Each case has one defect; it is refused under that name, and nothing is written.
#[test]
fn a_reply_with_a_defect_is_refused_by_its_name() {
    let (home, _, _) = sent(&[]);
    let other = by_hand(&home, "supply-00000002");
    send(&home, &other, "out2", &[]);
    home.new_key("member", "");
    let (pen, mallory) = (Pen::new(1), Pen::new(9));
    let page = Page::of(&home, "kari");
    let good = page.statement(&pen, &KARI);
    let reply = pen.signs(&good);
    let foreign = Page::in_folder(&home, "out2", "kari");
    let signed = |change: &dyn Fn(&mut Value)| pen.signs(&with(&good, change));
    let resigned = |from: &str, to: &str| {
        let mut file: Value = serde_json::from_str(&reply).unwrap();
        let said = file["statement"].as_str().unwrap();
        assert!(said.contains(from), "{from}");
        file["statement"] = json!(said.replace(from, to));
        ascii(&spelled(&file))
    };
    let field = |key: &str, value: &str| {
        let mut file: Value = serde_json::from_str(&reply).unwrap();
        file[key] = json!(value);
        ascii(&spelled(&file))
    };
    let weak = format!("ssh-ed25519 {}", "AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let stolen = pen.sign("clm-response-v1", &spelled(&good));
    let sent_twice = with(&good, |it| it["predicate"]["nonce"] = json!("0".repeat(31)));
    let cases: Vec<(&str, Vec<u8>, i32, &str)> = vec![
        // The container.
        ("empty", Vec::new(), 7, "no-reply"),
        ("huge", vec![b'{'; 40 << 20], 7, "no-reply"),
        ("a large reply", format!("{reply}{}", " ".repeat(2 << 20)).into(), 7, "no-reply"),
        ("truncated", reply[..reply.len() - 20].into(), 7, "no-reply"),
        ("text cut short", text(&reply)[..500].into(), 7, "no-reply"),
        ("a character lost", text(&reply).replacen("ewog", "ewo", 1).into(), 7, "no-reply"),
        ("a letter changed", text(&reply).replacen("ewog", "ewoé", 1).into(), 7, "no-reply"),
        ("in UTF-16", reply.encode_utf16().flat_map(u16::to_le_bytes).collect(), 7, "no-reply"),
        ("not ASCII any more", reply.replace("\\u201c", "“").replace("\\u00e6", "æ").into(), 7, "no-reply"),
        ("a key twice", reply.replacen("\"key\"", "\"key\": \"x\", \"key\"", 1).into(), 7, "no-reply"),
        ("an unknown key", reply.replacen("\"key\"", "\"hint\": \"x\", \"key\"", 1).into(), 7, "no-reply"),
        ("a newer version", reply.replace("reply:v1", "reply:v2").into(), 7, "no-reply"),
        ("a mail without one", mail("hello").into(), 7, "no-reply"),
        // What was signed.
        ("the name changed", resigned("Kari Nordmann", "Kari Nordmenn").into(), 5, "signature"),
        ("a capacity added", resigned("\"email\"", "\"capacity\": \"CEO\",\n      \"email\"").into(), 5, "signature"),
        ("the day changed", resigned("2026-11-24", "2026-11-23").into(), 5, "signature"),
        (
            "a key repeated inside",
            resigned("\"act\": \"sign\"", "\"act\": \"sign\",\n    \"act\": \"sign\"").into(),
            5,
            "statement",
        ),
        ("another layout inside", resigned("  \"act\"", "\"act\"").into(), 5, "statement"),
        ("a bad nonce", pen.signs(&sent_twice).into(), 5, "statement"),
        ("an unknown fact", signed(&|it| it["predicate"]["note"] = json!("x")).into(), 5, "statement"),
        ("another key beside it", field("key", &mallory.public().to_string()).into(), 5, "other-key"),
        ("a weak key", field("key", &weak).into(), 5, "public-key"),
        ("an RSA key", field("key", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==").into(), 5, "public-key"),
        ("signed for another purpose", field("signature", &stolen).into(), 5, "signature"),
        ("no signature", field("signature", "").into(), 5, "signature"),
        ("signed by somebody else", mallory.signs(&good).into(), 5, "other-key"),
        ("a statement as a response", reply.replace("\"statement\"", "\"response\"").into(), 5, "response"),
        // What it is about.
        (
            "a contract nobody knows",
            signed(&|it| it["predicate"]["contract"]["id"] = json!("supply-00000009")).into(),
            3,
            "no-such-contract",
        ),
        (
            "replayed on another contract",
            signed(&|it| it["predicate"]["contract"]["id"] = json!(other)).into(),
            5,
            "other-send",
        ),
        (
            "another contract's send",
            signed(&|it| it["predicate"]["send"] = foreign.data["send"].clone()).into(),
            5,
            "other-send",
        ),
        (
            "a send that never was",
            signed(&|it| it["predicate"]["send"] = json!(format!("sha256:{}", "0".repeat(64)))).into(),
            5,
            "other-send",
        ),
        (
            "another text",
            signed(&|it| it["subject"][0]["digest"]["sha256"] = json!("0".repeat(64))).into(),
            5,
            "other-revision",
        ),
        (
            "an annex more",
            signed(&|it| {
                it["subject"]
                    .as_array_mut()
                    .unwrap()
                    .insert(0, json!({"digest": {"sha256": "0".repeat(64)}, "name": "annexes/a.md"}))
            })
            .into(),
            5,
            "other-revision",
        ),
        (
            "another rendering shown",
            signed(&|it| it["predicate"]["shown_sha256"] = json!("0".repeat(64))).into(),
            5,
            "other-rendering",
        ),
        (
            "no rendering shown",
            signed(&|it| drop(it["predicate"].as_object_mut().unwrap().remove("shown_sha256"))).into(),
            5,
            "other-rendering",
        ),
        (
            "another sentence agreed to",
            signed(&|it| it["predicate"]["consent"] = json!("I do not agree.")).into(),
            5,
            "other-words",
        ),
        ("another title", signed(&|it| it["predicate"]["contract"]["title"] = json!("Pears")).into(), 5, "other-words"),
        ("a witness", signed(&|it| it["predicate"]["act"] = json!("witness")).into(), 5, "statement"),
        ("our party", signed(&|it| it["predicate"]["signer"]["party"] = json!("Northwind AS")).into(), 5, "not-asked"),
        (
            "somebody who was sent no page",
            signed(&|it| it["predicate"]["signer"]["email"] = json!("eve@acme.example")).into(),
            5,
            "not-asked",
        ),
        (
            "signed tomorrow",
            signed(&|it| it["predicate"]["claimed"] = json!("2026-11-25T08:00:00Z")).into(),
            5,
            "from-the-future",
        ),
        (
            "a code nobody gave out",
            signed(&|it| it["predicate"]["code_hmac"] = json!("0".repeat(64))).into(),
            5,
            "no-code-given",
        ),
    ];
    let before = head(&home);
    for (name, bytes, code, word) in cases {
        let answer = receive(&home, bytes, &["--basis", "phone"]);
        assert_eq!(answer.code, code, "{name}: {}", answer.err);
        assert_eq!(answer.error()["code"], word, "{name}: {}", answer.err);
        assert!(answer.error()["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{name}");
        assert_eq!(head(&home), before, "{name}");
    }
    receive(&home, &reply, &["--basis", "phone", "--code", "tooshort"]).exits(2).says("no code");
    receive(&home, &reply, &["--basis", "phone", "--on", "2026-12-24"]).exits(2).says("still to come");
    assert_eq!(head(&home), before);
    receive(&home, &reply, &["--basis", "phone"]).succeeds();

    // Once one has signed: the same person, and another person with the same key.
    let second = with(&good, |it| it["predicate"]["nonce"] = json!("1".repeat(32)));
    assert_eq!(receive(&home, pen.signs(&second), &["--basis", "phone"]).exits(4).error()["code"], "already-signed");
    let shared = pen.signs(&Page::of(&home, "bo-").statement(&pen, &BO));
    assert_eq!(receive(&home, shared, &["--basis", "phone"]).exits(5).error()["code"], "one-key-one-party");
    home.repository_is_sound();
}

/// The code that was shown once when a page was sent.
fn codes(answer: &Answer) -> Vec<String> {
    let all = format!("{} {}", answer.out, answer.err);
    let words = all.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let is_code =
        |word: &&str| word.len() == 19 && word.split('-').all(|part| part.len() == 4) && word.matches('-').count() == 3;
    words.filter(is_code).map(ToOwned::to_owned).collect()
}

#[test]
fn a_spoken_code_proves_who_got_the_page() {
    let (home, id, answer) = sent(&["--code"]);
    let codes = codes(&answer);
    assert_eq!(codes.len(), 2, "{}{}", answer.out, answer.err);
    let (kari, bo) = (Pen::new(1), Pen::new(2));
    let page = Page::of(&home, "kari");
    let proving = |code: &str| kari.signs(&page.statement(&kari, &Who { code: Some(code), ..KARI }));
    let theirs = codes.iter().find(|code| receive(&home, proving(code), &["--code", code, "-n"]).code == 0).unwrap();
    let not_theirs = codes.iter().find(|code| *code != theirs).unwrap();
    let before = head(&home);
    let refused = |reply: &str, more: &[&str], exit: i32, word: &str| {
        let answer = receive(&home, reply, more);
        assert_eq!((answer.code, answer.error()["code"].as_str().unwrap()), (exit, word), "{}", answer.err);
        assert_eq!(head(&home), before);
    };
    let proved = proving(theirs);
    refused(&proved, &["--basis", "phone"], 2, "missing-answer");
    refused(&proved, &["--code", "0000-0000-0000-0000"], 5, "wrong-code");
    refused(&proved, &["--code", not_theirs], 5, "wrong-code");
    refused(&proving("0000-0000-0000-0001"), &["--code", theirs], 5, "wrong-code");
    refused(&kari.signs(&page.statement(&kari, &KARI)), &["--code", theirs], 5, "no-code");
    // A proof is bound to the key: somebody who saw it cannot sign with their own.
    let mallory = Pen::new(9);
    let mut copied = page.statement(&mallory, &KARI);
    let seen: Value =
        serde_json::from_str(serde_json::from_str::<Value>(&proved).unwrap()["statement"].as_str().unwrap()).unwrap();
    copied["predicate"]["code_hmac"] = seen["predicate"]["code_hmac"].clone();
    refused(&mallory.signs(&copied), &["--code", theirs], 5, "wrong-code");
    // Nor is a statement that answers no send a way round.
    home.new_key("acme", "");
    home.in_firm(&[
        "sign",
        &id,
        "--for",
        "Acme AS",
        "--name",
        "Bo Acme",
        "--email",
        "bo@acme.example",
        "--pub",
        "acme.pub",
        "--prepare",
        "acme.json",
    ])
    .succeeds();
    home.sign_elsewhere("acme", "acme.json");
    let answer = home.in_firm(&["receive", "acme.json", "--basis", "phone", "--json"]).exits(5);
    assert_eq!(answer.error()["code"], "no-code");

    receive(&home, &proved, &["--code", &theirs.to_lowercase().replace('-', " ")]).succeeds();
    let said = Page::of(&home, "bo-").response(
        &bo,
        &Who { code: Some(not_theirs), ..BO },
        json!([{"text": "Fine"}]),
        json!([]),
    );
    receive(&home, bo.says(&said), &["--code", theirs, "--code", not_theirs]).succeeds();
    let act = home.git(&["grep", "-h", "basis", "HEAD", "--", "*receive*"]).succeeds().out;
    assert!(act.contains("code"), "{act}");
    for word in [theirs.as_str(), not_theirs] {
        assert_eq!(home.git(&["grep", "-i", word, "HEAD"]).code, 1, "the code is stored nowhere");
    }
    home.repository_is_sound();
}

#[test]
fn an_answer_to_a_text_that_was_given_up_is_told_what_changed() {
    let (home, id, _) = sent(&[]);
    let pen = Pen::new(1);
    let page = Page::of(&home, "kari");
    let reply = pen.signs(&page.statement(&pen, &KARI));
    home.in_firm(&["reopen", &id, "-m", "another price"]).succeeds();
    assert_eq!(receive(&home, &reply, &["--basis", "phone"]).exits(4).error()["code"], "text-moved-on");
    home.in_firm(&["receive", "reply.json", "--basis", "phone"]).exits(4).says("nothing is out for signature");
    home.in_firm(&["set", &id, "term.length=24 months"]).succeeds();
    send(&home, &id, "again", &[]);
    let answer = home.in_firm(&["receive", "reply.json", "--basis", "phone"]).exits(4);
    answer.says("is the present one").says("term.length: 12 months → 24 months").says("clm send");
    // Words about the old text are still words; what they ask to change is not there any more, or still is.
    let said = page.response(&pen, &KARI, json!([{"clause": "2", "text": "Too soon"}]), json!([]));
    receive(&home, pen.says(&said), &["--basis", "phone"]).succeeds().says("moved on");
    let new = Page::in_folder(&home, "again", "kari");
    receive(&home, pen.signs(&new.statement(&pen, &KARI)), &["--basis", "phone"]).succeeds();
    home.repository_is_sound();
}

fn at(home: &Home, now: &str, args: &[&str]) -> Answer {
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    home.run(command.env("CLM_NOW", now).args(["-C", "firm"]).args(args))
}

#[test]
fn a_late_signature_is_kept_and_does_not_count() {
    let (home, id, _) = sent(&["--until", "2026-11-26"]);
    let (kari, bo) = (Pen::new(1), Pen::new(2));
    home.write("kari.json", kari.signs(&Page::of(&home, "kari").statement(&kari, &KARI)));
    home.write("bo.json", bo.signs(&Page::of(&home, "bo-").statement(&bo, &BO)));
    let late = at(&home, "2026-11-28T08:00:00Z", &["receive", "kari.json", "--basis", "phone", "--json"]).succeeds();
    assert_eq!(late.json()["items"][0]["status"], "lapsed");
    late.says("does not count");
    // The day it came in counts, not the day it was taken out of the mailbox.
    let on = ["receive", "bo.json", "--basis", "phone", "--on", "2026-11-26", "--json"];
    let answer = at(&home, "2026-11-28T08:01:00Z", &on).succeeds();
    assert!(!answer.out.contains("does not count"), "{}", answer.out);
    let item = at(&home, "2026-11-28T08:02:00Z", &["show", &id, "--json"]).succeeds().json()["items"][0].clone();
    assert!(item["flags"].as_array().unwrap().contains(&json!("uncounted")), "{item}");
    home.repository_is_sound();
}

#[test]
fn two_replies_at_once_are_both_taken() {
    let (home, id, _) = sent(&[]);
    let both = [(Pen::new(1), "kari", KARI), (Pen::new(2), "bo-", BO)];
    let mut running = Vec::new();
    for (pen, page, who) in &both {
        let file = format!("{page}.json");
        home.write(&file, pen.signs(&Page::of(&home, page).statement(pen, who)));
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command.args(["-C", "firm", "receive", &file, "--basis", "phone"]);
        running.push(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    }
    for child in running {
        home.answered(&child.wait_with_output().unwrap(), "receive").succeeds();
    }
    let item = shown(&home, &id);
    let signed = item["signatories"].as_array().unwrap().iter().filter(|one| one["state"] == "signed").count();
    assert_eq!(signed, 2, "{item}");
    home.repository_is_sound();
}

#[test]
fn several_replies_are_judged_one_by_one() {
    let (home, _, _) = sent(&[]);
    let (kari, bo) = (Pen::new(1), Pen::new(2));
    home.write("kari.json", kari.signs(&Page::of(&home, "kari").statement(&kari, &KARI)));
    home.write("bo.json", bo.signs(&Page::of(&home, "bo-").statement(&bo, &BO)).replace("Bo Acme", "Bob Acme"));
    home.write("junk.txt", "hello");
    let answer = home.in_firm(&["receive", "kari.json", "bo.json", "junk.txt", "--basis", "phone", "--json"]).exits(5);
    assert_eq!(answer.json()["items"].as_array().unwrap().len(), 1, "{}", answer.out);
    let told: Vec<Value> = answer.err.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(told.len(), 2, "{}", answer.err);
    home.repository_is_sound();
}

#[test]
fn a_refusal_in_the_page_declines_the_contract() {
    let (home, id, _) = sent(&[]);
    let pen = Pen::new(1);
    let refusal = Page::of(&home, "kari").refusal(&pen, &KARI, "The price is too high");
    receive(&home, pen.signs(&refusal), &["--basis", "phone"]).succeeds();
    let item = shown(&home, &id);
    assert_eq!(item["status"], "declined");
    let bo = Pen::new(2);
    let reply = bo.signs(&Page::of(&home, "bo-").statement(&bo, &BO));
    assert_eq!(receive(&home, reply, &["--basis", "phone"]).exits(4).error()["code"], "closed");
    home.repository_is_sound();
}

#[test]
fn a_change_asked_for_is_shown_and_taken_over() {
    let (home, id, _) = sent(&[]);
    let pen = Pen::new(1);
    let page = Page::of(&home, "kari");
    let comments = json!([{"clause": "1", "text": "Hvilke æpler?"}]);
    let asked = json!([
        page.change("30 days", "Northwind AS pays within 14 days.", "We need the money"),
        page.change("Either party", "Either party may give\none month's notice.", ""),
    ]);
    let response = page.response(&pen, &KARI, comments, asked);
    let moved = with(&response, |it| it["changes"][0]["was_sha256"] = json!("0".repeat(64)));
    assert_eq!(receive(&home, pen.says(&moved), &["--basis", "phone"]).exits(5).error()["code"], "other-block");
    let terms = with(&response, |it| it["changes"][0]["lines"] = json!("2-2"));
    assert_eq!(receive(&home, pen.says(&terms), &["--basis", "phone"]).exits(5).error()["code"], "other-block");
    let hidden = with(&response, |it| it["changes"][0]["now"] = json!("a\u{202e}b"));
    assert_eq!(receive(&home, pen.says(&hidden), &["--basis", "phone"]).exits(5).error()["code"], "response");
    let told = receive(&home, pen.says(&response), &["--basis", "phone"]).succeeds().json();
    let next = told["items"][0]["next"][0].as_str().unwrap().to_owned();
    assert!(next.starts_with(&format!("clm diff {id} --proposal ")), "{next}");
    assert_eq!(receive(&home, pen.says(&response), &["--basis", "phone"]).exits(4).error()["code"], "already-received");

    let item = shown(&home, &id);
    let comments = item["comments"].as_array().unwrap();
    assert_eq!(comments.len(), 2, "{comments:?}");
    assert!(comments.iter().any(|one| one["clause"] == "§1" && one["from"]["name"] == "Kari Nordmann"), "{comments:?}");
    home.in_firm(&["show", &id]).succeeds().says("Kari Nordmann for Acme AS").says("We need the money");
    home.in_firm(&["status"]).succeeds().says("asks for other wording");
    let proposal = next.rsplit(' ').next().unwrap();
    let diff = home.in_firm(&["diff", &id, "--proposal"]).succeeds();
    diff.says("[1] ").says("[2] ").says("14").says("Kari Nordmann");
    home.in_firm(&["diff", &id, "--proposal", "nosuch"]).exits(3).says(proposal);

    home.in_firm(&["reopen", &id, "--with", proposal, "--hunk", "3"]).exits(3).says("no hunk 3");
    home.in_firm(&["reopen", &id, "--hunk", "1"]).exits(2);
    let before = head(&home);
    home.in_firm(&["reopen", &id, "--with", proposal, "--hunk", "1", "-n"]).succeeds();
    assert_eq!(head(&home), before);
    let took = home.in_firm(&["reopen", &id, "--with", proposal, "--hunk", "1"]).succeeds();
    took.says("draft").says("1 of 2 changes");
    assert_eq!(home.git(&["rev-list", "--count", &format!("{}..HEAD", before.trim())]).succeeds().out.trim(), "1");
    let text = home.in_firm(&["show", &id, "--text"]).succeeds();
    let text = text.says("within 14 days").says("three months' notice");
    drop(text);
    // The rest can still be taken over once the text has moved; then nothing is left.
    home.in_firm(&["diff", &id, "--proposal", proposal]).succeeds().says("1 of 2 changes are about words");
    home.in_firm(&["reopen", &id, "--with", proposal]).succeeds();
    home.in_firm(&["show", &id, "--text"]).succeeds().says("one month's notice");
    home.in_firm(&["reopen", &id, "--with", proposal]).exits(4).says("no words left");
    send(&home, &id, "again", &[]);
    let new = Page::in_folder(&home, "again", "kari");
    receive(&home, pen.signs(&new.statement(&pen, &KARI)), &["--basis", "phone"]).succeeds();
    home.in_firm(&["verify", &id]).exits(6);
    home.repository_is_sound();
}

#[test]
fn a_later_page_of_the_same_text_replaces_the_earlier_one() {
    let (home, id, _) = sent(&[]);
    let pen = Pen::new(1);
    let old = pen.signs(&Page::of(&home, "kari").statement(&pen, &KARI));
    let codes = codes(&send(&home, &id, "coded", &["--code"]));
    let before = head(&home);
    // Else the page without a code would be a way round the one with it.
    assert_eq!(receive(&home, &old, &["--basis", "phone"]).exits(4).says("replaced").error()["code"], "text-moved-on");
    assert_eq!(head(&home), before);
    let page = Page::in_folder(&home, "coded", "kari");
    let proves = |code: &String| {
        let reply = pen.signs(&page.statement(&pen, &Who { code: Some(code), ..KARI }));
        receive(&home, reply, &["--code", code]).code == 0
    };
    assert!(codes.iter().any(proves), "{codes:?}");
    home.repository_is_sound();
}
