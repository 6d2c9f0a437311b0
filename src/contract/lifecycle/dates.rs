//! The dates and the lifecycle of a signed contract on one day.
//!
//! **Owns** the step from a course to `awaiting`, `active`, `ended`, `unknown`. **Refuses to know** who signed.
//! **Invariants**: an end that acts brought holds even where the terms cannot be read; a missing fact that does not
//! change the answer does not make it `unknown`.

use chrono::NaiveDate;

use super::course::{Cause, Course};
use super::{Flag, Lifecycle, Standing};
use crate::contract::contradiction::Fault;
use crate::contract::notice::LastDay;
use crate::contract::period::Period;
use crate::contract::plan::{Plan, Runs};

/// Fills in the lifecycle, the dates and their flags and findings.
pub(crate) fn fill(standing: &mut Standing, course: &Course<'_>, own: &str, today: NaiveDate) {
    let index = course.chapter(today);
    let ending = course.ending(index);
    let first_day = course.first_day(index);
    standing.start = course.chapters.get(index).map(|chapter| chapter.start);
    standing.end = ending.day;
    standing.findings.extend(course.notes.iter().cloned());
    let ended = ending.day.is_some_and(|end| end < today);
    let faults = faults(course, index, today);
    let lifecycle = if ended {
        Lifecycle::Ended
    } else if !faults.is_empty() {
        Lifecycle::Unknown
    } else if first_day.is_some_and(|first| today < first) {
        Lifecycle::Awaiting
    } else {
        Lifecycle::Active
    };
    standing.lifecycle = Some(lifecycle);
    flags(standing, course, ending.cause, lifecycle);
    if ending.early != ending.day && ending.early.is_some() {
        standing.flags.push(Flag::Disputed);
        standing.findings.extend(disputed(ending.early, ending.day));
    }
    match lifecycle {
        Lifecycle::Unknown => {
            standing.findings.extend(faults.into_iter().map(|fault| fault.why));
            if ending.cause == Cause::Terms {
                standing.end = None;
            }
        }
        Lifecycle::Awaiting | Lifecycle::Active => running(standing, course, index, own, today),
        Lifecycle::Ended => {}
    }
}

/// Why the lifecycle cannot be told on `today`.
pub(crate) fn faults(course: &Course<'_>, index: usize, today: NaiveDate) -> Vec<Fault> {
    let mut faults = match course.chapters.get(index).map(|chapter| &chapter.plan) {
        Some(Err(faults)) => faults.clone(),
        _ => Vec::new(),
    };
    faults.extend(course.period(index, today).err());
    for fault in &course.unclear {
        if !faults.contains(fault) {
            faults.push(fault.clone());
        }
    }
    faults
}

fn flags(standing: &mut Standing, course: &Course<'_>, cause: Cause, lifecycle: Lifecycle) {
    let flag = match (lifecycle, cause) {
        (Lifecycle::Ended, Cause::Terminate) => Some(Flag::Terminated),
        (Lifecycle::Ended, Cause::Superseded) => Some(Flag::Superseded),
        (Lifecycle::Ended, _) => None,
        _ => course.stopped().then_some(Flag::NotRenewing),
    };
    standing.flags.extend(flag);
}

fn disputed(early: Option<NaiveDate>, late: Option<NaiveDate>) -> Option<String> {
    let early = early?;
    Some(match late {
        Some(late) => format!("Disputed: the contract ends {early} or {late}; the later day is planned with."),
        None => format!("Disputed: the contract ends {early} or goes on; that it goes on is planned with."),
    })
}

fn running(standing: &mut Standing, course: &Course<'_>, index: usize, own: &str, today: NaiveDate) {
    let Some(plan) = course.chapters.get(index).and_then(|chapter| chapter.plan.as_ref().ok()) else { return };
    let period = course.period(index, today).ok().flatten();
    if standing.lifecycle == Some(Lifecycle::Active) {
        standing.period = period.filter(|period| period.start <= today).map(|period| period.number);
    }
    let ending = course.ending(index);
    if plan.runs == Runs::BySilence && ending.cause == Cause::Terms {
        let present = course.period_end(index, today);
        standing.end = [present, ending.day].into_iter().flatten().min();
    }
    standing.notice_by = ours(course, index, own, today).ok().flatten().map(|last| last.ours);
}

/// Our own last day for notice of the present period, if notice makes a difference to it.
pub(crate) fn ours(course: &Course<'_>, index: usize, own: &str, today: NaiveDate) -> Result<Option<LastDay>, Fault> {
    let period = course.period(index, today).ok().flatten();
    ours_of(course, index, own, period, today)
}

/// As [`ours`], for a given period.
pub(crate) fn ours_of(
    course: &Course<'_>,
    index: usize,
    own: &str,
    period: Option<Period>,
    today: NaiveDate,
) -> Result<Option<LastDay>, Fault> {
    let Some(plan) = course.chapters.get(index).and_then(|chapter| chapter.plan.as_ref().ok()) else { return Ok(None) };
    if course.stopped() {
        return Ok(None);
    }
    match (plan.runs, period) {
        (Runs::BySilence, Some(period)) if goes_on(course, plan, index, period) => {
            plan.last_day(period.number, period.end, own).map(Some)
        }
        (Runs::UntilNotice, Some(lock_in)) if today <= lock_in.end => {
            plan.last_day(1, plan.rounded(lock_in.end), own).map(Some)
        }
        _ => Ok(None),
    }
}

/// Whether another period follows unless someone acts.
pub(crate) fn goes_on(course: &Course<'_>, plan: &Plan<'_>, index: usize, period: Period) -> bool {
    plan.may_follow(period.number) && course.ending(index).day.is_none_or(|end| period.end < end)
}

/// The dates of an amendment: it starts when it takes effect and has no periods of its own.
pub(crate) fn amendment(standing: &mut Standing, effective: NaiveDate, course: &Course<'_>, today: NaiveDate) {
    standing.start = Some(effective);
    let cut = course.cut.filter(|cut| cut.cause != Cause::Notice);
    standing.end = cut.map(|cut| cut.day);
    let ended = cut.filter(|cut| cut.day < today);
    standing.lifecycle = Some(match ended {
        Some(_) => Lifecycle::Ended,
        None if today < effective => Lifecycle::Awaiting,
        None => Lifecycle::Active,
    });
    standing.flags.extend(ended.map(|cut| match cut.cause {
        Cause::Superseded => Flag::Superseded,
        _ => Flag::Terminated,
    }));
}
