//! `search --history`: when words entered a contract's text or left it, in which commit, by whom.
//!
//! Every text that ever was is asked once, with the folding, spellings, stems and compounds of `search`. A move, a change
//! elsewhere in the text and a merge that only brings a change over are no entering and no leaving.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::DateTime;

use super::SearchRequest;
use crate::contract::document;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::finding::everywhere;
use crate::ops::finding::filter;
use crate::ops::finding::log;
use crate::ops::session::{Session, dossier_of};
use crate::query::Query;
use crate::report::search::{HistoryItem, HistoryReport};
use crate::search::{Matcher, Snippets};
use crate::store::{CommitId, ObjectId, Snapshot, StoreError, Turn};

/// Tells when the words of a query entered and left the texts of contracts, the newest first.
///
/// # Errors
/// When the query cannot be understood or has no words, or history cannot be read.
pub fn history(session: &Session, request: &SearchRequest<'_>) -> Result<HistoryReport> {
    let query = filter::parse(request.query)?;
    if !super::has_words(&query) {
        return Err(Error::new(Kind::Usage, "no-words", "`--history` needs a word or phrase to follow")
            .hint("clm search --history 'exclusive', or clm search --history '\"best efforts\" party:acme'"));
    }
    let mut past = Past::new(session, &query, request.me)?;
    let (mut items, mut more) = (Vec::new(), false);
    session.store.turns(session.head, |commit, turns| -> Result<bool> {
        for turn in &turns {
            let Some(item) = past.item(commit, turn)? else { continue };
            if items.len() >= request.limit {
                more = true;
                return Ok(false);
            }
            items.push(item);
        }
        Ok(true)
    })?;
    Ok(HistoryReport { query: request.query.to_owned(), more, items })
}

/// What several repositories tell, the newest first.
#[must_use]
pub fn joined(all: Vec<HistoryReport>, limit: usize) -> HistoryReport {
    let query = everywhere::distinct(all.iter().map(|report| report.query.as_str()), " / ");
    let more = all.iter().any(|report| report.more);
    let mut items: Vec<HistoryItem> = all.into_iter().flat_map(|report| report.items).collect();
    // A moment that cannot be read is the oldest.
    items.sort_by_cached_key(|item| Reverse(DateTime::parse_from_rfc3339(&item.at).ok()));
    let more = more || items.len() > limit;
    items.truncate(limit);
    HistoryReport { query, more, items }
}

/// What the header says that history needs; anything else in it is left alone.
#[derive(serde::Deserialize, Default)]
struct Head {
    id: Option<String>,
    title: Option<String>,
    language: Option<String>,
    #[serde(default)]
    party: Vec<Party>,
}

#[derive(serde::Deserialize)]
struct Party {
    name: Option<String>,
}

/// A text that was, read.
struct Text {
    head: Head,
    body: String,
    language: String,
}

struct Past<'a> {
    session: &'a Session,
    query: &'a Query,
    me: Option<&'a str>,
    blobs: Snapshot<'a>,
    matchers: HashMap<String, Matcher>,
    /// Whether a text has the words, by its blob.
    known: HashMap<ObjectId, bool>,
    /// By the last part of the id, whether a contract of today passes the filters.
    passing: Option<HashMap<String, bool>>,
}

impl<'a> Past<'a> {
    fn new(session: &'a Session, query: &'a Query, me: Option<&'a str>) -> Result<Self> {
        let (matchers, known) = (HashMap::new(), HashMap::new());
        let mut past = Self { session, query, me, blobs: session.snapshot()?, matchers, known, passing: None };
        if !query.filters().is_empty() {
            let entries = Catalogue::open(session)?.all()?;
            let passes = entries.iter().map(|entry| (entry.id.suffix().to_owned(), past.passes(entry)));
            past.passing = Some(passes.collect());
        }
        Ok(past)
    }

    fn passes(&self, entry: &Entry) -> bool {
        let item = entry.item(&entry.standing(&self.session.organisation, self.session.today));
        filter::passes(self.query, entry, &item, self.session.today, self.me)
    }

