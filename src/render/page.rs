//! The report as one page of HTML: charts as inline SVG, a table beside each, nothing that is run or fetched.
//!
//! **Invariants**: every text passes [`escape`]; the same report gives the same bytes.

mod chart;
mod section;

use std::collections::BTreeSet;

use super::everywhere;
use crate::report::everywhere::{FailedItem, RepositoryItem};
use crate::report::overview::OverviewReport;

/// The repositories a page is about, where there are several.
#[derive(Clone, Copy, Debug)]
pub struct Several<'a> {
    /// Those that answered.
    pub repositories: &'a [RepositoryItem],
    /// Those that could not.
    pub failed: &'a [FailedItem],
}

/// How every page begins, so that a page can be told from any other file.
const MARK: &str = "<!DOCTYPE html>\n<!-- clm report -->\n";
const STYLE: &str = include_str!("page/style.css");

/// Whether a file is a page of ours.
#[must_use]
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK.as_bytes())
}

/// The whole page.
#[must_use]
pub fn page(report: &OverviewReport, several: Option<&Several<'_>>) -> String {
    let organisation = escape(&report.organisation);
    let chosen = match report.query.as_str() {
        "" => String::new(),
        query => format!(" · chosen by <code>{}</code>", escape(query)),
    };
    let short = |commit: &str| commit.chars().take(12).collect::<String>();
    let commit = report.commit.iter().map(|commit| format!(" · commit <code>{}</code>", short(commit)));
    let commit: String = commit.collect();
    let asked = several.map(asked).unwrap_or_default();
    format!(
        "{MARK}<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>Contracts of {organisation}, {today}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>Contracts of <bdi>{organisation}</bdi></h1>\n<p>{today} · {count}{commit}{chosen}</p>\n{asked}</header>\n\
         <main>\n{sections}</main>\n\
         <footer><p>Written by clm from the repository alone. Every number can be traced: <code>clm report --json</code> gives the ids behind it.</p></footer>\n</body>\n</html>\n",
        today = report.today,
        count = super::words::count(report.contracts, "contract"),
        sections = section::all(report),
    )
}

/// The repositories that were asked, those that could not answer first: numbers without them must not look whole.
fn asked(several: &Several<'_>) -> String {
    let mut out = String::new();
    for one in several.failed {
        let (name, why) = (escape(&one.repository), escape(&one.error.message));
        out.push_str(&format!("<p class=\"note\"><strong>Without <bdi>{name}</bdi></strong>: <bdi>{why}</bdi></p>\n"));
    }
    let line = |one: &RepositoryItem| {
        let (name, whose) = (escape(&one.name), escape(&one.organisation));
        let commit: String = one.commit.chars().take(12).collect();
        format!("<bdi>{name}</bdi> (<bdi>{whose}</bdi>, {}, commit <code>{commit}</code>)", one.today)
    };
    let lines: Vec<String> = several.repositories.iter().map(line).collect();
    out + &format!("<p class=\"note\">Repositories: {}</p>\n", lines.join(" · "))
}

/// Text that cannot leave its place in HTML, nor reverse what stands beside it.
#[must_use]
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::visible::line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The same numbers one a line: section, name, currency or month, number …, ids; with several repositories, which of
/// them the ids lie in.
pub(super) fn records(report: &OverviewReport) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let text = |amount: &Option<String>| amount.clone().unwrap_or_default();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut push = |record: Vec<String>, of: Option<String>| records.push(everywhere::field(record, &of));
    for table in &report.counts {
        for row in &table.values {
            let value = row.value.clone().unwrap_or_default();
            push(vec![table.by.clone(), value, row.count.to_string(), row.ids.join(" ")], places(report, &row.ids));
        }
    }
    for table in &report.values {
        for row in &table.rows {
            let party = row.party.clone().unwrap_or_default();
            let sums = [text(&row.per_year), text(&row.once), row.ids.join(" ")];
            let named = vec![format!("value-{}", table.by), party, row.currency.clone()];
            push([named, sums.to_vec()].concat(), places(report, &row.ids));
        }
    }
    for item in report.months.iter().flat_map(|month| &month.items) {
        let (date, what) = (item.date.to_string(), item.what.clone());
        push(vec!["month".into(), date, what, item.id.clone(), item.title.clone()], item.repository.clone());
    }
    for item in report.commitments.iter().flat_map(|all| &all.items) {
        let (bound, renewing) = (text(&item.bound), text(&item.renewing));
        let until = day(Some(item.bound_until));
        let kind = "commitment".to_owned();
        let record = vec![kind, item.id.clone(), item.currency.clone(), until, bound, day(item.act_by), renewing];
        push(record, item.repository.clone());
    }
    for row in report.cycle.iter().flat_map(|cycle| &cycle.rows) {
        let value = row.value.clone().unwrap_or_default();
        let numbers = [row.contracts.to_string(), row.median_days.to_string(), row.p90_days.to_string()];
        let record = [vec!["cycle".to_owned(), row.by.clone(), value], numbers.to_vec()].concat();
        push(record, places(report, &row.ids));
    }
    for gap in &report.gaps {
        let record = vec!["lacking".into(), gap.lacks.clone(), gap.ids.len().to_string(), gap.ids.join(" ")];
        push(record, places(report, &gap.ids));
    }
    records
}

/// Where some ids lie, each repository once; nothing where only one was asked.
fn places(report: &OverviewReport, ids: &[String]) -> Option<String> {
    let of: BTreeSet<&str> =
        ids.iter().filter_map(|id| report.found_in.get(id)).flatten().map(String::as_str).collect();
    (!report.found_in.is_empty()).then(|| of.into_iter().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::{escape, is_one};

    #[test]
    fn nothing_leaves_its_place() {
        let text = escape("<script>alert('x')</script> & \"q\" \u{202e}gnp");
        assert_eq!(text, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot; \\u{202e}gnp");
    }

    #[test]
    fn only_our_pages_are_ours() {
        assert!(!is_one(b"<!DOCTYPE html>\n<html>") && !is_one(b""));
        assert!(is_one(b"<!DOCTYPE html>\n<!-- clm report -->\n<html>"));
    }
}
