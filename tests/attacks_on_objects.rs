//! Group D of our list of attacks: objects and trees that git would never make. Each row is a commit by somebody who holds a
//! good key: what is wrong is told by what lies there and not by who put it there.
//!
//! | case | where it is shown |
//! |---|---|
//! | 51 replaced blob, commit | `sweep_tampering` (git_table), `attacks.rs` (what_git_is_told_to_see); the verdict is that of the true object |
//! | 52 grafts, shallow | `sweep_tampering` (git_table), `never_valid` (broken_table), `auditing.rs` (a_shallow_clone) |
//! | 53 headers twice, NUL, encoding | `sweep_tampering` (history_table) |
//! | 54 a link as the text | `attacks.rs` (what_lies_beside), `sweep_tampering` (structure_table); elsewhere in the tree here |
//! | 55 submodules | here |
//! | 56 names that mean something | here |
//! | 57 two names that are one | here |
//! | 58 line feeds and escapes in names | here |
//! | 59 names like options | here, and `syncing.rs` (nothing_a_repository_configures) for addresses |
//! | 60 attributes | here, and `sweep_tampering` (structure_table) |
//! | 61 two objects of one name | NOT SHOWN: no colliding pair is at hand; bytes are hashed by libgit2, which finds such pairs |
//! | 62 a huge blob | here |
//! | 63 huge and deep trees | here |
//! | 64 damaged and missing objects, packs | `never_valid` (broken_table) |
//! | 65 unsigned, stripped, junk | `sweep_tampering` (history_table) |

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use git2::{ObjectType, Oid, Repository};
use ssh_key::{HashAlg, LineEnding, PrivateKey};
use support::{Answer, Home};

const SIGNER: &str = "signer@northwind.example";

const FILE: &str = "100644";
const LINK: &str = "120000";
const MODULE: &str = "160000";
const FOLDER: &str = "40000";

/// An entry of a tree: its mode, its name and what it names.
type Planted<'n> = (&'n str, &'n [u8], Oid);

/// A repository with a signed contract, in which trees are written byte by byte.
struct Case {
    home: Home,
    id: String,
    inside: String,
    head: String,
    repo: Repository,
    key: PrivateKey,
}

impl Case {
    fn new() -> Self {
        let home = Home::with_firm();
        let id = home.signed_by_both();
        let folder = home.folder_of(&id);
        let inside = folder.strip_prefix(home.firm("")).unwrap().to_string_lossy().into_owned();
        let head = home.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
        let repo = Repository::open(home.firm("")).unwrap();
        let key = PrivateKey::from_openssh(home.read(".ssh/id_ed25519")).unwrap();
        Self { home, id, inside, head, repo, key }
    }

    fn write(&self, kind: ObjectType, bytes: &[u8]) -> Oid {
        self.repo.odb().unwrap().write(kind, bytes).unwrap()
    }

