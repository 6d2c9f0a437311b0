//! What comes into the repository from elsewhere and goes out again, and acts taken back.

pub mod clone;
pub mod import;
pub mod rehome;
pub mod server;
pub mod split;
pub mod sync;
pub mod undo;
