//! Proving who agreed to what, and who did what.

mod agreement;
pub mod audit;
pub mod bundle;
pub mod container;
pub mod export;
pub mod signer;
pub mod verify;
