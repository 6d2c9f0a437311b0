//! The paper clm brings along: templates and the clauses they include. It is copied into a workspace by `init`,
//! `workspace add` and `template add`, where it is the organisation's own.

/// A file: name without `.md`, and bytes.
pub type Paper = (&'static str, &'static [u8]);

macro_rules! papers {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("library/", $folder, $name, ".md")).as_slice())),*]
    };
}

const TEMPLATES: &[Paper] = papers!("":
        "nda", "nda-oneway", "consulting", "subscription", "framework", "calloff", "offer", "dpa", "employment",
        "nda-nb", "consulting-nb", "employment-no",
        "nda-sv", "consulting-sv", "nda-da", "consulting-da", "nda-de", "consulting-de",
);

const CLAUSES: &[Paper] = papers!("clauses/":
        "confidentiality", "confidentiality--marked", "confidentiality--residual",
        "liability", "liability--double", "liability--uncapped",
        "data-protection", "data-protection--controllers",
        "governing-law", "governing-law--defendant", "governing-law--arbitration",
        "force-majeure", "force-majeure--long",
        "assignment", "assignment--group", "assignment--merger",
        "notices", "notices--letter",
        "ip-ownership", "ip-ownership--licence",
        "breach", "breach--long-cure",
        "general", "general--earlier-agreements",
        "business-conduct", "business-conduct--mutual",
);

/// All templates, those in English first.
#[must_use]
pub fn all() -> &'static [Paper] {
    TEMPLATES
}

/// All clauses, each followed by its fallbacks in the order of retreat.
#[must_use]
pub fn clauses() -> &'static [Paper] {
    CLAUSES
}

/// The template of that name.
#[must_use]
pub fn find(name: &str) -> Option<Paper> {
    all().iter().find(|(known, _)| *known == name).copied()
}

/// The clauses some templates include, with all fallbacks of each.
#[must_use]
pub fn clauses_of(templates: &[Paper]) -> Vec<Paper> {
    let text = |bytes: &'static [u8]| std::str::from_utf8(bytes).unwrap_or_default();
    let included = |clause: &str| {
        let tag = format!("{{% include \"{clause}\" %}}");
        templates.iter().any(|(_, bytes)| text(bytes).contains(&tag))
    };
    let of = |name: &'static str| name.split_once("--").map_or(name, |(clause, _)| clause);
    clauses().iter().filter(|(name, _)| included(of(name))).copied().collect()
}
