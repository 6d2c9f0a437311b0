//! What a bundle comes to by its own agreement's rules: its state, the file that is not what was signed, and the verdict
//! before anything else was found wrong. What the manifest alone knows, such as an execution elsewhere, is taken as an act of
//! its maker.

use std::collections::BTreeMap;

use super::judge::{Case, Said};
use super::manifest::Manifest;
use super::{CONTRACT, MANIFEST, content};
use crate::contract::act::{Act, Deed, Execution};
use crate::contract::business_day::Calendars;
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::lifecycle::{Approvals, Facts, Signing, Standing, StatementFact, seats, standing};
use crate::contract::revision::revision;
use crate::signature::verdict::Verdict;

impl Case<'_> {
    /// What agreement and statements come to by the agreement's own rules, and the weakest way in which a signature that
    /// counts was made elsewhere.
    pub(super) fn standing(&mut self, manifest: &Manifest, statements: &[Said]) -> Option<(Standing, Option<Verdict>)> {
        let bytes = self.files.get(CONTRACT).map(Vec::as_slice).unwrap_or_default();
        let document = match Document::parse(CONTRACT, bytes) {
            Ok(document) => document,
            Err(problems) => {
                self.findings.extend(problems.iter().map(|problem| (Verdict::Broken, problem.to_string())));
                return None;
            }
        };
        let (header, named) = (document.header(), &manifest.agreement);
        if header.id != named.contract || header.title != named.title {
            let sentence =
                format!("{CONTRACT} is {} \"{}\", the manifest speaks of {}", header.id, header.title, named.contract);
            self.finds(Verdict::Invalid, sentence);
        }
        let present = revision(&content::subjects(self.files));
        if present != named.revision {
            let sentence = format!("the agreement is revision {present}, the manifest speaks of {}", named.revision);
            self.finds(Verdict::Broken, sentence);
        }
        let facts: Vec<StatementFact> = statements.iter().filter_map(fact).collect();
        let acts = acts(manifest, present);
        let facts = Facts {
            header,
            revision: present,
            acts: &acts,
            statements: &facts,
            zone: chrono_tz::UTC,
            lost: &[],
            amendments: &[],
            superseded: None,
            calendars: &Calendars::default(),
        };
        let standing = standing(&facts, "", &Approvals::default(), self.now.date_naive());
        let filled = seats(&facts)
            .into_iter()
            .filter_map(|seat| seat.filled?.elsewhere().map(|one| Verdict::of_execution(one.how)));
        let elsewhere = filled.max();
        if standing.signing == Signing::Broken {
            self.findings.extend(standing.findings.iter().map(|finding| (Verdict::Broken, finding.clone())));
            self.changed(statements);
        }
        Some((standing, elsewhere))
    }

    /// Which file is not what was signed.
    fn changed(&mut self, statements: &[Said]) {
        let present = content::subjects(self.files);
        for one in statements {
            let Ok(verified) = &one.result else { continue };
            for subject in &verified.statement().subjects {
                let found = present.iter().find(|present| present.name == subject.name);
                if found.is_some_and(|found| found.digest == subject.digest) {
                    continue;
                }
                let what = found.map_or_else(|| "is missing".to_owned(), |found| format!("is {}", found.digest));
                let sentence = format!("{}: signed as {} in {}, {what}", subject.name, subject.digest, one.file);
                self.finds(Verdict::Broken, sentence);
            }
        }
    }

    /// What it comes to before anything was found wrong: never better than the maker's own verdict.
    pub(super) fn verdict(
        &mut self,
        manifest: &Manifest,
        derived: Option<&Standing>,
        elsewhere: Option<Verdict>,
    ) -> Verdict {
        let own = match derived.map(|standing| standing.signing) {
            None | Some(Signing::Broken) => Verdict::Broken,
            Some(Signing::Signed) => way(manifest).map(Verdict::of_execution).or(elsewhere).unwrap_or(Verdict::Valid),
            Some(_) => Verdict::Incomplete,
        };
        let Some(claimed) = Verdict::of_word(&manifest.verdict) else {
            self.finds(Verdict::Invalid, format!("{MANIFEST} claims a verdict that is none"));
            return own;
        };
        if own == Verdict::Incomplete && claimed < own {
            self.finds(own, format!("{MANIFEST} says `{}`, but what is here does not come to that", manifest.verdict));
        }
        own.max(claimed)
    }
}

/// The fact a statement is, arrived on the day the manifest says.
fn fact(one: &Said) -> Option<StatementFact> {
    let verified = one.result.as_ref().ok()?;
    let arrived = one.known.as_ref()?.received;
    Some(StatementFact { arrived, ..verified.fact(chrono_tz::UTC) })
}

fn way(manifest: &Manifest) -> Option<Execution> {
    manifest.execution.as_ref().map(|execution| match execution.how.as_str() {
        "external" => Execution::External,
        _ => Execution::Paper,
    })
}

/// What the manifest says was done beside signing, as acts of its maker: the last day to sign, an execution elsewhere.
fn acts(manifest: &Manifest, revision: Digest) -> Vec<Act> {
    let send = manifest.sign_by.map(|until| Deed::Send { revision, until: Some(until), pages: Vec::new() });
    let executed = manifest.execution.as_ref().zip(way(manifest)).map(|(execution, how)| Deed::Executed {
        revision: manifest.agreement.revision,
        on: execution.on,
        how,
        platform: execution.platform.clone(),
        evidence: BTreeMap::new(),
    });
    let act = |deed: Deed| Act {
        digest: Digest::of(deed.word().as_bytes()),
        contract: manifest.agreement.contract.clone(),
        by: manifest.made.email.clone(),
        at: manifest.made.at.fixed_offset(),
        after: Vec::new(),
        deed,
    };
    send.into_iter().chain(executed).map(act).collect()
}
