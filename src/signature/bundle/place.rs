//! Where a file of a bundle may lie: below the folder it is unpacked into, under a name that is the same everywhere.

/// The longest path, in bytes.
const LONGEST: usize = 400;

/// Names that mean a device to some systems.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Whether a path stays inside and is spelled with letters, digits, `-`, `_` and `.` alone, in parts that neither begin
/// nor end with `.` and name no device.
#[must_use]
pub fn is_place(path: &str) -> bool {
    !path.is_empty() && path.len() <= LONGEST && path.split('/').all(is_part)
}

fn is_part(part: &str) -> bool {
    let spelled = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |start: &str| stem.strip_prefix(start).is_some_and(|rest| rest.len() == 1 && rest != "0");
    let device = DEVICES.contains(&stem.as_str())
        || ["com", "lpt"].iter().any(|start| numbered(start) && stem.ends_with(|last: char| last.is_ascii_digit()));
    spelled && !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !device
}

#[cfg(test)]
mod tests {
    use super::is_place;

    #[test]
    fn a_file_lies_inside_under_a_plain_name() {
        for good in
            ["VERIFY.md", "contract.md", "annexes/a/b-1_2.pdf", "history/objects/ab/0f", "signatures/x.json.sig"]
        {
            assert!(is_place(good), "{good}");
        }
        let long = "a".repeat(401);
        for wrong in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a/./b",
            "a//b",
            "a/",
            "a\\b",
            "C:x",
            ".git/config",
            "a.",
            "a b",
            "a\nb",
            "a\0b",
            "å",
            "con",
            "a/NUL.txt",
            "com1.json",
            "x\u{202e}y",
            long.as_str(),
        ] {
            assert!(!is_place(wrong), "{wrong:?}");
        }
    }
}
