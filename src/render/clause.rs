//! Clauses as a table, fallbacks indented under their clause; one clause as its text.

use super::json::Schema;
use super::style::{Label, paint};
use super::table;
use super::{Draw, Look, visible};
use crate::report::clause::{ClauseItem, ClausesReport};

impl Schema for ClausesReport {
    const SCHEMA: &'static str = "clm.clauses/1";
}

impl Draw for ClausesReport {
    fn human(&self, look: &Look) -> String {
        match self.items.as_slice() {
            [] => String::new(),
            [one] if self.detail => whole(look, one),
            items => {
                let rows = items.iter().flat_map(|item| std::iter::once(item).chain(&item.fallbacks));
                let row = |item: &ClauseItem| {
                    let indent = if item.fallback.is_some() { "  " } else { "" };
                    let said = if item.description.is_empty() { &item.when } else { &item.description };
                    vec![
                        table::labelled(Label::Name, format!("{indent}{}", called(item))),
                        table::text(item.workspace.as_str()),
                        table::text(item.title.as_str()),
                        table::text(item.language.as_str()),
                        table::text(said.as_str()),
                    ]
                };
                table::draw(look, &["CLAUSE", "WORKSPACE", "TITLE", "LANGUAGE", "WHAT"], rows.map(row).collect())
            }
        }
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &ClauseItem| {
            let fallback = item.fallback.clone().unwrap_or_default();
            let rank = item.rank.map(|rank| rank.to_string()).unwrap_or_default();
            let words = [&item.workspace, &item.title, &item.language, &item.path].map(String::clone);
            [item.name.clone(), fallback, rank].into_iter().chain(words).collect()
        };
        self.items.iter().flat_map(|item| std::iter::once(item).chain(&item.fallbacks)).map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items.is_empty().then(|| "no clauses; put one into <workspace>/clauses/NAME.md".to_owned())
    }
}

/// As one names it with `--clause`.
fn called(item: &ClauseItem) -> String {
    item.fallback.as_ref().map_or_else(|| item.name.clone(), |fallback| format!("{}={fallback}", item.name))
}

fn whole(look: &Look, item: &ClauseItem) -> String {
    let mut head = paint(look, Label::Name, &visible::line(&called(item)));
    for words in [&item.title, &item.language, &item.path].into_iter().filter(|words| !words.is_empty()) {
        head.push_str(&format!("  {}", visible::line(words)));
    }
    let mut out = format!("{head}\n");
    for words in [&item.description, &item.when].into_iter().filter(|words| !words.is_empty()) {
        out.push_str(&format!("{}\n", visible::text(words)));
    }
    let text = item.text.as_deref().unwrap_or_default();
    out.push_str(&format!("\n{}\n", visible::text(text.trim_end())));
    for (place, fallback) in item.fallbacks.iter().enumerate() {
        let lead = if place == 0 { "\n" } else { "" };
        let rank = fallback.rank.map(|rank| rank.to_string()).unwrap_or_default();
        let said = [&fallback.title, &fallback.when].into_iter().filter(|words| !words.is_empty());
        let said: Vec<String> = said.map(|words| visible::line(words)).collect();
        let name = paint(look, Label::Name, &visible::line(&called(fallback)));
        out.push_str(&format!("{lead}fallback {rank}: {name}  {}\n", said.join("; ")));
    }
    out
}
