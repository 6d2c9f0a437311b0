//! Our notes (`record.toml`) and settings changed on two sides, put together key by key. Lists are sets.

use toml_edit::{Array, DocumentMut, Item, Table, Value};

/// The side that was changed last, whose value stands where both set one key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Later {
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

/// A key that both sides set, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyClash {
    /// `custom.budget`.
    pub key: String,
    /// The value that stands.
    pub kept: String,
    /// The value that does not.
    pub other: String,
}

/// Puts two changes of one table together; none where one of the three is no TOML.
#[must_use]
pub fn merge_keys(base: &str, ours: &str, theirs: &str, later: Later) -> Option<(String, Vec<KeyClash>)> {
    let read = |text: &str| text.parse::<DocumentMut>().ok();
    let (base, mut merged, theirs) = (read(base)?, read(ours)?, read(theirs)?);
    let mut clashes = Vec::new();
    tables("", (base.as_table(), merged.as_table_mut(), theirs.as_table()), later, &mut clashes);
    Some((merged.to_string(), clashes))
}

fn tables(at: &str, (base, ours, theirs): (&Table, &mut Table, &Table), later: Later, clashes: &mut Vec<KeyClash>) {
    let mut names: Vec<String> = base.iter().chain(theirs.iter()).map(|(name, _)| name.to_owned()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let key = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        let (was, has) = (base.get(&name), theirs.get(&name));
        if shown(was) == shown(has) || shown(ours.get(&name)) == shown(has) {
            continue;
        }
        if shown(was) == shown(ours.get(&name)) {
            put(ours, &name, has);
            continue;
        }
        let empty = Table::new();
        match (ours.get_mut(&name), has) {
            (Some(Item::Table(ours)), Some(Item::Table(theirs))) => {
                tables(&key, (was.and_then(Item::as_table).unwrap_or(&empty), ours, theirs), later, clashes);
            }
            (Some(Item::Value(Value::Array(ours))), Some(Item::Value(Value::Array(theirs)))) => {
                set(was.and_then(Item::as_array), ours, theirs);
            }
            (Some(Item::ArrayOfTables(ours)), Some(Item::ArrayOfTables(theirs))) => {
                let was = was.and_then(Item::as_array_of_tables);
                let had: Vec<String> = was.into_iter().flat_map(|was| was.iter().map(text)).collect();
                let kept: Vec<String> = theirs.iter().map(text).collect();
                ours.retain(|table| !had.contains(&text(table)) || kept.contains(&text(table)));
                let present: Vec<String> = ours.iter().map(text).collect();
                let new = |table: &&Table| !had.contains(&text(table)) && !present.contains(&text(table));
                theirs.iter().filter(new).for_each(|table| ours.push(table.clone()));
            }
            (mine, _) => {
                let mine = shown(mine.as_deref());
                let other = shown(has);
                let (kept, lost) = if later == Later::Theirs { (other, mine) } else { (mine, other) };
                if later == Later::Theirs {
                    put(ours, &name, has);
                }
                clashes.push(KeyClash { key, kept, other: lost });
            }
        }
    }
}

/// Theirs and ours together, without what either took out.
fn set(was: Option<&Array>, ours: &mut Array, theirs: &Array) {
    let had: Vec<String> = was.into_iter().flat_map(|was| was.iter().map(value)).collect();
    let kept: Vec<String> = theirs.iter().map(value).collect();
    ours.retain(|one| !had.contains(&value(one)) || kept.contains(&value(one)));
    let present: Vec<String> = ours.iter().map(value).collect();
    for one in theirs.iter().filter(|one| !had.contains(&value(one)) && !present.contains(&value(one))) {
        ours.push(one.clone().decorated("", ""));
    }
    ours.fmt();
}

fn put(table: &mut Table, name: &str, item: Option<&Item>) {
    match item {
        Some(item) => drop(table.insert(name, item.clone())),
        None => drop(table.remove(name)),
    }
}

fn value(value: &Value) -> String {
    value.clone().decorated("", "").to_string()
}

fn text(table: &Table) -> String {
    table.to_string().trim().to_owned()
}

/// A value without the space and comments around it; nothing for what is not there.
fn shown(item: Option<&Item>) -> String {
    match item {
        None | Some(Item::None) => String::new(),
        Some(Item::Value(one)) => value(one),
        Some(item) => item.to_string().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Later, merge_keys};

    const BASE: &str = "# ours\nowner = \"a@x\"\ntags = [\"red\", \"old\"]\n\n[custom]\nbudget = 1\nplace = \"oslo\"\n\n[[reminder]]\nday = \"2027-01-01\"\n";

    fn merged(ours: &str, theirs: &str, later: Later) -> (toml::Table, Vec<String>) {
        let (text, clashes) = merge_keys(BASE, ours, theirs, later).unwrap();
        (
            text.parse().unwrap(),
            clashes.into_iter().map(|clash| format!("{} {} {}", clash.key, clash.kept, clash.other)).collect(),
        )
    }

    #[test]
    fn keys_of_both_come_together_and_lists_are_sets() {
        let ours = BASE.replace("\"red\", \"old\"", "\"red\", \"new\"").replace("budget = 1", "budget = 2");
        let theirs = BASE.replace("\"red\", \"old\"", "\"blue\", \"old\"").replace("oslo", "bergen")
            + "\n[[reminder]]\nday = \"2028-01-01\"\n";
        let expected: toml::Table = "owner = \"a@x\"\ntags = [\"new\", \"blue\"]\n[custom]\nbudget = 2\nplace = \"bergen\"\n[[reminder]]\nday = \"2027-01-01\"\n[[reminder]]\nday = \"2028-01-01\"\n".parse().unwrap();
        assert_eq!(merged(&ours, &theirs, Later::Ours), (expected, vec![]));
    }

    #[test]
    fn of_one_key_set_twice_the_later_value_stands_and_the_other_is_told() {
        let (ours, theirs) = (BASE.replace("a@x", "b@x"), BASE.replace("a@x", "c@x"));
        let (table, told) = merged(&ours, &theirs, Later::Theirs);
        assert_eq!(table["owner"].as_str(), Some("c@x"));
        assert_eq!(told, ["owner \"c@x\" \"b@x\""]);
        let (table, _) = merged(&ours, &theirs, Later::Ours);
        assert_eq!(table["owner"].as_str(), Some("b@x"));
        let (table, told) =
            merged(&BASE.replace("budget = 1\n", ""), &BASE.replace("budget = 1", "budget = 3"), Later::Ours);
        assert!(table["custom"].get("budget").is_none());
        assert_eq!(told, ["custom.budget  3"]);
    }

    #[test]
    fn a_table_new_on_both_sides_is_put_together_and_no_toml_is_no_answer() {
        let (text, clashes) = merge_keys("", "[custom]\na = 1\n", "[custom]\nb = 2\n", Later::Ours).unwrap();
        assert_eq!(text.parse::<toml::Table>().unwrap()["custom"].as_table().unwrap().len(), 2);
        assert!(clashes.is_empty());
        assert!(merge_keys("", "a = ", "b = 1", Later::Ours).is_none());
    }
}
