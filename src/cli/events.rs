//! Events: programs of the user's own configuration that hear of every act.
//!
//! **Invariants**: only durable acts are told; a repository names no program; what a program does or fails at never
//! changes the exit code of the act; clm called by such a program tells nobody, so that nothing goes round in circles.

use std::io::{Seek as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::context::Context;
use super::streams::Streams;
use crate::ops::{self, recording::heard::Recorded, session::Session};
use crate::render::json;
use crate::report::event::{EventActor, EventReport};

/// The variable that names the act to the program, and keeps a clm it calls from telling it in turn.
pub const VARIABLE: &str = "CLM_EVENT";
/// What a program gets of the environment; nothing else.
pub(super) const KEPT: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TMPDIR",
    "TERM",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_RUNTIME_DIR",
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
    "DBUS_SESSION_BUS_ADDRESS",
];
/// How long a program may take.
const LIMIT: Duration = Duration::from_secs(30);
/// Between two looks at a running program, the first time; doubled up to a tenth of a second.
const LOOK: Duration = Duration::from_millis(1);

/// Tells of everything this command recorded.
pub fn tell(context: &Context<'_>) {
    let acts = context.acts.take();
    if acts.is_empty() || context.world.variable(VARIABLE).is_some() {
        return;
    }
    let wanted = |act: &Recorded| !programs(context, &act.act).is_empty();
    if !acts.iter().any(wanted) {
        return;
    }
    let Ok(session) = context.session() else { return };
    for act in acts.into_iter().filter(wanted) {
        let name = act.act.clone();
        let Ok(text) = json::document(&told(&session, act)) else { continue };
        for (key, program) in programs(context, &name) {
            if let Err(what) = run(context, &session, &name, &program, &text) {
                let shown = shlex::try_join(program.iter().map(String::as_str)).unwrap_or_default();
                context.warn(&format!("the act is recorded; `{shown}` ({key}) {what}"));
            }
        }
    }
}

/// The programs that want to hear of an act, by the keys that name them.
fn programs(context: &Context<'_>, act: &str) -> Vec<(String, Vec<String>)> {
    let own = format!("events.on-{act}");
    let named = |key: String| {
        let words = context.settings().find(&key)?.value.words();
        (!words.is_empty()).then_some((key, words))
    };
    [own, "events.on-any".to_owned()].into_iter().filter_map(named).collect()
}

fn told(session: &Session, act: Recorded) -> EventReport {
    // States are those after the act, whether or not its command asked for them.
    let report = ops::drafting::draft::settle(session, act.report.clone()).unwrap_or(act.report);
    EventReport {
        act: act.act,
        at: act.at,
        commit: report.commit.unwrap_or_default(),
        subject: report.subject,
        actor: EventActor { name: act.actor.0, email: act.actor.1 },
        organisation: session.organisation.name.clone(),
        repository: session.folder().display().to_string(),
        contracts: act.contracts,
        items: report.items,
    }
}

/// Runs a program to its end; an error says in words what became of it.
fn run(
    context: &Context<'_>,
    session: &Session,
    act: &str,
    program: &[String],
    text: &str,
) -> std::result::Result<(), String> {
    let failed = |fault: std::io::Error| format!("could not be started: {fault}");
    // A file instead of a pipe: a program that does not read cannot make anybody wait.
    let mut input = tempfile::tempfile().map_err(failed)?;
    input.write_all(text.as_bytes()).and_then(|()| input.rewind()).map_err(failed)?;
    let Some((name, arguments)) = program.split_first() else { return Ok(()) };
    let mut command = Command::new(name);
    command.args(arguments).current_dir(session.folder()).env_clear().env(VARIABLE, act).stdin(Stdio::from(input));
    for name in KEPT {
        if let Some(value) = context.world.variable(name) {
            command.env(name, value);
        }
    }
    // stdout is data of the command; what the program says is talk. A demonstration keeps its streams to itself.
    match context.streams {
        Streams::Process => command.stdout(Stdio::from(std::io::stderr())),
        Streams::Kept(_) => command.stdout(Stdio::null()).stderr(Stdio::null()),
    };
    let child = command.spawn().map_err(|fault| match fault.kind() {
        std::io::ErrorKind::NotFound => "was not found".to_owned(),
        _ => failed(fault),
    })?;
    ended(child)
}

fn ended(mut child: Child) -> std::result::Result<(), String> {
    let started = Instant::now();
    let mut look = LOOK;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("ended with {}", status.code().unwrap_or(-1))),
            Ok(None) if started.elapsed() >= LIMIT => {
                drop(child.kill());
                drop(child.wait());
                return Err(format!("took longer than {} seconds and was ended", LIMIT.as_secs()));
            }
            Ok(None) => thread::sleep(look),
            Err(fault) => return Err(format!("could not be waited for: {fault}")),
        }
        look = (look * 2).min(Duration::from_millis(100));
    }
}
