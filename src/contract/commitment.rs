//! How long a contract binds: to when if notice goes out today, and to when once it renews in silence.
//!
//! **Owns** the rule. If notice were given today, sent as long as `delivery_days` say, the contract would end on its next
//! possible end; up to then it is bound. If nobody acts by the last day for notice of that end, a contract that renews by
//! itself is bound for one period more; one that runs until notice is bound a day longer every day. Options to renew
//! bind nobody until they are used. **Refuses to know** money and today. **Invariants**: the notice is judged by the
//! same rules as a real one; an end that acts brought is never passed.

use chrono::NaiveDate;

use super::calendar::{days_after, next};
use super::lifecycle::{Cause, Facts, Lifecycle, Standing, course, goes_on, judge_notice};
use super::period::Period;
use super::plan::{Plan, Runs};

/// How long one contract binds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Commitment {
    /// The first day of the contract, from which steps of payment are counted.
    pub start: NaiveDate,
    /// The last day it binds if notice is given today.
    pub bound_until: NaiveDate,
    /// Our last day to keep it from renewing; `None` where it does not renew by a period.
    pub act_by: Option<NaiveDate>,
    /// The last day it binds once it has renewed in silence.
    pub renewed_until: Option<NaiveDate>,
    /// The last day if nobody ever acts; `None` when it goes on.
    pub last: Option<NaiveDate>,
    /// Sentences: which rule led here.
    pub why: Vec<String>,
}

/// How long the contract binds as seen from `today`; `None` when it does not run.
///
/// # Errors
/// A sentence that says which fact is missing.
pub fn commitment(
    facts: &Facts<'_>,
    own: &str,
    standing: &Standing,
    today: NaiveDate,
) -> Result<Option<Commitment>, String> {
    match standing.lifecycle {
        Some(Lifecycle::Active | Lifecycle::Awaiting) => {}
        Some(Lifecycle::Unknown) => return Err(standing.findings.join(" ")),
        Some(Lifecycle::Ended) | None => return Ok(None),
    }
    let Some(course) = course(facts, own, standing) else { return Ok(None) };
    let index = course.chapter(today);
    let (Some(start), Some(Ok(plan))) = (course.first_day(index), course.chapters.get(index).map(|c| &c.plan)) else {
        return Ok(None);
    };
    let ending = course.ending(index);
    let renews = matches!(plan.runs, Runs::BySilence | Runs::UntilNotice);
    if ending.cause != Cause::Terms || course.stopped() || !renews {
        let bound_until = ending.day.ok_or_else(|| "It has no end that can be told.".to_owned())?;
        let how = match ending.cause {
            Cause::Terms if plan.runs == Runs::ByOption => "the option to renew binds nobody until it is used",
            Cause::Terms => "it does not renew",
            Cause::Notice => "notice was given",
            Cause::Terminate => "it was terminated",
            Cause::Superseded => "another contract replaces it",
        };
        let why = vec![format!("It binds to {bound_until}: {how}.")];
        return Ok(Some(Commitment { start, bound_until, act_by: None, renewed_until: None, last: ending.day, why }));
    }
    let received = days_after(today, plan.term.delivery_days).unwrap_or(today);
    let planned = judge_notice(&course, own, received).map_err(|fault| fault.why)?;
    let planned = planned.or_else(|| after_refusal(plan, received));
    let bound_until =
        [planned, ending.day].into_iter().flatten().min().ok_or("No notice would end it in time to be told.")?;
    let mut why =
        vec![format!("Notice given today, received {received}, would end it on {bound_until}: it binds to that day.")];
    let (mut act_by, mut renewed_until) = (None, None);
    if plan.runs == Runs::UntilNotice {
        why.push("It runs until notice: every day without notice it may bind longer.".to_owned());
    } else if let Some(period) = period_ending(plan, bound_until) {
        let following = period.number.checked_add(1).and_then(|number| plan.periods?.period(number));
        if let Some(following) = following.filter(|_| goes_on(&course, plan, index, period)) {
            act_by = plan.last_day(period.number, period.end, own).ok().map(|last| last.ours);
            let to = plan.rounded(following.end);
            renewed_until = Some(ending.day.map_or(to, |end| end.min(to)));
            let by = act_by.map(|day| format!(" by {day}")).unwrap_or_default();
            why.push(format!("If nobody acts{by}, period {} follows and binds to {to}.", following.number));
        }
    }
    Ok(Some(Commitment { start, bound_until, act_by, renewed_until, last: ending.day, why }))
}

/// The period that a notice would end on `end`, which `notice_ends` may have moved into the following one.
fn period_ending(plan: &Plan<'_>, end: NaiveDate) -> Option<Period> {
    let periods = plan.periods?;
    let here = periods.at_or_first(end)?;
    let before = here.number.checked_sub(1).and_then(|number| periods.period(number));
    before.filter(|before| here.end != end && plan.rounded(before.end) == end).or(Some(here))
}

/// Where a late notice is refused it must be given in the next period.
fn after_refusal(plan: &Plan<'_>, received: NaiveDate) -> Option<NaiveDate> {
    let here = plan.periods?.at_or_first(received)?;
    let following = plan.periods?.at_or_first(next(here.end)?)?;
    Some(plan.rounded(following.end))
}
