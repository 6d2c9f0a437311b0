//! `[term]` in sentences, as the rendering of a contract opens with them.

use crate::contract::term::{Boundary, LateNotice, Notice, NoticeCounting, RenewsBy, Term};

/// The term in sentences; none when nothing is said.
#[must_use]
pub fn in_words(term: &Term) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |line: Option<String>| lines.extend(line);
    say(term.start.map(|day| format!("starts on {day}")));
    say(term.length.map(|span| format!("runs for {span}")));
    say(term.end.map(|day| format!("ends on {day}, that day included")));
    say(term.evergreen.then(|| "runs until notice is given".to_owned()));
    say(term.renews.map(|span| renewal(term, &span.to_string())));
    say(term.notice.as_ref().map(|notice| format!("notice: {}", notice_in_words(notice))));
    say(term.renewal_notice.as_ref().map(|notice| format!("notice in renewed periods: {}", notice_in_words(notice))));
    say(term
        .notice_ends
        .map(|boundary| format!("notice takes effect at the end of a {}", boundary_in_words(boundary))));
    say((term.late_notice == LateNotice::Refused).then(|| "late notice has no effect".to_owned()));
    say(match term.notice_counting {
        NoticeCounting::Earlier => None,
        NoticeCounting::FromEnd => Some("notice is counted back from the last day".to_owned()),
        NoticeCounting::ClearDays => Some("notice is counted in clear days".to_owned()),
    });
    say((term.delivery_days > 0).then(|| format!("a notice is taken to be {} days on its way", term.delivery_days)));
    say(term.calendar.as_ref().map(|name| format!("deadlines go by the business days of the calendar {name}")));
    say(term.survives.map(|span| format!("some duties survive the end by {span}")));
    lines
}

fn renewal(term: &Term, span: &str) -> String {
    let how = match term.renews_by {
        RenewsBy::Silence => "renews by itself",
        RenewsBy::Option => "may be renewed",
    };
    let most = term.max_renewals.map(|most| format!(", at most {most} times")).unwrap_or_default();
    format!("{how} for {span} at a time{most}")
}

fn notice_in_words(notice: &Notice) -> String {
    match notice {
        Notice::Everyone(span) => span.to_string(),
        Notice::ByParty(spans) => {
            let parts: Vec<String> = spans.iter().map(|(party, span)| format!("{span} by {party}")).collect();
            parts.join(", ")
        }
    }
}

fn boundary_in_words(boundary: Boundary) -> &'static str {
    match boundary {
        Boundary::Month => "month",
        Boundary::Quarter => "quarter",
        Boundary::HalfYear => "half-year",
        Boundary::Year => "year",
    }
}
