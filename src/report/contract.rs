//! Contracts as `list`, `show` and every filter see them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

/// One contract: the fields scripts rely on.
#[derive(Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
pub struct ContractItem {
    /// `nda-7k2m9qxt`.
    pub id: String,
    /// One line.
    pub title: String,
    /// Such as `nda`.
    pub kind: String,
    /// Such as `sales`.
    pub workspace: String,
    /// The contract's folder, relative to the repository.
    pub path: String,
    /// The one plain word: lifecycle where there is one, else signing state.
    pub status: String,
    /// `draft` … `broken`.
    pub signing: String,
    /// `awaiting`, `active`, `ended`, `unknown`, or null before it is signed.
    pub lifecycle: Option<String>,
    /// `not-renewing`, `disputed` …
    pub flags: Vec<String>,
    /// Names of the parties in the order written.
    pub parties: Vec<String>,
    /// E-mail of the member who answers for it.
    pub owner: Option<String>,
    /// Sorted.
    pub tags: Vec<String>,
    /// First day.
    pub start: Option<NaiveDate>,
    /// Last day, inside, as known today.
    pub end: Option<NaiveDate>,
    /// Number of the present period, from 1.
    pub period: Option<u32>,
    /// Our last day for notice of the present period.
    pub notice_by: Option<NaiveDate>,
    /// What it is worth.
    pub value: Option<ValueItem>,
    /// Whose approval it waits for, by e-mail; empty where nobody's turn is.
    #[serde(default)]
    pub approvers: Vec<String>,
    /// Since when it waits for them.
    #[serde(default)]
    pub approval_since: Option<NaiveDate>,
    /// Whose signature it waits for, in the order of their turns; empty unless it is out for signature.
    #[serde(default)]
    pub waits: Vec<WaitItem>,
    /// Which repository it lies in, where several were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}

/// Somebody whose signature is waited for.
#[derive(Serialize, serde::Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct WaitItem {
    /// The party.
    pub party: String,
    /// The person; null where any one signature in the party's name will do.
    pub name: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// Their number in the order of signing.
    pub order: u32,
    /// Whether everybody before them has signed.
    pub turn: bool,
    /// The day from which they are waited for; null until it is their turn.
    pub since: Option<NaiveDate>,
}

/// Money in JSON: amount as a decimal string, ISO 4217 code, how often.
#[derive(Serialize, serde::Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct ValueItem {
    /// `120000.00`.
    pub amount: String,
    /// `NOK`.
    pub currency: String,
    /// `once`, `month`, `quarter`, `year`.
    pub per: String,
}

/// `clm.list/1`.
#[derive(Serialize, Clone, Debug)]
pub struct ListReport {
    /// The day the states were derived for.
    pub today: NaiveDate,
    /// All of them counted, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<super::count::Counts>,
    /// The contracts.
    pub items: Vec<ContractItem>,
    /// What became of the template of each, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub templates: Option<Vec<OutdatedItem>>,
    /// Whether the repository has any contract at all (for the empty state).
    #[serde(skip)]
    pub any: bool,
    /// The filter that was probably meant, where nothing passed.
    #[serde(skip)]
    pub meant: Option<String>,
    /// Our own name as it stands in contracts, which a reader need not be told in every row; by repository where several
    /// were asked.
    #[serde(skip)]
    pub ours: BTreeMap<Option<String>, String>,
}

/// `clm.show/1`: one or more contracts with all there is to know.
#[derive(Serialize, Clone, Debug)]
pub struct ShowReport {
    /// The day the states were derived for.
    pub today: NaiveDate,
    /// The contracts.
    pub items: Vec<ShowItem>,
}

/// Everything about one contract.
#[derive(Serialize, Clone, Debug)]
pub struct ShowItem {
    /// The list fields.
    #[serde(flatten)]
    pub contract: ContractItem,
    /// Primary language.
    pub language: String,
    /// Free words.
    pub governing_law: Option<String>,
    /// Revision digest of the present text.
    pub revision: String,
    /// Parties with their signatories and what they did.
    pub signatories: Vec<SignatoryItem>,
    /// The sign-by date while pending.
    pub sign_by: Option<NaiveDate>,
    /// The day it was fully signed or executed.
    pub signed_on: Option<NaiveDate>,
    /// `[term]` in words, a line each.
    pub terms: Vec<String>,
    /// `[custom]` of record.toml, key and value as text.
    pub custom: Vec<(String, String)>,
    /// Files beside the agreement: annexes, originals, evidence.
    pub files: Vec<String>,
    /// The same files with their sizes and digests; annexes first.
    pub attachments: Vec<AttachmentItem>,
    /// What was said about it, oldest first; what was taken back is left out.
    pub comments: Vec<CommentItem>,
    /// Template name and digest it was drawn from.
    pub template: Option<String>,
    /// What became of that template; null for what was not drawn from one.
    pub template_state: Option<TemplateState>,
    /// How far its approval has come; null where none is asked, and once it is signed.
    pub approval: Option<ApprovalItem>,
    /// Reasons and losers, in sentences.
    pub findings: Vec<String>,
    /// Files that differ from what is recorded.
    pub unsaved: Vec<String>,
    /// Why it ends when it does, where an act or another contract ends it, or it has ended.
    pub because: Vec<String>,
    /// Contracts it names or that name it.
    pub links: Vec<LinkItem>,
    /// The terms in force on a day, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<EffectiveTerms>,
    /// Commands that make sense now.
    pub next: Vec<String>,
    /// The clause asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<ClauseItem>,
    /// The agreement's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// How far the approval of the present text has come.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ApprovalItem {
    /// Whether a rule asks for it.
    pub required: bool,
    /// The day it was asked for; null while it is not.
    pub asked: Option<NaiveDate>,
    /// Whose approvals count.
    pub by: Vec<String>,
    /// What is missing.
    pub missing: Vec<PanelItem>,
    /// Who turned it down, and why.
    pub rejected: Option<String>,
}

