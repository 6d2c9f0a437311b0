//! System calls that fail, one after another, under `strace`: reading, mapping, opening and looking, with every error that a
//! disk, a full table or another's hand may answer with.
//!
//! What was tampered with is never called good, whatever fails; what is good is called so only with the whole answer.

use std::collections::BTreeMap;
use std::process::Command;

use crate::office::{Ask, OF_REPOSITORY, Office, TAMPERINGS};
use crate::support::{Answer, sweep};

/// Calls and the errors they answer with.
const FAILURES: &[(&str, &str)] = &[
    ("openat", "EIO"),
    ("openat", "ENOENT"),
    ("openat", "EACCES"),
    ("openat", "EMFILE"),
    ("read", "EIO"),
    ("read", "EINTR"),
    ("mmap", "ENOMEM"),
    ("newfstatat,statx,lstat,fstat", "EIO"),
    ("newfstatat,statx,lstat,fstat", "ENOENT"),
    ("getdents64", "EIO"),
    ("write", "ENOSPC"),
    ("write", "EIO"),
    ("close", "EIO"),
    ("getrandom", "EAGAIN"),
    ("readlink", "EACCES"),
];

/// The call that fails is one of so many.
const DEPTH: usize = 240;

fn injected(office: &Office, ask: Ask, (call, error): (&str, &str), nth: usize) -> Answer {
    let mut command = office.home.command("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
    command.args(["-e", &format!("inject={call}:error={error}:when={nth}"), env!("CARGO_BIN_EXE_clm")]);
    command.args(office.args(ask, false));
    office.home.run(&mut command)
}

/// Whether `strace` may trace here; said loudly where not. `CLM_STRACE=required` makes that a failure.
fn may_trace() -> bool {
    let mut command = Command::new("strace");
    let traced = command.args(["-qq", "-o", "/dev/null", "-e", "inject=openat:error=EIO:when=9999", "true"]).status();
    if traced.is_ok_and(|status| status.success()) {
        return true;
    }
    assert!(std::env::var_os("CLM_STRACE").is_none(), "nothing can be traced here, and CLM_STRACE requires it");
    eprintln!("NOT TESTED: there is no strace that may trace, so no system call was made to fail (apt install strace)");
    false
}

#[test]
fn no_failing_call_makes_anything_valid() {
    if !may_trace() {
        return;
    }
    let office = Office::new();
    let good: Vec<String> = OF_REPOSITORY
        .iter()
        .map(|ask| {
            let answer = office.home.run(&mut office.question(*ask, false)).succeeds();
            office.back();
            answer.out
        })
        .collect();
    let all = FAILURES.len() * DEPTH;
    let (mut wrong, mut seen, mut ran) = (Vec::new(), BTreeMap::new(), 0);
    let mut tampered = None;
    for (number, case) in sweep::cases(60, all).enumerate() {
        let (failure, nth) = (FAILURES[case / DEPTH], case % DEPTH + 1);
        let at = number % OF_REPOSITORY.len();
        let ask = OF_REPOSITORY[at];
        // Good and tampered in turn; a tampered copy serves until the way changes.
        let way = (number % 2 == 0).then_some(number / 2 % TAMPERINGS);
        if way != tampered {
            office.back();
            way.into_iter().for_each(|way| office.tamper(way));
            tampered = way;
        }
        if ask == Ask::History {
            let _ = std::fs::remove_dir_all(office.home.path(".local"));
        }
        let answer = injected(&office, ask, failure, nth);
        let whole = tampered.is_none() && answer.out == good[at];
        let told = format!("{} {} at call {nth}, {ask:?}, tampered {tampered:?}", failure.0, failure.1);
        if answer.err.contains("panicked") || (answer.code == 0 && !whole) {
            wrong.push(format!("{told}: exit {}\n{}{}", answer.code, answer.out, answer.err));
        }
        *seen.entry((tampered.is_some(), answer.code)).or_insert(0) += 1;
        ran += 1;
    }
    assert!(wrong.is_empty(), "{} of {ran}:\n{}", wrong.len(), wrong.join("\n"));
    println!("never valid: {ran} of {all} calls that fail, by (tampered with, exit code): {seen:?}");
}
