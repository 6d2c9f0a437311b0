//! One agreement from the first draft to a stranger's check, through the real binary, as an office lives it: the other side
//! has a browser, one of them OpenSSH, and nobody there has clm.
//!
//! What each step refuses is the subject of `sending.rs`, `receiving.rs` and `bundling.rs`; here is the way itself. It needs
//! the browser of `browser.rs` and says so loudly where there is none.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, clippy::disallowed_methods)]

mod support;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::browser::{browser, shots, told};
use support::replies::{Page, Pen, Who};
use support::{Answer, Home};

const ID: &str = "services-7k2m9qxt";
const CONTRACT: &str = include_str!("browser/services.md");
/// When the other side claims to answer: their clocks are not ahead of ours.
const DAY: &str = "2026-11-24T08:00:00Z";
const STEM: &str = "avtale-om-regnskapstjenester-fjord-eiendom-as";

/// Sends it into a folder; answers the codes in the order of the pages.
fn send(home: &Home, folder: &str, more: &[&str]) -> Vec<String> {
    let words = [&["send", ID, "--code", "-o", folder], more].concat();
    let sent = home.in_firm(&words).succeeds();
    let codes = sent.err.lines().filter_map(|line| line.strip_prefix("code for "));
    codes.map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect()
}

fn page(home: &Home, folder: &str, who: &str) -> PathBuf {
    home.path(&format!("{folder}/{STEM}-{who}.html"))
}

/// What somebody does in the page in Chromium; the reply file is then `name` in the home.
fn answers(home: &Home, story: &str, page: &Path, name: &str, mut given: Value) {
    given["clock"] = DAY.into();
    let told = told(story, page, &given);
    home.write(name, told["file"].as_str().unwrap());
    home.write(&format!("{name}.txt"), told["text"].as_str().unwrap());
}

