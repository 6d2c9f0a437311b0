//! Timings of the search room, run by hand: `cargo bench --bench search_room -- [CONTRACTS]` (10,000 by default).
//!
//! `build DIR [CONTRACTS]` leaves an index in DIR, and `ask DIR QUERY` answers one query and ends, to be timed as a whole
//! process beside `git --version`.
//!
//! Every line is the median of many runs; "first" opens the index anew each time, as a fresh process would.

#![allow(clippy::print_stdout, clippy::expect_used, clippy::unwrap_used, missing_docs)]

mod corpus;

use std::path::Path;
use std::time::{Duration, Instant};

use clm::query::Query;
use clm::search::{Entry, IdSet, Index, SearchError, Snippets, build, folder_name, update};
use corpus::{Corpus, Sample};

fn entry(sample: &Sample) -> Entry {
    Entry {
        id: sample.id.clone(),
        title: sample.title.clone(),
        kind: sample.id.split('-').next().unwrap_or_default().to_owned(),
        workspace: "sales".to_owned(),
        path: sample.path.clone(),
        language: sample.language.to_owned(),
        parties: vec!["Northwind AS".to_owned(), sample.party.clone()],
        tags: vec!["bench".to_owned()],
        custom: String::new(),
        others: Vec::new(),
        body: sample.body.clone(),
    }
}

fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn size(dir: &Path) -> u64 {
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|data| data.len()).sum()
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["ask", dir, text] => ask(Path::new(dir), text),
        ["build", dir] => drop(shelve(Path::new(dir), 10_000)),
        ["build", dir, count] => drop(shelve(Path::new(dir), count.parse().expect("a number"))),
        [count] => measure(count.parse().expect("a number")),
        _ => measure(10_000),
    }
}

fn ask(dir: &Path, text: &str) {
    let index = Index::open(dir).expect("an index");
    let hits = index.find(&Query::parse(text).expect("a query"), 10, None).expect("an answer");
    println!("{} contracts", hits.total);
    for hit in hits.hits {
        println!("{}  {:.1}  {}", hit.id, hit.score, hit.title);
    }
}

fn shelve(dir: &Path, count: usize) -> Vec<Sample> {
    let corpus = Corpus::new(1);
    let samples: Vec<Sample> = (0..count).map(|number| corpus.sample(number)).collect();
    let bytes: usize = samples.iter().map(|sample| sample.body.len() + sample.header.len()).sum();
    println!("{count} contracts, {:.1} MB", bytes as f64 / 1e6);
    let start = Instant::now();
    build(dir, "c0", samples.iter().map(|sample| Ok::<_, SearchError>(entry(sample))), &mut |_| {}).expect("a build");
    let took = start.elapsed().as_secs_f64();
    let (rate, disk) = (count as f64 / took, size(dir) as f64 / 1e6);
    println!("build           {took:.2} s, {rate:.0} contracts/s, {disk:.1} MB on disk");
    samples
}

fn measure(count: usize) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let dir = home.path().join(folder_name());
    let samples = shelve(&dir, count);
    questions(&dir, &samples);
    updates(&dir, &samples);
    questions(&dir, &samples);
}

fn questions(dir: &Path, samples: &[Sample]) {
    println!("open            {:?}", median(200, || drop(Index::open(dir).expect("an index"))));
    let index = Index::open(dir).expect("an index");
    println!("{:<34} {:>8} {:>12} {:>12} {:>12}", "query", "hits", "first", "warm", "snippets");
    for text in [
        "needleword",
        "midterm",
        "commonterm",
        "supplier termination",
        "oppsigelser",
        "kestrel marine",
        "\"force majeure\"",
        "\"in a case of\"",
        "comm*",
        "a*",
        "termination OR notice OR payment",
        "-commonterm",
        "nda-00000042",
    ] {
        let query = Query::parse(text).expect("a query");
        let first = median(100, || drop(Index::open(dir).expect("an index").find(&query, 10, None)));
        let warm = median(200, || drop(index.find(&query, 10, None)));
        let hits = index.find(&query, 10, None).expect("an answer");
        let bodies: Vec<_> = hits
            .hits
            .iter()
            .filter_map(|hit| {
                samples.iter().find(|sample| sample.id == hit.id).map(|sample| (&hit.language, &sample.body))
            })
            .collect();
        let snippets = median(100, || {
            for (language, body) in &bodies {
                std::hint::black_box(Snippets::new(&query, language).of(body));
            }
        });
        println!("{text:<34} {:>8} {first:>12.1?} {warm:>12.1?} {snippets:>12.1?}", hits.total);
    }
    let half: IdSet = samples.iter().step_by(2).map(|sample| sample.id.as_str()).collect();
    let query = Query::parse("commonterm").expect("a query");
    println!("among half      {:?}", median(100, || drop(index.find(&query, 10, Some(&half)))));
}

fn updates(dir: &Path, samples: &[Sample]) {
    let mut commit = 0;
    let took = median(20, || {
        let (from, to) = (format!("c{commit}"), format!("c{}", commit + 1));
        let changed = samples.get(commit * 7 % samples.len()).map(|sample| Ok::<_, SearchError>(entry(sample)));
        update(dir, &from, &to, [], changed).expect("an update");
        commit += 1;
    });
    println!("update of one   {took:?}, {:.1} MB on disk", size(dir) as f64 / 1e6);
}
