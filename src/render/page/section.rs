//! The sections of the page, each with its chart and the table it was drawn from.

use rust_decimal::Decimal;

use super::chart::{self, Bar, Column};
use super::escape;
use crate::render::overview::grouped;
use crate::render::words;
use crate::report::overview::{Commitments, CountTable, Cycle, GapItem, MonthItem, OverviewReport, ValueTable};

const KINDS: [&str; 4] = ["notice", "renewal", "option", "end"];

pub(super) fn all(report: &OverviewReport) -> String {
    let mut out = String::new();
    if !report.counts.is_empty() {
        let counts: String = report.counts.iter().map(counts).collect();
        out.push_str(&format!("<div class=\"cards\">\n{counts}</div>\n"));
    }
    report.values.iter().for_each(|table| out.push_str(&values(table)));
    if !report.months.is_empty() {
        out.push_str(&months(&report.months));
    }
    report.commitments.iter().for_each(|all| out.push_str(&commitments(all)));
    report.cycle.iter().for_each(|one| out.push_str(&cycle(one)));
    if !report.gaps.is_empty() {
        out.push_str(&gaps(&report.gaps));
    }
    out
}

fn section(name: &str, title: &str, inside: &str) -> String {
    format!("<section aria-labelledby=\"{name}\">\n<h2 id=\"{name}\">{}</h2>\n{inside}</section>\n", escape(title))
}

/// A table that scrolls by itself where it is wider than the page.
fn table(caption: &str, heads: &[(&str, bool)], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return "<p class=\"none\">None.</p>\n".to_owned();
    }
    let class = |place: usize| if heads.get(place).is_some_and(|head| head.1) { " class=\"n\"" } else { "" };
    let mut out = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n<thead><tr>",
        escape(caption)
    );
    for (place, (head, _)) in heads.iter().enumerate() {
        out.push_str(&format!("<th scope=\"col\"{}>{}</th>", class(place), escape(head)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (place, field) in row.iter().enumerate() {
            let (tag, scope) = if place == 0 { ("th", " scope=\"row\"") } else { ("td", "") };
            let class = if class(place).is_empty() && is_token(field) { " class=\"w\"" } else { class(place) };
            out.push_str(&format!("<{tag}{scope}{class}><bdi>{}</bdi></{tag}>", escape(field)));
        }
        out.push_str("</tr>\n");
    }
    out + "</tbody>\n</table></div>\n"
}

/// A date or an id, which is not to be broken over lines.
fn is_token(field: &str) -> bool {
    field.len() <= 32 && field.bytes().any(|byte| byte.is_ascii_digit()) && !field.contains(' ')
}

fn beside(chart: &str, table: &str) -> String {
    if chart.is_empty() {
        table.to_owned()
    } else {
        format!("<div class=\"pair\">\n<figure>{chart}</figure>\n{table}</div>\n")
    }
}

fn counts(counted: &CountTable) -> String {
    let title = format!("By {}", counted.by);
    let name = |value: &Option<String>| value.clone().unwrap_or_else(|| "(none)".to_owned());
    let bars: Vec<Bar> = (counted.values.iter())
        .map(|row| Bar { name: name(&row.value), size: Decimal::from(row.count), shown: row.count.to_string() })
        .collect();
    let rows: Vec<Vec<String>> =
        counted.values.iter().map(|row| vec![name(&row.value), row.count.to_string()]).collect();
    let caption = format!("Contracts by {}", counted.by);
    let heads = [(counted.by.as_str(), false), ("contracts", true)];
    let chart = chart::bars(&caption, &bars);
    let inside = format!(
        "<figure>{chart}</figure>\n<details><summary>As a table</summary>\n{}</details>\n",
        table(&caption, &heads, &rows)
    );
    section(&format!("by-{}", counted.by), &title, &inside)
}

fn money(amount: &Option<String>) -> String {
    amount.as_deref().map_or_else(|| "too large".to_owned(), grouped)
}

fn values(values: &ValueTable) -> String {
    let by_party = values.by == "party";
    let mut charts = String::new();
    if by_party {
        let mut currencies: Vec<&str> = values.rows.iter().map(|row| row.currency.as_str()).collect();
        currencies.sort_unstable();
        currencies.dedup();
        for currency in currencies {
            let mut bars: Vec<Bar> = (values.rows.iter().filter(|row| row.currency == currency))
                .filter_map(|row| {
                    let size: Decimal = row.per_year.as_ref()?.parse().ok()?;
                    Some(Bar {
                        name: row.party.clone().unwrap_or_default(),
                        size,
                        shown: grouped(&size.round().to_string()),
                    })
                })
                .filter(|bar| !bar.size.is_zero())
                .collect();
            bars.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.name.cmp(&b.name)));
            let chart = chart::bars(&format!("Value a year by party in {currency}"), &bars);
            if !chart.is_empty() {
                charts.push_str(&format!("<figcaption>{} a year</figcaption>{chart}", escape(currency)));
            }
        }
    }
    let rows: Vec<Vec<String>> = (values.rows.iter())
        .map(|row| {
            let mut fields: Vec<String> = row.party.iter().cloned().collect();
            fields.extend([row.currency.clone(), money(&row.per_year), money(&row.once), row.ids.len().to_string()]);
            fields
        })
        .collect();
    let all = [("party", false), ("currency", false), ("a year", true), ("once", true), ("contracts", true)];
    let heads = if by_party { all.as_slice() } else { all.get(1..).unwrap_or_default() };
    let drawn = table(&format!("Value by {}", values.by), heads, &rows);
    let without = match values.without.len() {
        0 => String::new(),
        n => format!("<p class=\"note\">{n} in force without a value.</p>\n"),
    };
    let inside = format!("{}<p class=\"note\">{}</p>\n{without}", beside(&charts, &drawn), escape(&values.rule));
    section(&format!("value-{}", values.by), &format!("Value by {}", values.by), &inside)
}