    /// What a change of a contract's text means for the words; nothing when they stayed, or stayed away.
    fn item(&mut self, commit: CommitId, turn: &Turn) -> Result<Option<HistoryItem>> {
        let now = self.has(&turn.now)?;
        for before in &turn.before {
            if self.has(before)? == now {
                return Ok(None);
            }
        }
        let old = turn.before.first().map(Vec::as_slice).unwrap_or_default();
        let with = if now { turn.now.as_slice() } else { old };
        let Some((folder, blob)) = self.first_with(with)? else { return Ok(None) };
        if !self.is_wanted(commit, turn, &folder, now)? {
            return Ok(None);
        }
        let text = self.text(blob)?;
        let found = Snippets::new(self.query, &text.language).of(&text.body).into_iter().next();
        let logged = log::item(self.session, self.session.store.logged(commit)?)?;
        let change = match (now, turn.now.is_empty()) {
            (true, _) => "entered",
            (false, false) => "left",
            (false, true) => "deleted",
        };
        Ok(Some(HistoryItem {
            id: text.head.id.clone().unwrap_or_else(|| turn.suffix.clone()),
            title: text.head.title.clone().unwrap_or_default(),
            path: folder,
            change: change.to_owned(),
            commit: logged.commit,
            at: logged.at,
            by: logged.by,
            name: logged.name,
            act: logged.act,
            subject: logged.subject,
            signature: logged.signature,
            snippet: found.map(|snippet| super::shown("text".to_owned(), None, snippet)),
            repository: None,
        }))
    }

    /// Whether any of the texts has the words.
    fn has(&mut self, texts: &[(String, ObjectId)]) -> Result<bool> {
        Ok(self.first_with(texts)?.is_some())
    }

    fn first_with(&mut self, texts: &[(String, ObjectId)]) -> Result<Option<(String, ObjectId)>> {
        for (folder, blob) in texts {
            let known = self.known.get(blob).copied();
            let holds = match known {
                Some(holds) => holds,
                None => {
                    let holds = self.holds(*blob)?;
                    self.known.insert(*blob, holds);
                    holds
                }
            };
            if holds {
                return Ok(Some((folder.clone(), *blob)));
            }
        }
        Ok(None)
    }

    fn holds(&mut self, blob: ObjectId) -> Result<bool> {
        let text = self.text(blob)?;
        let names = text.head.party.iter().filter_map(|party| party.name.as_deref());
        let names: Vec<&str> = text.head.title.as_deref().into_iter().chain(names).collect();
        let whole = format!("{}\n\n{}", names.join("\n\n"), text.body);
        if !self.matchers.contains_key(&text.language) {
            self.matchers.insert(text.language.clone(), Matcher::new(self.query, &text.language));
        }
        Ok(self.matchers.get(&text.language).is_some_and(|matcher| matcher.holds(&whole)))
    }

    /// A text that was. One that is too large to be an agreement says nothing.
    fn text(&self, blob: ObjectId) -> Result<Text> {
        let bytes = match self.blobs.blob(blob) {
            Ok(bytes) => bytes,
            Err(StoreError::TooLarge { .. }) => Vec::new(),
            Err(other) => return Err(other.into()),
        };
        let (head, body) = match document::split("contract.md", &bytes) {
            Ok(split) => (toml::from_str::<Head>(split.front_matter()).unwrap_or_default(), split.body().to_owned()),
            Err(_) => (Head::default(), String::from_utf8_lossy(&bytes).into_owned()),
        };
        let language = head.language.clone().unwrap_or_else(|| "en".to_owned());
        Ok(Text { head, body, language })
    }

    /// Whether the filters let this contract through: as it is today, or, once it is gone, as it was last.
    fn is_wanted(&mut self, commit: CommitId, turn: &Turn, folder: &str, now: bool) -> Result<bool> {
        let Some(passing) = &self.passing else { return Ok(true) };
        if let Some(passes) = passing.get(&turn.suffix) {
            return Ok(*passes);
        }
        let parent = self.session.store.logged(commit)?.parents.first().copied();
        let at = if now { Some(commit) } else { parent };
        let dossier = dossier_of(&mut self.session.store.snapshot_at(at)?, folder)?;
        let passes = dossier.is_some_and(|dossier| {
            let (policy, organisation) = (&self.session.policy, &self.session.organisation);
            self.passes(&Entry::of(&dossier, policy, organisation, Vec::new()))
        });
        // Walking back, the first meeting is the last state.
        if let Some(known) = &mut self.passing {
            known.insert(turn.suffix.clone(), passes);
        }
        Ok(passes)
    }
}
