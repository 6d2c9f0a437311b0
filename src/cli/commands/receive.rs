//! `clm receive`: replies of the other side, taken back.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::contract::act;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::receive::{self, Checked, Given, Incoming, Request};
use crate::ops::session::Session;
use crate::report::act::ActReport;

/// The most read from standard input, in bytes.
const LARGEST: u64 = 33 << 20;

/// How a counterparty's key is known to be theirs.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Met in person or on video
    InPerson,
    /// The key was known from before
    KnownKey,
    /// Fingerprint read over a known telephone number
    Phone,
    /// Came from the known mailbox
    Mail,
    /// A spoken code proves who got the page
    Code,
}

/// Arguments of `clm receive`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "FILE is the reply file their page made, a text they pasted into a mail, a whole mail saved as .eml, or a statement of `clm sign --prepare` with its signature beside it (or given next). Everything is checked before anything is written; several replies are judged one by one, each is recorded whole or not at all.\n\nExamples:\n  clm receive reply.json --basis phone\n  clm receive mail.eml --code K7QM-3XPA-9ZTR-04BC\n  clm receive acme.json acme.json.sig --basis in-person\n  xclip -o | clm receive - --basis mail"
)]
pub struct Args {
    /// What came back; `-` reads it from standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// How you know that the key is theirs
    #[arg(long, value_enum, value_name = "BASIS")]
    pub basis: Option<Basis>,
    /// The code that was told to the signatory; repeat it for several replies
    #[arg(long = "code", value_name = "CODE")]
    pub codes: Vec<String>,
    /// A file that shows that the signer may act for the party, kept as evidence
    #[arg(long, value_name = "FILE")]
    pub mandate: Vec<PathBuf>,
    /// Public key file, compared with the key that signed
    #[arg(long = "pub", value_name = "FILE")]
    pub public: Option<PathBuf>,
    /// The day it arrived; today when absent
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub on: Option<NaiveDate>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at; where several replies came each refusal is told for itself.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let (incoming, refusals) = gather(args, context)?;
    let public = args.public.as_ref().map(|path| read(context, path)).transpose()?;
    let public = public.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let mandate: Vec<PathBuf> = args.mandate.iter().map(|path| context.resolve(path)).collect();
    let base = Request {
        basis: args.basis.map(Basis::of_act),
        codes: &args.codes,
        public: public.as_deref(),
        on: args.on,
        mandate: &mandate,
        mail: None,
    };
    let mut outcomes: Vec<Result<ActReport>> = refusals.into_iter().map(Err).collect();
    for one in &incoming {
        let request = Request { mail: one.mail.as_ref().map(|mail| mail.as_slice()), ..base };
        let answer = take(args, context, &session, one, &request);
        let stop = answer.as_ref().is_err_and(|error| error.kind == Kind::Interrupted);
        outcomes.push(answer);
        if stop {
            break;
        }
    }
    answered(context, outcomes)
}

/// Judges one, asks what is missing, records it.
fn take(
    args: &Args,
    context: &Context<'_>,
    session: &Session,
    one: &Incoming,
    request: &Request<'_>,
) -> Result<ActReport> {
    let session = &session.again()?;
    let checked = receive::check(one)?;
    let needs = receive::judge(session, &checked, request)?;
    let mut codes = request.codes.to_vec();
    if needs.code
        && codes.is_empty()
        && let Some(prompt) = context.prompt()
    {
        let question = format!("The code that was told to {}", checked.speaker().name);
        codes.push(prompt.text(&question, None, false, receive::is_code)?);
    }
    let proves = needs.code && !codes.is_empty();
    let basis = match request.basis {
        None if proves => None,
        _ => Some(basis(args, context, &checked, one)?),
    };
    let actor = context.actor(session, args.key.named())?;
    let request = Request { basis, codes: &codes, ..*request };
    receive::receive(session, &actor, &checked, &request, &context.manner())
}

/// One outcome is answered as any command answers; several are told one by one, with the gravest exit code.
fn answered(context: &Context<'_>, outcomes: Vec<Result<ActReport>>) -> Result<u8> {
    if outcomes.len() == 1 {
        for outcome in outcomes {
            context.show(&outcome?)?;
        }
        return Ok(0);
    }
    let count = outcomes.len();
    let (mut whole, mut codes) = (ActReport::default(), Vec::new());
    let mut taken = 0_usize;
    for outcome in outcomes {
        match outcome {
            Ok(report) => {
                taken = taken.saturating_add(1);
                whole.commit = report.commit.or(whole.commit);
                whole.dry_run |= report.dry_run;
                whole.items.extend(report.items);
                whole.warnings.extend(report.warnings);
            }
            Err(error) => codes.push(context.complain(&error)),
        }
    }
    if taken > 0 {
        whole.subject = format!("receive: {taken} of {count} replies");
        context.show(&whole)?;
    }
    // What failed verification is graver than what came at the wrong time.
    let gravest = |code: &u8| (*code == Kind::VerificationFailed.exit(), *code);
    Ok(codes.into_iter().max_by_key(gravest).unwrap_or(0))
}

