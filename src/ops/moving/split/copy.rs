//! The new repository: made aside, judged, and only then put in its place.

use std::collections::BTreeSet;
use std::path::Path;

use toml_edit::Value;

use super::{Made, SplitRequest};
use crate::contract::key_path::KeyPath;
use crate::contract::toml_change::edit_free;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::departed::{self, WHENCE, Whence};
use crate::ops::proving::audit::memory;
use crate::ops::proving::{audit, verify};
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::session::{CALENDARS, ORGANISATION, Session};
use crate::ops::setup::init::{self, ALLOWED_SIGNERS};
use crate::policy;
use crate::report::act::ActItem;
use crate::signature::namespace;
use crate::store::path::folder_suffix;
use crate::store::{CommitId, Going, ORIGIN, Person, Repeated, Store};

/// What goes along beside the workspace: what everything is judged by.
const HOUSE: &[&str] =
    &[ORGANISATION, ".gitattributes", ".gitignore", CALENDARS, policy::FILE, ALLOWED_SIGNERS, ".clm/proposals"];

/// A split of this workspace that was made before, and not finished here.
pub fn finished(session: &Session, request: &SplitRequest<'_>, places: &[Place]) -> Result<Option<Made>> {
    let Ok(store) = Store::discover(request.folder) else { return Ok(None) };
    let same = |root: &Path| matches!((root.canonicalize(), request.folder.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if !store.root().is_some_and(same) {
        return Ok(None);
    }
    let Some(head) = store.head()?.commit else { return Ok(None) };
    let whence = Whence::of(&mut store.snapshot_at(Some(head))?)?;
    let Some(whence) = whence.filter(|whence| whence.workspace == request.name) else { return Ok(None) };
    let Ok(from) = whence.from.parse::<CommitId>() else { return Ok(None) };
    if !session.store.has(from)? || !session.store.is_ancestor(from, session.head)? {
        return Ok(None);
    }
    let since = session.store.changed(Some(from), Some(session.head))?;
    let since: Vec<String> =
        since.into_iter().map(|change| change.path).filter(|path| departed::is_in(path, request.name)).collect();
    let there: BTreeSet<String> = store
        .snapshot_at(Some(head))?
        .contracts()?
        .into_iter()
        .filter_map(|folder| folder_suffix(&folder.path).map(ToOwned::to_owned))
        .collect();
    let lacks = places.iter().filter(|place| !there.contains(place.id.suffix())).map(|place| place.folder.clone());
    let differs: Vec<String> = since.into_iter().chain(lacks).collect();
    if !differs.is_empty() {
        let message = format!("{} was split off into {} before, and changed here since", request.name, request.named);
        return Err(Error::new(Kind::Refused, "changed-since", message)
            .details(differs)
            .hint("name another folder, or remove that one if nobody works in it yet; then repeat the command"));
    }
    let root = audit::beginning(&store, head)?.to_string();
    let warnings = vec![format!("{} was there already; this command finished the split", request.named)];
    Ok(Some(Made {
        root,
        commit: head,
        from: whence.from,
        warnings: warnings.into_iter().filter(|_| !request.leave).collect(),
    }))
}

/// Makes it, and puts it in its place unless it is a dry run.
pub fn make(
    session: &Session,
    actor: &Actor,
    request: &SplitRequest<'_>,
    places: &[Place],
    manner: &Manner<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Made> {
    must_be_free(request)?;
    let cannot = |fault: std::io::Error| {
        Error::new(Kind::Failed, "disk", format!("cannot make {}: {fault}", request.folder.display()))
            .hint("look at the folder's rights and the free space; nothing was changed here")
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".clm-split-");
    let aside = if manner.dry_run {
        builder.tempdir()
    } else {
        let above = request.folder.parent().unwrap_or(request.folder);
        std::fs::create_dir_all(above).map_err(cannot)?;
        builder.tempdir_in(above)
    };
    let aside = aside.map_err(cannot)?;
    let repeated = history(session, actor, request, (places, aside.path()), progress)?;
    let (commit, root) = settle(session, actor, request, aside.path(), &repeated)?;
    let known = must_judge_alike(session, places, aside.path(), request)?;
    let made = Made { root, commit, from: session.head.to_string(), warnings: warnings(session, request, &repeated)? };
    if manner.dry_run {
        return Ok(made);
    }
    let aside = aside.keep();
    let put = || {
        // A temporary folder is its maker's alone; a repository is as open as any other folder made here.
        let usual = aside.join(".git/objects").metadata()?.permissions();
        std::fs::set_permissions(&aside, usual)?;
        if request.folder.exists() {
            std::fs::remove_dir(request.folder)?;
        }
        std::fs::rename(&aside, request.folder)?;
        std::fs::File::open(request.folder.parent().unwrap_or(request.folder))?.sync_all()
    };
    if let Err(fault) = put() {
        drop(std::fs::remove_dir_all(&aside));
        return Err(cannot(fault));
    }
    if let Some(state) = request.state {
        // Whatever lay there before, this is what lies there now.
        memory::keep(&state.join("clones"), &memory::place(&request.folder.join(".git")), &known)?;
    }
    Ok(made)
}

fn must_be_free(request: &SplitRequest<'_>) -> Result<()> {
    init::must_be_free(request.folder)?;
    let taken = match std::fs::read_dir(request.folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(fault) => fault.kind() != std::io::ErrorKind::NotFound,
    };
    if taken {
        let message = format!("{} is there already and not empty", request.folder.display());
        return Err(Error::new(Kind::Refused, "exists", message)
            .hint(format!("name another folder: clm workspace split {} DIR", request.name)));
    }
    Ok(())
}

/// The workspace's past, repeated in a new repository.
fn history(
    session: &Session,
    actor: &Actor,
    request: &SplitRequest<'_>,
    (places, aside): (&[Place], &Path),
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Repeated> {
    let come: BTreeSet<String> = places.iter().map(|place| place.id.suffix().to_owned()).collect();
    let folders = session.snapshot()?.contracts()?;
    let elsewhere = folders.iter().filter(|folder| !departed::is_in(&folder.path, request.name));
    let stay = elsewhere.filter_map(|folder| folder_suffix(&folder.path).map(ToOwned::to_owned));
    let stay: BTreeSet<String> = stay.filter(|suffix| !come.contains(suffix)).collect();
    let going = Going { workspace: request.name, house: HOUSE, stay: &stay, come: &come };
    let store = Store::init(aside)?;
    let sign = |payload: &[u8]| actor.sign(namespace::COMMIT, payload);
    store.repeat(&session.store, session.head, going, &sign, progress)?.ok_or_else(|| {
        Error::new(Kind::Failed, "no-history", format!("nothing of {} was ever recorded", request.name))
            .hint("`clm log` shows what was")
    })
}

/// The branch, git's settings, and the owner's own commit that ends what was repeated.
fn settle(
    session: &Session,
    actor: &Actor,
    request: &SplitRequest<'_>,
    aside: &Path,
    repeated: &Repeated,
) -> Result<(CommitId, String)> {
    // Opened anew: what was made is on disk now, and nothing else is to be seen.
    let store = Store::begun(aside)?;
    let person = Person { name: actor.name().to_owned(), email: actor.email().to_owned() };
    store.fast_forward(repeated.tip, &person, session.now)?;
    init::settings::write(&store, &request.key, actor)?;
    let new = Session::of(store, repeated.tip, request.now)?;
    let mut change = new.change()?;
    for listed in new.snapshot()?.list(ORIGIN)? {
        change.remove(&format!("{ORIGIN}/{}", listed.name))?;
    }
    let source = String::from_utf8_lossy(&new.snapshot()?.read(ORGANISATION)?.unwrap_or_default()).into_owned();
    let usual = (KeyPath::of("default_workspace", &[]), Some(Value::from(request.name)));
    let text = edit_free(&source, &[usual])
        .map_err(|fault| Error::new(Kind::InvalidContent, "clm-toml", fault.to_string()).hint("mend clm.toml first"))?;
    change.put(ORGANISATION, text)?;
    let whence = Whence {
        workspace: request.name.to_owned(),
        root: audit::root(session)?,
        from: session.head.to_string(),
        by: actor.email().to_owned(),
    };
    change.put(WHENCE, whence.text()?)?;
    let subject = format!("begin a repository of its own for {}", request.name);
    let entry = Entry { act: "workspace", subject, contracts: Vec::new() };
    let account = Account {
        lines: vec![
            format!(
                "{} commits repeated up to {} of the repository that begins with {}",
                repeated.commits,
                session.head,
                audit::root(session)?
            ),
            format!("{} more touched nothing of it and were left out", repeated.left),
        ],
        ..Account::default()
    };
    let item =
        ActItem { id: request.name.to_owned(), act: "split".to_owned(), path: ".".to_owned(), ..ActItem::default() };
    let report = recorder::record_telling(&new, actor, change, &entry, vec![item], &Manner::default(), &account)?;
    let commit = report.commit.and_then(|commit| commit.parse().ok());
    let commit: CommitId =
        commit.ok_or_else(|| Error::new(Kind::Failed, "commit", "the new repository has no commit"))?;
    Ok((commit, audit::beginning(&new.store, commit)?.to_string()))
}

/// Refuses a new repository that would say of any contract what this one does not say.
fn must_judge_alike(
    session: &Session,
    places: &[Place],
    aside: &Path,
    request: &SplitRequest<'_>,
) -> Result<memory::Known> {
    let store = Store::discover(aside)?;
    let head = store.head()?.commit;
    let head = head.ok_or_else(|| Error::new(Kind::Failed, "commit", "the new repository has no commit"))?;
    let mut new = Session::of(store, head, request.now)?;
    new.today = session.today;
    let (here, there) = (verify::verify(session, Some(places), false)?, verify::verify(&new, None, false)?);
    let mut differs: Vec<String> =
        there.findings.iter().filter(|found| !here.findings.contains(found)).cloned().collect();
    for item in &here.items {
        let found = there.items.iter().find(|other| other.id == item.id);
        let told = |item: &crate::report::verify::VerifyItem| format!("{}, {}", item.verdict, item.status);
        let alike = found.is_some_and(|other| {
            let signatures = |item: &crate::report::verify::VerifyItem| {
                item.signatures.iter().map(|one| (one.statement.clone(), one.verdict.clone())).collect::<Vec<_>>()
            };
            told(item) == told(other) && item.revision == other.revision && signatures(item) == signatures(other)
        });
        if !alike {
            let other = found
                .map_or_else(|| "missing".to_owned(), |other| format!("{} {}", told(other), other.findings.join("; ")));
            differs.push(format!("{}: {} here, {other} there", item.id, told(item)));
        }
    }
    let asked = audit::AuditRequest::default();
    let after = audit::audit(&new, asked)?;
    if audit::exit(&after) != 0 && audit::exit(&audit::audit(session, asked)?) == 0 {
        differs.extend(after.items.iter().filter(|item| item.verdict != "healed").map(|item| {
            format!("{}: {}", item.path.clone().unwrap_or_else(|| "its history".to_owned()), item.finding)
        }));
    }
    if differs.is_empty() {
        return Ok(audit::known(&new, &after));
    }
    Err(Error::new(Kind::VerificationFailed, "not-alike", "the new repository would not prove what this one proves")
        .details(differs)
        .hint("nothing was changed; mend what `clm verify --all` and `clm verify --history` name here, or report this")
        .about(request.name))
}

/// What whoever splits has to know.
fn warnings(session: &Session, request: &SplitRequest<'_>, repeated: &Repeated) -> Result<Vec<String>> {
    let mut warnings = vec![
        format!(
            "the new repository proves who made each of its {} commits; that none of the {} others belongs among them is \
             your word, which only the history here can prove",
            repeated.commits, repeated.left
        ),
        "the policy went along whole, so that nobody's rights changed: take out who has no business there with `clm member \
         remove`"
            .to_owned(),
    ];
    if !repeated.others.is_empty() {
        let others: Vec<&str> = repeated.others.iter().map(String::as_str).collect();
        warnings.push(format!(
            "some of its contracts lay in {} before: what proves their past names the folders beside them there, not what is \
             in these",
            others.join(", ")
        ));
    }
    if !session.snapshot()?.list(".clm/proposals")?.is_empty() {
        warnings.push(format!(
            "proposals for the policy are open, and went along: what is applied here changes nothing in {}",
            request.named
        ));
    }
    Ok(warnings)
}
