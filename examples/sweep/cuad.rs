//! Real contracts with labels by lawyers: imported whole, kept to the byte, found again, due when the labels say.
//!
//! Expects `texts/*.txt` and `truth.jsonl` (file, `document_name`, parties, dates as ISO, `renewal_term`,
//! `notice_period`, `governing_law`).

mod due;
mod hidden;
mod search;
mod truth;

use std::fs;
use std::path::Path;

use crate::Stopped;
use crate::binary::Home;
use crate::tally::Tally;
use truth::Truth;

/// A labelled contract and where it lies now.
struct Imported {
    truth: Truth,
    text: Vec<u8>,
    id: String,
    path: String,
}

pub fn sweep(folder: &Path, tally: &mut Tally) -> Result<(), Stopped> {
    let texts = fs::canonicalize(folder.join("texts"))?;
    let truths = truth::read(&folder.join("truth.jsonl"))?;
    let home = Home::with_firm()?;
    let contracts = import(&home, &texts, truths, tally)?;
    for contract in &contracts {
        let kept = keeps_every_byte(&home, &contract.path, &contract.text)?;
        tally.check(kept, || format!("{} ({}): the text changed", contract.path, contract.truth.file));
    }
    search::check(&home, &contracts, tally)?;
    due::check(&home, &contracts, tally)?;
    hidden::check(&home, &contracts, tally)
}

/// Imports everything with one CSV beside the texts' folder; the answer names the contracts in the rows' order.
fn import(home: &Home, texts: &Path, truths: Vec<Truth>, tally: &mut Tally) -> Result<Vec<Imported>, Stopped> {
    let mut table = csv::Writer::from_path(home.path("cuad.csv"))?;
    table.write_record(truth::COLUMNS)?;
    for truth in &truths {
        table.write_record(truth.row(texts))?;
    }
    table.flush()?;
    drop(table);
    let answer = home.clm(&["import", "--csv", "cuad.csv", "--no-input", "--json"])?;
    tally.check(answer.ended(&[0]) && answer.is_plain(), || answer.told());
    let items = answer.json()["items"].as_array().cloned().unwrap_or_default();
    tally.check(items.len() == truths.len(), || format!("{} of {} imported", items.len(), truths.len()));
    let clean = home.is_clean()?;
    tally.check(clean, || "the work tree differs from what was recorded".to_owned());
    let word = |item: &serde_json::Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
    let placed = truths.into_iter().zip(&items).map(|(truth, item)| {
        let text = fs::read(texts.join(&truth.file))?;
        Ok(Imported { text, id: word(item, "id"), path: word(item, "path"), truth })
    });
    placed.collect()
}

/// Whether the agreement's text is exactly `text` in the work tree, and HEAD holds the same file.
pub fn keeps_every_byte(home: &Home, path: &str, text: &[u8]) -> Result<bool, Stopped> {
    let name = if path.ends_with("contract.md") { path.to_owned() } else { format!("{path}/contract.md") };
    let Ok(file) = fs::read(home.firm(&name)) else { return Ok(false) };
    let recorded = home.git(&["cat-file", "blob", &format!("HEAD:{name}")])?;
    let header = file.len().checked_sub(text.len());
    let body_is_text = header.is_some_and(|header| file[..header].ends_with(b"\n+++\n") && file[header..] == *text);
    Ok(body_is_text && recorded.out == file)
}
