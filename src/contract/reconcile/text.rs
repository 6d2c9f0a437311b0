//! A text changed on two sides, put together clause by clause; the key terms line by line.

use super::align::{Stretch, align};
use crate::contract::document::split;
use crate::contract::outline::Outline;

/// A clause, or lines of the key terms, that both sides changed differently.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clash {
    /// `§3.2 Confidentiality`, or `key terms`.
    pub place: String,
    /// As it was.
    pub base: String,
    /// As we have it.
    pub ours: String,
    /// As they have it.
    pub theirs: String,
}

/// Two texts woven into one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Woven {
    /// The text; where there is a clash, ours.
    pub text: String,
    /// The text with both wordings, between lines that say whose they are.
    pub draft: String,
    /// What cannot be decided here.
    pub clashes: Vec<Clash>,
}

/// The lines that mark a clash in a draft; a text with one of them is not settled.
pub const MARKS: [&str; 3] = ["<<<<<<< ours", "=======", ">>>>>>> theirs"];

/// Weaves two changes of `base` into one text.
#[must_use]
pub fn weave(base: &str, ours: &str, theirs: &str) -> Woven {
    let mut woven = Woven { text: String::new(), draft: String::new(), clashes: Vec::new() };
    let [(base_head, base_body), (ours_head, ours_body), (theirs_head, theirs_body)] = [base, ours, theirs].map(halves);
    add(&mut woven, [&lines(base_head), &lines(ours_head), &lines(theirs_head)], true);
    add(&mut woven, [&clauses(base_body), &clauses(ours_body), &clauses(theirs_body)], false);
    woven
}

impl Woven {
    /// Whether a text still holds the marks of a draft.
    #[must_use]
    pub fn is_marked(text: &str) -> bool {
        text.lines().any(|line| line == MARKS[0] || line == MARKS[2])
    }
}

fn add(woven: &mut Woven, [base, ours, theirs]: [&[&str]; 3], terms: bool) {
    for stretch in align(base, ours, theirs) {
        match stretch {
            Stretch::Agreed(pieces) => {
                let text = pieces.concat();
                woven.text.push_str(&text);
                woven.draft.push_str(&text);
            }
            Stretch::Disputed(three) => {
                let [base, ours, theirs] = three.map(|pieces| pieces.concat());
                woven.text.push_str(&ours);
                let line = |text: &str| if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
                woven.draft.push_str(&format!(
                    "{}\n{ours}{}{}\n{theirs}{}{}\n",
                    MARKS[0],
                    line(&ours),
                    MARKS[1],
                    line(&theirs),
                    MARKS[2]
                ));
                let place = if terms { "key terms".to_owned() } else { place(&[&ours, &theirs, &base]) };
                woven.clashes.push(Clash { place, base, ours, theirs });
            }
        }
    }
}

