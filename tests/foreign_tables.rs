//! Tables as other systems export them: foreign headings, values and dates, files elsewhere, and the same table again.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use serde_json::Value;
use support::{Home, pdf};

const MAP: &str = "date = \"dd.mm.yyyy\"\ndecimal = \",\"\nignore = [\"Id\", \"Sist endret\"]\n\
    [columns]\n\"Dokument\" = \"file\"\n\"Avtale\" = \"title\"\n\"Inngått\" = \"on\"\n\"Til\" = \"end\"\n\"Beløp\" = \"value\"\n\"Fornyes\" = \"renews\"\n\
    \"Signert\" = \"by\"\n\
    [compose]\nparties = \"Northwind AS; {Motpart}\"\nnotice = \"{Oppsigelse} months\"\n\
    [constants]\nkind = \"supply\"\ncurrency = \"NOK\"\nper = \"year\"\n\
    [values.\"Fornyes\"]\n\"Ja\" = \"1 year\"\n\"Nei\" = \"\"\n[values.\"Signert\"]\n\"Papir\" = \"paper\"\n\"BankID\" = \"bankid\"\n";

const TABLE: &str = "\u{feff}Id;Dokument;Avtale;Motpart;Inngått;Til;Beløp;Fornyes;Oppsigelse;Signert;Sist endret\r\n\
    1;C:\\Arkiv\\a.pdf;\"Leveranse \"\"A\"\"\";Acme AS;31.01.2020;31.12.2026;120.000,50;Ja;3;Papir;x\r\n\
    2;b.pdf;=SUM(A1);\"Fjord; Eiendom\";1.2.2021;;;Nei;;BankID;y\r\n";

fn archive(home: &Home) {
    home.write("archive/a.pdf", pdf::of_lines(&["A"]));
    home.write("archive/sub/b.pdf", pdf::of_lines(&["B"]));
    home.write("papers/map.toml", MAP);
    home.write("papers/terms.csv", TABLE);
}

fn import<'a>(more: &[&'a str]) -> Vec<&'a str> {
    ["import", "--csv", "papers/terms.csv", "--map", "papers/map.toml", "--json"].iter().chain(more).copied().collect()
}

fn acts(report: &Value) -> Vec<&str> {
    report["items"].as_array().unwrap().iter().map(|item| item["act"].as_str().unwrap()).collect()
}

#[track_caller]
fn refused(home: &Home, args: &[&str], code: i32, words: &[&str]) {
    let before = home.git(&["rev-parse", "HEAD"]).succeeds().out;
    let answer = home.in_firm(args).exits(code);
    for word in words {
        assert!(answer.err.contains(word), "does not say `{word}`:\n{}", answer.err);
    }
    assert_eq!(home.git(&["rev-parse", "HEAD"]).succeeds().out, before);
    home.repository_is_sound();
}

