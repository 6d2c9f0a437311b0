//! `manifest.json`: every file of a bundle by size and digest, and what its maker vouches for.
//!
//! There is one spelling: one line a file and a signature, keys sorted, LF, so that the commands of `VERIFY.md` read it with
//! `sed`. [`Manifest::parse`] takes only the bytes that [`Manifest::to_bytes`] would write.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::place::is_place;
use crate::contract::act::Execution;
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::signature::principal::Principal;
use crate::signature::text;

/// `_type` of every manifest.
const TYPE: &str = "urn:clm:manifest:v1";

/// The largest manifest, in bytes: 4 MiB.
const LARGEST: usize = 4 << 20;

/// What a bundle holds.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    #[serde(rename = "_type")]
    kind: String,
    /// Which agreement.
    pub agreement: Agreement,
    /// Whether it was executed on paper or elsewhere.
    pub execution: Option<Executed>,
    /// Every file but the manifest and its signature, sorted bytewise by path.
    pub files: Vec<Listed>,
    /// Who made it, and when.
    pub made: Made,
    /// The last day to sign, once it was sent or signed by somebody.
    pub sign_by: Option<NaiveDate>,
    /// What is known of each statement, sorted by file.
    pub signatures: Vec<Known>,
    /// The signing state it had, in a word.
    pub state: String,
    /// The verdict its maker came to, in a word.
    pub verdict: String,
}

/// An agreement by its names.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Its id.
    pub contract: ContractId,
    /// Digest of the exact text with its annexes.
    pub revision: Digest,
    /// Its title.
    pub title: String,
}

/// An execution outside clm.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Executed {
    /// Files that show it.
    pub evidence: Vec<String>,
    /// `paper` or `external`.
    pub how: String,
    /// The day.
    pub on: NaiveDate,
    /// Where, if elsewhere and known.
    pub platform: Option<String>,
}

/// One file.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its path in the bundle.
    pub path: String,
    /// 64 hexadecimal digits, as `sha256sum` prints them.
    pub sha256: String,
    /// In bytes.
    pub size: u64,
}

/// The member who made the bundle.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// When, in whole seconds.
    pub at: DateTime<Utc>,
    /// The version of clm.
    pub clm: String,
    /// The member's address.
    pub email: String,
    /// Fingerprint of the key that signed the manifest.
    pub key: String,
    /// The member's name.
    pub name: String,
}

/// What the maker knows of one statement.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// `member`, or the basis on which it was received: `in-person`, `known-key`, `phone`, `mail`, `code`.
    pub basis: String,
    /// Files it rests on: a mandate, a scan.
    pub evidence: Vec<String>,
    /// The day it arrived; for a member the day it was made.
    pub received: NaiveDate,
    /// The statement's path in the bundle.
    pub statement: String,
}

/// Why some bytes are no manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// Over 4 MiB.
    #[error("the manifest has {0} bytes; at most 4194304 are read")]
    TooLarge(usize),
    /// Not such an object.
    #[error("the manifest cannot be read: {0}")]
    Shape(String),
    /// Another kind or version.
    #[error("the manifest is of type `{0}`; only `urn:clm:manifest:v1` is known")]
    Type(String),
    /// A text that may not stand there.
    #[error("`{0}` in the manifest {1}")]
    Text(&'static str, String),
    /// A path that leads out, or is spelled differently elsewhere.
    #[error("the manifest names a file that may not be: {0:?}")]
    Place(String),
    /// Files or statements out of order or named twice.
    #[error("the manifest names {0:?} twice or out of order")]
    Order(String),
    /// A name of something that is not listed.
    #[error("the manifest speaks of {0:?}, which it does not list")]
    Unlisted(String),
    /// The same meaning in other bytes.
    #[error("the manifest is not in its one spelling")]
    NotCanonical,
}

impl Manifest {
    /// A manifest of these parts; the files and statements are sorted here.
    #[must_use]
    pub fn new(agreement: Agreement, made: Made, mut files: Vec<Listed>, mut signatures: Vec<Known>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        signatures.sort_by(|a, b| a.statement.cmp(&b.statement));
        let (state, verdict) = (String::new(), String::new());
        let kind = TYPE.to_owned();
        Self { kind, agreement, execution: None, files, made, sign_by: None, signatures, state, verdict }
    }

