//! What commands cost as a person meets them: whole processes of the release binary, against git and ripgrep.
//!
//! `cargo bench --bench commands -- [1000|10000] [keep DIR] [callgrind]`. Every figure that has a target is a ratio: the
//! two programs run in turn on the same machine, and the median of the pairwise ratios counts, because milliseconds
//! of one machine say nothing on another. The corpus is written anew from `benches/corpus`, imported through the
//! command line, and thrown away unless `keep` names a folder, which a later run then uses again.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program of its own")]

#[path = "../corpus/mod.rs"]
#[allow(dead_code, reason = "shared with other benches")]
mod corpus;

mod acts;
mod bed;
mod instructions;
mod ledger;
mod pairs;
mod questions;

use std::error::Error;
use std::path::PathBuf;

use bed::Bed;

/// What stops a run: a program that fails, or a disk.
type Stopped = Box<dyn Error>;

/// What was asked for.
struct Wish {
    contracts: usize,
    keep: Option<PathBuf>,
    callgrind: bool,
}

fn main() -> Result<(), Stopped> {
    let wish = wish(std::env::args().skip(1))?;
    let bed = Bed::make(wish.contracts, wish.keep)?;
    if wish.callgrind {
        return instructions::count(&bed);
    }
    println!("{:<52}{:>7}{:>12}{:>12}   {:<22}target", "", "pairs", "this", "that", "ratio (least-most)");
    questions::measure(&bed)?;
    acts::measure(&bed)?;
    questions::measure_whole(&bed)?;
    println!("{:<52}{:>16.1} MB", "size of the binary", bed.binary_size()? as f64 / 1e6);
    Ok(())
}

/// Reads the arguments; `--bench` is cargo's own.
fn wish(mut arguments: impl Iterator<Item = String>) -> Result<Wish, Stopped> {
    let mut wish = Wish { contracts: 1000, keep: None, callgrind: false };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => {}
            "callgrind" => wish.callgrind = true,
            "keep" => wish.keep = Some(arguments.next().ok_or("keep needs a folder")?.into()),
            number => wish.contracts = number.parse().map_err(|_| format!("what is `{number}`?"))?,
        }
    }
    Ok(wish)
}
