//! What the low rooms' faults mean to a person: kind, code, hint.

use crate::contract::document::ChangeError;
use crate::contract::problem::{Problem, nearest};
use crate::contract::record::RecordError;
use crate::contract::toml_change::EditError;
use crate::error::{Error, Kind};
use crate::keyring::KeyringError;
use crate::store::StoreError;

impl From<StoreError> for Error {
    fn from(fault: StoreError) -> Self {
        let (kind, code, hint) = store(&fault);
        let error = Self::new(kind, code, fault.to_string());
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}

/// Kind, code and hint of a fault of the store.
fn store(fault: &StoreError) -> (Kind, &'static str, Option<String>) {
    use StoreError as F;
    let hint = |text: &str| Some(text.to_owned());
    match fault {
        F::NotFound(_) => (Kind::NoRepository, "no-repository", hint("`clm init DIR` makes one; `-C DIR` names one")),
        F::Exists(_) => (Kind::Refused, "exists", hint("work in it with `-C DIR`, or choose another folder")),
        F::Owner(_) => {
            let hint = "if you trust it, run `git config --global --add safe.directory FOLDER`";
            (Kind::Failed, "other-owner", Some(hint.to_owned()))
        }
        F::Unsupported { mend, .. } => (Kind::Failed, "unsupported-repository", Some(format!("run `{mend}`"))),
        F::Detached => (Kind::Busy, "detached-head", hint("`git switch main` goes back to the branch")),
        F::Unfinished(_) => (Kind::Busy, "unfinished", hint("finish or abort it with git, then repeat the command")),
        F::Busy { .. } => (Kind::Busy, "locked", hint("wait for the other command and repeat this one")),
        F::Moved(_) => (Kind::Busy, "moved", hint("look again with `clm status`, then repeat the command")),
        F::InTheWay(_) => {
            let hint = "`clm save` records the change, `clm restore` gives it up; then repeat the command";
            (Kind::Busy, "unsaved", Some(hint.to_owned()))
        }
        F::Staged(_) => (Kind::Busy, "staged", hint("commit or unstage it with git, then repeat the command")),
        F::UnsafePath { .. } => (Kind::InvalidContent, "unsafe-path", hint("rename it, or remove what is in the way")),
        F::NoSuchPath(_) => (Kind::NotFound, "no-such-path", hint("`clm list` shows what there is")),
        F::NoSuchCommit(_) => (Kind::NotFound, "no-such-commit", hint("`clm log` shows the commits")),
        F::Nothing => (Kind::Refused, "nothing-to-record", None),
        F::CommitText(_) => (Kind::Usage, "commit-text", hint("leave out control characters and line breaks")),
        F::Grammar { .. } => (Kind::VerificationFailed, "commit-grammar", hint("`git fsck --strict` names the commit")),
        F::Object { .. } | F::TooLarge { .. } | F::Damaged { .. } => {
            (Kind::Failed, "damaged", hint("`git fsck --full` shows what is damaged; a clone elsewhere may have it"))
        }
        F::Sign(_) => (Kind::Failed, "not-signed", hint("`clm key list` shows the keys clm finds")),
        F::Git(_) => (Kind::Failed, "git", None),
        F::Io { .. } => (Kind::Failed, "disk", None),
        #[cfg(test)]
        F::Crash(_) => (Kind::Failed, "failed", None),
    }
}

/// Content that people wrote and that is not as it must be: every problem with its place.
#[must_use]
pub fn invalid(what: &str, problems: &[Problem]) -> Error {
    let error = Error::new(Kind::InvalidContent, problems.first().map_or("invalid", |p| p.code), what)
        .details(problems.iter().map(ToString::to_string));
    match problems.first() {
        Some(first) => error.about(first.file.clone()),
        None => error,
    }
}

impl From<ChangeError> for Error {
    fn from(fault: ChangeError) -> Self {
        match fault {
            ChangeError::Edit(edit) => edit.into(),
            ChangeError::Invalid(problems) => invalid("the change would make the front matter invalid", &problems)
                .hint("correct the value and repeat the command; nothing was written"),
        }
    }
}

impl From<EditError> for Error {
    fn from(fault: EditError) -> Self {
        let usual = "`clm man set` names the keys; `owner`, `tags` and `custom.KEY` are our own fields";
        let hint = match &fault {
            EditError::UnknownKey { key, nearest: Some(near) } => {
                format!("did you mean `{}`? {usual}", meant(key, near))
            }
            EditError::NoSuchEntry { nearest: Some(near), .. } => format!("did you mean `{near}`? {usual}"),
            _ => usual.to_owned(),
        };
        Self::new(Kind::InvalidContent, "key", fault.to_string()).hint(hint)
    }
}

/// The whole key to type instead of `key`, where `near` is the right word for its last step.
fn meant(key: &str, near: &str) -> String {
    match key.rsplit_once('.') {
        Some((before, last)) if nearest(last, [near]).is_some() => format!("{before}.{near}"),
        _ => near.to_owned(),
    }
}

impl From<RecordError> for Error {
    fn from(fault: RecordError) -> Self {
        match fault {
            RecordError::Invalid(problems) => {
                invalid("record.toml is not valid", &problems).hint("mend the file, then `clm save`")
            }
            other => Self::new(Kind::InvalidContent, "record", other.to_string()),
        }
    }
}

impl From<KeyringError> for Error {
    fn from(fault: KeyringError) -> Self {
        let (kind, code, hint) = key(&fault);
        Self::new(kind, code, fault.to_string()).hint(hint)
    }
}

/// Kind, code and hint of a fault of a key.
fn key(fault: &KeyringError) -> (Kind, &'static str, String) {
    use KeyringError as F;
    let other = "`clm key list` shows the keys clm finds; `--key FILE` names one; `clm key new` makes one";
    let (kind, code, hint) = match fault {
        F::NotFound(_) | F::NoAgent(_) | F::NotInAgent(_) => (Kind::NotFound, "no-key", other),
        F::OtherType(_) | F::SecurityKey(_) => (Kind::Refused, "key-type", other),
        F::NotAKey { .. } | F::PublicKey(_) | F::NotAPair(_) => (Kind::InvalidContent, "not-a-key", other),
        F::Exists(_) => (Kind::Refused, "exists", "name another file; `clm key list` shows the keys there are"),
        F::OpenToOthers { path, .. } => {
            return (Kind::Refused, "key-open-to-others", format!("run `chmod 600 {}`", path.display()));
        }
        F::PassphraseNeeded(_) => {
            (Kind::Usage, "passphrase-needed", "run it on a terminal, or add the key to ssh-agent with `ssh-add`")
        }
        F::WrongPassphrase(_) => (Kind::Failed, "wrong-passphrase", "repeat the command, or choose another key"),
        F::Agent(_) | F::AgentAnswer => (Kind::Helper, "agent", "`ssh-add -l` shows whether the agent is there"),
        F::AgentRefused => (Kind::Helper, "agent-refused", "`ssh-add -l` shows the agent's keys; is it locked?"),
        F::Comment => (Kind::Usage, "comment", "leave out control characters and line breaks"),
        _ => (Kind::Failed, "key", other),
    };
    (kind, code, hint.to_owned())
}
