//! A clause file: wording for reuse, optionally opened by a `+++` head that says what it is and, for a fallback, what it
//! stands in for.
//!
//! `liability.md` is a clause, `liability--uncapped.md` a fallback of it: what we retreat to in a negotiation, `rank` 1
//! first. The head never reaches a contract.

use std::collections::BTreeMap;

use toml_edit::{Item, Table};

use super::parse::{Reader, plain_text, split, start};
use super::{TemplateProblem, dialect, engine};

/// What stands between a clause's name and the name of a fallback.
const JOINT: &str = "--";
const CLAUSE: [&str; 6] = ["title", "language", "description", "use", "fallback_of", "rank"];
/// Later retreats than this are refused.
const LAST_RANK: i64 = 99;

/// A clause or a fallback, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// What the head says.
    pub about: ClauseAbout,
    /// The wording, without the head.
    pub body: String,
    /// The wording's first line in the file, from 1.
    pub body_line: usize,
}

/// `[clause]`: what it is; all of it may be empty, but `fallback_of` and `rank` of a fallback.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClauseAbout {
    /// The clause's name; of a fallback, that of the clause it stands in for.
    pub name: String,
    /// The fallback's own name, the part behind `--`.
    pub variant: Option<String>,
    /// One line for people.
    pub title: String,
    /// `en`, `nb`, …; empty where nothing is said.
    pub language: String,
    /// What it says, in a sentence.
    pub description: String,
    /// `use`: when to take it.
    pub when: String,
    /// 1 for the first retreat; 0 for the clause itself.
    pub rank: i64,
}

/// The clause's name and, behind `--`, the fallback's.
#[must_use]
pub fn split_name(stem: &str) -> (&str, Option<&str>) {
    match stem.split_once(JOINT) {
        Some((name, variant)) => (name, Some(variant)),
        None => (stem, None),
    }
}

/// The name of the file, without its ending, in which a clause or a fallback of it lies.
#[must_use]
pub fn file_stem(name: &str, variant: Option<&str>) -> String {
    variant.map_or_else(|| name.to_owned(), |variant| format!("{name}{JOINT}{variant}"))
}

impl Clause {
    /// Reads a clause; `file` names it in problems, `stem` is the file's name without its ending.
    ///
    /// # Errors
    /// Every problem found; never an empty list.
    pub fn parse(file: &str, stem: &str, bytes: &[u8]) -> Result<Self, Vec<TemplateProblem>> {
        let one = |line, column, message: &str| {
            vec![TemplateProblem { file: file.to_owned(), line, column, message: message.to_owned(), nearest: None }]
        };
        let text = plain_text(bytes).map_err(|(line, column, message)| one(line, column, &message))?;
        if !dialect::clause_name(stem) {
            return Err(one(1, 1, "a clause's name is lower-case letters, digits, `-`, `_` and `.`"));
        }
        let (front, body, body_line) = match split(&text) {
            Some(parts) => parts,
            None if text.starts_with("+++\n") => {
                return Err(one(1, 1, "the head opened here by `+++` is never closed by another"));
            }
            None => ("", text.as_str(), 1),
        };
        let mut reader = Reader::new(file, front);
        let about = reader.clause(stem);
        let mut problems = reader.finish();
        if body.trim().is_empty() {
            problems.push(TemplateProblem {
                file: file.to_owned(),
                line: body_line,
                column: 1,
                message: "the clause says nothing".to_owned(),
                nearest: None,
            });
        }
        match about {
            Some(about) if problems.is_empty() => Ok(Self { about, body: body.to_owned(), body_line }),
            _ => Err(problems),
        }
    }
}

impl Clause {
    /// What is wrong with its statements, whoever includes it; `file` names it in problems. Fields are not looked at: which
    /// there are, the including template says.
    #[must_use]
    pub fn syntax(&self, file: &str) -> Vec<TemplateProblem> {
        let Ok(env) = engine::environment("en", engine::Into::Body, &BTreeMap::new()) else { return Vec::new() };
        let mut problems = dialect::check(&env, file, file, &self.body, None).problems;
        for problem in &mut problems {
            problem.line += self.body_line.saturating_sub(1);
        }
        problems
    }
}

