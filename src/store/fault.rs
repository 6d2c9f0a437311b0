//! Points at which a test may stop a change as a crash would. Nothing in the shipped program.

use super::error::StoreError;

/// Does nothing, except in a test that asked to crash here.
#[cfg(not(test))]
#[inline]
#[expect(clippy::unnecessary_wraps, reason = "fails in tests")]
pub(super) fn point(_: &'static str) -> Result<(), StoreError> {
    Ok(())
}

#[cfg(test)]
thread_local! {
    static LEFT: std::cell::Cell<Option<usize>> = const { std::cell::Cell::new(None) };
    /// When each point was passed, for measurements.
    pub(super) static PASSED: std::cell::RefCell<Vec<(&'static str, std::time::Instant)>> =
        const { std::cell::RefCell::new(Vec::new()) };
}

/// Crashes this thread's changes at the `count`-th point from now, counted from 0; `None` switches it off.
#[cfg(test)]
pub(super) fn crash_at(count: Option<usize>) {
    LEFT.set(count);
}

#[cfg(test)]
pub(super) fn point(name: &'static str) -> Result<(), StoreError> {
    PASSED.with_borrow_mut(|passed| passed.push((name, std::time::Instant::now())));
    match LEFT.get() {
        Some(0) => {
            LEFT.set(None);
            Err(StoreError::Crash(name))
        }
        left => {
            LEFT.set(left.map(|left| left - 1));
            Ok(())
        }
    }
}
