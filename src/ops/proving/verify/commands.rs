//! What a stranger runs to check a contract without clm: its own allowed signers, `ssh-keygen` and `sha256sum`.

use crate::ops::dossier::Dossier;
use crate::ops::dossier::judge::Judgement;
use crate::signature::namespace;
use crate::signature::statement::Instead;

/// Shell lines, to be run at the top of the repository. They write nothing but a temporary file.
pub fn lines(dossier: &Dossier, judged: &[Judgement]) -> Vec<String> {
    let verified: Vec<_> = judged.iter().filter_map(|one| Some((one, one.result.as_ref().ok()?))).collect();
    if verified.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["signers=$(mktemp)".to_owned()];
    for (_, signature) in &verified {
        let email = &signature.statement().signer.email;
        let key = signature.key();
        let space = namespace::STATEMENT;
        lines.push(format!("printf '%s\\n' '{email} namespaces=\"{space}\" {key}' >> \"$signers\""));
    }
    for (one, signature) in &verified {
        let statement = signature.statement();
        let file = format!("{}/{}", dossier.folder, one.file);
        lines.push(format!(
            "ssh-keygen -Y verify -f \"$signers\" -I {} -n {} -O verify-time={} -s '{file}.sig' < '{file}'",
            statement.signer.email,
            namespace::STATEMENT,
            statement.claimed.format("%Y%m%d%H%M%SZ"),
        ));
        let evidence = statement.instead.as_ref().map(Instead::evidence).unwrap_or_default();
        for subject in statement.subjects.iter().chain(evidence) {
            let sum = subject.digest.hex();
            lines.push(format!("printf '%s  %s\\n' {sum} '{}/{}' | sha256sum -c", dossier.folder, subject.name));
        }
    }
    lines.push("rm -f \"$signers\"".to_owned());
    lines
}
