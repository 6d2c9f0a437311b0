//! Whether what came fits what is there: the text, the party, the key, and the state the contract is in.

use super::asked::Ground;
use super::check::{Checked, Heard};
use crate::contract::header::{Form, Header};
use crate::contract::lifecycle::{Flag, Signing, StatementAct};
use crate::contract::revision::revision;
use crate::error::Result;
use crate::ops::agreeing::exhibits;
use crate::ops::dossier::judge;
use crate::ops::drafting::draft;
use crate::ops::session::resolve::Place;
use crate::signature::statement::{Instead, Statement};

/// Everything that can speak against what came, whoever sent it.
///
/// # Errors
/// With the first thing that does not fit.
pub fn fits(ground: &Ground<'_>, checked: &Checked) -> Result<()> {
    let Ground { session, place, dossier, .. } = ground;
    let header = draft::readable(dossier)?.header();
    if let Heard::Statement(statement) = &checked.heard {
        same_text(ground, statement)?;
    }
    let who = checked.speaker();
    if !header.parties.iter().any(|party| party.name == who.party) {
        return Err(ground.mismatch(
            "no-such-party",
            format!("`{}` is no party of {}", who.party, place.id),
            "it was prepared by hand; prepare one with `clm sign --prepare`",
        ));
    }
    if checked.claimed() > session.now.to_utc() + chrono::Duration::minutes(5) {
        return Err(ground.mismatch(
            "from-the-future",
            format!("it claims to be signed at {}, which is still to come", checked.claimed()),
            "see that both clocks are right, and let them sign again",
        ));
    }
    twice(ground, checked)?;
    one_key_one_party(ground, checked)?;
    state(ground, checked)?;
    match &checked.heard {
        Heard::Statement(statement) => {
            exhibits::of_stranger(ground.session, ground.dossier, statement)?;
            signatory(ground, header, statement)
        }
        Heard::Response(_) => Ok(()),
    }
}

fn same_text(ground: &Ground<'_>, statement: &Statement) -> Result<()> {
    let Place { id, .. } = ground.place;
    if revision(&statement.subjects) == ground.dossier.revision {
        return Ok(());
    }
    let other = statement.subjects.iter().filter(|subject| !ground.dossier.subjects.contains(subject));
    let named = |name: &str| statement.subjects.iter().any(|subject| subject.name == name);
    let missing = ground.dossier.subjects.iter().filter(|subject| !named(&subject.name));
    let changed: Vec<&str> = other.chain(missing).map(|subject| subject.name.as_str()).collect();
    Err(ground.mismatch(
        "other-revision",
        format!("it was signed on another text than the present one of {id}: {}", changed.join(", ")),
        format!("prepare the present text for them with `clm sign {id} --for PARTY --prepare FILE …`"),
    ))
}

/// The same words are taken once, whatever carried them; a second signature of one person says nothing new.
fn twice(ground: &Ground<'_>, checked: &Checked) -> Result<()> {
    let id = &ground.place.id;
    let known = match &checked.heard {
        Heard::Statement(_) => ground.dossier.statements.iter().any(|file| file.digest == checked.digest()),
        Heard::Response(_) => ground.dossier.files.contains(&super::words::reply_file(checked.digest())),
    };
    let hint = format!("nothing is left to do; `clm show {id}` says what came in and whom it waits for");
    if known {
        let what = if matches!(checked.heard, Heard::Statement(_)) { "statement" } else { "reply" };
        return Err(ground.refusal("already-received", format!("this {what} is part of {id} already"), hint));
    }
    let Heard::Statement(statement) = &checked.heard else { return Ok(()) };
    let standing = ground.entry.standing(&ground.session.organisation, ground.session.today);
    if standing.flags.contains(&Flag::Uncounted) {
        // One that came late or before its turn is made good by another.
        return Ok(());
    }
    // What a reopening cancelled stays as history: its signers are asked anew, for the same text or another.
    let live = ground.entry.live(&ground.session.organisation);
    let before = ground.entry.statements.iter().filter(|one| live.contains(&one.digest)).find(|one| {
        let same =
            (&one.party, one.act, one.revision) == (&statement.signer.party, statement.act, statement.revision());
        same && one.email == statement.signer.email.as_str() && one.trusted && statement.act != StatementAct::Witness
    });
    match before {
        Some(one) => {
            let (name, did) = (&one.name, if one.act == StatementAct::Sign { "signed" } else { "declined" });
            let message = format!("{name} {did} {id} for {} already, on {}", one.party, one.claimed.format("%Y-%m-%d"));
            Err(ground.refusal("already-signed", message, hint))
        }
        None => Ok(()),
    }
}

