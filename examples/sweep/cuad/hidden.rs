//! Texts with characters nobody sees: `check` names them, and such a text is not signed.

use std::fs;

use super::Imported;
use crate::Stopped;
use crate::binary::Home;
use crate::tally::Tally;

/// The characters and what `check` calls them.
const HIDDEN: &[(char, &str)] =
    &[('\u{200b}', "zero-width"), ('\u{ad}', "soft-hyphen"), ('\u{2028}', "line-separator")];

pub fn check(home: &Home, contracts: &[Imported], tally: &mut Tally) -> Result<(), Stopped> {
    let report = home.clm(&["check", "--json"])?;
    let findings = report.json()["items"].as_array().cloned().unwrap_or_default();
    let mut texts = 0;
    for contract in contracts {
        let text = String::from_utf8_lossy(&contract.text).into_owned();
        let held: Vec<&str> = HIDDEN.iter().filter(|(c, _)| text.contains(*c)).map(|(_, code)| *code).collect();
        for code in &held {
            let named = findings.iter().any(|item| {
                item["id"] == contract.id.as_str() && item["code"] == *code && item["line"].as_u64().unwrap_or(0) > 0
            });
            tally.check(named, || format!("{}: `{code}` not reported", contract.truth.file));
        }
        if !held.is_empty() {
            texts += 1;
            is_not_signed(home, &contract.truth.file, &text, tally)?;
        }
    }
    tally.note(&format!("{texts} texts with hidden characters"));
    Ok(())
}

/// The text as the body of a draft of our own: recorded by git, because `save` may refuse it already, but not signed.
fn is_not_signed(home: &Home, told: &str, text: &str, tally: &mut Tally) -> Result<(), Stopped> {
    let (id, path) = home.draft()?;
    let file = home.firm(&path).join("contract.md");
    let draft = fs::read_to_string(&file)?;
    let header = draft.split_inclusive("\n+++\n").next().ok_or("a draft without front matter")?;
    fs::write(&file, format!("{header}{text}"))?;
    let saved = home.clm(&["save", &id, "--no-input"])?;
    tally.check(saved.ended(&[0, 7]) && saved.is_plain(), || format!("{told}: {}", saved.told()));
    if saved.code != Some(0) {
        let who = ["-c", "user.name=Plain", "-c", "user.email=plain@example.org", "-c", "commit.gpgsign=false"];
        home.git(&[&who[..], &["commit", "--all", "--quiet", "-m", "by hand"]].concat())?.must()?;
    }
    let before = home.state()?;
    let answer = home.clm(&["sign", &id, "--yes", "--no-input"])?;
    let refused = answer.ended(&[4, 7]) && answer.is_plain() && home.state()? == before;
    tally.check(refused, || format!("{told}: {}", answer.told()));
    Ok(())
}
