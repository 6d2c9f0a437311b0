//! How a contract was executed outside clm, in the words people use: `paper`, `external`, or a signing service's name.

use super::Execution;
use crate::contract::problem::{nearest, quoted};

/// Signing services by the names they give themselves.
const PLATFORMS: &[&str] = &[
    "Adobe Sign",
    "BankID",
    "DocuSign",
    "Dropbox Sign",
    "GetAccept",
    "Oneflow",
    "PandaDoc",
    "Penneo",
    "Posten Signering",
    "Scrive",
    "Signicat",
    "Verified",
    "Visma Sign",
];

/// Longest name of a service.
const LONGEST: usize = 100;

/// On paper, or elsewhere and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// On paper or elsewhere.
    pub how: Execution,
    /// The service, where it is known.
    pub platform: Option<String>,
}

impl Way {
    /// The way called `text`: `paper`, `external`, a known service in any case, or `external:NAME` for another one.
    ///
    /// # Errors
    /// A sentence, with the nearest name.
    pub fn of(text: &str) -> Result<Self, String> {
        let folded = |name: &str| name.to_lowercase().replace([' ', '-', '_'], "");
        let external = |platform: Option<String>| Self { how: Execution::External, platform };
        match text.trim().to_lowercase().as_str() {
            "paper" => return Ok(Self { how: Execution::Paper, platform: None }),
            "external" => return Ok(external(None)),
            _ => {}
        }
        let named = text.trim().split_once(':').filter(|(head, _)| head.eq_ignore_ascii_case("external"));
        let name = named.map_or(text, |(_, name)| name).trim();
        if let Some(known) = PLATFORMS.iter().find(|known| folded(known) == folded(name)) {
            return Ok(external(Some((*known).to_owned())));
        }
        if named.is_some() && is_name(name) {
            return Ok(external(Some(name.to_owned())));
        }
        let words = ["paper", "external"].into_iter().chain(PLATFORMS.iter().copied());
        Err(match nearest(text, words) {
            Some(near) => format!("{} is no way to execute a contract; did you mean `{near}`?", quoted(text)),
            None => format!(
                "{} is no way to execute a contract: say `paper`, `external`, a service such as `oneflow`, or `external:NAME`",
                quoted(text)
            ),
        })
    }
}

impl std::fmt::Display for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.platform {
            Some(platform) => write!(f, "{}:{platform}", self.how.word()),
            None => f.write_str(self.how.word()),
        }
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= LONGEST && !name.chars().any(crate::contract::visible::is_hidden)
}

#[cfg(test)]
mod tests {
    use super::Way;
    use crate::contract::act::Execution;

    #[test]
    fn services_are_known_in_any_case_and_others_are_named() {
        for (text, how, platform) in [
            ("Paper", Execution::Paper, None),
            ("external", Execution::External, None),
            ("oneflow", Execution::External, Some("Oneflow")),
            ("BANKID", Execution::External, Some("BankID")),
            ("docu-sign", Execution::External, Some("DocuSign")),
            ("adobe sign", Execution::External, Some("Adobe Sign")),
            ("external:Our Own Tool", Execution::External, Some("Our Own Tool")),
            ("external:docusign", Execution::External, Some("DocuSign")),
        ] {
            assert_eq!(Way::of(text).unwrap(), Way { how, platform: platform.map(str::to_owned) }, "{text}");
        }
    }

    #[test]
    fn what_is_none_of_them_is_refused_with_the_nearest() {
        assert!(Way::of("papr").unwrap_err().contains("`paper`"));
        assert!(Way::of("onefow").unwrap_err().contains("`Oneflow`"));
        for wrong in ["", "fax", "external:", "external: ", "external:a\u{202e}b", "paper:x"] {
            assert!(Way::of(wrong).is_err(), "{wrong:?}");
        }
    }
}
