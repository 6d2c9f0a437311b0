//! Lines to sign on with a pen.

use super::escape::escaped;
use super::words::Form;

/// The box for one person; what is not known is left to write.
pub(super) fn lines(party: &str, name: Option<&str>, title: Option<&str>, words: &Form) -> String {
    let row = |label: &str, value: Option<&str>| {
        let value = value.map(escaped).unwrap_or_default();
        let blank = if value.is_empty() { " class=\"blank\"" } else { "" };
        format!("<dt>{label}</dt><dd{blank}>{value}</dd>")
    };
    format!(
        "<div class=\"signature\"><p class=\"party\">{}</p><dl>{}{}{}{}</dl></div>",
        escaped(party),
        row(words.paper_name, name),
        row(words.paper_title, title),
        row(words.paper_place, None),
        row(words.paper_signature, None)
    )
}