    /// A tree with one entry more, whatever its name.
    fn with(&self, tree: Oid, (mode, name, id): Planted<'_>) -> Oid {
        let odb = self.repo.odb().unwrap();
        let mut entries: Vec<Vec<u8>> = Vec::new();
        let object = odb.read(tree).unwrap();
        let mut rest = object.data();
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == 0).unwrap() + 21;
            entries.push(rest[..end].to_vec());
            rest = &rest[end..];
        }
        let new = [mode.as_bytes(), b" ", name, b"\0", id.as_bytes()].concat();
        let named = |entry: &[u8]| {
            let start = entry.iter().position(|byte| *byte == b' ').unwrap() + 1;
            let end = entry.iter().position(|byte| *byte == 0).unwrap();
            // Folders are in order as if their names ended in a slash.
            let slash = if entry.starts_with(b"4") { &b"/"[..] } else { b"" };
            [&entry[start..end], slash].concat()
        };
        let plain = |entry: &[u8]| {
            let start = entry.iter().position(|byte| *byte == b' ').unwrap() + 1;
            entry[start..entry.iter().position(|byte| *byte == 0).unwrap()].to_vec()
        };
        entries.retain(|entry| plain(entry) != name);
        entries.push(new);
        entries.sort_by_key(|entry| named(entry));
        self.write(ObjectType::Tree, &entries.concat())
    }

    /// Puts an entry into a folder of the newest tree, and commits it with the owner's signature.
    fn plant(&self, folder: &str, entry: Planted<'_>) {
        let top = self.repo.find_commit(Oid::from_str(&self.head).unwrap()).unwrap();
        let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let mut trees = vec![top.tree_id()];
        for part in &parts {
            let tree = self.repo.find_tree(*trees.last().unwrap()).unwrap();
            trees.push(tree.get_name(part).unwrap().id());
        }
        let mut changed = self.with(trees.pop().unwrap(), entry);
        for part in parts.iter().rev() {
            changed = self.with(trees.pop().unwrap(), (FOLDER, part.as_bytes(), changed));
        }
        let time = top.time().seconds() + 60;
        let who = format!("A Signer <{SIGNER}> {time} +0000");
        let header = format!("tree {changed}\nparent {}\nauthor {who}\ncommitter {who}\n", self.head);
        let payload = format!("{header}\nby hand\n");
        let armour = self.key.sign("git", HashAlg::Sha512, payload.as_bytes()).unwrap().to_pem(LineEnding::LF).unwrap();
        let raw = format!("{header}gpgsig {}\n\nby hand\n", armour.trim_end().replace('\n', "\n "));
        let commit = self.write(ObjectType::Commit, raw.as_bytes());
        fs::write(self.home.firm(".git/refs/heads/main"), format!("{commit}\n")).unwrap();
    }

    fn blob(&self, bytes: &[u8]) -> Oid {
        self.write(ObjectType::Blob, bytes)
    }

    fn back(&self) {
        fs::write(self.home.firm(".git/refs/heads/main"), format!("{}\n", self.head)).unwrap();
        let _ = fs::remove_dir_all(self.home.path(".local"));
        let _ = fs::remove_dir_all(self.home.path("copy"));
    }

    /// Never valid as a whole, never cloned, no word that steers a terminal, and nothing outside.
    #[track_caller]
    fn refused(&self, told: &str, number: usize, malformed: bool) {
        let history = self.home.in_firm(&["verify", "--history"]);
        let cloned = self.home.clm(&["clone", "firm", "copy"]);
        // A tree that is none cannot be judged at all, and some of it git itself does not fetch.
        let judged = if malformed { 1 } else { 5 };
        for (what, codes, answer) in [("verify --history", &[judged][..], &history), ("clone", &[5, 9], &cloned)] {
            assert!(codes.contains(&answer.code), "{told}, {what}: {answer:?}");
            plain(told, answer);
        }
        assert!(!self.home.path("copy").exists(), "{told}: something was checked out");
        let args = [&["list"][..], &["status"], &["search", "secret"], &["log"]][number % 4];
        let answer = self.home.in_firm(args);
        assert!(matches!(answer.code, 0 | 1 | 5 | 7), "{told}, {args:?}: {answer:?}");
        plain(told, &answer);
    }
}

/// Nothing that acts on a terminal, and no panic.
#[track_caller]
fn plain(told: &str, answer: &Answer) {
    let acts = |text: &str| text.chars().any(|c| !matches!(c, '\n' | '\t') && clm::render::visible::acts(c));
    assert!(!acts(&answer.out) && !acts(&answer.err), "{told}: {answer:?}");
    assert!(!answer.err.contains("panicked"), "{told}: {answer:?}");
    assert!(answer.code == 0 || !(answer.out.is_empty() && answer.err.is_empty()), "{told}: refused without a word");
}

