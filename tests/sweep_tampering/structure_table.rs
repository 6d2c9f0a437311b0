//! What may be done to the files of a signed contract without flipping bits: to the bytes of one file, to its place, and to
//! the folder as a whole.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use crate::case::{Case, files};

/// Other bytes; none where the change leaves them as they are, or makes no sense for them.
pub type Rewrite = fn(&[u8]) -> Option<Vec<u8>>;

/// A change of the work tree; `false` where it makes no sense for the file.
pub type Rearrange = fn(&Case, &Path) -> bool;

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Option<Vec<u8>> {
    Some(text(bytes).replacen(from, to, 1).into_bytes())
}

/// Swaps two lines.
fn swapped(bytes: &[u8], a: usize, b: usize) -> Option<Vec<u8>> {
    let mut lines = lines(bytes);
    if a >= lines.len() || b >= lines.len() {
        return None;
    }
    lines.swap(a, b);
    Some(lines.concat())
}

fn json(bytes: &[u8]) -> Option<serde_json::Value> {
    serde_json::from_slice(bytes).ok()
}

fn armoured(bytes: &[u8], width: usize) -> Option<Vec<u8>> {
    let text = text(bytes);
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    if !text.starts_with("-----BEGIN SSH SIGNATURE-----") {
        return None;
    }
    let lines: Vec<&str> = body.as_bytes().chunks(width).map(self::text).collect();
    let armour = format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"));
    Some(armour.into_bytes())
}

