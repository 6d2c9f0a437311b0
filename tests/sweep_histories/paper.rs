//! Random policies, and what people do to them.

use super::dice::Dice;
use super::forge::Forge;

/// Addresses; a person's first key has their number.
pub const PEOPLE: [&str; 9] = [
    "olga@firm.example",
    "omar@firm.example",
    "dag@firm.example",
    "lea@firm.example",
    "mia@firm.example",
    "sig@firm.example",
    "eva@firm.example",
    "ada@firm.example",
    "vic@firm.example",
];
pub const STRANGER: usize = 15;
/// The second day of 2026, when all keys begin.
pub const BEGIN: i64 = 1_767_312_000;

#[derive(Clone)]
struct Held {
    key: usize,
    until: Option<i64>,
    revoked: bool,
}

#[derive(Clone)]
struct Person {
    number: usize,
    roles: Vec<&'static str>,
    workspaces: Vec<&'static str>,
    keys: Vec<Held>,
}

/// A policy as a person sees it.
#[derive(Clone)]
pub struct Paper {
    pub version: u64,
    pub previous: Option<String>,
    pub owners: u64,
    refuse: bool,
    workspaces: Vec<&'static str>,
    people: Vec<Person>,
    team: Vec<usize>,
    grants: Vec<String>,
}

impl Paper {
    pub fn new(dice: &mut Dice) -> Self {
        let roles: [&[&str]; 9] = [
            &["owner"],
            &["owner"],
            &["drafter"],
            &["legal"],
            &["manager"],
            &["signatory"],
            &["viewer"],
            &["viewer"],
            &["drafter", "manager"],
        ];
        let mut people = Vec::new();
        for (number, roles) in roles.into_iter().enumerate() {
            if number > 0 && dice.one_in(6) {
                continue;
            }
            let workspaces = if number < 2 || dice.one_in(2) { vec!["*"] } else { vec![*dice.pick(&["sales", "hr"])] };
            people.push(Person {
                number,
                roles: roles.to_vec(),
                workspaces,
                keys: vec![Held { key: number, until: None, revoked: false }],
            });
        }
        let mut paper = Self {
            version: 1,
            previous: None,
            owners: 1,
            refuse: dice.one_in(3),
            workspaces: vec!["sales", "hr"],
            people,
            team: vec![0],
            grants: Vec::new(),
        };
        for _ in 0..dice.below(4) {
            paper.give(dice);
        }
        if paper.people.iter().filter(|one| one.number < 2).count() == 2 && dice.one_in(5) {
            paper.owners = 2;
        }
        paper
    }

    fn give(&mut self, dice: &mut Dice) {
        let to = match dice.pick(&self.people).number {
            _ if dice.one_in(3) => "team:desk".to_owned(),
            number => PEOPLE[number].to_owned(),
        };
        let places = *dice.pick(&["[\"sales\"]", "[\"hr\"]", "[\"sales\", \"hr\"]"]);
        let what = *dice.pick(&[
            "roles = [\"drafter\"]",
            "roles = [\"manager\"]",
            "rights = [\"draft\", \"edit\"]\nwhose = \"own\"",
            "roles = [\"manager\"]\nwhose = \"own\"",
            "rights = [\"send\", \"comment\"]",
            "rights = [\"edit\"]\nkinds = [\"template\", \"clause\"]",
            "roles = [\"legal\"]\nkinds = [\"clause\"]",
            "rights = [\"administer\"]",
            "rights = [\"import\", \"sign-for\"]",
        ]);
        let grant = format!("[[grant]]\nto = \"{to}\"\nworkspaces = {places}\n{what}\n");
        self.grants.push(grant);
    }

    /// The number of somebody the policy knows.
    pub fn somebody(&self, dice: &mut Dice) -> usize {
        dice.pick(&self.people).number
    }

