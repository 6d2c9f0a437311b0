//! Every cell of the permission table, tried by the command and by a raw push to a hooked server.
//!
//! A cell is a holder (the ready roles, an owner, a workspace's administrator, grants for own contracts only, single rights,
//! nobody), a deed, and a place (an own contract, another's, another workspace). What must come out stands in [`HOLDERS`]
//! and [`expected`], written for this test and not taken from the product's table. Each cell is tried twice:
//!
//! - by the command, as that member: exit 0, or exit 4 with nothing written and a sentence that names member and place;
//! - by git alone: the same files, committed with `git commit-tree -S` and the member's key on top of the server's branch,
//!   and pushed. They come from a clone where everybody is an owner, so that a refusal here has no other reason than the
//!   missing right; what no command makes is written by hand.
//!
//! `.ci/sweep 1000000 permissions` tries them all; without it a sample that sees every holder and every deed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use clm::contract::digest::Digest;
use support::sweep;
use support::{Answer, Home};

/// A member of the table.
struct Holder {
    name: &'static str,
    /// The lines of their own entry.
    own: &'static str,
    /// What a grant to them gives; none where empty.
    grant: &'static str,
    /// The rights to contracts, templates and clauses, and whether they administer.
    contract: &'static str,
    template: &'static str,
    clause: &'static str,
    administers: bool,
    /// Where: `*`, or `sales`.
    place: &'static str,
    /// Only contracts of their own.
    own_only: bool,
    /// Whether the policy lets them speak for Northwind AS.
    signs_for_us: bool,
}

const fn holder(name: &'static str, own: &'static str, contract: &'static str) -> Holder {
    Holder {
        name,
        own,
        grant: "",
        contract,
        template: "",
        clause: "",
        administers: false,
        place: "sales",
        own_only: false,
        signs_for_us: true,
    }
}

const fn granted(name: &'static str, grant: &'static str, contract: &'static str) -> Holder {
    Holder { grant, ..holder(name, "roles = []\nworkspaces = []", contract) }
}

const ALL: &str = "draft edit approve send sign-for archive import";

const HOLDERS: &[Holder] = &[
    holder("nobody", "roles = []\nworkspaces = [\"sales\"]", ""),
    holder("viewer", "roles = [\"viewer\"]\nworkspaces = [\"sales\"]", ""),
    holder("drafter", "roles = [\"drafter\"]\nworkspaces = [\"sales\"]", "draft edit"),
    Holder {
        template: "draft edit archive",
        clause: "draft edit",
        ..holder("legal", "roles = [\"legal\"]\nworkspaces = [\"sales\"]", "draft edit approve")
    },
    holder("signatory", "roles = [\"signatory\"]\nworkspaces = [\"sales\"]", "sign-for"),
    holder("manager", "roles = [\"manager\"]\nworkspaces = [\"sales\"]", "draft edit send archive import"),
    Holder {
        template: "draft edit archive",
        clause: "draft edit",
        administers: true,
        place: "*",
        ..holder("owner", "roles = [\"owner\"]\nworkspaces = [\"*\"]", ALL)
    },
    Holder {
        template: "draft edit archive",
        clause: "draft edit",
        administers: true,
        ..holder("delegate", "roles = [\"owner\"]\nworkspaces = [\"sales\"]", ALL)
    },
    Holder {
        signs_for_us: false,
        ..holder("partyless", "roles = [\"signatory\", \"drafter\"]\nworkspaces = [\"sales\"]", "draft edit")
    },
    holder("several", "roles = [\"drafter\", \"signatory\"]\nworkspaces = [\"sales\"]", "draft edit sign-for"),
    Holder {
        own_only: true,
        ..granted("own-drafter", "roles = [\"drafter\"]\nworkspaces = [\"sales\"]\nwhose = \"own\"", "draft edit")
    },
    Holder {
        own_only: true,
        ..granted(
            "own-manager",
            "roles = [\"manager\"]\nworkspaces = [\"sales\"]\nwhose = \"own\"",
            "draft edit send archive import",
        )
    },
    Holder {
        own_only: true,
        ..granted("own-signatory", "roles = [\"signatory\"]\nworkspaces = [\"sales\"]\nwhose = \"own\"", "sign-for")
    },
    granted("only-draft", "rights = [\"draft\"]\nworkspaces = [\"sales\"]", "draft"),
    granted("only-edit", "rights = [\"edit\"]\nworkspaces = [\"sales\"]", "edit"),
    granted("only-approve", "rights = [\"approve\"]\nworkspaces = [\"sales\"]", "approve"),
    granted("only-send", "rights = [\"send\"]\nworkspaces = [\"sales\"]", "send"),
    granted("only-sign-for", "rights = [\"sign-for\"]\nworkspaces = [\"sales\"]", "sign-for"),
    granted("only-archive", "rights = [\"archive\"]\nworkspaces = [\"sales\"]", "archive"),
    granted("only-import", "rights = [\"import\"]\nworkspaces = [\"sales\"]", "import"),
    Holder {
        administers: true,
        ..granted("only-administer", "rights = [\"administer\"]\nworkspaces = [\"sales\"]", "")
    },
    Holder {
        template: "draft edit archive",
        ..granted(
            "templates",
            "rights = [\"draft\", \"edit\", \"archive\"]\nworkspaces = [\"sales\"]\nkinds = [\"template\"]",
            "",
        )
    },
    Holder {
        template: "archive",
        ..granted("retires", "rights = [\"archive\"]\nworkspaces = [\"sales\"]\nkinds = [\"template\"]", "")
    },
    Holder {
        clause: "edit",
        ..granted("clauses", "rights = [\"edit\"]\nworkspaces = [\"sales\"]\nkinds = [\"clause\"]", "")
    },
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// Their own contract; for what nobody owns, the workspace they work in.
    Own,
    /// Another member's contract in the same workspace.
    Others,
    /// Another workspace.
    Elsewhere,
}
use Place::{Elsewhere, Others, Own};

