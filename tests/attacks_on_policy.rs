//! What somebody with write access tries against the policy itself (group E): to let themselves in, to bring back what was
//! taken, to count one person twice, to grant beyond their workspace. `verify` counts none of it, by any way of recording.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::process::{Command, Stdio};

use clm::contract::digest::Digest;
use support::Home;

const POLICY: &str = ".clm/policy.toml";

/// Two owners, Signer and Ann, who must both agree; Dora administers sales; Eve drafts there.
struct Case {
    home: Home,
}

impl Case {
    fn new(owners: u64) -> Self {
        let home = Home::with_firm();
        home.in_firm(&["workspace", "add", "sales", "--templates", "nda"]).succeeds();
        for (name, more) in [
            ("ann", &["--role", "owner"][..]),
            ("dora", &["--role", "owner", "-w", "sales"]),
            ("eve", &["--role", "drafter", "-w", "sales"]),
        ] {
            home.new_key(name, "");
            let (email, public) = (format!("{name}@northwind.example"), format!("{name}.pub"));
            home.in_firm(&[&["member", "add", &email, "--name", name, "--pub", &public][..], more].concat()).succeeds();
        }
        if owners > 1 {
            home.in_firm(&["policy", "owners", "2"]).succeeds();
            let open = home.in_firm(&["policy", "list", "--json"]).succeeds().json();
            let id = open["items"][0]["id"].as_str().unwrap().to_owned();
            home.in_firm(&["policy", "sign", &id, "--key", "ann"]).succeeds().says("applied");
        }
        home.in_firm(&["verify", "--all"]).succeeds();
        Self { home }
    }

    fn policy(&self) -> String {
        self.home.read("firm/.clm/policy.toml")
    }

    /// The present policy with a change, as the next version made from it.
    fn next(&self, from: &str, to: &str) -> String {
        let old = self.policy();
        assert!(old.contains(from), "{from}\n{old}");
        let version = old.lines().find_map(|line| line.strip_prefix("version = ")).unwrap();
        let next = format!("version = {}", version.parse::<u64>().unwrap() + 1);
        let mut new = old.replace(from, to).replacen(&format!("version = {version}"), &next, 1);
        if let Some(line) = old.lines().find(|line| line.starts_with("previous = ")) {
            new = new.replacen(line, &format!("previous = \"{}\"", Digest::of(old.as_bytes())), 1);
        }
        new
    }

    /// Puts the policy in place with the endorsements of some keys, in a namespace.
    fn put(&self, text: &str, keys: &[&str], namespace: &str) {
        let folder = format!("firm/.clm/proposals/{}", Digest::of(text.as_bytes()).hex());
        let file = self.home.write(&format!("{folder}/policy.toml"), text);
        for key in keys {
            let signed = Command::new("ssh-keygen")
                .args(["-Y", "sign", "-q", "-n", namespace, "-f"])
                .arg(self.home.path(key))
                .arg(&file)
                .stderr(Stdio::null())
                .status()
                .unwrap();
            assert!(signed.success());
            let name = key.replace(['/', '.'], "").replace('_', "-");
            fs::rename(file.with_extension("toml.sig"), file.with_file_name(format!("{name}.sig"))).unwrap();
        }
        fs::write(self.home.firm(POLICY), text).unwrap();
    }

