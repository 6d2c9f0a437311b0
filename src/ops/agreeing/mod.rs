//! From a text to an agreement: signatures made here, those that come back, and what was executed elsewhere.

pub mod correct;
pub mod executed;
pub mod proposal;
pub mod receive;
pub mod sign;
