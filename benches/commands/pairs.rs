//! Paired runs: this, that, this, that …; the median of the pairwise ratios and how far they spread.

use std::time::Duration;

use crate::Stopped;

/// Enough pairs for a median that a busy machine does not move.
pub const PAIRS: usize = 25;

/// For what takes seconds.
pub const FEW: usize = 3;

/// Runs both in turn and prints a line; each closure gets the number of the pair and answers what it timed.
pub fn compare(
    told: &str,
    target: Option<f64>,
    pairs: usize,
    mut this: impl FnMut(usize) -> Result<Duration, Stopped>,
    mut that: impl FnMut(usize) -> Result<Duration, Stopped>,
) -> Result<(), Stopped> {
    let (mut these, mut those, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 0..pairs {
        let (this, that) = (this(pair)?.as_secs_f64(), that(pair)?.as_secs_f64());
        these.push(this);
        those.push(that);
        ratios.push(this / that);
    }
    let ratio = median(&mut ratios);
    let spread = format!("{ratio:.3} ({:.3}-{:.3})", ratios[0], ratios[ratios.len() - 1]);
    let verdict =
        target.map_or(String::new(), |most| format!("<= {most}: {}", if ratio <= most { "met" } else { "MISSED" }));
    println!(
        "{told:<52}{pairs:>7}{:>12}{:>12}   {spread:<22}{verdict}",
        ms(median(&mut these)),
        ms(median(&mut those))
    );
    Ok(())
}

/// Sorts, and takes the middle.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn ms(seconds: f64) -> String {
    format!("{:.2} ms", seconds * 1e3)
}
