//! Signing rules: how they are written, and when they are met.

use std::fmt;
use std::str::FromStr;

use super::{RuleClause, Signatory, SigningRule};
use crate::contract::problem::quoted;
use crate::contract::visible;

/// More people than this never sign for one party.
const MOST: u32 = 100;

/// The text is no signing rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a signing rule: expected `all`, `any 2`, or titles and groups such as `chair and any 1 of board`", quoted(.0))]
pub struct RuleError(String);

impl SigningRule {
    /// Whether signatures of all these people meet the rule, given all of the party's signatories.
    ///
    /// `All` wants every one of `signatories`; a clause of `Each` counts a person at most once, and never one who is
    /// already needed by another clause: `chair and any 1 of board` wants two people even if the chair sits on the board.
    #[must_use]
    pub fn is_met(&self, signatories: &[Signatory], has_signed: impl Fn(&Signatory) -> bool) -> bool {
        let signed: Vec<&Signatory> = signatories.iter().filter(|signatory| has_signed(signatory)).collect();
        match self {
            Self::All => signed.len() == signatories.len(),
            Self::Any(count) => signed.len() >= *count as usize,
            Self::Each(clauses) => can_fill(clauses, &signed),
        }
    }

    /// Whether the rule is met when everybody signs. `All` always can be: without signatories one signature in the
    /// party's name is enough.
    #[must_use]
    pub fn can_be_met(&self, signatories: &[Signatory]) -> bool {
        self.is_met(signatories, |_| true)
    }
}

impl RuleClause {
    /// Whether the person has this title or belongs to this group, without regard to case.
    #[must_use]
    pub fn fits(&self, signatory: &Signatory) -> bool {
        let wanted = self.of.to_lowercase();
        signatory.title.iter().chain(&signatory.groups).any(|word| word.to_lowercase() == wanted)
    }
}

/// Whether every seat of every clause can be filled by a different person: a matching by augmenting paths.
fn can_fill(clauses: &[RuleClause], people: &[&Signatory]) -> bool {
    let wanted = clauses.iter().fold(0_usize, |sum, clause| sum.saturating_add(clause.count as usize));
    if wanted > people.len() {
        return false;
    }
    let seats = clauses.iter().flat_map(|clause| (0..clause.count).map(move |_| clause));
    let fits: Vec<Vec<bool>> = seats.map(|clause| people.iter().map(|person| clause.fits(person)).collect()).collect();
    let mut taken: Vec<Option<usize>> = vec![None; people.len()];
    (0..fits.len()).all(|seat| seat_somebody(seat, &fits, &mut taken, &mut vec![false; people.len()]))
}

/// Finds a person for `seat`, moving people who can sit elsewhere. As deep as there are seats, [`MOST`] at most.
fn seat_somebody(seat: usize, fits: &[Vec<bool>], taken: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for person in 0..taken.len() {
        let is_fit = fits.get(seat).and_then(|row| row.get(person)) == Some(&true);
        match tried.get_mut(person) {
            Some(tried) if is_fit && !*tried => *tried = true,
            _ => continue,
        }
        let is_free = match taken.get(person).copied().flatten() {
            None => true,
            Some(other) => seat_somebody(other, fits, taken, tried),
        };
        if let (true, Some(place)) = (is_free, taken.get_mut(person)) {
            *place = Some(seat);
            return true;
        }
    }
    false
}

impl FromStr for SigningRule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let refused = || RuleError(text.chars().take(80).collect());
        if text == "all" {
            return Ok(Self::All);
        }
        if let Some(count) = text.strip_prefix("any ")
            && let Some(count) = read_count(count)
        {
            return Ok(Self::Any(count));
        }
        let clauses: Option<Vec<_>> = text.split(" and ").map(read_clause).collect();
        let clauses = clauses.ok_or_else(refused)?;
        let people = clauses.iter().fold(0_u32, |sum, clause| sum.saturating_add(clause.count));
        if people > MOST { Err(refused()) } else { Ok(Self::Each(clauses)) }
    }
}

fn read_count(digits: &str) -> Option<u32> {
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|count| is_plain && (1..=MOST).contains(count))
}

