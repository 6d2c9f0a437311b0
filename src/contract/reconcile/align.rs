//! Three sequences laid beside each other: where they agree, and what each has between.

/// The largest table of comparisons; beyond it a stretch counts as wholly changed.
const MOST: usize = 4_000_000;

/// A stretch of the result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Stretch<'t> {
    /// What it is to be.
    Agreed(Vec<&'t str>),
    /// Both changed it differently: base, ours, theirs.
    Disputed([Vec<&'t str>; 3]),
}

/// Lays three sequences beside each other.
pub(super) fn align<'t>(base: &[&'t str], ours: &[&'t str], theirs: &[&'t str]) -> Vec<Stretch<'t>> {
    let (in_ours, in_theirs) = (matches(base, ours), matches(base, theirs));
    let mut stretches = Vec::new();
    let (mut from, mut ours_from, mut theirs_from) = (0, 0, 0);
    let anchors = in_ours.iter().zip(&in_theirs).enumerate();
    let anchors = anchors.filter_map(|(at, (ours, theirs))| Some((at, (*ours)?, (*theirs)?)));
    for (at, ours_at, theirs_at) in anchors.chain([(base.len(), ours.len(), theirs.len())]) {
        let part = |all: &[&'t str], from: usize, to: usize| all.get(from..to).unwrap_or_default().to_vec();
        let three = [part(base, from, at), part(ours, ours_from, ours_at), part(theirs, theirs_from, theirs_at)];
        between(three, &mut stretches);
        if let Some(same) = base.get(at) {
            stretches.push(Stretch::Agreed(vec![*same]));
        }
        (from, ours_from, theirs_from) = (at + 1, ours_at + 1, theirs_at + 1);
    }
    stretches
}

/// What three stretches without a common anchor add up to.
fn between<'t>(three: [Vec<&'t str>; 3], stretches: &mut Vec<Stretch<'t>>) {
    let [base, ours, theirs] = &three;
    let agreed = if ours == theirs || theirs == base {
        Some(ours)
    } else if ours == base {
        Some(theirs)
    } else {
        None
    };
    match agreed {
        Some(agreed) if agreed.is_empty() => {}
        Some(agreed) => stretches.push(Stretch::Agreed(agreed.clone())),
        // As many pieces on each side: neighbours that were each changed by one side only.
        None if base.len() > 1 && base.len() == ours.len() && base.len() == theirs.len() => {
            for ((base, ours), theirs) in base.iter().zip(ours).zip(theirs) {
                between([vec![*base], vec![*ours], vec![*theirs]], stretches);
            }
        }
        None => stretches.push(Stretch::Disputed(three)),
    }
}

/// For each of `a` the equal one of `b`, in order: a longest common subsequence.
fn matches(a: &[&str], b: &[&str]) -> Vec<Option<usize>> {
    let mut found = vec![None; a.len()];
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    for (at, slot) in found.iter_mut().enumerate() {
        if at < head {
            *slot = Some(at);
        } else if at >= a.len() - tail {
            *slot = Some(at + b.len() - a.len());
        }
    }
    let (middle_a, middle_b) =
        (a.get(head..a.len() - tail).unwrap_or_default(), b.get(head..b.len() - tail).unwrap_or_default());
    for (at, to) in longest(middle_a, middle_b) {
        if let Some(slot) = found.get_mut(head + at) {
            *slot = Some(head + to);
        }
    }
    found
}

fn longest(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    if a.is_empty() || b.is_empty() || (a.len() + 1).saturating_mul(width) > MOST {
        return Vec::new();
    }
    // lengths[i][j]: the longest from a[i..] and b[j..].
    let mut lengths = vec![0_u32; (a.len() + 1) * width];
    let at = |lengths: &[u32], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, left) in a.iter().enumerate().rev() {
        for (j, right) in b.iter().enumerate().rev() {
            let longest = if left == right {
                at(&lengths, i + 1, j + 1) + 1
            } else {
                at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
            };
            if let Some(slot) = lengths.get_mut(i * width + j) {
                *slot = longest;
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        if left == right {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
