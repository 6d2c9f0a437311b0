//! Random histories: what members, strangers and careless merges do to a repository.

use std::collections::BTreeSet;

use git2::Oid;

use super::dice::Dice;
use super::forge::{Forge, Hand, Sheet};
use super::line::FILE;
use super::objects::Files;
use super::paper::{BEGIN, PEOPLE, Paper, STRANGER, moment};

/// The newest commit of one line.
#[derive(Clone)]
pub struct Tip {
    pub id: Oid,
    pub files: Files,
    pub time: i64,
    pub paper: Paper,
}

pub struct Tale<'f> {
    pub forge: &'f Forge,
    pub dice: Dice,
    pub tips: Vec<Tip>,
    pub known: Vec<Tip>,
    pub contracts: usize,
    /// How many of its commits are made by people who do what they may: all but one in so many; 0 for any.
    calm: usize,
    /// What was done, for whoever looks into a disagreement.
    pub told: Vec<String>,
}

impl<'f> Tale<'f> {
    /// A history of a seed: the commit it ends in.
    pub fn of(forge: &'f Forge, seed: u64) -> (Oid, Vec<String>) {
        let mut tale = Self {
            forge,
            dice: Dice(seed),
            tips: Vec::new(),
            known: Vec::new(),
            contracts: 0,
            calm: [0, 12, 40][usize::try_from(seed % 3).unwrap()],
            told: Vec::new(),
        };
        tale.founds();
        for _ in 0..4 + tale.dice.below(12) {
            match tale.dice.below(10) {
                0 => tale.fork(),
                1 | 2 if tale.tips.len() > 1 => tale.meet(),
                _ => tale.goes_on(),
            }
        }
        while tale.tips.len() > 1 && !tale.dice.one_in(8) {
            tale.meet();
        }
        if tale.dice.one_in(25) {
            tale.second_beginning();
        }
        tale.ends()
    }

    /// Whether the next thing is done without a thought of what one may.
    pub fn careless(&mut self) -> bool {
        self.calm == 0 || self.dice.one_in(self.calm)
    }

    pub fn put(&self, files: &mut Files, path: &str, bytes: impl AsRef<[u8]>) {
        files.insert(path.to_owned(), (0o100_644, self.forge.blob(bytes)));
    }

    fn founds(&mut self) {
        let paper = Paper::new(&mut self.dice);
        let mut files = Files::new();
        self.put(
            &mut files,
            "clm.toml",
            "format = 1\nname = \"Firm AS\"\ntime_zone = \"UTC\"\ndefault_workspace = \"sales\"\n",
        );
        self.put(&mut files, FILE, paper.text(self.forge));
        self.put(&mut files, "sales/templates/nda.md", "a template\n");
        let time = BEGIN + 86_400;
        for _ in 0..1 + self.dice.below(3) {
            self.draft(&mut files, &paper, 0, time);
        }
        let sheet = Sheet { parents: &[], email: PEOPLE[0], time, subject: "founded", hand: Hand::Key(0) };
        let id = self.forge.commit(&files, &sheet);
        let tip = Tip { id, files, time, paper };
        self.known.push(tip.clone());
        self.tips.push(tip);
    }

    fn fork(&mut self) {
        let old = self.dice.pick(&self.known).clone();
        self.told.push(format!("a line from {:.8}", old.id.to_string()));
        self.tips.push(old);
    }

    fn goes_on(&mut self) {
        let place = self.dice.below(self.tips.len());
        let mut tip = self.tips[place].clone();
        let time = self.time(tip.time);
        let who = match self.dice.below(12) {
            _ if !self.careless() => 0,
            0 => self.dice.below(PEOPLE.len()),
            _ => tip.paper.somebody(&mut self.dice),
        };
        let what = self.deed(&mut tip, who, time);
        if self.dice.one_in(10) {
            self.deed(&mut tip, who, time);
        }
        self.tips[place] = self.record(&tip.clone(), &[tip.id], (who, time), &what);
    }

    /// Mostly later; now and then back-dated, to before all keys or not.
    fn time(&mut self, before: i64) -> i64 {
        match self.dice.below(14) {
            _ if !self.careless() => before + 3_600,
            0 => before - 4_000,
            1 => BEGIN - 86_400,
            _ => before + 3_600,
        }
    }

