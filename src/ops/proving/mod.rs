//! Proving who agreed to what.

pub mod export;
pub mod verify;