fn read_clause(text: &str) -> Option<RuleClause> {
    let (count, of) = match text.strip_prefix("any ") {
        Some(rest) => {
            let (count, of) = rest.split_once(" of ")?;
            (read_count(count)?, of)
        }
        None => (1, text),
    };
    let is_keyword = |word: Option<&str>| word.is_none_or(|word| matches!(word, "all" | "any" | "and" | "of"));
    let is_name = of.trim() == of
        && visible::hidden_in(of).is_none()
        && !is_keyword(of.split_whitespace().next())
        && !is_keyword(of.split_whitespace().next_back());
    is_name.then(|| RuleClause { count, of: of.to_owned() })
}

impl fmt::Display for SigningRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Any(count) => write!(f, "any {count}"),
            Self::Each(clauses) => {
                for (position, clause) in clauses.iter().enumerate() {
                    f.write_str(if position == 0 { "" } else { " and " })?;
                    match clause.count {
                        1 => f.write_str(&clause.of)?,
                        count => write!(f, "any {count} of {}", clause.of)?,
                    }
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{RuleClause, Signatory, SigningRule};

    fn person(title: &str, groups: &[&str]) -> Signatory {
        Signatory {
            name: title.into(),
            title: Some(title.into()),
            groups: groups.iter().map(|group| (*group).to_owned()).collect(),
            ..Signatory::default()
        }
    }

    fn clause(count: u32, of: &str) -> RuleClause {
        RuleClause { count, of: of.into() }
    }

    #[test]
    fn rules_are_read() {
        for (text, rule) in [
            ("all", SigningRule::All),
            ("any 2", SigningRule::Any(2)),
            ("chair", SigningRule::Each(vec![clause(1, "chair")])),
            ("chair and any 1 of board", SigningRule::Each(vec![clause(1, "chair"), clause(1, "board")])),
            ("any 2 of board", SigningRule::Each(vec![clause(2, "board")])),
            ("Managing Director and any 2 of the board", {
                SigningRule::Each(vec![clause(1, "Managing Director"), clause(2, "the board")])
            }),
        ] {
            assert_eq!(text.parse(), Ok(rule.clone()), "{text}");
            assert_eq!(rule.to_string().parse(), Ok(rule), "{text}");
        }
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for wrong in [
            "",
            " ",
            "any",
            "any 0",
            "any -1",
            "any two",
            "any 02",
            "any 101",
            "any 1 of ",
            "any 1 of",
            "chair and",
            "chair and ",
            "and chair",
            " and ",
            "any 2 of board and",
            "any 99999999999 of board",
            "any 60 of a and any 60 of b",
            "chair  and  x",
            "all and chair",
            "ch\u{200b}air",
        ] {
            assert!(wrong.parse::<SigningRule>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn clauses_want_different_people() {
        let rule: SigningRule = "chair and any 1 of board".parse().unwrap();
        let chair = person("Chair", &["board"]);
        assert!(!rule.can_be_met(std::slice::from_ref(&chair)));
        let board = [chair, person("Member", &["Board"])];
        assert!(rule.can_be_met(&board));
        assert!(!rule.is_met(&board, |person| person.name == "Chair"));
        assert!(!rule.is_met(&board, |person| person.name == "Member"));
    }

    #[test]
    fn people_are_seated_wherever_they_are_needed() {
        // Greedy seating would give the first board seat to the only chair.
        let rule: SigningRule = "any 1 of board and chair".parse().unwrap();
        assert!(rule.can_be_met(&[person("chair", &["board"]), person("x", &["board"])]));
        let rule: SigningRule = "any 2 of a and any 1 of b and any 1 of c".parse().unwrap();
        let people =
            [person("1", &["a", "b", "c"]), person("2", &["a", "b"]), person("3", &["a"]), person("4", &["a"])];
        assert!(rule.can_be_met(&people));
        assert!(!rule.can_be_met(&people[1..]));
    }

    #[test]
    fn rules_that_nobody_can_meet_are_seen() {
        let two = [person("a", &[]), person("b", &[])];
        assert!(SigningRule::Any(2).can_be_met(&two));
        assert!(!SigningRule::Any(3).can_be_met(&two));
        assert!(!SigningRule::Any(1).can_be_met(&[]));
        assert!(SigningRule::All.can_be_met(&[]));
        assert!(!"c".parse::<SigningRule>().unwrap().can_be_met(&two));
    }
}
