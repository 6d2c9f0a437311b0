//! Many writers: processes on one repository, and clones that meet in any order. Nothing is lost, everybody ends with the
//! same, nobody waits long.
//!
//! `.ci/sweep 1000000 writers`: 16 processes of 30 acts, and 100 orders of 8 clones in which 8 people sign.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use support::team::{Team, with_text};
use support::{Answer, Home, sweep};

/// Nobody waits longer for the others.
const LONGEST: Duration = Duration::from_secs(30);

/// Who acts, each with a key of the same name.
const MEMBERS: [(&str, &str); 4] = [("ann", "manager"), ("bo", "manager"), ("cy", "manager"), ("di", "manager")];

/// One act of a writer, to be repeated while it meets others.
struct Act {
    command: Command,
    words: String,
}

/// What a writer saw.
#[derive(Default)]
struct Seen {
    commits: Vec<String>,
    again: usize,
    /// One command, from its start to its answer.
    longest: Duration,
    /// One act, with the commands that were repeated for it.
    done: Duration,
}

/// A firm with members who may do everything with contracts, and who sign.
fn firm() -> Home {
    let home = Home::with_firm();
    for (name, role) in MEMBERS {
        home.new_key(name, "");
        let (email, key) = (format!("{name}@northwind.example"), format!("{name}.pub"));
        let words = ["member", "add", &email, "--name", name, "--pub", &key, "--role", role, "--role", "signatory"];
        home.in_firm(&[&words[..], &["--role", "drafter", "--signs-for", "Northwind AS"]].concat()).succeeds();
    }
    home
}

/// The acts of one writer: on contracts all share, on some of its own, and new ones.
fn acts(home: &Home, writer: usize, count: usize, shared: &[String], own: &[String]) -> Vec<Act> {
    let key = MEMBERS[writer % MEMBERS.len()].0;
    let act = |turn: usize| {
        let (one, mine) = (&shared[(writer + turn) % shared.len()], &own[turn / 7 * 2]);
        let mark = format!("w{writer}-{turn}");
        let (path, value) = (format!("moved/{mark}"), format!("custom.{mark}=done"));
        let words: Vec<&str> = match turn % 7 {
            0 => vec!["comment", one, &mark],
            1 => vec!["tag", one, "--add", &mark],
            2 => vec!["new", "--template", "nda", "--party", "Acme AS", "--no-input"],
            3 => vec!["set", one, &value],
            4 => vec!["move", mine, &path],
            5 => vec!["sign", mine, "--yes"],
            _ => vec!["archive", &own[turn / 7 * 2 + 1]],
        };
        // Ours is the one the contracts name to sign for us.
        let key = if words[0] == "sign" { ".ssh/id_ed25519" } else { key };
        home.set_minute(u32::try_from(60 + turn).unwrap());
        let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
        command.args(["-C", "firm"]).args(&words).args(["--key", key, "--json"]);
        Act { command, words: words.join(" ") }
    };
    (0..count).map(act).collect()
}

/// Does the acts one after the other, each again while others were in between.
fn work(acts: &mut [Act]) -> Seen {
    let mut seen = Seen::default();
    for act in acts {
        let began = Instant::now();
        loop {
            let one = Instant::now();
            let output = act.command.output().unwrap();
            seen.longest = seen.longest.max(one.elapsed());
            match output.status.code() {
                Some(0) => {
                    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
                    seen.commits.push(answer["commit"].as_str().unwrap().to_owned());
                    break;
                }
                Some(8) if began.elapsed() < LONGEST * 4 => seen.again += 1,
                code => panic!("{}: {code:?} {}", act.words, String::from_utf8_lossy(&output.stderr)),
            }
        }
        seen.done = seen.done.max(began.elapsed());
    }
    seen
}

