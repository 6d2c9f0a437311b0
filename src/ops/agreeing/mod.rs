//! From a text to an agreement: signatures made here, those that come back, and what was executed elsewhere.

pub mod correct;
pub mod executed;
pub mod exhibits;
pub mod person;
pub mod receive;
pub mod sign;
pub mod witness;
