//! What is missing or damaged, and which questions rest on it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use crate::office::{Ask, OF_BUNDLE, OF_REPOSITORY, Office, folder_for};

/// Damages something.
pub type Damage = fn(&Office);

/// Names an object.
pub type Find = fn(&Office) -> String;

/// Damages the file of an object.
pub type Spoil = fn(&Office, &str);

/// Damages a file.
pub type SpoilFile = fn(&std::path::Path);

/// Objects by the part they play: what they are called, and how git finds them.
pub const OBJECTS: &[(&str, Find)] = &[
    ("the newest commit", |o| o.git(&["rev-parse", "HEAD"])),
    ("the commit of our signature", |o| o.git(&["log", "-1", "--format=%H", "--grep", "^sign: "])),
    ("the commit of their signature", |o| o.git(&["log", "-1", "--format=%H", "--grep", "^receive: "])),
    ("the first commit", |o| o.git(&["rev-list", "--max-parents=0", "HEAD"])),
    ("the newest tree", |o| o.git(&["rev-parse", "HEAD^{tree}"])),
    ("the tree before our signature", |o| {
        let sign = o.git(&["log", "-1", "--format=%H", "--grep", "^sign: "]);
        o.git(&["rev-parse", &format!("{sign}~1^{{tree}}")])
    }),
    ("the first tree", |o| {
        let first = o.git(&["rev-list", "--max-parents=0", "HEAD"]);
        o.git(&["rev-parse", &format!("{first}^{{tree}}")])
    }),
    ("the contract's folder", |o| o.git(&["rev-parse", &format!("HEAD:{}", o.inside)])),
    ("the folder of signatures", |o| o.git(&["rev-parse", &format!("HEAD:{}/signatures", o.inside)])),
    ("the folder of acts", |o| o.git(&["rev-parse", &format!("HEAD:{}/acts", o.inside)])),
    ("the text", |o| o.git(&["rev-parse", &format!("HEAD:{}/contract.md", o.inside)])),
    ("a statement", |o| blob(o, &o.file("signatures", ".json"))),
    ("a signature", |o| blob(o, &o.file("signatures", ".sig"))),
    ("the act of receipt", |o| blob(o, &receipt(o))),
    ("the policy", |o| o.git(&["rev-parse", "HEAD:.clm/policy.toml"])),
    ("the policy when it was signed", |o| {
        let sign = o.git(&["log", "-1", "--format=%H", "--grep", "^sign: "]);
        o.git(&["rev-parse", &format!("{sign}:.clm/policy.toml")])
    }),
    ("the organisation", |o| o.git(&["rev-parse", "HEAD:clm.toml"])),
];

fn blob(office: &Office, path: &std::path::Path) -> String {
    office.git(&["hash-object", &path.to_string_lossy()])
}

fn receipt(office: &Office) -> PathBuf {
    let acts = fs::read_dir(office.home.firm(&office.inside).join("acts")).unwrap();
    acts.map(|entry| entry.unwrap().path()).find(|path| path.to_string_lossy().contains("-receive-")).unwrap()
}

/// What happens to an object's file.
pub const DAMAGES: &[(&str, Spoil)] = &[
    ("missing", |o, id| fs::remove_file(o.object(id)).unwrap()),
    ("emptied", |o, id| write(o, id, &[])),
    ("cut in half", |o, id| {
        let bytes = fs::read(o.object(id)).unwrap();
        write(o, id, &bytes[..bytes.len() / 2]);
    }),
    ("junk", |o, id| write(o, id, b"junk")),
    ("another object under its name", |o, id| {
        // The same kind of object, whole and sound, with another name.
        let kind = o.git(&["cat-file", "-t", id]);
        let other = match kind.as_str() {
            "commit" => o.git(&["commit-tree", "HEAD^{tree}", "-m", "x"]),
            "tree" => o.git(&["rev-parse", &format!("HEAD:{}/contract.md", o.inside)]),
            _ => o.git(&["rev-parse", "HEAD:.gitattributes"]),
        };
        let bytes = fs::read(o.object(&other)).unwrap();
        write(o, id, &bytes);
    }),
    ("a folder in its place", |o, id| folder_for(&o.object(id))),
    ("a link to nothing", |o, id| {
        fs::remove_file(o.object(id)).unwrap();
        symlink("/nowhere", o.object(id)).unwrap();
    }),
];

