//! Proving who agreed to what, and who did what.

pub mod audit;
pub mod export;
pub mod verify;
