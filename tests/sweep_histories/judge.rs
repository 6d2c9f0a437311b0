//! The model of `verify --history`: slow, simple, and written from the rules alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use git2::{Oid, Repository};

use super::line::{FILE, Lines, signer};
use super::objects::{Commit, Files, Seal, blob, history};
use super::places::{MOVING, act, contract, evidence, has, is_frozen, is_plain, is_text, name, need, right_of, texts};
use super::rules::{Member, Policy};

/// What the history comes to: the exit code, and by commit in hex the words of its findings.
#[derive(PartialEq, Eq, Debug, Default)]
pub struct Judgement {
    pub exit: u8,
    pub found: BTreeMap<String, BTreeSet<String>>,
}

/// What a commit brought to a path; none where it took it away.
type Brought = (String, Option<(u32, Oid)>);

/// A fault: the word, and what must be gone from HEAD for it to be mended; none when nothing mends it.
type Fault = (&'static str, Option<Vec<Brought>>);

struct Model<'r> {
    repo: &'r Repository,
    lines: Lines,
    commits: HashMap<Oid, &'r Commit>,
    root: Oid,
    head: &'r Files,
}

pub fn judge(repo: &Repository, head: Oid) -> Judgement {
    let commits = history(repo, head);
    let lines = Lines::of(repo, &commits);
    let by_id: HashMap<Oid, &Commit> = commits.iter().map(|commit| (commit.id, commit)).collect();
    let mut root = head;
    while let Some(parent) = by_id[&root].parents.first() {
        root = *parent;
    }
    let model = Model { repo, lines, root, head: &by_id[&head].files, commits: by_id };
    let mut words: BTreeSet<&str> = BTreeSet::new();
    let mut judgement = Judgement::default();
    if model.lines.policy_at(head).is_none() {
        words.insert("invalid");
    }
    for commit in &commits {
        for (word, mends) in model.faults(commit) {
            let healed = mends.is_some_and(|about| !about.is_empty() && about.iter().all(|one| model.is_gone(one)));
            let word = if healed { "healed" } else { word };
            words.insert(word);
            judgement.found.entry(commit.id.to_string()).or_default().insert(word.to_owned());
        }
    }
    judgement.exit = match words {
        words if words.contains("invalid") || words.contains("broken") => 5,
        words if words.contains("untrusted") => 6,
        _ => 0,
    };
    judgement
}

