//! Instructions instead of time: the same on a busy machine.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use crate::Stopped;
use crate::bed::Bed;

/// Prints what valgrind counts for commands that are there to be quick.
pub fn count(bed: &Bed) -> Result<(), Stopped> {
    if bed.command(Path::new("valgrind")).arg("--version").output().is_err() {
        println!("valgrind is not installed: instructions are not counted");
        return Ok(());
    }
    let mut git = bed.command(Path::new("git"));
    git.arg("--version");
    let commands = [
        ("git --version", git),
        ("clm --version", bed.clm(&["--version"])),
        ("clm due --days 30", bed.clm(&["due", "--days", "30"])),
        ("clm search midterm", bed.clm(&["search", "midterm"])),
        ("clm list status:active", bed.clm(&["list", "status:active"])),
        ("completion of clm show ''", bed.completion(&["show", ""])),
    ];
    for (told, mut command) in commands {
        bed.said(&mut command)?;
        println!("{told:<30}{:>10.2} million instructions", collected(bed, &command)? as f64 / 1e6);
    }
    Ok(())
}

fn collected(bed: &Bed, command: &Command) -> Result<u64, Stopped> {
    let mut valgrind = bed.command(Path::new("valgrind"));
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(command.get_program());
    valgrind.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let told = valgrind.args(command.get_args().map(OsString::from)).output()?.stderr;
    let told = String::from_utf8_lossy(&told).into_owned();
    let line = told.lines().find_map(|line| line.split_once("Collected : ")).ok_or("valgrind counted nothing")?;
    Ok(line.1.trim().parse()?)
}