fn months(months: &[MonthItem]) -> String {
    let count = |month: &MonthItem, what: &str| month.items.iter().filter(|item| item.what == what).count();
    let columns: Vec<Column> = (months.iter())
        .map(|month| Column {
            label: month.month.clone(),
            counts: KINDS.iter().map(|what| count(month, what)).collect(),
        })
        .collect();
    let chart =
        chart::columns("Dates of the coming 24 months", &columns, &["notice by", "renewals", "options", "ends"]);
    let rows: Vec<Vec<String>> = (months.iter().flat_map(|month| &month.items))
        .map(|item| vec![item.date.to_string(), item.what.clone(), item.title.clone(), item.id.clone()])
        .collect();
    let heads = [("date", false), ("what", false), ("contract", false), ("id", false)];
    section("months", "The coming 24 months", &beside(&chart, &table("Dates of the coming 24 months", &heads, &rows)))
}

fn commitments(all: &Commitments) -> String {
    let totals: Vec<Vec<String>> = (all.totals.iter())
        .map(|row| {
            let mut fields = vec![row.currency.clone()];
            fields.extend([&row.bound, &row.renewing, &row.coming, &row.once].map(money));
            fields.push(row.ids.len().to_string());
            fields
        })
        .collect();
    let heads = [
        ("currency", false),
        ("bound", true),
        ("renewing", true),
        ("coming 24 months", true),
        ("once", true),
        ("contracts", true),
    ];
    let mut out = table("Money bound, by currency", &heads, &totals);
    for assumed in &all.assumed {
        let saves: Vec<String> =
            assumed.saves.iter().map(|row| format!("{} {}", row.currency, money(&row.amount))).collect();
        let saved = if saves.is_empty() { "nothing".to_owned() } else { saves.join(", ") };
        out.push_str(&format!(
            "<p class=\"saved\">Not renewing <code>{}</code> ({}) saves <strong>{}</strong> in 24 months.</p>\n",
            escape(&assumed.query),
            words::count(assumed.ids.len(), "contract"),
            escape(&saved)
        ));
    }
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let sum = |amount: &Option<String>| amount.as_deref().map(grouped).unwrap_or_default();
    let rows: Vec<Vec<String>> = (all.items.iter())
        .map(|item| {
            let bound = [item.currency.clone(), item.bound_until.to_string(), sum(&item.bound)];
            let renewing = [day(item.act_by), sum(&item.renewing), sum(&item.saves)];
            [vec![item.title.clone(), item.id.clone()], bound.to_vec(), renewing.to_vec()].concat()
        })
        .collect();
    let heads = [
        ("contract", false),
        ("id", false),
        ("currency", false),
        ("bound until", false),
        ("bound", true),
        ("act by", false),
        ("renewing", true),
        ("saves", true),
    ];
    out.push_str(&table("Money bound, by contract", &heads, &rows));
    if !all.unclear.is_empty() {
        let rows: Vec<Vec<String>> = all.unclear.iter().map(|one| vec![one.id.clone(), one.why.clone()]).collect();
        out.push_str(&table("Not counted", &[("id", false), ("why", false)], &rows));
    }
    let rules: String = all.rules.iter().map(|rule| format!("<li>{}</li>\n", escape(rule))).collect();
    out.push_str(&format!("<ul class=\"note\">\n{rules}</ul>\n"));
    section("commitments", "Money bound", &out)
}

fn cycle(cycle: &Cycle) -> String {
    let name = |row: &crate::report::overview::CycleRow| {
        row.value.as_ref().map_or_else(|| "all".to_owned(), |value| format!("{} {value}", row.by))
    };
    let bars: Vec<Bar> = (cycle.rows.iter())
        .map(|row| Bar {
            name: name(row),
            size: Decimal::from(row.median_days.max(0)),
            shown: row.median_days.to_string(),
        })
        .collect();
    let rows: Vec<Vec<String>> = (cycle.rows.iter())
        .map(|row| vec![name(row), row.contracts.to_string(), row.median_days.to_string(), row.p90_days.to_string()])
        .collect();
    let heads = [("contracts of", false), ("contracts", true), ("median days", true), ("90 % within", true)];
    let pair = beside(
        &chart::bars("Median days from draft to signature", &bars),
        &table("From draft to signature", &heads, &rows),
    );
    section("cycle", "From draft to signature", &format!("{pair}<p class=\"note\">{}</p>\n", escape(&cycle.rule)))
}

fn gaps(gaps: &[GapItem]) -> String {
    let rows: Vec<Vec<String>> = (gaps.iter())
        .map(|gap| vec![format!("no {}", gap.lacks), gap.ids.len().to_string(), gap.ids.join(", ")])
        .collect();
    let heads = [("lacking", false), ("contracts", true), ("which", false)];
    section("gaps", "What is missing", &table("Contracts in force that lack something", &heads, &rows))
}
