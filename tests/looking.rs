//! Looking at the whole stock: `report`, its page, `calendar`, and both ways of looking back.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use serde_json::Value;
use support::Home;

/// The rest of a header, after title, kind and party.
struct Paper<'a> {
    title: &'a str,
    party: &'a str,
    rest: &'a str,
}

/// Imports a signed contract; answers its id.
fn signed(home: &Home, name: &str, paper: &Paper<'_>, on: &str) -> String {
    let text = format!(
        "+++\nid = \"saas-{name}\"\ntitle = {:?}\nkind = \"saas\"\n\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = {:?}\n\n{}\n+++\nThe supplier runs the service.\n",
        paper.title, paper.party, paper.rest
    );
    home.write(&format!("{name}.md"), text);
    let file = format!("{name}.md");
    let made = home.in_firm(&["import", &file, "--on", on, "--json"]).succeeds().json();
    made["items"][0]["id"].as_str().unwrap().to_owned()
}

fn yearly(amount: &str, currency: &str, per: &str) -> String {
    format!(
        "[term]\nstart = 2026-01-01\nlength = \"12 months\"\nrenews = \"12 months\"\nnotice = \"3 months\"\n\n[value]\namount = \"{amount}\"\ncurrency = \"{currency}\"\nper = \"{per}\""
    )
}

fn stock() -> (Home, Vec<String>) {
    let home = Home::with_firm();
    let kestrel = Paper { title: "Desk", party: "Kestrel Ltd", rest: &yearly("120000.00", "NOK", "year") };
    let first = signed(&home, "00000001", &kestrel, "2026-01-01");
    let cloud = Paper { title: "Cloud", party: "Kestrel Ltd", rest: &yearly("100.00", "EUR", "month") };
    let second = signed(&home, "00000002", &cloud, "2026-01-01");
    let once = Paper { title: "Set-up", party: "Kestrel Ltd", rest: &yearly("7000.00", "NOK", "once") };
    let third = signed(&home, "00000003", &once, "2026-01-01");
    home.in_firm(&["tag", &first, &second, "--add", "saas"]).succeeds();
    (home, vec![first, second, third])
}

fn report(home: &Home, args: &[&str]) -> Value {
    let all: Vec<&str> = ["report", "--json"].iter().chain(args).copied().collect();
    home.in_firm(&all).succeeds().json()
}

fn row<'v>(rows: &'v Value, key: &str, wanted: &str) -> &'v Value {
    let found = rows.as_array().unwrap().iter().find(|row| row[key] == wanted);
    found.unwrap_or_else(|| panic!("no {key} {wanted} in {rows}"))
}

#[test]
fn every_number_has_the_contracts_behind_it_and_currencies_stay_apart() {
    let (home, ids) = stock();
    let report = report(&home, &[]);
    assert_eq!(report["schema"], "clm.report/1");
    assert_eq!(report["contracts"], 3);
    let status = row(&report["counts"], "by", "status");
    assert_eq!(status["values"][0]["value"], "active");
    assert_eq!(status["values"][0]["ids"].as_array().unwrap().len(), 3);
    let party = &row(&report["values"], "by", "party")["rows"];
    assert_eq!(party.as_array().unwrap().len(), 2, "{party}");
    let (eur, nok) = (row(party, "currency", "EUR"), row(party, "currency", "NOK"));
    assert_eq!((eur["per_year"].as_str(), eur["once"].as_str()), (Some("1200.00"), Some("0")));
    assert_eq!((nok["per_year"].as_str(), nok["once"].as_str()), (Some("120000.00"), Some("7000.00")));
    assert_eq!(nok["ids"], serde_json::json!([ids[0], ids[2]]));
    assert!(!party.to_string().contains("Northwind"), "ourselves are in every contract");
    let gap = |report: &Value, lacks: &str| row(&report["gaps"], "lacks", lacks)["ids"].clone();
    assert_eq!(gap(&report, "owner"), serde_json::json!([]));
    assert_eq!(report["months"].as_array().unwrap().len(), 25, "November to November");
    home.in_firm(&["set", &ids[1], "owner="]).succeeds();
    let bare = "[term]\nstart = 2026-01-01\nevergreen = true";
    let odd = signed(&home, "00000004", &Paper { title: "Odd", party: "Acme AS", rest: bare }, "2026-01-01");
    let report = self::report(&home, &[]);
    assert_eq!(gap(&report, "owner"), serde_json::json!([ids[1]]));
    assert_eq!(gap(&report, "end"), serde_json::json!([odd]));
    assert_eq!(gap(&report, "notice"), serde_json::json!([odd]));
    assert_eq!(report["commitments"]["unclear"][0]["id"], odd.as_str());
}

