//! Several repositories as easy as one: two firms with members, policies, time zones and calendars of their own, asked
//! together; and what is said of a repository that cannot answer.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::Value;
use support::{Answer, Home};

/// Northwind AS in `firm` (UTC), and its people's repository `hr` of Northwind People AS in Auckland, where the reader is
/// a member under another address. Both are listed, as `sales` and `people`.
fn two() -> Home {
    let home = Home::with_firm();
    let words =
        ["init", "hr", "--org", "Northwind People AS", "--name", "Hege Reader", "--email", "hege@people.example"];
    let more = ["--key", "~/.ssh/id_ed25519", "--time-zone", "Pacific/Auckland"];
    home.clm(&[&words[..], &more].concat()).succeeds();
    list(&home, "sales", "firm");
    list(&home, "people", "hr");
    fs::create_dir(home.path("away")).unwrap();
    home
}

fn list(home: &Home, name: &str, folder: &str) {
    let folder = home.path(folder).display().to_string();
    home.clm(&["config", "set", &format!("repository.{name}"), &folder]).succeeds();
}

/// A command in a folder that is no repository.
fn away(home: &Home, args: &[&str]) -> Answer {
    home.run(home.command(env!("CARGO_BIN_EXE_clm")).current_dir(home.path("away")).args(args))
}

fn json(home: &Home, args: &[&str]) -> Value {
    away(home, &[args, &["--json"]].concat()).succeeds().json()
}

/// Imports a signed contract into a repository; answers its id.
fn signed(home: &Home, repository: &str, id: &str, title: &str, value: &str) -> String {
    let text = format!(
        "+++\nid = \"{id}\"\ntitle = \"{title}\"\nkind = \"{}\"\n\n[[party]]\nname = \"{}\"\n\n[[party]]\nname = \"Kestrel \
         Ltd\"\n\n[term]\nstart = 2026-01-01\nlength = \"12 months\"\nrenews = \"12 months\"\nnotice = \"1 month\"\n\n{value}\n+++\nThe \
         supplier runs the service, and keeps what is confidential to itself.\n",
        id.split('-').next().unwrap(),
        if repository == "firm" { "Northwind AS" } else { "Northwind People AS" },
    );
    home.write("paper.md", text);
    let made = home.clm(&["-C", repository, "import", "paper.md", "--on", "2026-01-01", "--json"]).succeeds().json();
    made["items"][0]["id"].as_str().unwrap().to_owned()
}

fn worth(amount: &str, currency: &str, per: &str) -> String {
    format!("[value]\namount = \"{amount}\"\ncurrency = \"{currency}\"\nper = \"{per}\"")
}

/// The two with a contract or two in each.
fn stocked() -> Home {
    let home = two();
    signed(&home, "firm", "saas-00000001", "Desk service", &worth("120000.00", "NOK", "year"));
    signed(&home, "firm", "saas-00000002", "Cloud", &worth("100.00", "EUR", "month"));
    signed(&home, "hr", "payroll-00000003", "Payroll service", &worth("5000.50", "NOK", "month"));
    home
}

fn pairs<'v>(items: &'v Value, key: &str) -> Vec<(&'v str, &'v str)> {
    let items = items.as_array().unwrap();
    items.iter().map(|item| (item["repository"].as_str().unwrap(), item[key].as_str().unwrap())).collect()
}

fn row<'v>(rows: &'v Value, key: &str, wanted: &str) -> &'v Value {
    let found = rows.as_array().unwrap().iter().find(|row| row[key] == wanted);
    found.unwrap_or_else(|| panic!("no {key} {wanted} in {rows}"))
}

