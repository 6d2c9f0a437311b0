//! One act, one commit: the act's file, the commit with its sentence, and whoever wants to hear of it.
//!
//! Every change of the repository goes through here. What may be done is decided before, by the operation.

pub mod answer;
pub mod deed;
pub mod heard;
pub mod policy_change;
pub mod proposals;
pub mod recorder;
