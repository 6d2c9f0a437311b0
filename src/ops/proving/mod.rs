//! Proving who agreed to what.

pub mod bundle;
mod container;
pub mod verify;
