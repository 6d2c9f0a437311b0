//! What a history was found guilty of, commit by commit, and what was looked at.

use super::json::Schema;
use super::style::{Label, of_status, paint};
use super::{Draw, Look, visible, words};
use crate::report::audit::{AuditItem, AuditReport, CheckpointItem};

impl Schema for AuditReport {
    const SCHEMA: &'static str = "clm.audit/1";
}

impl Draw for AuditReport {
    fn human(&self, look: &Look) -> String {
        let mut out: String = self.items.iter().map(|item| finding(look, item)).collect();
        out.push_str(&summary(self));
        out.extend(self.checkpoints.iter().map(held));
        out.push_str(&format!("founded by {}, in {}\n", words::list(&self.founders), short(&self.root)));
        out.extend(self.checkpoint.iter().map(|file| {
            format!(
                "{}: a signed checkpoint of all this; give it to somebody who will not lose it\n",
                visible::line(file)
            )
        }));
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

/// How old a checkpoint is, and whether everything is there still.
fn held(one: &CheckpointItem) -> String {
    let age = match one.days {
        0 => "of today".to_owned(),
        1 => "1 day old".to_owned(),
        days if days < 0 => "dated in the future".to_owned(),
        days => format!("{days} days old"),
    };
    let held = if one.holds { "all of it is here" } else { "not all of it is here" };
    let (commits, head) = (words::count(one.commits, "commit"), short(&one.head));
    let line = format!("{}: {commits} up to {head}, by {}, {age}: {held}", one.file, one.by);
    format!("{}\n", visible::line(&line))
}

fn short(commit: &str) -> String {
    commit.chars().take(10).collect()
}
