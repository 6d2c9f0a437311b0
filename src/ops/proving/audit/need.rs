//! What it takes to change a path. What stands in no place of the design is the owners' alone.

use crate::ops::dossier::part::Part;
use crate::policy::{Right, Thing};
use crate::store::path::id_suffix;

/// What may be asked of a member who moves a contract with its evidence: any one of these will do.
pub const MOVING: &[Right] = &[Right::Draft, Right::Edit, Right::Record, Right::Sign];

/// What may be asked of a member who changed a path: any one of these will do. An act's own right is asked of the act, and
/// whether the policy may change so of those who may change it.
pub fn rights(path: &str) -> &'static [Right] {
    match Thing::of_path(path) {
        Thing::Template | Thing::Clause => &[Right::Draft, Right::Edit, Right::Archive],
        Thing::Policy => &[Right::Administer],
        Thing::Contract => match contract(path).map(|(_, name)| Part::of(name)) {
            // Drafting, and the bringing in or correcting of what was executed elsewhere.
            Some(Some(Part::Text)) => &[Right::Draft, Right::Edit, Right::Record],
            Some(Some(Part::Record)) => &[Right::Draft, Right::Edit, Right::Record, Right::Manage],
            Some(Some(Part::Evidence)) => &[Right::Sign, Right::Record],
            Some(Some(Part::Attached)) => {
                &[Right::Draft, Right::Edit, Right::Record, Right::Manage, Right::Send, Right::Sign]
            }
            Some(None) | None => &[Right::Draft, Right::Edit],
        },
    }
}

/// A contract's folder and the name of the file in it, for a path that lies in one.
pub fn contract(path: &str) -> Option<(&str, &str)> {
    let ends = path.match_indices('/').map(|(at, _)| at).skip(2);
    let mut folders = ends.filter_map(|at| Some((path.get(..at)?, path.get(at + 1..)?)));
    folders.find(|(folder, _)| folder.rsplit('/').next().and_then(id_suffix).is_some())
}

/// The workspace of a path; none for what concerns the whole repository.
pub fn workspace(path: &str) -> Option<&str> {
    let (workspace, _) = path.split_once('/')?;
    (Thing::of_path(path) != Thing::Policy).then_some(workspace)
}

#[cfg(test)]
mod tests {
    use super::{contract, rights, workspace};
    use crate::policy::Right;

    #[test]
    fn a_path_takes_the_right_of_what_lies_there() {
        for (path, right, place) in [
            (".clm/policy.toml", Right::Administer, None),
            (".clm/allowed_signers", Right::Administer, None),
            ("clm.toml", Right::Administer, None),
            ("hr/notes.md", Right::Edit, Some("hr")),
            ("hr/templates/nda.md", Right::Edit, Some("hr")),
            ("hr/clauses/law.md", Right::Edit, Some("hr")),
            ("hr/contracts/2026-01/x-7k2m9qxt/contract.md", Right::Draft, Some("hr")),
            ("hr/contracts/x-7k2m9qxt/annexes/a.pdf", Right::Draft, Some("hr")),
            ("hr/contracts/x-7k2m9qxt/signatures/a.json", Right::Sign, Some("hr")),
            ("hr/contracts/x-7k2m9qxt/record.toml", Right::Manage, Some("hr")),
        ] {
            assert!(rights(path).contains(&right), "{path}");
            assert_eq!(workspace(path), place, "{path}");
        }
        assert!(!rights("hr/contracts/x-7k2m9qxt/signatures/a.json").contains(&Right::Draft));
        assert!(!rights("hr/templates/x-7k2m9qxt/contract.md").contains(&Right::Record));
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