#[test]
fn one_question_is_put_to_all_and_each_answer_says_where_it_is_from() {
    let home = stocked();
    let all = json(&home, &["list"]);
    assert_eq!(all["schema"], "clm.list/1");
    assert_eq!(
        pairs(&all["items"], "id"),
        [("people", "payroll-00000003"), ("sales", "saas-00000002"), ("sales", "saas-00000001")],
        "as they lie, repository by repository"
    );
    assert_eq!(all["failed"], serde_json::json!([]));
    let names: Vec<&str> =
        all["repositories"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["people", "sales"]);
    assert_eq!(row(&all["repositories"], "name", "people")["organisation"], "Northwind People AS");
    assert!(row(&all["repositories"], "name", "sales")["commit"].as_str().unwrap().len() >= 40);

    // For people a first column, for pipes a last field; in the order asked for over all.
    let table = away(&home, &["list", "--sort", "title"]).succeeds().out;
    assert!(table.starts_with("REPOSITORY"), "{table}");
    let titles: Vec<&str> = table.lines().skip(1).map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(titles, ["sales", "sales", "people"], "Cloud, Desk, Payroll: {table}");
    assert!(!table.contains("Northwind"), "our own name in either repository is not worth a column: {table}");
    let plain = away(&home, &["list", "--plain"]).succeeds().out;
    for line in plain.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), 12, "{line}");
        assert_eq!(fields[11], if fields[0].starts_with("payroll") { "people" } else { "sales" });
    }
    // Inside one of them nothing changes, and the flag asks all.
    let inside = home.in_firm(&["list", "--json"]).succeeds().json();
    assert_eq!(inside["items"].as_array().unwrap().len(), 2);
    assert!(inside.get("repositories").is_none() && inside["items"][0].get("repository").is_none(), "{inside}");
    let mut within = home.command(env!("CARGO_BIN_EXE_clm"));
    let within = home.run(within.current_dir(home.path("firm")).args(["list", "--everywhere", "--json"])).succeeds();
    assert_eq!((within.json()["items"].as_array().unwrap().len(), within.err.as_str()), (3, ""));
    // A repository that is not listed is not asked, and that is said.
    home.clm(&["config", "unset", "repository.sales"]).succeeds();
    let mut within = home.command(env!("CARGO_BIN_EXE_clm"));
    let within = home.run(within.current_dir(home.path("firm/legal")).args(["list", "--everywhere", "--json"]));
    let within = within.succeeds().says("this one is not among those listed").says("clm config set repository.NAME ");
    assert_eq!(pairs(&within.json()["items"], "id"), [("people", "payroll-00000003")]);
}

#[test]
fn counts_are_added_up_by_value() {
    let home = stocked();
    let counted = json(&home, &["list", "--count-by", "status"]);
    assert_eq!(counted["counts"]["contracts"], 3);
    assert_eq!(counted["counts"]["values"], serde_json::json!([{"value": "active", "count": 3}]));
    let by_kind = away(&home, &["list", "--count-by", "kind", "--plain"]).succeeds().out;
    assert_eq!(by_kind, "saas\t2\npayroll\t1\n");
    let found = json(&home, &["search", "confidential", "--count-by", "party"]);
    assert_eq!(row(&found["counts"]["values"], "value", "Kestrel Ltd")["count"], 3);
    assert_eq!(row(&found["counts"]["values"], "value", "Northwind People AS")["count"], 1);
}

