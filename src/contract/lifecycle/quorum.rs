//! Signing rules: which signatories of a party are needed, which are still lacking, and whose turn has come.
//!
//! **Owns** `all`, `any 2` and `chair and any 1 of board` as counts over people. **Refuses to know** statements, keys and
//! dates. **Invariants**: one person counts once, even where several clauses would take them; a party without
//! signatories needs one signature in its name.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::party::{Party, Signatory, SigningRule};

/// So many of these signatories, by index.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Clause {
    need: usize,
    of: Option<String>,
    members: Vec<usize>,
}

/// One party's rule.
#[derive(Clone, Debug)]
pub(crate) struct Quorum<'a> {
    party: &'a Party,
    clauses: Vec<Clause>,
}

impl<'a> Quorum<'a> {
    /// The rule of `party`.
    pub fn new(party: &'a Party) -> Self {
        let everybody: Vec<usize> = (0..party.signatories.len().max(1)).collect();
        let of_all = |need: usize| vec![Clause { need, of: None, members: everybody.clone() }];
        let clauses = match &party.signing {
            _ if party.signatories.is_empty() => of_all(1),
            SigningRule::All => of_all(everybody.len()),
            SigningRule::Any(count) => of_all(usize::try_from(*count).unwrap_or(usize::MAX).max(1)),
            SigningRule::Each(clauses) if clauses.is_empty() => of_all(everybody.len()),
            SigningRule::Each(clauses) => clauses
                .iter()
                .map(|clause| Clause {
                    need: usize::try_from(clause.count).unwrap_or(usize::MAX).max(1),
                    of: Some(clause.of.clone()),
                    members: members(party, &clause.of),
                })
                .collect(),
        };
        Self { party, clauses }
    }

    /// The signing order of a signatory; 1 when nothing is said.
    pub fn order(&self, index: usize) -> u32 {
        self.party.signatories.get(index).map_or(1, |signatory| signatory.order.max(1))
    }

    /// All orders that occur.
    pub fn orders(&self) -> BTreeSet<u32> {
        (0..self.party.signatories.len().max(1)).map(|index| self.order(index)).collect()
    }

    /// Whether the rule is met.
    pub fn met(&self, signed: &BTreeSet<usize>) -> bool {
        self.lacking(signed, None).iter().all(|lack| *lack == 0)
    }

    /// Whether everybody whom the rule cannot do without has signed among those with an order below `order`.
    pub fn met_below(&self, signed: &BTreeSet<usize>, order: u32) -> bool {
        self.lacking(signed, Some(order)).iter().all(|lack| *lack == 0)
    }

    /// The signatories who have not signed and whose signature the rule could use.
    pub fn wanted(&self, signed: &BTreeSet<usize>) -> BTreeSet<usize> {
        let lacking = self.lacking(signed, None);
        let clauses = self.clauses.iter().zip(lacking).filter(|(_, lack)| *lack > 0);
        clauses.flat_map(|(clause, _)| clause.members.iter().copied()).filter(|one| !signed.contains(one)).collect()
    }

    /// Whether filling this place helps the rule.
    pub fn wants(&self, signed: &BTreeSet<usize>, index: usize) -> bool {
        let mut with = signed.clone();
        let lack = |signed: &BTreeSet<usize>| self.lacking(signed, None).iter().sum::<usize>();
        with.insert(index) && lack(&with) < lack(signed)
    }

    /// Who is still missing, in words; with `below` those only who must sign before that order.
    pub fn missing(&self, signed: &BTreeSet<usize>, below: Option<u32>) -> Vec<String> {
        let name = &self.party.name;
        if self.party.signatories.is_empty() {
            let lacks = self.lacking(signed, below).iter().any(|lack| *lack > 0);
            return if lacks { vec![format!("{name}: one signature in its name")] } else { Vec::new() };
        }
        let mut missing = Vec::new();
        for (clause, lack) in self.clauses.iter().zip(self.lacking(signed, below)).filter(|(_, lack)| *lack > 0) {
            let open: Vec<String> = clause
                .members
                .iter()
                .filter(|index| !signed.contains(index) && below.is_none_or(|order| self.order(**index) < order))
                .filter_map(|index| self.party.signatories.get(*index).map(person))
                .collect();
            match (&clause.of, open.len()) {
                (None, count) if count == lack => missing.extend(open.iter().map(|who| format!("{name}: {who}"))),
                (None, 0) => missing.push(format!("{name}: {lack} more, but all its signatories have signed")),
                (None, _) => missing.push(format!("{name}: any {lack} of {}", open.join(", "))),
                (Some(of), 0) => missing.push(format!("{name}: {lack} of {of}, but nobody else there can sign")),
                (Some(of), _) => missing.push(format!("{name}: {lack} of {of} ({})", open.join(", "))),
            }
        }
        missing
    }

    /// For each clause how many people are lacking when everybody counts once, by augmenting paths.
    fn lacking(&self, signed: &BTreeSet<usize>, below: Option<u32>) -> Vec<usize> {
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let mut lacking = Vec::with_capacity(self.clauses.len());
        for (index, clause) in self.clauses.iter().enumerate() {
            let mut need = clause.need;
            if let Some(order) = below {
                let later = clause.members.iter().filter(|member| self.order(**member) >= order).count();
                need = need.saturating_sub(later).min(clause.members.len());
            }
            while need > 0 && self.assign(index, signed, below, &mut taken, &mut BTreeSet::new()) {
                need -= 1;
            }
            lacking.push(need);
        }
        lacking
    }

