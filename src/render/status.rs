//! What waits for whom: counts, what is broken, signatures out, drafts, coming dates, unsaved files, people.

use super::json::Schema;
use super::style::{Label, of_status, paint};
use super::table;
use super::{Draw, Look, everywhere, visible, words};
use crate::report::status::{StatusReport, UnsavedItem, WaitingItem};

/// So many rows of a kind are shown to people; `list` shows all.
const MOST: usize = 15;

impl Schema for StatusReport {
    const SCHEMA: &'static str = "clm.status/1";
}

impl Draw for StatusReport {
    fn human(&self, look: &Look) -> String {
        let counts: Vec<String> = self.counts.iter().map(|(status, n)| format!("{n} {status}")).collect();
        let counts = if counts.is_empty() { "no contracts yet".to_owned() } else { counts.join(", ") };
        let mut out = format!("{}: {counts}\n", paint(look, Label::Head, &visible::line(&self.organisation)));
        let is = |words: &'static [&'static str]| move |item: &&WaitingItem| words.contains(&item.status.as_str());
        out.push_str(&self.waiting(look, "Broken: look at these first", "status:broken", is(&["broken"])));
        // What is signed, or stopped, waits for nobody but where an act on it is in doubt.
        let doubtful = ["active", "awaiting", "ended", "unknown", "declined", "void"];
        let is_doubtful = |item: &&WaitingItem| doubtful.contains(&item.status.as_str());
        out.push_str(&self.waiting(look, "Acts in doubt: look at these first", "flag:unproved", is_doubtful));
        out.push_str(&self.unsaved(look));
        let out_words = "Out for signature";
        out.push_str(&self.waiting(look, out_words, "status:pending,lapsed", is(&["pending", "lapsed"])));
        out.push_str(&self.waiting(look, "In review", "status:review,approved", is(&["review", "approved"])));
        out.push_str(&self.drafts(look));
        out.push_str(&self.coming(look));
        out.push_str(&self.people(look));
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let count = |(status, n): &(String, usize)| vec!["count".to_owned(), status.clone(), n.to_string()];
        let mut records: Vec<Vec<String>> = self.counts.iter().map(count).collect();
        for item in &self.items {
            let next = item.next.clone().unwrap_or_default();
            let waits_for = item.waits_for.join("; ");
            let record = vec!["waiting".into(), item.id.clone(), item.status.clone(), waits_for, next];
            records.push(everywhere::field(record, &item.repository));
        }
        for item in &self.due {
            let date = item.date.map(|date| date.to_string()).unwrap_or_default();
            let record = vec!["due".into(), item.id.clone(), item.what.clone(), date];
            records.push(everywhere::field(record, &item.repository));
        }
        for item in &self.unsaved {
            let record = vec!["unsaved".into(), item.path.clone(), item.kind.clone(), item.next.clone()];
            records.push(everywhere::field(record, &item.repository));
        }
        for one in &self.people {
            let numbers = [one.drafts, one.out, one.due].map(|n| n.to_string());
            records.push(["person".to_owned(), one.who.clone()].into_iter().chain(numbers).collect());
        }
        records
    }

    fn empty(&self) -> Option<String> {
        if self.counts.is_empty() {
            let first =
                "`clm new --template nda --party NAME` makes the first; `clm import FILE` brings in what exists";
            return Some(first.to_owned());
        }
        let idle = self.items.is_empty() && self.due.is_empty() && self.unsaved.is_empty();
        match (idle, self.mine) {
            (true, true) => Some("nothing waits for you".to_owned()),
            (true, false) => Some("nothing waits for anybody, and nothing is due in 30 days".to_owned()),
            _ => None,
        }
    }

    fn next(&self) -> Vec<String> {
        if self.counts.is_empty() {
            return vec!["clm new --template nda --party NAME".to_owned(), "clm import FILE".to_owned()];
        }
        let broken = self.items.iter().filter(|item| item.status == "broken").filter_map(|item| item.next.clone());
        let unsaved = self.unsaved.iter().map(|item| item.next.clone());
        let mine = self.items.iter().filter(|item| item.mine).filter_map(|item| item.next.clone());
        let mut next: Vec<String> = Vec::new();
        for command in broken.chain(unsaved).chain(mine) {
            if !next.contains(&command) && next.len() < 3 {
                next.push(command);
            }
        }
        next
    }
}

impl StatusReport {
    /// The command that shows all of what is cut off, of as many repositories.
    fn command(&self, name: &str, query: &str) -> String {
        let several =
            self.items.iter().map(|item| &item.repository).chain(self.due.iter().map(|item| &item.repository));
        let flag = if several.flatten().next().is_some() { " --everywhere" } else { "" };
        format!("clm {name}{flag} {query}").trim_end().to_owned()
    }

