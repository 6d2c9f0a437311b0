//! The course a contract takes once it is signed: computed once from what is recorded, then asked about days.
//!
//! **Owns** the end by the terms, the end by acts, and which of them comes first. **Refuses to know** signatures and
//! sentences for people. **Invariants**: nothing here depends on today; every question takes a day; where terms cannot
//! be read the answer is a fault.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::ending::{Effect, Given, judge};
use super::option::{OPTION, Options, Used, options};
use super::terms::{Chapter, chapters, in_force};
use super::{Amendment, Facts};
use crate::contract::act::{Act, Deed};
use crate::contract::calendar::{next, previous};
use crate::contract::contradiction::Fault;
use crate::contract::digest::Digest;
use crate::contract::period::Period;
use crate::contract::plan::{Plan, Runs};

/// What ended, or will end, a contract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cause {
    /// Its own terms.
    Terms,
    /// A notice.
    Notice,
    /// A `terminate` act.
    Terminate,
    /// The contract that supersedes it.
    Superseded,
}

/// The end that acts bring, whatever the terms say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Cut {
    /// The last day, inside.
    pub day: NaiveDate,
    /// What brings it.
    pub cause: Cause,
}

/// The end of the contract as seen from a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ending {
    /// The last day, inside; `None` when it goes on until someone acts, or when terms to come cannot be read.
    pub day: Option<NaiveDate>,
    /// The earlier end of a dispute, else the same day.
    pub early: Option<NaiveDate>,
    /// What brings it.
    pub cause: Cause,
}

/// A signed contract's life.
#[derive(Clone, Debug)]
pub(crate) struct Course<'a> {
    /// Which terms are in force when.
    pub chapters: Vec<Chapter<'a>>,
    /// The end by acts.
    pub cut: Option<Cut>,
    /// The earliest end by acts if every dispute goes that way.
    early: Option<NaiveDate>,
    /// Every notice that could be judged.
    pub notices: Vec<Effect>,
    /// Notices that could not.
    pub unclear: Vec<Fault>,
    /// What lost, or means nothing.
    pub notes: Vec<String>,
    /// Options used, chapter by chapter.
    pub options: Vec<Options>,
    ends: Vec<(Option<NaiveDate>, Option<NaiveDate>)>,
}

impl<'a> Course<'a> {
    /// Reads the life of a contract signed on `signed_on`. `live` names the acts that count.
    pub fn new(facts: &Facts<'a>, own: &str, signed_on: NaiveDate, live: &BTreeSet<Digest>) -> Self {
        Self::with(facts, facts.amendments, own, signed_on, live)
    }

    fn with(
        facts: &Facts<'a>,
        amendments: &'a [Amendment],
        own: &str,
        signed_on: NaiveDate,
        live: &BTreeSet<Digest>,
    ) -> Self {
        let mut acts: Vec<&Act> = facts.acts.iter().filter(|act| live.contains(&act.digest)).collect();
        acts.sort_by_key(|act| (act.at, act.digest));
        let used: Vec<Used> = acts.iter().filter_map(|act| option_act(act)).collect();
        let mut course = Self {
            chapters: chapters(&facts.header.term, signed_on, amendments, facts.calendars),
            cut: None,
            early: None,
            notices: Vec::new(),
            unclear: Vec::new(),
            notes: Vec::new(),
            options: Vec::new(),
            ends: Vec::new(),
        };
        let read =
            |chapter: &Chapter<'_>| chapter.plan.as_ref().map(|plan| options(plan, own, &used)).unwrap_or_default();
        course.options = course.chapters.iter().map(read).collect();
        course.ends_by_terms();
        course.give_notices(facts, &acts);
        course.terminate(&acts);
        if let Some((_, start)) = &facts.superseded {
            let last = previous(*start).unwrap_or(*start);
            course.cut_at(last, last, Cause::Superseded);
        }
        course
    }

    fn ends_by_terms(&mut self) {
        let mut ends: Vec<(Option<NaiveDate>, Option<NaiveDate>)> = Vec::new();
        for (chapter, options) in self.chapters.iter().zip(&self.options) {
            let (mut end, mut early) = match &chapter.plan {
                Ok(plan) => (natural(plan, options.used), natural(plan, options.surely)),
                Err(_) => (None, None),
            };
            // Terms that set an end before they came into force end a running contract the day before; one that had
            // ended stays ended when it did.
            if let (Some(eve), Some((before, _))) = (chapter.from.and_then(previous), ends.last()) {
                let ended = before.map_or(eve, |day| day.min(eve));
                end = end.map(|day| if day <= eve { ended } else { day });
                early = early.map(|day| if day <= eve { ended } else { day });
            }
            ends.push((end, early));
        }
        self.ends = ends;
    }

