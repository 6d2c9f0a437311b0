//! `--with-history`: our own side of the contract, and the commits that prove it.

use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::session::{Session, dossier_and_files_of};
use crate::policy;
use crate::signature::bundle::{Files, HISTORY};
use crate::store::Account;

const README: &str = include_str!("history.md");

/// The members' keys, where git looks for them.
const ALLOWED_SIGNERS: &str = ".clm/allowed_signers";

/// Everything below `history/`.
pub fn files(session: &Session, dossier: &Dossier) -> Result<Files> {
    let mut files = Files::new();
    let mut put = |name: &str, bytes: Vec<u8>| drop(files.insert(format!("{HISTORY}{name}"), bytes));
    put("README.md", README.as_bytes().to_vec());
    let mut snapshot = session.snapshot()?;
    for (path, name) in [(policy::FILE, "policy.toml"), (ALLOWED_SIGNERS, "allowed_signers")] {
        put(name, snapshot.read(path)?.unwrap_or_default());
    }
    let own = dossier_and_files_of(&mut snapshot, &dossier.folder)?.map(|(_, files)| files).unwrap_or_default();
    for (name, bytes) in own {
        // Those of `files/` come without their bytes.
        let found =
            if name.starts_with("files/") { snapshot.find(&format!("{}/{name}", dossier.folder))? } else { None };
        let bytes = found.map_or(Ok(bytes), |entry| snapshot.file(entry.id))?;
        put(&format!("contract/{name}"), bytes);
    }
    let account = session.store.account(session.head, dossier.id.suffix(), &[policy::FILE])?;
    put("commits.txt", commits(session, &account).into_bytes());
    for (id, loose) in account.objects {
        let id = id.to_string();
        let (folder, rest) = id.split_at_checked(2).unwrap_or((&id, ""));
        put(&format!("objects/{folder}/{rest}"), loose);
    }
    Ok(files)
}

/// One line a commit: its name, whether it is signed, when, and what it says.
fn commits(session: &Session, account: &Account) -> String {
    let line = |logged: &crate::store::Logged| {
        let signed = matches!(session.store.signed_parts(logged.commit), Ok(Some(_)));
        let word = if signed { "signed" } else { "plain" };
        let subject: String = logged.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("{} {word} {} {subject}\n", logged.commit, logged.time.to_rfc3339())
    };
    account.commits.iter().map(line).collect()
}
