//! Every single bit of a signed contract: of its text, its annex, its statements, their signatures and its acts.
//!
//! Each bit is judged by the product's own judges, in process:
//!
//! 1. `verify` of the repository, by name and for all contracts in turn, where the whole signed contract entered history with
//!    one commit that has a good signature of its owner. No file is missed there: what is wrong has to be seen from the bytes;
//! 2. `verify BUNDLE` of a bundle with the changed file (acts are not in it);
//! 3. for every fourth bit, `verify` where the changed file was committed on top of the true history, signed as well;
//! 4. for every hundredth, `clm verify` as a process, with the changed file in the work tree, uncommitted.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clm::ops::proving::container;
use clm::ops::proving::verify::{exit, verify};
use clm::ops::session::{Session, Start};
use clm::signature::bundle::{Files, judge};
use clm::signature::verdict::Verdict;
use git2::Oid;

use crate::case::Case;
use crate::forge::Forge;
use crate::support::sweep;

/// A file of the contract with its path in the repository and in a bundle.
struct Target {
    path: PathBuf,
    inside: String,
    bundled: Option<String>,
    bytes: Vec<u8>,
}

impl Target {
    /// Whether a byte lies in the id by which evidence names its contract.
    fn names_contract(&self, id: &str, at: usize) -> bool {
        let evidence = self.inside.contains("/signatures/") || self.inside.contains("/acts/");
        let mut places = self.bytes.windows(id.len()).enumerate().filter(|(_, window)| *window == id.as_bytes());
        evidence && places.any(|(start, _)| (start..start + id.len()).contains(&at))
    }
}

struct Bench {
    case: Case,
    forge: Forge,
    bundle: Files,
    trust: Vec<String>,
    now: DateTime<Utc>,
    /// How often each judge answered what.
    seen: BTreeMap<(&'static str, String), usize>,
    /// What was called something else than broken or invalid.
    wrong: Vec<String>,
}

impl Bench {
    fn new() -> Self {
        let case = Case::new();
        case.home.in_firm(&["bundle", &case.id, "--output", "nda.zip"]).succeeds();
        let archive = fs::read(case.home.path("nda.zip")).unwrap();
        let bundle = container::read(&archive).unwrap().files;
        let shown = case.home.clm(&["verify", "nda.zip", "--json"]).exits(6).json();
        let maker = shown["items"][0]["bundle"]["key"].as_str().unwrap().to_owned();
        let forge = Forge::of(&case);
        let now = "2026-11-24T23:00:00Z".parse().unwrap();
        Self { case, forge, bundle, trust: vec![maker], now, seen: BTreeMap::new(), wrong: Vec::new() }
    }

    fn targets(&self) -> Vec<Target> {
        let target = |path: PathBuf| {
            let bundled = path.strip_prefix(&self.case.folder).unwrap().to_string_lossy().into_owned();
            let bundled = Some(bundled).filter(|name| self.bundle.contains_key(name));
            Target { inside: self.case.inside(&path), bytes: fs::read(&path).unwrap(), bundled, path }
        };
        self.case.covered().into_iter().map(target).collect()
    }

    /// What `verify --at COMMIT` says of the contract: its verdict and the exit code.
    fn repository(&self, commit: Oid, by_name: bool) -> (String, u8) {
        let folder = self.case.home.firm("");
        let at = commit.to_string();
        let start = Start { folder: &folder, now: self.now, today: None, as_of: None, at: Some(&at) };
        let answered = || {
            let session = Session::open(&start)?;
            let named = [self.case.id.clone()];
            let places = by_name.then(|| session.resolve_all(&named, &folder)).transpose()?;
            let report = verify(&session, places.as_deref(), false)?;
            let verdicts = report.items.iter().filter(|item| item.id == self.case.id).map(|item| item.verdict.clone());
            Ok::<_, clm::error::Error>((verdicts.max().unwrap_or_else(|| "not there".to_owned()), exit(&report)))
        };
        answered().unwrap_or_else(|error| (format!("refused, {}", error.code), error.kind.exit()))
    }