    fn assign(
        &self,
        clause: usize,
        signed: &BTreeSet<usize>,
        below: Option<u32>,
        taken: &mut BTreeMap<usize, usize>,
        tried: &mut BTreeSet<usize>,
    ) -> bool {
        let Some(members) = self.clauses.get(clause).map(|clause| &clause.members) else { return false };
        for member in members {
            let counts = signed.contains(member) && below.is_none_or(|order| self.order(*member) < order);
            if !counts || !tried.insert(*member) {
                continue;
            }
            let free = match taken.get(member).copied() {
                None => true,
                Some(other) => self.assign(other, signed, below, taken, tried),
            };
            if free {
                taken.insert(*member, clause);
                return true;
            }
        }
        false
    }
}

fn members(party: &Party, of: &str) -> Vec<usize> {
    let wanted = of.to_lowercase();
    let belongs = |signatory: &Signatory| {
        signatory.title.as_ref().is_some_and(|title| title.to_lowercase() == wanted)
            || signatory.groups.iter().any(|group| group.to_lowercase() == wanted)
    };
    let found = party.signatories.iter().enumerate().filter(|(_, signatory)| belongs(signatory));
    found.map(|(index, _)| index).collect()
}

fn person(signatory: &Signatory) -> String {
    match &signatory.email {
        Some(email) => format!("{} <{email}>", signatory.name),
        None => signatory.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Quorum;
    use crate::contract::party::{Party, RuleClause, Signatory, SigningRule};

    fn party(rule: SigningRule, people: &[(&str, &str, &[&str], u32)]) -> Party {
        let signatories = people
            .iter()
            .map(|(name, title, groups, order)| Signatory {
                name: (*name).to_owned(),
                email: Some(format!("{}@acme.example", name.to_lowercase())),
                title: Some((*title).to_owned()),
                order: *order,
                groups: groups.iter().map(|group| (*group).to_owned()).collect(),
            })
            .collect();
        Party { name: "Acme AS".to_owned(), signing: rule, signatories, ..Party::default() }
    }

    fn set(indexes: &[usize]) -> BTreeSet<usize> {
        indexes.iter().copied().collect()
    }

    fn each(clauses: &[(u32, &str)]) -> SigningRule {
        SigningRule::Each(
            clauses.iter().map(|(count, of)| RuleClause { count: *count, of: (*of).to_owned() }).collect(),
        )
    }

    const BOARD: &[(&str, &str, &[&str], u32)] =
        &[("Kari", "Chair", &["board"], 1), ("Ola", "Member", &["board"], 1), ("Per", "CFO", &[], 1)];

    #[test]
    fn rules_are_met_by_the_people_they_ask_for() {
        let cases: &[(SigningRule, &[usize], bool)] = &[
            (SigningRule::All, &[0, 1, 2], true),
            (SigningRule::All, &[0, 1], false),
            (SigningRule::Any(2), &[0, 2], true),
            (SigningRule::Any(2), &[2], false),
            (SigningRule::Any(0), &[], false),
            (SigningRule::Any(4), &[0, 1, 2], false),
            (each(&[]), &[0, 1], false),
            (each(&[(1, "chair"), (1, "board")]), &[0], false),
            (each(&[(1, "chair"), (1, "board")]), &[0, 1], true),
            (each(&[(1, "board"), (1, "CHAIR")]), &[0, 1], true),
            (each(&[(1, "board"), (1, "chair")]), &[1, 2], false),
            (each(&[(2, "board")]), &[0, 2], false),
            (each(&[(1, "nobody")]), &[0, 1, 2], false),
        ];
        for (rule, signed, met) in cases {
            assert_eq!(Quorum::new(&party(rule.clone(), BOARD)).met(&set(signed)), *met, "{rule:?} {signed:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = |rule, signed: &[usize]| Quorum::new(&party(rule, BOARD)).missing(&set(signed), None);
        assert_eq!(missing(SigningRule::All, &[0, 1]), ["Acme AS: Per <per@acme.example>"]);
        assert_eq!(
            missing(SigningRule::Any(2), &[1]),
            ["Acme AS: any 1 of Kari <kari@acme.example>, Per <per@acme.example>"]
        );
        assert_eq!(
            missing(each(&[(1, "chair"), (1, "board")]), &[0]),
            ["Acme AS: 1 of board (Ola <ola@acme.example>)"]
        );
        assert_eq!(missing(each(&[(1, "nobody")]), &[]), ["Acme AS: 1 of nobody, but nobody else there can sign"]);
        let nameless = Party { name: "Acme AS".to_owned(), ..Party::default() };
        assert_eq!(Quorum::new(&nameless).missing(&set(&[]), None), ["Acme AS: one signature in its name"]);
        assert!(Quorum::new(&nameless).missing(&set(&[0]), None).is_empty());
    }

    #[test]
    fn a_later_order_waits_for_those_the_rule_cannot_do_without() {
        let people: &[(&str, &str, &[&str], u32)] = &[("A", "a", &[], 1), ("B", "b", &[], 0), ("C", "c", &[], 2)];
        let below = |rule, signed: &[usize]| Quorum::new(&party(rule, people)).met_below(&set(signed), 2);
        assert!(!below(SigningRule::All, &[0]));
        assert!(below(SigningRule::All, &[0, 1]));
        assert!(below(SigningRule::Any(2), &[1]), "one of the first two is enough for the third to make two");
        assert!(!below(SigningRule::Any(2), &[]));
        assert!(below(SigningRule::Any(1), &[]));
    }
}
