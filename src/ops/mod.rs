//! One file an act or a question, in the folders of the command table; the only place where rooms meet.
//!
//! **Owns** the order in which rooms are asked, and what their small faults mean to a person: kind, code, hint.
//! **Refuses to know** clap, terminals and layout: a request comes in as plain values, a report goes out. **Invariants**:
//! what is decided is decided on bytes from the object database; nothing is written before everything was checked; one
//! act is one commit.

// What every operation works with: the opened repository, one contract, one commit, the machine around.
pub mod dossier;
pub mod machine;
pub mod recording;
pub mod session;

// The life of a contract, as the manual tells it.
pub mod agreeing;
pub mod drafting;
pub mod living;
pub mod moving;
pub mod paper;
pub mod proving;
pub mod setup;

// Questions, answered from the catalogue.
pub mod catalogue;
pub mod finding;

use crate::error::{Error, Kind, Result};

/// Random bytes for ids and nonces.
///
/// # Errors
/// When the system gives none.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|fault| Error::new(Kind::Failed, "random", format!("the system gives no random bytes: {fault}")))?;
    Ok(bytes)
}
