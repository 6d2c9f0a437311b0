//! Judges a contract's present text by the assertions of the template it was drawn from.

use std::collections::BTreeSet;

use super::read::plain;
use super::{Require, defined};
use crate::contract::contradiction::contradictions;
use crate::contract::header::Header;
use crate::contract::outline::{Outline, plain_text};
use crate::contract::problem::{nearest, place, quoted};

/// So many headings are looked through for the one that was meant.
const MOST_TITLES: usize = 500;

/// An assertion that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The assertion's key, such as `clauses`.
    pub assertion: &'static str,
    /// Line and column in the body, both from 1; none when it is about the whole contract.
    pub place: Option<(usize, usize)>,
    /// One sentence without a full stop, the organisation's own words behind it.
    pub message: String,
}

impl Require {
    /// Every assertion that does not hold of a contract. Whether all fields are used is asked of the template, not of a
    /// contract.
    #[must_use]
    pub fn judge(&self, header: &Header, body: &str) -> Vec<Failure> {
        let mut failures = Vec::new();
        let mut fail = |assertion: &'static str, place, fault: String| {
            failures.push(Failure { assertion, place, message: self.worded(assertion, fault) });
        };
        for fault in self.missing_clauses(body) {
            fail("clauses", None, fault);
        }
        if let Some(least) = self.parties {
            for fault in parties(least, header, body) {
                fail("parties", None, fault);
            }
        }
        if self.notice_within_term {
            let faults = contradictions(&header.term).into_iter();
            let notice =
                faults.filter(|fault| fault.keys.iter().any(|key| matches!(*key, "notice" | "renewal_notice")));
            for fault in notice {
                fail("notice_within_term", None, fault.why.trim_end_matches('.').to_owned());
            }
        }
        if self.defined_terms {
            for (at, term) in defined::unused(body) {
                fail("defined_terms", Some(place(body, at)), format!("{} is defined and never used", quoted(&term)));
            }
        }
        failures
    }

    fn missing_clauses(&self, body: &str) -> Vec<String> {
        if self.clauses.is_empty() {
            return Vec::new();
        }
        let outline = Outline::of(body);
        let titles: Vec<&str> = outline.clauses().iter().map(|clause| clause.title.as_str()).collect();
        let there: BTreeSet<String> = titles.iter().map(|title| plain(title)).collect();
        let missing = self.clauses.iter().filter(|wanted| !there.contains(&plain(wanted)));
        missing
            .map(|wanted| match nearest(wanted, titles.iter().copied().take(MOST_TITLES)) {
                Some(near) => format!("there is no clause {}, only {}", quoted(wanted), quoted(&near)),
                None => format!("there is no clause {}", quoted(wanted)),
            })
            .collect()
    }
}

fn parties(least: u32, header: &Header, body: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let there = header.parties.len();
    if there < least as usize {
        faults.push(format!("there are {there} parties, {least} are needed"));
    }
    let text = spaced(&plain_text(body));
    let unnamed = header.parties.iter().filter(|party| !text.contains(&spaced(&party.name)));
    faults.extend(unnamed.map(|party| format!("the party {} is not named in the text", quoted(&party.name))));
    faults
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::contract::document::Document;
    use crate::template::require::Require;

    const BODY: &str = "# Agreement\n\nBetween Northwind AS and Acme\nAS (the **\"Buyer\"**).\n\n## 1. Confidentiality\n\nThe Buyer is silent.\n\n## 2 Governing law:\n\nNorway.\n";

    fn judged(require: &Require, header: &str, body: &str) -> Vec<String> {
        let parties = "[[party]]\nname = \"Northwind AS\"\n[[party]]\nname = \"Acme AS\"\n";
        let bytes = Document::compose(
            &format!("id = \"nda-7k2m9qxt\"\ntitle = \"T\"\nkind = \"nda\"\n{parties}{header}"),
            body,
        );
        let document = Document::parse("contract.md", &bytes).unwrap();
        require.judge(document.header(), document.body()).into_iter().map(|failure| failure.message).collect()
    }

    #[test]
    fn a_contract_that_holds_what_is_asked_fails_nothing() {
        let require = Require {
            clauses: vec!["Confidentiality".into(), "governing  LAW".into()],
            parties: Some(2),
            notice_within_term: true,
            defined_terms: true,
            ..Require::default()
        };
        assert_eq!(judged(&require, "[term]\nlength = \"12 months\"\nnotice = \"3 months\"\n", BODY), [""; 0]);
        assert_eq!(judged(&Require::default(), "", ""), [""; 0]);
    }

    #[test]
    fn each_assertion_says_what_is_missing() {
        let clauses = Require { clauses: vec!["Confidentialty".into(), "Liability".into()], ..Require::default() };
        assert_eq!(
            judged(&clauses, "", BODY),
            ["there is no clause `Confidentialty`, only `Confidentiality`", "there is no clause `Liability`"]
        );
        let parties = Require { parties: Some(3), ..Require::default() };
        assert_eq!(
            judged(&parties, "", "Acme AS alone"),
            ["there are 2 parties, 3 are needed", "the party `Northwind AS` is not named in the text"]
        );
        let notice = Require {
            notice_within_term: true,
            messages: vec![("notice_within_term".into(), "ask legal".into())],
            ..Require::default()
        };
        let said = judged(&notice, "[term]\nlength = \"1 month\"\nnotice = \"3 months\"\n", BODY);
        assert!(said.len() == 1 && said[0].ends_with(": ask legal"), "{said:?}");
        let defined = Require { defined_terms: true, ..Require::default() };
        assert_eq!(judged(&defined, "", "The **\"Purpose\"** is this."), ["`Purpose` is defined and never used"]);
    }
}
