//! What a command works with: the world, the global options, and ways to show, tell and ask.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::args::{Globals, Key, When};
use super::prompt::Prompt;
use super::repositories::{self, folder_called};
use super::streams::Streams;
use super::{hints, links, pager, settings};
use crate::config::{Layer, Origin, Settings, Value};
use crate::error::{Error, Kind, Result};
use crate::ops::finding::filter;
use crate::ops::recording::heard::Acts;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::actor::{Actor, Ask, KeyChoice};
use crate::ops::session::resolve::Place;
use crate::ops::session::{ORGANISATION, Session, Start};
use crate::render::json::{self, Schema};
use crate::render::style::{Label, paint};
use crate::render::{Draw, Look, plain_lines, visible};
use crate::world::World;

/// Everything a command may use.
pub struct Context<'w> {
    /// The process's world.
    pub world: &'w World,
    /// The options every command takes.
    pub globals: Globals,
    /// Where the answer and the talk go.
    pub streams: &'w Streams,
    /// Why a layer of settings was left out.
    pub broken_settings: Option<Error>,
    /// What was recorded.
    pub acts: Acts,
    personal: Settings,
    with_repository: OnceCell<Settings>,
    /// The tops of the repositories that were opened, by name where several were.
    roots: RefCell<BTreeMap<Option<String>, PathBuf>>,
}

impl<'w> Context<'w> {
    /// Joins the world, the global options and the streams.
    ///
    /// # Errors
    /// When `CLM_NOW` is set to something unreadable.
    pub fn new(world: &'w World, globals: Globals, streams: &'w Streams) -> Result<Self> {
        if let Some(text) = world.text("CLM_NOW")
            && chrono::DateTime::parse_from_rfc3339(text).is_err()
        {
            let message = format!("CLM_NOW is `{text}`, which is no RFC 3339 time");
            return Err(Error::new(Kind::Usage, "environment", message).hint("unset it, or use 2026-11-24T12:00:00Z"));
        }
        let (personal, broken_settings) = settings::personal(world);
        let personal = personal.with(Origin::Flag, "--color", flags(&globals));
        Ok(Self {
            world,
            globals,
            streams,
            broken_settings,
            acts: Acts::default(),
            personal,
            with_repository: OnceCell::new(),
            roots: RefCell::default(),
        })
    }

