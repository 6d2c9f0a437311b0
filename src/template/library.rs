//! The templates clm brings along; `init` copies them into a workspace, where they are the organisation's own.

/// Name (the file's, without `.md`) and bytes of each.
#[must_use]
pub fn all() -> &'static [(&'static str, &'static [u8])] {
    &[
        ("nda", include_bytes!("library/nda.md")),
        ("consulting", include_bytes!("library/consulting.md")),
        ("consulting-nb", include_bytes!("library/consulting-nb.md")),
    ]
}
