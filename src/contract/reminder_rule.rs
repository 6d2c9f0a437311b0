//! Rules for reminders: `60 days before the last day for notice`, for a repository or one contract.
//!
//! **Owns** what a rule says, how it is written and which contracts it is about. **Refuses to know** dates: the deadlines
//! count them. **Invariants**: strict; a rule names at least one kind of date, and only kinds that have one.

use super::deadline::What;
use super::header::Header;
use super::name::is_workspace_name;
use super::problem::{nearest, quoted};
use super::record::{Record, is_tag};
use super::span::Span;
use super::toml_read::Fields;

/// Most rules of one file.
const MOST: usize = 100;

/// One `[[reminders]]`.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Rule {
    /// How long before.
    pub before: Span,
    /// Before which kinds of date; sorted, unique, at least one.
    pub what: Vec<What>,
    /// Only contracts of this kind.
    pub kind: Option<String>,
    /// Only contracts of this workspace.
    pub workspace: Option<String>,
    /// Only contracts with this tag.
    pub tag: Option<String>,
    /// The file that says so, for the reason.
    pub file: String,
}

/// What a contract is to be reminded of: days set by hand, and rules that are about it.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Reminders<'r> {
    /// Days of its own.
    pub set: &'r [super::record::Reminder],
    /// Rules.
    pub rules: &'r [&'r Rule],
}

impl Rule {
    /// The kinds of date a rule can stand before, in the order they are listed.
    pub const KINDS: [What; 7] =
        [What::Notice, What::End, What::Renewal, What::Option, What::Start, What::SignBy, What::Obligation];

    /// The kind of date that `word` means here.
    ///
    /// # Errors
    /// In words, with the kind that was probably meant.
    pub fn kind_of(word: &str) -> Result<What, String> {
        Self::KINDS.into_iter().find(|what| what.word() == word).ok_or_else(|| {
            let words = Self::KINDS.map(What::word);
            let near = nearest(word, words).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("{} is no kind of date to be reminded of: expected {}{near}", quoted(word), words.join(", "))
        })
    }

    /// Whether it is about a contract.
    #[must_use]
    pub fn is_about(&self, header: &Header, workspace: &str, record: &Record) -> bool {
        self.kind.as_ref().is_none_or(|kind| *kind == header.kind)
            && self.workspace.as_ref().is_none_or(|only| only == workspace)
            && self.tag.as_ref().is_none_or(|tag| record.tags.contains(tag))
    }

    /// What a reminder by this rule is called: its length, the kind, which one where there are several, and the day it is
    /// about. `done` names it.
    #[must_use]
    pub fn name(&self, what: What, subject: Option<&str>, date: chrono::NaiveDate) -> String {
        let length = self.before.to_string().replace(' ', "-");
        let subject = subject.map(|subject| format!("-{subject}")).unwrap_or_default();
        format!("{length}-before-{}{subject}-{date}", what.word())
    }

    /// What the rule itself is called: `60-days-before-notice-end`.
    #[must_use]
    pub fn called(&self) -> String {
        let kinds: Vec<&str> = self.what.iter().map(|what| what.word()).collect();
        format!("{}-before-{}", self.before.to_string().replace(' ', "-"), kinds.join("-"))
    }

    /// The kinds as a rule writes them: `notice, end`.
    #[must_use]
    pub fn kinds(&self) -> String {
        self.what.iter().map(|what| what.word()).collect::<Vec<_>>().join(", ")
    }
}

/// The rules of a file. Those of `record.toml` are about one contract and name no others.
pub(in crate::contract) fn rules(root: &Fields<'_, '_>, of_contract: bool) -> Vec<Rule> {
    let tables = root.tables("reminders");
    if tables.len() > MOST {
        root.problem("reminders", "too-many", format!("`reminders` has more than {MOST} entries"));
        return Vec::new();
    }
    tables.into_iter().filter_map(|fields| rule(fields, of_contract)).collect()
}

fn rule(fields: Fields<'_, '_>, of_contract: bool) -> Option<Rule> {
    let keys: &[&'static str] =
        if of_contract { &["before", "what"] } else { &["before", "what", "kind", "workspace", "tag"] };
    let fields = fields.only(keys).with(&["before", "what"]);
    let before = fields.read("before", "bad-span", str::parse::<Span>);
    let what = kinds(&fields);
    let kind = fields.read("kind", "bad-kind", |text| {
        let good = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase());
        if good { Ok(text.to_owned()) } else { Err(format!("{} is not a kind such as `nda`", quoted(text))) }
    });
    let workspace = fields.read("workspace", "bad-workspace", |text| {
        if is_workspace_name(text) { Ok(text.to_owned()) } else { Err(format!("{} is not a workspace", quoted(text))) }
    });
    let tag = fields.read("tag", "bad-tag", |text| {
        if is_tag(text) { Ok(text.to_owned()) } else { Err(format!("{} is not a tag", quoted(text))) }
    });
    // A filter that could not be read must not widen the rule.
    let filters = [("kind", kind.is_some()), ("workspace", workspace.is_some()), ("tag", tag.is_some())];
    if filters.iter().any(|(key, read)| !of_contract && fields.has(key) && !read) {
        return None;
    }
    let file = if of_contract { "record.toml" } else { "clm.toml" };
    Some(Rule { before: before?, what: what?, kind, workspace, tag, file: file.to_owned() })
}

fn kinds(fields: &Fields<'_, '_>) -> Option<Vec<What>> {
    let mut what = fields.list("what", "bad-what", Rule::KINDS.len(), Rule::kind_of)?;
    what.sort_unstable();
    what.dedup();
    if what.is_empty() {
        fields.problem("what", "empty", format!("`{}` names no kind of date", fields.path_of("what")));
        return None;
    }
    Some(what)
}
