//! What is told to git itself: merges, picks, rebases, resets, replaced references, and what lies in `.git`.

use std::fs;

use crate::case::{Case, SIGNER, files};

/// What was done.
pub type Deed = fn(&Case);

/// What it has to end in: `verify --history` of somebody who never verified, of somebody who did, and `verify --all`.
pub type Ends = (i32, i32, i32);

fn git(case: &Case, args: &[&str]) -> String {
    case.home.git(args).succeeds().out.trim().to_owned()
}

fn comment(case: &Case, words: &str) {
    case.home.in_firm(&["comment", &case.id, "-m", words]).succeeds();
}

/// A branch `side` with one comment on the contract; HEAD stays where it was, with a file more.
fn aside(case: &Case) {
    git(case, &["checkout", "-q", "-B", "side"]);
    comment(case, "From the side.");
    git(case, &["checkout", "-q", "main"]);
    comment(case, "From here.");
}

fn commit_of(case: &Case, words: &str) -> String {
    git(case, &["log", "-1", "--format=%H", "--grep", words])
}

fn merge(case: &Case, args: &[&str], signed: bool) {
    case.record(&[&["merge", "-q", "--no-ff", "-m", "merge"][..], args].concat(), signed).succeeds();
}

/// A commit by plumbing: the tree of HEAD on these parents.
fn planted(case: &Case, tree: &str, parents: &[&str], key: Option<&str>) -> String {
    let parents: Vec<&str> = parents.iter().flat_map(|parent| ["-p", parent]).collect();
    let sign = if key.is_some() { &["-S"][..] } else { &[] };
    let args = [&["commit-tree", tree, "-m", "planted"][..], sign, &parents].concat();
    case.record_as(&args, key, SIGNER).succeeds().out.trim().to_owned()
}

fn root_of_all(case: &Case, key: Option<&str>) {
    let root = planted(case, "HEAD^{tree}", &[], key);
    git(case, &["reset", "-q", "--hard", &root]);
}

fn revert(case: &Case, words: &str, signed: bool) {
    let commit = commit_of(case, words);
    case.record(&["revert", "--no-edit", &commit], signed).succeeds();
}

fn drop_acts(case: &Case) {
    files(&case.folder.join("acts")).iter().for_each(|act| fs::remove_file(act).unwrap());
}

fn policy(case: &Case, change: impl Fn(String) -> String) {
    let path = case.home.firm(".clm/policy.toml");
    fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
}

fn admit_stranger(case: &Case) {
    let public = case.home.read("stranger.pub");
    let public = public.split(' ').take(2).collect::<Vec<_>>().join(" ");
    policy(case, |text| {
        text + &format!(
            "\n[[member]]\nname = \"Eve\"\nemail = \"eve@northwind.example\"\nroles = [\"owner\"]\nworkspaces = [\"*\"]\n\n\
             [[member.key]]\npublic = \"{public}\"\nfrom = 2026-11-24T00:00:00Z\n"
        )
    });
}

