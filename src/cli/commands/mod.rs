//! One file a command: its arguments, and how they become one operation and one report.

pub mod amend;
pub mod approve;
pub mod archive;
mod ask;
pub mod attach;
pub mod bundle;
pub mod calendar;
pub mod check;
mod choose;
pub mod clause;
pub mod clone;
pub mod comment;
pub mod completions;
pub mod config;
pub mod decline;
pub mod demo;
pub mod diff;
pub mod doctor;
pub mod done;
pub mod due;
pub mod edit;
pub mod executed;
pub mod export;
pub mod extend;
pub mod grant;
pub mod hook;
pub mod import;
pub mod init;
pub mod key;
pub mod list;
pub mod log;
pub mod man;
pub mod member;
pub mod move_to;
pub mod new;
pub mod notice;
pub mod policy;
pub mod receive;
pub mod reject;
pub mod remind;
pub mod reminder;
pub mod renew;
pub mod reopen;
pub mod report;
pub mod resolve;
pub mod restore;
mod revise;
pub mod save;
pub mod search;
pub mod send;
pub mod set;
pub mod show;
pub mod sign;
pub mod status;
pub mod submit;
pub mod sync;
pub mod tag;
pub mod team;
pub mod template;
pub mod terminate;
pub mod timer;
pub mod undo;
pub mod verify;
pub mod void;
pub mod whoami;
pub mod witness;
pub mod workspace;

use clap::Subcommand;

use super::context::Context;
use crate::error::Result;

/// What clm can be asked to do, in the order of `--help`.
#[derive(Subcommand, Debug)]
#[command(subcommand_help_heading = "Commands")]
pub enum Command {
    /// Make a repository for an organisation's contracts
    Init(init::Args),
    /// Bring a repository here from elsewhere, once its whole history is verified
    Clone(clone::Args),
    /// Build a throw-away repository and walk through a contract's life
    Demo(demo::Args),
    /// Add a team's workspace, or list them
    #[command(subcommand)]
    Workspace(workspace::Action),
    /// Add, list, change or remove members
    #[command(subcommand)]
    Member(member::Action),
    /// Add, list, change or remove teams
    #[command(subcommand)]
    Team(team::Action),
    /// Give a member or a team a role or a right
    Grant(grant::Args),
    /// Take back what was granted
    Revoke(grant::Back),
    /// Say who you are, and what you may do
    Whoami(whoami::Args),
    /// Say whether a member may do something, and which line of the policy says so
    Explain(whoami::Explain),
    /// Show who may do what, and decide on changes of it together
    #[command(subcommand)]
    Policy(policy::Action),
    /// Make or list signing keys; add, rotate or revoke those of members
    #[command(subcommand)]
    Key(key::Action),
    /// List, show, check or retire templates
    #[command(
        subcommand,
        after_help = "Templates are files, WORKSPACE/templates/NAME.md: change one with any editor, look with `clm template check`, and commit it with git. `clm man templates` says how they are written."
    )]
    Template(template::Action),
    /// List the clauses templates include, or show one
    #[command(subcommand)]
    Clause(clause::Action),
    /// Draft a contract from a template, or from their paper
    New(new::Args),
    /// Edit a draft in your editor and record it
    Edit(edit::Args),
    /// Record drafts that were changed with another tool
    Save(save::Args),
    /// Bring back the recorded text of a contract
    Restore(restore::Args),
    /// Set terms of a draft, or our own fields
    Set(set::Args),
    /// Add or remove tags
    Tag(tag::Args),
    /// File contracts in another folder or workspace
    Move(move_to::Args),
    /// Attach annexes to a draft, or evidence to any contract
    Attach(attach::Args),
    /// Say something about a contract or one of its clauses
    Comment(comment::Args),
    /// Take back what was done, by a further commit
    Undo(undo::Args),
    /// Look for mistakes and for hidden or deceptive text
    Check(check::Args),
    /// Show what differs: unsaved, since a commit, since it was sent or signed, from our template
    Diff(diff::Args),
    /// Freeze a text and write a page for each signatory of the other side
    Send(send::Args),
    /// Ask for the approval of a text before it is sent or signed
    Submit(submit::Args),
    /// Approve a text that waits for you
    Approve(approve::Args),
    /// Turn a text down, with a reason
    Reject(reject::Args),
    /// Sign, or prepare a statement that someone else signs
    Sign(sign::Args),
    /// Take back a statement signed elsewhere
    Receive(receive::Args),
    /// Refuse to sign, or record that somebody did
    Decline(decline::Args),
    /// Give more time to sign
    Extend(extend::Args),
    /// Make a frozen text a draft again
    Reopen(reopen::Args),
    /// Withdraw a contract that not everybody has signed
    Void(void::Args),
    /// Record that one signatory signed on paper or on another platform
    Witness(witness::Args),
    /// Record that a contract was executed on paper or on another platform
    Executed(executed::Args),
    /// Take contracts that are over out of the daily lists
    Archive(archive::Args),
    /// Bring archived contracts back into the daily lists
    Unarchive(archive::Back),
    /// Record that a party gave notice, or draft our letter
    Notice(notice::Args),
    /// Record that a contract was ended on a day
    Terminate(terminate::Args),
    /// Draw a new contract from an old one, or use its option to renew
    Renew(renew::Args),
    /// Draw an amendment of a signed contract
    Amend(amend::Args),
    /// Record that a duty or reminder was dealt with
    Done(done::Args),
    /// Write to each owner about what needs them
    Remind(remind::Args),
    /// Print jobs for systemd or cron
    #[command(subcommand)]
    Timer(timer::Action),
    /// Set, list or remove reminders
    #[command(subcommand)]
    Reminder(reminder::Action),
    /// List contracts
    List(list::Args),
    /// Show contracts with all there is to know
    Show(show::Args),
    /// Find contracts by their words
    Search(search::Args),
    /// List the dates that need somebody
    Due(due::Args),
    /// Draw months with what falls on their days
    Calendar(calendar::Args),
    /// Tell the whole stock in numbers: counts, values, dates, money that is bound
    Report(report::Args),
    /// Say what waits for whom
    Status(status::Args),
    /// Tell what happened
    Log(log::Args),
    /// Prove signatures and untouched texts
    Verify(verify::Args),
    /// Write a signed contract as an archive that proves itself to a stranger
    Bundle(bundle::Args),
    /// Write a contract as a file for people: Markdown, HTML, PDF, Word
    Export(export::Args),
    /// Bring in contracts that already exist
    Import(import::Args),
    /// Make a server refuse pushes that break the rules
    #[command(subcommand)]
    Hook(hook::Action),
    /// Take what others did and give what you did, over a git remote
    Sync(sync::Args),
    /// Settle what was changed differently on both sides
    Resolve(resolve::Args),
    /// Show or change settings, each with where it comes from
    #[command(subcommand)]
    Config(config::Action),
    /// Say whether all is well here, and what mends what is not
    Doctor(doctor::Args),
    /// Print a completion script
    Completions(completions::Args),
    /// Read the manual
    Man(man::Args),
}

