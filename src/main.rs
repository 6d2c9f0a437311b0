//! The doorstep: capture the process, call the library, return its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    clm::run(&clm::world::World::capture())
}
