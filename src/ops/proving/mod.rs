//! Proving who agreed to what.

pub mod bundle;
pub mod container;
pub mod export;
pub mod verify;