#[test]
fn search_shows_the_best_of_all_and_the_limit_is_for_all() {
    let home = stocked();
    let found = json(&home, &["search", "service"]);
    assert_eq!(found["total"], 3);
    let scores: Vec<f64> =
        found["items"].as_array().unwrap().iter().map(|item| item["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let two = json(&home, &["search", "service", "--limit", "2"]);
    assert_eq!((two["total"].as_u64(), two["items"].as_array().unwrap().len()), (Some(3), 2));
    away(&home, &["search", "service", "--limit", "2"]).succeeds().says("2 of 3 contracts");
    // A slip of a word that stands in one repository and nowhere in the other.
    let slip = json(&home, &["search", "payrooll"]);
    assert_eq!(slip["instead"], serde_json::json!({"typed": "payrooll", "shown": "payroll"}));
    assert_eq!(pairs(&slip["items"], "id"), [("people", "payroll-00000003")]);
    // `desk` stands in one; what the other would take it for is left out.
    let exact = json(&home, &["search", "desk"]);
    assert_eq!((exact["total"].as_u64(), exact.get("instead")), (Some(1), None));
    let told = json(&home, &["search", "--history", "supplier"]);
    assert_eq!(told["schema"], "clm.search-history/1");
    assert_eq!(pairs(&told["items"], "id")[0], ("people", "payroll-00000003"), "the newest first");
    assert_eq!(json(&home, &["search", "--history", "supplier", "--limit", "1"])["more"], true);
    let plain = away(&home, &["search", "payroll", "--plain"]).succeeds().out;
    assert!(plain.trim_end().ends_with("\tpeople"), "{plain}");
}

#[test]
fn each_is_asked_under_its_own_members_day_and_saved_queries() {
    let home = stocked();
    let mine = json(&home, &["list", "owner:me"]);
    let owners: Vec<&str> =
        mine["items"].as_array().unwrap().iter().map(|item| item["owner"].as_str().unwrap()).collect();
    assert_eq!(owners, ["hege@people.example", "signer@northwind.example", "signer@northwind.example"]);

    // At noon in London it is tomorrow in Auckland.
    let mut noon = home.command(env!("CARGO_BIN_EXE_clm"));
    noon.env("CLM_NOW", "2026-11-24T12:00:00Z").current_dir(home.path("away"));
    let due = home.run(noon.args(["due", "--json", "--days", "40"])).succeeds().json();
    assert_eq!(row(&due["repositories"], "name", "people")["today"], "2026-11-25");
    assert_eq!(row(&due["repositories"], "name", "sales")["today"], "2026-11-24");
    let days = |id: &str| {
        let items = due["items"].as_array().unwrap();
        items.iter().find(|item| item["id"] == id && item["what"] == "notice").unwrap()["days"].as_i64().unwrap()
    };
    assert_eq!(days("saas-00000001") - days("payroll-00000003"), 1, "{due}");
    assert_eq!(due["today"], "2026-11-25", "the latest of the days");

    // The same saved query means what each repository says it means.
    home.in_firm(&["config", "set", "query.large", "value:>1000", "--shared"]).succeeds();
    home.clm(&["-C", "hr", "config", "set", "query.large", "value:>100000", "--shared"]).succeeds();
    let large = json(&home, &["list", "@large"]);
    assert_eq!(pairs(&large["items"], "id"), [("sales", "saas-00000001")]);
    // As does the number of days ahead.
    home.clm(&["-C", "hr", "config", "set", "due.days", "0", "--shared"]).succeeds();
    home.in_firm(&["config", "set", "due.days", "400", "--shared"]).succeeds();
    let due = json(&home, &["due"]);
    assert!(pairs(&due["items"], "id").iter().all(|(repository, _)| *repository == "sales"), "{due}");
    assert_eq!(json(&home, &["due", "--days", "400"])["items"].as_array().unwrap().len(), 6);
}

#[test]
fn a_query_saved_in_one_only_is_an_error_of_the_other() {
    let home = stocked();
    home.in_firm(&["config", "set", "query.mine", "owner:me", "--shared"]).succeeds();
    let answer = away(&home, &["list", "@mine", "--json"]).exits(3);
    let found = answer.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 2);
    assert_eq!(found["failed"][0]["repository"], "people");
    assert_eq!(found["failed"][0]["error"]["code"], "no-such-query");
    assert!(answer.err.contains("`people`"), "{}", answer.err);
    // What cannot be understood is wrong for all, and said once.
    let answer = away(&home, &["list", "stauts:active"]).exits(2);
    assert_eq!(answer.err.matches("error:").count(), 1, "{}", answer.err);
    assert_eq!(answer.out, "");
}

#[test]
fn due_is_one_list_one_feed_and_one_watch() {
    let home = stocked();
    let due = json(&home, &["due", "--days", "400"]);
    let dates: Vec<&str> = due["items"].as_array().unwrap().iter().map(|item| item["date"].as_str().unwrap()).collect();
    assert!(dates.is_sorted(), "{dates:?}");
    assert_eq!(dates.len(), 6);
    let table = away(&home, &["due", "--days", "400"]).succeeds().out;
    assert!(table.starts_with("REPOSITORY  DATE"), "{table}");
    let plain = away(&home, &["due", "--days", "400", "--plain"]).succeeds().out;
    assert!(plain.lines().all(|line| line.split('\t').count() == 8), "{plain}");
    away(&home, &["due", "--days", "400", "--explain"]).succeeds().says("people  payroll-00000003");
    away(&home, &["due", "--exit-code"]).exits(10);
    away(&home, &["due", "--exit-code", "party:nobody"]).exits(0);

    let feed = away(&home, &["due", "--days", "400", "--ics"]).succeeds().out;
    assert_eq!(feed.matches("BEGIN:VCALENDAR").count(), 1);
    assert_eq!(feed.matches("BEGIN:VEVENT").count(), 6);
    assert!(feed.contains("Northwind People AS\\, Northwind AS"), "{feed}");
    assert_eq!(
        away(&home, &["due", "--days", "400", "--ics"]).succeeds().out,
        feed,
        "the same commits, the same bytes"
    );

    away(&home, &["due", "--monitor", "--warn", "400", "--crit", "1"]).exits(1).says("6 within 400 days");
    away(&home, &["due", "--monitor", "--warn", "400", "--crit", "30"])
        .exits(2)
        .says("first: 2026-11-30 notice people ");
    // What was told to a job is told once, wherever it lies.
    away(&home, &["due", "--days", "400", "--since-last", "--plain"]).succeeds();
    assert_eq!(away(&home, &["due", "--days", "400", "--since-last", "--plain"]).succeeds().out, "");
}

#[test]
fn what_passed_while_a_repository_was_away_is_told_when_it_is_back() {
    let home = stocked();
    let on = |day: &str| {
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command.env("CLM_NOW", format!("{day}T08:00:00Z")).current_dir(home.path("away"));
        home.run(command.args(["due", "--days", "5", "--what", "renewal", "--since-last", "--plain"]))
    };
    let told_of = |told: &str| {
        let of = |name: &str| told.lines().filter(|line| line.ends_with(&format!("\t{name}"))).count();
        (of("sales"), of("people"))
    };
    assert_eq!(on("2026-11-24").succeeds().out, "");
    // All renew on the first of January.
    fs::rename(home.path("hr"), home.path("elsewhere")).unwrap();
    let told = on("2027-01-05").exits(11).out;
    assert_eq!(told_of(&told), (2, 0), "{told}");
    fs::rename(home.path("elsewhere"), home.path("hr")).unwrap();
    let told = on("2027-01-10").succeeds().out;
    assert_eq!(told_of(&told), (0, 1), "{told}");
    assert_eq!(on("2027-01-11").succeeds().out, "");
}

#[test]
fn two_clones_of_one_repository_are_two_and_their_events_stay_apart() {
    let home = stocked();
    home.clm(&["clone", "firm", "mirror"]).succeeds();
    list(&home, "mirror", "mirror");
    let listed = json(&home, &["list", "id:saas-00000001"]);
    assert_eq!(pairs(&listed["items"], "id"), [("mirror", "saas-00000001"), ("sales", "saas-00000001")]);
    let feed = away(&home, &["due", "--days", "400", "--ics"]).succeeds().out;
    let unfolded = feed.replace("\r\n ", "");
    let mut known: Vec<&str> = unfolded.lines().filter(|line| line.starts_with("UID:")).collect();
    let all = known.len();
    known.sort_unstable();
    known.dedup();
    assert_eq!((all, known.len()), (10, 10), "{known:?}");
    assert!(known.iter().any(|uid| uid.ends_with("@sales.clm")) && known.iter().any(|uid| uid.ends_with("@clm")));
    let found_in = &json(&home, &["report"])["found_in"];
    assert_eq!(found_in["saas-00000001"], serde_json::json!(["mirror", "sales"]));
}

#[test]
fn the_report_adds_up_what_may_be_added_up() {
    let home = stocked();
    let report = json(&home, &["report"]);
    assert_eq!((report["contracts"].as_u64(), &report["commit"]), (Some(3), &Value::Null));
    assert_eq!(report["organisation"], "Northwind People AS, Northwind AS");
    let repositories = row(&report["counts"], "by", "repository");
    assert_eq!(row(&repositories["values"], "value", "sales")["count"], 2);
    let status = row(&report["counts"], "by", "status");
    assert_eq!(status["values"][0]["count"], 3);
    let currencies = &row(&report["values"], "by", "currency")["rows"];
    assert_eq!(row(currencies, "currency", "NOK")["per_year"], "180006.00", "120000 and 12 times 5000.50");
    assert_eq!(row(currencies, "currency", "EUR")["per_year"], "1200.00");
    let parties = &row(&report["values"], "by", "party")["rows"];
    assert!(!parties.to_string().contains("Northwind"), "each leaves its own name out: {parties}");
    assert_eq!(report["months"].as_array().unwrap().len(), 25);
    let bound = &report["commitments"];
    assert_eq!(bound["items"].as_array().unwrap().len(), 3);
    let one = |repository: &str| {
        let one = home.clm(&["-C", repository, "report", "--json"]).succeeds().json();
        let totals = one["commitments"]["totals"].clone();
        row(&totals, "currency", "NOK")["bound"].as_str().unwrap().parse::<f64>().unwrap()
    };
    let sum: f64 = row(&bound["totals"], "currency", "NOK")["bound"].as_str().unwrap().parse().unwrap();
    assert!((sum - one("firm") - one("hr")).abs() < 0.001, "{sum}");
    let assumed = json(&home, &["report", "--by", "commitment", "--assume", "not-renewing:party:kestrel"]);
    assert_eq!(assumed["commitments"]["assumed"].as_array().unwrap().len(), 1);
    assert_eq!(assumed["commitments"]["assumed"][0]["ids"].as_array().unwrap().len(), 3);
    let cycle = &report["cycle"];
    assert_eq!(cycle["before"].as_array().unwrap().len(), 3, "imported, signed before: {cycle}");

    let plain = away(&home, &["report", "--by", "status,commitment", "--plain"]).succeeds().out;
    assert!(plain.contains("status\tactive\t3\tpayroll-00000003 saas-00000001 saas-00000002\tpeople sales"), "{plain}");
    assert!(plain.lines().any(|line| line.starts_with("commitment\tpayroll") && line.ends_with("\tpeople")), "{plain}");
    away(&home, &["report", "--html", "all.html"]).succeeds();
    let page = fs::read_to_string(home.path("away/all.html")).unwrap();
    assert!(page.contains("<bdi>people</bdi>") && page.contains("Northwind People AS"), "{page}");
}

#[test]
fn a_median_over_all_is_of_all_contracts() {
    let home = two();
    home.new_key("acme", "");
    // Two drafts signed on paper after 10 and 20 days in one, one after 90 days in the other: the median is 20.
    for (repository, day) in [("firm", "2026-12-04"), ("firm", "2026-12-14"), ("hr", "2027-02-22")] {
        let words = ["-C", repository, "new", "--template", "nda", "--party", "Acme AS", "--no-input", "--json"];
        let id = home.clm(&words).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned();
        home.write("scan.pdf", "%PDF-1.4 a scan\n");
        let executed = ["-C", repository, "executed", &id, "--on", day, "--by", "paper", "--evidence", "scan.pdf"];
        let mut later = home.command(env!("CARGO_BIN_EXE_clm"));
        home.run(later.env("CLM_NOW", "2027-03-01T08:00:00Z").args(executed)).succeeds();
    }
    let mut later = home.command(env!("CARGO_BIN_EXE_clm"));
    later.env("CLM_NOW", "2027-03-02T08:00:00Z").current_dir(home.path("away"));
    let report = home.run(later.args(["report", "--by", "cycle", "--json"])).succeeds().json();
    let all = row(&report["cycle"]["rows"], "by", "all");
    assert_eq!((all["contracts"].as_u64(), all["median_days"].as_i64()), (Some(3), Some(20)), "{report}");
    assert_eq!(all["p90_days"], 90);
    assert!(all.get("days").is_none());
}

#[test]
fn status_and_calendar_say_whose_each_thing_is_and_what_to_type() {
    let home = stocked();
    let id = home.draft();
    let path = home.folder_of(&id).join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text + "\nMore.\n").unwrap();
    home.clm(&["-C", "hr", "new", "--template", "nda", "--party", "Acme AS", "--no-input"]).succeeds();
    let status = json(&home, &["status"]);
    assert_eq!(status["organisation"], "Northwind People AS, Northwind AS");
    assert_eq!(status["counts"], serde_json::json!([["draft", 2], ["active", 3]]));
    assert_eq!(status["unsaved"][0]["repository"], "sales");
    assert_eq!(status["unsaved"][0]["next"], format!("clm -C sales save {id}"));
    assert_eq!(status["me"], Value::Null, "the reader is called differently in the two");
    let next = status["items"].as_array().unwrap().iter().filter_map(|item| item["next"].as_str());
    assert!(next.clone().count() > 0 && next.clone().all(|next| next.starts_with("clm -C ")), "{status}");
    // What is suggested works from here.
    let suggested = status["unsaved"][0]["next"].as_str().unwrap();
    away(&home, &suggested.split(' ').skip(1).collect::<Vec<_>>()).succeeds();
    let told = away(&home, &["status"]).succeeds();
    assert!(told.out.contains("REPOSITORY") && told.out.contains("hege@people.example"), "{}", told.out);
    let mine = json(&home, &["status", "--mine"]);
    assert_eq!(mine["items"].as_array().unwrap().len(), 2);

    let calendar = json(&home, &["calendar", "--months", "14"]);
    let all: Vec<&Value> =
        calendar["months"].as_array().unwrap().iter().flat_map(|month| month["items"].as_array().unwrap()).collect();
    assert!(
        all.iter().any(|item| item["repository"] == "people") && all.iter().any(|item| item["repository"] == "sales")
    );
    away(&home, &["calendar"]).succeeds().says("people  payroll-00000003");
}

