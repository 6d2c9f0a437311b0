//! Acts that somebody with write access puts into the repository by hand: what they would hide is not hidden, and every
//! answer that rests on acts says that one of them does not count.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use clm::contract::digest::Digest;
use serde_json::Value;
use support::Home;

const SIGNER: &str = "signer@northwind.example";

/// A repository with a contract of paper whose notice is due soon.
struct Case {
    home: Home,
    id: String,
    folder: PathBuf,
}

impl Case {
    fn new() -> Self {
        let home = Home::with_firm();
        home.write("lease.md", "# Lease\n\nThe tenant pays monthly.\n");
        let flags = ["--party", "Northwind AS", "--party", "Acme AS", "--start", "2024-01-01", "--json"];
        let report = home.in_firm(&[&["import", "lease.md", "--by", "oneflow"], &flags[..]].concat()).succeeds().json();
        let id = report["items"][0]["id"].as_str().unwrap().to_owned();
        let folder = home.firm(report["items"][0]["path"].as_str().unwrap());
        home.in_firm(&["set", &id, "term.length=1 year", "term.renews=1 year", "term.notice=1 month"]).succeeds();
        let case = Self { home, id, folder };
        assert!(case.is_due("notice"), "the notice is due before anything is forged");
        case
    }

    /// Writes an act into the contract's folder, named as clm names it; answers its digest.
    fn act(&self, act: &str, facts: &str) -> String {
        self.act_by(SIGNER, act, facts)
    }

    fn act_by(&self, by: &str, act: &str, facts: &str) -> String {
        write_act(&self.folder, &self.id, by, act, facts)
    }

    fn commit(&self) {
        self.home.git(&["add", "-A"]).succeeds();
        self.home.git(&["commit", "-qm", "plain", "--no-gpg-sign"]).succeeds();
    }

