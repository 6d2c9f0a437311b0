//! The revision digest: one name for the exact bytes of an agreement with all its annexes.

use super::digest::Digest;

/// One file of an agreement: its path relative to the contract's folder (`contract.md`, `annexes/a.md`) and its digest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Subject {
    /// Relative path, `/` between folders.
    pub name: String,
    /// Digest of the file's exact bytes.
    pub digest: Digest,
}

/// The digest of the `sha256sum` lines (`<hex>  <path>\n`) of contract.md and every annex, sorted bytewise by path.
#[must_use]
pub fn revision(subjects: &[Subject]) -> Digest {
    let mut sorted: Vec<&Subject> = subjects.iter().collect();
    sorted.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    let lines: String = sorted.iter().map(|s| format!("{}  {}\n", s.digest.hex(), s.name)).collect();
    Digest::of(lines.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{Subject, revision};
    use crate::contract::digest::Digest;

    fn subject(name: &str, text: &str) -> Subject {
        Subject { name: name.to_owned(), digest: Digest::of(text.as_bytes()) }
    }

    #[test]
    fn the_revision_is_the_digest_of_sha256sum_lines() {
        let lines =
            format!("{}  annexes/a.md\n{}  contract.md\n", Digest::of(b"annex").hex(), Digest::of(b"text").hex());
        let unsorted = [subject("contract.md", "text"), subject("annexes/a.md", "annex")];
        assert_eq!(revision(&unsorted), Digest::of(lines.as_bytes()));
    }

    #[test]
    fn a_renamed_or_changed_file_is_another_revision() {
        let one = revision(&[subject("contract.md", "text")]);
        assert_ne!(one, revision(&[subject("contract.md", "text ")]));
        assert_ne!(one, revision(&[subject("annexes/contract.md", "text")]));
        assert_ne!(one, revision(&[subject("contract.md", "text"), subject("annexes/a.md", "")]));
    }
}
