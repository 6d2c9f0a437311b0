//! How far a long sweep goes: `.ci/sweep COUNT` says so in `CLM_SWEEP`; without it a sample that fits CI's time.

/// How many cases to take of `all`: what `CLM_SWEEP` asks for, `sample` when it is not set.
///
/// # Panics
/// When `CLM_SWEEP` is no number: a sweep that ran on a guess would prove nothing.
pub fn wanted(sample: usize, all: usize) -> usize {
    let asked = std::env::var("CLM_SWEEP")
        .ok()
        .map(|count| count.parse().unwrap_or_else(|_| panic!("CLM_SWEEP is `{count}`, which is no number")));
    asked.unwrap_or(sample).min(all)
}

/// The numbers of the cases to take, spread evenly over `all`, so that a sample sees every part.
pub fn cases(sample: usize, all: usize) -> impl Iterator<Item = usize> {
    let wanted = wanted(sample, all);
    (0..wanted).map(move |n| n * all / wanted)
}
