//! What people do to contracts and to the policy, in one commit.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::line::FILE;
use super::objects::{Files, blob};
use super::paper::{PEOPLE, Paper, moment};
use super::tale::{Tale, Tip};

const CONTRACT: &str = "+++\nid = \"nda-ID\"\ntitle = \"An NDA\"\nkind = \"nda\"\n\n[[party]]\nname = \"Firm AS\"\n\n[[party]]\n\
                        name = \"Acme AS\"\n\n[term]\nlength = \"24 months\"\n+++\nThe agreement.\n";

impl Tale<'_> {
    pub fn draft(&mut self, files: &mut Files, paper: &Paper, who: usize, _time: i64) -> String {
        self.contracts += 1;
        let id = format!("{:08}", self.contracts);
        let folder = format!(
            "{}/contracts/{}deal-{id}",
            self.dice.pick(&["sales", "hr", "hr"]),
            self.dice.pick(&["", "2026-01/"])
        );
        self.put(files, &format!("{folder}/contract.md"), CONTRACT.replace("ID", &id));
        let owner = if self.dice.one_in(2) { who } else { paper.somebody(&mut self.dice) };
        if !self.dice.one_in(5) {
            self.put(files, &format!("{folder}/record.toml"), format!("owner = \"{}\"\n", PEOPLE[owner]));
        }
        "a new contract".to_owned()
    }

    pub fn append(&self, tip: &mut Tip, path: &str, what: &str) -> String {
        let before = tip.files.get(path).map(|(_, id)| blob(&self.forge.repo, *id)).unwrap_or_default();
        self.put(&mut tip.files, path, [before, format!("# {}\n", self.known.len()).into_bytes()].concat());
        format!("{what} {path}")
    }

    pub fn act(&mut self, tip: &mut Tip, folder: &str, who: usize, time: i64) -> String {
        let sum = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let within = |part: &str| {
            let prefix = format!("{folder}/");
            let found =
                tip.files.iter().filter_map(|(path, (_, id))| Some((path.strip_prefix(&prefix)?.to_owned(), *id)));
            found
                .filter(|(name, _)| name.starts_with(part))
                .map(|(name, id)| (name, blob(&self.forge.repo, id)))
                .collect::<Vec<_>>()
        };
        let text: BTreeMap<String, Vec<u8>> = within("contract.md").into_iter().chain(within("annexes/")).collect();
        let lines: String = text.iter().map(|(name, bytes)| format!("{}  {name}\n", sum(bytes))).collect();
        let revision = format!("revision = \"sha256:{}\"\n", sum(lines.as_bytes()));
        let seen: Vec<String> = within("acts/").iter().map(|(_, bytes)| format!("\"sha256:{}\"", sum(bytes))).collect();
        let (word, rest) = match self.dice.below(9) {
            0..=3 => ("send", revision),
            4 => ("reopen", revision),
            5 => ("void", "reason = \"no\"\n".to_owned()),
            6 => ("archive", String::new()),
            7 => ("comment", "text = \"hi\"\n".to_owned()),
            _ => ("submit", revision),
        };
        let by = if self.careless() && self.dice.one_in(8) { tip.paper.somebody(&mut self.dice) } else { who };
        let (id, at) = (&folder[folder.len() - 8..], moment(time).replace('Z', "+00:00"));
        let act = format!(
            "act = \"{word}\"\ncontract = \"nda-{id}\"\nby = \"{}\"\nat = {at}\nafter = [{}]\n{rest}",
            PEOPLE[by],
            seen.join(", ")
        );
        let path = format!("{folder}/acts/{}-{word}-{:.8}.toml", &at[..10], sum(act.as_bytes()));
        // The text a contract is reopened for comes with it, now and then.
        if word == "reopen" && self.dice.one_in(3) {
            self.append(tip, &format!("{folder}/contract.md"), "text");
        }
        self.put(&mut tip.files, &path, act);
        format!("{word} of {folder} by {by}")
    }

    /// Something append-only is dropped, changed, or copied.
    pub fn harm(&mut self, tip: &mut Tip) -> String {
        let kept = |path: &&String| path.contains("/acts/") || path.contains("/signatures/");
        let paths: Vec<String> = tip.files.keys().filter(kept).cloned().collect();
        if paths.is_empty() {
            return "no harm".to_owned();
        }
        let path = self.dice.pick(&paths).clone();
        match self.dice.below(4) {
            0 | 1 => drop(tip.files.remove(&path)),
            2 => drop(self.append(tip, &path, "")),
            _ => {
                let old = self.dice.pick(&self.known).clone();
                let others: Vec<&String> = old.files.keys().filter(kept).collect();
                if !others.is_empty() {
                    let other = (*self.dice.pick(&others)).clone();
                    tip.files.insert(other.clone(), old.files[&other]);
                    return format!("brought back {other}");
                }
            }
        }
        format!("harm to {path}")
    }

    pub fn moves(&mut self, tip: &mut Tip, folder: &str, time: i64) -> String {
        let end = &folder[folder.len() - 13..];
        let to = format!(
            "{}/contracts/{}{end}",
            self.dice.pick(&["sales", "hr", "nowhere"]),
            self.dice.pick(&["", "2026-02/", "later/"])
        );
        let (from, into) = (format!("{folder}/"), format!("{to}/"));
        let files = std::mem::take(&mut tip.files);
        tip.files = files
            .into_iter()
            .map(|(path, entry)| (path.strip_prefix(&from).map(|rest| format!("{into}{rest}")).unwrap_or(path), entry))
            .collect();
        match self.dice.below(8) {
            _ if !self.careless() => {}
            0 => drop(self.append(tip, &format!("{to}/contract.md"), "")),
            1 => self.put(&mut tip.files, &format!("{to}/annexes/new.md"), format!("new {time}")),
            _ => {}
        }
        format!("{folder} to {to}")
    }

    pub fn rule(&mut self, tip: &mut Tip, who: usize, time: i64) -> String {
        let before = blob(&self.forge.repo, tip.files[FILE].1);
        let owners = tip.paper.owners;
        tip.paper.change(&mut self.dice, time);
        let digest: String = Sha256::digest(&before).iter().map(|byte| format!("{byte:02x}")).collect();
        tip.paper.previous =
            (owners > 1 || tip.paper.owners > 1 || self.dice.one_in(3)).then(|| format!("sha256:{digest}"));
        let text = tip.paper.text(self.forge);
        if owners > 1 || tip.paper.owners > 1 {
            let digest: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            let sets: [&[usize]; 5] = [&[0, 1], &[0, 1], &[0, 1], &[0], &[0, 2]];
            let known = if self.careless() { 5 } else { 3 };
            let signing = *self.dice.pick::<&[usize]>(&sets[..known]);
            for key in signing {
                let armour = self.forge.armour(*key, "clm-policy-v1", text.as_bytes());
                self.put(&mut tip.files, &format!(".clm/proposals/{digest}/{key}.sig"), armour);
            }
        }
        self.put(&mut tip.files, FILE, &text);
        format!("policy {} by {who}", tip.paper.version)
    }
}
