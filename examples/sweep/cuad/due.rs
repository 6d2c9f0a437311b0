//! `due` lists what the labels say ends, ten days before and not the day after; and the last day for notice.

use chrono::{Days, NaiveDate};
use serde_json::Value;

use super::Imported;
use crate::Stopped;
use crate::binary::Home;
use crate::tally::Tally;

pub fn check(home: &Home, contracts: &[Imported], tally: &mut Tally) -> Result<(), Stopped> {
    for contract in contracts {
        if let Some(end) = contract.truth.end() {
            the_end(home, contract, end, tally)?;
        }
        if let Some(last) = contract.truth.notice_by() {
            the_notice(home, contract, last, tally)?;
        }
    }
    Ok(())
}

fn the_end(home: &Home, contract: &Imported, end: NaiveDate, tally: &mut Tally) -> Result<(), Stopped> {
    let renews = contract.truth.renews().is_some();
    let what = if renews { "renewal" } else { "end" };
    let dates = [Some(end), end.succ_opt()];
    let items = due(home, contract, end - Days::new(10))?;
    let listed = items.iter().any(|item| item["what"] == what && dates.contains(&date(item)));
    tally.check(listed, || format!("{}: {what} {end} not due ten days before: {items:?}", contract.truth.file));
    let after = due(home, contract, end + Days::new(2))?;
    let gone = !after.iter().any(|item| item["what"] == what && dates.contains(&date(item)));
    tally.check(gone, || format!("{}: {what} {end} still due afterwards: {after:?}", contract.truth.file));
    Ok(())
}

/// The two ways to count lie at most three days apart; clm takes the earlier.
fn the_notice(home: &Home, contract: &Imported, last: NaiveDate, tally: &mut Tally) -> Result<(), Stopped> {
    let items = due(home, contract, last - Days::new(10))?;
    let range = last - Days::new(3)..=last;
    let listed =
        items.iter().any(|item| item["what"] == "notice" && date(item).is_some_and(|day| range.contains(&day)));
    tally.check(listed, || format!("{}: notice by {last} not due: {items:?}", contract.truth.file));
    Ok(())
}

fn due(home: &Home, contract: &Imported, today: NaiveDate) -> Result<Vec<Value>, Stopped> {
    let today = today.to_string();
    let answer = home.clm(&["due", "--days", "30", "--today", &today, "--json"])?.must()?;
    let items = answer.json()["items"].as_array().cloned().unwrap_or_default();
    Ok(items.into_iter().filter(|item| item["id"] == contract.id.as_str()).collect())
}

fn date(item: &Value) -> Option<NaiveDate> {
    item["date"].as_str()?.parse().ok()
}
