//! `clm member`: the people who act in this repository.

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::session::actor::placed;
use crate::ops::setup::member::{self, AddRequest};
use crate::ops::setup::people::{self, SetRequest};

/// What `clm member` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// Add a member with a public key
    Add {
        /// E-mail address; members are known by it
        email: String,
        /// Full name
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Public key file, or the key line itself
        #[arg(long = "pub", value_name = "KEY")]
        public: String,
        /// viewer, drafter, legal, signatory, manager or owner; once for each
        #[arg(long = "role", value_name = "ROLE", default_value = "drafter")]
        roles: Vec<String>,
        /// Workspace the member works in; all when absent
        #[arg(short, long = "workspace", value_name = "NAME")]
        workspaces: Vec<String>,
        /// Party the member may sign for; once for each
        #[arg(long = "signs-for", value_name = "PARTY")]
        signs_for: Vec<String>,
        /// Your key
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
    /// List members
    List,
    /// Change what a member is called, may do or signs for; what is not named stays
    Set {
        /// The member's address
        #[arg(value_name = "MEMBER")]
        email: String,
        /// Full name
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// The role from now on; once for each
        #[arg(long = "role", value_name = "ROLE", conflicts_with = "no_role")]
        roles: Vec<String>,
        /// No role from now on
        #[arg(long)]
        no_role: bool,
        /// The workspace from now on, `*` for all; once for each
        #[arg(short, long = "workspace", value_name = "NAME")]
        workspaces: Vec<String>,
        /// The party from now on; once for each
        #[arg(long = "signs-for", value_name = "PARTY", conflicts_with = "signs_for_none")]
        signs_for: Vec<String>,
        /// No party from now on
        #[arg(long)]
        signs_for_none: bool,
        /// Your key
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
    /// End what a member may do and their keys; they stay listed, so that what they did can be judged
    Remove {
        /// The member's address
        #[arg(value_name = "MEMBER")]
        email: String,
        /// Your key
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(action: &Action, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    match action {
        Action::List => context.show(&member::list(&session))?,
        Action::Add { email, name, public, roles, workspaces, signs_for, key } => {
            let actor = context.actor(&session, key.as_deref())?;
            let public = &placed(public, &context.key_choice(None));
            let request = AddRequest { email, name, public, roles, workspaces, signs_for };
            context.show(&member::add(&session, &actor, &request, &context.manner())?)?;
        }
        Action::Set { email, name, roles, no_role, workspaces, signs_for, signs_for_none, key } => {
            let named = |texts: &[String]| !texts.is_empty();
            let request = SetRequest {
                name: name.as_deref(),
                roles: (named(roles) || *no_role).then_some(roles),
                workspaces: named(workspaces).then_some(workspaces),
                signs_for: (named(signs_for) || *signs_for_none).then_some(signs_for),
            };
            if request.is_empty() {
                return Err(Error::new(Kind::Usage, "missing-answer", "nothing was named that is to be different")
                    .hint("--name, --role, --workspace or --signs-for says what"));
            }
            let actor = context.actor(&session, key.as_deref())?;
            context.show(&people::set(&session, &actor, email, &request, &context.manner())?)?;
        }
        Action::Remove { email, key } => {
            let actor = context.actor(&session, key.as_deref())?;
            context.show(&people::remove(&session, &actor, email, &context.manner())?)?;
        }
    }
    Ok(0)
}
