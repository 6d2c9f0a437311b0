//! The template and clause library, drafts from their paper, and batches: what each promises, and what each refuses.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod support;

use std::fs;

use support::{Answer, Home};

const CLAUSE: &str = "+++\n[clause]\ntitle = \"Liability\"\nlanguage = \"en\"\nuse = \"always\"\n+++\n## 2. Liability\n\nThe fees limit what {{ counterparty }} can claim.\n";
const UNCAPPED: &str = "+++\n[clause]\ntitle = \"No limit\"\nfallback_of = \"liability\"\nrank = 2\n+++\n## 2. Liability\n\nThere is no limit.\n";
const DOUBLE: &str = "+++\n[clause]\ntitle = \"Twice the fees\"\nfallback_of = \"liability\"\nrank = 1\n+++\n## 2. Liability\n\nTwice the fees limit it.\n";

/// A template `hire` with its own `[template.require]`, body and version.
fn hire(version: u32, require: &str, body: &str) -> String {
    format!(
        "+++\n[template]\nname = \"hire\"\ntitle = \"Employment\"\nkind = \"employment\"\nversion = {version}\n{require}\n\
         [[field]]\nname = \"salary\"\nlabel = \"Yearly salary\"\ntype = \"money\"\ncurrency = \"NOK\"\nrequired = true\n\n\
         [[field]]\nname = \"start\"\nlabel = \"First day\"\ntype = \"date\"\n\n\
         [contract]\ntitle = \"Employment of {{{{ counterparty }}}}\"\n\n\
         [[contract.party]]\nname = \"{{{{ organisation }}}}\"\n\n[[contract.party]]\nname = \"{{{{ counterparty }}}}\"\n\n\
         [contract.term]\nstart = \"{{{{ start }}}}\"\nevergreen = true\nnotice = \"1 month\"\n+++\n{body}"
    )
}

const BODY: &str = "# Employment\n\n{{ organisation }} employs {{ counterparty }} (the \"Employee\").\n\n## 1. Pay\n\nThe Employee gets {{ salary | money }} from {{ start | date }}.\n\n{% include \"liability\" %}\n";
const REQUIRE: &str = "[template.require]\nclauses = [\"Pay\", \"Liability\"]\nparties = 2\nnotice_within_term = true\nno_unused_fields = true\ndefined_terms = true\nmessages = { clauses = \"ask legal before leaving it out\" }\n";

fn put(home: &Home, file: &str, text: impl AsRef<[u8]>) {
    home.write(&format!("firm/legal/{file}"), text);
}

fn commit(home: &Home) {
    home.git(&["add", "-A"]).succeeds();
    home.git(&["commit", "-qm", "library", "--no-gpg-sign"]).succeeds();
}

/// A firm with the template `hire`, its clause and two fallbacks.
fn firm() -> Home {
    let home = Home::with_firm();
    // Beside three built-in templates that include no clause.
    home.git(&["rm", "-qr", "legal/clauses"]).succeeds();
    for file in fs::read_dir(home.firm("legal/templates")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if !["nda.md", "consulting.md", "consulting-nb.md"].contains(&name.as_str()) {
            home.git(&["rm", "-q", &format!("legal/templates/{name}")]).succeeds();
        }
    }
    put(&home, "templates/hire.md", hire(1, REQUIRE, BODY));
    put(&home, "clauses/liability.md", CLAUSE);
    put(&home, "clauses/liability--uncapped.md", UNCAPPED);
    put(&home, "clauses/liability--double.md", DOUBLE);
    commit(&home);
    home
}

fn new(home: &Home, more: &[&str]) -> Answer {
    let first = [
        "new",
        "--template",
        "hire",
        "--party",
        "Kari Nordmann",
        "--set",
        "salary=600000",
        "--set",
        "start=2027-01-01",
    ];
    let all: Vec<&str> = first.iter().chain(["--no-input", "--json"].iter()).chain(more).copied().collect();
    home.in_firm(&all)
}

