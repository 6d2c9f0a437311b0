//! Verdicts: one line a contract, then each signature, then what is wrong.

use super::json::Schema;
use super::style::{Label, of_status, paint};
use super::{Draw, Look, visible, words};
use crate::report::verify::{BundleItem, SignatureItem, VerifyItem, VerifyReport, WitnessedItem};

impl Schema for VerifyReport {
    const SCHEMA: &'static str = "clm.verify/1";
}

impl Draw for VerifyReport {
    fn human(&self, look: &Look) -> String {
        let mut out = String::new();
        for finding in &self.findings {
            out.push_str(&format!("{} {}\n", paint(look, Label::Bad, "invalid"), visible::line(finding)));
        }
        let quiet = |item: &&VerifyItem| {
            self.all && matches!(item.verdict.as_str(), "incomplete") && item.signatures.is_empty()
        };
        for item in self.items.iter().filter(|item| !quiet(item)) {
            out.push_str(&verdict(look, item));
        }
        if self.all && !self.items.is_empty() {
            out.push_str(&summary(&self.items));
        }
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &VerifyItem| {
            vec![
                item.id.clone(),
                item.verdict.clone(),
                item.status.clone(),
                item.title.clone(),
                item.findings.join("; "),
            ]
        };
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        self.items.is_empty().then(|| "there is nothing to verify: this repository holds no contracts yet".to_owned())
    }
}

fn verdict(look: &Look, item: &VerifyItem) -> String {
    let waiting = if item.verdict == "incomplete" { format!(" ({})", item.status) } else { String::new() };
    let name = if item.id.is_empty() { "-" } else { &item.id };
    let mut out = format!(
        "{}  {}{waiting}  {}\n",
        paint(look, Label::Name, name),
        paint(look, of_status(&item.verdict), &item.verdict),
        visible::line(&item.title)
    );
    if let Some(bundle) = &item.bundle {
        out.push_str(&made(bundle));
    }
    for signature in &item.signatures {
        out.push_str(&signed(look, signature));
    }
    for finding in &item.findings {
        out.push_str(&format!("    {}\n", visible::line(finding)));
    }
    for command in &item.commands {
        out.push_str(&format!("{}\n", visible::text(command)));
    }
    out
}

/// Who answers for a bundle; nothing of one that could not be opened.
fn made(bundle: &BundleItem) -> String {
    let (Some(by), Some(at), Some(key)) = (&bundle.made_by, &bundle.made_at, &bundle.key) else { return String::new() };
    let trust = if bundle.trusted { "the key you trust" } else { "by its own claim" };
    let files = words::count(bundle.files, "file");
    format!("    {}\n", visible::line(&format!("bundle of {files} made by {by}, {at}, {key} ({trust})")))
}

fn signed(look: &Look, item: &SignatureItem) -> String {
    let basis = item.basis.as_ref().map(|basis| format!(", {basis}")).unwrap_or_default();
    let capacity = if item.capacity.is_empty() { String::new() } else { format!(", {}", item.capacity) };
    let (name, email, act) = (&item.name, &item.email, &item.act);
    let sentence = match &item.witnessed {
        Some(seen) => format!("{}: {}, witnessed by {name} <{email}>", elsewhere(seen), item.verdict),
        None => {
            let mandate =
                item.mandate.as_ref().map(|of| format!(" on behalf of {}", person(&of.name, of.email.as_ref())));
            let mandate = mandate.unwrap_or_default();
            format!("{act} {name} <{email}>{capacity}, for {}{mandate}: {}{basis}", item.party, item.verdict)
        }
    };
    let mut out = visible::line(&format!("    {sentence}, claimed {}, {}", item.claimed, item.key));
    out.push('\n');
    let files = item.witnessed.iter().flat_map(|seen| &seen.evidence);
    for file in files.chain(item.mandate.iter().flat_map(|mandate| &mandate.evidence)) {
        out.push_str(&format!("      {}\n", visible::line(&format!("evidence {} sha256:{}", file.file, file.sha256))));
    }
    for finding in &item.findings {
        out.push_str(&format!("      {} {}\n", paint(look, Label::Bad, "-"), visible::line(finding)));
    }
    out
}

/// `sign Bo Acme <bo@acme.example>, Director, for Acme AS, on paper on 2026-11-20`.
fn elsewhere(seen: &WitnessedItem) -> String {
    let capacity = seen.capacity.as_ref().map(|capacity| format!(", {capacity}")).unwrap_or_default();
    let how = match (seen.how.as_str(), &seen.platform) {
        ("paper", _) => "on paper".to_owned(),
        (_, Some(platform)) => format!("with {platform}"),
        (_, None) => "on another platform".to_owned(),
    };
    format!("sign {}{capacity}, for {}, {how} on {}", person(&seen.name, seen.email.as_ref()), seen.party, seen.on)
}

fn person(name: &str, email: Option<&String>) -> String {
    email.map_or_else(|| name.to_owned(), |email| format!("{name} <{email}>"))
}

fn summary(items: &[VerifyItem]) -> String {
    let verdicts = ["valid", "paper", "external", "incomplete", "untrusted", "invalid", "broken"];
    let counted = |word: &&str| items.iter().filter(|item| item.verdict == **word).count();
    let parts: Vec<String> =
        verdicts.iter().filter(|word| counted(word) > 0).map(|word| format!("{} {word}", counted(word))).collect();
    format!("{}: {}\n", words::count(items.len(), "contract"), words::list(&parts))
}