/// Changes of the bytes of any one file.
pub const REWRITES: &[(&str, Rewrite)] = &[
    ("a line feed appended", |b| Some([b, b"\n"].concat())),
    ("a line appended", |b| Some([b, b"And more.\n"].concat())),
    ("a NUL appended", |b| Some([b, b"\0"].concat())),
    ("a line feed in front", |b| Some([b"\n", b].concat())),
    ("a space in front", |b| Some([b" ", b].concat())),
    ("a BOM in front", |b| Some([b"\xef\xbb\xbf", b].concat())),
    ("text in front", |b| Some([b"Read this first.\n", b].concat())),
    ("the last byte gone", |b| Some(b[..b.len() - 1].to_vec())),
    ("the first byte gone", |b| Some(b[1..].to_vec())),
    ("cut in half", |b| Some(b[..b.len() / 2].to_vec())),
    ("emptied", |_| Some(Vec::new())),
    ("CRLF", |b| Some(text(b).replace('\n', "\r\n").into_bytes())),
    ("CR", |b| Some(text(b).replace('\n', "\r").into_bytes())),
    ("a space at the end of the first line", |b| replaced(b, "\n", " \n")),
    ("tabs for spaces", |b| Some(text(b).replace("  ", "\t").into_bytes())),
    ("an empty line inside", |b| replaced(b, "\n", "\n\n")),
    ("twice over", |b| Some([b, b].concat())),
    ("upper case", |b| Some(b.to_ascii_uppercase())),
    ("the first two lines swapped", |b| swapped(b, 0, 1)),
    ("two lines inside swapped", |b| swapped(b, 1, 3)),
    ("a line gone", |b| {
        let mut lines = lines(b);
        lines.get(2)?;
        lines.remove(2);
        Some(lines.concat())
    }),
    ("a line twice", |b| {
        let mut lines = lines(b);
        let line = *lines.get(2)?;
        lines.insert(2, line);
        Some(lines.concat())
    }),
    ("all lines turned round", |b| Some(lines(b).into_iter().rev().collect::<Vec<_>>().concat())),
    ("UTF-16", |b| Some(text(b).encode_utf16().flat_map(u16::to_le_bytes).collect())),
    // Of statements.
    ("the same JSON in one line", |b| Some(serde_json::to_vec(&json(b)?).unwrap())),
    ("the same JSON, indented by four", |b| {
        json(b)?;
        Some(text(b).replace("  ", "    ").into_bytes())
    }),
    ("a JSON key twice", |b| {
        json(b)?;
        let key = lines(b)[1];
        replaced(b, text(key), &text(key).repeat(2))
    }),
    ("a JSON key more", |b| {
        json(b)?;
        replaced(b, "{\n", "{\n  \"Zz\": 1,\n")
    }),
    ("a JSON value escaped", |b| {
        json(b)?;
        replaced(b, "clm", "\\u0063lm")
    }),
    ("another signer in the JSON", |b| {
        json(b)?;
        replaced(b, "Signer", "Singer")
    }),
    // Of signatures.
    ("armour at 64 columns", |b| armoured(b, 64)),
    ("armour at 76 columns", |b| armoured(b, 76)),
    ("armour in one line", |b| armoured(b, 10_000)),
    ("armour of another kind", |b| {
        armoured(b, 70)?;
        Some(text(b).replace("SSH SIGNATURE", "SSH2 SIGNATURE").into_bytes())
    }),
    ("armour with padding", |b| {
        armoured(b, 70)?;
        replaced(b, "\n-----END", "=\n-----END")
    }),
    // Of the text.
    ("a second front matter", |b| {
        b.starts_with(b"+++").then(|| [b, b"\n+++\ntitle = \"Another\"\n+++\nOther words.\n"].concat())
    }),
    ("a front matter before the front matter", |b| {
        b.starts_with(b"+++").then(|| [b"+++\ntitle = \"Another\"\n+++\n", b].concat())
    }),
    ("a key of the front matter twice", |b| {
        b.starts_with(b"+++").then(|| text(b).replacen("\ntitle", "\ntitle = \"Another\"\ntitle", 1).into_bytes())
    }),
    ("an unknown key in the front matter", |b| {
        b.starts_with(b"+++").then(|| text(b).replacen("\ntitle", "\nnote = \"x\"\ntitle", 1).into_bytes())
    }),
    ("a remark in the front matter", |b| {
        b.starts_with(b"+++").then(|| text(b).replacen("\ntitle", "\n# nothing\ntitle", 1).into_bytes())
    }),
    ("the term doubled", |b| (b.starts_with(b"+++")).then(|| text(b).replace("24 months", "48 months").into_bytes())),
    ("another id", |b| {
        let id = text(b).lines().find(|line| line.starts_with("id = "))?.to_owned();
        replaced(b, &id, "id = \"nda-00000000\"")
    }),
    ("one party gone", |b| {
        let at = b.windows(9).position(|word| word == b"[[party]]")?;
        let (front, rest) = b.split_at(at);
        let end = rest.windows(2).position(|word| word == b"\n\n")?;
        Some([front, &rest[end + 2..]].concat())
    }),
    // Of acts.
    ("another basis", |b| b.starts_with(b"act = ").then(|| text(b).replace("in-person", "phone").into_bytes())),
    ("another member's act", |b| b.starts_with(b"act = ").then(|| text(b).replace("signer@", "other@").into_bytes())),
    ("a fact of the act gone", |b| {
        let kept: Vec<&[u8]> = lines(b).into_iter().filter(|line| !line.starts_with(b"basis")).collect();
        b.starts_with(b"act = ").then(|| kept.concat())
    }),
];

/// The file of another contract, or of the same folder, that has the same part.
fn counterpart(case: &Case, path: &Path) -> Option<PathBuf> {
    let inside = path.strip_prefix(&case.folder).unwrap();
    if inside == Path::new("contract.md") {
        return Some(case.other.join(inside));
    }
    let part = case.other.join(inside.parent().unwrap());
    let alike = |other: &PathBuf| {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let start = |path: &Path| name(path)[..2].to_owned();
        other.extension() == path.extension() && start(other) == start(path)
    };
    if !part.is_dir() {
        return None;
    }
    files(&part).into_iter().find(alike)
}

/// The next file of the same folder.
fn sibling(path: &Path) -> Option<PathBuf> {
    let all = files(path.parent().unwrap());
    let at = all.iter().position(|file| file == path).unwrap();
    let next = all[(at + 1) % all.len()].clone();
    (next != path && next.is_file()).then_some(next)
}

fn exchange(a: &Path, b: &Path) {
    let (first, second) = (fs::read(a).unwrap(), fs::read(b).unwrap());
    fs::write(a, second).unwrap();
    fs::write(b, first).unwrap();
}