/// Some people, of whom some have yet to approve.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct PanelItem {
    /// `any 2 of legal`.
    pub of: String,
    /// The line that asks for it; null where none does.
    pub rule: Option<String>,
    /// Who can still approve.
    pub from: Vec<String>,
    /// How many more.
    pub more: u32,
    /// Since when it is their turn; null while it is not.
    pub since: Option<NaiveDate>,
    /// Whether others come first.
    pub later: bool,
}

/// A contract's template today.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct TemplateState {
    /// `current`, `outdated`, `retired`, `gone`.
    pub state: String,
    /// The version it was drawn from, where that was noted.
    pub version: Option<u32>,
    /// Fallbacks drawn instead of their clauses, as their files are called.
    pub fallbacks: Vec<String>,
    /// A sentence; null while it is current.
    pub note: Option<String>,
}

/// A contract whose template is not the present one: `list --outdated-template`.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct OutdatedItem {
    /// The contract.
    pub id: String,
    /// `legal/nda`.
    pub template: String,
    /// `outdated`, `retired`, `gone`.
    pub state: String,
    /// The version it was drawn from, where that was noted.
    pub recorded: Option<u32>,
    /// The version there is now; null unless it is outdated.
    pub now: Option<u32>,
}

/// A file beside the agreement.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct AttachmentItem {
    /// Relative to the contract's folder: `annexes/price-list.pdf`, `files/scan.pdf`.
    pub file: String,
    /// In bytes.
    pub size: u64,
    /// `sha256:…` of its bytes; null where it is too large to be read.
    pub digest: Option<String>,
}

/// Words about a contract.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct CommentItem {
    /// Digest of the act.
    pub act: String,
    /// When, with offset, RFC 3339.
    pub at: String,
    /// E-mail of the member who said or recorded it.
    pub by: String,
    /// `§7.2`, where it is about one clause.
    pub clause: Option<String>,
    /// The words.
    pub text: String,
    /// Whose words they are, where the other side sent them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<ReportedItem>,
}

/// Somebody of the other side whose words were received.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ReportedItem {
    /// Legal name of the party.
    pub party: String,
    /// The person.
    pub name: String,
    /// Their address, if known.
    pub email: Option<String>,
    /// Why the words are taken for theirs.
    pub basis: String,
    /// The day they arrived.
    pub on: NaiveDate,
    /// The proposed text, as `diff --proposal` and `reopen --with` call it.
    pub proposes: Option<String>,
}

/// One clause of an agreement.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ClauseItem {
    /// `3.2`; null for a heading without a number.
    pub number: Option<String>,
    /// The heading, or the first words.
    pub title: String,
    /// The clause as written, with what is below it.
    pub text: String,
}

/// Another contract, and how it stands to this one.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct LinkItem {
    /// `amends`, `amended-by`, `renews`, `renewed-by`, `supersedes`, `superseded-by`, `under`, `over`.
    pub how: String,
    /// Its id.
    pub id: String,
    /// Its title; null where it is not in this repository.
    pub title: Option<String>,
    /// Its status; null where it is not in this repository.
    pub status: Option<String>,
    /// Where it is, when it is not in this repository and a split tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<String>,
}

/// The terms in force on a day.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct EffectiveTerms {
    /// The day.
    pub as_of: NaiveDate,
    /// `[term]` in words, a line each, with what stands behind it.
    pub terms: Vec<EffectiveTerm>,
    /// Which amendments hold besides, and what keeps the terms from being told.
    pub notes: Vec<String>,
}

/// One term in force.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct EffectiveTerm {
    /// In words.
    pub text: String,
    /// The amendment behind it; null for the agreement itself.
    pub amendment: Option<String>,
    /// That amendment's title.
    pub title: Option<String>,
}

/// One person or party that signs.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct SignatoryItem {
    /// The party.
    pub party: String,
    /// The person; null where any signature in the party's name will do and none came yet.
    pub name: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// `signed`, `declined`, `waiting`, `untrusted`, `uncounted`, `executed`, `not-needed`.
    pub state: String,
    /// Claimed time of the signature.
    pub at: Option<String>,
    /// `member`, `in-person`, `paper` …
    pub basis: Option<String>,
    /// Their title in the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it is their turn, where the contract gives an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<u32>,
    /// Who witnessed the signature, made on paper or on another platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// Who signed in their place, under a mandate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
}
