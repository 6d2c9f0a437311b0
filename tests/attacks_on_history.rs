//! What somebody with a clone and a key of their own tries against history (group E), and where each case is held.
//!
//! | | attack | verdict | where |
//! |---|---|---|---|
//! | 66 | a write outside one's workspace | refused, `invalid` 5 | `serving`, `sweep_permissions` |
//! | 67 | a template with rights to contracts only | refused, `invalid` 5 | `auditing`, `serving`, `sweep_permissions` |
//! | 68 | a merge that adds what neither side had | `invalid` 5 | `auditing::a_merge_is_judged_for_what_it_adds_and_drops` |
//! | 69 | `-s ours` that drops a signature | refused, `broken` 5 | `serving`, `attacks::a_merge_that_drops_a_signature_is_found` |
//! | 70 | append-only files deleted, changed | `broken` 5 | `auditing::a_commit_that_breaks_a_rule_is_named` |
//! | 70 | … renamed onto, carried into another contract, swapped | `broken` 5, refused | here |
//! | 71 | a policy used by the commit that brings it | `invalid` 5 | `attacks_on_policy`, `auditing`, `governing_story` |
//! | 72 | an older policy, equal, skipped version, wrong predecessor | `invalid` 5 | `attacks_on_policy` |
//! | 73 | below the threshold | `invalid` 5 | `attacks_on_policy::two_owners_are_two_people_over_these_bytes` |
//! | 73 | … one person with two keys | `invalid` 5, refused | here |
//! | 74 | an administrator who widens their own grant | `invalid` 5 | `attacks_on_policy`, `sweep_permissions` |
//! | 75 | owners replaced by those who want to be | `invalid` 5 | `attacks_on_policy` |
//! | 76 | an expired policy | policies do not expire, keys do | `auditing::a_right_is_asked_where_it_is_used` |
//! | 77 | two policies merged | `invalid` 5, 8 by `sync` | `auditing::a_merge_keeps_the_newer_policy`, `syncing` |
//! | 77 | … pushed | refused | here |
//! | 78 | a removed member's old branch | refused, `invalid` 5 | `auditing`, `serving`, `governing_story` |
//! | 79 | a forged committer | refused, `invalid` 5 | `serving`, `auditing` |
//! | 79 | a forged author | the signer is told, not the author | here |
//! | 80 | a commit from the future, or from before its key | refused; `invalid` 5 | `serving`, `auditing` |
//! | 80 | … dated back to when its key was good | `invalid` 5, refused | here |
//! | 80 | a statement from the future | not `valid` | `attacks::a_signature_from_the_future_is_not_valid` |
//! | 81, 82, 83 | retired, stolen and never good keys | `untrusted` 6 | `policy`, `attacks::a_key_that_ended_…` |
//! | 84 | a forced push, a deleted branch, a tag | refused | `serving`, `governing_story` |
//! | 85 | everything rewritten and signed anew by an insider | `broken` 5 for who knew it | here |
//! | 86, 87 | two histories shown; frozen | a fork told (5), an age shown | `checkpoints` |
//! | 88 | a reference that is none of ours | refused | `serving::strange_references_are_refused` |
//! | 89 | a hook given the policy of the pushed tree | refused | `governing_story`, and 71 here by push |
//! | 90 | a hook that dies or whose clm is gone | refused | `serving::a_hook_without_clm_refuses_everything` |
//! | + | what binds us without the approval the policy asks | `invalid` 5, refused | here |

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use clm::contract::digest::Digest;
use support::{Answer, Home};

const OWNER: &str = ".ssh/id_ed25519";
const POLICY: &str = "firm/.clm/policy.toml";

fn address(key: &str) -> String {
    let name = if key == OWNER { "signer" } else { key.trim_end_matches("-2") };
    format!("{name}@northwind.example")
}

fn append(path: &Path, words: &str) {
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, text + words).unwrap();
}

/// git as the holder of a key would call it, whose commits it signs.
fn signing(home: &Home, key: &str, date: Option<&str>, args: &[&str]) -> Answer {
    let mut command = home.command("git");
    let now = command.get_envs().find(|(name, _)| *name == "CLM_NOW").unwrap().1.unwrap().to_owned();
    let date = date.map_or(now, Into::into);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "By Hand").env(format!("GIT_{role}_EMAIL"), address(key));
        command.env(format!("GIT_{role}_DATE"), &date);
    }
    let key = format!("user.signingkey={}", home.path(key).display());
    home.run(command.args(["-C", "firm", "-c", "gpg.format=ssh", "-c", &key]).args(args))
}

