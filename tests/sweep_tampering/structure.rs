//! Structural changes: every rewriting and every rearrangement of every file, and of the folder, each judged by `clm verify`
//! twice: as it lies in the work tree, and committed with plain git (with the owner's signature and without, in turn).

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::case::Case;
use crate::structure_table::{REARRANGEMENTS, REWRITES, Rearrange, Rewrite, WHOLE};
use crate::support::sweep;

enum Change {
    Bytes(Rewrite),
    Place(Rearrange),
}

struct Row {
    name: &'static str,
    /// The file; the contract's folder where the change is about that.
    path: PathBuf,
    change: Change,
}

/// What a change has to end in: in the work tree, committed, and in `verify --history` after a signed commit.
type Ends = (i32, i32, i32);

/// Whatever is not listed here: no promise is kept any more.
const BROKEN: Ends = (5, 5, 5);

/// What leaves every promise about the contract as it was, or is told elsewhere, with the part of it that is meant. What
/// lies in the contract's folder and was not recorded is told of the work tree all the same.
const OTHERWISE: &[(&str, &str, Ends)] = &[
    // Nothing promised is touched.
    ("nothing at all", "", (0, 0, 0)),
    ("a file somewhere else", "", (0, 0, 0)),
    ("attributes of the whole that rewrite", "", (0, 0, 0)),
    // Folders are free to move, and free in their names.
    ("the folder moved to another month", "", (5, 0, 0)),
    ("the folder called otherwise", "", (5, 0, 0)),
    ("the folder without its id", "", (5, 0, 0)),
    ("the folder under another's id", "", (5, 0, 0)),
    // Ours, and no part of the agreement or of its evidence.
    ("a file of ours more", "", (5, 0, 0)),
    ("an unknown file more", "", (5, 0, 0)),
    ("a second text", "", (5, 0, 0)),
    ("another tag on our notes", "", (5, 0, 0)),
    ("another folder inside", "", (5, 0, 0)),
    ("a copy beside it", "contract.md", (5, 0, 0)),
    // Another with the same id proves nothing and is told of the whole; the one that was signed is what it was.
    ("a second folder with another text", "", (0, 5, 0)),
    ("a second folder, to the byte", "", (0, 0, 0)),
    // Evidence of another contract counts there, in history is where it does not belong, and a signature without a
    // statement says nothing.
    ("the other's signatures as well", "", (5, 0, 5)),
    ("the other's act as well", "", (5, 0, 5)),
    ("both folders' names exchanged", "", (5, 0, 0)),
    ("a copy beside it", ".sig", (5, 0, 0)),
    ("a signature without a statement", "", (5, 0, 0)),
    // Evidence may lie deeper: an act is read there; a statement apart from its signature is not signed. Nothing was lost.
    ("moved a folder down", "acts", (5, 0, 0)),
    ("moved a folder down", "signatures", (5, 5, 0)),
    // An act is not read there, and who signed is known by nobody.
    ("acts among the signatures", "", (5, 6, 0)),
    // The bytes are the same; recorded so it is no plain file any more.
    ("executable", "", (0, 5, 5)),
];

fn ends(row: &Row, part: &str) -> Ends {
    let hit = |(name, of, _): &&(&str, &str, Ends)| {
        *name == row.name && (part.starts_with(of) || (of.starts_with('.') && part.ends_with(of)))
    };
    OTHERWISE.iter().find(hit).map_or(BROKEN, |(_, _, ends)| *ends)
}

fn rows(case: &Case) -> Vec<Row> {
    let files = case.covered();
    let mut rows = Vec::new();
    for (name, change) in REWRITES {
        for path in &files {
            let before = fs::read(path).unwrap();
            if change(&before).is_some_and(|after| after != before) {
                rows.push(Row { name, path: path.clone(), change: Change::Bytes(*change) });
            }
        }
    }
    for (name, change) in REARRANGEMENTS {
        rows.extend(files.iter().map(|path| Row { name, path: path.clone(), change: Change::Place(*change) }));
    }
    let folder = |(name, change): &(&'static str, Rearrange)| Row {
        name,
        path: case.folder.clone(),
        change: Change::Place(*change),
    };
    rows.extend(WHOLE.iter().map(folder));
    rows
}

/// Makes the change; `false` where it makes none.
fn make(case: &Case, row: &Row) -> bool {
    match row.change {
        Change::Bytes(change) => {
            let after = change(&fs::read(&row.path).unwrap()).unwrap();
            fs::write(&row.path, after).unwrap();
            true
        }
        Change::Place(change) => change(case, &row.path),
    }
}

#[test]
fn no_structural_change_of_a_signed_contract_is_called_valid() {
    let case = Case::new();
    let rows = rows(&case);
    assert!(rows.len() > 300, "{}", rows.len());
    let (mut ran, mut wrong, mut seen) = (0, Vec::new(), BTreeMap::new());
    for number in sweep::cases(40, rows.len()) {
        let row = &rows[number];
        let part = row.path.strip_prefix(&case.folder).unwrap().to_string_lossy().into_owned();
        let told = format!("{}: {part}", row.name);
        if !make(&case, row) {
            continue;
        }
        ran += 1;
        let (named, all) = (["verify", &case.id], ["verify", "--all"]);
        let signed = number % 2 == 0;
        let asked = if signed { [&named, &all] } else { [&all, &named] };
        let loose = case.home.in_firm(asked[0]);
        case.commit(signed);
        let kept = case.home.in_firm(asked[1]);
        let history = case.home.in_firm(&["verify", "--history"]);
        let mut expected = ends(row, &part);
        if !signed {
            // Whoever does not sign may edit drafts, and nothing else.
            expected.2 = 5;
        }
        let found = (loose.code, kept.code, history.code);
        if found != expected {
            let said = [loose.out, loose.err, kept.out, kept.err].concat();
            wrong.push(format!("{told} (signed: {signed}): {found:?} and not {expected:?}\n{said}"));
            println!("{told} (signed: {signed}): {found:?} and not {expected:?}");
        }
        *seen.entry(expected).or_insert(0) += 1;
        case.back();
    }
    case.home.in_firm(&["verify", &case.id]).succeeds();
    case.home.in_firm(&["verify", "--all"]).succeeds();
    assert!(wrong.is_empty(), "{} of {ran}:\n{}", wrong.len(), wrong.join("\n"));
    println!(
        "tampering: {ran} of {} structural changes, by their ends in the work tree, committed, in history: {seen:?}",
        rows.len()
    );
}
