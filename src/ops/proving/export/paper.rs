//! The printable page of a contract, with its fingerprints.

use crate::contract::language::Language;
use crate::error::Result;
use crate::ops::finding::show;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::report::verify::VerifyItem;

/// The page.
pub(super) fn page(session: &Session, place: &Place, item: &VerifyItem, language: Option<Language>) -> Result<String> {
    let text = String::from_utf8_lossy(&show::raw(session, place)?).replace('&', "&amp;").replace('<', "&lt;");
    let lang = language.map_or("en", Language::code);
    Ok(format!("<!doctype html><html lang=\"{lang}\"><title>{0}</title><pre>{text}</pre><p>{0}</p>", item.revision))
}