/// Key terms with their fences, and the body. A text without key terms is all body.
fn halves(text: &str) -> (&str, &str) {
    let body = split("text", text.as_bytes()).map(|split| split.body().len()).unwrap_or(text.len());
    text.split_at_checked(text.len() - body).unwrap_or(("", text))
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The body cut where a clause begins, or where there is none, after each paragraph.
fn clauses(body: &str) -> Vec<&str> {
    let outline = Outline::of(body);
    let mut cuts: Vec<usize> = outline.clauses().iter().map(|clause| clause.start).collect();
    if cuts.is_empty() {
        cuts = body.match_indices("\n\n").map(|(at, _)| at + 2).collect();
    }
    cuts.extend([0, body.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).filter_map(|pair| body.get(*pair.first()?..*pair.last()?)).collect()
}

/// The name of the first clause in any of these wordings.
fn place(wordings: &[&str]) -> String {
    let named = wordings.iter().find_map(|text| {
        let outline = Outline::of(text);
        let clause = outline.clauses().first()?;
        let number = clause.number.as_ref().map(|number| format!("§{number} ")).unwrap_or_default();
        Some(format!("{number}{}", clause.title).trim().to_owned())
    });
    named.unwrap_or_else(|| "text before the first clause".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Woven, weave};

    const BASE: &str = "+++\nid = \"nda-7k2m9qxt\"\ntitle = \"A\"\nkind = \"nda\"\n+++\n# Deed\n\nWe agree.\n\n## 1. Aim\n\nTalk.\n\n## 2. Term\n\nTwo years.\n\n## 3. Law\n\nNorway.\n";

    #[test]
    fn changes_of_different_clauses_come_together_also_beside_each_other() {
        let ours = BASE.replace("Talk.", "Talk openly.");
        let theirs = BASE.replace("Two years.", "Three years.").replace("title = \"A\"", "title = \"B\"");
        let both = ours.replace("Two years.", "Three years.").replace("title = \"A\"", "title = \"B\"");
        for (a, b) in [(&ours, &theirs), (&theirs, &ours)] {
            let woven = weave(BASE, a, b);
            assert_eq!(woven.clashes, []);
            assert_eq!(woven.text, both);
            assert_eq!(woven.draft, both);
        }
    }

    #[test]
    fn a_new_clause_and_a_gone_one_are_changes_like_others() {
        let ours = BASE.replace("## 3. Law", "## 2a. Costs\n\nNone.\n\n## 3. Law");
        let theirs = BASE.replace("## 1. Aim\n\nTalk.\n\n", "");
        let woven = weave(BASE, &ours, &theirs);
        assert_eq!(woven.clashes, []);
        assert!(woven.text.contains("Costs") && !woven.text.contains("Talk"), "{}", woven.text);
    }

    #[test]
    fn two_wordings_of_one_clause_are_shown_and_not_decided() {
        let ours = BASE.replace("Two years.", "One year.").replace("Talk.", "Talk openly.");
        let theirs = BASE.replace("Two years.", "Three years.");
        let woven = weave(BASE, &ours, &theirs);
        let [clash] = woven.clashes.as_slice() else { panic!("{woven:?}") };
        assert_eq!(clash.place, "§2 Term");
        assert!(clash.ours.contains("One") && clash.theirs.contains("Three") && clash.base.contains("Two"));
        assert!(woven.draft.contains("<<<<<<< ours\n## 2. Term\n\nOne year."), "{}", woven.draft);
        assert!(woven.draft.contains("Talk openly.") && Woven::is_marked(&woven.draft) && !Woven::is_marked(&ours));
        let both = weave(BASE, &BASE.replace("\"A\"", "\"B\""), &BASE.replace("\"A\"", "\"C\""));
        assert_eq!(both.clashes.len(), 1);
        assert_eq!(both.clashes[0].place, "key terms");
    }

    #[test]
    fn a_text_gone_and_changed_is_a_clash() {
        let theirs = BASE.replace("Talk.", "Talk openly.");
        let woven = weave(BASE, &BASE.replace("## 1. Aim\n\nTalk.\n\n", ""), &theirs);
        assert_eq!(woven.clashes.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn weaving_is_total_symmetric_and_takes_what_one_side_changed(
            base in "[ab#1. \n]{0,60}", ours in "[ab#1. \n]{0,60}", theirs in "[ab#1. \n+]{0,60}"
        ) {
            proptest::prop_assert_eq!(weave(&base, &ours, &base).text, ours.clone());
            proptest::prop_assert_eq!(weave(&base, &base, &ours).text, ours.clone());
            proptest::prop_assert_eq!(weave(&base, &ours, &ours).text, ours.clone());
            let (one, other) = (weave(&base, &ours, &theirs), weave(&base, &theirs, &ours));
            proptest::prop_assert_eq!(one.clashes.len(), other.clashes.len());
            if one.clashes.is_empty() {
                proptest::prop_assert_eq!(one.text, other.text);
            }
        }
    }
}
