//! What a column of the CSV, or the flag of the same name, is about.

use crate::contract::header;
use crate::contract::key_path::KeyPath;
use crate::contract::problem::{nearest, quoted};
use crate::contract::toml_change::EditError;
use toml_edit::Value;

/// What a value is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Column {
    /// The file, relative to the CSV.
    File,
    /// Further files that show the execution, `;` between.
    Evidence,
    /// The workspace to file it in.
    Workspace,
    /// The folder below the workspace's `contracts/`.
    Folder,
    /// All parties, `;` between.
    Parties,
    /// The party of this number, from 1.
    Party(usize),
    /// The day it was executed.
    On,
    /// On paper or elsewhere.
    By,
    /// Who answers for it.
    Owner,
    /// Tags, `;` between.
    Tags,
    /// A key of the front matter.
    Key(KeyPath),
    /// A key of our own, below `[custom]`.
    Custom(KeyPath),
}

/// The short names of keys of the front matter.
const KEYS: &[(&str, &str)] = &[
    ("id", "id"),
    ("title", "title"),
    ("kind", "kind"),
    ("language", "language"),
    ("governing_law", "governing_law"),
    ("form", "form"),
    ("start", "term.start"),
    ("end", "term.end"),
    ("term", "term.length"),
    ("renews", "term.renews"),
    ("notice", "term.notice"),
    ("value", "value.amount"),
    ("currency", "value.currency"),
    ("per", "value.per"),
];

/// The other names.
const OURS: &[&str] = &["file", "evidence", "workspace", "folder", "parties", "party 1", "on", "by", "owner", "tags"];

/// Parties are numbered up to this.
pub(super) const MOST_PARTIES: usize = 100;

impl Column {
    /// The column called `name`. Case and `_` for a space do not matter in the short names.
    ///
    /// # Errors
    /// A sentence, with the nearest name.
    pub fn of(name: &str) -> Result<Self, String> {
        let name = name.trim();
        let folded = name.to_lowercase().replace(' ', "_");
        if let Some((_, path)) = KEYS.iter().find(|(short, _)| *short == folded) {
            return path.parse().map(Self::Key).map_err(|_| unknown(name, None));
        }
        Ok(match folded.as_str() {
            "file" => Self::File,
            "evidence" => Self::Evidence,
            "workspace" => Self::Workspace,
            "folder" => Self::Folder,
            "parties" => Self::Parties,
            "party" => Self::Party(1),
            "on" => Self::On,
            "by" => Self::By,
            "owner" => Self::Owner,
            "tags" | "tag" => Self::Tags,
            _ => match folded.strip_prefix("party").map(|number| number.trim_start_matches('_').parse::<usize>()) {
                Some(Ok(number)) if (1..=MOST_PARTIES).contains(&number) => Self::Party(number),
                _ => return path(name),
            },
        })
    }

    /// Whether both say the same thing of a term, so that a cell of one makes a default of the other void.
    pub fn stands_for(&self, other: &Self) -> bool {
        let is_party = |column: &Self| matches!(column, Self::Parties | Self::Party(_));
        let is_end = |column: &Self| match column {
            Self::Key(path) => matches!(path.to_string().as_str(), "term.end" | "term.length"),
            _ => false,
        };
        self == other || (is_party(self) && is_party(other)) || (is_end(self) && is_end(other))
    }
}

/// A column named by a path of keys.
fn path(name: &str) -> Result<Column, String> {
    let path: KeyPath = name.parse().map_err(|_| unknown(name, None))?;
    match path.segments() {
        [first, rest @ ..] if first.text == "custom" && !rest.is_empty() => {
            let keys: Vec<&str> = rest.iter().map(|segment| segment.text.as_str()).collect();
            let [first, rest @ ..] = keys.as_slice() else { return Err(unknown(name, None)) };
            return Ok(Column::Custom(KeyPath::of(first, rest)));
        }
        _ => {}
    }
    // Any text tells a key from a table; what the key takes is asked again with the real value.
    match header::value_for(&path, "-") {
        Ok(_) | Err(EditError::BadValue { .. }) => Ok(Column::Key(path)),
        Err(EditError::UnknownKey { nearest, .. }) => Err(unknown(name, nearest)),
        Err(other) => Err(other.to_string()),
    }
}

fn unknown(name: &str, near: Option<String>) -> String {
    let near = nearest(name, Column::names()).or(near);
    match near {
        Some(near) => format!("unknown column {}; did you mean `{near}`?", quoted(name)),
        None => format!("unknown column {}; a field of your own is called `custom.NAME`", quoted(name)),
    }
}

impl Column {
    /// Whether its values are days.
    pub fn is_day(&self) -> bool {
        let is_day = |path: &KeyPath| matches!(header::value_for(path, "2000-01-31"), Ok(Some(Value::Datetime(_))));
        *self == Self::On || matches!(self, Self::Key(path) if is_day(path))
    }

    /// Whether its values are amounts.
    pub fn is_amount(&self) -> bool {
        matches!(self, Self::Key(path) if path.to_string() == "value.amount")
    }

    /// The short names there are.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KEYS.iter().map(|(short, _)| *short).chain(OURS.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::Column;

    #[test]
    fn short_names_and_paths_are_columns() {
        let key = |path: &str| Column::Key(path.parse().unwrap());
        assert_eq!(Column::of(" Start ").unwrap(), key("term.start"));
        assert_eq!(Column::of("Governing Law").unwrap(), key("governing_law"));
        assert_eq!(Column::of("term.notice_ends").unwrap(), key("term.notice_ends"));
        assert_eq!(Column::of("term.start").unwrap(), Column::of("start").unwrap());
        assert_eq!(Column::of("Party 2").unwrap(), Column::Party(2));
        assert_eq!(Column::of("party_12").unwrap(), Column::Party(12));
        assert_eq!(Column::of("party.0.org_number").unwrap(), key("party.0.org_number"));
        assert!(matches!(Column::of("custom.matter").unwrap(), Column::Custom(_)));
    }

    #[test]
    fn an_unknown_column_names_the_nearest() {
        for (wrong, near) in
            [("strat", "`start`"), ("partys", "`parties`"), ("term.lenght", "`length`"), ("titel", "`title`")]
        {
            let said = Column::of(wrong).unwrap_err();
            assert!(said.contains(near), "{wrong}: {said}");
        }
        for wrong in ["", "party 0", "party 101", "obligation", "custom", "term.start.x", "=cmd()", "a\nb", "colour"] {
            assert!(Column::of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_end_and_a_length_stand_for_each_other() {
        let column = |name: &str| Column::of(name).unwrap();
        assert!(column("end").stands_for(&column("term")));
        assert!(column("party 2").stands_for(&column("parties")));
        assert!(!column("start").stands_for(&column("end")));
    }
}
