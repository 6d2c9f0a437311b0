//! Proving who agreed to what.

pub mod verify;
