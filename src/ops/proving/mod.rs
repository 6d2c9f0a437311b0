//! Proving who agreed to what, and who did what.

pub mod audit;
pub mod bundle;
pub mod container;
pub mod export;
pub mod verify;
