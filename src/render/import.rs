//! What an import made, in one line a file.

use super::json::Schema;
use super::style::{Label, of_status, paint};
use super::{Draw, Look, visible, words};
use crate::report::import::{ImportItem, ImportReport};

/// So many contracts are drawn for people; a dry run, which is asked for them, shows all.
const MOST_DRAWN: usize = 20;

impl Schema for ImportReport {
    const SCHEMA: &'static str = "clm.act/1";
}

impl Draw for ImportReport {
    fn human(&self, look: &Look) -> String {
        let mut out = String::new();
        let made = self.items.iter().filter(|item| item.act == "import");
        let most = if self.dry_run { usize::MAX } else { MOST_DRAWN };
        for item in made.clone().take(most) {
            out.push_str(&line(item, look));
        }
        let more = made.count().saturating_sub(most);
        if more > 0 {
            out.push_str(&format!("and {}\n", words::count(more, "other")));
        }
        match &self.commit {
            Some(commit) => {
                let short = commit.get(..10).unwrap_or(commit);
                out.push_str(&format!("{} {}\n", paint(look, Label::Dim, short), visible::line(&self.subject)));
            }
            None if self.dry_run => out.push_str(&format!("would record: {}\n", visible::line(&self.subject))),
            None => out.push_str(&format!("{}\n", visible::line(&self.subject))),
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &ImportItem| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            vec![text(&item.id), item.act.clone(), text(&item.status), item.path.clone(), item.file.clone()]
        };
        self.items.iter().map(record).collect()
    }

    fn next(&self) -> Vec<String> {
        match self.items.as_slice() {
            [only] => only.next.iter().take(3).cloned().collect(),
            _ => Vec::new(),
        }
    }
}

fn line(item: &ImportItem, look: &Look) -> String {
    let status = item.status.as_deref().unwrap_or("");
    let id = item.id.as_deref().unwrap_or("");
    let parts = [
        paint(look, Label::Name, &visible::line(id)),
        paint(look, of_status(status), status),
        paint(look, Label::Dim, &visible::line(&item.path)),
        visible::line(&item.file),
    ];
    let shown: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}\n", shown.join("  "))
}
