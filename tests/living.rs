//! Acts on living contracts: notice, termination, renewal, amendment, duties done, business days.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use serde_json::Value;
use support::{Answer, Home};

/// A contract executed on paper, with this header below its title and parties. Answers its id.
fn executed(home: &Home, kind: &str, header: &str, on: &str) -> String {
    let id = drafted(home, kind, header);
    home.write("scan.pdf", "%PDF-1.4 a scan\n");
    home.in_firm(&["executed", &id, "--on", on, "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
    id
}

/// A draft with this header, written with another tool and saved. Answers its id.
fn drafted(home: &Home, kind: &str, header: &str) -> String {
    let id = home.draft();
    let path = home.folder_of(&id).join("contract.md");
    let title = format!("A {kind}");
    fs::write(
        &path,
        format!(
            "+++\nid = \"{id}\"\ntitle = \"{title}\"\nkind = \"{kind}\"\n\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = \"Acme \
             AS\"\n\n{header}+++\n# {title}\n\nThe parties agree.\n"
        ),
    )
    .unwrap();
    home.in_firm(&["save", &id]).succeeds();
    id
}

const YEARLY: &str =
    "[term]\nstart = 2025-01-01\nlength = \"12 months\"\nrenews = \"12 months\"\nnotice = \"3 months\"\n";
const FEBRUARY: &str =
    "[term]\nstart = 2025-03-01\nlength = \"12 months\"\nrenews = \"12 months\"\nnotice = \"3 months\"\n";
const EVERGREEN: &str = "[term]\nstart = 2025-01-01\nevergreen = true\nnotice = \"1 month\"\n";
const OPTION: &str = "[term]\nstart = 2026-01-01\nlength = \"12 months\"\nrenews = \"12 months\"\nrenews_by = \"option\"\nnotice = \"1 month\"\n";
const FIXED: &str = "[term]\nstart = 2026-01-01\nend = 2027-12-31\n";
const DUTIES: &str = "[term]\nstart = 2026-01-01\nend = 2027-12-31\n\n[[obligation]]\nid = \"annual-fee\"\nwho = \"Northwind \
                      AS\"\nwhat = \"Pay the fee\"\ndue = 2026-01-15\nevery = \"3 months\"\n\n[[obligation]]\nid = \
                      \"insurance\"\nwhat = \"Show the policy\"\ndue = 2026-10-01\n";

fn shown(home: &Home, id: &str) -> Value {
    home.in_firm(&["show", id, "--json"]).succeeds().json()["items"][0].clone()
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

/// Acts on the contract, as JSON: the outcome.
fn outcome(answer: &Answer) -> Value {
    answer.json()["outcome"].clone()
}

#[test]
fn a_notice_in_time_ends_the_contract_and_says_why() {
    let home = Home::with_firm();
    let id = executed(&home, "saas", YEARLY, "2025-01-01");
    // By its terms the last day for 2026 was 2026-09-30; the next one ends 2027.
    let told = home.in_firm(&["notice", &id, "--received", "2026-09-30", "--json"]).succeeds();
    assert_eq!(outcome(&told)["end"], "2026-12-31");
    assert_eq!(outcome(&told)["in_time"], true);
    let item = shown(&home, &id);
    assert_eq!((&item["status"], &item["end"]), (&"active".into(), &"2026-12-31".into()));
    assert_eq!(item["flags"][0], "not-renewing");
    let because = item["because"].to_string();
    assert!(because.contains("Northwind AS gave notice, received 2026-09-30"), "{because}");
    home.in_firm(&["show", &id]).succeeds().says("not-renewing").says("2026-12-31").says("because");
    home.in_firm(&["due", "--days", "60", "--json"]).succeeds().says("\"end\"");
    home.git(&["verify-commit", "HEAD"]).succeeds();
    home.in_firm(&["verify", &id]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_late_notice_ends_it_a_period_later_and_between_the_countings_nothing_is_decided() {
    let home = Home::with_firm();
    let late = executed(&home, "saas", YEARLY, "2025-01-01");
    let told = home.in_firm(&["notice", &late, "--theirs", "--received", "2026-11-01", "--json"]).succeeds();
    assert_eq!((&outcome(&told)["end"], &outcome(&told)["in_time"]), (&"2027-12-31".into(), &false.into()));

    // The period ends 2026-02-28: A gives 2025-11-28, B 2025-11-30.
    let between = executed(&home, "lease", FEBRUARY, "2025-03-01");
    let told = home.in_firm(&["notice", &between, "--received", "2025-11-29", "--json"]).succeeds();
    let outcome = outcome(&told);
    assert_eq!((&outcome["early_end"], &outcome["end"]), (&"2026-02-28".into(), &"2027-02-28".into()));
    assert_eq!(outcome["in_time"], Value::Null);
    let item = shown(&home, &between);
    assert!(item["flags"].to_string().contains("disputed"), "{item}");

    let refusing = format!("{YEARLY}late_notice = \"refused\"\n");
    let refused = executed(&home, "hosting", &refusing, "2025-01-01");
    let told = home.in_firm(&["notice", &refused, "--received", "2026-11-01"]).succeeds();
    told.says("without effect");
    assert_eq!(shown(&home, &refused)["flags"], serde_json::json!(["executed"]));
    // A notice without effect does not stand in the way of a better one, here for the period after.
    home.in_firm(&["notice", &refused, "--received", "2026-11-02"]).succeeds().says("without effect");
    home.repository_is_sound();
}

#[test]
fn an_evergreen_contract_ends_so_long_after_the_notice() {
    let home = Home::with_firm();
    let id = executed(&home, "support", EVERGREEN, "2025-01-01");
    let told = home.in_firm(&["notice", &id, "--by", "acme", "--received", "2026-10-31", "--json"]).succeeds();
    assert_eq!(outcome(&told)["end"], "2026-11-30");
    let snapped = executed(&home, "support", &format!("{EVERGREEN}notice_ends = \"end of quarter\"\n"), "2025-01-01");
    let told = home.in_firm(&["notice", &snapped, "--received", "2026-10-31", "--json"]).succeeds();
    assert_eq!(outcome(&told)["end"], "2026-12-31");
}

#[test]
fn what_a_notice_says_must_fit() {
    let home = Home::with_firm();
    let id = executed(&home, "saas", YEARLY, "2025-01-01");
    let before = head(&home);
    let notice = |more: &[&str]| home.in_firm(&[&["notice", id.as_str()], more].concat());
    notice(&[]).exits(2).says("--received");
    notice(&["--received", "2026-12-24"]).exits(2).says("still to come").says("--letter");
    notice(&["--received", "2026-11-01", "--sent", "2026-11-02"]).exits(2).says("after --received");
    notice(&["--received", "2024-12-31"]).exits(2).says("signed");
    notice(&["--received", "2026-11-01", "--by", "Acmee AS"]).exits(3).says("did you mean").says("Acme AS");
    notice(&["--received", "2026-11-01", "--by", ""]).exits(3).says("Northwind AS, Acme AS");
    notice(&["--received", "2026-11-01", "--ours", "--theirs"]).exits(2);
    notice(&["--received", "2026-11-01", "--theirs", "--letter"]).exits(2).says("--evidence");
    notice(&["--received", "2026-11-01", "--evidence", "no-such-file"]).exits(7).says("no-such-file");
    notice(&["--received", "01/11/2026"]).exits(2);
    notice(&["--received", "2026-11-01", "-m", "a\u{1b}[2J"]).exits(7).says("plain text");
    notice(&["--received", "2026-11-01", "--dry-run"]).succeeds().says("would record").says("2027-12-31");
    assert_eq!(head(&home), before, "nothing of this was recorded");
    home.repository_is_sound();
}

#[test]
fn a_second_notice_is_refused_and_undoing_the_first_is_the_way() {
    let home = Home::with_firm();
    let id = executed(&home, "saas", YEARLY, "2025-01-01");
    home.in_firm(&["notice", &id, "--received", "2026-09-01"]).succeeds();
    let refused = home.in_firm(&["notice", &id, "--received", "2026-09-02", "--json"]).exits(4);
    let error = refused.error();
    assert!(error["message"].as_str().unwrap().contains("gave notice already"), "{error}");
    assert!(error["hint"].as_str().unwrap().contains("clm undo"), "{error}");
    // The other party may still give its own.
    home.in_firm(&["notice", &id, "--theirs", "--received", "2026-09-03"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn the_letter_speaks_the_language_of_the_agreement_and_counts_for_nothing_yet() {
    let home = Home::with_firm();
    for (language, heading, end) in [
        ("en", "# Notice: A saas", "31 December 2027"),
        ("nb", "# Oppsigelse: A saas", "31. desember 2027"),
        ("sv", "# Uppsägning: A saas", "31 december 2027"),
        ("da", "# Opsigelse: A saas", "31. december 2027"),
        ("de", "# Kündigung: A saas", "31. Dezember 2027"),
    ] {
        // `language` stands before the first table.
        let id = executed(&home, "saas", YEARLY, "2025-01-01");
        let id = relanguage(&home, &id, language);
        let told = home.in_firm(&["notice", &id, "--letter", "--json"]).succeeds();
        let file = outcome(&told)["files"][0].as_str().unwrap().to_owned();
        let letter = fs::read_to_string(home.firm(&file)).unwrap();
        for words in [heading, end, "Acme AS", "Northwind AS", "A Signer, CEO", id.as_str()] {
            assert!(letter.contains(words), "{language}: {words} in {letter}");
        }
        assert!(!letter.contains('{'), "{letter}");
        assert_eq!(shown(&home, &id)["flags"], serde_json::json!(["executed"]), "{language}");
        // A second draft does not overwrite the first.
        let again = home.in_firm(&["notice", &id, "--letter", "--json"]).succeeds();
        assert_ne!(outcome(&again)["files"][0], file);
    }
    home.repository_is_sound();
}

/// A contract like another one in a language.
fn relanguage(home: &Home, _id: &str, language: &str) -> String {
    let id = drafted(home, "saas", YEARLY);
    home.in_firm(&["set", &id, &format!("language={language}")]).succeeds();
    home.in_firm(&["executed", &id, "--on", "2025-01-01", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
    id
}

#[test]
fn evidence_is_kept_beside_what_is_there_and_must_stay_as_it_was() {
    let home = Home::with_firm();
    let id = executed(&home, "saas", YEARLY, "2025-01-01");
    home.write("scan.pdf", "%PDF-1.4 another scan of the same name\n");
    home.in_firm(&["notice", &id, "--theirs", "--received", "2026-09-01", "--evidence", "scan.pdf"]).succeeds();
    let folder = home.folder_of(&id);
    assert_eq!(fs::read_to_string(folder.join("files/scan.pdf")).unwrap(), "%PDF-1.4 a scan\n");
    assert!(folder.join("files/scan-2.pdf").exists());
    home.in_firm(&["verify", &id]).succeeds();
    fs::write(folder.join("files/scan-2.pdf"), "forged").unwrap();
    let _ = home.git(&["commit", "-qam", "forge the letter"]);
    home.in_firm(&["verify", &id]).exits(5).says("scan-2.pdf");
}

#[test]
fn a_termination_names_its_day_its_ground_and_its_reason() {
    let home = Home::with_firm();
    let id = executed(&home, "saas", YEARLY, "2025-01-01");
    let terminate = |more: &[&str]| home.in_firm(&[&["terminate", id.as_str()], more].concat());
    let before = head(&home);
    terminate(&["--on", "2026-11-30"]).exits(2).says("--for");
    terminate(&["--on", "2026-11-30", "--for", "cause"]).exits(2).says("-m");
    terminate(&["--on", "2024-11-30", "--for", "cause", "-m", "x"]).exits(2).says("before");
    terminate(&["--on", "2026-11-30", "--for", "cause", "-m", "x", "--by", "Nobody"]).exits(3).says("Acme AS");
    terminate(&["--on", "2026-11-30", "--for", "spite", "-m", "x"]).exits(2);
    assert_eq!(head(&home), before);
    let told = terminate(&["--on", "2026-11-30", "--for", "cause", "-m", "Unpaid", "--by", "Northwind AS", "--json"]);
    assert_eq!(outcome(&told.succeeds())["end"], "2026-11-30");
    let item = shown(&home, &id);
    assert_eq!((&item["end"], &item["status"]), (&"2026-11-30".into(), &"active".into()));
    home.in_firm(&["show", &id, "--today", "2026-12-01"]).succeeds().says("ended").says("terminated");
    terminate(&["--on", "2026-11-29", "--for", "cause", "-m", "x"])
        .exits(4)
        .says("terminated already")
        .says("clm undo");
    home.in_firm(&["notice", &id, "--received", "2026-11-01"]).exits(4).says("terminated");
    let acts = fs::read_dir(home.folder_of(&id).join("acts")).unwrap();
    let text: String = acts.map(|act| fs::read_to_string(act.unwrap().path()).unwrap()).collect();
    assert!(text.contains("ground = \"cause\"") && text.contains("party = \"Northwind AS\""), "{text}");
    home.repository_is_sound();
}

#[test]
fn a_fixed_term_is_not_ended_after_its_end() {
    let home = Home::with_firm();
    let id = executed(&home, "lease", FIXED, "2026-01-01");
    home.in_firm(&["terminate", &id, "--on", "2027-12-31", "--for", "cause", "-m", "x"])
        .exits(4)
        .says("2027-12-31 anyway");
    home.in_firm(&["notice", &id, "--received", "2026-11-01"]).succeeds().says("does not renew").says("2027-12-31");
    home.repository_is_sound();
}

#[test]
fn a_renewal_is_linked_both_ways_and_supersedes_when_it_starts() {
    let home = Home::with_firm();
    let duty = "\n[[obligation]]\nid = \"fee\"\nwhat = \"Pay\"\ndue = 2026-01-31\nevery = \"1 month\"\n\n[[obligation]]\nid = \
                \"deposit\"\nwhat = \"Pay the deposit\"\ndue = 2026-02-01\n";
    let id =
        executed(&home, "lease", &format!("[term]\nstart = 2026-01-01\nlength = \"12 months\"\n{duty}"), "2026-01-01");
    home.in_firm(&["tag", &id, "--add", "oslo"]).succeeds();
    let revision = shown(&home, &id)["revision"].as_str().unwrap().to_owned();
    let drawn = home.in_firm(&["renew", &id, "--length", "24 months", "--json"]).succeeds().json();
    let heir = drawn["items"][0]["id"].as_str().unwrap().to_owned();
    assert_ne!(heir, id);
    let text = home.in_firm(&["show", &heir, "--raw"]).succeeds().out;
    for words in [
        "start = 2027-01-01",
        "length = \"24 months\"",
        "[renews]",
        revision.as_str(),
        "due = 2027-01-31",
        "The parties agree.",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(!text.contains("deposit"), "a duty that is over is left out: {text}");
    let new = shown(&home, &heir);
    assert_eq!((&new["status"], &new["tags"][0]), (&"draft".into(), &"oslo".into()));
    assert_eq!((&new["links"][0]["how"], &new["links"][0]["id"]), (&"renews".into(), &id.as_str().into()));
    let old = shown(&home, &id);
    assert_eq!((&old["links"][0]["how"], &old["links"][0]["id"]), (&"renewed-by".into(), &heir.as_str().into()));
    assert_eq!(old["end"], "2026-12-31");

    home.in_firm(&["renew", &id]).exits(4).says("drawn from it already").says(&heir);
    home.in_firm(&["executed", &heir, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
    home.in_firm(&["show", &heir]).succeeds().says("awaiting");
    let then = home.in_firm(&["show", &id, "--today", "2027-01-01", "--json"]).succeeds().json();
    assert_eq!(then["items"][0]["status"], "ended");
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_signed_renewal_that_starts_early_supersedes_the_old_one_that_day() {
    let home = Home::with_firm();
    let id = executed(&home, "saas", YEARLY, "2025-01-01");
    let drawn = home.in_firm(&["renew", &id, "--start", "2026-12-01", "--json"]).succeeds().json();
    let heir = drawn["items"][0]["id"].as_str().unwrap().to_owned();
    home.in_firm(&["executed", &heir, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
    let old = shown(&home, &id);
    assert_eq!((&old["status"], &old["end"]), (&"active".into(), &"2026-11-30".into()));
    let then = home.in_firm(&["show", &id, "--today", "2026-12-01", "--json"]).succeeds().json();
    assert_eq!(then["items"][0]["status"], "ended");
    assert!(then["items"][0]["flags"].to_string().contains("superseded"), "{then}");
    home.in_firm(&["renew", &id, "--today", "2026-12-01"]).exits(4).says(&heir);
}

#[test]
fn what_a_renewal_needs_is_asked_for() {
    let home = Home::with_firm();
    let evergreen = executed(&home, "support", EVERGREEN, "2025-01-01");
    home.in_firm(&["renew", &evergreen]).exits(2).says("--start");
    let fixed = executed(&home, "lease", FIXED, "2026-01-01");
    home.in_firm(&["renew", &fixed]).exits(2).says("--length");
    home.in_firm(&["renew", &fixed, "--length", "much"]).exits(2).says("--length");
    home.in_firm(&["renew", &fixed, "--length", "12 months", "--start", "2025-01-01"]).exits(2).says("2026-01-01");
    home.in_firm(&["renew", &fixed, "--length", "9999 years"]).exits(7).says("9999");
    home.in_firm(&["renew", &fixed, "--length", "12 months", "--dry-run"]).succeeds().says("would record");
    home.repository_is_sound();
}

#[test]
fn an_option_is_used_in_time_or_not_at_all() {
    let home = Home::with_firm();
    let id = executed(&home, "lease", OPTION, "2026-01-01");
    home.in_firm(&["due", "--days", "30"]).succeeds().says("option");
    home.in_firm(&["done", &id, "option"]).exits(4).says("--option");
    let told = home.in_firm(&["renew", &id, "--option", "--on", "2026-11-20", "--json"]).succeeds();
    assert_eq!((&outcome(&told)["end"], &outcome(&told)["in_time"]), (&"2027-12-31".into(), &true.into()));
    let late = executed(&home, "lease", &OPTION.replace("2026-01-01", "2025-12-10"), "2025-12-10");
    let before = head(&home);
    // Its first period ends 2026-12-09, so that the option was open to 2026-11-09.
    home.in_firm(&["renew", &late, "--option", "--on", "2026-11-20"]).exits(4).says("2026-11-09").says("clm renew");
    home.in_firm(&["renew", &late, "--option", "--on", "2027-01-01"]).exits(2).says("still to come");
    let silent = executed(&home, "saas", YEARLY, "2025-01-01");
    home.in_firm(&["renew", &silent, "--continue"]).exits(4).says("renews by itself on 2027-01-01");
    let fixed = executed(&home, "lease", FIXED, "2026-01-01");
    home.in_firm(&["renew", &fixed, "--option"]).exits(4).says("no option");
    assert_ne!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn an_amendment_stands_behind_each_of_the_terms_it_brings() {
    let home = Home::with_firm();
    let id = executed(&home, "msa", YEARLY, "2025-01-01");
    let drawn = home.in_firm(&["amend", &id, "--effective", "2026-11-01", "--json"]).succeeds().json();
    let amendment = drawn["items"][0]["id"].as_str().unwrap().to_owned();
    assert!(amendment.starts_with("amendment-"), "{amendment}");
    let text = home.in_firm(&["show", &amendment, "--raw"]).succeeds().out;
    for words in ["[amends]", "effective = 2026-11-01", "Amendment 1 to A msa", "Acme AS", "[[fill: what changes]]"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    home.in_firm(&["sign", &amendment, "--yes"]).exits(7).says("what changes");
    let terms = ["term.length=12 months", "term.renews=12 months", "term.notice=1 month"];
    home.in_firm(&[&["set", amendment.as_str()], terms.as_slice()].concat()).succeeds();
    let path = home.folder_of(&amendment).join("contract.md");
    let filled = fs::read_to_string(&path).unwrap().replace("[[fill: what changes]]", "Notice is one month.");
    fs::write(&path, filled).unwrap();
    home.in_firm(&["save", &amendment]).succeeds();

    home.in_firm(&["show", &id, "--effective"]).succeeds().says("notice: 3 months (the agreement itself)");
    home.in_firm(&["executed", &amendment, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
    let today = home.in_firm(&["show", &id, "--effective", "--json"]).succeeds().json();
    let effective = &today["items"][0]["effective"];
    let line = |words: &str| {
        effective["terms"]
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["text"] == words)
            .unwrap_or_else(|| panic!("{effective}"))
    };
    assert_eq!(line("notice: 1 month")["amendment"], amendment.as_str());
    assert_eq!(line("starts on 2025-01-01")["amendment"], Value::Null);
    assert_eq!(today["items"][0]["notice_by"], "2026-11-30");
    let before = home.in_firm(&["show", &id, "--effective", "--as-of", "2026-10-31"]).succeeds();
    before.says("notice: 3 months (the agreement itself)");
    let links = shown(&home, &id)["links"].to_string();
    assert!(links.contains("amended-by") && links.contains(&amendment), "{links}");

    home.in_firm(&["amend", &amendment]).exits(4).says(&format!("clm amend {id}"));
    home.in_firm(&["notice", &amendment, "--received", "2026-11-21"]).exits(4).says(&format!("clm notice {id}"));
    home.in_firm(&["renew", &amendment]).exits(4).says(&format!("clm renew {id}"));
    let second = home.in_firm(&["amend", &id]).succeeds();
    second.says("Amendment 2 to A msa");
    home.in_firm(&["amend", &id, "--effective", "2024-01-01"]).exits(2).says("2025-01-01");
    // The renewal goes on with the terms in force.
    let renewal = home.in_firm(&["renew", &id, "--json"]).succeeds().json();
    let heir = renewal["items"][0]["id"].as_str().unwrap();
    home.in_firm(&["show", heir, "--raw"]).succeeds().says("notice = \"1 month\"").says("start = 2027-01-01");
    home.repository_is_sound();
}

#[test]
fn the_end_of_a_framework_names_what_stands_under_it() {
    let home = Home::with_firm();
    let framework = executed(&home, "framework", FIXED, "2026-01-01");
    let call = executed(&home, "order", &format!("{FIXED}\n[under]\nid = \"{framework}\"\n"), "2026-02-01");
    let due = home.in_firm(&["due", "--days", "500", "--json"]).succeeds().json();
    let end = due["items"].as_array().unwrap().iter().find(|item| item["id"] == framework.as_str()).unwrap();
    assert!(end["why"].to_string().contains(&call), "{end}");
    assert_eq!(shown(&home, &framework)["links"][0]["how"], "over");
    assert_eq!(shown(&home, &call)["links"][0]["how"], "under");
    let told = home.in_firm(&["terminate", &framework, "--on", "2026-12-31", "--for", "convenience", "-m", "agreed"]);
    told.succeeds().says(&call);
    home.repository_is_sound();
}

#[test]
fn duties_are_done_one_day_at_a_time() {
    let home = Home::with_firm();
    let id = executed(&home, "lease", DUTIES, "2026-01-01");
    home.write("receipt.pdf", "%PDF paid\n");
    let done = |more: &[&str]| home.in_firm(&[&["done", id.as_str()], more].concat());
    done(&["annual-fe"]).exits(3).says(&format!("clm done {id} annual-fee"));
    done(&["something"]).exits(3).says("annual-fee, insurance");
    done(&["annual-fee", "--due", "2026-01-16"]).exits(3).says("2026-01-15");
    done(&["annual-fee", "--on", "2027-01-01"]).exits(2).says("still to come");
    done(&["annual-fee", "--on", "2026-01-14", "--evidence", "receipt.pdf"])
        .succeeds()
        .says("due 2026-01-15, on 2026-01-14");
    done(&["annual-fee", "--due", "2026-01-15"]).exits(4).says("done on 2026-01-14").says("clm undo");
    done(&["annual-fee"]).succeeds().says("due 2026-04-15").says("days late");
    done(&["insurance", "-m", "Seen by mail"]).succeeds();
    done(&["insurance"]).exits(4).says("done on 2026-11-24");
    let due = home.in_firm(&["due", "--days", "60", "--json"]).succeeds().json();
    let open: Vec<&str> = due["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["what"] == "obligation")
        .map(|item| item["date"].as_str().unwrap())
        .collect();
    assert_eq!(open, ["2026-07-15", "2026-10-15", "2027-01-15"]);
    home.in_firm(&["verify", &id]).succeeds();
    home.repository_is_sound();
}

/// Every state a contract can be in, with one contract in it.
fn states(home: &Home) -> Vec<(&'static str, String)> {
    home.new_key("acme", "");
    let draft = drafted(home, "draft", YEARLY);
    let pending = drafted(home, "pending", YEARLY);
    home.in_firm(&["sign", &pending, "--yes"]).succeeds().says("pending");
    let awaiting = executed(home, "awaiting", &YEARLY.replace("2025", "2027"), "2026-11-01");
    let active = executed(home, "active", YEARLY, "2025-01-01");
    let ended = executed(home, "ended", "[term]\nstart = 2025-01-01\nend = 2025-12-31\n", "2025-01-01");
    let unknown = executed(home, "unknown", "", "2026-01-01");
    let broken = executed(home, "broken", YEARLY, "2025-01-01");
    let path = home.folder_of(&broken).join("contract.md");
    let text = fs::read_to_string(&path).unwrap().replace("The parties agree.", "The parties do not.");
    fs::write(&path, text).unwrap();
    let _ = home.git(&["commit", "-qam", "a careless edit"]);
    home.in_firm(&["show", &broken]).succeeds().says("broken");
    vec![
        ("draft", draft),
        ("pending", pending),
        ("awaiting", awaiting),
        ("active", active),
        ("ended", ended),
        ("unknown", unknown),
        ("broken", broken),
    ]
}

#[test]
fn each_state_allows_what_it_allows_and_names_what_is_right_instead() {
    let home = Home::with_firm();
    let acts: [(&str, &[&str], &[&str]); 4] = [
        ("notice", &["--received", "2026-11-20"], &["awaiting", "active", "unknown"]),
        ("terminate", &["--on", "2026-11-30", "--for", "cause", "-m", "x"], &["awaiting", "active", "unknown"]),
        ("renew", &["--start", "2028-01-01", "--length", "12 months"], &["active", "ended", "unknown"]),
        ("amend", &[], &["awaiting", "active", "unknown"]),
    ];
    for (state, id) in states(&home) {
        for (act, more, allowed) in acts {
            let words = [&[act, id.as_str()], more, &["--dry-run", "--json"]].concat();
            let answer = home.in_firm(&words);
            if allowed.contains(&state) {
                assert_eq!(answer.code, 0, "{act} on {state}: {}", answer.err);
                continue;
            }
            let error = answer.exits(4).error();
            let hint = error["hint"].as_str().unwrap_or_default();
            assert!(hint.contains("`clm "), "{act} on {state}: {error}");
            assert!(error["message"].as_str().unwrap().contains(&id), "{act} on {state}: {error}");
            // What is named can be typed.
            let command = hint.split('`').nth(1).unwrap().split(' ').nth(1).unwrap().to_owned();
            home.clm(&[&command, "--help"]).succeeds();
        }
    }
    home.repository_is_sound();
}

#[test]
fn a_member_without_the_right_changes_nothing() {
    let home = Home::with_firm();
    let id = executed(&home, "lease", DUTIES, "2026-01-01");
    home.new_key("kari", "");
    home.in_firm(&[
        "member",
        "add",
        "kari@northwind.example",
        "--name",
        "Kari",
        "--pub",
        "kari.pub",
        "--role",
        "viewer",
    ])
    .succeeds();
    let before = head(&home);
    let acts: [&[&str]; 5] = [
        &["notice", "ID", "--received", "2026-11-20"],
        &["terminate", "ID", "--on", "2026-11-30", "--for", "cause", "-m", "x"],
        &["renew", "ID", "--length", "12 months"],
        &["amend", "ID"],
        &["done", "ID", "annual-fee"],
    ];
    for act in acts {
        let words: Vec<&str> = act.iter().map(|word| if *word == "ID" { id.as_str() } else { word }).collect();
        home.in_firm(&[words.as_slice(), &["--key", "kari"]].concat()).exits(4).says("kari@northwind.example");
    }
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn unsaved_edits_stand_in_the_way() {
    let home = Home::with_firm();
    let id = executed(&home, "lease", DUTIES, "2026-01-01");
    let path = home.folder_of(&id).join("contract.md");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "\nMore.\n").unwrap();
    home.in_firm(&["notice", &id, "--received", "2026-11-20"]).exits(8).says("clm restore");
    home.in_firm(&["done", &id, "annual-fee"]).exits(8).says("clm restore");
    home.in_firm(&["restore", &id]).succeeds();
    home.in_firm(&["done", &id, "annual-fee"]).succeeds();
}

#[test]
fn business_days_move_a_backward_day_earlier_and_a_forward_one_later() {
    let home = Home::with_firm();
    // 2026-10-31 is a Saturday: two months before the end of the year.
    let term = "[term]\nstart = 2025-01-01\nlength = \"12 months\"\nrenews = \"12 months\"\nnotice = \"2 months\"\n";
    let plain = executed(&home, "plain", term, "2025-01-01");
    let agreed = executed(&home, "agreed", &format!("{term}calendar = \"no\"\n"), "2025-01-01");
    let by = |id: &str, today: &str| {
        home.in_firm(&["show", id, "--today", today, "--json"]).succeeds().json()["items"][0]["notice_by"].clone()
    };
    assert_eq!(by(&plain, "2026-10-01"), "2026-10-31");
    assert_eq!(by(&agreed, "2026-10-01"), "2026-10-30");
    let why = home.in_firm(&["due", "--days", "60", "--explain", "--today", "2026-10-01"]).succeeds();
    why.says(
        "moves earlier to the business day 2026-10-30 (Norway, by `calendar` in `[term]`): 2026-10-31 is Saturday",
    );
    // What both agreed to decides: on the Saturday it is too late.
    let told = home.in_firm(&["notice", &agreed, "--received", "2026-10-31", "--json"]).succeeds();
    assert_eq!((&outcome(&told)["end"], &outcome(&told)["in_time"]), (&"2027-12-31".into(), &false.into()));

    // A calendar that only we go by moves our own plan, and decides nothing between the parties.
    let clm_toml = fs::read_to_string(home.firm("clm.toml")).unwrap();
    fs::write(home.firm("clm.toml"), clm_toml.replace("time_zone", "calendar = \"no\"\ntime_zone")).unwrap();
    let _ = home.git(&["commit", "-qam", "go by Norwegian business days"]);
    assert_eq!(by(&plain, "2026-10-01"), "2026-10-30");
    let told = home.in_firm(&["notice", &plain, "--received", "2026-10-31", "--json"]).succeeds();
    assert_eq!((&outcome(&told)["early_end"], &outcome(&told)["end"]), (&"2026-12-31".into(), &"2027-12-31".into()));

    // Forwards: a month after 2026-09-30 is Friday the 30th; after the 1st of October it is Sunday, 1 November.
    let evergreen = executed(&home, "support", &format!("{EVERGREEN}calendar = \"no\"\n"), "2025-01-01");
    let told = home.in_firm(&["notice", &evergreen, "--received", "2026-10-01", "--json"]).succeeds();
    assert_eq!(outcome(&told)["end"], "2026-11-02");
    assert!(outcome(&told)["why"].to_string().contains("moves later"), "{}", outcome(&told));
    home.repository_is_sound();
}

#[test]
fn a_repository_has_its_own_calendars_and_an_unknown_one_is_said() {
    let home = Home::with_firm();
    let term = "[term]\nstart = 2025-01-01\nlength = \"12 months\"\nrenews = \"12 months\"\nnotice = \"2 months\"\ncalendar = \"bergen\"\n";
    let id = drafted(&home, "lease", term);
    home.in_firm(&["check", &id]).exits(7).says("no calendar `bergen`").says("de, dk, no, se");
    home.write("scan.pdf", "%PDF-1.4 a scan\n");
    home.in_firm(&["executed", &id, "--on", "2025-01-01", "--by", "paper", "--evidence", "scan.pdf"])
        .exits(7)
        .says("bergen");
    fs::create_dir(home.firm("calendars")).unwrap();
    let bergen = "name = \"Bergen\"\nweekend = [\"saturday\", \"sunday\"]\n\n[[holiday]]\nname = \"Autumn day\"\non = 2026-10-30\n";
    fs::write(home.firm("calendars/bergen.toml"), bergen).unwrap();
    let _ = home.git(&["add", "calendars"]);
    let _ = home.git(&["commit", "-qm", "our own calendar"]);
    let checked = home.in_firm(&["check", &id]);
    assert!(!checked.out.contains("bergen"), "{}", checked.out);
    home.write("scan.pdf", "%PDF-1.4 a scan\n");
    home.in_firm(&["executed", &id, "--on", "2025-01-01", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
    let item = home.in_firm(&["show", &id, "--today", "2026-10-01", "--json"]).succeeds().json()["items"][0].clone();
    assert_eq!(item["notice_by"], "2026-10-29");
    // A calendar that breaks later is told as unknown and breaks no list.
    fs::write(home.firm("calendars/bergen.toml"), "name = 3\n").unwrap();
    let _ = home.git(&["commit", "-qam", "spoil it"]);
    home.in_firm(&["show", &id]).succeeds().says("unknown").says("calendars/bergen.toml");
    home.in_firm(&["list"]).succeeds().says("unknown");
    home.in_firm(&["due", "--days", "30", "--explain"]).succeeds().says("bergen");
}

#[test]
fn contradictory_terms_are_refused_everywhere_naming_both_keys() {
    let home = Home::with_firm();
    let cases: [(&[&str], [&str; 2]); 8] = [
        (&["term.start=2027-01-01", "term.end=2026-12-31"], ["start", "end"]),
        (&["term.length=12 months", "term.notice=13 months"], ["notice", "length"]),
        (&["term.renews_by=option"], ["renews_by", "renews"]),
        (&["term.max_renewals=2"], ["max_renewals", "renews"]),
        (&["term.length=12 months", "term.renews=1 month", "term.notice=2 months"], ["notice", "renews"]),
        (&["term.start=9999-06-01", "term.length=12 months"], ["start", "length"]),
        (&["term.renews=12 months", "term.evergreen=true"], ["renews", "evergreen"]),
        (&["term.length=12 months", "term.end=2027-12-31"], ["length", "end"]),
    ];
    for (sets, keys) in cases {
        let id = drafted(&home, "saas", "");
        let before = head(&home);
        let answer = home.in_firm(&[&["set", id.as_str()], sets].concat()).exits(7);
        for key in keys {
            assert!(answer.err.contains(key), "{sets:?}: {key} in {}", answer.err);
        }
        assert_eq!(head(&home), before, "{sets:?}");
        // Written with another tool it can be saved by nobody either; what is in history already shows as unknown.
        let table: String = sets
            .iter()
            .map(|set| {
                let (key, value) = set.trim_start_matches("term.").split_once('=').unwrap();
                let bare = matches!(value, "true" | "2") || value.starts_with("20") || value.starts_with("99");
                if bare { format!("{key} = {value}\n") } else { format!("{key} = \"{value}\"\n") }
            })
            .collect();
        let path = home.folder_of(&id).join("contract.md");
        let text =
            fs::read_to_string(&path).unwrap().replace("+++\n# A saas", &format!("[term]\n{table}+++\n# A saas"));
        fs::write(&path, &text).unwrap();
        home.in_firm(&["check", &id]).exits(7);
        home.in_firm(&["save", &id]).exits(7);
        let _ = home.git(&["commit", "-qam", "past clm"]);
        home.in_firm(&["list"]).succeeds().says(&id);
        // Signed all the same, on paper and past clm: its state is `unknown`, and the answer names the keys.
        let folder = home.folder_of(&id);
        let revision = shown(&home, &id)["revision"].as_str().unwrap().to_owned();
        fs::create_dir_all(folder.join("acts")).unwrap();
        let act = format!(
            "act = \"executed\"\ncontract = \"{id}\"\nby = \"signer@northwind.example\"\nat = 2026-11-24T10:00:00+00:00\nafter = \
             []\nrevision = \"{revision}\"\non = 2026-01-01\nhow = \"paper\"\n\n[evidence]\n\"scan.pdf\" = \"{revision}\"\n"
        );
        fs::write(folder.join("acts/2026-11-24-executed-00000000.toml"), act).unwrap();
        let _ = home.git(&["add", "-A"]);
        let _ = home.git(&["commit", "-qm", "an act past clm"]);
        let item = shown(&home, &id);
        assert_eq!(item["status"], "unknown", "{sets:?} {item}");
        for key in keys {
            assert!(item["findings"].to_string().contains(key), "{sets:?}: {key} in {item}");
        }
        home.in_firm(&["due", "--days", "36525"]).succeeds();
        home.in_firm(&["show", &id]).succeeds();
    }
    home.write("lease.md", "# Lease\n\nThe landlord lets the premises.\n");
    let import = ["import", "lease.md", "--party", "Fjord AS", "--on", "2024-01-01"];
    for (sets, _) in &cases[..6] {
        let mut words: Vec<&str> = import.to_vec();
        for set in *sets {
            words.extend(["--set", set]);
        }
        let answer = home.in_firm(&words);
        assert_ne!(answer.code, 0, "{sets:?}: {}", answer.out);
    }
}