impl Model<'_> {
    fn is_gone(&self, (path, brought): &Brought) -> bool {
        match brought {
            Some(brought) => self.head.get(path) != Some(brought),
            None => self.head.contains_key(path),
        }
    }

    fn parents(&self, commit: &Commit) -> Vec<&Commit> {
        commit.parents.iter().map(|parent| self.commits[parent]).collect()
    }

    /// The paths that differ from every parent, but for what a merge only carries to where a parent has the contract.
    fn own(&self, commit: &Commit) -> Vec<Brought> {
        let parents = self.parents(commit);
        let nothing = Files::new();
        let before: Vec<&Files> =
            if parents.is_empty() { vec![&nothing] } else { parents.iter().map(|one| &*one.files).collect() };
        let paths: BTreeSet<&String> =
            before.iter().flat_map(|files| files.keys()).chain(commit.files.keys()).collect();
        let differs = |path: &&String| before.iter().all(|files| files.get(*path) != commit.files.get(*path));
        let carried = |path: &str| {
            let (Some((folder, name)), Some((_, new))) = (contract(path), commit.files.get(path)) else { return false };
            let id = &folder[folder.len() - 8..];
            let left = |(other, (_, old)): (&String, &(u32, Oid))| {
                let same = contract(other).is_some_and(|(folder, other)| folder.ends_with(id) && other == name);
                same && old == new && !commit.files.contains_key(other)
            };
            let there =
                before.iter().any(|files| files.keys().any(|other| contract(other).is_some_and(|one| one.0 == folder)));
            before.len() > 1 && there && before.iter().any(|files| files.iter().any(left))
        };
        let own = paths.into_iter().filter(differs).filter(|path| !carried(path));
        own.map(|path| (path.clone(), commit.files.get(path).copied())).collect()
    }

    fn faults(&self, commit: &Commit) -> Vec<Fault> {
        let own = self.own(commit);
        let mut faults: Vec<Fault> = Vec::new();
        let one = |change: &Brought| Some(vec![change.clone()]);
        for change in &own {
            let size = |id: Oid| self.repo.odb().unwrap().read_header(id).map_or(0, |(size, _)| size);
            if change.1.is_some_and(|(mode, id)| mode != 0o100644 || size(id) > 16 << 20) || !is_plain(&change.0) {
                faults.extend(change.1.map(|_| ("invalid", one(change))));
            }
        }
        if commit.parents.is_empty() && commit.id != self.root {
            faults.push(("invalid", Some(own.clone())));
        }
        let ruling = self.lines.ruled[&commit.id];
        match ruling.map(|ruling| self.lines.policy_at(ruling)) {
            None => faults.push(("invalid", None)),
            Some(None) => faults.push(("invalid", Some(own.clone()))),
            Some(Some(policy)) => {
                faults.extend(self.frozen(commit));
                self.by_policy(commit, policy, &own, &mut faults);
            }
        }
        if let Some(ruling) = ruling.filter(|_| commit.parents.len() > 1 && !own.iter().any(|(path, _)| path == FILE))
            && self.commits[&ruling].files.get(FILE) != commit.files.get(FILE)
        {
            faults.push(("invalid", Some(vec![(FILE.to_owned(), commit.files.get(FILE).copied())])));
        }
        faults.extend(self.losses(commit));
        faults
    }

    fn by_policy(&self, commit: &Commit, policy: &Policy, own: &[Brought], faults: &mut Vec<Fault>) {
        let newer = self.lines.met.get(&commit.id).into_iter().flatten();
        let newer: Vec<(Oid, &Policy)> = newer.filter_map(|at| Some((*at, self.lines.policy_at(*at)?))).collect();
        let whole = || Some(own.to_vec());
        match &commit.seal {
            Seal::Bad | Seal::Strange => faults.push(("invalid", whole())),
            Seal::None if commit.parents.len() > 1 && own.is_empty() => {}
            Seal::None => {
                let closed = [policy]
                    .into_iter()
                    .chain(newer.iter().map(|(_, policy)| *policy))
                    .any(|one| !one.takes_plain_edits());
                let text = |path: &str| contract(path).is_some_and(|(_, name)| is_text(name));
                let wrong = own.iter().filter(|(path, _)| closed || !text(path));
                faults.extend(wrong.map(|change| ("invalid", Some(vec![change.clone()]))));
            }
            Seal::Key(key) => match signer(policy, commit, &self.parents(commit)) {
                Err(()) => faults.push(("invalid", whole())),
                Ok((member, _)) => {
                    self.rights(commit, policy, member, own, faults);
                    for (at, policy) in newer {
                        match policy.holder(key) {
                            None => faults.push(("invalid", whole())),
                            Some((member, held)) => {
                                if held.until().is_some_and(|until| until <= self.commits[&at].time) {
                                    faults.push(("untrusted", whole()));
                                }
                                self.rights(commit, policy, member, own, faults);
                            }
                        }
                    }
                }
            },
        }
    }

    fn rights(&self, commit: &Commit, policy: &Policy, member: &Member, own: &[Brought], faults: &mut Vec<Fault>) {
        for change in own.iter().filter(|_| commit.id != self.root) {
            let path = &change.0;
            let place = path.split('/').next().filter(|_| path.contains('/'));
            let fine = if let Some(act) = self.act(commit, change) {
                let owner = self.owner(commit, path);
                act["by"].as_str() == Some(&member.email)
                    && policy.may(member, right_of(act["act"].as_str().unwrap()), "contract", place, owner.as_deref())
            } else if path == FILE {
                !self.lines.unlawful.contains(&commit.id)
            } else {
                let old = change.1.is_none_or(|(_, id)| self.was_known(commit, path, id));
                let (known, owner) = self.before(commit, path, own);
                let (thing, rights) = if evidence(path) && old { ("contract", MOVING) } else { need(path, known) };
                let place = place.filter(|_| thing != "policy");
                let counts = |right: &&&str| **right != "import" || evidence(path) && old || self.records(own, path);
                rights.iter().filter(counts).any(|right| policy.may(member, right, thing, place, owner.as_deref()))
            };
            if !fine {
                faults.push(("invalid", Some(vec![change.clone()])));
            }
        }
    }

    /// Whose the contract was before; of a new one, whose it is.
    fn owner(&self, commit: &Commit, path: &str) -> Option<String> {
        let (folder, _) = contract(path)?;
        let before = &self.commits[commit.parents.first()?].files;
        let there = before.keys().any(|other| other.starts_with(&format!("{folder}/")));
        let files = if there { before } else { &commit.files };
        self.recorded(files, folder)
    }

    /// Whether a path, or the contract it lies in, was there before, and whose the contract was; one that only lies
    /// elsewhere now was there, unless it comes into another workspace.
    fn before(&self, commit: &Commit, path: &str, own: &[Brought]) -> (bool, Option<String>) {
        let place = contract(path).map_or(path, |(folder, _)| folder);
        let below = format!("{place}/");
        let has = |files: &Files| files.keys().any(|other| other == place || other.starts_with(&below));
        let parents = self.parents(commit);
        if let Some(parent) = parents.iter().find(|parent| has(&parent.files)) {
            return (true, self.recorded(&parent.files, place));
        }
        let workspace = |folder: &str| folder.split('/').next().unwrap().to_owned();
        let moved = parents.first().filter(|_| contract(path).is_some()).and_then(|first| {
            let gone = own.iter().rev().filter(|(other, _)| first.files.contains_key(other));
            let from = gone
                .filter_map(|(other, _)| contract(other))
                .find(|(from, _)| from.ends_with(&place[place.len() - 8..]));
            from.map(|(from, _)| (workspace(from) == workspace(place), self.recorded(&first.files, from)))
        });
        moved.unwrap_or_else(|| (false, self.recorded(&commit.files, place)))
    }

    /// Whether a text or record goes with an act of bringing in, correcting or taking back; anything else need not.
    fn records(&self, own: &[Brought], path: &str) -> bool {
        let Some((folder, name)) = contract(path) else { return true };
        let acts = own
            .iter()
            .filter(|(other, _)| contract(other).is_some_and(|(at, name)| at == folder && name.starts_with("acts/")));
        let words = acts.filter_map(|(_, new)| act(self.repo, new.as_ref()?.1));
        let records = |act: toml::Table| matches!(act["act"].as_str(), Some("executed" | "correct" | "undo"));
        !(is_text(name) || name == "record.toml") || words.into_iter().any(records)
    }

    /// The owner that a record names.
    fn recorded(&self, files: &Files, folder: &str) -> Option<String> {
        let (_, record) = files.get(&format!("{folder}/record.toml"))?;
        let table: toml::Table = toml::from_str(&String::from_utf8(blob(self.repo, *record)).ok()?).ok()?;
        Some(table.get("owner")?.as_str()?.to_owned())
    }

    /// Whether an ancestor had these bytes under this name.
    fn was_known(&self, commit: &Commit, path: &str, id: Oid) -> bool {
        let before = self.lines.ancestors[&commit.id].iter().filter(|other| **other != commit.id);
        before.into_iter().any(|other| has(&self.commits[other].files, path, id))
    }

    /// The act a change brings.
    fn act(&self, commit: &Commit, (path, brought): &Brought) -> Option<toml::Table> {
        let (_, id) = (*brought)?;
        let acts = contract(path).is_some_and(|(_, name)| name.starts_with("acts/"));
        (acts && evidence(path) && !self.was_known(commit, path, id)).then(|| act(self.repo, id))?
    }

    /// Text that was frozen in a parent and is another now, with no act that explains it.
    fn frozen(&self, commit: &Commit) -> Vec<Fault> {
        let mut faults = Vec::new();
        for parent in self.parents(commit) {
            for (folder, before) in texts(&parent.files) {
                let now = texts(&commit.files);
                let id = &folder[folder.len() - 8..];
                let place =
                    now.keys().find(|other| **other == folder).or_else(|| now.keys().find(|other| other.ends_with(id)));
                let after = place.map(|place| now[place].clone()).unwrap_or_default();
                if before == after || !is_frozen(self.repo, &parent.files, &folder, &before) {
                    continue;
                }
                let inside = |other: &str| {
                    contract(other).is_some_and(|(folder, name)| folder.ends_with(id) && name.starts_with("acts/"))
                };
                let new = commit.files.iter().filter(|(path, (_, id))| inside(path) && !has(&parent.files, path, *id));
                let explained = new
                    .filter_map(|(_, (_, id))| act(self.repo, *id))
                    .any(|act| matches!(act["act"].as_str(), Some("reopen" | "correct")));
                if explained {
                    continue;
                }
                let at = |name: &str| format!("{}/{name}", place.unwrap_or(&folder));
                let names: BTreeSet<&String> =
                    before.keys().chain(after.keys()).filter(|name| before.get(*name) != after.get(*name)).collect();
                faults.push((
                    "broken",
                    Some(names.into_iter().map(|name| (at(name), commit.files.get(&at(name)).copied())).collect()),
                ));
                break;
            }
        }
        faults
    }

    /// Evidence that a parent has and the commit has nowhere.
    fn losses(&self, commit: &Commit) -> Vec<Fault> {
        let mut lost: BTreeSet<(String, Oid)> = BTreeSet::new();
        for parent in self.parents(commit) {
            let kept = parent.files.iter().filter(|(path, (mode, _))| evidence(path) && *mode == 0o100644);
            lost.extend(
                kept.filter(|(path, (_, id))| !has(&commit.files, path, *id))
                    .map(|(path, (_, id))| (name(path).to_owned(), *id)),
            );
        }
        lost.retain(|(name, id)| has(self.head, name, *id) || !self.is_nobodys(name, *id));
        lost.into_iter().map(|(name, id)| (if has(self.head, &name, id) { "healed" } else { "broken" }, None)).collect()
    }

    /// An act, or junk, that no commit of its author's brought: its going is no loss.
    fn is_nobodys(&self, name: &str, id: Oid) -> bool {
        let by = act(self.repo, id).map(|act| act["by"].as_str().unwrap().to_owned());
        let forged = |commit: &Commit| {
            let Seal::Key(key) = &commit.seal else { return commit.seal != Seal::Strange };
            let policy = |at: &Commit| Policy::read(&blob(self.repo, at.files.get(FILE)?.1));
            let head =
                self.commits.values().find(|one| std::ptr::eq(&*one.files, self.head)).and_then(|one| policy(one));
            let there = policy(self.parents(commit).first().copied().unwrap_or(commit));
            let holds = |policy: Policy| {
                policy.holder(key).is_some_and(|(member, _)| by.as_ref().is_none_or(|by| member.email == *by))
            };
            there.is_some_and(|policy| !holds(policy)) && !head.is_some_and(holds)
        };
        let entered = |commit: &&&Commit| {
            has(&commit.files, name, id) && !self.parents(commit).iter().any(|one| has(&one.files, name, id))
        };
        !name.ends_with(".sig") && self.commits.values().filter(|one| entered(one)).all(|one| forged(one))
    }
}
