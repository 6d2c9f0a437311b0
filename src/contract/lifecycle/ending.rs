//! What acts do to the end of a contract: notices judged by the terms in force on their receipt, termination, succession.
//!
//! **Owns** the day a notice ends the contract by either counting, and the earliest of all such days. **Refuses to know**
//! today and how the contract would end by itself. **Invariants**: between the two countings nothing is decided, both
//! ends are kept and the later one is planned with; a notice nobody can count is told, not dropped.

use chrono::NaiveDate;

use super::terms::{Chapter, in_force};
use crate::contract::business_day::why_moved;
use crate::contract::calendar::{days_before, plus};
use crate::contract::contradiction::Fault;
use crate::contract::notice::{LastDay, notice_of};
use crate::contract::period::Periods;
use crate::contract::plan::{Plan, Runs};
use crate::contract::term::{LateNotice, NoticeCounting};

/// One notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Given<'a> {
    /// Who gave it.
    pub party: &'a str,
    /// The day that counts.
    pub received: NaiveDate,
}

/// What a notice does. `None` in place of an end means that the notice has no effect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Effect {
    /// The end if it was in time by every counting that may decide, or the same as `planned`.
    pub early: Option<NaiveDate>,
    /// The end planned with: the later one.
    pub planned: Option<NaiveDate>,
    /// Whether the contract no longer renews.
    pub stops: bool,
    /// Sentences: how it was judged.
    pub why: Vec<String>,
    /// Whether it came after the last day that may count.
    pub late: bool,
}

/// The end that a notice of `party` would bring if it were received on `received`; `None` when it had no effect.
pub(crate) fn judge_notice(
    course: &super::Course<'_>,
    party: &str,
    received: NaiveDate,
) -> Result<Option<NaiveDate>, Fault> {
    judge(&course.chapters, Given { party, received }).map(|effect| effect.planned)
}

