//! The script for people with OpenSSH: the page's signing, done by `ssh-keygen` in a POSIX shell.
//!
//! **Owns** how the agreement and its statement stand in a shell script. **Refuses to know** the words of the statement,
//! which are made elsewhere. **Invariants**: no text of the agreement is ever read by the shell as anything but text; what
//! the script signs is the one spelling of a statement.

use crate::contract::digest::Digest;
use crate::contract::revision::Subject;

/// The script with holes, `@@NAME@@`.
const SCRIPT: &str = include_str!("sign.sh");

/// What fills the holes.
#[derive(Debug, Clone)]
pub struct Script<'a> {
    /// The contract's title.
    pub title: &'a str,
    /// Its id.
    pub contract: &'a str,
    /// Who sends it.
    pub sender: &'a str,
    /// For which party it is signed.
    pub party: &'a str,
    /// The signatory's name, where it is known.
    pub name: Option<&'a str>,
    /// Their address, where it is known.
    pub email: Option<&'a str>,
    /// What they would sign as.
    pub capacity: Option<&'a str>,
    /// The last day to sign.
    pub until: String,
    /// Digest of the send.
    pub send: Digest,
    /// Digest of the revision.
    pub revision: Digest,
    /// Whether a spoken code is asked for.
    pub code: bool,
    /// The sentence agreed to.
    pub consent: &'a str,
    /// The exact bytes of contract.md, as text.
    pub text: &'a str,
    /// All files of the agreement.
    pub subjects: &'a [Subject],
    /// A statement of this person with stand-ins for what only they know.
    pub statement: &'a str,
    /// The script's own file name.
    pub file: &'a str,
    /// The reply's file name.
    pub reply: &'a str,
}

impl Script<'_> {
    /// The script.
    #[must_use]
    pub fn written(&self) -> String {
        let mut out = String::with_capacity(SCRIPT.len().saturating_add(self.text.len()).saturating_add(4096));
        // Holes are filled in one pass over the script: nothing that is put in is looked at again.
        for (number, part) in SCRIPT.split("@@").enumerate() {
            if number % 2 == 0 { out.push_str(part) } else { out.push_str(&self.hole(part)) }
        }
        out
    }

    fn hole(&self, name: &str) -> String {
        match name {
            "ABOUT" => comment(&format!("{} ({}), for {}", self.title, self.contract, self.party)),
            "FILE" => comment(self.file),
            "TITLE" => quoted(self.title),
            "CONTRACT" => quoted(self.contract),
            "SENDER" => quoted(self.sender),
            "PARTY" => quoted(self.party),
            "NAME" => quoted(self.name.unwrap_or_default()),
            "EMAIL" => quoted(self.email.unwrap_or_default()),
            // What a spoken code is bound to.
            "WHO" => quoted(self.email.unwrap_or(self.party)),
            "CAPACITY" => quoted(self.capacity.unwrap_or_default()),
            "UNTIL" => quoted(&self.until),
            "SEND" => quoted(&self.send.to_string()),
            "REVISION" => quoted(&self.revision.to_string()),
            "DIGEST" => quoted(&Digest::of(self.text.as_bytes()).hex()),
            "CODE" => if self.code { "yes" } else { "no" }.to_owned(),
            "REPLY" => quoted(self.reply),
            "CONSENT" => format!("consent={}", quoted(self.consent)),
            "TEXT" => document(self.text),
            "ANNEXES" => self.annexes(),
            "STATEMENT" => self.statement(),
            _ => String::new(),
        }
    }

    fn annexes(&self) -> String {
        let annexes = self.subjects.iter().filter(|subject| subject.name != "contract.md");
        let lines: String = annexes.map(|subject| format!("{}  {}\n", subject.digest.hex(), subject.name)).collect();
        if lines.is_empty() { "    :".to_owned() } else { document(&lines) }
    }

    /// The statement line by line: what is known as it stands, what only the signer knows from the shell's variables.
    fn statement(&self) -> String {
        let mut out = String::new();
        let (mut known, mut in_signer) = (String::new(), false);
        for line in self.statement.lines() {
            in_signer = line == "    \"signer\": {" || (in_signer && line.starts_with("      "));
            match self.variable(line, in_signer) {
                Some(code) => {
                    out.push_str(&document(&std::mem::take(&mut known)));
                    out.push_str(&format!("    {code}\n"));
                }
                None => known.push_str(&format!("{line}\n")),
            }
        }
        out.push_str(&document(&known));
        out
    }

    /// How the shell writes a line that only the signer can fill.
    fn variable(&self, line: &str, in_signer: bool) -> Option<String> {
        let (key, _) = line.trim_start().split_once(": ")?;
        let depth = line.len().saturating_sub(line.trim_start().len());
        let print = |word: &str| {
            let comma = if line.ends_with(',') { "," } else { "" };
            format!("printf '{}{key}: \"%s\"{comma}\\n' {word}", " ".repeat(depth))
        };
        match (key, depth, in_signer) {
            ("\"claimed\"", 4, false) => Some(print("\"$claimed\"")),
            ("\"code_hmac\"", 4, false) => Some(print("\"$hmac\"")),
            ("\"nonce\"", 4, false) => Some(print("\"$nonce\"")),
            ("\"capacity\"", 6, true) => {
                Some(format!("[ -z \"$capacity\" ] || {}", print("\"$(json \"$capacity\")\"")))
            }
            ("\"email\"", 6, true) => Some(print("\"$(json \"$email\")\"")),
            ("\"key\"", 6, true) => Some(print("\"$fingerprint\"")),
            ("\"name\"", 6, true) => Some(print("\"$(json \"$name\")\"")),
            _ => None,
        }
    }
}

/// A word the shell takes as it is.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Text behind a `#`: on one line.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Lines of shell that print `text` byte for byte; none for an empty one.
fn document(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    // No text can hold a line made of its own digest.
    let end = format!("END-{}", Digest::of(text.as_bytes()).short(32));
    match text.strip_suffix('\n') {
        Some(lines) => format!("cat <<'{end}'\n{lines}\n{end}\n"),
        None => format!("head -c {} <<'{end}'\n{text}\n{end}\n", text.len()),
    }
}

#[cfg(test)]
#[path = "script_tests.rs"]
mod tests;
