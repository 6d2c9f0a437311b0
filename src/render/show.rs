//! Everything about one contract: key terms first, because they are signed too.

use super::contract::{day, money, waited};
use super::json::Schema;
use super::style::{Label, of_status, paint};
use super::{Draw, Link, Look, visible, words};
use crate::report::contract::{
    ApprovalItem, AttachmentItem, ClauseItem, CommentItem, EffectiveTerms, LinkItem, ShowItem, ShowReport,
    SignatoryItem, TemplateState,
};

impl Schema for ShowReport {
    const SCHEMA: &'static str = "clm.show/1";
}

impl Draw for ShowReport {
    fn human(&self, look: &Look) -> String {
        let shown: Vec<String> = self.items.iter().map(|item| contract(look, item)).collect();
        shown.join("\n")
    }

    fn plain(&self) -> Vec<Vec<String>> {
        if self.items.iter().any(|item| item.clause.is_some()) {
            let clauses = self.items.iter().filter_map(|item| Some((&item.contract.id, item.clause.as_ref()?)));
            let record = |(id, clause): (&String, &ClauseItem)| {
                vec![id.clone(), clause.number.clone().unwrap_or_default(), clause.title.clone(), clause.text.clone()]
            };
            return clauses.map(record).collect();
        }
        self.items
            .iter()
            .flat_map(|item| records(item).into_iter().chain(reasons(item)))
            .map(|(id, name, value)| vec![id, name.to_owned(), value])
            .collect()
    }

    fn links(&self) -> Vec<Link> {
        let link = |item: &ShowItem| Link::new(&item.contract.id, format!("{}/contract.md", item.contract.path));
        self.items.iter().map(link).collect()
    }

    fn next(&self) -> Vec<String> {
        match self.items.as_slice() {
            [only] => only.next.iter().take(3).cloned().collect(),
            _ => Vec::new(),
        }
    }
}

fn contract(look: &Look, item: &ShowItem) -> String {
    let head = &item.contract;
    if let Some(clause) = &item.clause {
        let title = format!("{}  {}", paint(look, Label::Name, &visible::line(&head.id)), visible::line(&head.title));
        return format!("{title}\n\n{}\n", visible::text(&clause.text));
    }
    let mut out = format!(
        "{}  {}\n{}\n\n",
        paint(look, Label::Name, &visible::line(&head.id)),
        paint(look, of_status(&head.status), &head.status),
        paint(look, Label::Head, &visible::line(&head.title))
    );
    for (_, name, value) in facts(item) {
        if !value.is_empty() && !matches!(name, "id" | "title" | "status") {
            out.push_str(&format!("{} {}\n", paint(look, Label::Dim, &format!("{name:<13}")), visible::line(&value)));
        }
    }
    for (how, sentence) in item.because.iter().enumerate() {
        let label = if how == 0 { "because" } else { "" };
        out.push_str(&format!("{} {}\n", paint(look, Label::Dim, &format!("{label:<13}")), visible::line(sentence)));
    }
    if let Some(effective) = &item.effective {
        out.push_str(&self::effective(look, effective));
    }
    for finding in &item.findings {
        out.push_str(&format!("{} {}\n", paint(look, Label::Warn, "note:"), visible::line(finding)));
    }
    for comment in &item.comments {
        let text = visible::text(&said(comment)).replace('\n', "\n              ");
        out.push_str(&format!("{} {}\n", paint(look, Label::Dim, "comment      "), text.trim_end()));
    }
    for path in &item.unsaved {
        out.push_str(&format!("{} {}\n", paint(look, Label::Warn, "unsaved:"), visible::line(path)));
    }
    if let Some(body) = &item.body {
        out.push_str(&format!("\n{}\n", visible::text(body).trim_end()));
    }
    out
}

fn facts(item: &ShowItem) -> Vec<(String, &'static str, String)> {
    let head = &item.contract;
    let one = |name, value: String| (head.id.clone(), name, value);
    let mut facts = vec![
        one("id", head.id.clone()),
        one("title", head.title.clone()),
        one("status", head.status.clone()),
        one("flags", head.flags.join(", ")),
        one("kind", head.kind.clone()),
        one("workspace", head.workspace.clone()),
        one("owner", head.owner.clone().unwrap_or_default()),
        one("tags", head.tags.join(", ")),
        one("language", item.language.clone()),
        one("law", item.governing_law.clone().unwrap_or_default()),
        one("value", head.value.as_ref().map(money).unwrap_or_default()),
        one("start", day(head.start)),
        one("end", day(head.end)),
        one("period", head.period.map(|n| n.to_string()).unwrap_or_default()),
        one("notice by", day(head.notice_by)),
    ];
    facts.extend(item.terms.iter().map(|term| one("term", term.clone())));
    facts.extend(item.approval.iter().flat_map(approval).map(|line| one("approval", line)));
    facts.push(one("sign by", day(item.sign_by)));
    facts.push(one("signed on", day(item.signed_on)));
    facts.extend(item.signatories.iter().map(|signatory| one("signatory", in_words(signatory))));
    facts.extend(head.waits.iter().map(|wait| one("waits for", waited(wait))));
    facts.extend(item.custom.iter().map(|(key, value)| one("field", format!("{key} = {value}"))));
    facts.push(one("template", item.template.clone().unwrap_or_default()));
    facts.extend(item.template_state.iter().map(|state| one("drawn from", template(state))));
    facts.extend(item.links.iter().map(|link| one("link", linked(link))));
    facts.extend(item.attachments.iter().map(|file| one("file", attached(file))));
    facts.push(one("revision", item.revision.clone()));
    facts.push(one("folder", head.path.clone()));
    facts
}