    fn commit_as(&self, key: &str) {
        let key = format!("user.signingkey={}", self.home.path(key).display());
        self.home.git(&["add", "-A"]).succeeds();
        self.home.git(&["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "signed"]).succeeds();
    }

    fn back(&self) {
        self.home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    }

    fn due(&self) -> Vec<Value> {
        let due = self.home.in_firm(&["due", "--days", "60", "--json"]).succeeds().json();
        due["items"].as_array().unwrap().iter().filter(|item| item["id"] == self.id.as_str()).cloned().collect()
    }

    fn is_due(&self, what: &str) -> bool {
        self.due().iter().any(|item| item["what"] == what)
    }

    fn listed(&self) -> Value {
        let list = self.home.in_firm(&["list", "--all", "--json"]).succeeds().json();
        let items = list["items"].as_array().unwrap();
        items.iter().find(|item| item["id"] == self.id.as_str()).unwrap_or_else(|| panic!("not listed: {list}")).clone()
    }

    fn is_flagged(&self) -> bool {
        self.listed()["flags"].as_array().unwrap().iter().any(|flag| flag == "unproved")
    }

    /// What was forged hides nothing, with the cache as it is and made anew, and every answer tells of it.
    #[track_caller]
    fn hides_nothing(&self, told: &str) {
        for _ in 0..2 {
            assert!(self.is_due("notice"), "{told}: the notice is not due: {:?}", self.due());
            assert!(self.is_flagged(), "{told}: not flagged: {}", self.listed());
            assert_eq!(self.listed()["status"], "active", "{told}");
            self.home.in_firm(&["show", &self.id]).succeeds().says("counts for nothing");
            self.home.in_firm(&["status"]).succeeds().says("nobody vouches for");
            self.home.in_firm(&["doctor"]).says("acts that nobody vouches for");
            self.home.in_firm(&["verify", &self.id]).exits(5);
            let cache = self.home.firm(".git/clm");
            fs::remove_file(cache.join("catalogue")).unwrap();
            let _ = fs::remove_file(cache.join("due"));
        }
    }
}

fn write_act(folder: &Path, id: &str, by: &str, act: &str, facts: &str) -> String {
    let text =
        format!("act = \"{act}\"\ncontract = \"{id}\"\nby = \"{by}\"\nat = 2026-11-24T12:00:00Z\nafter = []\n{facts}");
    let digest = Digest::of(text.as_bytes());
    fs::create_dir_all(folder.join("acts")).unwrap();
    fs::write(folder.join("acts").join(format!("2026-11-24-{act}-{}.toml", digest.short(8))), text).unwrap();
    digest.to_string()
}

/// Acts that would each take the notice off the list.
const FORGED: [(&str, &str); 5] = [
    ("terminate", "on = 2026-11-23\nreason = \"forged\"\n"),
    ("notice", "party = \"Northwind AS\"\nreceived = 2024-02-01\n"),
    ("notice", "party = \"Acme AS\"\nreceived = 2026-11-24\n"),
    ("archive", ""),
    ("void", "reason = \"forged\"\n"),
];

#[test]
fn a_forged_act_hides_no_deadline() {
    let case = Case::new();
    for (act, facts) in FORGED {
        case.act(act, facts);
        case.commit();
        case.hides_nothing(act);
        case.back();
        assert!(!case.is_flagged(), "{act}: nothing is forged any more");
        assert!(case.is_due("notice"), "{act}");
    }
}

#[test]
fn an_act_in_the_name_of_another_hides_no_deadline() {
    let case = Case::new();
    case.home.new_key("jonas", "");
    let who = ["member", "add", "jonas@northwind.example", "--name", "Jonas Berg", "--role", "viewer"];
    case.home.in_firm(&[&who[..], &["--workspace", "legal", "--pub", "jonas.pub"]].concat()).succeeds();
    case.home.new_key("eve", "");
    for key in ["jonas", "eve"] {
        case.act("terminate", FORGED[0].1);
        case.commit_as(key);
        case.hides_nothing(key);
        case.back();
    }
    // The author's own counts, however it was made; and one more forged beside it takes nothing from that.
    case.act("terminate", FORGED[0].1);
    case.commit_as(".ssh/id_ed25519");
    assert_eq!((case.listed()["status"].as_str(), case.is_flagged()), (Some("ended"), false));
    assert!(case.due().is_empty());
}

#[test]
fn an_act_of_a_member_without_the_right_counts_for_nothing() {
    let case = Case::new();
    case.home.new_key("jonas", "");
    let who = ["member", "add", "jonas@northwind.example", "--name", "Jonas Berg", "--role", "drafter"];
    case.home.in_firm(&[&who[..], &["--workspace", "legal", "--pub", "jonas.pub"]].concat()).succeeds();
    let asked = ["terminate", &case.id, "--on", "2026-11-23", "--for", "convenience", "-m", "mine", "--yes"];
    case.home.in_firm(&[&asked[..], &["--key", "jonas"]].concat()).exits(4);
    // The same without clm: the act is theirs, in a commit of theirs, and still not theirs to do.
    for (act, facts) in [FORGED[0], FORGED[1]] {
        case.act_by("jonas@northwind.example", act, facts);
        case.commit_as("jonas");
        case.home.in_firm(&["verify", &case.id]).exits(5).says("had no right to");
        case.hides_nothing(act);
        case.back();
    }
    // What they may say stays; and what was done with a right stays done when the right ends.
    case.act_by("jonas@northwind.example", "comment", "text = \"mine\"\n");
    case.commit_as("jonas");
    case.home.in_firm(&["verify", &case.id]).succeeds();
    let policy = || case.home.read("firm/.clm/policy.toml");
    let role = |from: &str, to: &str| {
        fs::write(case.home.firm(".clm/policy.toml"), policy().replace(from, to)).unwrap();
        case.commit_as(".ssh/id_ed25519");
    };
    role("\"drafter\"", "\"manager\"");
    case.home.in_firm(&[&asked[..], &["--key", "jonas"]].concat()).succeeds();
    role("\"manager\"", "\"viewer\"");
    for _ in 0..2 {
        assert_eq!((case.listed()["status"].as_str(), case.is_flagged()), (Some("ended"), false));
        case.home.in_firm(&["verify", &case.id]).succeeds();
        fs::remove_file(case.home.firm(".git/clm/catalogue")).unwrap();
    }
}

#[test]
fn a_forged_undo_brings_nothing_back_and_takes_nothing_away() {
    let case = Case::new();
    case.home
        .in_firm(&["terminate", &case.id, "--on", "2026-11-23", "--for", "convenience", "-m", "over", "--yes"])
        .succeeds();
    assert_eq!(case.listed()["status"], "ended");
    let name = fs::read_dir(case.folder.join("acts")).unwrap().map(|entry| entry.unwrap().path());
    let terminate = name.into_iter().find(|path| path.to_string_lossy().contains("-terminate-")).unwrap();
    let target = Digest::of(&fs::read(terminate).unwrap());
    case.act("undo", &format!("undoes = \"{target}\"\n"));
    case.commit();
    assert_eq!((case.listed()["status"].as_str(), case.is_flagged()), (Some("ended"), true));
    assert!(case.due().is_empty());
    case.home.in_firm(&["verify", &case.id]).exits(5).says("unsigned commit");
    case.back();
    // Of the evidence that makes it a contract at all.
    let case = Case::new();
    let name = fs::read_dir(case.folder.join("acts")).unwrap().map(|entry| entry.unwrap().path());
    let executed = name.into_iter().find(|path| path.to_string_lossy().contains("-executed-")).unwrap();
    let target = Digest::of(&fs::read(executed).unwrap());
    case.act("undo", &format!("undoes = \"{target}\"\n"));
    case.commit();
    case.hides_nothing("undo of the execution");
}

#[test]
fn a_forged_execution_ends_nothing() {
    let case = Case::new();
    let revision = case.home.in_firm(&["verify", &case.id, "--json"]).succeeds().json();
    let revision = revision["items"][0]["revision"].as_str().unwrap().to_owned();
    let zeroes = "0".repeat(64);
    case.act(
        "executed",
        &format!("revision = \"{revision}\"\non = 1990-01-01\nhow = \"paper\"\n\n[evidence]\n\"scan.pdf\" = \"sha256:{zeroes}\"\n"),
    );
    case.commit();
    case.hides_nothing("a second execution");
    case.back();
    // Another contract, made up in plain commits, that says it takes this one's place.
    let heir = case.folder.with_file_name("heir-7k2m9qxt");
    fs::create_dir_all(heir.join("files")).unwrap();
    fs::write(heir.join("files/scan.pdf"), "scan").unwrap();
    let text = format!(
        "+++\nid = \"lease-7k2m9qxt\"\ntitle = \"Heir\"\nkind = \"lease\"\n\n[[party]]\nname = \"Northwind AS\"\n\n\
         [[party]]\nname = \"Acme AS\"\n\n[term]\nstart = 2025-01-01\nlength = \"1 month\"\n\n[supersedes]\n\
         id = \"{}\"\nrevision = \"{revision}\"\n+++\nText\n",
        case.id
    );
    fs::write(heir.join("contract.md"), &text).unwrap();
    case.commit();
    let heirs = case.home.in_firm(&["verify", "lease-7k2m9qxt", "--json"]).json();
    let heirs = heirs["items"][0]["revision"].as_str().unwrap().to_owned();
    let scan = Digest::of(b"scan");
    let facts = format!(
        "revision = \"{heirs}\"\non = 2025-01-01\nhow = \"paper\"\n\n[evidence]\n\"files/scan.pdf\" = \"{scan}\"\n"
    );
    write_act(&heir, "lease-7k2m9qxt", SIGNER, "executed", &facts);
    case.commit();
    assert!(case.is_due("notice"), "{:?}", case.due());
    assert_eq!(case.listed()["status"], "active");
    let list = case.home.in_firm(&["list", "--all", "flag:unproved", "--plain"]).succeeds();
    assert!(list.out.starts_with("lease-7k2m9qxt\tdraft\t"), "{}", list.out);
}

#[test]
fn an_act_that_counts_stays_after_a_move_a_merge_and_without_the_cache() {
    let case = Case::new();
    case.home.in_firm(&["notice", &case.id, "--ours", "--received", "2026-11-24", "--yes"]).succeeds();
    let flags = || case.listed()["flags"].clone();
    let before = flags();
    assert!(before.to_string().contains("not-renewing"), "{before}");
    case.home.in_firm(&["move", &case.id, "legal/contracts/elsewhere"]).succeeds();
    assert_eq!(flags(), before);
    case.home.git(&["checkout", "-q", "-b", "side"]).succeeds();
    case.home.in_firm(&["comment", &case.id, "-m", "on the side"]).succeeds();
    case.home.git(&["checkout", "-q", "-"]).succeeds();
    case.home.in_firm(&["tag", &case.id, "--add", "blue"]).succeeds();
    case.home.git(&["merge", "-q", "--no-edit", "--no-gpg-sign", "side"]).succeeds();
    assert_eq!(flags(), before);
    fs::remove_file(case.home.firm(".git/clm/catalogue")).unwrap();
    assert_eq!(flags(), before);
    case.home.in_firm(&["verify", &case.id]).succeeds();
    case.home.repository_is_sound();
}

#[test]
fn a_forged_act_is_taken_back_with_git_and_a_true_one_is_not() {
    let case = Case::new();
    let revert = || case.home.git(&["revert", "--no-edit", "--no-gpg-sign", "HEAD"]).succeeds();
    case.home.new_key("eve", "");
    for (act, facts) in FORGED {
        case.act(act, facts);
        if act == "notice" {
            case.commit_as("eve")
        } else {
            case.commit()
        }
        case.home.in_firm(&["verify", &case.id]).exits(5);
        revert();
        for _ in 0..2 {
            case.home.in_firm(&["verify", "--all"]).succeeds();
            assert_eq!((case.listed()["status"].as_str(), case.is_flagged()), (Some("active"), false), "{act}");
            let _ = fs::remove_file(case.home.firm(".git/clm/catalogue"));
        }
    }
    // Junk beside the acts and signatures, too; a signature is never junk, whoever brought it.
    for (name, told) in [("acts/junk.toml", "junk"), ("signatures/eve-0123456789ab.json", "eve-"), ("acts/x.txt", "")] {
        fs::create_dir_all(case.folder.join("signatures")).unwrap();
        fs::write(case.folder.join(name), "junk").unwrap();
        case.commit();
        if !told.is_empty() {
            case.home.in_firm(&["verify", &case.id]).exits(5).says(told);
        }
        revert();
        case.home.in_firm(&["verify", "--all"]).succeeds();
        assert_eq!(case.listed()["status"], "active", "{name}");
    }
    // A contract made up of one forged act and nothing else leaves nothing behind.
    write_act(&case.folder.with_file_name("heir-7k2m9qxt"), "lease-7k2m9qxt", SIGNER, "archive", "");
    case.commit();
    revert();
    case.home.in_firm(&["verify", "--all"]).succeeds();
    // The author's own act is gone only loudly, also where somebody brings the same bytes first, on an older line.
    let root = case.home.git(&["rev-list", "--max-parents=0", "HEAD"]).succeeds().out;
    case.home
        .in_firm(&["terminate", &case.id, "--on", "2026-11-23", "--for", "convenience", "-m", "x", "--yes"])
        .succeeds();
    let is_it = |path: &PathBuf| path.to_string_lossy().contains("-terminate-");
    let path = fs::read_dir(case.folder.join("acts")).unwrap().map(|entry| entry.unwrap().path()).find(is_it).unwrap();
    let bytes = fs::read(&path).unwrap();
    case.home.git(&["checkout", "-q", "-b", "side", root.trim()]).succeeds();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, &bytes).unwrap();
    case.home.git(&["add", "-A"]).succeeds();
    let mut old = case.home.command("git");
    for who in ["AUTHOR", "COMMITTER"] {
        old.env(format!("GIT_{who}_NAME"), "Eve").env(format!("GIT_{who}_EMAIL"), "eve@example.org");
        old.env(format!("GIT_{who}_DATE"), "2001-01-01T00:00:00Z");
    }
    case.home.run(old.args(["-C", "firm", "commit", "-qm", "first", "--no-gpg-sign"])).succeeds();
    case.home.git(&["checkout", "-q", "-"]).succeeds();
    case.home.git(&["merge", "-q", "--no-edit", "--no-gpg-sign", "side"]).succeeds();
    fs::remove_file(&path).unwrap();
    case.commit();
    case.home.in_firm(&["verify", &case.id]).exits(5).says("history had");
    assert_eq!(case.listed()["status"], "broken");
}

impl Case {
    /// Puts a contract of paper beside the first one, with the link given; answers its folder.
    fn linked(&self, id: &str, link: &str) -> PathBuf {
        let folder = self.folder.with_file_name(format!("x-{}", id.rsplit('-').next().unwrap()));
        fs::create_dir_all(&folder).unwrap();
        let text = format!(
            "+++\nid = \"{id}\"\ntitle = \"{id}\"\nkind = \"lease\"\n\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\n\
             name = \"Acme AS\"\n\n[term]\nstart = 2025-01-01\nlength = \"1 year\"\nrenews = \"1 year\"\n\
             notice = \"1 month\"\n\n{link}+++\nNorthwind AS and Acme AS\n"
        );
        fs::write(folder.join("contract.md"), text).unwrap();
        self.commit();
        folder
    }

