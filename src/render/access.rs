//! Who may do what, drawn: grants, teams, the reader's rights, one question explained, proposals.

use std::collections::BTreeMap;

use super::json::Schema;
use super::style::{Label, paint};
use super::table::{self, Field};
use super::{Draw, Look, visible};
use crate::report::access::{
    CanItem, ExplainReport, GrantItem, GrantsReport, ProposalItem, ProposalsReport, TeamItem, TeamsReport, WhoamiReport,
};

impl Schema for GrantsReport {
    const SCHEMA: &'static str = "clm.grants/1";
}

impl Schema for TeamsReport {
    const SCHEMA: &'static str = "clm.teams/1";
}

impl Schema for WhoamiReport {
    const SCHEMA: &'static str = "clm.whoami/1";
}

impl Schema for ExplainReport {
    const SCHEMA: &'static str = "clm.explain/1";
}

impl Schema for ProposalsReport {
    const SCHEMA: &'static str = "clm.proposals/1";
}

fn rows(records: Vec<Vec<String>>) -> Vec<Vec<Field>> {
    let field = |(place, text): (usize, String)| match place {
        0 => table::labelled(Label::Name, text),
        _ => table::text(text),
    };
    records.into_iter().map(|record| record.into_iter().enumerate().map(field).collect()).collect()
}

impl Draw for GrantsReport {
    fn human(&self, look: &Look) -> String {
        let people = if self.owners == 1 { "one owner".to_owned() } else { format!("{} owners", self.owners) };
        let drawn = table::draw(look, &["TO", "GIVES", "WORKSPACES", "KINDS", "WHOSE", "LINE"], rows(self.plain()));
        format!("{drawn}a change of this takes {people}\n")
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &GrantItem| {
            let lists = [&item.gives, &item.workspaces, &item.kinds].map(|list| list.join(", "));
            std::iter::once(item.to.clone()).chain(lists).chain([item.whose.clone(), item.line.to_string()]).collect()
        };
        self.items.iter().map(record).collect()
    }
}

impl Draw for TeamsReport {
    fn human(&self, look: &Look) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        table::draw(look, &["NAME", "MEMBERS", "GRANTED"], rows(self.plain()))
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &TeamItem| vec![item.name.clone(), item.members.join(", "), item.grants.join("; ")];
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items.is_empty().then(|| "no teams; `clm team add NAME --member ADDRESS` makes one".to_owned())
    }
}

