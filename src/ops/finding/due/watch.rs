//! `due --monitor`: what is due, weighed for a monitoring system.

use crate::report::due::DueItem;
use crate::report::watch::{Level, WatchReport};

/// Weighs the items due within the wider of both thresholds. Past dates are critical: nobody dealt with them in time.
#[must_use]
pub fn weigh(items: &[DueItem], warn: u32, crit: u32) -> WatchReport {
    let within = |item: &&DueItem, from: i64, to: i64| item.days.is_some_and(|days| (from..=to).contains(&days));
    let count = |from: i64, to: i64| items.iter().filter(|item| within(item, from, to)).count();
    let (warn_days, crit_days) = (i64::from(warn), i64::from(crit));
    let overdue = count(i64::MIN, -1);
    let critical = count(0, crit_days);
    let warning = count(crit_days + 1, warn_days);
    let unknown = items.iter().filter(|item| item.date.is_none()).count();
    let level = match (overdue + critical, warning + unknown) {
        (0, 0) => Level::Ok,
        (0, _) => Level::Warning,
        _ => Level::Critical,
    };
    let first = items.iter().find(|item| item.date.is_some()).cloned();
    WatchReport { level, warn, crit, overdue, critical, warning, unknown, first, fault: None }
}

/// The answer when the question could not be asked: never green.
#[must_use]
pub fn blind(fault: &str, warn: u32, crit: u32) -> WatchReport {
    WatchReport { level: Level::Unknown, fault: Some(fault.to_owned()), ..weigh(&[], warn, crit) }
}

/// The answer when one of several repositories could not be asked: what is critical stays so, all else is unknown.
#[must_use]
pub fn half_blind(report: WatchReport, fault: &str) -> WatchReport {
    let level = if report.level == Level::Critical { Level::Critical } else { Level::Unknown };
    WatchReport { level, fault: Some(fault.to_owned()), ..report }
}

#[cfg(test)]
mod tests {
    use super::{blind, half_blind, weigh};
    use crate::report::due::DueItem;
    use crate::report::watch::Level;

    fn item(days: Option<i64>) -> DueItem {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        DueItem {
            id: "nda-7k2m9qxt".into(),
            title: "NDA".into(),
            what: "notice".into(),
            date: days.map(|days| day + chrono::Duration::days(days)),
            days,
            why: Vec::new(),
            subject: None,
            owner: None,
            repository: None,
        }
    }

    #[test]
    fn thresholds_are_inside_and_the_past_is_critical() {
        let level = |days: &[Option<i64>]| {
            let items: Vec<DueItem> = days.iter().copied().map(item).collect();
            weigh(&items, 30, 7).level
        };
        for (days, expected) in [
            (vec![], Level::Ok),
            (vec![Some(31)], Level::Ok),
            (vec![Some(30)], Level::Warning),
            (vec![Some(8)], Level::Warning),
            (vec![Some(7)], Level::Critical),
            (vec![Some(0)], Level::Critical),
            (vec![Some(-1)], Level::Critical),
            (vec![Some(-4000)], Level::Critical),
            (vec![None], Level::Warning),
            (vec![None, Some(3)], Level::Critical),
        ] {
            assert_eq!(level(&days), expected, "{days:?}");
        }
    }

    #[test]
    fn not_knowing_is_never_green() {
        assert_eq!(blind("no repository", 30, 7).level.exit(), 3);
        for (items, exit) in [(vec![], 3), (vec![item(Some(20))], 3), (vec![item(Some(3))], 2)] {
            assert_eq!(half_blind(weigh(&items, 30, 7), "hr is gone").level.exit(), exit, "{items:?}");
        }
    }
}
