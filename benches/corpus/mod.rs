//! A deterministic corpus of contracts for benchmarks: the same number and seed give the same bytes on every machine.
//!
//! Contracts of 5 to 20 KB in Markdown with TOML front matter, four in five English, one in five Norwegian, in words of
//! our own making whose frequencies fall off as those of real language do. Planted words: `needleword` in one contract
//! of ten thousand (at least one), `midterm` in one of a hundred, `commonterm` in two of three, and the phrase
//! `force majeure` in about half.

use std::fmt::Write as _;

/// One contract of the corpus.
pub struct Sample {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `en` or `nb`.
    pub language: &'static str,
    /// Path of its folder.
    pub path: String,
    /// The counterparty.
    pub party: String,
    /// The front matter with its `+++` lines.
    pub header: String,
    /// The agreement's text.
    pub body: String,
}

/// A small generator (SplitMix64): speed and sameness, nothing else.
pub struct Dice(u64);

impl Dice {
    /// A generator that gives the same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

const ENGLISH: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "shall",
    "in",
    "any",
    "or",
    "party",
    "by",
    "this",
    "be",
    "agreement",
    "for",
    "such",
    "with",
    "not",
    "as",
    "services",
    "supplier",
    "customer",
    "under",
    "which",
    "notice",
    "payment",
    "written",
    "obligations",
    "termination",
    "confidential",
    "information",
    "liability",
    "reasonable",
    "delivery",
    "invoice",
    "warranty",
    "breach",
    "remedy",
    "insurance",
    "law",
    "court",
    "term",
    "renewal",
    "fees",
    "data",
    "rights",
];
const NORWEGIAN: &[&str] = &[
    "og",
    "i",
    "det",
    "som",
    "på",
    "er",
    "av",
    "for",
    "skal",
    "til",
    "med",
    "avtalen",
    "partene",
    "eller",
    "ikke",
    "ved",
    "leverandøren",
    "kunden",
    "oppsigelse",
    "varsel",
    "betaling",
    "skriftlig",
    "forpliktelser",
    "ansvar",
    "taushetsplikt",
    "opplysninger",
    "levering",
    "faktura",
    "garanti",
    "mislighold",
    "forsikring",
    "lov",
    "kjøp",
    "løpetid",
    "fornyelse",
    "vederlag",
    "personopplysninger",
    "rettigheter",
    "følge",
    "gjøres",
];
const ROOTS: &[&str] = &[
    "assign", "bond", "cover", "deliver", "equip", "fund", "grant", "handl", "inspect", "judg", "keep", "licens",
    "mark", "negoti", "offer", "perform", "quot", "record", "settl", "train", "updat", "valid", "warrant", "yield",
];
const HEADS: &[&str] = &[
    "Definitions",
    "Services",
    "Fees",
    "Term",
    "Confidentiality",
    "Property",
    "Warranties",
    "Liability",
    "Indemnity",
    "Data",
    "Insurance",
    "Force majeure",
    "Law",
    "Disputes",
    "Assignment",
    "Notices",
    "General",
];
const FIRMS: &[&str] =
    &["Fjord", "Granite", "Harbour", "Juniper", "Kestrel", "Lantern", "Meridian", "Nordlys", "Osprey", "Polar"];
const TRADES: &[&str] =
    &["Bygg", "Consulting", "Data", "Energy", "Foods", "Logistics", "Media", "Marine", "Software", "Textile"];
const KINDS: &[(&str, &str)] = &[
    ("nda", "Mutual non-disclosure agreement"),
    ("msa", "Master services agreement"),
    ("sow", "Statement of work"),
    ("dpa", "Data processing agreement"),
    ("lease", "Lease of premises"),
    ("supply", "Supply agreement"),
];

/// Words of one language, frequent ones first, with the sums of their frequencies.
struct Vocabulary {
    words: Vec<String>,
    sums: Vec<f64>,
}

impl Vocabulary {
    fn new(frequent: &[&str], endings: &[&str]) -> Self {
        let mut words: Vec<String> = frequent.iter().map(|word| (*word).to_owned()).collect();
        for first in 0..26_u8 {
            for root in ROOTS {
                for ending in endings {
                    words.push(format!(
                        "{}{}{root}{ending}",
                        char::from(b'a' + first),
                        ["a", "e", "o"][usize::from(first % 3)]
                    ));
                }
            }
        }
        let mut sum = 0.0;
        let sums = (0..words.len()).map(|rank| {
            sum += 1.0 / (rank as f64 + 3.0).powf(1.2);
            sum
        });
        Self { sums: sums.collect(), words }
    }

