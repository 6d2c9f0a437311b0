//! What a `[term]` says that cannot all be true, found without acts: `check` shows it, the engine answers `unknown`.
//!
//! **Owns** which keys contradict or miss each other. **Refuses to know** today, acts, and how to mend anything.
//! **Invariant**: a term without faults has a [`plan`](super::plan::plan) from any start whose dates fit the calendar.

use chrono::NaiveDate;

use super::calendar::{always_longer, next, plus, previous};
use super::notice::countings;
use super::span::Span;
use super::term::{Notice, RenewsBy, Term};

/// A term that contradicts itself or misses something it needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The keys of `[term]` concerned, as written in the agreement.
    pub keys: Vec<&'static str>,
    /// One sentence naming them and what is wrong.
    pub why: String,
}

impl Fault {
    pub(crate) fn new(keys: &[&'static str], why: impl Into<String>) -> Self {
        Self { keys: keys.to_vec(), why: why.into() }
    }
}

/// Everything in `term` that contradicts itself whatever happens. A term with nothing in it contradicts nothing.
#[must_use]
pub fn contradictions(term: &Term) -> Vec<Fault> {
    contradictions_from(term, term.start)
}

/// As [`contradictions`], for a contract whose first day is known though its `[term]` may not name it.
#[must_use]
pub fn contradictions_from(term: &Term, start: Option<NaiveDate>) -> Vec<Fault> {
    let mut faults = nothing_long(term);
    faults.extend(renewals_without_length(term));
    faults.extend(start.and_then(|start| ends_before_start(term, start)));
    faults.extend(start.and_then(|start| past_the_calendar(term, start)));
    faults.extend(length_against_end(term, start));
    faults.extend(notice_longer_than_period(term, start));
    faults
}

/// What is missing from `term` for its end to be known at all.
#[must_use]
pub fn missing(term: &Term) -> Option<Fault> {
    let nothing = term.length.is_none() && term.end.is_none() && term.renews.is_none() && !term.evergreen;
    nothing.then(|| {
        Fault::new(
            &["length", "end", "evergreen"],
            "`length` is missing, and neither `end` nor `renews` nor `evergreen` says how long the contract runs.",
        )
    })
}

/// The length of the first period: `length`, or `renews` where it stands alone.
pub(crate) fn first_length(term: &Term) -> Option<Span> {
    if term.end.is_some() { None } else { term.length.or(if term.evergreen { None } else { term.renews }) }
}

fn nothing_long(term: &Term) -> Vec<Fault> {
    let of = |notice: &Option<Notice>| match notice {
        Some(Notice::Everyone(span)) => span.count == 0,
        Some(Notice::ByParty(table)) => table.iter().any(|(_, span)| span.count == 0),
        None => false,
    };
    let zero = |span: Option<Span>| span.is_some_and(|span| span.count == 0);
    [
        ("length", zero(term.length)),
        ("renews", zero(term.renews)),
        ("notice", of(&term.notice)),
        ("renewal_notice", of(&term.renewal_notice)),
    ]
    .into_iter()
    .filter(|(_, zero)| *zero)
    .map(|(key, _)| Fault::new(&[key], format!("`{key}` is no time at all.")))
    .collect()
}

fn renewals_without_length(term: &Term) -> Vec<Fault> {
    let mut faults = Vec::new();
    if term.renews.is_some() && term.evergreen {
        faults.push(Fault::new(
            &["renews", "evergreen"],
            "`renews` and `evergreen` contradict each other: the contract either renews for a period or runs until notice.",
        ));
    }
    let orphans = [
        ("max_renewals", term.max_renewals.is_some()),
        ("renewal_notice", term.renewal_notice.is_some()),
        ("renews_by", term.renews_by == RenewsBy::Option),
    ];
    for (key, _) in orphans.into_iter().filter(|(_, written)| *written && term.renews.is_none()) {
        faults.push(Fault::new(&[key, "renews"], format!("`{key}` is given, but `renews` does not say how long.")));
    }
    faults
}

fn ends_before_start(term: &Term, start: NaiveDate) -> Option<Fault> {
    let end = term.end.filter(|end| *end < start)?;
    Some(Fault::new(&["end", "start"], format!("`end` {end} is before `start` {start}.")))
}

fn past_the_calendar(term: &Term, start: NaiveDate) -> Option<Fault> {
    let length = first_length(term)?;
    let key = if term.length.is_some() { "length" } else { "renews" };
    plus(start, length, 1)
        .is_none()
        .then(|| Fault::new(&["start", key], format!("`start` {start} and `{key}` run past the year 9999.")))
}

fn length_against_end(term: &Term, start: Option<NaiveDate>) -> Option<Fault> {
    let (length, end) = (term.length?, term.end?);
    let Some(start) = start else {
        let why = "`length` and `end` are both given, and without `start` nobody can say that they agree.";
        return Some(Fault::new(&["length", "end"], why));
    };
    let counted = plus(start, length, 1).and_then(previous);
    (counted != Some(end)).then(|| {
        let counted = counted.map_or_else(|| "past the year 9999".to_owned(), |day| day.to_string());
        Fault::new(&["length", "end"], format!("`length` from {start} ends {counted}, but `end` says {end}."))
    })
}

fn notice_longer_than_period(term: &Term, start: Option<NaiveDate>) -> Vec<Fault> {
    if term.evergreen {
        return Vec::new(); // A notice longer than the lock-in simply ends the contract after it.
    }
    let first = term.notice.as_ref().into_iter().flat_map(spans).filter_map(|(who, span)| {
        let (key, longer) = match (term.end, first_length(term)) {
            (Some(end), _) => ("end", start.is_some_and(|start| reaches_behind(start, end, span))),
            (None, Some(length)) => {
                (if term.length.is_some() { "length" } else { "renews" }, always_longer(span, length))
            }
            (None, None) => return None,
        };
        longer.then(|| too_long("notice", key, who))
    });
    let (key, later) = match &term.renewal_notice {
        Some(notice) => ("renewal_notice", Some(notice)),
        None => ("notice", term.notice.as_ref()),
    };
    let renewed = later.into_iter().flat_map(spans).filter_map(|(who, span)| {
        term.renews.filter(|renews| always_longer(span, *renews)).map(|_| too_long(key, "renews", who))
    });
    let mut faults: Vec<Fault> = first.collect();
    for fault in renewed {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    faults
}

/// Whether by both countings the last day for notice lies more than a day before the period.
fn reaches_behind(start: NaiveDate, end: NaiveDate, notice: Span) -> bool {
    countings(end, notice).is_none_or(|(a, b)| next(a.max(b)).is_none_or(|after| after < start))
}

fn too_long(notice: &'static str, period: &'static str, who: Option<&str>) -> Fault {
    let of = who.map(|who| format!(" of {who}")).unwrap_or_default();
    Fault::new(&[notice, period], format!("`{notice}`{of} is longer than the period that `{period}` gives."))
}

fn spans(notice: &Notice) -> Vec<(Option<&str>, Span)> {
    match notice {
        Notice::Everyone(span) => vec![(None, *span)],
        Notice::ByParty(table) => table.iter().map(|(who, span)| (Some(who.as_str()), *span)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{contradictions, missing};
    use crate::contract::span::{Span, Unit};
    use crate::contract::term::{Notice, RenewsBy, Term};

    fn months(count: u32) -> Option<Span> {
        Some(Span { count, unit: Unit::Month })
    }

    fn notice(count: u32, unit: Unit) -> Option<Notice> {
        Some(Notice::Everyone(Span { count, unit }))
    }

    fn day(text: &str) -> Option<chrono::NaiveDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn contradictions_name_both_keys() {
        let renewing = Term { length: months(12), renews: months(12), ..Term::default() };
        let cases: Vec<(Term, &[&str])> = vec![
            (Term { start: day("2027-01-01"), end: day("2026-12-31"), ..Term::default() }, &["end", "start"]),
            (
                Term { start: day("2027-01-01"), end: day("2027-12-30"), length: months(12), ..Term::default() },
                &["length", "end"],
            ),
            (Term { evergreen: true, ..renewing.clone() }, &["renews", "evergreen"]),
            (Term { length: months(12), max_renewals: Some(2), ..Term::default() }, &["max_renewals", "renews"]),
            (Term { length: months(12), renews_by: RenewsBy::Option, ..Term::default() }, &["renews_by", "renews"]),
            (
                Term { evergreen: true, renewal_notice: notice(1, Unit::Month), ..Term::default() },
                &["renewal_notice", "renews"],
            ),
            (Term { notice: notice(13, Unit::Month), ..renewing.clone() }, &["notice", "length"]),
            (Term { notice: notice(2, Unit::Month), renews: months(1), ..renewing.clone() }, &["notice", "renews"]),
            (Term { renewal_notice: notice(2, Unit::Year), ..renewing.clone() }, &["renewal_notice", "renews"]),
            (Term { notice: notice(2, Unit::Month), renews: months(1), ..Term::default() }, &["notice", "renews"]),
            (
                Term {
                    start: day("2026-01-01"),
                    end: day("2026-06-30"),
                    notice: notice(7, Unit::Month),
                    ..Term::default()
                },
                &["notice", "end"],
            ),
            (Term { start: day("9999-06-01"), length: months(12), ..Term::default() }, &["start", "length"]),
            (Term { length: months(0), ..Term::default() }, &["length"]),
            (Term { length: months(1), end: day("2027-12-30"), ..Term::default() }, &["length", "end"]),
        ];
        for (term, keys) in cases {
            let faults = contradictions(&term);
            assert!(faults.iter().any(|fault| fault.keys == keys), "{keys:?} in {faults:?}");
            for fault in &faults {
                assert!(fault.keys.iter().all(|key| fault.why.contains(&format!("`{key}`"))), "{fault:?}");
            }
        }
    }

    #[test]
    fn what_agrees_is_left_alone() {
        let renewing = Term { start: day("2026-01-01"), length: months(12), renews: months(12), ..Term::default() };
        let fine = [
            Term::default(),
            Term { notice: notice(12, Unit::Month), ..renewing.clone() },
            Term { notice: notice(30, Unit::Day), length: months(1), renews: months(1), ..Term::default() },
            Term { end: day("2026-12-31"), notice: notice(12, Unit::Month), ..renewing.clone() },
            Term {
                notice: notice(3, Unit::Month),
                renewal_notice: notice(1, Unit::Month),
                renews: months(1),
                ..renewing
            },
            Term { evergreen: true, notice: notice(3, Unit::Month), length: months(1), ..Term::default() },
        ];
        for term in fine {
            assert_eq!(contradictions(&term), [], "{term:?}");
        }
    }

    #[test]
    fn a_term_without_any_length_misses_one() {
        assert!(missing(&Term { start: day("2026-01-01"), ..Term::default() }).is_some());
        assert!(missing(&Term { renews: months(1), ..Term::default() }).is_none());
        assert!(missing(&Term { evergreen: true, ..Term::default() }).is_none());
    }
}