fn id(answer: &Answer) -> String {
    answer.json()["items"][0]["id"].as_str().unwrap().to_owned()
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

fn text(home: &Home, id: &str) -> String {
    fs::read_to_string(home.folder_of(id).join("contract.md")).unwrap()
}

#[test]
fn clauses_are_listed_with_their_fallbacks_and_shown_with_their_text() {
    let home = firm();
    let listed = home.in_firm(&["clause", "list", "--json"]).succeeds().json();
    assert_eq!(listed["schema"], "clm.clauses/1");
    let clause = &listed["items"][0];
    assert_eq!(
        (&clause["name"], &clause["title"], &clause["use"]),
        (&"liability".into(), &"Liability".into(), &"always".into())
    );
    let ranks: Vec<&str> =
        clause["fallbacks"].as_array().unwrap().iter().map(|f| f["fallback"].as_str().unwrap()).collect();
    assert_eq!(ranks, ["double", "uncapped"], "the first retreat first");
    let plain = home.in_firm(&["clause", "list", "--plain"]).succeeds().out;
    assert_eq!(plain.lines().count(), 3);
    home.in_firm(&["clause", "list"]).succeeds().says("  liability=double");
    home.in_firm(&["clause", "show", "liability"]).succeeds().says("can claim").says("fallback 1: liability=double");
    let shown =
        home.in_firm(&["clause", "show", "legal/liability", "--fallback", "uncapped", "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["text"], "## 2. Liability\n\nThere is no limit.\n");
    home.in_firm(&["clause", "show", "liabilty"]).exits(3).says("did you mean `liability`");
    home.in_firm(&["clause", "show", "liability", "--fallback", "uncaped"]).exits(3).says("did you mean `uncapped`");
    home.in_firm(&["clause", "list", "-w", "leagl"]).exits(3).says("did you mean `legal`");
    put(&home, "clauses/broken.md", "+++\n[clause]\ntitel = \"x\"\n+++\ntext\n");
    put(&home, "clauses/orphan--soft.md", "+++\n[clause]\nfallback_of = \"orphan\"\nrank = 1\n+++\ntext\n");
    commit(&home);
    let answer = home.in_firm(&["clause", "list"]).succeeds();
    for said in [
        "legal/clauses/broken.md:3:1: there is no key `titel`",
        "did you mean `title`",
        "no clause `orphan`",
        "liability",
    ] {
        assert!(answer.out.contains(said) || answer.err.contains(said), "{said}: {answer:?}");
    }
}

#[test]
fn a_fallback_is_drawn_instead_of_its_clause_and_recorded() {
    let home = firm();
    let usual = id(&new(&home, &[]).succeeds());
    let soft = id(&new(&home, &["--clause", "liability=uncapped"]).succeeds());
    assert!(text(&home, &usual).contains("## 2. Liability\n\nThe fees limit what Kari Nordmann can claim.\n"));
    assert!(text(&home, &soft).contains("There is no limit.") && !text(&home, &soft).contains("[clause]"));
    let record = fs::read_to_string(home.folder_of(&soft).join("record.toml")).unwrap();
    for said in ["name = \"legal/hire\"", "version = 1", "fallbacks = [\"liability--uncapped\"]"] {
        assert!(record.contains(said), "{said} in {record}");
    }
    home.in_firm(&["show", &soft]).succeeds().says("version 1, current; with liability--uncapped");
    home.in_firm(&["list", "--outdated-template", "--json"]).succeeds().says("\"items\": []");
    let before = head(&home);
    for (clause, code, said) in [
        ("liability=uncaped", 3, "did you mean `uncapped`"),
        ("liabilty=uncapped", 3, "no fallback"),
        ("liability", 2, "KEY=VALUE"),
    ] {
        new(&home, &["--clause", clause]).exits(code).says(said);
    }
    new(&home, &["--clause", "liability=double", "--clause", "liability=uncapped"]).exits(2).says("two fallbacks");
    let nda = ["new", "--template", "nda", "--party", "Acme AS", "--no-input", "--clause", "liability=double"];
    home.in_firm(&nda).exits(2).says("includes no clause `liability`");
    assert_eq!(head(&home), before);
    home.in_firm(&["check", "--all"]).succeeds();
    home.repository_is_sound();
}

#[test]
fn template_check_passes_what_init_brings_and_what_is_right() {
    let home = firm();
    let all = home.in_firm(&["template", "check", "--json"]).succeeds().json();
    assert_eq!(
        (&all["schema"], &all["errors"], &all["clauses"]),
        (&"clm.template-check/1".into(), &0.into(), &3.into())
    );
    home.in_firm(&["template", "check", "hire", "legal/nda"]).succeeds().says("2 templates");
    home.in_firm(&["template", "check", "hier"]).exits(3).says("did you mean `hire`");
    home.in_firm(&["template", "check", "-w", "nowhere"]).exits(3);
}

/// Every way a library can be wrong: file, text, and what is said of it. Nothing is recorded by looking.
#[test]
fn each_fault_of_the_library_is_named_by_file_and_line() {
    let deep = "{% for a in [1,2,3,4,5,6,7,8,9,10] %}".repeat(9) + "x" + &"{% endfor %}".repeat(9);
    let nul = hire(1, "", "a\n\0");
    let asks = |require: &str, body: &str| hire(1, &format!("[template.require]\n{require}"), body);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "templates/hire.md",
            hire(1, "", "{{ salry }}").into_bytes(),
            "legal/templates/hire.md:34:1: error: there is no field `salry`; did you mean `salary`?",
        ),
        (
            "templates/hire.md",
            hire(1, "", "{% include \"liabilty\" %}").into_bytes(),
            "hire.md:34:1: error: there is no clause `liabilty`; did you mean `liability`?",
        ),
        ("templates/hire.md", hire(1, "", "{% if x %}").into_bytes(), "hire.md:34:"),
        ("templates/hire.md", hire(1, "", &deep).into_bytes(), "too many steps"),
        ("templates/hire.md", hire(0, "", "x").into_bytes(), "hire.md:6:11: error: `version` counts from 1"),
        ("templates/hire.md", b"text\n".to_vec(), "hire.md:1:1: error: the file does not begin with a front matter"),
        ("templates/hire.md", b"+++\n\xff\xfe\n+++\n".to_vec(), "hire.md:2:1: error: the file is not UTF-8"),
        ("templates/hire.md", nul.into_bytes(), "U+0000"),
        ("templates/hier.md", hire(1, "", "x").into_bytes(), "the template calls itself `hire`, its file says `hier`"),
        ("templates/hire.md", hire(1, "requires = true\n", "x").into_bytes(), "did you mean `require`?"),
        (
            "templates/hire.md",
            asks("clause = []\n", "x").into_bytes(),
            "no key `clause` in `[template.require]`; did you mean `clauses`?",
        ),
        ("templates/hire.md", asks("parties = 0\n", "x").into_bytes(), "a number from 1 to 100"),
        ("templates/hire.md", asks("parties = \"two\"\n", "x").into_bytes(), "to be a whole number"),
        ("templates/hire.md", asks("messages = { parties = \"x\" }\n", "x").into_bytes(), "not asserted"),
        (
            "templates/hire.md",
            asks("clauses = [\"Secrecy\"]\n", BODY).into_bytes(),
            "hire.md:7:1: error: there is no clause `Secrecy` [assertion]",
        ),
        ("templates/hire.md", asks("parties = 3\n", BODY).into_bytes(), "there are 2 parties, 3 are needed"),
        ("templates/hire.md", asks("parties = 2\n", "{{ counterparty }}").into_bytes(), "is not named in the text"),
        (
            "templates/hire.md",
            asks("no_unused_fields = true\n", "{{ start }}").into_bytes(),
            "error: the field `salary` is used nowhere",
        ),
        (
            "templates/hire.md",
            asks("defined_terms = true\n", "(the \"Employee\")").into_bytes(),
            "`Employee` is defined and never used",
        ),
        (
            "clauses/liability.md",
            b"{% include \"liability\" %}".to_vec(),
            "legal/clauses/liability.md:1:1: error: the clause `liability` includes itself",
        ),
        (
            "clauses/liability.md",
            b"+++\n[clause]\ntitle = 1\n+++\nx".to_vec(),
            "legal/clauses/liability.md:3:9: error: `title` is to be a string",
        ),
        (
            "clauses/liability.md",
            b"+++\n[clause]\n+++\nx {{ nobody }}".to_vec(),
            "legal/clauses/liability.md:4:3: error: there is no field `nobody`",
        ),
        ("clauses/liability.md", b"+++\n[clause]\nopen".to_vec(), "never closed"),
        ("clauses/liability.md", b"x \xff".to_vec(), "legal/clauses/liability.md:1:3: error: the file is not UTF-8"),
        ("clauses/liability.md", Vec::new(), "says nothing"),
        (
            "clauses/unused.md",
            b"x\n{{ a | uper }}".to_vec(),
            "legal/clauses/unused.md:2:1: error: there is no filter `uper`; did you mean `upper`?",
        ),
        (
            "clauses/gone--soft.md",
            b"+++\n[clause]\nfallback_of = \"gone\"\nrank = 1\n+++\nx".to_vec(),
            "no clause `gone` that it could stand in for",
        ),
        ("clauses/liability--more.md", UNCAPPED.into(), "liability--more has the rank 2 too"),
        ("clauses/liability--uncapped.md", UNCAPPED.replace("limit.", "{{ limit }}").into_bytes(), "no field `limit`"),
        (
            "clauses/liability--uncapped.md",
            UNCAPPED.replace("2. Liability", "2. Nothing").into_bytes(),
            "no clause `Liability`: ask legal before leaving it out (drawn with the fallback liability=uncapped)",
        ),
        ("clauses/liability--uncapped.md", UNCAPPED.replace("rank = 2\n", "").into_bytes(), "needs `rank`"),
    ];
    let home = firm();
    let before = head(&home);
    for (file, bytes, said) in &cases {
        put(&home, file, bytes);
        let answer = home.in_firm(&["template", "check"]).exits(7).says(said);
        assert!(!answer.out.contains("panicked"));
        home.in_firm(&["check"]).exits(7).says(said);
        home.git(&["checkout", "-q", "HEAD", "--", "."]).succeeds();
        home.git(&["clean", "-qfd"]).succeeds();
    }
    home.in_firm(&["template", "check"]).succeeds();
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

#[test]
fn what_a_template_asserts_is_judged_by_new_and_by_check_on_the_version_drawn_from() {
    let home = firm();
    let drawn = id(&new(&home, &[]).succeeds());
    let path = home.folder_of(&drawn).join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    let clause = text.find("## 2. Liability").unwrap();
    fs::write(&path, &text[..clause]).unwrap();
    let said = "there is no clause `Liability`: ask legal before leaving it out [assertion]";
    home.in_firm(&["check", &drawn]).exits(7).says(said);
    home.in_firm(&["save", &drawn]).succeeds();
    home.in_firm(&["check", "--all"]).exits(7).says(said);
    // The template asks less now: the contract is judged by what it was drawn from.
    put(&home, "templates/hire.md", hire(2, "", BODY));
    commit(&home);
    home.in_firm(&["check", &drawn]).exits(7).says(said);
    let later = id(&new(&home, &[]).succeeds());
    home.in_firm(&["check", &later]).succeeds();
    // And it asks more: new ones are refused, old ones are not judged by it.
    put(&home, "templates/hire.md", hire(3, "[template.require]\nparties = 3\n", BODY));
    commit(&home);
    let before = head(&home);
    new(&home, &[]).exits(7).says("there are 2 parties, 3 are needed");
    assert_eq!(head(&home), before);
    home.in_firm(&["check", &later]).succeeds();
}

#[test]
fn a_contract_says_when_its_template_was_changed_or_retired() {
    let home = firm();
    let plain = id(&new(&home, &[]).succeeds());
    let double = id(&new(&home, &["--clause", "liability=double"]).succeeds());
    let nda = home.draft();
    let outdated = |home: &Home| {
        let items = home.in_firm(&["list", "--outdated-template", "--json"]).succeeds().json();
        let ids: Vec<String> =
            items["items"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()).collect();
        (ids, items["templates"].clone())
    };
    assert_eq!(outdated(&home).0, [""; 0]);
    // A changed fallback concerns the one that has it; no version was counted up.
    put(&home, "clauses/liability--double.md", DOUBLE.replace("Twice", "Three times"));
    commit(&home);
    let (ids, templates) = outdated(&home);
    assert_eq!(ids, [double.as_str()]);
    assert_eq!((&templates[0]["state"], &templates[0]["now"]), (&"outdated".into(), &1.into()));
    put(&home, "templates/hire.md", hire(2, REQUIRE, &BODY.replace("# Employment", "# Contract of employment")));
    commit(&home);
    let (mut ids, templates) = outdated(&home);
    ids.sort();
    let mut both = [plain.clone(), double.clone()];
    both.sort();
    assert_eq!(ids, both);
    assert_eq!(
        (&templates[0]["template"], &templates[0]["recorded"], &templates[0]["now"]),
        (&"legal/hire".into(), &1.into(), &2.into())
    );
    home.in_firm(&["list", "--outdated-template"]).succeeds().says("legal/hire 1 → 2");
    home.in_firm(&["show", &plain]).succeeds().says("the template is at version 2 now");
    let signed = home.in_firm(&["sign", &plain, "--yes"]).succeeds();
    signed.says("note: drawn from legal/hire, version 1; the template is at version 2 now");
    assert!(!home.in_firm(&["sign", &nda, "--yes"]).succeeds().err.contains("template"));
    // Retired.
    home.in_firm(&["template", "retire", "hire"]).exits(2).says("-m");
    let before = home.read("firm/legal/templates/hire.md");
    home.in_firm(&["template", "retire", "hire", "-m", "see the new one", "-n"]).succeeds();
    assert_eq!(home.read("firm/legal/templates/hire.md"), before);
    home.in_firm(&["template", "retire", "hire", "-m", "replaced by \"hire-2\""]).succeeds();
    home.repository_is_sound();
    home.in_firm(&["template", "list"]).succeeds().says("2026-11-24: replaced by \"hire-2\"");
    let refused = new(&home, &[]).exits(4);
    let error = refused.error();
    assert!(
        error["message"].as_str().unwrap().contains("is retired since 2026-11-24: replaced by \"hire-2\""),
        "{error}"
    );
    home.in_firm(&["show", &double, "--json"]).succeeds().says("\"state\": \"retired\"");
    home.in_firm(&["template", "check"]).succeeds();
    home.in_firm(&["template", "retire", "hire", "-m", "again"]).succeeds().says("nothing to change");
    home.in_firm(&["template", "retire", "hire", "--undo"]).succeeds();
    assert_eq!(home.read("firm/legal/templates/hire.md"), before, "to the byte");
    new(&home, &[]).succeeds();
    home.in_firm(&["template", "retire", "hier", "-m", "x"]).exits(3);
    // Gone.
    fs::remove_file(home.firm("legal/templates/hire.md")).unwrap();
    commit(&home);
    assert_eq!(outdated(&home).1[0]["state"], "gone");
    home.in_firm(&["check", &double]).succeeds();
    home.repository_is_sound();
}

#[test]
fn their_paper_becomes_a_draft_to_the_byte() {
    let home = Home::with_firm();
    let nasty = "\u{feff}Intro\r\n\r\n# Mutual  *NDA* &amp; more\r\n\r\n+++\r\nid = \"x\"\r\n+++\n{{ 7*7 }} <b>\t \n\n```\nopen";
    let papers: [(&str, &str, &str); 4] = [
        ("Their NDA (1).md", nasty, "Mutual *NDA* & more"),
        ("plain.txt", "No heading, no line end", "plain"),
        ("front.md", "+++\nid = \"nda-7k2m9qxt\"\n+++\n# Theirs\n", "Theirs"),
        ("numbers.md", "## 1. Definitions\n\nx\n", "numbers"),
    ];
    for (name, body, title) in papers {
        home.write(name, body);
        let made = home
            .in_firm(&["new", "--from", name, "--kind", "nda", "--party", "Acme AS", "--no-input", "--json"])
            .succeeds();
        let id = id(&made);
        assert!(id.starts_with("nda-"));
        let folder = home.folder_of(&id);
        let contract = fs::read(folder.join("contract.md")).unwrap();
        assert!(
            contract.ends_with(format!("+++\n{body}").as_bytes()),
            "{name}: {}",
            String::from_utf8_lossy(&contract)
        );
        let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json();
        assert_eq!(shown["items"][0]["title"], title.replace("*NDA*", "NDA"), "{name}");
        assert_eq!(shown["items"][0]["parties"], serde_json::json!(["Northwind AS", "Acme AS"]));
        let record = fs::read_to_string(folder.join("record.toml")).unwrap();
        let kept = record.lines().find_map(|line| line.strip_prefix("file = \"")).unwrap().trim_end_matches('"');
        assert_eq!(fs::read(folder.join("files").join(kept)).unwrap(), body.as_bytes());
        assert!(record.contains("digest = \"sha256:"), "{record}");
        home.in_firm(&["check", &id]).says("1 contract");
        if name == "plain.txt" {
            home.in_firm(&["check", &id]).succeeds();
            fs::write(folder.join("files").join(kept), "other").unwrap();
            commit(&home);
            home.in_firm(&["check", &id]).exits(7).says("not the file any more");
        }
    }
    let set = ["--set", "term.length=12 months", "--set", "governing_law=Norway", "--title", "Ours", "--tag", "theirs"];
    let all: Vec<&str> = ["new", "--from", "plain.txt", "--party", "Acme AS", "--party", "Beta AS", "--json"]
        .iter()
        .chain(&set)
        .copied()
        .collect();
    let id = id(&home.in_firm(&all).succeeds());
    assert!(id.starts_with("other-"));
    for said in [
        "length = \"12 months\"",
        "governing_law = \"Norway\"",
        "title = \"Ours\"",
        "kind = \"other\"",
        "Beta AS",
        "A Signer",
    ] {
        assert!(text(&home, &id).contains(said), "{said}");
    }
    home.repository_is_sound();
}

#[test]
fn what_is_no_paper_is_refused_and_nothing_written() {
    let home = Home::with_firm();
    home.write("latin.txt", b"Kj\xf8p\n");
    home.write("nul.txt", b"a\0b");
    home.write("empty.md", b" \n");
    home.write("x.pdf", b"%PDF-1.4\n\xe2\xe3");
    home.write("good.md", b"# Good\n");
    let before = head(&home);
    for (args, code, said) in [
        (&["--from", "latin.txt", "--party", "A AS"][..], 7, "not UTF-8 at byte 2 (line 1"),
        (&["--from", "nul.txt", "--party", "A AS"], 7, "NUL"),
        (&["--from", "empty.md", "--party", "A AS"], 7, "empty"),
        (&["--from", "x.pdf", "--party", "A AS"], 7, "PDF"),
        (&["--from", "none.md", "--party", "A AS"], 7, "no such file"),
        (&["--from", "/dev/zero", "--party", "A AS"], 7, "no regular file"),
        (&["--from", "good.md"], 2, "--party NAME"),
        (&["--from", "good.md", "--party", "Northwind AS"], 7, "Northwind AS"),
        (&["--from", "good.md", "--party", "A\nB"], 7, "party"),
        (&["--from", "good.md", "--party", "A AS", "--kind", "N-D-A"], 7, "kind"),
        (&["--from", "good.md", "--party", "A AS", "--set", "id=nda-7k2m9qxt"], 2, "--kind"),
        (&["--from", "good.md", "--party", "A AS", "--set", "governing_lw=Norway"], 7, "governing_law"),
        (&["--from", "good.md", "--party", "A AS", "--set", "term.length=soon"], 7, "term.length"),
        (&["--from", "good.md", "--party", "A AS", "-w", "nowhere"], 3, "nowhere"),
        (&["--from", "good.md", "--party", "A AS", "--template", "nda"], 2, "cannot be used"),
        (&["--kind", "nda"], 2, "--from"),
    ] {
        let all: Vec<&str> = ["new", "--no-input"].iter().chain(args).copied().collect();
        home.in_firm(&all).exits(code).says(said);
    }
    home.in_firm(&["new", "--from", "good.md", "--party", "A AS", "-n"]).succeeds();
    assert_eq!(head(&home), before);
    home.repository_is_sound();
}

fn batch(home: &Home, csv: impl AsRef<[u8]>, more: &[&str]) -> Answer {
    home.write("people.csv", csv);
    let all: Vec<&str> = ["new", "--template", "hire", "--batch", "people.csv", "--no-input", "--json"]
        .iter()
        .chain(more)
        .copied()
        .collect();
    home.in_firm(&all)
}

#[test]
fn twenty_agreements_are_one_commit() {
    let home = firm();
    let count = |home: &Home| home.git(&["rev-list", "--count", "HEAD"]).succeeds().out.trim().parse::<u32>().unwrap();
    let before = count(&home);
    let mut csv = "\u{feff}Party;salary;start;title;tag\r\n".to_owned();
    for number in 1..=20 {
        csv.push_str(&format!("\"Person; {number} \"\"Å\"\"\";{number}00000;2027-01-{number:02};;new\r\n"));
    }
    let planned = batch(&home, &csv, &["-n"]).succeeds().json();
    assert_eq!((planned["items"].as_array().unwrap().len(), count(&home)), (20, before));
    let made = batch(&home, &csv, &["--tag", "spring", "--set", "start=2027-06-01"]).succeeds().json();
    assert_eq!(made["items"].as_array().unwrap().len(), 20);
    assert_eq!(count(&home), before + 1);
    assert!(made["subject"].as_str().unwrap().contains("20 contracts from legal/hire"), "{made}");
    let listed = home.in_firm(&["list", "--json"]).succeeds().json();
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.len(), 20);
    assert!(items.iter().all(|item| item["tags"] == serde_json::json!(["new", "spring"])));
    let third = items.iter().find(|item| item["parties"][1] == "Person; 3 \"Å\"").unwrap();
    assert_eq!((&third["title"], &third["status"]), (&"Employment of Person; 3 \"Å\"".into(), &"draft".into()));
    assert!(text(&home, third["id"].as_str().unwrap()).contains("start = 2027-01-03"), "a cell wins over --set");
    let one = batch(
        &home,
        "party,salary,title,owner\nKari,1,Special,signer@northwind.example\n",
        &["--clause", "liability=double"],
    )
    .succeeds();
    assert!(text(&home, &id(&one)).contains("Twice the fees"));
    home.git(&["verify-commit", "HEAD"]).succeeds();
    home.in_firm(&["check", "--all"]).exits(7).says("`start` is not filled in");
    home.repository_is_sound();
}

#[test]
fn one_bad_row_stops_a_batch_and_every_fault_is_named() {
    let home = firm();
    let before = head(&home);
    let csv = "party,salary,start,owner,tag\nKari,600000,2027-01-01,,\nOla,much,soon,,\n\n,1,,,\nPer,1,,nobody@x.example,\"a,b\"\nAnne,=1+1,,,\nShort,1\n";
    let answer = batch(&home, csv, &[]).exits(7);
    for said in [
        "people.csv:3: row 3, column `salary`: it is no amount",
        "people.csv:3: row 3, column `start`",
        "people.csv:5: row 4: no answer to `counterparty` (The other party's legal name)",
        "people.csv:6: row 5, column `owner`",
        "people.csv:6: row 5: `a,b` is not a tag",
        "people.csv:7: row 6, column `salary`: it begins like a formula",
        "people.csv:8: row 7: it has 2 cells, the header has 5",
    ] {
        assert!(answer.err.contains(said), "{said}: {}", answer.err);
    }
    assert!(!answer.err.contains("no answer to `salary`"), "a bad cell is told once: {}", answer.err);
    let lines: Vec<&str> = answer.err.split("\"people.csv:").skip(1).filter_map(|rest| rest.get(..1)).collect();
    assert!(lines.windows(2).all(|two| two[0] <= two[1]), "in the order of the file: {}", answer.err);
    let long = format!("party,salary\n{},1\n", "x".repeat(1 << 20));
    for (csv, said) in [
        (&b""[..], "the CSV is empty"),
        (b"party,salary\n", "no rows"),
        (b"party,salry\nKari,1\n", "did you mean `salary`?"),
        (b"party,counterparty\nKari,Kari\n", "are the same"),
        (b"party,salary,salary\nKari,1,1\n", "are the same"),
        (b"party,,salary\nKari,x,1\n", "column 2: it has no name"),
        (b"party,party 2,salary\nKari,Ola,1\n", "has no field `party 2`"),
        (b"party,salary\nKari,1\nO\0la,1\n", "people.csv:3: a NUL"),
        (b"party,salary\nKj\xf8p,1\n", "people.csv:2: not UTF-8"),
        (b"party,salary\nKari,\"1\n", "people.csv:2: a quote"),
        (b"party,salary\nNorthwind AS,1\n", "row 2: contract.md"),
        (b"party,salary\n@cmd,1\n", "formula"),
        (b"party,salary\n[[fill: x]],1\n", "blank"),
        (b"party,title,salary\nKari,\"a\nb\",1\n", "row 2"),
        (long.as_bytes(), "20000 bytes"),
    ] {
        batch(&home, csv, &[]).exits(7).says(said);
    }
    home.write("people.csv", "party\nKari\n");
    home.in_firm(&["new", "--template", "hire", "--batch", "none.csv"]).exits(7).says("no such file");
    home.in_firm(&["new", "--template", "hire", "--batch", "people.csv", "--edit"]).exits(2);
    batch(&home, "party,salary\nKari,1\n", &["--owner", "nobody@x.example"]).exits(3);
    assert_eq!(head(&home), before);
    assert_eq!(home.in_firm(&["list", "--json"]).succeeds().json()["items"].as_array().unwrap().len(), 0);
    home.repository_is_sound();
}