/// Judges one notice.
pub(crate) fn judge(chapters: &[Chapter<'_>], given: Given<'_>) -> Result<Effect, Fault> {
    let Some(chapter) = chapters.get(in_force(chapters, given.received)) else {
        return Err(Fault::new(&["term"], "no terms are in force."));
    };
    let Ok(plan) = &chapter.plan else {
        let why = format!(
            "The notice of {} received {} cannot be counted by the terms in force that day: `notice`, `length`.",
            given.party, given.received
        );
        return Err(Fault::new(&["notice", "length"], why));
    };
    let mut effect = match (plan.runs, plan.periods) {
        (Runs::BySilence, Some(periods)) => renewing(plan, &periods, given)?,
        (Runs::UntilNotice, _) => evergreen(plan, given)?,
        _ => unchanged(plan),
    };
    effect.why.insert(0, format!("{} gave notice, received {}.", given.party, given.received));
    if let Some(amendment) = chapter.amendment {
        effect.why.push(format!("The notice is judged by the terms of the amendment {amendment}, in force that day."));
    }
    Ok(effect)
}

fn unchanged(plan: &Plan<'_>) -> Effect {
    untouched(if plan.runs == Runs::ByOption {
        "The option to renew will not be used.".to_owned()
    } else {
        "The contract does not renew: the notice leaves its end where it is.".to_owned()
    })
}

/// A notice that stops what would not have come anyway.
fn untouched(why: String) -> Effect {
    Effect { early: None, planned: None, stops: true, why: vec![why], late: false }
}

/// Notice period after receipt, not before the lock-in is over, then to the end of the calendar period agreed.
fn evergreen(plan: &Plan<'_>, given: Given<'_>) -> Result<Effect, Fault> {
    let span = notice_of(plan.term, 1, given.party)?;
    let before_start = days_before(plan.start, 1).unwrap_or(plan.start);
    let past = || Fault::new(&["notice"], format!("`notice` counted from {} runs past the year 9999.", given.received));
    let counted = plus(given.received.max(before_start), span, 1).ok_or_else(past)?;
    let unlocked = plan.lock_in().map_or(counted, |lock_in| lock_in.max(counted));
    let end = plan.rounded(unlocked);
    let mut why = vec![format!("{} after receipt is {counted}.", super::words(span))];
    if unlocked != counted {
        why.push(format!("The lock-in runs to {unlocked}."));
    }
    if end != unlocked {
        why.push(format!("`notice_ends` moves the end to {end}."));
    }
    // A day counted forwards runs to the next business day; an end the calendar or the lock-in gives is not counted.
    let counted_only = plan.term.notice_ends.is_none() && end == counted;
    let Some(by) = plan.business.filter(|_| counted_only) else {
        return Ok(Effect { early: Some(end), planned: Some(end), stops: true, why, late: false });
    };
    let planned = by.calendar.later(end);
    why.extend(why_moved(by, end, planned));
    let early = if by.agreed { planned } else { end };
    Ok(Effect { early: Some(early), planned: Some(planned), stops: true, why, late: false })
}

fn renewing(plan: &Plan<'_>, periods: &Periods, given: Given<'_>) -> Result<Effect, Fault> {
    let past = || Fault::new(&["start", "renews"], "`start` and `renews` run past the year 9999.");
    let here = periods.at_or_first(given.received).ok_or_else(past)?;
    if !plan.may_follow(here.number) {
        // Neither in time nor late: nothing follows that it could stop.
        return Ok(untouched(format!(
            "Period {} is the last one `max_renewals` allows: the notice leaves the end where it is.",
            here.number
        )));
    }
    let last = plan.last_day(here.number, here.end, given.party)?;
    let end = |perhaps: bool| -> Result<Option<NaiveDate>, Fault> {
        let limit = |last: &LastDay| if perhaps { last.perhaps() } else { last.surely() };
        if given.received <= limit(&last) {
            return Ok(Some(here.end));
        }
        // Where a notice is as long as the period, its last day lies before the period: nobody is late for it.
        if plan.term.late_notice == LateNotice::Refused && limit(&last) >= here.start {
            return Ok(None);
        }
        for number in here.number.saturating_add(1)..here.number.saturating_add(64) {
            let period = periods.period(number).ok_or_else(past)?;
            if !plan.may_follow(number) || given.received <= limit(&plan.last_day(number, period.end, given.party)?) {
                return Ok(Some(period.end));
            }
        }
        Err(Fault::new(&["notice", "renews"], "`notice` is longer than `renews` gives time for."))
    };
    let (in_time, strict) = (end(true)?, end(false)?);
    let mut why = vec![judged(&last, here.number, in_time, strict)];
    // `notice_ends` moves no end beyond the one that `max_renewals` sets.
    let cap = plan.last_number().and_then(|number| periods.period(number)).map(|period| period.end);
    let round = |end: Option<NaiveDate>| end.map(|end| cap.map_or(plan.rounded(end), |cap| plan.rounded(end).min(cap)));
    let (early, planned) = (round(in_time), round(strict));
    if planned != strict {
        why.extend(planned.map(|end| format!("`notice_ends` moves the end to {end}.")));
    }
    let late = given.received > last.perhaps() && last.perhaps() >= here.start;
    Ok(Effect { early, planned, stops: planned.is_some(), why, late })
}

fn judged(last: &LastDay, number: u32, in_time: Option<NaiveDate>, strict: Option<NaiveDate>) -> String {
    let days = if last.surely() == last.perhaps() {
        format!("The last day for notice of period {number} is {}", last.surely())
    } else if last.counting != NoticeCounting::Earlier || last.from_end == last.clear_days {
        format!(
            "The last day for notice of period {number} is {} by business days and {} by the plain count",
            last.surely(),
            last.perhaps()
        )
    } else {
        format!(
            "The last day for notice of period {number} is {} counted from the end (A) and {} in clear days (B)",
            last.from_end, last.clear_days
        )
    };
    let ends = |end: Option<NaiveDate>| end.map_or_else(|| "has no effect".to_owned(), |end| format!("ends it {end}"));
    if in_time == strict {
        format!("{days}: the notice {}.", ends(strict))
    } else {
        format!(
            "{days}: by one the notice {}, by the other it {}; nothing is decided and the later is planned with.",
            ends(in_time),
            ends(strict)
        )
    }
}
