//! The zip archive a bundle travels in: written in one way, read strictly.
//!
//! **Owns** the format. **Refuses to know** what the files say. **Invariants**: the same files are the same bytes, on every
//! machine and in every version, because they are stored as they are, sorted, without times and owners; every byte of an
//! archive that is read is accounted for. Written by hand, because no library promises either: theirs write what a version
//! finds best, and read past what stands before, between and after the files.

mod read;
mod write;

pub use read::{ContainerFault, Read, read};
pub use write::write;

/// 1980-01-01 00:00:00, the first moment a zip archive can name.
const TIME: u16 = 0;
/// As [`TIME`].
const DATE: u16 = 0x21;
/// What a reader must know: folders and plain files.
const VERSION: u16 = 20;
/// Made on Unix, so that the mode is read.
const MADE_BY: u16 = 3 << 8 | VERSION;
/// A regular file that all may read and its owner may write.
const MODE: u32 = 0o100_644 << 16;
/// Kept as it is.
const STORED: u16 = 0;
/// Compressed, as other tools do when they pack a bundle again.
const DEFLATED: u16 = 8;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;

#[cfg(test)]
mod tests;
