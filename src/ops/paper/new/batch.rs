//! `new --batch`: a contract a row of a CSV, all in one commit or none.
//!
//! Every cell of every row is looked at before anything is written, and every fault told in one answer.

use std::collections::BTreeMap;

use super::table::{self, Table};
use super::{Drawn, Ids, NewRequest, Questions, advice, may, put};
use crate::contract::problem::{nearest, quoted};
use crate::contract::record::is_tag;
use crate::error::{Error, Kind, Result};
use crate::ops::machine::sheet::Row;
use crate::ops::moving::import::{Named, text};
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::{drafting::draft, drafting::examine, drafting::set};
use crate::report::act::ActReport;
use crate::template::Template;

/// So many faults are listed; the rest are counted.
const MOST_SHOWN: usize = 50;

/// The rows, and what holds for all of them.
#[derive(Debug, Clone, Copy)]
pub struct BatchRequest<'a> {
    /// The CSV.
    pub file: &'a Named,
    /// Tags, owner and folder of all; a row's own owner wins, its tags are added.
    pub all: NewRequest<'a>,
}

/// What a column answers.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Column {
    Field(String),
    Title,
    Owner,
    Tag,
}

/// A row ready to be filed.
struct Ready {
    drawn: Drawn,
    document: crate::contract::document::Document,
    owner: Option<String>,
    tags: Vec<String>,
}

/// Draws a contract a row, and files them in one commit. `questions` holds the answers that flags give to all rows; a cell
/// wins over them.
///
/// # Errors
/// With every fault of every row; when the policy or the store refuses.
pub fn batch(
    session: &Session,
    actor: &Actor,
    questions: &Questions,
    request: &BatchRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    may(session, actor, &questions.found().workspace, &request.all)?;
    let file = request.file.shown.display().to_string();
    let bytes = text::read(&request.file.at, text::Kept::Nowhere).map_err(|why| {
        Error::new(Kind::InvalidContent, "batch", format!("{file}: {why}"))
            .hint("--batch takes a CSV whose first row names fields of the template")
            .about(file.clone())
    })?;
    let mut faults = Vec::new();
    let table = table::read(&file, &bytes, &mut |fault| faults.push(fault));
    let columns = columns(&file, &table, &questions.found().template, &mut faults);
    let mut ready = Vec::new();
    if let Some(columns) = columns {
        let mut ids = Ids::of(session)?;
        for row in &table.rows {
            let mut reader =
                RowReader { session, file: &file, columns: &columns, table: &table, row, faults: Vec::new() };
            ready.extend(reader.read(questions, &mut ids));
            faults.append(&mut reader.faults);
        }
        if table.rows.is_empty() && faults.is_empty() {
            faults.push(format!("{file}: it has no rows below the header"));
        }
    }
    if !faults.is_empty() {
        faults.sort_by_key(|fault| line_of(&file, fault));
        return Err(refused(&file, faults));
    }
    let twins = twins(&table);
    let mut report = record(session, actor, questions, (ready, &request.all), manner)?;
    report.warnings.extend(twins);
    Ok(report)
}

/// The line a fault names behind the file, so that all are told in the order of the file.
fn line_of(file: &str, fault: &str) -> usize {
    let rest = fault.strip_prefix(file).and_then(|rest| rest.strip_prefix(':')).unwrap_or_default();
    rest.split(':').next().and_then(|line| line.parse().ok()).unwrap_or_default()
}

fn refused(file: &str, faults: Vec<String>) -> Error {
    let all = faults.len();
    let number = if all == 1 { "1 fault stops".to_owned() } else { format!("{all} faults stop") };
    let rest = all.checked_sub(MOST_SHOWN).filter(|more| *more > 0).map(|more| format!("and {more} more"));
    Error::new(Kind::InvalidContent, "batch", format!("{number} the batch"))
        .details(faults.into_iter().take(MOST_SHOWN).chain(rest))
        .hint("mend the CSV and repeat the command; nothing was written")
        .about(file)
}