    /// What `verify BUNDLE` says of it with other bytes in one file.
    fn bundle(&mut self, file: &str, bytes: &[u8]) -> Verdict {
        let true_bytes = self.bundle.insert(file.to_owned(), bytes.to_vec()).unwrap();
        let verdict = judge(&self.bundle, &self.trust, self.now).verdict;
        self.bundle.insert(file.to_owned(), true_bytes);
        verdict
    }

    /// A statement or act that names another contract counts for that one; this one then lacks it, and is never valid.
    fn finds(&mut self, told: &str, judge: &'static str, (verdict, exit): (&str, u8), renamed: bool) {
        let lacks = renamed && judge == "entered so" && (verdict, exit) == ("incomplete", 6);
        if !lacks && (exit != 5 || !matches!(verdict, "broken" | "invalid")) {
            self.wrong.push(format!("{told}, {judge}: {verdict}, exit {exit}"));
        }
        *self.seen.entry((judge, verdict.to_owned())).or_default() += 1;
    }

    /// The untouched bytes are valid in all four ways of asking.
    fn control(&mut self, target: &Target) {
        let (head, unsigned) = (self.case.head.clone(), self.case.unsigned.clone());
        for parent in [&head, &unsigned] {
            let commit = self.forge.commit((parent, &head), &target.inside, &target.bytes);
            for by_name in [true, false] {
                assert_eq!(self.repository(commit, by_name), ("valid".to_owned(), 0), "control: {}", target.inside);
            }
        }
        if let Some(file) = &target.bundled {
            assert_eq!(self.bundle(file, &target.bytes), Verdict::Valid, "control: {file} in the bundle");
        }
        self.case.home.in_firm(&["verify", &self.case.id]).succeeds();
    }

    fn flip(&mut self, target: &Target, bit: usize, number: usize) {
        let mut bytes = target.bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let told = format!("bit {} of byte {} of {}", bit % 8, bit / 8, target.inside);
        let renamed = target.names_contract(&self.case.id, bit / 8);
        let (head, unsigned) = (self.case.head.clone(), self.case.unsigned.clone());
        let by_name = number.is_multiple_of(2);
        let mut ways = vec![("entered so", &unsigned, by_name)];
        if number.is_multiple_of(4) {
            ways.push(("committed on top", &head, !by_name));
        }
        for (judge, parent, by_name) in ways {
            let commit = self.forge.commit((parent, &head), &target.inside, &bytes);
            let (verdict, exit) = self.repository(commit, by_name);
            self.finds(&told, judge, (&verdict, exit), renamed);
        }
        if let Some(file) = &target.bundled {
            let verdict = self.bundle(file, &bytes);
            self.finds(&told, "in a bundle", (verdict.word(), verdict.exit_code()), renamed);
        }
        if number.is_multiple_of(100) {
            fs::write(&target.path, &bytes).unwrap();
            let answer = self.case.home.in_firm(&["verify", &self.case.id, "--json"]);
            let verdict = answer.json()["items"][0]["verdict"].as_str().unwrap().to_owned();
            self.finds(&told, "in the work tree", (&verdict, u8::try_from(answer.code).unwrap()), renamed);
            fs::write(&target.path, &target.bytes).unwrap();
        }
    }
}

#[test]
fn no_bit_of_a_signed_contract_changes_unnoticed() {
    let mut bench = Bench::new();
    let targets = bench.targets();
    let names: Vec<&str> = targets.iter().filter_map(|target| target.bundled.as_deref()).collect();
    assert_eq!((targets.len(), names.len()), (7, 6), "text, annex, two statements, two signatures, an act: {names:?}");
    for target in &targets {
        bench.control(target);
    }
    let all: usize = targets.iter().map(|target| target.bytes.len() * 8).sum();
    let wanted = sweep::wanted(400, all);
    let mut ran = 0;
    for (number, case) in sweep::cases(400, all).enumerate() {
        let (mut bit, mut at) = (case, 0);
        while bit >= targets[at].bytes.len() * 8 {
            bit -= targets[at].bytes.len() * 8;
            at += 1;
        }
        bench.flip(&targets[at], bit, number);
        ran += 1;
    }
    assert!(bench.wrong.is_empty(), "{} of {ran}:\n{}", bench.wrong.len(), bench.wrong.join("\n"));
    assert_eq!(ran, wanted);
    println!("tampering: {ran} of {all} bits in {} files, none called valid: {:?}", targets.len(), bench.seen);
}