/// Records what was changed in a repository, with git alone.
fn commit(home: &Home, repository: &str) {
    let mut git = home.command("git");
    git.args(["-C", repository, "-c", "user.name=P", "-c", "user.email=p@p.example", "-c", "commit.gpgsign=false"]);
    home.run(git.args(["commit", "-qam", "by hand"])).succeeds();
}

#[test]
fn a_day_off_of_all_stands_once_and_others_say_whose() {
    let home = two();
    for (repository, calendar) in [("firm", "no"), ("hr", "dk")] {
        let path = home.path(repository).join("clm.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("calendar = \"{calendar}\"\n{text}")).unwrap();
        commit(&home, repository);
    }
    let calendar = json(&home, &["calendar", "--from", "2026-05", "--months", "1"]);
    let days = calendar["months"][0]["holidays"].as_array().unwrap();
    let of = |name: &str| days.iter().filter(|day| day["name"] == name).collect::<Vec<_>>();
    assert!(calendar["calendar"].is_null(), "{calendar}");
    assert_eq!(of("Ascension Day").len(), 1, "{days:?}");
    assert!(of("Ascension Day")[0].get("repository").is_none());
    assert_eq!(of("Labour Day")[0]["repository"], "sales", "in Norway only");
    away(&home, &["calendar", "--from", "2026-05"])
        .succeeds()
        .says("day off  sales  Labour Day")
        .says("off  Ascension");
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_answer() {
    let home = stocked();
    let whole = json(&home, &["list"]);
    // Gone, no repository, a file, a loop of links, inside another repository.
    fs::create_dir(home.path("empty")).unwrap();
    home.write("a-file", "x");
    symlink(home.path("loop"), home.path("loop")).unwrap();
    for (folder, code, exit) in [
        ("gone", "no-repository", 11),
        ("empty", "no-repository", 11),
        ("a-file", "no-repository", 11),
        ("loop", "disk", 1),
        ("firm/legal", "no-repository", 11),
    ] {
        list(&home, "broken", folder);
        let answer = away(&home, &["list", "--json"]).exits(exit);
        let found = answer.json();
        assert_eq!(found["items"], whole["items"], "{folder}");
        assert_eq!(found["failed"].as_array().unwrap().len(), 1);
        let failed = &found["failed"][0];
        assert_eq!((failed["repository"].as_str(), failed["error"]["code"].as_str()), (Some("broken"), Some(code)));
        assert_eq!(failed["error"]["exit"], exit);
        assert!(failed["error"]["hint"].as_str().is_some_and(|hint| hint.len() > 10), "{failed}");
        let line = answer.error();
        assert!(line["message"].as_str().unwrap().starts_with("`broken` ("), "{line}");
        // Never a condition, never a zero, however it is asked.
        for words in
            [&["list", "--exit-code"][..], &["search", "service"], &["due"], &["report"], &["status"], &["calendar"]]
        {
            away(&home, words).exits(exit).says("error: `broken`").says("hint:");
        }
        away(&home, &["due", "--monitor", "--warn", "400", "--crit", "30"]).exits(2).says("broken: ").says("CRITICAL");
        away(&home, &["due", "--monitor", "--warn", "3", "--crit", "1"]).exits(3).says("CLM UNKNOWN - broken: ");
        let feed = away(&home, &["due", "--days", "400", "--ics"]).exits(exit);
        assert_eq!(feed.out.matches("BEGIN:VEVENT").count(), 6);
    }
    // A page must not look whole.
    away(&home, &["report", "--html", "half.html"]).exits(11);
    let page = fs::read_to_string(home.path("away/half.html")).unwrap();
    assert!(page.contains("Without <bdi>broken</bdi>"), "{page}");
}

