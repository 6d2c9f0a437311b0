//! The key terms: everything the header says, because it is signed like the text below it.

use super::escape::{escaped, text};
use super::words::{Terms, fill};
use crate::contract::header::{Form, Header, Link};
use crate::contract::language::Language;
use crate::contract::money::{Per, Value};
use crate::contract::obligation::Obligation;
use crate::contract::party::{Party, Signatory, SigningRule};
use crate::contract::span::{Span, Unit};
use crate::contract::term::{Boundary, LateNotice, Notice, NoticeCounting, RenewsBy, Term};

/// Appends the description list.
pub(super) fn put(html: &mut String, header: &Header, language: Language) {
    let mut rows = Rows { html, words: Terms::of(language), language };
    rows.html.push_str("<dl>");
    rows.of(header);
    rows.html.push_str("</dl>");
}

struct Rows<'a> {
    html: &'a mut String,
    words: &'a Terms,
    language: Language,
}

impl Rows<'_> {
    fn of(&mut self, header: &Header) {
        let words = self.words;
        self.row(words.title, &header.title);
        self.row(words.number, header.id.as_str());
        self.row(words.kind, &header.kind);
        for party in &header.parties {
            self.party(party);
        }
        self.maybe(words.language, header.language.as_deref().map(Language::name).as_deref());
        self.maybe(words.law, header.governing_law.as_deref());
        match header.form {
            Form::Any => {}
            Form::Written => self.row(words.form, words.written),
            Form::Qualified => self.row(words.form, words.qualified),
        }
        self.term(&header.term);
        if let Some(value) = &header.value {
            self.row(words.value, &self.value(value));
        }
        for obligation in &header.obligations {
            self.obligation(obligation);
        }
        self.link(words.amends, header.amends.as_ref());
        self.link(words.renews_contract, header.renews.as_ref());
        self.link(words.supersedes, header.supersedes.as_ref());
        self.link(words.under, header.under.as_ref());
    }

    fn row(&mut self, label: &str, value: &str) {
        self.html.push_str("<dt>");
        text(self.html, label);
        self.html.push_str("</dt><dd>");
        text(self.html, value);
        self.html.push_str("</dd>");
    }

    fn maybe(&mut self, label: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.row(label, value);
        }
    }

    fn party(&mut self, party: &Party) {
        let words = self.words;
        let number = party.org_number.as_deref().map(|number| fill(words.register, &[("number", number)]));
        let said: Vec<&str> =
            std::iter::once(party.name.as_str()).chain(party.role.as_deref()).chain(number.as_deref()).collect();
        self.row(words.party, &said.join(", "));
        let named = [("party", party.name.as_str())];
        if !party.signatories.is_empty() {
            let ordered = party.signatories.iter().any(|one| one.order != 1);
            let people: Vec<String> = party.signatories.iter().map(|one| self.signatory(one, ordered)).collect();
            self.html.push_str(&format!("<dt>{}</dt>", escaped(&fill(words.signatories, &named))));
            for person in people {
                self.html.push_str(&format!("<dd>{}</dd>", escaped(&person)));
            }
        }
        let rule = match &party.signing {
            SigningRule::All => return,
            SigningRule::Any(count) => fill(words.any, &[("count", &count.to_string())]),
            SigningRule::Each(clauses) => {
                let said: Vec<String> = clauses.iter().map(|one| format!("{} × {}", one.count, one.of)).collect();
                self.language.list(&said)
            }
        };
        self.row(&fill(words.rule, &named), &rule);
    }

    fn signatory(&self, one: &Signatory, ordered: bool) -> String {
        let mut said = vec![one.name.clone()];
        said.extend(one.title.clone());
        said.extend(one.email.clone());
        if ordered {
            said.push(fill(self.words.order, &[("number", &one.order.to_string())]));
        }
        if !one.groups.is_empty() {
            said.push(fill(self.words.groups, &[("groups", &one.groups.join(", "))]));
        }
        said.join(", ")
    }

    fn term(&mut self, term: &Term) {
        let words = self.words;
        let day = |day| self.language.date(day);
        let (start, end) = (term.start.map(day), term.end.map(day));
        self.maybe(words.start, start.as_deref());
        self.span(words.length, term.length);
        self.maybe(words.end, end.as_deref());
        if let Some(span) = term.renews {
            let how = match term.renews_by {
                RenewsBy::Silence => words.by_silence,
                RenewsBy::Option => words.by_option,
            };
            let most = term.max_renewals.map(|count| fill(words.at_most, &[("count", &count.to_string())]));
            let said: Vec<String> =
                [Some(self.in_words(span)), Some(how.to_owned()), most].into_iter().flatten().collect();
            self.row(words.renews, &said.join(", "));
        }
        if term.evergreen {
            self.row(words.evergreen, words.yes);
        }
        self.notice(words.notice, term.notice.as_ref());
        self.notice(words.renewal_notice, term.renewal_notice.as_ref());
        self.ways(term);
        self.span(words.survives, term.survives);
        self.maybe(words.calendar, term.calendar.as_deref());
    }

    /// How a notice is counted and what it does, where that is not as usual.
    fn ways(&mut self, term: &Term) {
        let words = self.words;
        if let Some(boundary) = term.notice_ends {
            let when = match boundary {
                Boundary::Month => words.month_end,
                Boundary::Quarter => words.quarter_end,
                Boundary::HalfYear => words.half_year_end,
                Boundary::Year => words.year_end,
            };
            self.row(words.notice_ends, when);
        }
        match term.late_notice {
            LateNotice::NextPeriod => {}
            LateNotice::Refused => self.row(words.late_notice, words.late_refused),
        }
        match term.notice_counting {
            NoticeCounting::Earlier => {}
            NoticeCounting::FromEnd => self.row(words.counting, words.from_end),
            NoticeCounting::ClearDays => self.row(words.counting, words.clear_days),
        }
        if term.delivery_days > 0 {
            self.row(words.delivery, &term.delivery_days.to_string());
        }
    }

    fn span(&mut self, label: &str, span: Option<Span>) {
        if let Some(span) = span {
            self.row(label, &self.in_words(span));
        }
    }

    fn notice(&mut self, label: &str, notice: Option<&Notice>) {
        match notice {
            None => {}
            Some(Notice::Everyone(span)) => self.row(label, &self.in_words(*span)),
            Some(Notice::ByParty(parties)) => {
                self.html.push_str(&format!("<dt>{}</dt>", escaped(label)));
                for (party, span) in parties {
                    let said = format!("{party}: {}", self.in_words(*span));
                    self.html.push_str(&format!("<dd>{}</dd>", escaped(&said)));
                }
            }
        }
    }

    fn in_words(&self, span: Span) -> String {
        let words = self.words;
        let unit = match (span.unit, span.count) {
            (Unit::Day, 1) => words.day,
            (Unit::Day, _) => words.days,
            (Unit::Week, 1) => words.week,
            (Unit::Week, _) => words.weeks,
            (Unit::Month, 1) => words.month,
            (Unit::Month, _) => words.months,
            (Unit::Year, 1) => words.year,
            (Unit::Year, _) => words.years,
        };
        format!("{} {unit}", span.count)
    }

    fn value(&self, value: &Value) -> String {
        let per = match value.per {
            Per::Once => self.words.once,
            Per::Month => self.words.per_month,
            Per::Quarter => self.words.per_quarter,
            Per::Year => self.words.per_year,
        };
        format!("{} {per}", self.language.money(value.amount, &value.currency.to_string()))
    }

    fn obligation(&mut self, one: &Obligation) {
        let words = self.words;
        let who = one.who.as_ref().map(|who| format!("{who}: ")).unwrap_or_default();
        let due = fill(words.due, &[("day", &self.language.date(one.due))]);
        let again = one.every.map(|span| format!(", {}", fill(words.every, &[("span", &self.in_words(span))])));
        let said = format!("{who}{} ({}): {due}{}", one.what, one.id, again.unwrap_or_default());
        self.row(words.obligation, &said);
    }

    fn link(&mut self, label: &str, link: Option<&Link>) {
        let Some(link) = link else { return };
        let from = link.effective.map(|day| fill(self.words.effective, &[("day", &self.language.date(day))]));
        let revision = link.revision.map(|digest| format!("{} {digest}", self.words.revision));
        let said: Vec<String> = std::iter::once(link.id.as_str().to_owned()).chain(from).chain(revision).collect();
        self.row(label, &said.join(", "));
    }
}