/// A firm with a lawyer and a drafter, an NDA both parties signed and a draft of the drafter's, and a hooked server.
struct Case {
    home: Home,
    signed: PathBuf,
    draft: PathBuf,
    id: String,
    start: String,
}

impl Case {
    fn new(prepare: impl FnOnce(&Home)) -> Self {
        let home = Home::with_firm();
        for (name, role) in [("dag", "drafter"), ("lena", "legal"), ("ann", "owner")] {
            home.new_key(name, "");
            let (email, key) = (address(name), format!("{name}.pub"));
            home.in_firm(&["member", "add", &email, "--name", name, "--pub", &key, "--role", role]).succeeds();
        }
        let signed = home.signed_by_both();
        let new = ["new", "--template", "nda", "--party", "Beta AS", "--no-input", "--json", "--key", "dag"];
        let id = home.in_firm(&new).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned();
        prepare(&home);
        let (signed, draft) = (home.folder_of(&signed), home.folder_of(&id));
        home.git(&["branch", "-M", "main"]).succeeds();
        home.git(&["clone", "-q", "--bare", ".", "../srv.git"]).succeeds();
        home.clm(&["hook", "install", "--server", "srv.git"]).succeeds();
        let start = home.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
        let case = Self { home, signed, draft, id, start };
        case.verify().succeeds().says("nothing wrong");
        case
    }

    fn verify(&self) -> Answer {
        self.home.in_firm(&["verify", "--history"])
    }

    /// git as the holder of a key would call it, whose commits it signs.
    fn signing(&self, key: &str, date: Option<&str>, args: &[&str]) -> Answer {
        signing(&self.home, key, date, args)
    }

    fn commit(&self, key: &str) {
        self.home.git(&["add", "-A"]).succeeds();
        self.signing(key, None, &["commit", "-q", "-S", "-m", "by hand"]).succeeds();
    }

    fn push(&self) -> Answer {
        self.home.git(&["push", "-q", "../srv.git", "HEAD:main"])
    }

    /// Whoever looks says no, with these words, and the server takes nothing; then all is as it was.
    #[track_caller]
    fn is_refused(&self, name: &str, words: &str) {
        let told = self.verify();
        assert_eq!(told.code, 5, "{name}: {}{}", told.out, told.err);
        assert!(told.out.contains(words), "{name}: not `{words}` in\n{}", told.out);
        let pushed = self.push();
        assert_ne!(pushed.code, 0, "{name} was taken");
        assert!(pushed.err.contains(words), "{name}: not `{words}` in\n{}", pushed.err);
        let tip = self.home.run(self.home.command("git").args(["-C", "srv.git", "rev-parse", "main"])).succeeds();
        assert_eq!(tip.out.trim(), self.start, "{name}");
        self.back();
    }

    fn back(&self) {
        self.home.git(&["checkout", "-q", "-f", "-B", "main", &self.start]).succeeds();
        self.home.git(&["clean", "-fdq"]).succeeds();
        let _ = fs::remove_dir_all(self.home.path(".local/state/clm"));
    }

    fn one_of(folder: &Path, part: &str) -> PathBuf {
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder.join(part)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.remove(0)
    }
}

/// 70: append-only is by what a file says and whose it is; a name is no hiding place.
#[test]
fn evidence_is_not_replaced_by_other_evidence() {
    let case = Case::new(|_| {});
    let (signed, draft) = (&case.signed, &case.draft);
    let act = Case::one_of(signed, "acts");
    let json = |folder: &Path| {
        let files = fs::read_dir(folder.join("signatures")).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect();
        files.sort();
        files
    };
    let both = json(signed);
    assert_eq!(both.len(), 2);
    type Row<'a> = (&'a str, Box<dyn Fn() + 'a>, &'a str);
    let forged = format!(
        "act = \"comment\"\ncontract = \"{}\"\nby = \"{}\"\nat = 2026-11-24T12:00:00Z\nafter = []\ntext = \"Fine.\"\n",
        case.id,
        address(OWNER)
    );
    let forged_at =
        signed.join("acts").join(format!("2026-11-24-comment-{}.toml", Digest::of(forged.as_bytes()).short(8)));
    let rows: [Row<'_>; 6] = [
        (
            "another file renamed onto an act",
            Box::new(|| fs::rename(signed.join("record.toml"), &act).unwrap()),
            "was dropped or changed here",
        ),
        (
            "one signature renamed onto the other",
            Box::new(|| fs::rename(&both[0], &both[1]).unwrap()),
            "was dropped or changed here",
        ),
        (
            "the two swapped",
            Box::new(|| {
                fs::rename(&both[0], signed.join("x")).unwrap();
                fs::rename(&both[1], &both[0]).unwrap();
                fs::rename(signed.join("x"), &both[1]).unwrap();
            }),
            "was dropped or changed here",
        ),
        (
            "an act carried into another contract",
            Box::new(|| {
                fs::create_dir_all(draft.join("acts")).unwrap();
                fs::rename(&act, draft.join("acts").join(act.file_name().unwrap())).unwrap();
            }),
            "it belongs to legal/contracts/",
        ),
        (
            "the signatures carried into another contract",
            Box::new(|| fs::rename(signed.join("signatures"), draft.join("signatures")).unwrap()),
            "it belongs to legal/contracts/",
        ),
        (
            "an act about another contract",
            Box::new(|| fs::write(&forged_at, &forged).unwrap()),
            "and lies with another contract",
        ),
    ];
    for (name, alter, words) in rows {
        alter();
        case.commit(OWNER);
        case.is_refused(name, words);
    }
}

