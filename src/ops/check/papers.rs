//! Whether the templates of the repository can be drawn from.

use crate::error::Result;
use crate::ops::session::Session;
use crate::ops::template;
use crate::report::check::CheckItem;
use crate::template::{Template, TemplateProblem};

/// Findings about all templates, in the work tree where they differ from what is recorded.
pub fn all(session: &Session) -> Result<Vec<CheckItem>> {
    let mut snapshot = session.snapshot()?;
    let mut items = Vec::new();
    for workspace in session.policy.workspaces() {
        for name in template::names(&mut snapshot, &workspace.name)? {
            let file = format!("{}/templates/{name}.md", workspace.name);
            let recorded = snapshot.read(&file)?;
            let Some(bytes) = session.store.work_file(&file).ok().flatten().or(recorded) else { continue };
            match Template::parse(&file, &bytes) {
                Err(problems) => items.extend(problems.into_iter().map(finding)),
                Ok(template) if template.about().name != name => {
                    let message =
                        format!("the template calls itself `{}`, its file says `{name}`", template.about().name);
                    items.push(finding(TemplateProblem { file, line: 1, column: 1, message, nearest: None }));
                }
                Ok(_) => {}
            }
        }
    }
    Ok(items)
}

fn finding(problem: TemplateProblem) -> CheckItem {
    let near = problem.nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    CheckItem {
        file: problem.file,
        line: problem.line,
        column: problem.column,
        severity: "error".to_owned(),
        code: "template".to_owned(),
        message: format!("{}{near}", problem.message),
        id: None,
        recordable: false,
    }
}