/// Rows by name; [`super::history`] judges each.
pub const DEEDS: &[(&str, Deed, Ends)] = &[
    ("nothing at all", |_| {}, (0, 0, 0)),
    // ---- what git may do without touching a promise ----
    ("an act more, by clm", |case| comment(case, "One more."), (0, 0, 0)),
    (
        "a tag, a note and a branch",
        |case| {
            git(case, &["tag", "v1"]);
            git(case, &["notes", "add", "-m", "seen"]);
            git(case, &["branch", "other"]);
        },
        (0, 0, 0),
    ),
    ("no reflogs any more", |case| fs::remove_dir_all(case.home.firm(".git/logs")).unwrap(), (0, 0, 0)),
    ("everything packed anew", |case| drop(git(case, &["gc", "-q", "--prune=now"])), (0, 0, 0)),
    ("HEAD detached where it is", |case| drop(git(case, &["checkout", "-q", "--detach"])), (0, 0, 0)),
    (
        "a commit replaced by another",
        |case| {
            let sign = commit_of(case, "^sign: ");
            let forged = planted(case, "HEAD^{tree}", &[], None);
            git(case, &["replace", &sign, &forged]);
        },
        (0, 0, 0),
    ),
    (
        "the tip replaced by a forgery",
        |case| {
            let forged = planted(case, "HEAD~4^{tree}", &["HEAD"], None);
            git(case, &["replace", "HEAD", &forged]);
        },
        (0, 0, 0),
    ),
    (
        "a statement's blob replaced",
        |case| {
            let path = case.inside(&files(&case.folder.join("signatures"))[0]);
            let blob = git(case, &["rev-parse", &format!("HEAD:{path}")]);
            let other = git(case, &["rev-parse", "HEAD:clm.toml"]);
            git(case, &["replace", "-f", &blob, &other]);
        },
        (0, 0, 0),
    ),
    (
        "grafts that cut history",
        |case| {
            let head = git(case, &["rev-parse", "HEAD"]);
            fs::create_dir_all(case.home.firm(".git/info")).unwrap();
            fs::write(case.home.firm(".git/info/grafts"), head + "\n").unwrap();
        },
        (0, 0, 0),
    ),
    (
        "two branches of acts merged, signed",
        |case| {
            aside(case);
            merge(case, &["side"], true);
        },
        (0, 0, 0),
    ),
    (
        "two branches of acts merged, unsigned",
        |case| {
            aside(case);
            merge(case, &["side"], false);
        },
        (0, 0, 0),
    ),
    // ---- acts and signatures that go ----
    (
        "a merge that drops an act, signed",
        |case| {
            aside(case);
            merge(case, &["-s", "ours", "side"], true);
        },
        (5, 5, 5),
    ),
    (
        "a merge that drops an act, unsigned",
        |case| {
            aside(case);
            merge(case, &["-s", "ours", "side"], false);
        },
        (5, 5, 5),
    ),
    (
        "a merge that takes the older side's tree",
        |case| {
            git(case, &["branch", "-f", "side", "HEAD~4"]);
            let merged = planted(case, "side^{tree}", &["HEAD", "side"], Some(".ssh/id_ed25519"));
            git(case, &["reset", "-q", "--hard", &merged]);
        },
        (5, 5, 5),
    ),
    (
        "a merge with its parents exchanged that drops an act",
        |case| {
            aside(case);
            let merged = planted(case, "HEAD^{tree}", &["side", "HEAD"], Some(".ssh/id_ed25519"));
            git(case, &["reset", "-q", "--hard", &merged]);
        },
        (5, 5, 5),
    ),
    (
        "a merge that adds what neither side had, unsigned",
        |case| {
            aside(case);
            case.record(&["merge", "-q", "--no-ff", "--no-commit", "side"], false).succeeds();
            fs::write(case.folder.join("contract.md"), "# Another\n").unwrap();
            case.commit(false);
        },
        (5, 5, 5),
    ),
    (
        "a merge that adds what neither side had, signed",
        |case| {
            aside(case);
            case.record(&["merge", "-q", "--no-ff", "--no-commit", "side"], true).succeeds();
            fs::write(case.folder.join("contract.md"), "# Another\n").unwrap();
            case.commit(true);
        },
        (5, 5, 5),
    ),
    ("the signing reverted, unsigned", |case| revert(case, "^sign: ", false), (5, 5, 5)),
    ("the signing reverted, signed", |case| revert(case, "^sign: ", true), (5, 5, 5)),
    ("the receipt reverted, signed", |case| revert(case, "^receive: ", true), (5, 5, 5)),
    (
        "acts removed, signed",
        |case| {
            drop_acts(case);
            case.commit(true);
        },
        (5, 5, 5),
    ),
    (
        "acts removed by an octopus",
        |case| {
            aside(case);
            git(case, &["branch", "-f", "third", "HEAD~2"]);
            let merged = planted(case, "HEAD~3^{tree}", &["HEAD", "side", "third"], Some(".ssh/id_ed25519"));
            git(case, &["reset", "-q", "--hard", &merged]);
        },
        (5, 5, 5),
    ),
    (
        "acts removed and put back, signed",
        |case| {
            drop_acts(case);
            case.commit(true);
            case.record(&["revert", "--no-edit", "HEAD"], true).succeeds();
        },
        (0, 0, 0),
    ),
    (
        "acts removed and put back, unsigned",
        |case| {
            drop_acts(case);
            case.commit(false);
            case.record(&["revert", "--no-edit", "HEAD"], false).succeeds();
        },
        (5, 5, 0),
    ),
    // ---- acts that come another way ----
    (
        "an act picked from a branch, unsigned",
        |case| {
            aside(case);
            case.record(&["cherry-pick", "side"], false).succeeds();
        },
        (5, 5, 5),
    ),
    (
        "an act picked from a branch by a stranger",
        |case| {
            aside(case);
            case.record_as(&["cherry-pick", "side"], Some("stranger"), SIGNER).succeeds();
        },
        (5, 5, 5),
    ),
    (
        "an act picked from a branch by its author",
        |case| {
            aside(case);
            case.record(&["cherry-pick", "side"], true).succeeds();
        },
        (0, 0, 0),
    ),
    (
        "a branch of acts rebased, unsigned",
        |case| {
            aside(case);
            git(case, &["checkout", "-q", "side"]);
            case.record(&["rebase", "-q", "main"], false).succeeds();
        },
        (5, 5, 5),
    ),
    (
        "acts squashed into one commit, unsigned",
        |case| {
            git(case, &["reset", "-q", "--soft", "HEAD~4"]);
            case.commit(false);
        },
        (5, 5, 5),
    ),
    (
        "acts squashed into one commit by a stranger",
        |case| {
            git(case, &["reset", "-q", "--soft", "HEAD~4"]);
            case.record_as(&["commit", "-q", "-m", "all"], Some("stranger"), SIGNER).succeeds();
        },
        (5, 5, 5),
    ),
    (
        "the tip amended, unsigned",
        |case| {
            case.record(&["commit", "-q", "--amend", "-m", "better"], false).succeeds();
        },
        (5, 5, 0),
    ),
    (
        "the tip amended by a stranger",
        |case| {
            case.record_as(&["commit", "-q", "--amend", "-m", "better"], Some("stranger"), SIGNER).succeeds();
        },
        (5, 5, 0),
    ),
    (
        "every commit filtered",
        |case| {
            case.record(&["filter-branch", "-f", "--msg-filter", "cat; echo x"], false).succeeds();
        },
        (5, 5, 5),
    ),
    // ---- beginnings ----
    ("everything in one beginning, unsigned", |case| root_of_all(case, None), (5, 5, 5)),
    ("everything in one beginning by a stranger", |case| root_of_all(case, Some("stranger")), (5, 5, 5)),
    (
        "a second beginning merged, unsigned",
        |case| {
            let root = planted(case, "HEAD^{tree}", &[], None);
            merge(case, &["--allow-unrelated-histories", &root], false);
        },
        (5, 5, 0),
    ),
    (
        "a second beginning merged, signed",
        |case| {
            let root = planted(case, "HEAD^{tree}", &[], Some(".ssh/id_ed25519"));
            merge(case, &["--allow-unrelated-histories", &root], true);
        },
        (5, 5, 0),
    ),
    (
        "a second beginning as the first parent",
        |case| {
            let root = planted(case, "HEAD^{tree}", &[], None);
            let merged = planted(case, "HEAD^{tree}", &[&root, "HEAD"], Some(".ssh/id_ed25519"));
            git(case, &["reset", "-q", "--hard", &merged]);
        },
        (5, 5, 5),
    ),
    // ---- the policy ----
    (
        "a stranger lets themselves in, unsigned",
        |case| {
            admit_stranger(case);
            case.commit(false);
        },
        (5, 5, 5),
    ),
    (
        "a stranger lets themselves in",
        |case| {
            admit_stranger(case);
            git(case, &["add", "-A"]);
            case.record_as(&["commit", "-q", "-m", "in"], Some("stranger"), "eve@northwind.example").succeeds();
        },
        (5, 5, 5),
    ),
    (
        "a stranger lets themselves in and is gone again",
        |case| {
            admit_stranger(case);
            case.commit(false);
            case.record(&["revert", "--no-edit", "HEAD"], false).succeeds();
        },
        (5, 5, 0),
    ),
    (
        "an old policy grafted back, unsigned",
        |case| {
            let added = commit_of(case, "^member");
            git(case, &["checkout", &format!("{added}~1"), "--", ".clm"]);
            case.commit(false);
        },
        (5, 5, 5),
    ),
    (
        "an old policy brought back by a merge",
        |case| {
            let added = commit_of(case, "^member");
            git(case, &["branch", "-f", "side", &format!("{added}~1")]);
            case.record(&["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "side"], true).code.to_string();
            git(case, &["checkout", &format!("{added}~1"), "--", ".clm"]);
            let tree = git(case, &["write-tree"]);
            let merged = planted(case, &tree, &["HEAD", "side"], None);
            git(case, &["reset", "-q", "--hard", &merged]);
        },
        (5, 5, 5),
    ),
    (
        "no policy any more",
        |case| {
            fs::remove_file(case.home.firm(".clm/policy.toml")).unwrap();
            case.commit(true);
        },
        (7, 7, 7),
    ),
    // ---- rolled back, cut off ----
    ("rolled back by one", |case| drop(git(case, &["reset", "-q", "--hard", "HEAD~1"])), (0, 5, 0)),
    (
        "rolled back before the policy's change",
        |case| {
            let added = commit_of(case, "^member");
            git(case, &["reset", "-q", "--hard", &format!("{added}~1")]);
        },
        (0, 5, 0),
    ),
    ("rolled back before it was signed", |case| drop(git(case, &["reset", "-q", "--hard", &case.unsigned])), (0, 5, 0)),
    ("HEAD detached further back", |case| drop(git(case, &["checkout", "-q", "--detach", "HEAD~3"])), (0, 5, 0)),
    ("on another branch further back", |case| drop(git(case, &["checkout", "-q", "-B", "old", "HEAD~3"])), (0, 5, 0)),
    (
        "rolled back, then an act more",
        |case| {
            git(case, &["reset", "-q", "--hard", "HEAD~2"]);
            comment(case, "As if nothing had been.");
        },
        (0, 5, 0),
    ),
    (
        "said to be shallow",
        |case| {
            let parent = git(case, &["rev-parse", "HEAD~3"]);
            fs::write(case.home.firm(".git/shallow"), parent + "\n").unwrap();
        },
        (6, 6, 6),
    ),
];
