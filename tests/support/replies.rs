//! Replies as a page makes them, signed with a key of one's own, and what mail clients make of them.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clm::contract::digest::Digest;
use clm::reply::code::{Bound, Code};
use clm::signature::key::PublicKey;
use clm::signature::sshsig::{SshSig, signed_data};
use ed25519_dalek::Signer as _;
use serde_json::{Value, json};

use super::Home;

/// When everybody claims to answer: before the clock of every command.
pub const CLAIMED: &str = "2026-11-24T08:00:00Z";

/// A key made for one signature.
pub struct Pen(ed25519_dalek::SigningKey);

impl Pen {
    pub fn new(seed: u8) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey::from_raw(self.0.verifying_key().as_bytes()).unwrap()
    }

    pub fn sign(&self, namespace: &str, text: &str) -> String {
        let signature = self.0.sign(&signed_data(namespace, text.as_bytes())).to_bytes();
        SshSig { public: self.public(), namespace: namespace.to_owned(), signature }.to_armour()
    }

    /// The reply file around a signed text.
    pub fn reply(&self, kind: &str, namespace: &str, text: &str) -> String {
        let file = json!({
            "key": self.public().to_string(),
            "signature": self.sign(namespace, text),
            kind: text,
            "type": "urn:clm:reply:v1",
        });
        ascii(&spelled(&file))
    }

    /// The reply file of a statement.
    pub fn signs(&self, statement: &Value) -> String {
        self.reply("statement", "clm-statement-v1", &spelled(statement))
    }

    /// The reply file of a response.
    pub fn says(&self, response: &Value) -> String {
        self.reply("response", "clm-response-v1", &spelled(response))
    }
}

/// The page somebody was sent.
pub struct Page {
    pub data: Value,
}

impl Page {
    /// The page in the home's folder `out` whose name holds `who`.
    pub fn of(home: &Home, who: &str) -> Self {
        Self::in_folder(home, "out", who)
    }

    pub fn in_folder(home: &Home, folder: &str, who: &str) -> Self {
        let names = fs::read_dir(home.path(folder)).unwrap().map(|entry| entry.unwrap().path());
        let fits =
            |path: &std::path::PathBuf| path.to_string_lossy().contains(who) && path.extension().unwrap() == "html";
        Self::of_file(&names.into_iter().find(fits).unwrap())
    }

    pub fn of_file(file: &std::path::Path) -> Self {
        let html = fs::read_to_string(file).unwrap();
        let (_, rest) = html.split_once("type=\"application/json\"").unwrap();
        let (_, rest) = rest.split_once('>').unwrap();
        let (data, _) = rest.split_once("</script>").unwrap();
        Self { data: serde_json::from_str(data).unwrap() }
    }

    pub fn text(&self, key: &str) -> &str {
        self.data[key].as_str().unwrap()
    }

    fn signer(&self, pen: &Pen, who: &Who<'_>) -> Value {
        let mut signer = json!({
            "email": who.email,
            "key": pen.public().fingerprint(),
            "name": who.name,
            "party": self.text("party"),
        });
        if let Some(capacity) = who.capacity {
            signer["capacity"] = json!(capacity);
        }
        signer
    }

    fn proof(&self, pen: &Pen, code: &str) -> Value {
        let bound = Bound {
            send: self.text("send").parse().unwrap(),
            revision: self.text("revision").parse().unwrap(),
            key: &pen.public().fingerprint(),
            who: self.text("who"),
        };
        let proof = code.parse::<Code>().unwrap().proof(&bound);
        json!(proof.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }

    /// What the page lets somebody sign.
    pub fn statement(&self, pen: &Pen, who: &Who<'_>) -> Value {
        let mut statement = self.data["statement"].clone();
        let predicate = &mut statement["predicate"];
        predicate["act"] = json!("sign");
        predicate["claimed"] = json!(CLAIMED);
        predicate["nonce"] = json!(nonce(who.name));
        predicate["send"] = self.data["send"].clone();
        predicate["shown_sha256"] = json!(self.text("shown").replace("sha256:", ""));
        predicate["signer"] = self.signer(pen, who);
        if let Some(code) = who.code {
            predicate["code_hmac"] = self.proof(pen, code);
        }
        statement
    }

    /// What the page lets somebody decline with.
    pub fn refusal(&self, pen: &Pen, who: &Who<'_>, reason: &str) -> Value {
        let mut statement = self.statement(pen, who);
        let predicate = &mut statement["predicate"];
        predicate["act"] = json!("decline");
        predicate["consent"] = self.data["refusal"].clone();
        predicate["reason"] = json!(reason);
        statement
    }

    /// Comments and changes.
    pub fn response(&self, pen: &Pen, who: &Who<'_>, comments: Value, changes: Value) -> Value {
        let mut response = json!({
            "_type": "urn:clm:response:v1",
            "changes": changes,
            "claimed": CLAIMED,
            "comments": comments,
            "contract": self.data["contract"],
            "nonce": nonce(who.name),
            "revision": self.data["revision"],
            "send": self.data["send"],
            "shown": self.data["shown"],
            "signer": self.signer(pen, who),
        });
        if let Some(code) = who.code {
            response["code_hmac"] = self.proof(pen, code);
        }
        response
    }

    /// The number of the block that holds `words`, as the page's list has it.
    pub fn block(&self, words: &str) -> usize {
        let blocks = self.data["blocks"].as_array().unwrap();
        blocks.iter().position(|block| block["text"].as_str().unwrap().contains(words)).unwrap()
    }

    /// Another wording for the block that holds `words`.
    pub fn change(&self, words: &str, now: &str, why: &str) -> Value {
        let blocks = self.data["blocks"].as_array().unwrap();
        let block = blocks.iter().find(|block| block["text"].as_str().unwrap().contains(words)).unwrap();
        json!({"lines": block["lines"], "now": now, "was_sha256": block["sha256"], "why": why})
    }
}

/// Who answers.
#[derive(Clone, Copy)]
pub struct Who<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub capacity: Option<&'a str>,
    pub code: Option<&'a str>,
}

pub const KARI: Who<'_> = Who { name: "Kari Nordmann", email: "kari@acme.example", capacity: None, code: None };
pub const BO: Who<'_> = Who { name: "Bo Acme", email: "bo@acme.example", capacity: Some("Director"), code: None };

/// The one spelling: sorted keys, two-space indent, LF, a final newline.
pub fn spelled(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

/// Everything beyond ASCII escaped, as the page does.
pub fn ascii(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            let mut units = [0; 2];
            character.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out
}

fn nonce(seed: &str) -> String {
    Digest::of(seed.as_bytes()).hex()[..32].to_owned()
}

/// A reply as text for a mail.
pub fn text(reply: &str) -> String {
    clm::reply::armour::write(reply.as_bytes())
}

/// A mail with the reply attached, and its text below the words.
pub fn mail(reply: &str) -> String {
    let attached = STANDARD.encode(reply);
    let attached: Vec<String> =
        attached.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    format!(
        "Received: from mail.acme.example by mx.northwind.example\r\nFrom: Kari Nordmann <kari@acme.example>\r\nTo: \
         signer@northwind.example\r\nSubject: =?utf-8?Q?Avtalen_=C3=A6?=\r\nMIME-Version: 1.0\r\nContent-Type: \
         multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHer er svaret \
         mitt.\r\n\r\n--b\r\nContent-Type: application/json; name=\"reply.json\"\r\nContent-Disposition: attachment; \
         filename=\"reply.json\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        attached.join("\r\n")
    )
}