/// `approved by lise@…`, `waits for any 1 of legal: lise@…, since 2026-11-24 (.clm/policy.toml:31)`.
fn approval(item: &ApprovalItem) -> Vec<String> {
    let mut lines: Vec<String> = item.rejected.iter().map(|said| format!("rejected by {said}")).collect();
    if !item.by.is_empty() {
        lines.push(format!("approved by {}", item.by.join(", ")));
    }
    for panel in &item.missing {
        let who = if panel.from.is_empty() { "nobody is left who may".to_owned() } else { panel.from.join(", ") };
        let verb = if item.asked.is_some() { "waits for" } else { "needs" };
        let when = match (panel.later, panel.since) {
            (true, _) => ", once those before have approved".to_owned(),
            (false, since) => since.map(|day| format!(", since {day}")).unwrap_or_default(),
        };
        let rule = panel.rule.as_ref().map(|rule| format!(" ({rule})")).unwrap_or_default();
        lines.push(format!("{verb} {}: {who}{when}{rule}", panel.of));
    }
    lines
}

/// `version 2, current; with liability--uncapped`.
fn template(state: &TemplateState) -> String {
    let version = state.version.map(|version| format!("version {version}, ")).unwrap_or_default();
    let with =
        if state.fallbacks.is_empty() { String::new() } else { format!("; with {}", state.fallbacks.join(", ")) };
    let note = state.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{version}{}{note}{with}", state.state)
}

fn records(item: &ShowItem) -> Vec<(String, &'static str, String)> {
    let mut facts = facts(item);
    facts.extend(item.comments.iter().map(|comment| (item.contract.id.clone(), "comment", said(comment))));
    facts
}

/// `annexes/price-list.pdf, 12.3 kB, sha256:…`.
fn attached(file: &AttachmentItem) -> String {
    let digest = file.digest.as_ref().map(|digest| format!(", {digest}")).unwrap_or_default();
    format!("{}, {}{digest}", file.file, words::size(file.size))
}

/// `2026-11-24 10:30 by a@b.example on §7.2: words`.
fn said(comment: &CommentItem) -> String {
    let at = comment.at.get(..16).unwrap_or(&comment.at).replace('T', " ");
    let clause = comment.clause.as_ref().map(|clause| format!(" on {clause}")).unwrap_or_default();
    let Some(from) = &comment.from else { return format!("{at} {}{clause}: {}", comment.by, comment.text) };
    let asks = from.proposes.as_ref().map(|name| format!(" (proposed text: {name})")).unwrap_or_default();
    format!("{at} {} for {}, known by {}{clause}: {}{asks}", from.name, from.party, from.basis, comment.text)
}

/// What `human` tells below the facts, for those who read lines.
fn reasons(item: &ShowItem) -> Vec<(String, &'static str, String)> {
    let one = |name, value: String| (item.contract.id.clone(), name, value);
    let mut lines: Vec<_> = item.because.iter().map(|sentence| one("because", sentence.clone())).collect();
    for term in item.effective.iter().flat_map(|effective| &effective.terms) {
        let behind = term.amendment.as_deref().unwrap_or("agreement");
        lines.push(one("in force", format!("{} ({behind})", term.text)));
    }
    lines
}

/// `renewed-by  nda-…  Mutual NDA, draft`.
fn linked(link: &LinkItem) -> String {
    match (&link.title, &link.status) {
        (Some(title), Some(status)) => format!("{} {} {title}, {status}", link.how, link.id),
        _ => match &link.elsewhere {
            Some(elsewhere) => format!("{} {}, which {elsewhere}", link.how, link.id),
            None => format!("{} {}, not in this repository", link.how, link.id),
        },
    }
}

/// The terms in force, each with what stands behind it.
fn effective(look: &Look, terms: &EffectiveTerms) -> String {
    let mut out = format!("\n{}\n", paint(look, Label::Head, &format!("in force on {}", terms.as_of)));
    for term in &terms.terms {
        let behind = match (&term.amendment, &term.title) {
            (Some(id), Some(title)) => format!("{id} {title}"),
            _ => "the agreement itself".to_owned(),
        };
        let behind = paint(look, Label::Dim, &format!("({})", visible::line(&behind)));
        out.push_str(&format!("  {} {behind}\n", visible::line(&term.text)));
    }
    for note in &terms.notes {
        out.push_str(&format!("  {}\n", visible::line(note)));
    }
    out
}

/// `Acme AS: Kari <kari@acme.example>, signed 2026-11-20 (paper, witnessed by Ola <ola@northwind.example>)`.
fn in_words(signatory: &SignatoryItem) -> String {
    let person = match (&signatory.name, &signatory.email) {
        (Some(name), Some(email)) => format!(": {name} <{email}>"),
        (Some(name), None) => format!(": {name}"),
        _ => String::new(),
    };
    let title = signatory.title.as_ref().map(|title| format!(", {title}")).unwrap_or_default();
    let order = signatory.order.map(|order| format!(", order {order}")).unwrap_or_default();
    let when = signatory.at.as_ref().map(|at| format!(" {at}")).unwrap_or_default();
    let ground = [
        signatory.basis.clone(),
        signatory.signer.as_ref().map(|signer| format!("by {signer} under a mandate")),
        signatory.witness.as_ref().map(|witness| format!("witnessed by {witness}")),
    ];
    let ground: Vec<String> = ground.into_iter().flatten().collect();
    let ground = if ground.is_empty() { String::new() } else { format!(" ({})", ground.join(", ")) };
    format!("{}{person}{title}{order}, {}{when}{ground}", signatory.party, signatory.state)
}
