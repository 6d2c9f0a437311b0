//! How long an act takes where 10,000 contracts are kept. Run by hand: `cargo test store::tests::speed -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use super::lab::{Lab, message, scribble};

fn path(number: usize) -> String {
    format!("sales/contracts/2026-{:02}/contract-number-{number}-{number:08}/contract.md", number / 250)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[test]
#[ignore = "a measurement"]
fn an_act_among_ten_thousand_contracts() {
    let lab = Lab::new();
    let store = lab.store();
    let mut change = store.change().unwrap();
    for number in 0..10_000 {
        let text: String = (0..240)
            .map(|line| format!("{} clause {line} of {number}, as agreed between us\n", line * number))
            .collect();
        change.put(&path(number), text).unwrap();
    }
    let start = Instant::now();
    change.commit(&message("import"), &scribble).unwrap();
    println!("import of 10,000: {:?}", start.elapsed());
    lab.git(&["status"]);
    let mut acts = Vec::new();
    for number in 0..40 {
        let start = Instant::now();
        crate::store::fault::PASSED.take();
        let store = lab.store();
        let mut change = store.change().unwrap();
        let folder = path(number * 240).replace("contract.md", "acts/2026-11-24-send-01234567.toml");
        change.put(&folder, format!("act = {number}\n")).unwrap();
        change.commit(&message("act"), &scribble).unwrap();
        acts.push(start.elapsed());
    }
    println!("whole: {:?}", acts.last());
    let mut last = None;
    for (name, at) in crate::store::fault::PASSED.take() {
        println!("  {name}: +{:?}", last.map(|last| at - last).unwrap_or_default());
        last = Some(at);
    }
    println!("one act, in process, open included: {:?}", median(acts));
    let store = lab.store();
    let (head, before) = (store.head().unwrap().commit, store.resolve("HEAD~1").ok());
    let timed = |what: &str, question: &dyn Fn() -> usize| {
        let start = Instant::now();
        println!("{what}: {} in {:?}", question(), start.elapsed());
    };
    timed("all contract folders", &|| store.snapshot().unwrap().contracts().unwrap().len());
    timed("contracts changed by one act", &|| store.changed_contracts(before, head).unwrap().len());
    timed("whole history", &|| store.history(None).unwrap().items.len());
    timed("history since the commit before", &|| store.history(before).unwrap().items.len());
    timed("log of one contract", &|| store.log(None, crate::store::About::Contract("00000240"), 99).unwrap().len());
    let mut git = Vec::new();
    let key = super::lab::keygen(lab.dir.path());
    lab.git(&["config", "gpg.format", "ssh"]);
    lab.git(&["config", "user.signingkey", key.to_str().unwrap()]);
    for number in 0..10 {
        let file = path(number * 240).replace("contract.md", "acts/2026-11-25-x.toml");
        lab.write(&file, "x");
        let start = Instant::now();
        lab.git(&["add", &file]);
        lab.git(&["commit", "-qS", "-m", "x"]);
        git.push(start.elapsed());
    }
    println!("git add && git commit -S: {:?}", median(git));
    lab.assert_clean();
}
