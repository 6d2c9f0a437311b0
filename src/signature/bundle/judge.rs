//! A bundle judged: first the manifest, then every file, every statement, the signing rules, and who says so.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::manifest::{Known, Manifest};
use super::people::{People, introduction, unlisted};
use super::{ALLOWED_SIGNERS, Files, MANIFEST, MANIFEST_SIGNATURE, SIGNATURES, content};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::Signing;
use crate::signature::allowed_signers::{self, Entry};
use crate::signature::key::PublicKey;
use crate::signature::principal::Principal;
use crate::signature::statement::{Instead, Statement};
use crate::signature::verdict::{Envelope, Place, Verdict, Verified, check_in_order, worst};
use crate::signature::{namespace, sshsig};

/// How far another clock may go ahead of ours.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(5);

/// What became of a bundle.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The worst of everything.
    pub verdict: Verdict,
    /// The manifest, once its signature was found intact; nothing else in the bundle is told of without it.
    pub manifest: Option<Manifest>,
    /// Whether the key that signed the manifest was named as trusted.
    pub vouched: bool,
    /// The signing state that its statements come to.
    pub signing: Option<Signing>,
    /// Who is missing.
    pub missing: Vec<String>,
    /// Each statement.
    pub statements: Vec<Said>,
    /// Sentences with what each makes of the verdict.
    pub findings: Vec<(Verdict, String)>,
}

/// One statement of a bundle.
#[derive(Clone, Debug)]
pub struct Said {
    /// Its path.
    pub file: String,
    /// Digest of its bytes.
    pub digest: Digest,
    /// What it says, when it can be read.
    pub statement: Option<Statement>,
    /// Intact, or what is wrong.
    pub result: Result<Verified, String>,
    /// Whether its key or the maker's was named as trusted.
    pub vouched: bool,
    /// What the manifest says of it.
    pub known: Option<Known>,
}

/// Judges the files of a bundle. `trusted` are fingerprints that whoever asks knows from elsewhere.
#[must_use]
pub fn judge(files: &Files, trusted: &[String], now: DateTime<Utc>) -> Judged {
    let mut case = Case { files, trusted, now, findings: Vec::new() };
    match case.manifest() {
        Some((manifest, key)) => case.judged(manifest, key),
        None => Judged {
            verdict: worst(case.findings.iter().map(|(verdict, _)| *verdict)).unwrap_or(Verdict::Invalid),
            manifest: None,
            vouched: false,
            signing: None,
            missing: Vec::new(),
            statements: Vec::new(),
            findings: case.findings,
        },
    }
}

pub(super) struct Case<'a> {
    pub(super) files: &'a Files,
    trusted: &'a [String],
    pub(super) now: DateTime<Utc>,
    pub(super) findings: Vec<(Verdict, String)>,
}

