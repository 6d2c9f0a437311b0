//! Dated items as an iCalendar feed (RFC 5545): all-day events that calendar programs subscribe to.
//!
//! **Invariants**: the same feed gives the same bytes, so every time in it is the commit's; an event keeps its UID as
//! long as it means the same thing on the same day; nothing marks anybody busy; text has no control characters.
//! Folding and escaping are the library's.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _, Property};

use super::visible;
use crate::report::due::DueItem;
use crate::report::feed::Feed;

/// How often a subscriber should look again (RFC 7986; the X- form for older programs).
const REFRESH: &str = "PT12H";

/// The feed's text, line ends as the standard wants them.
#[must_use]
pub fn ics(feed: &Feed) -> String {
    let mut calendar = Calendar::empty();
    let name = format!("Contracts of {}", visible::line(&feed.organisation));
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", concat!("-//clm//clm ", env!("CARGO_PKG_VERSION"), "//EN")),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-PUBLISHED-TTL", REFRESH),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.append_property(Property::new("REFRESH-INTERVAL", REFRESH).add_parameter("VALUE", "DURATION").done());
    calendar.append_property(Property::new("NAME", &name)).append_property(Property::new("X-WR-CALNAME", &name));
    let mut known = HashSet::new();
    for item in &feed.items {
        // Two clones of one repository hold the same contracts: the second event is told apart, the first keeps its UID.
        let Some(usual) = uid(item) else { continue };
        let uid = if known.insert(usual.clone()) { usual } else { elsewhere(item).unwrap_or(usual) };
        if let Some(event) = event(feed, item, &uid) {
            calendar.push(event);
        }
    }
    calendar.to_string()
}

fn event(feed: &Feed, item: &DueItem, uid: &str) -> Option<Event> {
    let first = item.date?;
    let summary = format!("{}: {}", headline(item), visible::line(&item.title));
    let mut description: Vec<String> = item.why.iter().map(|why| visible::line(why)).collect();
    description.push(item.id.clone());
    description.extend(item.repository.as_ref().map(|name| format!("Repository: {}", visible::line(name))));
    description.extend(item.owner.as_ref().map(|owner| format!("Owner: {}", visible::line(owner))));
    let mut event = Event::new();
    event
        .uid(uid)
        .timestamp(feed.recorded)
        .sequence(0)
        .summary(&summary)
        .description(&description.join("\n"))
        .starts(first)
        // The day an all-day event ends on is the first that is no longer part of it.
        .ends(first.succ_opt()?)
        .add_property("TRANSP", "TRANSPARENT")
        .add_property("CATEGORIES", &item.what)
        .add_property("LAST-MODIFIED", stamp(feed.recorded));
    for days in &feed.alarms {
        let mut alarm = Alarm::display(&summary, -Duration::days(i64::from(*days)));
        // Days, not seconds: a day is longer or shorter where clocks change.
        let trigger = if *days == 0 { "PT0S".to_owned() } else { format!("-P{days}D") };
        alarm.timestamp(feed.recorded).uid(&format!("alarm-{days}-{uid}")).add_property("TRIGGER", trigger);
        event.alarm(alarm);
    }
    Some(event.done())
}

fn stamp(time: DateTime<Utc>) -> String {
    time.format("%Y%m%dT%H%M%SZ").to_string()
}

/// What it is known by. The day is part of it: two occurrences of one duty are two events.
fn uid(item: &DueItem) -> Option<String> {
    let subject: String = item.subject.iter().flat_map(|subject| subject.bytes()).map(|b| format!("{b:02x}")).collect();
    let parts = [item.id.as_str(), &item.what, &subject, &item.date?.to_string()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(format!("{}@clm", parts.join("-")))
}

/// What an event is known by in a feed that has the same event of another repository already.
fn elsewhere(item: &DueItem) -> Option<String> {
    let (uid, repository) = (uid(item)?, item.repository.as_ref()?);
    Some(format!("{}@{repository}.clm", uid.trim_end_matches("@clm")))
}

/// What has to happen, in the words a calendar has room for.
pub(super) fn headline(item: &DueItem) -> String {
    let what = match item.what.as_str() {
        "notice" => "Last day for notice",
        "end" => "Ends",
        "renewal" => "Renews",
        "option" => "Last day for the option",
        "start" => "Starts",
        "sign-by" => "Last day to sign",
        "obligation" => "Due",
        "reminder" => "Reminder",
        "approval" => return "Waits for your approval".to_owned(),
        other => other,
    };
    match &item.subject {
        Some(subject) => format!("{what} {}", visible::line(subject)),
        None => what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::ics;
    use crate::report::due::DueItem;
    use crate::report::feed::Feed;

    fn feed(alarms: &[u32]) -> Feed {
        let item = |what: &str, subject: Option<&str>, title: &str, date: &str| DueItem {
            id: "nda-7k2m9qxt".into(),
            title: title.into(),
            what: what.into(),
            date: date.parse::<NaiveDate>().ok(),
            days: Some(3),
            why: vec!["A, counted from the end; B, in clear days.".into(), "They differ.".into()],
            subject: subject.map(ToOwned::to_owned),
            owner: Some("astrid@northwind.example".into()),
            repository: None,
        };
        Feed {
            organisation: "Northwind, Sønner & Co\r\nBEGIN:VEVENT".into(),
            recorded: DateTime::from_timestamp(1_795_000_000, 0).unwrap(),
            alarms: alarms.to_vec(),
            items: vec![
                item("notice", None, "Lease; with, odd \\ text\r\nEND:VCALENDAR", "2028-02-29"),
                item("obligation", Some("annual-fee"), &"Long Ærlig title ".repeat(20), "2026-12-31"),
                item("unknown", None, "No date", ""),
            ],
            undated: Vec::new(),
        }
    }

    #[test]
    fn the_same_feed_is_the_same_bytes() {
        assert_eq!(ics(&feed(&[14])), ics(&feed(&[14])));
        assert!(!ics(&feed(&[])).contains("VALARM"));
    }

    #[test]
    fn lines_are_folded_and_text_cannot_break_out() {
        let text = ics(&feed(&[14, 1]));
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count(), "every line ends in CR LF");
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert_eq!(text.matches("\r\nBEGIN:VEVENT\r\n").count(), 2);
        assert_eq!(text.matches("\r\nBEGIN:VALARM\r\n").count(), 4);
        assert_eq!(text.matches("\r\nEND:VCALENDAR").count(), 1);
    }

    #[test]
    fn another_program_reads_the_days_back() {
        let text = ics(&feed(&[]));
        for line in ["DTSTART;VALUE=DATE:20280229", "DTEND;VALUE=DATE:20280301", "DTEND;VALUE=DATE:20270101"] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}: {text}");
        }
        let alarms = ics(&feed(&[14, 0]));
        assert!(alarms.contains("\r\nTRIGGER:-P14D\r\n") && alarms.contains("\r\nTRIGGER:PT0S\r\n"), "{alarms}");
        assert!(text.contains("UID:nda-7k2m9qxt-notice-2028-02-29@clm"), "{text}");
    }
}
