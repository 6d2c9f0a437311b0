//! One file that both sides may have changed: which stands, or what they add up to.

use super::{Conflict, Plan, Table, What, taken};
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::reconcile::{Later, merge_keys, weave};
use crate::error::{Error, Kind, Result};
use crate::ops::setup::init::ALLOWED_SIGNERS;
use crate::policy;
use crate::report::sync::ConflictItem;
use crate::store::Entry;

/// What becomes of a file.
pub enum Choice {
    /// It stays as we have it.
    Keep,
    /// It becomes this.
    Take(What),
    /// A person has to say.
    Ask(Box<Conflict>),
}

/// A file on three sides: base, ours, theirs.
pub type Three = [Option<Entry>; 3];

impl Table<'_> {
    /// A file outside contracts.
    pub fn file(&self, path: &str, plan: &mut Plan) -> Result<()> {
        let before = self.before(path)?;
        let three = [before, self.ours.at(path, before), self.theirs.at(path, before)];
        let choice = match plainly(path, three)? {
            Some(choice) => choice,
            // The list of signers belongs to the policy it was made from.
            None if path == ALLOWED_SIGNERS && self.theirs.changes.contains_key(policy::FILE) => {
                Choice::Take(taken(path, three[2])?)
            }
            None if path == ALLOWED_SIGNERS => Choice::Keep,
            None if path.ends_with(".toml") && !path.starts_with(".clm/") => self.by_key(path, three, plan)?,
            None => self.by_clause((path, path), None, three)?,
        };
        match choice {
            Choice::Keep => {}
            Choice::Take(what) => drop(plan.puts.insert(path.to_owned(), what)),
            Choice::Ask(conflict) => plan.conflicts.push(*conflict),
        }
        Ok(())
    }

    /// Notes and settings: key by key, the later value where both set one.
    pub fn by_key(&self, path: &str, [base, ours, theirs]: Three, plan: &mut Plan) -> Result<Choice> {
        let text = |entry: Option<Entry>| match entry {
            Some(entry) => Ok::<_, Error>(String::from_utf8_lossy(&self.blob(entry.id)?).into_owned()),
            None => Ok(String::new()),
        };
        let (ours_text, theirs_text) = (text(ours)?, text(theirs)?);
        let Some((merged, clashes)) = merge_keys(&text(base)?, &ours_text, &theirs_text, self.later) else {
            return self.by_clause((path, path), None, [base, ours, theirs]);
        };
        for clash in clashes {
            let whose = if self.later == Later::Ours { "ours" } else { "theirs" };
            let empty = |value: String| if value.is_empty() { "nothing".to_owned() } else { value };
            let (kept, other) = (empty(clash.kept), empty(clash.other));
            plan.note(path, format!("{} was set by both: {kept} stands ({whose}, later), not {other}", clash.key));
        }
        Ok(match merged {
            merged if merged == ours_text => Choice::Keep,
            merged if merged == theirs_text => Choice::Take(taken(path, theirs)?),
            merged => Choice::Take(What::Bytes(merged.into_bytes())),
        })
    }

    /// A text: clause by clause. `path` is its place in the base, and where it lies here.
    pub fn by_clause(&self, (path, here): (&str, &str), id: Option<&str>, three: Three) -> Result<Choice> {
        let [base, Some(ours), Some(theirs)] = three else { return Ok(Choice::Keep) };
        let key = Digest::of(format!("{path}\n{base:?}\n{ours:?}\n{theirs:?}").as_bytes()).hex();
        let bytes = |entry: Entry| self.blob(entry.id);
        let (base, ours_bytes, theirs_bytes) = (base.map(bytes).transpose()?, bytes(ours)?, bytes(theirs)?);
        if let Some(chosen) = (self.meeting.settled)(&key) {
            return Ok(match chosen {
                chosen if chosen == ours_bytes => Choice::Keep,
                chosen if chosen == theirs_bytes => Choice::Take(taken(path, Some(theirs))?),
                chosen => Choice::Take(What::Bytes(chosen)),
            });
        }
        let base = base.unwrap_or_default();
        let words = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(ToOwned::to_owned);
        let (mut shown, mut draft) = (Vec::new(), None);
        if let (Some(base), Some(ours), Some(theirs)) = (words(&base), words(&ours_bytes), words(&theirs_bytes)) {
            let woven = weave(&base, &ours, &theirs);
            if woven.clashes.is_empty() && holds_together(here, &woven.text, &ours, &theirs) {
                return Ok(Choice::Take(What::Bytes(woven.text.into_bytes())));
            }
            shown = woven
                .clashes
                .into_iter()
                .map(|clash| item(id, here, clash.place, [clash.base, clash.ours, clash.theirs]))
                .collect();
            if shown.is_empty() {
                // Each for itself is in order, and both together are not.
                shown.push(item(id, here, "key terms that do not go together".to_owned(), [base, ours, theirs]));
            }
            draft = Some(woven.draft);
        } else {
            let (id, path, place) = (id.map(ToOwned::to_owned), here.to_owned(), "whole file".to_owned());
            shown.push(ConflictItem { id, path, place, base: None, ours: None, theirs: None });
        }
        let (path, id) = (here.to_owned(), id.map(ToOwned::to_owned));
        Ok(Choice::Ask(Box::new(Conflict { key, path, id, ours: ours_bytes, theirs: theirs_bytes, draft, shown })))
    }
}

/// What needs no reading: unchanged on one side, the same on both, or removed on one side and changed on the other.
pub fn plainly(path: &str, [base, ours, theirs]: Three) -> Result<Option<Choice>> {
    Ok(match (ours, theirs) {
        _ if theirs == base || ours == theirs => Some(Choice::Keep),
        _ if ours == base => Some(Choice::Take(taken(path, theirs)?)),
        (Some(_), None) => Some(Choice::Keep),
        (None, Some(_)) => Some(Choice::Take(taken(path, theirs)?)),
        _ => None,
    })
}

/// Whether a woven agreement can be read where both sides' could.
fn holds_together(path: &str, woven: &str, ours: &str, theirs: &str) -> bool {
    let reads = |text: &str| Document::parse(path, text.as_bytes()).is_ok();
    !path.ends_with("/contract.md") || reads(woven) || !reads(ours) || !reads(theirs)
}

fn item(id: Option<&str>, path: &str, place: String, [base, ours, theirs]: [String; 3]) -> ConflictItem {
    ConflictItem {
        id: id.map(ToOwned::to_owned),
        path: path.to_owned(),
        place,
        base: Some(base),
        ours: Some(ours),
        theirs: Some(theirs),
    }
}

/// Evidence of one name with two contents.
pub fn evidence_differs(path: &str) -> Error {
    Error::new(
        Kind::VerificationFailed,
        "evidence-differs",
        format!("{path} has other bytes there than here, although evidence is only ever added"),
    )
    .hint("`clm verify --history` on both sides says who changed it")
    .about(path)
}
