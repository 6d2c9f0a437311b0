//! Whether the files that are there are the files the manifest names, byte for byte.

use super::manifest::Manifest;
use super::{ANNEXES, CONTRACT, Files, MANIFEST, MANIFEST_SIGNATURE};
use crate::contract::digest::Digest;
use crate::contract::revision::Subject;
use crate::signature::verdict::Verdict;

/// Every file that is missing, changed, or there without being named.
pub fn check(manifest: &Manifest, files: &Files, findings: &mut Vec<(Verdict, String)>) {
    for listed in &manifest.files {
        let verdict = if is_text(&listed.path) { Verdict::Broken } else { Verdict::Invalid };
        let what = match files.get(&listed.path) {
            None => "is missing".to_owned(),
            Some(bytes) => {
                let found = Digest::of(bytes).hex();
                let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                if found == listed.sha256 && size == listed.size {
                    continue;
                }
                format!("has sha256 {found} and {size} bytes")
            }
        };
        let sentence =
            format!("{}: listed with sha256 {} and {} bytes, {what}", listed.path, listed.sha256, listed.size);
        findings.push((verdict, sentence));
    }
    let own = [MANIFEST, MANIFEST_SIGNATURE];
    let extra = files.keys().filter(|path| !own.contains(&path.as_str()) && !manifest.lists(path));
    findings.extend(extra.map(|path| {
        let verdict = if is_text(path) { Verdict::Broken } else { Verdict::Invalid };
        (verdict, format!("{path}: it is not listed in the manifest"))
    }));
}

/// Whether a file is part of the agreement.
fn is_text(path: &str) -> bool {
    path == CONTRACT || path.starts_with(ANNEXES)
}

/// The files of the agreement with their digests.
pub fn subjects(files: &Files) -> Vec<Subject> {
    let text = files.iter().filter(|(path, _)| is_text(path));
    text.map(|(path, bytes)| Subject { name: path.clone(), digest: Digest::of(bytes) }).collect()
}
