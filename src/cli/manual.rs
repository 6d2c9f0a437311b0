//! The manual: a page for each command from the command tree, and a page for each topic.

mod command;
mod markup;
pub mod topics;

use std::sync::OnceLock;

/// One page: its file name without folder (`clm-due.1`) and its roff source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Such as `clm-due.1`.
    pub file: String,
    /// The roff source.
    pub source: String,
}

impl Page {
    /// The page as one asks for it: `due`, `member-add`, `dates`.
    fn name(&self) -> &str {
        let stem = self.file.rsplit_once('.').map_or(self.file.as_str(), |(stem, _)| stem);
        stem.strip_prefix("clm-").unwrap_or(stem)
    }
}

/// Every page: the program, each command at any depth, each topic; sorted by file name.
///
/// # Errors
/// When roff cannot be written to memory, which is a fault of ours.
pub fn pages() -> std::io::Result<Vec<Page>> {
    let mut pages = topics::pages();
    command::pages(&super::args::tree(), "clm", &mut pages)?;
    pages.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(pages)
}

/// The page called `name`: `due`, `member add`, `exit-codes`, or the program's own for none.
///
/// # Errors
/// As [`pages`].
pub fn page(name: Option<&str>) -> std::io::Result<Option<Page>> {
    let typed = name.unwrap_or("clm").trim().replace(' ', "-");
    let wanted = typed.strip_prefix("clm-").unwrap_or(&typed);
    Ok(pages()?.into_iter().find(|page| page.name() == wanted))
}

/// The names of all pages but the program's.
pub fn names() -> impl Iterator<Item = &'static str> {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    let read = || pages().unwrap_or_default().iter().map(|page| page.name().to_owned()).collect();
    NAMES.get_or_init(read).iter().map(String::as_str).filter(|name| *name != "clm")
}

#[cfg(test)]
mod tests {
    use super::{names, page, pages, topics};

    #[test]
    fn every_command_and_topic_has_a_page() {
        let files: Vec<String> = pages().unwrap().into_iter().map(|page| page.file).collect();
        for file in ["clm.1", "clm-due.1", "clm-member-add.1", "clm-exit-codes.7", "clm-dates.7", "clm-templates.7"] {
            assert!(files.iter().any(|known| known == file), "{file}");
        }
        assert!(page(Some("member add")).unwrap().is_some());
        assert!(page(Some("clm-dates")).unwrap().is_some());
        assert!(page(Some("nothing")).unwrap().is_none());
        assert!(names().any(|name| name == "states"));
    }

    #[test]
    fn every_page_has_its_sections() {
        for page in pages().unwrap() {
            for section in [".SH NAME", ".SH DESCRIPTION", ".SH EXAMPLES"] {
                assert!(page.source.contains(section), "{}: {section}", page.file);
            }
            if page.file.ends_with(".1") {
                for section in [".SH SYNOPSIS", ".SH \"EXIT STATUS\"", ".SH \"SEE ALSO\""] {
                    assert!(page.source.contains(section), "{}: {section}", page.file);
                }
            }
        }
    }

    /// What a topic calls a page is one.
    #[test]
    fn references_lead_somewhere() {
        for topic in topics::names() {
            let text = topics::text(topic).unwrap();
            assert!(!text.contains("{{exit-codes}}") && !text.contains("{{environment}}"), "{topic}");
            for (at, _) in text.match_indices("clm-") {
                let name: String = text[at..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
                let section = text[at + name.len()..].starts_with('(');
                assert!(!section || names().any(|known| format!("clm-{known}") == name), "{topic}: {name}");
            }
        }
    }
}
