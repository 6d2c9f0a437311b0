//! `policy list`, `show`, `sign`, `apply`, `drop` and `owners`: changes of the policy that take several owners.

use crate::contract::problem::quoted;
use crate::error::{Error, Kind, Result};
use crate::ops::recording::policy_change::{self, What};
use crate::ops::recording::proposals::{self, Proposal, State};
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::policy::succession::Need;
use crate::policy::{self, Right, difference, edit};
use crate::report::access::{ProposalItem, ProposalsReport};
use crate::report::act::{ActItem, ActReport};

/// Lists proposals that can still be applied, or with `all` those that cannot too.
///
/// # Errors
/// When the repository cannot be read.
pub fn list(session: &Session, all: bool) -> Result<ProposalsReport> {
    let found = proposals::all(&mut session.snapshot()?)?;
    let mut items = found.iter().map(|one| item(session, one)).collect::<Result<Vec<_>>>()?;
    items.retain(|item| all || matches!(item.state.as_str(), "open" | "ready"));
    Ok(ProposalsReport { items, detail: false })
}

/// One proposal with what it would change.
///
/// # Errors
/// When there is none so called.
pub fn show(session: &Session, named: &str) -> Result<ProposalsReport> {
    Ok(ProposalsReport { items: vec![item(session, &find(session, named)?)?], detail: true })
}

/// Signs a proposal; the last signature it takes also applies it.
///
/// # Errors
/// When there is none so called, it cannot be applied any more, or the actor is no owner, of now or to come.
pub fn sign(session: &Session, actor: &Actor, named: &str, manner: &Manner<'_>) -> Result<ActReport> {
    let mut proposal = find(session, named)?;
    must_be_open(session, &proposal)?;
    let email = actor.email();
    let to_come = proposal.policy.member(email).is_some_and(crate::policy::Member::is_owner);
    if !to_come {
        actor.must_have(session, Right::Administer, None)?;
    }
    if proposal.keys.contains(actor.public()) {
        return Ok(ActReport { subject: format!("nothing to do: {email} signed it already"), ..ActReport::default() });
    }
    proposal.keys.push(*actor.public());
    let armour = policy_change::signed(actor, &proposal.text)?;
    finish(session, actor, &proposal, Some(armour), manner)
}

/// Applies a proposal that enough owners signed, as may be after a merge.
///
/// # Errors
/// When owners are missing, it cannot be applied any more, or the actor is no owner.
pub fn apply(session: &Session, actor: &Actor, named: &str, manner: &Manner<'_>) -> Result<ActReport> {
    let proposal = find(session, named)?;
    must_be_open(session, &proposal)?;
    actor.must_have(session, Right::Administer, None)?;
    if let State::Open(why) = state(session, &proposal)? {
        return Err(Error::new(Kind::Refused, "owners-missing", format!("the proposal cannot be applied yet: {why}"))
            .hint(format!("another owner runs `clm policy sign {}`", short(&proposal)))
            .about(short(&proposal)));
    }
    finish(session, actor, &proposal, None, manner)
}

/// Takes a proposal that was not applied out of the tree; history keeps it.
///
/// # Errors
/// When it was applied, whose signatures are evidence, or the actor is no owner.
pub fn drop(session: &Session, actor: &Actor, named: &str, manner: &Manner<'_>) -> Result<ActReport> {
    let proposal = find(session, named)?;
    actor.must_have(session, Right::Administer, None)?;
    policy_change::recorded(session)?;
    if was_applied(session, &proposal)? {
        return Err(Error::new(
            Kind::Refused,
            "applied",
            "the proposal was applied; its signatures are what proves it",
        )
        .hint("change the policy by a new proposal")
        .about(short(&proposal)));
    }
    let folder = proposals::folder(proposal.digest);
    let mut change = session.change()?;
    for listed in session.snapshot()?.list(&folder)? {
        change.remove(&format!("{folder}/{}", listed.name))?;
    }
    let item = ActItem { id: short(&proposal), act: "drop".to_owned(), path: folder, ..ActItem::default() };
    policy_change::record(session, actor, change, ("policy", format!("drop {}", short(&proposal))), item, manner)
}

/// Says how many owners a change of the policy takes from now on.
///
/// # Errors
/// When there are not so many with a good key, or the actor is no owner.
pub fn owners(session: &Session, actor: &Actor, count: u64, manner: &Manner<'_>) -> Result<ActReport> {
    actor.must_have(session, Right::Administer, None)?;
    let text = edit::set_owners(&policy_change::recorded(session)?, count);
    let text = text.map_err(|fault| policy_change::refused(&fault))?;
    let item = ActItem {
        id: "owners".to_owned(),
        act: "policy".to_owned(),
        status: None,
        path: policy::FILE.to_owned(),
        next: vec!["clm policy grants".to_owned()],
    };
    let what = What { act: "policy", subject: format!("{count} owners for a change"), item, files: Vec::new() };
    policy_change::enact(session, actor, &text, what, manner)
}

