//! The stock in numbers, for people and pipes.

use super::json::Schema;
use super::style::{Label, paint};
use super::table::{self, Field};
use super::{Draw, Look, everywhere, visible, words};
use crate::report::overview::{CommitmentItem, Commitments, Cycle, MonthItem, OverviewReport, PageReport, ValueTable};

impl Schema for OverviewReport {
    const SCHEMA: &'static str = "clm.report/1";
}

impl Schema for PageReport {
    const SCHEMA: &'static str = "clm.page/1";
}

impl Draw for PageReport {
    fn human(&self, _: &Look) -> String {
        format!(
            "{} ({}, {})\n",
            visible::line(&self.path),
            words::count(self.contracts, "contract"),
            words::size(self.bytes)
        )
    }

    fn plain(&self) -> Vec<Vec<String>> {
        vec![vec![self.path.clone(), self.bytes.to_string(), self.contracts.to_string()]]
    }
}

impl Draw for OverviewReport {
    fn human(&self, look: &Look) -> String {
        if self.contracts == 0 {
            return String::new();
        }
        let mut parts = vec![head(look, &format!("{}, {}", words::count(self.contracts, "contract"), self.today))];
        for table in &self.counts {
            let row = |row: &crate::report::overview::CountRow| {
                let value = row.value.clone().unwrap_or_else(|| "(none)".to_owned());
                vec![table::labelled(Label::Name, value), table::text(row.count.to_string())]
            };
            parts.push(table::draw(
                look,
                &[&table.by.to_uppercase(), "CONTRACTS"],
                table.values.iter().map(row).collect(),
            ));
        }
        parts.extend(self.values.iter().map(|table| values(look, table)));
        if !self.months.is_empty() {
            parts.push(months(look, &self.months));
        }
        parts.extend(self.commitments.iter().map(|all| commitments(look, all, self.explain)));
        parts.extend(self.cycle.iter().map(|all| cycle(look, all)));
        if !self.gaps.is_empty() {
            let row = |gap: &crate::report::overview::GapItem| {
                let which = table::text(self.which(&gap.ids));
                vec![table::text(format!("no {}", gap.lacks)), table::text(gap.ids.len().to_string()), which]
            };
            parts.push(table::draw(look, &["LACKING", "CONTRACTS", "WHICH"], self.gaps.iter().map(row).collect()));
        }
        parts.join("\n")
    }

    fn plain(&self) -> Vec<Vec<String>> {
        super::page::records(self)
    }

    fn empty(&self) -> Option<String> {
        (self.contracts == 0).then(|| "no contract matches; there is nothing to report".to_owned())
    }
}

fn head(look: &Look, text: &str) -> String {
    format!("{}\n", paint(look, Label::Head, text))
}

impl OverviewReport {
    /// The first few ids, with the repository each lies in where several were asked.
    fn which(&self, ids: &[String]) -> String {
        const SHOWN: usize = 4;
        let named = |id: &String| match self.found_in.get(id) {
            Some(of) => format!("{id} ({})", of.join(", ")),
            None => id.clone(),
        };
        let mut text = ids.iter().take(SHOWN).map(named).collect::<Vec<_>>().join(", ");
        if ids.len() > SHOWN {
            text.push_str(&format!(" and {} more", ids.len() - SHOWN));
        }
        text
    }
}

fn money(amount: &Option<String>) -> Field {
    table::text(amount.as_deref().map_or_else(|| "too large".to_owned(), grouped))
}

