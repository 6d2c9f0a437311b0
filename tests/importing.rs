//! Contracts that existed before clm come in byte for byte, in one commit, all of them or none.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use support::{Answer, Home};

/// Flags that are enough for any text.
const ENOUGH: [&str; 6] = ["--party", "Northwind AS", "--party", "Fjord Eiendom AS", "--on", "2023-11-20"];

fn import(home: &Home, file: &str, more: &[&str]) -> Answer {
    let args: Vec<&str> =
        ["import", "--json"].iter().chain(&ENOUGH).chain(more).chain(&["--", file]).copied().collect();
    home.in_firm(&args)
}

/// The imported contract: its item and its folder.
fn imported(home: &Home, file: &str, more: &[&str]) -> (Value, PathBuf) {
    let report = import(home, file, more).succeeds().json();
    let item = report["items"][0].clone();
    let folder = home.firm(item["path"].as_str().unwrap());
    (item, folder)
}

fn only_file(folder: PathBuf) -> PathBuf {
    let mut files = fs::read_dir(folder).unwrap();
    let file = files.next().unwrap().unwrap().path();
    assert!(files.next().is_none());
    file
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

/// The import is refused with `code`, says every one of `words`, and leaves no trace.
#[track_caller]
fn refused(home: &Home, args: &[&str], code: i32, words: &[&str]) {
    let before = (head(home), home.git(&["count-objects", "-v"]).succeeds().out);
    let answer = home.in_firm(args).exits(code);
    for word in words {
        assert!(answer.err.contains(word), "does not say `{word}`:\n{}", answer.err);
    }
    assert_eq!((head(home), home.git(&["count-objects", "-v"]).succeeds().out), before);
    home.repository_is_sound();
}

#[test]
fn the_text_is_kept_byte_for_byte_in_work_tree_and_head() {
    let home = Home::with_firm();
    let texts: [&[u8]; 7] = [
        b"# Lease\n\nThe tenant may give notice.\n",
        b"CR LF\r\nall the way\r\n",
        b"no final newline",
        b"mixed\r\nends\nand\rall  \n\n\n",
        "\u{feff}Kjøpsavtale – «æøå»\n".as_bytes(),
        b"text\n+++\nid = \"nda-7k2m9qxt\"\n+++\nmore\n",
        &[b'x'; 300_000],
    ];
    for (number, text) in texts.iter().enumerate() {
        let name = format!("paper-{number}.txt");
        home.write(&name, text);
        let (_, folder) = imported(&home, &name, &[]);
        let contract = fs::read(folder.join("contract.md")).unwrap();
        assert!(contract.ends_with(text), "{name}");
        assert!(contract[..contract.len() - text.len()].ends_with(b"\n+++\n"), "{name}");
        assert_eq!(fs::read(folder.join("files").join(&name)).unwrap(), *text, "{name}");
        let path = folder.strip_prefix(home.firm("")).unwrap().join("contract.md");
        let mut show = home.command("git");
        show.args(["-C", "firm", "show"]).arg(format!("HEAD:{}", path.display()));
        assert_eq!(show.output().unwrap().stdout, contract, "{name}");
    }
    home.repository_is_sound();
}

#[test]
fn an_imported_contract_has_its_terms_and_verifies_as_paper() {
    let home = Home::with_firm();
    home.write("office lease.md", "# Lease\n\nThe landlord lets the premises.\n");
    let terms =
        ["--kind", "lease", "--start", "2024-01-01", "--term", "5 years", "--notice", "6 months", "--tag", "premises"];
    let (item, folder) = imported(&home, "office lease.md", &terms);
    assert_eq!(item["status"], "active");
    assert_eq!(item["file"], "office lease.md");
    assert!(folder.starts_with(home.firm("legal/contracts/2024-01")), "{folder:?}");
    let id = item["id"].as_str().unwrap();
    assert!(id.starts_with("lease-"), "{id}");
    let front = fs::read_to_string(folder.join("contract.md")).unwrap();
    for line in [
        "title = \"Lease\"",
        "kind = \"lease\"",
        "name = \"Fjord Eiendom AS\"",
        "start = 2024-01-01",
        "length = \"5 years\"",
        "notice = \"6 months\"",
    ] {
        assert!(front.contains(line), "{line}\n{front}");
    }
    let record = fs::read_to_string(folder.join("record.toml")).unwrap();
    assert_eq!(record, "owner = \"signer@northwind.example\"\ntags = [\"premises\"]\n");
    let act = fs::read_to_string(only_file(folder.join("acts"))).unwrap();
    assert!(
        act.contains("act = \"executed\"") && act.contains("how = \"paper\"") && act.contains("on = 2023-11-20"),
        "{act}"
    );
    let verdict = home.in_firm(&["verify", id, "--json"]).succeeds().json();
    assert_eq!(verdict["items"][0]["verdict"], "paper");
    let commit = head(&home);
    home.git(&["verify-commit", commit.trim()]).succeeds();
    let said = home.git(&["log", "-1", "--format=%s%n%(trailers)"]).succeeds().out;
    assert!(said.starts_with(&format!("import: Lease ({id})\n")), "{said}");
    assert!(said.contains("Clm-Act: import"), "{said}");
    home.repository_is_sound();
}

#[test]
fn executed_on_another_platform_is_external() {
    let home = Home::with_firm();
    home.write("a.md", "Text.\n");
    let (item, _) = imported(&home, "a.md", &["--by", "external"]);
    let verdict = home.in_firm(&["verify", item["id"].as_str().unwrap(), "--json"]).succeeds().json();
    assert_eq!(verdict["items"][0]["verdict"], "external");
}

#[test]
fn a_csv_brings_many_in_one_commit() {
    let home = Home::with_firm();
    home.in_firm(&["workspace", "add", "hr"]).succeeds();
    home.write("papers/texts/a.md", "One.\n");
    home.write("papers/b.txt", "Two.\n");
    home.write(
        "papers/all.csv",
        "\u{feff}file;title;workspace;kind;parties;on;by;start;end;value;currency;per;tags;custom.matter;term.notice_ends;notice\r\n\
         texts/a.md;\"=HYPERLINK(\"\"x\"\")\";hr;employment;\"Northwind AS; Kari Nordmann\";2020-01-15;;2020-02-01;;;;;b;007;;\r\n\
         b.txt;Supply;;supply;\"Northwind AS;Acme AS\";2019-05-05;external;2019-06-01;2029-05-31;1200.50;NOK;year;a;;end of month;3 months\r\n",
    );
    let answer = home.in_firm(&["import", "--csv", "papers/all.csv", "--tag", "archive", "--json"]).succeeds();
    let report = answer.json();
    assert_eq!(report["subject"], "import: 2 contracts");
    assert_eq!(report["items"].as_array().unwrap().len(), 2);
    let read =
        |n: usize, file: &str| home.read(&format!("firm/{}/{file}", report["items"][n]["path"].as_str().unwrap()));
    assert!(read(0, "contract.md").contains("title = \"=HYPERLINK(\\\"x\\\")\""), "{}", read(0, "contract.md"));
    assert!(report["items"][0]["path"].as_str().unwrap().starts_with("hr/contracts/2020-02/"));
    assert_eq!(read(0, "record.toml").matches("matter = \"007\"").count(), 1);
    assert!(read(0, "record.toml").contains("tags = [\"archive\", \"b\"]"), "{}", read(0, "record.toml"));
    for line in [
        "end = 2029-05-31",
        "amount = \"1200.50\"",
        "currency = \"NOK\"",
        "per = \"year\"",
        "notice_ends = \"end of month\"",
    ] {
        assert!(read(1, "contract.md").contains(line), "{line}\n{}", read(1, "contract.md"));
    }
    home.in_firm(&["verify", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn one_bad_row_stops_all_and_every_fault_is_told() {
    let home = Home::with_firm();
    home.write("papers/good.md", "Good.\n");
    home.write("papers/latin.md", b"Kj\xf8p\n");
    home.write("papers/nul.md", b"a\nb\0c\n");
    home.write("papers/empty.md", b"");
    home.write(
        "papers/all.csv",
        "file,parties,on,start,term,value,currency,workspace\n\
         good.md,Northwind AS,2020-01-01,,,,,\n\
         latin.md,Northwind AS,2020-01-01,,,,,\n\
         nul.md,Northwind AS,2020-01-01,,,,,\n\
         empty.md,Northwind AS,2020-01-01,,,,,\n\
         missing.md,Northwind AS,2020-01-01,,,,,\n\
         good.md,,,,,,,\n\
         good.md,Northwind AS,1/2/2020,2020-13-01,some years,1.000,NOK,sales\n\
         good.md,Northwind AS\n\
         good.md,Northwind AS,2031-01-01,,,,,\n",
    );
    let words = [
        "all.csv:3: row 3: latin.md: not UTF-8 at byte 2",
        "all.csv:4: row 4: nul.md: a NUL at byte 3",
        "all.csv:5: row 5: empty.md: it is empty",
        "all.csv:6: row 6: missing.md: there is no such file",
        "all.csv:7: row 7: no party is named",
        "all.csv:8: row 8, column `on`: `1/2/2020`",
        "all.csv:8: row 8, column `start`: `term.start` must be a day",
        "all.csv:8: row 8, column `term`: `term.length`",
        "all.csv:8: row 8, column `workspace`: `sales` is no workspace",
        "all.csv:9: row 9: it has 2 cells, the header has 8",
        "all.csv:10: row 10: it was executed on 2031-01-01, which is still to come",
        "nothing was written",
    ];
    refused(&home, &["import", "--csv", "papers/all.csv"], 7, &words);
}

#[test]
fn a_csv_that_is_none_is_refused() {
    let home = Home::with_firm();
    home.write("a.md", "Text.\n");
    for (csv, said) in [
        ("", "the CSV is empty"),
        ("title,on\nx,2020-01-01\n", "no column `file`"),
        ("file,titel\na.md,x\n", "did you mean `title`?"),
        ("file,start,term.start\na.md,,\n", "are the same"),
        ("file,title\na.md,\"x\n", "never closed"),
    ] {
        home.write("all.csv", csv);
        refused(&home, &["import", "--csv", "all.csv"], 7, &[said]);
    }
    refused(&home, &["import", "--csv", "nowhere.csv"], 7, &["there is no such file"]);
    refused(&home, &["import"], 2, &["nothing to import"]);
}

#[test]
fn a_second_run_has_nothing_to_do() {
    let home = Home::with_firm();
    home.write("a.md", "One.\n");
    home.write("b.md", "Two.\n");
    let all = ["import", "a.md", "b.md", "--party", "Northwind AS", "--on", "2020-01-01"];
    home.in_firm(&all).succeeds();
    let before = head(&home);
    home.in_firm(&all).succeeds().says("a.md: already imported as contract-");
    let again = home.in_firm(&["import", "--json", "a.md"]).succeeds().json();
    assert_eq!((again["commit"].clone(), again["items"][0]["act"].as_str()), (Value::Null, Some("present")));
    assert_eq!(head(&home), before);
    home.write("c.md", "Three.\n");
    let more = home.in_firm(&[&all[..], &["c.md", "--json"]].concat()).succeeds().json();
    let made = more["items"].as_array().unwrap().iter().filter(|item| item["act"] == "import").count();
    assert_eq!(made, 1);
}

#[test]
fn the_same_bytes_twice_are_imported_once() {
    let home = Home::with_firm();
    home.write("a.md", "One.\n");
    home.write("copy.md", "One.\n");
    let report = home
        .in_firm(&["import", "a.md", "copy.md", "--party", "Northwind AS", "--on", "2020-01-01", "--json"])
        .succeeds()
        .json();
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
    assert!(report["warnings"][0].as_str().unwrap().contains("copy.md: the same bytes as a.md"), "{report}");
    home.write("all.csv", "file,parties,on\na.md,Northwind AS,2020-01-01\ncopy.md,Northwind AS,2021-01-01\n");
    let other = Home::with_firm();
    for name in ["a.md", "copy.md", "all.csv"] {
        other.write(name, home.read(name));
    }
    refused(
        &other,
        &["import", "--csv", "all.csv"],
        7,
        &["the same bytes as all.csv:2: row 2: a.md, with other terms"],
    );
}

#[test]
fn hostile_file_names_become_safe_ones() {
    let home = Home::with_firm();
    let names = ["a b (1).md", "two\nlines.md", "-rf", "🤝.md", "..md", "con.", "it's \"$(x)\".txt", "\u{202e}gpj.md"];
    for (number, name) in names.iter().enumerate() {
        home.write(name, format!("Text {number}.\n"));
        let (_, folder) = imported(&home, name, &[]);
        let original = only_file(folder.join("files"));
        let kept = original.file_name().unwrap().to_str().unwrap();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
        assert!(kept.chars().all(plain) && !kept.starts_with(['.', '-']) && !kept.ends_with('.'), "{kept}");
    }
    home.write("outside.md", "Outside.\n");
    home.write("papers/all.csv", "file,parties,on,folder\n../outside.md,A AS,2020-01-01,\n");
    home.in_firm(&["import", "--csv", "papers/all.csv"]).succeeds();
    for folder in ["../x", "a/../b", ".git", "acts", "a b", "/-x"] {
        home.write("papers/more.csv", format!("file,parties,on,folder\na b (1).md,A AS,2020-01-01,{folder}\n"));
        refused(&home, &["import", "--csv", "papers/more.csv"], 7, &["row 2"]);
    }
    home.repository_is_sound();
}

#[test]
fn hidden_text_is_told_and_stops_nothing() {
    let home = Home::with_firm();
    home.write("a.md", "Pay\u{200b} 100\nor \u{202e}001\n");
    let report = import(&home, "a.md", &[]).succeeds().json();
    let warning = report["warnings"][0].as_str().unwrap();
    assert!(warning.starts_with("a.md:1:4: ") && warning.contains("U+200B") && warning.contains("U+202E"), "{warning}");
    assert!(!report.to_string().contains('\u{202e}'));
    for number in 0..30 {
        home.write(&format!("many/{number}.md"), format!("{number}\u{200b}\n"));
    }
    let files: Vec<String> = (0..30).map(|number| format!("many/{number}.md")).collect();
    let mut args = vec!["import", "--party", "Northwind AS", "--on", "2020-01-01"];
    args.extend(files.iter().map(String::as_str));
    let answer = home.in_firm(&args).succeeds().says("30 warnings in all");
    assert_eq!(answer.err.matches("U+200B").count(), 20, "{}", answer.err);
}

#[test]
fn a_file_keeps_its_own_front_matter_to_the_byte() {
    let home = Home::with_firm();
    let own = "+++\r\n# ours\r\nid = \"lease-7k2m9qxt\"\r\ntitle = \"Lease\"\r\nkind = \"lease\"\r\n[[party]]\r\nname = \"A AS\"\r\n[term]\r\nstart = 2020-01-01\r\n+++\r\nText.\r\n";
    home.write("own.md", own);
    let made = home.in_firm(&["import", "own.md", "--party", "Other AS", "--json"]).succeeds().json();
    assert_eq!(made["items"][0]["id"], "lease-7k2m9qxt");
    assert_eq!(home.read(&format!("firm/{}/contract.md", made["items"][0]["path"].as_str().unwrap())), own);
    home.write("twin.md", own.replace("Text.", "Other text."));
    refused(&home, &["import", "twin.md"], 4, &["the id lease-7k2m9qxt belongs to another contract"]);
    home.write("bare.md", own.replace("id = \"lease-7k2m9qxt\"\r\n", ""));
    let made = home.in_firm(&["import", "bare.md", "--set", "term.notice=1 month", "--json"]).succeeds().json();
    let text = home.read(&format!("firm/{}/contract.md", made["items"][0]["path"].as_str().unwrap()));
    assert!(
        text.contains("# ours\r\n") && text.contains("notice = \"1 month\"") && text.ends_with("+++\r\nText.\r\n"),
        "{text}"
    );
    home.write("all.csv", "file,title\nother.md,Rent\n");
    home.write("other.md", own.replace("7k2m9qxt", "7k2m9qx0"));
    refused(&home, &["import", "--csv", "all.csv"], 7, &["column `title`: the file's own front matter says `Lease`"]);
    home.write("hugo.md", "+++\ndate = 2020-01-01\n+++\nText.\n");
    let answer = home.in_firm(&["import", "hugo.md", "--party", "A AS", "--on", "2020-01-01"]).succeeds();
    answer.says("hugo.md:2:1: unknown key `date`");
    home.repository_is_sound();
}

#[test]
fn without_a_person_every_missing_answer_is_named_at_once() {
    let home = Home::with_firm();
    home.write("a.md", "Text.\n");
    refused(&home, &["import", "a.md", "--no-input"], 2, &["--party NAME", "--on DATE"]);
    refused(&home, &["import", "a.md", "--party", "A AS", "--start", "2031-01-01"], 2, &["which is still to come"]);
    refused(&home, &["import", "a.md", "--party", "A AS", "--on", "2020-01-01", "--term", "soon"], 7, &["--term: "]);
    refused(&home, &["import", "a.md", "--set", "term.lenght=x"], 7, &["did you mean `length`?"]);
}

#[test]
fn who_may_not_record_may_not_import() {
    let home = Home::with_firm();
    home.new_key("jonas", "");
    home.in_firm(&[
        "member",
        "add",
        "jonas@northwind.example",
        "--name",
        "Jonas Berg",
        "--role",
        "drafter",
        "--workspace",
        "legal",
        "--pub",
        "jonas.pub",
    ])
    .succeeds();
    home.write("a.md", "Text.\n");
    let by_jonas = [&["import", "a.md", "--key", "jonas"][..], &ENOUGH].concat();
    refused(&home, &by_jonas, 4, &["record"]);
    home.new_key("stranger", "");
    let by_stranger = [&["import", "a.md", "--key", "stranger"][..], &ENOUGH].concat();
    refused(&home, &by_stranger, 4, &["belongs to no member"]);
}

#[test]
fn a_dry_run_tells_each_file_and_writes_nothing() {
    let home = Home::with_firm();
    home.write("a.md", "One.\n");
    home.write("b.md", "Two.\n");
    let before = head(&home);
    let all = ["import", "a.md", "b.md", "--party", "Northwind AS", "--on", "2020-01-01", "--dry-run"];
    let answer = home.in_firm(&all).succeeds().says("would record: import: 2 contracts");
    assert!(
        answer.out.contains("a.md") && answer.out.contains("b.md") && answer.out.contains("legal/contracts/2020-01")
    );
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn work_elsewhere_survives() {
    let home = Home::with_firm();
    home.write("a.md", "One.\n");
    home.write("firm/notes.txt", "staged\n");
    home.git(&["add", "notes.txt"]).succeeds();
    home.write("firm/notes.txt", "staged\nand more\n");
    home.write("firm/loose.txt", "untracked\n");
    import(&home, "a.md", &[]).succeeds();
    assert_eq!(home.git(&["status", "--porcelain"]).succeeds().out, "AM notes.txt\n?? loose.txt\n");
    assert_eq!(home.read("firm/notes.txt"), "staged\nand more\n");
}

#[test]
fn a_month_never_outgrows_its_folder() {
    let home = Home::with_firm();
    let mut csv = "file,parties,on\n".to_owned();
    for number in 0..260 {
        home.write(&format!("papers/{number}.md"), format!("Text {number}.\n"));
        csv.push_str(&format!("{number}.md,Northwind AS,2020-01-01\n"));
    }
    home.write("papers/all.csv", &csv);
    // With far fewer file handles than files: a batch keeps none of them open.
    let script = "ulimit -n 200; exec \"$1\" -C firm import --csv papers/all.csv";
    let mut limited = home.command("sh");
    limited.args(["-c", script, "sh", env!("CARGO_BIN_EXE_clm")]);
    home.run(&mut limited).succeeds().says("import: 260 contracts");
    let entries = |month: &str| fs::read_dir(home.firm(&format!("legal/contracts/{month}"))).unwrap().count();
    assert_eq!((entries("2020-01"), entries("2020-01-2")), (250, 10));
    home.write("last.md", "Last.\n");
    home.in_firm(&["import", "last.md", "--party", "A AS", "--on", "2020-01-20"]).succeeds();
    assert_eq!((entries("2020-01"), entries("2020-01-2")), (250, 11));
    home.repository_is_sound();
}

#[test]
fn a_large_import_needs_few_open_files() {
    let home = Home::with_firm();
    let mut rows = "file,title,parties,on\n".to_owned();
    for number in 0..400 {
        home.write(&format!("in/{number}.md"), format!("# Lease {number}\n\nThe landlord lets flat {number}.\n"));
        rows.push_str(&format!("{number}.md,Lease {number},Fjord Eiendom AS,2024-{:02}-01\n", number % 12 + 1));
    }
    home.write("in/all.csv", rows);
    let script = format!("ulimit -n 128; exec '{}' -C firm import --csv in/all.csv --quiet", env!("CARGO_BIN_EXE_clm"));
    home.run(home.command("sh").args(["-c", &script])).succeeds();
    home.repository_is_sound();
}
