//! What changed between two TOML texts, a line a key: what the log says of `set`.

use std::collections::BTreeMap;

/// Longest value that is told whole, in characters.
const LONGEST: usize = 80;

/// The keys whose values differ, in order, as `term.notice: 1 month → 3 months`. Text that is no TOML has no keys.
#[must_use]
pub fn between(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (flat(old), flat(new));
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().filter_map(|key| line(key, old.get(key), new.get(key))).collect()
}

fn line(key: &str, old: Option<&String>, new: Option<&String>) -> Option<String> {
    match (old, new) {
        (Some(old), Some(new)) if old != new => Some(format!("{key}: {} → {}", short(old), short(new))),
        (None, Some(new)) => Some(format!("{key}: set to {}", short(new))),
        (Some(old), None) => Some(format!("{key}: removed, was {}", short(old))),
        _ => None,
    }
}

fn short(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", value.get(..at).unwrap_or_default()),
        None => value.to_owned(),
    }
}

fn flat(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (key, value) in text.parse::<toml::Table>().unwrap_or_default() {
        flatten(&key, value, &mut found);
    }
    found
}

fn flatten(key: &str, value: toml::Value, found: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            table.into_iter().for_each(|(name, inner)| flatten(&format!("{key}.{name}"), inner, found));
        }
        toml::Value::Array(items) if items.iter().any(toml::Value::is_table) => {
            items.into_iter().enumerate().for_each(|(place, inner)| flatten(&format!("{key}.{place}"), inner, found));
        }
        toml::Value::Array(items) => {
            let words: Vec<String> = items.iter().map(plain).collect();
            found.insert(key.to_owned(), words.join(", "));
        }
        other => drop(found.insert(key.to_owned(), plain(&other))),
    }
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn each_key_that_changed_is_told_with_both_values() {
        let old = "title = \"A\"\nowner = \"x\"\n[[party]]\nname = \"P\"\n[term]\nlength = \"1 year\"\n";
        let new = "title = \"A\"\ntags = [\"a\", \"b\"]\n[[party]]\nname = \"Q\"\n[term]\nlength = \"2 years\"\nend = 2027-01-01\n";
        assert_eq!(
            between(old, new),
            [
                "owner: removed, was x",
                "party.0.name: P → Q",
                "tags: set to a, b",
                "term.end: set to 2027-01-01",
                "term.length: 1 year → 2 years",
            ]
        );
        assert!(between(old, old).is_empty());
        assert!(between("no toml", "nor = this = is").is_empty());
        assert_eq!(between("", &format!("a = \"{}\"", "é".repeat(200))), [format!("a: set to {}…", "é".repeat(80))]);
    }
}
