//! What comes back from a page: reply files, pasted text, whole mails.
//!
//! **Owns** the shape of a reply and its strict reading out of whatever a mail client made of it. **Refuses to know** the
//! contract it is about, disk and clock. **Invariants**: nothing is believed in here; a reply that was read is not yet
//! checked.

pub mod armour;
pub mod code;
mod mail;
mod open;
mod read;
mod response;
mod rewrite;

pub use open::{OpenError, Opened, open};
pub use read::{Reply, ReplyError, Said};
pub use response::{Change, Remark, Respondent, Response, ResponseError};
pub use rewrite::{RewriteError, relocate, rewrite};