/// Digits in groups of three, for people: `1 250 000.00`.
#[must_use]
pub fn grouped(amount: &str) -> String {
    let (whole, decimals) = amount.split_once('.').map_or((amount, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

fn values(look: &Look, table: &ValueTable) -> String {
    let by_party = table.by == "party";
    let heads: &[&str] = if by_party {
        &["PARTY", "CURRENCY", "A YEAR", "ONCE", "CONTRACTS"]
    } else {
        &["CURRENCY", "A YEAR", "ONCE", "CONTRACTS"]
    };
    let row = |row: &crate::report::overview::ValueRow| {
        let mut fields: Vec<Field> = row.party.iter().map(table::text).collect();
        fields.extend([table::labelled(Label::Name, row.currency.as_str()), money(&row.per_year), money(&row.once)]);
        fields.push(table::text(row.ids.len().to_string()));
        fields
    };
    let drawn = table::draw(look, heads, table.rows.iter().map(row).collect());
    format!("{drawn}{}", note(look, &table.rule))
}

fn note(look: &Look, text: &str) -> String {
    let lines = super::demo::wrapped(text, look.width.max(20));
    lines.lines().map(|line| format!("{}\n", paint(look, Label::Dim, line))).collect()
}

fn months(look: &Look, months: &[MonthItem]) -> String {
    let count = |month: &MonthItem, what: &str| match month.items.iter().filter(|item| item.what == what).count() {
        0 => table::text(""),
        n => table::text(n.to_string()),
    };
    let row = |month: &MonthItem| {
        let mut fields = vec![table::labelled(Label::Name, month.month.as_str())];
        fields.extend(["notice", "renewal", "option", "end"].map(|what| count(month, what)));
        fields
    };
    table::draw(look, &["MONTH", "NOTICE BY", "RENEWALS", "OPTIONS", "ENDS"], months.iter().map(row).collect())
}

fn commitments(look: &Look, all: &Commitments, explain: bool) -> String {
    let row = |row: &crate::report::overview::MoneyRow| {
        let name = table::labelled(Label::Name, row.currency.as_str());
        let sums = [&row.bound, &row.renewing, &row.coming, &row.once].map(money);
        std::iter::once(name).chain(sums).chain([table::text(row.ids.len().to_string())]).collect()
    };
    let heads = ["CURRENCY", "BOUND", "RENEWING", "COMING 24 MONTHS", "ONCE", "CONTRACTS"];
    let mut out = table::draw(look, &heads, all.totals.iter().map(row).collect());
    for rule in &all.rules {
        out.push_str(&note(look, rule));
    }
    for assumed in &all.assumed {
        let saves: Vec<String> = (assumed.saves.iter())
            .map(|row| {
                format!(
                    "{} {}",
                    row.currency,
                    row.amount.as_deref().map_or_else(|| "too much to add".to_owned(), grouped)
                )
            })
            .collect();
        let saved = if saves.is_empty() { "nothing".to_owned() } else { words::list(&saves) };
        let of = words::count(assumed.ids.len(), "contract");
        out.push_str(&format!("Not renewing {} ({of}) saves {saved} in 24 months.\n", visible::line(&assumed.query)));
    }
    out.push('\n');
    out.push_str(&if explain { explained(look, all) } else { by_contract(look, all) });
    for unclear in &all.unclear {
        let whose = everywhere::word(look, &unclear.repository);
        out.push_str(&format!("{whose}{}: not counted: {}\n", unclear.id, visible::line(&unclear.why)));
    }
    out
}

fn by_contract(look: &Look, all: &Commitments) -> String {
    let day = |day: Option<chrono::NaiveDate>| table::text(day.map(|day| day.to_string()).unwrap_or_default());
    let sum = |amount: &Option<String>| table::text(amount.as_deref().map(grouped).unwrap_or_default());
    let row = |item: &CommitmentItem| {
        vec![
            table::labelled(Label::Name, item.id.as_str()),
            table::text(item.currency.as_str()),
            day(Some(item.bound_until)),
            sum(&item.bound),
            day(item.act_by),
            sum(&item.renewing),
        ]
    };
    let mut heads = vec!["ID", "", "BOUND UNTIL", "BOUND", "ACT BY", "RENEWING"];
    let mut rows: Vec<Vec<Field>> = all.items.iter().map(row).collect();
    everywhere::column(&mut heads, &mut rows, all.items.iter().map(|item| &item.repository));
    table::draw(look, &heads, rows)
}

fn explained(look: &Look, all: &Commitments) -> String {
    let mut out = String::new();
    for item in &all.items {
        let amount = format!("{} {} ({})", item.currency, grouped(&item.amount), item.per);
        let (whose, title) = (everywhere::word(look, &item.repository), visible::line(&item.title));
        out.push_str(&format!("{whose}{}  {title}  {amount}\n", paint(look, Label::Name, &item.id)));
        for why in &item.why {
            out.push_str(&format!("    {}\n", visible::line(why)));
        }
        if let (Some(bound), Some(renewing), Some(saves)) = (&item.bound, &item.renewing, &item.saves) {
            let sums = [bound, renewing, saves].map(|sum| grouped(sum));
            out.push_str(&format!(
                "    Bound {}; the renewal adds {}; not renewing saves {} in 24 months.\n",
                sums[0], sums[1], sums[2]
            ));
        }
    }
    out
}

fn cycle(look: &Look, cycle: &Cycle) -> String {
    let row = |row: &crate::report::overview::CycleRow| {
        vec![
            table::text(row.value.as_ref().map_or_else(|| "all".to_owned(), |value| format!("{} {value}", row.by))),
            table::text(row.contracts.to_string()),
            table::text(row.median_days.to_string()),
            table::text(row.p90_days.to_string()),
        ]
    };
    let drawn = table::draw(
        look,
        &["DRAFT TO SIGNATURE", "CONTRACTS", "MEDIAN DAYS", "90 % WITHIN"],
        cycle.rows.iter().map(row).collect(),
    );
    let left_out = match cycle.before.len() {
        0 => String::new(),
        n => format!(" {} signed before being recorded here left out.", words::count(n, "contract")),
    };
    format!("{drawn}{}", note(look, &format!("{}{left_out}", cycle.rule)))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_stand_in_groups_of_three() {
        for (text, expected) in [("0", "0"), ("999.50", "999.50"), ("1000", "1 000"), ("1250000.00", "1 250 000.00")] {
            assert_eq!(grouped(text), expected);
        }
    }
}