#[test]
fn a_damaged_repository_and_an_unreadable_policy_never_look_empty() {
    let home = stocked();
    let policy = home.path("hr/.clm/policy.toml");
    let text = fs::read_to_string(&policy).unwrap();
    fs::write(&policy, "members = 3\n").unwrap();
    commit(&home, "hr");
    away(&home, &["list"]).exits(7).says("`people`").says("policy").says("saas-00000001");
    fs::write(&policy, text).unwrap();
    commit(&home, "hr");
    away(&home, &["list"]).succeeds();
    // A head that names nothing that is there.
    let head = fs::read_to_string(home.path("hr/.git/refs/heads/main")).unwrap();
    fs::write(home.path("hr/.git/refs/heads/main"), "1111111111111111111111111111111111111111\n").unwrap();
    let answer = away(&home, &["list", "--json"]).exits(1);
    assert_eq!(answer.json()["failed"][0]["repository"], "people");
    fs::write(home.path("hr/.git/refs/heads/main"), head).unwrap();
    away(&home, &["list"]).succeeds();
}

#[test]
fn when_nobody_can_answer_nothing_is_printed_and_all_say_why() {
    let home = Home::new();
    away_folder(&home);
    away(&home, &["list", "--everywhere"]).exits(11).says("clm config set repository.NAME");
    away(&home, &["list"]).exits(11).says("clm init").says("clm config set repository.NAME");
    list(&home, "one", "gone");
    list(&home, "two", "gone-too");
    let answer = away(&home, &["due", "--json"]).exits(11);
    assert_eq!(answer.out, "");
    assert_eq!(answer.err.lines().count(), 2, "{}", answer.err);
    assert!(answer.error()["message"].as_str().unwrap().starts_with("`one` ("), "the first one's code counts, last");
    away(&home, &["due", "--monitor"]).exits(3).says("CLM UNKNOWN");
}

