//! Saved queries: `@renewals` in a query stands for what was saved under that name.

use super::error::{At, Fault, QueryError, short};
use super::lex::{Pieces, What};
use super::parse::Query;

/// Where `@name` stands.
struct Mention<'q> {
    at: usize,
    name: &'q str,
}

/// The query with every `@name` replaced by what `saved` has under the name. Quoted text stays text.
///
/// # Errors
/// When a name is unknown, a saved query cannot be understood or mentions another one, or `-@name` is written.
pub fn expand(query: &str, saved: impl Fn(&str) -> Option<String>) -> Result<String, QueryError> {
    read(query, saved).map_err(|fault| fault.within(query))
}

/// Whether a text mentions saved queries; a saved query may not.
#[must_use]
pub fn mentions(query: &str) -> bool {
    find(query).is_ok_and(|found| !found.is_empty())
}

fn read(query: &str, saved: impl Fn(&str) -> Option<String>) -> Result<String, At> {
    let mut out = String::new();
    let mut done = 0;
    for Mention { at, name } in find(query)? {
        let Some(text) = saved(name) else {
            return Err(At::new(Fault::UnknownSaved(short(name)), at));
        };
        let unfit = |why: String| At::new(Fault::UnfitSaved { name: short(name), why }, at);
        if mentions(&text) {
            return Err(unfit("it names a saved query itself".to_owned()));
        }
        Query::parse(&text).map_err(|fault| unfit(fault.to_string()))?;
        out.push_str(query.get(done..at).unwrap_or_default());
        out.push_str(&text);
        done = at.saturating_add(name.len()).saturating_add(1);
    }
    out.push_str(query.get(done..).unwrap_or_default());
    Ok(out)
}

fn find(query: &str) -> Result<Vec<Mention<'_>>, At> {
    let mut found = Vec::new();
    let mut pieces = Pieces::of(query);
    while let Some(piece) = pieces.next()? {
        let What::Text { text, quoted: false, prefix: false } = piece.what else { continue };
        let Some(name) = text.strip_prefix('@').filter(|name| is_name(name)) else { continue };
        if piece.excluded {
            return Err(At::new(Fault::ExcludedSaved(short(name)), piece.at)
                .hint("write its filters out, each with a `-` before it"));
        }
        found.push(Mention { at: piece.at, name });
    }
    Ok(found)
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::super::error::Fault;
    use super::{expand, mentions};

    fn saved(name: &str) -> Option<String> {
        let text = match name {
            "renewals" => "notice:<60d status:active",
            "either" => "lease OR rent",
            "loop" => "@loop",
            "other" => "tag:x @renewals",
            "wrong" => "stauts:active",
            "open" => "\"never closed",
            _ => return None,
        };
        Some(text.to_owned())
    }

    #[test]
    fn a_name_stands_for_its_query_and_can_be_combined() {
        for (typed, meant) in [
            ("@renewals", "notice:<60d status:active"),
            ("party:acme @renewals -tag:x", "party:acme notice:<60d status:active -tag:x"),
            ("@either @renewals", "lease OR rent notice:<60d status:active"),
            ("\"@renewals\" kari@acme.example owner:@renewals @acme.example @", ""),
            ("", ""),
        ] {
            let meant = if meant.is_empty() { typed } else { meant };
            assert_eq!(expand(typed, saved).as_deref(), Ok(meant), "{typed}");
        }
        assert!(mentions("a @b") && !mentions("\"@b\"") && !mentions("a@b"));
    }

    #[test]
    fn what_cannot_stand_is_refused_with_its_place() {
        let fault = |typed: &str| expand(typed, saved).unwrap_err();
        assert_eq!(fault("a @renewal").fault, Fault::UnknownSaved("renewal".into()));
        assert_eq!(fault("a @renewal").character, 3);
        assert!(matches!(fault("-@renewals").fault, Fault::ExcludedSaved(_)));
        for typed in ["@loop", "@other", "@wrong", "@open"] {
            assert!(matches!(fault(typed).fault, Fault::UnfitSaved { .. }), "{typed}");
        }
        assert_eq!(fault("@renewals \"x").fault, Fault::Unclosed);
    }
}
