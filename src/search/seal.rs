//! The seal of an index folder: what its files were when they were written, so that damage is told before tantivy reads it.
//!
//! tantivy trusts its bytes and may end the process on wrong ones. So every file is written down with its length, its
//! place on the disk, its times and a checksum. Opening compares the cheap facts; only a file whose facts differ, or that
//! was touched in the same instant as the seal, is read and compared by its checksum (a copied repository has other
//! places and times, and a good index). A file that fails, and an index without a seal, is no index.
//! Bits that rot under unchanged facts are found by `Index::is_intact`, which `doctor` asks.

use std::fs::{self, File, Metadata};
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::disk::whole_file;

/// The seal's name; tantivy ignores files it does not manage.
const NAME: &str = "seal";
const HEAD: &str = "clm-search-seal 1";

/// Seals the index in `dir` as it lies there.
pub(super) fn seal(dir: &Path) -> std::io::Result<()> {
    let mut lines = vec![HEAD.to_owned()];
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let data = entry.path().symlink_metadata()?;
        if is_content(&name) && data.is_file() {
            lines.push(format!("{} {:08x} {name}", facts(&data), checksum(&entry.path())?));
        }
    }
    lines.sort_unstable_by(|a, b| (a != HEAD, a).cmp(&(b != HEAD, b)));
    let body = lines.join("\n");
    let text = format!("{body}\nend {:08x}\n", crc32fast::hash(body.as_bytes()));
    whole_file::replace_cache(&dir.join(NAME), text.as_bytes(), 0o600)
}

/// Whether the index in `dir` is as it was sealed.
pub(super) fn holds(dir: &Path) -> bool {
    let Some((seal, time)) = read(dir) else { return false };
    let mut looked_closer = false;
    for line in seal.lines().skip(1) {
        let Some((known, rest)) = line.rsplit_once(' ').and_then(|(rest, name)| Some((rest.rsplit_once(' ')?, name)))
        else {
            return false;
        };
        let ((known, sum), path) = (known, dir.join(rest));
        let Ok(data) = path.symlink_metadata() else { return false };
        if !data.is_file() {
            return false;
        }
        let settled = (data.ctime(), data.ctime_nsec()) < time;
        if facts(&data) == known && settled {
            continue;
        }
        looked_closer = true;
        if checksum(&path).map(|sum| format!("{sum:08x}")).ok().as_deref() != Some(sum) {
            return false;
        }
    }
    if looked_closer {
        // Sound after all: the next opening need not look again. Where nothing can be written it looks each time.
        let _ = seal_again(dir, &seal);
    }
    true
}

/// Seals again what was just found to be as sealed, unless another writer came between.
fn seal_again(dir: &Path, seen: &str) -> std::io::Result<()> {
    let unchanged = read(dir).is_some_and(|(now, _)| now == seen);
    if unchanged { seal(dir) } else { Ok(()) }
}

/// The seal's lines without the last, and when it was written.
fn read(dir: &Path) -> Option<(String, (i64, i64))> {
    let path = dir.join(NAME);
    let data = path.symlink_metadata().ok().filter(|data| data.is_file() && data.len() < 1 << 20)?;
    let text = fs::read_to_string(&path).ok()?;
    let (body, sum) = text.strip_suffix('\n')?.rsplit_once("\nend ")?;
    let sound = body.starts_with(HEAD) && format!("{:08x}", crc32fast::hash(body.as_bytes())) == sum;
    sound.then(|| (body.to_owned(), (data.mtime(), data.mtime_nsec())))
}

/// Locks come and go, and the list of managed files also changes in an update that comes to nothing; tantivy reads it as
/// JSON, and refuses it when it is none.
fn is_content(name: &str) -> bool {
    name != NAME && !name.starts_with('.') && !name.contains(char::is_whitespace)
}

fn facts(data: &Metadata) -> String {
    let (mtime, ctime) = ((data.mtime(), data.mtime_nsec()), (data.ctime(), data.ctime_nsec()));
    format!("{} {}:{} {}.{} {}.{}", data.len(), data.dev(), data.ino(), mtime.0, mtime.1, ctime.0, ctime.1)
}

fn checksum(path: &Path) -> std::io::Result<u32> {
    let mut file = File::open(path)?;
    let mut hasher = crc32fast::Hasher::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hasher.finalize());
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
}