    /// What is set, each value with its origin; with the repository's layer once a session was opened.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        self.with_repository.get().unwrap_or(&self.personal)
    }

    /// What is set without any repository's layer.
    #[must_use]
    pub fn personal(&self) -> &Settings {
        &self.personal
    }

    /// Notes where one of several repositories lies, so that ids lead to its files.
    pub fn lies_at(&self, name: &str, root: &Path) {
        self.roots.borrow_mut().insert(Some(name.to_owned()), root.to_owned());
    }

    /// Where to look for the repository: the folder, or the listed repository, that `-C` names.
    #[must_use]
    pub fn start_folder(&self) -> PathBuf {
        let named = self.globals.repo.as_deref();
        named.map_or_else(|| self.world.folder.clone(), |dir| folder_called(self.world, &self.personal, dir))
    }

    /// A path a person typed, as seen from the folder they stand in.
    #[must_use]
    pub fn resolve(&self, path: &Path) -> PathBuf {
        self.world.resolve(path)
    }

    /// The process's clock.
    #[must_use]
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.world.now
    }

    /// The day asked for by `--today`.
    #[must_use]
    pub fn today(&self) -> Option<NaiveDate> {
        self.globals.today
    }

    /// Opens the repository at HEAD, or at the commit of `--at`, as of the day of `--as-of`.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn session(&self) -> Result<Session> {
        self.session_as_of(self.globals.as_of)
    }

    /// As [`Context::session`], with everything recorded, whatever `--as-of` says.
    ///
    /// # Errors
    /// As [`Context::session`].
    pub fn session_of_all(&self) -> Result<Session> {
        self.session_as_of(None)
    }

    fn session_as_of(&self, as_of: Option<NaiveDate>) -> Result<Session> {
        let folder = self.start_folder();
        let Globals { today, at, .. } = &self.globals;
        let (today, at) = (*today, at.as_deref());
        let start = Start { folder: &folder, now: self.world.now, today, as_of, at };
        let session = Session::open(&start).map_err(|error| repositories::hinted(self, error))?;
        self.with_repository
            .get_or_init(|| self.personal.clone().with(Origin::Repository, ORGANISATION, session.settings.clone()));
        self.roots.borrow_mut().entry(None).or_insert_with(|| session.folder().to_owned());
        Ok(session.heard_by(&self.acts))
    }

    /// A query as typed, saved ones put in; after the session was opened, whose repository may have saved some.
    ///
    /// # Errors
    /// When no query is saved under a name.
    pub fn query(&self, typed: &[String]) -> Result<String> {
        filter::expanded(self.settings(), &typed.join(" "))
    }

    /// Which key a command acts with, and where keys are looked for.
    #[must_use]
    pub fn key_choice<'a>(&'a self, key: Option<&'a str>) -> KeyChoice<'a> {
        KeyChoice {
            key,
            folder: &self.world.folder,
            home: self.world.home(),
            agent: self.world.variable("SSH_AUTH_SOCK").map(Path::new),
        }
    }

    /// The member who acts, with their key; asks for its passphrase when there is somebody to ask.
    ///
    /// # Errors
    /// When there is no usable key, or it is no member's.
    pub fn actor(&self, session: &Session, key: Option<&str>) -> Result<Actor> {
        self.asking(|ask| Actor::find(session, &self.key_choice(key), ask))
    }

    /// What an act on one contract begins with: the repository, the contract called `name`, and who acts.
    ///
    /// # Errors
    /// As [`Context::session`] and [`Context::actor`], and when no contract is called so.
    pub fn act_on(&self, name: &str, key: &Key) -> Result<(Session, Place, Actor)> {
        let session = self.session()?;
        let place = session.resolve(name, self.folder())?;
        let actor = self.actor(&session, key.named())?;
        Ok((session, place, actor))
    }

    /// Lets `work` ask for the passphrase of a key, when there is somebody to ask; a person who breaks off at the
    /// prompt has interrupted the command.
    ///
    /// # Errors
    /// Those of `work`, or that the person broke off.
    pub fn asking<T>(&self, work: impl FnOnce(&mut Ask<'_>) -> Result<T>) -> Result<T> {
        let prompt = self.prompt();
        let (mut broken_off, mut asked_for) = (None, None);
        let answer = work(&mut |path: &Path| {
            if asked_for.replace(path.to_owned()).is_some_and(|before| before == path) {
                self.warn("wrong passphrase; try again");
            }
            let asked =
                prompt?.passphrase(&format!("Passphrase of {}", visible::line(&path.display().to_string())), false);
            asked.map_err(|error| broken_off = Some(error)).ok()
        });
        answer.map_err(|error| broken_off.unwrap_or(error))
    }

    /// How an act is to be done: for real or not, in whose words.
    #[must_use]
    pub fn manner(&self) -> Manner<'_> {
        Manner { dry_run: self.globals.dry_run, words: self.globals.message.as_deref() }
    }

    /// Names of contracts as typed; `-` stands for the lines of stdin.
    ///
    /// # Errors
    /// When stdin cannot be read.
    pub fn names(&self, typed: &[String]) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for name in typed {
            if name != "-" {
                names.push(name.clone());
                continue;
            }
            let text = std::io::read_to_string(std::io::stdin().lock())
                .map_err(|e| Error::new(Kind::Failed, "stdin", format!("cannot read names from stdin: {e}")))?;
            let first_words = text.lines().filter_map(|line| line.split('\t').next());
            names.extend(first_words.map(str::trim).filter(|word| !word.is_empty()).map(ToOwned::to_owned));
        }
        Ok(names)
    }

    /// A name as one looks it up: a path is taken as seen from the folder the person stands in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.world.folder
    }

    /// A person to ask, when there is one and asking is allowed.
    #[must_use]
    pub fn prompt(&self) -> Option<Prompt> {
        let silent = self.globals.no_input || self.globals.json || self.world.variable("CLM_NO_INPUT").is_some();
        (self.world.terminal.stdin && self.world.terminal.stderr && !silent).then(Prompt::new)
    }

    /// Writes data that is no report to stdout as it is.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn out(&self, data: &str) -> Result<()> {
        self.streams.out(data)
    }

    /// Shows a report on stdout in the form asked for, and says on stderr what to do next.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn show<R: Schema + Draw>(&self, report: &R) -> Result<()> {
        if self.globals.json {
            let text = json::document(report).map_err(|e| Error::new(Kind::Failed, "json", e.to_string()))?;
            return self.streams.out(&text);
        }
        if self.globals.plain {
            return self.streams.out(&plain_lines(&report.plain()));
        }
        self.draw(report)?;
        if let Some(note) = report.empty() {
            self.note(&note);
        }
        self.suggest(&report.next());
        Ok(())
    }

    /// For people: through the pager where it is long, with links where the terminal shows them.
    fn draw<R: Draw>(&self, report: &R) -> Result<()> {
        let text = report.human(&self.look(self.world.terminal.stdout));
        let text = match self.links(&text) {
            true => links::woven(self.world, &self.roots.borrow(), &text, &report.links()),
            false => text,
        };
        if pager::shown(self, &text) { Ok(()) } else { self.streams.out(&text) }
    }

    /// Whether ids link to their files: never into a pipe, and by itself only where nothing stands between.
    fn links(&self, text: &str) -> bool {
        let paged = || pager::is_wanted(self) && pager::is_longer_than_screen(self, text);
        match self.settings().text("hyperlinks") {
            _ if !self.world.terminal.stdout => false,
            Some("never") => false,
            Some("always") => true,
            _ => links::are_known(self.world) && !paged(),
        }
    }

    /// How stdout (or stderr) looks.
    #[must_use]
    pub fn look(&self, terminal: bool) -> Look {
        let width = if terminal { self.world.terminal.width.map_or(100, usize::from) } else { 120 };
        Look { width: width.clamp(40, 160), color: self.color(terminal) }
    }

    /// `--color` > `CLM_COLOR` > the user's own setting > `NO_COLOR` > `CLICOLOR_FORCE` > terminal and `TERM`.
    fn color(&self, terminal: bool) -> bool {
        let set = self.settings().find("color").filter(|found| found.source.origin != Origin::Default);
        match set.map(|found| found.value.shown()).as_deref() {
            Some("always") => return true,
            Some("never") => return false,
            Some(_) => return terminal,
            None => {}
        }
        if self.world.variable("NO_COLOR").is_some() {
            return false;
        }
        let forced = self.world.text("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        forced || (terminal && self.world.text("TERM") != Some("dumb"))
    }

    /// One line of talk on stderr; not in quiet mode.
    pub fn note(&self, text: &str) {
        if !self.globals.quiet {
            self.streams.talk(&format!("{}\n", visible::text(text)));
        }
    }

    /// A warning on stderr; in quiet mode too, because it is about what was asked.
    pub fn warn(&self, text: &str) {
        let look = self.look(self.world.terminal.stderr);
        self.streams.talk(&format!("{} {}\n", paint(&look, Label::Warn, "warning:"), visible::text(text)));
    }

    /// A line on stderr that is said nowhere else, in quiet mode too.
    pub fn tell_once(&self, text: &str) {
        self.streams.talk(&format!("{}\n", visible::text(text)));
    }

    /// What to do next, on a terminal only.
    fn suggest(&self, next: &[String]) {
        if next.is_empty() || self.globals.quiet || !self.world.terminal.stderr || !self.settings().flag("hints") {
            return;
        }
        let look = self.look(true);
        let commands: Vec<String> = next.iter().map(|c| paint(&look, Label::Name, &visible::line(c))).collect();
        self.streams.talk(&format!("next: {}\n", commands.join("  |  ")));
        if let Some(line) = hints::first(self) {
            self.note(line);
        }
    }

    /// Tells an error and answers its exit code.
    pub fn complain(&self, error: &Error) -> u8 {
        self.streams.complain(self.globals.json, self.color(self.world.terminal.stderr), error)
    }
}

/// What options of every command set.
fn flags(globals: &Globals) -> Layer {
    let mut layer = Layer::default();
    let word = |when: When| match when {
        When::Auto => "auto",
        When::Always => "always",
        When::Never => "never",
    };
    if let Some(when) = globals.color {
        layer.put("color", Value::Text(word(when).to_owned()));
    }
    layer
}
