//! What a signer is shown, and the sentence they agree to.

use crate::contract::header::Header;
use crate::contract::language::Language;
use crate::ops::finding::terms;
use crate::page;
use crate::signature::statement::{Mandate, Signer, Statement};

/// What is about to be signed, for a person to read.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Title and id.
    pub title: String,
    /// Parties, term, value: they are signed too.
    pub key_terms: Vec<String>,
    /// Digest of the agreement's revision.
    pub revision: String,
    /// The sentence agreed to.
    pub consent: String,
    /// What a person should know of the template it was drawn from before they sign.
    pub caution: Option<String>,
    /// The agreement's text.
    pub text: String,
}

impl Shown {
    /// What `statement` says about an agreement.
    pub(in crate::ops::agreeing) fn of(header: &Header, statement: &Statement, text: &str) -> Self {
        let parties = header.parties.iter().map(|party| match &party.role {
            Some(role) => format!("party: {} ({role})", party.name),
            None => format!("party: {}", party.name),
        });
        let value = header.value.as_ref().map(|value| format!("value: {} {}", value.currency, value.amount));
        let law = header.governing_law.as_ref().map(|law| format!("law: {law}"));
        let terms = terms::in_words(&header.term).into_iter().map(|term| format!("term: {term}"));
        let Signer { name, capacity, party, .. } = &statement.signer;
        let capacity = capacity.as_ref().map(|capacity| format!(", {capacity}")).unwrap_or_default();
        let by = format!("signer: {name}{capacity}, for {party}");
        Self {
            title: format!("{} ({})", header.title, header.id),
            key_terms: parties.chain(terms).chain(value).chain(law).chain([by]).collect(),
            revision: statement.revision().to_string(),
            consent: statement.consent.clone(),
            caution: None,
            text: text.to_owned(),
        }
    }
}

/// The consent sentence in the contract's language; it promises no more than a simple electronic signature is.
pub(super) fn sentence(header: &Header, signer: &Signer) -> String {
    page::consent(language(header), &header.title, header.id.as_str(), &signer.party)
}

/// What somebody says who refuses.
pub(in crate::ops::agreeing) fn refusal(header: &Header, signer: &Signer) -> String {
    page::refusal(language(header), &header.title, header.id.as_str(), &signer.party)
}

/// What a signer under a mandate adds: both names are in what they sign.
pub(super) fn under_mandate(header: &Header, sentence: &str, mandate: &Mandate) -> String {
    format!("{sentence} {}", page::under_mandate(language(header), &mandate.name))
}

fn language(header: &Header) -> Language {
    header.language.as_deref().map_or(Language::English, Language::of)
}