impl Case<'_> {
    pub(super) fn finds(&mut self, verdict: Verdict, sentence: impl Into<String>) {
        self.findings.push((verdict, sentence.into()));
    }

    fn trusts(&self, key: &PublicKey) -> bool {
        self.trusted.contains(&key.fingerprint())
    }

    /// The manifest and the key that signed exactly these bytes.
    fn manifest(&mut self) -> Option<(Manifest, PublicKey)> {
        let (bytes, armour) = match (self.files.get(MANIFEST), self.files.get(MANIFEST_SIGNATURE)) {
            (Some(bytes), Some(armour)) => (bytes, armour),
            (None, _) => return self.stops(format!("{MANIFEST} is missing: nothing says what belongs to this bundle")),
            (_, None) => {
                return self.stops(format!("{MANIFEST_SIGNATURE} is missing: nobody answers for the manifest"));
            }
        };
        let key = match sshsig::verify(namespace::MANIFEST, bytes, armour) {
            Ok(key) => key,
            Err(defect) => return self.stops(format!("{MANIFEST_SIGNATURE}: {defect}")),
        };
        match Manifest::parse(bytes) {
            Ok(manifest) if manifest.made.key == key.fingerprint() => Some((manifest, key)),
            Ok(manifest) => {
                self.stops(format!("{MANIFEST} says {} signed it, but {} did", manifest.made.key, key.fingerprint()))
            }
            Err(error) => self.stops(format!("{MANIFEST}: {error}")),
        }
    }

    fn stops<T>(&mut self, sentence: String) -> Option<T> {
        self.finds(Verdict::Invalid, sentence);
        None
    }

    fn judged(mut self, manifest: Manifest, key: PublicKey) -> Judged {
        content::check(&manifest, self.files, &mut self.findings);
        let entries = self.entries();
        self.maker(&manifest, &key, &entries);
        let vouched = self.trusts(&key);
        let statements = self.statements(&manifest, &entries, vouched);
        let (derived, elsewhere) = self.standing(&manifest, &statements).unzip();
        let base = self.verdict(&manifest, derived.as_ref(), elsewhere.flatten());
        self.identity(&manifest, &key, &statements, vouched);
        let verdict = worst(self.findings.iter().map(|(verdict, _)| *verdict).chain([base])).unwrap_or(base);
        Judged {
            verdict,
            manifest: Some(manifest),
            vouched,
            signing: derived.as_ref().map(|standing| standing.signing),
            missing: derived.map(|standing| standing.missing).unwrap_or_default(),
            statements,
            findings: self.findings,
        }
    }

    fn entries(&mut self) -> Vec<Entry> {
        let text = self.files.get(ALLOWED_SIGNERS).map(|bytes| std::str::from_utf8(bytes).unwrap_or("\u{0}"));
        match text.map(allowed_signers::parse) {
            Some(Ok(entries)) => entries,
            Some(Err(error)) => self.stops(format!("{ALLOWED_SIGNERS}: {error}")).unwrap_or_default(),
            None => self.stops(format!("{ALLOWED_SIGNERS} is missing")).unwrap_or_default(),
        }
    }

    fn maker(&mut self, manifest: &Manifest, key: &PublicKey, entries: &[Entry]) {
        let made = &manifest.made;
        let email = made.email.parse::<Principal>();
        let unlisted = email.ok().and_then(|email| unlisted(entries, key, &email, namespace::MANIFEST, made.at));
        if let Some(sentence) = unlisted {
            self.finds(Verdict::Invalid, sentence);
        }
        if made.at > self.now + CLOCKS_DIFFER {
            self.finds(Verdict::Untrusted, format!("it claims to be made at {}, which is still to come", made.at));
        }
    }

    /// The statements in the order in which they claim to be made.
    fn statements(&mut self, manifest: &Manifest, entries: &[Entry], vouched: bool) -> Vec<Said> {
        let listed: BTreeMap<&str, &Known> =
            manifest.signatures.iter().map(|known| (known.statement.as_str(), known)).collect();
        let is_statement = |path: &str| path.starts_with(SIGNATURES) && path.ends_with(".json");
        let mut readable = Vec::new();
        let mut said = Vec::new();
        for (path, bytes) in self.files.iter().filter(|(path, _)| is_statement(path)) {
            let armour = self.files.get(&format!("{path}.sig")).cloned().unwrap_or_default();
            let known = listed.get(path.as_str()).copied();
            match (Envelope::open(bytes.clone(), armour.clone()), known) {
                (Ok(envelope), Some(known)) => readable.push((path, envelope, known, introduction(known, &armour))),
                (Ok(_), None) => said.push(faulty(path, bytes, "the manifest does not say how its signer is known")),
                (Err(fault), _) => said.push(faulty(path, bytes, &fault.to_string())),
            }
        }
        readable.sort_by_key(|(_, envelope, ..)| (envelope.statement().claimed, envelope.digest()));
        let people: Vec<People<'_>> =
            readable.iter().map(|(_, envelope, known, _)| People::of(known, envelope.statement(), entries)).collect();
        let placed: Vec<(Envelope, Place<'_>)> = readable
            .iter()
            .zip(&people)
            .map(|((_, envelope, _, introduced), members)| {
                // That the key was good when the statement was recorded is what its maker vouches for.
                let existed = Some(envelope.statement().claimed);
                (envelope.clone(), Place { members, workspace: "", introduction: introduced.as_ref(), existed })
            })
            .collect();
        for ((path, envelope, known, _), result) in readable.iter().zip(check_in_order(&placed)) {
            let result = result.map_err(|flaw| flaw.to_string());
            let vouched = vouched || result.as_ref().is_ok_and(|verified| self.trusts(verified.key()));
            let statement = Some(envelope.statement().clone());
            let known = Some((*known).clone());
            let digest = envelope.digest();
            said.push(Said { file: (*path).clone(), digest, statement, result, vouched, known });
        }
        for one in &said {
            self.look_at(manifest, one, entries);
        }
        said
    }

    fn look_at(&mut self, manifest: &Manifest, one: &Said, entries: &[Entry]) {
        let file = &one.file;
        let verified = match &one.result {
            Ok(verified) => verified,
            Err(fault) => return self.finds(Verdict::Invalid, format!("{file}: {fault}")),
        };
        if !file.contains(&format!("-{}.", one.digest.short(12))) {
            self.finds(Verdict::Invalid, format!("{file} is not the file its name says: its digest is {}", one.digest));
        }
        let statement = verified.statement();
        if statement.contract != manifest.agreement.contract {
            self.finds(Verdict::Invalid, format!("{file}: it is about the contract {}", statement.contract));
        }
        for named in statement.instead.iter().flat_map(Instead::evidence) {
            let hex = named.digest.hex();
            let here = |path: &str| one.known.iter().any(|known| known.evidence.iter().any(|other| other == path));
            if !manifest.files.iter().any(|listed| listed.sha256 == hex && here(&listed.path)) {
                self.finds(Verdict::Broken, format!("{file}: the evidence it rests on, {}, is not here", named.digest));
            }
        }
        let email = &statement.signer.email;
        if let Some(sentence) = unlisted(entries, verified.key(), email, namespace::STATEMENT, statement.claimed) {
            self.finds(Verdict::Invalid, format!("{file}: {sentence}"));
        }
        if !verified.is_trusted() {
            self.finds(Verdict::Untrusted, format!("{file}: its signer is not known on any ground"));
        }
        if statement.claimed > manifest.made.at + CLOCKS_DIFFER {
            let sentence = format!("{file}: it claims to be signed after the bundle was made");
            self.finds(Verdict::Untrusted, sentence);
        }
    }

    /// Who says that the keys are whose they are said to be.
    fn identity(&mut self, manifest: &Manifest, key: &PublicKey, statements: &[Said], vouched: bool) {
        let signed: Vec<String> = (statements.iter().filter_map(|one| one.result.as_ref().ok()))
            .map(|verified| verified.key().fingerprint())
            .chain([key.fingerprint()])
            .collect();
        for named in self.trusted {
            if !signed.contains(named) {
                let sentence = format!("{named}, which you trust, signed neither the manifest nor a statement");
                self.findings.push((Verdict::Untrusted, sentence));
            }
        }
        let all = !statements.is_empty() && statements.iter().all(|one| one.vouched) && manifest.execution.is_none();
        if vouched || all {
            return;
        }
        let open: Vec<String> = (statements.iter().filter(|one| !one.vouched))
            .filter_map(|one| one.statement.as_ref())
            .map(|statement| format!("{} ({})", statement.signer.name, statement.signer.key))
            .collect();
        let whose = if open.is_empty() {
            "how it was executed".to_owned()
        } else {
            format!("whose keys these are: {}", open.join(", "))
        };
        let made = &manifest.made;
        self.finds(
            Verdict::Untrusted,
            format!(
                "that is this bundle's own claim, {whose}. Ask {} <{}>, on a way you know, whether their key is {}; then \
                 verify again with --trust {}",
                made.name, made.email, made.key, made.key
            ),
        );
    }
}

fn faulty(path: &str, bytes: &[u8], fault: &str) -> Said {
    let result = Err(fault.to_owned());
    let statement = Statement::parse(bytes).ok();
    Said { file: path.to_owned(), digest: Digest::of(bytes), statement, result, vouched: false, known: None }
}
