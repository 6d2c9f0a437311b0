//! One contract as recorded facts, and what follows from them on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::links::{self, How, Linked};
use crate::contract::act::{Act, Deed};
use crate::contract::deadline::{self, Item};
use crate::contract::digest::Digest;
use crate::contract::header::Header;
use crate::contract::id::ContractId;
use crate::contract::lifecycle::{
    self, Amendment, Approvals, Facts, Flag, Progress, Sent, Signing, Standing, StatementFact, Wait,
};
use crate::contract::organisation::Organisation;
use crate::contract::record::Record;
use crate::contract::reminder_rule::{Reminders, Rule};
use crate::ops::dossier::Dossier;
use crate::ops::dossier::approval;
use crate::ops::dossier::judge;
use crate::policy::Policy;
use crate::report::contract::{ContractItem, ValueItem, WaitItem};

/// What the catalogue keeps of a contract.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Entry {
    /// Its folder.
    pub folder: String,
    /// Its id.
    pub id: ContractId,
    /// Its title, or the id where there is none.
    pub title: String,
    /// The header; none when it is unreadable.
    pub header: Option<Header>,
    /// The header that was signed, where the present one is not it.
    pub sealed: Option<Header>,
    /// The present revision.
    pub revision: Digest,
    /// Readable acts.
    pub acts: Vec<Act>,
    /// Acts that would take something off the lists and that nobody's key vouches for.
    pub unproved: Vec<Act>,
    /// Intact statements.
    pub statements: Vec<StatementFact>,
    /// Sentences about what cannot be read.
    pub unreadable: Vec<String>,
    /// Our own notes.
    pub record: Record,
    /// Append-only files that history had and HEAD lacks.
    pub lost: Vec<String>,
    /// Signed amendments of this contract.
    pub amendments: Vec<Amendment>,
    /// The signed contract that supersedes this one, and the day it starts.
    pub superseded: Option<(ContractId, NaiveDate)>,
    /// Contracts that name this one, signed or not.
    pub linked: Vec<Linked>,
    /// Sentences about signed contracts that name this one and change nothing.
    pub link_notes: Vec<String>,
    /// The approvals the policy asks for. Who wrote the text is not looked up for lists; see [`approval`].
    pub approvals: Approvals,
}

impl Entry {
    /// The facts of a dossier, judged by the policy at HEAD. Links to other contracts are filled in later.
    #[must_use]
    pub fn of(dossier: &Dossier, policy: &Policy, organisation: &Organisation, lost: Vec<String>) -> Self {
        let judged = judge::by_policy(dossier, policy);
        let defects =
            judged.iter().filter_map(|one| one.result.as_ref().err().map(|fault| format!("{}: {fault}", one.file)));
        let header_problems = dossier.document.as_ref().err().into_iter().flatten().map(ToString::to_string);
        let other_problems = dossier.problems.iter().map(ToString::to_string);
        Self {
            folder: dossier.folder.clone(),
            id: dossier.id.clone(),
            title: dossier.title(),
            header: dossier.header().cloned(),
            sealed: None,
            revision: dossier.revision,
            acts: dossier.acts.iter().map(|file| file.act.clone()).collect(),
            unproved: Vec::new(),
            statements: judge::facts(&judged, organisation.time_zone),
            unreadable: header_problems.chain(other_problems).chain(defects).collect(),
            record: dossier.record.clone(),
            lost,
            amendments: Vec::new(),
            superseded: None,
            linked: Vec::new(),
            link_notes: Vec::new(),
            approvals: approval::asked(policy, dossier),
        }
    }

    /// The header whose terms count: the signed one, where the present one is not it.
    #[must_use]
    pub fn terms(&self) -> Option<&Header> {
        self.sealed.as_ref().or(self.header.as_ref())
    }

    /// The workspace it lies in.
    #[must_use]
    pub fn workspace(&self) -> &str {
        self.folder.split('/').next().unwrap_or_default()
    }