#[test]
fn group_d_54_to_59_names_and_kinds() {
    let case = Case::new();
    let canary = case.home.path("canary");
    let text = case.blob(b"x\n");
    let evil = case.blob(format!("[core]\n\tfsmonitor = touch {}\n", canary.display()).as_bytes());
    let target = case.blob(b"../../.git/hooks");
    let module = Oid::from_str(&case.head).unwrap();
    let folder = case.with(case.write(ObjectType::Tree, b""), (FILE, b"config", evil));
    let name = |text: &'static str| text.as_bytes();
    let rows: Vec<(u32, &str, Planted<'_>)> = vec![
        (54, "a link at the top", (LINK, name("link"), target)),
        (54, "a link as a folder", (LINK, name("annexes"), target)),
        (55, "a submodule", (MODULE, name("module"), module)),
        (55, "a submodule called as an annex", (MODULE, name("annexes"), module)),
        (55, "settings of submodules", (FILE, name(".gitmodules"), evil)),
        (56, "git's own folder", (FOLDER, name(".git"), folder)),
        (56, "git's own folder in capitals", (FOLDER, name(".GIT"), folder)),
        (56, "git's own folder in short", (FOLDER, name("git~1"), folder)),
        (56, "git's own folder with a joiner", (FOLDER, ".g\u{200c}it".as_bytes(), folder)),
        (56, "git's own folder with a dot", (FOLDER, name(".git."), folder)),
        (56, "git's own folder as a stream", (FOLDER, name(".git::$INDEX_ALLOCATION"), folder)),
        (56, "the folder above", (FOLDER, name(".."), folder)),
        (56, "the folder itself", (FOLDER, name("."), folder)),
        (56, "no name", (FILE, name(""), text)),
        (56, "a slash", (FILE, name("a/b"), text)),
        (56, "a slash that leaves", (FILE, name("../../canary"), text)),
        (56, "an absolute name", (FILE, name("/tmp/canary"), text)),
        (56, "a backslash", (FILE, name("a\\b"), text)),
        (56, "a device", (FILE, name("CON"), text)),
        (56, "a trailing space", (FILE, name("a "), text)),
        (57, "a twin in capitals", (FILE, name("Contract.md"), text)),
        (57, "a twin, composed otherwise", (FILE, "contra\u{0301}ct.md".as_bytes(), text)),
        (58, "a line feed", (FILE, name("a\nb"), text)),
        (58, "an escape", (FILE, name("a\u{1b}[2Jb"), text)),
        (58, "a C1 escape", (FILE, "a\u{9b}2Jb".as_bytes(), text)),
        (58, "a link for the terminal", (FILE, name("\u{1b}]8;;http://x\u{7}a"), text)),
        (58, "no UTF-8", (FILE, b"a\xffb", text)),
        (58, "right to left", (FILE, "a\u{202e}dm.b".as_bytes(), text)),
        (59, "an option", (FILE, name("--output=canary"), text)),
        (59, "a short option", (FILE, name("-o"), text)),
        (59, "a name of 300 bytes", (FILE, &[b'a'; 300], text)),
    ];
    for (at, (number, told, entry)) in rows.into_iter().enumerate() {
        for place in [["", "legal"][at % 2], &case.inside] {
            let told = format!("{number}, {told}, in `{place}`");
            case.plant(place, entry);
            let malformed = entry.1.is_empty() || entry.1.contains(&b'/');
            case.refused(&told, at, malformed);
            if place == case.inside {
                let judged = if malformed { 1 } else { 5 };
                case.home.in_firm(&["verify", &case.id]).exits(judged);
                case.home.in_firm(&["verify", "--all"]).exits(judged);
            }
            assert!(!canary.exists() && !case.home.path("firm/canary").exists(), "{told}: the canary is there");
            case.back();
        }
    }
    for name in ["--output=canary", "-o", "--upload-pack=touch canary"] {
        for args in [&["verify", "--", name][..], &["show", "--", name], &["--at", name, "verify", "--all"]] {
            let answer = case.home.in_firm(args);
            assert!(matches!(answer.code, 2 | 3), "59, {args:?}: {answer:?}");
        }
    }
    assert!(!canary.exists());
    case.home.in_firm(&["verify", "--history"]).succeeds();
    case.home.in_firm(&["verify", "--all"]).succeeds();
}

