//! A real Chromium, driven by `tests/browser/drive.mjs` through playwright-core.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Whether there is a browser; says loudly when not, and fails when `CLM_BROWSER=required`.
pub fn browser() -> bool {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let there = |program: &str| {
        Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    };
    let missing = [
        ("chromium", there(&chromium())),
        ("node", there("node")),
        ("`npm ci` in tests/browser", folder.join("node_modules/playwright-core").exists()),
    ];
    let missing: Vec<&str> = missing.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return true;
    }
    let said = format!("NOT TESTED: the signing page in a browser. Missing: {}", missing.join(", "));
    assert!(std::env::var("CLM_BROWSER").as_deref() != Ok("required"), "{said}");
    eprintln!("\n*** {said} ***\n");
    false
}

fn chromium() -> String {
    std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned())
}

/// Runs one story of tests/browser/stories.mjs on a page; it must have no errors and leave nothing but the page itself.
pub fn told(story: &str, file: &Path, given: &Value) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/drive.mjs");
    let ran = Command::new("node").arg(script).arg(story).arg(file).arg(given.to_string()).output().unwrap();
    assert!(ran.status.success(), "{story}: {}", String::from_utf8_lossy(&ran.stderr));
    let told: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(told["errors"], json!([]), "{story}: the page has errors");
    for request in told["requests"].as_array().unwrap() {
        let address = request.as_str().unwrap();
        let own = address.starts_with("file:///") && address.ends_with(".html");
        assert!(own || address.starts_with("blob:"), "{story}: a request left the page: {address}");
    }
    told
}

/// Where pictures for a person go.
pub fn shots() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&folder).unwrap();
    folder
}
