//! Reading objects from the database: always the true object (libgit2 knows no replace refs, and parents are read from
//! raw bytes, so that grafts cannot lie either), its size before its bytes, and checked against its name.

use std::io::Read;
use std::path::PathBuf;

use git2::{ErrorCode, ObjectType, Odb, Repository};
use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::id::ObjectId;
use super::loose::{self, Loose};

/// The largest object of any kind that is read whole, except in `files/`: 16 MiB.
pub const TEXT_LIMIT: u64 = 16 << 20;

/// The largest file in `files/`: 64 MiB.
pub const FILE_LIMIT: u64 = 64 << 20;

/// The object database of one repository.
pub(super) struct Objects<'r> {
    pub(super) odb: Odb<'r>,
    /// Where the repository's own loose objects lie.
    folder: PathBuf,
}

impl<'r> Objects<'r> {
    pub(super) fn of(repo: &'r Repository) -> Result<Self, StoreError> {
        Ok(Self { odb: repo.odb()?, folder: repo.commondir().join("objects") })
    }

    fn loose(&self, id: ObjectId) -> Result<Option<Loose>, StoreError> {
        loose::open(&self.folder, id).map_err(|why| StoreError::Object { id, why })
    }

    /// The size in bytes, without inflating the object.
    pub(super) fn size(&self, id: ObjectId) -> Result<u64, StoreError> {
        if let Some(found) = self.loose(id)? {
            return Ok(found.size);
        }
        self.packed_size(id)
    }

    fn packed_size(&self, id: ObjectId) -> Result<u64, StoreError> {
        let (size, _) = self.odb.read_header(id.oid()).map_err(|e| unreadable(id, &e))?;
        Ok(u64::try_from(size).unwrap_or(u64::MAX))
    }

    /// The bytes of an object of that kind, if it is not larger than `limit`. Trees and commits are asked for their size
    /// first like anything else: a few bytes of a stranger's may stand for gigabytes.
    pub(super) fn read(&self, id: ObjectId, kind: ObjectType, limit: u64) -> Result<Vec<u8>, StoreError> {
        let wrong = |found: ObjectType| {
            (found != kind).then(|| StoreError::Object { id, why: format!("expected a {kind}, found a {found}") })
        };
        let fits = |size| if size > limit { Err(StoreError::TooLarge { id, size, limit }) } else { Ok(()) };
        if let Some(found) = self.loose(id)? {
            wrong(found.kind).map_or(Ok(()), Err)?;
            fits(found.size)?;
            return found.read().map_err(|why| StoreError::Object { id, why });
        }
        fits(self.packed_size(id)?)?;
        let object = self.odb.read(id.oid()).map_err(|e| unreadable(id, &e))?;
        wrong(object.kind()).map_or(Ok(()), Err)?;
        Ok(object.data().to_vec())
    }

    pub(super) fn blob(&self, id: ObjectId, limit: u64) -> Result<Vec<u8>, StoreError> {
        self.read(id, ObjectType::Blob, limit)
    }

    pub(super) fn tree(&self, id: ObjectId) -> Result<Vec<u8>, StoreError> {
        self.read(id, ObjectType::Tree, TEXT_LIMIT)
    }

    pub(super) fn commit(&self, id: ObjectId) -> Result<Vec<u8>, StoreError> {
        self.read(id, ObjectType::Commit, TEXT_LIMIT)
    }

    /// The SHA-256 of a blob of any size up to `limit`, in a stream where the object allows it.
    pub(super) fn sha256(&self, id: ObjectId, limit: u64) -> Result<[u8; 32], StoreError> {
        let mut hash = Sha256::new();
        if let Some(found) = self.loose(id)? {
            if found.size > limit {
                return Err(StoreError::TooLarge { id, size: found.size, limit });
            }
            found.each(|piece| hash.update(piece)).map_err(|why| StoreError::Object { id, why })?;
            return Ok(hash.finalize().into());
        }
        let size = self.packed_size(id)?;
        if size > limit {
            return Err(StoreError::TooLarge { id, size, limit });
        }
        // Packed objects have no stream in libgit2; those of another place that we borrow from may.
        let Ok((mut stream, _, _)) = self.odb.reader(id.oid()) else {
            return Ok(Sha256::digest(self.blob(id, limit)?).into());
        };
        let mut buffer = vec![0; 64 << 10];
        loop {
            let read = stream.read(&mut buffer).map_err(|e| StoreError::Object { id, why: e.to_string() })?;
            if read == 0 {
                return Ok(hash.finalize().into());
            }
            hash.update(buffer.get(..read).unwrap_or_default());
        }
    }
}

/// The name an object of these bytes has.
pub(super) fn name(kind: ObjectType, bytes: &[u8]) -> ObjectId {
    use sha1::Sha1;
    let mut hash = Sha1::new();
    hash.update(format!("{} {}\0", kind.str(), bytes.len()));
    hash.update(bytes);
    let raw: [u8; 20] = hash.finalize().into();
    ObjectId::from_raw(&raw).unwrap_or_else(|| git2::Oid::ZERO_SHA1.into())
}

fn unreadable(id: ObjectId, error: &git2::Error) -> StoreError {
    let why = match error.code() {
        ErrorCode::NotFound => "it is missing".to_owned(),
        _ => error.message().to_owned(),
    };
    StoreError::Object { id, why }
}
