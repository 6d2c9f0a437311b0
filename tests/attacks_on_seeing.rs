//! What a reader is shown is what is there: texts that hide or pretend are never frozen, and what strangers put into a
//! repository never acts where it is shown.
//!
//! The cases are those of groups C (34 to 50) and F (92 to 95) of our list of attacks. Each defect of a text is a file of
//! `fixtures/deception`, named for it. Elsewhere: clauses that loop or explode (47) in `src/template/tests/clauses.rs`,
//! templates changed after a draft (49) in `library.rs`, queries that break programs (94) in `hostile.rs`.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clm::render::visible;
use support::{Answer, Home};

/// The cases of the list, each with the codes of the defects that make it.
const CASES: &[(u32, &[&str])] = &[
    (34, &["bidi-control"]),
    (
        35,
        &["zero-width", "tag-character", "soft-hyphen", "variation-selector", "invisible-character", "byte-order-mark"],
    ),
    (36, &["mixed-script", "confusable-word", "confusable-name", "styled-letter"]),
    (37, &["non-nfc"]),
    (38, &["carriage-return", "mixed-line-endings", "crlf", "line-separator"]),
    (39, &["nul", "control-character"]),
    (40, &["html-comment"]),
    (41, &["raw-html"]),
    (42, &["link-mismatch", "unsafe-link", "link-title"]),
    (43, &["unused-reference"]),
    (44, &["pushed-text"]),
    (45, &["foreign-digit", "digit-look-alike"]),
    (46, &["template-syntax", "front-matter"]),
    (48, &["remote-image", "remote-link"]),
];

const HEADER: &str =
    "title = \"Services\"\nkind = \"nda\"\n\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = \"Acme AS\"\n";

struct Defect {
    code: String,
    file: String,
    contract: Vec<u8>,
    is_body: bool,
}

/// Every defect as a whole `contract.md` of the contract called `id`.
fn defects(id: &str) -> Vec<Defect> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/deception");
    let mut defects = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
        if !matches!(ending.as_str(), "md" | "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let code = path.file_stem().unwrap().to_string_lossy().split("--").next().unwrap().to_owned();
        let is_body = ending == "md";
        let (header, body) = if is_body { (HEADER, text.as_str()) } else { (text.as_str(), "The agreement.\n") };
        let contract = format!("+++\nid = \"{id}\"\n{header}+++\n{body}").into_bytes();
        defects.push(Defect { code, file, contract, is_body });
    }
    defects.sort_by(|a, b| a.file.cmp(&b.file));
    defects
}

/// Nothing in either stream would act on a terminal, and a refusal is said.
#[track_caller]
fn shows_safely(answer: &Answer, told: &str) {
    let acts = |text: &str| text.chars().find(|c| !matches!(c, '\n' | '\t') && visible::acts(*c));
    assert_eq!((acts(&answer.out), acts(&answer.err)), (None, None), "{told}: {answer:?}");
    assert!(!answer.err.contains("panicked"), "{told}: {answer:?}");
    assert!(answer.code == 0 || !(answer.err.trim().is_empty() && answer.out.trim().is_empty()), "{told}: {answer:?}");
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out
}

fn commit(home: &Home) {
    home.git(&["add", "-A"]).succeeds();
    home.git(&["commit", "-qm", "plain", "--no-gpg-sign"]).succeeds();
}

#[test]
fn every_case_of_the_list_has_its_defects() {
    let codes: Vec<String> = defects("nda-7k2m9qxt").into_iter().map(|defect| defect.code).collect();
    for (number, needed) in CASES {
        for code in *needed {
            assert!(codes.iter().any(|known| known == code), "case {number}: no fixture {code}");
        }
    }
    let named = |code: &String| CASES.iter().any(|(_, needed)| needed.contains(&code.as_str()));
    let unnamed: Vec<&String> = codes.iter().filter(|code| !named(code)).collect();
    assert!(unnamed.is_empty(), "defects of no case: {unnamed:?}");
}