fn one_key_one_party(ground: &Ground<'_>, checked: &Checked) -> Result<()> {
    let (session, id, who) = (ground.session, &ground.place.id, checked.speaker());
    let hint = "each party signs with a key of its own";
    if let Some((member, _)) = session.policy.holder(&checked.key)
        && (member.email.as_str() != who.email || !session.policy.may_sign_for(member, who.party).is_permit())
    {
        let message = format!("that key belongs to the member {}, who may not sign for {}", member.email, who.party);
        return Err(ground.mismatch("members-key", message, hint));
    }
    let judged = judge::by_policy(ground.dossier, &session.policy);
    let other = judged.iter().filter_map(|one| one.result.as_ref().ok()).find(|verified| {
        let signer = &verified.statement().signer;
        *verified.key() == checked.key && (signer.party != who.party || signer.email.as_str() != who.email)
    });
    match other {
        None => Ok(()),
        Some(other) => {
            let signer = &other.statement().signer;
            let message = format!("the same key has signed {id} as {} for {} already", signer.email, signer.party);
            Err(ground.mismatch("one-key-one-party", message, hint))
        }
    }
}

/// Which states still take signatures, and which words.
fn state(ground: &Ground<'_>, checked: &Checked) -> Result<()> {
    let Ground { session, place, entry, .. } = ground;
    let id = &place.id;
    let asks = match &checked.heard {
        Heard::Statement(_) => true,
        Heard::Response(response) => !response.changes.is_empty(),
    };
    match entry.standing(&session.organisation, session.today).signing {
        Signing::Broken => {
            Err(ground.mismatch("broken", format!("{id} is broken"), format!("`clm verify {id}` says what is wrong")))
        }
        Signing::Signed if asks => Err(ground.refusal(
            "already-signed",
            format!("{id} is signed by everybody already"),
            format!("`clm verify {id}` proves it; `clm amend {id}` makes a new one that changes it"),
        )),
        Signing::Declined | Signing::Void if asks => {
            Err(ground.refusal("closed", format!("{id} is closed"), format!("`clm log {id}` says why")))
        }
        _ => draft::must_be_saved(session, place),
    }
}

/// Whoever signs is named where the contract names signatories, and the law asks for no more than this.
fn signatory(ground: &Ground<'_>, header: &Header, statement: &Statement) -> Result<()> {
    let id = &ground.place.id;
    if statement.act == StatementAct::Sign && header.form != Form::Any {
        let message = format!("the law asks more of {id} than a simple electronic signature");
        let hint = format!("it is signed outside: `clm executed {id} --on DATE --by paper --evidence FILE`");
        return Err(ground.refusal("form", message, hint));
    }
    let who = &statement.signer;
    let party = header.parties.iter().find(|party| party.name == who.party);
    let named = party.map(|party| party.signatories.as_slice()).unwrap_or_default();
    // Under a mandate the place is that of who gave it.
    let mandate = statement.instead.as_ref().and_then(Instead::mandate);
    let (name, email) = mandate.map_or((&who.name, Some(&who.email)), |giver| (&giver.name, giver.email.as_ref()));
    let known = |one: &crate::contract::party::Signatory| match &one.email {
        Some(known) => email.is_some_and(|email| known.eq_ignore_ascii_case(email.as_str())),
        None => one.name == *name,
    };
    if named.is_empty() || statement.act == StatementAct::Witness || named.iter().any(known) {
        return Ok(());
    }
    let names: Vec<&str> = named.iter().map(|one| one.name.as_str()).collect();
    Err(ground.refusal(
        "not-a-signatory",
        format!("{} <{}> is not among those who sign {id} for {}", who.name, who.email, who.party),
        format!(
            "it is signed by {}; somebody else signs after `clm reopen {id}` and `clm edit {id}`",
            names.join(", ")
        ),
    ))
}
