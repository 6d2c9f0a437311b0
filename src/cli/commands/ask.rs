//! A template's questions, put to a person one after the other.

use super::super::prompt::Prompt;
use crate::error::Result;
use crate::ops::paper::new::Questions;
use crate::render::visible;
use crate::template::{Field, Kind};

/// What stands for no answer in a list of choices.
const OPEN: &str = "(leave it open)";

/// Asks every field that has no answer yet. An empty answer takes the default, or leaves what is not required open.
///
/// # Errors
/// When the person interrupts.
pub fn unanswered(prompt: Prompt, questions: &mut Questions) -> Result<()> {
    for field in questions.unanswered() {
        let answer = match field.kind {
            Kind::Choice => choice(prompt, &field, &field.choices)?,
            Kind::Boolean => choice(prompt, &field, &["yes".to_owned(), "no".to_owned()])?,
            _ => text(prompt, &field)?,
        };
        if let Some(answer) = answer {
            questions.answer(&field.name, &answer)?;
        }
    }
    Ok(())
}

/// A default that is drawn from other answers is worked out when the draft is drawn; it is not shown half-made.
fn shown_default(field: &Field) -> Option<&str> {
    field.default.as_deref().filter(|default| !default.contains("{{"))
}

fn choice(prompt: Prompt, field: &Field, choices: &[String]) -> Result<Option<String>> {
    let default = shown_default(field);
    let mut all = choices.to_vec();
    if !field.required && default.is_none() {
        all.push(OPEN.to_owned());
    }
    let is_default = |choice: &String| {
        default.is_some_and(|default| {
            default.eq_ignore_ascii_case(choice)
                || (choice == "yes" && default == "true")
                || (choice == "no" && default == "false")
        })
    };
    let first =
        all.iter().position(is_default).unwrap_or(if default.is_none() { all.len().saturating_sub(1) } else { 0 });
    let labels: Vec<String> = all.iter().map(|choice| visible::line(choice)).collect();
    let chosen = prompt.choose(&visible::line(&field.label), &labels, first)?;
    Ok(all.get(chosen).filter(|choice| *choice != OPEN).cloned())
}

fn text(prompt: Prompt, field: &Field) -> Result<Option<String>> {
    let may_be_empty = !field.required || field.default.is_some();
    let default = shown_default(field);
    let check = |text: &str| {
        if text.trim().is_empty() && may_be_empty {
            return Ok(());
        }
        field.answer(text).map(|_| ()).map_err(|fault| fault.to_string())
    };
    let answer = prompt.text(&visible::line(&field.label), default, may_be_empty, check)?;
    Ok((!answer.trim().is_empty()).then_some(answer))
}
