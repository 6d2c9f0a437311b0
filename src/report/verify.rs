//! Verdicts, with what they rest on.

use serde::Serialize;

/// `clm.verify/1`.
#[derive(Serialize, Clone, Debug)]
pub struct VerifyReport {
    /// The commit everything was read from.
    pub commit: String,
    /// One entry a contract.
    pub items: Vec<VerifyItem>,
    /// What is wrong with the repository itself, in sentences.
    pub findings: Vec<String>,
    /// Whether all contracts of the repository were asked for: waiting ones are then taken for what they are.
    #[serde(skip)]
    pub all: bool,
}

/// The verdict on one contract.
#[derive(Serialize, Clone, Debug)]
pub struct VerifyItem {
    /// Contract id.
    pub id: String,
    /// Contract title.
    pub title: String,
    /// `valid paper external incomplete untrusted invalid broken`.
    pub verdict: String,
    /// Its status, for `incomplete`.
    pub status: String,
    /// Revision digest of the agreement.
    pub revision: String,
    /// Each statement.
    pub signatures: Vec<SignatureItem>,
    /// Sentences: who is missing, what is wrong, with file and digest.
    pub findings: Vec<String>,
    /// What a stranger runs, for `--commands`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<String>,
    /// The bundle it was verified from; absent for a contract of the repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<BundleItem>,
}

/// A bundle and who answers for it.
#[derive(Serialize, Clone, Debug, Default)]
pub struct BundleItem {
    /// As it was named.
    pub file: String,
    /// Name and address of its maker.
    pub made_by: Option<String>,
    /// When, by the maker's clock.
    pub made_at: Option<String>,
    /// Fingerprint of the key that signed its manifest.
    pub key: Option<String>,
    /// Whether that key was named as trusted.
    pub trusted: bool,
    /// How many files the manifest names.
    pub files: usize,
}

/// One statement and what became of it.
#[derive(Serialize, Clone, Debug)]
pub struct SignatureItem {
    /// The statement's file.
    pub file: String,
    /// `sha256:…` of the statement.
    pub statement: String,
    /// `sign`, `decline`, `witness`.
    pub act: String,
    /// Signer's name.
    pub name: String,
    /// Signer's address.
    pub email: String,
    /// For which party.
    pub party: String,
    /// As what.
    pub capacity: String,
    /// Key fingerprint.
    pub key: String,
    /// Claimed time.
    pub claimed: String,
    /// `valid`, `paper`, `external`, `untrusted`, `invalid`.
    pub verdict: String,
    /// `member`, `witness`, `in-person`, `known-key`, `phone`, `mail`, `code`.
    pub basis: Option<String>,
    /// Who gave the signer a mandate, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mandate: Option<MandateItem>,
    /// The signature witnessed, where it is one made elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witnessed: Option<WitnessedItem>,
    /// What is wrong or doubtful, in sentences.
    pub findings: Vec<String>,
}

/// A mandate somebody signed under.
#[derive(Serialize, Clone, Debug)]
pub struct MandateItem {
    /// Who gave it.
    pub name: String,
    /// Their address, where the contract gives one.
    pub email: Option<String>,
    /// The mandate.
    pub evidence: Vec<EvidenceItem>,
}

/// A signature made on paper or on another platform.
#[derive(Serialize, Clone, Debug)]
pub struct WitnessedItem {
    /// Who signed.
    pub name: String,
    /// Their address, where it is known.
    pub email: Option<String>,
    /// For which party.
    pub party: String,
    /// As what.
    pub capacity: Option<String>,
    /// `paper`, `external`.
    pub how: String,
    /// The signing service, where it is known.
    pub platform: Option<String>,
    /// The day they signed.
    pub on: chrono::NaiveDate,
    /// The scan, or the platform's files.
    pub evidence: Vec<EvidenceItem>,
}

/// A file that shows something.
#[derive(Serialize, Clone, Debug)]
pub struct EvidenceItem {
    /// Its path below the contract's folder when it was recorded.
    pub file: String,
    /// Its digest, in hexadecimal digits.
    pub sha256: String,
}