/// Runs the script beside a page with the key `ola` and these answers typed.
fn signs_with_script(home: &Home, folder: &str, typed: &str) -> Answer {
    home.script("date", &format!("exec /usr/bin/date -d {DAY} \"$@\""));
    let mut command = home.command("sh");
    command.env("PATH", format!("{}:/usr/bin:/bin", home.path("bin").display())).current_dir(home.path(folder));
    command.arg(format!("{STEM}-ola-asen.sh")).arg(home.path("ola"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    home.answered(&child.wait_with_output().unwrap(), "the script")
}

fn state(home: &Home, name: &str) -> String {
    let shown = home.in_firm(&["show", ID, "--json"]).succeeds().json();
    let all = shown["items"][0]["signatories"].as_array().unwrap();
    all.iter().find(|one| one["name"] == name).unwrap()["state"].as_str().unwrap().to_owned()
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

/// A reply that must be refused with this code, and nothing recorded.
fn refused(home: &Home, reply: &str, code: &str, reason: &str) -> Answer {
    let before = head(home);
    let answer = home.in_firm(&["receive", reply, "--code", code, "--json"]).exits(4);
    assert_eq!(answer.error()["code"], reason, "{}", answer.err);
    assert_eq!(head(home), before, "{reply}: something was recorded");
    answer
}

#[test]
fn an_agreement_is_made_with_people_who_have_nothing_installed() {
    if !browser() {
        return;
    }
    let home = Home::with_firm();
    home.new_key("ola", "");
    home.write("firm/legal/contracts/regnskap-7k2m9qxt/contract.md", CONTRACT);
    home.in_firm(&["save"]).succeeds();

    // Sent with spoken codes. Kari signs at once, changes her mind, and asks for other words before her answer is taken.
    let codes = send(&home, "first", &["--lang", "nb"]);
    let first = page(&home, "first", "kari-nordmann");
    answers(&home, "sign", &first, "hasty.json", json!({"code": codes[0]}));
    let asked = Page::of_file(&first);
    let block = asked.block("tretti dager");
    let now = "Fakturaer forfaller fjorten dager etter at de er sendt.";
    let wish = json!({"code": codes[0], "clause": "5", "comment": "Passer dette?", "block": block, "now": now});
    answers(&home, "respond", &first, "wish.json", wish);
    home.in_firm(&["receive", "wish.json.txt"]).exits(2).says("--code");
    home.in_firm(&["receive", "wish.json.txt", "--code", &codes[0]]).succeeds().says("from Kari Nordmann");
    home.in_firm(&["status"]).succeeds().says("our answer");
    home.in_firm(&["show", ID]).succeeds().says("on §5: Passer dette?");

    // We look at it, take it over, and send the new text.
    home.in_firm(&["diff", ID, "--proposal", "--words"]).succeeds().says("[-tretti-]{+fjorten+}");
    let proposals = fs::read_dir(home.folder_of(ID).join("files/proposals")).unwrap();
    let proposal = proposals.map(|entry| entry.unwrap().path()).next().unwrap();
    let proposal = proposal.file_stem().unwrap().to_str().unwrap();
    home.in_firm(&["reopen", ID, "--with", proposal]).succeeds().says("a draft again");
    let text = fs::read_to_string(home.folder_of(ID).join("contract.md")).unwrap();
    assert_eq!(text, CONTRACT.replace("tretti dager", "fjorten dager"), "their words, and no others");
    refused(&home, "hasty.json", &codes[0], "text-moved-on").says("nothing is out").says("Pris og betaling");
    let old = codes;
    let codes = send(&home, "second", &["--lang", "nb"]);
    refused(&home, "hasty.json", &old[0], "text-moved-on").says("--again");

    // Ola is second. His page has no place to sign; one made by hand anyway is kept, and counts for nothing.
    let look = told("look", &page(&home, "second", "ola-asen"), &json!({"clock": DAY}));
    assert!(look["html"].as_str().unwrap().contains("fjorten dager"));
    assert!(!home.path(&format!("second/{STEM}-ola-asen.sh")).exists());
    let (pen, early) = (Pen::new(9), Page::in_folder(&home, "second", "ola-asen"));
    let ola =
        Who { name: "Ola Åsen", email: "ola@fjord.example", capacity: Some("Styreleder"), code: Some(&codes[1]) };
    home.write("early.json", pen.signs(&early.statement(&pen, &ola)));
    home.in_firm(&["receive", "early.json", "--code", &codes[1]]).succeeds().says("came before its turn");
    assert_eq!(state(&home, "Ola Åsen"), "uncounted");
    home.in_firm(&["sign", ID, "--yes"]).exits(4).says("first: Fjord Eiendom AS: Kari Nordmann");

    // Kari signs in the browser, types the code as she heard it; we type it as well. Her answer counts once.
    let heard = codes[0].to_lowercase().replace('-', " ");
    answers(&home, "sign", &page(&home, "second", "kari-nordmann"), "kari.json", json!({"code": heard}));
    home.in_firm(&["receive", "kari.json", "--code", &codes[1]]).exits(5).says("is not the one");
    home.in_firm(&["receive", "kari.json", "--code", &heard]).succeeds().says("pending");
    refused(&home, "kari.json", &codes[0], "already-received");
    refused(&home, "kari.json.txt", &codes[0], "already-received");
    assert_eq!((state(&home, "Kari Nordmann"), state(&home, "Ola Åsen")), ("signed".into(), "uncounted".into()));
    home.in_firm(&["sign", ID, "--yes"]).exits(4).says("first: Fjord Eiendom AS: Ola Åsen");

    // Ola signs with OpenSSH alone, on a page written anew for his turn; then we do.
    let codes = send(&home, "third", &["--again", "--party", "Fjord"]);
    let signed = signs_with_script(&home, "third", &format!("\n\n{}\nyes\n", codes[0])).succeeds();
    signed.says("Jeg har lest «Avtale om regnskapstjenester»").says("Signed. Send");
    let reply = format!("third/{STEM}-ola-asen-reply.json");
    home.in_firm(&["receive", &format!("../{reply}"), "--code", &codes[0]]).exits(7).says("cannot be read");
    home.in_firm(&["receive", &reply, "--code", &codes[0]]).succeeds().says("pending");
    home.in_firm(&["sign", ID, "--yes"]).succeeds().says("awaiting");
    for name in ["A Signer", "Kari Nordmann", "Ola Åsen"] {
        assert_eq!(state(&home, name), "signed");
    }
    home.in_firm(&["verify", ID]).succeeds().says("valid");
    home.in_firm(&["verify", "--history"]).succeeds();
    home.repository_is_sound();

    let bundle = home.path("avtale.zip");
    home.in_firm(&["bundle", ID, "-o", bundle.to_str().unwrap()]).succeeds().says("valid");
    a_stranger_checks_it(&home, &bundle);
    any_machine_with_clm_checks_it(&home, &bundle);
}

/// The commands of VERIFY.md, in the unpacked folder, with nothing of ours on PATH.
fn a_stranger_checks_it(home: &Home, bundle: &Path) {
    let few = home.path("few");
    fs::create_dir_all(&few).unwrap();
    for name in ["ssh-keygen", "sha256sum", "sed", "sort", "find"] {
        let folders = std::env::var_os("PATH").unwrap();
        let found = std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file());
        symlink(found.unwrap_or_else(|| panic!("{name} is not installed")), few.join(name)).unwrap();
    }
    let folder = home.path("stranger");
    fs::create_dir_all(&folder).unwrap();
    let sh = |script: &str| {
        let mut command = Command::new("/bin/sh");
        command.env_clear().env("PATH", &few).env("HOME", home.path("nowhere")).current_dir(&folder);
        home.run(command.args(["-e", "-c", script]))
    };
    zip::ZipArchive::new(fs::File::open(bundle).unwrap()).unwrap().extract(&folder).unwrap();
    let page = fs::read_to_string(folder.join("VERIFY.md")).unwrap();
    let commands: String = page.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let answer = sh(&commands).succeeds();
    // The one of Ola's that came before its turn counts for nothing, and is not among them.
    assert_eq!(answer.out.matches("Good \"clm-statement-v1\" signature").count(), 3, "{}", answer.out);
    assert_eq!(answer.out.matches("Good \"clm-manifest-v1\" signature").count(), 1, "{}", answer.out);
    let certificate = fs::read_to_string(folder.join("certificate.html")).unwrap();
    fs::write(shots().join("certificate.html"), &certificate).unwrap();
    for words in ["Kari Nordmann", "Ola Åsen", "Styreleder", "A Signer", "spoken code"] {
        assert!(certificate.contains(words), "{words}");
    }
    let text = fs::read_to_string(folder.join("contract.md")).unwrap();
    fs::write(folder.join("contract.md"), text.replace("fjorten", "tretti")).unwrap();
    assert_ne!(sh(&commands).code, 0, "the old words are not what was signed");
    fs::write(folder.join("contract.md"), text).unwrap();
    sh(&commands).succeeds();
}

/// `clm verify FILE.zip` outside any repository, and the same with a bit turned in each of its files.
fn any_machine_with_clm_checks_it(home: &Home, bundle: &Path) {
    let elsewhere = home.path("elsewhere");
    fs::create_dir_all(&elsewhere).unwrap();
    let verify = |what: &Path, more: &[&str]| {
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        home.run(command.current_dir(&elsewhere).arg("verify").arg(what).args(more))
    };
    let key = home.run(home.command("ssh-keygen").args(["-l", "-f", ".ssh/id_ed25519.pub"])).succeeds().out;
    let trust = ["--trust", key.split(' ').nth(1).unwrap()];
    verify(bundle, &[]).exits(6).says("untrusted").says(trust[1]);
    verify(bundle, &trust).succeeds().says("valid").says("Kari Nordmann").says("Ola Åsen").says("A Signer");
    let folder = home.path("stranger");
    verify(&folder, &trust).succeeds();
    let files = walk(&folder);
    assert!(files.len() >= 12, "{files:?}");
    // Every byte is the sweep of bundling.rs; here each file of this one is touched at its ends and within.
    for file in &files {
        let good = fs::read(file).unwrap();
        for place in [0, good.len() / 3, good.len() / 2, good.len() - 1] {
            let mut changed = good.clone();
            changed[place] ^= 1;
            fs::write(file, changed).unwrap();
            let answer = verify(&folder, &trust);
            assert_eq!(answer.code, 5, "{}, byte {place}: {}{}", file.display(), answer.out, answer.err);
        }
        fs::write(file, good).unwrap();
    }
    verify(&folder, &trust).succeeds();
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
