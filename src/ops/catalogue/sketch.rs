//! The few words of an entry that completion needs: reading whole entries would cost more than a key stroke may.

use serde::Deserialize;

use super::Entry;

/// Words of one contract.
#[derive(Deserialize, Debug, Clone, Default, PartialEq, Eq)]
#[serde(from = "Raw")]
pub struct Sketch {
    /// Its kind, where its header is readable.
    pub kind: Option<String>,
    /// Names of its parties.
    pub parties: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// The same fields as they lie in the cache, the others passed over.
#[derive(Deserialize)]
struct Raw {
    header: Option<RawHeader>,
    record: RawRecord,
}

#[derive(Deserialize)]
struct RawHeader {
    kind: String,
    parties: Vec<RawParty>,
}

#[derive(Deserialize)]
struct RawParty {
    name: String,
}

#[derive(Deserialize)]
struct RawRecord {
    tags: Vec<String>,
}

impl From<Raw> for Sketch {
    fn from(raw: Raw) -> Self {
        let (kind, parties) = raw.header.map_or((None, Vec::new()), |header| {
            (Some(header.kind), header.parties.into_iter().map(|party| party.name).collect())
        });
        Self { kind, parties, tags: raw.record.tags }
    }
}

impl Sketch {
    /// From an entry that is not in the cache yet.
    pub(super) fn of(entry: &Entry) -> Self {
        let header = entry.header.as_ref();
        Self {
            kind: header.map(|header| header.kind.clone()),
            parties: header.map(|h| h.parties.iter().map(|party| party.name.clone()).collect()).unwrap_or_default(),
            tags: entry.record.tags.clone(),
        }
    }
}
