//! Writing objects: a few become loose files, many become one pack without deltas (unrelated contracts do not delta
//! well, and every read would pay for it).

use std::collections::HashSet;
use std::fs::{File, Permissions};
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use git2::{ObjectType, OdbLookupFlags};
use sha1::{Digest as _, Sha1};

use super::build::Object;
use super::durable::Barrier;
use super::error::{At as _, StoreError};
use super::object::Objects;

/// From how many new objects on one pack is written.
const PACK_FROM: usize = 100;

/// Told how many of how many objects are written.
pub(super) type Progress<'p> = &'p mut dyn FnMut(usize, usize);

/// Where objects go, and where they are prepared.
pub(super) struct Target<'t> {
    /// `.git/objects`.
    pub(super) objects: PathBuf,
    /// A folder on the same file system.
    pub(super) scratch: &'t Path,
}

/// Writes the objects that are not there yet and adds everything that must be synced to `barrier`.
pub(super) fn write(
    objects: &Objects<'_>,
    new: &[&Object],
    target: &Target<'_>,
    barrier: &mut Barrier,
    progress: Progress<'_>,
) -> Result<(), StoreError> {
    let mut missing = Vec::with_capacity(new.len());
    for object in new {
        if !objects.odb.exists_ext(object.id.oid(), OdbLookupFlags::NO_REFRESH) {
            missing.push(*object);
            continue;
        }
        // Whoever wrote it may not have synced it.
        let (folder, path) = target.loose(object);
        if let Ok(file) = File::open(&path) {
            barrier.file(&path, file);
            barrier.folder(&folder);
        }
    }
    // In the order they came: what a tree or commit names is there before it, so that a crash leaves none that names
    // what is missing.
    let mut seen = HashSet::new();
    missing.retain(|object| seen.insert(object.id));
    if missing.len() > PACK_FROM {
        missing.sort_by_key(|object| object.id);
        target.pack(&missing, barrier, progress)
    } else {
        target.all_loose(&missing, barrier)
    }
}

impl Target<'_> {
    fn loose(&self, object: &Object) -> (PathBuf, PathBuf) {
        let hex = object.id.to_string();
        let (head, tail) = hex.split_at(2);
        let folder = self.objects.join(head);
        let path = folder.join(tail);
        (folder, path)
    }

    fn all_loose(&self, objects: &[&Object], barrier: &mut Barrier) -> Result<(), StoreError> {
        for (number, object) in objects.iter().enumerate() {
            let (folder, path) = self.loose(object);
            let temporary = self.scratch.join(format!("object-{number}"));
            let file = File::create(&temporary).at(&temporary)?;
            let mut deflate = ZlibEncoder::new(file, Compression::fast());
            let whole = [format!("{} {}\0", object.kind.str(), object.bytes.len()).as_bytes(), &object.bytes].concat();
            deflate.write_all(&whole).at(&temporary)?;
            let file = deflate.finish().at(&temporary)?;
            file.set_permissions(Permissions::from_mode(0o444)).at(&temporary)?;
            if let Err(error) = std::fs::rename(&temporary, &path) {
                if error.kind() != std::io::ErrorKind::NotFound {
                    return Err(error).at(&path);
                }
                std::fs::create_dir_all(&folder).at(&folder)?;
                barrier.folder(&self.objects);
                std::fs::rename(&temporary, &path).at(&path)?;
            }
            barrier.file(&path, file);
            barrier.folder(&folder);
        }
        Ok(())
    }

    fn pack(&self, objects: &[&Object], barrier: &mut Barrier, progress: Progress<'_>) -> Result<(), StoreError> {
        let temporary = self.scratch.join("pack");
        let file = File::create(&temporary).at(&temporary)?;
        let mut out = Summed { out: BufWriter::with_capacity(1 << 20, file), sum: Sha1::new(), written: 0 };
        let count = u32::try_from(objects.len()).map_err(|_| too_large())?;
        out.put(&[b"PACK".as_slice(), &2_u32.to_be_bytes(), &count.to_be_bytes()].concat()).at(&temporary)?;
        let mut rows = Vec::with_capacity(objects.len());
        for (number, object) in objects.iter().enumerate() {
            let mut deflate = ZlibEncoder::new(pack_header(object), Compression::fast());
            deflate.write_all(&object.bytes).at(&temporary)?;
            let packed = deflate.finish().at(&temporary)?;
            rows.push((*object.id.as_bytes(), crc32fast::hash(&packed), out.written));
            out.put(&packed).at(&temporary)?;
            progress(number + 1, objects.len());
        }
        let sum: [u8; 20] = out.sum.clone().finalize().into();
        out.out.write_all(&sum).at(&temporary)?;
        let file = out.out.into_inner().map_err(std::io::IntoInnerError::into_error).at(&temporary)?;
        let list = self.scratch.join("pack-list");
        let mut list_file = File::create(&list).at(&list)?;
        list_file.write_all(&pack_index(&rows, &sum)).at(&list)?;
        let folder = self.objects.join("pack");
        std::fs::create_dir_all(&folder).at(&folder)?;
        let name: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        // The pack before its index: git looks for the index.
        for (from, file, end) in [(temporary, file, "pack"), (list, list_file, "idx")] {
            let to = folder.join(format!("pack-{name}.{end}"));
            file.set_permissions(Permissions::from_mode(0o444)).at(&from)?;
            std::fs::rename(&from, &to).at(&to)?;
            barrier.file(&to, file);
        }
        barrier.folder(&folder);
        Ok(())
    }
}