#[test]
fn money_is_bound_to_the_next_possible_end_and_not_renewing_saves_the_rest() {
    let (home, ids) = stock();
    // The last day for notice of 2026, 30 September, is past: bound to the end of 2027.
    let late = report(&home, &["--assume", "not-renewing:tag:saas", "--by", "commitment"]);
    let items = &late["commitments"]["items"];
    let desk = row(items, "id", &ids[0]);
    assert_eq!(desk["bound_until"], "2027-12-31");
    assert_eq!(desk["act_by"], "2027-09-30");
    assert_eq!(desk["renewed_until"], "2028-12-31");
    assert_eq!(desk["renewing"], "120000.00");
    // 38 of 365 days are left of 2026: 120000 less the rounded share of 327 days.
    assert_eq!(desk["bound"], "132493.15");
    let saved = &late["commitments"]["assumed"][0];
    assert_eq!(saved["query"], "tag:saas");
    // From 2028-01-01 to 2028-11-23, 328 days of 366.
    assert_eq!(row(&saved["saves"], "currency", "NOK")["amount"], "107540.98");
    assert_eq!(saved["ids"].as_array().unwrap().len(), 2);
    assert!(late["counts"].as_array().unwrap().is_empty(), "only the part asked for");

    let early = report(&home, &["--today", "2026-09-30", "--by", "commitment"]);
    assert_eq!(row(&early["commitments"]["items"], "id", &ids[0])["bound_until"], "2026-12-31");
    let explained = home.in_firm(&["report", "--by", "commitment", "--explain"]).succeeds();
    assert!(explained.out.contains("If nobody acts by 2027-09-30"), "{}", explained.out);

    home.in_firm(&["notice", &ids[0], "--received", "2026-11-01"]).succeeds();
    let given = report(&home, &["--by", "commitment"]);
    let desk = row(&given["commitments"]["items"], "id", &ids[0]);
    assert_eq!((desk["bound_until"].as_str(), desk["renewed_until"].as_str()), (Some("2027-12-31"), None));
    assert_eq!(desk["saves"], "0.00");
}

#[test]
fn amounts_too_large_to_add_are_said_so_and_hostile_ones_break_nothing() {
    let home = Home::with_firm();
    let large = yearly("999999999999999999.99", "NOK", "month");
    let titles = ["<script>alert(1)</script>", "\u{202e}gnp.exe", "</title><img src=x onerror=alert(1)>"];
    for (place, title) in titles.iter().enumerate() {
        let paper = Paper { title, party: "A&B \"Ltd\"", rest: &large };
        home.in_firm(&["check"]).succeeds();
        let text = format!(
            "+++\nid = \"saas-0000000{place}\"\ntitle = {:?}\nkind = \"saas\"\n[[party]]\nname = \"Northwind AS\"\n[[party]]\nname = {:?}\n{}\n+++\nText.\n",
            paper.title.replace('\u{202e}', ""),
            paper.party,
            paper.rest
        );
        home.write("paper.md", text);
        home.in_firm(&["import", "paper.md", "--on", "2026-01-01"]).succeeds();
    }
    for (name, value) in [
        ("10000004", "amount = \"1000000000000000000000000000000\"\ncurrency = \"NOK\""),
        ("10000005", "amount = \"10\"\ncurrency = \"ZZZ\""),
        ("10000006", "amount = \"10\""),
    ] {
        let folder = format!("firm/legal/contracts/2026-11/odd-{name}");
        home.write(
            &format!("{folder}/contract.md"),
            format!("+++\nid = \"saas-{name}\"\ntitle = \"\u{202e}Odd\"\nkind = \"saas\"\n[[party]]\nname = \"Northwind AS\"\n[value]\n{value}\n+++\nText.\n"),
        );
    }
    home.git(&["add", "-A"]).succeeds();
    home.git(&["commit", "-qm", "odd"]).succeeds();
    let report = report(&home, &[]);
    assert_eq!(report["contracts"], 6);
    let nok = row(&row(&report["values"], "by", "currency")["rows"], "currency", "NOK");
    assert_eq!(nok["per_year"], "35999999999999999999.64");
    let page = home.in_firm(&["report", "--html", "r.html"]).succeeds();
    assert!(page.out.contains("r.html"));
    let html = home.read("r.html");
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains('\u{202e}'));
    assert!(html.contains("&lt;script&gt;") && html.contains("A&amp;B &quot;Ltd&quot;"));
}

