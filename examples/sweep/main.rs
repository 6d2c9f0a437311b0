//! Runs hostile inputs from a folder through the library and the real binary.
//!
//! `cargo run --example sweep -- KIND FOLDER`. The folders are published collections that are not part of this project
//! (their licences differ); the shape each kind expects is told at the head of its module:
//!
//! | kind | input |
//! |---|---|
//! | `toml` | a toml-test tree: `invalid/**/*.toml`, `valid/**/*.toml` |
//! | `strings` | `strings.json`, an array of strings |
//! | `ed25519` | `ed25519.json`, Wycheproof verification vectors |
//! | `sshsig` | `cases.jsonl` and a folder a case, verdicts by OpenSSH |
//! | `cuad` | `texts/*.txt` and `truth.jsonl`, labelled contracts |
//! | `commonmark` | `examples.jsonl`, the examples of the specification |
//!
//! Prints what failed and `N passed, N failed`; the exit code is 1 when something failed, 2 when it could not run.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, reason = "a program of its own")]

mod binary;
mod commonmark;
mod cuad;
mod ed25519;
mod sshsig;
mod strings;
mod tally;
mod toml;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use tally::Tally;

/// What stops a sweep: the input is not there or not of the expected shape, or a program cannot be run.
type Stopped = Box<dyn Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, folder] = arguments.as_slice() else {
        eprintln!("usage: sweep toml|strings|ed25519|sshsig|cuad|commonmark FOLDER");
        return ExitCode::from(2);
    };
    match sweep(kind, Path::new(folder)) {
        Ok(tally) => {
            println!("{kind}: {tally}");
            ExitCode::from(u8::from(tally.failed > 0))
        }
        Err(stopped) => {
            eprintln!("sweep {kind}: {stopped}");
            ExitCode::from(2)
        }
    }
}

fn sweep(kind: &str, folder: &Path) -> Result<Tally, Stopped> {
    let mut tally = Tally::default();
    match kind {
        "toml" => toml::sweep(folder, &mut tally)?,
        "strings" => strings::sweep(folder, &mut tally)?,
        "ed25519" => ed25519::sweep(folder, &mut tally)?,
        "sshsig" => sshsig::sweep(folder, &mut tally)?,
        "cuad" => cuad::sweep(folder, &mut tally)?,
        "commonmark" => commonmark::sweep(folder, &mut tally)?,
        other => return Err(format!("no kind `{other}`").into()),
    }
    if tally.passed == 0 && tally.failed == 0 {
        return Err("nothing was checked".into());
    }
    Ok(tally)
}
