//! From text to a query.

use super::day::DayTest;
use super::error::{At, Fault, QueryError, nearest, short};
use super::fold::{fold, words};
use super::key::{Key, Shape};
use super::lex::{Part, Piece, Pieces, What, parts};
use super::money::AmountTest;
use super::pattern::Pattern;

/// Longest query, in characters.
pub const MAX_CHARS: usize = 1000;
/// Most words, phrases and filters in one query.
pub const MAX_TERMS: usize = 64;

/// A query, understood. All its clauses and filters must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    words: Vec<TextClause>,
    filters: Vec<Filter>,
}

/// Free text, one of which must be found, or none when excluded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextClause {
    /// Written with a `-`: nothing of it may be found.
    pub excluded: bool,
    /// The alternatives joined with `OR`; at least one.
    pub any: Vec<Text>,
}

/// A word or a phrase, as typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// Without quotation marks and star; holds at least one word.
    pub text: String,
    /// In quotation marks: these very words in this order, not their inflections.
    pub quoted: bool,
    /// With a star: the last word may go on.
    pub prefix: bool,
}

/// One filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filter {
    /// What it looks at.
    pub key: Key,
    /// Written with a `-`: it must not hold.
    pub excluded: bool,
    /// What must hold.
    pub test: Test,
}

/// What a filter asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Test {
    /// One of these patterns.
    Text(Vec<Pattern>),
    /// One of these tests on a day.
    Day(Vec<DayTest>),
    /// A test on an amount.
    Amount(AmountTest),
    /// One of our own fields has one of these values, or any value when there is no pattern.
    Field {
        /// The field's name, folded.
        name: String,
        /// Empty means any value.
        patterns: Vec<Pattern>,
    },
}

impl Query {
    /// Understands a query.
    ///
    /// # Errors
    /// [`QueryError`] names the fault and the character it stands at.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Self::read(text).map_err(|fault| fault.within(text))
    }

    /// The clauses of free text.
    #[must_use]
    pub fn words(&self) -> &[TextClause] {
        &self.words
    }

    /// The filters.
    #[must_use]
    pub fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// Whether the query asks for nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.filters.is_empty()
    }

    /// Whether `owner:me` is asked, so that the reader must be known.
    #[must_use]
    pub fn asks_for_me(&self) -> bool {
        self.filters.iter().any(|filter| matches!(&filter.test, Test::Text(all) if all.contains(&Pattern::Me)))
    }

    /// A query for one of this query's clauses alone, without filters.
    #[must_use]
    pub fn only(clause: &TextClause) -> Self {
        Self { words: vec![clause.clone()], filters: Vec::new() }
    }

    /// This query with another plain word as its clause number `place`.
    #[must_use]
    pub fn with_word(&self, place: usize, word: &str) -> Self {
        let mut other = self.clone();
        if let Some(clause) = other.words.get_mut(place) {
            clause.any = vec![Text { text: word.to_owned(), quoted: false, prefix: false }];
        }
        other
    }

    fn read(text: &str) -> Result<Self, At> {
        if let Some((byte, _)) = text.char_indices().nth(MAX_CHARS) {
            return Err(
                At::new(Fault::TooLong, byte).hint("leave words out; one or two rare words find more than a sentence")
            );
        }
        let mut query = Self::default();
        let mut pieces = Pieces::of(text);
        let mut joined = None;
        let mut terms = 0_usize;
        while let Some(piece) = pieces.next()? {
            terms = terms.saturating_add(1);
            if terms > MAX_TERMS {
                return Err(At::new(Fault::TooManyTerms, piece.at)
                    .hint("join values with commas, such as id:a,b,c, or ask in two searches"));
            }
            query.add(piece, &mut joined)?;
        }
        joined.map_or(Ok(query), |at| Err(lonely(at)))
    }

    /// Adds a piece; `joined` is where an `OR` waits for its second text.
    fn add(&mut self, piece: Piece<'_>, joined: &mut Option<usize>) -> Result<(), At> {
        match piece.what {
            What::Or if joined.is_some() || self.words.is_empty() => Err(lonely(piece.at)),
            What::Or => {
                *joined = Some(piece.at);
                Ok(())
            }
            What::Text { text, quoted, prefix } => {
                if words(&fold(text)).next().is_none() {
                    return Ok(());
                }
                let text = Text { text: text.to_owned(), quoted, prefix };
                match (joined.take(), self.words.last_mut()) {
                    (Some(_), Some(clause)) if clause.excluded == piece.excluded => clause.any.push(text),
                    (Some(at), _) => return Err(lonely(at)),
                    (None, _) => self.words.push(TextClause { excluded: piece.excluded, any: vec![text] }),
                }
                Ok(())
            }
            What::Filter { name, value, value_at } => {
                if let Some(at) = joined {
                    return Err(lonely(*at));
                }
                let name_at = value_at.saturating_sub(name.len()).saturating_sub(1);
                self.filters.push(filter(name, name_at, value, value_at, piece.excluded)?);
                Ok(())
            }
        }
    }
}

