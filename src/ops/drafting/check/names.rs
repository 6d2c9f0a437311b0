//! Whether acts and statements lie in files that are called after them, and belong where they lie.

use crate::contract::act;
use crate::contract::name::slug;
use crate::error::Error;
use crate::ops::dossier::Dossier;
use crate::report::check::CheckItem;
use crate::signature::statement;

/// Findings about the files of a contract's folder.
pub fn of(dossier: &Dossier) -> Vec<CheckItem> {
    let finding = |file: &str, severity: &str, code: &str, message: String| CheckItem {
        file: format!("{}/{file}", dossier.folder),
        line: 0,
        column: 0,
        severity: severity.to_owned(),
        code: code.to_owned(),
        message,
        id: Some(dossier.id.to_string()),
        recordable: false,
    };
    let misnamed = |file: &str, right: String| {
        let is = file.rsplit('/').next().unwrap_or_default();
        (is != right)
            .then(|| finding(file, "error", "misnamed", format!("its content belongs into a file called {right}")))
    };
    let acts = dossier.acts.iter().filter_map(|file| misnamed(&file.file, act::file_name(&file.act)));
    let statements = dossier.statements.iter().filter_map(|file| {
        let who = slug(&file.envelope.as_ref().ok()?.statement().signer.name);
        misnamed(&file.file, statement::file_name(&who, file.digest))
    });
    let strays = dossier.strays.iter().map(|file| {
        finding(
            file,
            "error",
            "stray",
            format!("it belongs to another contract than {} and says nothing here", dossier.id),
        )
    });
    let name = dossier.folder.rsplit('/').next().unwrap_or_default();
    let named = name.ends_with(&format!("-{}", dossier.id.suffix()));
    let folder = (!named && dossier.document.is_ok()).then(|| {
        let message =
            format!("its folder does not end in -{}, by which a damaged contract is found", dossier.id.suffix());
        finding("contract.md", "warning", "folder-name", message)
    });
    acts.chain(statements).chain(strays).chain(folder).collect()
}

/// A folder with something in it that is not read at all.
pub fn unreadable(folder: &str, fault: &Error) -> CheckItem {
    CheckItem {
        file: fault.subject.clone().unwrap_or_else(|| folder.to_owned()),
        line: 0,
        column: 0,
        severity: "error".to_owned(),
        code: fault.code.to_owned(),
        message: fault.message.clone(),
        id: None,
        recordable: false,
    }
}
