//! The repositories the reader lists: `repository.NAME = FOLDER` in their own configuration, never in a repository's.

use std::path::{Path, PathBuf};

use super::context::Context;
use crate::config::{self, Settings};
use crate::error::{Error, Kind, Result};
use crate::ops::session::{Session, Start};
use crate::world::World;

/// The first word of the settings that list them.
const KEY: &str = "repository";

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What the reader calls it.
    pub name: String,
    /// Its folder, as typed.
    pub typed: String,
}

/// All of them, by name.
#[must_use]
pub fn listed(context: &Context<'_>) -> Vec<Listed> {
    of(context.personal())
}

/// Those that some settings list.
#[must_use]
pub fn of(settings: &Settings) -> Vec<Listed> {
    let found = settings.below(KEY).into_iter();
    found.map(|(name, found)| Listed { name: name.to_owned(), typed: found.value.shown() }).collect()
}

/// The folder `-C NAME` means: a path wins, where anything of that name lies.
#[must_use]
pub fn folder_called(world: &World, settings: &Settings, dir: &Path) -> PathBuf {
    let path = world.resolve(dir);
    let named = dir.to_str().and_then(|name| by_name(settings, name));
    match named {
        Some(listed) if path.symlink_metadata().is_err() => world.resolve(Path::new(&listed.typed)),
        _ => path,
    }
}

/// The error with what to do about a repository that `-C` called by name.
#[must_use]
pub fn hinted(context: &Context<'_>, error: Error) -> Error {
    let called = context.globals.repo.as_deref().filter(|dir| context.resolve(dir).symlink_metadata().is_err());
    let Some(name) = called.and_then(Path::to_str).filter(|_| error.kind == Kind::NoRepository) else { return error };
    match by_name(context.personal(), name) {
        Some(listed) => error.hint(listed.mend()),
        None if config::key(&format!("{KEY}.{name}")).is_some() => {
            let list = format!("`clm config set {KEY}.{name} FOLDER` lists one under that name");
            error.hint(format!("`clm init DIR` makes one; `-C DIR` names one; {list}"))
        }
        None => error,
    }
}

fn by_name(settings: &Settings, name: &str) -> Option<Listed> {
    let key = format!("{KEY}.{name}");
    config::key(&key)?;
    Some(Listed { name: name.to_owned(), typed: settings.text(&key)?.to_owned() })
}

/// The top of the repository one stands in, where it is none of those listed.
#[must_use]
pub fn unlisted_here(context: &Context<'_>, listed: &[Listed]) -> Option<PathBuf> {
    let top = context.folder().ancestors().find(|top| top.join("clm.toml").is_file() && top.join(".git").exists())?;
    let real = top.canonicalize().ok()?;
    let known =
        |one: &Listed| one.folder(context.world).is_ok_and(|folder| folder == real || folder == real.join(".git"));
    (!listed.iter().any(known)).then(|| top.to_owned())
}

impl Listed {
    /// One that was just named.
    #[must_use]
    pub fn new(name: &str, typed: &str) -> Self {
        Self { name: name.to_owned(), typed: typed.to_owned() }
    }

    /// The repository, and where git keeps it, which is one place whatever it is called.
    ///
    /// # Errors
    /// When the folder is gone, is none, or is no repository by itself, and those of [`Session::open`].
    pub fn opened(&self, context: &Context<'_>) -> Result<(Session, PathBuf)> {
        let folder = self.folder(context.world)?;
        let (today, as_of) = (context.globals.today, context.globals.as_of);
        let start = Start { folder: &folder, now: context.now(), today, as_of, at: None };
        let session = Session::open(&start).map_err(|error| match error.kind {
            Kind::NoRepository => error.hint(self.mend()),
            _ => error,
        })?;
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (top, place) = (real(session.folder()), real(session.store.git_dir()));
        if folder != top && folder != place {
            let message = format!("{} lies inside the repository {} and is none itself", self.typed, top.display());
            return Err(Error::new(Kind::NoRepository, "no-repository", message).hint(self.mend()));
        }
        Ok((session, place))
    }

    /// The folder, with every link followed.
    fn folder(&self, world: &World) -> Result<PathBuf> {
        if self.typed.starts_with('~') && world.home().is_none() {
            return Err(Error::new(Kind::Failed, "no-home", format!("nobody knows where {} is", self.typed))
                .hint("set HOME, or list the folder by its whole path"));
        }
        let folder = world.resolve(Path::new(&self.typed));
        folder.canonicalize().map_err(|fault| match fault.kind() {
            std::io::ErrorKind::NotFound => {
                Error::new(Kind::NoRepository, "no-repository", "there is no such folder").hint(self.mend())
            }
            _ => Error::new(Kind::Failed, "disk", format!("the folder cannot be read: {fault}"))
                .hint(format!("`ls -ld {}` shows what is there", self.typed)),
        })
    }

    fn mend(&self) -> String {
        let key = format!("{KEY}.{}", self.name);
        format!("`clm config set {key} FOLDER` says where it is now, `clm config unset {key}` forgets it")
    }

    /// The error as it is told beside the answers of others.
    #[must_use]
    pub fn left_out(&self, error: Error) -> Error {
        Error { message: format!("`{}` ({}) is left out: {}", self.name, self.typed, error.message), ..error }
    }
}
