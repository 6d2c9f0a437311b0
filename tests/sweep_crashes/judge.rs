//! A command prepared, run undisturbed once, and judged after each run that was disturbed.

use std::fs;
use std::path::PathBuf;

use crate::disk::{self, Disk};
use crate::stage::Lab;
use crate::state::{Stand, State, Unsaved, leave_unsaved, left_over, unsigned};
use crate::support::Answer;
use crate::table::Case;
use crate::trace::{Point, WAYS, points, stopped, watched};

/// The name of the home before the command on the shelf.
const BEFORE: &str = "before";

/// A command ready to be disturbed.
pub struct Trial<'t> {
    lab: &'t mut Lab,
    case: &'t Case,
    words: Vec<String>,
    log: PathBuf,
    unsaved: Unsaved,
    before: State,
    after: State,
    /// How the undisturbed run answered, and what it left: `git status`, `verify --history`, locks that stay.
    calm: Calm,
    pub points: Vec<Point>,
}

#[derive(Default)]
struct Calm {
    code: i32,
    out: String,
    status_before: String,
    status_after: String,
    verdict: i32,
    left: Vec<String>,
}

/// What became of one disturbed run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The run did not come to the point.
    NotMet,
    Old,
    New,
    /// Several acts, of which some were done.
    Between,
    /// It said that it failed, and all was done.
    NewThoughRefused,
}

impl<'t> Trial<'t> {
    /// Prepares the home, runs the command undisturbed and finds its points.
    pub fn new(lab: &'t mut Lab, case: &'t Case) -> Self {
        lab.go(case.stage);
        let is_repository = |folder: &&str| lab.home.path(folder).join(".git").is_dir();
        let unsaved = case.main().filter(is_repository).map(|folder| leave_unsaved(lab, folder)).unwrap_or_default();
        lab.keep(BEFORE);
        let words = lab.words(case.words);
        let before = State::of(lab, case, None);
        let before = State::of(lab, case, Some(&before));
        let log = lab.shelf.path().join("strace");
        let mut trial = Self {
            lab,
            case,
            words,
            log,
            unsaved,
            before,
            after: State::default(),
            calm: Calm::default(),
            points: Vec::new(),
        };
        trial.run_calmly();
        trial
    }

    fn run_calmly(&mut self) {
        let status_before = self.status();
        let (answer, log) =
            watched(&self.lab.home, &self.log, &|command| self.lab.prepare(self.case.at, command), &self.words);
        assert!(answer.code == 0, "{:?} does not work undisturbed: {answer:?}", self.case);
        self.points = points(&log);
        assert!(!self.points.is_empty(), "{:?}: {log}", self.case);
        self.after = State::of(self.lab, self.case, Some(&self.before));
        assert!(self.case.asks() || self.after != self.before || self.status() != status_before, "{:?}", self.case);
        let status_after = self.status();
        let verdict = self.verdict();
        let left = left_over(self.lab);
        self.calm = Calm { code: answer.code, out: answer.out, status_before, status_after, verdict, left };
        self.sound("undisturbed").unwrap();
    }

    /// Ends it: the home before the command leaves the shelf.
    pub fn end(self) {
        self.lab.forget(BEFORE);
    }

    /// Disturbs the command at a point, in one way; what is wrong afterwards is the error.
    pub fn at(&mut self, point: usize, way: usize) -> Result<End, String> {
        let (point, (way, how)) = (self.points[point].clone(), WAYS[way]);
        self.lab.put_back(BEFORE);
        let run = stopped(
            &self.lab.home,
            &self.log,
            &|command| self.lab.prepare(self.case.at, command),
            (&point, how),
            &self.words,
        );
        let told = |fault: String| {
            format!(
                "`{}` at {} in `{}`, {way} at {} {}: {}\n  {fault}\n  it said: {} {}",
                self.case.words,
                self.case.stage,
                self.case.at,
                point.call,
                point.nth,
                point.line,
                run.answer.code,
                run.answer.err.trim().replace('\n', "\n           ")
            )
        };
        if run.hung {
            return Err(told("it hangs".to_owned()));
        }
        let failed = run.met && how.starts_with("error");
        // What cannot be removed stays until the next of its kind comes.
        let stays = failed && ["unlink", "unlinkat", "rmdir"].contains(&point.call.as_str());
        self.judge(&run.answer, failed, stays).map_err(told).map(|end| match (run.met, end) {
            (false, _) => End::NotMet,
            (true, end) => end,
        })
    }

    /// Runs the command on a disk that is full or read-only, and judges it on a good one.
    pub fn on(&mut self, how: &str, disk: Disk) -> Result<End, String> {
        self.lab.put_back(BEFORE);
        let (shelf, back) = (self.lab.shelf.path().join(BEFORE), self.lab.shelf.path().join("back"));
        let prepare = |command: &mut std::process::Command| self.lab.prepare(self.case.at, command);
        let answer = disk::run(&self.lab.home, (how, disk), (&shelf, &back), self.case.at, &prepare, &self.words);
        self.lab.take_in("back");
        self.judge(&answer, true, false).map_err(|fault| {
            format!(
                "`{}` at {} in `{}` on {disk:?}\n  {fault}\n  it said: {} {}",
                self.case.words, self.case.stage, self.case.at, answer.code, answer.err
            )
        })
    }

