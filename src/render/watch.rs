//! One line for a monitoring system: the verdict, the next date, and the numbers behind a bar, as plugins write them.

use super::json::Schema;
use super::{Draw, Look, visible, words};
use crate::report::watch::{Level, WatchReport};

impl Schema for WatchReport {
    const SCHEMA: &'static str = "clm.monitor/1";
}

impl Draw for WatchReport {
    fn human(&self, _: &Look) -> String {
        format!("CLM {} - {} | {}\n", word(self.level), self.sentence(), self.numbers())
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let counts = [self.overdue, self.critical, self.warning, self.unknown].map(|count| count.to_string());
        let mut record = vec![word(self.level).to_owned()];
        record.extend(counts);
        vec![record]
    }
}

impl WatchReport {
    fn sentence(&self) -> String {
        let mut parts = Vec::new();
        for (count, words) in [
            (self.overdue, "overdue".to_owned()),
            (self.critical, format!("within {}", words::count(self.crit as usize, "day"))),
            (self.warning, format!("within {}", words::count(self.warn as usize, "day"))),
            (self.unknown, "without a date that can be worked out".to_owned()),
        ] {
            if count > 0 {
                parts.push(format!("{count} {words}"));
            }
        }
        let first = self.first.as_ref().filter(|_| !parts.is_empty()).map(|item| {
            let date = item.date.map(|date| date.to_string()).unwrap_or_default();
            let whose = item.repository.as_deref().map(|name| format!("{name} ")).unwrap_or_default();
            format!("; first: {date} {} {whose}{} {}", item.what, item.id, item.title)
        });
        let said = match (&self.fault, parts.is_empty()) {
            (None, true) => format!("nothing within {} days", self.warn),
            (None, false) => words::list(&parts),
            (Some(fault), true) => fault.clone(),
            // Of several repositories one could not tell: what the others have due is said all the same.
            (Some(fault), false) => format!("{fault}; elsewhere {}", words::list(&parts)),
        };
        // A bar would begin the numbers.
        visible::line(&format!("{said}{}", first.unwrap_or_default())).replace('|', "/")
    }

    fn numbers(&self) -> String {
        format!(
            "overdue={};;0 critical={};;0 warning={};0 unknown={};0",
            self.overdue, self.critical, self.warning, self.unknown
        )
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Ok => "OK",
        Level::Warning => "WARNING",
        Level::Critical => "CRITICAL",
        Level::Unknown => "UNKNOWN",
    }
}
