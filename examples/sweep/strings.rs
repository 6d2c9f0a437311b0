//! Strings that break programs, used wherever a person may type one.
//!
//! Expects `strings.json`, an array of strings. Each is a title, a party's name, a tag, a field's value, a term of the
//! agreement and a query: taken and then shown safely, or refused by a named error with nothing written.

use std::fs;
use std::path::Path;

use crate::Stopped;
use crate::binary::{Answer, Home};
use crate::tally::Tally;

/// The refusals a person's own words may meet.
const REFUSED: &[i32] = &[2, 3, 7];

pub fn sweep(folder: &Path, tally: &mut Tally) -> Result<(), Stopped> {
    let strings: Vec<String> = serde_json::from_slice(&fs::read(folder.join("strings.json"))?)?;
    let home = Home::with_firm()?;
    let (id, _) = home.draft()?;
    let outside = home.outside()?;
    for string in strings.iter().filter(|string| !string.contains('\0')) {
        for act in acts(&id, string) {
            one_act(&home, &id, &act, tally)?;
        }
        for command in ["search", "list"] {
            let answer = home.clm(&[command, "--no-input", "--", string])?;
            tally.check(named(&answer) || answer.ended(&[0]) && answer.is_plain(), || answer.told());
        }
    }
    for arguments in
        [&["list", "--all"][..], &["list", "--plain"], &["list", "--json"], &["log"], &["status"], &["due"]]
    {
        let shown = home.clm(arguments)?;
        tally.check(shown.ended(&[0]) && shown.is_plain(), || shown.told());
    }
    tally.check(home.outside()? == outside, || "something outside the repository changed".to_owned());
    let fsck = home.git(&["fsck", "--strict", "--no-progress"])?;
    tally.check(fsck.ended(&[0]), || fsck.told());
    Ok(())
}

/// Every place where a person's words are written down.
fn acts(id: &str, string: &str) -> Vec<Vec<String>> {
    let act = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    vec![
        act(&["new", "--template=nda", "--party=Acme AS", &format!("--title={string}")]),
        act(&["new", "--template=nda", &format!("--party={string}")]),
        act(&["tag", id, &format!("--add={string}")]),
        act(&["set", id, "--", &format!("custom.note={string}")]),
        act(&["set", id, "--", &format!("governing_law={string}")]),
    ]
}

fn one_act(home: &Home, draft: &str, act: &[String], tally: &mut Tally) -> Result<(), Stopped> {
    let before = home.state()?;
    let mut arguments = vec!["--no-input", "--json"];
    arguments.extend(act.iter().map(String::as_str));
    let answer = home.clm(&arguments)?;
    if answer.code != Some(0) {
        tally.check(named(&answer) && home.state()? == before, || answer.told());
        return Ok(());
    }
    // An act that changes nothing touches nothing and names nobody.
    let id = answer.first_item().map_or_else(|_| draft.to_owned(), |(id, _)| id);
    tally.check(answer.is_plain() && home.is_clean()?, || answer.told());
    for arguments in [["show", &id, "--no-pager"], ["show", &id, "--json"]] {
        let shown = home.clm(&arguments)?;
        tally.check(shown.ended(&[0]) && shown.is_plain(), || format!("after {act:?}: {}", shown.told()));
    }
    Ok(())
}

/// A refusal with a code of the table that says what is wrong, and shows it safely.
fn named(answer: &Answer) -> bool {
    answer.ended(REFUSED) && answer.is_plain() && !answer.err.is_empty() && answer.out.is_empty()
}