/// 73: two keys of one owner are one owner.
#[test]
fn one_person_with_two_keys_is_one_person() {
    let case = Case::new(|home| {
        home.new_key("ann-2", "");
        home.in_firm(&["key", "add", &address("ann"), "--pub", "ann-2.pub"]).succeeds();
        home.in_firm(&["policy", "owners", "2"]).succeeds();
        let open = home.in_firm(&["policy", "list", "--json"]).succeeds().json();
        let proposal = open["items"][0]["id"].as_str().unwrap().to_owned();
        home.in_firm(&["policy", "sign", &proposal, "--key", "ann"]).succeeds().says("applied");
    });
    let old = case.home.read(POLICY);
    let version: u64 =
        old.lines().find_map(|line| line.strip_prefix("version = ")).and_then(|text| text.parse().ok()).unwrap();
    let previous = old.lines().find(|line| line.starts_with("previous = ")).unwrap();
    let new = old
        .replacen(&format!("version = {version}"), &format!("version = {}", version + 1), 1)
        .replacen(previous, &format!("previous = \"{}\"", Digest::of(old.as_bytes())), 1)
        .replacen("owners = 2", "owners = 1", 1);
    assert!(!new.contains("owners = 2"), "{new}");
    let folder = format!("firm/.clm/proposals/{}", Digest::of(new.as_bytes()).hex());
    for (keys, taken) in [(["ann", "ann-2"], false), (["ann", OWNER], true)] {
        let file = case.home.write(&format!("{folder}/policy.toml"), &new);
        for (number, key) in keys.iter().enumerate() {
            let key = case.home.path(key);
            let mut command = case.home.command("ssh-keygen");
            command.args(["-Y", "sign", "-q", "-n", "clm-policy-v1", "-f"]).arg(key).arg(&file);
            case.home.run(&mut command).succeeds();
            fs::rename(file.with_extension("toml.sig"), file.with_file_name(format!("{number}.sig"))).unwrap();
        }
        fs::write(case.home.path(POLICY), &new).unwrap();
        case.commit("ann");
        match taken {
            false => case.is_refused("one owner with two keys", "1 signed it"),
            true => drop(case.push().succeeds()),
        }
    }
}

/// 77: whoever merges two policies, the server has none to judge by.
#[test]
fn two_policies_are_not_merged_on_the_server() {
    let case = Case::new(|_| {});
    append(&case.home.path(POLICY), "# ours\n");
    case.commit(OWNER);
    case.home.git(&["checkout", "-q", "-b", "side", &case.start]).succeeds();
    append(&case.home.path(POLICY), "# theirs\n");
    case.commit("ann");
    case.home.git(&["checkout", "-q", "main"]).succeeds();
    case.signing(OWNER, None, &["merge", "-q", "-S", "-X", "ours", "--no-ff", "-m", "merge", "side"]).succeeds();
    case.is_refused("two policies merged", "each changed the policy");
}