fn away_folder(home: &Home) {
    fs::create_dir_all(home.path("away")).unwrap();
}

#[test]
fn one_repository_of_two_names_is_asked_once() {
    let home = stocked();
    symlink(home.path("firm"), home.path("link")).unwrap();
    list(&home, "again", "link");
    list(&home, "git", "firm/.git");
    let answer = away(&home, &["list", "--json"]).succeeds();
    let found = answer.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 3);
    assert_eq!(row(&found["repositories"], "name", "again")["also"], serde_json::json!(["git", "sales"]));
    assert!(answer.err.contains("`again` and `sales` are one repository"), "{}", answer.err);
    assert_eq!(away(&home, &["list", "-q"]).succeeds().err, "");
}

#[test]
fn a_listed_name_opens_its_repository_and_a_path_wins() {
    let home = stocked();
    away(&home, &["-C", "people", "list"]).succeeds().says("payroll-00000003");
    away(&home, &["-C", "people", "tag", "payroll-00000003", "--add", "x"]).succeeds();
    let mut by_variable = home.command(env!("CARGO_BIN_EXE_clm"));
    by_variable.env("CLM_REPO", "people").current_dir(home.path("away"));
    home.run(by_variable.args(["list"])).succeeds().says("payroll-00000003");
    away(&home, &["-C", "poeple", "list"]).exits(11).says("clm config set repository.poeple FOLDER");
    // A folder of that name is what is meant, also when it is no repository.
    fs::create_dir(home.path("away/people")).unwrap();
    away(&home, &["-C", "people", "list"]).exits(11);
    home.clm(&["-C", "hr", "list"]).succeeds();
    list(&home, "gone", "nowhere");
    away(&home, &["-C", "gone", "list"]).exits(11).says("clm config unset repository.gone");
    // A home is understood in a list as on a command line.
    home.clm(&["config", "set", "repository.mine", "~/firm"]).succeeds();
    away(&home, &["-C", "mine", "list"]).succeeds().says("saas-00000001");
}

