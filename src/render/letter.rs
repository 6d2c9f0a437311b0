//! What became of the letters, a line each.

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, visible, words};
use crate::report::letter::{Mailed, RemindReport};

impl Schema for RemindReport {
    const SCHEMA: &'static str = "clm.remind/1";
}

impl Draw for RemindReport {
    fn human(&self, look: &Look) -> String {
        self.items.iter().map(|mailed| line(look, self, mailed)).collect()
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |mailed: &Mailed| {
            let state = if mailed.sent {
                "sent"
            } else if mailed.fault.is_some() {
                "failed"
            } else {
                "not-sent"
            };
            let count = mailed.dates.len().to_string();
            vec![
                mailed.to.clone(),
                state.to_owned(),
                count,
                mailed.subject.clone(),
                mailed.fault.clone().unwrap_or_default(),
            ]
        };
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        let said = format!("nobody to remind of anything until {} that was not told today", self.until);
        self.items.is_empty().then_some(said)
    }
}

fn line(look: &Look, report: &RemindReport, mailed: &Mailed) -> String {
    let (label, state) = match (&mailed.fault, mailed.sent, report.dry_run) {
        (Some(_), ..) => (Label::Bad, "failed"),
        (None, true, _) => (Label::Name, "sent"),
        (None, false, true) => (Label::Warn, "would go"),
        (None, false, false) => (Label::Warn, "not sent"),
    };
    let count = words::count(mailed.dates.len(), "date");
    let (to, subject) = (visible::line(&mailed.to), visible::line(&mailed.subject));
    let fault = mailed.fault.as_ref().map(|fault| format!("\n    {}", visible::line(fault))).unwrap_or_default();
    format!("{} to {to}: {count}, \"{subject}\"{fault}\n", paint(look, label, state))
}
