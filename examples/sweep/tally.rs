//! Counts what held and tells what did not.

use std::fmt;

/// How many checks held.
#[derive(Default)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// Counts one check; a failure is told at once, with what was seen.
    pub fn check(&mut self, holds: bool, told: impl FnOnce() -> String) {
        if holds {
            self.passed += 1;
        } else {
            self.failed += 1;
            println!("FAILED {}", shown(&told()));
        }
    }

    /// Something worth knowing that is neither.
    pub fn note(&self, text: &str) {
        println!("note: {text}");
    }
}

/// Failures quote hostile text, so it is escaped here as well.
fn shown(text: &str) -> String {
    let cut: String = text.chars().take(3000).collect();
    cut.chars().flat_map(|c| if c == '\n' { vec![c] } else { escaped(c) }).collect()
}

fn escaped(c: char) -> Vec<char> {
    if clm::render::visible::acts(c) { c.escape_unicode().collect() } else { vec![c] }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}