    /// A key that a person has, mostly the newest.
    pub fn key_of(&self, number: usize, careless: bool, dice: &mut Dice) -> usize {
        let held = self
            .people
            .iter()
            .find(|one| one.number == number)
            .map(|one| one.keys.iter().map(|held| held.key).collect::<Vec<_>>());
        match held.filter(|held| !held.is_empty()) {
            Some(held) if careless && dice.one_in(4) => *dice.pick(&held),
            Some(held) => held[held.len() - 1],
            None => number,
        }
    }

    /// Some change, of those that people make.
    pub fn change(&mut self, dice: &mut Dice, now: i64) {
        self.version += 1;
        match dice.below(9) {
            0 | 1 => self.give(dice),
            2 if !self.grants.is_empty() => drop(self.grants.remove(dice.below(self.grants.len()))),
            3 if self.people.len() > 3 => {
                let place = 1 + dice.below(self.people.len() - 1);
                let gone = self.people.remove(place).number;
                self.team.retain(|number| *number != gone);
                self.grants.retain(|grant| !grant.contains(PEOPLE[gone]));
                self.owners = 1;
            }
            4 => self.refuse = !self.refuse,
            5 => {
                let spare = 9 + dice.below(5);
                if !self.people.iter().any(|one| one.keys.iter().any(|held| held.key == spare)) {
                    let place = dice.below(self.people.len());
                    let revoked = dice.one_in(2);
                    self.people[place].keys.iter_mut().for_each(|held| {
                        held.until.get_or_insert(now.max(BEGIN + 1));
                        held.revoked |= revoked;
                    });
                    self.people[place].keys.push(Held { key: spare, until: None, revoked: false });
                }
            }
            6 => {
                let place = dice.below(self.people.len());
                self.people[place].roles = vec![*dice.pick(&["drafter", "viewer", "manager", "owner"])];
                self.people[0].roles = vec!["owner"];
                self.owners = 1;
            }
            7 => {
                let number = dice.pick(&self.people).number;
                if !self.team.contains(&number) {
                    self.team.push(number);
                }
            }
            _ => {
                let able = self.people.iter().filter(|one| one.roles == ["owner"] && one.workspaces == ["*"]).count();
                self.owners = if able > 1 { 3 - self.owners.min(2) } else { 1 };
            }
        }
    }

    pub fn text(&self, forge: &Forge) -> String {
        let list = |words: &[&str]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        let mut text = format!("format = 1\nversion = {}\n", self.version);
        text += &self.previous.iter().map(|digest| format!("previous = \"{digest}\"\n")).collect::<String>();
        text +=
            &format!("owners = {}\nplain_edits = \"{}\"\n", self.owners, if self.refuse { "refuse" } else { "warn" });
        for name in &self.workspaces {
            text += &format!("\n[[workspace]]\nname = \"{name}\"\n");
        }
        for one in &self.people {
            let (email, roles, workspaces) = (PEOPLE[one.number], list(&one.roles), list(&one.workspaces));
            text += &format!(
                "\n[[member]]\nname = \"P\"\nemail = \"{email}\"\nroles = [{roles}]\nworkspaces = [{workspaces}]\n"
            );
            for held in &one.keys {
                text +=
                    &format!("\n[[member.key]]\npublic = \"{}\"\nfrom = {}\n", forge.public(held.key), moment(BEGIN));
                text += &held.until.map(|until| format!("until = {}\n", moment(until))).unwrap_or_default();
                text += if held.revoked { "revoked = true\n" } else { "" };
            }
        }
        let team: Vec<&str> = self.team.iter().map(|number| PEOPLE[*number]).collect();
        text += &format!("\n[[team]]\nname = \"desk\"\nmembers = [{}]\n", list(&team));
        text + &self.grants.iter().map(|grant| format!("\n{grant}")).collect::<String>()
    }
}

/// A moment as the policy writes it.
pub fn moment(at: i64) -> String {
    chrono::DateTime::from_timestamp(at, 0).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
