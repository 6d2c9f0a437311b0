//! Thirty of the contracts are found by their parties and by words of their own.

use super::Imported;
use crate::Stopped;
use crate::binary::Home;
use crate::tally::Tally;

const SAMPLED: usize = 30;

pub fn check(home: &Home, contracts: &[Imported], tally: &mut Tally) -> Result<(), Stopped> {
    for contract in contracts.iter().step_by((contracts.len() / SAMPLED).max(1)) {
        let mut queries: Vec<String> =
            contract.truth.parties.iter().filter(|party| party.in_text).map(|party| quoted(&party.name)).collect();
        queries.extend(phrase(&contract.text).map(|phrase| quoted(&phrase)));
        for query in queries {
            let answer = home.clm(&["search", "--limit", "400", "--json", "--", &query])?;
            let items = answer.json()["items"].as_array().cloned().unwrap_or_default();
            let found = items.iter().any(|item| item["id"] == contract.id.as_str());
            tally.check(answer.ended(&[0]) && found, || format!("{} not found by {query}", contract.truth.file));
        }
    }
    Ok(())
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', " "))
}

/// Six plain words that follow each other in a line, from the middle of the text on.
fn phrase(text: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    let words: Vec<Vec<&str>> = text.lines().map(|line| line.split(' ').collect()).collect();
    let runs: Vec<String> = words
        .iter()
        .flat_map(|line| line.windows(6))
        .filter(|run| run.iter().all(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic())))
        .map(|run| run.join(" "))
        .collect();
    runs.get(runs.len() / 2).cloned()
}