struct Summed<W> {
    out: W,
    sum: Sha1,
    written: u64,
}

impl<W: std::io::Write> Summed<W> {
    fn put(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.sum.update(bytes);
        self.written = self.written.saturating_add(bytes.len() as u64);
        self.out.write_all(bytes)
    }
}

fn too_large() -> StoreError {
    StoreError::Damaged { what: "the change".to_owned(), why: "it has too many objects for one pack" }
}

/// Type and size, as gitformat-pack writes them: four bits of size, then seven a byte.
fn pack_header(object: &Object) -> Vec<u8> {
    let kind: u8 = match object.kind {
        ObjectType::Commit => 1,
        ObjectType::Tree => 2,
        _ => 3,
    };
    let low = |size: usize, mask: usize| u8::try_from(size & mask).unwrap_or(0);
    let mut size = object.bytes.len();
    let mut byte = (kind << 4) | low(size, 15);
    size >>= 4;
    let mut header = Vec::with_capacity(object.bytes.len() / 2);
    while size > 0 {
        header.push(byte | 0x80);
        byte = low(size, 127);
        size >>= 7;
    }
    header.push(byte);
    header
}

/// A version 2 pack index. `rows` (name, checksum of the packed bytes, place) are sorted by name.
fn pack_index(rows: &[([u8; 20], u32, u64)], pack_sum: &[u8; 20]) -> Vec<u8> {
    let mut raw = vec![0xff, b't', b'O', b'c', 0, 0, 0, 2];
    for first in 0..=255_u8 {
        let upto = rows.partition_point(|(id, ..)| id.first().is_some_and(|byte| *byte <= first));
        raw.extend_from_slice(&u32::try_from(upto).unwrap_or(u32::MAX).to_be_bytes());
    }
    rows.iter().for_each(|(id, ..)| raw.extend_from_slice(id));
    rows.iter().for_each(|(_, crc, _)| raw.extend_from_slice(&crc.to_be_bytes()));
    let mut far: Vec<u64> = Vec::new();
    for (.., place) in rows {
        let near = u32::try_from(*place).ok().filter(|place| *place < 1 << 31).unwrap_or_else(|| {
            far.push(*place);
            (1 << 31) | u32::try_from(far.len() - 1).unwrap_or(0)
        });
        raw.extend_from_slice(&near.to_be_bytes());
    }
    far.iter().for_each(|place| raw.extend_from_slice(&place.to_be_bytes()));
    raw.extend_from_slice(pack_sum);
    let sum: [u8; 20] = Sha1::digest(&raw).into();
    raw.extend_from_slice(&sum);
    raw
}
