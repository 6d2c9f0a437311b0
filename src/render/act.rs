//! What an act did, in one line a thing.

use super::json::Schema;
use super::style::{Label, of_status, paint};
use super::{Draw, Link, Look, visible, words};
use crate::report::act::{ActReport, PreparedReport};

impl Schema for ActReport {
    const SCHEMA: &'static str = "clm.act/1";
}

impl Draw for ActReport {
    fn human(&self, look: &Look) -> String {
        let mut out = String::new();
        for item in self.items.iter().take(40) {
            let status = item.status.as_deref().unwrap_or("");
            let parts = [
                paint(look, Label::Name, &visible::line(&item.id)),
                paint(look, of_status(status), status),
                paint(look, Label::Dim, &visible::line(&item.path)),
            ];
            let shown: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            out.push_str(&shown.join("  "));
            out.push('\n');
        }
        if self.items.len() > 40 {
            out.push_str(&format!("and {}\n", words::count(self.items.len() - 40, "other")));
        }
        match &self.commit {
            Some(commit) => {
                let short = commit.get(..10).unwrap_or(commit);
                out.push_str(&format!("{} {}\n", paint(look, Label::Dim, short), visible::line(&self.subject)));
            }
            None if self.dry_run => out.push_str(&format!("would record: {}\n", visible::line(&self.subject))),
            None => out.push_str(&format!("{}\n", visible::line(&self.subject))),
        }
        if let Some(outcome) = &self.outcome {
            out.push_str(&format!("{}\n", paint(look, Label::Head, &visible::line(&outcome.says))));
            for sentence in &outcome.why {
                out.push_str(&format!("  {}\n", visible::line(sentence)));
            }
            for file in &outcome.files {
                out.push_str(&format!("  {} {}\n", paint(look, Label::Dim, "file"), visible::line(file)));
            }
        }
        for page in &self.pages {
            let of = if page.name.is_some() { format!(" ({})", page.party) } else { String::new() };
            let who = format!("{}{of}", page.name.as_ref().unwrap_or(&page.party));
            let later = if page.turn { "" } else { ", who reads it now and signs later" };
            let label = paint(look, Label::Dim, "page");
            out.push_str(&format!("  {label} {} for {}{later}\n", visible::line(&page.file), visible::line(&who)));
        }
        for warning in &self.warnings {
            out.push_str(&format!("{} {}\n", paint(look, Label::Warn, "note:"), visible::text(warning)));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &crate::report::act::ActItem| {
            vec![item.id.clone(), item.act.clone(), item.status.clone().unwrap_or_default(), item.path.clone()]
        };
        self.items.iter().map(record).collect()
    }

    fn links(&self) -> Vec<Link> {
        // What is no contract has no such file: a member, a workspace.
        let contracts = self.items.iter().filter(|item| item.path.contains("/contracts/"));
        contracts.map(|item| Link::new(&item.id, format!("{}/contract.md", item.path))).collect()
    }

    fn next(&self) -> Vec<String> {
        match self.items.as_slice() {
            [only] => only.next.iter().take(3).cloned().collect(),
            _ => Vec::new(),
        }
    }
}

impl Schema for PreparedReport {
    const SCHEMA: &'static str = "clm.prepared/1";
}

impl Draw for PreparedReport {
    fn human(&self, look: &Look) -> String {
        let mut out = format!(
            "{}  statement for {} written to {}\n{}\n",
            paint(look, Label::Name, &visible::line(&self.id)),
            visible::line(&self.key),
            visible::line(&self.file),
            visible::line(&self.consent)
        );
        for (who, command) in ["they run:", "then you: "].iter().zip(&self.next) {
            out.push_str(&format!("{} {}\n", paint(look, Label::Dim, who), visible::line(command)));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        vec![vec![self.id.clone(), self.file.clone(), self.key.clone()]]
    }
}