    fn draw(&self, dice: &mut Dice) -> &str {
        let wanted = dice.fraction() * self.sums.last().copied().unwrap_or(0.0);
        let place = self.sums.partition_point(|sum| *sum < wanted);
        self.words.get(place).map_or("the", String::as_str)
    }
}

/// Makes contracts.
pub struct Corpus {
    seed: u64,
    english: Vocabulary,
    norwegian: Vocabulary,
}

impl Corpus {
    /// A corpus; equal seeds give equal contracts.
    pub fn new(seed: u64) -> Self {
        let english = Vocabulary::new(
            ENGLISH,
            &["", "s", "ed", "ing", "ment", "ation", "ations", "able", "er", "ers", "ly", "ive"],
        );
        let norwegian = Vocabulary::new(
            NORWEGIAN,
            &["", "e", "en", "er", "ene", "et", "ing", "ingen", "else", "elser", "bar", "ør"],
        );
        Self { seed, english, norwegian }
    }

    /// The contract with this number.
    pub fn sample(&self, number: usize) -> Sample {
        let mut dice = Dice::new(self.seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
        let norwegian = number % 5 == 4;
        let (kind, name) = KINDS[dice.below(KINDS.len())];
        let party =
            format!("{} {} {}", FIRMS[dice.below(FIRMS.len())], TRADES[dice.below(TRADES.len())], dice.below(400));
        let id = format!("{kind}-{number:08}");
        let title = format!("{name} with {party}");
        let header = header(&id, &title, kind, norwegian, &party, &mut dice);
        let body = self.body(number, norwegian, &title, &mut dice);
        let path = format!("sales/contracts/2026-{:02}/{}-{number:08}", 1 + number / 300 % 12, kind);
        Sample { id, title, language: if norwegian { "nb" } else { "en" }, path, party, header, body }
    }

    fn body(&self, number: usize, norwegian: bool, title: &str, dice: &mut Dice) -> String {
        let vocabulary = if norwegian { &self.norwegian } else { &self.english };
        let size = 5_000 + dice.below(6_000) + dice.below(9_000) * dice.below(2);
        let mut body = format!("# {title}\n\n");
        let mut clause = 0;
        while body.len() < size {
            if clause % 4 == 0 {
                let _ = writeln!(body, "## {}. {}\n", clause / 4 + 1, HEADS[clause / 4 % HEADS.len()]);
            }
            let _ = write!(body, "{}.{} ", clause / 4 + 1, clause % 4 + 1);
            for _ in 0..1 + dice.below(4) {
                sentence(&mut body, vocabulary, dice);
            }
            if dice.below(30) == 0 {
                body.push_str("Nothing is owed in a case of force majeure. ");
            }
            body.push_str("\n\n");
            clause += 1;
        }
        for (every, word) in [(10_000, "needleword"), (100, "midterm")] {
            if number % every == 7 {
                let _ = writeln!(body, "{}.9 A {word} was planted here.\n", clause / 4 + 1);
            }
        }
        if !number.is_multiple_of(3) {
            body.push_str("A commonterm was planted here.\n");
        }
        body
    }
}

fn sentence(body: &mut String, vocabulary: &Vocabulary, dice: &mut Dice) {
    for place in 0..8 + dice.below(18) {
        let word = vocabulary.draw(dice);
        if place == 0 {
            let mut chars = word.chars();
            body.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            body.push_str(chars.as_str());
        } else {
            body.push(' ');
            body.push_str(word);
        }
    }
    body.push_str(". ");
}

fn header(id: &str, title: &str, kind: &str, norwegian: bool, party: &str, dice: &mut Dice) -> String {
    let language = if norwegian { "nb" } else { "en" };
    let (year, month, day) = (2020 + dice.below(8), 1 + dice.below(12), 1 + dice.below(28));
    format!(
        "+++\nid = \"{id}\"\ntitle = \"{title}\"\nkind = \"{kind}\"\nlanguage = \"{language}\"\n\n[[party]]\nname = \"Northwind AS\"\n\n\
         [[party]]\nname = \"{party}\"\n\n[term]\nstart = {year}-{month:02}-{day:02}\nlength = \"{} months\"\nrenews = \"12 months\"\nnotice = \"{} months\"\n\n\
         [value]\namount = \"{}.00\"\ncurrency = \"NOK\"\nper = \"year\"\n+++\n",
        12 * (1 + dice.below(4)),
        1 + dice.below(6),
        1_000 * (1 + dice.below(900)),
    )
}
