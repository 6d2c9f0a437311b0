//! `VERIFY.md`: what a stranger runs, with nothing of ours. A test runs it.

use crate::signature::bundle::{ANNEXES, Files, Manifest, SIGNATURES};
use crate::signature::namespace;
use crate::signature::statement::Statement;

/// The page; `{{…}}` is filled below.
const PAGE: &str = include_str!("guide.md");

/// Digests and names of the files a statement names, as `sha256sum` takes them.
const SUBJECTS: &str = r#"sed -n '/^  "subject": \[/,/^  \]/{
  /"sha256":/{s/.*: "\([0-9a-f]*\)".*/\1/;h;}
  /^      "name":/{s/.*: "\(.*\)".*/\1/;H;x;s/\n/  /;p;}
}' "$statement" | sha256sum -c -"#;

/// The text for one bundle. It tells no time, so that the same contract has the same text.
pub fn text(manifest: &Manifest, files: &Files, with_history: bool) -> String {
    let annexes =
        if files.keys().any(|path| path.starts_with(ANNEXES)) { " with the files below `annexes/`" } else { "" };
    let history =
        "\n`history/` holds internal papers of the maker for an auditor; `history/README.md` says how to check them.\n";
    let fills = [
        ("title", manifest.agreement.title.replace(['`', '<', '#', '*', '_', '['], " ")),
        ("contract", manifest.agreement.contract.to_string()),
        ("maker", manifest.made.name.replace(['`', '<', '*', '_', '['], " ")),
        ("email", manifest.made.email.clone()),
        ("key", manifest.made.key.clone()),
        ("annexes", annexes.to_owned()),
        ("history", if with_history { history.to_owned() } else { String::new() }),
        ("signatures", signatures(files)),
    ];
    // In one pass, so that no value is filled in turn.
    let mut out = String::with_capacity(PAGE.len());
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(fills.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn signatures(files: &Files) -> String {
    let read = |(path, bytes): (&String, &Vec<u8>)| Some((path.clone(), Statement::parse(bytes).ok()?));
    let mut statements: Vec<(String, Statement)> = files
        .iter()
        .filter(|(path, _)| path.starts_with(SIGNATURES) && path.ends_with(".json"))
        .filter_map(read)
        .collect();
    if statements.is_empty() {
        return "## 3. The agreement was executed elsewhere\n\nThere is no signature to check with `ssh-keygen`: \
                `evidence/` holds what shows that it was executed, and `manifest.json` says how and when.\n\n"
            .to_owned();
    }
    statements.sort_by_key(|(path, statement)| (statement.claimed, path.clone()));
    let line = |(path, statement): &(String, Statement)| {
        format!(
            "ssh-keygen -Y verify -f allowed_signers -I {} -n {} -O verify-time={} -s {path}.sig < {path}\n",
            statement.signer.email,
            namespace::STATEMENT,
            statement.claimed.format("%Y%m%d%H%M%SZ"),
        )
    };
    let lines: String = statements.iter().map(line).collect();
    format!(
        "## 3. Every statement is signed\n\nEach says in plain text who agrees to what, for whom and as what; read them.\n\n\
         ```sh\n{lines}```\n\n## 4. They are about the text that is here\n\n```sh\nfor statement in signatures/*.json; do\n{SUBJECTS}\n\
         done\n```\n\n"
    )
}
