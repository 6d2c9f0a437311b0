//! What a file to import is: told by its bytes, not by its name.

use std::path::Path;

/// What can be imported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// Markdown or plain text, which becomes the agreement as it is.
    Text,
    /// A PDF, kept as it is beside its text.
    Pdf,
    /// A Word document, kept as it is beside its text.
    Docx,
}

/// How far into a file the mark of a PDF may stand, as readers allow.
const PDF_MARK_WITHIN: usize = 1024;

impl Format {
    /// The format of the file at `path` with these bytes.
    ///
    /// # Errors
    /// What it is instead, and what to do about it.
    pub fn of(path: &Path, bytes: &[u8]) -> Result<Self, String> {
        if bytes.is_empty() {
            return Err("it is empty".to_owned());
        }
        let named = |ending: &str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
        let head = bytes.get(..PDF_MARK_WITHIN).unwrap_or(bytes);
        // A text may speak of `%PDF-`; what is called a PDF may have something before the mark.
        if bytes.starts_with(b"%PDF-") || (named("pdf") && memchr::memmem::find(head, b"%PDF-").is_some()) {
            return Ok(Self::Pdf);
        }
        if named("pdf") {
            return Err("it is called .pdf and is none; if it is text, give it the ending .txt".to_owned());
        }
        match bytes {
            [b'P', b'K', 3, 4, ..] => archive(bytes),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Err("it is an old Office document: save it as .docx or PDF".to_owned()),
            [b'{', b'\\', b'r', b't', b'f', ..] => Err("it is RTF: save it as .docx or PDF".to_owned()),
            _ if named("docx") => Err("it is called .docx and is none".to_owned()),
            _ => Ok(Self::Text),
        }
    }

    /// The ending the kept original has.
    pub fn ending(self) -> Option<&'static str> {
        match self {
            Self::Text => None,
            Self::Pdf => Some("pdf"),
            Self::Docx => Some("docx"),
        }
    }

    /// What it is called in sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Pdf => "a PDF",
            Self::Docx => "a Word document",
        }
    }
}

/// What sort of archive it is; the names of its files stand in it as they are.
fn archive(bytes: &[u8]) -> Result<Format, String> {
    let holds = |name: &str| memchr::memmem::find(bytes, name.as_bytes()).is_some();
    if holds("word/document.xml") {
        return Ok(Format::Docx);
    }
    if holds("xl/workbook.xml") {
        return Err("it is a workbook, not a contract: save its table as CSV (UTF-8) and give it with --csv".to_owned());
    }
    if holds("application/vnd.oasis.opendocument") {
        return Err("it is an OpenDocument file: save it as .docx or PDF".to_owned());
    }
    Err("it is an archive: unpack it and import what is in it".to_owned())
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn bytes_decide_and_names_only_help() {
        for (name, bytes, format) in [
            ("a.pdf", &b"%PDF-1.7\n"[..], Format::Pdf),
            ("a.txt", b"%PDF-1.4 x", Format::Pdf),
            ("a.PDF", b"\r\njunk%PDF-1.4 x", Format::Pdf),
            ("a.md", b"about %PDF-1.4", Format::Text),
            ("a", b"PK\x03\x04....word/document.xml", Format::Docx),
            ("a.txt", b"Kj\xf8p", Format::Text),
        ] {
            assert_eq!(Format::of(name.as_ref(), bytes), Ok(format), "{name}");
        }
    }

    #[test]
    fn what_is_none_of_them_says_what_it_is() {
        for (name, bytes, said) in [
            ("a.pdf", &b""[..], "empty"),
            ("a.pdf", b"# Lease\n", "is none; if it is text"),
            ("a.docx", b"# Lease\n", "is none"),
            ("a.doc", b"\xd0\xcf\x11\xe0", "old Office"),
            ("a.xlsx", b"PK\x03\x04xl/workbook.xml", "CSV"),
            ("a.odt", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
            ("a.zip", b"PK\x03\x04x", "unpack"),
            ("a.rtf", b"{\\rtf1", "RTF"),
        ] {
            let why = Format::of(name.as_ref(), bytes).unwrap_err();
            assert!(why.contains(said), "{name}: {why}");
        }
    }
}