/// 79: an author's name is a note. Who signed is who did it, in the log and in every refusal.
#[test]
fn a_forged_author_is_not_believed() {
    let case = Case::new(|_| {});
    append(&case.draft.join("contract.md"), "\nMore.\n");
    case.home.git(&["add", "-A"]).succeeds();
    let author = format!("--author=A Signer <{}>", address(OWNER));
    case.signing("dag", None, &["commit", "-q", "-S", &author, "-m", "by hand"]).succeeds();
    case.verify().succeeds();
    let log = case.home.in_firm(&["log", &case.id, "--json"]).succeeds().json();
    let text = log.to_string();
    assert!(text.contains(&address("dag")), "{text}");
    append(&case.home.firm("legal/templates/nda.md"), "\n");
    case.home.git(&["add", "-A"]).succeeds();
    case.signing("dag", None, &["commit", "-q", "-S", &author, "-m", "by hand"]).succeeds();
    case.is_refused("a template in another's name", "legal/templates/nda.md: `dag@northwind.example` may not edit");
}

/// 80: a date is a claim. A commit is not older than what it rests on, whatever it says.
#[test]
fn a_commit_dated_back_to_when_its_key_was_good_is_not_believed() {
    let case = Case::new(|home| {
        home.in_firm(&["key", "revoke", &address("dag"), "-m", "laptop stolen"]).succeeds();
    });
    for date in ["2026-11-24T08:04:00Z", "2026-11-24T08:10:00Z"] {
        append(&case.draft.join("contract.md"), "\nMore.\n");
        case.home.git(&["add", "-A"]).succeeds();
        case.signing("dag", Some(date), &["commit", "-q", "-S", "-m", "by hand"]).succeeds();
        case.is_refused(date, "a key of dag@northwind.example that was good only");
    }
    // Also on a branch from before the key went astray, merged by somebody who means well.
    case.home.git(&["checkout", "-q", "-b", "old", "HEAD~1"]).succeeds();
    append(&case.draft.join("contract.md"), "\nMore.\n");
    case.home.git(&["add", "-A"]).succeeds();
    case.signing("dag", Some("2026-11-24T08:10:00Z"), &["commit", "-q", "-S", "-m", "by hand"]).succeeds();
    case.home.git(&["checkout", "-q", "main"]).succeeds();
    case.signing(OWNER, None, &["merge", "-q", "-S", "--no-ff", "-m", "merge", "old"]).succeeds();
    let told = case.verify();
    assert!(matches!(told.code, 5 | 6), "{}", told.out);
    assert!(told.out.contains("nothing proves that it was made before"), "{}", told.out);
    case.push().exits(1).says("dag@northwind.example");
    case.back();
}

/// 85: an owner writes all of history anew, each commit signed. It stands by itself, and whoever knew the old one is told.
#[test]
fn a_history_written_anew_is_told_by_whoever_knew_it() {
    let case = Case::new(|_| {});
    let kept = case.home.git(&["rev-list", "--reverse", "HEAD"]).succeeds().out;
    let beginning = kept.lines().next().unwrap().to_owned();
    let tree = case.home.git(&["rev-parse", "HEAD~1^{tree}"]).succeeds().out.trim().to_owned();
    let anew =
        case.signing(OWNER, None, &["commit-tree", "-S", "-p", &beginning, "-m", "all in one", &tree]).succeeds();
    case.home.git(&["reset", "-q", "--hard", anew.out.trim()]).succeeds();
    let told = case.verify().exits(5);
    assert!(told.out.contains("rewritten or rolled back") && told.out.contains("missing: "), "{}", told.out);
    case.push().exits(1);
    // From the very first commit on it is another repository.
    let root = case.signing(OWNER, None, &["commit-tree", "-S", "-m", "founded anew", &tree]).succeeds();
    case.home.git(&["reset", "-q", "--hard", root.out.trim()]).succeeds();
    let told = case.home.in_firm(&["verify", "--history"]).exits(5);
    assert!(told.out.contains("when you last verified it, it began with"), "{}", told.out);
    case.push().exits(1);
}

/// One of legal approves every NDA.
const RULE: &str = "\n[[approval]]\nkinds = [\"nda\"]\nof = [\"legal\"]\nneed = \"any 1\"\n";

/// A case in which the rule came after its contracts, so that the draft is signed or sent before anybody approved it.
fn without_approval() -> Case {
    Case::new(|home| {
        append(&home.path(POLICY), RULE);
        signing(home, OWNER, None, &["commit", "-q", "-a", "-S", "-m", "a rule"]).succeeds();
    })
}

/// A deed done in a clone whose policy has no rule, and carried over.
fn carried_over(case: &Case, deed: &[&str]) {
    let lax = case.home.read(POLICY).replace(RULE, "");
    case.home.write(POLICY, lax);
    case.commit(OWNER);
    case.home.in_firm(deed).succeeds();
    case.home.git(&["branch", "-f", "lax"]).succeeds();
    case.home.git(&["checkout", "-q", "-f", "-B", "main", &case.start]).succeeds();
    let folder = case.draft.strip_prefix(case.home.firm("")).unwrap().display().to_string();
    case.home.git(&["checkout", "-q", "lax", "--", &folder]).succeeds();
}

