//! The doctor's findings, a line each, with the command that mends below.

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, visible, words};
use crate::report::doctor::{DoctorItem, DoctorReport};

impl Schema for DoctorReport {
    const SCHEMA: &'static str = "clm.doctor/1";
}

impl Draw for DoctorReport {
    fn human(&self, look: &Look) -> String {
        let mut out: String = self.fixed.iter().map(|what| format!("mended: {}\n", visible::line(what))).collect();
        out.extend(self.items.iter().map(|item| finding(look, item)));
        let count = |verdict: &str| self.items.iter().filter(|item| item.verdict == verdict).count();
        let (warnings, failures) = (count("warn"), count("fail"));
        out.push_str(&match (warnings, failures) {
            (0, 0) => "all is well\n".to_owned(),
            _ => format!("{}, {}\n", words::count(failures, "failure"), words::count(warnings, "warning")),
        });
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &DoctorItem| {
            let repair = item.repair.clone().unwrap_or_default();
            vec![item.check.clone(), item.verdict.clone(), item.message.clone(), repair]
        };
        self.items.iter().map(record).collect()
    }
}

fn finding(look: &Look, item: &DoctorItem) -> String {
    let label = match item.verdict.as_str() {
        "ok" => Label::Good,
        "warn" => Label::Warn,
        _ => Label::Bad,
    };
    let verdict = paint(look, label, &format!("{:4}", item.verdict));
    let mut out = format!("{verdict}  {}  {}\n", paint(look, Label::Head, &item.check), visible::line(&item.message));
    if let Some(repair) = &item.repair {
        out.push_str(&format!("      {} {}\n", paint(look, Label::Dim, "mend:"), visible::line(repair)));
    }
    out
}
