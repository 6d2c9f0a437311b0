//! Reads `[[approval]]`, and compares it with the workspaces and members there are.

use rust_decimal::Decimal;
use toml_edit::Table;

use super::super::fields::{Fields, problem};
use super::super::member::Role;
use super::super::problem::{PolicyProblem, nearest};
use super::super::{Policy, fields};
use super::{ApprovalRule, Asked, Who};
use crate::contract::money::{Currency, Per, Value, amount};

/// More panels than this are a mistake.
const MOST_ORDER: i64 = 99;

/// Reads one rule.
pub(in crate::policy) fn rule(source: &str, table: &Table) -> Result<ApprovalRule, PolicyProblem> {
    let fields = Fields::new(source, table, "approval.");
    let line = fields::line_of(source, table.span());
    let name = fields.optional_text("name")?;
    let kinds = fields.optional_texts("kinds")?;
    if let Some(odd) = kinds.iter().find(|kind| kind.is_empty() || !kind.bytes().all(|byte| byte.is_ascii_lowercase()))
    {
        return Err(fields.wrong("kinds", &format!("`{odd}` is no kind of contract: expected lower-case letters")));
    }
    let workspaces = fields.optional_texts("workspaces")?;
    let above = fields.optional_texts("above")?;
    let above = above.iter().map(|text| threshold(&fields, text)).collect::<Result<Vec<_>, _>>()?;
    for (place, (_, currency)) in above.iter().enumerate() {
        if above.iter().take(place).any(|(_, other)| other == currency) {
            return Err(fields.wrong("above", &format!("names {currency} twice")));
        }
    }
    let panel_tables = fields.tables("by")?;
    let mut panels = Vec::new();
    if panel_tables.is_empty() {
        panels.push(asked(&fields, false)?);
    }
    fields.finish()?;
    for table in panel_tables {
        let fields = Fields::new(source, table, "approval.by.");
        panels.push(asked(&fields, true)?);
        fields.finish()?;
    }
    Ok(ApprovalRule { line, name, kinds, workspaces, above, panels })
}

fn asked(fields: &Fields<'_>, ordered: bool) -> Result<Asked, PolicyProblem> {
    let of = fields.texts("of")?;
    if of.is_empty() {
        return Err(fields.wrong("of", "names nobody: expected roles, or members by their addresses"));
    }
    let of = of.iter().map(|word| who(fields, word)).collect::<Result<Vec<_>, _>>()?;
    let need = fields.text("need")?;
    let any = need_of(&need).ok_or_else(|| fields.wrong("need", "expected `all` or `any N`, such as `any 2`"))?;
    let named = of.iter().all(|who| matches!(who, Who::Member(_))).then_some(of.len());
    if let (Some(any), Some(named)) = (any, named)
        && usize::try_from(any).is_ok_and(|any| any > named)
    {
        return Err(fields.wrong("need", &format!("asks for {any}, and `of` names {named}")));
    }
    let order = if ordered { fields.optional_number("order", 1..=MOST_ORDER)?.unwrap_or(1) } else { 1 };
    Ok(Asked { of, any, order })
}

/// `Some(None)` for `all`, `Some(Some(2))` for `any 2`.
fn need_of(text: &str) -> Option<Option<u32>> {
    if text == "all" {
        return Some(None);
    }
    let digits = text.strip_prefix("any ")?;
    let plain = !digits.starts_with('0') && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain).map(Some)
}

fn who(fields: &Fields<'_>, word: &str) -> Result<Who, PolicyProblem> {
    if word.contains('@') {
        return Ok(Who::Member(word.to_owned()));
    }
    Role::of_word(word).map(Who::Role).ok_or_else(|| PolicyProblem {
        nearest: nearest(word, Role::ALL.map(Role::word)),
        ..fields.wrong("of", &format!("`{word}` is neither a role nor the address of a member"))
    })
}

/// `100000 NOK`.
fn threshold(fields: &Fields<'_>, text: &str) -> Result<(Decimal, Currency), PolicyProblem> {
    let wrong = |why: &str| fields.wrong("above", &format!("`{text}`: {why}"));
    let (number, code) =
        text.split_once(' ').ok_or_else(|| wrong("expected an amount and a currency, such as `100000 NOK`"))?;
    let number = amount(number).map_err(|fault| wrong(&fault.to_string()))?;
    let currency: Currency = code.parse().map_err(|fault| wrong(&format!("{fault}")))?;
    Value::new(number, currency, Per::Once).map_err(|fault| wrong(&fault.to_string()))?;
    Ok((number, currency))
}

/// Workspaces and members that rules name have to be there.
pub(in crate::policy) fn check(policy: &Policy) -> Result<(), PolicyProblem> {
    for rule in &policy.approvals {
        let workspaces = || policy.workspaces.iter().map(|workspace| workspace.name.as_str());
        if let Some(name) = rule.workspaces.iter().find(|name| !workspaces().any(|known| known == name.as_str())) {
            let message = format!("`approval.workspaces`: there is no workspace `{name}`");
            return Err(PolicyProblem { nearest: nearest(name, workspaces()), ..problem(rule.line, message) });
        }
        let members = || policy.members.iter().map(|member| member.email.as_str());
        for who in rule.panels.iter().flat_map(|asked| &asked.of) {
            let Who::Member(email) = who else { continue };
            if !members().any(|known| known == email) {
                let message = format!("`approval.of`: there is no member `{email}`");
                return Err(PolicyProblem { nearest: nearest(email, members()), ..problem(rule.line, message) });
            }
        }
    }
    Ok(())
}
