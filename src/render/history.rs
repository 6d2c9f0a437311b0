//! The log: what happened, newest first, in the same words as `git log`.

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, visible};
use crate::report::history::{LogItem, LogReport};

impl Schema for LogReport {
    const SCHEMA: &'static str = "clm.log/1";
}

impl Draw for LogReport {
    fn human(&self, look: &Look) -> String {
        self.items.iter().map(|item| entry(look, item)).collect()
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &LogItem| {
            vec![
                item.commit.clone(),
                item.at.clone(),
                item.by.clone(),
                item.act.clone(),
                item.signature.clone(),
                item.contracts.join(" "),
                item.subject.clone(),
                item.undone_by.clone().unwrap_or_default(),
            ]
        };
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items.is_empty().then(|| "nothing happened yet".to_owned())
    }
}

fn entry(look: &Look, item: &LogItem) -> String {
    let at = item.at.get(..16).unwrap_or(&item.at).replace('T', " ");
    let signature = match item.signature.as_str() {
        "good" => String::new(),
        "none" => format!("  {}", paint(look, Label::Warn, "(not signed)")),
        other => format!("  {}", paint(look, Label::Bad, &format!("({other} signature)"))),
    };
    let undone = item.undone_by.as_ref().map(|by| format!("(undone by {})", by.get(..10).unwrap_or(by)));
    let undone = undone.map(|words| format!("  {}", paint(look, Label::Warn, &words))).unwrap_or_default();
    let mut out = format!(
        "{} {at}  {}{undone}{signature}\n",
        paint(look, Label::Dim, item.commit.get(..10).unwrap_or(&item.commit)),
        visible::line(&item.subject)
    );
    out.push_str(&format!(
        "           {}\n",
        paint(look, Label::Dim, &visible::line(&format!("{} <{}>", item.name, item.by)))
    ));
    for line in item.message.iter().flat_map(|message| message.lines()).filter(|line| !line.is_empty()) {
        out.push_str(&format!("           {}\n", visible::line(line)));
    }
    out
}
