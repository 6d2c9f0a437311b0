//! Lengths of time as contracts write them: `3 months`, `90 days`, `2 years`. A month is a month, not 30 days.

/// What a [`Span`] counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Unit {
    /// Calendar days.
    Day,
    /// Seven calendar days.
    Week,
    /// Calendar months, clamped to the month's last day.
    Month,
    /// Twelve calendar months.
    Year,
}

/// A positive length of time in one unit, written `12 months`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Span {
    /// How many; at least 1 and at most 9999.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}
