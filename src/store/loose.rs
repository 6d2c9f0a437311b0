//! Loose objects, read by ourselves: libgit2 waits for ever on one whose file was cut short.
//!
//! **Owns** the form of a loose object's file in the repository's own `objects/`. **Refuses to know** packs and alternates,
//! which stay libgit2's. **Invariants**: nothing but a plain file is opened; a size is told without inflating; bytes are
//! answered only when they are whole and have the name they were asked for by, as libgit2's hash tells it, which finds
//! attempts to make two objects of one name.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

use flate2::read::ZlibDecoder;
use git2::{ObjectType, Oid};

use super::id::ObjectId;

/// The longest header, `commit 18446744073709551615` and a NUL.
const HEADER: usize = 28;

/// An object whose header was read; the bytes follow.
pub(super) struct Loose {
    pub(super) kind: ObjectType,
    pub(super) size: u64,
    id: ObjectId,
    bytes: ZlibDecoder<BufReader<File>>,
}

/// The object of that name in a folder of objects; none where it is not loose there.
///
/// # Errors
/// What is wrong with the file, as the rest of a sentence.
pub(super) fn open(objects: &Path, id: ObjectId) -> Result<Option<Loose>, String> {
    let hex = id.to_string();
    let (first, rest) = hex.split_at(2);
    let path = objects.join(first).join(rest);
    let told = |error: std::io::Error| format!("its file cannot be read: {error}");
    match path.metadata() {
        Ok(found) if found.is_file() => {}
        Ok(_) => return Err("in the place of its file lies something else".to_owned()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => return Err(told(error)),
    }
    let file = match File::open(&path) {
        // Packed and pruned by somebody else in between.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(told)?,
    };
    let mut bytes = ZlibDecoder::new(BufReader::new(file));
    let (kind, size) = header(&mut bytes).ok_or("its file is damaged")?;
    Ok(Some(Loose { kind, size, id, bytes }))
}

/// `kind size NUL`, as it stands at the front.
fn header(bytes: &mut impl Read) -> Option<(ObjectType, u64)> {
    let mut header = Vec::with_capacity(HEADER);
    while header.last() != Some(&0) {
        let mut byte = [0];
        bytes.read_exact(&mut byte).ok().filter(|()| header.len() < HEADER)?;
        header.extend(byte);
    }
    let text = std::str::from_utf8(&header).ok()?.trim_end_matches('\0');
    let (kind, size) = text.split_once(' ')?;
    let kinds = [ObjectType::Commit, ObjectType::Tree, ObjectType::Blob, ObjectType::Tag];
    let kind = kinds.into_iter().find(|known| known.str() == kind)?;
    Some((kind, size.parse().ok()?))
}

impl Loose {
    /// All bytes, when they are what the name says.
    ///
    /// # Errors
    /// As [`open`].
    pub(super) fn read(self) -> Result<Vec<u8>, String> {
        let (id, kind) = (self.id, self.kind);
        let mut bytes = Vec::with_capacity(usize::try_from(self.size).unwrap_or_default());
        self.each(|piece| bytes.extend_from_slice(piece))?;
        let name = Oid::hash_object(kind, &bytes).map_err(|error| error.message().to_owned())?;
        if ObjectId::from(name) == id { Ok(bytes) } else { Err("its bytes are not those its name says".to_owned()) }
    }

    /// Hands out all bytes in pieces, and says at the end whether they were whole; whether they have the name is for the
    /// caller, who takes a better digest of them.
    ///
    /// # Errors
    /// As [`open`]; what was handed out before is then worth nothing.
    pub(super) fn each(mut self, mut take: impl FnMut(&[u8])) -> Result<(), String> {
        let (mut buffer, mut left) = (vec![0; 64 << 10], self.size);
        loop {
            let read = self.bytes.read(&mut buffer).map_err(|error| format!("its file is damaged: {error}"))?;
            let piece = buffer.get(..read).unwrap_or_default();
            if piece.is_empty() {
                break;
            }
            left =
                left.checked_sub(u64::try_from(read).unwrap_or(u64::MAX)).ok_or("its file is longer than it says")?;
            take(piece);
        }
        if left > 0 { Err("its file was cut short".to_owned()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::path::PathBuf;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use git2::ObjectType;

    use super::super::object::name;
    use super::{ObjectId, open};

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn put(objects: &std::path::Path, id: ObjectId, file: &[u8]) -> PathBuf {
        let hex = id.to_string();
        let path = objects.join(&hex[..2]).join(&hex[2..]);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, file).unwrap();
        path
    }

    fn read(objects: &std::path::Path, id: ObjectId) -> Result<Option<Vec<u8>>, String> {
        open(objects, id)?.map(super::Loose::read).transpose()
    }

    #[test]
    fn a_whole_object_is_read_and_none_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let id = name(ObjectType::Blob, b"hello\n");
        assert_eq!(read(folder.path(), id), Ok(None));
        put(folder.path(), id, &packed(b"blob 6\0hello\n"));
        assert_eq!(read(folder.path(), id), Ok(Some(b"hello\n".to_vec())));
        let loose = open(folder.path(), id).unwrap().unwrap();
        assert_eq!((loose.kind, loose.size), (ObjectType::Blob, 6));
    }

    /// Also at every length its file can be cut to.
    #[test]
    fn what_is_not_whole_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let text = "a text that does not compress to nothing, 0123456789\n".repeat(9);
        let id = name(ObjectType::Blob, text.as_bytes());
        let whole = packed(format!("blob {}\0{text}", text.len()).as_bytes());
        for length in 0..whole.len() {
            put(folder.path(), id, &whole[..length]);
            assert!(read(folder.path(), id).is_err(), "cut to {length} of {}", whole.len());
        }
        for wrong in [
            packed(b"blob 6\0other\n"),
            packed(format!("blob {}\0{text}", text.len() + 1).as_bytes()),
            packed(format!("blob {}\0{text}", text.len() - 1).as_bytes()),
            packed(format!("tree {}\0{text}", text.len()).as_bytes()),
            packed(format!("blob 99999999999999999999\0{text}").as_bytes()),
            packed(format!("blob -1\0{text}").as_bytes()),
            packed(format!("junk {}\0{text}", text.len()).as_bytes()),
            packed(text.as_bytes()),
            b"junk".to_vec(),
        ] {
            put(folder.path(), id, &wrong);
            assert!(read(folder.path(), id).is_err());
        }
        let path = put(folder.path(), id, b"");
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(read(folder.path(), id).is_err(), "a folder in its place");
    }
}