#[test]
fn the_page_is_one_file_the_same_to_the_byte_and_never_written_over_another() {
    let (home, _) = stock();
    home.in_firm(&["report", "--html", "one.html"]).succeeds();
    home.in_firm(&["report", "--html", "two.html", "-q"]).succeeds();
    let html = home.read("one.html");
    assert_eq!(html, home.read("two.html"));
    for wanted in [
        "<html lang=\"en\">",
        "<main>",
        "role=\"img\"",
        "<title>Contracts of Northwind AS",
        "prefers-color-scheme",
        "@media print",
        "default-src 'none'",
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
    for refused in ["<script", "http://", "https://", "javascript:", "@import", "url("] {
        let found = html.replace("http://www.w3.org/2000/svg", "").contains(refused);
        assert!(!found, "{refused}");
    }
    // A report is written over a report, as cron will; nothing else is.
    home.in_firm(&["report", "--html", "one.html", "--today", "2027-01-01"]).succeeds();
    assert_ne!(home.read("one.html"), html);
    home.write("letter.html", "<!DOCTYPE html>\n<p>Dear");
    let refused = home.in_firm(&["report", "--html", "letter.html", "--json"]).exits(4);
    assert_eq!(refused.error()["code"], "not-a-report");
    assert_eq!(home.read("letter.html"), "<!DOCTYPE html>\n<p>Dear");
    home.in_firm(&["report", "--html", "nowhere/r.html"]).exits(1).says("nowhere");
    home.in_firm(&["report", "--html", "three.html", "--dry-run"]).succeeds();
    assert!(!home.path("three.html").exists());
    home.in_firm(&["report", "--html", "firm"]).exits(1);
}

#[test]
fn bad_questions_are_answered_with_the_way_out() {
    let home = Home::with_firm();
    let nothing = report(&home, &[]);
    assert_eq!(nothing["contracts"], 0);
    home.in_firm(&["report"]).succeeds().says("nothing to report");
    home.in_firm(&["report", "--html", "empty.html"]).succeeds();
    home.in_firm(&["calendar"]).succeeds().says("November 2026");
    home.in_firm(&["report", "--by", "colour"]).exits(2);
    home.in_firm(&["report", "--assume", "renewing:tag:x"]).exits(2).says("not-renewing:QUERY");
    home.in_firm(&["report", "--assume", "not-renewing:"]).exits(2);
    home.in_firm(&["report", "--assume", "not-renewing:stauts:active"]).exits(2).says("status");
    home.in_firm(&["report", "stauts:active"]).exits(2).says("status");
    home.in_firm(&["calendar", "--from", "2026-13"]).exits(2).says("2026-12");
    home.in_firm(&["calendar", "--months", "0"]).exits(2);
    home.in_firm(&["calendar", "--from", "9999-12"]).exits(2).says("year 9999");
    home.in_firm(&["calendar", "--from", "9999-09"]).succeeds();
    home.in_firm(&["report", "--today", "9999-12-31"]).succeeds();
    home.in_firm(&["report", "frame", "agreement"]).succeeds();
}

#[test]
fn a_calendar_shows_every_date_on_its_day() {
    let home = Home::with_firm();
    let rest = "[term]\nstart = 2024-01-31\nlength = \"1 month\"\nrenews = \"1 month\"\nnotice = \"1 week\"";
    let id = signed(&home, "00000001", &Paper { title: "Monthly", party: "Acme AS", rest }, "2024-01-31");
    let shown = home.in_firm(&["calendar", "--from", "2028-02", "--months", "2", "--json"]).succeeds().json();
    assert_eq!(shown["schema"], "clm.calendar/1");
    assert_eq!((shown["from"].as_str(), shown["until"].as_str()), (Some("2028-02-01"), Some("2028-03-31")));
    let renewals: Vec<&str> = (shown["months"].as_array().unwrap().iter())
        .flat_map(|month| month["items"].as_array().unwrap())
        .filter(|item| item["what"] == "renewal" && item["id"] == id.as_str())
        .map(|item| item["date"].as_str().unwrap())
        .collect();
    assert_eq!(renewals, ["2028-02-29", "2028-03-31"]);
    let drawn = home.in_firm(&["calendar", "--from", "2028-02", "--months", "1"]).succeeds();
    assert!(drawn.out.contains(" Mo  Tu  We  Th  Fr  Sa  Su\n      1   2"), "{}", drawn.out);
    assert!(drawn.out.contains("[29]") && drawn.out.contains("2028-02-29  renewal"), "{}", drawn.out);
    // 24 months from a leap day: every renewal once.
    let report = report(&home, &["--today", "2028-02-29", "--by", "month"]);
    assert_eq!(report["until"], "2030-02-27");
    let all: usize = (report["months"].as_array().unwrap().iter())
        .flat_map(|month| month["items"].as_array().unwrap())
        .filter(|item| item["what"] == "renewal")
        .count();
    assert_eq!(all, 24);
}

#[test]
fn as_of_answers_from_what_was_in_effect_and_today_from_everything() {
    let (home, ids) = stock();
    home.in_firm(&["notice", &ids[0], "--received", "2026-11-01"]).succeeds();
    let ids_of = |args: &[&str]| -> Vec<String> {
        let all: Vec<&str> = ["list", "--json", "--sort", "id"].iter().chain(args).copied().collect();
        let listed = home.in_firm(&all).succeeds().json();
        listed["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids_of(&["--as-of", "2027-06-30", "status:active"]).len(), 3);
    assert_eq!(ids_of(&["--as-of", "2028-06-30", "status:active"]), ids[1..]);
    assert_eq!(ids_of(&["--as-of", "2025-12-31", "status:active"]).len(), 0, "not signed yet");
    assert_eq!(ids_of(&["--as-of", "2026-10-31", "flag:not-renewing"]).len(), 0, "no notice yet");
    assert_eq!(ids_of(&["--today", "2026-10-31", "flag:not-renewing"]).len(), 1, "--today counts everything recorded");
    // Nothing of it stays behind in a cache.
    assert_eq!(ids_of(&["flag:not-renewing"]).len(), 1);
    let due = |args: &[&str]| {
        let all: Vec<&str> = ["due", "--json", "--days", "400"].iter().chain(args).copied().collect();
        home.in_firm(&all).succeeds().json()["items"].as_array().unwrap().len()
    };
    let now = due(&[]);
    let before = due(&["--as-of", "2026-10-31"]);
    assert!(before > now, "{before} {now}");
    assert_eq!(due(&[]), now);
    for command in [&["show", &ids[0]][..], &["search", "service"], &["status"], &["calendar"], &["report"], &["due"]] {
        let all: Vec<&str> = command.iter().chain(&["--as-of", "2027-06-30"]).copied().collect();
        home.in_firm(&all).succeeds();
    }
    home.in_firm(&["list", "--as-of", "2027-06-30", "--today", "2027-06-30"]).exits(2);
    home.in_firm(&["list", "--as-of", "soon"]).exits(2);
}

#[test]
fn at_a_commit_answers_from_what_was_recorded_then() {
    let (home, ids) = stock();
    let then = home.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
    home.in_firm(&["tag", &ids[0], "--add", "later"]).succeeds();
    home.in_firm(&["notice", &ids[0], "--received", "2026-11-01"]).succeeds();
    let new = Paper { title: "Newer", party: "Fjord AS", rest: &yearly("1.00", "NOK", "year") };
    signed(&home, "00000009", &new, "2026-02-01");
    let count = |args: &[&str]| home.in_firm(args).succeeds().json()["items"].as_array().unwrap().len();
    // Before, at and after: each from its own commit, whatever the caches hold.
    for _ in 0..2 {
        assert_eq!(count(&["list", "--json"]), 4);
        assert_eq!(count(&["list", "--json", "--at", &then]), 3);
        assert_eq!(count(&["list", "--json", "--at", &then, "tag:later"]), 0);
        assert_eq!(count(&["list", "--json", "tag:later"]), 1);
        assert_eq!(count(&["search", "newer", "--json"]), 1);
        assert_eq!(count(&["search", "newer", "--json", "--at", &then]), 0);
        assert_eq!(count(&["search", "newer", "--json"]), 1);
        let due = |args: &[&str]| {
            let all: Vec<&str> = ["due", "--days", "900", "--json"].iter().chain(args).copied().collect();
            home.in_firm(&all).succeeds().json()["items"].clone()
        };
        let (now, before) = (due(&[]), due(&["--at", &then]));
        assert_ne!(now, before);
        assert_eq!(due(&[]), now);
    }
    let shown = home.in_firm(&["show", &ids[0], "--at", &then, "--json"]).succeeds().json();
    assert!(!shown["items"][0]["flags"].to_string().contains("not-renewing"));
    assert_eq!(shown["items"][0]["unsaved"], serde_json::json!([]));
    let looked = report(&home, &["--at", &then]);
    assert_eq!((looked["contracts"].as_u64(), looked["commit"].as_str()), (Some(3), Some(then.as_str())));
    home.in_firm(&["show", "saas-00000009", "--at", &then]).exits(3);
    home.in_firm(&["list", "--at", "nowhere"]).exits(3).says("names no commit");
    home.in_firm(&["list", "--at", "--as-of"]).exits(2);
    home.in_firm(&["list", "--at", "HEAD~1", "--as-of", "2026-12-01"]).succeeds();
    home.in_firm(&["log", "--at", &then]).succeeds();
    home.repository_is_sound();
}

#[test]
fn what_is_recorded_is_never_recorded_in_the_past() {
    let (home, ids) = stock();
    let head = home.git(&["rev-parse", "HEAD"]).succeeds().out;
    for flag in [["--as-of", "2026-01-01"], ["--at", "HEAD~1"]] {
        for command in [
            &["tag", &ids[0], "--add", "x"][..],
            &["notice", &ids[0], "--received", "2026-11-01"],
            &["sign", &ids[0]],
            &["undo", "--yes"],
            &["save"],
            &["verify", "--all"],
        ] {
            let all: Vec<&str> = command.iter().chain(&flag).chain(&["--json"]).copied().collect();
            let refused = home.in_firm(&all).exits(2);
            assert_eq!(refused.error()["code"], "no-look-back", "{all:?}");
        }
        let all: Vec<&str> = ["due", "--since-last"].iter().chain(&flag).copied().collect();
        home.in_firm(&all).exits(2).says("--since-last");
    }
    assert_eq!(home.git(&["rev-parse", "HEAD"]).succeeds().out, head);
    // A commit from before the repository was one of clm's.
    home.git(&["checkout", "-q", "--orphan", "older"]).succeeds();
    home.git(&["rm", "-rqf", "."]).succeeds();
    home.git(&["commit", "-q", "--allow-empty", "-m", "nothing"]).succeeds();
    home.git(&["checkout", "-qf", "main"]).succeeds();
    let refused = home.in_firm(&["list", "--at", "older", "--json"]).exits(7);
    assert_eq!(refused.error()["code"], "not-yet-founded");
}
