//! The policy as the model reads it, and the one question it answers: may they.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

#[derive(Deserialize, Clone, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    format: u64,
    version: u64,
    #[serde(default = "one")]
    owners: u64,
    previous: Option<String>,
    plain_edits: Option<String>,
    #[serde(default)]
    workspace: Vec<Workspace>,
    member: Vec<Member>,
    #[serde(default)]
    team: Vec<Team>,
    #[serde(default)]
    grant: Vec<Grant>,
}

#[derive(Deserialize, Clone, PartialEq)]
#[serde(deny_unknown_fields)]
struct Workspace {
    name: String,
}

#[derive(Deserialize, Clone, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Member {
    name: String,
    pub email: String,
    roles: Vec<String>,
    workspaces: Vec<String>,
    signs_for: Option<Vec<String>>,
    #[serde(default)]
    key: Vec<Key>,
}

#[derive(Deserialize, Clone, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Key {
    public: String,
    from: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    reason: Option<String>,
    revoked: Option<bool>,
}

#[derive(Deserialize, Clone, PartialEq)]
#[serde(deny_unknown_fields)]
struct Team {
    name: String,
    members: Vec<String>,
}

#[derive(Deserialize, Clone, PartialEq)]
#[serde(deny_unknown_fields)]
struct Grant {
    to: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    rights: Vec<String>,
    workspaces: Vec<String>,
    #[serde(default)]
    kinds: Vec<String>,
    whose: Option<String>,
}

const fn one() -> u64 {
    1
}

fn moment(at: &toml::value::Datetime) -> i64 {
    chrono::DateTime::parse_from_rfc3339(&at.to_string()).unwrap().timestamp()
}

impl Key {
    pub fn is_good(&self, at: i64) -> bool {
        moment(&self.from) <= at && self.until().is_none_or(|until| at <= until)
    }

    pub fn until(&self) -> Option<i64> {
        self.until.as_ref().map(moment)
    }

    fn bytes(&self) -> Vec<u8> {
        STANDARD.decode(self.public.split(' ').nth(1).unwrap()).unwrap()[19..].to_vec()
    }
}

impl Member {
    pub fn is_owner(&self) -> bool {
        self.roles.iter().any(|role| role == "owner") && self.workspaces.iter().any(|name| name == "*")
    }
}

/// Something a line of the policy gives.
struct Gift<'p> {
    roles: &'p [String],
    rights: &'p [String],
    workspaces: &'p [String],
    kinds: &'p [String],
    own: bool,
}

