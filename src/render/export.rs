//! What was exported, in a line.

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, visible};
use crate::report::export::ExportReport;

impl Schema for ExportReport {
    const SCHEMA: &'static str = "clm.export/1";
}

impl Draw for ExportReport {
    fn human(&self, look: &Look) -> String {
        let path = visible::line(self.path.as_deref().unwrap_or("-"));
        let would = if self.dry_run { "would write: " } else { "" };
        let engine = self.engine.as_ref().map(|engine| format!(", by {engine}")).unwrap_or_default();
        let id = paint(look, Label::Name, &self.id);
        format!("{would}{path}  {id}, {} ({}), {} bytes{engine}\n", self.status, self.verdict, self.bytes)
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![vec![
            self.id.clone(),
            self.format.clone(),
            text(&self.path),
            self.bytes.to_string(),
            self.sha256.clone(),
            self.verdict.clone(),
            text(&self.engine),
        ]]
    }
}