    /// What waits for somebody else's act, with whose turn it is and since when.
    fn waiting<'s>(&'s self, look: &Look, title: &str, query: &str, is: impl Fn(&&'s WaitingItem) -> bool) -> String {
        let items: Vec<&WaitingItem> = self.items.iter().filter(is).collect();
        let row = |item: &&WaitingItem| {
            let day = |day: Option<chrono::NaiveDate>| day.map(|day| words::date(day, self.today)).unwrap_or_default();
            vec![
                table::labelled(Label::Name, item.id.as_str()),
                table::labelled(of_status(&item.status), item.status.as_str()),
                table::text(item.title.as_str()),
                table::text(item.waits_for.join("; ")),
                table::text(day(item.since)),
                table::text(day(item.sign_by)),
            ]
        };
        let mut heads = vec!["ID", "STATUS", "TITLE", "WAITS FOR", "SINCE", "SIGN BY"];
        let mut rows: Vec<Vec<table::Field>> = items.iter().take(MOST).map(row).collect();
        everywhere::column(&mut heads, &mut rows, items.iter().map(|item| &item.repository));
        section(look, title, items.len(), &self.command("list", query), &heads, rows)
    }

    fn drafts(&self, look: &Look) -> String {
        let items: Vec<&WaitingItem> = self.items.iter().filter(|item| item.status == "draft").collect();
        let row = |item: &&WaitingItem| {
            let owner = item.owner.clone().unwrap_or_else(|| "nobody".to_owned());
            let owner = if item.mine { "you".to_owned() } else { owner };
            let name = table::labelled(Label::Name, item.id.as_str());
            vec![name, table::text(item.title.as_str()), table::text(owner)]
        };
        let mut heads = vec!["ID", "TITLE", "WAITS FOR"];
        let mut rows: Vec<Vec<table::Field>> = items.iter().take(MOST).map(row).collect();
        everywhere::column(&mut heads, &mut rows, items.iter().map(|item| &item.repository));
        section(look, "Drafts", items.len(), &self.command("list", "status:draft"), &heads, rows)
    }

    fn coming(&self, look: &Look) -> String {
        let rows = self.due.iter().take(MOST).map(|item| {
            let date = item.date.map_or_else(String::new, |day| words::date(day, self.today));
            let what =
                if item.date.is_none() && item.what == "unknown" { "unknown length" } else { item.what.as_str() };
            let name = table::labelled(Label::Name, item.id.as_str());
            let owner = table::text(item.owner.clone().unwrap_or_default());
            vec![table::text(date), table::text(what), name, table::text(item.title.as_str()), owner]
        });
        let mut rows: Vec<Vec<table::Field>> = rows.collect();
        if rows.is_empty() {
            return String::new();
        }
        let more = more(self.due.len(), &self.command("due", ""));
        let mut heads = vec!["DUE", "WHAT", "ID", "TITLE", "OWNER"];
        everywhere::column(&mut heads, &mut rows, self.due.iter().map(|item| &item.repository));
        format!("\n{}\n{}{more}", paint(look, Label::Head, "Due in 30 days"), table::draw(look, &heads, rows))
    }

    fn unsaved(&self, look: &Look) -> String {
        let line = |item: &UnsavedItem| {
            let path = visible::line(&item.path);
            let whose = everywhere::word(look, &item.repository);
            let what = paint(look, Label::Warn, "unsaved:");
            format!("{what} {whose}{path} ({}): {}\n", item.kind, visible::line(&item.next))
        };
        let lines: String = self.unsaved.iter().take(MOST).map(line).collect();
        if lines.is_empty() { lines } else { format!("\n{lines}{}", more(self.unsaved.len(), "clm diff")) }
    }

    /// Who has what on their desk; a repository of one person needs no such table.
    fn people(&self, look: &Look) -> String {
        if self.mine || self.people.len() < 2 {
            return String::new();
        }
        let number = |n: usize| table::text(if n == 0 { "-".to_owned() } else { n.to_string() });
        let row = |one: &crate::report::status::PersonItem| {
            vec![table::text(one.who.as_str()), number(one.drafts), number(one.out), number(one.due)]
        };
        let rows = self.people.iter().take(MOST).map(row).collect();
        let heads = ["PERSON", "DRAFTS", "OUT", "DUE"];
        format!("\n{}\n{}", paint(look, Label::Head, "People"), table::draw(look, &heads, rows))
    }
}

fn section(
    look: &Look,
    title: &str,
    all: usize,
    command: &str,
    heads: &[&str],
    rows: Vec<Vec<table::Field>>,
) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let more = more(all, command);
    format!("\n{}\n{}{more}", paint(look, Label::Head, title), table::draw(look, heads, rows))
}

fn more(all: usize, command: &str) -> String {
    if all > MOST { format!("and {}: {command}\n", words::count(all - MOST, "other")) } else { String::new() }
}