/// What is done, to what, with which right; where it may be done; and how it is done.
struct Deed {
    name: &'static str,
    kind: &'static str,
    right: &'static str,
    places: &'static [Place],
}

const fn deed(name: &'static str, kind: &'static str, right: &'static str, places: &'static [Place]) -> Deed {
    Deed { name, kind, right, places }
}

const EVERY: &[Place] = &[Own, Others, Elsewhere];
const BOTH: &[Place] = &[Own, Elsewhere];

const DEEDS: &[Deed] = &[
    deed("new", "contract", "draft", BOTH),
    deed("set", "contract", "edit", EVERY),
    deed("tag", "contract", "edit", EVERY),
    deed("submit", "contract", "edit", EVERY),
    deed("approve", "contract", "approve", EVERY),
    deed("reject", "contract", "approve", EVERY),
    deed("send", "contract", "send", EVERY),
    deed("void", "contract", "send", EVERY),
    deed("sign", "contract", "sign-for", EVERY),
    deed("archive", "contract", "archive", EVERY),
    deed("executed", "contract", "import", EVERY),
    deed("import", "contract", "import", BOTH),
    deed("new template", "template", "draft", BOTH),
    deed("edit template", "template", "edit", BOTH),
    deed("retire", "template", "archive", BOTH),
    deed("new clause", "clause", "draft", BOTH),
    deed("edit clause", "clause", "edit", BOTH),
    deed("grant", "policy", "administer", BOTH),
    deed("add a member", "policy", "administer", &[Elsewhere]),
];

/// What must come out, in the words of the issue.
fn expected(holder: &Holder, deed: &Deed, place: Place) -> bool {
    let rights = match deed.kind {
        "contract" => holder.contract,
        "template" => holder.template,
        "clause" => holder.clause,
        _ if holder.administers => "administer",
        _ => "",
    };
    // A workspace's administrator grants only inside it; nothing else of the policy is theirs.
    let here = holder.place == "*" || place != Elsewhere;
    let whose = !holder.own_only || place == Own;
    let right = rights.split(' ').any(|right| right == deed.right);
    let by_name = match deed.name {
        // Never one's own contract.
        "approve" => place != Own,
        "sign" => holder.signs_for_us,
        _ => true,
    };
    right && here && whose && by_name
}

