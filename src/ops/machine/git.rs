//! The system's `git`, for fetch and push alone.
//!
//! **Owns** how it is run: a cleared environment, a git folder of our own for the time of the call, whose configuration
//! is ours, and the repository's object database. **Refuses to know** what is fetched and whether it is good.
//! **Invariants**: no configuration, hook, filter or program of the repository is read, because git never sees the
//! repository, only its objects; the user's own configuration (`~/.gitconfig`: how ssh is called, credentials) counts;
//! only files, ssh and https are spoken; objects are checked on arrival and on disk before a call ends.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::outside::Helper;
use crate::disk::scratch::Scratch;
use crate::error::{Error, Kind, Result};

/// What git and ssh need of a user's environment; nothing else is passed on.
pub const KEPT: &[&str] = &[
    "HOME",
    "USER",
    "LOGNAME",
    "SSH_AUTH_SOCK",
    "SSH_ASKPASS",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
    "TERM",
    "TMPDIR",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

/// Settings that stand above the user's own.
const SETTINGS: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.pager=cat",
    "core.editor=false",
    "core.fsync=all",
    "core.fsyncMethod=fsync",
    "core.attributesFile=/dev/null",
    "fetch.fsckObjects=true",
    "fetch.recurseSubmodules=false",
    "fetch.writeCommitGraph=false",
    "submodule.recurse=false",
    "push.recurseSubmodules=no",
    "push.gpgSign=false",
    "push.followTags=false",
    "transfer.bundleURI=false",
    "transfer.advertiseSID=false",
    "maintenance.auto=false",
    "gc.auto=0",
    "http.followRedirects=false",
];

/// The commit of ours that the other side may build on, and where what came is kept, in git's folder of the call.
const HAVE: &str = "refs/heads/have";
const CAME: &str = "refs/heads/came";

/// The program, and what it is told of the user.
#[derive(Clone, Debug)]
pub struct Git {
    program: PathBuf,
    environment: Vec<(OsString, OsString)>,
}

/// A repository elsewhere, by the words that were checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Url(String);

/// How a push ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pushed {
    /// The other side has it.
    Done,
    /// Somebody else was first.
    Race,
    /// The other side does not take it, in its own words.
    Refused(String),
}

impl Url {
    /// Checks that `text` names a file, ssh or https repository and can be nothing else. `from` is the folder a relative
    /// path starts in.
    ///
    /// # Errors
    /// When it would run a helper, speak another protocol or be taken for an option.
    pub fn read(text: &str, from: &Path) -> Result<Self> {
        let refused = |why: &str| {
            let shown: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
            Error::new(Kind::Refused, "url", format!("`{shown}` is not fetched from: {why}"))
                .hint("a path, file://…, ssh://host/path, host:path or https://… will do")
                .about(shown)
        };
        if text.is_empty() || text.starts_with('-') || text.chars().any(char::is_control) {
            return Err(refused("it is no address"));
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
            return match scheme {
                "file" | "ssh" | "https" if !host.starts_with('-') && !rest.starts_with('-') => {
                    Ok(Self(text.to_owned()))
                }
                "file" | "ssh" | "https" => Err(refused("its host would be taken for an option")),
                _ => Err(refused("only files, ssh and https are spoken")),
            };
        }
        if text.contains("::") {
            return Err(refused("it names a program to run"));
        }
        let before_slash = text.split('/').next().unwrap_or_default();
        if let Some((host, _)) = before_slash.split_once(':') {
            let bare = host.rsplit_once('@').map_or(host, |(_, bare)| bare);
            if bare.is_empty() || bare.starts_with('-') || host.starts_with('-') {
                return Err(refused("its host would be taken for an option"));
            }
            return Ok(Self(text.to_owned()));
        }
        let path = from.join(text);
        let path = path.canonicalize().unwrap_or(path);
        path.to_str().map(|path| Self(path.to_owned())).ok_or_else(|| refused("its name is no UTF-8"))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Git {
    /// The `git` in the absolute folders of the user's PATH.
    ///
    /// # Errors
    /// When there is none.
    pub fn find<'v>(variable: impl Fn(&str) -> Option<&'v OsStr>) -> Result<Self> {
        let missing = || {
            Error::new(Kind::Helper, "no-git", "`git` is not on the PATH; fetching and pushing are its work")
                .hint("install git, then run this again")
        };
        let helper = Helper::find("git", variable("PATH").unwrap_or_default()).ok_or_else(missing)?;
        let mut environment: Vec<(OsString, OsString)> =
            KEPT.iter().filter_map(|name| Some((OsString::from(name), variable(name)?.to_owned()))).collect();
        environment.push(("PATH".into(), helper.search().to_owned()));
        Ok(Self { program: helper.program().to_owned(), environment })
    }

    /// The branch a repository elsewhere shows first; none when it has no commit.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub fn usual_branch(&self, url: &Url) -> Result<Option<String>> {
        let stage = Stage::open(None, None)?;
        let output = self.run(&stage, &["ls-remote", "--symref", "--", url.as_str(), "HEAD"], url)?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let named = text.lines().find_map(|line| line.strip_prefix("ref: refs/heads/")?.split('\t').next());
        Ok(named.map(ToOwned::to_owned).filter(|_| text.lines().any(|line| !line.starts_with("ref:"))))
    }