    fn record(&mut self, tip: &Tip, parents: &[Oid], (who, time): (usize, i64), what: &str) -> Tip {
        let careless = self.careless();
        let key = tip.paper.key_of(who, careless, &mut self.dice);
        let (mut email, mut hand) = (PEOPLE[who], Hand::Key(key));
        match self.dice.below(30) {
            _ if !careless && (parents.len() < 2 || who == 0) => {}
            0 | 1 => hand = Hand::None,
            2 => hand = Hand::Key(STRANGER),
            3 => email = *self.dice.pick(&PEOPLE),
            4 => hand = Hand::Spoilt(key),
            5 => hand = Hand::Odd(key, self.dice.below(4)),
            _ if parents.len() > 1 && self.dice.one_in(2) => hand = Hand::None,
            _ => {}
        }
        let subject = format!("{what}, {}", self.known.len());
        let id = self.forge.commit(&tip.files, &Sheet { parents, email, time, subject: &subject, hand });
        let on: Vec<String> = parents.iter().map(|parent| format!("{:.8}", parent.to_string())).collect();
        self.told.push(format!(
            "{:.10} on {}: {what} by {who} as {email} {hand:?} at {}",
            id.to_string(),
            on.join(" "),
            moment(time)
        ));
        let recorded = Tip { id, time, ..tip.clone() };
        self.known.push(recorded.clone());
        recorded
    }

    fn deed(&mut self, tip: &mut Tip, who: usize, time: i64) -> String {
        let folders: Vec<String> = folders(&tip.files).into_iter().collect();
        if folders.is_empty() {
            return self.draft(&mut tip.files, &tip.paper.clone(), who, time);
        }
        let folder = self.dice.pick(&folders).clone();
        let text = format!("{folder}/contract.md");
        let sent = tip.files.keys().any(|path| path.starts_with(&format!("{folder}/acts/")));
        let which = match self.careless() {
            true => self.dice.below(32),
            false => *self.dice.pick(&[5, 7, 8, 9, 10, 11, 14, 18, 20, 21, 22, 23, 28, 29, if sent { 9 } else { 0 }]),
        };
        match which {
            0..=4 => self.append(tip, &text, "text"),
            5 => self.draft(&mut tip.files, &tip.paper.clone(), who, time),
            6 => {
                let name = self.dice.below(3);
                self.put(&mut tip.files, &format!("{folder}/annexes/a{name}.md"), format!("annex {time}\n"));
                "an annex".to_owned()
            }
            7 => {
                let owner = tip.paper.somebody(&mut self.dice);
                self.put(
                    &mut tip.files,
                    &format!("{folder}/record.toml"),
                    format!("owner = \"{}\"\n# {time}\n", PEOPLE[owner]),
                );
                "the owner".to_owned()
            }
            8 => {
                let path = *self.dice.pick(&[
                    "sales/templates/nda.md",
                    "hr/clauses/law.md",
                    "hr/notes.md",
                    "calendars/no.toml",
                    "clm.toml",
                ]);
                self.append(tip, path, "paper")
            }
            9..=13 => self.act(tip, &folder, who, time),
            14 | 15 => {
                let name = format!("who-{:012x}", self.dice.below(1 << 30));
                let end = *self.dice.pick(&[".json", ".json.sig"]);
                self.put(&mut tip.files, &format!("{folder}/signatures/{name}{end}"), format!("junk {time}"));
                "a signature".to_owned()
            }
            16 | 17 => self.harm(tip),
            18 | 19 => self.moves(tip, &folder, time),
            20..=25 => self.rule(tip, who, time),
            26 => {
                // An older policy, to the byte.
                let old = self.dice.pick(&self.known).clone();
                tip.paper = old.paper;
                tip.files.insert(FILE.to_owned(), old.files[FILE]);
                "an older policy".to_owned()
            }
            27 => {
                let (path, mode) = *self.dice.pick(&[
                    ("sales/Odd Name.md", 0o100_644),
                    ("sales/link.md", 0o120_000),
                    ("hr/run.md", 0o100_755),
                    ("hr/sub", 0o160_000),
                    (".clm/allowed_signers", 0o100_644),
                ]);
                let id = self.forge.blob(format!("odd {time}"));
                tip.files.insert(path.to_owned(), (mode, id));
                format!("{path} {mode:o}")
            }
            28 => {
                let path = format!("{folder}/files/scan.pdf");
                self.put(&mut tip.files, &path, format!("scan {time}"));
                "a scan".to_owned()
            }
            29 => "nothing".to_owned(),
            30 => {
                // Back to how something was before.
                let old = self.dice.pick(&self.known).clone();
                match old.files.get(&text) {
                    Some(entry) => drop(tip.files.insert(text, *entry)),
                    None => drop(tip.files.remove(&text)),
                }
                "an older text".to_owned()
            }
            _ => {
                tip.files.retain(|path, _| !path.starts_with(&format!("{folder}/")));
                "a contract removed".to_owned()
            }
        }
    }

