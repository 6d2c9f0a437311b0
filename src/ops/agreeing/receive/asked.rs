//! Which send a reply answers, and whether the page of that send was for the person who speaks.

use super::check::{Checked, Heard};
use super::shown;
use crate::contract::act::{Act, Deed, Page};
use crate::contract::digest::Digest;
use crate::contract::header::Header;
use crate::contract::lifecycle::StatementAct;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Entry;
use crate::ops::dossier::Dossier;
use crate::ops::drafting::diff::{self, Against};
use crate::ops::drafting::draft;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;

/// The send answered.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Digest of the act.
    pub send: Digest,
    /// The revision that was sent.
    pub revision: Digest,
    /// The page of the person who speaks.
    pub page: Page,
    /// Whether it is still the present text that was sent, and the sending counts.
    pub present: bool,
}

/// What a reply is held against.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The repository.
    pub session: &'a Session,
    /// Where the contract lies.
    pub place: &'a Place,
    /// Its folder.
    pub dossier: &'a Dossier,
    /// What is recorded of it.
    pub entry: &'a Entry,
}

impl Ground<'_> {
    /// A refusal because something does not fit: it may have been tampered with.
    pub(super) fn mismatch(&self, code: &'static str, message: String, hint: impl Into<String>) -> Error {
        Error::new(Kind::VerificationFailed, code, message).hint(hint).about(self.place.id.to_string())
    }

    /// A refusal of something honest that comes too late, twice, or at the wrong door.
    pub(super) fn refusal(&self, code: &'static str, message: String, hint: impl Into<String>) -> Error {
        Error::new(Kind::Refused, code, message).hint(hint).about(self.place.id.to_string())
    }
}

/// The send and the page a reply answers; none for a statement that answers none.
///
/// # Errors
/// When the send is none of this contract, or its page was for somebody else, showed something else, or demanded a proof
/// that is not there. A statement on a text that has moved on is refused; words about it are not.
pub fn find(ground: &Ground<'_>, checked: &Checked) -> Result<Option<Asked>> {
    let Some(send) = checked.send() else {
        no_code_is_owed(ground, checked)?;
        return Ok(None);
    };
    let act = act_of(ground, send)?;
    let Deed::Send { revision, pages, .. } = &act.deed else { return Ok(None) };
    if checked.revision() != *revision {
        return Err(other_text(ground, checked));
    }
    let page = page(ground, checked, pages)?.clone();
    if checked.shown() != Some(page.shown) {
        return Err(ground.mismatch(
            "other-rendering",
            "the page it was signed on did not show the agreement as it was sent".to_owned(),
            "their page was changed on the way: send a new one, and tell them by another way than mail",
        ));
    }
    // For each signatory the latest page of the present text counts, and no other.
    let out = ground.entry.pages_sent(&ground.session.organisation);
    let present = out.iter().any(|sent| sent.send == send && sent.page == page);
    let asked = Asked { send, revision: *revision, page, present };
    if let Heard::Statement(statement) = &checked.heard {
        if !present {
            return Err(moved_on(ground, act, *revision));
        }
        let header = draft::readable(ground.dossier)?.header();
        words(ground, header, statement, &asked.page)?;
    }
    Ok(Some(asked))
}

fn act_of<'g>(ground: &Ground<'g>, send: Digest) -> Result<&'g Act> {
    let found = ground.dossier.acts.iter().find(|file| file.act.digest == send).map(|file| &file.act);
    found.filter(|act| matches!(act.deed, Deed::Send { .. })).ok_or_else(|| {
        ground.mismatch(
            "other-send",
            format!("it answers the send {}, which is none of {}", send.short(12), ground.place.id),
            "the reply belongs to another contract or another repository: ask them which page they signed on",
        )
    })
}

/// The files of the agreement that read otherwise than in the reply.
fn other_text(ground: &Ground<'_>, checked: &Checked) -> Error {
    let named: Vec<String> = match &checked.heard {
        Heard::Statement(statement) => statement.subjects.iter().map(|subject| subject.name.clone()).collect(),
        Heard::Response(_) => vec!["contract.md".to_owned()],
    };
    ground.mismatch(
        "other-revision",
        format!("it speaks of another text of {} than the one that was sent: {}", ground.place.id, named.join(", ")),
        "their page was changed: send a new one, and tell them by another way than mail",
    )
}