    /// The exact bytes to sign.
    ///
    /// # Errors
    /// When [`Self::parse`] would not take them back.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ManifestError> {
        let bytes = self.written()?;
        Self::parse(&bytes)?;
        Ok(bytes)
    }

    /// Reads the bytes that were signed.
    ///
    /// # Errors
    /// The first [`ManifestError`] found.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        if bytes.len() > LARGEST {
            return Err(ManifestError::TooLarge(bytes.len()));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|fault| ManifestError::Shape(fault.to_string()))?;
        manifest.check()?;
        if manifest.written()? == bytes { Ok(manifest) } else { Err(ManifestError::NotCanonical) }
    }

    /// The files listed, by path.
    #[must_use]
    pub fn lists(&self, path: &str) -> bool {
        self.files.binary_search_by(|listed| listed.path.as_str().cmp(path)).is_ok()
    }

    fn written(&self) -> Result<Vec<u8>, ManifestError> {
        let lines = [
            ("_type", one(&self.kind)?),
            ("agreement", one(&self.agreement)?),
            ("execution", one(&self.execution)?),
            ("files", each(&self.files)?),
            ("made", one(&self.made)?),
            ("sign_by", one(&self.sign_by)?),
            ("signatures", each(&self.signatures)?),
            ("state", one(&self.state)?),
            ("verdict", one(&self.verdict)?),
        ];
        let lines: Vec<String> = lines.iter().map(|(key, value)| format!("  \"{key}\": {value}")).collect();
        Ok(format!("{{\n{}\n}}\n", lines.join(",\n")).into_bytes())
    }

    fn check(&self) -> Result<(), ManifestError> {
        if self.kind != TYPE {
            return Err(ManifestError::Type(self.kind.chars().take(60).flat_map(text::visible).collect()));
        }
        let platform = self.execution.as_ref().and_then(|execution| execution.platform.as_ref());
        let words = [("title", &self.agreement.title), ("name", &self.made.name), ("clm", &self.made.clm)];
        for (what, words) in words.into_iter().chain(platform.map(|platform| ("platform", platform))) {
            text::check(words, 1000).map_err(|error| ManifestError::Text(what, error.to_string()))?;
        }
        if let Some(how) = self.execution.as_ref().map(|execution| &execution.how).filter(|how| !is_way(how)) {
            return Err(ManifestError::Shape(format!("it was executed neither on paper nor elsewhere, but {how:?}")));
        }
        let address = self.made.email.parse::<Principal>();
        address.map_err(|error| ManifestError::Text("email", error.to_string()))?;
        self.check_files()?;
        let statements: Vec<&str> = self.signatures.iter().map(|known| known.statement.as_str()).collect();
        ordered(&statements)?;
        let evidence = self.signatures.iter().flat_map(|known| &known.evidence);
        let executed = self.execution.iter().flat_map(|execution| &execution.evidence);
        let named = evidence.chain(executed).map(String::as_str).chain(statements);
        named
            .into_iter()
            .find(|path| !self.lists(path))
            .map_or(Ok(()), |path| Err(ManifestError::Unlisted(path.into())))
    }

    fn check_files(&self) -> Result<(), ManifestError> {
        let paths: Vec<&str> = self.files.iter().map(|listed| listed.path.as_str()).collect();
        ordered(&paths)?;
        let mut spelled = BTreeSet::new();
        for listed in &self.files {
            let manifest = listed.path.starts_with(super::MANIFEST);
            // Two names that differ in capitals only are one file on some systems.
            if manifest || !is_place(&listed.path) || !spelled.insert(listed.path.to_ascii_lowercase()) {
                return Err(ManifestError::Place(listed.path.chars().take(200).collect()));
            }
            Digest::from_hex(&listed.sha256).map_err(|error| ManifestError::Text("sha256", error.to_string()))?;
        }
        Ok(())
    }
}

fn is_way(word: &str) -> bool {
    [Execution::Paper, Execution::External].iter().any(|way| way.word() == word)
}

fn ordered(names: &[&str]) -> Result<(), ManifestError> {
    let wrong = names.iter().zip(names.iter().skip(1)).find(|(before, after)| before >= after);
    wrong.map_or(Ok(()), |(_, after)| Err(ManifestError::Order((*after).to_owned())))
}

fn one<T: Serialize>(value: &T) -> Result<String, ManifestError> {
    serde_json::to_string(value).map_err(|fault| ManifestError::Shape(fault.to_string()))
}

fn each<T: Serialize>(values: &[T]) -> Result<String, ManifestError> {
    let lines = values.iter().map(|value| Ok(format!("    {}", one(value)?))).collect::<Result<Vec<_>, _>>()?;
    Ok(if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", lines.join(",\n")) })
}
