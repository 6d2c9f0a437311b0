//! The topic `dates`: how terms, notice and business days are counted.

/// What is said of each matter.
const MATTERS: &[(&str, &str)] = &[
    (
        "periods",
        "The last day is inside; the next period starts the day after. Every period is counted from the contract's first day, \
         never from the period before: monthly from 2024-01-31 gives 02-29, 03-31, 04-30, 05-31.",
    ),
    (
        "last day for notice",
        "A, from the end: the period's end less the notice. B, clear days: the next period's start less the notice, less one \
         day. We plan with the earlier. A notice received between them is disputed: both ends are shown and the later one is \
         planned with. notice_counting pins A (from_end) or B (clear_days).",
    ),
    (
        "received",
        "A notice counts on the day it was received. delivery_days moves our own day earlier by the days a letter takes.",
    ),
    (
        "late notice",
        "Ends the contract at the end of a later period, or has no effect where late_notice is \"refused\".",
    ),
    (
        "evergreen",
        "Ends so long after the notice as notice says, not before the lock-in (length) is over, and at the end of a month, \
         quarter, half-year or year where notice_ends says so.",
    ),
    (
        "business days",
        "calendar in [term] names a calendar both parties go by; calendar in clm.toml names the one we go by where an agreement \
         names none. A day counted backwards (the last day for notice or for an option) only ever moves earlier, one counted \
         forwards (the end of a contract that runs until notice) only ever later. A calendar that was agreed decides. One of \
         ours moves our own day and decides nothing: where the two readings come to different ends the notice is disputed. \
         Days that an agreement writes down or repeats (ends, duties) are never moved. due --explain says when a day was \
         moved, and why.",
    ),
    (
        "calendars",
        "Known by name: de (the holidays of all states), dk, no, se. A file calendars/NAME.toml in the repository adds one or \
         takes the place of a known one. It holds name = \"Bergen\", weekend = [\"saturday\", \"sunday\"], and [[holiday]] tables \
         with a name and one of: on = 2027-05-14 (once), each = \"05-17\" (every year), each = \"06-19\" with weekday = \"friday\" \
         (the first Friday from that day on), easter = -2 (days from Easter Sunday); since and until bound the years.",
    ),
    (
        "amendments",
        "A [term] in an amendment takes the place of the whole old one from its effective day; only the start is kept. show \
         --effective shows the terms in force and the amendment behind each.",
    ),
    (
        "renewals",
        "A contract that renews by itself needs no act, and no renewal is ever stored. renews_by = \"option\" needs renew --option \
         in time. renew draws a new contract, which supersedes the old one when it starts.",
    ),
    (
        "unknown",
        "Terms that miss something or contradict each other answer unknown and name the keys; they are never dropped.",
    ),
];

/// Each matter and what is said of it.
pub(super) fn rows() -> Vec<(String, String)> {
    MATTERS.iter().map(|(matter, words)| ((*matter).to_owned(), (*words).to_owned())).collect()
}
