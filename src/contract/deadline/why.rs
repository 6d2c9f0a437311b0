//! The sentences behind each date: what `due --explain` prints.
//!
//! **Owns** the wording. **Refuses to compute**: every day in a sentence was computed elsewhere. **Invariants**: days are
//! written as ISO dates, keys as they stand in the agreement; where A and B were counted both are told.

use chrono::NaiveDate;

use super::{Item, What};
use crate::contract::business_day::why_moved;
use crate::contract::calendar::next;
use crate::contract::lifecycle::{Cause, Course, Ending, Facts, Standing, Wait, words};
use crate::contract::notice::LastDay;
use crate::contract::obligation::Obligation;
use crate::contract::period::{First, Period};
use crate::contract::plan::{Plan, Runs};
use crate::contract::reminder_rule::Rule;
use crate::contract::term::{LateNotice, NoticeCounting};

/// The anchor and the period counted from it.
fn period(plan: &Plan<'_>, period: Period) -> String {
    let Period { number, start, end } = period;
    let Some(periods) = plan.periods else { return format!("Period {number} runs from {start} to {end}.") };
    let first = match periods.first {
        First::Length(length) => format!("{} from {}", words(length), plan.start),
        First::End(end) => format!("from {} to {end}", plan.start),
    };
    match periods.renews.filter(|_| number > 1) {
        None => format!("Period {number} runs from {start} to {end}: {first}, the last day inside."),
        Some(renews) => format!(
            "Period {number} runs from {start} to {end}: {first}, then {} × {}, counted from the first day and not from the period before.",
            number - 1,
            words(renews)
        ),
    }
}

/// Both countings and the day they come to.
fn countings(plan: &Plan<'_>, last: &LastDay) -> Vec<String> {
    let LastDay { end, notice, from_end, clear_days, counting, delivery_days, sent_by, ours, .. } = last;
    let (span, after) = (words(*notice), next(*end).map_or_else(|| "the day after".to_owned(), |day| day.to_string()));
    let mut why = vec![
        format!("A, counted from the end: {end} less {span} is {from_end}."),
        format!("B, in clear days: {after} less {span} and one day is {clear_days}."),
    ];
    why.push(match counting {
        NoticeCounting::FromEnd => format!("`notice_counting` is `from_end`: A decides, {from_end}."),
        NoticeCounting::ClearDays => format!("`notice_counting` is `clear_days`: B decides, {clear_days}."),
        NoticeCounting::Earlier if from_end == clear_days => format!("Both give the same last day, {from_end}."),
        NoticeCounting::Earlier => format!(
            "They differ: we plan with the earlier, {}; between {} and {} the parties could argue.",
            last.counted,
            last.counted,
            from_end.max(clear_days)
        ),
    });
    why.extend(plan.business.and_then(|by| why_moved(by, last.counted, last.surely())));
    if *delivery_days > 0 {
        let days = if *delivery_days == 1 { "1 day".to_owned() } else { format!("{delivery_days} days") };
        why.push(format!(
            "A notice counts when received; {days} for delivery (`delivery_days`) move ours to {sent_by}."
        ));
        why.extend(plan.business.and_then(|by| why_moved(by, *sent_by, *ours)));
    } else {
        why.push("A notice counts on the day it is received; no `delivery_days` are taken off.".to_owned());
    }
    why
}

/// Why notice must be given by that day, and what happens otherwise.
pub(super) fn notice(plan: &Plan<'_>, of: Period, last: &LastDay, own: &str, today: NaiveDate) -> Vec<String> {
    let renewed = of.number > 1 && plan.term.renewal_notice.is_some();
    let key = if renewed { "renewal_notice" } else { "notice" };
    let mut why = vec![period(plan, of)];
    if plan.runs == Runs::UntilNotice {
        why.push(format!(
            "That is the lock-in: the contract then runs until notice (`evergreen`), at the earliest to {}.",
            last.end
        ));
    }
    why.push(format!("The notice of {own} is {} (`{key}`).", words(last.notice)));
    why.extend(countings(plan, last));
    let after = next(of.end).map_or_else(|| "the day after".to_owned(), |day| day.to_string());
    why.push(match (plan.runs, plan.term.late_notice) {
        (Runs::UntilNotice, _) => "A later notice ends the contract that much later.".to_owned(),
        (_, LateNotice::NextPeriod) => {
            format!(
                "Without notice the contract renews on {after}; a late notice ends it at the end of a later period."
            )
        }
        (_, LateNotice::Refused) => {
            format!("Without notice the contract renews on {after}; a late notice is refused (`late_notice`).")
        }
    });
    if let Some(boundary_end) = Some(plan.rounded(of.end)).filter(|end| *end != of.end) {
        why.push(format!("By `notice_ends` the contract then ends on {boundary_end}."));
    }
    if last.ours < today {
        why.push(format!("That day has passed; it is shown until the period ends on {}.", of.end));
    }
    why
}

/// Why the option must be used by that day.
pub(super) fn option(plan: &Plan<'_>, of: Period, last: Option<&LastDay>, own: &str) -> Vec<String> {
    let mut why = vec![
        period(plan, of),
        "It is followed by another only if the option to renew is used (`renews_by`).".to_owned(),
    ];
    match last {
        Some(last) => {
            why.push(format!("The notice of {own} is {}.", words(last.notice)));
            why.extend(countings(plan, last));
        }
        None => why.push(format!("No `notice` is stated: the option can be used up to the last day, {}.", of.end)),
    }
    why.push("A `done` act for the option by that day uses it; a notice lets it go.".to_owned());
    why
}

