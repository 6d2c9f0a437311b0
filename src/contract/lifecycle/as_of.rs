//! What was in effect by a day: the acts and statements `--as-of` leaves in.
//!
//! **Owns** the effective day of each act: a notice that of its receipt, an execution that of the signing, the rest the
//! day they were written. **Refuses to know** history: what was recorded when is git's to say (`--at`).

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::StatementFact;
use crate::contract::act::{Act, Deed};

/// The acts in effect on `day`.
#[must_use]
pub fn acts_by(acts: &[Act], zone: Tz, day: NaiveDate) -> Vec<Act> {
    acts.iter().filter(|act| effective(act, zone) <= day).cloned().collect()
}

/// The statements that had arrived on `day`.
#[must_use]
pub fn statements_by(statements: &[StatementFact], day: NaiveDate) -> Vec<StatementFact> {
    statements.iter().filter(|statement| statement.arrived <= day).cloned().collect()
}

fn effective(act: &Act, zone: Tz) -> NaiveDate {
    match &act.deed {
        Deed::Notice { received, .. } => *received,
        Deed::Receive { on, .. } | Deed::Executed { on, .. } | Deed::Done { on, .. } => *on,
        _ => act.at.with_timezone(&zone).date_naive(),
    }
}