/// The page that was written for whoever speaks.
fn page<'p>(ground: &Ground<'_>, checked: &Checked, pages: &'p [Page]) -> Result<&'p Page> {
    let who = checked.speaker();
    let theirs = |page: &&Page| {
        let known = match (&page.email, &page.name) {
            (Some(email), _) => *email == who.email,
            (None, Some(name)) => name == who.name,
            (None, None) => true,
        };
        page.party == who.party && known
    };
    pages.iter().find(theirs).ok_or_else(|| {
        let asked = pages.iter().map(|page| {
            let name = page.name.as_deref().or(page.email.as_deref()).unwrap_or("whoever signs for it");
            format!("sent to: {name}, for {}", page.party)
        });
        ground
            .mismatch(
                "not-asked",
                format!("no page was sent to {} <{}> for {}", who.name, who.email, who.party),
                "a page is for one person: send them one of their own with `clm send`",
            )
            .details(asked)
    })
}

/// A statement that answers no send must not be a way round the code that a page of the same person demands.
fn no_code_is_owed(ground: &Ground<'_>, checked: &Checked) -> Result<()> {
    let who = checked.speaker();
    let demanded = ground.entry.pages_sent(&ground.session.organisation).iter().any(|sent| {
        let page = &sent.page;
        page.code && page.party == who.party && page.email.as_deref().is_none_or(|email| email == who.email)
    });
    if !demanded {
        return Ok(());
    }
    Err(ground.mismatch(
        "no-code",
        format!("{} was sent a page that asks for a spoken code, and this statement proves none", who.name),
        "let them sign on the page they were sent, with the code they were told",
    ))
}

/// The words a signer is put in the mouth are the page's.
fn words(
    ground: &Ground<'_>,
    header: &Header,
    statement: &crate::signature::statement::Statement,
    page: &Page,
) -> Result<()> {
    let expected = match statement.act {
        StatementAct::Sign => shown::consent(page, header),
        StatementAct::Decline => shown::refusal(page, header),
        StatementAct::Witness => {
            let message = "a page asks nobody to witness; this statement does".to_owned();
            return Err(ground.mismatch("witness", message, "their page was changed: send a new one"));
        }
    };
    if statement.title == header.title && statement.consent == expected {
        return Ok(());
    }
    Err(ground
        .mismatch(
            "other-words",
            "the sentence they agreed to is not the one their page shows".to_owned(),
            "their page was changed on the way: send a new one, and tell them by another way than mail",
        )
        .details([format!("signed: {}", statement.consent), format!("shown:  {expected}")]))
}

/// An honest reply to a text that was given up: what is present now, and what changed.
fn moved_on(ground: &Ground<'_>, act: &Act, revision: Digest) -> Error {
    let Ground { session, place, dossier, entry } = ground;
    let when = |at: &chrono::DateTime<chrono::FixedOffset>| {
        at.with_timezone(&session.organisation.time_zone).format("%Y-%m-%d %H:%M").to_string()
    };
    let live = entry.live_acts(&session.organisation);
    let newest = live.into_iter().filter(|act| matches!(act.deed, Deed::Send { .. })).max_by_key(|act| act.at);
    let (now, hint) = match newest {
        Some(send) => (
            format!("the send of {} is the present one", when(&send.at)),
            format!("ask for an answer on its page; `clm send {} --again -o DIR` writes that anew", place.id),
        ),
        None => (
            "nothing is out for signature now".to_owned(),
            format!("send them the present text: `clm send {} -o DIR`", place.id),
        ),
    };
    let mut details = vec![now];
    let named = revision.to_string();
    let compared = (revision != dossier.revision)
        .then(|| diff::diff(session, place, Against::Named(&named, std::path::Path::new("/"))).ok())
        .flatten();
    if let Some(compared) = compared {
        let terms = compared.terms.iter().map(|term| {
            let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
            format!("changed since: {}: {} → {}", term.key, side(&term.old), side(&term.new))
        });
        let hunks = compared.hunks.iter().map(|hunk| {
            format!("changed since: {}", hunk.clause.as_deref().unwrap_or("the text before the first clause"))
        });
        details.extend(terms.chain(hunks).take(20));
    }
    let given_up = if revision == dossier.revision {
        format!("it answers the send of {}, which a later one of {} has replaced", when(&act.at), place.id)
    } else {
        format!("it answers the send of {}, which was given up: the text of {} has moved on", when(&act.at), place.id)
    };
    ground.refusal("text-moved-on", given_up, hint).details(details)
}
