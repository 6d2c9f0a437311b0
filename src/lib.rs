//! clm: contracts over a local git repository.

pub mod contract;
pub mod keyring;
pub mod policy;
pub mod signature;
