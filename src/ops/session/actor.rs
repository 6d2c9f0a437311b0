//! Who acts: the member whose key is found, and the key.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::error::{Error, Kind, Result};
use crate::keyring::{self, KeyringError, Signer};
use crate::ops::session::Session;
use crate::policy::{Decision, Member, Right};
use crate::query::Query;
use crate::signature::key::PublicKey;
use crate::store::Store;

/// Which key to act with, and where keys are looked for.
#[derive(Debug, Clone, Copy)]
pub struct KeyChoice<'a> {
    /// `--key`: a private or public key file, or a literal `key::ssh-ed25519 …`.
    pub key: Option<&'a str>,
    /// The folder a relative path is seen from.
    pub folder: &'a Path,
    /// The user's home, for `~/.ssh/id_ed25519`.
    pub home: Option<&'a Path>,
    /// The ssh-agent's socket.
    pub agent: Option<&'a Path>,
}

/// Asks for the passphrase of a key file; none when there is nobody to ask.
pub type Ask<'a> = dyn FnMut(&Path) -> Option<Zeroizing<String>> + 'a;

/// A member with an unlocked key.
pub struct Actor {
    member: Member,
    signer: Box<dyn Signer>,
}

impl Actor {
    /// The member whose key is chosen by `choice`.
    ///
    /// # Errors
    /// When no key is found, it cannot be used, or it is no member's good key.
    pub fn find(session: &Session, choice: &KeyChoice<'_>, ask: &mut Ask<'_>) -> Result<Self> {
        let signer = open(Some(&session.store), choice, ask)?;
        let member = member(session, signer.public())?.clone();
        Ok(Self { member, signer })
    }

    /// The first member of a repository that is about to be founded, with the key in the member's entry.
    #[must_use]
    pub(in crate::ops) fn founding(member: Member, signer: Box<dyn Signer>) -> Self {
        Self { member, signer }
    }

    /// Full name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.member.name
    }

    /// The address the member is known by.
    #[must_use]
    pub fn email(&self) -> &str {
        self.member.email.as_str()
    }

    /// The member.
    #[must_use]
    pub fn member(&self) -> &Member {
        &self.member
    }

    /// The key that signs.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        self.signer.public()
    }

    /// Signs `message` for the purpose `namespace`; answers the armour.
    ///
    /// # Errors
    /// When the key or the agent does not sign.
    pub fn sign(&self, namespace: &str, message: &[u8]) -> std::result::Result<String, KeyringError> {
        self.signer.sign(namespace, message)
    }

    /// Refuses unless the policy gives the member a right in a workspace.
    ///
    /// # Errors
    /// With every reason of the policy.
    pub fn must_have(&self, session: &Session, right: Right, workspace: Option<&str>) -> Result<()> {
        permitted(session.policy.may(&self.member, right, workspace))
    }

    /// Refuses unless the policy lets the member approve and reject in a workspace.
    ///
    /// # Errors
    /// With every reason of the policy.
    pub fn must_approve(&self, session: &Session, workspace: &str) -> Result<()> {
        permitted(session.policy.may_approve(&self.member, Some(workspace)))
    }

    /// Refuses unless the policy lets the member sign for a party.
    ///
    /// # Errors
    /// With every reason of the policy.
    pub fn must_sign_for(&self, session: &Session, party: &str) -> Result<()> {
        permitted(session.policy.may_sign_for(&self.member, party)).map_err(|refusal| match party {
            ours if ours == session.organisation.name => refusal,
            _ => refusal.hint(
                "for someone outside, write the statement they are to sign: `clm sign CONTRACT --for PARTY --name NAME \
                 --email ADDRESS --pub FILE --prepare FILE`",
            ),
        })
    }
}

fn permitted(decision: Decision) -> Result<()> {
    match decision {
        Decision::Permit { .. } => Ok(()),
        Decision::Refuse { reasons } => {
            let mut words = reasons.iter().map(ToString::to_string);
            let first = words.next().unwrap_or_else(|| "the policy does not permit it".to_owned());
            Err(Error::new(Kind::Refused, "not-permitted", first)
                .details(words)
                .hint("an owner changes roles and grants in .clm/policy.toml; `clm member list` shows who that is"))
        }
    }
}

