//! From a text to an agreement: sent, signed here or elsewhere, taken back, refused, withdrawn.
//! From a text to an agreement: approvals, signatures made here, those that come back, and what was executed elsewhere.

pub mod approval;
pub mod correct;
pub mod decline;
pub mod executed;
pub mod exhibits;
pub mod extend;
pub mod person;
pub mod proposal;
pub mod receive;
pub mod reopen;
pub mod send;
pub mod sign;
pub mod take_over;
pub mod void;
pub mod witness;
