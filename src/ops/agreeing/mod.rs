//! From a text to an agreement: approvals, signatures made here, those that come back, and what was executed elsewhere.

pub mod approval;
pub mod correct;
pub mod executed;
pub mod receive;
pub mod sign;
