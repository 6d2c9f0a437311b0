//! From a text to an agreement: sent, signed here or elsewhere, taken back, refused, withdrawn.

pub mod correct;
pub mod decline;
pub mod executed;
pub mod extend;
pub mod proposal;
pub mod receive;
pub mod reopen;
pub mod send;
pub mod sign;
pub mod take_over;
pub mod void;
