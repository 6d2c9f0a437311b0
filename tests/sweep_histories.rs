//! `verify --history` against a second implementation of its rules: for random policies and histories both must refuse the
//! same commits. The model in `sweep_histories/` shares no code with `src`; it is slow and flattens every tree.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods
)]

#[path = "sweep_histories/deeds.rs"]
mod deeds;
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
#[path = "sweep_histories/places.rs"]
mod places;
#[path = "sweep_histories/rules.rs"]
mod rules;
mod support;
#[path = "sweep_histories/tale.rs"]
mod tale;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use clm::ops::proving::audit::memory::Known;
use clm::ops::proving::audit::{self, AuditRequest};
use clm::ops::session::{Session, Start};
use clm::report::audit::{AuditItem, AuditReport};
use forge::Forge;
use git2::Oid;
use judge::Judgement;
use tale::Tale;

/// All pairs of a policy and a history that there are: one a seed.
const ALL: usize = 1_000_000;
/// How many of them run without being asked for more.
const SAMPLE: usize = 60;
/// One in so many is judged by the binary as well.
const THROUGH_THE_BINARY: usize = 20;

/// What clm says of a history, and what it would remember of it.
fn audited(folder: &Path, head: Oid, known: Option<&Known>) -> (AuditReport, Known) {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-24T08:00:00Z").unwrap().to_utc();
    let at = head.to_string();
    let start = Start { folder, now, today: None, as_of: None, at: Some(&at) };
    let session = Session::open(&start).unwrap_or_else(|error| panic!("{at}: {error:?}"));
    let report = audit::audit(&session, AuditRequest { known, trust: &[], anew: false });
    let report = report.unwrap_or_else(|error| panic!("{at}: {error:?}"));
    let known = audit::known(&session, &report);
    (report, known)
}

fn judgement(report: &AuditReport) -> Judgement {
    let mut judgement = Judgement { exit: audit::exit(report), ..Judgement::default() };
    for item in &report.items {
        if let Some(commit) = &item.commit {
            judgement.found.entry(commit.clone()).or_default().insert(item.verdict.clone());
        }
    }
    judgement
}

/// What the command answers.
fn exit_of_binary(forge: &Forge, folder: &Path, head: Oid) -> u8 {
    forge.repo.reference("refs/heads/judged", head, true, "judged").unwrap();
    forge.repo.set_head("refs/heads/judged").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_clm"));
    command.env_clear().env("HOME", folder.join("home")).env("CLM_NOW", "2026-11-24T08:00:00Z");
    let output = command.args(["verify", "--history", "--anew", "-n", "-C"]).arg(folder).output().unwrap();
    u8::try_from(output.status.code().unwrap()).unwrap()
}

fn shown(report: &AuditReport) -> String {
    let line = |item: &AuditItem| {
        let (commit, path) = (item.commit.clone().unwrap_or_default(), item.path.clone().unwrap_or_default());
        format!("  {commit:.10} {} {path}: {}", item.verdict, item.finding)
    };
    report.items.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_model_agrees() {
    let home = tempfile::tempdir().unwrap();
    let forge = Forge::new(home.path());
    let (mut seen, mut commits, mut apart): (BTreeMap<u8, usize>, usize, Vec<usize>) = (BTreeMap::new(), 0, Vec::new());
    let (mut by_binary, mut remembered) = (0, 0);
    let one = std::env::var("CLM_SEED").ok().map(|seed| seed.parse::<usize>().unwrap());
    let seeds: Vec<usize> = one.map_or_else(|| (0..support::sweep::wanted(SAMPLE, ALL)).collect(), |one| vec![one]);
    for seed in &seeds {
        let (head, told) = Tale::of(&forge, *seed as u64);
        commits += told.len();
        let model = judge::judge(&forge.repo, head);
        let (report, _) = audited(home.path(), head, None);
        let clm = judgement(&report);
        *seen.entry(model.exit).or_default() += 1;
        if model != clm {
            println!("seed {seed}: exit {} in the model, {} in clm\n{}", model.exit, clm.exit, told.join("\n"));
            let commits: BTreeSet<&String> = model.found.keys().chain(clm.found.keys()).collect();
            for commit in commits.into_iter().filter(|commit| model.found.get(*commit) != clm.found.get(*commit)) {
                let (model, clm) = (model.found.get(commit), clm.found.get(commit));
                println!("  {commit:.10}: {model:?} in the model, {clm:?} in clm");
            }
            println!("{}", shown(&report));
            apart.push(*seed);
        }
        if seed % THROUGH_THE_BINARY == 0 {
            by_binary += 1;
            assert_eq!(exit_of_binary(&forge, home.path(), head), model.exit, "seed {seed} through the binary");
        }
        // What was verified before is not judged again, and nothing gets by because of that.
        let parent = forge.repo.find_commit(head).unwrap().parent_id(0).ok();
        let before = parent.map(|parent| audited(home.path(), parent, None));
        if let Some((_, known)) = before.filter(|(report, _)| report.items.is_empty()) {
            remembered += 1;
            let (report, _) = audited(home.path(), head, Some(&known));
            assert_eq!(judgement(&report), clm, "seed {seed}, on top of what was known\n{}", told.join("\n"));
        }
    }
    let said: Vec<String> = seen.iter().map(|(exit, count)| format!("{count} exit {exit}")).collect();
    println!(
        "histories: {} of {ALL} pairs, {commits} commits, {}; {by_binary} through the binary, {remembered} on top of a \
         history known before; {} apart",
        seeds.len(),
        said.join(", "),
        apart.len()
    );
    assert!(apart.is_empty(), "the model and clm disagree about the seeds {apart:?}; CLM_SEED=N runs one");
}
