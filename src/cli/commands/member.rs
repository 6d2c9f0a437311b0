//! `clm member`: the people who act in this repository.

use super::super::context::Context;
use crate::error::Result;
use crate::ops::session::actor::placed;
use crate::ops::setup::member::{self, AddRequest};

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
    }
    Ok(0)
}
