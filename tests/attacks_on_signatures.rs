//! Attacks on the bytes of a signature and on its meaning, each a named row with the exit code it must end in: when it is
//! received, and when somebody with write access smuggles it in with an act of a member that vouches for it.
//!
//! The numbers are those of groups A and B of the threat list. Exit codes: 4 refused, 5 verification failed, 6 intact but not
//! enough, 7 invalid content.

#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clm::contract::digest::Digest;
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha512};
use support::Home;

const MEMBER: &str = "signer@northwind.example";

/// A contract that we have signed and Acme AS has not: what comes back is `acme.json` and `acme.json.sig`.
struct Case {
    home: Home,
    id: String,
    folder: PathBuf,
    statement: String,
    signature: String,
}

impl Case {
    fn new() -> Self {
        let home = Home::with_firm();
        home.new_key("acme", "");
        home.new_key("mallory", "");
        let id = home.draft();
        home.in_firm(&["sign", &id, "--yes"]).succeeds();
        home.prepare_for_acme(&id).succeeds();
        home.sign_elsewhere("acme", "acme.json");
        let (statement, signature) = (home.read("acme.json"), home.read("acme.json.sig"));
        let folder = home.folder_of(&id);
        Self { home, id, folder, statement, signature }
    }

    /// What `receive` answers; nothing is ever written.
    fn received(&self, statement: &str, signature: &str) -> support::Answer {
        self.home.write("case.json", statement);
        self.home.write("case.json.sig", signature);
        self.home.in_firm(&["receive", "case.json", "--basis", "in-person", "--dry-run"])
    }

    /// Puts the two files into the contract by hand, with a member's act that vouches for the key of `key`, in a commit that
    /// member signed.
    fn smuggle(&self, statement: &str, signature: &str, key: &str) {
        let digest = Digest::of(statement.as_bytes());
        let file = format!("case-{}.json", digest.short(12));
        fs::write(self.folder.join("signatures").join(&file), statement).unwrap();
        fs::write(self.folder.join("signatures").join(format!("{file}.sig")), signature).unwrap();
        let facts = format!(
            "statement = \"{digest}\"\nkey = \"{}\"\nbasis = \"in-person\"\non = 2026-11-24\n",
            self.public(key)
        );
        self.act("receive", &facts);
        self.commit_as_member();
    }

    fn act(&self, act: &str, facts: &str) {
        let id = &self.id;
        let text = format!(
            "act = \"{act}\"\ncontract = \"{id}\"\nby = \"{MEMBER}\"\nat = 2026-11-24T09:00:00Z\nafter = []\n{facts}"
        );
        fs::create_dir_all(self.folder.join("acts")).unwrap();
        let name = format!("2026-11-24-{act}-{}.toml", Digest::of(text.as_bytes()).short(8));
        fs::write(self.folder.join("acts").join(name), text).unwrap();
    }

