//! The page and the script of one signatory, made of the frozen text.
//!
//! **Owns** what the statement says before its signer fills in the rest, and what the files are called. **Invariant**: the
//! same text, send and signatures give the same bytes on every machine.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::outbox::Draft;
use super::people::Addressee;
use super::script::Script;
use crate::contract::act::Page;
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::language::Language;
use crate::contract::lifecycle::StatementAct;
use crate::contract::name::slug;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::sign::unsound;
use crate::ops::dossier::Dossier;
use crate::ops::drafting::draft;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::page::article::{Annex, Article, article};
use crate::page::{Ask, consent, page};
use crate::report::act::PageItem;
use crate::signature::principal::{Principal, PrincipalError};
use crate::signature::statement::{CodeHmac, Nonce, Signer, Statement};

/// The frozen text, with what is shown of it in each language.
pub struct Text<'d> {
    dossier: &'d Dossier,
    document: &'d Document,
    contract: String,
    annexes: Vec<(String, Vec<u8>)>,
    articles: BTreeMap<&'static str, Article>,
}

/// What a page asks of its reader.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Whom it is for.
    pub to: &'a Addressee,
    /// The language of its own words.
    pub language: Language,
    /// Digest of the send.
    pub send: Digest,
    /// The last day to sign.
    pub until: NaiveDate,
    /// Whether a spoken code is asked for.
    pub code: bool,
    /// What its files are called, without extension.
    pub stem: &'a str,
}

impl<'a> Request<'a> {
    /// What `page` of a send asks of its reader.
    pub fn of(to: &'a Addressee, page: &Page, (send, until): (Digest, NaiveDate), stem: &'a str) -> Self {
        Self { to, language: page.language, send, until, code: page.code, stem }
    }
}

