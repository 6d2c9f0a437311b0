//! Being told in time: kinds and windows of `due`, a cursor for cron, a line for monitoring, a feed for calendars.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use support::{Answer, Home};

/// A firm with a contract that renews yearly on 1 January and wants three months' notice, one that ends on
/// 2026-12-01, and one that says nothing about its end.
fn firm() -> Home {
    let home = Home::with_firm();
    home.write("paper.md", "# Paper\n\nAgreed.\n");
    for (title, terms) in [
        ("Lease", &["--start", "2024-01-01", "--term", "1 year", "--renews", "1 year", "--notice", "3 months"][..]),
        ("Course", &["--start", "2026-06-01", "--end", "2026-12-01"][..]),
        ("Odd", &["--start", "2026-06-01"][..]),
    ] {
        home.write("paper.md", format!("# {title}\n\nAgreed.\n"));
        let args = ["import", "paper.md", "--kind", "lease", "--title", title, "--party", "Northwind AS"];
        let args = [&args[..], &["--party", "Acme AS", "--on", "2024-01-01"], terms].concat();
        home.in_firm(&args).succeeds();
    }
    home
}

fn lines(answer: &Answer) -> Vec<String> {
    answer.out.lines().map(|line| line.split('\t').take(3).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn kinds_and_overdue_dates_are_asked_for_by_name() {
    let home = firm();
    let due = |args: &[&str]| lines(&home.in_firm(&[&["due", "--plain"], args].concat()).succeeds());
    assert_eq!(due(&["--days", "400", "--what", "end"]), ["2026-12-01 7 end"]);
    assert_eq!(due(&["--what", "notice", "--overdue"]), ["2026-09-30 -55 notice"]);
    assert_eq!(due(&["--what", "notice,end", "--overdue", "--today", "2026-09-01"]), Vec::<String>::new());
    home.in_firm(&["due", "--what", "notise"]).exits(2).says("expected one of notice, end");
}

#[test]
fn a_cursor_tells_each_date_once() {
    let home = firm();
    let told = |args: &[&str]| lines(&home.in_firm(&[&["due", "--plain", "--since-last"], args].concat()).succeeds());
    let first = told(&[]);
    assert!(first.contains(&"2026-12-01 7 end".to_owned()), "{first:?}");
    assert!(first.iter().any(|line| line.contains("unknown")), "{first:?}");
    assert_eq!(told(&[]), Vec::<String>::new(), "nothing twice");
    assert_eq!(told(&["--today", "2026-11-01"]), Vec::<String>::new(), "nor when the clock goes back");
    assert_eq!(told(&["--today", "2026-12-02"]), ["2027-01-01 30 renewal"], "what comes into reach is told");

    let silent = home.in_firm(&["due", "-q", "--since-last"]).succeeds();
    assert!(silent.out.is_empty() && silent.err.is_empty(), "cron mails only what is new: {silent:?}");
    let other = home.in_firm(&["due", "--plain", "--since-last=sales"]).succeeds();
    assert!(!other.out.is_empty(), "another reader has a cursor of their own");
}

#[test]
fn a_dry_run_moves_no_cursor_and_a_failed_answer_neither() {
    let home = firm();
    let args = ["due", "--plain", "--since-last"];
    let seen = home.in_firm(&[&args[..], &["--dry-run"]].concat()).succeeds().out;
    let mut full = home.command(env!("CARGO_BIN_EXE_clm"));
    full.args(["-C", "firm"]).args(args).stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    assert_eq!(full.status().unwrap().code(), Some(1));
    assert_eq!(home.in_firm(&args).succeeds().out, seen, "nothing is lost");
}

#[test]
fn a_job_that_slept_for_three_years_loses_nothing() {
    let home = firm();
    home.in_firm(&["due", "--since-last"]).succeeds();
    let late = home.in_firm(&["due", "--since-last", "--json", "--today", "2029-11-24"]).succeeds().json();
    let items: Vec<String> = late["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| format!("{} {}", item["date"].as_str().unwrap_or("-"), item["what"].as_str().unwrap()))
        .collect();
    for expected in ["2027-01-01 renewal", "2028-01-01 renewal", "2029-01-01 renewal", "2027-09-30 notice"] {
        assert_eq!(items.iter().filter(|item| *item == expected).count(), 1, "{expected}: {items:?}");
    }
    assert!(!items.contains(&"2026-12-01 end".to_owned()), "told three years ago: {items:?}");
    let again = home.in_firm(&["due", "--since-last", "--plain", "--today", "2029-11-25"]).succeeds();
    assert_eq!(lines(&again), Vec::<String>::new());
}

#[test]
fn two_clones_of_one_user_tell_once() {
    let home = firm();
    home.run(home.command("git").args(["clone", "-q", "firm", "copy"])).succeeds();
    assert!(!home.in_firm(&["due", "--since-last", "--plain"]).succeeds().out.is_empty());
    assert!(home.clm(&["-C", "copy", "due", "--since-last", "--plain"]).succeeds().out.is_empty());
}

#[test]
fn monitoring_reads_one_line_and_the_exit_code() {
    let home = firm();
    let watch = |args: &[&str]| home.in_firm(&[&["due", "--monitor"], args].concat());
    watch(&["--what", "end", "--warn", "30", "--crit", "6"])
        .exits(1)
        .says("CLM WARNING - 1 within 30 days; first: 2026-12-01");
    watch(&["--what", "end", "--warn", "30", "--crit", "7"]).exits(2).says("CLM CRITICAL - 1 within 7 days");
    watch(&["--what", "end", "--warn", "6", "--crit", "1"])
        .succeeds()
        .says("CLM OK - nothing within 6 days | overdue=0");
    watch(&["--what", "unknown"]).exits(1).says("1 without a date");
    assert_eq!(watch(&[]).out.lines().count(), 1);
    for broken in [&["--crit", "60"][..], &["--warn", "soon"], &["status:nonsense"], &["--nonsense"]] {
        watch(broken).exits(3).says("CLM UNKNOWN");
    }
    home.clm(&["-C", ".", "due", "--monitor"]).exits(3).says("CLM UNKNOWN");
}

#[test]
fn the_feed_is_the_same_for_the_same_commit_and_day() {
    let home = firm();
    let feed = |args: &[&str]| home.in_firm(&[&["due", "--days", "400", "--ics"], args].concat()).succeeds();
    let (one, two) = (feed(&[]), feed(&[]));
    assert_eq!(one.out, two.out);
    assert_eq!(one.out.matches("BEGIN:VEVENT").count(), 4, "{}", one.out);
    assert!(one.out.contains("DTSTART;VALUE=DATE:20261201\r\n"), "{}", one.out);
    assert!(one.out.contains("DTSTAMP:20261124T"), "the commit's time: {}", one.out);
    assert!(one.err.contains("1 without a date"), "{}", one.err);
    assert!(feed(&["--alarm", "14"]).out.contains("TRIGGER:-P"), "an alarm on request");
    let nothing = home.in_firm(&["due", "--ics", "party:nobody"]).succeeds();
    assert!(nothing.out.starts_with("BEGIN:VCALENDAR\r\n") && !nothing.out.contains("VEVENT"), "an empty feed is one");
}