fn member<'s>(session: &'s Session, key: &PublicKey) -> Result<&'s Member> {
    if let Some(member) = session.policy.member_by_key(key, session.now.to_utc()) {
        return Ok(member);
    }
    let fingerprint = key.fingerprint();
    let error = match session.policy.holder(key) {
        Some((member, _)) => Error::new(
            Kind::Refused,
            "key-not-good",
            format!("the key {fingerprint} of {} is not good now", member.email),
        )
        .hint("use your present key with `--key`; an owner adds keys to .clm/policy.toml"),
        None => Error::new(Kind::Refused, "not-a-member", format!("the key {fingerprint} belongs to no member"))
            .hint("choose another with `--key`, or ask an owner for `clm member add`"),
    };
    Err(error.about(fingerprint))
}

/// The reader's address where a query asks for it (`owner:me`): that of the member whose key would be used, when it can
/// be told without asking anybody. Looking for a key costs a read, so that other queries do not pay for it.
#[must_use]
pub fn reader(session: &Session, choice: &KeyChoice<'_>, query: &str) -> Option<String> {
    let asked = Query::parse(query).is_ok_and(|query| query.asks_for_me());
    if asked { own_address(session, choice) } else { None }
}

/// The address of the member whose key would be used, when that can be told without asking anybody.
#[must_use]
pub fn own_address(session: &Session, choice: &KeyChoice<'_>) -> Option<String> {
    let key = candidates(Some(&session.store), choice).into_iter().find_map(|c| keyring::public_of(&c).ok())?;
    session.policy.holder(&key).map(|(member, _)| member.email.as_str().to_owned())
}

/// Opens the chosen key: `--key`, then git's `user.signingkey`, then `~/.ssh/id_ed25519`, then ssh-agent.
///
/// # Errors
/// When none is found, or the chosen one cannot be used.
pub fn open(store: Option<&Store>, choice: &KeyChoice<'_>, ask: &mut Ask<'_>) -> Result<Box<dyn Signer>> {
    if let Some(first) = candidates(store, choice).first() {
        return keyring::open(first, choice.agent, ask).map_err(|fault| Error::from(fault).about(first));
    }
    let no_key = Error::new(Kind::NotFound, "no-key", "no ed25519 key was found to sign with")
        .hint("`clm key new` makes one; `--key FILE` names one");
    // An agent that is gone is as good as none: its socket often outlives it in the environment.
    let held = match choice.agent.map(keyring::agent_keys).transpose() {
        Ok(held) => held.unwrap_or_default(),
        Err(fault) => return Err(no_key.details([fault.to_string()])),
    };
    match held.as_slice() {
        [only] => Ok(keyring::open(&format!("key::{only}"), choice.agent, ask)?),
        [] => Err(no_key),
        several => Err(Error::new(Kind::Usage, "several-keys", "ssh-agent holds several ed25519 keys")
            .details(several.iter().map(ToString::to_string))
            .hint("choose one with `--key \"key::ssh-ed25519 …\"`")),
    }
}

/// What a person or git calls a key, as [`keyring::open`] takes it: `~/` and relative paths resolved, literals as they are.
#[must_use]
pub fn placed(key: &str, choice: &KeyChoice<'_>) -> String {
    if is_literal(key) {
        return key.to_owned();
    }
    let path = match (key.strip_prefix("~/"), choice.home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => choice.folder.join(key),
    };
    path.display().to_string()
}

fn is_literal(key: &str) -> bool {
    key.starts_with("key::") || (key.starts_with("ssh-") && key.contains(" AAAA"))
}

/// Keys by name, the one to use first.
#[must_use]
pub fn candidates(store: Option<&Store>, choice: &KeyChoice<'_>) -> Vec<String> {
    if let Some(key) = choice.key {
        return vec![placed(key, choice)];
    }
    let configured = configured(store).map(|key| placed(&key, choice));
    let usual = choice.home.map(|home| home.join(".ssh/id_ed25519")).filter(|path: &PathBuf| path.exists());
    configured.into_iter().chain(usual.map(|path| path.display().to_string())).collect()
}

/// Git's `user.signingkey`, where it is an SSH key: who signs commits with OpenPGP has the id of such a key there.
fn configured(store: Option<&Store>) -> Option<String> {
    const NAME: &str = "user.signingkey";
    let setting = store.map_or_else(|| Store::user_setting(NAME), |store| store.setting(NAME));
    setting.ok().flatten().filter(|key| is_literal(key) || key.contains('/'))
}
