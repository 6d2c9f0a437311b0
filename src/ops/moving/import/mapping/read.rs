//! Reads the mapping file, strictly.

use std::collections::BTreeMap;

use super::compose::Composed;
use super::{Column, Given, Mapping};
use crate::contract::problem::Problem;
use crate::contract::toml_read::{Fields, Reader, text_of};
use crate::ops::moving::import::task::CONSTANTS;

/// Largest mapping file.
const LARGEST: usize = 1 << 20;
/// Longest heading or value.
const LONGEST: usize = 2_000;
/// Most columns that are left out.
const MOST: usize = 2_000;

const KEYS: &[&str] = &["date", "decimal", "ignore", "ignore_others", "columns", "compose", "constants", "values"];

impl Mapping {
    /// Reads a mapping file, to be called `file` in problems.
    ///
    /// # Errors
    /// Every fault found, by line.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let text = text_of(file, bytes, LARGEST)?;
        let reader = Reader::new(file, text, 1);
        let mapping = reader.document().map(|table| {
            let root = Fields::root(&reader, &table).only(KEYS);
            let composed = composed(&root);
            let decimals = [(",", ','), (".", '.')];
            Self {
                file: file.to_owned(),
                columns: columns(&root),
                ignore: root.list("ignore", "bad-heading", MOST, str::parse::<String>).unwrap_or_default(),
                ignore_others: root.flag("ignore_others").unwrap_or_default(),
                composed,
                constants: constants(&root, file),
                values: values(&root),
                day: if root.has("date") { root.read("date", "bad-format", str::parse) } else { None },
                decimal: if root.has("decimal") { root.word("decimal", &decimals) } else { None },
            }
        });
        reader.finish(mapping)
    }
}

/// The entries of a table of texts, in the order written.
fn texts<'r>(table: &Fields<'r, '_>) -> Vec<(&'r str, String)> {
    let entry = |key: &'r str| table.prose(key, LONGEST).map(|text| (key, text));
    table.keys_as_written().into_iter().filter_map(entry).collect()
}

/// The column a word names; a fault is reported at `key`.
fn column(table: &Fields<'_, '_>, key: &str, word: &str) -> Option<Column> {
    Column::of(word).map_err(|why| table.problem(key, "unknown-column", why)).ok()
}

fn columns(root: &Fields<'_, '_>) -> BTreeMap<String, Column> {
    let Some(table) = root.has("columns").then(|| root.table("columns")).flatten() else { return BTreeMap::new() };
    let read = |(heading, word): (&str, String)| Some((heading.trim().to_owned(), column(&table, heading, &word)?));
    texts(&table).into_iter().filter_map(read).collect()
}

fn composed(root: &Fields<'_, '_>) -> Vec<Composed> {
    let Some(table) = root.has("compose").then(|| root.table("compose")).flatten() else { return Vec::new() };
    let read = |(name, template): (&str, String)| {
        let composed = Composed::read(column(&table, name, name)?, name, &template);
        composed.map_err(|why| table.problem(name, "bad-template", why)).ok()
    };
    texts(&table).into_iter().filter_map(read).collect()
}

fn constants(root: &Fields<'_, '_>, file: &str) -> Vec<Given> {
    let Some(table) = root.has("constants").then(|| root.table("constants")).flatten() else { return Vec::new() };
    let read = |(name, text): (&str, String)| {
        let column = column(&table, name, name)?;
        if matches!(column, Column::File | Column::Evidence) {
            table.problem(name, "bad-constant", "every contract has files of its own");
            return None;
        }
        Some(Given { column, name: format!("{file}{CONSTANTS}{name}"), text: text.trim().to_owned() })
    };
    texts(&table).into_iter().filter_map(read).filter(|given| !given.text.is_empty()).collect()
}

fn values(root: &Fields<'_, '_>) -> BTreeMap<String, BTreeMap<String, String>> {
    let Some(table) = root.has("values").then(|| root.table("values")).flatten() else { return BTreeMap::new() };
    let list = |heading: &str| {
        let list = table.table(heading)?;
        // An empty text is a value here: it says nothing on purpose.
        let entry = |key: &str| {
            let text = list.read(key, "bad-value", str::parse::<String>)?;
            Some((key.trim().to_owned(), text.trim().to_owned()))
        };
        Some((heading.trim().to_owned(), list.keys_as_written().into_iter().filter_map(entry).collect()))
    };
    table.keys_as_written().into_iter().filter_map(list).collect()
}

#[cfg(test)]
mod tests {
    use super::Mapping;

    #[test]
    fn a_mapping_says_what_headings_mean() {
        let text = "date = \"dd.mm.yyyy\"\ndecimal = \",\"\nignore = [\"Id\"]\n[columns]\n\"Til\" = \"end\"\n\"Beløp\" = \"value\"\n\
                    [compose]\nparties = \"A AS; {Motpart}\"\n[constants]\nkind = \"supply\"\n\
                    [values.\"Fornyes\"]\n\"Ja\" = \"1 year\"\n\"Nei\" = \"\"\n";
        let mapping = Mapping::read("map.toml", text.as_bytes()).unwrap();
        let column = |name: &str| super::Column::of(name).unwrap();
        assert_eq!(mapping.value("Til", &column("end"), "31.12.2026").as_deref(), Ok("2026-12-31"));
        assert_eq!(mapping.value("Beløp", &column("value"), "1.000,50").as_deref(), Ok("1000.50"));
        assert_eq!(mapping.value("Fornyes", &column("renews"), "Ja").as_deref(), Ok("1 year"));
        assert_eq!(mapping.value("Fornyes", &column("renews"), "Nei").as_deref(), Ok(""));
        assert!(mapping.value("Fornyes", &column("renews"), "ja").unwrap_err().contains("did you mean `Ja`?"));
        assert!(mapping.meaning("Motprat").unwrap_err().contains("`Motpart`"));
        assert!(mapping.meaning("Noe helt annet").unwrap_err().contains("`ignore`"));
        for known in ["Id", "Til", "Motpart", "title"] {
            assert!(mapping.meaning(known).is_ok(), "{known}");
        }
        let absent = mapping.absent(&["Til", "Beløb", "Motpart", "Fornyes"]);
        assert_eq!(absent, ["the CSV has no column `Beløp`; did you mean `Beløb`?"]);
    }

    #[test]
    fn faults_are_named_by_line() {
        for (text, said) in [
            ("datum = \"x\"", "map.toml:1:1: unknown key `datum`"),
            ("\ndate = \"dd.mm.yy\"", "map.toml:2:1"),
            ("decimal = \";\"", "map.toml:1:1"),
            ("[columns]\n\"Til\" = \"endd\"", "map.toml:2:1: unknown column `endd`; did you mean `end`?"),
            ("[columns]\n\"Til\" = 3", "map.toml:2:1"),
            ("[compose]\nparties = \"{\"", "map.toml:2:1: a `{` is not closed"),
            ("[compose]\nparti = \"{A}\"", "map.toml:2:1: unknown column"),
            ("[constants]\nfile = \"x\"", "map.toml:2:1"),
            ("columns = 1", "map.toml:1:1"),
            ("[values]\nA = \"x\"", "map.toml:2:1"),
            ("[columns", "not TOML"),
        ] {
            let problems = Mapping::read("map.toml", text.as_bytes()).unwrap_err();
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert!(told.join("\n").contains(said), "{text}: {told:?}");
        }
    }
}
