//! A contract between Northwind AS (us) and Acme AS, and acts and statements in the order they are added.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::contract::act::{Act, Basis, Deed, Execution};
use crate::contract::business_day::Calendars;
use crate::contract::deadline::{Item, What, due, earliest};
use crate::contract::digest::Digest;
use crate::contract::header::{Form, Header};
use crate::contract::id::ContractId;
use crate::contract::lifecycle::{
    Amendment, Approvals, Facts, Signing, Standing, StatementAct, StatementFact, standing,
};
use crate::contract::party::{Party, Signatory};
use crate::contract::record::Reminder;
use crate::contract::reminder_rule::{Reminders, Rule};
use crate::contract::span::{Span, Unit};
use crate::contract::term::{Notice, Term};

pub const US: &str = "Northwind AS";
pub const THEM: &str = "Acme AS";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn span(text: &str) -> Span {
    let (count, unit) = text.split_once(' ').unwrap();
    let unit = match unit.trim_end_matches('s') {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        other => panic!("{other}"),
    };
    Span { count: count.parse().unwrap(), unit }
}

pub fn all(text: &str) -> Option<Notice> {
    Some(Notice::Everyone(span(text)))
}

pub fn id(last: char) -> ContractId {
    format!("nda-7k2m9qx{last}").parse().unwrap()
}

/// A yearly contract from 2026-01-01 that renews by itself, three months' notice.
pub fn yearly() -> Term {
    Term {
        start: Some(day("2026-01-01")),
        length: Some(span("12 months")),
        renews: Some(span("12 months")),
        notice: all("3 months"),
        ..Term::default()
    }
}

pub fn revision(name: &str) -> Digest {
    Digest::of(name.as_bytes())
}

/// Everything about one contract, owned.
#[derive(Clone)]
pub struct Case {
    pub header: Header,
    pub revision: Digest,
    pub acts: Vec<Act>,
    pub statements: Vec<StatementFact>,
    pub lost: Vec<String>,
    pub amendments: Vec<Amendment>,
    pub superseded: Option<(ContractId, NaiveDate)>,
    pub reminders: Vec<Reminder>,
    pub rules: Vec<Rule>,
    pub zone: chrono_tz::Tz,
    pub calendars: Calendars,
    count: u32,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let deeds: Vec<&Deed> = self.acts.iter().map(|act| &act.deed).collect();
        let mut shown = f.debug_struct("Case");
        shown.field("term", &self.header.term).field("deeds", &deeds).field("amendments", &self.amendments);
        shown.field("superseded", &self.superseded).finish_non_exhaustive()
    }
}

impl Case {
    pub fn new(term: Term) -> Self {
        let party = |name: &str| Party { name: name.to_owned(), ..Party::default() };
        let header = Header {
            id: id('t'),
            title: "Mutual NDA".to_owned(),
            kind: "nda".to_owned(),
            language: None,
            governing_law: None,
            form: Form::Any,
            parties: vec![party(US), party(THEM)],
            has_term: term != Term::default(),
            term,
            value: None,
            obligations: Vec::new(),
            amends: None,
            renews: None,
            supersedes: None,
            under: None,
        };
        Self {
            header,
            revision: revision("r1"),
            acts: Vec::new(),
            statements: Vec::new(),
            lost: Vec::new(),
            amendments: Vec::new(),
            superseded: None,
            reminders: Vec::new(),
            rules: Vec::new(),
            zone: chrono_tz::UTC,
            calendars: Calendars::default(),
            count: 0,
        }
    }

    /// A contract executed on paper on a day.
    pub fn executed(term: Term, on: &str) -> Self {
        let mut case = Self::new(term);
        case.act(on, executed("r1", on));
        case
    }

    pub fn signatories(mut self, party: usize, people: &[(&str, u32)]) -> Self {
        self.header.parties[party].signatories = people
            .iter()
            .map(|(name, order)| Signatory {
                name: (*name).to_owned(),
                email: Some(address(name)),
                order: *order,
                ..Signatory::default()
            })
            .collect();
        self
    }

    /// Everything recorded so far, as a careful author would have seen it.
    pub fn seen(&self) -> Vec<Digest> {
        self.acts.iter().map(|act| act.digest).chain(self.statements.iter().map(|s| s.digest)).collect()
    }

    fn moment(&mut self, on: &str) -> (Digest, DateTime<Utc>) {
        self.count += 1;
        let time = NaiveTime::from_num_seconds_from_midnight_opt(32_400 + self.count, 0).unwrap();
        (Digest::of(&self.count.to_be_bytes()), day(on).and_time(time).and_utc())
    }

    pub fn act(&mut self, on: &str, deed: Deed) -> Digest {
        let after = self.seen();
        self.act_after(on, deed, after)
    }

    pub fn act_after(&mut self, on: &str, deed: Deed, after: Vec<Digest>) -> Digest {
        let (digest, at) = self.moment(on);
        let by =
            if matches!(deed, Deed::Approve { .. }) { "approver@northwind.example" } else { "owner@northwind.example" };
        let (contract, by) = (self.header.id.clone(), by.to_owned());
        self.acts.push(Act { digest, contract, by, at: at.fixed_offset(), after, deed });
        digest
    }

    pub fn sign(&mut self, on: &str, party: &str, name: &str) -> Digest {
        self.state(on, StatementAct::Sign, party, name)
    }

    pub fn state(&mut self, on: &str, act: StatementAct, party: &str, name: &str) -> Digest {
        let after = self.statements.iter().map(|s| s.digest).collect();
        let (digest, claimed) = self.moment(on);
        self.statements.push(StatementFact {
            digest,
            act,
            revision: self.revision,
            party: party.to_owned(),
            name: name.to_owned(),
            email: address(name),
            key: format!("SHA256:{name}"),
            claimed,
            arrived: day(on),
            after,
            trusted: true,
            instead: None,
        });
        digest
    }