#[test]
fn group_d_60_attributes_name_no_program() {
    let case = Case::new();
    let canary = case.home.path("canary");
    let evil = case.home.write("evil.sh", format!("#!/bin/sh\n: > {}\ncat\n", canary.display()));
    fs::set_permissions(&evil, fs::Permissions::from_mode(0o755)).unwrap();
    for name in [
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "diff.evil.command",
        "merge.evil.driver",
    ] {
        case.home.git(&["config", name, evil.to_str().unwrap()]).succeeds();
    }
    case.home.git(&["config", "filter.evil.required", "true"]).succeeds();
    let attributes =
        "* text eol=crlf ident export-subst working-tree-encoding=UTF-16 filter=evil diff=evil merge=evil\n";
    case.home.write("firm/.git/info/attributes", attributes);
    for place in ["", "legal", &case.inside] {
        case.plant(place, (FILE, b".gitattributes", case.blob(attributes.as_bytes())));
        for args in [
            &["verify", &case.id][..],
            &["list"],
            &["show", &case.id],
            &["status"],
            &["log"],
            &["search", "secret"],
            &["diff", &case.id],
            &["doctor"],
        ] {
            let answer = case.home.in_firm(args);
            assert!(!answer.err.contains("panicked"), "60, {args:?}: {answer:?}");
        }
        let shown = case.home.in_firm(&["verify", &case.id, "--json"]).json();
        // Beside the contract it differs from the work tree, where nobody put it.
        let expected = if place == case.inside { "broken" } else { "valid" };
        assert_eq!(shown["items"][0]["verdict"], expected, "60, in `{place}`: {shown}");
        let _ = case.home.clm(&["clone", "firm", "copy"]);
        assert!(!canary.exists(), "60, in `{place}`: a filter was run");
        case.back();
    }
    case.home.in_firm(&["tag", &case.id, "--add", "blue"]).succeeds();
    assert!(!canary.exists(), "60: a filter was run");
}

#[test]
fn group_d_62_and_63_what_is_too_much_is_not_read() {
    let case = Case::new();
    let zeroes = case.home.path("zeroes");
    fs::File::create(&zeroes).unwrap().set_len(120 << 20).unwrap();
    let made = case.home.git(&["-c", "core.compression=1", "hash-object", "-w", &zeroes.to_string_lossy()]).succeeds();
    let huge = Oid::from_str(made.out.trim()).unwrap();
    let empty = case.write(ObjectType::Tree, b"");
    let text = case.blob(b"x\n");
    let mut deep = case.with(empty, (FILE, b"a.md", text));
    for _ in 0..10_000 {
        deep = case.with(empty, (FOLDER, b"a", deep));
    }
    let wide: Vec<u8> =
        (0..600_000).flat_map(|n| [format!("100644 {n:08}\0").as_bytes(), text.as_bytes()].concat()).collect();
    let wide = case.write(ObjectType::Tree, &wide);
    let rows = [
        (62, "a huge text", "contract.md", (FILE, b"contract.md".as_slice(), huge)),
        (62, "a huge annex", "annexes", (FOLDER, b"annexes", case.with(empty, (FILE, b"a.pdf", huge)))),
        (62, "a huge statement", "signatures", (FILE, b"x.json", huge)),
        (63, "a deep folder", "annexes", (FOLDER, b"annexes", deep)),
        (63, "a wide folder", "annexes", (FOLDER, b"annexes", wide)),
    ];
    for (number, told, at, entry) in rows {
        let place = if at == "signatures" { format!("{}/signatures", case.inside) } else { case.inside.clone() };
        case.plant(&place, entry);
        for args in
            [&["verify", &case.id][..], &["verify", "--all"], &["verify", "--history"], &["list"], &["show", &case.id]]
        {
            let begun = Instant::now();
            let answer = case.home.in_firm(args);
            let told = format!("{number}, {told}, {args:?}");
            assert!(args[0] != "verify" || answer.code != 0, "{told}: {answer:?}");
            assert!(matches!(answer.code, 0 | 1 | 3 | 5 | 6 | 7), "{told}: {answer:?}");
            plain(&told, &answer);
            assert!(begun.elapsed() < Duration::from_secs(60), "{told}: it took {:?}", begun.elapsed());
        }
        case.back();
    }
    let whole = case.home.path("firm/legal/huge.md");
    fs::rename(&zeroes, &whole).unwrap();
    fs::remove_file(&whole).unwrap();
    case.home.in_firm(&["verify", "--history"]).succeeds();
}
