//! Contracts found, with the words in their clause.

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, visible, words};
use crate::report::search::{SearchItem, SearchReport, SnippetItem};

impl Schema for SearchReport {
    const SCHEMA: &'static str = "clm.search/1";
}

impl Draw for SearchReport {
    fn human(&self, look: &Look) -> String {
        let mut out: String = self.items.iter().map(|item| found(look, item)).collect();
        if self.total > self.items.len() {
            let text =
                format!("{} of {}; `--limit N` shows more", self.items.len(), words::count(self.total, "contract"));
            out.push_str(&format!("{}\n", paint(look, Label::Dim, &text)));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().map(record).collect()
    }

    fn links(&self) -> Vec<(String, String)> {
        self.items.iter().map(|item| (item.id.clone(), format!("{}/contract.md", item.path))).collect()
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
    let mut out =
        format!("{}  {}\n", paint(look, Label::Name, &item.id), paint(look, Label::Head, &visible::line(&item.title)));
    for snippet in &item.snippets {
        let clause = snippet.clause.as_ref().map(|clause| format!("{}: ", visible::line(clause))).unwrap_or_default();
        out.push_str(&format!("    {}{}\n", paint(look, Label::Dim, &clause), highlighted(look, snippet)));
    }
    out
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
    ]
}
