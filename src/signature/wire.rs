//! The SSH wire format: big-endian lengths and the strings after them (RFC 4251, section 5).

/// Reads one value after the other; `None` means that the bytes end too early.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next `count` bytes as they are.
    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// One byte.
    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A 32-bit number.
    pub(crate) fn number(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }

    /// A string: its length, then its bytes.
    pub(crate) fn string(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        self.take(length)
    }

    /// Whether everything was read.
    pub(crate) const fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}

/// Appends a string with its length. What clm writes is far below 4 GiB; a longer one would be cut to what the length
/// says, which no reader would accept.
pub(crate) fn put_string(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::{Reader, put_string};

    #[test]
    fn strings_come_back() {
        let mut bytes = Vec::new();
        put_string(&mut bytes, b"one");
        put_string(&mut bytes, b"");
        let mut reader = Reader::new(&bytes);
        assert_eq!((reader.string(), reader.string()), (Some(&b"one"[..]), Some(&b""[..])));
        assert!(reader.is_done());
        assert_eq!(reader.byte(), None);
    }

    #[test]
    fn a_length_beyond_the_end_is_no_string() {
        for bytes in [&[0, 0, 0][..], &[0, 0, 0, 2, b'a'], &[255, 255, 255, 255, b'a']] {
            assert_eq!(Reader::new(bytes).string(), None);
        }
    }
}
