//! What was probably meant by a filter that nothing passes: the nearest value that occurs.

use crate::contract::problem::nearest;
use crate::query::{Key, Pattern, Query, Test};
use crate::report::contract::ContractItem;

/// The filter to type instead, such as `tag:urgent`; none when every value occurs, or nothing is near.
#[must_use]
pub fn filter(query: &Query, items: &[ContractItem]) -> Option<String> {
    query.filters().iter().filter(|filter| !filter.excluded).find_map(|filter| {
        let Test::Text(patterns) = &filter.test else { return None };
        let known: Vec<String> = items.iter().flat_map(|item| values(filter.key, item)).collect();
        patterns.iter().find_map(|pattern| {
            let (Pattern::Whole(typed) | Pattern::Part(typed)) = pattern else { return None };
            if known.iter().any(|value| pattern.fits(value, None)) {
                return None;
            }
            let words = known.iter().flat_map(|value| std::iter::once(value.as_str()).chain(value.split_whitespace()));
            let near = nearest(typed, words)?;
            let quoted = if near.contains(' ') { format!("\"{near}\"") } else { near };
            Some(format!("{}:{quoted}", filter.key.name()))
        })
    })
}

/// What a contract has under a key of free values.
fn values(key: Key, item: &ContractItem) -> Vec<String> {
    match key {
        Key::Kind => vec![item.kind.clone()],
        Key::Workspace => vec![item.workspace.clone()],
        Key::Tag => item.tags.clone(),
        Key::Party => item.parties.clone(),
        Key::Owner => item.owner.iter().cloned().collect(),
        _ => Vec::new(),
    }
}