    pub fn last(&mut self) -> &mut StatementFact {
        self.statements.last_mut().unwrap()
    }

    pub fn facts(&self) -> Facts<'_> {
        Facts {
            header: &self.header,
            revision: self.revision,
            acts: &self.acts,
            statements: &self.statements,
            zone: self.zone,
            lost: &self.lost,
            amendments: &self.amendments,
            superseded: self.superseded.clone(),
            calendars: &self.calendars,
        }
    }

    pub fn on(&self, today: &str) -> Standing {
        self.at(day(today))
    }

    pub fn at(&self, today: NaiveDate) -> Standing {
        standing(&self.facts(), US, &Approvals::default(), today)
    }

    pub fn due(&self, today: &str, until: Option<&str>) -> Vec<Item> {
        self.due_at(day(today), until.map(day))
    }

    pub fn due_at(&self, today: NaiveDate, until: Option<NaiveDate>) -> Vec<Item> {
        let rules: Vec<&Rule> = self.rules.iter().collect();
        let reminders = Reminders { set: &self.reminders, rules: &rules };
        due(&self.facts(), US, &self.at(today), reminders, today, until)
    }

    pub fn earliest(&self, today: NaiveDate) -> Option<NaiveDate> {
        let rules: Vec<&Rule> = self.rules.iter().collect();
        let reminders = Reminders { set: &self.reminders, rules: &rules };
        earliest(&self.facts(), US, &self.at(today), reminders, today)
    }

    /// `due --days N` as lines `what date`.
    pub fn lines(&self, today: &str, days: u64) -> Vec<String> {
        let until = day(today) + Days::new(days);
        self.due_at(day(today), Some(until)).iter().map(line).collect()
    }
}

pub fn line(item: &Item) -> String {
    let what = serde_json::to_value(item.what).unwrap();
    let what = what.as_str().unwrap().to_owned();
    match (item.what, item.date) {
        (What::Unknown, _) | (_, None) => what,
        (_, Some(date)) => format!("{what} {date}"),
    }
}

pub fn address(name: &str) -> String {
    format!("{}@example.org", name.to_lowercase())
}

pub fn executed(name: &str, on: &str) -> Deed {
    let evidence = BTreeMap::from([("files/scan.pdf".to_owned(), Digest::of(b"scan"))]);
    Deed::Executed { revision: revision(name), on: day(on), how: Execution::Paper, platform: None, evidence }
}

pub fn notice(party: &str, received: &str) -> Deed {
    Deed::Notice {
        party: party.to_owned(),
        sent: None,
        received: day(received),
        reason: None,
        evidence: BTreeMap::new(),
    }
}

pub fn terminate(on: &str) -> Deed {
    Deed::Terminate { on: day(on), ground: None, party: None, reason: "breach".to_owned(), evidence: BTreeMap::new() }
}

pub fn done(what: &str, due: Option<&str>, on: &str) -> Deed {
    Deed::Done { what: what.to_owned(), due: due.map(day), on: day(on), note: None, evidence: BTreeMap::new() }
}

pub fn send(name: &str, until: Option<&str>) -> Deed {
    Deed::Send { revision: revision(name), until: until.map(day), pages: Vec::new() }
}

pub fn reopen(name: &str) -> Deed {
    Deed::Reopen { revision: revision(name), reason: None }
}

pub fn receive(statement: Digest, on: &str) -> Deed {
    Deed::Receive {
        statement,
        key: "ssh-ed25519 AAAA".to_owned(),
        basis: Basis::Phone,
        on: day(on),
        note: None,
        evidence: std::collections::BTreeMap::new(),
    }
}

pub fn void() -> Deed {
    Deed::Void { reason: "changed our minds".to_owned() }
}

pub fn decline(party: &str) -> Deed {
    Deed::Decline { party: party.to_owned(), reason: "too dear".to_owned(), told: None }
}

/// `before` each of these dates, as clm.toml would say.
pub fn rule(before: &str, what: &[What]) -> Rule {
    let (before, what) = (before.parse().unwrap(), what.to_vec());
    Rule { before, what, kind: None, workspace: None, tag: None, file: "clm.toml".to_owned() }
}

/// The day contracts are sent on, where nothing else is said.
pub(super) const SENT: &str = "2026-11-01";

/// A contract in the state named, and the digest of the act that made it so.
pub(super) fn in_state(state: Signing) -> (Case, Digest) {
    let mut case = Case::new(yearly());
    let submit = Deed::Submit { revision: revision("r1") };
    let approve = Deed::Approve { revision: revision("r1"), note: None };
    let last = match state {
        Signing::Draft => Digest::of(b"nothing"),
        Signing::Review => case.act(SENT, submit),
        Signing::Approved => {
            case.act(SENT, submit);
            case.act(SENT, approve)
        }
        Signing::Pending => case.act(SENT, send("r1", Some("2026-12-31"))),
        Signing::Lapsed => case.act(SENT, send("r1", Some("2026-11-05"))),
        Signing::Signed => {
            let sent = case.act(SENT, send("r1", None));
            case.sign(SENT, US, "Kari");
            case.sign(SENT, THEM, "Ola");
            sent
        }
        Signing::Declined => {
            case.act(SENT, send("r1", Some("2026-12-31")));
            case.act(SENT, decline(THEM))
        }
        Signing::Void => {
            case.act(SENT, send("r1", Some("2026-12-31")));
            case.act(SENT, void())
        }
        Signing::Broken => {
            let sent = case.act(SENT, send("r0", None));
            case.sign(SENT, US, "Kari");
            case.last().revision = revision("r0");
            sent
        }
    };
    (case, last)
}
