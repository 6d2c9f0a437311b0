//! Contracts that lack an owner, an end or a notice.

use super::Chosen;
use crate::contract::header::Header;
use crate::report::overview::GapItem;

/// Of contracts signed and not ended; without a notice are those that renew or run on by themselves and state none.
pub(super) fn gaps(chosen: &[Chosen]) -> Vec<GapItem> {
    let needs_notice = |header: &Header| header.term.renews.is_some() || header.term.evergreen;
    let lacks = |what: &str, test: &dyn Fn(&Chosen) -> bool| GapItem {
        lacks: what.to_owned(),
        ids: chosen.iter().filter(|one| one.in_force() && test(one)).map(|one| one.item.id.clone()).collect(),
    };
    vec![
        lacks("owner", &|one| one.item.owner.is_none()),
        lacks("end", &|one| one.standing.end.is_none() && !one.amends()),
        lacks("notice", &|one| {
            let header = one.entry.terms();
            header.is_some_and(|header| needs_notice(header) && header.term.notice.is_none()) && !one.amends()
        }),
    ]
}