impl Command {
    /// Whether it must work although the settings cannot be read.
    #[must_use]
    pub fn mends_settings(&self) -> bool {
        matches!(self, Self::Config(_) | Self::Doctor(_) | Self::Completions(_) | Self::Man(_) | Self::Hook(_))
    }
}

/// Runs a command and answers its exit code.
///
/// # Errors
/// What the command refuses or fails at.
pub fn dispatch(command: Command, context: &Context<'_>) -> Result<u8> {
    match command {
        Command::Init(args) => init::run(&args, context),
        Command::Clone(args) => clone::run(&args, context),
        Command::Demo(args) => demo::run(&args, context),
        Command::Workspace(action) => workspace::run(&action, context),
        Command::Member(action) => member::run(&action, context),
        Command::Team(action) => team::run(&action, context),
        Command::Grant(args) => grant::run(&args, context),
        Command::Revoke(args) => grant::back(&args, context),
        Command::Whoami(args) => whoami::run(&args, context),
        Command::Explain(args) => whoami::explain(&args, context),
        Command::Policy(action) => policy::run(&action, context),
        Command::Key(action) => key::run(&action, context),
        Command::Template(action) => template::run(&action, context),
        Command::Clause(action) => clause::run(&action, context),
        Command::New(args) => new::run(&args, context),
        Command::Edit(args) => edit::run(&args, context),
        Command::Save(args) => save::run(&args, context),
        Command::Restore(args) => restore::run(&args, context),
        Command::Set(args) => set::run(&args, context),
        Command::Tag(args) => tag::run(&args, context),
        Command::Move(args) => move_to::run(&args, context),
        Command::Attach(args) => attach::run(&args, context),
        Command::Comment(args) => comment::run(&args, context),
        Command::Undo(args) => undo::run(&args, context),
        Command::Check(args) => check::run(&args, context),
        Command::Diff(args) => diff::run(&args, context),
        Command::Send(args) => send::run(&args, context),
        Command::Submit(args) => submit::run(&args, context),
        Command::Approve(args) => approve::run(&args, context),
        Command::Reject(args) => reject::run(&args, context),
        Command::Sign(args) => sign::run(&args, context),
        Command::Receive(args) => receive::run(&args, context),
        Command::Decline(args) => decline::run(&args, context),
        Command::Extend(args) => extend::run(&args, context),
        Command::Reopen(args) => reopen::run(&args, context),
        Command::Void(args) => void::run(&args, context),
        Command::Witness(args) => witness::run(&args, context),
        Command::Executed(args) => executed::run(&args, context),
        Command::Archive(args) => archive::run(&args, context),
        Command::Unarchive(args) => archive::back(&args, context),
        Command::Notice(args) => notice::run(&args, context),
        Command::Terminate(args) => terminate::run(&args, context),
        Command::Renew(args) => renew::run(&args, context),
        Command::Amend(args) => amend::run(&args, context),
        Command::Done(args) => done::run(&args, context),
        Command::Remind(args) => remind::run(&args, context),
        Command::Timer(action) => timer::run(&action, context),
        Command::Reminder(action) => reminder::run(&action, context),
        Command::List(args) => list::run(&args, context),
        Command::Show(args) => show::run(&args, context),
        Command::Search(args) => search::run(&args, context),
        Command::Due(args) => due::run(&args, context),
        Command::Calendar(args) => calendar::run(&args, context),
        Command::Report(args) => report::run(&args, context),
        Command::Status(args) => status::run(&args, context),
        Command::Log(args) => log::run(&args, context),
        Command::Verify(args) => verify::run(&args, context),
        Command::Bundle(args) => bundle::run(&args, context),
        Command::Export(args) => export::run(&args, context),
        Command::Import(args) => import::run(&args, context),
        Command::Hook(action) => hook::run(&action, context),
        Command::Sync(args) => sync::run(&args, context),
        Command::Resolve(args) => resolve::run(&args, context),
        Command::Config(action) => config::run(&action, context),
        Command::Doctor(args) => doctor::run(&args, context),
        Command::Completions(args) => completions::run(&args, context),
        Command::Man(args) => man::run(&args, context),
    }
}