#[test]
fn what_does_not_go_together_is_refused() {
    let home = stocked();
    away(&home, &["list", "--at", "HEAD"]).exits(2).says("--at").says("-C NAME");
    home.in_firm(&["list", "--everywhere"]).exits(2).says("--everywhere");
    home.in_firm(&["list", "--at", "HEAD"]).succeeds();
    away(&home, &["list", "--as-of", "2026-06-01"]).succeeds().says("saas-00000001");
    assert_eq!(json(&home, &["due", "--today", "2027-06-01"])["today"], "2027-06-01");
    for command in ["show", "log", "verify", "sign", "remind"] {
        away(&home, &[command, "--everywhere"]).exits(2);
    }
    // A variable for every command gives way to the flag.
    let mut variable = home.command(env!("CARGO_BIN_EXE_clm"));
    variable.env("CLM_REPO", home.path("firm")).current_dir(home.path("away"));
    let all = home.run(variable.args(["list", "--everywhere", "--json"])).succeeds().json();
    assert_eq!(all["items"].as_array().unwrap().len(), 3);
}

#[test]
fn only_the_reader_lists_repositories_and_only_by_whole_paths() {
    let home = two();
    let set = |key: &str, value: &str| home.clm(&["config", "set", key, value]);
    set("repository.x", "/no/such/folder").succeeds().says("there is no such folder");
    home.clm(&["config", "unset", "repository.x"]).succeeds();
    set("repository.x", "firm").exits(7).says("whole path");
    set("repository.x", "../firm").exits(7);
    set("repository.x", "/a\nb").exits(7);
    set("repository.x", "").exits(7);
    set("repository.\u{1b}[31m", "/a").exits(3);
    set("repository.../x", "/a").exits(3);
    set("repository.X", "/a").exits(3);
    home.in_firm(&["config", "set", "repository.x", "/a", "--shared"]).exits(4).says("not for a repository to say");
    // A repository that lists others is not read at all.
    let path = home.path("hr/clm.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n[repository]\nspy = \"/etc\"\n")).unwrap();
    commit(&home, "hr");
    let answer = away(&home, &["list", "--json"]).exits(7);
    let found = answer.json();
    assert_eq!(found["repositories"].as_array().unwrap().len(), 1);
    assert!(found["failed"][0]["error"]["details"].to_string().contains("repository.spy"), "{found}");
    home.clm(&["-C", "hr", "list"]).exits(7).says("repository.spy");
}

