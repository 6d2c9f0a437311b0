//! A maildir: written below `tmp`, made durable, then moved to `new`, so that a reader never sees half a message.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;

use crate::error::{Error, Kind, Result};

/// The parts of a maildir.
const PARTS: [&str; 3] = ["tmp", "new", "cur"];

/// An existing maildir, or a folder that becomes one with the first message.
pub struct Maildir {
    folder: PathBuf,
}

impl Maildir {
    /// The maildir in a folder that is one, is empty, or is not there yet.
    ///
    /// # Errors
    /// When something else lies there.
    pub fn at(folder: PathBuf) -> Result<Self> {
        let is_maildir = PARTS.iter().all(|part| folder.join(part).is_dir());
        let is_free = match fs::read_dir(&folder) {
            Ok(mut entries) => entries.next().is_none(),
            Err(fault) => fault.kind() == std::io::ErrorKind::NotFound,
        };
        if is_maildir || is_free {
            return Ok(Self { folder });
        }
        let shown = folder.display().to_string();
        Err(Error::new(
            Kind::Helper,
            "no-maildir",
            format!("{shown} is no maildir: it has not all of tmp, new and cur"),
        )
        .hint("name a maildir, or a folder that is not there yet")
        .about(shown))
    }

    /// Puts a message into `new`.
    ///
    /// # Errors
    /// In words, when it is not there durably.
    pub fn take(&self, id: &str, message: &[u8]) -> std::result::Result<(), String> {
        let fault = |fault: std::io::Error| format!("the maildir {} took no message: {fault}", self.folder.display());
        for part in PARTS {
            fs::create_dir_all(self.folder.join(part)).map_err(fault)?;
        }
        let mut file = tempfile::Builder::new()
            .prefix(&format!("{id}."))
            .suffix(".clm")
            .tempfile_in(self.folder.join("tmp"))
            .map_err(fault)?;
        // Messages in a maildir have the line ends of the system.
        let text = String::from_utf8_lossy(message).replace("\r\n", "\n");
        file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(fault)?;
        let name = file.path().file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
        let new = self.folder.join("new");
        file.persist_noclobber(new.join(name)).map_err(|lost| fault(lost.error))?;
        File::open(&new).and_then(|folder| folder.sync_all()).map_err(fault)
    }
}
