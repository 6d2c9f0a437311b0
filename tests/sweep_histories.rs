//! `verify --history` against a second implementation of its rules: for random policies and histories both must refuse the
//! same commits. The model in `sweep_histories/` shares no code with `src`; it is slow and flattens every tree.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::indexing_slicing)]

#[path = "sweep_histories/dice.rs"]
mod dice;
#[path = "sweep_histories/forge.rs"]
mod forge;
#[path = "sweep_histories/judge.rs"]
mod judge;
#[path = "sweep_histories/line.rs"]
mod line;
#[path = "sweep_histories/objects.rs"]
mod objects;
#[path = "sweep_histories/paper.rs"]
mod paper;
#[path = "sweep_histories/rules.rs"]
mod rules;
mod support;
#[path = "sweep_histories/tale.rs"]
mod tale;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clm::ops::proving::audit::{self, AuditRequest};
use clm::ops::session::{Session, Start};
use forge::Forge;
use git2::Oid;
use judge::Judgement;
use tale::Tale;

/// All pairs of a policy and a history that there are: one a seed.
const ALL: usize = 1_000_000;
/// How many of them run without being asked for more.
const SAMPLE: usize = 150;

/// What clm says.
fn judged(folder: &Path, head: Oid) -> Judgement {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-24T08:00:00Z").unwrap().to_utc();
    let at = head.to_string();
    let start = Start { folder, now, today: None, as_of: None, at: Some(&at) };
    let session = Session::open(&start).unwrap_or_else(|error| panic!("{at}: {error:?}"));
    let report = audit::audit(&session, AuditRequest { known: None, trust: &[], anew: true })
        .unwrap_or_else(|error| panic!("{at}: {error:?}"));
    let mut judgement = Judgement { exit: audit::exit(&report), ..Judgement::default() };
    for item in report.items {
        if let Some(commit) = item.commit {
            judgement.found.entry(commit).or_default().insert(item.verdict);
        }
    }
    judgement
}

fn shown(folder: &Path, head: Oid) -> String {
    let (now, at) = (chrono::DateTime::parse_from_rfc3339("2026-11-24T08:00:00Z").unwrap().to_utc(), head.to_string());
    let session = Session::open(&Start { folder, now, today: None, as_of: None, at: Some(&at) }).unwrap();
    let report = audit::audit(&session, AuditRequest { known: None, trust: &[], anew: true }).unwrap();
    let line = |item: clm::report::audit::AuditItem| {
        format!(
            "  {:.10} {} {}: {}",
            item.commit.unwrap_or_default(),
            item.verdict,
            item.path.unwrap_or_default(),
            item.finding
        )
    };
    report.items.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_model_agrees() {
    let home = tempfile::tempdir().unwrap();
    let forge = Forge::new(home.path());
    let (mut seen, mut commits, mut apart): (BTreeMap<u8, usize>, usize, Vec<usize>) = (BTreeMap::new(), 0, Vec::new());
    let one = std::env::var("CLM_SEED").ok().map(|seed| seed.parse::<usize>().unwrap());
    let seeds: Vec<usize> = one.map_or_else(|| (0..support::sweep::wanted(SAMPLE, ALL)).collect(), |one| vec![one]);
    for seed in &seeds {
        let (head, told) = Tale::of(&forge, *seed as u64);
        commits += told.len();
        let model = judge::judge(&forge.repo, head);
        let clm = judged(home.path(), head);
        *seen.entry(model.exit).or_default() += 1;
        if model != clm {
            println!("seed {seed}: exit {} in the model, {} in clm\n{}", model.exit, clm.exit, told.join("\n"));
            let commits: BTreeSet<&String> = model.found.keys().chain(clm.found.keys()).collect();
            for commit in commits.into_iter().filter(|commit| model.found.get(*commit) != clm.found.get(*commit)) {
                println!(
                    "  {commit:.10}: {:?} in the model, {:?} in clm",
                    model.found.get(commit),
                    clm.found.get(commit)
                );
            }
            println!("{}", shown(home.path(), head));
            apart.push(*seed);
        }
    }
    let said: Vec<String> = seen.iter().map(|(exit, count)| format!("{count} exit {exit}")).collect();
    println!(
        "histories: {} of {ALL} pairs, {commits} commits, {}; {} apart",
        seeds.len(),
        said.join(", "),
        apart.len()
    );
    assert!(apart.is_empty(), "the model and clm disagree about the seeds {apart:?}; CLM_SEED=N runs one");
}
