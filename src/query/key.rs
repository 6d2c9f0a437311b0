//! The names of the filters: one table for parsing, errors and completion.

use super::error::nearest;

/// What a filter looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Key {
    /// The one plain word for people.
    Status,
    /// The signing state.
    Signing,
    /// Where a signed contract is in its life.
    Lifecycle,
    /// Something that qualifies the state.
    Flag,
    /// Name of a party, any part of it.
    Party,
    /// The contract's kind.
    Kind,
    /// One of our tags.
    Tag,
    /// The workspace.
    Workspace,
    /// Who answers for it; `me` is the reader.
    Owner,
    /// Id, or the beginning of it or of the part after the dash.
    Id,
    /// Any part of the title.
    Title,
    /// Language of the text.
    Language,
    /// Currency of its value.
    Currency,
    /// What it is worth.
    Value,
    /// First day.
    Start,
    /// Last day.
    End,
    /// Our last day for notice.
    Notice,
    /// One of our own fields: `field:cost_center=1200`, or `field:cost_center` for any value.
    Field,
}

/// How a filter's values are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// One of these words.
    Word(&'static [&'static str]),
    /// Equal to the whole value.
    Exact,
    /// Any part of the value.
    Part,
    /// Days.
    Day,
    /// Amounts.
    Amount,
    /// `name=value`.
    Named,
}

/// Signing states and lifecycles of DESIGN section 3; `status` is either.
const SIGNING: &[&str] = &["draft", "review", "approved", "pending", "lapsed", "signed", "declined", "void", "broken"];
const LIFECYCLE: &[&str] = &["awaiting", "active", "ended", "unknown"];
const STATUS: &[&str] = &[
    "draft", "review", "approved", "pending", "lapsed", "signed", "declined", "void", "broken", "awaiting", "active",
    "ended", "unknown",
];
const FLAGS: &[&str] = &[
    "not-renewing",
    "disputed",
    "terminated",
    "superseded",
    "executed",
    "witnessed",
    "archived",
    "uncounted",
    "unproved",
];

const TABLE: &[(Key, &str, Shape)] = &[
    (Key::Status, "status", Shape::Word(STATUS)),
    (Key::Signing, "signing", Shape::Word(SIGNING)),
    (Key::Lifecycle, "lifecycle", Shape::Word(LIFECYCLE)),
    (Key::Flag, "flag", Shape::Word(FLAGS)),
    (Key::Party, "party", Shape::Part),
    (Key::Kind, "kind", Shape::Exact),
    (Key::Tag, "tag", Shape::Exact),
    (Key::Workspace, "workspace", Shape::Exact),
    (Key::Owner, "owner", Shape::Part),
    (Key::Id, "id", Shape::Exact),
    (Key::Title, "title", Shape::Part),
    (Key::Language, "language", Shape::Exact),
    (Key::Currency, "currency", Shape::Exact),
    (Key::Value, "value", Shape::Amount),
    (Key::Start, "start", Shape::Day),
    (Key::End, "end", Shape::Day),
    (Key::Notice, "notice", Shape::Day),
    (Key::Field, "field", Shape::Named),
];

impl Key {
    /// The filter with this name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|(_, own, _)| own.eq_ignore_ascii_case(name)).map(|(key, _, _)| *key)
    }

    /// All names, in the order of the documentation; for completion.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|(_, name, _)| *name)
    }

    /// The filter's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("", |(_, name, _)| *name)
    }

    /// The values a filter can have, when they are a closed list; for completion.
    #[must_use]
    pub fn values(self) -> &'static [&'static str] {
        match self.shape() {
            Shape::Word(words) => words,
            _ => &[],
        }
    }

    pub(super) fn shape(self) -> Shape {
        self.row().map_or(Shape::Exact, |(_, _, shape)| *shape)
    }

    fn row(self) -> Option<&'static (Self, &'static str, Shape)> {
        TABLE.iter().find(|(key, _, _)| *key == self)
    }

    /// The filter that was probably meant, from words other programs use and from likeness.
    pub(super) fn meant(name: &str) -> Option<&'static str> {
        let lower = name.to_ascii_lowercase();
        Some(match lower.as_str() {
            "type" | "template" => "kind",
            "state" | "is" => "status",
            "counterparty" | "customer" | "supplier" | "company" | "with" => "party",
            "label" | "tags" | "keyword" => "tag",
            "folder" | "team" | "in" => "workspace",
            "name" | "subject" => "title",
            "amount" | "worth" | "price" => "value",
            "expires" | "expiry" | "until" | "before" => "end",
            "begins" | "from" | "after" => "start",
            "lang" => "language",
            "custom" => "field",
            "assignee" | "responsible" | "by" => "owner",
            _ => return nearest(&lower, Self::names()),
        })
    }
}