/// Everything that came, and the files in which nothing can be taken.
fn gather(args: &Args, context: &Context<'_>) -> Result<(Vec<Incoming>, Vec<Error>)> {
    let mut given: Vec<Given> = Vec::with_capacity(args.files.len());
    for path in &args.files {
        given.push(Given { name: path.display().to_string(), bytes: read(context, path)? });
    }
    let (mut incoming, mut refusals) = (Vec::new(), Vec::new());
    let mut each = given.iter().zip(&args.files).peekable();
    while let Some((file, path)) = each.next() {
        let next = each.peek().map(|(next, _)| *next).filter(|next| is_for(file, next, args.files.len()));
        let beside = || match next {
            Some(next) => Ok(next.bytes.clone()),
            None => read(context, &beside(path)),
        };
        let used = std::cell::Cell::new(false);
        match receive::look_into(file, &|| {
            used.set(next.is_some());
            beside()
        }) {
            Ok(found) => incoming.extend(found),
            Err(error) => refusals.push(error),
        }
        if used.get() {
            each.next();
        }
    }
    Ok((incoming, refusals))
}

/// Whether a file is the signature of the statement before it: as it says itself, or as the two were given.
fn is_for(file: &Given, next: &Given, files: usize) -> bool {
    receive::is_signature(&next.bytes) || files == 2 && next.name == format!("{}.sig", file.name)
}

/// The signature ssh-keygen wrote beside the statement.
fn beside(statement: &Path) -> PathBuf {
    let mut name = statement.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

fn read(context: &Context<'_>, path: &Path) -> Result<Vec<u8>> {
    let unreadable = |fault: std::io::Error| {
        Error::new(Kind::InvalidContent, "unreadable", format!("{} cannot be read: {fault}", path.display()))
            .hint("give the reply, or the statement and the signature that `ssh-keygen -Y sign` wrote beside it")
            .about(path.display().to_string())
    };
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(LARGEST).read_to_end(&mut bytes).map_err(unreadable)?;
    } else {
        // One byte more than is ever taken is enough to tell that it is too much.
        let file = std::fs::File::open(context.resolve(path)).map_err(unreadable)?;
        file.take(LARGEST).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    Ok(bytes)
}

/// How the key is known: by flag, or asked with the fingerprint to compare.
fn basis(args: &Args, context: &Context<'_>, checked: &Checked, one: &Incoming) -> Result<act::Basis> {
    if let Some(basis) = args.basis {
        return Ok(basis.of_act());
    }
    let signer = checked.speaker();
    let Some(prompt) = context.prompt() else {
        return Err(Error::new(
            Kind::Usage,
            "missing-answer",
            format!("how the key of {} is known to be theirs was not said", signer.name),
        )
        .hint("give --basis in-person, known-key, phone or mail; or --code CODE when their page asked for one"));
    };
    let (name, email, party) = (signer.name, signer.email, signer.party);
    context.note(&format!("{name} <{email}> signed for {party} with {}", checked.key.fingerprint()));
    if let Some(from) = &one.from {
        context.note(&format!("the mail says it is from {from}"));
    }
    let all = [Basis::InPerson, Basis::KnownKey, Basis::Phone, Basis::Mail];
    let words = [
        "met in person or on video",
        "the key was known from before",
        "fingerprint read over a known telephone number",
        "came from the known mailbox",
    ];
    let chosen = prompt.choose("How do you know that the key is theirs", &words.map(ToOwned::to_owned), 0)?;
    Ok(all.get(chosen).copied().unwrap_or(Basis::Mail).of_act())
}

impl Basis {
    fn of_act(self) -> act::Basis {
        match self {
            Self::InPerson => act::Basis::InPerson,
            Self::KnownKey => act::Basis::KnownKey,
            Self::Phone => act::Basis::Phone,
            Self::Mail => act::Basis::Mail,
            Self::Code => act::Basis::Code,
        }
    }
}
