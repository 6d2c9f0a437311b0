//! Answers that let a template be drawn when nobody is there to answer: for checking it, never for a contract.

use super::answer::Answers;
use super::field::{Field, Kind};
use super::{PREDEFINED, Template};

impl Template {
    /// An answer for every required field without a default, and for the predefined ones. A field whose bounds no sample
    /// fits stays open.
    #[must_use]
    pub fn sample_answers(&self) -> Answers {
        let predefined = |field: &Field| PREDEFINED.iter().any(|(name, ..)| *name == field.name);
        let asked = self.fields.iter().filter(|f| predefined(f) || (f.required && f.default.is_none()));
        asked.filter_map(|field| Some((field.name.clone(), field.answer(&sample(field)).ok()?))).collect()
    }
}

fn sample(field: &Field) -> String {
    let least = field.min.unwrap_or(1).max(1);
    match field.kind {
        Kind::Text => {
            let said = format!("Sample {}", field.name.replace('_', " "));
            let most = field.max.and_then(|max| usize::try_from(max).ok()).unwrap_or(200);
            let pad = usize::try_from(least).unwrap_or_default().saturating_sub(said.chars().count()).min(20_000);
            said.chars().take(most).collect::<String>() + &"x".repeat(pad)
        }
        Kind::Date => "2027-01-01".to_owned(),
        Kind::Money => format!("{least} {}", field.currency.as_deref().unwrap_or("EUR")),
        Kind::Integer => field.min.unwrap_or_else(|| field.max.unwrap_or(1).min(1)).to_string(),
        Kind::Boolean => "yes".to_owned(),
        Kind::Choice => field.choices.first().cloned().unwrap_or_default(),
        Kind::Duration => format!("{least} months"),
        Kind::Email => "someone@sample.example".to_owned(),
    }
}
