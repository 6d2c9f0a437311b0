//! The settings that hold for a command: files and variables into layers.
//!
//! The repository's layer comes with the session that reads it from HEAD; a work tree says nothing about settings.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use crate::config::{self, KEYS, Layer, Origin, Owner, Settings, Value};
use crate::error::{Error, Kind, Result};
use crate::ops::session::faults;
use crate::world::World;

/// More of a file than this is not read; the reader of settings refuses it long before.
const MOST_READ: u64 = 1 << 20;

/// Variables, the user's file, the machine's file and the defaults. A layer that cannot be used is left out, and the
/// first fault answered beside: `config edit` must work when the file is broken.
#[must_use]
pub fn personal(world: &World) -> (Settings, Option<Error>) {
    let mut settings = Settings::default();
    let mut broken = None;
    let mut add = |origin: Origin, place: &str, layer: Result<Layer>| match layer {
        Ok(layer) => settings = std::mem::take(&mut settings).with(origin, place, layer),
        Err(error) => {
            broken.get_or_insert(error);
        }
    };
    for (name, layer) in variables(world) {
        add(Origin::Environment, name, layer);
    }
    if let Some(path) = world.user_config() {
        add(Origin::User, &path.display().to_string(), file(&path));
    }
    let system = &world.system_config;
    add(Origin::System, &system.display().to_string(), file(system));
    (settings, broken)
}

fn variables(world: &World) -> Vec<(&'static str, Result<Layer>)> {
    let set = |key: &&config::Key| key.variable.is_some_and(|name| world.variable(name).is_some());
    let read = |key: &config::Key| {
        let name = key.variable.unwrap_or_default();
        let value = Value::of(key.holds, world.text(name).unwrap_or_default());
        let layer = value.map(|value| {
            let mut layer = Layer::default();
            layer.put(key.name, value);
            layer
        });
        let refused = |fault| {
            Error::new(Kind::Usage, "environment", format!("{name} {fault}")).hint(format!("unset {name}, or mend it"))
        };
        (name, layer.map_err(refused))
    };
    KEYS.iter().filter(set).map(read).collect()
}

/// A file of settings; an absent one says nothing.
fn file(path: &Path) -> Result<Layer> {
    let Some(bytes) = bytes(path)? else { return Ok(Layer::default()) };
    read(path, &bytes)
}

/// The settings in `bytes`, which lie at `path`.
///
/// # Errors
/// Every fault, with its place.
pub fn read(path: &Path, bytes: &[u8]) -> Result<Layer> {
    let shown = path.display().to_string();
    config::parse(&shown, bytes, Owner::Person).map_err(|problems| {
        faults::invalid("the configuration is not valid", &problems)
            .hint("`clm config edit` opens it; `clm man config` names the keys")
    })
}

/// The bytes of a configuration file; none when it is absent.
///
/// # Errors
/// When it cannot be read, is no regular file, or anybody may write it: it names programs that are run.
pub fn bytes(path: &Path) -> Result<Option<Vec<u8>>> {
    let shown = path.display().to_string();
    let refused = |what: String, hint: String| {
        Error::new(Kind::Failed, "configuration", format!("{shown} {what}")).hint(hint).about(&shown)
    };
    let unreadable = |fault: std::io::Error| {
        refused(format!("cannot be read: {fault}"), format!("`ls -l {shown}` shows whose it is"))
    };
    // Looked at before it is opened: opening a pipe would wait for its writer.
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(fault) if is_absent(&fault) => return Ok(None),
        Err(fault) => return Err(unreadable(fault)),
    };
    if !about.is_file() {
        return Err(refused("is no file".to_owned(), format!("`rm -r {shown}` or move it away")));
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::mode(&about) & 0o002 != 0 {
        return Err(refused(
            "may be written by anybody on this machine, and it can name programs to run".to_owned(),
            format!("look whether it is still yours, then run `chmod o-w {shown}`"),
        ));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MOST_READ).read_to_end(&mut bytes)).map_err(unreadable)?;
    Ok(Some(bytes))
}

fn is_absent(fault: &std::io::Error) -> bool {
    matches!(fault.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}