    /// Two lines are merged, one way or another.
    fn meet(&mut self) {
        let (one, other) = (self.dice.below(self.tips.len()), self.dice.below(self.tips.len()));
        if one == other || self.tips[one].id == self.tips[other].id {
            if self.tips.len() > 1 && one != other {
                self.tips.remove(one);
            }
            return;
        }
        let (ours, theirs) = (self.tips[one].clone(), self.tips[other].clone());
        let base = self.forge.repo.merge_base(ours.id, theirs.id).ok();
        let base = base
            .and_then(|id| self.known.iter().find(|tip| tip.id == id))
            .map(|tip| tip.files.clone())
            .unwrap_or_default();
        let mut merged = ours.clone();
        let how = match self.dice.below(8) {
            _ if !self.careless() => {
                merged.files = self.merged(&base, &ours.files, &theirs.files);
                "merging"
            }
            0 => "keeping ours",
            1 => {
                merged.files = theirs.files.clone();
                "keeping theirs"
            }
            _ => {
                merged.files = self.merged(&base, &ours.files, &theirs.files);
                "merging"
            }
        };
        let took = merged.files.get(FILE) == theirs.files.get(FILE);
        merged.paper = if took { theirs.paper.clone() } else { ours.paper.clone() };
        let who = if self.careless() { merged.paper.somebody(&mut self.dice) } else { 0 };
        let time = self.time(ours.time.max(theirs.time));
        let mut what = how.to_owned();
        if self.careless() && self.dice.one_in(6) {
            what = format!("{how} with {}", self.deed(&mut merged, who, time));
        }
        let tip = self.record(&merged, &[ours.id, theirs.id], (who, time), &what);
        self.tips[one] = tip;
        self.tips.remove(other);
    }

    /// Path by path; what one side moved, the other's changes follow mostly.
    fn merged(&mut self, base: &Files, ours: &Files, theirs: &Files) -> Files {
        let (mut base, mut ours, mut theirs) = (base.clone(), ours.clone(), theirs.clone());
        if self.dice.below(4) > 0 {
            for folder in folders(&base) {
                let place = |files: &Files| {
                    folders(files).into_iter().find(|other| other[other.len() - 8..] == folder[folder.len() - 8..])
                };
                let (Some(here), Some(there)) = (place(&ours), place(&theirs)) else { continue };
                let to = if here == folder { &there } else { &here };
                for files in [&mut base, &mut ours, &mut theirs] {
                    let follow = |(path, entry): (String, (u32, Oid))| {
                        let rest = path.strip_prefix(&format!("{folder}/")).map(|rest| format!("{to}/{rest}"));
                        (rest.unwrap_or(path), entry)
                    };
                    *files = std::mem::take(files).into_iter().map(follow).collect();
                }
            }
        }
        let paths: BTreeSet<&String> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
        let mut merged = Files::new();
        for path in paths {
            let (was, our, their) = (base.get(path), ours.get(path), theirs.get(path));
            let taken = if our == was || (our != their && their != was && self.dice.one_in(2)) { their } else { our };
            merged.extend(taken.map(|entry| (path.clone(), *entry)));
        }
        merged
    }

    /// Another history is merged into this one.
    fn second_beginning(&mut self) {
        let main = self.tips[0].clone();
        let mut other = Tip { files: Files::new(), ..main.clone() };
        self.put(&mut other.files, FILE, main.paper.text(self.forge));
        self.put(&mut other.files, "sales/notes.md", "another beginning\n");
        let other = self.record(&other, &[], (0, main.time + 60), "another beginning");
        let mut merged = main.clone();
        merged.files.extend(other.files.clone());
        self.tips[0] = self.record(&merged, &[main.id, other.id], (0, main.time + 120), "merging it");
    }

    /// A head that opens: with a policy that can be read.
    fn ends(mut self) -> (Oid, Vec<String>) {
        let place = self.dice.below(self.tips.len());
        (self.tips[place].id, self.told)
    }
}

/// The folders of all contracts.
fn folders(files: &Files) -> BTreeSet<String> {
    files.keys().filter_map(|path| path.strip_suffix("/contract.md")).map(ToOwned::to_owned).collect()
}
