//! A bar for work of more than a second; only where somebody watches.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::context::Context;
use crate::ops::moving::import::Phase;

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bar, hidden until it is worth drawing.
pub struct Bar {
    bar: ProgressBar,
    watched: bool,
    phase: Option<Phase>,
}

impl Bar {
    /// A hidden bar; it stays hidden in quiet mode, in JSON and without a terminal.
    #[must_use]
    pub fn new(context: &Context<'_>) -> Self {
        let watched = context.world.terminal.stderr && !context.globals.quiet && !context.globals.json;
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Self { bar, watched, phase: None }
    }

    /// `done` of `all` in a phase.
    pub fn at(&mut self, phase: Phase, done: usize, all: usize) {
        if !self.watched {
            return;
        }
        if self.phase != Some(phase) {
            self.phase = Some(phase);
            self.bar.set_message(match phase {
                Phase::Reading => "reading",
                Phase::Writing => "writing",
            });
        }
        if self.bar.is_hidden() && self.bar.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
