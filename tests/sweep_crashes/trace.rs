//! strace: which calls of a command write, and the command once more with one of them killed or failing.
//!
//! strace counts each call by its name in each thread on its own; a point is a call's name and such a count. Where several
//! threads or processes come that far, the first is killed, and each gets the error.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Answer, Home};

/// Everything that puts something on a disk or changes a name there. Those a machine does not have are left out.
const CALLS: &str = "?write,?pwrite64,?writev,?openat,?rename,?renameat,?renameat2,?link,?linkat,?symlink,?symlinkat,\
                     ?unlink,?unlinkat,?mkdir,?mkdirat,?rmdir,?fsync,?fdatasync,?syncfs,?sync_file_range,?ftruncate,?fallocate,\
                     ?chmod,?fchmod,?fchmodat,?utimensat,?copy_file_range,?sendfile";

/// After this long a command hangs.
const PATIENCE: Duration = Duration::from_secs(90);

/// What happens to a call.
pub const WAYS: [(&str, &str); 4] =
    [("killed", "signal=SIGKILL"), ("ENOSPC", "error=ENOSPC"), ("EIO", "error=EIO"), ("EROFS", "error=EROFS")];

/// A place at which a command can be stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    pub call: String,
    pub nth: usize,
    /// What it does when it is not stopped.
    pub line: String,
}

/// A run with one call stopped.
pub struct Stopped {
    pub answer: Answer,
    /// Whether the run came to the point.
    pub met: bool,
    pub hung: bool,
}

/// Whether strace is there and may trace. `CLM_STRACE=required` makes its absence a failure.
pub fn is_there() -> bool {
    let works = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "-e", "trace=write", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    assert!(works || std::env::var_os("CLM_STRACE").is_none(), "strace cannot trace here, and CLM_STRACE requires it");
    if !works {
        eprintln!("NOT TESTED: strace is not there or may not trace, so no command was killed (apt install strace)");
    }
    works
}

/// The points of a run.
pub fn points(log: &str) -> Vec<Point> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for line in log.lines() {
        let Some((process, rest)) = line.split_once(' ') else { continue };
        let Some((call, arguments)) = rest.trim_start().split_once('(') else { continue };
        if !call.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        let nth = counts.entry((process, call)).or_default();
        *nth += 1;
        let reads = call == "openat" && !["O_CREAT", "O_WRONLY", "O_RDWR"].iter().any(|flag| arguments.contains(flag));
        let device = ["null", "tty", "urandom"].iter().any(|name| arguments.contains(&format!("\"/dev/{name}\"")));
        if reads || device || !seen.insert((call.to_owned(), *nth)) {
            continue;
        }
        found.push(Point { call: call.to_owned(), nth: *nth, line: rest.trim().chars().take(160).collect() });
    }
    found
}

/// Runs a command under strace; answers what it wrote into the log, too.
pub fn watched(home: &Home, log: &Path, prepare: &dyn Fn(&mut Command), words: &[String]) -> (Answer, String) {
    let (answer, _) = run(home, log, prepare, &[&format!("trace={CALLS}")], words);
    (answer, std::fs::read_to_string(log).unwrap_or_default())
}

/// Runs a command with one call stopped.
pub fn stopped(
    home: &Home,
    log: &Path,
    prepare: &dyn Fn(&mut Command),
    (point, how): (&Point, &str),
    words: &[String],
) -> Stopped {
    let Point { call, nth, .. } = point;
    let (answer, took) =
        run(home, log, prepare, &[&format!("trace={call}"), &format!("inject={call}:{how}:when={nth}")], words);
    let text = std::fs::read_to_string(log).unwrap_or_default();
    Stopped { answer, met: text.contains("INJECTED") || text.contains("killed by SIGKILL"), hung: took >= PATIENCE }
}

fn run(home: &Home, log: &Path, prepare: &dyn Fn(&mut Command), what: &[&str], words: &[String]) -> (Answer, Duration) {
    let mut command = home.command("timeout");
    command.args(["-s", "KILL", &PATIENCE.as_secs().to_string(), "strace", "-f", "-s", "0", "-o"]).arg(log);
    // Faster; but strace sends no signals where it looks at chosen calls only.
    if !what.iter().any(|expression| expression.contains("signal=")) {
        command.arg("--seccomp-bpf");
    }
    for expression in what {
        command.args(["-e", expression]);
    }
    command.arg("--").arg(env!("CARGO_BIN_EXE_clm")).args(words);
    prepare(&mut command);
    let began = Instant::now();
    let answer = home.run(&mut command);
    (answer, began.elapsed())
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn points_are_counted_by_call_and_thread_and_only_what_writes_is_one() {
        let log = "7 openat(AT_FDCWD, \"/lib\", O_RDONLY|O_CLOEXEC) = 3\n7 openat(AT_FDCWD, \"a\", O_WRONLY|O_CREAT, 0666) = 4\n\
                   7 write(4, \"\"..., 9 <unfinished ...>\n8 write(5, \"\"..., 9) = 9\n7 <... write resumed>) = 9\n7 write(4, \"\"..., 2) = 2\n\
                   7 openat(AT_FDCWD, \"/dev/null\", O_RDWR) = 9\n8 +++ exited with 0 +++\n";
        let found: Vec<(String, usize)> = points(log).into_iter().map(|point| (point.call, point.nth)).collect();
        let expected = [("openat", 2), ("write", 1), ("write", 2)];
        assert_eq!(found, expected.map(|(call, nth)| (call.to_owned(), nth)));
    }
}