#[test]
fn fifty_repositories_are_asked_as_one() {
    let home = stocked();
    let copy = |from: &Path, to: &Path| {
        assert!(home.command("cp").arg("-r").arg(from).arg(to).status().unwrap().success());
    };
    for n in 0..48 {
        let name = format!("copy-{n:02}");
        copy(&home.path("hr"), &home.path(&name));
    }
    let mut file = home.read(".config/clm/config.toml");
    for n in 0..48 {
        file.push_str(&format!("copy-{n:02} = \"{}\"\n", home.path(&format!("copy-{n:02}")).display()));
    }
    home.write(".config/clm/config.toml", file);
    let found = json(&home, &["list"]);
    assert_eq!(found["repositories"].as_array().unwrap().len(), 50);
    assert_eq!(found["items"].as_array().unwrap().len(), 51);
    assert_eq!(json(&home, &["report"])["contracts"], 51);
}

#[test]
fn the_shell_offers_the_names_that_are_listed() {
    let home = two();
    let asked = |words: &[&str]| {
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command.env("CLM_COMPLETE", "fish").current_dir(home.path("away")).arg("--").args(words);
        home.run(&mut command).succeeds().out
    };
    assert!(asked(&["clm", "-C", "peo"]).starts_with("people\t"), "{}", asked(&["clm", "-C", "peo"]));
    let id = home.draft();
    assert!(asked(&["clm", "-C", "sales", "show", ""]).contains(&id));
    assert!(asked(&["clm", "config", "unset", "repository.s"]).starts_with("repository.sales\t"));
    fs::create_dir(home.path("away/pears")).unwrap();
    let both = asked(&["clm", "-C", "pe"]);
    assert!(both.contains("people\t") && both.contains("pears"), "{both}");
}
