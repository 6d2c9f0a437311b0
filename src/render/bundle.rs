//! What a bundle is, and what its reader needs beside it.

use super::json::Schema;
use super::style::{Label, of_status, paint};
use super::{Draw, Look, visible, words};
use crate::report::bundle::BundleReport;

impl Schema for BundleReport {
    const SCHEMA: &'static str = "clm.bundle/1";
}

impl Draw for BundleReport {
    fn human(&self, look: &Look) -> String {
        let done = if self.dry_run { "would write" } else { "wrote" };
        let mut out = format!(
            "{}  {}  {}\n    {done} {}: {}, {} bytes, sha256 {}\n",
            paint(look, Label::Name, &self.id),
            paint(look, of_status(&self.verdict), &self.verdict),
            visible::line(&self.title),
            visible::line(&self.file),
            words::count(self.files, "file"),
            self.bytes,
            self.sha256
        );
        for who in &self.missing {
            out.push_str(&format!("    missing: {}\n", visible::line(who)));
        }
        if self.history {
            out.push_str("    with our internal history: for an auditor, not for the other side\n");
        }
        out.push_str(&format!("    tell its reader, on a way they know: the manifest is signed by {}\n", self.key));
        out
    }

    fn plain(&self) -> Vec<Vec<String>> {
        vec![vec![
            self.id.clone(),
            self.verdict.clone(),
            self.file.clone(),
            self.bytes.to_string(),
            self.sha256.clone(),
            self.key.clone(),
        ]]
    }
}
