//! Proving who agreed to what.

mod container;
pub mod verify;
