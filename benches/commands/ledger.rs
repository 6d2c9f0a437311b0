//! The CSV of the corpus: who, since when, how long; about one contract in twenty-five needs somebody in thirty days.

use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};

use crate::Stopped;
use crate::corpus::{Corpus, Dice};

/// The day the bench lives in.
pub const TODAY: &str = "2026-11-24";

/// Where the contracts are filed; `legal` comes with `init`.
pub const WORKSPACES: &[&str] = &["legal", "sales", "hr", "operations"];

const COLUMNS: [&str; 16] = [
    "file",
    "title",
    "kind",
    "language",
    "workspace",
    "parties",
    "on",
    "start",
    "term",
    "renews",
    "notice",
    "governing_law",
    "value",
    "currency",
    "per",
    "tags",
];

/// Writes `all.csv` and a Markdown file a contract into `folder`.
pub fn write(folder: &Path, contracts: usize) -> Result<(), Stopped> {
    fs::create_dir_all(folder)?;
    let corpus = Corpus::new(1);
    let mut dice = Dice::new(7);
    let mut table = csv::Writer::from_path(folder.join("all.csv"))?;
    table.write_record(COLUMNS)?;
    for number in 0..contracts {
        let sample = corpus.sample(number);
        let file = format!("{number:06}.md");
        fs::write(folder.join(&file), &sample.body)?;
        let kind = sample.id.split('-').next().unwrap_or("sample");
        let workspace = WORKSPACES[number % WORKSPACES.len()];
        let parties = format!("Northwind AS;{}", sample.party);
        let head = [&file, &sample.title, kind, sample.language, workspace, &parties];
        table.write_record(head.into_iter().chain(term(&mut dice)?.iter().map(String::as_str)))?;
    }
    table.flush()?;
    Ok(())
}

/// The columns from `on` to `tags`. One contract in seven renews each year until notice; the others end.
fn term(dice: &mut Dice) -> Result<[String; 10], Stopped> {
    let today: NaiveDate = TODAY.parse()?;
    let start = (today - Days::new(dice.below(2900) as u64)).to_string();
    let renews = dice.below(7) == 0;
    let (term, renewal, notice) = if renews {
        ("12 months".to_owned(), "12 months".to_owned(), format!("{} months", 1 + dice.below(3)))
    } else {
        (format!("{} months", 12 * (1 + dice.below(6))), String::new(), String::new())
    };
    let amount = format!("{}.00", 1000 * (1 + dice.below(900)));
    let tag = ["urgent", "reviewed", "framework", ""][dice.below(4)].to_owned();
    let words = ["Norway", "NOK", "year"].map(str::to_owned);
    let [law, currency, per] = words;
    Ok([start.clone(), start, term, renewal, notice, law, amount, currency, per, tag])
}