#[test]
fn what_binds_us_without_approval_is_refused_however_it_was_recorded() {
    let case = without_approval();
    let missing = "without the approval of any 1 of legal: lena@northwind.example (.clm/policy.toml:";
    let (id, draft) = (&case.id, &case.draft);
    let sign: &[&str] = &["sign", id, "--yes"];
    case.home.in_firm(sign).exits(4).says("lacks approval");

    carried_over(&case, sign);
    case.commit(OWNER);
    case.is_refused("signed", &format!("it was signed {missing}"));

    // The rule is taken out in the very commit: it is judged by the policy before it.
    carried_over(&case, sign);
    let lax = case.home.read(POLICY).replace(RULE, "");
    case.home.write(POLICY, lax);
    case.commit(OWNER);
    case.is_refused("signed and the rule taken out", &format!("it was signed {missing}"));

    // Approved by its own author, who is no lawyer, and by a lawyer who wrote some of it.
    let approve = |key: &str| {
        let shown = case.home.in_firm(&["show", id, "--json"]).succeeds().json();
        let revision = shown["items"][0]["revision"].as_str().unwrap().to_owned();
        let text = format!(
            "act = \"approve\"\ncontract = \"{id}\"\nby = \"{}\"\nat = 2026-11-24T12:00:00Z\nafter = []\nrevision = \
             \"{revision}\"\n",
            address(key)
        );
        fs::create_dir_all(draft.join("acts")).unwrap();
        let name = format!("2026-11-24-approve-{}.toml", Digest::of(text.as_bytes()).short(8));
        fs::write(draft.join("acts").join(name), text).unwrap();
        case.commit(key);
    };
    approve("dag");
    case.is_refused("approved without the right", "`dag@northwind.example` may not approve");
    append(&draft.join("contract.md"), "\nLena's clause.\n");
    case.commit("lena");
    approve("lena");
    case.is_refused("approved by who wrote it", "`lena@northwind.example` may not approve a contract of their own");

    // Approved, and changed afterwards.
    case.home.in_firm(&["submit", id, "--key", "dag"]).succeeds();
    case.home.in_firm(&["approve", id, "--key", "lena"]).succeeds();
    append(&draft.join("contract.md"), "\nOne word more.\n");
    case.commit("dag");
    let late = case.home.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
    let lax = case.home.read(POLICY).replace(RULE, "");
    case.home.write(POLICY, lax);
    case.commit(OWNER);
    case.home.in_firm(sign).succeeds();
    let signature = case.home.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
    case.home.git(&["checkout", "-q", "-f", "-B", "main", &late]).succeeds();
    let folder = draft.strip_prefix(case.home.firm("")).unwrap().join("signatures").display().to_string();
    case.home.git(&["checkout", "-q", &signature, "--", &folder]).succeeds();
    case.commit(OWNER);
    case.is_refused("an earlier text was approved", &format!("it was signed {missing}"));

    // As it should be, by the same hands and with the same tools.
    case.home.in_firm(&["submit", id, "--key", "dag"]).succeeds();
    case.home.in_firm(&["approve", id, "--key", "lena"]).succeeds();
    case.home.in_firm(sign).succeeds();
    case.verify().succeeds();
    case.push().succeeds();
}

/// A rule that came after the signature asks nothing of it; what was signed on a branch from before the rule does.
#[test]
fn a_rule_asks_where_the_signature_came_in() {
    let case = Case::new(|_| {});
    case.home.git(&["branch", "old"]).succeeds();
    case.home.in_firm(&["sign", &case.id, "--yes"]).succeeds();
    append(&case.home.path(POLICY), RULE);
    case.commit(OWNER);
    case.verify().succeeds();
    case.back();

    append(&case.home.path(POLICY), RULE);
    case.commit(OWNER);
    case.home.git(&["checkout", "-q", "old"]).succeeds();
    case.home.in_firm(&["sign", &case.id, "--yes"]).succeeds();
    case.home.git(&["checkout", "-q", "main"]).succeeds();
    case.signing(OWNER, None, &["merge", "-q", "-S", "--no-ff", "-m", "merge", "old"]).succeeds();
    case.is_refused("signed on an old branch", "it was signed without the approval of any 1 of legal");
}
