//! Man pages from the command tree, and a page for each topic from the tables the code itself uses.

mod dates;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::error::EXIT_CODES;
use crate::world::VARIABLES;

/// One page: its file name without folder (`clm-due.1`) and its roff source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Such as `clm-due.1`.
    pub file: String,
    /// The roff source.
    pub source: String,
}

/// Every page: the program, each command at any depth, each topic; sorted by file name.
///
/// # Errors
/// When roff cannot be written to memory, which is a fault of ours.
pub fn pages() -> std::io::Result<Vec<Page>> {
    let mut pages = Vec::new();
    command(&super::args::tree(), "clm", &mut pages)?;
    pages.push(topic("clm-exit-codes.7", "EXIT CODES", "exit-codes - what clm's exit codes mean", &exit_codes()));
    pages.push(topic("clm-environment.7", "ENVIRONMENT", "environment - the variables clm reads", &environment()));
    pages.push(topic("clm-dates.7", "DATES", "dates - how clm counts terms, notice and business days", &dates::rows()));
    pages.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(pages)
}

/// The page called `name`: `due`, `member add`, `exit-codes`, or the program's own for none.
///
/// # Errors
/// As [`pages`].
pub fn page(name: Option<&str>) -> std::io::Result<Option<Page>> {
    let typed = name.unwrap_or("clm").trim().replace(' ', "-");
    let stem = if typed == "clm" || typed.starts_with("clm-") { typed } else { format!("clm-{typed}") };
    Ok(pages()?.into_iter().find(|page| page.file.rsplit_once('.').is_some_and(|(file, _)| file == stem)))
}

fn command(command: &clap::Command, name: &str, pages: &mut Vec<Page>) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    let man = Man::new(command.clone()).title(name.to_uppercase()).date("").source("clm").manual("clm manual");
    man.render(&mut bytes)?;
    exit_status().to_writer(&mut bytes)?;
    pages.push(Page { file: format!("{name}.1"), source: String::from_utf8_lossy(&bytes).into_owned() });
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        self::command(sub, &format!("{name}-{}", sub.get_name()), pages)?;
    }
    Ok(())
}

fn exit_status() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    roff.text([roman("0 when done; every other code is a failure, see "), bold("clm-exit-codes"), roman("(7).")]);
    roff
}

fn topic(file: &str, title: &str, name: &str, rows: &[(String, String)]) -> Page {
    let mut roff = Roff::new();
    roff.control("TH", [&format!("CLM {title}"), "7", "", "", "clm manual"]);
    roff.control("SH", ["NAME"]).text([roman(format!("clm {name}"))]);
    roff.control("SH", [title]);
    for (term, meaning) in rows {
        roff.control("TP", []).text([bold(term.clone())]).text([roman(meaning.clone())]);
    }
    Page { file: file.to_owned(), source: roff.to_roff() }
}

fn exit_codes() -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> =
        EXIT_CODES.iter().map(|(code, meaning)| (code.to_string(), (*meaning).to_owned())).collect();
    rows.push(("other".to_owned(), "a failure of a later version: treat an unknown code as failure".to_owned()));
    rows
}

fn environment() -> Vec<(String, String)> {
    VARIABLES.iter().map(|(name, meaning)| ((*name).to_owned(), (*meaning).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::{page, pages};

    #[test]
    fn every_command_and_topic_has_a_page() {
        let files: Vec<String> = pages().unwrap().into_iter().map(|page| page.file).collect();
        for file in ["clm.1", "clm-due.1", "clm-member-add.1", "clm-exit-codes.7", "clm-environment.7", "clm-dates.7"] {
            assert!(files.iter().any(|known| known == file), "{file}");
        }
        assert!(page(Some("member add")).unwrap().is_some());
        assert!(page(Some("nothing")).unwrap().is_none());
    }
}
