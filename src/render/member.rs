//! Members, workspaces, keys and templates as tables.

use super::json::Schema;
use super::style::{Label, paint};
use super::table::{self, Field};
use super::{Draw, Look, visible};
use crate::report::member::{
    FieldItem, KeyItem, KeysReport, MemberItem, MembersReport, NewKeyReport, TemplateItem, TemplatesReport,
    WorkspaceItem, WorkspacesReport,
};

impl Schema for MembersReport {
    const SCHEMA: &'static str = "clm.members/1";
}

impl Schema for WorkspacesReport {
    const SCHEMA: &'static str = "clm.workspaces/1";
}

impl Schema for KeysReport {
    const SCHEMA: &'static str = "clm.keys/1";
}

impl Schema for NewKeyReport {
    const SCHEMA: &'static str = "clm.key/1";
}

impl Schema for TemplatesReport {
    const SCHEMA: &'static str = "clm.templates/1";
}

fn rows(records: Vec<Vec<String>>) -> Vec<Vec<Field>> {
    let field = |(place, text): (usize, String)| match place {
        0 => table::labelled(Label::Name, text),
        _ => table::text(text),
    };
    records.into_iter().map(|record| record.into_iter().enumerate().map(field).collect()).collect()
}

impl Draw for MembersReport {
    fn human(&self, look: &Look) -> String {
        let mut records = self.plain();
        records.iter_mut().for_each(|record| record.truncate(5));
        let members = table::draw(look, &["E-MAIL", "NAME", "ROLES", "WORKSPACES", "SIGNS FOR"], rows(records));
        // A fingerprint is compared by eye, so it stays on one line: in a table of its own.
        let key = |member: &MemberItem, key: &String| vec![key.clone(), member.email.clone()];
        let keys = self.items.iter().flat_map(|member| member.keys.iter().map(move |print| key(member, print)));
        let keys: Vec<Vec<String>> = keys.collect();
        if keys.is_empty() {
            members
        } else {
            format!("{members}\n{}", table::draw(look, &["KEY", "MEMBER"], rows(keys)))
        }
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |m: &MemberItem| {
            let lists = [&m.roles, &m.workspaces, &m.signs_for, &m.keys].map(|list| list.join(", "));
            [m.email.clone(), m.name.clone()].into_iter().chain(lists).collect()
        };
        self.items.iter().map(record).collect()
    }
}

impl Draw for WorkspacesReport {
    fn human(&self, look: &Look) -> String {
        let mut records = self.plain();
        for (record, item) in records.iter_mut().zip(&self.items) {
            record.pop();
            record.push(if item.default { "yes".to_owned() } else { String::new() });
        }
        table::draw(look, &["NAME", "TITLE", "CONTRACTS", "TEMPLATES", "DEFAULT"], rows(records))
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |w: &WorkspaceItem| {
            let default = if w.default { "default" } else { "" };
            let title = w.title.clone().unwrap_or_default();
            vec![w.name.clone(), title, w.contracts.to_string(), w.templates.join(", "), default.to_owned()]
        };
        self.items.iter().map(record).collect()
    }
}

impl Draw for KeysReport {
    fn human(&self, look: &Look) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        let records = self
            .items
            .iter()
            .map(|key| vec![key.fingerprint.clone(), key.source.clone(), key.member.clone().unwrap_or_default()]);
        table::draw(look, &["FINGERPRINT", "WHERE", "MEMBER"], rows(records.collect()))
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |key: &KeyItem| {
            let member = key.member.clone().unwrap_or_default();
            vec![key.fingerprint.clone(), key.source.clone(), member, key.public.clone()]
        };
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items.is_empty().then(|| "no ed25519 key found; `clm key new` makes one".to_owned())
    }
}

impl Draw for NewKeyReport {
    fn human(&self, look: &Look) -> String {
        match &self.fingerprint {
            Some(fingerprint) => format!(
                "{}  {}\npublic key: {}\n",
                paint(look, Label::Name, fingerprint),
                visible::line(&self.path),
                visible::line(&self.public_path)
            ),
            None => format!("would make: {}\n", visible::line(&self.path)),
        }
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let known = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![vec![known(&self.fingerprint), self.path.clone(), self.public_path.clone(), known(&self.public)]]
    }

    fn next(&self) -> Vec<String> {
        self.next.clone()
    }
}

impl Draw for TemplatesReport {
    fn human(&self, look: &Look) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        let mut heads = vec!["NAME", "WORKSPACE", "TITLE", "KIND", "LANGUAGE", "VERSION"];
        let mut records = if self.detail { self.plain() } else { together(self.plain()) };
        if self.items.iter().any(|item| item.retired.is_some()) {
            heads.push("RETIRED");
        } else {
            records.iter_mut().for_each(|record| record.truncate(6));
        }
        let mut out = table::draw(look, &heads, rows(records));
        for item in self.items.iter().filter(|_| self.detail) {
            for words in [&item.description, &item.jurisdiction].into_iter().filter(|words| !words.is_empty()) {
                out.push_str(&format!("\n{}\n", visible::text(words)));
            }
            out.push('\n');
            out.push_str(&fields(look, item));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |t: &TemplateItem| {
            let words = [&t.name, &t.workspace, &t.title, &t.kind, &t.language].map(String::clone);
            let since = t.retired_on.map(|day| format!("{day}: ")).unwrap_or_default();
            let retired = t.retired.as_ref().map(|why| format!("{since}{why}")).unwrap_or_default();
            words.into_iter().chain([t.version.to_string(), retired]).collect()
        };
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items.is_empty().then(|| "no templates; put one into <workspace>/templates/".to_owned())
    }
}

/// One row for what several workspaces have alike, with their names together.
fn together(records: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let alike = |one: &[String], other: &[String]| {
        one.iter().zip(other).enumerate().all(|(place, (one, other))| place == 1 || one == other)
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in records {
        match rows.iter_mut().find(|row| alike(row, &record)) {
            Some(row) => {
                if let (Some(names), Some(name)) = (row.get_mut(1), record.get(1)) {
                    names.push_str(&format!(", {name}"));
                }
            }
            None => rows.push(record),
        }
    }
    rows
}

/// What a template asks, a row a field.
fn fields(look: &Look, template: &TemplateItem) -> String {
    let record = |field: &FieldItem| {
        let need = if field.required { "required" } else { "" };
        let default = field.default.clone().unwrap_or_default();
        let choices = field.choices.join(", ");
        vec![field.name.clone(), field.kind.clone(), need.to_owned(), default, choices, field.label.clone()]
    };
    let records = template.fields.iter().map(record).collect();
    table::draw(look, &["FIELD", "TYPE", "", "DEFAULT", "CHOICES", "QUESTION"], rows(records))
}