const OWNER: &str = "signer@northwind.example";
const NOW: &str = "2026-11-24T20:00:00Z";

fn email(name: &str) -> String {
    format!("{name}@northwind.example")
}

/// A contract for a holder and a use: its id, and the folder it lies in.
fn contract(holder: usize, place: Place, state: usize) -> (String, String) {
    let who = match place {
        Own => holder,
        Others => 90,
        Elsewhere => 91,
    };
    let suffix = format!("0000{who:02}{state:02}");
    let workspace = if place == Elsewhere { "legal" } else { "sales" };
    (format!("nda-{suffix}"), format!("{workspace}/contracts/2026-11/deed-{suffix}"))
}

/// Drafts, submitted ones and withdrawn ones.
const DRAFT: usize = 0;
const SUBMITTED: usize = 1;
const WITHDRAWN: usize = 2;

fn act(word: &str, id: &str, by: &str, more: &str) -> (String, String) {
    let text =
        format!("act = \"{word}\"\ncontract = \"{id}\"\nby = \"{by}\"\nat = 2026-11-24T19:00:00Z\nafter = []\n{more}");
    (format!("2026-11-24-{word}-{}.toml", Digest::of(text.as_bytes()).short(8)), text)
}

/// The strict repository, one where everybody is an owner, and the hooked server.
struct Firm {
    home: Home,
    base: String,
    free: String,
    /// The policy of the strict one.
    policy: String,
}

