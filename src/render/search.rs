//! Contracts found, with the words in their clause.

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Link, Look, count, everywhere, visible, words};
use crate::report::search::{HistoryItem, HistoryReport, SearchItem, SearchReport, SnippetItem};

impl Schema for SearchReport {
    const SCHEMA: &'static str = "clm.search/1";
}

impl Draw for SearchReport {
    fn human(&self, look: &Look) -> String {
        if let Some(counts) = &self.counts {
            return count::table(look, counts);
        }
        let mut out: String = self.items.iter().map(|item| found(look, item)).collect();
        if self.total > self.items.len() {
            let text =
                format!("{} of {}; `--limit N` shows more", self.items.len(), words::count(self.total, "contract"));
            out.push_str(&format!("{}\n", paint(look, Label::Dim, &text)));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        match &self.counts {
            Some(counts) => count::records(counts),
            None => self.items.iter().map(|item| everywhere::field(record(item), &item.repository)).collect(),
        }
    }

    fn links(&self) -> Vec<Link> {
        let link = |item: &SearchItem| Link::new(&item.id, format!("{}/contract.md", item.path));
        self.items.iter().map(|item| link(item).of(&item.repository)).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items.is_empty().then(|| {
            format!(
                "nothing found for {}; fewer words or the start of one with a `*` find more, `clm list` shows all",
                self.query
            )
        })
    }
}

fn found(look: &Look, item: &SearchItem) -> String {
    let mut out = format!(
        "{}{}  {}\n",
        everywhere::word(look, &item.repository),
        paint(look, Label::Name, &item.id),
        paint(look, Label::Head, &visible::line(&item.title))
    );
    item.snippets.iter().for_each(|snippet| out.push_str(&snippet_line(look, snippet)));
    out
}

fn snippet_line(look: &Look, snippet: &SnippetItem) -> String {
    let place = (snippet.place != "text").then(|| format!("in {}", snippet.place));
    let named: Vec<String> = place.iter().chain(&snippet.clause).map(|word| visible::line(word)).collect();
    let named = if named.is_empty() { String::new() } else { format!("{}: ", named.join(", ")) };
    format!("    {}{}\n", paint(look, Label::Dim, &named), highlighted(look, snippet))
}

fn highlighted(look: &Look, snippet: &SnippetItem) -> String {
    let mut out = String::new();
    let mut from = 0;
    for &(start, end) in &snippet.matches {
        let (Some(before), Some(hit)) = (snippet.text.get(from..start), snippet.text.get(start..end)) else { break };
        out.push_str(&visible::line(before));
        out.push_str(&paint(look, Label::Match, &visible::line(hit)));
        from = end;
    }
    out.push_str(&visible::line(snippet.text.get(from..).unwrap_or_default()));
    out
}

fn record(item: &SearchItem) -> Vec<String> {
    let first = item.snippets.first();
    vec![
        item.id.clone(),
        item.title.clone(),
        item.path.clone(),
        first.and_then(|s| s.clause.clone()).unwrap_or_default(),
        first.map(|s| s.text.clone()).unwrap_or_default(),
        first.map(|s| s.place.clone()).unwrap_or_default(),
    ]
}

impl Schema for HistoryReport {
    const SCHEMA: &'static str = "clm.search-history/1";
}

impl Draw for HistoryReport {
    fn human(&self, look: &Look) -> String {
        let mut out: String = self.items.iter().map(|item| changed(look, item)).collect();
        if self.more {
            out.push_str(&format!("{}\n", paint(look, Label::Dim, "there are older changes; `--limit N` shows more")));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().map(|item| everywhere::field(passage(item), &item.repository)).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items.is_empty().then(|| format!("no text ever had {}", self.query))
    }
}

fn changed(look: &Look, item: &HistoryItem) -> String {
    let label = if item.change == "entered" { Label::Good } else { Label::Warn };
    let mut out = format!(
        "{}  {}  {}{}  {}\n    {}\n",
        item.at.get(..10).unwrap_or(&item.at),
        paint(look, label, &format!("{:<7}", item.change)),
        everywhere::word(look, &item.repository),
        paint(look, Label::Name, &visible::line(&item.id)),
        paint(look, Label::Head, &visible::line(&item.title)),
        paint(look, Label::Dim, &visible::line(&by_whom(item))),
    );
    if let Some(snippet) = &item.snippet {
        out.push_str(&snippet_line(look, snippet));
    }
    out
}

fn by_whom(item: &HistoryItem) -> String {
    let warning = if item.signature == "good" { String::new() } else { format!(" (signature: {})", item.signature) };
    let commit = item.commit.get(..10).unwrap_or(&item.commit);
    format!("{} by {} <{}>, commit {commit}{warning}", item.act, item.name, item.by)
}

fn passage(item: &HistoryItem) -> Vec<String> {
    let snippet = item.snippet.as_ref();
    vec![
        item.at.clone(),
        item.change.clone(),
        item.id.clone(),
        item.act.clone(),
        item.by.clone(),
        item.commit.clone(),
        snippet.and_then(|s| s.clause.clone()).unwrap_or_default(),
        snippet.map(|s| s.text.clone()).unwrap_or_default(),
    ]
}