/// Why a period begins that day.
pub(super) fn renewal(plan: &Plan<'_>, of: Period) -> Vec<String> {
    let mut why = vec![period(plan, of)];
    why.push(match (plan.runs, plan.term.max_renewals) {
        (Runs::ByOption, _) => "The option to renew was used.".to_owned(),
        (_, Some(max)) => format!("It is renewal {} of at most {max} (`max_renewals`).", of.number.saturating_sub(1)),
        (_, None) => "The contract renews by itself unless notice is given in time.".to_owned(),
    });
    why
}

/// Why the contract starts that day.
pub(super) fn start(facts: &Facts<'_>, start: NaiveDate) -> Vec<String> {
    vec![if facts.header.term.start == Some(start) {
        format!("`start` is {start}.")
    } else {
        format!("Without `start` the contract starts when the last signature needed arrived: {start}.")
    }]
}

/// Why the contract ends that day.
pub(super) fn end(course: &Course<'_>, index: usize, ending: Ending, end: NaiveDate) -> Vec<String> {
    let mut why = Vec::new();
    let at = course.chapter(end).max(index);
    let chapter = course.chapters.get(at);
    match ending.cause {
        Cause::Terms => {}
        Cause::Notice => {
            why.extend(course.notices.iter().filter(|effect| effect.planned == Some(end)).flat_map(|e| e.why.clone()))
        }
        Cause::Terminate => why.push(format!("The contract was terminated with {end} as its last day.")),
        Cause::Superseded => why.push(format!("The contract that supersedes this one starts the day after {end}.")),
    }
    let plan = chapter.and_then(|chapter| chapter.plan.as_ref().ok());
    if let Some(plan) = plan {
        if let (Cause::Terms, Some(last)) = (ending.cause, plan.periods.and_then(|periods| periods.at(end))) {
            why.push(period(plan, last));
            why.extend(follows(plan));
        }
        if let Some(survives) = plan.term.survives {
            let until = crate::contract::calendar::plus(end, survives, 1);
            let until = until.map(|day| format!(", to {day}")).unwrap_or_default();
            why.push(format!("Duties that survive (`survives`) go on for {}{until}.", words(survives)));
        }
    }
    if let Some(amendment) = chapter.and_then(|chapter| chapter.amendment) {
        why.push(format!("These are the terms of the amendment {amendment}."));
    }
    if let Some(early) = ending.early.filter(|early| *early != end) {
        why.push(format!("Disputed: by the other reading it ends on {early}; the later day is planned with."));
    }
    why
}

fn follows(plan: &Plan<'_>) -> Option<String> {
    match (plan.runs, plan.term.max_renewals) {
        (Runs::Once, _) => Some("The term is fixed and does not renew.".to_owned()),
        (Runs::BySilence, Some(max)) => {
            Some(format!("There are at most {max} renewals (`max_renewals`); none follows."))
        }
        (Runs::ByOption, _) => Some("No option to renew was used after it.".to_owned()),
        _ => None,
    }
}

/// Why it must be signed by that day.
pub(super) fn sign_by(date: NaiveDate, today: NaiveDate, standing: &Standing) -> Vec<String> {
    let mut why = vec![format!("The last day to sign is {date}.")];
    if today > date {
        why.push("It has passed: signatures that arrive now do not count until the time is extended.".to_owned());
    }
    let turns: Vec<&Wait> = standing.waits.iter().filter(|wait| wait.turn).collect();
    if turns.len() < standing.waits.len() {
        why.extend(turns.iter().map(|wait| format!("Still to sign: {}.", wait.words())));
        let later = standing.waits.iter().filter(|wait| !wait.turn);
        why.extend(later.map(|wait| format!("Signs after that: {}.", wait.words())));
    } else {
        why.extend(standing.missing.iter().map(|who| format!("Still to sign: {who}.")));
    }
    let waited = |wait: &&Wait| wait.since.map(|since| format!("It has waited for {} since {since}.", wait.words()));
    why.extend(turns.iter().filter_map(waited));
    why
}

/// Why a duty falls due that day.
pub(super) fn obligation(of: &Obligation, date: NaiveDate, number: u32, last: Option<NaiveDate>) -> Vec<String> {
    let who = of.who.as_ref().map(|who| format!("{who}: ")).unwrap_or_default();
    let mut why = vec![format!("{who}{}", of.what)];
    match of.every {
        Some(every) if number > 0 => {
            why.push(format!("Due every {} from {}: {number} × that is {date}.", words(every), of.due));
        }
        Some(every) => why.push(format!("Due {date}, then every {}.", words(every))),
        None => why.push(format!("Due {date}.")),
    }
    if let Some(last) = last.filter(|_| of.every.is_some()) {
        why.push(format!("It recurs until the contract ends on {last}."));
    }
    why
}

/// Why a rule reminds on `date` of what falls on `of`.
pub(super) fn by_rule(rule: &Rule, item: &Item, of: NaiveDate, date: NaiveDate) -> Vec<String> {
    let about = match (item.what, &item.subject) {
        (What::Notice, _) => "the last day for notice".to_owned(),
        (What::End, _) => "the end".to_owned(),
        (What::Renewal, _) => "the renewal".to_owned(),
        (What::Option, _) => "the last day for the option to renew".to_owned(),
        (What::Start, _) => "the start".to_owned(),
        (What::SignBy, _) => "the last day to sign".to_owned(),
        (what, Some(subject)) => format!("the {} `{subject}`", what.word()),
        (what, None) => format!("the {}", what.word()),
    };
    vec![
        format!(
            "{} before {about}, {of}, because {} asks for it before {}: {date}.",
            words(rule.before),
            rule.file,
            rule.kinds()
        ),
        "It goes when that date has come or goes itself, or when it is recorded as done.".to_owned(),
    ]
}
