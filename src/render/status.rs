//! What waits for whom: counts, waiting contracts, coming dates, unsaved files.

use super::json::Schema;
use super::style::{Label, of_status, paint};
use super::table;
use super::{Draw, Look, visible, words};
use crate::report::status::StatusReport;

impl Schema for StatusReport {
    const SCHEMA: &'static str = "clm.status/1";
}

impl Draw for StatusReport {
    fn human(&self, look: &Look) -> String {
        let counts: Vec<String> = self.counts.iter().map(|(status, n)| format!("{n} {status}")).collect();
        let counts = if counts.is_empty() { "no contracts yet".to_owned() } else { counts.join(", ") };
        let mut out = format!("{}: {counts}\n", paint(look, Label::Head, &visible::line(&self.organisation)));
        out.push_str(&self.waiting(look));
        out.push_str(&self.coming(look));
        out.push_str(&self.unsaved(look));
        out
    }

    fn empty(&self) -> Option<String> {
        let first = "`clm new --template nda --party NAME` makes the first; `clm import FILE` brings in what exists";
        self.counts.is_empty().then(|| first.to_owned())
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let count = |(status, n): &(String, usize)| vec!["count".to_owned(), status.clone(), n.to_string()];
        let mut records: Vec<Vec<String>> = self.counts.iter().map(count).collect();
        for item in &self.items {
            records.push(vec!["waiting".into(), item.id.clone(), item.status.clone(), item.waits_for.join("; ")]);
        }
        for item in &self.due {
            let date = item.date.map(|date| date.to_string()).unwrap_or_default();
            records.push(vec!["due".into(), item.id.clone(), item.what.clone(), date]);
        }
        for item in &self.unsaved {
            records.push(vec!["unsaved".into(), item.path.clone(), item.kind.clone(), item.next.clone()]);
        }
        records
    }

    fn next(&self) -> Vec<String> {
        if self.counts.is_empty() {
            return vec!["clm new --template nda --party NAME".to_owned(), "clm import FILE".to_owned()];
        }
        self.unsaved.iter().map(|item| item.next.clone()).take(2).collect()
    }
}

impl StatusReport {
    fn waiting(&self, look: &Look) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        let rows = self.items.iter().map(|item| {
            vec![
                table::labelled(Label::Name, item.id.as_str()),
                table::labelled(of_status(&item.status), item.status.as_str()),
                table::text(item.title.as_str()),
                table::text(item.waits_for.join("; ")),
                table::text(item.sign_by.map(|day| words::date(day, self.today)).unwrap_or_default()),
            ]
        });
        format!("\n{}", table::draw(look, &["ID", "STATUS", "TITLE", "WAITS FOR", "SIGN BY"], rows.collect()))
    }

    fn coming(&self, look: &Look) -> String {
        if self.due.is_empty() {
            return String::new();
        }
        let rows = self.due.iter().map(|item| {
            let date = item.date.map_or_else(|| "unknown".to_owned(), |day| words::date(day, self.today));
            let name = table::labelled(Label::Name, item.id.as_str());
            vec![table::text(date), table::text(item.what.as_str()), name, table::text(item.title.as_str())]
        });
        format!("\n{}", table::draw(look, &["DUE", "WHAT", "ID", "TITLE"], rows.collect()))
    }

    fn unsaved(&self, look: &Look) -> String {
        let line = |item: &crate::report::status::UnsavedItem| {
            let path = visible::line(&item.path);
            format!("{} {path} ({}): {}\n", paint(look, Label::Warn, "unsaved:"), item.kind, visible::line(&item.next))
        };
        let lines: String = self.unsaved.iter().map(line).collect();
        if lines.is_empty() { lines } else { format!("\n{lines}") }
    }
}
