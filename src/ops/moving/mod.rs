//! What comes into the repository from elsewhere, and acts taken back.

pub mod import;
pub mod server;
pub mod undo;
