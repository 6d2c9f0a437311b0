//! The examples of the CommonMark specification as bodies: import keeps every byte.
//!
//! Expects `examples.jsonl`, one object a line with `example` and `markdown`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Stopped;
use crate::binary::Home;
use crate::cuad::keeps_every_byte;
use crate::tally::Tally;

pub fn sweep(folder: &Path, tally: &mut Tally) -> Result<(), Stopped> {
    let home = Home::with_firm()?;
    fs::create_dir(home.path("in"))?;
    let mut bodies = Vec::new();
    let mut table = csv::Writer::from_path(home.path("in/all.csv"))?;
    table.write_record(["file", "title", "kind", "parties", "on", "start", "term"])?;
    for line in fs::read_to_string(folder.join("examples.jsonl"))?.lines() {
        let example: Value = serde_json::from_str(line)?;
        let body = example["markdown"].as_str().ok_or("no markdown")?.to_owned();
        let file = format!("example-{}.md", example["example"]);
        fs::write(home.path("in").join(&file), &body)?;
        let title = format!("Example {}", example["example"]);
        let row = [&file, &title, "sample", "Northwind AS;Acme AS", "2026-01-01", "2026-01-01", "1 year"];
        table.write_record(row)?;
        bodies.push((file, body.into_bytes()));
    }
    table.flush()?;
    let imported = home.clm(&["import", "--csv", "in/all.csv", "--json"])?;
    tally.check(imported.ended(&[0]) && imported.is_plain(), || imported.told());
    let items = imported.json()["items"].as_array().cloned().unwrap_or_default();
    tally.check(items.len() == bodies.len(), || format!("{} of {} imported", items.len(), bodies.len()));
    for ((file, body), item) in bodies.iter().zip(&items) {
        let path = item["path"].as_str().unwrap_or_default();
        tally.check(keeps_every_byte(&home, path, body)?, || format!("{file}: the body changed"));
    }
    for command in [["check", "--json"], ["search", "foo"], ["verify", "--all"]] {
        let answer = home.clm(&command)?;
        tally.check(answer.ended(&[0, 7]) && answer.is_plain(), || answer.told());
    }
    Ok(())
}