fn renamed(path: &Path, change: impl Fn(&str) -> String) -> bool {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    fs::rename(path, path.with_file_name(change(&name))).unwrap();
    true
}

/// Changes of the place of any one file.
pub const REARRANGEMENTS: &[(&str, Rearrange)] = &[
    ("removed", |_, path| {
        fs::remove_file(path).unwrap();
        true
    }),
    ("renamed", |_, path| renamed(path, |name| format!("x{name}"))),
    ("in upper case", |_, path| renamed(path, str::to_uppercase)),
    ("with a leading dot", |_, path| renamed(path, |name| format!(".{name}"))),
    ("with another ending", |_, path| renamed(path, |name| format!("{name}.bak"))),
    ("moved to `files`", |case, path| {
        fs::create_dir_all(case.folder.join("files")).unwrap();
        fs::rename(path, case.folder.join("files").join(path.file_name().unwrap())).unwrap();
        true
    }),
    ("moved a folder down", |_, path| {
        let below = path.with_file_name("below");
        fs::create_dir_all(&below).unwrap();
        fs::rename(path, below.join(path.file_name().unwrap())).unwrap();
        true
    }),
    ("moved to the draft", |case, path| {
        let to = case.draft.join(path.strip_prefix(&case.folder).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(path, to).unwrap();
        true
    }),
    ("replaced by the other contract's", |case, path| {
        let Some(other) = counterpart(case, path) else { return false };
        fs::copy(other, path).unwrap();
        true
    }),
    ("exchanged with the other contract's", |case, path| {
        let Some(other) = counterpart(case, path) else { return false };
        exchange(path, &other);
        true
    }),
    ("replaced by its neighbour", |_, path| {
        let Some(other) = sibling(path) else { return false };
        fs::copy(other, path).unwrap();
        true
    }),
    ("exchanged with its neighbour", |_, path| {
        let Some(other) = sibling(path) else { return false };
        exchange(path, &other);
        true
    }),
    ("a link to itself elsewhere", |_, path| {
        let real = path.with_extension("real");
        fs::rename(path, &real).unwrap();
        symlink(real.file_name().unwrap(), path).unwrap();
        true
    }),
    ("a folder in its place", |_, path| {
        fs::remove_file(path).unwrap();
        fs::create_dir(path).unwrap();
        fs::write(path.join("x.md"), "x\n").unwrap();
        true
    }),
    ("executable", |_, path| {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        true
    }),
    ("a copy beside it", |_, path| {
        let name = format!("x{}", path.file_name().unwrap().to_string_lossy());
        fs::copy(path, path.with_file_name(name)).unwrap();
        true
    }),
];

fn moved(from: &Path, to: &Path) -> bool {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::rename(from, to).unwrap();
    true
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in files(from) {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copied(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

fn put(case: &Case, name: &str, words: &str) -> bool {
    let path = case.folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, words).unwrap();
    true
}

fn suffix(folder: &Path) -> String {
    folder.to_string_lossy().rsplit('-').next().unwrap().to_owned()
}

/// Changes of the folder as a whole.
pub const WHOLE: &[(&str, Rearrange)] = &[
    ("nothing at all", |_, _| true),
    ("the folder moved to another month", |case, folder| {
        moved(folder, &case.home.firm("legal/contracts/2031-01").join(folder.file_name().unwrap()))
    }),
    ("the folder called otherwise", |_, folder| {
        moved(folder, &folder.with_file_name(format!("any-name-{}", suffix(folder))))
    }),
    ("the folder without its id", |_, folder| moved(folder, &folder.with_file_name("any-name"))),
    ("the folder under another's id", |case, folder| {
        moved(
            folder,
            &folder.with_file_name(format!("any-name-{}", suffix(&case.other).replace(char::is_alphabetic, "0"))),
        )
    }),
    ("the folder outside any contracts", |case, folder| moved(folder, &case.home.firm("aside/papers"))),
    ("the folder inside the other contract", |case, folder| {
        moved(folder, &case.other.join("annexes").join(folder.file_name().unwrap()))
    }),
    ("the folder gone", |_, folder| {
        fs::remove_dir_all(folder).unwrap();
        true
    }),
    ("both folders' names exchanged", |case, folder| {
        let aside = folder.with_file_name("aside");
        moved(folder, &aside) && moved(&case.other, folder) && moved(&aside, &case.other)
    }),
    ("no signatures any more", |_, folder| {
        fs::remove_dir_all(folder.join("signatures")).unwrap();
        true
    }),
    ("no acts any more", |_, folder| {
        fs::remove_dir_all(folder.join("acts")).unwrap();
        true
    }),
    ("no annexes any more", |_, folder| {
        fs::remove_dir_all(folder.join("annexes")).unwrap();
        true
    }),
    ("nothing left but the text", |_, folder| {
        ["signatures", "acts", "annexes"].iter().for_each(|part| fs::remove_dir_all(folder.join(part)).unwrap());
        true
    }),
    ("signatures called otherwise", |_, folder| moved(&folder.join("signatures"), &folder.join("signed"))),
    ("acts among the signatures", |_, folder| {
        files(&folder.join("acts"))
            .iter()
            .all(|act| moved(act, &folder.join("signatures").join(act.file_name().unwrap())))
    }),
    ("an annex more", |case, _| put(case, "annexes/new.md", "And more.\n")),
    ("a hidden annex more", |case, _| put(case, "annexes/.new.md", "And more.\n")),
    ("a file of ours more", |case, _| put(case, "files/scan.txt", "ours\n")),
    ("an unknown file more", |case, _| put(case, "notes.md", "ours\n")),
    ("a second text", |case, _| put(case, "contract.markdown", "# Another text\n")),
    ("a second text in capitals", |case, _| put(case, "CONTRACT.md", "# Another text\n")),
    ("junk among the signatures", |case, _| put(case, "signatures/x-000000000000.json", "{}\n")),
    ("a signature without a statement", |case, folder| {
        let sig =
            files(&folder.join("signatures")).into_iter().find(|path| path.extension().is_some_and(|e| e == "sig"));
        fs::copy(sig.unwrap(), case.folder.join("signatures/x-000000000000.json.sig")).is_ok()
    }),
    ("junk among the acts", |case, _| put(case, "acts/2026-11-24-comment-00000000.toml", "act = \"comment\"\n")),
    ("the other's act as well", |case, folder| {
        let act = files(&case.other.join("acts")).remove(0);
        fs::copy(&act, folder.join("acts").join(act.file_name().unwrap())).is_ok()
    }),
    ("the other's signatures as well", |case, folder| {
        for path in files(&case.other.join("signatures")) {
            fs::copy(&path, folder.join("signatures").join(path.file_name().unwrap())).unwrap();
        }
        true
    }),
    ("another tag on our notes", |_, folder| {
        let path = folder.join("record.toml");
        let before = fs::read_to_string(&path).unwrap_or_default();
        fs::write(&path, format!("tags = [\"blue\"]\n{before}")).is_ok()
    }),
    ("a second folder, to the byte", |_, folder| {
        copied(folder, &folder.with_file_name(format!("aaa-{}", suffix(folder))));
        true
    }),
    ("a second folder with another text", |_, folder| {
        let twin = folder.with_file_name(format!("aaa-{}", suffix(folder)));
        fs::create_dir(&twin).unwrap();
        let text = fs::read_to_string(folder.join("contract.md")).unwrap();
        fs::write(twin.join("contract.md"), text.replace("24 months", "48 months")).is_ok()
    }),
    ("another folder inside", |case, _| put(case, "contracts/x-7k2m9qxt/contract.md", "# Inside\n")),
    ("attributes that rewrite", |case, _| put(case, ".gitattributes", "* text eol=crlf ident\n")),
    ("attributes of the whole that rewrite", |case, _| {
        fs::write(case.home.firm(".gitattributes"), "* text eol=crlf ident\n").is_ok()
    }),
    ("a file somewhere else", |case, _| fs::write(case.home.firm("legal/read-me.md"), "x\n").is_ok()),
];