/// Verdict 7, with the place and, where it is one character, the code point; then neither signing, preparing nor sending freezes it.
#[test]
fn a_text_that_hides_or_pretends_is_named_and_never_frozen() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    let id = home.draft();
    let contract = home.folder_of(&id).join("contract.md");
    for defect in defects(&id) {
        let told = &defect.file;
        fs::write(&contract, &defect.contract).unwrap();
        let checked = home.in_firm(&["check", &id, "--json"]).exits(7);
        shows_safely(&checked, told);
        let items = checked.json()["items"].as_array().unwrap().clone();
        // What the header's own reader refuses is named in its words.
        let is_it = |item: &&serde_json::Value| {
            item["severity"] == "error" && (item["code"] == defect.code.as_str() || !defect.is_body)
        };
        let found = items.iter().find(is_it).unwrap_or_else(|| panic!("{told}: not named: {items:?}"));
        assert!(found["line"].as_u64() > Some(0) && found["column"].as_u64() > Some(0), "{told}: {found}");
        assert!(!defect.is_body || found["line"].as_u64() > Some(11), "{told}: the place is not the file's: {found}");
        // A draft may hold it while people work on it, unless nobody could read it.
        let saved = home.in_firm(&["save", &id]);
        assert!([0, 7].contains(&saved.code), "{told}: {saved:?}");
        shows_safely(&saved, told);
        let (before, refusal) = (head(&home), if saved.code == 0 { 7 } else { 8 });
        let signed = home.in_firm(&["sign", &id, "--yes"]).exits(refusal);
        shows_safely(&signed, told);
        shows_safely(&home.prepare_for_acme(&id).exits(refusal), told);
        let out = home.path("out");
        shows_safely(&home.in_firm(&["send", &id, "-o", out.to_str().unwrap()]).exits(refusal), told);
        assert!(!home.path("acme.json").exists() && !out.exists(), "{told}: something went out");
        assert_eq!(head(&home), before, "{told}");
    }
    let shown = home.in_firm(&["show", &id, "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["signing"], "draft");
}

/// An annex is part of what is signed, and hides nothing either. Bytes that are no text are nobody's text.
#[test]
fn an_annex_hides_nothing_either() {
    let home = Home::with_firm();
    let id = home.draft();
    let annexes = home.folder_of(&id).join("annexes");
    fs::create_dir(&annexes).unwrap();
    for (name, text, code) in [
        ("prices.md", "An hour is NOK \u{202e}0021.\n", "bidi-control"),
        ("prices.md", "An hour is 1200.\n<!-- and a day 99000 -->\n", "html-comment"),
        ("prices.txt", "An hour is 12\u{200b}00.\n", "zero-width"),
        ("prices.md", "An hour is {{ price }}.\n", "template-syntax"),
        ("prices.md", "An hour is [[fill: price]].\n", "unfilled"),
        ("prices.txt", "one\r\ntwo\n", "mixed-line-endings"),
    ] {
        fs::write(annexes.join(name), text).unwrap();
        let checked = home.in_firm(&["check", &id, "--json"]).exits(7);
        shows_safely(&checked, code);
        let items = checked.json()["items"].as_array().unwrap().clone();
        let there = |item: &&serde_json::Value| item["code"] == code && item["file"].as_str().unwrap().ends_with(name);
        let found = items.iter().find(there).unwrap_or_else(|| panic!("{code}: {items:?}"));
        assert!(found["line"].as_u64() > Some(0), "{found}");
        home.in_firm(&["save", &id]).succeeds();
        shows_safely(&home.in_firm(&["sign", &id, "--yes"]).exits(7).says(name), code);
        fs::remove_file(annexes.join(name)).unwrap();
    }
    fs::write(annexes.join("prices.txt"), "An hour is 1200.\r\nA day is 9000.\r\n").unwrap();
    fs::write(annexes.join("plan.bin"), b"\0\xff\x1b").unwrap();
    fs::write(annexes.join("scan.txt"), b"\xff\xfe\0").unwrap();
    home.in_firm(&["save", &id]).succeeds();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
}

/// The page shows the bytes as they are: markup as text, what has no ink by its code point, nothing to load or to follow.
#[test]
fn the_page_shows_what_is_there_and_nothing_else() {
    let home = Home::with_firm();
    let id = home.draft();
    let contract = home.folder_of(&id).join("contract.md");
    let text = fs::read_to_string(&contract).unwrap();
    let hostile = "\nThe fee is \u{202e}001\u{202c} and zero\u{200b}width.\n\n<!-- unseen -->\n\n<p style=\"display:none\">gone</p>\n\n\
        <script>alert(1)</script>\n\n![x](https://evil.example/x.png \"tip\") [y](javascript:alert(1)) <img src=x onerror=alert(1)>\n\n\
        [unused]: https://evil.example \"carried\"\n";
    fs::write(&contract, format!("{text}{hostile}")).unwrap();
    home.in_firm(&["save", &id]).succeeds();
    let page = home.in_firm(&["export", &id, "--format", "html"]).succeeds().out;
    for loading in
        ["<script", "<img", "<iframe", "<!-- unseen", "<p style", "href=\"https", "href=\"javascript", "src="]
    {
        let lower = page.to_ascii_lowercase();
        assert!(!lower.contains(loading) || loading == "src=" && !lower.contains(" src=\""), "{loading}");
    }
    for seen in ["202E", "200B", "unseen", "gone", "alert(1)", "carried", "tip", "evil.example"] {
        assert!(page.contains(seen), "{seen} is in the text and not on the page");
    }
    assert!(!page.contains(['\u{202e}', '\u{202c}', '\u{200b}']), "a character that acts is on the page");
}

/// Case 47 through the binary: a template reaches no file but its clauses, and nothing runs away.
#[test]
fn a_template_includes_clauses_and_nothing_else() {
    let home = Home::with_firm();
    home.write("secret.md", "TOP SECRET\n");
    let template = |body: &str| {
        format!(
            "+++\n[template]\nname = \"odd\"\ntitle = \"Odd\"\nkind = \"nda\"\n[contract]\ntitle = \"T\"\n\
             [[contract.party]]\nname = \"{{{{ counterparty }}}}\"\n+++\n{body}\n"
        )
    };
    let clauses = home.firm("legal/clauses");
    fs::create_dir_all(&clauses).unwrap();
    std::os::unix::fs::symlink(home.path("secret.md"), clauses.join("linked.md")).unwrap();
    fs::write(clauses.join("loop.md"), "{% include \"loop\" %}\n").unwrap();
    for number in 0..8 {
        let next = format!("{{% include \"grow-{}\" %}}", number + 1).repeat(10);
        fs::write(clauses.join(format!("grow-{number}.md")), next).unwrap();
    }
    fs::write(clauses.join("grow-8.md"), "more and more\n").unwrap();
    for body in [
        "{% include \"../secret\" %}",
        "{% include \"../../secret.md\" %}",
        "{% include \"/etc/passwd\" %}",
        "{% include \"linked\" %}",
        "{% include \"loop\" %}",
        "{% include \"grow-0\" %}",
    ] {
        fs::write(home.firm("legal/templates/odd.md"), template(body)).unwrap();
        commit(&home);
        let started = Instant::now();
        let checked = home.in_firm(&["template", "check"]).exits(7);
        let drawn = home.in_firm(&["new", "--template", "odd", "--party", "Acme AS", "--no-input"]);
        assert!([3, 7].contains(&drawn.code), "{body}: {drawn:?}");
        for answer in [checked, drawn] {
            shows_safely(&answer, body);
            assert!(!answer.out.contains("TOP SECRET") && !answer.err.contains("TOP SECRET"), "{body}: {answer:?}");
        }
        assert!(started.elapsed() < Duration::from_secs(30), "{body} took {:?}", started.elapsed());
        assert_eq!(home.git(&["status", "--porcelain"]).succeeds().out, "", "{body}: something was drawn");
    }
}

/// Case 50: what is shown to be signed is the same for every terminal and every language of the machine.
#[test]
fn what_is_shown_to_be_signed_does_not_depend_on_the_machine() {
    let home = Home::with_firm();
    let id = home.draft();
    let shown = |width: &str, locale: &str, zone: &str| {
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command.env("COLUMNS", width).env("LC_ALL", locale).env("LANG", locale).env("TZ", zone);
        let page = home.run(command.args(["-C", "firm", "export", &id, "--format", "html"])).succeeds().out;
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command.env("COLUMNS", width).env("LC_ALL", locale).env("TZ", zone);
        (page, home.run(command.args(["-C", "firm", "show", &id, "--raw"])).succeeds().out)
    };
    let first = shown("200", "C.UTF-8", "UTC");
    for (width, locale, zone) in
        [("20", "C", "America/New_York"), ("80", "tr_TR.UTF-8", "Asia/Tokyo"), ("0", "de_DE.ISO-8859-1", "nowhere")]
    {
        assert_eq!(shown(width, locale, zone), first, "{width} {locale} {zone}");
    }
}

/// Texts that steer terminals: the old ones, C1 in one character, the clipboard, a link, a title, an overwritten line.
const STEERING: &[&str] = &[
    "\u{1b}[2J\u{1b}[H",
    "\u{9b}31m",
    "\u{1b}]52;c;cm0gLXJmIH4=\u{7}",
    "\u{1b}]8;;https://evil.example\u{1b}\\Acme\u{1b}]8;;\u{1b}\\",
    "\u{1b}]0;owned\u{7}",
    "valid\rbroken",
    "\u{90}q\u{9c}",
    "\u{202e}dilav",
];

/// A contract made by a stranger with git alone, whose every text is `text`; of every second one the header is sound.
fn smuggled(home: &Home, number: usize, text: &str) -> (String, PathBuf) {
    let id = format!("nda-0000000{number}");
    let in_header = if number.is_multiple_of(2) { text } else { "" };
    let quoted: String = in_header.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    let folder = home.firm(&format!("legal/contracts/odd-0000000{number}"));
    fs::create_dir_all(folder.join("files")).unwrap();
    let header = format!(
        "+++\nid = \"{id}\"\ntitle = \"T{quoted}\"\nkind = \"nda\"\n[[party]]\nname = \"Northwind AS\"\n\
         [[party]]\nname = \"Acme{quoted}\"\n[term]\nstart = 2026-01-01\nlength = \"12 months\"\n+++\n"
    );
    fs::write(folder.join("contract.md"), format!("{header}# Clause {text}\n\nWords {text} words.\n")).unwrap();
    fs::write(folder.join("record.toml"), format!("owner = \"x\"\ntags = [\"{quoted}\"]\n")).unwrap();
    // Git takes any name that is no path of its own.
    let name: String = text.chars().filter(|c| *c != '/').collect();
    fs::write(folder.join("files").join(format!("a{name}.pdf")), "x").unwrap();
    (id, folder)
}

#[test]
fn nothing_a_stranger_wrote_steers_a_terminal() {
    let home = Home::with_firm();
    let mut ids = Vec::new();
    for (number, text) in STEERING.iter().enumerate() {
        ids.push(smuggled(&home, number, text).0);
        home.git(&["add", "-A"]).succeeds();
        let author = format!("Eve {} <eve@evil.example>", text.replace(['\n', '\r', '<', '>'], ""));
        let subject = format!("subject {text}\n\nClm-Act: sign\nClm-Contract: {text}\n");
        home.git(&["commit", "-q", "--no-gpg-sign", "--author", &author, "-m", &subject]).succeeds();
    }
    let questions: &[&[&str]] = &[
        &["list", "--all"],
        &["log"],
        &["check"],
        &["verify", "--all"],
        &["status"],
        &["due", "--days", "800"],
        &["search", "words"],
        &["report"],
        &["doctor"],
        &["calendar"],
        &["diff"],
        &["search", "--history", "words"],
    ];
    let each: Vec<Vec<&str>> = ids
        .iter()
        .flat_map(|id| [vec!["show", id.as_str(), "--text"], vec!["log", id.as_str()], vec!["verify", id.as_str()]])
        .collect();
    for question in questions.iter().map(|question| question.to_vec()).chain(each) {
        for form in [None, Some("--plain"), Some("--json")] {
            let asked: Vec<&str> = question.iter().copied().chain(form).collect();
            let answer = home.in_firm(&asked);
            assert!(answer.code < 12 && answer.code >= 0, "{asked:?}: {answer:?}");
            shows_safely(&answer, &format!("{asked:?}"));
        }
    }
    // The message of a refusal names them safely too.
    for id in &ids {
        shows_safely(&home.in_firm(&["sign", id, "--yes"]).exits(7), id);
        shows_safely(&home.in_firm(&["sign", id, "--for", "Acme\u{1b}[2J", "--prepare", "x", "--pub", "x"]), id);
    }
}

/// Case 93: lines for scripts end in spreadsheets.
#[test]
fn no_field_of_a_plain_line_is_a_formula() {
    let home = Home::with_firm();
    let formulas =
        ["=HYPERLINK(\"https://evil.example\";\"Pay\")", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0"];
    for formula in formulas {
        let (party, title) = (format!("--party={formula}"), format!("--title={formula}"));
        home.in_firm(&["new", "--template", "nda", &party, &title, "--no-input"]).succeeds();
    }
    for question in [&["list", "--all"][..], &["search", "party"], &["due", "--days", "9000"], &["status"], &["log"]] {
        let answer = home.in_firm(&[question, &["--plain"]].concat()).succeeds();
        for field in answer.out.lines().flat_map(|line| line.split('\t')) {
            let number = field.trim_start_matches('-').chars().all(|c| c.is_ascii_digit());
            assert!(!field.starts_with(['=', '@', '+', '-', '\r']) || number, "{question:?}: {field}");
        }
    }
    let listed = home.in_firm(&["list", "--all", "--json"]).succeeds().json();
    let titles: Vec<&str> =
        listed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert!(formulas.iter().all(|formula| titles.contains(formula)), "JSON is exact: {titles:?}");
}

/// Case 94: however a query is built, it is answered or refused in bounded time and space.
#[test]
fn a_query_is_no_bomb() {
    let home = Home::with_firm();
    home.draft();
    let bombs = [
        "(".repeat(5_000),
        "((((((((a OR b) AND c) OR d) AND e) OR f) AND g) OR h) AND i)".repeat(200),
        "a* OR ".repeat(5_000) + "b",
        "*".repeat(20_000),
        "\"".repeat(9_999),
        "-".repeat(20_000),
        "/(a+)+$/".repeat(100),
        "title:".repeat(5_000),
        "value:>".to_owned() + &"9".repeat(50_000),
        "notice:<99999999999999999999d".to_owned(),
        "end:<9999-99-99".to_owned(),
        "w\u{301}".repeat(20_000),
    ];
    for bomb in &bombs {
        let told: String = bomb.chars().take(40).collect();
        for command in ["search", "list"] {
            let started = Instant::now();
            let answer = home.in_firm(&[command, "--", bomb]);
            assert!([0, 2, 7].contains(&answer.code), "{command} {told}: {}", answer.code);
            shows_safely(&answer, &told);
            assert!(started.elapsed() < Duration::from_secs(20), "{command} {told}: {:?}", started.elapsed());
            assert!(answer.err.len() < 20_000, "{command} {told}: a refusal of {} bytes", answer.err.len());
        }
    }
}

/// Case 95: what comes back from strangers is checked before anything is written.
#[test]
fn what_comes_back_malformed_leaves_no_trace() {
    let home = Home::with_firm();
    home.new_key("acme", "");
    let id = home.draft();
    home.in_firm(&["sign", &id, "--yes"]).succeeds();
    home.prepare_for_acme(&id).succeeds();
    let good = home.read("acme.json");
    let before = head(&home);
    let refuse = |name: &str, bytes: &[u8]| {
        let _ = fs::remove_file(home.path("reply.json.sig"));
        home.write("reply.json", bytes);
        home.sign_elsewhere("acme", "reply.json");
        let answer = home.in_firm(&["receive", "reply.json", "reply.json.sig", "--basis", "mail"]);
        assert!([3, 4, 5, 7].contains(&answer.code), "{name}: {answer:?}");
        shows_safely(&answer, name);
        assert_eq!(head(&home), before, "{name}");
        assert_eq!(home.git(&["status", "--porcelain"]).succeeds().out, "", "{name}");
    };
    refuse("empty", b"");
    refuse("nothing but white space", b" \n \n");
    refuse("cut off", &good.as_bytes()[..good.len() / 2]);
    refuse("no text", b"\0\xff\xfe\x1b[2J");
    refuse("a zip", b"PK\x03\x04\x14\0\0\0\x08\0../../../etc/passwd");
    refuse("deep", format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)).as_bytes());
    refuse("a number that ends nowhere", format!("{{\"a\": 1e{}}}", "9".repeat(10_000)).as_bytes());
    refuse("large", format!("{{\"a\": \"{}\"}}", "x".repeat(8 << 20)).as_bytes());
    refuse("said twice", good.replacen("\"_type\"", "\"_type\": \"x\",\n  \"_type\"", 1).as_bytes());
    refuse("unknown word", good.replacen("\"_type\"", "\"_extra\": 1,\n  \"_type\"", 1).as_bytes());
    refuse("written anew", good.replace("  ", " ").as_bytes());
    refuse("CR LF", good.replace('\n', "\r\n").as_bytes());
    refuse("a name that leaves", good.replace("contract.md", "../../../../etc/passwd").as_bytes());
    refuse("a party that leaves", good.replace("Acme AS", "../../Acme AS").as_bytes());
    refuse("a party that steers", good.replace("Acme AS", "Acme \\u001b[2J AS").as_bytes());
    refuse("another contract", good.replace(&id, "nda-00000000").as_bytes());
    refuse("another act", good.replace("\"sign\"", "\"approve\"").as_bytes());
    for missing in ["nowhere.json", ".", "/dev/null"] {
        let answer = home.in_firm(&["receive", missing, "--basis", "mail"]);
        assert!([1, 3, 5, 7].contains(&answer.code), "{missing}: {answer:?}");
        shows_safely(&answer, missing);
    }
    assert_eq!(head(&home), before);
}