impl<'d> Text<'d> {
    /// Reads the text of a contract at HEAD.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(session: &Session, place: &Place, dossier: &'d Dossier) -> Result<Self> {
        let document = draft::readable(dossier)?;
        let gone = || {
            Error::new(Kind::InvalidContent, "missing-file", format!("contract.md of {} cannot be read", place.id))
                .hint(format!("`clm verify {}` says what is missing", place.id))
        };
        let mut snapshot = session.snapshot()?;
        let folder = snapshot.contract_at(&place.folder)?.ok_or_else(gone)?;
        let contents = snapshot.contents(&folder)?;
        let bytes = contents.contract.ok_or_else(gone)?.bytes;
        let contract = String::from_utf8(bytes).map_err(|_| gone())?;
        let annexes = contents.annexes.into_iter().map(|annex| (annex.name, annex.bytes)).collect();
        Ok(Self { dossier, document, contract, annexes, articles: BTreeMap::new() })
    }

    /// What is shown of it in a language.
    pub fn shown(&mut self, language: Language) -> Digest {
        let (document, annexes) = (self.document, &self.annexes);
        let made = || {
            let annexes: Vec<Annex<'_>> = annexes.iter().map(|(name, bytes)| Annex { name, bytes }).collect();
            article(document, &annexes, language)
        };
        self.articles.entry(language.code()).or_insert_with(made).digest()
    }

    /// The files for one signatory, and how the report tells of them; the script only for whoever's turn it is.
    ///
    /// # Errors
    /// When the statement cannot be made: a title or name that cannot stand in one.
    pub fn files(&mut self, session: &Session, request: &Request<'_>) -> Result<(Vec<Draft>, PageItem)> {
        let shown = self.shown(request.language);
        let Some(article) = self.articles.get(request.language.code()) else { return Err(unsound("nothing is shown")) };
        let statement = self.statement(request, shown)?;
        let bytes = statement.to_bytes().map_err(|fault| unsound(&fault.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|fault| unsound(&fault.to_string()))?;
        let (header, to) = (self.document.header(), request.to);
        let id = self.dossier.id.to_string();
        let html = page(&Ask {
            article,
            language: request.language,
            contract: &id,
            title: &header.title,
            organisation: &session.organisation.name,
            reply_to: None,
            send: request.send,
            revision: self.dossier.revision,
            party: &to.wait.party,
            name: to.wait.name.as_deref(),
            email: to.email.as_ref().map(Principal::as_str),
            capacity: to.title.as_deref(),
            until: request.until,
            code: request.code,
            may_sign: to.wait.turn,
            statement: &skeleton(&text, to)?,
        });
        let page = Draft { name: format!("{}.html", request.stem), bytes: html.into_bytes(), runs: false };
        let sha256 = Digest::of(&page.bytes).hex();
        let script = to.wait.turn.then(|| self.script(session, request, &statement, &text));
        let item = PageItem {
            party: to.wait.party.clone(),
            name: to.wait.name.clone(),
            email: to.wait.email.clone(),
            language: request.language.code().to_owned(),
            file: page.name.clone(),
            sha256,
            script: script.as_ref().map(|script| script.name.clone()),
            until: request.until,
            turn: to.wait.turn,
            code: request.code,
        };
        Ok((std::iter::once(page).chain(script).collect(), item))
    }

    fn script(&self, session: &Session, request: &Request<'_>, statement: &Statement, text: &str) -> Draft {
        let (to, file) = (request.to, format!("{}.sh", request.stem));
        let id = self.dossier.id.to_string();
        let script = Script {
            title: &statement.title,
            contract: &id,
            sender: &session.organisation.name,
            party: &to.wait.party,
            name: to.wait.name.as_deref(),
            email: to.email.as_ref().map(Principal::as_str),
            capacity: to.title.as_deref(),
            until: request.until.to_string(),
            send: request.send,
            revision: self.dossier.revision,
            code: request.code,
            consent: &statement.consent,
            text: &self.contract,
            subjects: &self.dossier.subjects,
            statement: text,
            file: &file,
            reply: &format!("{}-reply.json", request.stem),
        };
        Draft { bytes: script.written().into_bytes(), name: file, runs: true }
    }

    /// What is signed, with stand-ins for what only the signer knows. The commit is left out: they know of none.
    fn statement(&self, request: &Request<'_>, shown: Digest) -> Result<Statement> {
        let (header, to) = (self.document.header(), request.to);
        let mut after: Vec<Digest> = self.dossier.statements.iter().map(|file| file.digest).collect();
        after.sort_unstable();
        let party = &to.wait.party;
        Ok(Statement {
            subjects: self.dossier.subjects.clone(),
            act: StatementAct::Sign,
            contract: self.dossier.id.clone(),
            title: header.title.clone(),
            signer: Signer {
                name: to.who().to_owned(),
                email: to
                    .email
                    .clone()
                    .map_or_else(|| NOBODY.parse(), Ok)
                    .map_err(|f: PrincipalError| unsound(&f.to_string()))?,
                party: party.clone(),
                capacity: Some(to.title.clone().unwrap_or_else(|| "-".to_owned())),
                key: format!("SHA256:{}", "A".repeat(43)),
            },
            consent: consent(request.language, &header.title, self.dossier.id.as_str(), party),
            instead: None,
            claimed: chrono::DateTime::UNIX_EPOCH,
            after,
            commit: None,
            nonce: Nonce([0; 16]),
            send: Some(request.send),
            shown: Some(shown),
            code_hmac: request.code.then_some(CodeHmac([0; 32])),
            reason: None,
        })
    }
}

/// The statement without what its signer fills in.
fn skeleton(text: &str, to: &Addressee) -> Result<Value> {
    let mut value: Value = serde_json::from_str(text).map_err(|fault| unsound(&fault.to_string()))?;
    let Some(predicate) = value.get_mut("predicate").and_then(Value::as_object_mut) else {
        return Err(unsound("it has no predicate"));
    };
    for key in ["claimed", "nonce", "code_hmac"] {
        predicate.remove(key);
    }
    if let Some(signer) = predicate.get_mut("signer").and_then(Value::as_object_mut) {
        for key in ["name", "capacity", "key"] {
            signer.remove(key);
        }
        if to.email.is_none() {
            signer.remove("email");
        }
    }
    Ok(value)
}

/// Stands for an address that the contract does not give; the signer's own takes its place.
const NOBODY: &str = "nobody@example.invalid";

/// What the files of each signatory are called: the title, the party, the name, and a number where two are alike.
#[must_use]
pub fn stems(title: &str, people: &[Addressee]) -> Vec<String> {
    let mut stems: Vec<String> = Vec::with_capacity(people.len());
    for to in people {
        let name = to.wait.name.as_ref().map(|name| format!("-{}", slug(name))).unwrap_or_default();
        let stem = format!("{}-{}{name}", slug(title), slug(&to.wait.party));
        let numbered = (2_usize..).map(|number| format!("{stem}-{number}"));
        let free = std::iter::once(stem.clone()).chain(numbered).find(|stem| !stems.contains(stem));
        stems.push(free.unwrap_or(stem));
    }
    stems
}
