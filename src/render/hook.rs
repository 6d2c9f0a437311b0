//! What `hook install` wrote.

use super::json::Schema;
use super::{Draw, Look, visible};
use crate::report::hook::{HookReport, HookSetting};

impl Schema for HookReport {
    const SCHEMA: &'static str = "clm.hook/1";
}

impl Draw for HookReport {
    fn human(&self, _: &Look) -> String {
        let will = if self.dry_run { "would ask" } else { "asks" };
        let mut lines = vec![
            format!("{}: git {will} {} before it takes a push", self.repository, self.program),
            format!("only the branch {} can be pushed, forward, by members, each within their rights", self.branch),
        ];
        lines.extend(
            self.kept.iter().map(|kept| format!("the hook that was there is kept as {kept}; it is asked no more")),
        );
        lines.extend(self.items.iter().map(|item| match &item.before {
            Some(before) => format!("  {} = {}   (was {before})", item.name, item.value),
            None => format!("  {} = {}", item.name, item.value),
        }));
        lines.push(match self.trust.as_slice() {
            [] => "whoever pushes first founds the repository; --trust SHA256:… pins the founder's key".to_owned(),
            pinned => format!("founded by {}, or by nobody", pinned.join(" or ")),
        });
        lines.iter().map(|line| visible::line(line) + "\n").collect()
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record =
            |item: &HookSetting| vec![item.name.clone(), item.value.clone(), item.before.clone().unwrap_or_default()];
        let hook = vec!["hook".to_owned(), self.hook.clone(), self.kept.clone().unwrap_or_default()];
        std::iter::once(hook).chain(self.items.iter().map(record)).collect()
    }

    fn next(&self) -> Vec<String> {
        vec![format!("clm doctor --server {}", self.repository)]
    }
}
