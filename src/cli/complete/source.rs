//! The repository the words on the line speak of, opened when the first candidate is asked for.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::cli::repositories::{self, folder_called};
use crate::cli::settings;
use crate::config::Settings;
use crate::ops::finding::complete::{Candidate, Wanted, candidates};
use crate::ops::session::{Session, Start};
use crate::world::World;

/// Where candidates come from.
pub(super) struct Source {
    folder: PathBuf,
    now: DateTime<Utc>,
    /// Queries the person saved, by name.
    pub saved: Vec<Candidate>,
    /// Repositories the person lists, by name.
    pub listed: Vec<Candidate>,
    /// The folder the person stands in.
    pub here: PathBuf,
    /// The words on the line before the one to complete.
    pub words: Vec<String>,
}

impl Source {
    /// The repository named by `-C` or `--repo` among the words, by `CLM_REPO`, or around the current folder.
    pub(super) fn new(world: &World, words: &[OsString]) -> Self {
        let (_, before) = words.split_last().map_or((None, [].as_slice()), |(last, before)| (Some(last), before));
        let words: Vec<String> = before.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let named = value_of(&words, "-C", "--repo").or_else(|| world.text("CLM_REPO").map(ToOwned::to_owned));
        // A broken configuration saves and lists nothing.
        let (settings, _) = settings::personal(world);
        let folder = named.map_or_else(|| world.folder.clone(), |dir| folder_called(world, &settings, Path::new(&dir)));
        let listed = repositories::of(&settings).into_iter();
        let listed = listed.map(|one| Candidate { value: one.name, help: Some(one.typed) }).collect();
        Self { folder, now: world.now, saved: saved(&settings), listed, here: world.folder.clone(), words }
    }

    /// What the repository has to offer; nothing where there is none, or it cannot be read.
    pub(super) fn candidates(&self, wanted: Wanted<'_>) -> Vec<Candidate> {
        let start = Start { folder: &self.folder, now: self.now, today: None, as_of: None, at: None };
        let Ok(session) = Session::open(&start) else { return Vec::new() };
        candidates(&session, wanted).unwrap_or_default()
    }
}

/// The queries of the person's own configuration.
fn saved(settings: &Settings) -> Vec<Candidate> {
    let found = settings.all();
    let queries = found.iter().filter_map(|one| Some((one.name.strip_prefix("query.")?, one.value)));
    queries.map(|(name, query)| Candidate { value: name.to_owned(), help: Some(query.shown()) }).collect()
}

/// The value of an option among words: `-C DIR`, `-CDIR`, `--repo DIR`, `--repo=DIR`.
pub(super) fn value_of(words: &[String], short: &str, long: &str) -> Option<String> {
    let mut found = None;
    let mut words = words.iter().skip(1).peekable();
    while let Some(word) = words.next() {
        if word == short || word == long {
            found = words.peek().map(|next| (*next).clone()).or(found);
        } else if let Some(rest) = word.strip_prefix(long).and_then(|rest| rest.strip_prefix('=')) {
            found = Some(rest.to_owned());
        } else if let Some(rest) = word.strip_prefix(short).filter(|_| !word.starts_with("--")) {
            found = Some(rest.trim_start_matches('=').to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::value_of;

    #[test]
    fn the_repository_is_read_off_the_line() {
        for line in
            ["clm -C firm show", "clm show -Cfirm", "clm --repo firm list", "clm --repo=firm list", "clm -C=firm"]
        {
            let words: Vec<String> = line.split(' ').map(ToOwned::to_owned).collect();
            assert_eq!(value_of(&words, "-C", "--repo").as_deref(), Some("firm"), "{line}");
        }
        for line in ["clm show", "-C", "clm -C"] {
            let words: Vec<String> = line.split(' ').map(ToOwned::to_owned).collect();
            assert_eq!(value_of(&words, "-C", "--repo"), None, "{line}");
        }
    }
}