    fn public(&self, key: &str) -> String {
        self.home.read(&format!("{key}.pub")).split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    fn fingerprint(&self, key: &str) -> String {
        let mut command = self.home.command("ssh-keygen");
        let told = self.home.run(command.args(["-lf"]).arg(self.home.path(&format!("{key}.pub")))).succeeds().out;
        told.split(' ').nth(1).unwrap().to_owned()
    }

    fn commit_as_member(&self) {
        let key = format!("user.signingkey={}", self.home.path(".ssh/id_ed25519").display());
        self.home.git(&["add", "-A"]).succeeds();
        self.home.git(&["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "signed"]).succeeds();
    }

    fn back(&self) {
        self.home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
        self.home.git(&["clean", "-qfd"]).succeeds();
    }

    /// The signature is refused on receipt and, smuggled in, by `verify`, which says why.
    #[track_caller]
    fn refused(&self, name: &str, statement: &str, signature: &str, words: &str) {
        self.answers(name, (statement, signature), (5, 5), words);
    }

    #[track_caller]
    fn answers(&self, name: &str, (statement, signature): (&str, &str), (received, verified): (i32, i32), words: &str) {
        let answer = self.received(statement, signature);
        assert_eq!(answer.code, received, "{name}, received: {}{}", answer.out, answer.err);
        self.smuggle(statement, signature, "acme");
        let answer = self.home.in_firm(&["verify", &self.id]);
        assert_eq!(answer.code, verified, "{name}, smuggled in: {}{}", answer.out, answer.err);
        assert!(answer.out.contains(words), "{name} does not say `{words}`: {}", answer.out);
        self.back();
    }

    /// Signs a statement with `ssh-keygen` as the holder of a key would.
    fn signed(&self, key: &str, namespace: &str, statement: &str) -> String {
        let path = self.home.write("by-hand.json", statement);
        let _ = fs::remove_file(self.home.path("by-hand.json.sig"));
        let mut command = self.home.command("ssh-keygen");
        command.args(["-q", "-Y", "sign", "-n", namespace, "-f"]).arg(self.home.path(key)).arg(path);
        self.home.run(&mut command).succeeds();
        self.home.read("by-hand.json.sig")
    }

    /// Both answers of `verify` on the repository as it lies there.
    #[track_caller]
    fn is(&self, name: &str, code: i32, words: &str) {
        let answer = self.home.in_firm(&["verify", &self.id]);
        assert_eq!(answer.code, code, "{name}: {}{}", answer.out, answer.err);
        assert!(answer.out.contains(words), "{name} does not say `{words}`: {}", answer.out);
    }
}

// ---- what ssh-keygen would not make ----

fn string(bytes: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(bytes.len()).unwrap().to_be_bytes().to_vec();
    out.extend_from_slice(bytes);
    out
}

fn armour(blob: &[u8], width: usize) -> String {
    let encoded = STANDARD.encode(blob);
    let lines: Vec<&str> = encoded.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
}

fn blob(armour: &str) -> Vec<u8> {
    let body: String = armour.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).unwrap()
}

/// The parts of a signature; each may be what it must not be.
struct Parts {
    key: Vec<u8>,
    namespace: &'static str,
    reserved: &'static str,
    hash: &'static str,
}

impl Parts {
    fn of(key: &[u8]) -> Self {
        Self { key: key.to_vec(), namespace: "clm-statement-v1", reserved: "", hash: "sha512" }
    }

    fn signed(&self, message: &[u8], sign: &dyn Fn(&[u8]) -> [u8; 64]) -> String {
        let digest = match self.hash {
            "sha256" => sha2::Sha256::digest(message).to_vec(),
            _ => Sha512::digest(message).to_vec(),
        };
        let middle =
            [string(self.namespace.as_bytes()), string(self.reserved.as_bytes()), string(self.hash.as_bytes())];
        let data = [b"SSHSIG".to_vec(), middle.concat(), string(&digest)].concat();
        let inner = [string(b"ssh-ed25519"), string(&sign(&data))].concat();
        let head = [b"SSHSIG".to_vec(), 1_u32.to_be_bytes().to_vec(), string(&self.key)];
        armour(&[head.concat(), middle.concat(), string(&inner)].concat(), 70)
    }
}

/// The secret key in a file without passphrase, and the blob of its public key.
fn secret(home: &Home, key: &str) -> (SigningKey, Vec<u8>) {
    let read = ssh_key::PrivateKey::from_openssh(home.read(key)).unwrap();
    let pair = read.key_data().ed25519().unwrap();
    (SigningKey::from_bytes(&pair.private.to_bytes()), key_blob(&pair.public.0))
}

fn key_blob(public: &[u8]) -> Vec<u8> {
    [string(b"ssh-ed25519"), string(public)].concat()
}

/// S + L: the same signature in a second form, made without the key.
fn malleable(armour_text: &str) -> String {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut bytes = blob(armour_text);
    let at = bytes.len() - 32;
    let mut carry = 0_u16;
    for (byte, add) in bytes[at..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = u8::try_from(sum & 0xff).unwrap();
        carry = sum >> 8;
    }
    armour(&bytes, 70)
}

#[test]
fn group_a_the_bytes_of_a_signature() {
    let case = Case::new();
    let (good, sig) = (case.statement.as_str(), case.signature.as_str());
    // What is compared with: the genuine pair is taken, and is valid when it lies there.
    case.answers("as it should be", (good, sig), (0, 0), "valid");
    let (key, public) = secret(&case.home, "acme");
    let sign = |data: &[u8]| key.sign(data).to_bytes();
    let made = |parts: Parts| parts.signed(good.as_bytes(), &sign);
    assert_eq!(made(Parts::of(&public)), sig, "the signatures below differ from ssh-keygen's in one thing each");
    let parts = || Parts::of(&public);

    let mut flipped = blob(sig);
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    let rows: Vec<(&str, String, &str)> = vec![
        ("1 a bit of the signature", armour(&flipped, 70), "does not fit"),
        ("2 text before", format!("Dear Sirs,\n{sig}"), "text before or after"),
        ("2 text after", format!("{sig}Regards\n"), "text before or after"),
        ("4 the reserved field", made(Parts { reserved: "x", ..parts() }), "reserved field"),
        ("5 S + L", malleable(sig), "second form"),
        ("7 sha256", made(Parts { hash: "sha256", ..parts() }), "sha256"),
        ("7 an unknown hash", made(Parts { hash: "md5", ..parts() }), "unknown hash"),
        ("9 the namespace of commits", case.signed("acme", "git", good), "`git`"),
        ("9 the namespace of files", case.signed("acme", "file", good), "`file`"),
        ("9 an older namespace", case.signed("acme", "clm-statement-v0", good), "clm-statement-v0"),
        ("10 two signatures", format!("{sig}{sig}"), "more than one"),
        ("10 two, one of them bad", format!("{}{sig}", armour(&flipped, 70)), "more than one"),
        ("no signature", String::new(), "no SSH signature"),
        ("cut short", sig[..sig.len() / 2].to_owned(), "cut short"),
    ];
    for (name, signature, words) in rows {
        case.refused(name, good, &signature, words);
    }
    // 1: a bit of the statement. Its text still reads, its name and its signature do not fit.
    case.refused("1 a bit of the statement", &good.replacen("Director", "Eirector", 1), sig, "does not fit");
    // 3: mail wraps lines. On receipt the armour is written anew; what lies there has one spelling.
    case.answers("3 wrapped at 64", (good, &armour(&blob(sig), 64)), (0, 5), "wrapped");
    case.answers("3 CR LF", (good, &sig.replace('\n', "\r\n")), (0, 5), "CR LF");
    case.answers("3 no final line end", (good, sig.trim_end()), (0, 5), "line end");
}

#[test]
fn group_a_keys_that_must_not_sign() {
    let case = Case::new();
    let good = case.statement.as_str();
    let (key, public) = secret(&case.home, "acme");
    let ours = case.fingerprint("acme");
    let fingerprint = |blob: &[u8]| {
        let digest = sha2::Sha256::digest(blob);
        format!("SHA256:{}", base64::engine::general_purpose::STANDARD_NO_PAD.encode(digest))
    };

    // 6: the neutral element as a key: R = A = 1, S = 0 fits every message.
    let mut neutral = [0_u8; 32];
    neutral[0] = 1;
    let weak = key_blob(&neutral);
    let statement = good.replace(&ours, &fingerprint(&weak));
    let forged = Parts::of(&weak).signed(statement.as_bytes(), &|_| {
        let mut signature = [0; 64];
        signature[0] = 1;
        signature
    });
    case.refused("6 a small-order key", &statement, &forged, "refused");
    case.home.write("weak.pub", format!("ssh-ed25519 {} weak\n", STANDARD.encode(&weak)));
    let enrolled = ["member", "add", "w@northwind.example", "--name", "Weak", "--pub", "weak.pub"];
    let answer = case.home.in_firm(&enrolled);
    assert!(matches!(answer.code, 2 | 7), "6 enrolment: {}", answer.err);
    let policy = case.home.read("firm/.clm/policy.toml");
    let weakened = policy.replace(&case.public(".ssh/id_ed25519"), &format!("ssh-ed25519 {}", STANDARD.encode(&weak)));
    assert_ne!(policy, weakened);
    fs::write(case.home.firm(".clm/policy.toml"), weakened).unwrap();
    case.commit_as_member();
    case.home.in_firm(&["verify", &case.id]).exits(7);
    case.back();

    // 8: other kinds of key, by ssh-keygen itself.
    for (kind, bits) in [("rsa", "2048"), ("ecdsa", "256")] {
        let mut made = case.home.command("ssh-keygen");
        let path = case.home.path(kind);
        case.home.run(made.args(["-q", "-t", kind, "-b", bits, "-N", "", "-f"]).arg(path)).succeeds();
        let statement = good.replace(&ours, &case.fingerprint(kind));
        case.refused(
            &format!("8 {kind}"),
            &statement,
            &case.signed(kind, "clm-statement-v1", &statement),
            "ssh-ed25519",
        );
        let public = format!("{kind}.pub");
        let flags = ["--name", "B", "--email", "b@acme.example", "--pub", &public, "--prepare", "other.json"];
        case.home.in_firm(&[&["sign", &case.id, "--for", "Acme AS"][..], &flags].concat()).exits(7);
    }

    // 11: certificates, whatever they say; 12: a key on a token, touched or not. Only plain keys sign.
    case.home.new_key("authority", "");
    let certificates: [(&str, &[&str]); 3] = [
        ("another principal", &["-n", "eve@acme.example"]),
        ("expired", &["-n", "b@acme.example", "-V", "20200101:20200102"]),
        ("a critical option", &["-n", "b@acme.example", "-O", "critical:only@acme.example"]),
    ];
    for (name, options) in certificates {
        let mut made = case.home.command("ssh-keygen");
        made.args(["-q", "-s"]).arg(case.home.path("authority")).args(["-I", "acme"]).args(options);
        case.home.run(made.arg(case.home.path("acme.pub"))).succeeds();
        let certificate = STANDARD.decode(case.home.read("acme-cert.pub").split(' ').nth(1).unwrap()).unwrap();
        let signature = Parts::of(&certificate).signed(good.as_bytes(), &|data| key.sign(data).to_bytes());
        case.refused(&format!("11 a certificate: {name}"), good, &signature, "ssh-ed25519-cert-v01@openssh.com");
    }
    let token = [string(b"sk-ssh-ed25519@openssh.com"), public[15..].to_vec(), string(b"ssh:")].concat();
    let signature = Parts::of(&token).signed(good.as_bytes(), &|data| key.sign(data).to_bytes());
    case.refused("12 a token without touch", good, &signature, "sk-ssh-ed25519@openssh.com");
}

#[test]
fn group_b_what_a_statement_says() {
    let case = Case::new();
    let (good, sig) = (case.statement.as_str(), case.signature.as_str());
    let ours = case.fingerprint("acme");
    let resigned = |text: &str| case.signed("acme", "clm-statement-v1", text);
    let minified = {
        let value: serde_json::Value = serde_json::from_str(good).unwrap();
        serde_json::to_string(&value).unwrap()
    };
    let other_id = good.replace(&case.id, "nda-00000000");
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    // Altered, with the old signature.
    for (name, statement) in [
        ("13 the id of another contract", other_id.clone()),
        ("18 another capacity", with("\"capacity\": \"Director\"", "\"capacity\": \"Managing Director\"")),
        ("18 no capacity", with("      \"capacity\": \"Director\",\n", "")),
        ("another party", with("\"party\": \"Acme AS\"", "\"party\": \"Northwind AS\"")),
        ("another time", with("\"claimed\": \"2026", "\"claimed\": \"2025")),
        ("28 re-serialised", minified.clone()),
        (
            "20 another order of keys",
            with("    \"act\": \"sign\",\n", "").replacen(
                "    \"claimed\"",
                "    \"act\": \"sign\",\n    \"claimed\"",
                1,
            ),
        ),
    ] {
        let words = if name.starts_with("13") { "" } else { "case-" };
        case.answers(name, (&statement, sig), (5, if name.starts_with("13") { 6 } else { 5 }), words);
    }
    // Signed genuinely by the right person, and still not a statement.
    for (name, statement) in [
        ("24 an older format", with("urn:clm:statement:v1", "urn:clm:statement:v0")),
        ("25 an unknown field", with("    \"act\": \"sign\",\n", "    \"act\": \"sign\",\n    \"aside\": \"x\",\n")),
        ("26 a key twice", with("    \"act\": \"sign\",\n", "    \"act\": \"sign\",\n    \"act\": \"sign\",\n")),
        ("28 re-serialised and signed", minified),
        ("16 an approval as a signature", with("\"act\": \"sign\"", "\"act\": \"approve\"")),
    ] {
        case.refused(name, &statement, &resigned(&statement), "case-");
    }
    // 17: one person's statement with another's key, whoever the statement names.
    let mallory = case.signed("mallory", "clm-statement-v1", good);
    case.refused("17 another's key", good, &mallory, "names the key");
    let named = good.replace(&ours, &case.fingerprint("mallory"));
    let mallory = case.signed("mallory", "clm-statement-v1", &named);
    case.smuggle(&named, &mallory, "acme");
    case.is("17 another's key, vouched for as the right one", 6, "speaks of another key");
    case.back();

    // 13: the genuine pair in another contract's folder counts there for nothing.
    let other = case.home.draft();
    case.home.in_firm(&["sign", &other, "--yes"]).succeeds();
    let folder = case.home.folder_of(&other);
    fs::write(folder.join("signatures/case-000000000000.json"), good).unwrap();
    fs::write(folder.join("signatures/case-000000000000.json.sig"), sig).unwrap();
    case.commit_as_member();
    let verdict = case.home.in_firm(&["verify", &other, "--json"]).exits(6).json();
    assert_eq!(verdict["items"][0]["verdict"], "incomplete", "13 replayed onto another contract: {verdict}");
    case.back();

    // 16: our own approval, however it is called, is no signature of theirs.
    let revision = case.home.in_firm(&["verify", &case.id, "--json"]).exits(6).json();
    let revision = revision["items"][0]["revision"].as_str().unwrap().to_owned();
    case.act("approve", &format!("revision = \"{revision}\"\n"));
    case.commit_as_member();
    case.is("16 an approval of one's own", 5, "missing: Acme AS");
    case.back();

    // 14: onto another revision.
    let path = case.folder.join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("24 months", "48 months")).unwrap();
    case.smuggle(good, sig, "acme");
    case.is("14 another revision", 5, "broken");
    case.back();
    case.home.repository_is_sound();
}

#[test]
fn group_b_15_another_repository_with_the_same_contract() {
    let home = Home::with_firm();
    let id = home.signed_by_both();
    home.new_key("other", "");
    let flags = ["--org", "Northwind AS", "--name", "Eve", "--email", "eve@northwind.example", "--key", "other"];
    home.clm(&[&["init", "copy"][..], &flags].concat()).succeeds();
    let folder = home.folder_of(&id);
    let below = folder.strip_prefix(home.firm("")).unwrap().to_owned();
    let copied = |part: &str| {
        let (from, to) = (folder.join(part), home.path("copy").join(&below).join(part));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        if from.is_file() {
            fs::copy(from, to).unwrap();
            return;
        }
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(&from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    };
    let commit = || {
        let run = |args: &[&str]| {
            let mut git = home.command("git");
            git.env("GIT_AUTHOR_NAME", "Eve").env("GIT_AUTHOR_EMAIL", "eve@northwind.example");
            git.env("GIT_COMMITTER_NAME", "Eve").env("GIT_COMMITTER_EMAIL", "eve@northwind.example");
            home.run(git.args(["-C", "copy"]).args(args)).succeeds();
        };
        let key = format!("user.signingkey={}", home.path("other").display());
        run(&["add", "-A"]);
        run(&["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "copied"]);
    };
    copied("contract.md");
    copied("signatures");
    commit();
    home.clm(&["-C", "copy", "verify", &id]).exits(6).says("nobody vouched");
    // With the act that vouches, too: its author is nobody there.
    copied("acts");
    commit();
    home.clm(&["-C", "copy", "verify", &id]).exits(5).says("acts/2026-11-24-receive-");
}

#[test]
fn group_b_the_agreement_under_the_signatures() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    home.write("prices.md", "# Prices\n\nOne krone.\n");
    home.write("terms.md", "# Terms\n\nThirty days.\n");
    let sealed = |annex: &str| {
        let id = home.draft();
        home.in_firm(&["attach", &id, annex]).succeeds();
        home.in_firm(&["sign", &id, "--yes"]).succeeds();
        for old in ["acme.json", "acme.json.sig"] {
            let _ = fs::remove_file(home.path(old));
        }
        home.prepare_for_acme(&id).succeeds();
        home.sign_elsewhere("acme", "acme.json");
        home.in_firm(&["receive", "acme.json", "--basis", "in-person"]).succeeds();
        (home.folder_of(&id), id)
    };
    let ((one, id), (two, _)) = (sealed("prices.md"), sealed("terms.md"));
    let commit = || {
        home.git(&["add", "-A"]).succeeds();
        home.git(&["commit", "-qm", "changed", "--no-gpg-sign"]).succeeds();
    };
    let case = |name: &str, words: &str| {
        for committed in [false, true] {
            if committed {
                commit();
            }
            let answer = home.in_firm(&["verify", &id]);
            assert_eq!(answer.code, 5, "{name}: {}{}", answer.out, answer.err);
            assert!(answer.out.contains(words), "{name} does not say `{words}`: {}", answer.out);
        }
        home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
        home.in_firm(&["verify", &id]).succeeds().says("valid");
    };
    // 1: one bit of each file that is covered.
    let flip = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    for part in ["contract.md", "annexes/prices.md"] {
        flip(&one.join(part));
        case(&format!("1 a bit of {part}"), part);
    }
    for entry in fs::read_dir(one.join("signatures")).unwrap().chain(fs::read_dir(one.join("acts")).unwrap()) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        flip(&path);
        case(&format!("1 a bit of {name}"), &name);
    }
    // 19: exhibits exchanged between two packets.
    fs::write(one.join("annexes/prices.md"), fs::read(two.join("annexes/terms.md")).unwrap()).unwrap();
    case("19 an exhibit of another packet", "annexes/prices.md");
    // 20: the same bytes under another name.
    fs::rename(one.join("annexes/prices.md"), one.join("annexes/other.md")).unwrap();
    case("20 the same bytes under another name", "annexes/prices.md");
    // 21: a co-signer's signature is gone.
    let theirs = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("b-signer");
    for entry in fs::read_dir(one.join("signatures")).unwrap().map(|entry| entry.unwrap().path()).filter(theirs) {
        fs::remove_file(entry).unwrap();
    }
    case("21 a signature is gone", "b-signer-");
    // 22 and 23: the list of signatories, or the rule, after the first signature.
    let text = fs::read_to_string(one.join("contract.md")).unwrap();
    for (name, line) in [
        (
            "22 a signatory added",
            "name = \"Acme AS\"\n\n  [[party.signatory]]\n  name = \"Eve\"\n  email = \"b@acme.example\"\n",
        ),
        ("23 the rule lowered", "name = \"Acme AS\"\nsigning = \"all\"\n"),
    ] {
        let changed = text.replacen("name = \"Acme AS\"\n", line, 1);
        assert_ne!(changed, text);
        fs::write(one.join("contract.md"), changed).unwrap();
        case(name, "contract.md");
    }
    // 24: the repository's own format.
    let policy = home.read("firm/.clm/policy.toml");
    fs::write(home.firm(".clm/policy.toml"), policy.replace("format = 1", "format = 0")).unwrap();
    commit();
    home.in_firm(&["verify", &id]).exits(7);
    home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    // 25: an unknown key in an act.
    let act = fs::read_dir(one.join("acts")).unwrap().next().unwrap().unwrap().path();
    fs::write(&act, fs::read_to_string(&act).unwrap() + "aside = \"x\"\n").unwrap();
    case("25 an unknown key in an act", "acts/");
}

#[test]
fn group_b_people_times_and_forms() {
    let home = Home::with_firm();
    for key in ["bo", "second", "cy"] {
        home.new_key(key, "");
    }
    let contract = |number: u32, extra: &str, acme: &str| {
        let id = format!("supply-0000000{number}");
        let text = format!(
            "+++\nid = \"{id}\"\ntitle = \"Supply\"\nkind = \"supply\"\n{extra}\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\n\
             name = \"Acme AS\"\n{acme}\n[term]\nlength = \"12 months\"\n+++\n# Apples\n\nAcme AS supplies apples.\n"
        );
        home.write(&format!("firm/legal/contracts/apples-0000000{number}/contract.md"), text);
        home.in_firm(&["save"]).succeeds();
        id
    };
    let people = "signing = \"any 2\"\n\n  [[party.signatory]]\n  name = \"Bo\"\n  email = \"bo@acme.example\"\n\n  \
                  [[party.signatory]]\n  name = \"Cy\"\n  email = \"cy@acme.example\"\n";
    let prepare = |id: &str, name: &str, key: &str| {
        let (email, public) = (format!("{}@acme.example", name.to_lowercase()), format!("{key}.pub"));
        let file = format!("{id}-{name}-{key}.json");
        let words = ["sign", id, "--for", "Acme AS", "--name", name, "--email", &email, "--pub", &public];
        (home.in_firm(&[&words[..], &["--prepare", &file]].concat()), file)
    };
    // 29: two of one person do not make two, with whatever keys; both were prepared before either came back.
    let id = contract(1, "", people);
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    for key in ["bo", "second"] {
        prepare(&id, "Bo", key).0.succeeds();
    }
    for (key, exit, words) in [("bo", 0, "pending"), ("second", 4, "Bo signed")] {
        let file = format!("{id}-Bo-{key}.json");
        home.sign_elsewhere(key, &file);
        home.in_firm(&["receive", &file, "--basis", "in-person"]).exits(exit).says(words);
    }
    home.in_firm(&["verify", &id]).exits(6).says("incomplete").says("Cy <cy@acme.example>");
    prepare(&id, "Bo", "cy").0.exits(4).says("signed");
    // 30: one key under two names: not prepared, and made by hand it is not trusted.
    prepare(&id, "Cy", "bo").0.exits(4).says("another place");
    let forged = home.read(&format!("{id}-Bo-bo.json"));
    let forged = forged.replace("bo@acme.example", "cy@acme.example").replace("\"name\": \"Bo\"", "\"name\": \"Cy\"");
    home.write("forged.json", forged);
    home.sign_elsewhere("bo", "forged.json");
    let _ = home.in_firm(&["receive", "forged.json", "--basis", "in-person"]);
    home.in_firm(&["verify", &id]).exits(6);

    // 31: a refusal and a signature at once: the earlier decides, and both are shown.
    let id = contract(2, "", "");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    let (prepared, file) = prepare(&id, "Bo", "bo");
    prepared.succeeds();
    home.sign_elsewhere("bo", &file);
    let refusal = home.read(&file).replace("\"act\": \"sign\"", "\"act\": \"decline\"");
    let at = refusal.find("\"claimed\": \"").unwrap() + 12;
    let refusal = refusal.replacen(&refusal[at..at + 20], "2026-11-24T08:00:00Z", 1);
    home.write("refusal.json", refusal);
    home.sign_elsewhere("bo", "refusal.json");
    home.git(&["branch", "side"]).succeeds();
    home.in_firm(&["receive", &file, "--basis", "in-person"]).succeeds();
    home.in_firm(&["verify", &id]).succeeds().says("valid");
    home.git(&["checkout", "-q", "side"]).succeeds();
    home.in_firm(&["receive", "refusal.json", "--basis", "in-person"]).succeeds().says("declined");
    home.in_firm(&["sign", &id, "--yes"]).exits(4);
    home.git(&["checkout", "-q", "-"]).succeeds();
    home.git(&["merge", "-q", "--no-edit", "--no-gpg-sign", "side"]).succeeds();
    let verdict = home.in_firm(&["verify", &id, "--json"]).exits(6).json();
    let item = &verdict["items"][0];
    assert_eq!((&item["verdict"], &item["status"]), (&"incomplete".into(), &"declined".into()), "31: {item}");
    let acts: Vec<&str> =
        item["signatures"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert!(acts.contains(&"decline") && acts.iter().filter(|act| **act == "sign").count() == 2, "31: {acts:?}");
    let findings = item["findings"].to_string();
    assert!(findings.contains("declined") && findings.contains("came after that"), "31: {findings}");

    // 32: after the day to sign by, after withdrawal, while the draft is not recorded.
    let id = contract(3, "", "");
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    let (prepared, file) = prepare(&id, "Bo", "bo");
    prepared.succeeds();
    home.sign_elsewhere("bo", &file);
    let late = ["--today", "2026-12-31", "sign", &id, "--for", "Acme AS", "--name", "Bo", "--email", "bo@acme.example"];
    home.in_firm(&[&late[..], &["--pub", "second.pub", "--prepare", "late.json"]].concat()).exits(4).says("sign-by");
    let folder = home.folder_of(&id);
    let text = format!(
        "act = \"void\"\ncontract = \"{id}\"\nby = \"{MEMBER}\"\nat = 2026-11-24T12:00:00Z\nafter = []\nreason = \"too dear\"\n"
    );
    fs::create_dir_all(folder.join("acts")).unwrap();
    fs::write(folder.join(format!("acts/2026-11-24-void-{}.toml", Digest::of(text.as_bytes()).short(8))), text)
        .unwrap();
    let key = format!("user.signingkey={}", home.path(".ssh/id_ed25519").display());
    home.git(&["add", "-A"]).succeeds();
    home.git(&["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "void"]).succeeds();
    home.in_firm(&["receive", &file, "--basis", "in-person"]).exits(4).says("closed");
    home.in_firm(&["verify", &id]).exits(6).says("void");
    let id = contract(4, "", "");
    let folder = home.folder_of(&id);
    let path = folder.join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("supplies", "delivers")).unwrap();
    home.in_firm(&["sign", &id, "--yes"]).exits(8).says("clm save");

    // 27: front matter that could be read in two ways is not signed.
    for (name, changed) in [
        ("27 a TOML key twice", text.replacen("kind = ", "title = \"Other\"\nkind = ", 1)),
        ("27 a second table", text.replacen("\n[term]\n", "\n[term]\nlength = \"1 month\"\n\n[term]\n", 1)),
        ("27 a byte order mark", format!("\u{feff}{text}")),
    ] {
        fs::write(&path, changed).unwrap();
        home.git(&["commit", "-qam", name, "--no-gpg-sign"]).succeeds();
        let answer = home.in_firm(&["sign", &folder.to_string_lossy(), "--yes"]);
        assert_eq!(answer.code, 7, "{name}: {}{}", answer.out, answer.err);
        home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    }
    let second = text.replacen("+++\n# Apples", "+++\n+++\ntitle = \"Other\"\n+++\n# Apples", 1);
    fs::write(&path, second).unwrap();
    home.git(&["commit", "-qam", "27 a second block", "--no-gpg-sign"]).succeeds();
    let answer = home.in_firm(&["sign", &folder.to_string_lossy(), "--yes"]);
    assert_eq!(answer.code, 7, "27 a second front matter: {}{}", answer.out, answer.err);
    home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();

    // 33: what the law does not let people sign like this.
    for (number, form) in [(5, "written"), (6, "qualified")] {
        let id = contract(number, &format!("form = \"{form}\"\n"), "");
        home.in_firm(&["sign", &id, "--yes"]).exits(4).says("clm witness");
        prepare(&id, "Bo", "bo").0.exits(4);
    }
}
