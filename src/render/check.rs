//! Findings as editors read them: `file:line:column: error: message [code]`.

use super::json::Schema;
use super::{Draw, Look, visible, words};
use crate::report::check::{CheckItem, CheckReport, TemplateCheckReport};

impl Schema for CheckReport {
    const SCHEMA: &'static str = "clm.check/1";
}

impl Draw for CheckReport {
    fn human(&self, _look: &Look) -> String {
        lines(&self.items)
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        let warnings = self.items.len() - self.errors.min(self.items.len());
        Some(format!(
            "{} checked: {}, {}",
            words::count(self.checked, "contract"),
            words::count(self.errors, "error"),
            words::count(warnings, "warning")
        ))
    }
}

impl Schema for TemplateCheckReport {
    const SCHEMA: &'static str = "clm.template-check/1";
}

impl Draw for TemplateCheckReport {
    fn human(&self, _look: &Look) -> String {
        lines(&self.items)
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        Some(format!(
            "{} and {} checked: {}",
            words::count(self.templates, "template"),
            words::count(self.clauses, "clause"),
            words::count(self.errors, "error")
        ))
    }
}

fn lines(items: &[CheckItem]) -> String {
    items.iter().map(|item| format!("{}\n", visible::line(&gnu(item)))).collect()
}

fn record(item: &CheckItem) -> Vec<String> {
    let place = [item.line, item.column].map(|number| number.to_string());
    let words = [&item.severity, &item.code, &item.message].map(String::clone);
    std::iter::once(item.file.clone()).chain(place).chain(words).collect()
}

/// `file:line:column: error: message [code]`, the GNU form.
fn gnu(item: &CheckItem) -> String {
    let mut place = item.file.clone();
    for number in [item.line, item.column].into_iter().take_while(|number| *number > 0) {
        place.push_str(&format!(":{number}"));
    }
    format!("{place}: {}: {} [{}]", item.severity, item.message, item.code)
}

#[cfg(test)]
mod tests {
    use super::super::plain_lines;
    use super::{CheckItem, gnu};

    #[test]
    fn a_finding_is_a_line_editors_read() {
        let item = CheckItem {
            file: "a/contract.md".into(),
            line: 3,
            column: 0,
            severity: "error".into(),
            code: "x".into(),
            message: "wrong".into(),
            id: None,
            recordable: false,
        };
        assert_eq!(gnu(&item), "a/contract.md:3: error: wrong [x]");
        assert_eq!(plain_lines(&[vec!["a\tb".into(), "c\n".into()]]), "a\\tb\tc\\n\n");
    }
}