impl Reader<'_> {
    fn clause(&mut self, stem: &str) -> Option<ClauseAbout> {
        let document = self.document()?;
        self.keys(document.as_table(), &["clause"], "");
        let none = Table::new();
        let table = match document.get("clause") {
            None => &none,
            Some(item) => match item.as_table() {
                Some(table) => table,
                None => {
                    self.refuse(item.span().map_or(0, start), "`clause` is to be a table `[clause]`".to_owned(), None);
                    return None;
                }
            },
        };
        self.keys(table, &CLAUSE, " in `[clause]`");
        let (name, variant) = split_name(stem);
        let about = ClauseAbout {
            name: name.to_owned(),
            variant: variant.map(ToOwned::to_owned),
            title: self.text(table, "title")?.unwrap_or_default(),
            language: self.text(table, "language")?.unwrap_or_default(),
            description: self.text(table, "description")?.unwrap_or_default(),
            when: self.text(table, "use")?.unwrap_or_default(),
            rank: self.integer(table, "rank")?.unwrap_or_default(),
        };
        self.place_among(table, &about)?;
        Some(about)
    }

    /// A file's name and its head must agree on what it is a fallback of.
    fn place_among(&mut self, table: &Table, about: &ClauseAbout) -> Option<()> {
        let fallback_of = self.text(table, "fallback_of")?;
        let at = |key: &str| table.get(key).and_then(Item::span).or_else(|| table.span()).map_or(0, start);
        match (&about.variant, fallback_of) {
            (None, None) if !table.contains_key("rank") => {}
            (None, None) => {
                self.refuse(at("rank"), "`rank` belongs to a fallback, in a file NAME--VARIANT.md".into(), None)
            }
            (None, Some(of)) => {
                let message = format!("a fallback of `{of}` lies in a file {of}{JOINT}VARIANT.md");
                self.refuse(at("fallback_of"), message, None);
            }
            (Some(variant), _) if about.name.is_empty() || variant.is_empty() || variant.contains(JOINT) => {
                self.refuse(0, "a fallback's file is called NAME--VARIANT.md, with `--` once".into(), None);
            }
            (Some(_), None) => {
                let message = format!("the head of a fallback says `fallback_of = \"{}\"` in `[clause]`", about.name);
                self.refuse(at("fallback_of"), message, None);
            }
            (Some(_), Some(of)) if of != about.name => {
                let message = format!("`fallback_of` is `{of}`, the file's name says `{}`", about.name);
                self.refuse(at("fallback_of"), message, Some(about.name.clone()));
            }
            (Some(_), Some(_)) if !(1..=LAST_RANK).contains(&about.rank) => {
                let message = format!("a fallback needs `rank`: 1 for the first retreat, {LAST_RANK} at most");
                self.refuse(at("rank"), message, None);
            }
            (Some(_), Some(_)) => {}
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Clause, file_stem, split_name};

    fn read(stem: &str, text: &str) -> Result<Clause, (usize, String)> {
        Clause::parse(&format!("clauses/{stem}.md"), stem, text.as_bytes())
            .map_err(|problems| (problems[0].line, problems[0].message.clone()))
    }

    #[test]
    fn a_clause_is_its_text_with_or_without_a_head() {
        let plain = read("liability", "## Liability\n\nNone.\n").unwrap();
        assert_eq!((plain.body.as_str(), plain.body_line), ("## Liability\n\nNone.\n", 1));
        let text = "+++\r\n[clause]\r\ntitle = \"Liability\"\r\nuse = \"always\"\r\n+++\r\n## Liability\r\n";
        let headed = read("liability", text).unwrap();
        assert_eq!((headed.body.as_str(), headed.body_line), ("## Liability\n", 6));
        assert_eq!((headed.about.title.as_str(), headed.about.when.as_str()), ("Liability", "always"));
        assert_eq!(read("x", "+++\n+++\ntext").unwrap().body_line, 3);
        let fallback = read("x--soft", "+++\n[clause]\nfallback_of = \"x\"\nrank = 2\n+++\ntext").unwrap();
        assert_eq!((fallback.about.variant.as_deref(), fallback.about.rank), (Some("soft"), 2));
    }

    #[test]
    fn a_wrong_head_is_refused_by_line_and_reason() {
        for (stem, text, line, said) in [
            ("x", "", 1, "says nothing"),
            ("x", "+++\n+++\n \n", 3, "says nothing"),
            ("x", "+++\n[clause]\ntext", 1, "never closed"),
            ("x", "+++\n[clause]\ntitel = \"x\"\n+++\nt", 3, "no key `titel` in `[clause]`"),
            ("x", "+++\n[clauses]\n+++\nt", 2, "no key `clauses`"),
            ("x", "+++\nclause = 1\n+++\nt", 2, "to be a table"),
            ("x", "+++\n[clause]\ntitle = 1\n+++\nt", 3, "`title` is to be a string"),
            ("x", "+++\n[clause\n+++\nt", 2, ""),
            ("x", "+++\n[clause]\nrank = 1\n+++\nt", 3, "`rank` belongs to a fallback"),
            ("x", "+++\n[clause]\nfallback_of = \"y\"\nrank = 1\n+++\nt", 3, "y--VARIANT.md"),
            ("x--y", "text", 2, "`fallback_of = \"x\"`"),
            ("x--y", "+++\n[clause]\nfallback_of = \"z\"\nrank = 1\n+++\nt", 3, "the file's name says `x`"),
            ("x--y", "+++\n[clause]\nfallback_of = \"x\"\n+++\nt", 2, "needs `rank`"),
            ("x--y", "+++\n[clause]\nfallback_of = \"x\"\nrank = 0\n+++\nt", 4, "needs `rank`"),
            ("x--y", "+++\n[clause]\nfallback_of = \"x\"\nrank = 100\n+++\nt", 4, "99 at most"),
            ("x--y--z", "+++\n[clause]\nfallback_of = \"x\"\nrank = 1\n+++\nt", 2, "`--` once"),
            ("x--", "+++\n[clause]\nfallback_of = \"x\"\nrank = 1\n+++\nt", 2, "`--` once"),
            ("X", "text", 1, "lower-case letters"),
            ("x", "a\n\u{feff}b\0", 2, "U+0000"),
            ("x", "\u{feff}b", 1, "byte order mark"),
            ("x", "a\rb", 1, "carriage return"),
        ] {
            let (at, message) = read(stem, text).unwrap_err();
            assert!(at == line && message.contains(said), "{text:?}: {at}: {message}");
        }
        let problems = Clause::parse("c.md", "c", b"one\ntwo \xf8\n").unwrap_err();
        assert_eq!(problems[0].to_string(), "c.md:2:5: the file is not UTF-8");
    }

    #[test]
    fn names_fall_apart_and_join_again() {
        assert_eq!(split_name("liability--uncapped"), ("liability", Some("uncapped")));
        assert_eq!(split_name("liability-cap"), ("liability-cap", None));
        assert_eq!(file_stem("liability", Some("uncapped")), "liability--uncapped");
        assert_eq!(file_stem("liability", None), "liability");
    }
}
