//! Options to renew: which of them were used in time.
//!
//! **Owns** the reading of `done` acts for `option`: one on or before the last day uses the option, a later one only
//! deals with it. **Refuses to know** today. **Invariants**: each act belongs to one period, whatever other acts there
//! are, so that the same option recorded in two clones is used once; an option follows only on used ones.

use chrono::NaiveDate;

use crate::contract::contradiction::Fault;
use crate::contract::notice::LastDay;
use crate::contract::period::{Period, Periods};
use crate::contract::plan::Plan;

/// The name by which a `done` act speaks of the option.
pub const OPTION: &str = "option";

/// One `done` act for the option.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Used {
    /// The last day it names.
    pub due: Option<NaiveDate>,
    /// The day it was done.
    pub on: NaiveDate,
}

/// What became of the options of one plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Options {
    /// How many were used, one after the other.
    pub used: u32,
    /// How many were used before every doubt; fewer than `used` when the two countings disagree.
    pub surely: u32,
    /// Whether the option after those was dealt with too late, that is, let go.
    pub let_go: bool,
}

/// The last day to use the option that follows `period`. An option without a notice period can be used to the last day.
pub(crate) fn option_day(plan: &Plan<'_>, period: Period, own: &str) -> Result<Option<LastDay>, Fault> {
    if plan.term.notice.is_none() && (period.number == 1 || plan.term.renewal_notice.is_none()) {
        return Ok(None);
    }
    plan.last_day(period.number, period.end, own).map(Some)
}

/// The day planned with and the last one that may still count.
fn window(plan: &Plan<'_>, period: Period, own: &str) -> Option<(NaiveDate, NaiveDate, NaiveDate)> {
    let day = option_day(plan, period, own).ok()?;
    Some(day.map_or((period.end, period.end, period.end), |day| (day.ours, day.surely(), day.perhaps())))
}

/// Reads the acts against the periods of `plan`.
pub(crate) fn options(plan: &Plan<'_>, own: &str, acts: &[Used]) -> Options {
    let Some(periods) = plan.periods else { return Options::default() };
    let mut dealt: Vec<(u32, bool, bool)> = Vec::new(); // period, perhaps in time, surely in time
    for act in acts {
        let Some(period) = period_of(plan, &periods, own, *act) else { continue };
        let Some((_, surely, perhaps)) = window(plan, period, own) else { continue };
        dealt.push((period.number, act.on <= perhaps, act.on <= surely));
    }
    let count = |in_time: fn(&(u32, bool, bool)) -> bool| {
        let mut used = 0_u32;
        while plan.may_follow(used.saturating_add(1))
            && dealt.iter().any(|d| d.0 == used.saturating_add(1) && in_time(d))
        {
            used = used.saturating_add(1);
        }
        used
    };
    let (used, surely) = (count(|d| d.1), count(|d| d.2));
    Options { used, surely, let_go: dealt.iter().any(|d| d.0 == used.saturating_add(1) && !d.1) }
}

/// The period an act speaks of: the one whose last day it names, else the one the named day (or the day it was done)
/// lies in.
fn period_of(plan: &Plan<'_>, periods: &Periods, own: &str, act: Used) -> Option<Period> {
    let day = act.due.unwrap_or(act.on);
    let here = periods.at_or_first(day)?;
    let named = |period: &Period| act.due.is_some() && window(plan, *period, own).is_some_and(|w| Some(w.0) == act.due);
    let next = periods.period(here.number.checked_add(1)?).filter(named);
    Some(next.filter(|_| !named(&here)).unwrap_or(here))
}