impl Firm {
    fn new() -> Self {
        let home = Home::with_firm();
        home.in_firm(&["workspace", "add", "sales", "--templates", "nda"]).succeeds();
        home.new_key("new", "");
        fs::create_dir(home.path("keys")).unwrap();
        let mut firm = Self { home, base: String::new(), free: String::new(), policy: String::new() };
        let before = firm.home.read("firm/.clm/policy.toml");
        let version = before.lines().find(|line| line.starts_with("version = ")).unwrap().to_owned();
        let (mut strict, mut free) =
            (before.replace(&version, "version = 90"), before.replace(&version, "version = 91"));
        for holder in HOLDERS {
            firm.home.new_key(&format!("keys/{}", holder.name), "");
            let key = firm.home.read(&format!("keys/{}.pub", holder.name));
            let key = key.split(' ').take(2).collect::<Vec<_>>().join(" ");
            let member = |own: &str, signs: bool| {
                format!(
                    "\n[[member]]\nname = \"{0}\"\nemail = \"{1}\"\n{own}\nsigns_for = [{2}]\n\n[[member.key]]\npublic = \
                     \"{key}\"\nfrom = 2026-11-24T08:00:00Z\n",
                    holder.name,
                    email(holder.name),
                    if signs { "\"Northwind AS\"" } else { "" }
                )
            };
            strict += &member(holder.own, holder.signs_for_us);
            free += &member("roles = [\"owner\"]\nworkspaces = [\"*\"]", true);
        }
        for holder in HOLDERS.iter().filter(|holder| !holder.grant.is_empty()) {
            strict += &format!("\n[[grant]]\nto = \"{}\"\n{}\n", email(holder.name), holder.grant);
        }
        firm.policy = strict.clone();
        firm.home.write("firm/sales/clauses/breach.md", firm.home.read("firm/legal/clauses/breach.md"));
        firm.home.write("firm/.clm/policy.toml", strict);
        firm.commit_all("firm", OWNER, ".ssh/id_ed25519");
        firm.contracts();
        firm.commit_all("firm", OWNER, ".ssh/id_ed25519");
        firm.base = firm.git("firm", &["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
        firm.git(".", &["clone", "-q", "firm", "free"]).succeeds();
        firm.home.write("free/.clm/policy.toml", free);
        firm.commit_all("free", OWNER, ".ssh/id_ed25519");
        firm.free = firm.git("free", &["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
        firm.git(".", &["clone", "-q", "--bare", "firm", "srv.git"]).succeeds();
        firm.home.clm(&["hook", "install", "--server", "srv.git"]).succeeds();
        firm.clm("firm", None, &["verify", "--history"]).succeeds().says("nothing wrong");
        firm.home.write("lease.md", "# Lease\n\nThe house is let.\n");
        firm.home.write("scan.txt", "scanned\n");
        firm
    }

    /// For each holder, for another and in the other workspace: a draft, one that was submitted and one withdrawn.
    fn contracts(&self) {
        let places = (0..HOLDERS.len()).map(|one| (one, Own)).chain([(0, Others), (0, Elsewhere)]);
        for (holder, place) in places {
            let owner = if place == Own { email(HOLDERS[holder].name) } else { OWNER.to_owned() };
            for state in [DRAFT, SUBMITTED, WITHDRAWN] {
                let (id, folder) = contract(holder, place, state);
                let text = format!(
                    "+++\nid = \"{id}\"\ntitle = \"Deed\"\nkind = \"nda\"\n\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = \
                     \"Acme AS\"\n\n[[party.signatory]]\nname = \"B Signer\"\nemail = \"b@acme.example\"\n+++\n# Deed\n\nThe parties \
                     agree.\n"
                );
                let revision = clm::contract::revision::revision(&[clm::contract::revision::Subject {
                    name: "contract.md".to_owned(),
                    digest: Digest::of(text.as_bytes()),
                }]);
                self.home.write(&format!("firm/{folder}/contract.md"), &text);
                self.home.write(&format!("firm/{folder}/record.toml"), format!("owner = \"{owner}\"\n"));
                let done = match state {
                    SUBMITTED => act("submit", &id, OWNER, &format!("revision = \"{revision}\"\n")),
                    WITHDRAWN => act("void", &id, OWNER, "reason = \"nobody wants it\"\n"),
                    _ => continue,
                };
                self.home.write(&format!("firm/{folder}/acts/{}", done.0), done.1);
            }
        }
    }

    fn command(&self, program: &str, email: &str) -> Command {
        let mut command = self.home.command(program);
        command.env("CLM_NOW", NOW);
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "By Hand").env(format!("GIT_{role}_EMAIL"), email);
            command.env(format!("GIT_{role}_DATE"), NOW);
        }
        command
    }

    fn git(&self, folder: &str, args: &[&str]) -> Answer {
        self.home.run(self.command("git", OWNER).args(["-C", folder]).args(args))
    }

    fn clm(&self, folder: &str, holder: Option<&Holder>, args: &[&str]) -> Answer {
        let mut command = self.command(env!("CARGO_BIN_EXE_clm"), OWNER);
        command.args(["-C", folder]).args(args);
        if let Some(holder) = holder {
            command.arg("--key").arg(self.home.path(&format!("keys/{}", holder.name)));
        }
        self.home.run(&mut command)
    }

    fn commit_all(&self, folder: &str, email: &str, key: &str) {
        self.git(folder, &["add", "-A"]).succeeds();
        let key = format!("user.signingkey={}", self.home.path(key).display());
        let mut command = self.command("git", email);
        command.args(["-C", folder, "-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "-m", "by hand"]);
        self.home.run(&mut command).succeeds();
    }

    /// Puts a clone back to where it began.
    fn back(&self, folder: &str, to: &str) {
        self.git(folder, &["reset", "-q", "--hard", to]).succeeds();
        self.git(folder, &["clean", "-fdq"]).succeeds();
    }

    /// The object of a file's bytes, in the free clone.
    fn blob(&self, text: &str) -> String {
        let mut command = self.command("git", OWNER);
        command.args(["-C", "free", "hash-object", "-w", "--stdin"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
    }
}

/// The command of a cell; none where no command makes it, and `explain` is asked instead.
fn command(deed: &Deed, at: usize, place: Place) -> Option<Vec<String>> {
    let workspace = if place == Elsewhere { "legal" } else { "sales" };
    let on = |state| contract(at, place, state).0;
    let words: Vec<String> = match deed.name {
        "new" => vec!["new", "--template", "nda", "--party", "Gamma AS", "-w", workspace, "--no-input"],
        "set" => return Some(words(&["set", &on(DRAFT), "governing_law=Sweden"])),
        "tag" => return Some(words(&["tag", &on(DRAFT), "--add", "urgent"])),
        "submit" => return Some(words(&["submit", &on(DRAFT)])),
        "approve" => return Some(words(&["approve", &on(SUBMITTED), "-m", "fine"])),
        "reject" => return Some(words(&["reject", &on(SUBMITTED), "-m", "too dear"])),
        "send" => return Some(words(&["send", &on(DRAFT), "--out", "out"])),
        "void" => return Some(words(&["void", &on(DRAFT), "-m", "not any more"])),
        "sign" => return Some(words(&["sign", &on(DRAFT), "--yes", "--for", "Northwind AS"])),
        "archive" => return Some(words(&["archive", &on(WITHDRAWN)])),
        "executed" => {
            let more = ["--on", "2026-11-01", "--by", "paper", "--evidence", "scan.txt"];
            return Some(words(&[&["executed", &on(DRAFT)][..], &more].concat()));
        }
        "import" => {
            let parties =
                ["--party", "Northwind AS", "--party", "Acme AS", "--start", "2024-01-01", "--term", "5 years"];
            return Some(words(&[&["import", "lease.md", "-w", workspace, "--no-input"][..], &parties].concat()));
        }
        "retire" => vec!["template", "retire", "nda", "-w", workspace, "-m", "old"],
        "grant" => vec!["grant", "viewer@northwind.example", "comment", "-w", workspace],
        "add a member" => {
            vec!["member", "add", "new@northwind.example", "--name", "New", "--pub", "new.pub", "--role", "viewer"]
        }
        _ => return None,
    }
    .into_iter()
    .map(ToOwned::to_owned)
    .collect();
    Some(words)
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// What git alone writes for a cell, where it is no copy of what the command does: paths and their bytes.
fn by_hand(firm: &Firm, deed: &Deed, holder: &Holder, at: usize, place: Place) -> Option<(String, String)> {
    let workspace = if place == Elsewhere { "legal" } else { "sales" };
    let old = |path: &str| firm.home.read(&format!("firm/{path}"));
    Some(match deed.name {
        "approve" | "reject" => {
            let (id, folder) = contract(at, place, SUBMITTED);
            let text = Digest::of(old(&format!("{folder}/contract.md")).as_bytes());
            let subject = clm::contract::revision::Subject { name: "contract.md".to_owned(), digest: text };
            let revision = clm::contract::revision::revision(&[subject]);
            let reason = if deed.name == "reject" { "reason = \"too dear\"\n" } else { "" };
            let (name, text) =
                act(deed.name, &id, &email(holder.name), &format!("revision = \"{revision}\"\n{reason}"));
            (format!("{folder}/acts/{name}"), text)
        }
        "new template" => (format!("{workspace}/templates/mine.md"), old("sales/templates/nda.md")),
        "edit template" => {
            (format!("{workspace}/templates/nda.md"), old(&format!("{workspace}/templates/nda.md")) + "\n")
        }
        "new clause" => (format!("{workspace}/clauses/mine.md"), old("legal/clauses/breach.md")),
        "edit clause" => (format!("{workspace}/clauses/breach.md"), old("legal/clauses/breach.md") + "\n"),
        "grant" | "add a member" => {
            let added = match deed.name {
                "grant" => format!(
                    "\n[[grant]]\nto = \"viewer@northwind.example\"\nrights = [\"comment\"]\nworkspaces = [\"{workspace}\"]\n"
                ),
                _ => {
                    let key = firm.home.read("new.pub").split(' ').take(2).collect::<Vec<_>>().join(" ");
                    format!(
                        "\n[[member]]\nname = \"New\"\nemail = \"new@northwind.example\"\nroles = [\"viewer\"]\nworkspaces = \
                         [\"*\"]\nsigns_for = []\n\n[[member.key]]\npublic = \"{key}\"\nfrom = 2026-11-24T08:00:00Z\n"
                    )
                }
            };
            (".clm/policy.toml".to_owned(), firm.policy.replace("version = 90", "version = 91") + &added)
        }
        _ => return None,
    })
}

/// By the command: exit 0, or 4 with nothing written.
fn try_command(firm: &Firm, deed: &Deed, at: usize, place: Place) -> Result<(), String> {
    let holder = &HOLDERS[at];
    let may = expected(holder, deed, place);
    let Some(words) = command(deed, at, place) else {
        let workspace = if place == Elsewhere { "legal" } else { "sales" };
        let path = format!("{workspace}/{}s/nda.md", deed.kind);
        let told = firm.clm("firm", None, &["explain", deed.right, &email(holder.name), &path, "--json"]);
        let told = told.succeeds().json();
        return if told["allowed"] == may { Ok(()) } else { Err(format!("explain: {told}")) };
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let answer = firm.clm("firm", Some(holder), &words);
    let _ = fs::remove_dir_all(firm.home.path("out"));
    let head = firm.git("firm", &["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
    if may {
        let fine = answer.code == 0 && head != firm.base;
        firm.back("firm", &firm.base);
        return if fine { Ok(()) } else { Err(format!("exit {}: {}", answer.code, answer.err)) };
    }
    let left = firm.git("firm", &["status", "--porcelain", "--ignored"]).succeeds().out;
    if head != firm.base || !left.is_empty() {
        firm.back("firm", &firm.base);
        return Err(format!("it was written: {left} {}", answer.out));
    }
    let named = [email(holder.name), "own".to_owned()].iter().any(|word| answer.err.contains(word.as_str()));
    if answer.code == 4 && named { Ok(()) } else { Err(format!("exit {}: {}", answer.code, answer.err)) }
}

/// By git alone: accepted, or refused with commit, path, member and right.
fn try_push(firm: &Firm, deed: &Deed, at: usize, place: Place) -> Result<(), String> {
    let holder = &HOLDERS[at];
    let may = expected(holder, deed, place);
    let entries = match by_hand(firm, deed, holder, at, place) {
        Some((path, text)) => format!("100644 {}\t{path}\n", firm.blob(&text)),
        None => {
            let words = command(deed, at, place).unwrap();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let made = firm.clm("free", Some(holder), &words);
            let _ = fs::remove_dir_all(firm.home.path("out"));
            if made.code != 0 {
                return Err(format!("an owner cannot do it either: {}", made.err));
            }
            let raw = firm.git("free", &["diff-tree", "-r", "--no-renames", &firm.free, "HEAD"]).succeeds().out;
            firm.back("free", &firm.free);
            let entry = |line: &str| {
                let (facts, path) = line.split_once('\t').unwrap();
                let facts: Vec<&str> = facts.split(' ').collect();
                format!("{} {}\t{path}\n", facts[1], facts[3])
            };
            raw.lines().map(entry).collect()
        }
    };
    let paths: Vec<&str> = entries.lines().map(|line| line.split_once('\t').unwrap().1).collect();
    let key = firm.home.path(&format!("keys/{}", holder.name)).display().to_string();
    firm.home.write("entries", &entries);
    let script = "set -e; export GIT_INDEX_FILE=.git/cell; rm -f .git/cell; git read-tree \"$1\"; git update-index --add --index-info \
                  < ../entries; git -c gpg.format=ssh -c user.signingkey=\"$2\" commit-tree -S -p \"$1\" -m cell \
                  \"$(git write-tree)\"";
    let mut plumbing = firm.command("sh", &email(holder.name));
    plumbing.args(["-c", script, "sh", &firm.base, &key]).current_dir(firm.home.path("free"));
    let commit = firm.home.run(&mut plumbing).succeeds().out.trim().to_owned();
    let pushed = firm.git("free", &["push", "-q", "../srv.git", &format!("{commit}:refs/heads/{}", branch(firm))]);
    let tip = firm.git("srv.git", &["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
    if may {
        let fine = pushed.code == 0 && tip == commit;
        firm.git("srv.git", &["update-ref", "HEAD", &firm.base]).succeeds();
        return if fine { Ok(()) } else { Err(pushed.err) };
    }
    if tip != firm.base {
        firm.git("srv.git", &["update-ref", "HEAD", &firm.base]).succeeds();
        return Err(format!("it was taken: {paths:?}"));
    }
    let told = |line: &str| {
        let place = line.contains(&format!("commit {}", &commit[..10])) && paths.iter().any(|path| line.contains(path));
        place && line.contains(&email(holder.name))
    };
    if pushed.code != 0 && pushed.err.lines().any(told) { Ok(()) } else { Err(pushed.err) }
}

fn branch(firm: &Firm) -> String {
    let name = fs::read_to_string(firm.home.path("srv.git/HEAD")).unwrap();
    name.trim().strip_prefix("ref: refs/heads/").unwrap().to_owned()
}

/// Every deed in every place by every holder, so ordered that one of each deed and place is one of each holder too.
fn cells() -> Vec<(usize, &'static Deed, Place)> {
    let columns = DEEDS.iter().flat_map(|deed| deed.places.iter().map(move |place| (deed, *place)));
    let by_all =
        |(number, (deed, place))| (0..HOLDERS.len()).map(move |turn| ((number + turn) % HOLDERS.len(), deed, place));
    columns.enumerate().flat_map(by_all).collect()
}

#[test]
fn every_cell_is_decided_alike_by_command_and_push() {
    let cells = cells();
    let firm = Firm::new();
    let (mut wrong, mut allowed, mut seen) = (Vec::new(), 0, BTreeSet::new());
    let mut count = 0;
    for number in sweep::cases(cells.len() / HOLDERS.len(), cells.len()) {
        let (at, deed, place) = cells[number];
        let holder = &HOLDERS[at];
        count += 1;
        allowed += usize::from(expected(holder, deed, place));
        seen.insert(holder.name);
        seen.insert(deed.name);
        for (way, result) in
            [("command", try_command(&firm, deed, at, place)), ("push", try_push(&firm, deed, at, place))]
        {
            if let Err(why) = result {
                let must = if expected(holder, deed, place) { "may" } else { "may not" };
                wrong.push(format!("{}: {} {:?} {must}, by {way}: {why}", holder.name, deed.name, place));
            }
        }
    }
    println!(
        "permissions: {count} of {} cells, each by command and by push; {allowed} allowed, {} refused; {} of {} holders and deeds",
        cells.len(),
        count - allowed,
        seen.len(),
        HOLDERS.len() + DEEDS.len()
    );
    assert!(wrong.is_empty(), "{} of them wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a grant for own contracts gives and what it does not, by name; what is brought in is the importer's own.
#[test]
fn own_contracts_are_made_changed_and_pushed_and_others_are_not() {
    let firm = Firm::new();
    for (name, word, place, may) in [
        ("own-manager", "new", Own, true),
        ("own-manager", "new", Elsewhere, false),
        ("own-manager", "set", Own, true),
        ("own-manager", "set", Others, false),
        ("own-manager", "executed", Own, true),
        ("own-manager", "executed", Others, false),
        ("own-manager", "import", Own, true),
        ("own-signatory", "sign", Own, true),
        ("own-signatory", "sign", Others, false),
    ] {
        let at = HOLDERS.iter().position(|holder| holder.name == name).unwrap();
        let deed = DEEDS.iter().find(|deed| deed.name == word).unwrap();
        assert_eq!(expected(&HOLDERS[at], deed, place), may, "{name}: {word} {place:?}");
        for tried in [try_command(&firm, deed, at, place), try_push(&firm, deed, at, place)] {
            assert_eq!(tried, Ok(()), "{name}: {word} {place:?}");
        }
    }
}

/// The table is as large as was promised, says no more often than yes, and has no holder or deed twice.
#[test]
fn the_table_is_a_table() {
    let cells = cells();
    assert!(cells.len() >= 600, "{}", cells.len());
    let allowed = cells.iter().filter(|(at, deed, place)| expected(&HOLDERS[*at], deed, *place)).count();
    assert!(allowed >= 100 && allowed * 2 < cells.len(), "{allowed} of {}", cells.len());
    let names: BTreeSet<&str> =
        HOLDERS.iter().map(|holder| holder.name).chain(DEEDS.iter().map(|deed| deed.name)).collect();
    assert_eq!(names.len(), HOLDERS.len() + DEEDS.len());
}