fn write(office: &Office, id: &str, bytes: &[u8]) {
    let path = office.object(id);
    fs::remove_file(&path).unwrap();
    fs::write(&path, bytes).unwrap();
}

/// The one pack everything is put into, and what becomes of its files.
fn packed(office: &Office, change: impl Fn(PathBuf)) {
    office.git(&["repack", "-adq"]);
    office.git(&["prune-packed"]);
    let folder = office.home.firm(".git/objects/pack");
    let pack = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pack = pack.into_iter().find(|path| path.extension().is_some_and(|end| end == "pack")).unwrap();
    change(pack);
}

/// Writes other bytes into a file git made read-only.
fn rewrite(path: &std::path::Path, change: impl Fn(Vec<u8>) -> Vec<u8>) {
    let bytes = change(fs::read(path).unwrap());
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

fn halved(bytes: Vec<u8>) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

fn remembered(office: &Office) -> PathBuf {
    office.home.in_firm(&["verify", "--history"]).succeeds();
    let folder = office.home.path(".local/state/clm/clones");
    fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
}

fn clone(office: &Office, args: &[&str]) {
    let mut command = office.home.command("git");
    let url = format!("file://{}", office.home.path("true/firm").display());
    office.home.run(command.args(["clone", "-q"]).args(args).args([&url, "clone"])).succeeds();
    fs::remove_dir_all(office.home.firm("")).unwrap();
    fs::rename(office.home.path("clone"), office.home.firm("")).unwrap();
}

fn put(office: &Office, name: &str, bytes: &str) {
    fs::write(office.home.firm(name), bytes).unwrap();
}

fn commit(office: &Office) {
    office.git(&["add", "-A"]);
    office.git(&["commit", "-qm", "x", "--no-gpg-sign"]);
}

/// What else is wrong in the repository.
pub const REPOSITORY: &[(&str, Damage, &[Ask])] = &[
    ("the pack cut in half", |o| packed(o, |pack| rewrite(&pack, halved)), OF_REPOSITORY),
    ("the pack emptied", |o| packed(o, |pack| rewrite(&pack, |_| Vec::new())), OF_REPOSITORY),
    (
        "every byte of the pack's middle other",
        |o| {
            packed(o, |pack| {
                rewrite(&pack, |mut bytes| {
                    let (from, to) = (bytes.len() / 4, bytes.len() * 3 / 4);
                    bytes[from..to].iter_mut().for_each(|byte| *byte ^= 0x55);
                    bytes
                });
            });
        },
        OF_REPOSITORY,
    ),
    ("the pack gone", |o| packed(o, |pack| fs::remove_file(pack).unwrap()), OF_REPOSITORY),
    (
        "the pack's index gone",
        |o| packed(o, |pack| fs::remove_file(pack.with_extension("idx")).unwrap()),
        OF_REPOSITORY,
    ),
    (
        "the pack's index cut in half",
        |o| {
            packed(o, |pack| rewrite(&pack.with_extension("idx"), halved));
        },
        OF_REPOSITORY,
    ),
    ("no objects at all", |o| fs::remove_dir_all(o.home.firm(".git/objects")).unwrap(), OF_REPOSITORY),
    (
        "objects of another place that is gone",
        |o| {
            fs::rename(o.home.firm(".git/objects"), o.home.path("elsewhere")).unwrap();
            fs::create_dir_all(o.home.firm(".git/objects/info")).unwrap();
            put(o, ".git/objects/info/alternates", "/nowhere/objects\n");
            fs::remove_dir_all(o.home.path("elsewhere")).unwrap();
        },
        OF_REPOSITORY,
    ),
    ("HEAD names nothing", |o| put(o, ".git/HEAD", "ref: refs/heads/nothing\n"), OF_REPOSITORY),
    ("HEAD is junk", |o| put(o, ".git/HEAD", "junk\n"), OF_REPOSITORY),
    ("HEAD is a folder", |o| folder_for(&o.home.firm(".git/HEAD")), OF_REPOSITORY),
    ("the branch is junk", |o| put(o, ".git/refs/heads/main", "junk\n"), OF_REPOSITORY),
    ("the branch is empty", |o| put(o, ".git/refs/heads/main", ""), OF_REPOSITORY),
    ("the branch names no commit", |o| put(o, ".git/refs/heads/main", &format!("{}\n", "1".repeat(40))), OF_REPOSITORY),
    (
        "the branch names a tree",
        |o| {
            let tree = o.git(&["rev-parse", "HEAD^{tree}"]);
            put(o, ".git/refs/heads/main", &format!("{tree}\n"));
        },
        OF_REPOSITORY,
    ),
    ("git's settings are junk", |o| put(o, ".git/config", "[core\n"), OF_REPOSITORY),
    ("no repository", |o| fs::remove_dir_all(o.home.firm(".git")).unwrap(), OF_REPOSITORY),
    (
        "a repository of the future",
        |o| {
            o.git(&["config", "core.repositoryformatversion", "99"]);
        },
        OF_REPOSITORY,
    ),
    ("a split index", |o| drop(o.git(&["config", "core.splitIndex", "true"])), OF_REPOSITORY),
    ("a shallow clone", |o| clone(o, &["--depth", "1"]), OF_REPOSITORY),
    ("a clone that is nearly whole", |o| clone(o, &["--depth", "3"]), OF_REPOSITORY),
    (
        "a partial clone",
        |o| {
            clone(o, &["--no-checkout"]);
            o.git(&["config", "remote.origin.promisor", "true"]);
            o.git(&["config", "remote.origin.partialclonefilter", "blob:none"]);
        },
        OF_REPOSITORY,
    ),
    (
        "no clm.toml",
        |o| {
            fs::remove_file(o.home.firm("clm.toml")).unwrap();
            commit(o);
        },
        OF_REPOSITORY,
    ),
    (
        "clm.toml is junk",
        |o| {
            put(o, "clm.toml", "= junk\n");
            commit(o);
        },
        OF_REPOSITORY,
    ),
    (
        "no policy",
        |o| {
            fs::remove_file(o.home.firm(".clm/policy.toml")).unwrap();
            commit(o);
        },
        OF_REPOSITORY,
    ),
    (
        "the policy is junk",
        |o| {
            put(o, ".clm/policy.toml", "= junk\n");
            commit(o);
        },
        OF_REPOSITORY,
    ),
    (
        "the policy is a folder",
        |o| {
            folder_for(&o.home.firm(".clm/policy.toml"));
            put(o, ".clm/policy.toml/x/y", "x");
            commit(o);
        },
        OF_REPOSITORY,
    ),
    (
        "other allowed signers, committed",
        |o| {
            let stranger = "eve@northwind.example namespaces=\"git\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA\n";
            put(o, ".clm/allowed_signers", stranger);
            commit(o);
        },
        &[Ask::History],
    ),
    (
        "the text cannot be read in the work tree",
        |o| {
            folder_for(&o.home.firm(&o.inside).join("contract.md"));
        },
        &[Ask::Named, Ask::All],
    ),
    (
        "a pipe in the place of the text",
        |o| {
            let text = o.home.firm(&o.inside).join("contract.md");
            fs::remove_file(&text).unwrap();
            let made = std::process::Command::new("mkfifo").arg(&text).status().unwrap();
            assert!(made.success());
        },
        &[Ask::Named, Ask::All],
    ),
    (
        "a link to itself in the place of the text",
        |o| {
            let text = o.home.firm(&o.inside).join("contract.md");
            fs::remove_file(&text).unwrap();
            symlink("contract.md", &text).unwrap();
        },
        &[Ask::Named, Ask::All],
    ),
    ("what was verified before cannot be read", |o| folder_for(&remembered(o)), &[Ask::History]),
    ("what was verified before is junk", |o| fs::write(remembered(o), "junk").unwrap(), &[Ask::History]),
    (
        "what was verified before is of another format",
        |o| {
            let path = remembered(o);
            fs::write(&path, fs::read_to_string(&path).unwrap().replace("format = 1", "format = 2")).unwrap();
        },
        &[Ask::History],
    ),
    ("what was verified before is half a file", |o| rewrite(&remembered(o), halved), &[Ask::History]),
    (
        "nowhere to remember it",
        |o| {
            let _ = fs::remove_dir_all(o.home.path(".local"));
            fs::write(o.home.path(".local"), "a file").unwrap();
        },
        &[Ask::History],
    ),
    (
        "another root of trust is remembered",
        |o| {
            let path = remembered(o);
            let text = fs::read_to_string(&path).unwrap();
            let root = text.lines().find(|line| line.starts_with("root")).unwrap().to_owned();
            fs::write(&path, text.replace(&root, &format!("root = \"{}\"", "1".repeat(40)))).unwrap();
        },
        &[Ask::History],
    ),
];

/// Files of an unpacked bundle, and what is done to each.
pub fn bundle_files(office: &Office) -> Vec<String> {
    let list = office.home.read("nda/manifest.json");
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let listed = list["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap().to_owned());
    listed.chain(["manifest.json", "manifest.json.sig"].map(ToOwned::to_owned)).collect()
}

/// What happens to a file of an unpacked bundle.
pub const FILE_DAMAGES: &[(&str, SpoilFile)] = &[
    ("missing", |path| fs::remove_file(path).unwrap()),
    ("emptied", |path| fs::write(path, "").unwrap()),
    ("cut in half", |path| rewrite(path, halved)),
    ("a folder in its place", folder_for),
    ("a link to itself elsewhere", |path| {
        let real = path.with_extension("real");
        fs::rename(path, &real).unwrap();
        symlink(real.file_name().unwrap(), path).unwrap();
    }),
    ("a link to nothing", |path| {
        fs::remove_file(path).unwrap();
        symlink("/nowhere", path).unwrap();
    }),
];

/// What else is wrong with a bundle.
pub const BUNDLE: &[(&str, Damage, &[Ask])] = &[
    (
        "no bundle",
        |o| {
            fs::remove_file(o.home.path("nda.zip")).unwrap();
            fs::remove_dir_all(o.home.path("nda")).unwrap();
        },
        OF_BUNDLE,
    ),
    ("an empty archive", |o| fs::write(o.home.path("nda.zip"), "").unwrap(), &[Ask::Zip]),
    ("half an archive", |o| rewrite(&o.home.path("nda.zip"), halved), &[Ask::Zip]),
    (
        "an archive without its last byte",
        |o| {
            rewrite(&o.home.path("nda.zip"), |bytes| bytes[..bytes.len() - 1].to_vec());
        },
        &[Ask::Zip],
    ),
    ("an archive of zeroes", |o| rewrite(&o.home.path("nda.zip"), |bytes| vec![0; bytes.len()]), &[Ask::Zip]),
    ("a folder called as an archive", |o| folder_for(&o.home.path("nda.zip")), &[Ask::Zip]),
    (
        "a pipe called as an archive",
        |o| {
            fs::remove_file(o.home.path("nda.zip")).unwrap();
            let made = std::process::Command::new("mkfifo").arg(o.home.path("nda.zip")).status().unwrap();
            assert!(made.success());
        },
        &[Ask::Zip],
    ),
    (
        "a pipe more in the folder",
        |o| {
            let made = std::process::Command::new("mkfifo").arg(o.home.path("nda/pipe")).status().unwrap();
            assert!(made.success());
        },
        &[Ask::Folder],
    ),
    ("a file more in the folder", |o| fs::write(o.home.path("nda/more.md"), "x\n").unwrap(), &[Ask::Folder]),
    ("a folder that links to itself", |o| symlink(".", o.home.path("nda/loop")).unwrap(), &[Ask::Folder]),
];