    fn execute(&self, id: &str) {
        self.home.write("scan.pdf", "scan");
        let how = ["--on", "2025-01-01", "--by", "paper", "--evidence", "scan.pdf"];
        self.home.in_firm(&[&["executed", id][..], &how].concat()).succeeds();
    }

    fn status_of(&self, id: &str) -> String {
        let list = self.home.in_firm(&["list", "--all", "--plain", &format!("id:{id}")]).succeeds();
        list.out.split('\t').nth(1).unwrap_or_default().to_owned()
    }
}

#[test]
fn contracts_that_replace_each_other_both_stay() {
    let case = Case::new();
    let ids = ["lease-00000001", "lease-00000002", "lease-00000003"];
    for (at, id) in ids.iter().enumerate() {
        let how = if at == 1 { "renews" } else { "supersedes" };
        case.linked(id, &format!("[{how}]\nid = \"{}\"\n\n", ids[(at + 1) % 3]));
    }
    ids.iter().for_each(|id| case.execute(id));
    for id in ids {
        assert_eq!(case.status_of(id), "active", "{id}");
        case.home.in_firm(&["show", id]).succeeds().says("replaces it and is replaced by it");
    }
    let due = case.home.in_firm(&["due", "--days", "400", "--plain"]).succeeds();
    assert!(ids.iter().all(|id| due.out.contains(id)), "{}", due.out);
    // One that replaces another and is replaced by nobody still does.
    case.linked("lease-00000004", "[supersedes]\nid = \"lease-00000005\"\n\n");
    case.linked("lease-00000005", "");
    ["lease-00000004", "lease-00000005"].iter().for_each(|id| case.execute(id));
    assert_eq!(
        (case.status_of("lease-00000004").as_str(), case.status_of("lease-00000005").as_str()),
        ("active", "ended")
    );
}

#[test]
fn a_link_to_a_revision_that_never_was_changes_nothing() {
    let case = Case::new();
    let zeroes = "0".repeat(64);
    let link =
        |how: &str, more: &str| format!("[{how}]\nid = \"{}\"\nrevision = \"sha256:{zeroes}\"\n{more}\n", case.id);
    for (id, how, more) in [
        ("lease-00000001", "supersedes", ""),
        ("lease-00000002", "renews", ""),
        ("lease-00000003", "amends", "effective = 2025-01-01\n"),
    ] {
        case.linked(id, &link(how, more));
        case.execute(id);
        assert_eq!((case.listed()["status"].as_str(), case.is_due("notice")), (Some("active"), true), "{how}");
        case.home.in_firm(&["show", &case.id]).succeeds().says("which it never had");
    }
    assert_eq!(case.listed()["end"], "2026-12-31");
    // A revision it had before it was corrected is good.
    let revision = case.home.in_firm(&["verify", &case.id, "--json"]).succeeds().json();
    let revision = revision["items"][0]["revision"].as_str().unwrap().to_owned();
    case.home.in_firm(&["set", &case.id, "governing_law=Norway"]).succeeds();
    case.linked("lease-00000004", &link("supersedes", "").replace(&format!("sha256:{zeroes}"), &revision));
    case.execute("lease-00000004");
    assert_eq!(case.listed()["status"], "ended");
}
