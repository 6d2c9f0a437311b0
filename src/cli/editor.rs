//! The user's editor: which one, run as git runs it, on a private copy.
//!
//! A repository may never name a program: `core.editor` counts only from the user's own configuration. What a person wrote
//! while clm or the machine went down stays where they wrote it, and the next edit says where.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use super::context::Context;
use crate::disk::{scratch::Scratch, whole_file};
use crate::error::{Error, Kind, Result};
use crate::ops;
use crate::render::visible;
use crate::report::check::CheckItem;

/// What every line that clm writes above a text begins with.
const MARK: &str = "# clm:";

/// The text as it was given to the editor, beside the one that is edited.
const BEGUN: &str = ".begun";

/// A text on its way through the editor.
pub struct Sheet {
    folder: Scratch,
    file: &'static str,
    command: String,
    to_terminal: bool,
}

impl Sheet {
    /// Chooses the editor and lays out a private folder for the text.
    ///
    /// # Errors
    /// When there is no editor to use, or no folder can be made.
    pub fn new(context: &Context<'_>) -> Result<Self> {
        Self::named(context, "contract.md")
    }

    /// As [`Self::new`], for a file of another name: editors colour a text by it.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn named(context: &Context<'_>, file: &'static str) -> Result<Self> {
        let command = choose(context, ops::setup::config::of_git("core.editor")?)?;
        let made = Scratch::make_sparing(&std::env::temp_dir(), "clm-edit-", &holds_work);
        // The editor may outlive us: the folder is in use as long as it runs.
        let made = made.and_then(|(folder, left)| folder.lend().map(|()| (folder, left)));
        let (folder, left) = made.map_err(|fault| {
            Error::new(Kind::Failed, "disk", format!("no folder can be made for the text: {fault}"))
                .hint("see that the disk is writable and has room")
        })?;
        for left in left {
            context.note(&format!("an edit that did not end left its text in {}: use or remove it", left.display()));
        }
        Ok(Self { folder, file, command, to_terminal: context.world.terminal.stdout })
    }

    /// Lets the person edit `text`, below the faults named; answers what they made of it, without our lines.
    ///
    /// # Errors
    /// When the editor is missing or failed. What was written until then is answered by [`Sheet::left`].
    pub fn edit(&self, text: &[u8], faults: &[CheckItem]) -> Result<Vec<u8>> {
        let path = self.folder.path().join(self.file);
        let refused = |fault: std::io::Error| Error::new(Kind::Failed, "disk", format!("{}: {fault}", path.display()));
        let given = [remarks(faults).as_bytes(), text].concat();
        for path in [&self.folder.path().join(BEGUN), &path] {
            whole_file::replace(path, &given, 0o600).map_err(refused)?;
        }
        self.run(&path)?;
        match fs::read(&path) {
            Ok(bytes) => Ok(without_remarks(&bytes).to_vec()),
            Err(fault) if fault.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(fault) => Err(refused(fault)),
        }
    }

    /// What lies in the private folder now, without our lines.
    #[must_use]
    pub fn left(&self) -> Option<Vec<u8>> {
        fs::read(self.folder.path().join(self.file)).ok().map(|bytes| without_remarks(&bytes).to_vec())
    }

    /// Leaves the private folder where it is; answers the text's path in it.
    #[must_use]
    pub fn abandon(self) -> std::path::PathBuf {
        let file = self.file;
        self.folder.keep().join(file)
    }

    /// `sh -c '<editor> "$@"'`, as git does, so that an editor may have arguments. Where stdout is no terminal it is kept
    /// for data.
    fn run(&self, path: &Path) -> Result<()> {
        if self.command == ":" {
            return Ok(());
        }
        let failed = |what: String| {
            Error::new(Kind::Helper, "editor", format!("the editor `{}` {what}", self.command))
                .hint("`clm config set editor EDITOR` names an editor that waits until you are done; so do CLM_EDITOR and EDITOR")
        };
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{} \"$@\"", self.command)).arg(&self.command).arg(path);
        if !self.to_terminal {
            command.stdout(Stdio::from(std::io::stderr()));
        }
        let status = command.status().map_err(|fault| failed(format!("could not be started: {fault}")))?;
        match status.code() {
            Some(0) => Ok(()),
            Some(127) => Err(failed("was not found".to_owned())),
            Some(code) => Err(failed(format!("ended with {code}"))),
            None => Err(failed("was stopped by a signal".to_owned())),
        }
    }
}

/// `CLM_EDITOR`, the setting `editor`, `GIT_EDITOR`, `core.editor`, `VISUAL` (not on a dumb terminal), `EDITOR`, `vi`.
fn choose(context: &Context<'_>, configured: Option<String>) -> Result<String> {
    let world = context.world;
    let named = |name: &str| world.text(name).map(ToOwned::to_owned);
    let dumb = matches!(world.text("TERM"), None | Some("dumb"));
    let visual = || if dumb { None } else { named("VISUAL") };
    let configured = configured.filter(|editor| !editor.trim().is_empty());
    // Variable, own file, machine's file; a repository cannot name one.
    let own = context.settings().text("editor").map(ToOwned::to_owned);
    let chosen = own.or_else(|| named("GIT_EDITOR")).or(configured).or_else(visual);
    if let Some(chosen) = chosen.or_else(|| named("EDITOR")) {
        return Ok(chosen);
    }
    if dumb || !world.terminal.stdin {
        return Err(Error::new(Kind::Helper, "no-editor", "no editor is chosen, and there is no terminal for vi")
            .hint("set EDITOR, or change single keys with `clm set`"));
    }
    Ok("vi".to_owned())
}

/// Whether the folder of an edit that did not end holds more than what the editor was given.
fn holds_work(folder: &Path) -> bool {
    let begun = fs::read(folder.join(BEGUN)).ok();
    let is_ours = |path: &Path| path.file_name().is_some_and(|name| name == BEGUN) || fs::read(path).ok() == begun;
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| !is_ours(&entry.path()))
}

/// The faults as lines above the text.
fn remarks(faults: &[CheckItem]) -> String {
    if faults.is_empty() {
        return String::new();
    }
    let line = |text: &str| format!("{MARK} {}\n", visible::line(text));
    let mut lines = line("this cannot be recorded yet; mend it, or leave without a change to give up");
    for fault in faults.iter().take(20) {
        let at = if fault.line > 0 { format!("line {}: ", fault.line) } else { String::new() };
        lines.push_str(&line(&format!("{at}{}", fault.message)));
    }
    lines + &line("lines are counted from the first +++; these lines go by themselves")
}

/// The text below our lines.
fn without_remarks(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while rest.starts_with(MARK.as_bytes()) {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at.saturating_add(1));
        rest = rest.get(end..).unwrap_or_default();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::without_remarks;

    #[test]
    fn only_our_lines_at_the_top_go() {
        assert_eq!(without_remarks(b"# clm: a\r\n# clm: b\n+++\n# clm: c\n"), b"+++\n# clm: c\n");
        assert_eq!(without_remarks(b"# clm: a"), b"");
        assert_eq!(without_remarks(b"# clam\n"), b"# clam\n");
        assert_eq!(without_remarks(b""), b"");
    }
}
