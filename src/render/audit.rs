//! What a history was found guilty of, commit by commit, and what was looked at.

use super::json::Schema;
use super::style::{Label, of_status, paint};
use super::{Draw, Look, visible, words};
use crate::report::audit::{AuditItem, AuditReport};

impl Schema for AuditReport {
    const SCHEMA: &'static str = "clm.audit/1";
}

impl Draw for AuditReport {
    fn human(&self, look: &Look) -> String {
        let mut out: String = self.items.iter().map(|item| finding(look, item)).collect();
        out.push_str(&summary(self));
        out.push_str(&format!("founded by {}, in {}\n", words::list(&self.founders), short(&self.root)));
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        let record = |item: &AuditItem| {
            let (commit, at, by) = (word(&item.commit), word(&item.at), word(&item.by));
            vec![commit, at, by, item.verdict.clone(), word(&item.path), item.finding.clone()]
        };
        self.items.iter().map(record).collect()
    }
}

fn finding(look: &Look, item: &AuditItem) -> String {
    let mut place = Vec::new();
    place.extend(item.commit_in_short().map(ToOwned::to_owned));
    place.extend(item.at.as_deref().and_then(|at| at.get(..10)).map(ToOwned::to_owned));
    place.extend(item.by.clone());
    let place = if place.is_empty() { "this history".to_owned() } else { place.join("  ") };
    let about = item.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
    let verdict = paint(look, of_status(&item.verdict), &item.verdict);
    format!(
        "{verdict}  {}\n    {}\n",
        paint(look, Label::Name, &visible::line(&place)),
        visible::line(&format!("{about}{}", item.finding))
    )
}

fn summary(report: &AuditReport) -> String {
    let mut parts = Vec::new();
    if report.remembered > 0 {
        parts.push(format!("{} verified before", report.remembered));
    }
    parts.push(format!("{} signed by members", report.signed));
    if report.plain > 0 {
        parts.push(format!("{} unsigned", report.plain));
    }
    let bad = report.items.iter().filter(|item| item.verdict != "healed").count();
    let end = if bad == 0 { "nothing wrong".to_owned() } else { words::count(bad, "finding") };
    format!("{}: {}; {end}\n", words::count(report.commits, "commit"), words::list(&parts))
}

fn short(commit: &str) -> String {
    commit.chars().take(10).collect()
}
