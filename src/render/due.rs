//! Dates that need somebody, the day to act by first.

use super::contract::day;
use super::json::Schema;
use super::style::{Label, paint};
use super::table::{self, Field};
use super::{Draw, Look, everywhere, visible, words};
use crate::report::due::{DueItem, DueReport};

impl Schema for DueReport {
    const SCHEMA: &'static str = "clm.due/1";
}

impl Draw for DueReport {
    fn human(&self, look: &Look) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        if self.explain {
            return self.items.iter().map(|item| explained(look, item)).collect::<Vec<_>>().join("\n");
        }
        let (mut heads, mut rows) =
            (vec!["DATE", "", "WHAT", "ID", "TITLE"], self.items.iter().map(row).collect::<Vec<_>>());
        everywhere::column(&mut heads, &mut rows, self.items.iter().map(|item| &item.repository));
        table::draw(look, &heads, rows)
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().map(|item| everywhere::field(record(item), &item.repository)).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items
            .is_empty()
            .then(|| format!("nothing is due until {}; `clm due --days 365` looks further", self.until))
    }
}

fn label(item: &DueItem) -> Label {
    match item.days {
        None | Some(i64::MIN..0) => Label::Bad,
        Some(0..=14) => Label::Warn,
        Some(_) => Label::Head,
    }
}

fn when(item: &DueItem) -> String {
    item.days.map(words::days).unwrap_or_default()
}

fn what(item: &DueItem) -> String {
    match &item.subject {
        Some(subject) => format!("{} {subject}", item.what),
        None => item.what.clone(),
    }
}

fn row(item: &DueItem) -> Vec<Field> {
    vec![
        table::labelled(label(item), day(item.date)),
        table::text(when(item)),
        table::text(what(item)),
        table::labelled(Label::Name, item.id.as_str()),
        table::text(item.title.as_str()),
    ]
}

fn explained(look: &Look, item: &DueItem) -> String {
    let date = if item.date.is_some() { day(item.date) } else { "no date".to_owned() };
    let mut out = format!(
        "{} {} {}  {}{} {}\n",
        paint(look, label(item), &date),
        visible::line(&what(item)),
        paint(look, Label::Dim, &format!("({})", if item.days.is_some() { when(item) } else { "unknown".to_owned() })),
        everywhere::word(look, &item.repository),
        paint(look, Label::Name, &item.id),
        visible::line(&item.title)
    );
    for reason in &item.why {
        out.push_str(&format!("    {}\n", visible::line(reason)));
    }
    out
}

fn record(item: &DueItem) -> Vec<String> {
    let days = item.days.map(|days| days.to_string()).unwrap_or_default();
    vec![
        day(item.date),
        days,
        item.what.clone(),
        item.id.clone(),
        item.title.clone(),
        item.subject.clone().unwrap_or_default(),
        item.owner.clone().unwrap_or_default(),
    ]
}