    /// Primary language; English when nothing is said.
    #[must_use]
    pub fn language(&self) -> &str {
        self.terms().and_then(|header| header.language.as_deref()).unwrap_or("en")
    }

    /// What its state follows from, by the terms of `header`.
    pub fn facts<'e>(&'e self, header: &'e Header, organisation: &'e Organisation) -> Facts<'e> {
        Facts {
            header,
            revision: self.revision,
            acts: &self.acts,
            statements: &self.statements,
            zone: organisation.time_zone,
            lost: &self.lost,
            amendments: &self.amendments,
            superseded: self.superseded.clone(),
            calendars: &organisation.calendars,
        }
    }

    /// Its state on a day.
    #[must_use]
    pub fn standing(&self, organisation: &Organisation, today: NaiveDate) -> Standing {
        let mut standing = match self.terms() {
            Some(header) => {
                lifecycle::standing(&self.facts(header, organisation), &organisation.name, &self.approvals, today)
            }
            None => self.headless(),
        };
        standing.findings.extend(self.unreadable.iter().chain(&self.link_notes).cloned());
        if !self.unproved.is_empty() {
            standing.flags.push(Flag::Unproved);
            standing.findings.extend(self.unproved.iter().map(unproved));
        }
        standing
    }

    /// A contract whose header cannot be read: broken when anything was signed, sent or executed, else a draft.
    fn headless(&self) -> Standing {
        let sealed = |act: &Act| matches!(act.deed, Deed::Send { .. } | Deed::Executed { .. } | Deed::Receive { .. });
        let broken = !self.statements.is_empty() || !self.lost.is_empty() || self.acts.iter().any(sealed);
        Standing {
            signing: if broken { Signing::Broken } else { Signing::Draft },
            lifecycle: None,
            flags: Vec::new(),
            missing: Vec::new(),
            waits: Vec::new(),
            sign_by: None,
            signed_on: None,
            start: None,
            end: None,
            period: None,
            notice_by: None,
            approval: Progress::default(),
            findings: self
                .lost
                .iter()
                .map(|file| format!("{file} was signed or recorded and is gone or changed"))
                .collect(),
        }
    }

    /// What falls due, up to `until` when there is a bound.
    #[must_use]
    pub fn due(&self, organisation: &Organisation, today: NaiveDate, until: Option<NaiveDate>) -> Vec<Item> {
        let Some(header) = self.terms() else { return Vec::new() };
        let standing = self.standing(organisation, today);
        let facts = self.facts(header, organisation);
        let rules = self.rules(header, organisation);
        let reminders = Reminders { set: &self.record.reminders, rules: &rules };
        deadline::due(&facts, &organisation.name, &standing, reminders, today, until)
    }

    /// Why it ends, or ended, on the day it does; empty when no end is known.
    #[must_use]
    pub fn why_it_ends(&self, organisation: &Organisation, today: NaiveDate) -> Vec<String> {
        let Some(header) = self.terms() else { return Vec::new() };
        let standing = self.standing(organisation, today);
        let mut why = deadline::why_it_ends(&self.facts(header, organisation), &organisation.name, &standing, today);
        why.extend(self.runs_under());
        why
    }

    /// The contracts this one names.
    #[must_use]
    pub fn names(&self) -> Vec<(How, &ContractId)> {
        links::named(self)
    }

    /// What runs under a framework, in a sentence.
    #[must_use]
    pub fn runs_under(&self) -> Option<String> {
        let under: Vec<String> = (self.linked.iter().filter(|linked| linked.how == How::Under))
            .map(|linked| format!("{} ({})", linked.id, linked.title))
            .collect();
        (!under.is_empty()).then(|| format!("Under it stand: {}.", under.join(", ")))
    }

    /// The earliest day on which anything can be due, from `today` on.
    #[must_use]
    pub fn earliest(&self, organisation: &Organisation, today: NaiveDate) -> Option<NaiveDate> {
        let header = self.terms()?;
        let standing = self.standing(organisation, today);
        let facts = self.facts(header, organisation);
        let rules = self.rules(header, organisation);
        let reminders = Reminders { set: &self.record.reminders, rules: &rules };
        deadline::earliest(&facts, &organisation.name, &standing, reminders, today)
    }

    /// The rules for reminders that are about it: the repository's, then its own.
    fn rules<'e>(&'e self, header: &Header, organisation: &'e Organisation) -> Vec<&'e Rule> {
        let about = |rule: &&Rule| rule.is_about(header, self.workspace(), &self.record);
        organisation.reminders.iter().filter(about).chain(&self.record.rules).collect()
    }

    /// The list fields on a day.
    #[must_use]
    pub fn item(&self, standing: &Standing) -> ContractItem {
        let header = self.terms();
        ContractItem {
            id: self.id.to_string(),
            title: self.title.clone(),
            kind: header.map_or_else(|| self.id.kind().to_owned(), |header| header.kind.clone()),
            workspace: self.workspace().to_owned(),
            path: self.folder.clone(),
            status: standing.status().to_owned(),
            signing: standing.signing.word().to_owned(),
            lifecycle: standing.lifecycle.map(|lifecycle| lifecycle.word().to_owned()),
            flags: standing.flags.iter().map(|flag| flag.word().to_owned()).collect(),
            parties: header.map(|h| h.parties.iter().map(|party| party.name.clone()).collect()).unwrap_or_default(),
            owner: self.record.owner.clone(),
            tags: self.record.tags.clone(),
            start: standing.start,
            end: standing.end,
            period: standing.period,
            notice_by: standing.notice_by,
            value: header.and_then(|header| header.value.as_ref()).map(|value| ValueItem {
                amount: value.amount.to_string(),
                currency: value.currency.to_string(),
                per: value.per.word().to_owned(),
            }),
            waits: standing.waits.iter().map(wait).collect(),
            approvers: standing
                .approvers()
                .map(|(email, _)| email.to_owned())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            approval_since: standing.approvers().map(|(_, since)| since).max(),
            repository: None,
        }
    }

    /// Whether anybody ever archived it; that does not say that it lies there now.
    #[must_use]
    pub fn was_archived(&self) -> bool {
        self.acts.iter().any(|act| matches!(act.deed, Deed::Archive))
    }

    /// The acts that count: neither undone nor cancelled by a reopening.
    #[must_use]
    pub fn live_acts(&self, organisation: &Organisation) -> Vec<&Act> {
        let Some(header) = self.terms() else { return self.acts.iter().collect() };
        let live = lifecycle::live(&self.facts(header, organisation));
        self.acts.iter().filter(|act| live.contains(&act.digest)).collect()
    }

    /// Digests of the acts and statements that count: neither undone nor cancelled by a reopening.
    #[must_use]
    pub fn live(&self, organisation: &Organisation) -> BTreeSet<Digest> {
        self.terms().map(|header| lifecycle::live(&self.facts(header, organisation))).unwrap_or_default()
    }

    /// The pages that were sent for the present text and count: for each signatory the latest.
    #[must_use]
    pub fn pages_sent(&self, organisation: &Organisation) -> Vec<Sent> {
        self.terms().map(|header| lifecycle::pages_sent(&self.facts(header, organisation))).unwrap_or_default()
    }

    /// Whether it was taken out of the daily lists.
    #[must_use]
    pub fn is_archived(standing: &Standing) -> bool {
        standing.flags.contains(&Flag::Archived)
    }
}

fn wait(wait: &Wait) -> WaitItem {
    let Wait { party, name, email, order, turn, since } = wait.clone();
    WaitItem { party, name, email, order, turn, since }
}

/// An act that does not count, in a sentence.
fn unproved(act: &Act) -> String {
    let file = crate::contract::act::file_name(act);
    format!("acts/{file} did not come in a commit signed by {} and counts for nothing: see `clm verify`.", act.by)
}