#[test]
fn processes_on_one_repository_lose_nothing_and_wait_for_nobody_long() {
    let all = sweep::wanted(28, 480);
    let (writers, count) = if all >= 480 { (16, 30) } else { (4, (all / 4).max(7)) };
    let home = firm();
    let shared: Vec<String> = (0..5).map(|_| home.draft()).collect();
    let turns = (count / 7 + 1) * 2;
    let own: Vec<Vec<String>> = (0..writers).map(|_| (0..turns).map(|_| home.draft()).collect()).collect();
    let mut plans: Vec<Vec<Act>> =
        own.iter().enumerate().map(|(writer, own)| acts(&home, writer, count, &shared, own)).collect();
    let before = home.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
    let began = Instant::now();
    let seen: Vec<Seen> = std::thread::scope(|scope| {
        let started: Vec<_> = plans.iter_mut().map(|plan| scope.spawn(|| work(plan))).collect();
        started.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let took = began.elapsed();

    let done: BTreeSet<&str> = seen.iter().flat_map(|seen| seen.commits.iter().map(String::as_str)).collect();
    let log = home.git(&["rev-list", "--parents", &format!("{before}..HEAD")]).succeeds().out;
    let recorded: BTreeSet<&str> = log.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(done.len(), writers * count, "each act is a commit of its own");
    assert_eq!(done, recorded, "what was told to be done is what history has");
    assert!(log.lines().all(|line| line.split(' ').count() == 2), "one line of history");
    home.repository_is_sound();
    home.in_firm(&["verify", "--history", "--anew"]).succeeds().says("nothing wrong");
    home.in_firm(&["verify", "--all"]).succeeds();
    each_mark_is_there(&home, &plans);
    assert!(!home.firm(".git/clm/act").exists() && !home.firm(".git/index.lock").exists());
    let longest = seen.iter().map(|seen| seen.longest).max().unwrap();
    let until_done = seen.iter().map(|seen| seen.done).max().unwrap();
    let again: usize = seen.iter().map(|seen| seen.again).sum();
    println!(
        "writers: {writers} processes at once, {} acts of theirs, all in history, in {:.1} s; {again} met another and were \
         repeated; the longest command {:.1} s, the longest act with its repeats {:.1} s",
        done.len(),
        took.as_secs_f32(),
        longest.as_secs_f32(),
        until_done.as_secs_f32()
    );
    assert!(longest < LONGEST, "somebody waited {longest:?}");
}

/// The tags, words, settings and places that the writers gave are what the repository says now.
fn each_mark_is_there(home: &Home, plans: &[Vec<Act>]) {
    let listed = home.in_firm(&["list", "--json"]).succeeds().json().to_string();
    let ids: Vec<String> = home.in_firm(&["list", "--plain"]).succeeds().out.lines().map(first_word).collect();
    let shown: String = ids.iter().map(|id| home.in_firm(&["show", id, "--json"]).succeeds().out).collect();
    for act in plans.iter().flatten() {
        let words: Vec<&str> = act.words.split(' ').collect();
        let there = match words[0] {
            "comment" => shown.contains(&format!("\"{}\"", words[2])),
            "tag" => listed.contains(&format!("\"{}\"", words[3])),
            "set" => {
                let records = home.git(&["grep", "-h", words[2].split(['.', '=']).nth(1).unwrap(), "HEAD"]).out;
                records.contains("done")
            }
            "move" => listed.contains(&format!("{}/", words[2])),
            _ => true,
        };
        assert!(there, "{} is lost", act.words);
    }
}

fn first_word(line: &str) -> String {
    line.split('\t').next().unwrap().to_owned()
}

/// A small generator, so that a failing order can be run again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

/// How clones meet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Meeting {
    /// All at one bare remote.
    Remote,
    /// Two and two, each taking what the other has.
    Pairs,
}

#[test]
fn clones_that_meet_in_any_order_lose_nothing_and_agree() {
    let orders = sweep::wanted(2, 100);
    let clones = if std::env::var_os("CLM_SWEEP").is_some() { 8 } else { 3 };
    let next = AtomicUsize::new(0);
    let meetings = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let order = next.fetch_add(1, Ordering::Relaxed);
                    if order >= orders {
                        return;
                    }
                    let meeting = if order.is_multiple_of(2) { Meeting::Remote } else { Meeting::Pairs };
                    meetings.fetch_add(one_order(order, clones, meeting), Ordering::Relaxed);
                }
            });
        }
    });
    println!(
        "writers: {clones} clones and as many signers, {orders} random orders, half through a bare remote and half two and \
         two, {} meetings: nothing lost, all the same in every clone",
        meetings.into_inner()
    );
}

