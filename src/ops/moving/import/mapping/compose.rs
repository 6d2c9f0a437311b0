//! A value made of several cells: `{Fornavn} {Etternavn}`.

use super::super::column::Column;

/// A column and what its value is made of.
#[derive(Clone, Debug)]
pub(super) struct Composed {
    /// What it is for.
    pub column: Column,
    /// The column's name as written.
    pub name: String,
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    Cell(String),
}

impl Composed {
    /// Reads a template.
    ///
    /// # Errors
    /// When a brace is opened and not closed, or holds nothing.
    pub fn read(column: Column, name: &str, template: &str) -> Result<Self, String> {
        let (mut parts, mut rest) = (Vec::new(), template);
        while let Some((before, after)) = rest.split_once('{') {
            let (heading, behind) = after.split_once('}').ok_or("a `{` is not closed")?;
            if heading.trim().is_empty() || heading.contains('{') {
                return Err("`{}` must hold a heading of the CSV".to_owned());
            }
            parts.extend((!before.is_empty()).then(|| Part::Text(before.to_owned())));
            parts.push(Part::Cell(heading.trim().to_owned()));
            rest = behind;
        }
        parts.extend((!rest.is_empty()).then(|| Part::Text(rest.to_owned())));
        if !parts.iter().any(|part| matches!(part, Part::Cell(_))) {
            return Err("it names no `{Heading}`: what is the same for all belongs into [constants]".to_owned());
        }
        Ok(Self { column, name: name.to_owned(), parts })
    }

    /// The headings it uses.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Cell(heading) => Some(heading.as_str()),
            Part::Text(_) => None,
        })
    }

    /// Whether it uses that heading.
    pub fn uses(&self, heading: &str) -> bool {
        self.headings().any(|used| used == heading)
    }

    /// Filled in; nothing where every cell is empty.
    ///
    /// # Errors
    /// That of `cell`.
    pub fn fill(&self, cell: &mut dyn FnMut(&str) -> Result<String, String>) -> Result<String, String> {
        let (mut text, mut said) = (String::new(), false);
        for part in &self.parts {
            match part {
                Part::Text(fixed) => text.push_str(fixed),
                Part::Cell(heading) => {
                    let value = cell(heading)?;
                    said |= !value.is_empty();
                    text.push_str(&value);
                }
            }
        }
        Ok(if said { text } else { String::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Composed};

    #[test]
    fn cells_are_put_into_their_places() {
        let composed = Composed::read(Column::Parties, "parties", "Northwind AS; {First} { Last }").unwrap();
        assert_eq!(composed.headings().collect::<Vec<_>>(), ["First", "Last"]);
        let fill = |first: &str, last: &str| {
            let of = |heading: &str| Ok(if heading == "First" { first.to_owned() } else { last.to_owned() });
            composed.fill(&mut { of }).unwrap()
        };
        assert_eq!(fill("Kari", "Nordmann"), "Northwind AS; Kari Nordmann");
        assert_eq!(fill("", "{First}"), "Northwind AS;  {First}");
        assert_eq!(fill("", ""), "");
        for wrong in ["{", "{}", "{a", "{a{b}}", "fixed", ""] {
            assert!(Composed::read(Column::Parties, "parties", wrong).is_err(), "{wrong}");
        }
    }
}