fn finish(
    session: &Session,
    actor: &Actor,
    proposal: &Proposal,
    armour: Option<String>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    policy_change::recorded(session)?;
    let (state, short) = (state(session, proposal)?, short(proposal));
    let applies = state == State::Ready && session.policy.may(actor.member(), Right::Administer, None).is_permit();
    let mut change = if applies { policy_change::begin(session, &proposal.text)? } else { session.change()? };
    if let Some(armour) = armour {
        change.put(&proposals::file(proposal.digest, actor.public()), armour)?;
    }
    let verb = if applies { "apply" } else { "sign" };
    let item = ActItem {
        id: short.clone(),
        act: verb.to_owned(),
        status: Some(if applies { "applied" } else { state.word() }.to_owned()),
        path: proposals::folder(proposal.digest),
        next: if applies { vec!["clm policy grants".to_owned()] } else { vec![format!("clm policy show {short}")] },
    };
    let lines = if applies { difference::sentences(&session.policy, &proposal.policy) } else { Vec::new() };
    let entry = Entry { act: "policy", subject: format!("{verb} {short}"), contracts: Vec::new() };
    let account = Account { lines, ..Account::default() };
    let mut report = recorder::record_telling(session, actor, change, &entry, vec![item], manner, &account)?;
    match state {
        State::Open(why) => report.warnings.push(why),
        State::Ready if !applies => {
            report.warnings.push(format!("enough have signed: an owner of today runs `clm policy apply {short}`"));
        }
        _ => {}
    }
    Ok(report)
}

fn must_be_open(session: &Session, proposal: &Proposal) -> Result<()> {
    let why = match state(session, proposal)? {
        State::Applied => "it rules already".to_owned(),
        State::Stale(why) => why,
        State::Open(_) | State::Ready => return Ok(()),
    };
    Err(Error::new(Kind::Refused, "stale", format!("the proposal {} cannot be applied: {why}", short(proposal)))
        .hint(format!("propose the change anew; `clm policy drop {}` takes the old one away", short(proposal)))
        .about(short(proposal)))
}

fn state(session: &Session, proposal: &Proposal) -> Result<State> {
    let digest = proposals::present(&mut session.snapshot()?)?;
    Ok(proposals::state(proposal, (&session.policy, digest), session.now.to_utc()))
}

/// A proposal that ruled once: the policy that rules follows it, or is it.
fn was_applied(session: &Session, proposal: &Proposal) -> Result<bool> {
    let present = proposals::present(&mut session.snapshot()?)?;
    let rests = proposal.digest == present || session.policy.previous() == Some(proposal.digest);
    // Any later version may rest on it too, and a proposal that enough owners signed is not worth being wrong about.
    let later = session.policy.version() >= proposal.policy.version();
    Ok(rests || (later && enough_signed(session, proposal)))
}

fn enough_signed(session: &Session, proposal: &Proposal) -> bool {
    let by = proposals::signed_by(proposal, &session.policy, session.now.to_utc());
    u64::try_from(by.len()).unwrap_or(u64::MAX) >= session.policy.owners()
}

fn item(session: &Session, proposal: &Proposal) -> Result<ProposalItem> {
    let state = state(session, proposal)?;
    let needed = match session.policy.members().iter().find(|member| member.is_owner()) {
        Some(owner) => match session.policy.need(&proposal.policy, owner) {
            Need::Owners { present, coming } => present.max(coming),
            Need::Owner | Need::Administrator => 1,
        },
        None => session.policy.owners(),
    };
    Ok(ProposalItem {
        id: short(proposal),
        digest: proposal.digest.to_string(),
        state: state.word().to_owned(),
        why: match &state {
            State::Open(why) | State::Stale(why) => Some(why.clone()),
            State::Applied | State::Ready => None,
        },
        version: proposal.policy.version(),
        signed: proposals::signed_by(proposal, &session.policy, session.now.to_utc()),
        needed,
        changes: difference::sentences(&session.policy, &proposal.policy),
        path: proposals::folder(proposal.digest),
    })
}

fn short(proposal: &Proposal) -> String {
    proposal.digest.short(12)
}

/// The proposal whose digest begins so.
fn find(session: &Session, named: &str) -> Result<Proposal> {
    let wanted = named.strip_prefix("sha256:").unwrap_or(named);
    let all = proposals::all(&mut session.snapshot()?)?;
    let mut found = all.into_iter().filter(|one| !wanted.is_empty() && one.digest.hex().starts_with(wanted));
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (first, _) => {
            let what = if first.is_some() { "more than one proposal begins" } else { "no proposal begins" };
            Err(Error::new(Kind::NotFound, "no-such-proposal", format!("{what} with {}", quoted(named)))
                .hint("`clm policy list --all` shows them")
                .about(named))
        }
    }
}