/// The contract everybody signs: each clone's member is a signatory of ours.
fn text(names: &[String]) -> String {
    let people: String = names
        .iter()
        .map(|name| format!("  [[party.signatory]]\n  name = \"{name}\"\n  email = \"{name}@northwind.example\"\n"))
        .collect();
    format!(
        "+++\nid = \"ID\"\ntitle = \"Deed\"\nkind = \"nda\"\n\n[[party]]\nname = \"Northwind AS\"\nsigning = \
         \"all\"\n{people}\n[[party]]\nname = \"Acme AS\"\n+++\n# Deed\n\nThe parties agree.\n"
    )
}

/// Clones that sign, comment, tag and move one contract, and meet in an order of chance. Answers how often they met.
fn one_order(order: usize, clones: usize, meeting: Meeting) -> usize {
    let mut dice = Dice(order as u64 + 1);
    let names: Vec<String> = (0..clones).map(|n| format!("m{n}")).collect();
    let members: Vec<(&str, &[&str])> =
        names.iter().map(|name| (name.as_str(), &["signatory", "drafter"][..])).collect();
    let team = with_text(&members, &text(&names));
    let mut met = 0;
    let mut meet = |name: &str, other: &str| {
        met += 1;
        let other = format!("../{other}");
        let words: &[&str] = if meeting == Meeting::Remote { &["sync"] } else { &["sync", &other, "--take-only"] };
        let answer = team.at(name, words);
        assert_eq!(answer.code, 0, "order {order} {meeting:?}, {name} and {other}: {answer:?}");
    };
    let (mut comments, mut tags) = (0, BTreeSet::new());
    let mut waiting: Vec<usize> = (0..clones).flat_map(|clone| [clone; 4]).collect();
    let mut signed = vec![false; clones];
    while !waiting.is_empty() {
        let clone = waiting.swap_remove(dice.below(waiting.len()));
        let name = names[clone].as_str();
        // Whoever has one turn left and has not signed does so.
        let last = !waiting.contains(&clone);
        match dice.below(4) {
            _ if last && !signed[clone] => sign(&team, name, &mut signed[clone]),
            0 if !signed[clone] => sign(&team, name, &mut signed[clone]),
            1 => {
                team.at(name, &["tag", &team.id, "--add", name]).succeeds();
                tags.insert(name.to_owned());
            }
            2 => drop(team.at(name, &["move", &team.id, &format!("to-{name}")])),
            _ => {
                team.at(name, &["comment", &team.id, "-m", &format!("word {comments}")]).succeeds();
                comments += 1;
            }
        }
        if dice.below(2) == 0 {
            let other = (clone + 1 + dice.below(clones - 1)) % clones;
            meet(name, &names[other]);
        }
    }
    // One gathers what all have, then all take it, and the remote has it.
    names.iter().skip(1).for_each(|other| meet(&names[0], other));
    if meeting == Meeting::Remote {
        names.iter().for_each(|name| meet(name, ""));
    }
    names.iter().skip(1).for_each(|name| meet(name, &names[0]));
    names.iter().for_each(|name| drop(team.sync(name).succeeds()));
    agree(&team, &names, order);
    let shown = team.at(&names[0], &["show", &team.id, "--json"]).succeeds().json()["items"][0].clone();
    assert_eq!(shown["comments"].as_array().unwrap().len(), comments, "order {order}");
    let there: BTreeSet<String> =
        shown["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap().to_owned()).collect();
    assert_eq!(there, tags, "order {order}");
    let statements = fs::read_dir(team.folder(&names[0]).join("signatures")).map_or(0, |folder| folder.count() / 2);
    assert_eq!(statements, clones, "order {order}");
    met
}

fn sign(team: &Team, name: &str, signed: &mut bool) {
    team.at(name, &["sign", &team.id, "--yes"]).succeeds();
    *signed = true;
}

/// Head, history and everything derived are the same in all clones, to the byte.
fn agree(team: &Team, names: &[String], order: usize) {
    let users: Vec<&str> = names.iter().map(String::as_str).collect();
    team.agree(&users);
    let derived = |user: &str| -> Vec<String> {
        let questions: [&[&str]; 4] = [
            &["list", "--json"],
            &["show", &team.id, "--json"],
            &["verify", &team.id, "--json"],
            &["verify", "--all", "--json"],
        ];
        let ask = |words: &&[&str]| -> Answer { team.at(user, words) };
        questions.iter().map(ask).map(|answer| format!("{} {}", answer.code, answer.out)).collect()
    };
    let first = derived(users[0]);
    for user in &users {
        assert_eq!(derived(user), first, "order {order}: {user} sees something else");
    }
}