    fn judge(&self, answer: &Answer, failed: bool, stays: bool) -> Result<End, String> {
        if answer.code == 101 || answer.err.contains("panicked") {
            return Err("a panic".to_owned());
        }
        self.sound("at once")?;
        let now = State::of(self.lab, self.case, Some(&self.before));
        let stand = now.stand(&self.before, &self.after)?;
        let finished = answer.code == self.calm.code;
        if failed && finished {
            self.complete(answer, stand)?;
        }
        let moves = self.after != self.before;
        let again = match (stand, self.case.main()) {
            (Stand::After, Some(folder)) if moves => self.go_on(folder),
            // What lies in no repository is there now, or half of a pair of files.
            (Stand::After | Stand::Between, None) => self.lasting(),
            (Stand::Between, _) => self.again(finished, self.case.mending()),
            _ => self.again(finished, self.case.words),
        };
        again.map_err(|fault| format!("{stand:?}, then {fault}"))?;
        self.clean(stand == Stand::After && moves, stays)?;
        Ok(match stand {
            Stand::Before => End::Old,
            Stand::Between => End::Between,
            Stand::After if failed && !finished => End::NewThoughRefused,
            Stand::After => End::New,
        })
    }

    /// Exit 0 although a call failed: then everything is there.
    fn complete(&self, answer: &Answer, stand: Stand) -> Result<(), String> {
        if self.after != self.before && stand != Stand::After {
            return Err(format!("exit 0, and the state is {stand:?}"));
        }
        if self.case.asks() && answer.out != self.calm.out {
            return Err(format!("exit 0, and another answer: {}", answer.out));
        }
        let status = self.status();
        if status == self.calm.status_after { Ok(()) } else { Err(format!("exit 0, and git status says {status}")) }
    }

    /// The same command once more, or the one that ends what was half done.
    fn again(&self, finished: bool, words: &str) -> Result<(), String> {
        let answer = self.lab.clm(self.case.at, &self.lab.words(words));
        if answer.code != self.calm.code && !finished {
            return Err(format!("the same command fails: {} {}", answer.code, answer.err));
        }
        let state = State::of(self.lab, self.case, Some(&self.before));
        let stand = state.stand(&self.before, &self.after)?;
        if self.after != self.before && stand != Stand::After {
            return Err(format!("the same command leaves {stand:?}"));
        }
        let verdict = self.verdict();
        if verdict == self.calm.verdict { Ok(()) } else { Err(format!("verify --history answers {verdict}")) }
    }

    /// The next act, after one that was done.
    fn go_on(&self, folder: &str) -> Result<(), String> {
        let run = |line: &str| {
            let answer = self.lab.clm(folder, &self.lab.words(line));
            if answer.code == 0 { Ok(()) } else { Err(format!("`{line}` fails: {} {}", answer.code, answer.err)) }
        };
        run("status")?;
        let status = self.status();
        if status != self.calm.status_after {
            return Err(format!("git status says {status}, not {}", self.calm.status_after));
        }
        let verdict = self.verdict();
        if verdict != self.calm.verdict {
            return Err(format!("verify --history answers {verdict}"));
        }
        if folder == "firm" { run("template add nda-da") } else { run("comment ID 'and on'") }?;
        // What fetching left is cleared by the next who fetches.
        if ["sync", "clone"].iter().any(|fetches| self.case.words.starts_with(fetches)) { run("sync") } else { Ok(()) }
    }

    /// What a command without a repository made is there, and the same command says so or makes it again.
    fn lasting(&self) -> Result<(), String> {
        let answer = self.lab.clm(self.case.at, &self.words);
        if answer.code == 0 || answer.err.contains("exists already") {
            Ok(())
        } else {
            Err(format!("the same command fails: {} {}", answer.code, answer.err))
        }
    }

    /// After the next command nothing lies about and the work tree is HEAD, but for what the user had there.
    fn clean(&self, went_on: bool, stays: bool) -> Result<(), String> {
        self.sound("after the next command")?;
        let status = self.status();
        let usual = status == self.calm.status_after || (!went_on && status == self.calm.status_before);
        if !usual {
            return Err(format!("after the next command git status says {status}"));
        }
        // What a person wrote in an editor is theirs to remove; the next edit says where it lies.
        let written = self.case.edits();
        let is_new = |name: &String| {
            let waits = (stays && name.starts_with("tmp/clm-")) || (written && name.starts_with("tmp/clm-edit-"));
            !waits && !self.calm.left.contains(name)
        };
        let left: Vec<String> = left_over(self.lab).into_iter().filter(is_new).collect();
        if left.is_empty() { Ok(()) } else { Err(format!("left over: {left:?}")) }
    }

    /// What holds at any time: git finds nothing wrong, no statement lacks its signature, no unsaved work is gone.
    fn sound(&self, when: &str) -> Result<(), String> {
        for folder in self.case.repositories() {
            let top = self.lab.home.path(folder);
            let Some(git) = [top.join(".git"), top].into_iter().find(|git| git.join("HEAD").exists()) else { continue };
            let fsck = self.lab.git(folder, &["fsck", "--strict", "--no-progress"]);
            if fsck.code != 0 || fsck.err.contains("error") {
                return Err(format!("{when} fsck of {} says {} {}", git.display(), fsck.out, fsck.err));
            }
            let half = unsigned(self.lab, folder);
            if !half.is_empty() {
                return Err(format!("{when} {half:?} without signature"));
            }
        }
        for (path, bytes) in &self.unsaved {
            if fs::read(path).ok().as_ref() != Some(bytes) {
                return Err(format!("{when} unsaved work is lost: {}", path.display()));
            }
        }
        Ok(())
    }

    fn status(&self) -> String {
        let folder = self.case.main().filter(|folder| self.lab.home.path(folder).exists());
        folder.map_or_else(String::new, |folder| self.lab.git(folder, &["status", "--porcelain"]).out)
    }

    fn verdict(&self) -> i32 {
        let words = ["verify".to_owned(), "--history".to_owned()];
        let folder = self.case.main().filter(|folder| self.lab.home.path(folder).exists());
        folder.map_or(0, |folder| self.lab.clm(folder, &words).code)
    }
}