/// The meaning of each column; none, and faults, where one has none.
fn columns(file: &str, table: &Table, template: &Template, faults: &mut Vec<String>) -> Option<Vec<Column>> {
    let before = faults.len();
    let mut columns: Vec<Column> = Vec::new();
    for (place, name) in table.columns.iter().enumerate() {
        match meaning(name, template) {
            Ok(column) => {
                if let Some(twin) = columns.iter().position(|other| *other == column) {
                    let twin = table.columns.get(twin).map(String::as_str).unwrap_or_default();
                    faults.push(format!("{file}:1: the columns {} and {} are the same", quoted(twin), quoted(name)));
                }
                columns.push(column);
            }
            Err(why) => faults.push(format!("{file}:1: column {}: {why}", place.saturating_add(1))),
        }
    }
    (faults.len() == before && !columns.is_empty()).then_some(columns)
}

fn meaning(name: &str, template: &Template) -> std::result::Result<Column, String> {
    let plain = name.to_lowercase().replace(' ', "_");
    if plain.is_empty() {
        return Err("it has no name".to_owned());
    }
    if template.field(&plain).is_some() {
        return Ok(Column::Field(plain));
    }
    let party = match plain.strip_prefix("party") {
        Some("" | "_1") => Some("counterparty".to_owned()),
        Some(number) => number.strip_prefix('_').map(|number| format!("counterparty_{number}")),
        None => None,
    };
    match (plain.as_str(), party) {
        (_, Some(field)) if template.field(&field).is_some() => Ok(Column::Field(field)),
        ("title", _) => Ok(Column::Title),
        ("owner", _) => Ok(Column::Owner),
        ("tag" | "tags", _) => Ok(Column::Tag),
        _ => {
            let fields = template.fields().iter().map(|field| field.name.as_str());
            let near = nearest(&plain, fields.chain(["party", "title", "owner", "tag"]));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            Err(format!("the template {} has no field {}{near}", template.about().name, quoted(name)))
        }
    }
}

struct RowReader<'r> {
    session: &'r Session,
    file: &'r str,
    columns: &'r [Column],
    table: &'r Table,
    row: &'r Row,
    faults: Vec<String>,
}

/// What the cells of a row say beside the template's fields.
#[derive(Default)]
struct Said {
    title: Option<String>,
    owner: Option<String>,
    tags: Vec<String>,
    /// Fields whose cell is wrong, and told of.
    faulty: Vec<String>,
}

impl RowReader<'_> {
    fn read(&mut self, questions: &Questions, ids: &mut Ids) -> Option<Ready> {
        let mut questions = questions.clone();
        let said = self.cells(&mut questions);
        for tag in said.tags.iter().filter(|tag| !is_tag(tag)) {
            self.faults.push(format!("{}: {} is not a tag", self.place(), quoted(tag)));
        }
        let missing = questions.missing();
        let missing = missing.iter().filter(|field| !said.faulty.contains(&field.name));
        let missing: Vec<String> = missing.map(|field| format!("`{}` ({})", field.name, field.label)).collect();
        if !missing.is_empty() {
            self.faults.push(format!("{}: no answer to {}", self.place(), missing.join(", ")));
        }
        if !self.faults.is_empty() {
            return None;
        }
        let drawn = questions.draw_with(said.title.as_deref(), ids);
        match drawn.and_then(|drawn| Ok((drawn.ready(&drawn.bytes)?, drawn))) {
            Ok((document, drawn)) => Some(Ready { drawn, document, owner: said.owner, tags: said.tags }),
            Err(fault) => {
                let why = if fault.details.is_empty() { vec![fault.message] } else { fault.details };
                let place = self.place();
                self.faults.extend(why.into_iter().map(|why| format!("{place}: {why}")));
                None
            }
        }
    }

    /// Answers what the cells answer; an empty cell says nothing.
    fn cells(&mut self, questions: &mut Questions) -> Said {
        let mut said = Said::default();
        for (place, (column, cell)) in self.columns.iter().zip(&self.row.cells).enumerate() {
            let cell = cell.trim();
            let fault = match column {
                _ if cell.is_empty() => None,
                _ if is_formula(cell) => Some("it begins like a formula of a spreadsheet: export values".to_owned()),
                Column::Field(name) => {
                    let fault = questions.answer(name, &cell.replace("\r\n", "\n")).err();
                    fault.map(|fault| fault.message.replacen(&format!("`{name}`: "), "", 1))
                }
                Column::Title => {
                    said.title = Some(cell.to_owned());
                    None
                }
                Column::Owner => {
                    set::owner(self.session, cell).map(|known| said.owner = known).err().map(|f| f.message)
                }
                Column::Tag => {
                    said.tags
                        .extend(cell.split(';').map(str::trim).filter(|tag| !tag.is_empty()).map(ToOwned::to_owned));
                    None
                }
            };
            if let Some(fault) = fault {
                self.cell(place, &fault);
                if let Column::Field(name) = column {
                    said.faulty.push(name.clone());
                }
            }
        }
        said
    }

    fn place(&self) -> String {
        format!("{}:{}: row {}", self.file, self.row.line, self.row.number)
    }

    fn cell(&mut self, place: usize, why: &str) {
        let name = self.table.columns.get(place).map(String::as_str).unwrap_or_default();
        self.faults.push(format!("{}, column {}: {why}", self.place(), quoted(name)));
    }
}