    fn give_notices(&mut self, facts: &Facts<'_>, acts: &[&Act]) {
        for act in acts {
            let Deed::Notice { party, received, .. } = &act.deed else { continue };
            if !facts.header.parties.iter().any(|known| known.name == *party) {
                self.notes
                    .push(format!("A notice of {party}, received {received}, counts for nothing: no such party."));
                continue;
            }
            match judge(&self.chapters, Given { party, received: *received }) {
                Ok(effect) => {
                    if let Some(day) = effect.planned {
                        self.cut_at(day, effect.early.unwrap_or(day), Cause::Notice);
                    } else if let Some(early) = effect.early {
                        self.early = Some(self.early.map_or(early, |other| other.min(early)));
                    }
                    if effect.late || (effect.planned.is_none() && !effect.stops) {
                        self.notes.push(effect.why.join(" "));
                    }
                    self.notices.push(effect);
                }
                Err(fault) => self.unclear.push(fault),
            }
        }
    }

    fn terminate(&mut self, acts: &[&Act]) {
        let mut days: Vec<NaiveDate> = acts
            .iter()
            .filter_map(|act| match act.deed {
                Deed::Terminate { on, .. } => Some(on),
                _ => None,
            })
            .collect();
        days.sort_unstable();
        let Some((first, later)) = days.split_first() else { return };
        self.cut_at(*first, *first, Cause::Terminate);
        let lost = later.iter().filter(|day| *day != first);
        self.notes.extend(
            lost.map(|day| {
                format!("The contract was already terminated on {first}; ending it on {day} changes nothing.")
            }),
        );
    }

    fn cut_at(&mut self, day: NaiveDate, early: NaiveDate, cause: Cause) {
        if self.cut.is_none_or(|cut| day < cut.day) {
            self.cut = Some(Cut { day, cause });
        }
        self.early = Some(self.early.map_or(early, |other| other.min(early)));
    }

    /// The chapter in force on `day`.
    pub fn chapter(&self, day: NaiveDate) -> usize {
        in_force(&self.chapters, day)
    }

    /// The first day of the contract, by its first terms or by those of chapter `index` if they say an earlier one.
    pub fn first_day(&self, index: usize) -> Option<NaiveDate> {
        let here = self.chapters.get(index)?.start;
        self.chapters.first().map(|first| first.start.min(here))
    }

    /// The end as seen from chapter `index`.
    pub fn ending(&self, index: usize) -> Ending {
        for (chapter, (end, early)) in self.chapters.iter().zip(&self.ends).skip(index) {
            let (day, cause) = match self.cut.filter(|cut| end.is_none_or(|end| cut.day <= end)) {
                Some(cut) => self.cut_or_over(cut),
                None => (*end, Cause::Terms),
            };
            // An end by the terms on the eve of new terms is for those to decide: they may carry straight on.
            let within = |day: NaiveDate| chapter.to.is_none_or(|to| day < to || (day == to && cause != Cause::Terms));
            if day.map_or(chapter.to.is_none(), within) {
                let early = [day, *early, self.early].into_iter().flatten().min();
                return Ending { day, early, cause };
            }
        }
        Ending { day: None, early: None, cause: Cause::Terms }
    }

    /// The cut, unless the contract was over by its terms before that day.
    fn cut_or_over(&self, cut: Cut) -> (Option<NaiveDate>, Cause) {
        let by_terms = self.ends.get(self.chapter(cut.day)).and_then(|(end, _)| *end).filter(|end| *end < cut.day);
        by_terms.map_or((Some(cut.day), cut.cause), |end| (Some(end), Cause::Terms))
    }

    /// Whether someone said that the contract is not to go on.
    pub fn stopped(&self) -> bool {
        self.cut.is_some() || self.notices.iter().any(|effect| effect.stops)
    }

    /// The present period, or the first one before the start. Inside `Err`: the period's end cannot be written.
    pub fn period(&self, index: usize, day: NaiveDate) -> Result<Option<Period>, Fault> {
        let Some(Ok(plan)) = self.chapters.get(index).map(|chapter| chapter.plan.as_ref()) else { return Ok(None) };
        let Some(periods) = plan.periods else { return Ok(None) };
        let found = periods.at_or_first(day);
        if found.is_none() && plan.runs == Runs::BySilence {
            return Err(Fault::new(&["start", "renews"], "`start` and `renews` run past the year 9999."));
        }
        Ok(found)
    }

    /// The last day of the present period, following amendments that come into force before it.
    pub fn period_end(&self, index: usize, day: NaiveDate) -> Option<NaiveDate> {
        let mut day = day;
        for chapter in self.chapters.iter().skip(index) {
            let plan = chapter.plan.as_ref().ok().filter(|plan| plan.runs != Runs::UntilNotice)?;
            let end = plan.periods?.at_or_first(day)?.end;
            match chapter.to {
                Some(to) if end > to => day = next(to)?,
                _ => return Some(end),
            }
        }
        None
    }
}

fn option_act(act: &Act) -> Option<Used> {
    match &act.deed {
        Deed::Done { what, due, on, .. } if what == OPTION => Some(Used { due: *due, on: *on }),
        _ => None,
    }
}

/// The end by the terms alone; `None` when they set none.
fn natural(plan: &Plan<'_>, used: u32) -> Option<NaiveDate> {
    let number = match plan.runs {
        Runs::UntilNotice => return None,
        Runs::ByOption => used.saturating_add(1),
        Runs::Once | Runs::BySilence => plan.last_number()?,
    };
    plan.periods?.period(number).map(|period| period.end)
}