    fn commit(&self, key: Option<&str>) {
        self.home.git(&["add", "-A"]).succeeds();
        match key {
            None => self.home.git(&["commit", "-qm", "plain", "--no-gpg-sign"]).succeeds(),
            Some(key) => {
                let key = format!("user.signingkey={}", self.home.path(key).display());
                self.home.git(&["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "signed"]).succeeds()
            }
        };
    }

    #[track_caller]
    fn is(&self, code: i32, words: &str) {
        self.home.in_firm(&["verify", "--all"]).exits(code).says(words);
    }

    fn back(&self) {
        self.home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
        self.is(0, "");
    }
}

const OWNER: &str = ".ssh/id_ed25519";
const EVE: (&str, &str) = (
    "name = \"eve\"\nemail = \"eve@northwind.example\"\nroles = [\"drafter\"]\nworkspaces = [\"sales\"]",
    "name = \"eve\"\nemail = \"eve@northwind.example\"\nroles = [\"owner\"]\nworkspaces = [\"*\"]",
);

#[test]
fn nobody_lets_themselves_in() {
    let case = Case::new(1);
    let widened = case.next(EVE.0, EVE.1);
    for (key, why) in [
        (None, "no good signature"),
        (Some("eve"), "is no owner of the policy before it"),
        (Some("dora"), "administers `sales` only"),
    ] {
        fs::write(case.home.firm(POLICY), &widened).unwrap();
        case.commit(key);
        case.is(5, why);
        case.back();
    }
    case.home.new_key("mallory", "");
    fs::write(case.home.firm(POLICY), &widened).unwrap();
    case.commit(Some("mallory"));
    case.is(5, "not signed by an owner of the policy before");
    case.back();
    fs::write(case.home.firm(POLICY), &widened).unwrap();
    case.commit(Some(OWNER));
    case.is(0, "");
}

#[test]
fn a_policy_is_not_used_by_the_commit_that_brings_it() {
    let case = Case::new(1);
    let made =
        case.home.in_firm(&["new", "--template", "nda", "-w", "sales", "--party", "Acme AS", "--no-input", "--json"]);
    let id = made.succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned();
    let acts = case.home.folder_of(&id).join("acts");
    let act = |by: &str| {
        let text =
            format!("act = \"archive\"\ncontract = \"{id}\"\nby = \"{by}\"\nat = 2026-11-24T09:00:00Z\nafter = []\n");
        fs::create_dir_all(&acts).unwrap();
        let name = format!("2026-11-24-archive-{}.toml", Digest::of(text.as_bytes()).short(8));
        fs::write(acts.join(name), text).unwrap();
    };
    let manager = EVE.0.replace("drafter", "manager");
    let widened = case.next(EVE.0, &manager);
    // In her own commit; in an owner's, who is not the author; and outside her workspace after she became manager in it.
    act("eve@northwind.example");
    fs::write(case.home.firm(POLICY), &widened).unwrap();
    case.commit(Some("eve"));
    case.is(5, "had no right to");
    case.back();
    act("eve@northwind.example");
    fs::write(case.home.firm(POLICY), &widened).unwrap();
    case.commit(Some(OWNER));
    case.is(5, "signed the commit");
    case.back();
    fs::write(case.home.firm(POLICY), &widened).unwrap();
    case.commit(Some(OWNER));
    act("eve@northwind.example");
    case.commit(Some("eve"));
    case.is(0, "");
    let legal = case.home.draft();
    let acts = case.home.folder_of(&legal).join("acts");
    let text = format!(
        "act = \"archive\"\ncontract = \"{legal}\"\nby = \"eve@northwind.example\"\nat = 2026-11-24T09:00:00Z\nafter = []\n"
    );
    fs::create_dir_all(&acts).unwrap();
    fs::write(acts.join(format!("2026-11-24-archive-{}.toml", Digest::of(text.as_bytes()).short(8))), &text).unwrap();
    case.commit(Some("eve"));
    case.is(5, "had no right to");
}

#[test]
fn an_earlier_policy_is_not_brought_back_by_just_anybody() {
    let case = Case::new(1);
    let before = case.policy();
    case.home.in_firm(&["member", "set", "eve@northwind.example", "--no-role"]).succeeds();
    for key in [None, Some("eve"), Some("dora")] {
        fs::write(case.home.firm(POLICY), &before).unwrap();
        case.commit(key);
        case.is(5, POLICY);
        case.back();
    }
    fs::write(case.home.firm(POLICY), &before).unwrap();
    case.commit(Some("ann"));
    case.is(0, "");
}

#[test]
fn two_owners_are_two_people_over_these_bytes() {
    let case = Case::new(2);
    let widened = case.next(EVE.0, EVE.1.replace("[\"owner\"]", "[\"manager\"]").as_str());
    let policy = "clm-policy-v1";
    // The second key of one owner, listed by both of them.
    for (keys, namespace, key, why) in [
        (&[][..], policy, OWNER, "it takes 2 owners"),
        (&[OWNER], policy, OWNER, "1 signed it"),
        (&[OWNER, "eve"], policy, OWNER, "1 signed it"),
        (&[OWNER, "dora"], policy, "ann", "1 signed it"),
        (&[OWNER, "ann"], "clm-statement-v1", OWNER, "0 signed it"),
        (&[OWNER, "ann"], "git", OWNER, "0 signed it"),
        (&[OWNER, "ann"], policy, "eve", "is no owner"),
        (&[OWNER, "ann"], policy, "dora", "administers `sales` only"),
    ] {
        case.put(&widened, keys, namespace);
        case.commit(Some(key));
        case.is(5, why);
        case.back();
    }
    case.put(&widened, &[OWNER, "ann"], policy);
    case.commit(None);
    case.is(5, "no good signature");
    case.back();
    // Signed by both, and one byte other than what they signed.
    case.put(&widened, &[OWNER, "ann"], policy);
    fs::write(case.home.firm(POLICY), format!("{widened}\n")).unwrap();
    case.commit(Some(OWNER));
    case.is(5, "0 signed it");
    case.back();
    case.put(&widened, &[OWNER, "ann"], policy);
    case.commit(Some("ann"));
    case.is(0, "");
    // The evidence may go from the tree afterwards; history keeps it.
    case.home.git(&["rm", "-rq", ".clm/proposals"]).succeeds();
    case.commit(Some("ann"));
    case.is(0, "");
}

#[test]
fn versions_follow_one_another_where_several_decide() {
    let case = Case::new(2);
    let both = &[OWNER, "ann"];
    let good = case.next("name = \"eve\"", "name = \"Eve\"");
    let version = good.lines().find(|line| line.starts_with("version = ")).unwrap().to_owned();
    let number: u64 = version.strip_prefix("version = ").unwrap().parse().unwrap();
    let previous = good.lines().find(|line| line.starts_with("previous = ")).unwrap().to_owned();
    for (from, to, why) in [
        (&version, format!("version = {}", number - 1), "versions follow one another"),
        (&version, format!("version = {}", number + 1), "versions follow one another"),
        (&version, "version = 1".to_owned(), "versions follow one another"),
        (&previous, format!("previous = \"{}\"", Digest::of(b"another")), "made from another policy"),
        (&previous, String::new(), "made from another policy"),
    ] {
        case.put(&good.replace(from, &to), both, "clm-policy-v1");
        case.commit(Some(OWNER));
        case.is(5, why);
        case.back();
    }
    // Replay: what both signed once, after another change came in between.
    let first = case.policy();
    case.put(&good, both, "clm-policy-v1");
    case.commit(Some(OWNER));
    let next = case.next("name = \"Eve\"", "name = \"Eva\"");
    case.put(&next, both, "clm-policy-v1");
    case.commit(Some(OWNER));
    case.is(0, "");
    for old in [&good, &first] {
        fs::write(case.home.firm(POLICY), old).unwrap();
        case.commit(Some(OWNER));
        case.is(5, POLICY);
        case.back();
    }
}

#[test]
fn owners_are_not_replaced_by_those_who_want_to_be() {
    let case = Case::new(2);
    // Eve and Dora for Signer and Ann, signed by the two new ones.
    let mut usurped = case.next(EVE.0, EVE.1);
    usurped =
        usurped.replace("roles = [\"owner\"]\nworkspaces = [\"sales\"]", "roles = [\"owner\"]\nworkspaces = [\"*\"]");
    for keys in [&["eve", "dora"][..], &["eve", "dora", OWNER]] {
        case.put(&usurped, keys, "clm-policy-v1");
        case.commit(Some(OWNER));
        case.is(5, "owners of the policy before it");
        case.back();
    }
    // A new owner whose key nobody has seen work, in the place of one of the two.
    let alone = case.next(
        "name = \"ann\"\nemail = \"ann@northwind.example\"\nroles = [\"owner\"]",
        "name = \"ann\"\nemail = \"ann@northwind.example\"\nroles = []",
    );
    let alone = alone.replace(EVE.0, EVE.1);
    case.put(&alone, &[OWNER, "ann"], "clm-policy-v1");
    case.commit(Some(OWNER));
    case.is(5, "owners of the policy it brings");
    case.back();
    case.put(&alone, &[OWNER, "ann", "eve"], "clm-policy-v1");
    case.commit(Some(OWNER));
    case.is(0, "");
}

#[test]
fn an_administrator_grants_in_their_workspace_also_with_plain_git() {
    let case = Case::new(2);
    let grant = |text: &str| {
        let next = case.next("format = 1", "format = 1");
        fs::write(case.home.firm(POLICY), format!("{next}\n[[grant]]\n{text}\n")).unwrap();
    };
    let eve = "to = \"eve@northwind.example\"\n";
    for (text, why) in [
        ("roles = [\"manager\"]\nworkspaces = [\"legal\"]", "elsewhere"),
        ("roles = [\"manager\"]\nworkspaces = [\"sales\", \"legal\"]", "elsewhere"),
        ("roles = [\"manager\"]\nworkspaces = [\"*\"]", "elsewhere"),
        ("roles = [\"owner\"]\nworkspaces = [\"sales\"]", "for owners to say"),
        ("rights = [\"administer\"]\nworkspaces = [\"sales\"]", "for owners to say"),
        ("rights = [\"read\"]\nkinds = [\"policy\"]\nworkspaces = [\"sales\"]", "for owners to say"),
    ] {
        grant(&format!("{eve}{text}"));
        case.commit(Some("dora"));
        case.is(5, why);
        case.back();
    }
    for key in [OWNER, "ann", "eve"] {
        grant(&format!("{eve}roles = [\"manager\"]\nworkspaces = [\"sales\"]"));
        case.commit(Some(key));
        case.is(5, POLICY);
        case.back();
    }
    grant(&format!("{eve}roles = [\"manager\"]\nworkspaces = [\"sales\"]"));
    case.commit(Some("dora"));
    case.is(0, "");
}

#[test]
fn junk_beside_the_policy_is_no_proposal_and_breaks_nothing() {
    let case = Case::new(2);
    let text = case.next("name = \"eve\"", "name = \"Eve\"");
    let named = Digest::of(b"other").hex();
    case.home.write(&format!("firm/.clm/proposals/{named}/policy.toml"), &text);
    let honest = format!("firm/.clm/proposals/{}", Digest::of(text.as_bytes()).hex());
    case.home.write(&format!("{honest}/policy.toml"), &text);
    case.home.write(&format!("{honest}/junk.sig"), "-----BEGIN SSH SIGNATURE-----\n????\n");
    case.home.write(&format!("{honest}/huge.sig"), vec![b'A'; 100_000]);
    case.home.write(&format!("{honest}/bytes.sig"), [0xff_u8, 0xfe, 0]);
    std::os::unix::fs::symlink("/etc/passwd", case.home.firm(&honest["firm/".len()..]).join("link.sig")).unwrap();
    case.home.write("firm/.clm/proposals/not-a-digest/policy.toml", "x");
    case.home
        .write(&format!("firm/.clm/proposals/{}/policy.toml", Digest::of(b"format = 99\n").hex()), "format = 99\n");
    case.home.write("firm/.clm/proposals/file", "x");
    case.commit(Some("eve"));
    let open = case.home.in_firm(&["policy", "list", "--json"]).succeeds().json();
    let items = open["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{open}");
    assert_eq!((items[0]["state"].as_str(), items[0]["signed"].as_array().unwrap().len()), (Some("open"), 0));
    let id = items[0]["id"].as_str().unwrap();
    case.home.in_firm(&["policy", "apply", id]).exits(4).says("0 signed it");
    // What somebody else proposed by hand is as good as what clm proposes, once two owners signed it.
    case.home.in_firm(&["policy", "sign", id]).succeeds();
    case.home.in_firm(&["policy", "sign", id, "--key", "ann"]).succeeds().says("applied");
    case.is(0, "");
}
