//! Scans and mandates, found by their digests and given names that tell nothing of ours.

use crate::contract::digest::Digest;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::signature::bundle::{EVIDENCE, Files};
use crate::store::{ObjectId, Snapshot};

/// The files of a contract that are no part of the agreement.
pub struct Cabinet<'a, 's> {
    snapshot: &'a Snapshot<'s>,
    contract: String,
    held: Vec<(String, ObjectId, Digest)>,
}

impl<'a, 's> Cabinet<'a, 's> {
    /// Looks at every file of `files/`.
    pub fn open(snapshot: &'a mut Snapshot<'s>, dossier: &Dossier) -> Result<Self> {
        let mut held = Vec::with_capacity(dossier.files.len());
        for file in &dossier.files {
            let Some(entry) = snapshot.find(&format!("{}/{file}", dossier.folder))? else { continue };
            held.push((file.clone(), entry.id, Digest::from_bytes(snapshot.sha256(entry.id)?)));
        }
        Ok(Self { snapshot, contract: dossier.id.to_string(), held })
    }

    /// Puts the file with a digest among `files`, called by its kind and digest; answers its path there.
    pub fn take(&self, kind: &str, digest: Digest, files: &mut Files) -> Result<Option<String>> {
        let Some((name, id, _)) = self.held.iter().find(|(_, _, held)| *held == digest) else {
            return Err(Error::new(
                Kind::VerificationFailed,
                "evidence",
                format!("evidence of {} with digest {digest} is not there", self.contract),
            )
            .hint(format!("`clm verify {}` names what is missing", self.contract)));
        };
        let path = format!("{EVIDENCE}{kind}-{}{}", digest.short(12), extension(name));
        files.insert(path.clone(), self.snapshot.file(*id)?);
        Ok(Some(path))
    }
}

/// `.pdf` of a scan; nothing of a name that would tell more.
fn extension(name: &str) -> String {
    let plain = |text: &&str| (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let last = name.rsplit('/').next().unwrap_or_default();
    last.rsplit_once('.').map(|(_, extension)| extension).filter(plain).map_or(String::new(), |text| format!(".{text}"))
}

#[cfg(test)]
mod tests {
    use super::extension;

    #[test]
    fn an_extension_tells_the_kind_and_nothing_else() {
        for (name, kept) in [
            ("files/scan.pdf", ".pdf"),
            ("files/a.b/scan", ""),
            ("scan.from-peter", ""),
            ("scan.secret", ""),
            ("x.", ""),
        ] {
            assert_eq!(extension(name), kept, "{name}");
        }
    }
}