/// What a spreadsheet would run: it was exported as a formula, or somebody means harm. Telephone numbers and negative
/// numbers are none.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '@']) || (cell.starts_with(['+', '-']) && cell.contains(['(', '|', '!']))
}

/// Rows that say the same, of which one is probably too many.
fn twins(table: &Table) -> Vec<String> {
    let mut seen: BTreeMap<&[String], usize> = BTreeMap::new();
    let mut twins = Vec::new();
    for row in &table.rows {
        match seen.get(row.cells.as_slice()) {
            Some(first) => twins.push(format!("row {} says the same as row {first}", row.number)),
            None => drop(seen.insert(&row.cells, row.number)),
        }
    }
    twins
}

fn record(
    session: &Session,
    actor: &Actor,
    questions: &Questions,
    (ready, all): (Vec<Ready>, &NewRequest<'_>),
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let mut change = session.change()?;
    let (mut items, mut contracts, mut advised) = (Vec::new(), Vec::new(), BTreeMap::<String, usize>::new());
    for one in &ready {
        let owner = one.owner.as_deref().or(all.owner).unwrap_or(actor.email());
        let tags: Vec<String> = all.tags.iter().chain(&one.tags).cloned().collect();
        let dossier = put(session, &mut change, &one.drawn, &one.document, (owner, &tags, all.folder))?;
        for sentence in advice(&examine::dossier(&dossier)) {
            *advised.entry(sentence).or_default() += 1;
        }
        items.push(item(&dossier, "new"));
        contracts.push(one.drawn.id.clone());
    }
    let found = questions.found();
    let subject = match ready.as_slice() {
        [one] => recorder::naming(&one.document.header().title, &one.drawn.id),
        several => format!("{} contracts from {}/{}", several.len(), found.workspace, found.template.about().name),
    };
    let entry = Entry { act: "new", subject, contracts };
    let mut report = draft::settle(session, recorder::record(session, actor, change, &entry, items, manner)?)?;
    let several = |count: usize| if count == 1 { String::new() } else { format!(" ({count} contracts)") };
    report.warnings.extend(advised.into_iter().map(|(sentence, count)| format!("{sentence}{}", several(count))));
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::is_formula;

    #[test]
    fn formulas_are_told_from_numbers_and_telephones() {
        for formula in ["=1+1", "=HYPERLINK(\"x\")", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C x'!A0"] {
            assert!(is_formula(formula), "{formula}");
        }
        for plain in ["+47 12 34 56 78", "-1", "- a list", "a=b", "x@y.example", "100 000,00", ""] {
            assert!(!is_formula(plain), "{plain}");
        }
    }
}
