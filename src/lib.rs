//! clm: contracts over a local git repository.

pub mod contract;
pub mod template;
