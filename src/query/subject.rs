//! What a filter may look at, and whether a contract passes.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::fold::{contains, fold};
use super::key::Key;
use super::parse::{Filter, Query, Test};
use super::pattern::Pattern;

/// The facts of one contract on one day, borrowed from wherever the caller keeps them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Subject<'a> {
    /// The contract's id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// The workspace it lies in.
    pub workspace: &'a str,
    /// The one plain word for people.
    pub status: &'a str,
    /// The signing state's word.
    pub signing: &'a str,
    /// The lifecycle's word, once signed.
    pub lifecycle: Option<&'a str>,
    /// Words of the flags.
    pub flags: Vec<&'a str>,
    /// Names of the parties.
    pub parties: Vec<&'a str>,
    /// E-mail of the member who answers for it.
    pub owner: Option<&'a str>,
    /// Our tags.
    pub tags: Vec<&'a str>,
    /// BCP 47 language.
    pub language: &'a str,
    /// First day.
    pub start: Option<NaiveDate>,
    /// Last day, inside.
    pub end: Option<NaiveDate>,
    /// Our last day for notice.
    pub notice_by: Option<NaiveDate>,
    /// Amount and ISO 4217 code.
    pub value: Option<(Decimal, &'a str)>,
    /// Our own fields, tables flattened with dots: `("budget.line", "1200")`.
    pub custom: Vec<(&'a str, &'a str)>,
}

impl Query {
    /// Whether a contract passes every filter. Free words are not looked at. `me` is the reader's e-mail address; without
    /// it `owner:me` fits nothing.
    #[must_use]
    pub fn passes(&self, subject: &Subject<'_>, today: NaiveDate, me: Option<&str>) -> bool {
        self.filters().iter().all(|filter| filter.holds(subject, today, me) != filter.excluded)
    }

    /// Whether the free words are in these texts (id, title, parties …), each as a part of a word: what a list without an
    /// index can say. Whether they are in the body only the search room knows.
    #[must_use]
    pub fn named_in(&self, texts: &[&str]) -> bool {
        self.words().iter().all(|clause| {
            let found = clause.any.iter().any(|text| texts.iter().any(|one| contains(one, &fold(&text.text))));
            found != clause.excluded
        })
    }
}

impl Filter {
    fn holds(&self, subject: &Subject<'_>, today: NaiveDate, me: Option<&str>) -> bool {
        match &self.test {
            Test::Text(patterns) => patterns.iter().any(|pattern| subject.fits(self.key, pattern, me)),
            Test::Day(tests) => {
                let day = subject.day(self.key);
                tests.iter().any(|test| test.holds(day, today))
            }
            Test::Amount(test) => test.holds(subject.value),
            Test::Field { name, patterns } => subject.field_fits(name, patterns),
        }
    }
}

impl Subject<'_> {
    fn fits(&self, key: Key, pattern: &Pattern, me: Option<&str>) -> bool {
        match key {
            Key::Status => pattern.fits(self.status, me),
            Key::Signing => pattern.fits(self.signing, me),
            Key::Lifecycle => pattern.fits_any(self.lifecycle, me),
            Key::Flag => pattern.fits_any(self.flags.iter().copied(), me),
            Key::Party => pattern.fits_any(self.parties.iter().copied(), me),
            Key::Kind => pattern.fits(self.kind, me),
            Key::Tag => pattern.fits_any(self.tags.iter().copied(), me),
            Key::Workspace => pattern.fits(self.workspace, me),
            Key::Owner => pattern.fits_any(self.owner, me),
            Key::Id => self.id_fits(pattern, me),
            Key::Title => pattern.fits(self.title, me),
            Key::Language => self.language_fits(pattern, me),
            Key::Currency => pattern.fits_any(self.value.map(|(_, currency)| currency), me),
            Key::Value | Key::Start | Key::End | Key::Notice | Key::Field => false,
        }
    }

    /// By the whole id or its part after the dash, or the beginning of either, as everywhere a contract is named.
    fn id_fits(&self, pattern: &Pattern, me: Option<&str>) -> bool {
        let suffix = self.id.split_once('-').map_or("", |(_, suffix)| suffix);
        match pattern {
            Pattern::Whole(text) => {
                let beginning = Pattern::Beginning(text.clone());
                beginning.fits(self.id, me) || beginning.fits(suffix, me)
            }
            other => other.fits(self.id, me) || other.fits(suffix, me),
        }
    }

    /// `language:nb` fits `nb-NO` as well.
    fn language_fits(&self, pattern: &Pattern, me: Option<&str>) -> bool {
        let primary = self.language.split(['-', '_']).next().unwrap_or_default();
        pattern.fits(self.language, me) || pattern.fits(primary, me)
    }

    fn day(&self, key: Key) -> Option<NaiveDate> {
        match key {
            Key::Start => self.start,
            Key::End => self.end,
            Key::Notice => self.notice_by,
            _ => None,
        }
    }

    fn field_fits(&self, name: &str, patterns: &[Pattern]) -> bool {
        let mut values = self.custom.iter().filter(|(own, _)| super::fold::equals(own, name)).map(|(_, value)| *value);
        if patterns.is_empty() {
            return values.next().is_some();
        }
        let values: Vec<&str> = values.collect();
        patterns.iter().any(|pattern| pattern.fits_any(values.iter().copied(), None))
    }
}