fn lonely(at: usize) -> At {
    At::new(Fault::LonelyOr, at).hint(
        "write one OR other, or \"OR\" for the word itself; values of a filter are joined with commas: status:active,awaiting",
    )
}

fn filter(name: &str, name_at: usize, value: &str, value_at: usize, excluded: bool) -> Result<Filter, At> {
    let Some(key) = Key::named(name) else {
        let fault = At::new(Fault::UnknownFilter(short(name)), name_at);
        return Err(match Key::meant(name) {
            Some(meant) => fault.hint(format!("did you mean {meant}:? In quotation marks it is searched for as text")),
            None => fault.hint(format!("filters are {}", Key::names().collect::<Vec<_>>().join(", "))),
        });
    };
    let shape = key.shape();
    let values = parts(value, value_at, shape != Shape::Amount);
    let Some(first) = values.first() else {
        return Err(At::new(Fault::NoValue(key.name()), value_at)
            .hint(format!("write {0}:VALUE without a space, or {0}:none for contracts without one", key.name())));
    };
    let test = match shape {
        Shape::Day => Test::Day(values.iter().map(|part| DayTest::parse(key.name(), part)).collect::<Result<_, _>>()?),
        Shape::Amount => Test::Amount(AmountTest::parse(key.name(), first)?),
        Shape::Named => field(first, &values)?,
        Shape::Word(known) => Test::Text(values.iter().map(|part| word(key, known, part)).collect::<Result<_, _>>()?),
        Shape::Exact | Shape::Part => Test::Text(values.iter().map(|part| pattern(key, shape, part)).collect()),
    };
    Ok(Filter { key, excluded, test })
}

/// One of a closed list of words.
fn word(key: Key, known: &'static [&'static str], part: &Part) -> Result<Pattern, At> {
    let folded = fold(part.text.trim());
    if known.contains(&folded.as_str()) {
        return Ok(Pattern::Whole(folded));
    }
    if folded == "none" && matches!(key, Key::Flag | Key::Lifecycle) {
        return Ok(Pattern::Nothing);
    }
    let fault = At::new(Fault::BadValue { filter: key.name(), value: short(&part.text) }, part.at);
    Err(match nearest(&folded, known.iter().copied()) {
        Some(meant) => fault.hint(format!("did you mean {}:{meant}?", key.name())),
        None => fault.hint(format!("values are {}", known.join(", "))),
    })
}

fn pattern(key: Key, shape: Shape, part: &Part) -> Pattern {
    let folded = fold(part.text.trim());
    if !part.quoted {
        if folded == "none" {
            return Pattern::Nothing;
        }
        if key == Key::Owner && folded == "me" {
            return Pattern::Me;
        }
        if let Some(beginning) = folded.strip_suffix('*') {
            return if shape == Shape::Part {
                Pattern::Part(beginning.to_owned())
            } else {
                Pattern::Beginning(beginning.to_owned())
            };
        }
    }
    if shape == Shape::Part { Pattern::Part(folded) } else { Pattern::Whole(folded) }
}

/// `name`, `name=value` or `name=value,value`.
fn field(first: &Part, values: &[Part]) -> Result<Test, At> {
    let bad = || {
        At::new(Fault::BadValue { filter: Key::Field.name(), value: short(&first.text) }, first.at)
            .hint("write field:cost_center=1200, or field:cost_center for any value")
    };
    let Some((name, value)) = first.text.split_once('=') else {
        return if values.len() == 1 {
            Ok(Test::Field { name: fold(first.text.trim()), patterns: Vec::new() })
        } else {
            Err(bad())
        };
    };
    if name.trim().is_empty() || value.trim().is_empty() {
        return Err(bad());
    }
    let head = Part { text: value.to_owned(), ..first.clone() };
    let rest = values.get(1..).unwrap_or_default();
    let patterns = std::iter::once(&head).chain(rest).map(|part| pattern(Key::Field, Shape::Part, part)).collect();
    Ok(Test::Field { name: fold(name.trim()), patterns })
}
