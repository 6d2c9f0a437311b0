//! Reads `[[party]]` and `[[party.signatory]]`.

use unicode_normalization::UnicodeNormalization as _;

use super::keys::{PARTY, SIGNATORY};
use crate::contract::party::{Party, Signatory, SigningRule};
use crate::contract::problem::quoted;
use crate::contract::toml_read::Fields;
use crate::contract::toml_schema::names;
use crate::contract::visible;

/// More than these of either are a mistake or an attack.
const MOST: usize = 100;

/// The parties that could be read; everything wrong is reported.
pub(super) fn parties(root: &Fields<'_, '_>) -> Vec<Party> {
    let tables = root.tables("party");
    if root.is_empty_list("party") {
        root.problem("party", "missing-key", "a contract needs at least one party");
    }
    if tables.len() > MOST {
        root.problem("party", "too-many", format!("`party` has more than {MOST} entries"));
        return Vec::new();
    }
    let mut parties = Vec::new();
    let mut seen = Vec::new();
    for fields in tables {
        let fields = fields.only(&names(PARTY)).with(&["name"]);
        let Some(party) = party(&fields) else { continue };
        let folded = folded(&party.name);
        if seen.contains(&folded) {
            fields.problem("name", "duplicate-party", format!("another party is called {} too", quoted(&party.name)));
        }
        seen.push(folded);
        parties.push(party);
    }
    parties
}

/// Names that look the same are the same: case, width and composition do not tell parties apart.
fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase()
}

fn party(fields: &Fields<'_, '_>) -> Option<Party> {
    let name = fields.text("name", 200);
    let role = fields.text("role", 200);
    let org_number = fields.text("org_number", 60);
    let rule = fields.read("signing", "bad-rule", str::parse::<SigningRule>);
    let tables = fields.tables("signatory");
    let written = tables.len();
    let signatories = signatories(fields, tables);
    let signing = rule.unwrap_or_default();
    if signatories.len() == written && !signing.can_be_met(&signatories) {
        let message = format!(
            "`{}`: {} can never be met by the {written} signatories of this party",
            fields.path_of("signing"),
            quoted(&signing.to_string())
        );
        fields.problem("signing", "unmet-rule", message);
    }
    Some(Party { name: name?, role, org_number, signing, signatories })
}

fn signatories(party: &Fields<'_, '_>, tables: Vec<Fields<'_, '_>>) -> Vec<Signatory> {
    if tables.len() > MOST {
        party.problem(
            "signatory",
            "too-many",
            format!("`{}` has more than {MOST} entries", party.path_of("signatory")),
        );
        return Vec::new();
    }
    let mut signatories: Vec<Signatory> = Vec::new();
    for fields in tables {
        let fields = fields.only(&names(SIGNATORY)).with(&["name"]);
        let Some(signatory) = signatory(&fields) else { continue };
        if let Some(email) = &signatory.email
            && signatories.iter().any(|other| other.email.as_ref() == Some(email))
        {
            let message = format!("another signatory of this party has the address {} too", quoted(email));
            fields.problem("email", "duplicate-email", message);
        }
        signatories.push(signatory);
    }
    signatories
}

fn signatory(fields: &Fields<'_, '_>) -> Option<Signatory> {
    let name = fields.text("name", 200);
    let email = fields.email("email");
    let title = fields.text("title", 200);
    let order = fields.integer("order", 1..=999).unwrap_or(1);
    let groups = fields.list("groups", "bad-group", 20, group).unwrap_or_default();
    Some(Signatory { name: name?, email, title, order, groups })
}

fn group(text: &str) -> Result<String, String> {
    let is_group =
        (1..=60).contains(&text.chars().count()) && text.trim() == text && visible::hidden_in(text).is_none();
    if is_group { Ok(text.to_owned()) } else { Err(format!("{} is not the name of a group", quoted(text))) }
}