impl Draw for WhoamiReport {
    fn human(&self, look: &Look) -> String {
        let mut out =
            format!("{}  {}\n", paint(look, Label::Name, &visible::line(&self.email)), visible::line(&self.name));
        let mut line = |head: &str, words: &str| {
            if !words.is_empty() {
                out.push_str(&format!(
                    "{} {}\n",
                    paint(look, Label::Dim, &format!("{head:<10}")),
                    visible::line(words)
                ));
            }
        };
        let standing = if self.good { "" } else { " (not good now)" };
        line("key", &format!("{}{standing}", self.key));
        line("roles", &self.roles.join(", "));
        line("workspaces", &self.workspaces.join(", "));
        line("teams", &self.teams.join(", "));
        line("signs for", &self.signs_for.join(", "));
        if let Some(items) = &self.can {
            out.push('\n');
            let heads = ["RIGHT", "TO A", "WHERE", "LINE", "ENFORCED BY"];
            out.push_str(&table::draw(look, &heads, rows(together(items))));
            if let Some(server) = &self.server {
                out.push_str(&format!("\n{}\n", visible::line(server)));
            }
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let Some(items) = &self.can else {
            let lists = [&self.roles, &self.workspaces, &self.teams, &self.signs_for].map(|list| list.join(", "));
            return vec![[self.email.clone(), self.name.clone(), self.key.clone()].into_iter().chain(lists).collect()];
        };
        let record = |item: &CanItem| {
            let line = item.line.map(|line| line.to_string()).unwrap_or_default();
            [&item.workspace, &item.kind, &item.right, &item.whose, &line, &item.because, &item.enforced]
                .map(String::clone)
                .to_vec()
        };
        items.iter().map(record).collect()
    }
}

/// One row for a right to a kind of thing, with the workspaces it is for.
fn together(items: &[CanItem]) -> Vec<Vec<String>> {
    type Place<'a> = (usize, &'a str, &'a str);
    let mut found: BTreeMap<Place<'_>, (Vec<String>, Vec<String>, &str)> = BTreeMap::new();
    let mut order: Vec<(&str, &str)> = Vec::new();
    for item in items {
        let key = (item.right.as_str(), item.kind.as_str());
        let place = order.iter().position(|known| *known == key).unwrap_or_else(|| {
            order.push(key);
            order.len() - 1
        });
        let (places, lines, _) =
            found.entry((place, key.0, key.1)).or_insert_with(|| (Vec::new(), Vec::new(), item.enforced.as_str()));
        let name = if item.workspace == "*" { "the whole repository" } else { item.workspace.as_str() };
        match item.whose.as_str() {
            "all" => places.push(name.to_owned()),
            "own" => places.push(format!("{name} (own only)")),
            _ => {}
        }
        lines.extend(item.line.map(|line| line.to_string()).filter(|line| !lines.contains(line)));
    }
    let row = |((_, right, kind), (places, lines, enforced)): (Place<'_>, (Vec<String>, Vec<String>, &str))| {
        let places = if places.is_empty() { "nowhere".to_owned() } else { places.join(", ") };
        vec![right.to_owned(), kind.to_owned(), places, lines.join(", "), enforced.to_owned()]
    };
    found.into_iter().map(row).collect()
}

impl Draw for ExplainReport {
    fn human(&self, look: &Look) -> String {
        let (word, label) = if self.allowed { ("allowed", Label::Good) } else { ("denied", Label::Bad) };
        let place =
            self.workspace.as_deref().map_or("the whole repository".to_owned(), |name| format!("workspace {name}"));
        let owner = self.owner.as_deref().map(|owner| format!(", owned by {owner}")).unwrap_or_default();
        let mut out = format!(
            "{}  {} may{} {} {} ({}, {}{})\n",
            paint(look, label, word),
            visible::line(&self.member),
            if self.allowed { "" } else { " not" },
            self.right,
            visible::line(&self.path),
            self.kind,
            visible::line(&place),
            visible::line(&owner)
        );
        for reason in &self.because {
            out.push_str(&format!("  {}\n", visible::line(reason)));
        }
        for line in &self.lines {
            let mark = if line.decides { "decides" } else { "" };
            out.push_str(&format!(
                "  {} {:<7} {}  {}\n",
                paint(look, Label::Dim, &format!("policy.toml:{}", line.line)),
                mark,
                visible::line(&line.text),
                paint(look, Label::Dim, &visible::line(&line.gives))
            ));
        }
        out.push_str(&format!("  {} {}\n", paint(look, Label::Dim, "enforced by"), visible::line(&self.enforced)));
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let word = if self.allowed { "allowed" } else { "denied" };
        let decides: Vec<String> =
            self.lines.iter().filter(|line| line.decides).map(|line| line.line.to_string()).collect();
        vec![vec![
            word.to_owned(),
            self.member.clone(),
            self.right.clone(),
            self.path.clone(),
            decides.join(","),
            self.because.join("; "),
        ]]
    }

    fn next(&self) -> Vec<String> {
        self.next.clone()
    }
}

impl Draw for ProposalsReport {
    fn human(&self, look: &Look) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        let records = self.items.iter().map(|item| {
            let signed = format!("{} of {}: {}", item.signed.len(), item.needed, item.signed.join(", "));
            let changes = item.changes.first().cloned().unwrap_or_default();
            let more = item.changes.len().saturating_sub(1);
            let changes = if more > 0 && !self.detail { format!("{changes} (and {more} more)") } else { changes };
            let changes = if self.detail { String::new() } else { changes };
            vec![item.id.clone(), item.state.clone(), item.version.to_string(), signed, changes]
        });
        let mut out = table::draw(look, &["ID", "STATE", "VERSION", "SIGNED", "CHANGES"], rows(records.collect()));
        for item in self.items.iter().filter(|_| self.detail) {
            out.push('\n');
            for change in &item.changes {
                out.push_str(&format!("  {}\n", visible::line(change)));
            }
            if let Some(why) = &item.why {
                out.push_str(&format!("{}\n", visible::line(why)));
            }
            out.push_str(&format!(
                "{}\n",
                paint(look, Label::Dim, &visible::line(&format!("{}/policy.toml", item.path)))
            ));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &ProposalItem| {
            let words = [item.id.clone(), item.state.clone(), item.version.to_string(), item.signed.join(", ")];
            words.into_iter().chain([item.needed.to_string(), item.changes.join("; ")]).collect()
        };
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items.is_empty().then(|| "no proposal waits; `clm policy list --all` shows earlier ones".to_owned())
    }
}
