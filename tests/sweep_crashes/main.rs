//! Killed at, or refused by the disk at, every call that writes, of every command that writes: the old state or the new,
//! and the next command needs no help.
//!
//! `.ci/sweep 1000000 crashes` takes every point in every way; `CLM_CRASH` names commands to take alone, by a part of their
//! words.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stderr, clippy::print_stdout)]
#![allow(clippy::disallowed_methods)]

mod disk;
mod judge;
mod stage;
mod state;
#[path = "../support/mod.rs"]
mod support;
mod table;
mod trace;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use disk::{DISKS, Disk};
use judge::Trial;
use stage::Lab;
use support::sweep;
use table::{CASES, Case};
use trace::WAYS;

/// How many cases a command gets at least when it is taken at all: each way once.
const LEAST: usize = 4;

#[derive(Default)]
struct Tally {
    /// By way and end.
    ends: BTreeMap<(&'static str, String), usize>,
    points: usize,
    commands: usize,
    faults: Vec<String>,
}

#[test]
fn stopped_at_any_call_a_command_leaves_the_old_state_or_the_new() {
    if !trace::is_there() {
        return;
    }
    let only = std::env::var("CLM_CRASH").unwrap_or_default();
    let all: Vec<&Case> = CASES.iter().filter(|case| case.words.contains(&only)).collect();
    let wanted = sweep::wanted(32, usize::MAX);
    let taken = (wanted / LEAST).clamp(1, all.len());
    let cases: Vec<&Case> = (0..taken).map(|n| all[n * all.len() / taken]).collect();
    let share = (wanted / taken).max(1);
    let (next, tally) = (AtomicUsize::new(0), Mutex::new(Tally::default()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut lab = Lab::new();
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    sweep_one(&mut lab, case, share, &tally);
                }
            });
        }
    });
    let tally = tally.into_inner().unwrap();
    let ends: Vec<String> = tally.ends.iter().map(|((way, end), count)| format!("{way} {end} {count}")).collect();
    let met: usize = tally.ends.iter().filter(|((_, end), _)| end != "NotMet").map(|(_, count)| count).sum();
    println!(
        "crashes: {} commands of {}, {} points of theirs; {met} cases met: {}",
        tally.commands,
        CASES.len(),
        tally.points,
        ends.join(", ")
    );
    assert!(tally.faults.is_empty(), "{} faults:\n{}", tally.faults.len(), tally.faults.join("\n"));
    assert!(met > 0);
}

/// Takes an even share of one command's points and ways.
fn sweep_one(lab: &mut Lab, case: &Case, share: usize, tally: &Mutex<Tally>) {
    let mut trial = Trial::new(lab, case);
    let (points, ways) = (trial.points.len(), WAYS.len());
    let count = share.min(points * ways);
    let mut found = Tally::default();
    for number in 0..count {
        let at = number * points * ways / count;
        // Every pair once when all are taken, and every way when few are.
        let (round, point) = (at / points, at % points);
        let way = (round + point) % ways;
        let end = trial.at(point, way).map_err(|fault| found.faults.push(fault));
        let end = end.map_or_else(|()| "FAULT".to_owned(), |end| format!("{end:?}"));
        *found.ends.entry((WAYS[way].0, end)).or_default() += 1;
    }
    trial.end();
    if std::env::var_os("CLM_SWEEP").is_some() {
        println!("{} at {}: {points} points, {count} cases, {} faults", case.words, case.stage, found.faults.len());
        found.faults.iter().take(3).for_each(|fault| println!("{fault}"));
    }
    let mut tally = tally.lock().unwrap();
    tally.points += points;
    tally.commands += 1;
    tally.faults.append(&mut found.faults);
    for (end, count) in found.ends {
        *tally.ends.entry(end).or_default() += count;
    }
}

#[test]
fn on_a_disk_that_is_full_or_read_only_a_command_leaves_the_old_state_or_the_new() {
    let Some(how) = disk::is_there() else { return };
    let only = std::env::var("CLM_CRASH").unwrap_or_default();
    let all: Vec<(&Case, Disk)> = CASES
        .iter()
        .filter(|case| case.words.contains(&only))
        .flat_map(|case| DISKS.into_iter().map(move |disk| (case, disk)))
        .collect();
    let (mut lab, mut ends, mut faults) = (Lab::new(), BTreeMap::new(), Vec::new());
    let taken: Vec<(&Case, Disk)> = sweep::cases(5, all.len()).map(|number| all[number]).collect();
    for group in taken.chunk_by(|one, other| std::ptr::eq(one.0, other.0)) {
        let mut trial = Trial::new(&mut lab, group[0].0);
        for (_, disk) in group {
            let end = trial.on(how, *disk).map_err(|fault| faults.push(fault));
            let end = end.map_or_else(|()| "FAULT".to_owned(), |end| format!("{end:?}"));
            *ends.entry((format!("{disk:?}"), end)).or_insert(0) += 1;
        }
        trial.end();
    }
    let ends: Vec<String> = ends.iter().map(|((disk, end), count)| format!("{disk} {end} {count}")).collect();
    println!("crashes: {} commands on full and read-only disks, of {}: {}", taken.len(), all.len(), ends.join(", "));
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
