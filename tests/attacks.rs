//! What somebody with write access to the repository, or to the work tree, tries: nothing of it ends in `valid`, and what
//! honest people do with git breaks nothing.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use clm::contract::digest::Digest;
use support::Home;

const SIGNER: &str = "signer@northwind.example";

/// A repository with one contract that both parties signed.
struct Case {
    home: Home,
    id: String,
    folder: PathBuf,
}

impl Case {
    fn new() -> Self {
        let home = Home::with_firm();
        let id = home.signed_by_both();
        let folder = home.folder_of(&id);
        Self { home, id, folder }
    }

    /// The folder's path in the repository.
    fn path(&self) -> String {
        self.folder.strip_prefix(self.home.firm("")).unwrap().to_string_lossy().into_owned()
    }

    /// Commits everything without a signature.
    fn commit(&self) {
        self.home.git(&["add", "-A"]).succeeds();
        self.home.git(&["commit", "-qm", "plain", "--no-gpg-sign"]).succeeds();
    }

    /// Commits everything, signed with a key of the home.
    fn commit_as(&self, key: &str) {
        let key = format!("user.signingkey={}", self.home.path(key).display());
        self.home.git(&["add", "-A"]).succeeds();
        self.home.git(&["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "signed"]).succeeds();
    }

    /// Both ways of asking answer with the code, and name what is wrong.
    #[track_caller]
    fn is(&self, code: i32, words: &str) {
        self.home.in_firm(&["verify", &self.id]).exits(code).says(words);
        self.home.in_firm(&["verify", "--all"]).exits(code).says(words);
    }

    #[track_caller]
    fn is_valid(&self) {
        self.is(0, "valid");
        assert_eq!(self.listed(&self.id), "active");
    }

    /// The status the list gives.
    #[track_caller]
    fn listed(&self, id: &str) -> String {
        let list = self.home.in_firm(&["list", "--all", "--json"]).succeeds().json();
        let items = list["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["id"] == id).unwrap_or_else(|| panic!("{id} is not listed: {list}"));
        item["status"].as_str().unwrap().to_owned()
    }

    /// Writes an act into a contract's folder, named as clm names it.
    fn act(&self, folder: &Path, id: &str, act: &str, facts: &str) {
        let text = format!(
            "act = \"{act}\"\ncontract = \"{id}\"\nby = \"{SIGNER}\"\nat = 2026-11-24T09:00:00Z\nafter = []\n{facts}"
        );
        fs::create_dir_all(folder.join("acts")).unwrap();
        let name = format!("2026-11-24-{act}-{}.toml", Digest::of(text.as_bytes()).short(8));
        fs::write(folder.join("acts").join(name), text).unwrap();
    }

    /// Puts a statement for Acme AS, signed with a key of the home, into a new contract that we have signed; it is not
    /// received. Answers the contract's id and folder.
    fn smuggled(&self, key: &str, email: &str, change: impl Fn(String) -> String) -> (String, PathBuf) {
        let id = self.home.draft();
        self.home.in_firm(&["sign", &id, "--yes"]).succeeds();
        let public = format!("{key}.pub");
        let asked = ["sign", &id, "--for", "Acme AS", "--name", "Eve", "--email", email, "--pub", &public];
        self.home.in_firm(&[&asked[..], &["--prepare", "eve.json"]].concat()).succeeds();
        let statement = change(self.home.read("eve.json"));
        self.home.write("eve.json", &statement);
        let _ = fs::remove_file(self.home.path("eve.json.sig"));
        self.home.sign_elsewhere(key, "eve.json");
        let folder = self.home.folder_of(&id);
        let name = format!("eve-{}.json", Digest::of(statement.as_bytes()).short(12));
        fs::copy(self.home.path("eve.json"), folder.join("signatures").join(&name)).unwrap();
        fs::copy(self.home.path("eve.json.sig"), folder.join("signatures").join(name + ".sig")).unwrap();
        fs::remove_file(self.home.path("eve.json")).unwrap();
        (id, folder)
    }

    /// Writes the `receive` act that vouches for what was smuggled in with a key.
    fn vouch(&self, folder: &Path, id: &str, key: &str) {
        let is_statement = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with("eve-") && name.ends_with(".json")
        };
        let mut files = fs::read_dir(folder.join("signatures")).unwrap().map(|entry| entry.unwrap().path());
        let statement = Digest::of(&fs::read(files.find(is_statement).unwrap()).unwrap());
        let public = self.home.read(&format!("{key}.pub"));
        let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let facts =
            format!("statement = \"{statement}\"\nkey = \"{public}\"\nbasis = \"in-person\"\non = 2026-11-24\n");
        self.act(folder, id, "receive", &facts);
    }

    /// Adds a member who may sign for Acme AS to the policy in the work tree.
    fn admit(&self, key: &str) {
        let public = self.home.read(&format!("{key}.pub"));
        let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let member = format!(
            "\n[[member]]\nname = \"Eve\"\nemail = \"eve@northwind.example\"\nroles = [\"owner\"]\nworkspaces = [\"*\"]\n\
             signs_for = [\"Acme AS\"]\n\n[[member.key]]\npublic = \"{public}\"\nfrom = 2026-11-24T00:00:00Z\n"
        );
        self.policy(|policy| policy + &member);
    }

    fn policy(&self, change: impl Fn(String) -> String) {
        let policy = self.home.read("firm/.clm/policy.toml");
        fs::write(self.home.firm(".clm/policy.toml"), change(policy)).unwrap();
    }
}

fn move_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::rename(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_signed_contract_whose_folder_was_removed_is_broken_and_still_listed() {
    let case = Case::new();
    fs::remove_dir_all(&case.folder).unwrap();
    case.is(5, "contract.md (gone)");
    case.commit();
    case.is(5, "history had");
    assert_eq!(case.listed(&case.id), "broken");
    case.home.git(&["revert", "--no-edit", "--no-gpg-sign", "HEAD"]).succeeds();
    case.is_valid();
}

#[test]
fn a_signed_contract_without_evidence_and_text_is_still_called_by_its_id() {
    let case = Case::new();
    for part in ["signatures", "acts"] {
        fs::remove_dir_all(case.folder.join(part)).unwrap();
    }
    fs::write(case.folder.join("contract.md"), "nothing\n").unwrap();
    case.commit();
    case.is(5, &case.id);
    assert_eq!(case.listed(&case.id), "broken");
    fs::remove_file(case.folder.join("contract.md")).unwrap();
    case.commit();
    case.is(5, &case.id);
}

#[test]
fn a_new_id_makes_no_draft_of_a_signed_contract() {
    let case = Case::new();
    let text = fs::read_to_string(case.folder.join("contract.md")).unwrap();
    fs::write(case.folder.join("contract.md"), text.replace(&case.id, "nda-00000000")).unwrap();
    case.commit();
    case.is(5, "it calls itself nda-00000000");
    assert_eq!(case.listed(&case.id), "broken");
    fs::rename(&case.folder, case.folder.with_file_name("acme-00000000")).unwrap();
    case.commit();
    case.is(5, "history had");
    assert_eq!(case.listed(&case.id), "broken");
}

#[test]
fn evidence_is_not_hidden_in_another_contracts_folder() {
    let case = Case::new();
    let other = case.home.folder_of(&case.home.draft());
    assert_eq!(case.listed(&case.id), "active");
    for part in ["signatures", "acts"] {
        move_files(&case.folder.join(part), &other.join(part));
    }
    case.commit();
    case.is(5, "history had");
    assert_eq!(case.listed(&case.id), "broken");
}

#[test]
fn a_second_folder_with_the_id_proves_nothing_and_is_told() {
    let case = Case::new();
    let other = case.folder.with_file_name(format!("aaa-{}", case.id.rsplit('-').next().unwrap()));
    fs::create_dir(&other).unwrap();
    let text = fs::read_to_string(case.folder.join("contract.md")).unwrap();
    fs::write(other.join("contract.md"), text.replace("24 months", "48 months")).unwrap();
    case.commit();
    case.home.in_firm(&["verify", "--all"]).exits(5).says("has the same id");
    case.home.in_firm(&["verify", &other.to_string_lossy()]).exits(5);
    case.home.in_firm(&["verify", &case.folder.to_string_lossy()]).succeeds();
}

#[test]
fn what_honest_people_do_with_git_breaks_nothing() {
    let case = Case::new();
    case.home.in_firm(&["tag", &case.id, "--add", "blue"]).succeeds();
    let suffix = case.id.rsplit('-').next().unwrap().to_owned();
    let mut from = case.path();
    for to in [format!("legal/contracts/moved-{suffix}"), "legal/contracts/2027/any-name".to_owned()] {
        fs::create_dir_all(case.home.firm(&to).parent().unwrap()).unwrap();
        case.home.git(&["mv", &from, &to]).succeeds();
        case.commit();
        case.is_valid();
        from = to;
    }
    let other = case.home.draft();
    case.home.git(&["branch", "side"]).succeeds();
    case.home.in_firm(&["sign", &other, "--yes"]).succeeds();
    case.home.git(&["checkout", "-q", "side"]).succeeds();
    for old in ["acme.json", "acme.json.sig"] {
        fs::remove_file(case.home.path(old)).unwrap();
    }
    case.home.prepare_for_acme(&other).succeeds();
    case.home.sign_elsewhere("acme", "acme.json");
    case.home.in_firm(&["receive", "acme.json", "--basis", "in-person"]).succeeds();
    case.home.git(&["checkout", "-q", "-"]).succeeds();
    case.home.git(&["merge", "-q", "--no-edit", "--no-gpg-sign", "side"]).succeeds();
    case.home.in_firm(&["verify", &other]).succeeds().says("valid");
    case.is_valid();
}

#[test]
fn a_merge_that_drops_a_signature_is_found() {
    let case = Case::new();
    let id = case.home.draft();
    case.home.git(&["checkout", "-q", "-b", "side"]).succeeds();
    case.home.in_firm(&["sign", &id, "--yes"]).succeeds();
    case.home.git(&["checkout", "-q", "-"]).succeeds();
    fs::write(case.home.firm("note.txt"), "x").unwrap();
    case.commit();
    case.home.git(&["merge", "-q", "-s", "ours", "--no-gpg-sign", "-m", "merge", "side"]).succeeds();
    case.home.in_firm(&["verify", &id]).exits(5).says("a-signer-");
    assert_eq!(case.listed(&id), "broken");
}

#[test]
fn an_act_counts_only_from_a_commit_signed_by_its_author() {
    let comment = "text = \"forged\"\n";
    let case = Case::new();
    case.home.new_key("eve", "");
    case.act(&case.folder, &case.id, "comment", comment);
    case.is(5, "(new)");
    case.commit();
    case.is(5, "unsigned commit");
    case.home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    case.act(&case.folder, &case.id, "comment", comment);
    case.commit_as("eve");
    case.is(5, "no member's key");
    case.home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    case.act(&case.folder, &case.id, "comment", comment);
    case.commit_as(".ssh/id_ed25519");
    case.is_valid();
    case.home.git(&["commit", "-q", "--amend", "--no-edit", "--no-gpg-sign"]).succeeds();
    case.is(5, "unsigned commit");
}

#[test]
fn a_key_that_ended_brings_no_acts_and_keeps_its_signatures() {
    let case = Case::new();
    let from = case.home.read("firm/.clm/policy.toml");
    let from = from.lines().find(|line| line.starts_with("from = ")).unwrap().to_owned();
    case.policy(|policy| policy.replace(&from, &format!("{from}\nuntil = 2026-11-24T08:30:00Z")));
    case.commit();
    case.is_valid();
    case.act(&case.folder, &case.id, "comment", "text = \"late\"\n");
    case.commit_as(".ssh/id_ed25519");
    case.is(5, "good only until");
}

#[test]
fn a_stranger_is_vouched_for_only_by_an_act_that_counts() {
    let case = Case::new();
    case.home.new_key("eve", "");
    let (id, folder) = case.smuggled("eve", "eve@acme.example", |text| text);
    case.commit();
    case.home.in_firm(&["verify", &id]).exits(6).says("nobody vouched");
    case.vouch(&folder, &id, "eve");
    case.commit();
    let verdict = case.home.in_firm(&["verify", &id, "--json"]).exits(5).json();
    let signatures = verdict["items"][0]["signatures"].as_array().unwrap();
    let eve = signatures.iter().find(|one| one["email"] == "eve@acme.example").unwrap();
    assert_eq!(eve["verdict"], "untrusted");
}

#[test]
fn a_key_is_not_trusted_by_the_commit_or_the_beginning_that_brings_it() {
    let case = Case::new();
    case.home.new_key("eve", "");
    let (id, _) = case.smuggled("eve", "eve@northwind.example", |text| text);
    case.admit("eve");
    case.commit();
    case.home.in_firm(&["verify", &id]).exits(6).says("untrusted");
    case.home.git(&["reset", "-q", "--soft", "HEAD~1"]).succeeds();
    // The same in a root commit of its own, merged without its policy.
    let tree = case.home.git(&["write-tree"]).succeeds().out;
    let root = case.home.git(&["commit-tree", tree.trim(), "-m", "root"]).succeeds().out;
    let child = case.home.git(&["commit-tree", tree.trim(), "-p", root.trim(), "-m", "child"]).succeeds().out;
    case.home.git(&["checkout", "HEAD", "--", ".clm"]).succeeds();
    let tree = case.home.git(&["write-tree"]).succeeds().out;
    let head = case.home.git(&["rev-parse", "HEAD"]).succeeds().out;
    let parents = ["-p", head.trim(), "-p", child.trim(), "-m", "merge"];
    let merge = case.home.git(&[&["commit-tree", tree.trim()][..], &parents].concat()).succeeds().out;
    case.home.git(&["reset", "-q", "--hard", merge.trim()]).succeeds();
    case.home.in_firm(&["verify", &id]).exits(6).says("untrusted");
}

#[test]
fn a_signature_from_the_future_is_not_valid() {
    let case = Case::new();
    let later = |text: String| {
        let at = text.find("\"2026-11-24T").unwrap();
        text.replacen(&text[at..at + 22], "\"2030-01-01T00:00:00Z\"", 1)
    };
    let (id, folder) = case.smuggled("acme", "b@acme.example", later);
    case.vouch(&folder, &id, "acme");
    case.commit_as(".ssh/id_ed25519");
    case.home.in_firm(&["verify", &id]).exits(6).says("still to come");
}

#[test]
fn evidence_of_an_execution_must_be_there_to_the_byte() {
    let case = Case::new();
    let id = case.home.draft();
    let folder = case.home.folder_of(&id);
    case.home.write("scan.pdf", "scan");
    case.home.in_firm(&["executed", &id, "--on", "2026-11-20", "--by", "paper", "--evidence", "scan.pdf"]).succeeds();
    case.home.in_firm(&["verify", &id]).succeeds().says("paper");
    let scan = folder.join("files/scan.pdf");
    fs::write(&scan, "other").unwrap();
    case.home.in_firm(&["verify", &id]).exits(5).says("scan.pdf");
    case.commit();
    case.home.in_firm(&["verify", &id]).exits(5).says("evidence recorded as sha256:");
    fs::remove_file(&scan).unwrap();
    case.commit();
    case.home.in_firm(&["verify", &id]).exits(5).says("is missing");
    fs::remove_dir_all(&folder).unwrap();
    case.commit();
    case.home.in_firm(&["verify", &id]).exits(5);
    // One that never was, in a commit of the member.
    let id = case.home.draft();
    let revision = case.home.in_firm(&["verify", &id, "--json"]).exits(6).json();
    let revision = revision["items"][0]["revision"].as_str().unwrap().to_owned();
    let zeroes = "0".repeat(64);
    let facts = format!(
        "revision = \"{revision}\"\non = 2026-11-20\nhow = \"paper\"\n\n[evidence]\n\"scan.pdf\" = \"sha256:{zeroes}\"\n"
    );
    case.act(&case.home.folder_of(&id), &id, "executed", &facts);
    case.commit_as(".ssh/id_ed25519");
    case.home.in_firm(&["verify", &id]).exits(5).says("is missing");
}

#[test]
fn what_lies_beside_the_signed_text_does_not_pass_for_it() {
    let case = Case::new();
    let contract = case.folder.join("contract.md");
    let annexes = case.folder.join("annexes");
    let reset = || case.home.git(&["clean", "-qfdx"]).succeeds();
    fs::create_dir(&annexes).unwrap();
    fs::write(annexes.join("new.md"), "more\n").unwrap();
    fs::write(case.home.firm(".git/info/exclude"), "annexes\n").unwrap();
    case.is(5, "new.md");
    fs::remove_file(case.home.firm(".git/info/exclude")).unwrap();
    case.commit();
    case.is(5, "the text is revision");
    case.home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    for (name, target) in [("annexes/link.md", "/etc/hostname"), ("contract.MD", "contract.md")] {
        fs::create_dir_all(&annexes).unwrap();
        std::os::unix::fs::symlink(target, case.folder.join(name)).unwrap();
        case.is(5, name);
        case.commit();
        case.is(5, name);
        case.home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    }
    reset();
    fs::rename(&contract, case.folder.join("real.md")).unwrap();
    std::os::unix::fs::symlink("real.md", &contract).unwrap();
    case.is(5, "contract.md (replaced)");
    case.commit();
    case.is(5, "symbolic link");
}

#[test]
fn what_git_is_told_to_see_changes_no_verdict() {
    let case = Case::new();
    let contract = format!("{}/contract.md", case.path());
    let text = fs::read_to_string(case.folder.join("contract.md")).unwrap();
    // A replace ref on the signed text: the true bytes count.
    let other = case.home.write("other.md", text.replace("24 months", "99 months"));
    let made = case.home.git(&["hash-object", "-w", &other.to_string_lossy()]).succeeds().out;
    let signed = case.home.git(&["rev-parse", &format!("HEAD:{contract}")]).succeeds().out;
    case.home.git(&["replace", signed.trim(), made.trim()]).succeeds();
    case.is_valid();
    case.home.git(&["replace", "-d", signed.trim()]).succeeds();
    // An edit that git was told not to look at.
    case.home.git(&["update-index", "--skip-worktree", &contract]).succeeds();
    fs::write(case.folder.join("contract.md"), text.replace("24 months", "99 months")).unwrap();
    case.is(5, "contract.md (changed)");
    case.home.git(&["update-index", "--no-skip-worktree", &contract]).succeeds();
    case.home.git(&["checkout", "-q", "."]).succeeds();
    // A removal behind a graft and a replaced commit.
    fs::remove_dir_all(case.folder.join("signatures")).unwrap();
    case.commit();
    let head = case.home.git(&["rev-parse", "HEAD"]).succeeds().out;
    case.home.git(&["replace", "HEAD", "HEAD~1"]).succeeds();
    fs::write(case.home.firm(".git/info/grafts"), &head).unwrap();
    case.is(5, "history had");
}

#[test]
fn what_cannot_be_checked_is_not_valid() {
    let case = Case::new();
    let url = format!("file://{}", case.home.firm("").display());
    let mut clone = case.home.command("git");
    case.home.run(clone.args(["clone", "-q", "--depth", "1", &url, "shallow"])).succeeds();
    case.home.clm(&["-C", "shallow", "verify", &case.id]).exits(6).says("--unshallow");
    case.home.clm(&["-C", "shallow", "verify", "--all"]).exits(6).says("--unshallow");
    let mut without = case.home.command(env!("CARGO_BIN_EXE_clm"));
    case.home.run(without.env("PATH", "/nowhere").args(["-C", "firm", "verify", &case.id])).succeeds().says("valid");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut told = case.home.command(env!("CARGO_BIN_EXE_clm"));
    assert_eq!(told.args(["-C", "firm", "verify", &case.id]).stdout(full).status().unwrap().code(), Some(1));
    let blob = case.home.git(&["rev-parse", &format!("HEAD:{}/contract.md", case.path())]).succeeds().out;
    let (first, rest) = blob.trim().split_at(2);
    let object = case.home.firm(&format!(".git/objects/{first}/{rest}"));
    fs::remove_file(&object).unwrap();
    case.is(5, "contract.md");
    fs::write(&object, "junk").unwrap();
    case.is(5, "contract.md");
    case.policy(|_| "format = 99\n".to_owned());
    case.commit();
    case.home.in_firm(&["verify", &case.id]).exits(7);
    case.home.in_firm(&["verify", "--all"]).exits(7);
}
