//! Numbers that identify a person or an account, in text that everybody with the clone can read.
//!
//! **Owns** which numbers are looked for, how each is written and proved by its checksum, and how a find is masked.
//! **Refuses to know** files and what is done about a find: `check`, `new`, `save` and `import` warn. **Invariants**:
//! total on any text and linear in its length; no message carries the number; a find has passed every checksum its kind
//! has, and a kind whose checksum is weak, or whose digits look like other numbers, is found only beside a word that
//! names it. Organisation numbers, telephone numbers, amounts and dates are none of these.
//!
//! Sources: Norway, Skatteetaten, "Fødselsnummer" and "D-nummer" (two check digits, modulus 11; since synthetic persons
//! carry 80 or 40 in the month, those are no persons); Sweden, Skatteverket SKV 704 (modulus 10 over ten digits,
//! coordination numbers carry 60 in the day); Denmark, CPR-kontoret, "Personnummeret i CPR" (modulus 11, not always
//! since 2007); Finland, DVV, "The personal identity code" (remainder by 31, new intermediate signs of 2023); Germany,
//! BZSt, tax identification number under § 139b AO (ISO 7064 MOD 11,10); ISO 13616 (IBAN, ISO 7064 MOD 97-10); Norway,
//! Bits, account numbers (modulus 11).

mod account;
mod checksum;
mod nordic;
mod tax;
mod words;

/// So many finds are told of one text.
pub const MOST: usize = 20;

/// What kind of number was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Kind {
    /// Norwegian fødselsnummer.
    NorwegianBirth,
    /// Norwegian D-number.
    NorwegianD,
    /// Swedish personnummer.
    Swedish,
    /// Swedish samordningsnummer.
    SwedishCoordination,
    /// Danish CPR number.
    Danish,
    /// Finnish henkilötunnus.
    Finnish,
    /// German Steuer-Identifikationsnummer.
    GermanTax,
    /// International bank account number.
    Iban,
    /// Norwegian account number.
    NorwegianAccount,
}

impl Kind {
    /// What people call it, with its article.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NorwegianBirth => "a Norwegian national identity number",
            Self::NorwegianD => "a Norwegian D-number",
            Self::Swedish => "a Swedish personal identity number",
            Self::SwedishCoordination => "a Swedish coordination number",
            Self::Danish => "a Danish CPR number",
            Self::Finnish => "a Finnish personal identity code",
            Self::GermanTax => "a German tax identification number",
            Self::Iban => "a bank account number (IBAN)",
            Self::NorwegianAccount => "a Norwegian bank account number",
        }
    }
}

/// One number and its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// First byte in the text.
    pub at: usize,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Its first two characters and as many dots as the rest is long.
    pub masked: String,
}

/// A place where a number may begin, with what stands around it.
#[derive(Clone, Copy, Debug)]
struct Place<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Place<'t> {
    fn rest(self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Whether the number that is `length` bytes long ends there: no letter or digit follows, and no mark with a digit
    /// behind it, as in a longer reference.
    fn ends(self, length: usize) -> bool {
        let mut after = self.rest().get(length..).unwrap_or_default().chars();
        match after.next() {
            None => true,
            Some(c) if c.is_alphanumeric() || c == '_' => false,
            Some('-' | '.' | ',' | '/' | '+' | ':') => !after.next().is_some_and(|next| next.is_ascii_digit()),
            Some(_) => true,
        }
    }
}

/// Kind and length in bytes of the number that begins at a place.
type Match = Option<(Kind, usize)>;

/// In this order: the first that fits names the number.
const KINDS: [fn(Place<'_>) -> Match; 8] = [
    account::iban,
    nordic::norwegian,
    account::norwegian,
    nordic::swedish,
    nordic::danish,
    nordic::swedish_coordination,
    nordic::finnish,
    tax::german,
];

/// The numbers in a text, in its order; at most [`MOST`].
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let (mut before, mut second) = (None, None);
    let mut past = 0;
    let (mut line, mut column) = (1_usize, 1_usize);
    for (at, character) in text.char_indices() {
        if at >= past && begins(character, before, second) && found.len() < MOST {
            let place = Place { text, at };
            if let Some((kind, length)) = KINDS.iter().find_map(|kind| kind(place)) {
                found.push(Found { kind, at, line, column, masked: masked(place.rest().get(..length)) });
                past = at.saturating_add(length);
            }
        }
        (line, column) = if character == '\n' { (line.saturating_add(1), 1) } else { (line, column.saturating_add(1)) };
        (second, before) = (before, Some(character));
    }
    found
}

/// Whether a number may begin with this character, given the two before it.
fn begins(character: char, before: Option<char>, second: Option<char>) -> bool {
    let opens = character.is_ascii_digit() || character.is_ascii_uppercase();
    let free = match before {
        None => true,
        Some(c) if c.is_alphanumeric() || c == '_' => false,
        Some('-' | '.' | ',' | '/' | '+') => !second.is_some_and(|c| c.is_ascii_digit()),
        Some(_) => true,
    };
    opens && free
}

fn masked(number: Option<&str>) -> String {
    let number = number.unwrap_or_default();
    let rest = number.chars().skip(2).filter(|c| c.is_alphanumeric()).count();
    number.chars().take(2).chain(std::iter::repeat_n('•', rest)).collect()
}

#[cfg(test)]
#[path = "personal/tests.rs"]
mod tests;
