//! Fields: what a template asks, of which type, with which default.

/// One thing a template asks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Field {
    /// `[a-z][a-z0-9_]*`, unique in the template.
    pub name: String,
    /// The question as put to people.
    pub label: String,
    /// What an answer is.
    pub kind: Kind,
    /// What stands for a missing answer: as a person would type it, placeholders of earlier fields allowed.
    pub default: Option<String>,
    /// Nothing is drawn without an answer.
    pub required: bool,
    /// The answers to choose from.
    pub choices: Vec<String>,
    /// Least number, amount, count or length in characters.
    pub min: Option<i64>,
    /// Greatest, likewise.
    pub max: Option<i64>,
    /// ISO 4217 code of an amount given without one.
    pub currency: Option<String>,
    /// Whether a text may have several lines.
    pub multiline: bool,
    /// What becomes of a field that is neither answered nor has a default.
    pub blank: Blank,
    /// Known to clm in every template; see [`PREDEFINED`].
    pub predefined: bool,
    /// Line in the template file; 0 for a predefined field.
    pub line: usize,
}

/// The type of a field, as written in `type`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs)]
pub enum Kind {
    #[default]
    Text,
    Date,
    Money,
    Integer,
    Boolean,
    Choice,
    Duration,
    Email,
}

/// What stands in the contract for a field nobody answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Blank {
    /// `[[fill: name]]`, which must go before anyone signs (the default).
    #[default]
    Fill,
    /// Nothing.
    Omit,
}

impl Kind {
    /// All types by their written names.
    pub const ALL: [(&'static str, Self); 8] = [
        ("text", Self::Text),
        ("date", Self::Date),
        ("money", Self::Money),
        ("integer", Self::Integer),
        ("boolean", Self::Boolean),
        ("choice", Self::Choice),
        ("duration", Self::Duration),
        ("email", Self::Email),
    ];
}

/// The fields every template has: who we are and who signs for us come from `clm.toml`, the counterparty from `--party`.
pub const PREDEFINED: [(&str, &str, Kind, bool); 5] = [
    ("organisation", "Our organisation", Kind::Text, true),
    ("counterparty", "The other party's legal name", Kind::Text, true),
    ("signatory_name", "Who signs for us", Kind::Text, false),
    ("signatory_email", "Our signatory's e-mail address", Kind::Email, false),
    ("signatory_title", "Our signatory's title", Kind::Text, false),
];

/// The predefined fields as fields.
pub(super) fn predefined() -> Vec<Field> {
    PREDEFINED
        .iter()
        .map(|(name, label, kind, required)| Field {
            name: (*name).to_owned(),
            label: (*label).to_owned(),
            kind: *kind,
            required: *required,
            max: Some(200),
            blank: Blank::Omit,
            predefined: true,
            ..Field::default()
        })
        .collect()
}