#[test]
fn an_export_comes_in_by_its_mapping_and_a_second_run_has_nothing_to_do() {
    let home = Home::with_firm();
    archive(&home);
    let report = home.in_firm(&import(&["archive"])).succeeds().json();
    assert_eq!(acts(&report), ["import", "import"]);
    let read =
        |n: usize, file: &str| home.read(&format!("firm/{}/{file}", report["items"][n]["path"].as_str().unwrap()));
    let text = read(0, "contract.md");
    for line in [
        "title = \"Leveranse \\\"A\\\"\"",
        "kind = \"supply\"",
        "name = \"Northwind AS\"",
        "name = \"Acme AS\"",
        "end = 2026-12-31",
        "renews = \"1 year\"",
        "notice = \"3 months\"",
        "amount = \"120000.50\"",
        "currency = \"NOK\"",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let text = read(1, "contract.md");
    assert!(text.contains("title = \"=SUM(A1)\"") && text.contains("name = \"Eiendom\""), "{text}");
    assert!(!text.contains("renews") && !text.contains("notice"), "{text}");
    home.in_firm(&["verify", report["items"][1]["id"].as_str().unwrap(), "--json"]).succeeds().says("external");
    for again in [import(&["archive"]), import(&["archive/a.pdf", "archive/sub/b.pdf"])] {
        let report = home.in_firm(&again).succeeds().json();
        assert_eq!((report["commit"].clone(), acts(&report)), (Value::Null, vec!["present", "present"]), "{report}");
        assert_eq!(report["subject"], "nothing to do: all 2 files are imported already");
    }
    home.repository_is_sound();
}

#[test]
fn a_changed_row_is_told_with_the_command_that_takes_it_over() {
    let home = Home::with_firm();
    archive(&home);
    home.in_firm(&import(&["archive"])).succeeds();
    let before = home.git(&["rev-parse", "HEAD"]).succeeds().out;
    let changed =
        TABLE.replace("31.12.2026", "31.12.2027").replace("=SUM(A1)", "Bob's").replace("1.2.2021", "2.2.2021");
    home.write("papers/terms.csv", changed);
    let report = home.in_firm(&import(&["archive"])).succeeds().json();
    assert_eq!(acts(&report), ["differs", "differs"]);
    assert_eq!(home.git(&["rev-parse", "HEAD"]).succeeds().out, before);
    assert_eq!(
        report["items"][0]["differences"][0],
        "`Til` is `2027-12-31` in the row and `2026-12-31` in the contract"
    );
    assert_eq!(
        report["items"][1]["differences"][1],
        "executed on 2021-02-02 in the row, on 2021-02-01 in the recorded act"
    );
    for item in report["items"].as_array().unwrap() {
        let command = item["next"][0].as_str().unwrap().replace("clm set", "exec \"$0\" -C firm set");
        home.run(home.command("sh").args(["-c", &command, env!("CARGO_BIN_EXE_clm")])).succeeds();
    }
    let report = home.in_firm(&import(&["archive"])).succeeds().json();
    assert_eq!(acts(&report), ["present", "differs"], "{report}");
    assert_eq!(report["items"][1]["differences"].as_array().unwrap().len(), 1);
    home.in_firm(&["verify", "--all"]).succeeds();
    home.in_firm(&["import", "--csv", "papers/terms.csv", "--map", "papers/map.toml", "archive"])
        .succeeds()
        .says("of 1 the terms differ");
    home.write("papers/terms.csv", TABLE.replace("31.12.2026", "soon"));
    refused(
        &home,
        &import(&["archive"]),
        7,
        &["terms.csv:2: row 2, column `Til`: `soon` is no day written dd.mm.yyyy"],
    );
}

#[test]
fn files_without_rows_and_rows_without_files_are_named() {
    let home = Home::with_firm();
    archive(&home);
    home.write("archive/c.md", "Without a row.\n");
    let answer = home.in_firm(&import(&["archive"])).exits(7);
    assert!(answer.err.contains("archive/c.md: the day it was executed is unknown"), "{}", answer.err);
    let report = home.in_firm(&import(&["archive", "--on", "2020-01-01", "--party", "X AS"])).succeeds().json();
    assert_eq!(acts(&report), ["import", "import", "import"]);
    assert!(report["warnings"].to_string().contains("archive/c.md: no row of papers/terms.csv names it"), "{report}");
    let other = Home::with_firm();
    archive(&other);
    std::fs::rename(other.path("archive/sub/b.pdf"), other.path("archive/bb.pdf")).unwrap();
    refused(
        &other,
        &import(&["archive/a.pdf"]),
        7,
        &["row 3: b.pdf: there is no such file beside the CSV or among those named"],
    );
    refused(&other, &import(&["archive", "--on", "2020-01-01", "--party", "X AS"]), 7, &["did you mean `bb.pdf`?"]);
    let report = other.in_firm(&import(&["archive/a.pdf", "--skip-missing"])).succeeds().json();
    assert_eq!(acts(&report), ["import"]);
    assert!(report["warnings"].to_string().contains("terms.csv:3: row 3: b.pdf: there is no such file"), "{report}");
}

#[test]
fn a_name_is_one_file_and_a_row_one_contract() {
    let home = Home::with_firm();
    archive(&home);
    home.write("archive/b.pdf", pdf::of_lines(&["another b"]));
    refused(
        &home,
        &import(&["archive"]),
        7,
        &["row 3: b.pdf: `b.pdf` is the name of several files: archive/b.pdf, archive/sub/b.pdf"],
    );
    home.write("two.csv", "file,parties,on\na.pdf;b.pdf,A AS,2020-01-01\n");
    refused(
        &home,
        &["import", "--csv", "two.csv", "archive/a.pdf"],
        7,
        &["one row is one file, and further ones are named in `evidence`"],
    );
    home.write("archive/audit.txt", "who signed when\n");
    home.write("with.csv", "file,evidence,parties,on,by\na.pdf,audit.txt; b.pdf,A AS,2020-01-01,docusign\n");
    let report = home
        .in_firm(&["import", "--json", "--csv", "with.csv", "archive/a.pdf", "archive/audit.txt", "archive/b.pdf"])
        .succeeds()
        .json();
    assert_eq!(acts(&report), ["import"]);
    let folder = home.firm(report["items"][0]["path"].as_str().unwrap());
    for name in ["a.pdf", "audit.txt", "b.pdf"] {
        assert!(folder.join("files").join(name).is_file(), "{name}");
    }
    home.in_firm(&["verify", report["items"][0]["id"].as_str().unwrap()]).succeeds();
    std::fs::remove_file(folder.join("files/audit.txt")).unwrap();
    home.git(&["commit", "-qam", "lost"]).succeeds();
    home.in_firm(&["verify", report["items"][0]["id"].as_str().unwrap()]).exits(5).says("audit.txt");
    home.write("again.pdf", pdf::of_lines(&["A"]));
    let report = home.in_firm(&["import", "--json", "again.pdf"]).succeeds().json();
    assert!(
        report["warnings"][0].as_str().unwrap().contains("again.pdf: the same bytes as files/a.pdf of contract-"),
        "{report}"
    );
}

#[test]
fn a_mapping_is_strict() {
    let home = Home::with_firm();
    archive(&home);
    for (map, said) in [
        (MAP.replace("\"Til\" =", "\"Tid\" ="), "terms.csv:1: papers/map.toml speaks of no column `Til`, but of `Tid`"),
        (
            MAP.replace("\"Motpart\"", "\"X\"").replace("{Motpart}", "{Motparten}"),
            "the CSV has no column `Motparten`; did you mean `Motpart`?",
        ),
        (MAP.replace("\"Sist endret\"", "\"Annet\""), "or name it in `ignore`"),
        (
            MAP.replace("\"Ja\" =", "\"ja\" ="),
            "row 2, column `Fornyes`: `Ja` is not in the list [values] of papers/map.toml; did you mean `ja`?",
        ),
        (MAP.replace("decimal = \",\"", "decimal = \".\""), "row 2, column `Beløp`: `120.000,50` is no amount"),
        (MAP.replace("= \"end\"", "= \"ende\""), "papers/map.toml:8:1: unknown column `ende`; did you mean `end`?"),
        (MAP.replace("[columns]", "[column]"), "papers/map.toml:4:2: unknown key `column`; did you mean `columns`?"),
        (MAP.replace("dd.mm.yyyy", "dd.mm.yy"), "papers/map.toml:1:1"),
        (MAP.replace("currency = \"NOK\"", "currency = \"kroner\""), "papers/map.toml: [constants] currency: "),
        (MAP.replace("{Oppsigelse} months", "{Oppsigelse} moons"), "column `notice`"),
    ] {
        home.write("papers/map.toml", map);
        refused(&home, &import(&["archive"]), 7, &[said]);
    }
    refused(&home, &["import", "archive", "--map", "papers/map.toml"], 2, &["there is none"]);
    home.write("papers/map.toml", b"\xff");
    refused(&home, &import(&["archive"]), 7, &["not UTF-8"]);
    refused(
        &home,
        &["import", "archive", "--csv", "papers/terms.csv"],
        7,
        &["a --map file says what foreign headings mean"],
    );
}

#[test]
fn tables_of_other_kinds_say_how_to_save_them() {
    let home = Home::with_firm();
    for (bytes, said) in [
        (&b"PK\x03\x04xl/workbook.xml"[..], "save the table as CSV (UTF-8)"),
        (b"\xd0\xcf\x11\xe0", "save the table as CSV (UTF-8)"),
        (b"\xff\xfef\0i\0", "it is UTF-16"),
        (b"file;parties\na.md;Kj\xf8p\n", "iconv -f latin1 -t utf-8"),
    ] {
        home.write("table.csv", bytes);
        refused(&home, &["import", "--csv", "table.csv"], 7, &[said]);
    }
    home.write("a.md", "Text.\n");
    home.write("table.csv", "file,parties,on,start\na.md,A AS,45322,44927\n");
    refused(&home, &["import", "--csv", "table.csv"], 7, &["column `on`: `45322`"]);
    home.write("map.toml", "date = \"excel\"\n");
    let report = home.in_firm(&["import", "--json", "--csv", "table.csv", "--map", "map.toml"]).succeeds().json();
    assert!(report["items"][0]["path"].as_str().unwrap().starts_with("legal/contracts/2023-01/"), "{report}");
}

#[test]
fn lengths_of_time_are_read_in_five_languages() {
    let home = Home::with_firm();
    let table = |rows: &[(&str, &str, &str)]| {
        let row = |(length, notice, survives): &(&str, &str, &str)| {
            format!("a.md;Acme AS;2024-01-01;{length};{notice};{survives}\n")
        };
        let rows: String = rows.iter().map(row).collect();
        home.write("lengths.csv", format!("file;parties;start;term;notice;term.survives\n{rows}"));
    };
    let ask = ["import", "--csv", "lengths.csv", "--party", "Northwind AS", "--json"];
    for (length, notice, survives) in [
        ("twelve (12) months", "three (3) months", "2 years"),
        ("tolv måneder", "3 mnd.", "to år"),
        ("tolv (12) månader", "tre månader", "två år"),
        ("tolv måneder", "tre (3) måneder", "2 aar"),
        ("zwölf Monate", "drei Monaten", "zwei (2) Jahre"),
    ] {
        home.write("a.md", format!("# A\n\nOf {length}.\n"));
        table(&[(length, notice, survives)]);
        let told = home.in_firm(&[&ask[..], &["--dry-run"]].concat()).succeeds().json();
        assert_eq!(told["items"].as_array().unwrap().len(), 1, "{told}");
        let made = home.in_firm(&ask).succeeds().json();
        let path = made["items"][0]["path"].as_str().unwrap();
        let text = home.read(&format!("firm/{path}/contract.md"));
        for line in ["length = \"12 months\"", "notice = \"3 months\"", "survives = \"2 years\""] {
            assert!(text.contains(line), "{length}: {text}");
        }
    }
    home.write("a.md", "# A\n\nNew text.\n");
    table(&[("12 months", "three (4) months", ""), ("12 months", "ti virkedager", ""), ("a while", "1 month", "")]);
    refused(&home, &ask, 7, &["both 3 and 4", "working days", "`a while`"]);
}
