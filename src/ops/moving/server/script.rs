//! The hook's own text: a shell script that refuses every push when clm is not there.

use std::path::{Path, PathBuf};

/// The hook's file, below the repository.
pub const HOOK: &str = "hooks/pre-receive";

/// How a hook of ours begins; another is not ours to replace.
const MARK: &str = "#!/bin/sh\n# Written by `clm hook install --server`";

/// The script that asks the program at `clm`.
pub fn text(clm: &str) -> String {
    let quoted = clm.replace('\'', r"'\''");
    format!(
        "{MARK}; written anew by the same command.\n\
         # Git asks it before it takes a push. Whatever goes wrong here refuses the push.\n\
         clm='{quoted}'\n\
         if [ ! -f \"$clm\" ] || [ ! -x \"$clm\" ]; then\n    \
             echo \"clm: the push was refused, because nobody can judge it: $clm is not on the server\" >&2\n    \
             echo \"clm: ask whoever keeps the server to install clm and run 'clm hook install --server'\" >&2\n    \
             exit 1\n\
         fi\n\
         exec \"$clm\" hook pre-receive\n"
    )
}

/// Whether a hook was written by clm.
pub fn is_ours(text: &[u8]) -> bool {
    text.starts_with(MARK.as_bytes())
}

/// The program a hook of ours asks.
pub fn program(text: &str) -> Option<PathBuf> {
    let quoted = text.lines().find_map(|line| line.strip_prefix("clm='"))?.strip_suffix('\'')?;
    Some(PathBuf::from(quoted.replace(r"'\''", "'")))
}

/// A path as one line of a script.
pub fn line(path: &Path) -> Option<&str> {
    path.to_str().filter(|text| path.is_absolute() && !text.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::{is_ours, line, program, text};
    use std::path::Path;

    #[test]
    fn the_program_is_found_again_whatever_its_name() {
        for path in ["/usr/bin/clm", "/opt/o'brien/clm", "/a b/$(touch x)/`y`/\"clm\""] {
            let script = text(path);
            assert!(is_ours(script.as_bytes()));
            assert_eq!(program(&script).as_deref(), Some(Path::new(path)));
        }
        assert!(!is_ours(b"#!/bin/sh\nexit 0\n"));
        assert!(line(Path::new("clm")).is_none(), "the hook runs in another folder");
        assert!(line(Path::new("/a\nb")).is_none());
    }
}