    /// Fetches a branch into `objects`; answers its commit in hex, none where the other side has no such branch. No
    /// reference of the repository moves.
    ///
    /// # Errors
    /// When the other side cannot be reached or sends what is no sound history.
    pub fn fetch(&self, url: &Url, branch: &str, objects: &Path, have: Option<&str>) -> Result<Option<String>> {
        let stage = Stage::open(Some(objects), have)?;
        let refspec = format!("+refs/heads/{branch}:{CAME}");
        let words = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
        let words = [&words[..], &["--no-auto-maintenance", "--", url.as_str(), &refspec]].concat();
        match self.run(&stage, &words, url) {
            Ok(_) => stage.came(),
            Err(error) if error.details.iter().any(|line| line.contains("couldn't find remote ref")) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Pushes a commit as a branch, never by force.
    ///
    /// # Errors
    /// When the other side cannot be reached.
    pub fn push(&self, url: &Url, branch: &str, objects: &Path, commit: &str) -> Result<Pushed> {
        let stage = Stage::open(Some(objects), Some(commit))?;
        let refspec = format!("{commit}:refs/heads/{branch}");
        let words = ["push", "--quiet", "--porcelain", "--no-verify", "--", url.as_str(), &refspec];
        let output = self.start(&stage, &words)?;
        if output.status.success() {
            return Ok(Pushed::Done);
        }
        let (out, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let Some(line) = out.lines().find(|line| line.starts_with('!')) else { return Err(failed(url, &said)) };
        let race =
            ["fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref", "incorrect old value"];
        if race.iter().any(|words| line.contains(words)) {
            return Ok(Pushed::Race);
        }
        let remote: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("remote: ")).map(str::trim).collect();
        let why = line.rsplit('\t').next().unwrap_or(line);
        let words = if remote.is_empty() { why.to_owned() } else { format!("{} {why}", remote.join(" ")) };
        Ok(Pushed::Refused(words))
    }

    fn run(&self, stage: &Stage, words: &[&str], url: &Url) -> Result<std::process::Output> {
        let output = self.start(stage, words)?;
        if output.status.success() { Ok(output) } else { Err(failed(url, &String::from_utf8_lossy(&output.stderr))) }
    }

    fn start(&self, stage: &Stage, words: &[&str]) -> Result<std::process::Output> {
        let mut command = Command::new(&self.program);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.env("LC_ALL", "C").env("LANGUAGE", "C").env("GIT_DIR", stage.folder.path());
        command.env("GIT_ALLOW_PROTOCOL", "file:ssh:https").env("GIT_NO_REPLACE_OBJECTS", "1");
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_PROTOCOL_FROM_USER", "0");
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ATTR_NOSYSTEM", "1");
        if let Some(objects) = &stage.objects {
            command.env("GIT_OBJECT_DIRECTORY", objects);
        }
        command
            .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
            .args(words)
            .current_dir(stage.folder.path())
            .stdin(Stdio::null());
        command.output().map_err(|fault| Error::new(Kind::Helper, "git", format!("`git` cannot be started: {fault}")))
    }
}

/// A git folder that exists for one call.
struct Stage {
    folder: Scratch,
    objects: Option<PathBuf>,
}

impl Stage {
    fn open(objects: Option<&Path>, have: Option<&str>) -> Result<Self> {
        let cannot = |fault: std::io::Error| {
            Error::new(Kind::Failed, "disk", format!("cannot make a temporary folder for git: {fault}"))
        };
        let folder = Scratch::make(&std::env::temp_dir(), "clm-git-").map_err(cannot)?;
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).map_err(cannot);
        for name in ["refs", "refs/heads", "objects"] {
            std::fs::create_dir(folder.path().join(name)).map_err(cannot)?;
        }
        write("HEAD", "ref: refs/heads/none\n")?;
        write("config", "[core]\n\trepositoryformatversion = 0\n\tbare = true\n")?;
        if let Some(have) = have {
            write(HAVE, &format!("{have}\n"))?;
        }
        Ok(Self { folder, objects: objects.map(Path::to_owned) })
    }

    fn came(&self) -> Result<Option<String>> {
        let text = std::fs::read_to_string(self.folder.path().join(CAME)).map_err(|fault| {
            Error::new(Kind::Helper, "git", format!("git fetched and left nothing behind: {fault}"))
        })?;
        Ok(Some(text.trim().to_owned()))
    }
}

/// What git said, in lines, without a secret that stood in the address.
fn failed(url: &Url, said: &str) -> Error {
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.take(20).map(|line| line.replace(url.as_str(), &shown(url.as_str()))).collect();
    Error::new(Kind::Helper, "remote", format!("git could not reach or read {}", shown(url.as_str())))
        .details(lines)
        .hint("look at what git said; the same address must work with `git ls-remote`")
        .about(shown(url.as_str()))
}

/// An address without the password that may stand in it.
#[must_use]
pub fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.split_once('@') {
        Some((user, host)) if user.contains(':') && !user.contains('/') => {
            let name = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{name}@{host}")
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Url, shown};
    use std::path::Path;

    #[test]
    fn an_address_is_one_of_three_kinds_and_never_an_option_or_a_program() {
        for good in [
            "https://host/x.git",
            "ssh://git@host/x.git",
            "ssh://git@host:22/x",
            "file:///srv/x.git",
            "git@host:x.git",
            "host:x",
            "/srv/x.git",
            "../x.git",
            "./a:b",
        ] {
            assert!(Url::read(good, Path::new("/tmp")).is_ok(), "{good}");
        }
        for wrong in [
            "",
            "-x",
            "--upload-pack=touch x",
            "ext::sh -c touch% x",
            "fd::17",
            "git::ext::x",
            "http://host/x",
            "git://host/x",
            "ftp://host/x",
            "ext://x",
            "ssh://-oProxyCommand=x/y",
            "ssh://git@-oProxyCommand=x/y",
            "-oProxyCommand=x:y",
            "git@-oProxyCommand=x:y",
            ":x",
            "host:x\ny",
            "/srv/\u{1b}[2J",
        ] {
            assert!(Url::read(wrong, Path::new("/tmp")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(shown("https://me:secret@host/x"), "https://me@host/x");
        assert_eq!(shown("https://me@host/x"), "https://me@host/x");
        assert_eq!(shown("git@host:x"), "git@host:x");
    }
}