impl Policy {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let policy: Self = toml::from_str(std::str::from_utf8(bytes).ok()?).ok()?;
        Some(policy).filter(|policy| policy.format == 1)
    }

    pub fn takes_plain_edits(&self) -> bool {
        self.plain_edits.as_deref() != Some("refuse")
    }

    pub fn holder(&self, key: &[u8; 32]) -> Option<(&Member, &Key)> {
        self.member.iter().find_map(|member| Some((member, member.key.iter().find(|held| held.bytes() == key)?)))
    }

    fn gifts(&self, member: &Member) -> Vec<Gift<'_>> {
        let own = self.member.iter().filter(|known| known.email == member.email).map(|known| Gift {
            roles: &known.roles,
            rights: &[],
            workspaces: &known.workspaces,
            kinds: &[],
            own: false,
        });
        let to = |grant: &&Grant| match grant.to.strip_prefix("team:") {
            Some(name) => self.team.iter().any(|team| team.name == name && team.members.contains(&member.email)),
            None => grant.to == member.email,
        };
        let granted = self.grant.iter().filter(to).map(|grant| Gift {
            roles: &grant.roles,
            rights: &grant.rights,
            workspaces: &grant.workspaces,
            kinds: &grant.kinds,
            own: grant.whose.as_deref() == Some("own"),
        });
        own.chain(granted).collect()
    }

    /// Whether some line gives a member a right to a kind of thing in a workspace; one the policy does not know is
    /// nobody's in particular, and takes a right in all of them.
    pub fn may(&self, member: &Member, right: &str, thing: &str, place: Option<&str>, owner: Option<&str>) -> bool {
        let place = place.filter(|name| self.workspace.iter().any(|known| known.name == *name));
        self.gifts(member).iter().any(|gift| {
            gift.gives(right, thing)
                && gift.workspaces.iter().any(|name| name == "*" || Some(name.as_str()) == place)
                && (!gift.own || owner == Some(member.email.as_str()))
        })
    }

    /// The workspaces whose grants a member may change alone.
    pub fn administered(&self, member: &Member) -> BTreeSet<String> {
        let gifts = self.gifts(member);
        let some = gifts.iter().filter(|gift| gift.gives("administer", "policy")).flat_map(|gift| gift.workspaces);
        some.filter(|name| *name != "*").cloned().collect()
    }

    /// Whether this policy may follow `old`: recorded by `signer` at a moment, its own bytes signed by `keys`.
    pub fn may_follow(&self, (old, old_bytes): (&Self, &[u8]), signer: &Member, at: i64, keys: &[[u8; 32]]) -> bool {
        if self.only_grants_in(old, &old.administered(signer)) {
            return true;
        }
        if !old.may(signer, "administer", "policy", None, None) {
            return false;
        }
        let coming = if old.ruling() == self.ruling() { 0 } else { self.owners };
        if old.owners <= 1 && coming <= 1 {
            return true;
        }
        let digest: String = Sha256::digest(old_bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let agreeing = |policy: &Self| {
            let held = keys
                .iter()
                .filter_map(|key| policy.holder(key))
                .filter(|(member, key)| member.is_owner() && key.is_good(at));
            held.map(|(member, _)| member.email.clone()).collect::<BTreeSet<_>>().len() as u64
        };
        self.version == old.version + 1
            && self.previous == Some(format!("sha256:{digest}"))
            && agreeing(old) >= old.owners
            && agreeing(self) >= coming
    }

    /// Who rules: how many must agree, and who they are with their keys.
    fn ruling(&self) -> (u64, Vec<(String, Vec<Key>)>) {
        let owners = self.member.iter().filter(|member| member.is_owner());
        let mut owners: Vec<_> = owners.map(|member| (member.email.clone(), member.key.clone())).collect();
        owners.sort_by(|(one, _), (other, _)| one.cmp(other));
        (self.owners, owners)
    }

    fn only_grants_in(&self, old: &Self, places: &BTreeSet<String>) -> bool {
        let bare = |policy: &Self| Self { version: 0, previous: None, grant: Vec::new(), ..policy.clone() };
        let count = |policy: &Self, grant: &Grant| policy.grant.iter().filter(|other| *other == grant).count();
        let mut touched =
            self.grant.iter().chain(&old.grant).filter(|grant| count(self, grant) != count(old, grant)).peekable();
        let harmless = |grant: &Grant| {
            grant.workspaces.iter().all(|name| places.contains(name))
                && !grant.roles.iter().any(|role| role == "owner")
                && !grant.rights.iter().any(|right| right == "administer")
                && !grant.kinds.iter().any(|kind| kind == "policy")
        };
        bare(self) == bare(old) && touched.peek().is_some() && touched.all(harmless)
    }
}

impl Gift<'_> {
    fn gives(&self, right: &str, thing: &str) -> bool {
        let usual = if right == "administer" { "policy" } else { "contract" };
        let by_right = self.rights.iter().any(|given| given == right)
            && if self.kinds.is_empty() { thing == usual } else { is_about(right, thing) };
        (by_right || self.roles.iter().any(|role| role_gives(role, right, thing)))
            && (self.kinds.is_empty() || self.kinds.iter().any(|kind| kind == thing))
            && (!self.own || thing == "contract")
    }
}

fn is_about(right: &str, thing: &str) -> bool {
    match right {
        "read" => true,
        "draft" | "edit" | "archive" => thing != "policy",
        "administer" => thing == "policy",
        _ => thing == "contract",
    }
}

/// The table of the manual.
fn role_gives(role: &str, right: &str, thing: &str) -> bool {
    let paper = matches!(thing, "template" | "clause");
    is_about(right, thing)
        && (role == "owner"
            || match right {
                "read" | "comment" => true,
                "draft" | "edit" => {
                    if paper {
                        role == "legal"
                    } else {
                        matches!(role, "drafter" | "legal" | "manager")
                    }
                }
                "archive" => role == if paper { "legal" } else { "manager" },
                "approve" => role == "legal",
                "send" | "import" | "manage" => role == "manager",
                "sign-for" => role == "signatory",
                _ => false,
            })
}
