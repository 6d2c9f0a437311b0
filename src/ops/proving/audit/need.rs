//! What it takes to change a path. What stands in no place of the design is the owners' alone.

use crate::ops::dossier::part::Part;
use crate::policy::{Policy, Right, Thing};
use crate::store::path::folder_suffix;

/// What may be asked of a member who moves a contract with its evidence: any one of these will do.
pub const MOVING: &[Right] = &[Right::Draft, Right::Edit, Right::Record, Right::Sign];

/// Whether what a commit changes is new with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Nobody had it before; a contract with all its files.
    New,
    /// It was there.
    Known,
}

/// What may be asked of a member who changed a path: any one of these will do, and the first is the one to be named where
/// all lack. An act's own right is asked of the act, and whether the policy may change so of those who may change it.
pub fn rights(path: &str, how: How) -> &'static [Right] {
    match (Thing::of_path(path), how) {
        (Thing::Policy, _) => &[Right::Administer],
        (Thing::Template | Thing::Clause, How::New) => &[Right::Draft],
        // Retiring is a change of the template that says so and nothing else.
        (Thing::Template, How::Known) => &[Right::Edit, Right::Archive],
        (Thing::Clause, How::Known) => &[Right::Edit],
        (Thing::Contract, how) => match (contract(path).map(|(_, name)| Part::of(name)), how) {
            (Some(Some(Part::Evidence)), _) => &[Right::Sign, Right::Record],
            // Drafting, and the bringing in of what was executed elsewhere.
            (Some(Some(_)), How::New) => &[Right::Draft, Right::Record],
            (Some(Some(Part::Text)), How::Known) => &[Right::Edit, Right::Record],
            (Some(Some(Part::Record)), How::Known) => &[Right::Edit, Right::Record, Right::Manage],
            (Some(Some(Part::Attached)), How::Known) => {
                &[Right::Edit, Right::Record, Right::Manage, Right::Send, Right::Sign]
            }
            (Some(None) | None, _) => &[Right::Edit, Right::Draft],
        },
    }
}

/// A contract's folder and the name of the file in it, for a path that lies in one.
pub fn contract(path: &str) -> Option<(&str, &str)> {
    let ends = path.match_indices('/').map(|(at, _)| at).skip(2);
    let mut folders = ends.filter_map(|at| Some((path.get(..at)?, path.get(at + 1..)?)));
    folders.find(|(folder, _)| folder_suffix(folder).is_some())
}

/// The workspace of a path; none for what concerns the whole repository.
pub fn workspace(path: &str) -> Option<&str> {
    let (workspace, _) = path.split_once('/')?;
    (Thing::of_path(path) != Thing::Policy).then_some(workspace)
}

/// The workspace of a path, where the policy knows it. What lies elsewhere is nobody's in particular: it takes the right in
/// all workspaces.
pub fn place<'p>(policy: &Policy, path: &'p str) -> Option<&'p str> {
    workspace(path).filter(|name| policy.workspaces().iter().any(|known| known.name == *name))
}

#[cfg(test)]
mod tests {
    use super::How::{Known, New};
    use super::{contract, rights, workspace};
    use crate::policy::Right;

    #[test]
    fn a_path_takes_the_right_of_what_lies_there() {
        for (path, how, right, place) in [
            (".clm/policy.toml", Known, Right::Administer, None),
            (".clm/allowed_signers", New, Right::Administer, None),
            ("clm.toml", Known, Right::Administer, None),
            ("hr/notes.md", New, Right::Edit, Some("hr")),
            ("hr/templates/nda.md", Known, Right::Edit, Some("hr")),
            ("hr/templates/nda.md", New, Right::Draft, Some("hr")),
            ("hr/clauses/law.md", Known, Right::Edit, Some("hr")),
            ("hr/clauses/law.md", New, Right::Draft, Some("hr")),
            ("hr/contracts/2026-01/x-7k2m9qxt/contract.md", New, Right::Draft, Some("hr")),
            ("hr/contracts/2026-01/x-7k2m9qxt/contract.md", Known, Right::Edit, Some("hr")),
            ("hr/contracts/x-7k2m9qxt/annexes/a.pdf", Known, Right::Edit, Some("hr")),
            ("hr/contracts/x-7k2m9qxt/signatures/a.json", Known, Right::Sign, Some("hr")),
            ("hr/contracts/x-7k2m9qxt/record.toml", Known, Right::Edit, Some("hr")),
            ("hr/contracts/x-7k2m9qxt/record.toml", New, Right::Draft, Some("hr")),
        ] {
            assert_eq!(rights(path, how).first(), Some(&right), "{path}");
            assert_eq!(workspace(path), place, "{path}");
        }
        for (path, how, right) in [
            ("hr/contracts/x-7k2m9qxt/signatures/a.json", Known, Right::Draft),
            ("hr/contracts/x-7k2m9qxt/contract.md", Known, Right::Draft),
            ("hr/contracts/x-7k2m9qxt/contract.md", New, Right::Edit),
            ("hr/contracts/x-7k2m9qxt/contract.md", Known, Right::Manage),
            ("hr/templates/x-7k2m9qxt/contract.md", New, Right::Record),
            ("hr/templates/nda.md", New, Right::Edit),
            ("hr/templates/nda.md", New, Right::Archive),
            ("hr/clauses/law.md", Known, Right::Archive),
        ] {
            assert!(!rights(path, how).contains(&right), "{path}");
        }
    }

    #[test]
    fn a_contract_is_the_outermost_folder_that_ends_in_an_id() {
        for (path, found) in [
            ("a/contracts/2026/x-7k2m9qxt/acts/a.toml", Some(("a/contracts/2026/x-7k2m9qxt", "acts/a.toml"))),
            ("a/contracts/x-7k2m9qxt/annexes/y-7k2m9qxt/b", Some(("a/contracts/x-7k2m9qxt", "annexes/y-7k2m9qxt/b"))),
            ("a/contracts/x-7k2m9qxt", None),
            ("a/contracts/readme.md", None),
            ("x-7k2m9qxt/contracts/a", None),
        ] {
            assert_eq!(contract(path), found, "{path}");
        }
    }
}
