//! Scripts and manual pages are shown as they are: they are ours, and for programs to read.

use super::json::Schema;
use super::{Draw, Look};
use crate::report::script::{PageReport, PagesReport, ScriptReport};

impl Schema for ScriptReport {
    const SCHEMA: &'static str = "clm.completions/1";
}

impl Schema for PageReport {
    const SCHEMA: &'static str = "clm.man/1";
}

impl Schema for PagesReport {
    const SCHEMA: &'static str = "clm.pages/1";
}

impl Draw for ScriptReport {
    fn human(&self, _look: &Look) -> String {
        self.script.clone()
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.script.lines().map(|line| vec![line.to_owned()]).collect()
    }
}

impl Draw for PageReport {
    fn human(&self, _look: &Look) -> String {
        self.source.clone()
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.source.lines().map(|line| vec![line.to_owned()]).collect()
    }
}

impl Draw for PagesReport {
    fn human(&self, _look: &Look) -> String {
        String::new()
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().map(|page| vec![page.clone()]).collect()
    }
}
