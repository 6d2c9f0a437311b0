//! What may be done to history: to one commit of it as a raw object, and with git's own commands.

use git2::build::TreeUpdateBuilder;
use git2::{Delta, FileMode, Oid};

use crate::case::Case;
use crate::rewriting::{Commit, Line};

/// Changes the commit at a place of the line, or what follows it.
pub type Rewriting = fn(&Line, &Case, &mut Vec<Commit>, usize);

/// Removes from a tree what a commit brought.
fn without(line: &Line, tree: Oid, (before, after): (Oid, Oid)) -> Oid {
    let find = |id| line.repo.find_tree(id).unwrap();
    let difference = line.repo.diff_tree_to_tree(Some(&find(before)), Some(&find(after)), None).unwrap();
    let mut update = TreeUpdateBuilder::new();
    for delta in difference.deltas().filter(|delta| delta.status() == Delta::Added) {
        let path = delta.new_file().path().unwrap();
        if find(tree).get_path(path).is_ok() {
            update.remove(path);
        }
    }
    update.create_updated(&line.repo, &find(tree)).unwrap()
}

/// Changes of one commit: what they are called, and whether they leave its signature to be made anew.
pub const REWRITINGS: &[(&str, Rewriting)] = &[
    ("its message amended", |_, _, line, at| line[at].message.insert(0, 'X')),
    ("its trailers changed", |_, _, line, at| line[at].message = line[at].message.replace("Clm-Act", "Clm-Fact")),
    ("its author renamed", |_, _, line, at| line[at].author = line[at].author.replace("A Signer", "B Signer")),
    ("its author's date changed", |_, _, line, at| line[at].author = line[at].author.replace(" 17", " 16")),
    ("its committer renamed", |_, _, line, at| {
        line[at].committer = line[at].committer.replace("signer@", "other@");
    }),
    ("its date moved forward", |_, _, line, at| line[at].committer = line[at].committer.replace(" 17", " 18")),
    ("its date moved back", |_, _, line, at| line[at].committer = line[at].committer.replace(" 17", " 16")),
    ("its time zone written otherwise", |_, _, line, at| {
        line[at].committer = line[at].committer.replace("+0000", "+00:00").replace("+0100", "+01:00");
    }),
    ("its signature stripped", |_, _, line, at| line[at].armour = None),
    ("its signature another's", |_, _, line, at| {
        let other = if at == 0 { 1 } else { at - 1 };
        line[at].armour = line[other].armour.clone();
    }),
    ("its signature a stranger's", |whole, _, line, at| {
        let parent = (at > 0).then(|| whole.write(&line[..at], usize::MAX, crate::rewriting::Resign::Kept));
        whole.by_stranger(&mut line[at], parent);
    }),
    ("its signature wrapped anew", |_, _, line, at| {
        let armour = line[at].armour.clone().unwrap();
        let body: String = armour.lines().filter(|text| !text.starts_with("-----")).collect();
        let lines: Vec<&str> = body.as_bytes().chunks(64).map(|chunk| std::str::from_utf8(chunk).unwrap()).collect();
        line[at].armour =
            Some(format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n")));
    }),
    ("a second signature", |_, _, line, at| {
        let armour = line[at].armour.clone().unwrap();
        line[at].after.push(format!("gpgsig {}", armour.trim_end().replace('\n', "\n ")));
    }),
    ("a merge tag after the signature", |_, _, line, at| {
        line[at].after.push("mergetag object 1111111111111111111111111111111111111111\n type commit".to_owned());
    }),
    ("an encoding", |_, _, line, at| line[at].before.push("encoding ISO-8859-1".to_owned())),
    ("a second tree", |_, _, line, at| {
        let tree = line[0].tree;
        line[at].before.push(format!("tree {tree}"));
    }),
    ("a NUL in the message", |_, _, line, at| line[at].message.push('\0')),
    ("squashed into the next", |_, _, line, at| drop(line.remove(at))),
    ("taken out with what it brought", |whole, _, line, at| {
        let before = if at == 0 { whole.repo.treebuilder(None).unwrap().write().unwrap() } else { line[at - 1].tree };
        let brought = (before, line[at].tree);
        // Whoever takes out the beginning takes out what makes it a repository; its files stay.
        if at > 0 {
            line[at + 1..].iter_mut().for_each(|later| later.tree = without(whole, later.tree, brought));
        }
        line.remove(at);
    }),
    ("exchanged with its neighbour", |_, _, line, at| {
        let other = if at + 1 < line.len() { at + 1 } else { at - 1 };
        line.swap(at, other);
    }),
    ("another text in its tree", |whole, case, line, at| {
        let tree = whole.repo.find_tree(line[at].tree).unwrap();
        let path = case.inside(&case.folder.join("contract.md"));
        let blob = whole.repo.blob(b"+++\ntitle = \"Another\"\n+++\n").unwrap();
        line[at].tree =
            TreeUpdateBuilder::new().upsert(path, blob, FileMode::Blob).create_updated(&whole.repo, &tree).unwrap();
    }),
    ("the tree of the beginning", |_, _, line, at| {
        let other = if at == 0 { line.last().unwrap().tree } else { line[0].tree };
        line[at].tree = other;
    }),
    ("another beginning as a second parent", |whole, _, line, at| {
        let root = Commit { armour: None, message: "another beginning\n".to_owned(), ..line[at].clone() };
        let root = whole.write(&[root], usize::MAX, crate::rewriting::Resign::Kept);
        line[at].others.push(root);
    }),
    ("followed by its opposite and itself", |_, _, line, at| {
        let before = if at == 0 { line[1].tree } else { line[at - 1].tree };
        let (again, back) = (line[at].clone(), Commit { tree: before, ..line[at].clone() });
        line.splice(at + 1..at + 1, [back, again]);
    }),
];
