//! Writes new front matter, in the order and style of the specification. Never used on existing text: that is edited.

use super::words::{BOUNDARIES, COUNTINGS, FORMS, LATE_NOTICE, PERS, RENEWS_BY, word_of};
use super::{Form, Header, Link};
use crate::contract::obligation::Obligation;
use crate::contract::party::{Party, Signatory, SigningRule};
use crate::contract::term::{LateNotice, Notice, NoticeCounting, RenewsBy, Term};
use crate::contract::toml_write::{Writer, bare_or_quoted, string};

/// The front matter that says what `header` says: TOML 1.0, a line feed at every line's end, defaults left out.
#[must_use]
pub fn write(header: &Header) -> String {
    let mut writer = Writer::default();
    writer.shown("id", &header.id);
    writer.text("title", &header.title);
    writer.text("kind", &header.kind);
    writer.maybe_text("language", header.language.as_deref());
    writer.maybe_text("governing_law", header.governing_law.as_deref());
    if header.form != Form::Any {
        writer.text("form", word_of(FORMS, &header.form));
    }
    for each in &header.parties {
        party(&mut writer, each);
    }
    if header.has_term || header.term != Term::default() {
        writer.table("[term]");
        term(&mut writer, &header.term);
    }
    if let Some(value) = &header.value {
        writer.table("[value]");
        writer.shown("amount", value.amount);
        writer.shown("currency", value.currency);
        writer.text("per", word_of(PERS, &value.per));
    }
    for each in &header.obligations {
        obligation(&mut writer, each);
    }
    let links = [
        ("[amends]", &header.amends),
        ("[renews]", &header.renews),
        ("[supersedes]", &header.supersedes),
        ("[under]", &header.under),
    ];
    for (table, each) in links {
        if let Some(each) = each {
            writer.table(table);
            link(&mut writer, each);
        }
    }
    writer.finish()
}

fn party(writer: &mut Writer, party: &Party) {
    writer.table("[[party]]");
    writer.text("name", &party.name);
    writer.maybe_text("role", party.role.as_deref());
    writer.maybe_text("org_number", party.org_number.as_deref());
    if party.signing != SigningRule::All {
        writer.shown("signing", &party.signing);
    }
    for each in &party.signatories {
        signatory(writer, each);
    }
}

fn signatory(writer: &mut Writer, signatory: &Signatory) {
    writer.table("[[party.signatory]]");
    writer.text("name", &signatory.name);
    writer.maybe_text("email", signatory.email.as_deref());
    writer.maybe_text("title", signatory.title.as_deref());
    if signatory.order > 1 {
        writer.raw("order", signatory.order);
    }
    if !signatory.groups.is_empty() {
        writer.texts("groups", &signatory.groups);
    }
}

fn term(writer: &mut Writer, term: &Term) {
    let span = |writer: &mut Writer, key: &str, span: Option<_>| {
        if let Some(span) = span {
            writer.shown(key, span);
        }
    };
    writer.maybe_date("start", term.start);
    span(writer, "length", term.length);
    writer.maybe_date("end", term.end);
    span(writer, "renews", term.renews);
    if term.renews_by != RenewsBy::Silence {
        writer.text("renews_by", word_of(RENEWS_BY, &term.renews_by));
    }
    if let Some(most) = term.max_renewals {
        writer.raw("max_renewals", most);
    }
    notice(writer, "notice", term.notice.as_ref());
    notice(writer, "renewal_notice", term.renewal_notice.as_ref());
    if let Some(boundary) = &term.notice_ends {
        writer.text("notice_ends", word_of(BOUNDARIES, boundary));
    }
    if term.evergreen {
        writer.raw("evergreen", true);
    }
    if term.late_notice != LateNotice::NextPeriod {
        writer.text("late_notice", word_of(LATE_NOTICE, &term.late_notice));
    }
    if term.notice_counting != NoticeCounting::Earlier {
        writer.text("notice_counting", word_of(COUNTINGS, &term.notice_counting));
    }
    if term.delivery_days != 0 {
        writer.raw("delivery_days", term.delivery_days);
    }
    span(writer, "survives", term.survives);
    writer.maybe_text("calendar", term.calendar.as_deref());
}

fn notice(writer: &mut Writer, key: &str, notice: Option<&Notice>) {
    match notice {
        None => {}
        Some(Notice::Everyone(span)) => writer.shown(key, span),
        Some(Notice::ByParty(parties)) => {
            let entries: Vec<String> = parties
                .iter()
                .map(|(party, span)| format!("{} = {}", bare_or_quoted(party), string(&span.to_string())))
                .collect();
            writer.raw(key, format_args!("{{ {} }}", entries.join(", ")));
        }
    }
}

fn obligation(writer: &mut Writer, obligation: &Obligation) {
    writer.table("[[obligation]]");
    writer.text("id", &obligation.id);
    writer.maybe_text("who", obligation.who.as_deref());
    writer.text("what", &obligation.what);
    writer.maybe_date("due", Some(obligation.due));
    if let Some(every) = obligation.every {
        writer.shown("every", every);
    }
}

fn link(writer: &mut Writer, link: &Link) {
    writer.shown("id", &link.id);
    if let Some(revision) = link.revision {
        writer.shown("revision", revision);
    }
    writer.maybe_date("effective", link.effective);
}
