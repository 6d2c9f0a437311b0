//! What this process recorded, kept for whoever wants to hear of it once the command is done.

use std::cell::RefCell;
use std::rc::Rc;

use crate::report::act::ActReport;

/// One act that is durable.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// `sign`, `new`, `import` …
    pub act: String,
    /// When, with offset, RFC 3339.
    pub at: String,
    /// The actor's name and address.
    pub actor: (String, String),
    /// Ids of the contracts it is about.
    pub contracts: Vec<String>,
    /// What the act answered.
    pub report: ActReport,
}

/// The acts of one process, in order; its clones are one list.
#[derive(Debug, Clone, Default)]
pub struct Acts(Rc<RefCell<Vec<Recorded>>>);

impl Acts {
    /// Adds an act.
    pub fn add(&self, act: Recorded) {
        self.0.borrow_mut().push(act);
    }

    /// Takes all acts out.
    #[must_use]
    pub fn take(&self) -> Vec<Recorded> {
        self.0.take()
    }
}
